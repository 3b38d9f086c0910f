-- On the running stack: users, and what the guide's two statements become as two requests.

insert into auth.users (id, email)
select
  md5('bench ' || n)::uuid as id,
  format('user-%s@bench.invalid', n) as email
from generate_series(1, 500) as n;

-- As many calls as there will be, without a denial.
insert into public.ai_quota_overrides (user_id, is_unlimited, reason)
select
  u.id,
  true as is_unlimited,
  'a benchmark' as reason
from auth.users as u
where u.email like '%@bench.invalid';

create table public.bench_usage (
  id bigint generated always as identity primary key,
  user_id uuid not null,
  agent_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt integer not null,
  tokens_completion integer not null,
  tokens_total integer generated always as (tokens_prompt + tokens_completion) stored,
  model_used text,
  cost_usd numeric,
  created_at timestamptz not null default now()
);
create index bench_usage_user_id_idx on public.bench_usage (user_id);

create table public.bench_quotas (
  user_id uuid primary key,
  current_month_tokens bigint not null default 0,
  current_month_requests bigint not null default 0
);
insert into public.bench_quotas (user_id)
select u.id
from auth.users as u
where u.email like '%@bench.invalid';

create function public.bench_add_usage(user_id uuid, tokens bigint)
returns void
language sql
as $$
  update public.bench_quotas as q
  set
    current_month_tokens = q.current_month_tokens + bench_add_usage.tokens,
    current_month_requests = q.current_month_requests + 1
  where q.user_id = bench_add_usage.user_id
$$;

revoke all on public.bench_usage, public.bench_quotas from anon, authenticated;
revoke execute on function public.bench_add_usage(uuid, bigint) from public, anon, authenticated;
grant select, insert on public.bench_usage to service_role;
grant select, update on public.bench_quotas to service_role;
grant execute on function public.bench_add_usage(uuid, bigint) to service_role;
