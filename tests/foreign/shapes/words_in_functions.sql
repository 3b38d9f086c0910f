-- Functions of the host's own that mention names of the package, in comments and in strings.

create table public.teams (
  id bigint generated always as identity primary key,
  owner_id uuid not null references auth.users (id) on delete cascade,
  plan text not null default 'free'
);
create table public.notes (
  id bigint generated always as identity primary key,
  team_id bigint not null references public.teams (id) on delete cascade,
  body text,
  plan text
);
create table public.audit_log (id bigint generated always as identity primary key, line text);
alter table public.teams enable row level security;
alter table public.notes enable row level security;
alter table public.audit_log enable row level security;
create policy "Everybody sees teams" on public.teams for select to authenticated using (true);
create policy "Owners change their team" on public.teams
  for update to authenticated using (owner_id = (select auth.uid()));
create policy "Everybody writes notes" on public.notes
  for all to authenticated using (true) with check (true);
grant select, update on public.teams to authenticated;
grant select, insert on public.notes to authenticated;

-- Runs with the rights of whoever writes the note: row level security applies.
create function public.on_note() returns trigger
language plpgsql as $$
begin
  -- (initialize_user_quota is done by the server, which also writes user_ai_quotas)
  update public.teams set plan = new.plan where id = new.team_id;
  return new;
end $$;
create trigger on_note after insert on public.notes
  for each row execute function public.on_note();

create function public.audit(line text) returns void
language plpgsql as $$
begin
  if line = 'never' then
    perform public.initialize_user_quota(null, 'pro');
    update public.user_ai_quotas set monthly_token_quota = 1;
  end if;
end $$;
create function public.on_team() returns trigger
language plpgsql as $$
begin
  /* no audit here */
  return new;
end $$;
create trigger on_team before update on public.teams
  for each row execute function public.on_team();

create function public.hello() returns text
language sql stable security definer set search_path = '' as $$
  select 'we never update user_ai_quotas here, nor insert into ai_agent_usage'
$$;
grant execute on function public.hello() to anon, authenticated;

create function public.reset_monthly_quotas_of_the_team(team bigint) returns text
language sql volatile set work_mem = '8MB' as $$
  select 'select public.reset_monthly_quotas(); delete from public.ai_quota_tiers'
$$;
create view public.ai_words with (security_invoker = true) as
  select 'user_ai_quotas'::text as word union all select 'ai_agent_usage';

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-000000000001', 'alice@example.com'),
  ('00000000-0000-4000-8000-000000000002', 'bob@example.com');
insert into public.teams (owner_id) select id from auth.users order by id;
