-- The first period boundary at or after a moment: anchor + n months at 00:00 UTC, the day clamped
-- (31 January, 28 February, 31 March). Without an anchor: the first of a month.
create or replace function ai_quota.first_boundary(anchor date, moment timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_anchor date := coalesce(first_boundary.anchor, '2000-01-01');
  v_moment timestamp := first_boundary.moment at time zone 'UTC';
  v_months integer :=
    12 * (extract(year from v_moment) - extract(year from v_anchor))
    + extract(month from v_moment) - extract(month from v_anchor);
  v_boundary timestamp := v_anchor + v_months * interval '1 month';
begin
  if v_boundary < v_moment then
    v_boundary := v_anchor + (v_months + 1) * interval '1 month';
  end if;
  return v_boundary at time zone 'UTC';
end
$$;

-- The last period boundary at or before a moment.
create or replace function ai_quota.last_boundary(anchor date, moment timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_anchor date := coalesce(last_boundary.anchor, '2000-01-01');
  v_moment timestamp := last_boundary.moment at time zone 'UTC';
  v_months integer :=
    12 * (extract(year from v_moment) - extract(year from v_anchor))
    + extract(month from v_moment) - extract(month from v_anchor);
  v_boundary timestamp := v_anchor + v_months * interval '1 month';
begin
  if v_boundary > v_moment then
    v_boundary := v_anchor + (v_months - 1) * interval '1 month';
  end if;
  return v_boundary at time zone 'UTC';
end
$$;

-- The tokens and requests reserved in a quota's open period at as_of, and when a reservation next
-- expires that changes the quota: NULL if none is pending.
create or replace function ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamptz)
returns table (tokens bigint, requests bigint, expire_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select
    coalesce(sum(r.tokens - r.tokens_settled) filter (where x.is_open), 0)::bigint,
    coalesce(sum(greatest(r.requests - r.requests_settled, 0)) filter (where x.is_open), 0)::bigint,
    min(r.expires_at) filter (where x.is_open or r.on_expiry = 'charge')
  from public.ai_quota_reservations as r
    cross join lateral (
      select r.period_start = (sum_reservations.quota).period_start as is_open
    ) as x
  where r.user_id = (sum_reservations.quota).user_id
    and r.status = 'pending'
    and r.expires_at > sum_reservations.as_of;
end
$$;

-- The quota as it is at as_of: limits, anchor, period and reservations, computed from a row that may
-- be outdated. Writes nothing. A first payment opens a period at once, where months are counted
-- from the subscription; is_first_payment is null where there is no event of a subscription. With
-- the time zone UTC, because quota_reset_date may be a timestamptz in an older deployment.
create or replace function ai_quota.advance(
  quota public.user_ai_quotas,
  as_of timestamptz,
  is_first_payment boolean default null
)
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_start timestamptz := quota.period_start;
  v_end timestamptz := quota.period_end;
  v_ended timestamptz := quota.limits_expire_at;
  v_paid timestamptz;
  v_is_current boolean;
  v_held record;
  e record;
begin
  if v_ended < advance.as_of then
    -- What has ended is applied one by one, so that the result is the same however late it is noticed:
    -- first what was due while it lasted.
    quota := ai_quota.advance(quota, v_ended - interval '1 microsecond');
    quota := ai_quota.advance(quota, v_ended);
    v_start := quota.period_start;
    v_end := quota.period_end;
  end if;
  select x.* into e
  from ai_quota.entitlement(quota.user_id, quota.assigned_tier, advance.as_of) as x;
  quota.tier := e.tier;
  quota.monthly_token_quota := e.monthly_token_quota;
  quota.monthly_request_quota := e.monthly_request_quota;
  quota.limits_expire_at := e.expire_at;
  v_is_current := quota.limits_version = e.version;
  quota.limits_version := e.version;
  quota.is_anonymous := e.is_anonymous;

  if e.anchor is distinct from quota.period_anchor
    -- The same anchor a few months later, also where the month was too short for its day.
    and (
      (e.anchor + time '00:00') at time zone 'UTC' = ai_quota.first_boundary(
        quota.period_anchor, (e.anchor + time '00:00') at time zone 'UTC'
      )
      and quota.period_anchor is not null
    ) is not true
  then
    if quota.period_anchor is null
      and (v_is_current or advance.is_first_payment is not null)
      and v_end <= advance.as_of
    then
      -- The calendar month was over before the subscription came.
      v_start := greatest(v_end, ai_quota.last_boundary(null, advance.as_of));
      v_end := ai_quota.first_boundary(null, advance.as_of + interval '1 microsecond');
      quota.own_period_end := null;
    end if;
    if advance.is_first_payment
      and quota.period_anchor is null
      and e.anchor >= (v_start at time zone 'UTC')::date
      and v_end > advance.as_of
      and (e.paid_until <= advance.as_of) is not true
      and (quota.opened_early_at <= advance.as_of - interval '27 days') is not false
    then
      v_start := greatest(advance.as_of, v_start + interval '1 microsecond');
      v_end := ai_quota.first_boundary(e.anchor, v_start + interval '1 microsecond');
      quota.opened_early_at := v_start;
      quota.own_period_end := null;
    else
      -- No new anchor opens a period early: the open one runs to the first boundary after the end
      -- that it had of its own, however often the anchor changed since.
      quota.own_period_end := coalesce(quota.own_period_end, (v_end at time zone 'UTC')::date);
      v_end := ai_quota.first_boundary(
        e.anchor, quota.own_period_end::timestamp at time zone 'UTC'
      );
    end if;
    quota.period_anchor := e.anchor;
  end if;

  -- A day that is not paid for opens no period: neither grace nor the day of a renewal before it.
  v_paid := least(advance.as_of, e.paid_until - interval '1 microsecond');
  if v_paid > v_start then
    -- A reset date that was set to before the period's start ends the period now.
    v_end := case when v_end <= v_start then v_paid else v_end end;
    if v_end <= v_paid then
      v_start := greatest(v_end, ai_quota.last_boundary(quota.period_anchor, v_paid));
      v_end := ai_quota.first_boundary(
        quota.period_anchor, greatest(v_start, v_paid) + interval '1 microsecond'
      );
      quota.own_period_end := null;
    end if;
  end if;

  if v_start <> quota.period_start then
    quota.current_month_tokens := 0;
    quota.current_month_requests := 0;
    quota.reserved_valid_until := null;
  end if;
  quota.period_start := v_start;
  quota.quota_reset_date := v_end;
  quota.period_end := v_end;

  select h.* into v_held from ai_quota.sum_reservations(quota, advance.as_of) as h;
  quota.reserved_tokens := v_held.tokens;
  quota.reserved_requests := v_held.requests;
  quota.reserved_valid_until := coalesce(
    v_held.expire_at, case when quota.reserved_valid_until is not null then quota.period_end end
  );
  return quota;
end
$$;

-- A new user's quota at as_of, with the usage that the ledger has already: all but the rows that
-- are about to be counted.
create or replace function ai_quota.new_quota(
  user_id uuid,
  as_of timestamptz default now(),
  uncounted text[] default '{}'
)
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_quota public.user_ai_quotas;
  v_anchor date;
  v_paid timestamptz;
begin
  select e.anchor, least(new_quota.as_of, e.paid_until - interval '1 microsecond')
  into v_anchor, v_paid
  from ai_quota.entitlement(new_quota.user_id, null, new_quota.as_of) as e;
  v_quota.user_id := new_quota.user_id;
  v_quota.is_blocked := false;
  v_quota.user_writes := 0;
  v_quota.period_anchor := v_anchor;
  v_quota.period_start := ai_quota.last_boundary(v_anchor, v_paid);
  v_quota.quota_reset_date := ai_quota.first_boundary(v_anchor, v_paid + interval '1 microsecond');
  v_quota.period_end := v_quota.quota_reset_date;
  v_quota.current_day := (new_quota.as_of at time zone 'UTC')::date;
  -- Another row that the user had may have counted a part of the day.
  select
    coalesce(sum(d.tokens), 0), coalesce(sum(d.requests), 0), coalesce(sum(d.cost_usd), 0),
    coalesce(sum(d.unpriced_requests), 0)
  into
    v_quota.current_day_tokens, v_quota.current_day_requests, v_quota.current_day_cost_usd,
    v_quota.current_day_unpriced
  from (
    select l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(new_quota.user_id, new_quota.uncounted) as l
    union all
    select c.day, - c.tokens, - c.requests, - c.cost_usd, - c.unpriced_requests
    from public.ai_quota_closed_days as c
    where c.user_id = new_quota.user_id
  ) as d
  where d.day = v_quota.current_day and new_quota.user_id is not null;
  select coalesce(greatest(sum(l.tokens), 0), 0), coalesce(greatest(sum(l.requests), 0), 0)
  into v_quota.current_month_tokens, v_quota.current_month_requests
  from ai_quota.ledger_charges(new_quota.user_id, new_quota.uncounted) as l
  where l.period_start >= v_quota.period_start and new_quota.user_id is not null;
  -- Reservations outlive a quota row that was deleted.
  if exists (
    select from public.ai_quota_reservations as r
    where r.user_id = new_quota.user_id and r.status = 'pending'
  ) then
    v_quota.reserved_valid_until := v_quota.period_end;
  end if;
  return ai_quota.advance(v_quota, new_quota.as_of);
end
$$;

-- Creates the quota row of a user who has none. Every call that meets an unknown user ends here
-- first. With the time zone UTC, because quota_reset_date may be a timestamptz in an older
-- deployment.
create or replace function ai_quota.create_quota(
  user_id uuid,
  as_of timestamptz default now(),
  uncounted text[] default '{}'
)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas;
begin
  if exists (select from public.user_ai_quotas as q where q.user_id = create_quota.user_id) then
    return;
  end if;
  perform from auth.users as u where u.id = create_quota.user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(create_quota.user_id::text, 'null')),
      'Pass the id of a row in auth.users: the user who made the call.'
    );
  end if;
  v_quota := ai_quota.new_quota(create_quota.user_id, create_quota.as_of, create_quota.uncounted);
  insert into public.user_ai_quotas (
    user_id, tier, monthly_token_quota, monthly_request_quota, limits_expire_at, limits_version,
    is_anonymous, period_anchor, period_start, quota_reset_date, current_month_tokens,
    current_month_requests, reserved_tokens, reserved_requests, reserved_valid_until, current_day,
    current_day_tokens, current_day_requests, current_day_cost_usd, current_day_unpriced
  )
  values (
    v_quota.user_id, v_quota.tier, v_quota.monthly_token_quota, v_quota.monthly_request_quota,
    v_quota.limits_expire_at, v_quota.limits_version, v_quota.is_anonymous, v_quota.period_anchor,
    v_quota.period_start, v_quota.quota_reset_date, v_quota.current_month_tokens,
    v_quota.current_month_requests, v_quota.reserved_tokens, v_quota.reserved_requests,
    v_quota.reserved_valid_until, v_quota.current_day, v_quota.current_day_tokens,
    v_quota.current_day_requests, v_quota.current_day_cost_usd, v_quota.current_day_unpriced
  )
  on conflict (user_id) do nothing;
end
$$;

-- Keeps a period that ends at closed_at, if it has usage or a reservation that may still charge it.
create or replace function ai_quota.archive_period(
  quota public.user_ai_quotas,
  closed_at timestamptz,
  is_early boolean
)
returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas := archive_period.quota;
  v_limits record;
begin
  if v_quota.current_month_tokens = 0
    and v_quota.current_month_requests = 0
    and not exists (
      select from public.ai_quota_reservations as r
      where r.user_id = v_quota.user_id
        and r.status = 'pending'
        and r.period_start = v_quota.period_start
    )
  then
    return;
  end if;
  if v_quota.limits_expire_at < archive_period.closed_at then
    -- The limits at the end of the period, where those in the row ended before that.
    select e.* into v_limits
    from ai_quota.entitlement(
      v_quota.user_id, v_quota.assigned_tier, archive_period.closed_at - interval '1 microsecond'
    ) as e;
    v_quota.tier := v_limits.tier;
    v_quota.monthly_token_quota := v_limits.monthly_token_quota;
    v_quota.monthly_request_quota := v_limits.monthly_request_quota;
  end if;
  insert into public.ai_quota_periods as p (
    user_id, period_start, period_end, tokens_used, requests_used,
    monthly_token_quota, monthly_request_quota, tier, is_early
  )
  values (
    v_quota.user_id, v_quota.period_start, archive_period.closed_at, v_quota.current_month_tokens,
    v_quota.current_month_requests, v_quota.monthly_token_quota, v_quota.monthly_request_quota,
    v_quota.tier, archive_period.is_early
  )
  on conflict (user_id, period_start) do update
    set tokens_used = p.tokens_used + excluded.tokens_used,
      requests_used = p.requests_used + excluded.requests_used,
      period_end = greatest(p.period_end, excluded.period_end);
end
$$;

-- Locks the account of a call that waited for its quota row and found it outdated: it holds that row
-- already, which a deletion of the account may wait for. The call gives way before PostgreSQL would
-- look for a deadlock (deadlock_timeout, 1 s).
create or replace function ai_quota.lock_account(user_id uuid)
returns void
language plpgsql
set search_path = ''
set lock_timeout = '500ms'
as $$
begin
  perform from auth.users as u where u.id = lock_account.user_id for key share;
exception
  when lock_not_available then
    perform ai_quota.raise_too_many('the account is being deleted or changed', 1);
end
$$;

-- Locks a user's quota row and returns it as it is at as_of: creates a missing row, and brings an
-- outdated one up to date. With `refresh` also one that does not look outdated, after a change of
-- what it is computed from; `is_reset` closes the period now.
create or replace function ai_quota.lock_quota(
  user_id uuid,
  as_of timestamptz default now(),
  uncounted text[] default '{}',
  refresh boolean default false,
  is_first_payment boolean default null,
  is_reset boolean default false
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_today date := (lock_quota.as_of at time zone 'UTC')::date;
  v_before public.user_ai_quotas;
  v_quota public.user_ai_quotas;
begin
  -- The account before its quota, in the order in which deleting an account locks them: updating a
  -- row twice in a transaction checks its foreign key.
  perform from auth.users as u where u.id = lock_quota.user_id for key share;
  if not (lock_quota.refresh or lock_quota.is_reset) then
    select q.* into v_quota
    from public.user_ai_quotas as q
    where q.user_id = lock_quota.user_id
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > lock_quota.as_of
      and q.limits_version = (select v.version from ai_quota.limits_version as v)
      and not q.is_anonymous
    for no key update;
    if found then
      return v_quota;
    end if;
  end if;

  -- Nothing is decided before the row is locked.
  perform from public.user_ai_quotas as q where q.user_id = lock_quota.user_id for no key update;
  if not found then
    perform ai_quota.create_quota(
      lock_quota.user_id, lock_quota.as_of, lock_quota.uncounted
    );
  end if;
  select q.* into v_before
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id
  for no key update;
  v_before := ai_quota.charge_expired(v_before, lock_quota.as_of);
  v_quota := ai_quota.advance(v_before, lock_quota.as_of, lock_quota.is_first_payment);
  if lock_quota.is_reset then
    v_quota.period_start := greatest(
      lock_quota.as_of, v_quota.period_start + interval '1 microsecond'
    );
    v_quota.own_period_end := null;
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    select h.tokens, h.requests, h.expire_at
    into v_quota.reserved_tokens, v_quota.reserved_requests, v_quota.reserved_valid_until
    from ai_quota.sum_reservations(v_quota, lock_quota.as_of) as h;
  end if;
  if v_quota.period_start <> v_before.period_start then
    perform ai_quota.archive_period(
      v_before,
      case
        when v_before.period_end between v_before.period_start + interval '1 microsecond'
          and v_quota.period_start then v_before.period_end
        else v_quota.period_start
      end,
      v_before.period_end > v_quota.period_start
    );
  end if;
  if v_quota.current_day <> v_today then
    perform ai_quota.add_to_day(
      v_quota.user_id, v_quota.current_day, v_quota.current_day_tokens,
      v_quota.current_day_requests, v_quota.current_day_cost_usd, v_quota.current_day_unpriced
    );
    v_quota.current_day := v_today;
    v_quota.current_day_tokens := 0;
    v_quota.current_day_requests := 0;
    v_quota.current_day_cost_usd := 0;
    v_quota.current_day_unpriced := 0;
  end if;
  perform ai_quota.write_quota(v_quota);
  if v_quota.period_start = v_before.period_start then
    -- The use so far may reach a threshold of a smaller limit.
    perform ai_quota.write_alerts(v_before, v_quota);
  end if;
  return v_quota;
end
$$;

-- Writes what lock_quota computed. With the time zone UTC, because quota_reset_date may be a
-- timestamptz in an older deployment.
create or replace function ai_quota.write_quota(quota public.user_ai_quotas)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  update public.user_ai_quotas as q
  set
    tier = (write_quota.quota).tier,
    monthly_token_quota = (write_quota.quota).monthly_token_quota,
    monthly_request_quota = (write_quota.quota).monthly_request_quota,
    limits_expire_at = (write_quota.quota).limits_expire_at,
    limits_version = (write_quota.quota).limits_version,
    is_anonymous = (write_quota.quota).is_anonymous,
    period_anchor = (write_quota.quota).period_anchor,
    opened_early_at = (write_quota.quota).opened_early_at,
    own_period_end = (write_quota.quota).own_period_end,
    period_start = (write_quota.quota).period_start,
    quota_reset_date = (write_quota.quota).quota_reset_date,
    current_month_tokens = (write_quota.quota).current_month_tokens,
    current_month_requests = (write_quota.quota).current_month_requests,
    reserved_tokens = (write_quota.quota).reserved_tokens,
    reserved_requests = (write_quota.quota).reserved_requests,
    reserved_valid_until = (write_quota.quota).reserved_valid_until,
    current_day = (write_quota.quota).current_day,
    current_day_tokens = (write_quota.quota).current_day_tokens,
    current_day_requests = (write_quota.quota).current_day_requests,
    current_day_cost_usd = (write_quota.quota).current_day_cost_usd,
    current_day_unpriced = (write_quota.quota).current_day_unpriced
  where q.user_id = (write_quota.quota).user_id;
end
$$;

-- The quota row as it is at as_of, computed if it is missing or outdated. Writes nothing.
create or replace function ai_quota.read_quota(user_id uuid, as_of timestamptz default now())
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas;
  v_expired record;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = read_quota.user_id;

  if v_quota.user_id is null then
    v_quota := ai_quota.new_quota(read_quota.user_id, read_quota.as_of);
    -- The token of a deleted account may still be valid.
    v_quota.is_blocked := v_quota.user_id is not null
      and not exists (select from auth.users as u where u.id = v_quota.user_id);
  elsif (
    least(v_quota.period_end, v_quota.limits_expire_at, v_quota.reserved_valid_until)
      > read_quota.as_of
    and v_quota.limits_version = (select v.version from ai_quota.limits_version as v)
    and not v_quota.is_anonymous
  ) is not true then
    v_quota := ai_quota.advance(v_quota, read_quota.as_of);
  end if;
  -- Reservations that count as used in full since they expired; the next call writes that down.
  if v_quota.reserved_valid_until is not null then
    select
      coalesce(sum(r.tokens - r.tokens_settled), 0) as tokens,
      coalesce(sum(greatest(r.requests - r.requests_settled, 0)), 0) as requests
    into v_expired
    from public.ai_quota_reservations as r
    where r.user_id = v_quota.user_id
      and r.status = 'pending'
      and r.on_expiry = 'charge'
      and r.expires_at <= read_quota.as_of
      and r.period_start = v_quota.period_start;
    v_quota.current_month_tokens := v_quota.current_month_tokens + v_expired.tokens;
    v_quota.current_month_requests := v_quota.current_month_requests + v_expired.requests;
  end if;
  return v_quota;
end
$$;
