-- A deployment of the guide, adopted as it stands, and a host's own objects that read its tables:
-- a definer function for everybody among them. They are reported, never altered.

create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  email text,
  nickname text not null default 'somebody'
);
create table public.ai_agents (id uuid primary key default gen_random_uuid(), name text not null);
create table public.user_ai_quotas (
  user_id uuid primary key references public.profiles (user_id) on delete cascade,
  monthly_token_quota integer not null default 10000,
  monthly_request_quota integer not null default 100,
  current_month_tokens integer not null default 0,
  current_month_requests integer not null default 0,
  quota_reset_date date not null default (date_trunc('month', now()) + interval '1 month')::date
);
create table public.ai_agent_usage (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (user_id) on delete cascade,
  agent_id uuid references public.ai_agents (id) on delete set null,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt integer not null default 0,
  tokens_completion integer not null default 0,
  tokens_total integer generated always as (tokens_prompt + tokens_completion) stored,
  model_used text,
  cost_usd numeric(10, 6) default 0,
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
alter table public.ai_agents enable row level security;
alter table public.user_ai_quotas enable row level security;
alter table public.ai_agent_usage enable row level security;
create policy "Own profile" on public.profiles for all using (auth.uid() = user_id);
create policy "Agents are viewable by everyone" on public.ai_agents for select using (true);
create policy "Users can view own quota" on public.user_ai_quotas
  for select using (auth.uid() = user_id);
create policy "Users can view own usage" on public.ai_agent_usage
  for select using (auth.uid() = user_id);
grant select, update on public.profiles to authenticated;
grant select on public.user_ai_quotas, public.ai_agent_usage to authenticated;
grant select, insert, update on public.profiles, public.ai_agents, public.ai_agent_usage,
  public.user_ai_quotas to service_role;

create function public.initialize_user_quota(p_user_id uuid, p_tier text default 'free')
returns void language plpgsql security definer as $$
begin
  insert into public.user_ai_quotas (user_id) values (p_user_id) on conflict do nothing;
end $$;
create function public.check_user_quota(p_user_id uuid, p_tokens integer)
returns boolean language sql security definer as $$
  select current_month_tokens + p_tokens <= monthly_token_quota
  from public.user_ai_quotas where user_id = p_user_id
$$;

create function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (user_id, email) values (new.id, new.email);
  perform public.initialize_user_quota(new.id, 'free');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();

-- What is the host's own.
create function public.usage_board() returns table (nickname text, tokens bigint)
language sql stable security definer set search_path = public as $$
  select p.nickname, q.current_month_tokens::bigint
  from user_ai_quotas as q join profiles as p on p.user_id = q.user_id
  order by 2 desc
$$;
grant execute on function public.usage_board() to anon, authenticated;
create view public.quota_overview with (security_invoker = true) as
  select p.email, q.monthly_token_quota, q.current_month_tokens
  from public.user_ai_quotas as q join public.profiles as p on p.user_id = q.user_id;
comment on view public.quota_overview is 'For the back office.';
grant select on public.quota_overview to service_role;
create table public.answers (
  id bigint generated always as identity primary key,
  usage_id uuid references public.ai_agent_usage (id) on delete set null,
  body text
);
alter table public.answers enable row level security;
create policy "Whoever has tokens left reads answers" on public.answers
  for select to authenticated using (exists (
    select from public.user_ai_quotas as q
    where q.user_id = (select auth.uid()) and q.current_month_tokens < q.monthly_token_quota
  ));
grant select on public.answers to authenticated;

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-000000000001', 'alice@example.com'),
  ('00000000-0000-4000-8000-000000000002', 'bob@example.com');
insert into public.ai_agent_usage (user_id, tokens_prompt, tokens_completion, model_used)
values ('00000000-0000-4000-8000-000000000001', 500, 1500, 'gpt-5');
update public.user_ai_quotas set current_month_tokens = 2000, current_month_requests = 1
where user_id = '00000000-0000-4000-8000-000000000001';
insert into public.answers (body) values ('42');
