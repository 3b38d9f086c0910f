-- A plan of the host's own, on the profiles that users may edit: `id` as in Supabase's starter.
alter table public.profiles rename column user_id to id;
alter table public.profiles add column plan text;
create policy "users edit their own profile" on public.profiles
  for all to authenticated
  using (id = (select auth.uid()));
grant select, insert, update on public.profiles to authenticated, service_role;
