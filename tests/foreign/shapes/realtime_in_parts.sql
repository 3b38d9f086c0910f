-- Publications with a list of tables, of columns and of rows.

create table public.rooms (id integer primary key, name text not null, secret text);
create table public.prices (id integer primary key, cents integer not null);
alter publication supabase_realtime add table public.rooms;
create publication warehouse for table public.rooms (id, name), public.prices where (cents > 0)
  with (publish = 'insert');
create sequence public.ticket_numbers start 1000 increment 10;
select nextval('public.ticket_numbers');
create trigger rooms_stay before update on public.rooms
  for each row execute function suppress_redundant_updates_trigger();
alter table public.rooms disable trigger rooms_stay;
alter table public.rooms enable row level security;
grant select (id, name) on public.rooms to anon;
create policy "Rooms are public" on public.rooms for select to anon using (true);

insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into public.rooms values (1, 'lobby', 'x');
insert into public.prices values (1, 100);
