-- Sums of the ledger by user and period, of everybody or of one user. With the time zone UTC,
-- because created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.ledger_sums(of_user uuid default null)
returns table (user_id uuid, period_start timestamptz, tokens bigint, requests bigint)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  select s.user_id, s.period_start, sum(s.tokens)::bigint, sum(s.requests)::bigint
  from (
    select
      u.user_id, coalesce(u.period_start, date_trunc('month', u.created_at, 'UTC')) as period_start,
      u.tokens_prompt + u.tokens_completion as tokens, u.requests
    from public.ai_agent_usage as u
    where ledger_sums.of_user is null or u.user_id = ledger_sums.of_user
    union all
    select o.user_id, o.period_start, o.tokens, o.requests
    from ai_quota.opening_balances as o
    where ledger_sums.of_user is null or o.user_id = ledger_sums.of_user
  ) as s
  group by s.user_id, s.period_start;
end
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
begin
  return query
  with ledger as materialized (
    select l.* from ai_quota.ledger_sums(find_differences.of_user) as l
  ),
  quotas as materialized (
    select q.* from public.user_ai_quotas as q
    where find_differences.of_user is null or q.user_id = find_differences.of_user
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
    select
      r.user_id, r.period_start, 'ledger rows of a ' || r.status || ' reservation',
      case r.status when 'settled' then 1 else 0 end, count(u.id)
    from public.ai_quota_reservations as r
      left join public.ai_agent_usage as u on u.reservation_id = r.id
    where find_differences.of_user is null or r.user_id = find_differences.of_user
    group by r.id
    union all
    select q.user_id, q.period_start, 'limit of ' || m.metric, m.expected, m.found
    from quotas as q
      join auth.users as u on u.id = q.user_id
      cross join lateral ai_quota.effective_limits(q.user_id, q.tier) as l
      cross join lateral (
        values
          ('tokens', l.monthly_token_quota, q.monthly_token_quota),
          ('requests', l.monthly_request_quota, q.monthly_request_quota)
      ) as m (metric, expected, found)
    where q.limits_expire_at is null or q.limits_expire_at > now()
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
  )
  -- Counters of older deployments may be of other types.
  select c.user_id, c.period_start, c.problem, c.expected::bigint, c.found::bigint
  from counted as c
  where c.expected is distinct from c.found;
end
$$;
