-- A company that has been there for a year, for what operators read: half of the calls in the last
-- 30 days, the others in the eleven months before, each user's on days of their own.

-- Nine of ten users on the smaller tiers; their counters are the part of the limit that they have used.
create procedure bench.assign_tiers()
language plpgsql
as $$
begin
  set local session_replication_role = 'replica';
  update public.user_ai_quotas as q
  set
    tier = t.tier,
    assigned_tier = t.tier,
    monthly_token_quota = t.monthly_token_quota,
    monthly_request_quota = t.monthly_request_quota,
    current_month_tokens = bench.part_used(q.user_id) * t.monthly_token_quota,
    current_month_requests = bench.part_used(q.user_id) * t.monthly_request_quota
  from public.ai_quota_tiers as t
  where t.tier = (array['free', 'free', 'free', 'free', 'free', 'free', 'basic', 'basic', 'pro', 'enterprise'])[
      1 + (hashtext(q.user_id::text) & 65535) % 10
    ]
    and q.monthly_token_quota is not null;
end
$$;

-- When the call of a number was made: n of so many calls.
create function bench.made_at(n bigint, calls bigint)
returns timestamptz
language sql
stable
as $$
  select now() - case
    when n > calls / 2 then interval '30 days' * (2 * (1 - n::float8 / calls))
    else interval '30 days' + interval '335 days' * (1 - 2 * n::float8 / calls)
  end
$$;

create procedure bench.load_year(users bigint, calls bigint)
language plpgsql
as $$
begin
  set local session_replication_role = 'replica';
  set local timezone = 'UTC';
  truncate public.ai_agent_usage;
  call bench.defer_indexes(array['public.ai_agent_usage']::regclass[]);
  insert into public.ai_agent_usage (
    user_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion, model_used,
    cost_usd, request_id, period_start, created_at, reported_by
  )
  select
    md5((1 + c.n % users)::text)::uuid, '6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11',
    (array['support', 'law', 'sales', 'code', 'research'])[1 + c.hash % 5],
    (array['answer', 'sum up', 'draft', 'translate'])[1 + c.hash / 8 % 4],
    200 + c.hash % 700, 100 + c.hash % 1300,
    (array['gpt-4o-mini', 'gpt-4o', 'claude-sonnet-4', 'gemini-2.5-flash', 'in-house'])[
      1 + c.hash / 64 % 5
    ],
    case when c.hash / 64 % 5 <> 4 then 0.000001 * (100 + c.hash % 9000) end, md5('call ' || c.n),
    date_trunc('month', c.made_at), c.made_at,
    case c.hash % 8 when 0 then 'user' else 'server' end::public.ai_quota_caller
  from (
    select n, hashtext(n::text) & 65535 as hash, bench.made_at(n, calls) as made_at
    from generate_series(1, calls) as n
  ) as c;
  call bench.build_indexes(array['public.ai_agent_usage']::regclass[]);
end
$$;

-- What calls keep beside the ledger, from it: days, closed periods, today in the quota row.
create procedure bench.keep_year()
language plpgsql
as $$
declare
  v_tables constant regclass[] := array['public.ai_quota_closed_days', 'public.ai_quota_periods'];
  v_today constant date := (now() at time zone 'UTC')::date;
begin
  set local session_replication_role = 'replica';
  set local timezone = 'UTC';
  set local work_mem = '1GB';
  truncate public.ai_quota_closed_days, public.ai_quota_periods;
  call bench.defer_indexes(v_tables);
  insert into public.ai_quota_closed_days (
    user_id, day, tokens, requests, cost_usd, unpriced_requests
  )
  select
    u.user_id, u.created_at::date, sum(u.tokens_total), sum(u.requests),
    coalesce(sum(u.cost_usd), 0), count(*) filter (where u.cost_usd is null)
  from public.ai_agent_usage as u
  where u.created_at < v_today
  group by 1, 2
  -- A day is closed by the user's next call.
  order by lead(u.created_at::date) over (partition by u.user_id order by u.created_at::date);
  -- Of ten periods, one reached its limit.
  insert into public.ai_quota_periods (
    user_id, period_start, period_end, tokens_used, requests_used, monthly_token_quota,
    monthly_request_quota, tier
  )
  select
    s.user_id, s.period_start, s.period_start + interval '1 month', s.tokens, s.requests,
    case hashtext(s.user_id::text) & 15 when 0 then s.tokens else q.monthly_token_quota end,
    q.monthly_request_quota, q.tier
  from (
    select u.user_id, u.period_start, sum(u.tokens_total) as tokens, sum(u.requests) as requests
    from public.ai_agent_usage as u
    where u.period_start < date_trunc('month', now())
    group by 1, 2
  ) as s
    join public.user_ai_quotas as q on q.user_id = s.user_id
  order by s.period_start;
  call bench.build_indexes(v_tables);
  update public.user_ai_quotas as q
  set
    current_day = v_today, current_day_tokens = s.tokens, current_day_requests = s.requests,
    current_day_cost_usd = s.cost_usd, current_day_unpriced = s.unpriced
  from (
    select
      u.user_id, sum(u.tokens_total) as tokens, sum(u.requests) as requests,
      coalesce(sum(u.cost_usd), 0) as cost_usd, count(*) filter (where u.cost_usd is null) as unpriced
    from public.ai_agent_usage as u
    where u.created_at >= v_today
    group by 1
  ) as s
  where q.user_id = s.user_id;
end
$$;

-- One user in ten was alerted, one in fifty denied, one in a hundred has a hold, this month.
create procedure bench.load_events(users bigint)
language plpgsql
as $$
begin
  set local session_replication_role = 'replica';
  set local timezone = 'UTC';
  with made as (
    insert into public.ai_quota_alerts (
      user_id, metric, threshold, used, quota, period_start, created_at
    )
    select
      q.user_id, 'tokens', 75, q.current_month_tokens, q.monthly_token_quota, q.period_start,
      now() - interval '20 days' * random()
    from public.user_ai_quotas as q
    where hashtext(q.user_id::text) & 1023 < 102 and q.monthly_token_quota is not null
    returning id, created_at
  )
  insert into ai_quota.alert_deliveries (alert_id, attempts, next_attempt_at, delivered_at)
  select
    m.id, 1, m.created_at,
    case when m.id % 100 <> 0 then m.created_at + interval '1 minute' end
  from made as m;
  insert into public.ai_quota_denials (user_id, day, reason, denials, tokens)
  select md5(n::text)::uuid, (now() at time zone 'UTC')::date - (n / 50 % 60)::integer, 'tokens', 3, 9000
  from generate_series(50, users, 50) as n;
  insert into public.ai_quota_reservations (user_id, tokens, requests, period_start, expires_at)
  select
    md5(n::text)::uuid, 2000, 1, date_trunc('month', now()),
    now() + interval '1 minute' * (n / 100 % 90 - 10)
  from generate_series(100, users, 100) as n;
  insert into public.ai_quota_audit (user_id, action, reason, details)
  select md5(n::text)::uuid, 'boost', 'benchmark', '{}' from generate_series(1, users, 1000) as n;
end
$$;

-- An admin, as the auth server's token says it.
create procedure bench.sign_in_admin()
language plpgsql
as $$
begin
  perform
    set_config(
      'request.jwt.claims',
      json_build_object(
        'sub', md5('0')::uuid, 'role', 'authenticated',
        'app_metadata', json_build_object('ai_quota_role', 'admin')
      )::text,
      false
    ),
    set_config('role', 'authenticated', false);
end
$$;
