-- What the package is measured against, and how both get their rows. Only benchmark databases have
-- this schema.

create schema bench;
grant usage on schema bench to service_role, authenticated;

-- The guide's columns and the indexes that everyone has: no foreign keys, checks or triggers.
create table bench.ai_agent_usage (
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
create index ai_agent_usage_user_id_idx on bench.ai_agent_usage (user_id);

create table bench.user_ai_quotas (
  user_id uuid primary key,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  current_month_tokens bigint not null default 0,
  current_month_requests bigint not null default 0,
  quota_reset_date date not null
)
with (fillfactor = 70);
grant select, insert, update on bench.ai_agent_usage, bench.user_ai_quotas
  to service_role, authenticated;

-- The guide's two statements in one function: the bare operation of design.md.
create function bench.record(
  user_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt integer,
  tokens_completion integer,
  model_used text,
  cost_usd numeric
)
returns void
language sql
volatile
security invoker
as $$
  insert into bench.ai_agent_usage (
    user_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion, model_used,
    cost_usd
  )
  values ($1, $2, $3, $4, $5, $6, $7, $8);
  update bench.user_ai_quotas as q
  set
    current_month_tokens = q.current_month_tokens + $5 + $6,
    current_month_requests = q.current_month_requests + 1
  where q.user_id = $1;
$$;

-- What a token of the auth server says, and what PostgREST sets of it in each request's transaction.
create function bench.claims(user_id uuid)
returns text
language sql
stable
as $$
  select json_build_object(
    'iss', 'http://127.0.0.1:54321/auth/v1', 'sub', user_id, 'aud', 'authenticated',
    'exp', 1893456000, 'iat', 1861920000, 'email', 'somebody@bench.invalid', 'phone', '',
    'app_metadata', json_build_object('provider', 'email', 'providers', json_build_array('email')),
    'user_metadata', json_build_object('email_verified', true), 'role', 'authenticated',
    'aal', 'aal1', 'session_id', '6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11', 'is_anonymous', false
  )::text
$$;

create function bench.sign_in(user_id uuid)
returns void
language plpgsql
as $$
begin
  perform
    set_config('request.jwt.claims', bench.claims(user_id), true),
    set_config('role', 'authenticated', true);
end
$$;

-- Users by number, with ids as scattered as random ones. User 0 has no limit.
create procedure bench.load_users(users bigint)
language plpgsql
as $$
begin
  set local session_replication_role = 'replica';

  insert into auth.users (id, email)
  select md5(n::text)::uuid, format('user-%s@bench.invalid', n)
  from generate_series(-1, users) as n;

  insert into public.user_ai_quotas (user_id, tier, monthly_token_quota, monthly_request_quota)
  select
    u.id, t.tier,
    case when u.id <> md5('0')::uuid then t.monthly_token_quota end,
    case when u.id <> md5('0')::uuid then t.monthly_request_quota end
  from auth.users as u
    join public.ai_quota_tiers as t on t.tier = 'pro';

  insert into bench.user_ai_quotas (
    user_id, monthly_token_quota, monthly_request_quota, quota_reset_date
  )
  select q.user_id, q.monthly_token_quota, q.monthly_request_quota, q.quota_reset_date
  from public.user_ai_quotas as q;
end
$$;

-- Counters as they are before each run: usage is spread evenly from nothing to nearly all of the
-- limit, so that calls meet every state and its alerts. User -1 is past its limit.
create procedure bench.rewind()
language sql
as $$
  truncate public.ai_quota_alerts;
  update public.user_ai_quotas as q
  set
    current_month_tokens = x.part * q.monthly_token_quota,
    current_month_requests = x.part * q.monthly_request_quota
  from (
    select
      r.user_id,
      case
        when r.user_id = md5('-1')::uuid then 2 else (hashtext(r.user_id::text) & 1023) / 1100.0
      end as part
    from public.user_ai_quotas as r
  ) as x
  where x.user_id = q.user_id
    and q.current_month_tokens <> (x.part * q.monthly_token_quota)::bigint;
$$;
