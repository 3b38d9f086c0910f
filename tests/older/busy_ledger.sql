-- A team whose ledger does the work: triggers price, count and feed on every insert, sessions are
-- a table, tokens_total is a plain column that holds what the provider reported. Subscriptions are
-- theirs, with enums.

create type public.app_role as enum ('member', 'manager', 'owner');
create type public.subscription_tier as enum ('free', 'basic', 'pro', 'enterprise');
create type public.subscription_status as enum (
  'incomplete', 'trialing', 'active', 'past_due', 'canceled', 'unpaid'
);

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  user_id uuid not null unique,
  email text not null,
  username text not null unique,
  role public.app_role not null,
  onboarding jsonb not null default '{}'
);
alter table public.profiles enable row level security;
create policy "own profile" on public.profiles
  for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());

create table public.ai_agents (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  owner_id uuid references public.profiles (user_id),
  settings jsonb not null default '{}'
);

create table public.chat_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (user_id) on delete cascade,
  title text
);

create table public.user_ai_quotas (
  user_id uuid primary key references public.profiles (user_id) on delete cascade,
  monthly_token_quota numeric(14, 0) not null default 10000,
  monthly_request_quota numeric(9, 0) not null default 100,
  current_month_tokens numeric(14, 0) default 0,
  current_month_requests smallint default 0,
  quota_reset_date date,
  last_usage_at timestamptz,
  tokens_left numeric generated always as (monthly_token_quota - current_month_tokens) stored
);
alter table public.user_ai_quotas enable row level security;
create policy "own quota" on public.user_ai_quotas
  for all to authenticated using (user_id = auth.uid());
create policy "owners manage everyone" on public.user_ai_quotas
  for all to authenticated
  using (exists (
    select 1 from public.profiles as p where p.user_id = auth.uid() and p.role = 'owner'
  ));

create table public.ai_agent_usage (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (user_id) on delete cascade,
  agent_id uuid not null references public.ai_agents (id) on delete cascade,
  session_id uuid not null references public.chat_sessions (id) on delete cascade,
  discipline text not null default 'general',
  workflow_id uuid,
  tokens_prompt bigint not null,
  tokens_completion bigint not null default 0,
  tokens_cached numeric,
  tokens_total bigint,
  model_used text not null default 'gpt-4o-mini',
  cost_usd numeric(12, 6) not null default 0,
  cost_cents integer generated always as ((round(cost_usd * 100))::integer) stored,
  is_long_prompt boolean generated always as (tokens_prompt > 2500) stored,
  latency_ms integer not null,
  metadata jsonb not null default '{}',
  raw_response json,
  tags text[],
  created_at timestamptz default now()
);
create index usage_by_session on public.ai_agent_usage (session_id);
create index usage_long_prompts on public.ai_agent_usage (user_id)
  where tokens_prompt > 2500 and tokens_total is not null;
alter table public.ai_agent_usage enable row level security;
create policy "log usage" on public.ai_agent_usage
  for insert to authenticated with check (auth.uid() = user_id);
create policy "fix usage" on public.ai_agent_usage
  for update to authenticated using (auth.uid() = user_id);
create policy "read usage" on public.ai_agent_usage for select using (true);

create table public.usage_feed (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  tokens bigint,
  at timestamptz not null default now()
);

create table public.user_subscriptions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references public.profiles (user_id) on delete cascade,
  tier public.subscription_tier not null default 'free',
  status public.subscription_status not null default 'incomplete',
  stripe_customer_id text,
  stripe_subscription_id text unique,
  current_period_start timestamptz,
  current_period_end timestamptz,
  cancel_at_period_end boolean not null default false,
  created_at timestamptz not null default now()
);
alter table public.user_subscriptions enable row level security;
create policy "my subscription" on public.user_subscriptions
  for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());

create function public.initialize_user_quota(p_user uuid, p_plan text)
returns public.user_ai_quotas
language sql
security definer
set search_path = public
as $$
  insert into user_ai_quotas (user_id, monthly_token_quota, monthly_request_quota, quota_reset_date)
  select
    p_user, limits.tokens, limits.requests, (date_trunc('month', now()) + interval '1 month')::date
  from (values
    ('free', 10000, 100), ('basic', 50000, 500), ('pro', 200000, 2000),
    ('enterprise', 10000000, 10000)
  ) as limits (plan, tokens, requests)
  where limits.plan = p_plan
  on conflict (user_id) do update
  set monthly_token_quota = excluded.monthly_token_quota,
      monthly_request_quota = excluded.monthly_request_quota
  returning *
$$;

-- The ledger's triggers: priced before, counted and fed after.
create function public.price_usage()
returns trigger
language plpgsql
as $$
begin
  new.cost_usd := (new.tokens_prompt * 0.15 + new.tokens_completion * 0.60) / 1000000 * 2;
  new.tokens_total := new.tokens_prompt + new.tokens_completion;
  return new;
end;
$$;
create trigger price_usage_before_insert
  before insert on public.ai_agent_usage
  for each row execute function public.price_usage();

create function public.count_usage()
returns trigger
language plpgsql
security definer
as $$
begin
  update public.user_ai_quotas
  set current_month_tokens = current_month_tokens + new.tokens_prompt + new.tokens_completion,
      current_month_requests = current_month_requests + 1,
      last_usage_at = now()
  where user_id = new.user_id;
  return null;
end;
$$;
create trigger count_usage_after_insert
  after insert on public.ai_agent_usage
  for each row execute function public.count_usage();

-- Neither counts nor prices: their activity page lives on it.
create function public.feed_usage()
returns trigger
language plpgsql
security definer
as $$
begin
  insert into public.usage_feed (user_id, tokens)
  values (new.user_id, new.tokens_prompt + new.tokens_completion);
  return null;
end;
$$;
create trigger feed_usage_after_insert
  after insert on public.ai_agent_usage
  for each row execute function public.feed_usage();

create function public.profile_gets_quota()
returns trigger
language plpgsql
security definer
set search_path = public
as $$
begin
  perform initialize_user_quota(new.user_id, 'free');
  return new;
end;
$$;
create trigger profile_gets_quota
  after insert on public.profiles
  for each row execute function public.profile_gets_quota();

create function public.subscription_sets_quota()
returns trigger
language plpgsql
security definer
as $$
begin
  if new.status in ('active', 'trialing', 'past_due') then
    perform public.initialize_user_quota(new.user_id, new.tier::text);
  else
    perform public.initialize_user_quota(new.user_id, 'free');
  end if;
  return new;
end;
$$;
create trigger subscription_sets_quota
  after insert or update of tier, status on public.user_subscriptions
  for each row execute function public.subscription_sets_quota();

create view public.session_costs as
select
  s.id,
  s.title,
  count(u.id) as calls,
  coalesce(sum(u.tokens_total), 0) as tokens,
  coalesce(sum(u.cost_cents), 0) as cents
from public.chat_sessions as s
left join public.ai_agent_usage as u on u.session_id = s.id
group by s.id;

create view public.paying_customers with (security_invoker = true) as
select s.user_id, p.email, s.tier, q.tokens_left
from public.user_subscriptions as s
join public.profiles as p on p.user_id = s.user_id
left join public.user_ai_quotas as q on q.user_id = s.user_id
where s.status = 'active' and s.tier <> 'free';

create view public.workflow_tokens as
select u.workflow_id, u.metadata ->> 'source' as source, sum(u.tokens_prompt) as tokens_prompt
from public.ai_agent_usage as u
where u.workflow_id is not null
group by u.workflow_id, u.metadata ->> 'source';

create function public.tokens_left_of(p_user uuid)
returns numeric
language sql
stable
as 'select q.tokens_left from public.user_ai_quotas as q where q.user_id = p_user';
