-- A plan of the host's own, on the profiles that users may edit.
alter table public.profiles add column plan text;
create policy "users edit their own profile" on public.profiles
  for all to authenticated
  using (user_id = (select auth.uid()));
grant select, insert, update on public.profiles to authenticated, service_role;
