set local role postgres;
insert into public.rooms values (2, 'roof', 'y');
insert into public.prices values (2, nextval('public.ticket_numbers'));
do $$
begin
  assert (select cents from public.prices where id = 2) = 1010;
end $$;
set local role anon;
do $$
begin
  assert (select count(name) from public.rooms) = 2;
end $$;
