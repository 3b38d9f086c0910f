-- A project with default privileges of its own, without Realtime, and with the event trigger that
-- turns on row level security for every new table.

do $$
begin
  if to_regrole('analyst') is null then
    create role analyst nologin;
  end if;
end $$;
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges in schema public grant select on tables to analyst;
grant usage on schema public to analyst;

create table public.orders (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  total_cents integer not null,
  card_number text
);
revoke all on public.orders from analyst;
grant select (id, total_cents) on public.orders to analyst;
grant select on public.orders to authenticated;
create policy "Own orders" on public.orders
  for select to authenticated using (user_id = (select auth.uid()));
drop publication supabase_realtime;

-- On the platform `postgres` may do this.
reset role;
create function public.rls_auto_enable() returns event_trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  cmd record;
begin
  for cmd in
    select * from pg_event_trigger_ddl_commands()
    where command_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO')
      and object_type in ('table', 'partitioned table')
      and schema_name = 'public'
  loop
    execute format('alter table if exists %s enable row level security', cmd.object_identity);
  end loop;
end $$;
create event trigger ensure_rls on ddl_command_end
  when tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO')
  execute function public.rls_auto_enable();
set role postgres;

create table public.made_later (id integer primary key);

insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into public.orders (user_id, total_cents)
values ('00000000-0000-4000-8000-000000000001', 990);
