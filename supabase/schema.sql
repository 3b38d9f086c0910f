-- Generated from the database by `make types`: read this, edit supabase/schemas.

CREATE SCHEMA ai_quota;

COMMENT ON SCHEMA ai_quota IS 'Internals of the AI token quotas. Not exposed through the API, which is in schema public.';

CREATE TYPE public.ai_quota_reservation_status AS ENUM (
    'pending',
    'settled',
    'released'
);

CREATE TYPE public.ai_quota_status AS (
	used bigint,
	"limit" bigint,
	remaining bigint,
	percentage numeric,
	reset_date date,
	status text,
	tier text,
	reserved bigint,
	requests_used bigint,
	requests_limit bigint,
	requests_remaining bigint,
	requests_percentage numeric,
	is_unlimited boolean,
	period_start date,
	is_blocked boolean
);

COMMENT ON TYPE public.ai_quota_status IS 'A user''s quota at one moment: the row of get_user_quota_status.';

CREATE FUNCTION ai_quota.default_request_quota() RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select t.monthly_request_quota
  from public.ai_quota_tiers as t
    join ai_quota.settings as s on s.default_tier = t.tier
$$;

CREATE FUNCTION ai_quota.default_tier() RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select s.default_tier from ai_quota.settings as s
$$;

CREATE FUNCTION ai_quota.default_token_quota() RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select t.monthly_token_quota
  from public.ai_quota_tiers as t
    join ai_quota.settings as s on s.default_tier = t.tier
$$;

CREATE FUNCTION ai_quota.next_reset_date(as_of timestamp with time zone DEFAULT now()) RETURNS date
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return (date_trunc('month', as_of, 'UTC') at time zone 'UTC')::date + interval '1 month';
end
$$;

CREATE TABLE public.user_ai_quotas (
    user_id uuid NOT NULL,
    monthly_token_quota bigint DEFAULT ai_quota.default_token_quota(),
    monthly_request_quota bigint DEFAULT ai_quota.default_request_quota(),
    current_month_tokens bigint DEFAULT 0 NOT NULL,
    current_month_requests bigint DEFAULT 0 NOT NULL,
    quota_reset_date date DEFAULT ai_quota.next_reset_date() NOT NULL,
    period_start timestamp with time zone DEFAULT date_trunc('month'::text, now(), 'UTC'::text) NOT NULL,
    tier text DEFAULT ai_quota.default_tier() NOT NULL,
    limits_expire_at timestamp with time zone,
    is_blocked boolean DEFAULT false NOT NULL,
    reserved_tokens bigint DEFAULT 0 NOT NULL,
    reserved_requests bigint DEFAULT 0 NOT NULL,
    reserved_valid_until timestamp with time zone,
    current_day date DEFAULT ((now() AT TIME ZONE 'UTC'::text))::date NOT NULL,
    current_day_tokens bigint DEFAULT 0 NOT NULL,
    current_day_requests bigint DEFAULT 0 NOT NULL,
    current_day_cost_usd numeric DEFAULT 0 NOT NULL,
    period_end timestamp with time zone GENERATED ALWAYS AS (((quota_reset_date)::timestamp without time zone AT TIME ZONE 'UTC'::text)) STORED NOT NULL,
    CONSTRAINT user_ai_quotas_figures_check CHECK (((LEAST(monthly_token_quota, monthly_request_quota) > 0) AND (LEAST(current_month_tokens, current_month_requests) >= 0)))
)
WITH (fillfactor='70');

COMMENT ON TABLE public.user_ai_quotas IS 'One row per user: the limits in force, and the usage of [period_start, quota_reset_date).';

COMMENT ON COLUMN public.user_ai_quotas.monthly_token_quota IS 'Effective limit in tokens: a live override, else the tier. NULL is unlimited.';

COMMENT ON COLUMN public.user_ai_quotas.monthly_request_quota IS 'Effective limit in requests: a live override, else the tier. NULL is unlimited.';

COMMENT ON COLUMN public.user_ai_quotas.current_month_tokens IS 'Tokens used in the open period. May pass the limit: usage that happened is always recorded.';

COMMENT ON COLUMN public.user_ai_quotas.current_month_requests IS 'Requests made in the open period.';

COMMENT ON COLUMN public.user_ai_quotas.quota_reset_date IS 'The UTC day on which the next period starts.';

COMMENT ON COLUMN public.user_ai_quotas.period_start IS 'When the open period began: the first of the month, 00:00 UTC, or the moment of an early reset.';

COMMENT ON COLUMN public.user_ai_quotas.limits_expire_at IS 'When the override behind the limits ends; NULL where the limits are the tier''s.';

COMMENT ON COLUMN public.user_ai_quotas.is_blocked IS 'A blocked user gets no reservation. Reported usage is still recorded.';

COMMENT ON COLUMN public.user_ai_quotas.reserved_tokens IS 'Tokens held by reservations of the open period. Valid until reserved_valid_until; the next call
after that counts them again.';

COMMENT ON COLUMN public.user_ai_quotas.reserved_requests IS 'Requests held by reservations of the open period. Valid until reserved_valid_until.';

COMMENT ON COLUMN public.user_ai_quotas.reserved_valid_until IS 'When the first reservation counted in reserved_* expires. The end of the period if none is
counted, NULL if the period had none, the epoch if they must be counted again.';

COMMENT ON COLUMN public.user_ai_quotas.current_day IS 'The UTC day counted in current_day_*. The first call of a later day moves it to
ai_quota_closed_days.';

COMMENT ON COLUMN public.user_ai_quotas.current_day_cost_usd IS 'US dollars; calls of unknown price are left out.';

COMMENT ON COLUMN public.user_ai_quotas.period_end IS 'quota_reset_date as an instant: 00:00 UTC.';

CREATE FUNCTION ai_quota.add_usage(quota public.user_ai_quotas, charged_period timestamp with time zone, tokens bigint, requests bigint, cost_usd numeric) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_is_open boolean := (add_usage.quota).period_start = add_usage.charged_period;
  v_quota public.user_ai_quotas;
begin
  if (add_usage.quota).current_month_tokens
      not between - add_usage.tokens and 9000000000000000000
    or (add_usage.quota).current_month_requests < - add_usage.requests
  then
    perform ai_quota.raise_bad_request(
      format(
        'tokens (tokens_prompt + tokens_completion) must leave the period between 0 and %s,'
        || ' got %s on top of %s tokens and %s requests',
        9000000000000000000, add_usage.tokens, (add_usage.quota).current_month_tokens,
        (add_usage.quota).current_month_requests
      ),
      'A correction can take back at most what was used.'
    );
  end if;
  update public.user_ai_quotas as q
  set
    current_month_tokens = q.current_month_tokens
      + case when v_is_open then add_usage.tokens else 0 end,
    current_month_requests = q.current_month_requests
      + case when v_is_open then add_usage.requests else 0 end,
    current_day_tokens = q.current_day_tokens + add_usage.tokens,
    current_day_requests = q.current_day_requests + add_usage.requests,
    current_day_cost_usd = q.current_day_cost_usd + coalesce(add_usage.cost_usd, 0)
  where q.user_id = (add_usage.quota).user_id
  returning q.* into v_quota;
  if v_is_open then
    perform ai_quota.write_alerts(v_quota, add_usage.tokens, add_usage.requests);
  else
    update public.ai_quota_periods as p
    set
      tokens_used = p.tokens_used + add_usage.tokens,
      requests_used = p.requests_used + add_usage.requests
    where p.user_id = v_quota.user_id and p.period_start = add_usage.charged_period;
  end if;
  return v_quota;
end
$$;

CREATE FUNCTION ai_quota.agent_exists(agent_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
declare
  v_exists boolean;
begin
  if not exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = to_regclass('public.ai_agents')
      and a.attname = 'id'
      and a.atttypid = 'uuid'::regtype
  ) then
    return true;
  end if;
  execute 'select exists (select from public.ai_agents as a where a.id = $1)'
    using agent_exists.agent_id
    into v_exists;
  return v_exists;
end
$_$;

CREATE FUNCTION ai_quota.apply_override() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.set_limits(
    array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]
  );
  return null;
end
$$;

CREATE FUNCTION ai_quota.apply_subscription() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid;
begin
  foreach v_user_id in array array(
    select distinct u.user_id
    from unnest(array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]) as u (user_id)
    where u.user_id is not null
    order by u.user_id
  )
  loop
    -- The user may be in the course of deletion.
    if exists (select from auth.users as u where u.id = v_user_id) then
      perform ai_quota.create_quota(v_user_id, ai_quota.tier_for(v_user_id));
      perform ai_quota.set_limits(array[v_user_id], ai_quota.tier_for(v_user_id));
    end if;
  end loop;
  return null;
end
$$;

CREATE FUNCTION ai_quota.apply_tier() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.set_limits(
    array(
      select q.user_id
      from edited as e
        join public.user_ai_quotas as q on q.tier = e.tier
    )
  );
  return null;
end
$$;

CREATE FUNCTION ai_quota.authorize_user(user_id uuid, is_report boolean DEFAULT false) RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_caller uuid := auth.uid();
begin
  if not ai_quota.is_end_user() then
    if authorize_user.user_id is null and v_caller is null then
      perform ai_quota.raise_bad_request(
        'user_id is required where nobody is signed in, got null',
        'Pass the id of the user who made the call.'
      );
    end if;
    return coalesce(authorize_user.user_id, v_caller);
  end if;

  if v_caller is null or authorize_user.user_id <> v_caller then
    perform ai_quota.raise_bad_request(
      format('user_id must be your own, got %s', authorize_user.user_id),
      'Leave user_id out; only service_role acts for other users.',
      '42501'
    );
  end if;
  if authorize_user.is_report
    and not (select s.users_report_usage from ai_quota.settings as s)
  then
    perform ai_quota.raise_bad_request(
      'usage is recorded by the server here, not by signed-in users',
      'Call track_usage with service_role, or set ai_quota.settings.users_report_usage.',
      '42501'
    );
  end if;
  return v_caller;
end
$$;

CREATE FUNCTION ai_quota.close_due_periods(user_ids uuid[], as_of timestamp with time zone DEFAULT now(), reset_reason text DEFAULT NULL::text) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE TABLE public.ai_quota_reservations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    tokens bigint NOT NULL,
    requests bigint NOT NULL,
    status public.ai_quota_reservation_status DEFAULT 'pending'::public.ai_quota_reservation_status NOT NULL,
    period_start timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT ai_quota_reservations_figures_check CHECK ((LEAST(tokens, requests) >= 1))
);

COMMENT ON TABLE public.ai_quota_reservations IS 'Tokens and requests held before a call. A pending row counts against the quota until
expires_at.';

COMMENT ON COLUMN public.ai_quota_reservations.status IS 'pending, then settled (by track_usage) or released. A closed reservation stays closed.';

COMMENT ON COLUMN public.ai_quota_reservations.period_start IS 'Start of the period that is charged when the reservation is settled, also when that is late.';

CREATE FUNCTION ai_quota.close_reservation(quota public.user_ai_quotas, reservation_id uuid, status public.ai_quota_reservation_status) RETURNS public.ai_quota_reservations
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_reservation public.ai_quota_reservations;
begin
  v_reservation := ai_quota.pending_reservation(
    (close_reservation.quota).user_id, close_reservation.reservation_id
  );
  update public.ai_quota_reservations as r
  set status = close_reservation.status, closed_at = now()
  where r.id = v_reservation.id;
  update public.user_ai_quotas as q
  set
    reserved_tokens = q.reserved_tokens - v_reservation.tokens,
    reserved_requests = q.reserved_requests - v_reservation.requests,
    reserved_valid_until = case
      when q.reserved_tokens > v_reservation.tokens then q.reserved_valid_until
      else q.period_end
    end
  where q.user_id = v_reservation.user_id
    and q.period_start = v_reservation.period_start
    and q.reserved_valid_until <= v_reservation.expires_at;
  return v_reservation;
end
$$;

CREATE FUNCTION ai_quota.count_pages() RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select pg_relation_size('public.user_ai_quotas') / current_setting('block_size')::bigint
$$;

CREATE FUNCTION ai_quota.create_quota(user_id uuid, tier text, as_of timestamp with time zone DEFAULT now()) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
begin
  if exists (select from public.user_ai_quotas as q where q.user_id = create_quota.user_id) then
    return;
  end if;
  perform ai_quota.lock_tiers();
  perform from auth.users as u where u.id = create_quota.user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(create_quota.user_id::text, 'null')),
      'Pass the id of a row in auth.users: the user who made the call.'
    );
  end if;
  insert into public.user_ai_quotas as q (
    user_id, tier, period_start, quota_reset_date, reserved_valid_until
  )
  values (
    create_quota.user_id,
    create_quota.tier,
    date_trunc('month', create_quota.as_of, 'UTC'),
    ai_quota.next_reset_date(create_quota.as_of),
    -- A deleted quota row may have left reservations, which must be counted.
    (
      select 'epoch'::timestamptz from public.ai_quota_reservations as r
      where r.user_id = create_quota.user_id
      limit 1
    )
  )
  on conflict (user_id) do nothing;
  if found then
    perform ai_quota.set_limits(array[create_quota.user_id], as_of => create_quota.as_of);
  end if;
end
$$;

CREATE FUNCTION ai_quota.delete_user_data() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  delete from public.ai_agent_usage as u where u.user_id = old.id;
  delete from public.ai_quota_reservations as r where r.user_id = old.id;
  delete from public.ai_quota_closed_days as d where d.user_id = old.id;
  delete from public.ai_quota_periods as p where p.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  delete from ai_quota.opening_balances as o where o.user_id = old.id;
  return null;
end
$$;

CREATE FUNCTION ai_quota.denial_reason(quota public.user_ai_quotas, tokens bigint, requests bigint) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
  return case
    when quota.is_blocked then 'blocked'
    when tokens > quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens
      then 'tokens'
    when requests
      > quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests
      then 'requests'
  end;
end
$$;

CREATE FUNCTION ai_quota.describe_quota(quota public.user_ai_quotas) RETURNS public.ai_quota_status
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
  return row(
    quota.current_month_tokens,
    quota.monthly_token_quota,
    case
      when quota.monthly_token_quota is not null then greatest(
        quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens, 0
      )
    end,
    coalesce(trunc(100.0 * quota.current_month_tokens / quota.monthly_token_quota, 2), 0.00),
    (quota.period_end at time zone 'UTC')::date,
    (array['healthy', 'warning', 'critical', 'exceeded'])[
      1 + width_bucket(
        greatest(
          quota.current_month_tokens::double precision / quota.monthly_token_quota,
          quota.current_month_requests::double precision / quota.monthly_request_quota,
          0
        ),
        array[0.75, 0.9, 1]::double precision[]
      )
    ],
    quota.tier,
    quota.reserved_tokens,
    quota.current_month_requests,
    quota.monthly_request_quota,
    case
      when quota.monthly_request_quota is not null then greatest(
        quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests, 0
      )
    end,
    coalesce(trunc(100.0 * quota.current_month_requests / quota.monthly_request_quota, 2), 0.00),
    quota.monthly_token_quota is null,
    (quota.period_start at time zone 'UTC')::date,
    quota.is_blocked
  )::public.ai_quota_status;
end
$$;

CREATE FUNCTION ai_quota.effective_limits(user_id uuid, tier text, as_of timestamp with time zone DEFAULT now()) RETURNS TABLE(monthly_token_quota bigint, monthly_request_quota bigint, expire_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select
    case when o.user_id is null then t.monthly_token_quota else o.monthly_token_quota end,
    case when o.user_id is null then t.monthly_request_quota else o.monthly_request_quota end,
    o.expires_at
  from public.ai_quota_tiers as t
    left join public.ai_quota_overrides as o
      on o.user_id = effective_limits.user_id
      and (o.expires_at is null or o.expires_at > effective_limits.as_of)
  where t.tier = effective_limits.tier
$$;

CREATE FUNCTION ai_quota.find_differences(of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.handle_new_user() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '200ms'
    AS $$
begin
  perform ai_quota.create_quota(new.id, ai_quota.tier_for(new.id));
  return null;
exception
  when others then
    raise warning 'no quota was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;

CREATE FUNCTION ai_quota.is_admin() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select coalesce(auth.jwt() -> 'app_metadata' ->> 'role' = 'admin', false)
$$;

CREATE FUNCTION ai_quota.is_end_user() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select case coalesce(pg_catalog.current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end
$$;

CREATE FUNCTION ai_quota.ledger_sums(of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, tokens bigint, requests bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION ai_quota.lock_quota(user_id uuid, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.lock_tiers() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform from public.ai_quota_tiers as t order by t.tier for share;
end
$$;

CREATE FUNCTION ai_quota.lock_tiers_to_edit() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform from public.ai_quota_tiers as t order by t.tier for no key update;
  return null;
end
$$;

CREATE FUNCTION ai_quota.next_period(open_until timestamp with time zone, period_start timestamp with time zone, as_of timestamp with time zone, is_early boolean) RETURNS TABLE(period_end timestamp with time zone, next_start timestamp with time zone, next_reset date)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.pending_reservation(user_id uuid, reservation_id uuid) RETURNS public.ai_quota_reservations
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_reservation public.ai_quota_reservations;
begin
  select r.* into v_reservation
  from public.ai_quota_reservations as r
  where r.id = pending_reservation.reservation_id and r.user_id = pending_reservation.user_id;
  if not found then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id does not exist for this user, got %s',
        coalesce(pending_reservation.reservation_id::text, 'null')
      ),
      'Pass the reservation_id that reserve_tokens returned for this user.'
    );
  end if;
  if v_reservation.status <> 'pending' then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id is already %s, got %s',
        v_reservation.status, pending_reservation.reservation_id
      ),
      'A reservation can be settled or released once. Record more usage without it.'
    );
  end if;
  return v_reservation;
end
$$;

CREATE FUNCTION ai_quota.raise_bad_request(message text, hint text, code text DEFAULT '22023'::text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  raise exception using
    message = raise_bad_request.message,
    hint = raise_bad_request.hint,
    errcode = raise_bad_request.code;
end
$$;

CREATE FUNCTION ai_quota.raise_bad_text(argument text, value text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.raise_bad_request(
    format(
      '%s must have 1 to 200 characters, got %s', argument,
      case when length(value) > 200 then length(value)::text else quote_literal(value) end
    ),
    format('Leave %s out if there is none.', argument)
  );
end
$$;

CREATE FUNCTION ai_quota.raise_out_of_range(argument text, value bigint, at_least bigint, at_most bigint, hint text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.raise_bad_request(
    format(
      '%s must be between %s and %s, got %s', argument, at_least, at_most,
      coalesce(value::text, 'null')
    ),
    hint
  );
end
$$;

CREATE FUNCTION ai_quota.read_quota(user_id uuid, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION ai_quota.record_denial(quota public.user_ai_quotas, reason text, tokens bigint, requests bigint) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
  if record_denial.reason = 'blocked' then
    return null;
  end if;
  insert into public.ai_quota_alerts (
    user_id, period_start, metric, threshold, used, quota, is_deliverable
  )
  select
    (record_denial.quota).user_id, (record_denial.quota).period_start, record_denial.reason, 100,
    m.used, m.quota, true
  from (
    values
      (
        'tokens', (record_denial.quota).current_month_tokens,
        (record_denial.quota).monthly_token_quota
      ),
      (
        'requests', (record_denial.quota).current_month_requests,
        (record_denial.quota).monthly_request_quota
      )
  ) as m (metric, used, quota)
  where m.metric = record_denial.reason
  on conflict (user_id, period_start, metric, threshold) do nothing;

  return (
    select t.tier
    from public.ai_quota_tiers as t
    where t.tier <> (record_denial.quota).tier
      and coalesce(
        (record_denial.quota).current_month_tokens::numeric
        + (record_denial.quota).reserved_tokens + record_denial.tokens <= t.monthly_token_quota,
        true
      )
      and coalesce(
        (record_denial.quota).current_month_requests::numeric
        + (record_denial.quota).reserved_requests + record_denial.requests
        <= t.monthly_request_quota,
        true
      )
    order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
    limit 1
  );
end
$$;

CREATE FUNCTION ai_quota.record_unusual(user_id uuid, ledger_id anyelement, tokens bigint, cost_usd numeric, reservation_id uuid) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := ai_quota.lock_quota(record_unusual.user_id);
  v_period timestamptz := v_quota.period_start;
  v_reservation public.ai_quota_reservations;
begin
  if record_unusual.reservation_id is not null then
    v_reservation := ai_quota.close_reservation(
      v_quota, record_unusual.reservation_id, 'settled'
    );
    v_period := v_reservation.period_start;
  end if;
  update public.ai_agent_usage as u
  set period_start = v_period
  where u.id = record_unusual.ledger_id and u.period_start <> v_period;
  return ai_quota.add_usage(
    v_quota, v_period, record_unusual.tokens, 1, record_unusual.cost_usd
  );
end
$$;

CREATE FUNCTION ai_quota.recount_reservations() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.user_ai_quotas as q
  set reserved_valid_until = 'epoch'
  where q.user_id in (new.user_id, old.user_id);
  return null;
end
$$;

CREATE FUNCTION ai_quota.reset_due_quotas(as_of timestamp with time zone DEFAULT now(), for_at_most interval DEFAULT '00:00:00.1'::interval) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_deadline timestamptz := clock_timestamp() + for_at_most;
  v_pages bigint := ai_quota.count_pages();
  v_page bigint := (select s.last_value from ai_quota.reset_page_seq as s);
  v_closed bigint := 0;
begin
  for _ in 0 .. v_pages by 64 loop
    v_page := case when v_page <= v_pages then v_page else 0 end;
    v_closed := v_closed + ai_quota.reset_pages(v_page, as_of);
    v_page := v_page + 64;
    exit when v_closed > 0 and clock_timestamp() > v_deadline;
  end loop;
  perform setval('ai_quota.reset_page_seq', v_page);
  return v_closed;
end
$$;

CREATE FUNCTION ai_quota.reset_pages(first_page bigint, as_of timestamp with time zone DEFAULT now()) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
declare
  v_month timestamptz := date_trunc('month', as_of, 'UTC');
  v_next date := ai_quota.next_reset_date(as_of);
  v_plain tid[];
  v_others uuid[];
  v_closed bigint;
begin
  select
    array_agg(d.place) filter (where d.is_plain),
    array_agg(d.user_id) filter (where not d.is_plain),
    count(*) filter (where d.is_due)
  into v_plain, v_others, v_closed
  from (
    select
      q.ctid as place, q.user_id, q.period_end <= as_of as is_due,
      q.reserved_valid_until is null
        and (q.limits_expire_at <= as_of) is not true
        and q.period_start < q.period_end as is_plain
    from public.user_ai_quotas as q
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + 64)::tid
      and (q.period_end <= as_of or q.limits_expire_at <= as_of)
    for no key update skip locked
  ) as d;

  if v_plain is not null then
    -- The same as close_due_periods, in bulk, for rows without reservations and overrides. Locked
    -- rows keep their place.
    insert into public.ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier
    )
    select
      q.user_id, q.period_start, q.period_end, q.current_month_tokens, q.current_month_requests,
      q.monthly_token_quota, q.monthly_request_quota, q.tier
    from public.user_ai_quotas as q
    where q.ctid = any (v_plain)
      and (q.current_month_tokens > 0 or q.current_month_requests > 0)
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end);
    update public.user_ai_quotas as q
    set
      current_month_tokens = 0,
      current_month_requests = 0,
      period_start = greatest(q.period_end, v_month),
      quota_reset_date = v_next
    where q.ctid = any (v_plain);
  end if;
  if v_others is not null then
    -- set_limits locks their accounts too: only those that are free.
    perform ai_quota.set_limits(
      array(
        select u.id from auth.users as u where u.id = any (v_others) for key share skip locked
      ),
      as_of => as_of
    );
    v_closed := v_closed - (
      select count(*) from public.user_ai_quotas as q
      where q.user_id = any (v_others) and q.period_end <= as_of
    );
  end if;
  return v_closed;
end
$$;

CREATE FUNCTION ai_quota.set_limits(user_ids uuid[], tier text DEFAULT NULL::text, as_of timestamp with time zone DEFAULT now()) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_users uuid[];
begin
  if set_limits.tier is not null then
    perform ai_quota.lock_tiers();
  end if;
  -- Accounts before quotas, in the order in which deleting an account locks them: updating a row
  -- twice in a transaction checks its foreign key. Older deployments may have quotas without an
  -- account.
  v_users := array(
    select u.id from auth.users as u
    where u.id = any (set_limits.user_ids)
    order by u.id
    for key share
  );
  perform
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
  order by q.user_id
  for update;

  -- First, because a closed period keeps the limits that it had.
  perform ai_quota.close_due_periods(v_users, set_limits.as_of);

  update public.user_ai_quotas as q
  set
    tier = n.tier,
    monthly_token_quota = n.monthly_token_quota,
    monthly_request_quota = n.monthly_request_quota,
    limits_expire_at = n.expire_at
  from (
    select l.user_id, x.tier, y.monthly_token_quota, y.monthly_request_quota, y.expire_at
    from public.user_ai_quotas as l
      cross join lateral (select coalesce(set_limits.tier, l.tier) as tier) as x
      cross join lateral ai_quota.effective_limits(l.user_id, x.tier, set_limits.as_of) as y
    where l.user_id = any (v_users)
  ) as n
  where q.user_id = n.user_id;

  -- The use so far may reach a threshold of a smaller limit.
  perform ai_quota.write_alerts(
    q, q.current_month_tokens::bigint, q.current_month_requests::bigint
  )
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
    and q.period_end > set_limits.as_of
    and (
      q.current_month_tokens >= 0.75 * q.monthly_token_quota
      or q.current_month_requests >= 0.75 * q.monthly_request_quota
    );
end
$$;

CREATE FUNCTION ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamp with time zone) RETURNS TABLE(tokens bigint, requests bigint, expire_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select
    coalesce(sum(r.tokens), 0)::bigint, coalesce(sum(r.requests), 0)::bigint,
    coalesce(min(r.expires_at), (sum_reservations.quota).period_end)
  from public.ai_quota_reservations as r
  where r.user_id = (sum_reservations.quota).user_id
    and r.period_start = (sum_reservations.quota).period_start
    and r.status = 'pending'
    and r.expires_at > sum_reservations.as_of
$$;

CREATE FUNCTION ai_quota.tier_for(user_id uuid) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select coalesce(
    (
      select s.tier
      from public.ai_quota_subscriptions as s
      where s.user_id = tier_for.user_id and s.status in ('active', 'trialing', 'past_due')
    ),
    ai_quota.default_tier()
  )
$$;

CREATE FUNCTION ai_quota.validate_reason(reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if coalesce(length(btrim(reason)), 0) = 0 or length(reason) > 500 then
    perform ai_quota.raise_bad_request(
      format('reason must have 1 to 500 characters, got %s', coalesce(length(reason), 0)),
      'Say why: the reason is kept.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_reservation(tokens bigint, requests bigint, expires_in_seconds bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if (validate_reservation.tokens between 1 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', validate_reservation.tokens, 1, 2147483647,
      'Reserve an upper bound of what the call may use.'
    );
  end if;
  if (validate_reservation.requests between 1 and 1000000) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', validate_reservation.requests, 1, 1000000,
      'Reserve the requests that the call may make; the default is 1.'
    );
  end if;
  if (validate_reservation.expires_in_seconds between 1 and 86400) is not true then
    perform ai_quota.raise_out_of_range(
      'expires_in_seconds', validate_reservation.expires_in_seconds, 1, 86400,
      'Pass the seconds that the call may take, up to one day; the default is 300.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_retry(user_id uuid, request_id text, payload_hash bigint) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if not exists (
    select from ai_quota.request_keys as k
    where k.user_id = validate_retry.user_id
      and k.request_id = validate_retry.request_id
      and k.payload_hash = validate_retry.payload_hash
  ) then
    perform ai_quota.raise_bad_request(
      format('request_id was used for another call, got %L', validate_retry.request_id),
      'A retry must repeat the same arguments; another call needs another request_id.',
      '23505'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_usage(agent_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, model_used text, cost_usd numeric, request_id text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if (validate_usage.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_prompt', validate_usage.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call. 0 is allowed, null is not.'
    );
  end if;
  if (
    validate_usage.tokens_completion between 0 and 2147483647 - validate_usage.tokens_prompt
  ) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_completion', validate_usage.tokens_completion, 0,
      2147483647 - validate_usage.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  if (validate_usage.tokens_cached between 0 and validate_usage.tokens_prompt) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_cached', validate_usage.tokens_cached, 0, validate_usage.tokens_prompt,
      'Cached tokens are a part of tokens_prompt. Leave them out if there are none.'
    );
  end if;
  if (
    validate_usage.tokens_reasoning between 0 and validate_usage.tokens_completion
  ) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_reasoning', validate_usage.tokens_reasoning, 0, validate_usage.tokens_completion,
      'Reasoning tokens are a part of tokens_completion. Leave them out if there are none.'
    );
  end if;
  if not validate_usage.cost_usd between 0 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between 0 and 1000000000, got %s', validate_usage.cost_usd),
      'Pass US dollars, or leave cost_usd out: then it is computed from ai_quota_prices.'
    );
  end if;
  if length(validate_usage.discipline) > 200 or length(btrim(validate_usage.discipline)) = 0 then
    perform ai_quota.raise_bad_text('discipline', validate_usage.discipline);
  end if;
  if length(validate_usage.workflow_id) > 200 or length(btrim(validate_usage.workflow_id)) = 0 then
    perform ai_quota.raise_bad_text('workflow_id', validate_usage.workflow_id);
  end if;
  if length(validate_usage.model_used) > 200 or length(btrim(validate_usage.model_used)) = 0 then
    perform ai_quota.raise_bad_text('model_used', validate_usage.model_used);
  end if;
  if length(validate_usage.request_id) > 200 or length(btrim(validate_usage.request_id)) = 0 then
    perform ai_quota.raise_bad_text('request_id', validate_usage.request_id);
  end if;
  if validate_usage.agent_id is not null
    and not ai_quota.agent_exists(validate_usage.agent_id)
  then
    perform ai_quota.raise_bad_request(
      format('agent_id does not exist, got %s', validate_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.version() RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select r.version
  from ai_quota.releases as r
  order by pg_catalog.string_to_array(r.version, '.')::integer[] desc
  limit 1
$$;

COMMENT ON FUNCTION ai_quota.version() IS 'The installed release, such as 0.9.0.
Returns: text; null while the first release is being installed.';

CREATE FUNCTION ai_quota.write_alerts(quota public.user_ai_quotas, tokens bigint, requests bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  c_thresholds constant double precision[] := array[0.75, 0.9, 1];
begin
  -- Most calls reach none; this costs less than an empty insert. NULL without limits.
  if (
    width_bucket(
      quota.current_month_tokens::double precision / quota.monthly_token_quota, c_thresholds
    ) = width_bucket(
      (quota.current_month_tokens - write_alerts.tokens)::double precision
      / quota.monthly_token_quota, c_thresholds
    )
  ) is not false
  and (
    width_bucket(
      quota.current_month_requests::double precision / quota.monthly_request_quota, c_thresholds
    ) = width_bucket(
      (quota.current_month_requests - write_alerts.requests)::double precision
      / quota.monthly_request_quota, c_thresholds
    )
  ) is not false then
    return;
  end if;

  insert into public.ai_quota_alerts (
    user_id, period_start, metric, threshold, used, quota, is_deliverable
  )
  select
    (write_alerts.quota).user_id, (write_alerts.quota).period_start,
    m.metric, t.threshold, m.used, m.quota,
    t.threshold = max(t.threshold) over (partition by m.metric)
  from (
    values
      (
        'tokens', (write_alerts.quota).current_month_tokens,
        (write_alerts.quota).monthly_token_quota, write_alerts.tokens
      ),
      (
        'requests', (write_alerts.quota).current_month_requests,
        (write_alerts.quota).monthly_request_quota, write_alerts.requests
      )
  ) as m (metric, used, quota, added)
    cross join (values (75), (90), (100)) as t (threshold)
  where m.used::double precision / m.quota >= t.threshold / 100.0::double precision
    and (m.used - m.added)::double precision / m.quota < t.threshold / 100.0::double precision
  on conflict (user_id, period_start, metric, threshold) do nothing;
end
$$;

CREATE FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint DEFAULT 0, cost_usd numeric DEFAULT NULL::numeric, request_id text DEFAULT NULL::text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_payload_hash bigint;
  v_quota public.user_ai_quotas;
begin
  if (adjust_usage.tokens between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', adjust_usage.tokens, -2147483647, 2147483647,
      'Pass the tokens to add, or a negative number to take back.'
    );
  end if;
  if (adjust_usage.requests between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', adjust_usage.requests, -2147483647, 2147483647,
      'Pass the requests to add, or a negative number to take back.'
    );
  end if;
  if not adjust_usage.cost_usd between -1000000000 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between -1000000000 and 1000000000, got %s', adjust_usage.cost_usd),
      'Pass US dollars to add, a negative number to take back, or leave it out.'
    );
  end if;
  perform ai_quota.validate_reason(adjust_usage.reason);
  if length(adjust_usage.request_id) > 200 or length(btrim(adjust_usage.request_id)) = 0 then
    perform ai_quota.raise_bad_text('request_id', adjust_usage.request_id);
  end if;

  if adjust_usage.request_id is not null then
    v_payload_hash := hash_record_extended(
      row(
        adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd, adjust_usage.reason
      ),
      0
    );
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, adjust_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.validate_retry(v_user_id, adjust_usage.request_id, v_payload_hash);
      return ai_quota.read_quota(v_user_id);
    end if;
  end if;

  v_quota := ai_quota.lock_quota(v_user_id);
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, adjustment_reason, period_start
  )
  values (
    v_user_id, adjust_usage.tokens, adjust_usage.cost_usd, adjust_usage.requests,
    adjust_usage.request_id, adjust_usage.reason, v_quota.period_start
  );
  return ai_quota.add_usage(
    v_quota, v_quota.period_start, adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd
  );
end
$$;

COMMENT ON FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint, cost_usd numeric, request_id text) IS 'Corrects the usage of a user''s open period with a ledger row of its own; no row is changed.
Arguments: user_id, tokens and requests (to add, or negative to take back; never below zero in
all), reason (1 to 500 characters), cost_usd (US dollars), request_id (as for track_usage).
Returns: the row of user_ai_quotas.
Errors: 22023 for an argument out of its range, no reason or an unknown user; 23505 for a
request_id of another call; 42501 for any other caller.';

CREATE FUNCTION public.check_user_quota(p_estimated_tokens bigint DEFAULT 0) RETURNS TABLE(allowed boolean, remaining_tokens bigint, remaining_requests bigint, quota_limit bigint, request_limit bigint, reset_date date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := ai_quota.read_quota(auth.uid());
  v_status public.ai_quota_status := ai_quota.describe_quota(v_quota);
begin
  if (check_user_quota.p_estimated_tokens >= 0) is not true then
    perform ai_quota.raise_out_of_range(
      'p_estimated_tokens', check_user_quota.p_estimated_tokens, 0, 9223372036854775807,
      'Pass the tokens that the call may use, or leave it out.'
    );
  end if;
  allowed := ai_quota.denial_reason(v_quota, check_user_quota.p_estimated_tokens, 1) is null;
  remaining_tokens := v_status.remaining;
  remaining_requests := v_status.requests_remaining;
  quota_limit := v_status."limit";
  request_limit := v_status.requests_limit;
  reset_date := v_status.reset_date;
  return next;
end
$$;

COMMENT ON FUNCTION public.check_user_quota(p_estimated_tokens bigint) IS 'Whether a call of this size would fit the caller''s quota now. Advice only: it reserves nothing.
Arguments: p_estimated_tokens (tokens, 0 or more, default 0).
Returns: one row allowed, remaining_tokens, remaining_requests, quota_limit (tokens), request_limit,
reset_date (UTC day); remaining and limit are null when unlimited.
Errors: 22023 for a negative or null estimate, 42501 without a signed-in user.';

CREATE TABLE public.ai_quota_alerts (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    metric text NOT NULL,
    threshold smallint NOT NULL,
    used bigint NOT NULL,
    quota bigint NOT NULL,
    is_deliverable boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    delivered_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error text,
    CONSTRAINT ai_quota_alerts_metric_check CHECK ((metric = ANY (ARRAY['tokens'::text, 'requests'::text]))),
    CONSTRAINT ai_quota_alerts_threshold_check CHECK ((threshold = ANY (ARRAY[75, 90, 100])))
);

COMMENT ON TABLE public.ai_quota_alerts IS 'Thresholds that were reached: one row per user, period, metric and threshold.';

COMMENT ON COLUMN public.ai_quota_alerts.threshold IS 'Percent of the quota.';

COMMENT ON COLUMN public.ai_quota_alerts.used IS 'Tokens or requests used when the threshold was reached.';

COMMENT ON COLUMN public.ai_quota_alerts.quota IS 'The limit then in force.';

COMMENT ON COLUMN public.ai_quota_alerts.is_deliverable IS 'False for the lower ones of several thresholds that one call reached: one message is enough.';

COMMENT ON COLUMN public.ai_quota_alerts.attempts IS 'How often it was claimed.';

COMMENT ON COLUMN public.ai_quota_alerts.next_attempt_at IS 'When a worker may claim it next. Each claim and each failure postpones it.';

CREATE FUNCTION public.claim_quota_alerts("limit" bigint DEFAULT 10) RETURNS SETOF public.ai_quota_alerts
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if (claim_quota_alerts."limit" between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
      'limit', claim_quota_alerts."limit", 1, 1000, 'Claim what you can deliver within a minute.'
    );
  end if;
  return query
  with claimed as (
    select c.id
    from public.ai_quota_alerts as c
    where c.is_deliverable
      and c.delivered_at is null
      and c.attempts < 10
      and c.next_attempt_at <= now()
    order by c.next_attempt_at, c.id
    limit claim_quota_alerts."limit"
    for update skip locked
  )
  update public.ai_quota_alerts as a
  set
    attempts = a.attempts + 1,
    next_attempt_at = now() + interval '1 minute'
  from claimed as c
  where a.id = c.id
  returning a.*;
end
$$;

COMMENT ON FUNCTION public.claim_quota_alerts("limit" bigint) IS 'Gives alerts to a delivery worker and hides them from other workers for one minute, in case the
worker dies. An alert is given up after ten attempts.
Arguments: limit (1 to 1000 alerts, default 10).
Returns: rows of ai_quota_alerts.
Errors: 22023 for a limit out of its range, 42501 for any other caller.';

CREATE FUNCTION public.complete_quota_alert(id bigint) RETURNS public.ai_quota_alerts
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_alert public.ai_quota_alerts;
begin
  update public.ai_quota_alerts as a
  set delivered_at = coalesce(a.delivered_at, now())
  where a.id = complete_quota_alert.id
  returning a.* into v_alert;
  if not found then
    perform ai_quota.raise_bad_request(
      format('id does not exist, got %s', coalesce(complete_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;

COMMENT ON FUNCTION public.complete_quota_alert(id bigint) IS 'Marks an alert as delivered, so that it is not claimed again. Calling it twice is harmless.
Arguments: id (of ai_quota_alerts).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown id, 42501 for any other caller.';

CREATE FUNCTION public.create_profile() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '200ms'
    AS $$
begin
  insert into public.profiles (user_id, email)
  values (new.id, new.email)
  on conflict do nothing;
  return null;
exception
  when others then
    raise warning 'no profile was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;

CREATE FUNCTION public.fail_quota_alert(id bigint, error text) RETURNS public.ai_quota_alerts
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_alert public.ai_quota_alerts;
begin
  update public.ai_quota_alerts as a
  set
    last_error = left(fail_quota_alert.error, 1000),
    -- 1, 2, 4 … minutes, an hour at most.
    next_attempt_at = now() + least(
      interval '1 minute' * power(2, greatest(a.attempts, 1) - 1), interval '1 hour'
    )
  where a.id = fail_quota_alert.id and a.delivered_at is null
  returning a.* into v_alert;
  if not found then
    perform ai_quota.raise_bad_request(
      format(
        'id is not an undelivered alert, got %s', coalesce(fail_quota_alert.id::text, 'null')
      ),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;

COMMENT ON FUNCTION public.fail_quota_alert(id bigint, error text) IS 'Marks an attempt to deliver an alert as failed. It can be claimed again after 1, 2, 4 … minutes.
Arguments: id (of ai_quota_alerts), error (what went wrong; 1000 characters are kept).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown or delivered alert, 42501 for any other caller.';

CREATE FUNCTION public.get_user_monthly_usage(p_year integer DEFAULT NULL::integer, p_month integer DEFAULT NULL::integer) RETURNS TABLE(total_tokens bigint, total_requests bigint, total_cost_usd numeric, period_start date, period_end date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_year integer := coalesce(get_user_monthly_usage.p_year, extract(year from v_today));
  v_month integer := coalesce(get_user_monthly_usage.p_month, extract(month from v_today));
begin
  if v_year not between 2000 and 9999 then
    perform ai_quota.raise_bad_request(
      format('p_year must be between 2000 and 9999, got %s', v_year),
      'Leave p_year out for the current year.'
    );
  end if;
  if v_month not between 1 and 12 then
    perform ai_quota.raise_bad_request(
      format('p_month must be between 1 and 12, got %s', v_month),
      'Leave p_month out for the current month.'
    );
  end if;
  period_start := make_date(v_year, v_month, 1);
  period_end := period_start + interval '1 month' - interval '1 day';

  return query
  select
    coalesce(sum(u.tokens_prompt + u.tokens_completion), 0)::bigint,
    coalesce(sum(u.requests), 0)::bigint,
    coalesce(sum(u.cost_usd), 0),
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start
    and u.created_at < get_user_monthly_usage.period_end + 1;
end
$$;

COMMENT ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) IS 'What the caller used in a calendar month (UTC), summed from the ledger.
Arguments: p_year (2000 to 9999), p_month (1 to 12), each the current one by default.
Returns: one row total_tokens, total_requests, total_cost_usd (US dollars, calls of unknown price
are left out), period_start and period_end (the first and the last UTC day).
Errors: 22023 for a year or month out of range, 42501 without a signed-in user.';

CREATE FUNCTION public.get_user_quota_status() RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := auth.uid();
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = v_user_id
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp;
  if not found then
    v_quota := ai_quota.read_quota(v_user_id);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

COMMENT ON FUNCTION public.get_user_quota_status() IS 'The caller''s quota now: always one row, also before the first call and if nobody is signed in.
Returns: used, limit, remaining (tokens; limit and remaining are null when unlimited), percentage
(of the limit, may pass 100), reset_date (the UTC day the next period starts), status (healthy,
warning from 75 %, critical from 90 %, exceeded from 100 %, by the worse of tokens and requests),
tier, reserved (tokens), requests_used, requests_limit, requests_remaining,
requests_percentage, is_unlimited, period_start (UTC day), is_blocked.
Errors: 42501 for anon.';

CREATE FUNCTION public.has_quota_for(tokens bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return (select c.allowed from public.check_user_quota(has_quota_for.tokens) as c);
end
$$;

COMMENT ON FUNCTION public.has_quota_for(tokens bigint) IS 'Whether that many tokens and one request would fit the caller''s quota now. For your own policies
and triggers, as in with check ((select has_quota_for(1000))). Advice only: it reserves nothing.
Arguments: tokens (0 or more).
Returns: true or false.
Errors: 22023 for a negative or null count, 42501 without a signed-in user.';

CREATE FUNCTION public.initialize_user_quota(user_id uuid, tier text DEFAULT 'free'::text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_is_end_user boolean := ai_quota.is_end_user();
  v_is_in_trigger boolean := pg_trigger_depth() > 0;
  v_tier text := initialize_user_quota.tier;
begin
  if v_is_end_user and not v_is_in_trigger then
    perform ai_quota.raise_bad_request(
      'initialize_user_quota is for the server, not for signed-in users',
      'Call it with service_role.',
      '42501'
    );
  end if;
  if initialize_user_quota.user_id is null
    or not exists (select from auth.users as u where u.id = initialize_user_quota.user_id)
  then
    if v_is_in_trigger then
      raise warning 'user % has no account, and so gets no quota', initialize_user_quota.user_id;
      return null;
    end if;
    perform ai_quota.raise_bad_request(
      format(
        'user_id does not exist, got %s', coalesce(initialize_user_quota.user_id::text, 'null')
      ),
      'Pass the id of a row in auth.users.'
    );
  end if;
  if not exists (select from public.ai_quota_tiers as t where t.tier = v_tier) then
    if not v_is_in_trigger then
      perform ai_quota.raise_bad_request(
        format('tier does not exist, got %s', coalesce(quote_literal(v_tier), 'null')),
        format('Pass one of %s.', (
          select string_agg(t.tier, ', ' order by t.monthly_token_quota)
          from public.ai_quota_tiers as t
        ))
      );
    end if;
    raise warning 'tier % does not exist: user % gets the default tier', v_tier, user_id;
    v_tier := ai_quota.default_tier();
  end if;

  if v_is_end_user or exists (
    select from public.ai_quota_subscriptions as s
    where s.user_id = initialize_user_quota.user_id
      and s.status in ('active', 'trialing', 'past_due')
  ) then
    v_tier := ai_quota.tier_for(initialize_user_quota.user_id);
  end if;
  perform ai_quota.create_quota(initialize_user_quota.user_id, v_tier);
  if not v_is_end_user then
    perform ai_quota.set_limits(array[initialize_user_quota.user_id], v_tier);
  end if;
  return ai_quota.read_quota(initialize_user_quota.user_id);
end
$$;

COMMENT ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) IS 'Creates the quota row of a user, or sets the tier of an existing one; usage is kept. A live
subscription overrules the tier. For operators and service_role.
Arguments: user_id, tier (a row of ai_quota_tiers, default free).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, 42501 for any other caller.';

CREATE FUNCTION public.release_reservation(reservation_id uuid DEFAULT NULL::uuid, user_id uuid DEFAULT NULL::uuid) RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_quota public.user_ai_quotas;
begin
  v_quota := ai_quota.lock_quota(v_user_id);
  if not exists (
    select from public.ai_quota_reservations as r
    where r.id = release_reservation.reservation_id
      and r.user_id = v_user_id
      and r.status = 'released'
  ) then
    perform ai_quota.close_reservation(v_quota, release_reservation.reservation_id, 'released');
    v_quota := ai_quota.lock_quota(v_user_id);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

COMMENT ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) IS 'Releases a reservation that will not be used. Calling it twice is harmless.
Arguments: reservation_id (what reserve_tokens returned), user_id (service_role only).
Returns: the row of get_user_quota_status, after it.
Errors: 22023 for a reservation that is not the user''s or was settled, 42501 for somebody else''s
user_id.';

CREATE FUNCTION public.repair_user_quota(user_id uuid) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  -- Under the lock that every call takes, so that the ledger does not change; the account first, as
  -- in set_limits.
  perform from auth.users as u where u.id = v_user_id for key share;
  perform ai_quota.lock_quota(v_user_id);
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
  perform ai_quota.set_limits(array[v_user_id]);
  return ai_quota.lock_quota(v_user_id);
end
$$;

COMMENT ON FUNCTION public.repair_user_quota(user_id uuid) IS 'Sets a user''s counters to the sums of the ledger, and the limits to those of tier and override.
Arguments: user_id.
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, 42501 for any other caller.';

CREATE FUNCTION public.reserve_tokens(tokens bigint DEFAULT NULL::bigint, requests bigint DEFAULT 1, expires_in_seconds bigint DEFAULT 300, user_id uuid DEFAULT NULL::uuid) RETURNS TABLE(allowed boolean, reservation_id uuid, expires_at timestamp with time zone, reason text, remaining_tokens bigint, remaining_requests bigint, reset_date date, upgrade_tier text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := case
    when reserve_tokens.user_id is not null and current_setting('role', true) = 'service_role'
      then reserve_tokens.user_id
    else ai_quota.authorize_user(reserve_tokens.user_id)
  end;
  v_is_locked boolean;
  v_quota public.user_ai_quotas;
begin
  if (
    reserve_tokens.tokens between 1 and 2147483647
    and reserve_tokens.requests between 1 and 1000000
    and reserve_tokens.expires_in_seconds between 1 and 86400
  ) is not true then
    perform ai_quota.validate_reservation(
      reserve_tokens.tokens, reserve_tokens.requests, reserve_tokens.expires_in_seconds
    );
  end if;

  loop
    -- By the clock, not by the start of the transaction, so that it is later than every reservation
    -- that is no longer counted.
    reserve_tokens.expires_at := clock_timestamp()
      + interval '1 second' * reserve_tokens.expires_in_seconds;
    -- PostgreSQL checks these conditions again after it has waited for the row lock.
    update public.user_ai_quotas as q
    set
      reserved_tokens = q.reserved_tokens + reserve_tokens.tokens,
      reserved_requests = q.reserved_requests + reserve_tokens.requests,
      reserved_valid_until = least(q.reserved_valid_until, reserve_tokens.expires_at)
    where q.user_id = v_user_id
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and not q.is_blocked
      and (
        reserve_tokens.tokens <= q.monthly_token_quota - q.current_month_tokens - q.reserved_tokens
      ) is not false
      and (
        reserve_tokens.requests
        <= q.monthly_request_quota - q.current_month_requests - q.reserved_requests
      ) is not false
      and reserve_tokens.expires_at > clock_timestamp()
    returning q.* into v_quota;
    exit when found;

    v_quota := ai_quota.lock_quota(v_user_id);
    reason := ai_quota.denial_reason(v_quota, reserve_tokens.tokens, reserve_tokens.requests);
    exit when reason is not null;
    if v_is_locked then
      raise exception 'a quota row is outdated after lock_quota: this is a bug, please report it';
    end if;
    v_is_locked := true;
  end loop;

  allowed := reason is null;
  remaining_tokens := case
    when v_quota.monthly_token_quota is not null then greatest(
      v_quota.monthly_token_quota - v_quota.current_month_tokens - v_quota.reserved_tokens, 0
    )
  end;
  remaining_requests := case
    when v_quota.monthly_request_quota is not null then greatest(
      v_quota.monthly_request_quota - v_quota.current_month_requests - v_quota.reserved_requests, 0
    )
  end;
  reset_date := (v_quota.period_end at time zone 'UTC')::date;
  if allowed then
    insert into public.ai_quota_reservations as r (
      user_id, tokens, requests, period_start, expires_at
    )
    values (
      v_user_id, reserve_tokens.tokens, reserve_tokens.requests, v_quota.period_start,
      reserve_tokens.expires_at
    )
    returning r.id into reserve_tokens.reservation_id;
  else
    reserve_tokens.expires_at := null;
    upgrade_tier := ai_quota.record_denial(
      v_quota, reserve_tokens.reason, reserve_tokens.tokens, reserve_tokens.requests
    );
  end if;
  return next;
end
$$;

COMMENT ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid) IS 'Reserves tokens before a call, if used + reserved + requested stays within the limits of tokens
and requests. Settle it with track_usage(reservation_id), or release it with release_reservation.
After it expires it no longer counts. A denial is a row, not an error.
Arguments: tokens (1 or more, an upper bound of the call), requests (default 1), expires_in_seconds
(1 to 86400, default 300), user_id (service_role only).
Returns: one row allowed, reservation_id, expires_at, reason (of a denial: tokens, requests or
blocked), remaining_tokens and remaining_requests (after it; null when unlimited), reset_date (UTC
day), upgrade_tier (of a denial: the smallest other tier that would admit the call).
Errors: 22023 for an argument out of its range or an unknown user, 42501 for somebody else''s
user_id.';

CREATE FUNCTION public.reset_monthly_quotas() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return ai_quota.reset_due_quotas();
end
$$;

COMMENT ON FUNCTION public.reset_monthly_quotas() IS 'Closes every period that is over, archives it in ai_quota_periods, and opens the present one.
Idempotent: only what is due is reset. For pg_cron, operators and service_role. It stops after about
100 ms, enough for ten thousand users, so that no call waits longer: call it until it returns 0.
Rows that a call has locked are skipped; that call resets them itself.
Returns: how many quotas were reset.
Errors: 42501 for any other caller.';

CREATE FUNCTION public.reset_user_quota(user_id uuid, reason text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.lock_quota(v_user_id);
  perform ai_quota.close_due_periods(array[v_user_id], reset_reason => reason);
  return ai_quota.read_quota(v_user_id);
end
$$;

COMMENT ON FUNCTION public.reset_user_quota(user_id uuid, reason text) IS 'Closes a user''s period early and opens the next at once, until the same reset date as before.
Arguments: user_id, reason (1 to 500 characters, kept with the closed period).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason, 42501 for any other caller.';

CREATE FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean DEFAULT true) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.raise_bad_request(
      'is_blocked must be true or false, got null', 'Leave it out to block.'
    );
  end if;
  perform ai_quota.lock_quota(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  return ai_quota.read_quota(v_user_id);
end
$$;

COMMENT ON FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean) IS 'Blocks a user: reservations are denied. Reported usage is still recorded.
Arguments: user_id, is_blocked (default true; false lifts the block).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or null, 42501 for any other caller.';

CREATE FUNCTION public.track_usage(agent_id uuid DEFAULT NULL::uuid, session_id uuid DEFAULT NULL::uuid, discipline text DEFAULT NULL::text, workflow_id text DEFAULT NULL::text, tokens_prompt bigint DEFAULT NULL::bigint, tokens_completion bigint DEFAULT NULL::bigint, model_used text DEFAULT NULL::text, cost_usd numeric DEFAULT NULL::numeric, tokens_cached bigint DEFAULT 0, tokens_reasoning bigint DEFAULT 0, user_id uuid DEFAULT NULL::uuid, request_id text DEFAULT NULL::text, reservation_id uuid DEFAULT NULL::uuid) RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := case
    when track_usage.user_id is not null and current_setting('role', true) = 'service_role'
      then track_usage.user_id
    else ai_quota.authorize_user(track_usage.user_id, is_report => true)
  end;
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  v_payload_hash bigint;
  -- An adopted ledger may have columns of other types; assignment converts the values.
  v_id public.ai_agent_usage.id%type;
  v_agent_id public.ai_agent_usage.agent_id%type := track_usage.agent_id;
  v_session_id public.ai_agent_usage.session_id%type := track_usage.session_id;
  v_discipline public.ai_agent_usage.discipline%type := track_usage.discipline;
  v_workflow_id public.ai_agent_usage.workflow_id%type := track_usage.workflow_id;
  v_period timestamptz := date_trunc('month', current_timestamp, 'UTC');
  v_cost numeric;
  v_quota public.user_ai_quotas;
begin
  -- Fast path for valid input; validate_usage names what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and track_usage.agent_id is null
    and track_usage.cost_usd is null
    -- A text that begins with a printable character is not blank.
    and least(
      track_usage.discipline collate "C", track_usage.workflow_id, track_usage.model_used,
      track_usage.request_id, '~'
    ) >= '!'
    and greatest(
      length(track_usage.discipline), length(track_usage.workflow_id),
      length(track_usage.model_used), length(track_usage.request_id), 0
    ) <= 200
  ) is not true then
    perform ai_quota.validate_usage(
      track_usage.agent_id, track_usage.discipline, track_usage.workflow_id,
      track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.tokens_cached,
      track_usage.tokens_reasoning, track_usage.model_used, track_usage.cost_usd,
      track_usage.request_id
    );
  end if;

  v_tokens := track_usage.tokens_prompt + track_usage.tokens_completion;

  if track_usage.request_id is not null then
    v_payload_hash := hash_record_extended(
      row(
        track_usage.agent_id, track_usage.session_id, track_usage.discipline,
        track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.tokens_cached, track_usage.tokens_reasoning, track_usage.model_used,
        track_usage.cost_usd, track_usage.reservation_id
      ),
      0
    );
    -- A second call with the same key waits here until the first one commits.
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, track_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.validate_retry(v_user_id, track_usage.request_id, v_payload_hash);
      v_quota := ai_quota.read_quota(v_user_id);
      return next ai_quota.describe_quota(v_quota);
      return;
    end if;
  end if;

  -- Before the quota row is locked, to keep that lock short. record_unusual corrects the period if
  -- it is not the calendar month.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, request_id, reservation_id, period_start
  )
  values (
    v_user_id, v_agent_id, v_session_id, v_discipline, v_workflow_id,
    track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.tokens_cached,
    track_usage.tokens_reasoning, track_usage.model_used,
    coalesce(
      track_usage.cost_usd,
      (
        select
          (
            (track_usage.tokens_prompt - track_usage.tokens_cached) * p.input_price
            + track_usage.tokens_cached * coalesce(p.cached_input_price, p.input_price)
            + (track_usage.tokens_completion - track_usage.tokens_reasoning) * p.output_price
            + track_usage.tokens_reasoning * coalesce(p.reasoning_price, p.output_price)
          ) * 0.000001
        from public.ai_quota_prices as p
        where p.model = track_usage.model_used and p.valid_from <= v_today
        order by p.valid_from desc
        limit 1
      )
    ),
    track_usage.request_id, track_usage.reservation_id, v_period
  )
  returning id, cost_usd into v_id, v_cost;

  if track_usage.reservation_id is null then
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + 1,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + 1,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0)
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.current_month_tokens <= 9000000000000000000
    returning q.* into v_quota;
  else
    -- The same, and what the reservation holds is freed.
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + 1,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + 1,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
      reserved_tokens = q.reserved_tokens - r.tokens,
      reserved_requests = q.reserved_requests - r.requests,
      reserved_valid_until = case
        when q.reserved_tokens > r.tokens then q.reserved_valid_until else q.period_end
      end
    from public.ai_quota_reservations as r
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.current_month_tokens <= 9000000000000000000
      and r.id = track_usage.reservation_id
      and r.user_id = v_user_id
      and r.status = 'pending'
      and r.period_start = q.period_start
      and r.expires_at >= q.reserved_valid_until
    returning q.* into v_quota;
    if found then
      update public.ai_quota_reservations as r
      set status = 'settled', closed_at = current_timestamp
      where r.id = track_usage.reservation_id and r.status = 'pending';
      if not found then
        -- Closed by another call while this one waited for the quota row: raises the error.
        perform ai_quota.pending_reservation(v_user_id, track_usage.reservation_id);
      end if;
    end if;
  end if;

  if v_quota.user_id is null then
    v_quota := ai_quota.record_unusual(
      v_user_id, v_id, v_tokens, v_cost, track_usage.reservation_id
    );
  elsif v_quota.current_month_tokens::double precision / v_quota.monthly_token_quota >= 0.75
    and (v_quota.current_month_tokens - v_tokens)::double precision
      / v_quota.monthly_token_quota < 1
    or v_quota.current_month_requests::double precision / v_quota.monthly_request_quota >= 0.75
    and (v_quota.current_month_requests - 1)::double precision / v_quota.monthly_request_quota < 1
  then
    perform ai_quota.write_alerts(v_quota, v_tokens, 1);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

COMMENT ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid) IS 'Records one call to a model: a ledger row and the counters, in one transaction. Usage past the
limit is recorded too. A signed-in user records for itself, service_role for anyone.
Arguments: agent_id (a row of ai_agents), session_id, discipline, workflow_id, model_used (texts of
1 to 200 characters), tokens_prompt and tokens_completion (tokens, required, 0 allowed), cost_usd
(US dollars; else computed from ai_quota_prices, null for an unknown model), tokens_cached (part of
tokens_prompt), tokens_reasoning (part of tokens_completion), user_id (service_role only),
request_id (idempotency key, never expires: the same call sent again is counted once),
reservation_id (from reserve_tokens: settled with what was really used, also when late).
Returns: the row of get_user_quota_status, after the call.
Errors: 22023 for an argument out of its range, an unknown agent or user, or a reservation that is
not the user''s or was settled or released; 23505 for a request_id of another call; 42501 for
somebody else''s user_id or where ai_quota.settings.users_report_usage is off.';

CREATE FUNCTION public.verify_quota_integrity() RETURNS TABLE(user_id uuid, period_start timestamp with time zone, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return query select d.* from ai_quota.find_differences() as d;
end
$$;

COMMENT ON FUNCTION public.verify_quota_integrity() IS 'What differs from the ledger, the reservations and the tiers. No row means that everything is
right.
Returns: rows user_id, period_start, problem (which figure), expected, found (null is unlimited).
Errors: 42501 for any other caller than service_role.';

CREATE TABLE ai_quota.opening_balances (
    user_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    tokens bigint NOT NULL,
    requests bigint NOT NULL
);

COMMENT ON TABLE ai_quota.opening_balances IS 'Usage that an older deployment counted in the period of the installation, but not in the
ledger.';

CREATE TABLE ai_quota.releases (
    version text NOT NULL,
    installed_at timestamp with time zone DEFAULT now() NOT NULL,
    checksum text NOT NULL,
    CONSTRAINT releases_version_check CHECK ((version ~ '^[0-9]+[.][0-9]+[.][0-9]+$'::text))
);

COMMENT ON TABLE ai_quota.releases IS 'The releases that were installed here, the first one included.';

COMMENT ON COLUMN ai_quota.releases.checksum IS 'SHA-256 of the release file, without its last line.';

CREATE TABLE ai_quota.request_keys (
    user_id uuid NOT NULL,
    request_id text NOT NULL COLLATE pg_catalog."C",
    payload_hash bigint NOT NULL
);

COMMENT ON TABLE ai_quota.request_keys IS 'Every request_id that was counted, with a hash of its call. Never pruned.';

CREATE SEQUENCE ai_quota.reset_page_seq
    START WITH 0
    INCREMENT BY 1
    MINVALUE 0
    NO MAXVALUE
    CACHE 1;

CREATE TABLE ai_quota.settings (
    is_only_row boolean DEFAULT true NOT NULL,
    default_tier text DEFAULT 'free'::text NOT NULL,
    users_report_usage boolean DEFAULT true NOT NULL,
    CONSTRAINT settings_is_only_row_check CHECK (is_only_row)
);

COMMENT ON TABLE ai_quota.settings IS 'One row: the settings of this installation. Change them with SQL.';

COMMENT ON COLUMN ai_quota.settings.default_tier IS 'The tier of a user without a live subscription.';

COMMENT ON COLUMN ai_quota.settings.users_report_usage IS 'Whether signed-in users may report their own usage; false where only the server does.';

CREATE TABLE public.ai_agent_usage (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    agent_id uuid,
    session_id uuid,
    discipline text,
    workflow_id text,
    tokens_prompt integer DEFAULT 0 NOT NULL,
    tokens_completion integer DEFAULT 0 NOT NULL,
    tokens_total integer GENERATED ALWAYS AS ((tokens_prompt + tokens_completion)) STORED,
    tokens_cached integer DEFAULT 0 NOT NULL,
    tokens_reasoning integer DEFAULT 0 NOT NULL,
    model_used text,
    cost_usd numeric,
    requests integer DEFAULT 1 NOT NULL,
    request_id text,
    reservation_id uuid,
    adjustment_reason text,
    period_start timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ai_agent_usage_only_adjustments_are_negative CHECK (((adjustment_reason IS NOT NULL) OR ((LEAST(tokens_cached, (tokens_prompt - tokens_cached), tokens_reasoning, (tokens_completion - tokens_reasoning)) >= 0) AND (cost_usd >= 0.0))))
);

COMMENT ON TABLE public.ai_agent_usage IS 'The ledger: one row per call to a model. Rows are only appended; a correction is a row too.';

COMMENT ON COLUMN public.ai_agent_usage.session_id IS 'The host''s session or conversation. It needs no table.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_prompt IS 'Input tokens, the cached ones included.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_completion IS 'Output tokens, the reasoning ones included.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_cached IS 'The part of tokens_prompt that was read from the provider''s cache.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_reasoning IS 'The part of tokens_completion that was spent on reasoning.';

COMMENT ON COLUMN public.ai_agent_usage.cost_usd IS 'US dollars, computed when the row was written. NULL if the price of the model was unknown.';

COMMENT ON COLUMN public.ai_agent_usage.requests IS '1; corrections may have another number.';

COMMENT ON COLUMN public.ai_agent_usage.request_id IS 'Idempotency key: a user''s calls with the same request_id are counted once. It never expires.';

COMMENT ON COLUMN public.ai_agent_usage.adjustment_reason IS 'Why an operator corrected the usage. Only such rows may be negative.';

COMMENT ON COLUMN public.ai_agent_usage.period_start IS 'Start of the period that is charged, as in user_ai_quotas. NULL: the UTC month of created_at.';

ALTER TABLE public.ai_agent_usage ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ai_agent_usage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ai_agents (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text
);

COMMENT ON TABLE public.ai_agents IS 'The agents whose calls are recorded.';

ALTER TABLE public.ai_quota_alerts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ai_quota_alerts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ai_quota_closed_days (
    user_id uuid NOT NULL,
    day date NOT NULL,
    tokens bigint DEFAULT 0 NOT NULL,
    requests bigint DEFAULT 0 NOT NULL,
    cost_usd numeric DEFAULT 0 NOT NULL
);

COMMENT ON TABLE public.ai_quota_closed_days IS 'Usage by user and UTC day, without the latest day, which is in user_ai_quotas: read
ai_quota_daily.';

COMMENT ON COLUMN public.ai_quota_closed_days.cost_usd IS 'US dollars; calls of unknown price are left out.';

CREATE VIEW public.ai_quota_daily WITH (security_invoker='true') AS
 SELECT d.user_id,
    d.day,
    (sum(d.tokens))::bigint AS tokens,
    (sum(d.requests))::bigint AS requests,
    sum(d.cost_usd) AS cost_usd
   FROM ( SELECT c.user_id,
            c.day,
            c.tokens,
            c.requests,
            c.cost_usd
           FROM public.ai_quota_closed_days c
        UNION ALL
         SELECT q.user_id,
            q.current_day,
            q.current_day_tokens,
            q.current_day_requests,
            q.current_day_cost_usd
           FROM public.user_ai_quotas q
          WHERE ((q.current_day_tokens <> 0) OR (q.current_day_requests <> 0))) d
  GROUP BY d.user_id, d.day;

COMMENT ON VIEW public.ai_quota_daily IS 'Usage by user and UTC day: what track_usage recorded on that day, today included.';

CREATE TABLE public.ai_quota_overrides (
    user_id uuid NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    reason text NOT NULL,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ai_quota_overrides_quotas_are_positive CHECK (((monthly_token_quota > 0) AND (monthly_request_quota > 0))),
    CONSTRAINT ai_quota_overrides_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

COMMENT ON TABLE public.ai_quota_overrides IS 'Limits of one user in place of the tier''s, both of them: contracts, boosts.';

COMMENT ON COLUMN public.ai_quota_overrides.monthly_token_quota IS 'Tokens a calendar month (UTC); NULL is unlimited.';

COMMENT ON COLUMN public.ai_quota_overrides.monthly_request_quota IS 'Requests a calendar month (UTC); NULL is unlimited.';

COMMENT ON COLUMN public.ai_quota_overrides.expires_at IS 'When the tier''s limits apply again; NULL is never.';

CREATE TABLE public.ai_quota_periods (
    user_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    period_end timestamp with time zone NOT NULL,
    tokens_used bigint NOT NULL,
    requests_used bigint NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    tier text NOT NULL,
    closed_at timestamp with time zone DEFAULT now() NOT NULL,
    reset_reason text,
    CONSTRAINT ai_quota_periods_ends_after_its_start CHECK ((period_end > period_start)),
    CONSTRAINT ai_quota_periods_reset_reason_check CHECK (((length(reset_reason) >= 1) AND (length(reset_reason) <= 500)))
);

COMMENT ON TABLE public.ai_quota_periods IS 'Closed periods: what was used and what was allowed. A period without usage leaves no row.';

COMMENT ON COLUMN public.ai_quota_periods.tier IS 'The tier then in force.';

COMMENT ON COLUMN public.ai_quota_periods.reset_reason IS 'Why an operator closed the period early; NULL at a month''s end.';

CREATE TABLE public.ai_quota_prices (
    model text NOT NULL,
    valid_from date NOT NULL,
    input_price numeric NOT NULL,
    cached_input_price numeric,
    output_price numeric NOT NULL,
    reasoning_price numeric,
    source text,
    CONSTRAINT ai_quota_prices_model_check CHECK (((length(model) >= 1) AND (length(model) <= 200))),
    CONSTRAINT ai_quota_prices_prices_are_not_negative CHECK ((((input_price >= (0)::numeric) AND (input_price <= (1000000)::numeric)) AND ((cached_input_price >= (0)::numeric) AND (cached_input_price <= (1000000)::numeric)) AND ((output_price >= (0)::numeric) AND (output_price <= (1000000)::numeric)) AND ((reasoning_price >= (0)::numeric) AND (reasoning_price <= (1000000)::numeric))))
);

COMMENT ON TABLE public.ai_quota_prices IS 'US dollars per million tokens. The cost of a call is computed when it is recorded.';

COMMENT ON COLUMN public.ai_quota_prices.valid_from IS 'The first UTC day of the price, which holds until the next row of the same model.';

COMMENT ON COLUMN public.ai_quota_prices.cached_input_price IS 'For cached input tokens; NULL: the price of input.';

COMMENT ON COLUMN public.ai_quota_prices.reasoning_price IS 'For reasoning tokens; NULL: the price of output.';

COMMENT ON COLUMN public.ai_quota_prices.source IS 'Where the price was read, and when.';

CREATE TABLE public.ai_quota_subscriptions (
    user_id uuid NOT NULL,
    tier text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    current_period_start timestamp with time zone,
    current_period_end timestamp with time zone,
    CONSTRAINT ai_quota_subscriptions_status_check CHECK (((length(status) >= 1) AND (length(status) <= 50)))
);

COMMENT ON TABLE public.ai_quota_subscriptions IS 'The plan that a user pays for, written by the billing webhook. A change sets the quota at once.';

COMMENT ON COLUMN public.ai_quota_subscriptions.status IS 'active, trialing and past_due keep the tier; any other status means the default tier.';

CREATE TABLE public.ai_quota_tiers (
    tier text NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    CONSTRAINT ai_quota_tiers_quotas_are_positive CHECK (((monthly_token_quota > 0) AND (monthly_request_quota > 0))),
    CONSTRAINT ai_quota_tiers_tier_check CHECK ((tier ~ '^[a-z][a-z0-9_]{0,49}$'::text))
);

COMMENT ON TABLE public.ai_quota_tiers IS 'Limits by tier. Changing a row changes the limits of that tier''s users at once; usage is kept.';

COMMENT ON COLUMN public.ai_quota_tiers.monthly_token_quota IS 'Tokens a calendar month (UTC); NULL is unlimited.';

COMMENT ON COLUMN public.ai_quota_tiers.monthly_request_quota IS 'Requests a calendar month (UTC); NULL is unlimited.';

CREATE VIEW public.ai_quota_unpriced_models WITH (security_invoker='true') AS
 SELECT u.model_used,
    count(*) AS calls,
    sum((u.tokens_prompt + u.tokens_completion)) AS tokens,
    min(u.created_at) AS first_at,
    max(u.created_at) AS last_at
   FROM public.ai_agent_usage u
  WHERE ((u.cost_usd IS NULL) AND (u.model_used IS NOT NULL))
  GROUP BY u.model_used;

COMMENT ON VIEW public.ai_quota_unpriced_models IS 'Models without a known price: calls without a cost, of the users whose usage the caller may
read.';

CREATE TABLE public.profiles (
    user_id uuid NOT NULL,
    email text
);

COMMENT ON TABLE public.profiles IS 'One row per user, with the address for reports.';

ALTER TABLE ONLY ai_quota.opening_balances
    ADD CONSTRAINT opening_balances_pkey PRIMARY KEY (user_id, period_start);

ALTER TABLE ONLY ai_quota.releases
    ADD CONSTRAINT releases_pkey PRIMARY KEY (version);

ALTER TABLE ONLY ai_quota.request_keys
    ADD CONSTRAINT request_keys_pkey PRIMARY KEY (user_id, request_id);

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (is_only_row);

ALTER TABLE ONLY public.ai_agent_usage
    ADD CONSTRAINT ai_agent_usage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_agents
    ADD CONSTRAINT ai_agents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_alerts
    ADD CONSTRAINT ai_quota_alerts_once_a_period UNIQUE (user_id, period_start, metric, threshold);

ALTER TABLE ONLY public.ai_quota_alerts
    ADD CONSTRAINT ai_quota_alerts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_closed_days
    ADD CONSTRAINT ai_quota_closed_days_pkey PRIMARY KEY (user_id, day);

ALTER TABLE ONLY public.ai_quota_overrides
    ADD CONSTRAINT ai_quota_overrides_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.ai_quota_periods
    ADD CONSTRAINT ai_quota_periods_pkey PRIMARY KEY (user_id, period_start);

ALTER TABLE ONLY public.ai_quota_prices
    ADD CONSTRAINT ai_quota_prices_pkey PRIMARY KEY (model, valid_from);

ALTER TABLE ONLY public.ai_quota_reservations
    ADD CONSTRAINT ai_quota_reservations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_subscriptions
    ADD CONSTRAINT ai_quota_subscriptions_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.ai_quota_tiers
    ADD CONSTRAINT ai_quota_tiers_pkey PRIMARY KEY (tier);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_pkey PRIMARY KEY (user_id);

CREATE INDEX settings_default_tier_idx ON ai_quota.settings USING btree (default_tier);

CREATE INDEX ai_agent_usage_reservation_id_idx ON public.ai_agent_usage USING btree (reservation_id) WHERE (reservation_id IS NOT NULL);

CREATE INDEX ai_agent_usage_user_id_created_at_idx ON public.ai_agent_usage USING btree (user_id, created_at);

CREATE INDEX ai_quota_alerts_next_attempt_at_idx ON public.ai_quota_alerts USING btree (next_attempt_at) WHERE (is_deliverable AND (delivered_at IS NULL));

CREATE INDEX ai_quota_reservations_user_id_expires_at_idx ON public.ai_quota_reservations USING btree (user_id, expires_at);

CREATE INDEX ai_quota_subscriptions_tier_idx ON public.ai_quota_subscriptions USING btree (tier);

CREATE INDEX user_ai_quotas_tier_idx ON public.user_ai_quotas USING btree (tier);

CREATE TRIGGER "~ai_quota_apply_override" AFTER INSERT OR DELETE OR UPDATE ON public.ai_quota_overrides FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_override();

CREATE TRIGGER "~ai_quota_apply_subscription" AFTER INSERT OR DELETE OR UPDATE ON public.ai_quota_subscriptions FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_subscription();

CREATE TRIGGER "~ai_quota_apply_tier" AFTER UPDATE ON public.ai_quota_tiers REFERENCING NEW TABLE AS edited FOR EACH STATEMENT EXECUTE FUNCTION ai_quota.apply_tier();

CREATE TRIGGER "~ai_quota_lock_tiers_to_edit" BEFORE INSERT OR DELETE OR UPDATE ON public.ai_quota_tiers FOR EACH STATEMENT EXECUTE FUNCTION ai_quota.lock_tiers_to_edit();

CREATE TRIGGER "~ai_quota_recount_changed" AFTER DELETE OR UPDATE OF user_id, tokens, requests, period_start, expires_at ON public.ai_quota_reservations FOR EACH ROW EXECUTE FUNCTION ai_quota.recount_reservations();

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_default_tier_fkey FOREIGN KEY (default_tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.ai_quota_overrides
    ADD CONSTRAINT ai_quota_overrides_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ai_quota_subscriptions
    ADD CONSTRAINT ai_quota_subscriptions_tier_fkey FOREIGN KEY (tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.ai_quota_subscriptions
    ADD CONSTRAINT ai_quota_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_tier_fkey FOREIGN KEY (tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ai_quota.opening_balances ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.releases ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.request_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.settings ENABLE ROW LEVEL SECURITY;

CREATE POLICY "admins read every override" ON public.ai_quota_overrides FOR SELECT TO authenticated USING (( SELECT ai_quota.is_admin() AS is_admin));

ALTER TABLE public.ai_agent_usage ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_agents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_alerts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_closed_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_overrides ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_periods ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_reservations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_subscriptions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_tiers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;

CREATE POLICY "signed-in users read the agents" ON public.ai_agents FOR SELECT TO authenticated USING (true);

CREATE POLICY "signed-in users read the prices" ON public.ai_quota_prices FOR SELECT TO authenticated USING (true);

CREATE POLICY "signed-in users read the tiers" ON public.ai_quota_tiers FOR SELECT TO authenticated USING (true);

ALTER TABLE public.user_ai_quotas ENABLE ROW LEVEL SECURITY;

CREATE POLICY "users read their own alerts, admins all alerts" ON public.ai_quota_alerts FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own days, admins all days" ON public.ai_quota_closed_days FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own periods, admins all periods" ON public.ai_quota_periods FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own profile" ON public.profiles FOR SELECT TO authenticated USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "users read their own quota, admins every quota" ON public.user_ai_quotas FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own reservations, admins all reservations" ON public.ai_quota_reservations FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own subscription, admins every one" ON public.ai_quota_subscriptions FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own usage, admins all usage" ON public.ai_agent_usage FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

GRANT USAGE ON SCHEMA ai_quota TO authenticated;

GRANT USAGE ON SCHEMA public TO postgres;
GRANT USAGE ON SCHEMA public TO anon;
GRANT USAGE ON SCHEMA public TO authenticated;
GRANT USAGE ON SCHEMA public TO service_role;

REVOKE ALL ON FUNCTION ai_quota.default_request_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_tier() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_token_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.next_reset_date(as_of timestamp with time zone) FROM PUBLIC;

GRANT SELECT ON TABLE public.user_ai_quotas TO authenticated;
GRANT SELECT ON TABLE public.user_ai_quotas TO service_role;

REVOKE ALL ON FUNCTION ai_quota.add_usage(quota public.user_ai_quotas, charged_period timestamp with time zone, tokens bigint, requests bigint, cost_usd numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.agent_exists(agent_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_override() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_subscription() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_tier() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.authorize_user(user_id uuid, is_report boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.close_due_periods(user_ids uuid[], as_of timestamp with time zone, reset_reason text) FROM PUBLIC;

GRANT SELECT ON TABLE public.ai_quota_reservations TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_reservations TO service_role;

REVOKE ALL ON FUNCTION ai_quota.close_reservation(quota public.user_ai_quotas, reservation_id uuid, status public.ai_quota_reservation_status) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_pages() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.create_quota(user_id uuid, tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.delete_user_data() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.denial_reason(quota public.user_ai_quotas, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.describe_quota(quota public.user_ai_quotas) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.effective_limits(user_id uuid, tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_differences(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.handle_new_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.is_admin() FROM PUBLIC;
GRANT ALL ON FUNCTION ai_quota.is_admin() TO authenticated;

REVOKE ALL ON FUNCTION ai_quota.is_end_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.ledger_sums(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.lock_quota(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.lock_tiers() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.lock_tiers_to_edit() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.next_period(open_until timestamp with time zone, period_start timestamp with time zone, as_of timestamp with time zone, is_early boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.pending_reservation(user_id uuid, reservation_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.raise_bad_request(message text, hint text, code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.raise_bad_text(argument text, value text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.raise_out_of_range(argument text, value bigint, at_least bigint, at_most bigint, hint text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.read_quota(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.record_denial(quota public.user_ai_quotas, reason text, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.record_unusual(user_id uuid, ledger_id anyelement, tokens bigint, cost_usd numeric, reservation_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.recount_reservations() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reset_due_quotas(as_of timestamp with time zone, for_at_most interval) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reset_pages(first_page bigint, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.set_limits(user_ids uuid[], tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.tier_for(user_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_reason(reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_reservation(tokens bigint, requests bigint, expires_in_seconds bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_retry(user_id uuid, request_id text, payload_hash bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_usage(agent_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, model_used text, cost_usd numeric, request_id text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.version() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.write_alerts(quota public.user_ai_quotas, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint, cost_usd numeric, request_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint, cost_usd numeric, request_id text) TO service_role;

REVOKE ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint) TO authenticated;
GRANT ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint) TO service_role;

GRANT SELECT ON TABLE public.ai_quota_alerts TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_alerts TO service_role;

REVOKE ALL ON FUNCTION public.claim_quota_alerts("limit" bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_quota_alerts("limit" bigint) TO service_role;

REVOKE ALL ON FUNCTION public.complete_quota_alert(id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complete_quota_alert(id bigint) TO service_role;

REVOKE ALL ON FUNCTION public.create_profile() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.fail_quota_alert(id bigint, error text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.fail_quota_alert(id bigint, error text) TO service_role;

REVOKE ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) TO authenticated;
GRANT ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) TO service_role;

REVOKE ALL ON FUNCTION public.get_user_quota_status() FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_quota_status() TO authenticated;
GRANT ALL ON FUNCTION public.get_user_quota_status() TO service_role;

REVOKE ALL ON FUNCTION public.has_quota_for(tokens bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.has_quota_for(tokens bigint) TO authenticated;
GRANT ALL ON FUNCTION public.has_quota_for(tokens bigint) TO service_role;

REVOKE ALL ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) TO service_role;

REVOKE ALL ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.repair_user_quota(user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.repair_user_quota(user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.reset_monthly_quotas() FROM PUBLIC;
GRANT ALL ON FUNCTION public.reset_monthly_quotas() TO service_role;

REVOKE ALL ON FUNCTION public.reset_user_quota(user_id uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reset_user_quota(user_id uuid, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean) TO service_role;

REVOKE ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.verify_quota_integrity() FROM PUBLIC;
GRANT ALL ON FUNCTION public.verify_quota_integrity() TO service_role;

GRANT SELECT ON TABLE public.ai_agent_usage TO authenticated;
GRANT SELECT ON TABLE public.ai_agent_usage TO service_role;

GRANT SELECT ON TABLE public.ai_agents TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_agents TO service_role;

GRANT INSERT(id) ON TABLE public.ai_agents TO service_role;

GRANT INSERT(name),UPDATE(name) ON TABLE public.ai_agents TO service_role;

GRANT SELECT ON TABLE public.ai_quota_closed_days TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_closed_days TO service_role;

GRANT SELECT ON TABLE public.ai_quota_daily TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_daily TO service_role;

GRANT SELECT ON TABLE public.ai_quota_overrides TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(user_id),UPDATE(user_id) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(monthly_token_quota),UPDATE(monthly_token_quota) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(monthly_request_quota),UPDATE(monthly_request_quota) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(reason),UPDATE(reason) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(expires_at),UPDATE(expires_at) ON TABLE public.ai_quota_overrides TO service_role;

GRANT SELECT ON TABLE public.ai_quota_periods TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_periods TO service_role;

GRANT SELECT ON TABLE public.ai_quota_prices TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(model),UPDATE(model) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(valid_from),UPDATE(valid_from) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(input_price),UPDATE(input_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(cached_input_price),UPDATE(cached_input_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(output_price),UPDATE(output_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(reasoning_price),UPDATE(reasoning_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(source),UPDATE(source) ON TABLE public.ai_quota_prices TO service_role;

GRANT SELECT ON TABLE public.ai_quota_subscriptions TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(user_id),UPDATE(user_id) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(tier),UPDATE(tier) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(status),UPDATE(status) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(current_period_start),UPDATE(current_period_start) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(current_period_end),UPDATE(current_period_end) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT SELECT ON TABLE public.ai_quota_tiers TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(tier),UPDATE(tier) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_token_quota),UPDATE(monthly_token_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_request_quota),UPDATE(monthly_request_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT SELECT ON TABLE public.ai_quota_unpriced_models TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_unpriced_models TO service_role;

GRANT SELECT ON TABLE public.profiles TO authenticated;
GRANT SELECT,DELETE ON TABLE public.profiles TO service_role;

GRANT INSERT(user_id) ON TABLE public.profiles TO service_role;

GRANT INSERT(email),UPDATE(email) ON TABLE public.profiles TO service_role;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON SEQUENCES  TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON SEQUENCES  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON SEQUENCES  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON SEQUENCES  TO service_role;

ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON SEQUENCES  TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON SEQUENCES  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON SEQUENCES  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON SEQUENCES  TO service_role;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON FUNCTIONS  TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON FUNCTIONS  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON FUNCTIONS  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON FUNCTIONS  TO service_role;

ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON FUNCTIONS  TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON FUNCTIONS  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON FUNCTIONS  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON FUNCTIONS  TO service_role;

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES  TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT ALL ON TABLES  TO service_role;

ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON TABLES  TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON TABLES  TO anon;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON TABLES  TO authenticated;
ALTER DEFAULT PRIVILEGES FOR ROLE supabase_admin IN SCHEMA public GRANT ALL ON TABLES  TO service_role;
