-- Profiles are made when users fill in the onboarding form, and a workspace with each.

create table public.workspaces (
  id bigint generated always as identity primary key,
  owner_id uuid not null references auth.users (id) on delete cascade,
  name text not null
);
create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  username text not null unique check (username ~ '^[a-z0-9_]{3,30}$'),
  country text not null,
  onboarded_at timestamptz not null default now()
);
alter table public.workspaces enable row level security;
alter table public.profiles enable row level security;
create policy "Profiles are public" on public.profiles for select using (true);
create policy "Users create their own profile" on public.profiles
  for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "Owners see their workspaces" on public.workspaces
  for select to authenticated using ((select auth.uid()) = owner_id);
grant select on public.profiles to anon, authenticated;
grant insert on public.profiles to authenticated;
grant select on public.workspaces to authenticated;

create function public.make_workspace() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into workspaces (owner_id, name) values (new.user_id, new.username);
  return null;
end $$;
revoke execute on function public.make_workspace() from public, anon, authenticated;
create trigger after_onboarding after insert on public.profiles
  for each row execute function public.make_workspace();

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-000000000001', 'alice@example.com'),
  ('00000000-0000-4000-8000-000000000002', 'bob@example.com');
insert into public.profiles (user_id, username, country)
values ('00000000-0000-4000-8000-000000000001', 'alice', 'IS');
