-- When a quota's open period ends, and the period of as_of that follows: its start, and its reset
-- date. An early reset ends the period now; so does a reset date that was set to before the
-- period's start.
create or replace function ai_quota.next_period(
  open_until timestamptz,
  period_start timestamptz,
  as_of timestamptz,
  is_early boolean
)
returns table (period_end timestamptz, next_start timestamptz, next_reset date)
language sql
stable
set search_path = ''
as $$
  select
    e.period_end, n.next_start, ai_quota.next_reset_date(greatest(n.next_start, next_period.as_of))
  from (
    select
      case
        when next_period.is_early or next_period.open_until <= next_period.period_start
          then greatest(next_period.as_of, next_period.period_start + interval '1 microsecond')
        else next_period.open_until
      end as period_end
  ) as e
    cross join lateral (
      select greatest(e.period_end, date_trunc('month', next_period.as_of, 'UTC')) as next_start
    ) as n
$$;

-- Closes the periods of these users that are over, archives them, and opens the period of as_of.
-- With a reason, closes them early. Idempotent: a second session waits for the row lock and finds
-- nothing due. With the time zone UTC, because quota_reset_date may be a timestamptz in an older
-- deployment.
create or replace function ai_quota.close_due_periods(
  user_ids uuid[],
  as_of timestamptz default now(),
  reset_reason text default null
)
returns bigint
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_closed bigint;
begin
  with due as (
    select q.*
    from public.user_ai_quotas as q
    where q.user_id = any (close_due_periods.user_ids)
      and (q.period_end <= close_due_periods.as_of or close_due_periods.reset_reason is not null)
    order by q.user_id
    for update of q
  ),
  closing as (
    select d.*, x.period_end as closed_at, x.next_start, x.next_reset
    from due as d
      cross join lateral ai_quota.next_period(
        d.period_end, d.period_start, close_due_periods.as_of,
        close_due_periods.reset_reason is not null and d.period_end > close_due_periods.as_of
      ) as x
  ),
  archived as (
    insert into public.ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier, reset_reason
    )
    select
      c.user_id, c.period_start, c.closed_at, c.current_month_tokens, c.current_month_requests,
      -- The limits at the end of the period, if an override ended before that.
      case when l.is_found then l.monthly_token_quota else c.monthly_token_quota end,
      case when l.is_found then l.monthly_request_quota else c.monthly_request_quota end,
      c.tier, close_due_periods.reset_reason
    from closing as c
      left join lateral (
        select e.*, true as is_found
        from ai_quota.effective_limits(
          c.user_id, c.tier, c.closed_at - interval '1 microsecond'
        ) as e
        where c.limits_expire_at < c.closed_at
      ) as l on true
    where c.current_month_tokens > 0
      or c.current_month_requests > 0
      -- A late settlement is added to the period of its reservation.
      or c.reserved_valid_until is not null and exists (
        select from public.ai_quota_reservations as r
        where r.user_id = c.user_id and r.status = 'pending' and r.period_start = c.period_start
      )
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end)
  )
  update public.user_ai_quotas as q
  set
    current_month_tokens = 0, current_month_requests = 0,
    reserved_tokens = 0, reserved_requests = 0, reserved_valid_until = null,
    period_start = c.next_start, quota_reset_date = c.next_reset
  from closing as c
  where q.user_id = c.user_id;
  get diagnostics v_closed = row_count;
  return v_closed;
end
$$;

-- The tokens and requests reserved in a quota's open period at as_of, and when the first one
-- expires.
create or replace function ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamptz)
returns table (tokens bigint, requests bigint, expire_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select
    coalesce(sum(r.tokens), 0)::bigint, coalesce(sum(r.requests), 0)::bigint,
    coalesce(min(r.expires_at), (sum_reservations.quota).period_end)
  from public.ai_quota_reservations as r
  where r.user_id = (sum_reservations.quota).user_id
    and r.period_start = (sum_reservations.quota).period_start
    and r.status = 'pending'
    and r.expires_at > sum_reservations.as_of
$$;

-- Locks a user's quota row and returns it with the period, limits, reservations and day of as_of:
-- creates a missing row and brings an outdated one up to date.
create or replace function ai_quota.lock_quota(user_id uuid, as_of timestamptz default now())
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_today date := (lock_quota.as_of at time zone 'UTC')::date;
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id
    and q.current_day = v_today
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > lock_quota.as_of
  for no key update;
  if found then
    return v_quota;
  end if;

  -- The account before its quota, as in set_limits. Nothing is decided before the row is locked.
  perform from auth.users as u where u.id = lock_quota.user_id for key share;
  perform from public.user_ai_quotas as q where q.user_id = lock_quota.user_id for no key update;
  if not found then
    perform ai_quota.create_quota(
      lock_quota.user_id, ai_quota.tier_for(lock_quota.user_id), lock_quota.as_of
    );
  end if;
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id
  for no key update;
  if v_quota.limits_expire_at <= lock_quota.as_of then
    perform ai_quota.set_limits(array[lock_quota.user_id], as_of => lock_quota.as_of);
  end if;
  perform ai_quota.close_due_periods(array[lock_quota.user_id], lock_quota.as_of);
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id;
  if v_quota.reserved_valid_until <= lock_quota.as_of then
    update public.user_ai_quotas as q
    set
      reserved_tokens = h.tokens,
      reserved_requests = h.requests,
      reserved_valid_until = h.expire_at
    from ai_quota.sum_reservations(v_quota, lock_quota.as_of) as h
    where q.user_id = v_quota.user_id
    returning q.* into v_quota;
  end if;
  if v_quota.current_day <> v_today then
    insert into public.ai_quota_closed_days as d (user_id, day, tokens, requests, cost_usd)
    select
      v_quota.user_id, v_quota.current_day, v_quota.current_day_tokens,
      v_quota.current_day_requests, v_quota.current_day_cost_usd
    where (v_quota.current_day_tokens, v_quota.current_day_requests) <> (0, 0)
    on conflict on constraint ai_quota_closed_days_pkey do update
      set tokens = d.tokens + excluded.tokens,
        requests = d.requests + excluded.requests,
        cost_usd = d.cost_usd + excluded.cost_usd;
    update public.user_ai_quotas as q
    set
      current_day = v_today,
      current_day_tokens = 0,
      current_day_requests = 0,
      current_day_cost_usd = 0
    where q.user_id = v_quota.user_id
    returning q.* into v_quota;
  end if;
  return v_quota;
end
$$;

-- The quota row as it is at as_of, computed if it is missing or outdated. Writes nothing.
-- With the time zone UTC, because quota_reset_date may be a timestamptz in an older deployment.
create or replace function ai_quota.read_quota(user_id uuid, as_of timestamptz default now())
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_quota public.user_ai_quotas;
  v_next record;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = read_quota.user_id;

  if v_quota.user_id is null then
    v_quota.user_id := read_quota.user_id;
    v_quota.tier := ai_quota.tier_for(read_quota.user_id);
    v_quota.limits_expire_at := '-infinity';
    v_quota.reserved_valid_until := '-infinity';
    v_quota.period_start := date_trunc('month', read_quota.as_of, 'UTC');
    v_quota.quota_reset_date := ai_quota.next_reset_date(read_quota.as_of);
    v_quota.period_end := ai_quota.next_reset_date(read_quota.as_of);
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    v_quota.is_blocked := false;
  end if;
  if v_quota.limits_expire_at <= read_quota.as_of then
    select l.monthly_token_quota, l.monthly_request_quota, l.expire_at
    into v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.limits_expire_at
    from ai_quota.effective_limits(v_quota.user_id, v_quota.tier, read_quota.as_of) as l;
  end if;
  if v_quota.period_end <= read_quota.as_of then
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    v_quota.reserved_tokens := 0;
    v_quota.reserved_requests := 0;
    v_quota.reserved_valid_until := null;
    select n.* into v_next
    from ai_quota.next_period(
      v_quota.period_end, v_quota.period_start, read_quota.as_of, false
    ) as n;
    v_quota.period_start := v_next.next_start;
    v_quota.quota_reset_date := v_next.next_reset;
    v_quota.period_end := v_next.next_reset;
  elsif v_quota.reserved_valid_until <= read_quota.as_of then
    select h.tokens, h.requests, h.expire_at
    into v_quota.reserved_tokens, v_quota.reserved_requests, v_quota.reserved_valid_until
    from ai_quota.sum_reservations(v_quota, read_quota.as_of) as h;
  end if;
  return v_quota;
end
$$;
