-- A small team that kept time without time zones, in UTC by agreement, and indexed and grouped by
-- the day of it.

create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  email text not null unique
);

create table public.user_ai_quotas (
  user_id uuid primary key references auth.users (id),
  monthly_token_quota integer not null default 10000,
  monthly_request_quota integer not null default 100,
  current_month_tokens integer not null default 0,
  current_month_requests integer not null default 0,
  quota_reset_date timestamp not null default date_trunc('month', now()) + interval '1 month',
  note text
);
create index quotas_due on public.user_ai_quotas (quota_reset_date)
  where current_month_tokens > 0;

create table public.ai_agent_usage (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id),
  agent_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt integer not null,
  tokens_completion integer not null,
  tokens_total integer generated always as (tokens_prompt + tokens_completion) stored,
  model_used text,
  cost_usd numeric(8, 4),
  created_at timestamp not null default (now() at time zone 'utc')
);
create index usage_by_day on public.ai_agent_usage (user_id, (created_at::date));

create function public.log_ai_call(
  p_user_id uuid,
  p_tokens_prompt integer,
  p_tokens_completion integer
)
returns void
language plpgsql
security definer
as $$
begin
  insert into ai_agent_usage (user_id, tokens_prompt, tokens_completion)
  values (p_user_id, p_tokens_prompt, p_tokens_completion);
  update user_ai_quotas
  set current_month_tokens = current_month_tokens + p_tokens_prompt + p_tokens_completion,
      current_month_requests = current_month_requests + 1
  where user_id = p_user_id;
end;
$$;

create view public.tokens_by_day as
select u.user_id, u.created_at::date as day, sum(u.tokens_total) as tokens
from public.ai_agent_usage as u
group by u.user_id, u.created_at::date;

create view public.users_due as
select q.user_id
from public.user_ai_quotas as q
where q.quota_reset_date <= now() and q.current_month_tokens > 0;
