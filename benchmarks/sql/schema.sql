-- What the package is measured against, and how both get their rows. Only benchmark databases have
-- this schema.

create schema bench;
grant usage on schema bench to service_role, authenticated;

-- The guide's columns, and the keys and the index that everyone has: no checks, no triggers.
create table bench.ai_agent_usage (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
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
  user_id uuid primary key references auth.users (id) on delete cascade,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  current_month_tokens bigint not null default 0,
  current_month_requests bigint not null default 0,
  quota_reset_date date not null
)
with (fillfactor = 70);
grant select, insert, update on bench.ai_agent_usage, bench.user_ai_quotas
  to service_role, authenticated;

-- The guide's two statements in one function: the bare operation.
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

-- What a user has used when a run begins, as a part of its limit: evenly spread from nothing to
-- nearly all, so that calls meet every state and its alerts. User -1 is past its limit.
create function bench.part_used(user_id uuid)
returns numeric
language sql
immutable
as $$
  select case when user_id = md5('-1')::uuid then 2 else (hashtext(user_id::text) & 1023) / 1100.0 end
$$;

-- Indexes wait until build_indexes: a million rows are loaded in half the time so.
create procedure bench.defer_indexes(tables regclass[])
language sql
as $$
  update pg_catalog.pg_index as i
  set indisready = false
  where i.indrelid = any (tables)
$$;

create procedure bench.build_indexes(tables regclass[])
language plpgsql
as $$
declare
  v_table regclass;
begin
  foreach v_table in array tables loop
    execute format('reindex table %s', v_table);
  end loop;
end
$$;

-- Users by number, with ids as scattered as random ones. User 0 has no limit.
create procedure bench.load_users(users bigint)
language plpgsql
as $$
declare
  v_tables regclass[] := array['auth.users', 'public.user_ai_quotas', 'bench.user_ai_quotas'];
begin
  set local session_replication_role = 'replica';
  call bench.defer_indexes(v_tables);

  insert into auth.users (id, email)
  select md5(n::text)::uuid, format('user-%s@bench.invalid', n)
  from generate_series(-1, users) as n;

  insert into public.user_ai_quotas (
    user_id, tier, monthly_token_quota, monthly_request_quota, current_month_tokens,
    current_month_requests, quota_reset_date, assigned_tier, limits_version
  )
  select
    u.id, t.tier,
    case when u.id <> md5('0')::uuid then t.monthly_token_quota end,
    case when u.id <> md5('0')::uuid then t.monthly_request_quota end,
    bench.part_used(u.id) * t.monthly_token_quota, bench.part_used(u.id) * t.monthly_request_quota,
    n.reset_date, t.tier, v.version
  from auth.users as u
    join public.ai_quota_tiers as t on t.tier = 'pro'
    cross join ai_quota.limits_version as v
    cross join (select ai_quota.next_reset_date() as reset_date) as n;

  insert into bench.user_ai_quotas (
    user_id, monthly_token_quota, monthly_request_quota, quota_reset_date
  )
  select q.user_id, q.monthly_token_quota, q.monthly_request_quota, q.quota_reset_date
  from public.user_ai_quotas as q;

  call bench.build_indexes(v_tables);
end
$$;

-- A live subscription for everybody, which begins their months.
create procedure bench.subscribe(users bigint)
language plpgsql
as $$
begin
  update ai_quota.settings set period_anchor = 'subscription';
  insert into public.ai_quota_subscriptions (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  )
  select
    n::text, md5(n::text)::uuid, 'pro', 'active', now() - interval '10 days',
    now() + interval '20 days', now()
  from generate_series(1, users) as n;
end
$$;

-- Ten days of so many calls, over all users in turn: the ledger, and what is kept beside it. Without
-- WAL, since the tables are emptied in the same transaction.
create procedure bench.load_ledger(users bigint, calls bigint)
language plpgsql
as $$
begin
  set local session_replication_role = 'replica';
  truncate public.ai_agent_usage;
  call bench.defer_indexes(array['public.ai_agent_usage']::regclass[]);

  insert into public.ai_agent_usage (
    user_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion, model_used,
    cost_usd, request_id, period_start, created_at
  )
  select
    md5((1 + n % users)::text)::uuid, '6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11', 'support', 'answer',
    500, 1500, 'gpt-4o-mini', 0.000975, md5('call ' || n),
    date_trunc('month', now(), 'UTC'), now() - interval '10 days' * (1 - n::float8 / calls)
  from generate_series(1, calls) as n;

  call bench.build_indexes(array['public.ai_agent_usage']::regclass[]);
end
$$;

create procedure bench.load_days(users bigint)
language plpgsql
as $$
declare
  v_tables regclass[] := array['public.ai_quota_closed_days'];
begin
  set local session_replication_role = 'replica';
  truncate public.ai_quota_closed_days;
  call bench.defer_indexes(v_tables);

  insert into public.ai_quota_closed_days (user_id, day, tokens, requests, cost_usd)
  select md5(n::text)::uuid, (now() at time zone 'UTC')::date - d, 2000, 1, 0.000975
  from generate_series(1, users) as n
    cross join generate_series(0, 1) as d;

  call bench.build_indexes(v_tables);
end
$$;

-- Counters, and alerts, as before the first run.
create procedure bench.rewind()
language sql
as $$
  truncate public.ai_quota_alerts, ai_quota.alert_deliveries;
  update public.user_ai_quotas as q
  set
    current_month_tokens = bench.part_used(q.user_id) * q.monthly_token_quota,
    current_month_requests = bench.part_used(q.user_id) * q.monthly_request_quota
  where q.current_month_tokens <> (bench.part_used(q.user_id) * q.monthly_token_quota)::bigint;
$$;

-- The month is over for everybody, and one user in ten has used something of it.
create procedure bench.end_month()
language sql
as $$
  update public.user_ai_quotas as q
  set
    current_month_tokens = case hashtext(q.user_id::text) % 10 when 0 then 2000 else 0 end,
    current_month_requests = case hashtext(q.user_id::text) % 10 when 0 then 1 else 0 end,
    period_start = q.period_start - interval '1 month',
    quota_reset_date = q.quota_reset_date - interval '1 month'
$$;

-- What a reset must at least do: to every row that is due, or only to those in use.
create procedure bench.reset_quotas(only_used boolean)
language plpgsql
as $$
declare
  v_start timestamptz := date_trunc('month', now(), 'UTC');
  v_reset_date date := ai_quota.next_reset_date();
begin
  update public.user_ai_quotas as q
  set
    current_month_tokens = 0,
    current_month_requests = 0,
    period_start = v_start,
    quota_reset_date = v_reset_date
  where q.quota_reset_date <= (now() at time zone 'UTC')::date
    and (not only_used or q.current_month_tokens > 0);
end
$$;

-- A peer's tables: credit-ledger ships none, so these are the columns that its statements name and
-- the unique key that its documentation asks for, without the row level security that it advises.
create table bench.credit_balance (
  tenant_id uuid primary key,
  credits numeric(18, 4) not null,
  updated_at timestamptz not null default now()
)
with (fillfactor = 70);
create table bench.credit_ledger (
  id uuid primary key,
  tenant_id uuid not null,
  delta numeric(18, 4) not null,
  reason text not null,
  idempotency_key text,
  balance_after numeric(18, 4) not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, idempotency_key)
);

-- Rights and a large balance for the peers. Both meet users who were there before.
create procedure bench.load_peers()
language plpgsql
as $$
begin
  grant usage, create on schema bench to service_role;
  grant select, insert, update on bench.credit_balance, bench.credit_ledger to service_role;
  insert into bench.credit_balance (tenant_id, credits)
  select q.user_id, 1000000000 from public.user_ai_quotas as q;
end
$$;
