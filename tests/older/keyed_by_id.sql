-- A team that drew its quotas in the table editor: an id of its own, token quotas only, overage
-- and cost columns, row level security never switched on behind the policies.

create table public.profiles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users (id) on delete cascade,
  email text not null,
  subscription_tier text not null default 'free',
  avatar_url text
);
create policy "profiles are public" on public.profiles for select using (true);

create table public.ai_agents (
  id uuid primary key default gen_random_uuid(),
  slug text unique
);

create table public.user_ai_quotas (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users (id) on delete cascade,
  monthly_token_quota bigint default 10000,
  current_month_tokens bigint default 0,
  quota_reset_date timestamptz default date_trunc('month', now()) + interval '1 month',
  allow_overage boolean not null default false,
  overage_cost_per_1k numeric(10, 4) default 0.002,
  monthly_cost_limit_usd numeric(10, 2),
  current_month_cost_usd double precision default 0,
  created_at timestamptz default now()
);
create policy "Enable read access for all users" on public.user_ai_quotas
  for select using (true);
create policy "quota upd" on public.user_ai_quotas
  for update to public using (true) with check (true);
create policy "Enable insert for authenticated users only" on public.user_ai_quotas
  for insert to authenticated with check (true);

create table public.ai_agent_usage (
  id bigserial primary key,
  user_id uuid references auth.users (id) on delete cascade,
  agent_id uuid references public.ai_agents (id),
  session_id uuid,
  tokens_prompt integer,
  tokens_completion integer,
  model_used varchar(60),
  cost_usd double precision,
  created_at timestamptz default now()
);
create policy "me, myself & I" on public.ai_agent_usage
  for insert to authenticated with check (user_id = auth.uid());
create policy "Allow all" on public.ai_agent_usage
  for all using (true) with check (true);

grant all on public.user_ai_quotas, public.ai_agent_usage to public;

-- Anyone could make themselves an enterprise customer.
create function public.initialize_user_quota(uid uuid, plan text default 'free')
returns json
language plpgsql
security definer
as $$
declare
  result json;
begin
  insert into public.user_ai_quotas as q (user_id, monthly_token_quota)
  values (
    uid,
    case plan when 'basic' then 50000 when 'pro' then 200000 when 'enterprise' then 10000000
      else 10000 end
  )
  on conflict (user_id) do update set monthly_token_quota = excluded.monthly_token_quota
  returning to_json(q) into result;
  return result;
end;
$$;
grant execute on function public.initialize_user_quota(uuid, text) to public, anon, authenticated;

create function public.log_ai_call(
  p_user_id uuid,
  p_tokens_prompt integer,
  p_tokens_completion integer,
  p_model text default null
)
returns void
language plpgsql
security definer
as $$
begin
  insert into ai_agent_usage (user_id, tokens_prompt, tokens_completion, model_used)
  values (p_user_id, p_tokens_prompt, p_tokens_completion, p_model);
  update user_ai_quotas
  set current_month_tokens = current_month_tokens + p_tokens_prompt + p_tokens_completion
  where user_id = p_user_id;
end;
$$;

create function public.check_user_quota(p_user_id uuid, p_tokens integer default 0)
returns boolean
language sql
as $$
  select current_month_tokens + p_tokens <= monthly_token_quota
  from user_ai_quotas
  where user_id = p_user_id
$$;

create function public.get_user_quota_status(p_user_id uuid default auth.uid())
returns json
language sql
stable
as $$
  select json_build_object('used', current_month_tokens, 'limit', monthly_token_quota)
  from user_ai_quotas
  where user_id = p_user_id
$$;

create function public.get_user_monthly_usage(p_user_id uuid)
returns bigint
language sql
stable
as $$
  select sum(tokens_prompt + tokens_completion)
  from ai_agent_usage
  where user_id = p_user_id and created_at >= date_trunc('month', now())
$$;

create function public.reset_monthly_quotas()
returns void
language sql
as $$
  update user_ai_quotas set current_month_tokens = 0, quota_reset_date = now() + interval '1 month'
$$;

-- Runs as whoever writes the profile, and finds the function by the search_path.
create function public.init_quota_for_profile()
returns trigger
language plpgsql
as $$
begin
  perform initialize_user_quota(new.user_id, new.subscription_tier);
  return new;
end;
$$;
create trigger init_quota_on_profile
  after insert or update of subscription_tier on public.profiles
  for each row execute function public.init_quota_for_profile();

create view public.overage_report as
select
  q.id,
  q.user_id,
  greatest(q.current_month_tokens - q.monthly_token_quota, 0) as tokens_over,
  greatest(q.current_month_tokens - q.monthly_token_quota, 0) / 1000.0 * q.overage_cost_per_1k
    as cost_usd
from public.user_ai_quotas as q
where q.allow_overage;

-- Nobody granted anything on it, and nobody had to: it can be updated by whoever may use it.
create view public.simple_quotas as
select q.user_id, q.monthly_token_quota, q.current_month_tokens
from public.user_ai_quotas as q;

create view public.usage_per_user as
select u.user_id, count(*) as calls, sum(u.tokens_prompt + u.tokens_completion) as tokens
from public.ai_agent_usage as u
group by u.user_id;

create function public.spend_of(p_user_id uuid)
returns double precision
language plpgsql
stable
as $$
declare
  total double precision;
begin
  select sum(u.cost_usd) into total from public.ai_agent_usage as u where u.user_id = p_user_id;
  return coalesce(total, 0);
end;
$$;
