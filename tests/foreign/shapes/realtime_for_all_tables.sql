-- Realtime for every table, as older projects had it.

create table public.messages (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  body text not null
);
alter table public.messages replica identity full;
alter table public.messages enable row level security;
create policy "Everybody reads" on public.messages for select to authenticated using (true);
grant select on public.messages to authenticated;
drop publication supabase_realtime;

-- On the platform `postgres` may do this.
reset role;
create publication supabase_realtime for all tables;
create publication warehouse for tables in schema public;
set role postgres;

insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into public.messages (user_id, body)
values ('00000000-0000-4000-8000-000000000001', 'hello');
