-- A team that copied the guide: quotas keyed by user_id, integer everywhere, foreign keys to
-- profiles(user_id), functions with p_ arguments.

create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  email text,
  full_name text,
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
create policy "Users can view own profile" on public.profiles
  for select using (auth.uid() = user_id);
create policy "Users can insert own profile" on public.profiles
  for insert with check (auth.uid() = user_id);
create policy "Users can update own profile" on public.profiles
  for update using (auth.uid() = user_id);

create table public.ai_agents (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  discipline text
);
alter table public.ai_agents enable row level security;
create policy "Agents are viewable by everyone" on public.ai_agents for select using (true);

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
create index idx_ai_agent_usage_user on public.ai_agent_usage (user_id);
create index idx_ai_agent_usage_created on public.ai_agent_usage (created_at desc);
alter table public.ai_agent_usage enable row level security;
create policy "Users can view own usage" on public.ai_agent_usage
  for select using (auth.uid() = user_id);
create policy "Users can insert own usage" on public.ai_agent_usage
  for insert with check (auth.uid() = user_id);

create table public.user_ai_quotas (
  user_id uuid primary key references public.profiles (user_id) on delete cascade,
  monthly_token_quota integer not null default 10000,
  monthly_request_quota integer not null default 100,
  current_month_tokens integer not null default 0,
  current_month_requests integer not null default 0,
  quota_reset_date date not null default (date_trunc('month', now()) + interval '1 month')::date,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
alter table public.user_ai_quotas enable row level security;
create policy "Users can view own quota" on public.user_ai_quotas
  for select using (auth.uid() = user_id);
create policy "System can update quotas" on public.user_ai_quotas
  for update using (true);

alter publication supabase_realtime add table public.user_ai_quotas;

create function public.initialize_user_quota(p_user_id uuid, p_tier text)
returns void
language plpgsql
security definer
as $$
begin
  insert into user_ai_quotas (user_id, monthly_token_quota, monthly_request_quota)
  values (
    p_user_id,
    case p_tier when 'basic' then 50000 when 'pro' then 200000 when 'enterprise' then 10000000
      else 10000 end,
    case p_tier when 'basic' then 500 when 'pro' then 2000 when 'enterprise' then 10000
      else 100 end
  )
  on conflict (user_id) do update
  set monthly_token_quota = excluded.monthly_token_quota,
      monthly_request_quota = excluded.monthly_request_quota,
      updated_at = now();
end;
$$;
grant execute on function public.initialize_user_quota(uuid, text) to authenticated;

create function public.get_user_quota_status()
returns table (tokens_used integer, tokens_limit integer, reset_at date)
language sql
stable
security definer
as $$
  select current_month_tokens, monthly_token_quota, quota_reset_date
  from user_ai_quotas
  where user_id = auth.uid()
$$;

create function public.reset_monthly_quotas()
returns integer
language plpgsql
security definer
as $$
declare
  affected integer;
begin
  update user_ai_quotas
  set current_month_tokens = 0,
      current_month_requests = 0,
      quota_reset_date = (date_trunc('month', now()) + interval '1 month')::date
  where quota_reset_date <= current_date;
  get diagnostics affected = row_count;
  return affected;
end;
$$;

create function public.check_user_quota(p_estimated_tokens integer default 0)
returns boolean
language sql
stable
security definer
as $$
  select coalesce(bool_and(current_month_tokens + p_estimated_tokens <= monthly_token_quota), false)
  from user_ai_quotas
  where user_id = auth.uid()
$$;

-- Sign-up: no ON CONFLICT, since nothing else ever made these rows.
create function public.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = public
as $$
begin
  insert into profiles (user_id, email) values (new.id, new.email);
  insert into user_ai_quotas (user_id, monthly_token_quota) values (new.id, 10000);
  return new;
end;
$$;
create trigger on_auth_user_created
  after insert on auth.users
  for each row execute function public.handle_new_user();

create view public.quota_overview as
select
  p.email,
  q.monthly_token_quota,
  q.current_month_tokens,
  round(q.current_month_tokens::numeric / nullif(q.monthly_token_quota, 0) * 100, 2) as usage_pct,
  q.quota_reset_date
from public.user_ai_quotas as q
join public.profiles as p on p.user_id = q.user_id;

create view public.usage_by_model as
select
  u.model_used,
  count(*) as calls,
  sum(u.tokens_total) as tokens,
  sum(u.cost_usd) as cost_usd
from public.ai_agent_usage as u
group by u.model_used;

create function public.team_tokens(p_email_domain text)
returns bigint
language sql
stable
as $$
  select coalesce(sum(u.tokens_total), 0)
  from public.ai_agent_usage as u
  join public.profiles as p on p.user_id = u.user_id
  where p.email like '%@' || p_email_domain
$$;
