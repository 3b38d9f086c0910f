-- The period that a ledger row without one is charged to: the open one, the closed one that it falls
-- into, or its calendar month. Such rows are from an older deployment, or written by hand.
create or replace function ai_quota.charged_period(user_id uuid, created_at timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select q.period_start
      from public.user_ai_quotas as q
      where q.user_id = charged_period.user_id
        and q.period_start <= charged_period.created_at
        and q.period_end > charged_period.created_at
    ),
    (
      select p.period_start
      from public.ai_quota_periods as p
      where p.user_id = charged_period.user_id
        and p.period_start <= charged_period.created_at
        and p.period_end > charged_period.created_at
      order by p.period_start desc
      limit 1
    ),
    date_trunc('month', charged_period.created_at, 'UTC')
  );
end
$$;

-- What the ledger charges to each period, of everybody or of one user, without some of its rows.
-- With the time zone UTC, because created_at may be a timestamp without time zone in an older
-- deployment.
create or replace function ai_quota.ledger_charges(
  of_user uuid default null,
  uncounted text[] default '{}'
)
returns table (user_id uuid, period_start timestamptz, tokens bigint, requests bigint)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  select
    u.user_id, coalesce(u.period_start, ai_quota.charged_period(u.user_id, u.created_at)),
    (u.tokens_prompt + u.tokens_completion - coalesce(u.excess_tokens, 0))::bigint,
    (u.requests - coalesce(u.excess_requests, 0))::bigint
  from public.ai_agent_usage as u
  where (ledger_charges.of_user is null or u.user_id = ledger_charges.of_user)
    and (ledger_charges.uncounted = '{}' or u.id::text <> all (ledger_charges.uncounted))
  union all
  select
    u.user_id, u.excess_period_start, coalesce(u.excess_tokens, 0)::bigint,
    coalesce(u.excess_requests, 0)::bigint
  from public.ai_agent_usage as u
  where (ledger_charges.of_user is null or u.user_id = ledger_charges.of_user)
    and u.excess_period_start is not null
    and (ledger_charges.uncounted = '{}' or u.id::text <> all (ledger_charges.uncounted))
  union all
  select o.user_id, o.period_start, o.tokens, o.requests
  from ai_quota.opening_balances as o
  where ledger_charges.of_user is null or o.user_id = ledger_charges.of_user;
end
$$;

-- The same, summed by user and period.
create or replace function ai_quota.ledger_sums(of_user uuid default null)
returns table (user_id uuid, period_start timestamptz, tokens bigint, requests bigint)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select l.user_id, l.period_start, sum(l.tokens)::bigint, sum(l.requests)::bigint
  from ai_quota.ledger_charges(ledger_sums.of_user) as l
  group by l.user_id, l.period_start;
end
$$;

-- Sums of the ledger by user and UTC day, as ai_quota_daily counts them: since the installation,
-- without some of its rows.
create or replace function ai_quota.ledger_days(
  of_user uuid default null,
  uncounted text[] default '{}'
)
returns table (
  user_id uuid,
  day date,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_installed_at timestamptz := (select min(r.installed_at) from ai_quota.releases as r);
begin
  return query
  select
    u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date,
    sum(u.tokens_prompt + u.tokens_completion)::bigint, sum(u.requests)::bigint,
    coalesce(sum(u.cost_usd), 0)::numeric,
    coalesce(
      sum(u.requests) filter (
        where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
      ), 0
    )::bigint
  from public.ai_agent_usage as u
  where (ledger_days.of_user is null or u.user_id = ledger_days.of_user)
    and (ledger_days.uncounted = '{}' or u.id::text <> all (ledger_days.uncounted))
    and (u.period_start is not null or u.created_at > v_installed_at)
  group by u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date;
end
$$;

-- What is missing of what concerns everybody: a dump and its restore, or a tool that compares
-- schemas, may lose it.
create or replace function ai_quota.find_missing_parts()
returns table (problem text)
language sql
stable
set search_path = ''
as $$
  select pg_catalog.format('trigger %s on auth.users is missing or disabled', n.name)
  from (values ('~ai_quota_handle_new_user'), ('~ai_quota_delete_user_data')) as n (name)
  where not exists (
    select from pg_catalog.pg_trigger as t
    where t.tgrelid = 'auth.users'::pg_catalog.regclass
      and t.tgname = n.name
      and t.tgenabled in ('O', 'A')
  )
  union all
  select pg_catalog.format('row level security of %s is off', c.oid::pg_catalog.regclass)
  from pg_catalog.pg_class as c
  where c.relkind = 'r'
    and not c.relrowsecurity
    and (
      c.relnamespace = 'public'::pg_catalog.regnamespace
      and (c.relname like 'ai\_quota\_%' or c.relname in ('user_ai_quotas', 'ai_agent_usage'))
      or c.relnamespace = 'ai_quota'::pg_catalog.regnamespace
    )
  union all
  select pg_catalog.format('security_invoker of %s is off', c.oid::pg_catalog.regclass)
  from pg_catalog.pg_class as c
  where c.relkind = 'v'
    and c.relnamespace = 'public'::pg_catalog.regnamespace
    and c.relname like 'ai\_quota\_%'
    and 'security_invoker=true' <> all (coalesce(c.reloptions, '{}'))
  union all
  select 'the row of ai_quota.settings is missing: the strictest value of each holds'
  where not exists (select from ai_quota.settings)
  union all
  select 'the row of ai_quota.limits_version is missing: every call takes its limits anew'
  where not exists (select from ai_quota.limits_version)
$$;

-- What differs from the ledger, the reservations and the tiers, of everybody or of one user.
create or replace function ai_quota.find_differences(of_user uuid default null)
returns table (
  user_id uuid,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_default_tier text := ai_quota.default_tier();
  v_version bigint := (select v.version from ai_quota.limits_version as v);
begin
  return query
  with ledger as materialized (
    select l.* from ai_quota.ledger_sums(find_differences.of_user) as l
  ),
  quotas as materialized (
    select q.* from public.user_ai_quotas as q
    where find_differences.of_user is null or q.user_id = find_differences.of_user
  ),
  ledger_days as materialized (
    select l.*, min(l.day) over (partition by l.user_id) as first_day
    from ai_quota.ledger_days(find_differences.of_user) as l
  ),
  days as materialized (
    select d.* from public.ai_quota_daily as d
    where find_differences.of_user is null or d.user_id = find_differences.of_user
  ),
  counted as (
    select
      q.user_id, q.period_start, m.metric || ' of the open period' as problem,
      coalesce(m.expected, 0) as expected, m.found
    from quotas as q
      left join ledger as l on l.user_id = q.user_id and l.period_start = q.period_start
      cross join lateral (
        values
          ('tokens', l.tokens, q.current_month_tokens),
          ('requests', l.requests, q.current_month_requests)
      ) as m (metric, expected, found)
    union all
    -- Only periods whose ledger rows are still there.
    select p.user_id, p.period_start, m.metric || ' of a closed period', m.expected, m.found
    from public.ai_quota_periods as p
      join ledger as l on l.user_id = p.user_id and l.period_start = p.period_start
      cross join lateral (
        values
          ('tokens', l.tokens, p.tokens_used),
          ('requests', l.requests, p.requests_used)
      ) as m (metric, expected, found)
    union all
    -- Not the days before the first ledger row: their rows may have been moved away. Nor
    -- those of nobody: they are rows without an account, below.
    select
      coalesce(l.user_id, d.user_id), (coalesce(l.day, d.day) + time '00:00') at time zone 'UTC',
      m.metric || ' of a day', coalesce(m.expected, 0), coalesce(m.found, 0)
    from ledger_days as l
      full join days as d on d.user_id = l.user_id and d.day = l.day
      cross join lateral (
        values
          ('tokens', l.tokens, d.tokens),
          ('requests', l.requests, d.requests),
          ('millionths of a dollar', (l.cost_usd * 1000000)::bigint, (d.cost_usd * 1000000)::bigint),
          ('unpriced requests', l.unpriced_requests, d.unpriced_requests)
      ) as m (metric, expected, found)
    where coalesce(l.user_id, d.user_id) in (select u.id from auth.users as u)
      and (
        l.day is not null
        or d.day >= (select min(f.first_day) from ledger_days as f where f.user_id = d.user_id)
        or d.day >= (
          select (q.period_start at time zone 'UTC')::date from quotas as q
          where q.user_id = d.user_id
        )
      )
    union all
    select
      r.user_id, r.period_start, 'ledger rows of a ' || r.status || ' reservation', 1, 0
    from public.ai_quota_reservations as r
    where (find_differences.of_user is null or r.user_id = find_differences.of_user)
      and r.status in ('settled', 'charged')
      and not exists (select from public.ai_agent_usage as u where u.reservation_id = r.id)
    union all
    -- Rows that wait for the limits of an edited tier are right as soon as they are used.
    select q.user_id, q.period_start, m.problem, m.expected, m.found
    from quotas as q
      join auth.users as u on u.id = q.user_id
      left join public.ai_quota_tiers as t
        on t.tier = q.tier and t.tier = coalesce(q.assigned_tier, v_default_tier)
        and not exists (
          select from public.ai_quota_subscriptions as s where s.user_id = q.user_id
        )
        and not exists (select from public.ai_quota_overrides as o where o.user_id = q.user_id)
        and not exists (select from ai_quota.boosts as b where b.user_id = q.user_id)
      cross join lateral ai_quota.entitlement(q.user_id, q.assigned_tier) as e
      cross join lateral (
        values
          ('limit of tokens', e.monthly_token_quota, q.monthly_token_quota),
          ('limit of requests', e.monthly_request_quota, q.monthly_request_quota),
          (
            format('tier %s in place of %s', q.tier, e.tier), 0::bigint,
            (q.tier <> e.tier)::integer::bigint
          )
      ) as m (problem, expected, found)
    where (q.limits_expire_at is null or q.limits_expire_at > now())
      and q.limits_version = v_version
      and (t.monthly_token_quota, t.monthly_request_quota, q.tier)
        is distinct from (q.monthly_token_quota, q.monthly_request_quota, t.tier)
    union all
    select q.user_id, q.period_start, m.metric || ' reserved', m.expected, m.found
    from quotas as q
      cross join lateral ai_quota.sum_reservations(q, now()) as h
      cross join lateral (
        values
          ('tokens', h.tokens, q.reserved_tokens),
          ('requests', h.requests, q.reserved_requests)
      ) as m (metric, expected, found)
    where q.reserved_valid_until is null or q.reserved_valid_until > now()
    union all
    select l.user_id, max(l.period_start), 'quota row', 1, 0
    from ledger as l
      join auth.users as u on u.id = l.user_id
    where not exists (select from quotas as q where q.user_id = l.user_id)
    group by l.user_id
    union all
    select o.user_id, null, o.name || ' rows without an account', 0, o.found
    from (
      select l.user_id, 'ledger' as name, count(*) as found from ledger as l group by l.user_id
      union all
      select r.user_id, 'reservation', count(*)
      from public.ai_quota_reservations as r
      where find_differences.of_user is null or r.user_id = find_differences.of_user
      group by r.user_id
      union all
      select p.user_id, 'period', count(*)
      from public.ai_quota_periods as p
      where find_differences.of_user is null or p.user_id = find_differences.of_user
      group by p.user_id
      union all
      select d.user_id, 'day', count(*) from days as d group by d.user_id
    ) as o
    -- An older deployment may have rows of nobody.
    where o.user_id is not null
      and not exists (select from auth.users as u where u.id = o.user_id)
      and not exists (select from ai_quota.anonymized_users as a where a.user_id = o.user_id)
    union all
    select null, (l.day + time '00:00') at time zone 'UTC', l.problem, l.expected, l.found
    from ai_quota.find_label_differences() as l
    where find_differences.of_user is null
    union all
    select
      s.user_id, (s.day + time '00:00') at time zone 'UTC', s.problem, s.expected, s.found
    from ai_quota.find_user_differences(find_differences.of_user) as s
    union all
    select null, null, p.problem, 1, 0
    from ai_quota.find_missing_parts() as p
    where find_differences.of_user is null
  )
  -- Counters of older deployments may be of other types.
  select c.user_id, c.period_start, c.problem, c.expected::bigint, c.found::bigint
  from counted as c
  where c.expected is distinct from c.found;
end
$$;

-- Sets a user's counters and days to the sums of the ledger, under the lock of the quota row.
create or replace function ai_quota.repair_quota(user_id uuid)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_user_id uuid := repair_quota.user_id;
  v_quota public.user_ai_quotas;
  v_day record;
begin
  -- Under the lock that every call takes, so that the ledger does not change.
  v_quota := ai_quota.lock_quota(v_user_id, refresh => true);
  update public.user_ai_quotas as q
  set
    current_month_tokens = coalesce(greatest(l.tokens, 0), 0),
    current_month_requests = coalesce(greatest(l.requests, 0), 0),
    reserved_valid_until = 'epoch'
  from public.user_ai_quotas as o
    left join ai_quota.ledger_sums(v_user_id) as l
      on l.user_id = o.user_id and l.period_start = o.period_start
  where q.user_id = v_user_id and o.user_id = v_user_id;
  update public.ai_quota_periods as p
  set tokens_used = greatest(l.tokens, 0), requests_used = greatest(l.requests, 0)
  from ai_quota.ledger_sums(v_user_id) as l
  where p.user_id = v_user_id and l.period_start = p.period_start;

  -- Days before the first ledger row stay: their rows may have been moved away.
  delete from public.ai_quota_closed_days as d
  where d.user_id = v_user_id
    and d.day >= least(
      (select min(l.day) from ai_quota.ledger_days(v_user_id) as l), (v_quota.period_start at time zone 'UTC')::date
    );
  insert into public.ai_quota_closed_days (
    user_id, day, tokens, requests, cost_usd, unpriced_requests
  )
  select l.user_id, l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
  from ai_quota.ledger_days(v_user_id) as l
  where l.day <> v_quota.current_day;
  select coalesce(l.tokens, 0) as tokens, coalesce(l.requests, 0) as requests,
    coalesce(l.cost_usd, 0) as cost_usd, coalesce(l.unpriced_requests, 0) as unpriced
  into v_day
  from (select) as one
    left join ai_quota.ledger_days(v_user_id) as l on l.day = v_quota.current_day;
  update public.user_ai_quotas as q
  set
    current_day_tokens = v_day.tokens,
    current_day_requests = v_day.requests,
    current_day_cost_usd = v_day.cost_usd,
    current_day_unpriced = v_day.unpriced
  where q.user_id = v_user_id;
  perform ai_quota.mark_days(v_user_id);
  perform ai_quota.count_users(array[v_user_id], greatest(r.recent_day, r.counted_through))
  from ai_quota.rollup as r
  where r.counted_through is not null;
  return ai_quota.lock_quota(v_user_id);
end
$$;
