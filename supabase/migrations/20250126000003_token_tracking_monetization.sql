-- Tables of the deployment guide that belong to the application: profiles and agents. This project has
-- them; a project that installs the package gets them only with `ai-token-quotas init
-- --with-guide-tables`, and the package works without them.

create table public.profiles (
  user_id uuid not null,
  email text,
  constraint profiles_pkey primary key (user_id),
  constraint profiles_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade
);
comment on table public.profiles is 'One row per user, with the address for reports.';
alter table public.profiles enable row level security;
create policy "users read their own profile" on public.profiles
  for select to authenticated
  using (user_id = (select auth.uid()));
revoke all on public.profiles from public, anon, authenticated, service_role;
grant select on public.profiles to authenticated, service_role;
grant insert (user_id, email), update (email), delete on public.profiles to service_role;

create table public.ai_agents (
  id uuid not null default gen_random_uuid(),
  name text,
  constraint ai_agents_pkey primary key (id)
);
comment on table public.ai_agents is 'The agents whose calls are recorded.';
alter table public.ai_agents enable row level security;
create policy "signed-in users read the agents" on public.ai_agents
  for select to authenticated
  using (true);
revoke all on public.ai_agents from public, anon, authenticated, service_role;
grant select on public.ai_agents to authenticated, service_role;
grant insert (id, name), update (name), delete on public.ai_agents to service_role;

-- Definer: sign-up runs as supabase_auth_admin, which has no right to profiles.
create or replace function public.create_profile()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
begin
  insert into public.profiles (user_id, email)
  values (new.id, new.email)
  on conflict do nothing;
  return null;
exception
  when others then
    raise warning 'no profile was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;
revoke execute on function public.create_profile() from public, anon, authenticated, service_role;

create or replace trigger create_profile
  after insert on auth.users
  for each row execute function public.create_profile();

insert into public.profiles (user_id, email)
select
  u.id,
  u.email
from auth.users as u
on conflict do nothing;
