set local role analyst;
do $$
begin
  assert (select sum(total_cents) from public.orders) = 990;
end $$;

-- What the host makes from now on still has the host's rights.
reset role;
set local role postgres;
create table public.made_today (id integer);
create function public.made_today() returns integer language sql as 'select 1';
do $$
begin
  assert has_table_privilege('analyst', 'public.made_today', 'select');
  assert not has_table_privilege('anon', 'public.made_today', 'select');
  assert not has_function_privilege('anon', 'public.made_today()', 'execute');
  assert (select relrowsecurity from pg_class where oid = 'public.made_today'::regclass);
end $$;
