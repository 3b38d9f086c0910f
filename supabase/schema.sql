-- Generated from the database by `make types`: read this, edit supabase/schemas.

CREATE SCHEMA ai_quota;

COMMENT ON SCHEMA ai_quota IS 'Internals of the AI token quotas. Not exposed through the API, which is in schema public.';

CREATE TYPE ai_quota.usage_call AS (
	agent_id uuid,
	session_id uuid,
	discipline text,
	workflow_id text,
	tokens_prompt bigint,
	tokens_completion bigint,
	model_used text,
	cost_usd numeric,
	tokens_cached bigint,
	tokens_cache_write bigint,
	tokens_reasoning bigint,
	tokens_audio_prompt bigint,
	tokens_audio_completion bigint,
	requests bigint,
	user_id uuid,
	request_id text,
	reservation_id uuid,
	is_final boolean,
	occurred_at timestamp with time zone,
	usage_source text
);

CREATE TYPE public.ai_quota_alert_kind AS ENUM (
    'usage',
    'denied'
);

CREATE TYPE public.ai_quota_alert_delivery AS (
	id bigint,
	user_id uuid,
	period_start timestamp with time zone,
	kind public.ai_quota_alert_kind,
	metric text,
	threshold smallint,
	used bigint,
	quota bigint,
	created_at timestamp with time zone,
	attempts integer,
	next_attempt_at timestamp with time zone,
	delivered_at timestamp with time zone,
	last_error text
);

COMMENT ON TYPE public.ai_quota_alert_delivery IS 'An alert and how far its delivery is: the row of claim_quota_alerts.';

CREATE TYPE public.ai_quota_alert_message AS (
	id bigint,
	message_key uuid,
	user_id uuid,
	email text,
	name text,
	language text,
	metric text,
	threshold smallint,
	used bigint,
	quota bigint,
	tier text,
	upgrade_tier text,
	reset_date date,
	reached_on date,
	created_at timestamp with time zone,
	channels text[]
);

COMMENT ON TYPE public.ai_quota_alert_message IS 'What to tell of an alert, and to whom: the row of prepare_quota_alert.';

CREATE TYPE public.ai_quota_caller AS ENUM (
    'user',
    'server'
);

CREATE TYPE public.ai_quota_on_expiry AS ENUM (
    'release',
    'charge'
);

CREATE TYPE public.ai_quota_reservation_status AS ENUM (
    'pending',
    'settled',
    'released',
    'charged'
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

CREATE TYPE public.ai_quota_usage_source AS ENUM (
    'provider',
    'estimated'
);

CREATE FUNCTION ai_quota.add_to_day(user_id uuid, day date, tokens bigint, requests bigint, cost_usd numeric, unpriced_requests bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  insert into public.ai_quota_closed_days as d (
    user_id, day, tokens, requests, cost_usd, unpriced_requests
  )
  select
    add_to_day.user_id, add_to_day.day, add_to_day.tokens, add_to_day.requests,
    coalesce(add_to_day.cost_usd, 0), add_to_day.unpriced_requests
  where (
      add_to_day.tokens, add_to_day.requests, coalesce(add_to_day.cost_usd, 0),
      add_to_day.unpriced_requests
    ) <> (0, 0, 0, 0)
  on conflict on constraint ai_quota_closed_days_pkey do update
    set tokens = d.tokens + excluded.tokens,
      requests = d.requests + excluded.requests,
      cost_usd = d.cost_usd + excluded.cost_usd,
      unpriced_requests = d.unpriced_requests + excluded.unpriced_requests;
end
$$;

CREATE FUNCTION ai_quota.default_request_quota() RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select t.monthly_request_quota
  from public.ai_quota_tiers as t
  where t.tier = ai_quota.default_tier()
$$;

CREATE FUNCTION ai_quota.default_tier() RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return coalesce(
    (select s.default_tier from ai_quota.settings as s),
    (
      select t.tier
      from public.ai_quota_tiers as t
      order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
      limit 1
    )
  );
end
$$;

CREATE FUNCTION ai_quota.default_token_quota() RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select t.monthly_token_quota
  from public.ai_quota_tiers as t
  where t.tier = ai_quota.default_tier()
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
    current_day_unpriced bigint DEFAULT 0 NOT NULL,
    limits_version bigint DEFAULT 0 NOT NULL,
    assigned_tier text,
    is_anonymous boolean DEFAULT false NOT NULL,
    period_anchor date,
    opened_early_at timestamp with time zone,
    own_period_end date,
    user_minute timestamp with time zone,
    user_writes integer DEFAULT 0 NOT NULL,
    CONSTRAINT user_ai_quotas_figures_check CHECK (((LEAST(monthly_token_quota, monthly_request_quota) > 0) AND (LEAST(current_month_tokens, current_month_requests) >= 0)))
)
WITH (fillfactor='70');

COMMENT ON TABLE public.user_ai_quotas IS 'One row per user: the limits in force, and the usage of [period_start, quota_reset_date).';

COMMENT ON COLUMN public.user_ai_quotas.user_id IS 'The user, as in auth.users.';

COMMENT ON COLUMN public.user_ai_quotas.monthly_token_quota IS 'Effective limit in tokens: a live override, else the tier. NULL is unlimited.';

COMMENT ON COLUMN public.user_ai_quotas.monthly_request_quota IS 'Effective limit in requests: a live override, else the tier. NULL is unlimited.';

COMMENT ON COLUMN public.user_ai_quotas.current_month_tokens IS 'Tokens used in the open period. May pass the limit: usage that happened is always recorded.';

COMMENT ON COLUMN public.user_ai_quotas.current_month_requests IS 'Requests made in the open period.';

COMMENT ON COLUMN public.user_ai_quotas.quota_reset_date IS 'The UTC day on which the next period starts.';

COMMENT ON COLUMN public.user_ai_quotas.period_start IS 'When the open period began: at 00:00 UTC, or at the moment of an early reset or first payment.';

COMMENT ON COLUMN public.user_ai_quotas.tier IS 'The tier in force: of the best live subscription, else assigned_tier, else the default.';

COMMENT ON COLUMN public.user_ai_quotas.limits_expire_at IS 'When the limits must be read anew: an override or a subscription behind them ends. NULL: never.';

COMMENT ON COLUMN public.user_ai_quotas.is_blocked IS 'A blocked user gets no reservation and reports no usage. What the server reports is recorded.';

COMMENT ON COLUMN public.user_ai_quotas.reserved_tokens IS 'Tokens held by reservations of the open period. Valid until reserved_valid_until; the next call
after that counts them again.';

COMMENT ON COLUMN public.user_ai_quotas.reserved_requests IS 'Requests held by reservations of the open period. Valid until reserved_valid_until.';

COMMENT ON COLUMN public.user_ai_quotas.reserved_valid_until IS 'When the first reservation counted in reserved_* expires. The end of the period if none is
counted, NULL if the period had none, the epoch if they must be counted again.';

COMMENT ON COLUMN public.user_ai_quotas.current_day IS 'The UTC day counted in current_day_*. The first call of a later day moves it to
ai_quota_closed_days.';

COMMENT ON COLUMN public.user_ai_quotas.current_day_tokens IS 'Tokens used on current_day.';

COMMENT ON COLUMN public.user_ai_quotas.current_day_requests IS 'Requests made on current_day.';

COMMENT ON COLUMN public.user_ai_quotas.current_day_cost_usd IS 'US dollars; calls of unknown price are left out: current_day_unpriced counts them.';

COMMENT ON COLUMN public.user_ai_quotas.period_end IS 'quota_reset_date as an instant: 00:00 UTC.';

COMMENT ON COLUMN public.user_ai_quotas.current_day_unpriced IS 'Requests of current_day whose price was unknown.';

COMMENT ON COLUMN public.user_ai_quotas.limits_version IS 'The version of tiers and settings that the limits are from.';

COMMENT ON COLUMN public.user_ai_quotas.assigned_tier IS 'The tier that initialize_user_quota gave; NULL: the default tier. A subscription overrules it.';

COMMENT ON COLUMN public.user_ai_quotas.is_anonymous IS 'Whether the user is anonymous and settings.anonymous_tier admits no call.';

COMMENT ON COLUMN public.user_ai_quotas.period_anchor IS 'The day from which months are counted: the start of a subscription. NULL: the first of a month.';

COMMENT ON COLUMN public.user_ai_quotas.opened_early_at IS 'When a first payment last opened a period.';

COMMENT ON COLUMN public.user_ai_quotas.own_period_end IS 'When the open period would have ended if the anchor had not changed in it. NULL: it did not.';

COMMENT ON COLUMN public.user_ai_quotas.user_minute IS 'Start of the minute that user_writes counts, for the rate limit.';

COMMENT ON COLUMN public.user_ai_quotas.user_writes IS 'Reports and reservations that the signed-in user made in user_minute.';

CREATE FUNCTION ai_quota.add_usage(quota public.user_ai_quotas, charged_period timestamp with time zone, tokens bigint, requests bigint, cost_usd numeric, unpriced_requests bigint DEFAULT 0, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_before public.user_ai_quotas := quota;
  v_quota public.user_ai_quotas := quota;
  v_day date := (add_usage.as_of at time zone 'UTC')::date;
  v_is_open boolean := v_quota.period_start = add_usage.charged_period;
begin
  if v_is_open and (
    v_quota.current_month_tokens not between - add_usage.tokens and 9000000000000000000
    or v_quota.current_month_requests < - add_usage.requests
  ) then
    perform ai_quota.raise_bad_request(
      format(
        'tokens (tokens_prompt + tokens_completion) must leave the period between 0 and %s,'
        || ' got %s on top of %s tokens and %s requests',
        9000000000000000000, add_usage.tokens, v_quota.current_month_tokens,
        v_quota.current_month_requests
      ),
      'A correction can take back at most what was used.'
    );
  end if;
  if v_is_open then
    v_quota.current_month_tokens := v_quota.current_month_tokens + add_usage.tokens;
    v_quota.current_month_requests := v_quota.current_month_requests + add_usage.requests;
  else
    update public.ai_quota_periods as p
    set
      tokens_used = p.tokens_used + add_usage.tokens,
      requests_used = p.requests_used + add_usage.requests
    where p.user_id = v_quota.user_id and p.period_start = add_usage.charged_period;
    if not found and (add_usage.tokens, add_usage.requests) <> (0, 0) then
      -- It had no usage when it was closed.
      insert into public.ai_quota_periods (
        user_id, period_start, period_end, tokens_used, requests_used,
        monthly_token_quota, monthly_request_quota, tier
      )
      select
        v_quota.user_id, add_usage.charged_period,
        least(v_quota.period_start, min(p.period_start)), add_usage.tokens, add_usage.requests,
        v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.tier
      from public.ai_quota_periods as p
      where p.user_id = v_quota.user_id and p.period_start > add_usage.charged_period;
    end if;
  end if;
  -- The job has counted this moment, or may have.
  if v_day < (now() at time zone 'UTC')::date or add_usage.as_of < now() - interval '5 minutes' then
    insert into ai_quota.late_days (day, user_id) values (v_day, v_quota.user_id);
  end if;
  if v_day = v_quota.current_day then
    v_quota.current_day_tokens := v_quota.current_day_tokens + add_usage.tokens;
    v_quota.current_day_requests := v_quota.current_day_requests + add_usage.requests;
    v_quota.current_day_cost_usd :=
      v_quota.current_day_cost_usd + coalesce(add_usage.cost_usd, 0);
    v_quota.current_day_unpriced := v_quota.current_day_unpriced + add_usage.unpriced_requests;
  else
    perform ai_quota.add_to_day(
      v_quota.user_id, v_day, add_usage.tokens, add_usage.requests, add_usage.cost_usd,
      add_usage.unpriced_requests
    );
    -- The day of the row stays as it is: says that this is no update of an older deployment's.
    perform set_config('ai_quota.is_counting', 'true', true);
  end if;
  update public.user_ai_quotas as q
  set
    current_month_tokens = v_quota.current_month_tokens,
    current_month_requests = v_quota.current_month_requests,
    current_day_tokens = v_quota.current_day_tokens,
    current_day_requests = v_quota.current_day_requests,
    current_day_cost_usd = v_quota.current_day_cost_usd,
    current_day_unpriced = v_quota.current_day_unpriced
  where q.user_id = v_quota.user_id
  returning q.* into v_quota;
  if v_day <> v_quota.current_day then
    perform set_config('ai_quota.is_counting', '', true);
  end if;
  perform ai_quota.write_alerts(v_before, v_quota);
  return v_quota;
end
$$;

CREATE FUNCTION ai_quota.advance(quota public.user_ai_quotas, as_of timestamp with time zone, is_first_payment boolean DEFAULT NULL::boolean) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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
declare
  v_user_id uuid;
begin
  for v_user_id in
    select distinct u.id
    from auth.users as u
    where u.id in (
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    )
    order by u.id
  loop
    perform ai_quota.lock_quota(v_user_id, refresh => true);
  end loop;
  return null;
end
$$;

CREATE FUNCTION ai_quota.apply_subscription() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid;
  v_is_first_payment boolean := false;
begin
  if tg_op = 'DELETE' then
    -- Not where the account goes too.
    if exists (select from auth.users as u where u.id = old.user_id) then
      insert into ai_quota.deleted_subscriptions (subscription_id, event_at)
      values (old.subscription_id, greatest(now(), old.event_at))
      on conflict (subscription_id) do update set event_at = excluded.event_at;
    end if;
  else
    v_is_first_payment := new.status = 'active'
      and ai_quota.live_until(new) > now()
      and (tg_op = 'INSERT' or (ai_quota.live_until(old) > now()) is not true)
      and not exists (
        select from public.ai_quota_subscriptions as s
        where s.user_id = new.user_id
          and s.subscription_id <> new.subscription_id
          and ai_quota.live_until(s) > now()
      );
  end if;
  if tg_op = 'INSERT' then
    -- What a release without ids stored of the user.
    delete from public.ai_quota_subscriptions as s
    where s.subscription_id = 'before 0.10: ' || new.user_id
      and s.subscription_id <> new.subscription_id;
  end if;
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
      perform ai_quota.lock_quota(
        v_user_id, refresh => true, is_first_payment => v_is_first_payment
      );
    end if;
  end loop;
  return null;
end
$$;

CREATE FUNCTION ai_quota.archive_period(quota public.user_ai_quotas, closed_at timestamp with time zone, is_early boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.assign_tier(user_id uuid, tier text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.lock_quota(assign_tier.user_id);
  update public.user_ai_quotas as q
  set assigned_tier = nullif(assign_tier.tier, ai_quota.default_tier())
  where q.user_id = assign_tier.user_id;
  return ai_quota.lock_quota(assign_tier.user_id, refresh => true);
end
$$;

CREATE FUNCTION ai_quota.authorize_admin() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if ai_quota.is_end_user() and not ai_quota.is_admin() then
    perform ai_quota.raise_bad_request(
      'this is for admins, operators and the server, not for other users',
      'An admin''s app_metadata has ai_quota_role = admin.',
      '42501'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.authorize_operator(user_id uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if not ai_quota.is_end_user() then
    return ai_quota.authorize_user(authorize_operator.user_id);
  end if;
  if not exists (
    select from auth.users as u
    where u.id = auth.uid() and u.raw_app_meta_data ->> 'ai_quota_role' = 'operator'
  ) then
    perform ai_quota.raise_bad_request(
      'this is for operators and the server, not for other users',
      'An operator''s app_metadata has ai_quota_role = operator.',
      '42501'
    );
  end if;
  if (authorize_operator.user_id <> auth.uid()) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'user_id must be somebody else''s, got %s',
        coalesce(authorize_operator.user_id::text, 'null')
      ),
      'Another operator must do this for you.',
      '42501'
    );
  end if;
  return authorize_operator.user_id;
end
$$;

CREATE FUNCTION ai_quota.authorize_server() RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if ai_quota.is_end_user() and pg_trigger_depth() = 0 then
    perform ai_quota.raise_bad_request(
      'this is for the server, not for signed-in users', 'Call it with service_role.', '42501'
    );
  end if;
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
    and (select s.users_report_usage from ai_quota.settings as s) is not true
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

CREATE FUNCTION ai_quota.call_cost(model text, as_of timestamp with time zone, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint DEFAULT 0, tokens_cache_write bigint DEFAULT 0, tokens_reasoning bigint DEFAULT 0, tokens_audio_prompt bigint DEFAULT 0, tokens_audio_completion bigint DEFAULT 0) RETURNS numeric
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_utc timestamp := call_cost.as_of at time zone 'UTC';
  v_price public.ai_quota_prices;
  v_model text;
  v_rule jsonb;
  v_cached bigint;
  v_written bigint;
  v_audio bigint;
  v_both bigint;
  v_reasoning bigint;
  v_speech bigint;
begin
  select p.* into v_price
  from public.ai_quota_prices as p
  where p.model = call_cost.model and p.valid_from <= v_utc::date
  order by p.is_from_list, p.valid_from desc
  limit 1;
  if not found then
    v_model := ai_quota.find_priced_model(call_cost.model);
    select p.* into v_price
    from public.ai_quota_prices as p
    where p.model = v_model and p.valid_from <= v_utc::date
    order by p.is_from_list, p.valid_from desc
    limit 1;
    if not found then
      return null;
    end if;
  end if;

  if v_price.rules is not null then
    select r.rule into v_rule
    from jsonb_array_elements(v_price.rules) with ordinality as r (rule, place)
    where (r.rule ->> 'above' is null or call_cost.tokens_prompt > (r.rule ->> 'above')::numeric)
      and case
        when r.rule ->> 'from' is null then true
        when r.rule ->> 'from' < r.rule ->> 'until'
          then to_char(v_utc, 'HH24:MI') >= r.rule ->> 'from'
            and to_char(v_utc, 'HH24:MI') < r.rule ->> 'until'
        else to_char(v_utc, 'HH24:MI') >= r.rule ->> 'from'
          or to_char(v_utc, 'HH24:MI') < r.rule ->> 'until'
      end
    order by r.place desc
    limit 1;
    if found then
      v_price := jsonb_populate_record(v_price, v_rule);
    end if;
  end if;

  -- The usual call.
  if call_cost.tokens_cache_write = 0
    and call_cost.tokens_audio_prompt = 0
    and call_cost.tokens_audio_completion = 0
  then
    return (
      (call_cost.tokens_prompt - call_cost.tokens_cached) * v_price.input_price
      + call_cost.tokens_cached * coalesce(v_price.cached_input_price, v_price.input_price)
      + (call_cost.tokens_completion - call_cost.tokens_reasoning) * v_price.output_price
      + call_cost.tokens_reasoning * coalesce(v_price.reasoning_price, v_price.output_price)
    ) * 0.000001;
  end if;

  -- A kind without a price of its own is text of the input or the output.
  v_cached := case when v_price.cached_input_price is null then 0 else tokens_cached end;
  v_written := case when v_price.cache_write_price is null then 0 else tokens_cache_write end;
  v_audio := case when v_price.audio_input_price is null then 0 else tokens_audio_prompt end;
  v_reasoning := case when v_price.reasoning_price is null then 0 else tokens_reasoning end;
  v_speech := case when v_price.audio_output_price is null then 0 else tokens_audio_completion end;
  -- How much of the audio was cached is known only where everything was audio, or cached;
  -- else it is null, and the sum too.
  v_both := case
    when 0 in (v_cached, v_audio) then 0
    when call_cost.tokens_prompt in (v_cached, v_audio) then least(v_cached, v_audio)
  end;
  if v_both > 0 and v_price.cached_audio_input_price is null
    or v_written > 0 and v_audio > 0
    or v_reasoning > 0 and v_speech > 0
    or v_cached + v_written + v_audio - v_both > call_cost.tokens_prompt
    or v_reasoning + v_speech > call_cost.tokens_completion
  then
    return null;
  end if;
  return (
    (call_cost.tokens_prompt - v_cached - v_written - v_audio + v_both) * v_price.input_price
    + (v_cached - v_both) * coalesce(v_price.cached_input_price, 0)
    + v_written * coalesce(v_price.cache_write_price, 0)
    + (v_audio - v_both) * coalesce(v_price.audio_input_price, 0)
    + v_both * coalesce(v_price.cached_audio_input_price, 0)
    + (call_cost.tokens_completion - v_reasoning - v_speech) * v_price.output_price
    + v_reasoning * coalesce(v_price.reasoning_price, 0)
    + v_speech * coalesce(v_price.audio_output_price, 0)
  ) * 0.000001;
end
$$;

COMMENT ON FUNCTION ai_quota.call_cost(model text, as_of timestamp with time zone, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_cache_write bigint, tokens_reasoning bigint, tokens_audio_prompt bigint, tokens_audio_completion bigint) IS 'US dollars of one call, or null where no exact price is known. Cached, cache_write and
audio_prompt are parts of prompt; reasoning and audio_completion are parts of completion.';

CREATE FUNCTION ai_quota.cell(value text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if value ~ '^[-=+@\t\r\n]'
    and coalesce(nullif(current_setting('request.headers', true), '')::jsonb ->> 'accept', '')
      ~* 'text/csv'
  then
    return '''' || value;
  end if;
  return value;
end
$$;

CREATE FUNCTION ai_quota.charge_due_reservations(at_most integer DEFAULT 1000) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_charged bigint := 0;
  v_user_id uuid;
begin
  for v_user_id in
    select u.id
    from auth.users as u
    where u.id in (
      select r.user_id
      from public.ai_quota_reservations as r
      where r.status = 'pending' and r.on_expiry = 'charge' and r.expires_at <= now()
      order by r.expires_at
      limit charge_due_reservations.at_most
    )
    order by u.id
    for key share skip locked
  loop
    perform ai_quota.lock_quota(v_user_id, refresh => true);
    v_charged := v_charged + 1;
  end loop;
  return v_charged;
end
$$;

CREATE FUNCTION ai_quota.charge_expired(quota public.user_ai_quotas, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := quota;
  v_tokens bigint;
  v_requests bigint;
  r public.ai_quota_reservations;
begin
  for r in
    select c.*
    from public.ai_quota_reservations as c
    where c.user_id = v_quota.user_id
      and c.status = 'pending'
      and c.on_expiry = 'charge'
      and c.expires_at <= charge_expired.as_of
    order by c.expires_at, c.id
  loop
    v_tokens := r.tokens - r.tokens_settled;
    v_requests := greatest(r.requests - r.requests_settled, 0);
    if r.period_start > v_quota.period_start then
      -- The quota row was deleted and made anew: its period began earlier.
      r.period_start := v_quota.period_start;
      update public.ai_quota_reservations as c
      set period_start = r.period_start
      where c.id = r.id;
    end if;
    insert into public.ai_agent_usage (
      user_id, tokens_prompt, requests, reservation_id, reported_by, usage_source, period_start,
      created_at
    )
    values (
      r.user_id, v_tokens, v_requests, r.id, r.reserved_by, 'estimated', r.period_start,
      r.expires_at
    );
    update public.ai_quota_reservations as c
    set status = 'charged', closed_at = charge_expired.as_of
    where c.id = r.id;
    v_quota := ai_quota.add_usage(
      v_quota, r.period_start, v_tokens, v_requests, null, v_requests, r.expires_at
    );
  end loop;
  return v_quota;
end
$$;

CREATE FUNCTION ai_quota.charged_period(user_id uuid, created_at timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.cheaper_models() RETURNS TABLE(kind text, user_id uuid, subject text, figure numeric, advice text)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  with used as (
    select b.model, sum(b.cost_usd) as cost_usd
    from ai_quota.usage_by_label as b
    where b.day > (now() at time zone 'UTC')::date - 30 and b.reported_by = 'server'
    group by b.model
    having sum(b.cost_usd) > 0
  ),
  prices as materialized (
    select distinct on (p.model)
      p.model, substring(p.model from '^[^0-9]+') as family,
      -- Three tokens in for one out.
      3 * p.input_price + p.output_price as price
    from public.ai_quota_prices as p
    where p.valid_from <= (now() at time zone 'UTC')::date
    order by p.model, p.valid_from desc
  ),
  cheapest as materialized (
    select distinct on (p.family) p.family, p.model, p.price
    from prices as p
    where p.price > 0
    order by p.family, p.price, p.model
  )
  select
    'cheaper_model', null::uuid, u.model || ' -> ' || c.model,
    round(u.cost_usd * (1 - c.price / p.price), 2),
    'By price only: this much less for the same tokens. Whether it does the work is for you to try.'
  from used as u
    join prices as p on p.model = u.model
    join cheapest as c on c.family = p.family and c.price <= p.price / 2
$$;

CREATE FUNCTION ai_quota.check_subscription() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  new.tier := coalesce(new.tier, ai_quota.default_tier());
  new.event_at := coalesce(new.event_at, now());
  if ai_quota.status_rank(new.status) = 0 or new.status is null then
    perform ai_quota.raise_bad_request(
      format('status is unknown, got %s', coalesce(quote_literal(left(new.status, 50)), 'null')),
      'Pass one of active, trialing, past_due, canceled, unpaid, incomplete, incomplete_expired, '
      || 'paused.'
    );
  end if;
  if new.event_at > now() + interval '5 minutes' then
    perform ai_quota.raise_bad_request(
      format('event_at must not be ahead of the clock, got %s', new.event_at),
      'Pass when the provider made the event, or leave event_at out for now.'
    );
  end if;
  if tg_op = 'INSERT' then
    if exists (
      select from ai_quota.deleted_subscriptions as d
      where d.subscription_id = new.subscription_id
        and date_trunc('second', d.event_at, 'UTC') >= date_trunc('second', new.event_at, 'UTC')
    ) then
      return null;
    end if;
    return new;
  end if;
  if tg_argv[0] = 'with event_at' then
    if new.subscription_id = old.subscription_id and not ai_quota.is_later_event(new, old) then
      return null;
    end if;
    perform set_config('ai_quota.event_of', new.subscription_id, true);
  elsif current_setting('ai_quota.event_of', true) is distinct from new.subscription_id then
    -- The statement does not say when the event was: an edit of now.
    new.event_at := greatest(now(), old.event_at);
  else
    perform set_config('ai_quota.event_of', '', true);
  end if;
  return new;
end
$$;

CREATE FUNCTION ai_quota.check_tier_limits() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_tokens public.user_ai_quotas.monthly_token_quota%type := new.monthly_token_quota;
  v_requests public.user_ai_quotas.monthly_request_quota%type := new.monthly_request_quota;
begin
  new.monthly_token_quota := v_tokens;
  new.monthly_request_quota := v_requests;
  return new;
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
    reserved_by public.ai_quota_caller DEFAULT 'user'::public.ai_quota_caller NOT NULL,
    on_expiry public.ai_quota_on_expiry DEFAULT 'release'::public.ai_quota_on_expiry NOT NULL,
    request_id text,
    tokens_settled bigint DEFAULT 0 NOT NULL,
    requests_settled bigint DEFAULT 0 NOT NULL,
    CONSTRAINT ai_quota_reservations_figures_check CHECK ((LEAST(tokens, requests) >= 1))
);

COMMENT ON TABLE public.ai_quota_reservations IS 'Tokens and requests held before a call. A pending row counts against the quota until
expires_at.';

COMMENT ON COLUMN public.ai_quota_reservations.id IS 'Set by the database: the reservation_id of track_usage and release_reservation.';

COMMENT ON COLUMN public.ai_quota_reservations.user_id IS 'The user, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_reservations.tokens IS 'Tokens reserved: an upper bound of the call.';

COMMENT ON COLUMN public.ai_quota_reservations.requests IS 'Requests reserved.';

COMMENT ON COLUMN public.ai_quota_reservations.status IS 'pending, then settled (by track_usage), released, or charged (it expired and counts as used).';

COMMENT ON COLUMN public.ai_quota_reservations.period_start IS 'Start of the period that it holds tokens of, and that is charged up to an hour after expires_at.';

COMMENT ON COLUMN public.ai_quota_reservations.expires_at IS 'When it ends by itself if it is still pending.';

COMMENT ON COLUMN public.ai_quota_reservations.created_at IS 'When it was made.';

COMMENT ON COLUMN public.ai_quota_reservations.closed_at IS 'When it was settled, released or charged; NULL: it is pending.';

COMMENT ON COLUMN public.ai_quota_reservations.reserved_by IS 'Who made it. Only the server can end a reservation of the server.';

COMMENT ON COLUMN public.ai_quota_reservations.on_expiry IS 'release: it no longer counts once it has expired. charge: it then counts as used in full.';

COMMENT ON COLUMN public.ai_quota_reservations.request_id IS 'Idempotency key of reserve_tokens.';

COMMENT ON COLUMN public.ai_quota_reservations.tokens_settled IS 'Tokens that partial reports have taken out of tokens.';

COMMENT ON COLUMN public.ai_quota_reservations.requests_settled IS 'Requests that partial reports have taken out of requests.';

CREATE FUNCTION ai_quota.close_reservation(quota public.user_ai_quotas, reservation_id uuid, status public.ai_quota_reservation_status) RETURNS public.ai_quota_reservations
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_reservation public.ai_quota_reservations;
begin
  select r.* into v_reservation
  from public.ai_quota_reservations as r
  where r.id = close_reservation.reservation_id
    and r.user_id = (close_reservation.quota).user_id
    and r.status = 'pending';
  if found then
    perform ai_quota.draw_reservation(
      close_reservation.quota, v_reservation, close_reservation.status
    );
  end if;
  return v_reservation;
end
$$;

CREATE FUNCTION ai_quota.correct_charge(quota public.user_ai_quotas, reservation public.ai_quota_reservations) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_tokens bigint := reservation.tokens - reservation.tokens_settled;
  v_requests bigint := greatest(reservation.requests - reservation.requests_settled, 0);
begin
  -- An operator may have taken some of it back already.
  select least(v_tokens, coalesce(sum(u.tokens), 0)), least(v_requests, coalesce(sum(u.requests), 0))
  into v_tokens, v_requests
  from (
    select quota.current_month_tokens, quota.current_month_requests
    where quota.period_start = reservation.period_start
    union all
    select p.tokens_used, p.requests_used
    from public.ai_quota_periods as p
    where p.user_id = reservation.user_id and p.period_start = reservation.period_start
  ) as u (tokens, requests);
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, requests, reservation_id, reported_by, usage_source, is_adjustment,
    period_start, created_at
  )
  values (
    reservation.user_id, - v_tokens, - v_requests, reservation.id, reservation.reserved_by,
    'estimated', true, reservation.period_start, reservation.expires_at
  );
  return ai_quota.add_usage(
    correct_charge.quota, reservation.period_start, - v_tokens, - v_requests, null, - v_requests,
    reservation.expires_at
  );
end
$$;

CREATE FUNCTION ai_quota.count_active(from_day date, to_day date, tier text DEFAULT NULL::text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_counted date := (
    select case
      when r.recent_counted_at > now() - interval '15 minutes' then r.recent_day
      else least(r.recent_day - 1, r.counted_through)
    end
    from ai_quota.rollup as r
  );
begin
  return (
    select coalesce(sum(a.users), 0)
    from ai_quota.active_users as a
    where a.day between count_active.from_day and least(count_active.to_day, v_counted)
      and a.previous_day < count_active.from_day
      and v_counted is not null
      and (count_active.tier is null or a.tier = count_active.tier)
  ) + (
    select coalesce(sum(d.users), 0)
    from ai_quota.deleted_active_users as d
    where d.day between greatest(count_active.from_day, v_counted + 1) and count_active.to_day
      and d.previous_day < count_active.from_day
      and (count_active.tier is null or d.tier = count_active.tier)
  ) + (
    select count(*)
    from generate_series(
      0, count_active.to_day - greatest(count_active.from_day, v_counted + 1)
    ) as n
      cross join lateral ai_quota.list_active(
        greatest(count_active.from_day, v_counted + 1) + n
      ) as l
    where l.previous_day < count_active.from_day
      and (count_active.tier is null or l.tier = count_active.tier)
  );
end
$$;

CREATE FUNCTION ai_quota.count_active_day(of_day date) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  delete from ai_quota.active_users as a where a.day = count_active_day.of_day;
  insert into ai_quota.active_users (day, previous_day, tier, users)
  select count_active_day.of_day, n.previous_day, n.tier, sum(n.users)
  from (
    select l.previous_day, l.tier, 1 as users from ai_quota.list_active(of_day) as l
    union all
    select d.previous_day, d.tier, d.users
    from ai_quota.deleted_active_users as d
    where d.day = count_active_day.of_day
  ) as n
  group by n.previous_day, n.tier;
end
$$;

CREATE FUNCTION ai_quota.count_day(of_day date) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
declare
  v_late uuid[];
  v_day date;
  r ai_quota.rollup;
begin
  select o.* into r from ai_quota.rollup as o;
  with gone as (
    delete from ai_quota.late_days as l where l.day = count_day.of_day returning l.user_id
  )
  select array_agg(distinct g.user_id) filter (where g.user_id is not null)
  into v_late
  from gone as g;
  delete from ai_quota.usage_by_label as b where b.day = count_day.of_day;
  insert into ai_quota.usage_by_label select c.* from ai_quota.count_labels(of_day) as c;
  delete from ai_quota.usage_by_tier as t where t.day = count_day.of_day;
  insert into ai_quota.usage_by_tier
  select
    b.day, b.tier, b.reported_by, sum(b.tokens), sum(b.requests), sum(b.cost_usd),
    sum(b.unpriced_requests)
  from ai_quota.usage_by_label as b
  where b.day = count_day.of_day
  group by b.day, b.tier, b.reported_by;
  perform ai_quota.count_active_day(of_day);
  for v_day in
    select distinct n.day
    from unnest(v_late) as l (user_id)
      cross join lateral (
        select (u.created_at::timestamptz at time zone 'UTC')::date as day
        from public.ai_agent_usage as u
        where u.user_id = l.user_id and u.created_at >= count_day.of_day + 1 and not u.is_adjustment
        order by u.created_at
        limit 1
      ) as n
    where n.day <= r.counted_through
  loop
    perform ai_quota.count_active_day(v_day);
  end loop;
  perform ai_quota.count_users(
    v_late, greatest(r.recent_day, coalesce(r.counted_through, r.counting_through))
  );
end
$$;

CREATE TABLE ai_quota.usage_by_label (
    day date NOT NULL,
    model text NOT NULL,
    discipline text NOT NULL,
    workflow text NOT NULL,
    tier text NOT NULL,
    reported_by public.ai_quota_caller NOT NULL,
    tokens bigint NOT NULL,
    requests bigint NOT NULL,
    cost_usd numeric NOT NULL,
    unpriced_requests bigint NOT NULL
);

COMMENT ON TABLE ai_quota.usage_by_label IS 'The ledger summed by UTC day and label, without user ids. The rows stay when accounts go. An empty
label: the calls without it. other: what is beyond 50 combinations of labels a user and day, and beyond
2,000 rows a day.';

COMMENT ON COLUMN ai_quota.usage_by_label.tier IS 'The tier of the period that was charged; empty: unknown.';

COMMENT ON COLUMN ai_quota.usage_by_label.cost_usd IS 'US dollars; calls of unknown price are left out: unpriced_requests counts them.';

CREATE FUNCTION ai_quota.count_labels(of_day date) RETURNS SETOF ai_quota.usage_by_label
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  with labels as (
    select
      l.model, l.discipline, l.workflow, l.tier, l.reported_by,
      ai_quota.to_bigint(sum(l.tokens)) as tokens,
      ai_quota.to_bigint(sum(l.requests)) as requests, sum(l.cost_usd) as cost_usd,
      ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests
    from (
      select
        s.model, s.discipline, s.workflow, s.tier, s.reported_by, s.tokens, s.requests, s.cost_usd,
        s.unpriced_requests
      from ai_quota.sum_labels(count_labels.of_day, count_labels.of_day) as s
      union all
      select
        d.model, d.discipline, d.workflow, d.tier, d.reported_by, d.tokens, d.requests, d.cost_usd,
        d.unpriced_requests
      from ai_quota.deleted_usage_by_label as d
      where d.day = count_labels.of_day
    ) as l
    group by 1, 2, 3, 4, 5
  ),
  ranked as (
    select
      l.*,
      row_number() over (
        order by l.tokens desc, l.model, l.discipline, l.workflow, l.tier, l.reported_by
      ) <= 2000 as is_kept
    from labels as l
  )
  select
    count_labels.of_day, k.model, k.discipline, k.workflow, r.tier, r.reported_by,
    ai_quota.to_bigint(sum(r.tokens)), ai_quota.to_bigint(sum(r.requests)), sum(r.cost_usd),
    ai_quota.to_bigint(sum(r.unpriced_requests))
  from ranked as r
    cross join lateral (
      select
        case when r.is_kept then r.model else 'other' end as model,
        case when r.is_kept then r.discipline else 'other' end as discipline,
        case when r.is_kept then r.workflow else 'other' end as workflow
    ) as k
  group by 1, 2, 3, 4, 5, 6
$$;

CREATE FUNCTION ai_quota.count_pages() RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select pg_relation_size('public.user_ai_quotas') / current_setting('block_size')::bigint
$$;

CREATE FUNCTION ai_quota.count_recent(from_day date, to_day date) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
begin
  delete from ai_quota.usage_by_tier as t where t.day >= count_recent.from_day;
  insert into ai_quota.usage_by_tier
  select
    s.day, s.tier, s.reported_by, sum(s.tokens), sum(s.requests), sum(s.cost_usd),
    sum(s.unpriced_requests)
  from (
    select t.* from ai_quota.sum_tiers(from_day, now()) as t
    union all
    select
      d.day, d.tier, d.reported_by, d.tokens, d.requests, d.cost_usd, d.unpriced_requests
    from ai_quota.deleted_usage_by_label as d
    where d.day >= count_recent.from_day
  ) as s
  group by 1, 2, 3;
  delete from ai_quota.usage_by_label as b where b.day >= count_recent.from_day;
  insert into ai_quota.usage_by_label
  select c.*
  from generate_series(0, count_recent.to_day - count_recent.from_day) as n
    cross join lateral ai_quota.count_labels(count_recent.from_day + n) as c;
  perform ai_quota.count_active_day(count_recent.from_day + n)
  from generate_series(0, count_recent.to_day - count_recent.from_day) as n;
  delete from ai_quota.tier_counts;
  insert into ai_quota.tier_counts select c.* from ai_quota.count_tiers() as c;
  perform ai_quota.count_users(
    array(
      select *
      from ai_quota.list_changed_users(
        greatest(r.recent_counted_at - interval '5 minutes', count_recent.from_day)
      )
    ),
    count_recent.to_day
  )
  from ai_quota.rollup as r;
end
$$;

CREATE TABLE ai_quota.tier_counts (
    tier text NOT NULL,
    users bigint NOT NULL,
    active_users bigint NOT NULL,
    tokens bigint NOT NULL,
    mean_tokens numeric NOT NULL,
    p90_tokens numeric NOT NULL,
    near_limit bigint NOT NULL,
    at_limit bigint NOT NULL,
    blocked_users bigint NOT NULL
);

COMMENT ON TABLE ai_quota.tier_counts IS 'Users of each tier and the usage of their open periods, as of rollup.recent_counted_at.';

CREATE FUNCTION ai_quota.count_tiers() RETURNS SETOF ai_quota.tier_counts
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select
    q.tier, count(*), count(*) filter (where x.tokens > 0), ai_quota.to_bigint(sum(x.tokens)),
    round(avg(x.tokens), 2),
    round((percentile_cont(0.9) within group (order by x.tokens))::numeric, 2),
    count(*) filter (where x.share >= 0.75), count(*) filter (where x.share >= 1),
    count(*) filter (where q.is_blocked)
  from public.user_ai_quotas as q
    -- A row whose period is over still counts it.
    cross join lateral (
      select
        case when q.period_end > now() then q.current_month_tokens else 0 end as tokens,
        case
          when q.period_end > now() then greatest(
            q.current_month_tokens::double precision / q.monthly_token_quota,
            q.current_month_requests::double precision / q.monthly_request_quota
          )
          else 0
        end as share
    ) as x
  group by q.tier
$$;

CREATE FUNCTION ai_quota.count_user_write(quota public.user_ai_quotas, writes integer DEFAULT 1) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_minute timestamptz := date_trunc('minute', now(), 'UTC');
  v_limit integer := coalesce(
    (select s.user_writes_per_minute from ai_quota.settings as s), 1
  );
begin
  if (case when quota.user_minute = v_minute then quota.user_writes else 0 end)
    > v_limit - count_user_write.writes
  then
    perform ai_quota.raise_too_many(
      format('more than %s reports and reservations in one minute', v_limit),
      extract(epoch from v_minute + interval '1 minute' - now())
    );
  end if;
  update public.user_ai_quotas as q
  set
    user_minute = v_minute,
    user_writes =
      case when q.user_minute = v_minute then q.user_writes else 0 end + count_user_write.writes
  where q.user_id = quota.user_id;
end
$$;

CREATE FUNCTION ai_quota.count_users(users uuid[], through date) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
begin
  with counted as (
    insert into ai_quota.usage_by_user as p (user_id, days, tokens, requests, costs)
    select
      s.user_id, array_agg(s.day order by s.day), array_agg(s.tokens order by s.day),
      array_agg(s.requests order by s.day), array_agg(s.cost_usd order by s.day)
    from (
      select
        d.user_id, d.day, (sum(d.tokens) over w)::double precision as tokens,
        (sum(d.requests) over w)::double precision as requests,
        (sum(d.cost_usd) over w)::double precision as cost_usd
      from public.ai_quota_daily as d
      where d.user_id = any (count_users.users) and d.day <= count_users.through
      window w as (partition by d.user_id order by d.day)
    ) as s
    group by s.user_id
    on conflict on constraint usage_by_user_pkey do update
      set days = excluded.days, tokens = excluded.tokens, requests = excluded.requests,
        costs = excluded.costs
    returning p.user_id
  )
  delete from ai_quota.usage_by_user as p
  where p.user_id = any (count_users.users)
    and not exists (select from counted as c where c.user_id = p.user_id);
end
$$;

CREATE FUNCTION ai_quota.count_users_of(of_day date, through date) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    AS $$
  select ai_quota.count_users(
    array(
      select c.user_id from public.ai_quota_closed_days as c where c.day = count_users_of.of_day
      union
      select q.user_id from public.user_ai_quotas as q where q.current_day = count_users_of.of_day
    ),
    count_users_of.through
  )
$$;

CREATE FUNCTION ai_quota.count_users_part(digit integer, through date) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_first uuid := rpad(to_hex(count_users_part.digit), 32, '0')::uuid;
  v_last uuid := rpad(to_hex(count_users_part.digit), 32, 'f')::uuid;
begin
  perform ai_quota.count_users(
    array(
      select c.user_id
      from public.ai_quota_closed_days as c
      where c.user_id between v_first and v_last
      union
      select q.user_id
      from public.user_ai_quotas as q
      where q.user_id between v_first and v_last and q.current_day <= count_users_part.through
    ),
    count_users_part.through
  );
end
$$;

CREATE FUNCTION ai_quota.create_quota(user_id uuid, as_of timestamp with time zone DEFAULT now(), uncounted text[] DEFAULT '{}'::text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION ai_quota.day_reached(quota public.user_ai_quotas, metric text) RETURNS date
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_used numeric := quota.current_month_tokens;
  v_limit numeric := quota.monthly_token_quota;
  v_elapsed numeric := extract(epoch from now() - quota.period_start);
  v_left numeric := extract(epoch from quota.period_end - now());
  v_wait numeric;
begin
  if day_reached.metric = 'requests' then
    v_used := quota.current_month_requests;
    v_limit := quota.monthly_request_quota;
  end if;
  if (v_used between 1 and v_limit - 1) is not true then
    return null;
  end if;
  v_wait := (v_limit - v_used) * v_elapsed / v_used;
  if v_wait >= v_left then
    return null;
  end if;
  return ((now() + make_interval(secs => v_wait::double precision)) at time zone 'UTC')::date;
end
$$;

CREATE FUNCTION ai_quota.delete_user_data() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $_$
declare
  v_random uuid := gen_random_uuid();
begin
  if (select s.on_account_deletion from ai_quota.settings as s) = 'anonymize' then
    insert into ai_quota.anonymized_users (user_id) values (v_random);
    update public.ai_agent_usage as u
    set
      user_id = v_random, session_id = null, workflow_id = null, request_id = null,
      reservation_id = null
    where u.user_id = old.id;
    update public.ai_quota_periods as p set user_id = v_random where p.user_id = old.id;
    perform ai_quota.mark_days(v_random);
    -- Also without ledger rows: they may have been moved away.
    insert into ai_quota.late_days (day, user_id)
    values ((now() at time zone 'UTC')::date, v_random);
    -- Days from the ledger: the quota row, which had the latest, is gone. Others stay: their rows
    -- may have been moved away.
    delete from public.ai_quota_closed_days as d
    where d.user_id = old.id and d.day in (select l.day from ai_quota.ledger_days(v_random) as l);
    update public.ai_quota_closed_days as d set user_id = v_random where d.user_id = old.id;
    insert into public.ai_quota_closed_days (
      user_id, day, tokens, requests, cost_usd, unpriced_requests
    )
    select v_random, l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(v_random) as l;
  else
    insert into public.ai_quota_deleted_usage as d (
      day, tokens, requests, cost_usd, unpriced_requests
    )
    select l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(old.id) as l
    union all
    -- Days whose ledger rows were moved away.
    select c.day, c.tokens, c.requests, c.cost_usd, c.unpriced_requests
    from public.ai_quota_closed_days as c
    where c.user_id = old.id
      and c.day not in (select l.day from ai_quota.ledger_days(old.id) as l)
    order by 1
    on conflict (day) do update
      set tokens = d.tokens + excluded.tokens,
        requests = d.requests + excluded.requests,
        cost_usd = d.cost_usd + excluded.cost_usd,
        unpriced_requests = d.unpriced_requests + excluded.unpriced_requests;
    perform ai_quota.keep_labels(old.id);
    perform ai_quota.mark_days(old.id);
    delete from public.ai_agent_usage as u where u.user_id = old.id;
    delete from public.ai_quota_periods as p where p.user_id = old.id;
    delete from public.ai_quota_closed_days as d where d.user_id = old.id;
  end if;
  delete from public.ai_quota_reservations as r where r.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from public.ai_quota_denials as d where d.user_id = old.id;
  delete from public.ai_quota_audit as a where a.user_id = old.id;
  delete from ai_quota.opening_balances as o where o.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  -- Without waiting for the job, which holds the rows that it counts. What it keeps of the account, it
  -- counts again, and deletes.
  update ai_quota.late_days as l set user_id = null
  where l.id in (
    select d.id from ai_quota.late_days as d where d.user_id = old.id for update skip locked
  );
  delete from ai_quota.usage_by_user as s
  where s.user_id in (
    select u.user_id from ai_quota.usage_by_user as u where u.user_id = old.id for update skip locked
  );
  insert into ai_quota.late_days (day, user_id)
  select (now() at time zone 'UTC')::date, u.user_id
  from ai_quota.usage_by_user as u
  where u.user_id = old.id;
  -- Only in databases with an older deployment.
  if to_regclass('ai_quota.limits_to_review') is not null then
    execute 'delete from ai_quota.limits_to_review as l where l.user_id = $1' using old.id;
  end if;
  return null;
end
$_$;

CREATE TABLE ai_quota.alert_deliveries (
    alert_id bigint NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    delivered_at timestamp with time zone,
    expired_at timestamp with time zone,
    last_error text,
    channels text[] DEFAULT '{}'::text[] NOT NULL
);

COMMENT ON TABLE ai_quota.alert_deliveries IS 'How far the delivery of an alert is. Of several thresholds that one call reached, only the highest
is delivered.';

COMMENT ON COLUMN ai_quota.alert_deliveries.attempts IS 'How often it was claimed.';

COMMENT ON COLUMN ai_quota.alert_deliveries.next_attempt_at IS 'When a worker may claim it next. Each claim and each failure postpones it.';

COMMENT ON COLUMN ai_quota.alert_deliveries.expired_at IS 'When it was found to be true no longer: its period is closed, or its threshold no longer reached.';

COMMENT ON COLUMN ai_quota.alert_deliveries.channels IS 'The channels that are done with it: a later attempt leaves them out.';

CREATE FUNCTION ai_quota.delivery_state(delivery ai_quota.alert_deliveries) RETURNS text
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$
  select case
    when delivery.alert_id is null then 'not_sent'
    when delivery.delivered_at is not null then 'delivered'
    when delivery.expired_at is not null then 'expired'
    else 'waiting'
  end
$$;

CREATE FUNCTION ai_quota.denial_reason(quota public.user_ai_quotas, tokens bigint, requests bigint) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
  return case
    when quota.is_blocked then 'blocked'
    when quota.is_anonymous then 'anonymous'
    when tokens > quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens
      then 'tokens'
    when requests
      > quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests
      then 'requests'
  end;
end
$$;

CREATE TABLE public.ai_quota_alerts (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    metric text NOT NULL,
    threshold smallint NOT NULL,
    used bigint NOT NULL,
    quota bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    kind public.ai_quota_alert_kind DEFAULT 'usage'::public.ai_quota_alert_kind NOT NULL,
    CONSTRAINT ai_quota_alerts_metric_check CHECK ((metric = ANY (ARRAY['tokens'::text, 'requests'::text]))),
    CONSTRAINT ai_quota_alerts_threshold_check CHECK ((((threshold = ANY (ARRAY[75, 90, 100])) AND (kind = 'usage'::public.ai_quota_alert_kind)) OR ((threshold = 0) AND (kind = 'denied'::public.ai_quota_alert_kind))))
);

COMMENT ON TABLE public.ai_quota_alerts IS 'Thresholds that usage reached: one row per user, period, metric, threshold and limit. And the first
denial of each period.';

COMMENT ON COLUMN public.ai_quota_alerts.id IS 'Set by the database. The RPCs for delivery name an alert by it.';

COMMENT ON COLUMN public.ai_quota_alerts.user_id IS 'The user, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_alerts.period_start IS 'Start of the period in which it happened, as in user_ai_quotas.';

COMMENT ON COLUMN public.ai_quota_alerts.metric IS 'The limit: tokens or requests.';

COMMENT ON COLUMN public.ai_quota_alerts.threshold IS 'Percent of the quota; 0 for a denial.';

COMMENT ON COLUMN public.ai_quota_alerts.used IS 'Tokens or requests used at that moment.';

COMMENT ON COLUMN public.ai_quota_alerts.quota IS 'The limit then in force.';

COMMENT ON COLUMN public.ai_quota_alerts.created_at IS 'When the call ran that reached the threshold or was denied.';

COMMENT ON COLUMN public.ai_quota_alerts.kind IS 'usage: a threshold was reached. denied: a reservation was denied.';

CREATE FUNCTION ai_quota.describe_delivery(alert public.ai_quota_alerts, delivery ai_quota.alert_deliveries) RETURNS public.ai_quota_alert_delivery
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
  return row(
    alert.id, alert.user_id, alert.period_start, alert.kind, alert.metric, alert.threshold,
    alert.used, alert.quota, alert.created_at, delivery.attempts, delivery.next_attempt_at,
    delivery.delivered_at, delivery.last_error
  )::public.ai_quota_alert_delivery;
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

CREATE FUNCTION ai_quota.draw_reservation(quota public.user_ai_quotas, reservation public.ai_quota_reservations, status public.ai_quota_reservation_status, tokens bigint DEFAULT 0, requests bigint DEFAULT 0) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas := quota;
  v_held_tokens bigint := reservation.tokens - reservation.tokens_settled;
  v_held_requests bigint := greatest(reservation.requests - reservation.requests_settled, 0);
  v_part_tokens bigint := least(v_held_tokens, draw_reservation.tokens);
  v_part_requests bigint := least(v_held_requests, draw_reservation.requests);
begin
  update public.ai_quota_reservations as r
  set
    status = draw_reservation.status,
    closed_at = case when draw_reservation.status <> 'pending' then now() end,
    tokens_settled = case
      when draw_reservation.status = 'pending' then r.tokens_settled + v_part_tokens
      else r.tokens_settled
    end,
    requests_settled = case
      when draw_reservation.status = 'pending' then r.requests_settled + v_part_requests
      else r.requests_settled
    end
  where r.id = (draw_reservation.reservation).id;
  if draw_reservation.status <> 'pending' then
    v_part_tokens := v_held_tokens;
    v_part_requests := v_held_requests;
  end if;
  update public.user_ai_quotas as q
  set
    reserved_tokens = q.reserved_tokens - v_part_tokens,
    reserved_requests = q.reserved_requests - v_part_requests
  where q.user_id = v_quota.user_id
    and q.period_start = (draw_reservation.reservation).period_start
    and q.reserved_valid_until <= (draw_reservation.reservation).expires_at
    and (draw_reservation.reservation).status = 'pending'
    and (draw_reservation.reservation).expires_at > now()
  returning q.* into v_quota;
  if not found then
    select q.* into v_quota from public.user_ai_quotas as q where q.user_id = (quota).user_id;
  end if;
  return v_quota;
end
$$;

CREATE FUNCTION ai_quota.end_day(day date) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
  update ai_quota.rollup as r
  set
    counted_through = end_day.day,
    recent_day = greatest(r.recent_day, end_day.day),
    recent_counted_at = greatest(r.recent_counted_at, (end_day.day + 1)::timestamptz)
$$;

CREATE FUNCTION ai_quota.entitlement(user_id uuid, assigned_tier text, as_of timestamp with time zone DEFAULT now()) RETURNS TABLE(tier text, monthly_token_quota bigint, monthly_request_quota bigint, expire_at timestamp with time zone, anchor date, paid_until timestamp with time zone, is_anonymous boolean, version bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
  return query
  with live as materialized (
    select s.*, l.until, t.sort_order, t.monthly_token_quota
    from public.ai_quota_subscriptions as s
      join public.ai_quota_tiers as t on t.tier = s.tier
      cross join lateral (select ai_quota.live_until(s) as until) as l
    where s.user_id = entitlement.user_id and l.until > entitlement.as_of
  ),
  best as (
    select
      l.*,
      case l.status
        when 'past_due' then coalesce(l.current_period_start, l.event_at)
        else l.current_period_end
      end as paid_until
    from live as l
    order by
      l.sort_order desc, l.monthly_token_quota desc nulls first, l.until desc, l.subscription_id
    limit 1
  )
  select
    t.tier,
    case
      when o.is_unlimited or num_nonnulls(o.monthly_token_quota, t.monthly_token_quota) = 0
        then null
      else least(
        coalesce(o.monthly_token_quota, t.monthly_token_quota)::numeric
        + coalesce(o.extra_tokens, 0) + coalesce(x.extra_tokens, 0), 9000000000000000000
      )::bigint
    end,
    case
      when o.is_unlimited or num_nonnulls(o.monthly_request_quota, t.monthly_request_quota) = 0
        then null
      else least(
        coalesce(o.monthly_request_quota, t.monthly_request_quota)::numeric
        + coalesce(o.extra_requests, 0), 9000000000000000000
      )::bigint
    end,
    least(
      o.expires_at,
      x.expires_at,
      (select min(l.until) from live as l where l.until < 'infinity'),
      -- An anonymous user who signs up for good is noticed after that.
      case when a.is_anonymous then entitlement.as_of + interval '5 minutes' end
    ),
    case
      when s.period_anchor = 'subscription' and isfinite(b.current_period_start)
        then (b.current_period_start at time zone 'UTC')::date
    end,
    case
      when s.period_anchor = 'subscription' then date_trunc('day', b.paid_until, 'UTC')
    end,
    coalesce(
      a.is_anonymous
      and num_nonnulls(b.tier, entitlement.assigned_tier, s.anonymous_tier) = 0,
      false
    ),
    coalesce(v.version, 0)
  from (select) as one
    left join ai_quota.settings as s on true
    left join ai_quota.limits_version as v on true
    left join best as b on true
    left join lateral (
      -- The column is younger than some auth servers.
      select (to_jsonb(u) ->> 'is_anonymous')::boolean as is_anonymous
      from auth.users as u
      where u.id = entitlement.user_id
    ) as a on true
    join public.ai_quota_tiers as t on t.tier = coalesce(
      b.tier, entitlement.assigned_tier, case when a.is_anonymous then s.anonymous_tier end,
      ai_quota.default_tier()
    )
    left join public.ai_quota_overrides as o
      on o.user_id = entitlement.user_id
      and (o.expires_at is null or o.expires_at > entitlement.as_of)
    cross join lateral (
      select sum(b.extra_tokens) as extra_tokens, min(b.expires_at) as expires_at
      from ai_quota.boosts as b
      where b.user_id = entitlement.user_id and b.expires_at > entitlement.as_of
    ) as x;
end
$$;

CREATE FUNCTION ai_quota.find_accounts(search text, at_most bigint DEFAULT 10000) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
declare
  v_found bigint;
begin
  if search ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    return query select u.id from auth.users as u where u.id = find_accounts.search::uuid;
    return;
  end if;
  return query
  select u.id
  from auth.users as u
  where strpos(lower(u.email), lower(find_accounts.search)) > 0
  limit find_accounts.at_most + 1;
  get diagnostics v_found = row_count;
  if v_found > find_accounts.at_most then
    perform ai_quota.raise_bad_request(
      format(
        'search fits more than %s accounts, got %L', find_accounts.at_most,
        left(find_accounts.search, 50)
      ),
      'Pass more of the e-mail address, or a whole user id.'
    );
  end if;
end
$_$;

CREATE FUNCTION ai_quota.find_differences(of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.find_label_differences() RETURNS TABLE(day date, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
begin
  return query
  with sums as (
    select
      s.day, s.reported_by, sum(s.tokens) as tokens, sum(s.requests) as requests,
      sum(s.cost_usd) as cost_usd
    from (
      select
        (u.created_at::timestamptz at time zone 'UTC')::date as day, u.reported_by,
        (u.tokens_prompt + u.tokens_completion)::bigint as tokens, u.requests::bigint,
        u.cost_usd::numeric
      from public.ai_agent_usage as u
      union all
      select d.day, d.reported_by, d.tokens, d.requests, d.cost_usd
      from ai_quota.deleted_usage_by_label as d
    ) as s
    group by 1, 2
  ),
  counted as (
    select
      b.day, b.reported_by, sum(b.tokens) as tokens, sum(b.requests) as requests,
      sum(b.cost_usd) as cost_usd
    from ai_quota.usage_by_label as b
    group by 1, 2
  )
  select
    coalesce(s.day, c.day), m.metric || ' by label of a day', coalesce(m.expected, 0)::bigint,
    coalesce(m.found, 0)::bigint
  from sums as s
    full join counted as c on c.day = s.day and c.reported_by = s.reported_by
    cross join lateral (
      values
        ('tokens', s.tokens, c.tokens),
        ('requests', s.requests, c.requests),
        ('millionths of a dollar', s.cost_usd * 1000000, c.cost_usd * 1000000)
    ) as m (metric, expected, found)
  where coalesce(s.day, c.day) <= (select r.counted_through from ai_quota.rollup as r)
    and coalesce(s.day, c.day) >= (select min(f.day) from sums as f)
    and coalesce(s.day, c.day) not in (select l.day from ai_quota.late_days as l)
    and coalesce(m.expected, 0)::bigint <> coalesce(m.found, 0)::bigint;
end
$$;

CREATE FUNCTION ai_quota.find_missing_parts() RETURNS TABLE(problem text)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.find_price_name(scope text, name text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
#variable_conflict use_column
declare
  v_target text;
  v_pattern record;
begin
  select n.target into v_target
  from ai_quota.price_names as n
  where n.scope = find_price_name.scope
    and n.name in (find_price_name.name, ai_quota.generalize_model_name(find_price_name.name))
  order by n.name <> find_price_name.name
  limit 1;
  if found then
    return v_target;
  end if;

  -- The names of other sellers than the maker are in ai_quota_prices only.
  v_target := find_price_name.scope || '/' || find_price_name.name;
  if exists (select from public.ai_quota_prices as p where p.model = v_target) then
    return v_target;
  end if;

  -- A word at the end may mean another price: a gateway's model:free or model:batch.
  if find_price_name.name ~ ':[a-z]+$' and find_price_name.name not like 'ft:%' then
    return null;
  end if;
  for v_pattern in
    select p.kind, p.target
    from ai_quota.price_patterns as p
    where p.scope = find_price_name.scope
      and case p.kind
        when 'starts_with' then starts_with(find_price_name.name, p.pattern)
        when 'contains' then strpos(find_price_name.name, p.pattern) > 0
        when 'ends_with' then right(find_price_name.name, length(p.pattern)) = p.pattern
        when 'regex' then find_price_name.name ~ p.pattern
        else true
      end
    order by p.place
  loop
    if v_pattern.kind <> 'provider' then
      return v_pattern.target;
    end if;
    v_target := ai_quota.find_price_name(v_pattern.target, find_price_name.name);
    if v_target is not null then
      return v_target;
    end if;
  end loop;
  return null;
end
$_$;

CREATE FUNCTION ai_quota.find_priced_model(name text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_name text := lower(find_priced_model.name);
  v_provider text;
  v_model text;
begin
  if strpos(v_name, '/') > 0 then
    -- Google's paths are names with its prefix.
    v_name := regexp_replace(v_name, '^(projects/.*/)?(publishers/[^/]+/)?models/', 'google/');
    v_provider := ai_quota.find_price_name('prefix', split_part(v_name, '/', 1));
  end if;
  if v_provider is not null then
    v_name := substr(v_name, strpos(v_name, '/') + 1);
    if v_provider = 'aws' then
      -- LiteLLM has the region before the name, and so have ARNs.
      v_name := regexp_replace(v_name, '^.*/', '');
    end if;
  else
    select n.target into v_model
    from ai_quota.price_names as n
    where n.is_bare and n.name in (v_name, ai_quota.generalize_model_name(v_name))
    order by n.name <> v_name
    limit 1;
    if found then
      return v_model;
    end if;
    v_provider := ai_quota.find_price_name('maker', v_name);
    if v_provider is null then
      return null;
    end if;
  end if;
  return ai_quota.find_price_name(v_provider, v_name);
end
$$;

COMMENT ON FUNCTION ai_quota.find_priced_model(name text) IS 'The model of ai_quota_prices that a name means, or null where that is in doubt.';

CREATE FUNCTION ai_quota.find_reservation(user_id uuid, caller public.ai_quota_caller, request_id text, tokens bigint, requests bigint, on_expiry text) RETURNS TABLE(id uuid, expires_at timestamp with time zone)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  r public.ai_quota_reservations;
begin
  select c.* into r
  from public.ai_quota_reservations as c
  where c.user_id = find_reservation.user_id
    and c.reserved_by = find_reservation.caller
    and c.request_id = find_reservation.request_id;
  if not found then
    return;
  end if;
  if (r.tokens, r.requests, r.on_expiry::text)
    <> (find_reservation.tokens, find_reservation.requests, find_reservation.on_expiry)
  then
    perform ai_quota.raise_bad_request(
      format('request_id was used for another reservation, got %L', find_reservation.request_id),
      'A retry must repeat the same arguments; another call needs another request_id.',
      '23505'
    );
  end if;
  if r.status <> 'pending' or r.expires_at <= now() then
    perform ai_quota.raise_bad_request(
      format(
        'request_id is of a reservation that is %s, got %L',
        case r.status when 'pending' then 'expired' else r.status::text end,
        find_reservation.request_id
      ),
      'Another call needs another request_id.',
      '23505'
    );
  end if;
  id := r.id;
  expires_at := r.expires_at;
  return next;
end
$$;

CREATE FUNCTION ai_quota.find_user_differences(of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, day date, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
#variable_conflict use_column
declare
  v_through date := (select r.counted_through from ai_quota.rollup as r);
begin
  if v_through is null then
    return;
  end if;
  return query
  select distinct on (c.user_id, m.metric)
    c.user_id, c.day, m.metric || ' of the past days of a user', ai_quota.to_bigint(m.expected),
    ai_quota.to_bigint(m.found::numeric)
  from (
    select
      coalesce(e.user_id, p.user_id) as user_id, coalesce(e.last_day, v_through) as day,
      coalesce(e.days, 0) as days, coalesce(e.tokens, 0) as tokens,
      coalesce(e.requests, 0) as requests, coalesce(e.cost_usd, 0) as cost_usd, f.days as found_days,
      case when f.days = 0 then 0 else p.tokens[f.days] end as found_tokens,
      case when f.days = 0 then 0 else p.requests[f.days] end as found_requests,
      case when f.days = 0 then 0 else p.costs[f.days] end as found_cost_usd
    from (
      -- Until the day before the user's next one.
      select
        x.user_id, lead(x.day, 1, v_through + 1) over w - 1 as last_day, count(*) over w as days,
        sum(x.tokens) over w as tokens, sum(x.requests) over w as requests,
        sum(x.cost_usd) over w as cost_usd
      from public.ai_quota_daily as x
      where x.day <= v_through
        and (find_user_differences.of_user is null or x.user_id = find_user_differences.of_user)
      window w as (partition by x.user_id order by x.day)
    ) as e
      full join (
        select u.user_id, u.days, u.tokens, u.requests, u.costs
        from ai_quota.usage_by_user as u
        where find_user_differences.of_user is null or u.user_id = find_user_differences.of_user
      ) as p on p.user_id = e.user_id
      cross join lateral (
        select coalesce(width_bucket(coalesce(e.last_day, v_through), p.days), 0) as days
      ) as f
  ) as c
    cross join lateral (
      values
        ('days', c.days::numeric, c.found_days::double precision),
        ('tokens', c.tokens, c.found_tokens),
        ('requests', c.requests, c.found_requests),
        ('millionths of a dollar', c.cost_usd * 1000000, c.found_cost_usd * 1000000)
    ) as m (metric, expected, found)
  where (c.days, c.tokens::double precision, c.requests::double precision, c.cost_usd::double precision)
      is distinct from (c.found_days, c.found_tokens, c.found_requests, c.found_cost_usd)
    and (abs(m.expected::double precision - m.found) <= 0.5) is not true
    and c.user_id not in (
      select l.user_id
      from ai_quota.late_days as l
      where l.user_id is not null and l.day <= v_through
    )
    and c.user_id in (select u.id from auth.users as u)
  order by c.user_id, m.metric, c.day desc;
end
$$;

CREATE FUNCTION ai_quota.first_boundary(anchor date, moment timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.first_visible_user() RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return case
    when ai_quota.is_admin() then '00000000-0000-0000-0000-000000000000'::uuid
    else auth.uid()
  end;
end
$$;

CREATE FUNCTION ai_quota.forecast(user_id uuid, as_of timestamp with time zone DEFAULT now()) RETURNS TABLE(reset_date date, used bigint, "limit" bigint, expected_used bigint, expected_used_low bigint, expected_used_high bigint, limit_on date, limit_on_earliest date, limit_on_latest date, expected_cost_usd numeric, tokens_per_day numeric, weekday_shares numeric[], days_of_history integer)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
declare
  -- Nine of ten cases are below it, and one of ten is below its negative.
  v_spread constant double precision := 1.2816;
  v_today constant date := (forecast.as_of at time zone 'UTC')::date;
  v_quota constant public.user_ai_quotas := ai_quota.read_quota(forecast.user_id, forecast.as_of);
  v_used constant double precision := v_quota.current_month_tokens;
  v_limit constant double precision := v_quota.monthly_token_quota;
  v_last constant date := (v_quota.period_end at time zone 'UTC')::date - 1;
  v_first date;
  v_days double precision[];
  v_today_tokens double precision;
  v_cost numeric;
  v_rate numeric;
begin
  select
    min(d.day) filter (where d.day < v_today and d.tokens > 0),
    coalesce(sum(d.tokens) filter (where d.day = v_today), 0),
    coalesce(
      sum(d.cost_usd) filter (where d.day >= (v_quota.period_start at time zone 'UTC')::date), 0
    ),
    coalesce(sum(d.cost_usd) / nullif(sum(d.tokens), 0), 0)
  into v_first, v_today_tokens, v_cost, v_rate
  from public.ai_quota_daily as d
  where d.user_id = forecast.user_id and d.day between v_today - 56 and v_today;
  v_days := array(
    select greatest(coalesce(d.tokens, 0), 0)
    from generate_series(0, v_today - v_first - 1) as n
      left join public.ai_quota_daily as d
        on d.user_id = forecast.user_id and d.day = v_first + n
    order by n
  );

  return query
  with ahead as materialized (
    select
      p.day, v_used + p.expected as expected,
      v_used + greatest(p.expected - v_spread * p.deviation, 0) as low,
      v_used + p.expected + v_spread * p.deviation as high, p.weekday_shares
    from ai_quota.project_days(v_first, v_days, v_today_tokens, forecast.as_of, v_last) as p
  ),
  ends as (
    select a.* from ahead as a order by a.day desc limit 1
  )
  select
    v_last + 1, v_used::bigint, v_limit::bigint, e.expected::bigint, e.low::bigint, e.high::bigint,
    (select min(a.day) from ahead as a where a.expected >= v_limit),
    (select min(a.day) from ahead as a where a.high >= v_limit),
    (select min(a.day) from ahead as a where a.low >= v_limit),
    round(v_cost + greatest(e.expected - v_used, 0)::numeric * v_rate, 6),
    round(
      (
        (e.expected - v_used)
        / nullif(greatest(extract(epoch from v_quota.period_end - forecast.as_of), 0), 0) * 86400
      )::numeric, 2
    ),
    (
      select array_agg(round(w.share::numeric, 3) order by w.place)
      from unnest(e.weekday_shares) with ordinality as w (share, place)
    ),
    coalesce(cardinality(v_days), 0)
  from ends as e;
end
$$;

CREATE FUNCTION ai_quota.generalize_model_name(name text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $_$
begin
  return regexp_replace(
    regexp_replace(
      regexp_replace(name, '20\d\d[01]\d[0-3]\d$', '20000101'),
      '20\d\d-[01]\d-[0-3]\d$', '2000-01-01'
    ),
    '^(us|us-gov|eu|apac|au|jp)\.', 'regional.'
  );
end
$_$;

CREATE FUNCTION ai_quota.handle_new_user() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    SET lock_timeout TO '200ms'
    AS $$
begin
  perform ai_quota.create_quota(new.id);
  return null;
exception
  when others then
    raise warning 'no quota was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;

CREATE FUNCTION ai_quota.is_admin() RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return coalesce(
    auth.jwt() -> 'app_metadata' ->> 'ai_quota_role' in ('admin', 'operator'), false
  );
end
$$;

CREATE FUNCTION ai_quota.is_current(alert public.ai_quota_alerts) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := ai_quota.read_quota(alert.user_id);
begin
  return v_quota.period_start = alert.period_start
    and (
      alert.kind = 'denied'
      or case alert.metric
        when 'tokens' then v_quota.current_month_tokens::double precision
          / v_quota.monthly_token_quota
        else v_quota.current_month_requests::double precision / v_quota.monthly_request_quota
      end >= alert.threshold / 100.0::double precision
    ) is true;
end
$$;

CREATE FUNCTION ai_quota.is_day_over(of_day date) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_running text[] := array(
    select distinct l.virtualtransaction
    from pg_catalog.pg_locks as l
      left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
    where l.pid is distinct from pg_backend_pid()
      and (a.datname = current_database() or l.pid is null)
      and l.virtualtransaction is not null
  );
begin
  update ai_quota.rollup as r
  set ended_day = is_day_over.of_day, waiting_for = v_running
  where r.ended_day is null or r.ended_day < is_day_over.of_day;
  return (select not r.waiting_for && v_running from ai_quota.rollup as r);
end
$$;

CREATE FUNCTION ai_quota.is_end_user() RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return case coalesce(pg_catalog.current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end;
end
$$;

CREATE TABLE public.ai_quota_subscriptions (
    user_id uuid NOT NULL,
    tier text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    current_period_start timestamp with time zone,
    current_period_end timestamp with time zone,
    subscription_id text NOT NULL,
    event_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ai_quota_subscriptions_period_ends_after_its_start CHECK ((current_period_end > current_period_start)),
    CONSTRAINT ai_quota_subscriptions_subscription_id_check CHECK (((length(subscription_id) >= 1) AND (length(subscription_id) <= 200)))
);

COMMENT ON TABLE public.ai_quota_subscriptions IS 'The plans that users pay for, written by the billing webhook with set_user_subscription or by
upsert. A user may have several: the best live one sets the tier, at once.';

COMMENT ON COLUMN public.ai_quota_subscriptions.user_id IS 'The user who has the plan, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_subscriptions.tier IS 'The tier of the plan, as in ai_quota_tiers.';

COMMENT ON COLUMN public.ai_quota_subscriptions.status IS 'active and trialing give the tier until current_period_end, past_due from current_period_start,
both plus settings.subscription_grace. canceled, unpaid, incomplete, incomplete_expired and paused
never do.';

COMMENT ON COLUMN public.ai_quota_subscriptions.current_period_start IS 'Start of the paid period, from the provider. past_due counts from it.';

COMMENT ON COLUMN public.ai_quota_subscriptions.current_period_end IS 'End of the paid period, from the provider; NULL: no end.';

COMMENT ON COLUMN public.ai_quota_subscriptions.subscription_id IS 'The provider''s id of the subscription.';

COMMENT ON COLUMN public.ai_quota_subscriptions.event_at IS 'When the provider made the event that the row is from. An older event changes nothing.';

CREATE FUNCTION ai_quota.is_later_event(subscription public.ai_quota_subscriptions, than public.ai_quota_subscriptions) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return row(
      date_trunc('second', subscription.event_at, 'UTC'),
      ai_quota.status_rank(subscription.status) = 4,
      coalesce(subscription.current_period_end, 'infinity'),
      ai_quota.status_rank(subscription.status),
      (select t.sort_order from public.ai_quota_tiers as t where t.tier = subscription.tier),
      subscription.tier, subscription.status, coalesce(subscription.current_period_start, '-infinity'),
      subscription.user_id, subscription.event_at
    ) > row(
      date_trunc('second', than.event_at, 'UTC'),
      ai_quota.status_rank(than.status) = 4,
      coalesce(than.current_period_end, 'infinity'),
      ai_quota.status_rank(than.status),
      (select t.sort_order from public.ai_quota_tiers as t where t.tier = than.tier),
      than.tier, than.status, coalesce(than.current_period_start, '-infinity'),
      than.user_id, than.event_at
    );
end
$$;

CREATE FUNCTION ai_quota.keep_labels(of_user uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
declare
  v_from date;
  v_to date;
begin
  select
    (min(u.created_at)::timestamptz at time zone 'UTC')::date,
    (max(u.created_at)::timestamptz at time zone 'UTC')::date
  into v_from, v_to
  from public.ai_agent_usage as u
  where u.user_id = keep_labels.of_user;
  if v_from is null then
    return;
  end if;
  insert into ai_quota.deleted_usage_by_label as k (
    day, model, discipline, workflow, tier, reported_by, tokens, requests, cost_usd,
    unpriced_requests
  )
  select
    s.day, s.model, s.discipline, '', s.tier, s.reported_by, ai_quota.to_bigint(sum(s.tokens)),
    ai_quota.to_bigint(sum(s.requests)), sum(s.cost_usd),
    ai_quota.to_bigint(sum(s.unpriced_requests))
  from ai_quota.sum_labels(v_from, v_to, of_user) as s
  group by 1, 2, 3, 5, 6
  -- In one order, so that two accounts that go at once cannot deadlock.
  order by 1, 2, 3, 5, 6
  on conflict on constraint deleted_usage_by_label_pkey do update
    set tokens = ai_quota.to_bigint(k.tokens::numeric + excluded.tokens),
      requests = ai_quota.to_bigint(k.requests::numeric + excluded.requests),
      cost_usd = k.cost_usd + excluded.cost_usd,
      unpriced_requests =
        ai_quota.to_bigint(k.unpriced_requests::numeric + excluded.unpriced_requests);
  insert into ai_quota.deleted_active_users as k (day, previous_day, tier, users)
  select d.day, a.previous_day, a.tier, 1
  from (
    select distinct (u.created_at::timestamptz at time zone 'UTC')::date as day
    from public.ai_agent_usage as u
    where u.user_id = keep_labels.of_user and not u.is_adjustment
  ) as d
    cross join lateral ai_quota.list_active(d.day, of_user) as a
  order by 1, 2, 3
  on conflict on constraint deleted_active_users_pkey do update
    set users = k.users + excluded.users;
end
$$;

CREATE FUNCTION ai_quota.keep_tier_name() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  -- May run as an API role, which may call no function of this schema.
  raise invalid_parameter_value using
    message = format('a tier''s name never changes: %s stays, got %s', old.tier, new.tier),
    hint = 'Set display_name, or make another tier and move its subscriptions.';
end
$$;

CREATE FUNCTION ai_quota.last_boundary(anchor date, moment timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.last_visible_user() RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return case
    when ai_quota.is_admin() then 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid
    else auth.uid()
  end;
end
$$;

CREATE FUNCTION ai_quota.ledger_charges(of_user uuid DEFAULT NULL::uuid, uncounted text[] DEFAULT '{}'::text[]) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, tokens bigint, requests bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION ai_quota.ledger_days(of_user uuid DEFAULT NULL::uuid, uncounted text[] DEFAULT '{}'::text[]) RETURNS TABLE(user_id uuid, day date, tokens bigint, requests bigint, cost_usd numeric, unpriced_requests bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION ai_quota.ledger_sums(of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, tokens bigint, requests bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
  return query
  select l.user_id, l.period_start, sum(l.tokens)::bigint, sum(l.requests)::bigint
  from ai_quota.ledger_charges(ledger_sums.of_user) as l
  group by l.user_id, l.period_start;
end
$$;

CREATE FUNCTION ai_quota.limit_open_holds(user_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_limit integer := coalesce((select s.user_open_holds from ai_quota.settings as s), 1);
  v_held bigint;
  v_first timestamptz;
begin
  select count(*), min(r.expires_at) into v_held, v_first
  from public.ai_quota_reservations as r
  where r.user_id = limit_open_holds.user_id
    and r.status = 'pending'
    and r.reserved_by = 'user'
    and r.expires_at > clock_timestamp();
  if v_held >= v_limit then
    perform ai_quota.raise_too_many(
      format('more than %s open reservations', v_limit),
      extract(epoch from v_first - clock_timestamp())
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.list_active(of_day date, of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, previous_day date, tier text)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
begin
  return query
  select a.user_id, coalesce(b.day, '-infinity'), coalesce(p.tier, q.tier, '')
  from (
    select u.user_id, max(u.period_start) as period_start
    from public.ai_agent_usage as u
    where u.created_at >= list_active.of_day
      and u.created_at < list_active.of_day + 1
      and not u.is_adjustment
      and (list_active.of_user is null or u.user_id = list_active.of_user)
    group by u.user_id
  ) as a
    left join lateral (
      select (e.created_at::timestamptz at time zone 'UTC')::date as day
      from public.ai_agent_usage as e
      where e.user_id = a.user_id
        and e.created_at < list_active.of_day
        and not e.is_adjustment
      order by e.created_at desc
      limit 1
    ) as b on true
    left join public.ai_quota_periods as p
      on p.user_id = a.user_id and p.period_start = a.period_start
    left join public.user_ai_quotas as q on q.user_id = a.user_id
  where a.user_id is not null;
end
$$;

CREATE FUNCTION ai_quota.list_changed_users(since timestamp with time zone) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
begin
  return query
  select u.user_id
  from public.ai_agent_usage as u
  where u.created_at >= list_changed_users.since
  union
  select l.user_id from ai_quota.late_days as l where l.user_id is not null;
end
$$;

CREATE FUNCTION ai_quota.list_upgrades(tiers jsonb) RETURNS TABLE(tier text, upgrade_tier text, place bigint, tokens bigint, requests bigint)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select
    o.tier, t.tier,
    row_number() over (
      partition by o.tier order by t.sort_order, n.tokens nulls last, t.tier
    ),
    n.tokens, n.requests
  from public.ai_quota_tiers as t
    join public.ai_quota_tiers as o on t.tier <> o.tier and t.sort_order >= o.sort_order
    cross join lateral (
      select
        case
          when list_upgrades.tiers -> t.tier ? 'monthly_token_quota'
            then (list_upgrades.tiers -> t.tier ->> 'monthly_token_quota')::bigint
          else t.monthly_token_quota
        end as tokens,
        case
          when list_upgrades.tiers -> t.tier ? 'monthly_request_quota'
            then (list_upgrades.tiers -> t.tier ->> 'monthly_request_quota')::bigint
          else t.monthly_request_quota
        end as requests
    ) as n
  where t.is_public
$$;

CREATE FUNCTION ai_quota.live_until(subscription public.ai_quota_subscriptions) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_grace interval := coalesce(
    (select s.subscription_grace from ai_quota.settings as s), interval '0'
  );
begin
  return case
    when subscription.status in ('active', 'trialing')
      then coalesce(subscription.current_period_end, 'infinity') + v_grace
    when subscription.status = 'past_due'
      then coalesce(subscription.current_period_start, subscription.event_at) + v_grace
    else '-infinity'
  end;
end
$$;

CREATE FUNCTION ai_quota.lock_account(user_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET lock_timeout TO '500ms'
    AS $$
begin
  perform from auth.users as u where u.id = lock_account.user_id for key share;
exception
  when lock_not_available then
    perform ai_quota.raise_too_many('the account is being deleted or changed', 1);
end
$$;

CREATE FUNCTION ai_quota.lock_quota(user_id uuid, as_of timestamp with time zone DEFAULT now(), uncounted text[] DEFAULT '{}'::text[], refresh boolean DEFAULT false, is_first_payment boolean DEFAULT NULL::boolean, is_reset boolean DEFAULT false) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.log_action(user_id uuid, action text, reason text, details jsonb DEFAULT '{}'::jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  insert into public.ai_quota_audit (user_id, action, reason, details, actor)
  values (
    log_action.user_id, log_action.action, log_action.reason, jsonb_strip_nulls(log_action.details),
    auth.uid()
  );
end
$$;

CREATE FUNCTION ai_quota.mark_days(of_user uuid) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
  insert into ai_quota.late_days (day, user_id)
  select distinct (u.created_at::timestamptz at time zone 'UTC')::date, u.user_id
  from public.ai_agent_usage as u
  where u.user_id = mark_days.of_user
$$;

CREATE FUNCTION ai_quota.mark_edited_price() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if to_jsonb(new) - 'is_from_list' <> to_jsonb(old) - 'is_from_list' then
    new.source := 'edited, before: ' || old.source;
  end if;
  return new;
end
$$;

CREATE FUNCTION ai_quota.new_limits_version() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  update ai_quota.limits_version as v set version = v.version + 1;
  return null;
end
$$;

CREATE FUNCTION ai_quota.new_quota(user_id uuid, as_of timestamp with time zone DEFAULT now(), uncounted text[] DEFAULT '{}'::text[]) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION ai_quota.period_of(quota public.user_ai_quotas, moment timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_quota constant public.user_ai_quotas := quota;
  v_moment constant timestamptz := moment;
  v_start timestamptz;
  v_end timestamptz;
begin
  if v_moment >= v_quota.period_start then
    return v_quota.period_start;
  end if;
  select p.period_start into v_start
  from public.ai_quota_periods as p
  where p.user_id = v_quota.user_id and p.period_start <= v_moment and p.period_end > v_moment
  order by p.period_start desc
  limit 1;
  if found then
    return v_start;
  end if;
  select max(p.period_end) into v_start
  from public.ai_quota_periods as p
  where p.user_id = v_quota.user_id and p.period_end <= v_moment;
  select min(p.period_start) into v_end
  from public.ai_quota_periods as p
  where p.user_id = v_quota.user_id and p.period_start > v_moment;
  v_start := greatest(v_start, ai_quota.last_boundary(v_quota.period_anchor, v_moment));
  insert into public.ai_quota_periods (
    user_id, period_start, period_end, tokens_used, requests_used,
    monthly_token_quota, monthly_request_quota, tier
  )
  values (
    v_quota.user_id, v_start,
    least(
      v_end, v_quota.period_start,
      ai_quota.first_boundary(v_quota.period_anchor, v_moment + interval '1 microsecond')
    ),
    0, 0, v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.tier
  );
  return v_start;
end
$$;

CREATE FUNCTION ai_quota.project_days(first_day date, tokens double precision[], today_tokens double precision, as_of timestamp with time zone, last_day date) RETURNS TABLE(day date, expected double precision, deviation double precision, weekday_shares double precision[])
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
  with now as (
    select
      (project_days.as_of at time zone 'UTC')::date as today,
      extract(epoch from (project_days.as_of at time zone 'UTC')::time)::double precision / 86400
        as share
  ),
  -- Places are days before as_of.
  seen as materialized (
    select
      extract(isodow from d.day)::integer as weekday, d.tokens,
      d.day - n.today + 0.5 - n.share as place,
      power(0.5, (n.today - d.day) / 42.0) as weight
    from now as n
      cross join lateral (
        select project_days.first_day + t.place::integer - 1 as day, t.tokens
        from unnest(project_days.tokens) with ordinality as t (tokens, place)
      ) as d
    union all
    select
      extract(isodow from n.today)::integer, project_days.today_tokens / n.share, - n.share / 2,
      n.share
    from now as n
    where n.share > 0.1
  ),
  mean as (
    select coalesce(sum(s.weight * s.tokens) / nullif(sum(s.weight), 0), 0) as tokens
    from seen as s
  ),
  weekdays as materialized (
    select
      k.weekday,
      case
        when m.tokens > 0 then (coalesce(sum(s.weight * s.tokens), 0) + 0.5 * m.tokens)
          / ((coalesce(sum(s.weight), 0) + 0.5) * m.tokens)
        else 1
      end as share
    from generate_series(1, 7) as k (weekday)
      cross join mean as m
      left join seen as s on s.weekday = k.weekday
    group by k.weekday, m.tokens
  ),
  sums as (
    select
      sum(s.weight) as weight, sum(s.weight * w.share) as s0, sum(s.weight * w.share * s.place) as s1,
      sum(s.weight * w.share * s.place * s.place) as s2, sum(s.weight * s.tokens) as y0,
      sum(s.weight * s.tokens * s.place) as y1
    from seen as s
      join weekdays as w on w.weekday = s.weekday
  ),
  line as materialized (
    select
      coalesce(u.weight, 0) as weight, coalesce(u.y0 / nullif(u.s0, 0), 0) as level,
      coalesce(u.s1 / nullif(u.s0, 0), 0) as middle,
      coalesce((u.s0 * u.y1 - u.s1 * u.y0) / nullif(u.s0 * u.s2 - u.s1 * u.s1, 0), 0) as slope
    from sums as u
  ),
  noise as materialized (
    select
      -- Of few days: as much as the level.
      (coalesce(sum(s.weight * r.rest * r.rest), 0) + l.level * l.level) / (l.weight + 1)
        as variance,
      coalesce(
        sum(power(s.weight * (s.place - l.middle), 2))
          / nullif(power(sum(s.weight * power(s.place - l.middle, 2)), 2), 0), 0
      ) as of_slope
    from line as l
      left join seen as s on true
      left join weekdays as w on w.weekday = s.weekday
      left join lateral (
        select s.tokens - w.share * (l.level + l.slope * (s.place - l.middle)) as rest
      ) as r on true
    group by l.level, l.weight
  ),
  trend as (
    select
      l.level, l.middle, l.weight, e.variance,
      coalesce(
        l.slope * power(l.slope, 2) / nullif(power(l.slope, 2) + 4 * e.variance * e.of_slope, 0), 0
      ) as slope
    from line as l
      cross join noise as e
  )
  select
    n.today + a.days,
    sum(
      p.part * w.share * greatest(t.level + t.slope * (p.place - t.middle), 0)
    ) over (order by a.days),
    -- Of the days, and of their mean, which is not known exactly.
    sqrt(t.variance * (c.days + power(c.days, 2) / (t.weight + 1))),
    (
      select array_agg(x.share * 7 / y.share order by x.weekday)
      from weekdays as x
        cross join (select sum(z.share) as share from weekdays as z) as y
    )
  from now as n
    cross join trend as t
    cross join generate_series(0, greatest(project_days.last_day - n.today, 0)) as a (days)
    cross join lateral (
      select
        case when a.days = 0 then 1 - n.share else 1 end as part,
        case when a.days = 0 then (1 - n.share) / 2 else a.days + 0.5 - n.share end as place
    ) as p
    cross join lateral (select a.days + 1 - n.share as days) as c
    join weekdays as w on w.weekday = extract(isodow from n.today + a.days)
$$;

CREATE FUNCTION ai_quota.prune(at_most integer DEFAULT 10000) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $_$
declare
  v_pruned bigint;
  v_sum bigint := 0;
begin
  delete from public.ai_quota_reservations as r
  where r.id in (
    select c.id
    from public.ai_quota_reservations as c
      cross join ai_quota.settings as s
    where case
        when c.status <> 'pending' then c.closed_at < now() - s.keep_closed_holds
        else c.on_expiry = 'release' and c.expires_at < now() - s.keep_closed_holds
      end
    limit prune.at_most
  );
  get diagnostics v_pruned = row_count;
  v_sum := v_sum + v_pruned;
  delete from public.ai_quota_alerts as a
  where a.id in (
    select o.id
    from public.ai_quota_alerts as o
      cross join ai_quota.settings as s
    where o.created_at < now() - s.keep_alerts
    limit prune.at_most
  );
  get diagnostics v_pruned = row_count;
  v_sum := v_sum + v_pruned;
  if to_regclass('cron.job_run_details') is not null then
    -- In a block of its own, whose failure takes back nothing of the above.
    begin
      -- A run that a crash cut off has no end.
      execute
        'delete from cron.job_run_details as d using cron.job as j, ai_quota.settings as s '
        || 'where j.jobid = d.jobid and j.jobname = any ($1) '
        || 'and coalesce(d.end_time, d.start_time) < now() - s.keep_job_runs'
        using array[
          'reset-monthly-ai-quotas', 'reset-monthly-ai-quotas-in-batches', 'maintain-ai-quotas'
        ];
      get diagnostics v_pruned = row_count;
      v_sum := v_sum + v_pruned;
    exception
      when insufficient_privilege then
        raise notice 'runs of the jobs are kept: %', sqlerrm;
    end;
  end if;
  if v_sum = 0 then
    -- What the job counted of an account that was deleted meanwhile: once, it reads all users.
    delete from ai_quota.usage_by_user as s
    where not exists (select from public.user_ai_quotas as q where q.user_id = s.user_id)
      and not exists (select from public.ai_quota_closed_days as c where c.user_id = s.user_id);
  end if;
  return v_sum;
end
$_$;

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

CREATE FUNCTION ai_quota.raise_too_many(message text, retry_after double precision) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_seconds integer := greatest(ceil(raise_too_many.retry_after), 1);
begin
  -- This SQLSTATE is PostgREST's: it takes the answer from the message, and the rest from the
  -- detail.
  raise sqlstate 'PGRST' using
    message = jsonb_build_object(
      'code', 'PT429',
      'message', raise_too_many.message,
      'details', format('Retry after %s seconds.', v_seconds),
      'hint', 'Wait and send the same call again; with a request_id it is counted once.'
    )::text,
    detail = jsonb_build_object(
      'status', 429,
      'headers', jsonb_build_object('Retry-After', v_seconds::text)
    )::text;
end
$$;

CREATE FUNCTION ai_quota.rank_users(from_day date, to_day date, sort text, of_tier text, search text, skip bigint, at_most bigint) RETURNS TABLE(user_id uuid, figure double precision, total_rows bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET work_mem TO '64MB'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
#variable_conflict use_column
declare
  v_counted_at timestamptz := (
    select r.recent_counted_at from ai_quota.rollup as r where r.counted_through is not null
  );
  v_found uuid[];
  v_changed uuid[];
begin
  if rank_users.search is not null then
    v_found := array(select * from ai_quota.find_accounts(rank_users.search));
  end if;
  if v_counted_at is not null then
    -- Calls that ran when the job counted.
    v_changed := array(
      select * from ai_quota.list_changed_users(v_counted_at - interval '5 minutes')
    );
  end if;
  return query
  with sums as (
    select p.user_id, p.figure
    from (
      select
        u.user_id,
        case rank_users.sort
          when 'tokens' then u.tokens[b.last] - coalesce(u.tokens[b.before], 0)
          when 'requests' then u.requests[b.last] - coalesce(u.requests[b.before], 0)
          else u.costs[b.last] - coalesce(u.costs[b.before], 0)
        end as figure
      from ai_quota.usage_by_user as u
        cross join lateral (
          select
            width_bucket(rank_users.from_day - 1, u.days) as before,
            case
              when rank_users.to_day >= (v_counted_at at time zone 'UTC')::date
                then cardinality(u.days)
              else width_bucket(rank_users.to_day, u.days)
            end as last
        ) as b
      where v_counted_at is not null
        and b.last > b.before
        and u.user_id <> all (v_changed)
        and (v_found is null or u.user_id = any (v_found))
      -- Computed here, so that no arrays are carried along.
      offset 0
    ) as p
    union all
    select
      d.user_id,
      sum(
        case rank_users.sort
          when 'tokens' then d.tokens
          when 'requests' then d.requests
          else d.cost_usd
        end
      )::double precision
    from public.ai_quota_daily as d
    where d.day between rank_users.from_day and rank_users.to_day
      and (v_changed is null or d.user_id = any (v_changed))
      and (v_found is null or d.user_id = any (v_found))
    group by d.user_id
  ),
  listed as (
    select s.user_id, s.figure from sums as s where v_found is null
    union all
    -- A search finds users without calls too.
    select f.user_id, coalesce(s.figure, 0)
    from unnest(v_found) as f (user_id)
      left join sums as s on s.user_id = f.user_id
  )
  select l.user_id, l.figure, count(*) over ()
  from listed as l
  where rank_users.of_tier is null
    or l.user_id in (
      select q.user_id from public.user_ai_quotas as q where q.tier = rank_users.of_tier
    )
  order by l.figure desc, l.user_id
  limit rank_users.at_most
  offset rank_users.skip;
end
$$;

CREATE FUNCTION ai_quota.read_call(element jsonb) RETURNS ai_quota.usage_call
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_call ai_quota.usage_call;
  v_unknown text;
begin
  if jsonb_typeof(element) <> 'object' then
    perform ai_quota.raise_bad_request(
      format('a call must be an object, got %s', left(element::text, 50)),
      'Pass the arguments of track_usage as an object.'
    );
  end if;
  v_call := jsonb_populate_record(null::ai_quota.usage_call, element);
  select k.key into v_unknown
  from jsonb_object_keys(element) as k (key)
  where not to_jsonb(v_call) ? k.key
  limit 1;
  if found then
    perform ai_quota.raise_bad_request(
      format('%s is no argument of track_usage', left(v_unknown, 50)), 'Leave it out.'
    );
  end if;
  perform ai_quota.validate_usage(v_call, 'server');
  if v_call.user_id is null then
    perform ai_quota.raise_bad_request(
      'user_id is required, got null', 'Pass the id of the user who made the call.'
    );
  end if;
  v_call.tokens_cached := coalesce(v_call.tokens_cached, 0);
  v_call.tokens_cache_write := coalesce(v_call.tokens_cache_write, 0);
  v_call.tokens_reasoning := coalesce(v_call.tokens_reasoning, 0);
  v_call.tokens_audio_prompt := coalesce(v_call.tokens_audio_prompt, 0);
  v_call.tokens_audio_completion := coalesce(v_call.tokens_audio_completion, 0);
  v_call.requests := coalesce(v_call.requests, 1);
  v_call.usage_source := coalesce(v_call.usage_source, 'provider');
  return v_call;
end
$$;

CREATE FUNCTION ai_quota.read_quota(user_id uuid, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.read_tiers() RETURNS SETOF ai_quota.tier_counts
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if exists (
    select from ai_quota.rollup as r where r.recent_counted_at > now() - interval '15 minutes'
  ) then
    return query select t.* from ai_quota.tier_counts as t;
  else
    return query select t.* from ai_quota.count_tiers() as t;
  end if;
end
$$;

CREATE FUNCTION ai_quota.record_denial(quota public.user_ai_quotas, reason text, tokens bigint, requests bigint) RETURNS text
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_quota constant public.user_ai_quotas := quota;
begin
  insert into public.ai_quota_denials as d (user_id, day, reason, denials, tokens)
  values (
    v_quota.user_id, (now() at time zone 'UTC')::date, record_denial.reason, 1, record_denial.tokens
  )
  on conflict on constraint ai_quota_denials_pkey do update
    set denials = d.denials + 1, tokens = d.tokens + excluded.tokens;
  if record_denial.reason not in ('tokens', 'requests') then
    return null;
  end if;

  with written as (
    insert into public.ai_quota_alerts (
      user_id, period_start, kind, metric, threshold, used, quota
    )
    select
      v_quota.user_id, v_quota.period_start, 'denied', record_denial.reason, 0, m.used, m.quota
    from (
      values
        ('tokens', v_quota.current_month_tokens, v_quota.monthly_token_quota),
        ('requests', v_quota.current_month_requests, v_quota.monthly_request_quota)
    ) as m (metric, used, quota)
    where m.metric = record_denial.reason
    on conflict (user_id, period_start) where kind = 'denied' do nothing
    returning id
  )
  insert into ai_quota.alert_deliveries (alert_id)
  select w.id from written as w;

  return (
    select t.tier
    from public.ai_quota_tiers as t
      join public.ai_quota_tiers as o on o.tier = v_quota.tier
    where t.is_public
      and t.tier <> o.tier
      and (t.sort_order, coalesce(t.monthly_token_quota, 9223372036854775807))
        > (o.sort_order, coalesce(o.monthly_token_quota, 9223372036854775807))
      and coalesce(
        v_quota.current_month_tokens::numeric + v_quota.reserved_tokens + record_denial.tokens
        <= t.monthly_token_quota,
        true
      )
      and coalesce(
        v_quota.current_month_requests::numeric + v_quota.reserved_requests
        + record_denial.requests <= t.monthly_request_quota,
        true
      )
    order by t.sort_order, t.monthly_token_quota nulls last, t.tier
    limit 1
  );
end
$$;

CREATE FUNCTION ai_quota.record_unusual(user_id uuid, ledger_id anyelement, tokens bigint, requests bigint, cost_usd numeric, caller public.ai_quota_caller, reservation_id uuid, is_final boolean, occurred_at timestamp with time zone, uncounted text[] DEFAULT NULL::text[]) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := ai_quota.lock_quota(
    record_unusual.user_id,
    uncounted => coalesce(record_unusual.uncounted, array[record_unusual.ledger_id::text])
  );
  v_moment timestamptz := coalesce(record_unusual.occurred_at, now());
  v_period timestamptz := v_quota.period_start;
  v_excess_tokens bigint := 0;
  v_excess_requests bigint := 0;
  v_despite text;
  v_is_late boolean;
  r public.ai_quota_reservations;
begin
  if record_unusual.caller = 'user' then
    perform ai_quota.refuse_blocked(v_quota);
    perform ai_quota.count_user_write(v_quota);
  end if;

  if record_unusual.reservation_id is null then
    v_period := ai_quota.period_of(v_quota, v_moment);
  else
    select c.* into r
    from public.ai_quota_reservations as c
    where c.id = record_unusual.reservation_id and c.user_id = record_unusual.user_id;
    if record_unusual.caller = 'user' then
      perform ai_quota.refuse_reservation(r, record_unusual.reservation_id);
    end if;
    v_is_late := r.period_start < v_quota.period_start;
    if r.id is null then
      v_despite := 'reservation unknown';
    elsif r.status in ('settled', 'released') then
      v_despite := format('reservation %s', r.status);
    elsif v_is_late and now() > r.expires_at + interval '1 hour' then
      v_despite := 'reservation expired';
    elsif v_is_late then
      -- The period of the reservation is charged up to what it held, the open one with the rest.
      v_period := r.period_start;
      v_excess_tokens := greatest(record_unusual.tokens - (r.tokens - r.tokens_settled), 0);
      v_excess_requests := greatest(
        record_unusual.requests - greatest(r.requests - r.requests_settled, 0), 0
      );
    end if;
    if r.status = 'charged' then
      v_quota := ai_quota.correct_charge(v_quota, r);
    end if;
    if r.status in ('pending', 'charged') then
      v_quota := ai_quota.draw_reservation(
        v_quota, r,
        case
          when record_unusual.is_final is false and r.status = 'pending' then 'pending'
          else 'settled'
        end::public.ai_quota_reservation_status,
        record_unusual.tokens, record_unusual.requests
      );
    end if;
  end if;

  update public.ai_agent_usage as u
  set
    period_start = v_period,
    excess_tokens = nullif(v_excess_tokens, 0),
    excess_requests = nullif(v_excess_requests, 0),
    excess_period_start = case
      when v_excess_tokens > 0 or v_excess_requests > 0 then v_quota.period_start
    end,
    recorded_despite = nullif(concat_ws(', ', u.recorded_despite, v_despite), '')
  where u.id = record_unusual.ledger_id
    and (
      u.period_start <> v_period
      or u.period_start is null
      or v_excess_tokens > 0
      or v_excess_requests > 0
      or v_despite is not null
    );
  if v_excess_tokens > 0 or v_excess_requests > 0 then
    v_quota := ai_quota.add_usage(
      v_quota, v_quota.period_start, v_excess_tokens, v_excess_requests, null, 0, v_moment
    );
  end if;
  return ai_quota.add_usage(
    v_quota, v_period, record_unusual.tokens - v_excess_tokens,
    record_unusual.requests - v_excess_requests, record_unusual.cost_usd,
    case when record_unusual.cost_usd is null then record_unusual.requests else 0 end, v_moment
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

CREATE FUNCTION ai_quota.refresh_pages(first_page bigint, pages bigint DEFAULT 16) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  -- Read first: limits that are newer are written again.
  v_version bigint := (select v.version from ai_quota.limits_version as v);
  v_default_tier text := ai_quota.default_tier();
  v_places tid[];
  v_tiers text[];
  v_token_quotas bigint[];
  v_request_quotas bigint[];
  v_refreshed bigint;
  v_user_id uuid;
begin
  -- In bulk: users who have the limits of their tier, and so little usage that no alert is due.
  select
    array_agg(p.place), array_agg(p.tier), array_agg(p.monthly_token_quota),
    array_agg(p.monthly_request_quota)
  into v_places, v_tiers, v_token_quotas, v_request_quotas
  from (
    select q.ctid as place, t.tier, t.monthly_token_quota, t.monthly_request_quota
    from public.user_ai_quotas as q
      join public.ai_quota_tiers as t on t.tier = coalesce(q.assigned_tier, v_default_tier)
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + pages)::tid
      and q.limits_version < v_version
      and (q.tier, q.monthly_token_quota, q.monthly_request_quota)
        is distinct from (t.tier, t.monthly_token_quota, t.monthly_request_quota)
      and q.limits_expire_at is null
      and q.period_anchor is null
      and not q.is_anonymous
      and (
        greatest(
          q.current_month_tokens::double precision / t.monthly_token_quota,
          q.current_month_requests::double precision / t.monthly_request_quota
        ) >= 0.75
      ) is not true
      and not exists (
        select from public.ai_quota_subscriptions as s where s.user_id = q.user_id
      )
      and not exists (select from public.ai_quota_overrides as o where o.user_id = q.user_id)
    for no key update of q skip locked
  ) as p;
  -- Locked rows keep their place.
  update public.user_ai_quotas as q
  set
    tier = p.tier,
    monthly_token_quota = p.monthly_token_quota,
    monthly_request_quota = p.monthly_request_quota,
    limits_version = v_version
  from unnest(v_places, v_tiers, v_token_quotas, v_request_quotas)
    as p (place, tier, monthly_token_quota, monthly_request_quota)
  where q.ctid = any (v_places) and q.ctid = p.place;
  get diagnostics v_refreshed = row_count;

  for v_user_id in
    select u.id
    from auth.users as u
    where u.id in (
      select q.user_id
      from public.user_ai_quotas as q
        cross join lateral ai_quota.entitlement(q.user_id, q.assigned_tier) as e
      where q.ctid >= format('(%s,0)', first_page)::tid
        and q.ctid < format('(%s,0)', first_page + pages)::tid
        and q.limits_version < v_version
        and (q.tier, q.monthly_token_quota, q.monthly_request_quota, q.period_anchor)
          is distinct from (e.tier, e.monthly_token_quota, e.monthly_request_quota, e.anchor)
    )
    order by u.id
    for key share skip locked
  loop
    perform
    from public.user_ai_quotas as q
    where q.user_id = v_user_id
    for no key update skip locked;
    if found then
      perform ai_quota.lock_quota(v_user_id, refresh => true);
      v_refreshed := v_refreshed + 1;
    end if;
  end loop;
  return v_refreshed;
end
$$;

CREATE FUNCTION ai_quota.refuse_blocked(quota public.user_ai_quotas) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if quota.is_blocked then
    perform ai_quota.raise_bad_request(
      'this user is blocked: nothing was recorded',
      'Only the server reports the usage of a blocked user.',
      '42501'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.refuse_reservation(reservation public.ai_quota_reservations, reservation_id uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if reservation.id is null then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id does not exist for this user, got %s',
        coalesce(refuse_reservation.reservation_id::text, 'null')
      ),
      'Pass the reservation_id that reserve_tokens returned for this user.'
    );
  end if;
  if reservation.reserved_by = 'server' and ai_quota.is_end_user() then
    perform ai_quota.raise_bad_request(
      format('reservation_id is the server''s, got %s', refuse_reservation.reservation_id),
      'Whoever made a reservation ends it.',
      '42501'
    );
  end if;
  if reservation.status <> 'pending' then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id is already %s, got %s', reservation.status,
        refuse_reservation.reservation_id
      ),
      'A reservation can be settled or released once. Record more usage without it.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.refuse_unknown_tier(tier text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.raise_bad_request(
    format(
      'tier does not exist, got %s', coalesce(quote_literal(refuse_unknown_tier.tier), 'null')
    ),
    format('Pass one of %s.', (
      select string_agg(t.tier, ', ' order by t.sort_order, t.monthly_token_quota)
      from public.ai_quota_tiers as t
    ))
  );
end
$$;

CREATE FUNCTION ai_quota.repair_quota(user_id uuid) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION ai_quota.replay_periods(tiers jsonb, months integer) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, tier text, was_denied bigint, denied_calls bigint, denied_tokens bigint, needed_tokens bigint, needed_requests bigint, saved_usd numeric, added_usd numeric)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    SET work_mem TO '64MB'
    AS $$
#variable_conflict use_column
begin
  return query
  with periods as materialized (
    select p.* from ai_quota.replayed_periods(replay_periods.tiers, replay_periods.months) as p
  ),
  -- Of two periods that meet on a day, the one whose alert says that it was denied.
  denials as materialized (
    select
      p.user_id, p.period_start, sum(p.denials)::bigint as denials, sum(p.tokens)::bigint as tokens,
      sum(p.denials) filter (where p.reason = 'tokens') as by_tokens,
      sum(p.denials) filter (where p.reason = 'requests') as by_requests
    from (
      select distinct on (d.user_id, d.day, d.reason)
        x.user_id, x.period_start, d.reason, d.denials, d.tokens
      from public.ai_quota_denials as d
        join periods as x
          on x.user_id = d.user_id
          and (x.period_start at time zone 'UTC')::date <= d.day
          and (x.period_end at time zone 'UTC') > d.day
      where d.reason in ('tokens', 'requests')
      order by
        d.user_id, d.day, d.reason,
        exists (
          select from public.ai_quota_alerts as a
          where a.user_id = x.user_id and a.period_start = x.period_start and a.kind = 'denied'
        ) desc,
        x.period_start desc
    ) as p
    group by p.user_id, p.period_start
  ),
  stricter as materialized (
    select p.user_id, p.period_start, p.period_end, n.new_tokens, n.new_requests
    from periods as p
      -- Only what is smaller than it was denies anything new.
      cross join lateral (
        select
          case
            when p.new_tokens < coalesce(p.old_tokens, 9223372036854775807) then p.new_tokens
          end as new_tokens,
          case
            when p.new_requests < coalesce(p.old_requests, 9223372036854775807) then p.new_requests
          end as new_requests
      ) as n
    where p.tokens_used > n.new_tokens or p.requests_used > n.new_requests
  ),
  calls as (
    select
      s.user_id, s.period_start, s.new_tokens, s.new_requests, u.tokens, u.requests, u.cost_usd,
      sum(u.tokens) over w as tokens_so_far, sum(u.requests) over w as requests_so_far
    from stricter as s
      cross join lateral (
        select
          l.id::text as id, l.created_at, (l.tokens_prompt + l.tokens_completion)::bigint as tokens,
          l.requests::bigint as requests, l.cost_usd::numeric as cost_usd
        from public.ai_agent_usage as l
        where l.user_id = s.user_id
          and l.created_at >= s.period_start
          and l.created_at < s.period_end
          and not l.is_adjustment
      ) as u
    window w as (partition by s.user_id, s.period_start order by u.created_at, u.id)
  ),
  cut as (
    select
      c.user_id, c.period_start, count(*) as calls, sum(c.tokens)::bigint as tokens,
      coalesce(sum(c.cost_usd), 0) as cost_usd
    from calls as c
    where c.tokens_so_far > c.new_tokens or c.requests_so_far > c.new_requests
    group by c.user_id, c.period_start
  ),
  admitted as (
    select
      d.user_id, d.period_start,
      case
        when (
            coalesce(p.new_tokens, 9223372036854775807)
              > coalesce(p.old_tokens, 9223372036854775807)
            or d.by_tokens is null
          )
          and (
            coalesce(p.new_requests, 9223372036854775807)
              > coalesce(p.old_requests, 9223372036854775807)
            or d.by_requests is null
          )
          and (p.new_tokens, p.new_requests) is distinct from (p.old_tokens, p.old_requests)
          then greatest(
            least(
              d.denials,
              floor(
                (p.new_tokens - p.tokens_used)::numeric * d.denials / nullif(d.tokens, 0)
              ),
              p.new_requests - p.requests_used
            ), 0
          )
        else 0
      end::bigint as calls
    from denials as d
      join periods as p on p.user_id = d.user_id and p.period_start = d.period_start
  )
  select
    p.user_id, p.period_start, p.tier, coalesce(d.denials, 0),
    coalesce(c.calls, 0) + coalesce(d.denials - a.calls, 0),
    coalesce(c.tokens, 0)
      + coalesce(round(d.tokens::numeric * (d.denials - a.calls) / d.denials), 0)::bigint,
    p.tokens_used + coalesce(d.tokens / d.denials, 0),
    p.requests_used + case when d.denials > 0 then 1 else 0 end,
    coalesce(c.cost_usd, 0),
    coalesce(d.tokens::numeric * a.calls / d.denials * r.per_token, 0)
  from periods as p
    left join denials as d on d.user_id = p.user_id and d.period_start = p.period_start
    left join admitted as a on a.user_id = p.user_id and a.period_start = p.period_start
    left join cut as c on c.user_id = p.user_id and c.period_start = p.period_start
    -- At what the user's tokens cost in the period.
    left join lateral (
      select sum(x.cost_usd) / nullif(sum(x.tokens), 0) as per_token
      from public.ai_quota_daily as x
      where a.calls > 0
        and x.user_id = p.user_id
        and x.day >= (p.period_start at time zone 'UTC')::date
        and x.day < (p.period_end at time zone 'UTC')
    ) as r on true;
end
$$;

CREATE FUNCTION ai_quota.replayed_periods(tiers jsonb, months integer) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, period_end timestamp with time zone, tier text, tokens_used bigint, requests_used bigint, old_tokens bigint, old_requests bigint, new_tokens bigint, new_requests bigint)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select
    p.user_id, p.period_start, p.period_end, p.tier, p.tokens_used, p.requests_used,
    p.monthly_token_quota, p.monthly_request_quota,
    case
      when n.proposed ? 'monthly_token_quota'
        then (n.proposed ->> 'monthly_token_quota')::bigint
      else p.monthly_token_quota
    end,
    case
      when n.proposed ? 'monthly_request_quota'
        then (n.proposed ->> 'monthly_request_quota')::bigint
      else p.monthly_request_quota
    end
  from (
    select
      c.user_id, c.period_start, c.period_end, c.tier, c.tokens_used, c.requests_used,
      c.monthly_token_quota, c.monthly_request_quota
    from public.ai_quota_periods as c
    union all
    select
      q.user_id, q.period_start, q.period_end, q.tier, q.current_month_tokens::bigint,
      q.current_month_requests::bigint, q.monthly_token_quota::bigint,
      q.monthly_request_quota::bigint
    from public.user_ai_quotas as q
  ) as p
    left join public.ai_quota_overrides as o
      on o.user_id = p.user_id
      and o.created_at < p.period_end
      and (o.expires_at is null or o.expires_at > p.period_start)
    left join lateral (
      select replayed_periods.tiers -> p.tier as proposed
      where o.user_id is null
        and not exists (
          select from ai_quota.boosts as b
          where b.user_id = p.user_id
            and b.created_at < p.period_end
            and b.expires_at > p.period_start
        )
    ) as n on true
  where p.period_end > now() - make_interval(months => replayed_periods.months)
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
  v_user_id uuid;
  v_start timestamptz;
  v_quota public.user_ai_quotas;
begin
  select
    array_agg(d.place) filter (where d.is_plain),
    array_agg(d.user_id) filter (where not d.is_plain),
    count(*) filter (where d.is_due and d.is_plain)
  into v_plain, v_others, v_closed
  from (
    select
      q.ctid as place, q.user_id, q.period_end <= as_of as is_due,
      q.reserved_valid_until is null
        and (q.limits_expire_at <= as_of) is not true
        and q.period_start < q.period_end
        and q.period_anchor is null as is_plain
    from public.user_ai_quotas as q
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + 64)::tid
      and (q.period_end <= as_of or q.limits_expire_at <= as_of)
    for no key update skip locked
  ) as d;

  if v_plain is not null then
    -- The same as lock_quota, in bulk, for rows without reservations, overrides and anchors. Locked
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
      quota_reset_date = v_next,
      own_period_end = null
    where q.ctid = any (v_plain);
  end if;
  -- lock_quota locks accounts too: only those that are free.
  for v_user_id, v_start in
    select u.id, q.period_start
    from auth.users as u
      join public.user_ai_quotas as q on q.user_id = u.id
    where u.id = any (v_others)
    order by u.id
    for key share of u skip locked
  loop
    v_quota := ai_quota.lock_quota(v_user_id, as_of);
    v_closed := v_closed + (v_quota.period_start <> v_start)::integer;
  end loop;
  return v_closed;
end
$$;

CREATE FUNCTION ai_quota.roll_up(as_of timestamp with time zone DEFAULT now()) RETURNS date
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
declare
  v_today date := (roll_up.as_of at time zone 'UTC')::date;
  v_day date;
  r ai_quota.rollup;
begin
  select o.* into r from ai_quota.rollup as o for no key update skip locked;
  if not found then
    return null;
  end if;
  if r.counting_through is null then
    if not ai_quota.is_day_over(v_today - 1) then
      return null;
    end if;
    -- The ledger as the job finds it.
    insert into ai_quota.late_days (day)
    select distinct (u.created_at::timestamptz at time zone 'UTC')::date
    from public.ai_agent_usage as u
    where u.created_at < v_today
    order by 1 desc;
    update ai_quota.rollup as o set counting_through = v_today - 1;
    return v_today - 1;
  end if;

  if r.counted_through is not null then
    v_day := r.counted_through + 1;
    if v_day < v_today and ai_quota.is_day_over(v_today - 1) then
      perform ai_quota.count_day(v_day);
      perform ai_quota.count_users_of(v_day, greatest(r.recent_day, v_day));
      perform ai_quota.end_day(v_day);
      return v_day;
    end if;
    if r.recent_day is distinct from v_today
      or r.recent_counted_at < roll_up.as_of - interval '4 minutes'
    then
      perform ai_quota.count_recent(v_day, v_today);
      update ai_quota.rollup as o set recent_day = v_today, recent_counted_at = roll_up.as_of;
      return v_today;
    end if;
  end if;

  -- In the order in which they came, so that each has its turn.
  select l.day into v_day
  from ai_quota.late_days as l
  where l.day <= coalesce(r.counted_through, r.counting_through)
  order by l.id
  limit 1;
  if v_day is not null then
    perform ai_quota.count_day(v_day);
    return v_day;
  end if;
  if r.counted_through is not null then
    return null;
  end if;
  if r.users_counted < 16 then
    perform ai_quota.count_users_part(r.users_counted, r.counting_through);
    update ai_quota.rollup as o set users_counted = o.users_counted + 1;
  else
    perform ai_quota.end_day(r.counting_through);
  end if;
  return r.counting_through;
end
$$;

CREATE FUNCTION ai_quota.status_rank(status text) RETURNS integer
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
  return case
    when status in ('canceled', 'incomplete_expired') then 4
    when status in ('unpaid', 'paused') then 3
    when status in ('active', 'trialing', 'past_due') then 2
    when status = 'incomplete' then 1
    else 0
  end;
end
$$;

CREATE TABLE ai_quota.usage_by_tier (
    day date NOT NULL,
    tier text NOT NULL,
    reported_by public.ai_quota_caller NOT NULL,
    tokens bigint NOT NULL,
    requests bigint NOT NULL,
    cost_usd numeric NOT NULL,
    unpriced_requests bigint NOT NULL
);

COMMENT ON TABLE ai_quota.usage_by_tier IS 'The ledger summed by UTC day, tier and reporter. Days after rollup.counted_through are as of
rollup.recent_counted_at.';

CREATE FUNCTION ai_quota.sum_days(from_day date, to_day date, tier text DEFAULT NULL::text) RETURNS SETOF ai_quota.usage_by_tier
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
declare
  -- Never counted: from the first day.
  v_since timestamptz := greatest(
    sum_days.from_day, (select r.recent_counted_at from ai_quota.rollup as r)
  );
begin
  return query
  select t.*
  from ai_quota.usage_by_tier as t
  where t.day between sum_days.from_day and sum_days.to_day
    and (sum_days.tier is null or t.tier = sum_days.tier)
    and exists (select from ai_quota.rollup as r where r.recent_counted_at is not null);
  return query
  select s.*
  from ai_quota.sum_tiers(v_since, sum_days.to_day + 1) as s
  where sum_days.tier is null or s.tier = sum_days.tier;
  return query
  select
    d.day, d.tier, d.reported_by, ai_quota.to_bigint(sum(d.tokens)),
    ai_quota.to_bigint(sum(d.requests)), sum(d.cost_usd),
    ai_quota.to_bigint(sum(d.unpriced_requests))
  from ai_quota.deleted_usage_by_label as d
  where d.day between sum_days.from_day and sum_days.to_day
    and (sum_days.tier is null or d.tier = sum_days.tier)
    and exists (select from ai_quota.rollup as r where r.recent_counted_at is null)
  group by 1, 2, 3;
end
$$;

CREATE FUNCTION ai_quota.sum_labels(from_day date, to_day date, of_user uuid DEFAULT NULL::uuid, since timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS TABLE(user_id uuid, day date, model text, discipline text, workflow text, tier text, reported_by public.ai_quota_caller, tokens bigint, requests bigint, cost_usd numeric, unpriced_requests bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
begin
  return query
  with sums as (
    select
      u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date as day,
      coalesce(u.model_used::text, '') as model, coalesce(u.discipline::text, '') as discipline,
      coalesce(u.workflow_id::text, '') as workflow, u.period_start, u.reported_by,
      ai_quota.to_bigint(sum(u.tokens_prompt + u.tokens_completion)) as tokens,
      ai_quota.to_bigint(sum(u.requests)) as requests,
      coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      )::bigint as unpriced_requests
    from public.ai_agent_usage as u
    where u.created_at >= greatest(sum_labels.from_day, sum_labels.since)
      and u.created_at < sum_labels.to_day + 1
      and (sum_labels.of_user is null or u.user_id = sum_labels.of_user)
    group by 1, 2, 3, 4, 5, 6, 7
  ),
  ranked as (
    select
      s.*,
      row_number() over (
        partition by s.user_id, s.day
        order by s.tokens desc, s.model, s.discipline, s.workflow, s.reported_by, s.period_start
      ) <= 50 as is_kept
    from sums as s
  )
  select
    r.user_id, r.day,
    case when r.is_kept then r.model else 'other' end,
    case when r.is_kept then r.discipline else 'other' end,
    case when r.is_kept then r.workflow else 'other' end,
    coalesce(p.tier, q.tier, ''), r.reported_by, r.tokens, r.requests, r.cost_usd,
    r.unpriced_requests
  from ranked as r
    left join public.ai_quota_periods as p
      on p.user_id = r.user_id and p.period_start = r.period_start
    left join public.user_ai_quotas as q on q.user_id = r.user_id;
end
$$;

CREATE FUNCTION ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamp with time zone) RETURNS TABLE(tokens bigint, requests bigint, expire_at timestamp with time zone)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
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

CREATE FUNCTION ai_quota.sum_tiers(since timestamp with time zone, before timestamp with time zone) RETURNS SETOF ai_quota.usage_by_tier
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
begin
  return query
  select
    s.day, coalesce(p.tier, q.tier, ''), s.reported_by, ai_quota.to_bigint(sum(s.tokens)),
    ai_quota.to_bigint(sum(s.requests)), sum(s.cost_usd),
    ai_quota.to_bigint(sum(s.unpriced_requests))
  from (
    select
      u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date as day, u.period_start,
      u.reported_by, sum(u.tokens_prompt + u.tokens_completion) as tokens,
      sum(u.requests) as requests, coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      ) as unpriced_requests
    from public.ai_agent_usage as u
    where u.created_at >= sum_tiers.since and u.created_at < sum_tiers.before
    group by 1, 2, 3, 4
  ) as s
    left join public.ai_quota_periods as p
      on p.user_id = s.user_id and p.period_start = s.period_start
    left join public.user_ai_quotas as q on q.user_id = s.user_id
  group by 1, 2, 3;
end
$$;

CREATE FUNCTION ai_quota.tiers_not_filled(months integer) RETURNS TABLE(kind text, user_id uuid, subject text, figure numeric, advice text)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  with shares as (
    -- In steps of a thousandth: there are few of them, however many periods there are.
    select
      p.tier,
      ceil(
        1000 * greatest(
          p.tokens_used::double precision / p.monthly_token_quota,
          p.requests_used::double precision / p.monthly_request_quota
        )
      ) as share,
      count(*) as periods
    from public.ai_quota_periods as p
    where p.period_end > now() - make_interval(months => tiers_not_filled.months)
      and num_nonnulls(p.monthly_token_quota, p.monthly_request_quota) > 0
    group by 1, 2
  ),
  running as (
    select
      s.tier, s.share, sum(s.periods) over (partition by s.tier order by s.share) as periods,
      sum(s.periods) over (partition by s.tier) as all_periods
    from shares as s
  )
  select
    'tier_not_filled', null::uuid, r.tier, round(min(r.share)::numeric / 10, 2),
    'Nine of ten periods used at most this percentage: the tier could be smaller, or cheaper.'
  from running as r
  where r.periods >= 0.9 * r.all_periods
  group by r.tier
  having min(r.share) < 500
$$;

CREATE FUNCTION ai_quota.to_bigint(figure numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$
  select greatest(least(figure, 9223372036854775807), -9223372036854775808)::bigint
$$;

CREATE FUNCTION ai_quota.users_at_limit(months integer) RETURNS TABLE(kind text, user_id uuid, subject text, figure numeric, advice text)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  with reached as (
    select p.user_id, max(p.tier) as tier, count(*) as periods
    from public.ai_quota_periods as p
    where p.period_end > now() - make_interval(months => users_at_limit.months)
      and not p.is_early
      and (p.tokens_used >= p.monthly_token_quota or p.requests_used >= p.monthly_request_quota)
    group by p.user_id
    having count(*) >= 2
  )
  select
    'always_at_limit', r.user_id, r.tier, r.periods,
    'The limit was reached in every period: offer a larger tier.'
  from reached as r
  -- A subquery for each of the few who reached it; `not exists` would read everybody's periods.
  where (
    select bool_and(
      coalesce(p.tokens_used >= p.monthly_token_quota, false)
      or coalesce(p.requests_used >= p.monthly_request_quota, false)
    )
    from public.ai_quota_periods as p
    where p.user_id = r.user_id
      and p.period_end > now() - make_interval(months => users_at_limit.months)
      and not p.is_early
  )
$$;

CREATE FUNCTION ai_quota.validate_channel(channel text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO ''
    AS $$
begin
  if (length(validate_channel.channel) between 1 and 50) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'channel must have 1 to 50 characters, got %s',
        coalesce(quote_literal(left(validate_channel.channel, 60)), 'null')
      ),
      'Name the channel, such as email or webhook.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_days(INOUT from_day date, INOUT to_day date) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  to_day := coalesce(to_day, (now() at time zone 'UTC')::date);
  from_day := coalesce(from_day, to_day - 29);
  if from_day not between '2000-01-01' and '9999-12-31'
    or to_day not between '2000-01-01' and '9999-12-31'
    or to_day - from_day not between 0 and 365
  then
    perform ai_quota.raise_bad_request(
      format('from_day and to_day must be 1 to 366 days in order, got %s and %s', from_day, to_day),
      'Pass UTC days, the first and the last; leave them out for the 30 days that end today.'
    );
  end if;
end
$$;

CREATE TABLE public.ai_quota_overrides (
    user_id uuid NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    reason text NOT NULL,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    is_unlimited boolean DEFAULT false NOT NULL,
    extra_tokens bigint,
    extra_requests bigint,
    CONSTRAINT ai_quota_overrides_quotas_are_positive CHECK (((monthly_token_quota > 0) AND (monthly_request_quota > 0) AND (extra_tokens > 0) AND (extra_requests > 0))),
    CONSTRAINT ai_quota_overrides_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
    CONSTRAINT ai_quota_overrides_unlimited_has_no_figures CHECK (((NOT is_unlimited) OR (num_nonnulls(monthly_token_quota, monthly_request_quota, extra_tokens, extra_requests) = 0)))
);

COMMENT ON TABLE public.ai_quota_overrides IS 'Limits of one user in place of the tier''s, or on top of them: contracts, boosts.';

COMMENT ON COLUMN public.ai_quota_overrides.user_id IS 'The user whose limits these are, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_overrides.monthly_token_quota IS 'Tokens a period; NULL: those of the tier.';

COMMENT ON COLUMN public.ai_quota_overrides.monthly_request_quota IS 'Requests a period; NULL: those of the tier.';

COMMENT ON COLUMN public.ai_quota_overrides.reason IS 'Why, for your own team: 1 to 500 characters. Users cannot read it.';

COMMENT ON COLUMN public.ai_quota_overrides.expires_at IS 'When the tier''s limits apply again; NULL is never.';

COMMENT ON COLUMN public.ai_quota_overrides.created_at IS 'When the row was written first.';

COMMENT ON COLUMN public.ai_quota_overrides.is_unlimited IS 'Whether there is no limit at all, of tokens or requests.';

COMMENT ON COLUMN public.ai_quota_overrides.extra_tokens IS 'Tokens a period on top of the limit.';

COMMENT ON COLUMN public.ai_quota_overrides.extra_requests IS 'Requests a period on top of the limit.';

CREATE FUNCTION ai_quota.validate_override(override public.ai_quota_overrides) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_figure record;
  v_figures integer := num_nonnulls(
    override.monthly_token_quota, override.monthly_request_quota, override.extra_tokens,
    override.extra_requests
  );
begin
  for v_figure in
    select f.name, f.value
    from (
      values
        ('monthly_token_quota', override.monthly_token_quota),
        ('monthly_request_quota', override.monthly_request_quota),
        ('extra_tokens', override.extra_tokens),
        ('extra_requests', override.extra_requests)
    ) as f (name, value)
    where f.value not between 1 and 9000000000000000000
  loop
    perform ai_quota.raise_out_of_range(
      v_figure.name, v_figure.value, 1, 9000000000000000000, 'Leave it out for the tier''s limit.'
    );
  end loop;
  if override.is_unlimited = (v_figures > 0) then
    perform ai_quota.raise_bad_request(
      format(
        'an override is either is_unlimited or has limits, got is_unlimited %s and %s limits',
        override.is_unlimited, v_figures
      ),
      'Pass one of monthly_token_quota, monthly_request_quota, extra_tokens, extra_requests, or '
      || 'is_unlimited.'
    );
  end if;
  if override.expires_at <= now() then
    perform ai_quota.raise_bad_request(
      format('expires_at must be in the future, got %s', override.expires_at),
      'Leave expires_at out for an override without an end.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_page(page bigint, page_size bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if (validate_page.page between 1 and 1000000) is not true then
    perform ai_quota.raise_out_of_range(
      'page', validate_page.page, 1, 1000000, 'The first page is 1.'
    );
  end if;
  if (validate_page.page_size between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
      'page_size', validate_page.page_size, 1, 1000, 'Ask for the next page for more rows.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_part(argument text, value bigint, at_most bigint, whole text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if not validate_part.value between 0 and validate_part.at_most then
    perform ai_quota.raise_out_of_range(
      validate_part.argument, validate_part.value, 0, validate_part.at_most,
      format(
        'They are a part of %s, beside the other parts. Leave them out if there are none.',
        validate_part.whole
      )
    );
  end if;
end
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

CREATE FUNCTION ai_quota.validate_reservation(tokens bigint, requests bigint, expires_in_seconds bigint, request_id text, on_expiry text, caller public.ai_quota_caller) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_longest integer := case validate_reservation.caller when 'user' then 3600 else 86400 end;
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
  if (validate_reservation.expires_in_seconds between 1 and v_longest) is not true then
    perform ai_quota.raise_out_of_range(
      'expires_in_seconds', validate_reservation.expires_in_seconds, 1, v_longest,
      'Pass the seconds that the call may take: up to an hour, a day for service_role; default 300.'
    );
  end if;
  if length(validate_reservation.request_id) > 200
    or length(btrim(validate_reservation.request_id)) = 0
  then
    perform ai_quota.raise_bad_text('request_id', validate_reservation.request_id);
  end if;
  if (validate_reservation.on_expiry in ('release', 'charge')) is not true then
    perform ai_quota.raise_bad_request(
      format('on_expiry must be release or charge, got %s', coalesce(
        quote_literal(left(validate_reservation.on_expiry, 50)), 'null'
      )),
      'Leave on_expiry out for release.'
    );
  end if;
  if validate_reservation.on_expiry = 'charge' and validate_reservation.caller = 'user' then
    perform ai_quota.raise_bad_request(
      'on_expiry = charge is for the server, not for signed-in users',
      'Leave on_expiry out: an expired reservation no longer counts.',
      '42501'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_retry(user_id uuid, caller public.ai_quota_caller, request_id text, cost_usd numeric, occurred_at timestamp with time zone, payload record, ignores_agent boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if exists (
    select from public.ai_agent_usage as u
    where u.user_id = validate_retry.user_id
      and u.request_id = validate_retry.request_id
      and (
        u.reported_by = validate_retry.caller
        or exists (
          select from ai_quota.request_keys as k
          where k.user_id = u.user_id and k.request_id = u.request_id
        )
      )
      and (
        u.is_adjustment
        or row(
          case when not validate_retry.ignores_agent then u.agent_id end, u.session_id,
          u.discipline, u.workflow_id, u.tokens_prompt::bigint, u.tokens_completion::bigint,
          u.model_used::text, u.tokens_cached::bigint, u.tokens_cache_write::bigint,
          u.tokens_reasoning::bigint, u.tokens_audio_prompt::bigint,
          u.tokens_audio_completion::bigint, u.requests::bigint, u.reservation_id,
          u.usage_source::text
        ) <> validate_retry.payload
        or (u.cost_usd = round(validate_retry.cost_usd, 12)) is false
        or (u.created_at = validate_retry.occurred_at) is false
      )
  ) then
    perform ai_quota.raise_bad_request(
      format('request_id was used for another call, got %L', validate_retry.request_id),
      'A retry must repeat the same arguments; another call needs another request_id.',
      '23505'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_tiers(tiers jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $_$
declare
  v_tier record;
  v_limit record;
begin
  if jsonb_typeof(validate_tiers.tiers) <> 'object' then
    perform ai_quota.raise_bad_request(
      format('tiers must be an object, got %s', left(validate_tiers.tiers::text, 50)),
      'Pass {"free": {"monthly_token_quota": 20000}}, or leave tiers out for the limits then in force.'
    );
  end if;
  for v_tier in select e.key, e.value from jsonb_each(validate_tiers.tiers) as e loop
    if not exists (select from public.ai_quota_tiers as t where t.tier = v_tier.key) then
      perform ai_quota.refuse_unknown_tier(v_tier.key);
    end if;
    if jsonb_typeof(v_tier.value) <> 'object' then
      perform ai_quota.raise_bad_request(
        format('tiers.%s must be an object, got %s', v_tier.key, left(v_tier.value::text, 50)),
        'Pass {"monthly_token_quota": 20000}.'
      );
    end if;
    for v_limit in select e.key, e.value from jsonb_each(v_tier.value) as e loop
      if v_limit.key not in ('monthly_token_quota', 'monthly_request_quota')
        or v_limit.value <> 'null' and (
          jsonb_typeof(v_limit.value) <> 'number'
          or v_limit.value::text !~ '^[1-9][0-9]{0,17}$'
        )
      then
        perform ai_quota.raise_bad_request(
          format(
            'tiers.%s must have monthly_token_quota or monthly_request_quota, whole and positive or '
            || 'null, got %s: %s', v_tier.key, left(v_limit.key, 50), left(v_limit.value::text, 50)
          ),
          'Leave a limit out to keep the one then in force; null is unlimited.'
        );
      end if;
    end loop;
  end loop;
end
$_$;

CREATE FUNCTION ai_quota.validate_usage(call ai_quota.usage_call, caller public.ai_quota_caller) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_text record;
begin
  if (call.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_prompt', call.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call. 0 is allowed, null is not.'
    );
  end if;
  if (call.tokens_completion between 0 and 2147483647 - call.tokens_prompt) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_completion', call.tokens_completion, 0, 2147483647 - call.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  perform ai_quota.validate_part(
    'tokens_cached', call.tokens_cached, call.tokens_prompt, 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_cache_write', call.tokens_cache_write,
    call.tokens_prompt - coalesce(call.tokens_cached, 0), 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_audio_prompt', call.tokens_audio_prompt, call.tokens_prompt, 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_reasoning', call.tokens_reasoning, call.tokens_completion, 'tokens_completion'
  );
  perform ai_quota.validate_part(
    'tokens_audio_completion', call.tokens_audio_completion,
    call.tokens_completion - coalesce(call.tokens_reasoning, 0), 'tokens_completion'
  );
  if not call.requests between 0 and 1000000 then
    perform ai_quota.raise_out_of_range(
      'requests', call.requests, 0, 1000000, 'Leave requests out for 1.'
    );
  end if;
  if not call.cost_usd between 0 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between 0 and 1000000000, got %s', left(call.cost_usd::text, 50)),
      'Pass US dollars, or leave cost_usd out: then it is computed from ai_quota_prices.'
    );
  end if;
  -- The loop only names what is bad: it costs more than the rest of these checks.
  if greatest(
      length(call.discipline), length(call.workflow_id), length(call.model_used),
      length(call.request_id)
    ) > 200
    or '' in (
      btrim(call.discipline), btrim(call.workflow_id), btrim(call.model_used),
      btrim(call.request_id)
    )
  then
    for v_text in
      select t.argument, t.value
      from (
        values
          ('discipline', call.discipline), ('workflow_id', call.workflow_id),
          ('model_used', call.model_used), ('request_id', call.request_id)
      ) as t (argument, value)
      where length(t.value) > 200 or btrim(t.value) = ''
    loop
      perform ai_quota.raise_bad_text(v_text.argument, v_text.value);
    end loop;
  end if;
  if call.usage_source not in ('provider', 'estimated') then
    perform ai_quota.raise_bad_request(
      format('usage_source must be provider or estimated, got %L', left(call.usage_source, 50)),
      'Leave usage_source out where the provider counted the tokens.'
    );
  end if;
  if call.occurred_at is not null and validate_usage.caller = 'user' then
    perform ai_quota.raise_bad_request(
      'occurred_at is for the server, not for signed-in users',
      'Leave occurred_at out: the call counts as made now.',
      '42501'
    );
  end if;
  if not call.occurred_at between now() - interval '35 days' and now() + interval '5 minutes' then
    perform ai_quota.raise_bad_request(
      format('occurred_at must be at most 35 days ago, got %s', call.occurred_at),
      'Leave occurred_at out for a call that was made just now.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_user(user_id uuid) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if not exists (select from auth.users as u where u.id = validate_user.user_id) then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(validate_user.user_id::text, 'null')),
      'Pass the id of a row in auth.users.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.validate_word(argument text, value text, words text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if (validate_word.value = any (validate_word.words)) is not true then
    perform ai_quota.raise_bad_request(
      format(
        '%s must be one of %s, got %s', argument, array_to_string(words, ', '),
        coalesce(quote_literal(left(value, 50)), 'null')
      ),
      format('Leave %s out for the default.', argument)
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

CREATE FUNCTION ai_quota.write_alerts(before public.user_ai_quotas, quota public.user_ai_quotas) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_before constant public.user_ai_quotas := before;
  v_quota constant public.user_ai_quotas := quota;
  v_thresholds constant double precision[] := array[0.75, 0.9, 1];
begin
  -- Most calls reach no threshold; this costs less than an empty insert. Null where there is no limit.
  if (
    width_bucket(
      v_quota.current_month_tokens::double precision / v_quota.monthly_token_quota, v_thresholds
    ) > coalesce(
      width_bucket(
        v_before.current_month_tokens::double precision / v_before.monthly_token_quota, v_thresholds
      ),
      0
    )
    or width_bucket(
      v_quota.current_month_requests::double precision / v_quota.monthly_request_quota, v_thresholds
    ) > coalesce(
      width_bucket(
        v_before.current_month_requests::double precision / v_before.monthly_request_quota,
        v_thresholds
      ),
      0
    )
  ) is not true then
    return;
  end if;

  with reached as (
    select
      m.metric, m.used, m.quota, t.threshold,
      t.threshold = max(t.threshold) over (partition by m.metric) as is_highest
    from (
      values
        (
          'tokens', v_quota.current_month_tokens, v_quota.monthly_token_quota,
          v_before.current_month_tokens, v_before.monthly_token_quota
        ),
        (
          'requests', v_quota.current_month_requests, v_quota.monthly_request_quota,
          v_before.current_month_requests, v_before.monthly_request_quota
        )
    ) as m (metric, used, quota, used_before, quota_before)
      cross join (values (75), (90), (100)) as t (threshold)
    where m.used::double precision / m.quota >= t.threshold / 100.0::double precision
      and (
        m.used_before::double precision / m.quota_before >= t.threshold / 100.0::double precision
      ) is not true
  ),
  written as (
    insert into public.ai_quota_alerts (user_id, period_start, metric, threshold, used, quota)
    select v_quota.user_id, v_quota.period_start, r.metric, r.threshold, r.used, r.quota
    from reached as r
    on conflict (user_id, period_start, metric, threshold, quota) where kind = 'usage' do nothing
    returning id, metric, threshold
  )
  -- Of several thresholds, one message is enough.
  insert into ai_quota.alert_deliveries (alert_id)
  select w.id
  from written as w
    join reached as r on r.metric = w.metric and r.threshold = w.threshold
  where r.is_highest;
end
$$;

CREATE FUNCTION ai_quota.write_alerts(quota public.user_ai_quotas, tokens bigint, requests bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_before public.user_ai_quotas := quota;
begin
  v_before.current_month_tokens := v_before.current_month_tokens - write_alerts.tokens;
  v_before.current_month_requests := v_before.current_month_requests - write_alerts.requests;
  perform ai_quota.write_alerts(v_before, write_alerts.quota);
end
$$;

CREATE FUNCTION ai_quota.write_quota(quota public.user_ai_quotas) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
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

CREATE FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint DEFAULT 0, cost_usd numeric DEFAULT NULL::numeric, request_id text DEFAULT NULL::text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_id public.ai_agent_usage.id%type;
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

  -- The key before the quota row, as in track_usage.
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, is_adjustment, reported_by, period_start
  )
  select
    v_user_id, adjust_usage.tokens, round(adjust_usage.cost_usd, 12), adjust_usage.requests,
    adjust_usage.request_id, true, 'server', date_trunc('month', now(), 'UTC')
  where not exists (
    select from ai_quota.request_keys as k
    where k.user_id = v_user_id and k.request_id = adjust_usage.request_id
  )
  on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
  returning id into v_id;
  if not found then
    if not exists (
      select from public.ai_agent_usage as u
      where u.user_id = v_user_id
        and u.request_id = adjust_usage.request_id
        and u.reported_by = 'server'
        and u.is_adjustment
        and u.tokens_prompt = adjust_usage.tokens
        and u.requests = adjust_usage.requests
        and u.cost_usd is not distinct from round(adjust_usage.cost_usd, 12)
    ) then
      perform ai_quota.raise_bad_request(
        format('request_id was used for another call, got %L', adjust_usage.request_id),
        'A retry must repeat the same arguments; another call needs another request_id.',
        '23505'
      );
    end if;
    return ai_quota.read_quota(v_user_id);
  end if;

  v_quota := ai_quota.lock_quota(v_user_id, uncounted => array[v_id::text]);
  update public.ai_agent_usage as u
  set period_start = v_quota.period_start
  where u.id = v_id;
  perform ai_quota.log_action(
    v_user_id, 'adjust_usage', adjust_usage.reason,
    jsonb_build_object(
      'tokens', adjust_usage.tokens, 'requests', adjust_usage.requests,
      'cost_usd', adjust_usage.cost_usd, 'ledger_id', v_id
    )
  );
  return ai_quota.add_usage(
    v_quota, v_quota.period_start, adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd
  );
end
$$;

COMMENT ON FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint, cost_usd numeric, request_id text) IS 'Corrects the usage of a user''s open period with a ledger row of its own; no row is changed. For
operators and the server.
Arguments: user_id, tokens and requests (to add, or negative to take back; never below zero in
all), reason (1 to 500 characters, kept in ai_quota_audit), cost_usd (US dollars), request_id (as for track_usage).
Returns: the row of user_ai_quotas.
Errors: 22023 for an argument out of its range, no reason or an unknown user; 23505 for a
request_id of another call; 42501 for any other caller or for oneself.';

CREATE FUNCTION public.ai_quota_admin_alerts(from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, of_user uuid DEFAULT NULL::uuid, of_state text DEFAULT NULL::text, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(id bigint, user_id uuid, email text, kind public.ai_quota_alert_kind, metric text, threshold smallint, used bigint, quota bigint, period_start timestamp with time zone, created_at timestamp with time zone, state text, attempts integer, next_attempt_at timestamp with time zone, delivered_at timestamp with time zone, last_error text, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_alerts.of_user;
  v_state constant text := ai_quota_admin_alerts.of_state;
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_alerts.page, ai_quota_admin_alerts.page_size);
  perform ai_quota.validate_word(
    'of_state', coalesce(v_state, 'waiting'), array['waiting', 'delivered', 'expired', 'not_sent']
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_alerts.from_day, ai_quota_admin_alerts.to_day) as d;
  return query
  select
    a.id, a.user_id, ai_quota.cell(u.email::text), a.kind, a.metric, a.threshold, a.used, a.quota,
    a.period_start, a.created_at, ai_quota.delivery_state(d), coalesce(d.attempts, 0),
    d.next_attempt_at, d.delivered_at, ai_quota.cell(d.last_error), l.total_rows
  from (
    select o.id, count(*) over () as total_rows
    from public.ai_quota_alerts as o
      left join ai_quota.alert_deliveries as e on e.alert_id = o.id
    where o.created_at >= v_from
      and o.created_at < v_to + 1
      and (v_of_user is null or o.user_id = v_of_user)
      and (v_state is null or ai_quota.delivery_state(e) = v_state)
    order by o.id desc
    limit ai_quota_admin_alerts.page_size
    offset (ai_quota_admin_alerts.page - 1) * ai_quota_admin_alerts.page_size
  ) as l
    -- Accounts and deliveries of one page only.
    join public.ai_quota_alerts as a on a.id = l.id
    left join ai_quota.alert_deliveries as d on d.alert_id = a.id
    left join auth.users as u on u.id = a.user_id
  order by a.id desc;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_alerts(from_day date, to_day date, of_user uuid, of_state text, page bigint, page_size bigint) IS 'Alerts and how far their delivery is, the newest first. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_user, of_state (waiting,
delivered, expired or not_sent; default all), page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, kind, metric, threshold, used, quota, period_start, created_at, state
(not_sent: a higher threshold was reached at the same moment), attempts, next_attempt_at,
delivered_at, last_error, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_audit(of_user uuid DEFAULT NULL::uuid, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(id bigint, user_id uuid, email text, action text, reason text, details jsonb, actor uuid, actor_email text, created_at timestamp with time zone, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_audit.of_user;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_audit.page, ai_quota_admin_audit.page_size);
  return query
  select
    a.id, a.user_id, ai_quota.cell(u.email::text), a.action, ai_quota.cell(a.reason), a.details,
    a.actor, ai_quota.cell(o.email::text), a.created_at, count(*) over ()
  from public.ai_quota_audit as a
    left join auth.users as u on u.id = a.user_id
    left join auth.users as o on o.id = a.actor
  where v_of_user is null or a.user_id = v_of_user
  order by a.id desc
  limit ai_quota_admin_audit.page_size
  offset (ai_quota_admin_audit.page - 1) * ai_quota_admin_audit.page_size;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_audit(of_user uuid, page bigint, page_size bigint) IS 'What operators and the server did to users'' quotas, the newest first. For admins and the server.
Arguments: of_user (default everybody), page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, action, reason, details (the other arguments), actor and actor_email
(the operator; null: the server), created_at, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_boost(user_id uuid, tokens bigint, until timestamp with time zone, reason text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.validate_user(v_user_id);
  if (ai_quota_admin_boost.tokens between 1 and 1000000000000) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', ai_quota_admin_boost.tokens, 1, 1000000000000,
      'Pass the tokens to add to the limit of each period.'
    );
  end if;
  if (until > now() and isfinite(until)) is not true then
    perform ai_quota.raise_bad_request(
      format('until must be in the future, got %s', coalesce(until::text, 'null')),
      'For a limit without an end, set an override.'
    );
  end if;
  perform ai_quota.lock_quota(v_user_id);
  insert into ai_quota.boosts (user_id, extra_tokens, expires_at)
  values (v_user_id, ai_quota_admin_boost.tokens, until);
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_boost', ai_quota_admin_boost.reason,
    jsonb_build_object('tokens', ai_quota_admin_boost.tokens, 'until', until)
  );
  return ai_quota.lock_quota(v_user_id, refresh => true);
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_boost(user_id uuid, tokens bigint, until timestamp with time zone, reason text) IS 'Adds tokens to a user''s limit in every period until a moment, on top of tier, override and other
boosts. An unlimited user stays so. For operators and the server.
Arguments: user_id, tokens (1 to 1000000000000), until (when it ends), reason (1 to 500 characters, kept
in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, no reason, tokens out of range or an end that is past; 42501 for any
other caller or for oneself.';

CREATE FUNCTION public.ai_quota_admin_days(from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, of_tier text DEFAULT NULL::text) RETURNS TABLE(day date, tokens bigint, user_reported_tokens bigint, requests bigint, cost_usd numeric, user_reported_cost_usd numeric, unpriced_requests bigint, active_users bigint, denials bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_days.from_day, ai_quota_admin_days.to_day) as d;
  return query
  with sums as materialized (
    select
      s.day, sum(s.tokens) as tokens,
      sum(s.tokens) filter (where s.reported_by = 'user') as user_tokens,
      sum(s.requests) as requests,
      sum(s.cost_usd) filter (where s.reported_by = 'server') as cost,
      sum(s.cost_usd) filter (where s.reported_by = 'user') as user_cost,
      sum(s.unpriced_requests) as unpriced
    from ai_quota.sum_days(v_from, v_to, ai_quota_admin_days.of_tier) as s
    group by s.day
  ),
  denials as materialized (
    select d.day, sum(d.denials) as denials
    from public.ai_quota_denials as d
    where d.day between v_from and v_to
      and (
        ai_quota_admin_days.of_tier is null
        or exists (
          select from public.user_ai_quotas as q
          where q.user_id = d.user_id and q.tier = ai_quota_admin_days.of_tier
        )
      )
    group by d.day
  )
  select
    c.day, ai_quota.to_bigint(coalesce(s.tokens, 0)),
    ai_quota.to_bigint(coalesce(s.user_tokens, 0)), ai_quota.to_bigint(coalesce(s.requests, 0)),
    coalesce(s.cost, 0), coalesce(s.user_cost, 0), ai_quota.to_bigint(coalesce(s.unpriced, 0)),
    ai_quota.count_active(c.day, c.day, ai_quota_admin_days.of_tier), coalesce(d.denials, 0)::bigint
  from (select v_from + n as day from generate_series(0, v_to - v_from) as n) as c
    left join sums as s on s.day = c.day
    left join denials as d on d.day = c.day
  order by c.day;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_days(from_day date, to_day date, of_tier text) IS 'The usage of everybody by UTC day, days without usage too. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier (default all).
Returns: rows day, tokens, user_reported_tokens (a part of them), requests, cost_usd (US dollars, what
the server reported), user_reported_cost_usd, unpriced_requests (requests of unknown price),
active_users, denials.
Errors: 22023 for more than 366 days, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_holds(of_state text DEFAULT 'pending'::text, of_user uuid DEFAULT NULL::uuid, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(id uuid, user_id uuid, email text, tokens bigint, requests bigint, tokens_settled bigint, requests_settled bigint, state text, reserved_by public.ai_quota_caller, on_expiry public.ai_quota_on_expiry, created_at timestamp with time zone, expires_at timestamp with time zone, closed_at timestamp with time zone, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_holds.of_user;
  v_state constant text := ai_quota_admin_holds.of_state;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_holds.page, ai_quota_admin_holds.page_size);
  perform ai_quota.validate_word('of_state', v_state, array['pending', 'overdue', 'all']);
  return query
  select
    h.id, h.user_id, ai_quota.cell(u.email::text), h.tokens, h.requests, h.tokens_settled,
    h.requests_settled,
    case when h.status = 'pending' and h.expires_at <= now() then 'overdue' else h.status::text end,
    h.reserved_by, h.on_expiry, h.created_at, h.expires_at, h.closed_at, count(*) over ()
  from public.ai_quota_reservations as h
    left join auth.users as u on u.id = h.user_id
  where (v_of_user is null or h.user_id = v_of_user)
    and (v_state = 'all' or h.status = 'pending')
    and (v_state = 'all' or (h.expires_at <= now()) = (v_state = 'overdue'))
  order by h.created_at desc, h.id
  limit ai_quota_admin_holds.page_size
  offset (ai_quota_admin_holds.page - 1) * ai_quota_admin_holds.page_size;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_holds(of_state text, of_user uuid, page bigint, page_size bigint) IS 'Reservations, the newest first. For admins and the server.
Arguments: of_state (pending, overdue: nobody settled or released it before it expired, or all), of_user,
page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, tokens, requests, tokens_settled, requests_settled, state (pending,
overdue, settled, released or charged), reserved_by, on_expiry, created_at, expires_at, closed_at,
total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_integrity(of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, email text, period_start timestamp with time zone, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
  perform ai_quota.authorize_admin();
  return query
  select
    d.user_id, ai_quota.cell(u.email::text), d.period_start, d.problem, d.expected, d.found
  from ai_quota.find_differences(ai_quota_admin_integrity.of_user) as d
    left join auth.users as u on u.id = d.user_id
  order by d.user_id nulls first, d.period_start, d.problem;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_integrity(of_user uuid) IS 'What verify_quota_integrity finds, of everybody or of one user. Reads the whole ledger unless it is
for one user. For admins and the server.
Arguments: of_user (default everybody).
Returns: rows user_id and email (null for what concerns everybody), period_start, problem, expected,
found (null is unlimited).
Errors: 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_near_limit(of_tier text DEFAULT NULL::text, search text DEFAULT NULL::text, at_least_percent numeric DEFAULT 75, below_percent numeric DEFAULT NULL::numeric, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(user_id uuid, email text, tier text, metric text, percentage numeric, used bigint, quota bigint, remaining bigint, reset_date date, tokens_per_day numeric, days_left numeric, is_blocked boolean, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_share constant double precision := ai_quota_admin_near_limit.at_least_percent / 100;
  v_below constant double precision := ai_quota_admin_near_limit.below_percent / 100;
  v_found uuid[];
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(
    ai_quota_admin_near_limit.page, ai_quota_admin_near_limit.page_size
  );
  if (ai_quota_admin_near_limit.at_least_percent between 1 and 1000) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'at_least_percent must be between 1 and 1000, got %s',
        coalesce(ai_quota_admin_near_limit.at_least_percent::text, 'null')
      ),
      'Leave it out for 75.'
    );
  end if;
  if (
      ai_quota_admin_near_limit.below_percent > ai_quota_admin_near_limit.at_least_percent
    ) is false
    or ai_quota_admin_near_limit.below_percent = 'NaN'
  then
    perform ai_quota.raise_bad_request(
      format(
        'below_percent must be more than at_least_percent, %s, got %s',
        ai_quota_admin_near_limit.at_least_percent, ai_quota_admin_near_limit.below_percent
      ),
      'Pass 100 for users whose quota is not used up; leave it out for all.'
    );
  end if;
  if ai_quota_admin_near_limit.search is not null then
    v_found := array(select * from ai_quota.find_accounts(ai_quota_admin_near_limit.search));
  end if;
  return query
  select
    n.user_id, ai_quota.cell(u.email::text), n.tier, m.metric, trunc(100.0 * m.used / m.quota, 2), m.used,
    m.quota, greatest(m.quota - m.used, 0), (n.period_end at time zone 'UTC')::date,
    round(p.pace, 2),
    -- At the pace of the last seven days; requests at their own.
    round(
      greatest(m.quota - m.used, 0)
        / nullif(case m.metric when 'tokens' then p.pace else p.requests end, 0), 1
    ),
    n.is_blocked, l.total_rows
  from (
    select q.user_id, v.share, count(*) over () as total_rows
    from public.user_ai_quotas as q
      cross join lateral (
        select case
          when q.period_end > now() then greatest(
            q.current_month_tokens::double precision / q.monthly_token_quota,
            q.current_month_requests::double precision / q.monthly_request_quota
          )
          else 0
        end as share
      ) as v
    where v.share >= v_share
      and (v_below is null or v.share < v_below)
      and (ai_quota_admin_near_limit.of_tier is null or q.tier = ai_quota_admin_near_limit.of_tier)
      and (v_found is null or q.user_id = any (v_found))
    order by v.share desc, q.user_id
    limit ai_quota_admin_near_limit.page_size
    offset (ai_quota_admin_near_limit.page - 1) * ai_quota_admin_near_limit.page_size
  ) as l
    -- Accounts and days of one page only.
    join public.user_ai_quotas as n on n.user_id = l.user_id
    left join auth.users as u on u.id = l.user_id
    cross join lateral (
      select o.*
      from (
        values
          ('tokens', n.current_month_tokens::bigint, n.monthly_token_quota::bigint),
          ('requests', n.current_month_requests::bigint, n.monthly_request_quota::bigint)
      ) as o (metric, used, quota)
      where o.quota is not null
      order by o.used::double precision / o.quota desc, o.metric desc
      limit 1
    ) as m
    cross join lateral (
      select sum(d.tokens) / 7 as pace, sum(d.requests) / 7 as requests
      from public.ai_quota_daily as d
      where d.user_id = n.user_id and d.day > v_today - 7
    ) as p
  order by l.share desc, l.user_id;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_near_limit(of_tier text, search text, at_least_percent numeric, below_percent numeric, page bigint, page_size bigint) IS 'Users who have used most of their quota, the highest share first. For admins and the server.
Arguments: of_tier, search (as for ai_quota_admin_users), at_least_percent (default 75), below_percent
(100: only users whose quota is not used up; default all), page (from 1), page_size (1 to 1000, default
50).
Returns: rows user_id, email, tier, metric (tokens or requests: what binds), percentage, used, quota,
remaining, reset_date, tokens_per_day (mean of the last seven UTC days), days_left (until the limit at
that pace; null without usage), is_blocked, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_outbox() RETURNS TABLE(waiting bigint, oldest_waiting_at timestamp with time zone, failing bigint, delivered_today bigint, expired_today bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_today timestamptz := date_trunc('day', now(), 'UTC');
begin
  perform ai_quota.authorize_admin();
  return query
  select
    w.waiting, w.oldest_waiting_at, w.failing,
    (
      select count(*) from ai_quota.alert_deliveries as d where d.delivered_at >= v_today
    ),
    (
      select count(*) from ai_quota.alert_deliveries as d where d.expired_at >= v_today
    )
  from (
    select
      count(*) as waiting, min(a.created_at) as oldest_waiting_at,
      count(*) filter (where d.attempts >= 3) as failing
    from ai_quota.alert_deliveries as d
      join public.ai_quota_alerts as a on a.id = d.alert_id
    where d.delivered_at is null and d.expired_at is null
  ) as w;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_outbox() IS 'The alerts that wait for their delivery. For admins and the server.
Returns: one row waiting, oldest_waiting_at (null: none waits), failing (tried three times or more),
delivered_today, expired_today (since 00:00 UTC).
Errors: 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_overview(from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, of_tier text DEFAULT NULL::text) RETURNS TABLE(metric text, value numeric, previous numeric, change_percent numeric)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
  v_before date;
begin
  perform ai_quota.authorize_admin();
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_overview.from_day, ai_quota_admin_overview.to_day
  ) as d;
  v_before := v_from - (v_to - v_from + 1);
  return query
  with sums as materialized (
    select
      s.day >= v_from as is_now,
      sum(s.tokens) as tokens,
      sum(s.tokens) filter (where s.reported_by = 'user') as user_tokens,
      sum(s.requests) as requests,
      sum(s.cost_usd) filter (where s.reported_by = 'server') as cost,
      sum(s.cost_usd) filter (where s.reported_by = 'user') as user_cost,
      sum(s.unpriced_requests) as unpriced
    from ai_quota.sum_days(v_before, v_to, ai_quota_admin_overview.of_tier) as s
    group by 1
  ),
  denials as materialized (
    select d.day >= v_from as is_now, sum(d.denials) as denials
    from public.ai_quota_denials as d
    where d.day between v_before and v_to
      and (
        ai_quota_admin_overview.of_tier is null
        or exists (
          select from public.user_ai_quotas as q
          where q.user_id = d.user_id and q.tier = ai_quota_admin_overview.of_tier
        )
      )
    group by 1
  ),
  quotas as materialized (
    select
      coalesce(sum(t.users), 0) as users, coalesce(sum(t.near_limit), 0) as near_limit,
      coalesce(sum(t.at_limit), 0) as at_limit
    from ai_quota.read_tiers() as t
    where ai_quota_admin_overview.of_tier is null or t.tier = ai_quota_admin_overview.of_tier
  ),
  figures as (
    select m.place, m.metric, m.value, m.previous
    from (select) as one
      left join sums as n on n.is_now
      left join sums as b on not b.is_now
      left join denials as d on d.is_now
      left join denials as e on not e.is_now
      cross join quotas as q
      cross join lateral (
        values
          (1, 'cost_usd', coalesce(n.cost, 0), coalesce(b.cost, 0)),
          (2, 'user_reported_cost_usd', coalesce(n.user_cost, 0), coalesce(b.user_cost, 0)),
          (3, 'tokens', coalesce(n.tokens, 0), coalesce(b.tokens, 0)),
          (4, 'user_reported_tokens', coalesce(n.user_tokens, 0), coalesce(b.user_tokens, 0)),
          (5, 'requests', coalesce(n.requests, 0), coalesce(b.requests, 0)),
          (6, 'unpriced_requests', coalesce(n.unpriced, 0), coalesce(b.unpriced, 0)),
          (
            7, 'active_users',
            ai_quota.count_active(v_from, v_to, ai_quota_admin_overview.of_tier)::numeric,
            ai_quota.count_active(v_before, v_from - 1, ai_quota_admin_overview.of_tier)::numeric
          ),
          (8, 'denials', coalesce(d.denials, 0), coalesce(e.denials, 0)),
          (9, 'users', q.users::numeric, null::numeric),
          (10, 'near_limit', q.near_limit::numeric, null),
          (11, 'at_limit', q.at_limit::numeric, null)
      ) as m (place, metric, value, previous)
  )
  select
    f.metric, f.value, f.previous, round(100 * (f.value - f.previous) / nullif(f.previous, 0), 2)
  from figures as f
  order by f.place;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_overview(from_day date, to_day date, of_tier text) IS 'The usage of everybody in some UTC days, beside the same number of days before. For admins and the
server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier (default all).
Returns: rows metric, value, previous, change_percent: cost_usd (US dollars, what the server
reported), user_reported_cost_usd, tokens, user_reported_tokens, requests, unpriced_requests,
active_users, denials; then, of now and so without previous: users, near_limit (from 75 %), at_limit.
Active users and those three are counted every five minutes.
Errors: 22023 for more than 366 days, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_recommendations(months integer DEFAULT 3) RETURNS TABLE(kind text, user_id uuid, email text, subject text, figure numeric, advice text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_months constant integer := ai_quota_admin_recommendations.months;
begin
  perform ai_quota.authorize_admin();
  if (v_months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range('months', v_months, 1, 24, 'Leave months out for 3.');
  end if;
  return query
  select r.kind, r.user_id, ai_quota.cell(u.email::text), ai_quota.cell(r.subject), r.figure, r.advice
  from (
    select * from ai_quota.users_at_limit(v_months)
    union all
    select * from ai_quota.tiers_not_filled(v_months)
    union all
    select * from ai_quota.cheaper_models()
    union all
    select
      'override_ends', o.user_id, (o.expires_at at time zone 'UTC')::date::text,
      round(extract(epoch from o.expires_at - now()) / 86400, 1),
      'The override ends within 14 days: renew it, or let the tier apply.'
    from public.ai_quota_overrides as o
    where o.expires_at between now() and now() + interval '14 days'
  ) as r
    left join auth.users as u on u.id = r.user_id
  order by
    array_position(
      array['always_at_limit', 'override_ends', 'tier_not_filled', 'cheaper_model'], r.kind
    ),
    r.figure desc, r.subject, r.user_id
  limit 1000;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_recommendations(months integer) IS 'What may be worth a look, at most 1,000 rows. For admins and the server.
Arguments: months (1 to 24, default 3: how many are looked at).
Returns: rows kind, user_id and email (null for what concerns nobody in particular), subject, figure,
advice: always_at_limit (a user who reached the limit in every period, at least two; subject is the tier,
figure the periods), override_ends (within 14 days; subject is the day, figure the days left),
tier_not_filled (nine of ten users stayed below half of the limit; figure is their percentage),
cheaper_model (a model whose sibling by the same seller costs half or less for the same tokens: by price
only, not by what it can do; subject is the model and its sibling, figure US dollars of 30 days).
Errors: 22023 for months out of range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_remove_override(user_id uuid, reason text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_removed public.ai_quota_overrides;
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.validate_user(v_user_id);
  delete from public.ai_quota_overrides as o where o.user_id = v_user_id returning o.* into v_removed;
  if v_removed.user_id is null then
    perform ai_quota.raise_bad_request(
      format('user_id has no override, got %s', v_user_id), 'There is nothing to remove.'
    );
  end if;
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_remove_override', ai_quota_admin_remove_override.reason,
    jsonb_build_object('removed', jsonb_strip_nulls(to_jsonb(v_removed) - 'user_id'))
  );
  return ai_quota.read_quota(v_user_id);
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_remove_override(user_id uuid, reason text) IS 'Removes a user''s override: the limits of the tier apply at once. For operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit with what was removed).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, one without an override, or no reason; 42501 for any other caller or
for oneself.';

CREATE FUNCTION public.ai_quota_admin_repair(user_id uuid, reason text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.validate_reason(reason);
  v_quota := ai_quota.repair_quota(v_user_id);
  perform ai_quota.log_action(v_user_id, 'ai_quota_admin_repair', ai_quota_admin_repair.reason);
  return v_quota;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_repair(user_id uuid, reason text) IS 'repair_user_quota with a reason: sets a user''s counters and days to the sums of the ledger. For
operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason; 42501 for any other caller or for oneself.';

CREATE FUNCTION public.ai_quota_admin_replay_periods(tiers jsonb DEFAULT NULL::jsonb, months integer DEFAULT 3, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(user_id uuid, email text, period_start timestamp with time zone, tier text, upgrade_tier text, was_denied bigint, denied_calls bigint, denied_tokens bigint, saved_usd numeric, added_usd numeric, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_tiers constant jsonb := coalesce(ai_quota_admin_replay_periods.tiers, '{}');
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_tiers(v_tiers);
  perform ai_quota.validate_page(
    ai_quota_admin_replay_periods.page, ai_quota_admin_replay_periods.page_size
  );
  if (ai_quota_admin_replay_periods.months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range(
      'months', ai_quota_admin_replay_periods.months, 1, 24, 'Leave months out for 3.'
    );
  end if;
  return query
  with upgrades as materialized (
    select l.* from ai_quota.list_upgrades(v_tiers) as l
  )
  select
    r.user_id, ai_quota.cell(u.email::text), r.period_start, r.tier, n.upgrade_tier, r.was_denied,
    r.denied_calls, r.denied_tokens, round(r.saved_usd, 6), round(r.added_usd, 6), r.total_rows
  from (
    select p.*, count(*) over () as total_rows
    from ai_quota.replay_periods(v_tiers, ai_quota_admin_replay_periods.months) as p
    where p.denied_calls > 0 or p.was_denied > 0
    order by p.denied_tokens desc, p.user_id, p.period_start
    limit ai_quota_admin_replay_periods.page_size
    offset (ai_quota_admin_replay_periods.page - 1) * ai_quota_admin_replay_periods.page_size
  ) as r
    left join auth.users as u on u.id = r.user_id
    left join lateral (
      select l.upgrade_tier
      from upgrades as l
      where l.tier = r.tier
        and coalesce(r.needed_tokens <= l.tokens, true)
        and coalesce(r.needed_requests <= l.requests, true)
      order by l.place
      limit 1
    ) as n on true
  order by r.denied_tokens desc, r.user_id, r.period_start;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_replay_periods(tiers jsonb, months integer, page bigint, page_size bigint) IS 'The periods behind replay_limits that were denied something or would have been. For admins and the
server.
Arguments: tiers, months (as for replay_limits), page (from 1), page_size (1 to 1000, default 50).
Returns: rows user_id, email, period_start, tier, upgrade_tier, was_denied (calls), denied_calls,
denied_tokens, saved_usd, added_usd, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_set_override(user_id uuid, reason text, monthly_token_quota bigint DEFAULT NULL::bigint, monthly_request_quota bigint DEFAULT NULL::bigint, is_unlimited boolean DEFAULT false, extra_tokens bigint DEFAULT NULL::bigint, extra_requests bigint DEFAULT NULL::bigint, expires_at timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  o public.ai_quota_overrides;
begin
  o.user_id := ai_quota.authorize_operator(user_id);
  o.monthly_token_quota := ai_quota_admin_set_override.monthly_token_quota;
  o.monthly_request_quota := ai_quota_admin_set_override.monthly_request_quota;
  o.is_unlimited := coalesce(ai_quota_admin_set_override.is_unlimited, false);
  o.extra_tokens := ai_quota_admin_set_override.extra_tokens;
  o.extra_requests := ai_quota_admin_set_override.extra_requests;
  o.reason := ai_quota_admin_set_override.reason;
  o.expires_at := ai_quota_admin_set_override.expires_at;
  o.created_at := now();
  perform ai_quota.validate_reason(o.reason);
  perform ai_quota.validate_user(o.user_id);
  perform ai_quota.validate_override(o);
  insert into public.ai_quota_overrides (
    user_id, monthly_token_quota, monthly_request_quota, is_unlimited, extra_tokens,
    extra_requests, reason, expires_at, created_at
  )
  values (
    o.user_id, o.monthly_token_quota, o.monthly_request_quota, o.is_unlimited, o.extra_tokens,
    o.extra_requests, o.reason, o.expires_at, o.created_at
  )
  on conflict (user_id) do update
    set
      monthly_token_quota = excluded.monthly_token_quota,
      monthly_request_quota = excluded.monthly_request_quota,
      is_unlimited = excluded.is_unlimited,
      extra_tokens = excluded.extra_tokens,
      extra_requests = excluded.extra_requests,
      reason = excluded.reason,
      expires_at = excluded.expires_at,
      created_at = excluded.created_at;
  perform ai_quota.log_action(
    o.user_id, 'ai_quota_admin_set_override', o.reason,
    to_jsonb(o) - array['user_id', 'reason', 'created_at']
  );
  return ai_quota.read_quota(o.user_id);
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_set_override(user_id uuid, reason text, monthly_token_quota bigint, monthly_request_quota bigint, is_unlimited boolean, extra_tokens bigint, extra_requests bigint, expires_at timestamp with time zone) IS 'Gives one user limits of its own, in place of the override it has. In force at once. For operators
and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit), monthly_token_quota and
monthly_request_quota (null: the tier''s), is_unlimited (no limit at all), extra_tokens and
extra_requests (on top of the limit), expires_at (null: never).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, no reason, no limit or one that is not positive, or an end that is
past; 42501 for any other caller or for oneself.';

CREATE FUNCTION public.ai_quota_admin_set_tier(user_id uuid, tier text, reason text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.validate_reason(reason);
  if not exists (
    select from public.ai_quota_tiers as t where t.tier = ai_quota_admin_set_tier.tier
  ) then
    perform ai_quota.refuse_unknown_tier(ai_quota_admin_set_tier.tier);
  end if;
  v_quota := ai_quota.assign_tier(v_user_id, ai_quota_admin_set_tier.tier);
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_set_tier', ai_quota_admin_set_tier.reason,
    jsonb_build_object('tier', ai_quota_admin_set_tier.tier)
  );
  return v_quota;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_set_tier(user_id uuid, tier text, reason text) IS 'initialize_user_quota with a reason: sets the tier that a user has without a live subscription, and
creates a missing row. For operators and the server.
Arguments: user_id, tier (a row of ai_quota_tiers), reason (1 to 500 characters, kept in
ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, or no reason; 42501 for any other caller or for oneself.';

CREATE FUNCTION public.ai_quota_admin_tiers() RETURNS TABLE(tier text, display_name text, monthly_token_quota bigint, monthly_request_quota bigint, users bigint, active_users bigint, tokens bigint, mean_tokens numeric, p90_tokens numeric, near_limit bigint, at_limit bigint, blocked_users bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
  perform ai_quota.authorize_admin();
  return query
  select
    t.tier, ai_quota.cell(t.display_name), t.monthly_token_quota, t.monthly_request_quota,
    coalesce(c.users, 0), coalesce(c.active_users, 0), coalesce(c.tokens, 0),
    coalesce(c.mean_tokens, 0), coalesce(c.p90_tokens, 0), coalesce(c.near_limit, 0),
    coalesce(c.at_limit, 0), coalesce(c.blocked_users, 0)
  from public.ai_quota_tiers as t
    left join ai_quota.read_tiers() as c on c.tier = t.tier
  order by t.sort_order, t.tier;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_tiers() IS 'Users and usage by tier, of the periods that are open now. For admins and the server.
Returns: rows tier, display_name, monthly_token_quota, monthly_request_quota (null is unlimited), users,
active_users (with usage), tokens, mean_tokens, p90_tokens (what nine of ten users stay below),
near_limit (from 75 % of tokens or requests), at_limit, blocked_users; counted every five minutes.
Errors: 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_unpriced_models(from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(model text, unpriced_requests bigint, tokens bigint, first_day date, last_day date, is_priced_now boolean, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
  v_since timestamptz := (select r.recent_counted_at from ai_quota.rollup as r);
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(
    ai_quota_admin_unpriced_models.page, ai_quota_admin_unpriced_models.page_size
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_unpriced_models.from_day, ai_quota_admin_unpriced_models.to_day
  ) as d;
  return query
  select
    ai_quota.cell(s.model), s.unpriced_requests, s.tokens, s.first_day, s.last_day,
    ai_quota.call_cost(s.model, now(), 1, 1, 0, 0, 0, 0, 0) is not null, s.total_rows
  from (
    select
      l.model, ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests,
      ai_quota.to_bigint(sum(l.tokens)) as tokens, min(l.day) as first_day, max(l.day) as last_day,
      count(*) over () as total_rows
    from (
      select b.day, b.model, b.tokens, b.unpriced_requests
      from ai_quota.usage_by_label as b
      where b.day between v_from and v_to and v_since is not null
      union all
      select t.day, t.model, t.tokens, t.unpriced_requests
      from ai_quota.sum_labels(v_from, v_to, since => v_since) as t
      union all
      select d.day, d.model, d.tokens, d.unpriced_requests
      from ai_quota.deleted_usage_by_label as d
      where d.day between v_from and v_to and v_since is null
    ) as l
    where l.unpriced_requests > 0
    group by l.model
    order by sum(l.tokens) desc, l.model
    limit ai_quota_admin_unpriced_models.page_size
    offset (ai_quota_admin_unpriced_models.page - 1) * ai_quota_admin_unpriced_models.page_size
  ) as s
  order by s.tokens desc, s.model;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_unpriced_models(from_day date, to_day date, page bigint, page_size bigint) IS 'Models whose calls have no cost, because their price was unknown. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows model (empty: the calls named none), unpriced_requests, tokens (of the labels that had
such calls), first_day, last_day, is_priced_now (whether new calls have a cost), total_rows.
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_usage(from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, of_tier text DEFAULT NULL::text, of_model text DEFAULT NULL::text, of_discipline text DEFAULT NULL::text, of_workflow text DEFAULT NULL::text, by text[] DEFAULT ARRAY['model'::text, 'discipline'::text, 'workflow'::text], sort text DEFAULT 'tokens'::text, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(day date, tier text, model text, discipline text, workflow text, tokens bigint, user_reported_tokens bigint, requests bigint, cost_usd numeric, user_reported_cost_usd numeric, unpriced_requests bigint, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_by constant text[] := ai_quota_admin_usage."by";
  v_word text;
  v_from date;
  v_to date;
  v_since timestamptz := (select r.recent_counted_at from ai_quota.rollup as r);
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_usage.page, ai_quota_admin_usage.page_size);
  perform ai_quota.validate_word(
    'sort', ai_quota_admin_usage.sort, array['tokens', 'cost_usd', 'requests']
  );
  foreach v_word in array coalesce(v_by, array[null]) loop
    perform ai_quota.validate_word(
      'by', v_word, array['model', 'discipline', 'workflow', 'tier', 'day']
    );
  end loop;
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_usage.from_day, ai_quota_admin_usage.to_day) as d;
  return query
  with labels as (
    select
      b.day, b.model, b.discipline, b.workflow, b.tier, b.reported_by, b.tokens, b.requests,
      b.cost_usd, b.unpriced_requests
    from ai_quota.usage_by_label as b
    where b.day between v_from and v_to and v_since is not null
    union all
    select
      s.day, s.model, s.discipline, s.workflow, s.tier, s.reported_by, s.tokens, s.requests,
      s.cost_usd, s.unpriced_requests
    from ai_quota.sum_labels(v_from, v_to, since => v_since) as s
    union all
    select
      d.day, d.model, d.discipline, d.workflow, d.tier, d.reported_by, d.tokens, d.requests,
      d.cost_usd, d.unpriced_requests
    from ai_quota.deleted_usage_by_label as d
    where d.day between v_from and v_to and v_since is null
  ),
  sums as (
    select
      case when 'day' = any (v_by) then l.day end as day,
      case when 'tier' = any (v_by) then l.tier end as tier,
      case when 'model' = any (v_by) then l.model end as model,
      case when 'discipline' = any (v_by) then l.discipline end as discipline,
      case when 'workflow' = any (v_by) then l.workflow end as workflow,
      ai_quota.to_bigint(sum(l.tokens)) as tokens,
      ai_quota.to_bigint(
        coalesce(sum(l.tokens) filter (where l.reported_by = 'user'), 0)
      ) as user_tokens,
      ai_quota.to_bigint(sum(l.requests)) as requests,
      coalesce(sum(l.cost_usd) filter (where l.reported_by = 'server'), 0) as cost_usd,
      coalesce(sum(l.cost_usd) filter (where l.reported_by = 'user'), 0) as user_cost_usd,
      ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests
    from labels as l
    where (ai_quota_admin_usage.of_tier is null or l.tier = ai_quota_admin_usage.of_tier)
      and (ai_quota_admin_usage.of_model is null or l.model = ai_quota_admin_usage.of_model)
      and (
        ai_quota_admin_usage.of_discipline is null or l.discipline = ai_quota_admin_usage.of_discipline
      )
      and (ai_quota_admin_usage.of_workflow is null or l.workflow = ai_quota_admin_usage.of_workflow)
    group by 1, 2, 3, 4, 5
  )
  select
    s.day, s.tier, ai_quota.cell(s.model), ai_quota.cell(s.discipline), ai_quota.cell(s.workflow),
    s.tokens, s.user_tokens, s.requests, s.cost_usd, s.user_cost_usd, s.unpriced_requests,
    count(*) over ()
  from sums as s
  order by
    case ai_quota_admin_usage.sort
      when 'tokens' then s.tokens
      when 'requests' then s.requests
      else s.cost_usd
    end desc,
    s.day, s.tier, s.model, s.discipline, s.workflow
  limit ai_quota_admin_usage.page_size
  offset (ai_quota_admin_usage.page - 1) * ai_quota_admin_usage.page_size;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_usage(from_day date, to_day date, of_tier text, of_model text, of_discipline text, of_workflow text, by text[], sort text, page bigint, page_size bigint) IS 'The usage of everybody by label: model, discipline, workflow, tier, day. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier, of_model,
of_discipline, of_workflow (only that; an empty text is usage without the label), by (which labels make a
row, default model, discipline and workflow), sort (tokens, cost_usd or requests), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows day, tier (that was charged), model, discipline, workflow (null where not in by; other
is what is beyond 50 combinations a user and day or 2,000 a day), tokens, user_reported_tokens (a part
of them), requests, cost_usd (US dollars, what the server reported), user_reported_cost_usd,
unpriced_requests, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_user(user_id uuid) RETURNS TABLE(email text, created_at timestamp with time zone, role text, used bigint, "limit" bigint, remaining bigint, percentage numeric, reset_date date, status text, tier text, reserved bigint, requests_used bigint, requests_limit bigint, requests_remaining bigint, requests_percentage numeric, is_unlimited boolean, period_start date, is_blocked boolean, assigned_tier text, boost_tokens bigint, boost_ends_at timestamp with time zone, last_call_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user.user_id);
  v_quota := ai_quota.read_quota(ai_quota_admin_user.user_id);
  return query
  select
    ai_quota.cell(u.email::text), u.created_at::timestamptz,
    case
      when u.raw_app_meta_data ->> 'ai_quota_role' in ('admin', 'operator')
        then u.raw_app_meta_data ->> 'ai_quota_role'
    end,
    d.used, d."limit", d.remaining, d.percentage, d.reset_date, d.status, d.tier, d.reserved,
    d.requests_used, d.requests_limit, d.requests_remaining, d.requests_percentage, d.is_unlimited,
    d.period_start, d.is_blocked, v_quota.assigned_tier, b.extra_tokens, b.ends_at,
    (
      select l.created_at::timestamptz
      from public.ai_agent_usage as l
      where l.user_id = u.id and not l.is_adjustment
      order by l.created_at desc
      limit 1
    )
  from auth.users as u
    cross join ai_quota.describe_quota(v_quota) as d
    cross join lateral (
      select coalesce(sum(x.extra_tokens), 0)::bigint as extra_tokens, max(x.expires_at) as ends_at
      from ai_quota.boosts as x
      where x.user_id = u.id and x.expires_at > now()
    ) as b
  where u.id = ai_quota_admin_user.user_id;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_user(user_id uuid) IS 'One user: the account and the quota now. For admins and the server.
Arguments: user_id.
Returns: one row email, created_at, role (admin, operator or null), the columns of
get_user_quota_status, assigned_tier (null: the default one), boost_tokens and boost_ends_at (of the
boosts in force), last_call_at.
Errors: 22023 for an unknown user, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_user_calls(user_id uuid, from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(id text, created_at timestamp with time zone, model_used text, discipline text, workflow_id text, session_id text, tokens_prompt bigint, tokens_completion bigint, tokens_total bigint, requests bigint, cost_usd numeric, reported_by public.ai_quota_caller, usage_source public.ai_quota_usage_source, is_adjustment boolean, request_id text, reservation_id uuid, recorded_despite text, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user_calls.user_id);
  perform ai_quota.validate_page(
    ai_quota_admin_user_calls.page, ai_quota_admin_user_calls.page_size
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_user_calls.from_day, ai_quota_admin_user_calls.to_day
  ) as d;
  return query
  select
    u.id::text, u.created_at::timestamptz, ai_quota.cell(u.model_used::text),
    ai_quota.cell(u.discipline::text), ai_quota.cell(u.workflow_id::text), u.session_id::text,
    u.tokens_prompt::bigint, u.tokens_completion::bigint,
    (u.tokens_prompt + u.tokens_completion)::bigint, u.requests::bigint, u.cost_usd::numeric,
    u.reported_by, u.usage_source, u.is_adjustment, ai_quota.cell(u.request_id::text),
    u.reservation_id, u.recorded_despite, count(*) over ()
  from public.ai_agent_usage as u
  where u.user_id = ai_quota_admin_user_calls.user_id
    and u.created_at >= v_from
    and u.created_at < v_to + 1
  order by u.created_at desc, u.id desc
  limit ai_quota_admin_user_calls.page_size
  offset (ai_quota_admin_user_calls.page - 1) * ai_quota_admin_user_calls.page_size;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_user_calls(user_id uuid, from_day date, to_day date, page bigint, page_size bigint) IS 'The calls of one user, the newest first. For admins and the server.
Arguments: user_id, from_day, to_day (both counted; default the 30 days that end today), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows of the ledger (see ai_agent_usage): id, created_at, model_used, discipline, workflow_id,
session_id, tokens_prompt, tokens_completion, tokens_total, requests, cost_usd (US dollars),
reported_by, usage_source, is_adjustment, request_id, reservation_id, recorded_despite, total_rows.
Errors: 22023 for an unknown user or an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_user_days(user_id uuid, from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date) RETURNS TABLE(day date, tokens bigint, requests bigint, cost_usd numeric, unpriced_requests bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user_days.user_id);
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_user_days.from_day, ai_quota_admin_user_days.to_day
  ) as d;
  return query
  select
    c.day, coalesce(d.tokens, 0), coalesce(d.requests, 0), coalesce(d.cost_usd, 0),
    coalesce(d.unpriced_requests, 0)
  from (select v_from + n as day from generate_series(0, v_to - v_from) as n) as c
    left join public.ai_quota_daily as d
      on d.user_id = ai_quota_admin_user_days.user_id and d.day = c.day
  order by c.day;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_user_days(user_id uuid, from_day date, to_day date) IS 'The usage of one user by UTC day, days without usage too. For admins and the server.
Arguments: user_id, from_day, to_day (both counted; default the 30 days that end today).
Returns: rows day, tokens, requests, cost_usd (US dollars, whoever reported), unpriced_requests.
Errors: 22023 for an unknown user or more than 366 days, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_user_periods(user_id uuid, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(period_start timestamp with time zone, period_end timestamp with time zone, tier text, tokens_used bigint, monthly_token_quota bigint, requests_used bigint, monthly_request_quota bigint, percentage numeric, is_open boolean, is_early boolean, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id constant uuid := ai_quota_admin_user_periods.user_id;
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(v_user_id);
  perform ai_quota.validate_page(
    ai_quota_admin_user_periods.page, ai_quota_admin_user_periods.page_size
  );
  v_quota := ai_quota.read_quota(v_user_id);
  return query
  select
    p.period_start, p.period_end, p.tier, p.tokens_used, p.monthly_token_quota, p.requests_used,
    p.monthly_request_quota,
    coalesce(
      trunc(
        100 * greatest(
          p.tokens_used::numeric / p.monthly_token_quota,
          p.requests_used::numeric / p.monthly_request_quota
        ), 2
      ), 0
    ),
    p.is_open, p.is_early, count(*) over ()
  from (
    select
      v_quota.period_start, v_quota.period_end, v_quota.tier,
      v_quota.current_month_tokens::bigint as tokens_used,
      v_quota.monthly_token_quota::bigint as monthly_token_quota,
      v_quota.current_month_requests::bigint as requests_used,
      v_quota.monthly_request_quota::bigint as monthly_request_quota, true as is_open,
      false as is_early
    union all
    -- A row that no call has brought up to date yet.
    select
      q.period_start, q.period_end, q.tier, q.current_month_tokens, q.monthly_token_quota,
      q.current_month_requests, q.monthly_request_quota, false, false
    from public.user_ai_quotas as q
    where q.user_id = v_user_id
      and q.period_start < v_quota.period_start
      and q.current_month_requests > 0
    union all
    select
      c.period_start, c.period_end, c.tier, c.tokens_used, c.monthly_token_quota, c.requests_used,
      c.monthly_request_quota, false, c.is_early
    from public.ai_quota_periods as c
    where c.user_id = v_user_id
  ) as p
  order by p.period_start desc
  limit ai_quota_admin_user_periods.page_size
  offset (ai_quota_admin_user_periods.page - 1) * ai_quota_admin_user_periods.page_size;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_user_periods(user_id uuid, page bigint, page_size bigint) IS 'The periods of one user, the open one first. For admins and the server.
Arguments: user_id, page (from 1), page_size (1 to 1000, default 50).
Returns: rows period_start, period_end, tier, tokens_used, monthly_token_quota, requests_used,
monthly_request_quota (null is unlimited), percentage (the greater share), is_open, is_early, total_rows.
Errors: 22023 for an unknown user or an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.ai_quota_admin_users(from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, of_tier text DEFAULT NULL::text, search text DEFAULT NULL::text, sort text DEFAULT 'tokens'::text, page bigint DEFAULT 1, page_size bigint DEFAULT 50) RETURNS TABLE(user_id uuid, email text, tier text, tokens bigint, requests bigint, cost_usd numeric, user_reported_cost_usd numeric, unpriced_requests bigint, active_days bigint, percentage numeric, is_blocked boolean, total_rows bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
declare
  v_today constant date := (now() at time zone 'UTC')::date;
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_users.page, ai_quota_admin_users.page_size);
  perform ai_quota.validate_word(
    'sort', ai_quota_admin_users.sort, array['tokens', 'cost_usd', 'requests']
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    coalesce(ai_quota_admin_users.from_day, ai_quota_admin_users.to_day - 6, v_today - 6),
    ai_quota_admin_users.to_day
  ) as d;
  -- Figures, accounts and quotas of one page only.
  return query
  select
    t.user_id, ai_quota.cell(u.email::text), q.tier, d.tokens, d.requests,
    d.cost_usd - r.cost_usd, r.cost_usd, d.unpriced_requests, d.active_days,
    case
      when q.period_end > now() then trunc(
        100 * greatest(
          q.current_month_tokens::numeric / q.monthly_token_quota,
          q.current_month_requests::numeric / q.monthly_request_quota
        ), 2
      )
      else 0
    end,
    q.is_blocked, t.total_rows
  from ai_quota.rank_users(
    v_from, v_to, ai_quota_admin_users.sort, ai_quota_admin_users.of_tier,
    ai_quota_admin_users.search,
    (ai_quota_admin_users.page - 1) * ai_quota_admin_users.page_size,
    ai_quota_admin_users.page_size
  ) as t
    left join public.user_ai_quotas as q on q.user_id = t.user_id
    left join auth.users as u on u.id = t.user_id
    cross join lateral (
      select
        ai_quota.to_bigint(coalesce(sum(c.tokens), 0)) as tokens,
        ai_quota.to_bigint(coalesce(sum(c.requests), 0)) as requests,
        coalesce(sum(c.cost_usd), 0) as cost_usd,
        ai_quota.to_bigint(coalesce(sum(c.unpriced_requests), 0)) as unpriced_requests,
        count(*) as active_days
      from public.ai_quota_daily as c
      where c.user_id = t.user_id and c.day between v_from and v_to
    ) as d
    cross join lateral (
      select coalesce(sum(l.cost_usd), 0)::numeric as cost_usd
      from public.ai_agent_usage as l
      where l.user_id = t.user_id
        and l.created_at >= v_from
        and l.created_at < v_to + 1
        and l.reported_by = 'user'
    ) as r
  order by
    case ai_quota_admin_users.sort
      when 'tokens' then d.tokens
      when 'requests' then d.requests
      else d.cost_usd
    end desc,
    t.user_id;
end
$$;

COMMENT ON FUNCTION public.ai_quota_admin_users(from_day date, to_day date, of_tier text, search text, sort text, page bigint, page_size bigint) IS 'The users who used most in some UTC days. For admins and the server.
Arguments: from_day, to_day (both counted; default the 7 days that end today), of_tier (the user''s
present one), search (a part of the e-mail address that at most 10,000 have, or a whole user id: finds
users without calls too), sort (tokens, cost_usd or requests), page (from 1), page_size (1 to 1000, default 50).
Returns: rows user_id, email, tier, tokens, requests, cost_usd (US dollars, what the server reported),
user_reported_cost_usd (both together are what cost_usd sorts by), unpriced_requests, active_days,
percentage (of the open period''s quota), is_blocked, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';

CREATE FUNCTION public.check_user_quota(p_estimated_tokens bigint DEFAULT 0, user_id uuid DEFAULT NULL::uuid) RETURNS TABLE(allowed boolean, remaining_tokens bigint, remaining_requests bigint, quota_limit bigint, request_limit bigint, reset_date date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := ai_quota.read_quota(ai_quota.authorize_user(user_id));
  v_status public.ai_quota_status := ai_quota.describe_quota(v_quota);
begin
  if (check_user_quota.p_estimated_tokens >= 0) is not true then
    perform ai_quota.raise_out_of_range(
      'p_estimated_tokens', check_user_quota.p_estimated_tokens, 0, 9223372036854775807,
      'Pass the tokens that the call may use, or leave it out.'
    );
  end if;
  allowed := ai_quota.denial_reason(
    v_quota, greatest(check_user_quota.p_estimated_tokens, 1), 1
  ) is null;
  remaining_tokens := v_status.remaining;
  remaining_requests := v_status.requests_remaining;
  quota_limit := v_status."limit";
  request_limit := v_status.requests_limit;
  reset_date := v_status.reset_date;
  return next;
end
$$;

COMMENT ON FUNCTION public.check_user_quota(p_estimated_tokens bigint, user_id uuid) IS 'Whether a call of this size would fit the caller''s quota now; false also for 0 if nothing is left.
Advice only: it reserves nothing.
Arguments: p_estimated_tokens (tokens, 0 or more, default 0), user_id (the server must give it).
Returns: one row allowed, remaining_tokens, remaining_requests, quota_limit (tokens), request_limit,
reset_date (UTC day); remaining and limit are null when unlimited.
Errors: 22023 for a negative or null estimate, or where the server gives no user_id; 42501 for anon
and for somebody else''s user_id.';

CREATE FUNCTION public.claim_quota_alerts("limit" bigint DEFAULT 10) RETURNS SETOF public.ai_quota_alert_delivery
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_left bigint := claim_quota_alerts."limit";
  v_found boolean;
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  if (claim_quota_alerts."limit" between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
      'limit', claim_quota_alerts."limit", 1, 1000, 'Claim what you can deliver within a minute.'
    );
  end if;
  -- Again in place of those that have expired, without locking more than are given out.
  loop
    v_found := false;
    for d in
      select c.*
      from ai_quota.alert_deliveries as c
      where c.delivered_at is null
        and c.expired_at is null
        and c.attempts < 10
        and c.next_attempt_at <= now()
      order by c.next_attempt_at, c.alert_id
      limit v_left
      for update skip locked
    loop
      v_found := true;
      select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
      if not ai_quota.is_current(v_alert) then
        update ai_quota.alert_deliveries as u set expired_at = now() where u.alert_id = d.alert_id;
        continue;
      end if;
      update ai_quota.alert_deliveries as u
      set attempts = u.attempts + 1, next_attempt_at = now() + interval '1 minute'
      where u.alert_id = d.alert_id
      returning u.* into d;
      return next ai_quota.describe_delivery(v_alert, d);
      v_left := v_left - 1;
    end loop;
    exit when v_left = 0 or not v_found;
  end loop;
end
$$;

COMMENT ON FUNCTION public.claim_quota_alerts("limit" bigint) IS 'Gives alerts to a delivery worker and hides them from other workers for one minute, in case the
worker dies. An alert is given up after ten attempts, and not given out if its period is closed or
its threshold no longer reached.
Arguments: limit (1 to 1000 alerts, default 10).
Returns: rows id, user_id, period_start, kind (usage or denied), metric, threshold (percent), used,
quota, created_at, attempts, next_attempt_at, delivered_at, last_error.
Errors: 22023 for a limit out of its range, 42501 for any other caller.';

CREATE FUNCTION public.claim_quota_digest() RETURNS TABLE(day date, message_key uuid, attempts integer, channels text[], users bigint, denials bigint, tokens bigint, user_id uuid, email text, reason text, user_denials bigint, user_tokens bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_day date;
  v_claimed ai_quota.digest_deliveries;
begin
  perform ai_quota.authorize_server();
  for v_day in
    select distinct d.day
    from public.ai_quota_denials as d
    where d.day >= v_today - 3 and d.day < v_today
    order by d.day
  loop
    -- 1, 2, 4 … minutes, an hour at most.
    insert into ai_quota.digest_deliveries as u (day, next_attempt_at)
    values (v_day, now() + interval '1 minute')
    on conflict (day) do update
      set
        attempts = u.attempts + 1,
        next_attempt_at = now() + least(
          interval '1 minute' * power(2, u.attempts), interval '1 hour'
        )
      where u.delivered_at is null and u.next_attempt_at <= now() and u.attempts < 10
    returning u.* into v_claimed;
    exit when v_claimed.day is not null;
  end loop;
  return query
  select
    v_claimed.day,
    -- Not as the session writes dates and times.
    md5(
      concat_ws(
        ' ', v_claimed.day - date '2000-01-01',
        (select extract(epoch from min(r.installed_at)) from ai_quota.releases as r)
      )
    )::uuid,
    v_claimed.attempts, v_claimed.channels,
    (select count(distinct a.user_id) from public.ai_quota_denials as a where a.day = v_claimed.day),
    (sum(d.denials) over ())::bigint, (sum(d.tokens) over ())::bigint,
    d.user_id, u.email::text, d.reason, d.denials, d.tokens
  from public.ai_quota_denials as d
    left join auth.users as u on u.id = d.user_id
  where d.day = v_claimed.day
  order by d.denials desc, d.user_id, d.reason
  limit 20;
end
$$;

COMMENT ON FUNCTION public.claim_quota_digest() IS 'Gives the denials of a UTC day that is over to a delivery worker, for the operators, and hides them
from other workers for one minute, twice as long after each failure. A day is given up after three
days or ten attempts.
Returns: up to 20 rows, most denials first: day, message_key (the same in each attempt), attempts,
channels (done in an earlier attempt), users, denials and tokens (of the whole day), user_id, email, reason (tokens, requests, blocked or
anonymous), user_denials, user_tokens. None if there is nothing to tell.
Errors: 42501 for any other caller than service_role.';

CREATE FUNCTION public.complete_quota_alert(id bigint) RETURNS public.ai_quota_alert_delivery
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  update ai_quota.alert_deliveries as u
  set delivered_at = coalesce(u.delivered_at, now())
  where u.alert_id = complete_quota_alert.id
  returning u.* into d;
  if not found then
    perform ai_quota.raise_bad_request(
      format('id does not exist, got %s', coalesce(complete_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
  return ai_quota.describe_delivery(v_alert, d);
end
$$;

COMMENT ON FUNCTION public.complete_quota_alert(id bigint) IS 'Marks an alert as delivered, so that it is not claimed again. Calling it twice is harmless.
Arguments: id (of ai_quota_alerts).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown id, 42501 for any other caller.';

CREATE FUNCTION public.complete_quota_digest(day date, channel text DEFAULT NULL::text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.authorize_server();
  if complete_quota_digest.channel is not null then
    perform ai_quota.validate_channel(complete_quota_digest.channel);
  end if;
  update ai_quota.digest_deliveries as u
  set
    channels = case
      when complete_quota_digest.channel is null then u.channels
      else array_append(
        array_remove(u.channels, complete_quota_digest.channel), complete_quota_digest.channel
      )
    end,
    delivered_at = case
      when complete_quota_digest.channel is null then coalesce(u.delivered_at, now())
      else u.delivered_at
    end
  where u.day = complete_quota_digest.day;
  return found;
end
$$;

COMMENT ON FUNCTION public.complete_quota_digest(day date, channel text) IS 'Notes that a channel is done with the digest of a day, or that the digest is delivered.
Arguments: day (what claim_quota_digest returned), channel (null: all of them).
Returns: whether that digest was ever claimed.
Errors: 22023 for an empty channel, 42501 for any other caller than service_role.';

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

CREATE FUNCTION public.fail_quota_alert(id bigint, error text) RETURNS public.ai_quota_alert_delivery
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  update ai_quota.alert_deliveries as u
  set
    last_error = left(fail_quota_alert.error, 1000),
    -- 1, 2, 4 … minutes, an hour at most.
    next_attempt_at = now() + least(
      interval '1 minute' * power(2, greatest(u.attempts, 1) - 1), interval '1 hour'
    )
  where u.alert_id = fail_quota_alert.id and u.delivered_at is null
  returning u.* into d;
  if not found then
    perform ai_quota.raise_bad_request(
      format(
        'id is not an undelivered alert, got %s', coalesce(fail_quota_alert.id::text, 'null')
      ),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
  return ai_quota.describe_delivery(v_alert, d);
end
$$;

COMMENT ON FUNCTION public.fail_quota_alert(id bigint, error text) IS 'Marks an attempt to deliver an alert as failed. It can be claimed again after 1, 2, 4 … minutes.
Arguments: id (of ai_quota_alerts), error (what went wrong; 1000 characters are kept).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown or delivered alert, 42501 for any other caller.';

CREATE FUNCTION public.get_quota_forecast_for(user_id uuid) RETURNS TABLE(reset_date date, used bigint, "limit" bigint, expected_used bigint, expected_used_low bigint, expected_used_high bigint, limit_on date, limit_on_earliest date, limit_on_latest date, expected_cost_usd numeric, tokens_per_day numeric, weekday_shares numeric[], days_of_history integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(user_id);
  return query select f.* from ai_quota.forecast(user_id) as f;
end
$$;

COMMENT ON FUNCTION public.get_quota_forecast_for(user_id uuid) IS 'get_user_quota_forecast of any user, for admins and the server.
Arguments: user_id.
Returns: the row of get_user_quota_forecast.
Errors: 22023 for an unknown user, 42501 for any other caller.';

CREATE FUNCTION public.get_quota_status_for(user_id uuid) RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  if not exists (select from auth.users as u where u.id = v_user_id) then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', v_user_id), 'Pass the id of a row in auth.users.'
    );
  end if;
  return next ai_quota.describe_quota(ai_quota.read_quota(v_user_id));
end
$$;

COMMENT ON FUNCTION public.get_quota_status_for(user_id uuid) IS 'The quota of a user now, for the server.
Arguments: user_id.
Returns: the row of get_user_quota_status.
Errors: 22023 for an unknown user, 42501 for any other caller.';

CREATE FUNCTION public.get_user_monthly_usage(p_year integer DEFAULT NULL::integer, p_month integer DEFAULT NULL::integer) RETURNS TABLE(total_tokens bigint, total_requests bigint, total_cost_usd numeric, period_start date, period_end date, unpriced_requests bigint)
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
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end,
    coalesce(
      sum(u.requests) filter (
        where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
      ), 0
    )::bigint
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start
    and u.created_at < get_user_monthly_usage.period_end + 1;
end
$$;

COMMENT ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) IS 'What the caller used in a calendar month (UTC), summed from the ledger.
Arguments: p_year (2000 to 9999), p_month (1 to 12), each the current one by default.
Returns: one row total_tokens, total_requests, total_cost_usd (US dollars), period_start and
period_end (the first and the last UTC day), unpriced_requests (requests of unknown price, which
total_cost_usd leaves out).
Errors: 22023 for a year or month out of range, 42501 without a signed-in user.';

CREATE FUNCTION public.get_user_quota_forecast() RETURNS TABLE(reset_date date, used bigint, "limit" bigint, expected_used bigint, expected_used_low bigint, expected_used_high bigint, limit_on date, limit_on_earliest date, limit_on_latest date, expected_cost_usd numeric, tokens_per_day numeric, weekday_shares numeric[], days_of_history integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return query select f.* from ai_quota.forecast(auth.uid()) as f;
end
$$;

COMMENT ON FUNCTION public.get_user_quota_forecast() IS 'What the caller will probably have used at the end of the period, and when the limit is reached,
from the days of the last eight weeks.
Returns: one row reset_date, used and limit (tokens; null is unlimited), expected_used (at the end of
the period), expected_used_low and expected_used_high (one of ten cases each is beyond), limit_on (the
UTC day on which the limit is reached; null: not in this period), limit_on_earliest, limit_on_latest,
expected_cost_usd (of the period, US dollars), tokens_per_day (from now on; null once the period is over), weekday_shares (of Monday to
Sunday; they sum to 7), days_of_history (few days: a wide spread).
Errors: 42501 for anon.';

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
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
    and q.limits_version = (select v.version from ai_quota.limits_version as v)
    and not q.is_anonymous;
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

CREATE FUNCTION public.get_user_usage_by_label(from_day date DEFAULT NULL::date, to_day date DEFAULT NULL::date, user_id uuid DEFAULT NULL::uuid) RETURNS TABLE(label text, name text, is_rest boolean, total_tokens bigint, total_requests bigint, total_cost_usd numeric, unpriced_requests bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    SET "TimeZone" TO 'UTC'
    AS $$
#variable_conflict use_column
declare
  v_user_id constant uuid := ai_quota.authorize_user(get_user_usage_by_label.user_id);
  v_from date;
  v_to date;
begin
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    get_user_usage_by_label.from_day, get_user_usage_by_label.to_day
  ) as d;
  return query
  -- By all three labels at once, so that the ledger is read once.
  with calls as (
    select
      nullif(u.model_used::text, '') as model, nullif(u.discipline::text, '') as discipline,
      nullif(u.workflow_id::text, '') as workflow,
      sum((u.tokens_prompt + u.tokens_completion)::bigint) as tokens,
      sum(u.requests) as requests, coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      ) as unpriced
    from public.ai_agent_usage as u
    where u.user_id = v_user_id and u.created_at >= v_from and u.created_at < v_to + 1
    group by 1, 2, 3
  ),
  sums as (
    select
      l.label, l.name, sum(c.tokens) as tokens, sum(c.requests) as requests,
      sum(c.cost_usd) as cost_usd, sum(c.unpriced) as unpriced
    from calls as c
      cross join lateral (
        values ('model', c.model), ('discipline', c.discipline), ('workflow', c.workflow)
      ) as l (label, name)
    group by 1, 2
  ),
  ranked as (
    select
      s.*,
      row_number() over (partition by s.label order by s.tokens desc, s.name) > 50 as is_rest
    from sums as s
  )
  select
    r.label, case when not r.is_rest then r.name end, r.is_rest,
    ai_quota.to_bigint(sum(r.tokens)), ai_quota.to_bigint(sum(r.requests)), sum(r.cost_usd),
    ai_quota.to_bigint(sum(r.unpriced))
  from ranked as r
  group by 1, 2, 3
  order by 1, 3, 4 desc, 2;
end
$$;

COMMENT ON FUNCTION public.get_user_usage_by_label(from_day date, to_day date, user_id uuid) IS 'What the caller used by model, by discipline and by workflow, summed from the ledger to the last
call. The sums of each label are the whole usage of these days.
Arguments: from_day, to_day (UTC days, both counted, at most 366; default the 30 days that end
today), user_id (the server must give it).
Returns: rows label (model, discipline or workflow), name (null: the calls without this label),
is_rest (true in the row of all names after the largest 50), total_tokens, total_requests,
total_cost_usd (US dollars), unpriced_requests (requests of unknown price, which total_cost_usd leaves
out); by label, the largest first. No rows: nothing was used.
Errors: 22023 for days out of range or order, or where the server gives no user_id; 42501 for anon
and for somebody else''s user_id.';

CREATE FUNCTION public.get_user_usage_by_month(months integer DEFAULT 12) RETURNS TABLE(month date, total_tokens bigint, total_requests bigint, total_cost_usd numeric, unpriced_requests bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_this date := date_trunc('month', now() at time zone 'UTC');
  v_months constant integer := get_user_usage_by_month.months;
  v_first date;
begin
  if (v_months between 1 and 120) is not true then
    perform ai_quota.raise_out_of_range('months', v_months, 1, 120, 'Leave months out for 12.');
  end if;
  v_first := v_this - make_interval(months => v_months - 1);
  return query
  select
    m.month::date, coalesce(d.tokens, 0)::bigint, coalesce(d.requests, 0)::bigint,
    coalesce(d.cost_usd, 0), coalesce(d.unpriced_requests, 0)::bigint
  from generate_series(v_first::timestamp, v_this::timestamp, interval '1 month') as m (month)
    left join (
      select
        date_trunc('month', x.day::timestamp) as month, sum(x.tokens) as tokens,
        sum(x.requests) as requests, sum(x.cost_usd) as cost_usd,
        sum(x.unpriced_requests) as unpriced_requests
      from public.ai_quota_daily as x
      where x.user_id = auth.uid() and x.day >= v_first
      group by 1
    ) as d on d.month = m.month
  order by 1;
end
$$;

COMMENT ON FUNCTION public.get_user_usage_by_month(months integer) IS 'What the caller used in each of the last calendar months (UTC), this one included, summed from its
days.
Arguments: months (1 to 120, default 12).
Returns: rows month (its first day), total_tokens, total_requests, total_cost_usd (US dollars),
unpriced_requests (requests of unknown price, which total_cost_usd leaves out).
Errors: 22023 for months out of range, 42501 without a signed-in user.';

CREATE FUNCTION public.has_quota_for(tokens bigint, user_id uuid DEFAULT NULL::uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return (
    select c.allowed
    from public.check_user_quota(has_quota_for.tokens, has_quota_for.user_id) as c
  );
end
$$;

COMMENT ON FUNCTION public.has_quota_for(tokens bigint, user_id uuid) IS 'Whether that many tokens and one request would fit the caller''s quota now. For your own policies
and triggers, as in with check ((select has_quota_for(1000))). Advice only: it reserves nothing.
Arguments: tokens (0 or more), user_id (the server must give it).
Returns: true or false.
Errors: 22023 for a negative or null count, or where the server gives no user_id; 42501 for anon and
for somebody else''s user_id.';

CREATE FUNCTION public.initialize_user_quota(user_id uuid, tier text DEFAULT 'free'::text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_is_end_user boolean := ai_quota.is_end_user();
  v_is_in_trigger boolean := pg_trigger_depth() > 0;
  v_tier text := initialize_user_quota.tier;
begin
  perform ai_quota.authorize_server();
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
      perform ai_quota.refuse_unknown_tier(v_tier);
    end if;
    raise warning 'tier % does not exist: user % gets the default tier', v_tier, user_id;
    v_tier := ai_quota.default_tier();
  end if;

  if v_is_end_user then
    perform ai_quota.create_quota(initialize_user_quota.user_id);
    return ai_quota.read_quota(initialize_user_quota.user_id);
  end if;
  return ai_quota.assign_tier(initialize_user_quota.user_id, v_tier);
end
$$;

COMMENT ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) IS 'Creates the quota row of a user, or sets the tier of an existing one; usage is kept. A live
subscription overrules the tier. For operators and service_role.
Arguments: user_id, tier (a row of ai_quota_tiers, default free).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, 42501 for any other caller.';

CREATE FUNCTION public.note_quota_alert(id bigint, channel text, error text DEFAULT NULL::text) RETURNS public.ai_quota_alert_delivery
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_alert public.ai_quota_alerts;
  d ai_quota.alert_deliveries;
begin
  perform ai_quota.authorize_server();
  perform ai_quota.validate_channel(note_quota_alert.channel);
  update ai_quota.alert_deliveries as u
  set
    channels = array_append(
      array_remove(u.channels, note_quota_alert.channel), note_quota_alert.channel
    ),
    last_error = coalesce(left(note_quota_alert.error, 1000), u.last_error)
  where u.alert_id = note_quota_alert.id
  returning u.* into d;
  if not found then
    perform ai_quota.raise_bad_request(
      format('id does not exist, got %s', coalesce(note_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = d.alert_id;
  return ai_quota.describe_delivery(v_alert, d);
end
$$;

COMMENT ON FUNCTION public.note_quota_alert(id bigint, channel text, error text) IS 'Notes that one channel of several is done with an alert, so that a later attempt leaves it out.
Arguments: id (of ai_quota_alerts), channel (a text of 1 to 50 characters, such as email), error (why
this channel is given up, if it is; 1000 characters are kept).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown id or no channel, 42501 for any other caller than service_role.';

CREATE FUNCTION public.prepare_quota_alert(id bigint, attempt integer) RETURNS SETOF public.ai_quota_alert_message
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_alert public.ai_quota_alerts;
  v_delivery ai_quota.alert_deliveries;
  v_quota public.user_ai_quotas;
  v_user auth.users;
  v_tier public.ai_quota_tiers;
begin
  perform ai_quota.authorize_server();
  update ai_quota.alert_deliveries as u
  set next_attempt_at = now() + interval '1 minute'
  where u.alert_id = prepare_quota_alert.id
    and u.attempts = prepare_quota_alert.attempt
    and u.next_attempt_at > now()
    and u.delivered_at is null
    and u.expired_at is null
  returning u.* into v_delivery;
  if not found then
    return;
  end if;
  select a.* into v_alert from public.ai_quota_alerts as a where a.id = prepare_quota_alert.id;
  if not ai_quota.is_current(v_alert) then
    update ai_quota.alert_deliveries as u set expired_at = now() where u.alert_id = v_alert.id;
    return;
  end if;
  v_quota := ai_quota.read_quota(v_alert.user_id);
  select a.* into v_user from auth.users as a where a.id = v_alert.user_id;
  select t.* into v_tier from public.ai_quota_tiers as t where t.tier = v_quota.tier;
  return next row(
    v_alert.id,
    md5(concat_ws(' ', v_alert.id, v_alert.user_id, extract(epoch from v_alert.created_at)))::uuid,
    v_alert.user_id,
    case
      when v_user.email_confirmed_at is not null
        and v_user.deleted_at is null
        and (v_user.banned_until > now()) is not true
        and (v_user.raw_user_meta_data ->> 'ai_quota_alerts' = 'off') is not true
        then nullif(v_user.email, '')
    end,
    coalesce(v_user.raw_user_meta_data ->> 'name', v_user.raw_user_meta_data ->> 'full_name'),
    coalesce(v_user.raw_user_meta_data ->> 'language', v_user.raw_user_meta_data ->> 'locale'),
    v_alert.metric, v_alert.threshold, v_alert.used, v_alert.quota,
    coalesce(v_tier.display_name, v_tier.tier),
    (
      select coalesce(t.display_name, t.tier)
      from public.ai_quota_tiers as t
      where t.is_public
        and t.sort_order > v_tier.sort_order
        and (
          case v_alert.metric
            when 'tokens' then t.monthly_token_quota
            else t.monthly_request_quota
          end <= v_alert.quota
        ) is not true
      order by t.sort_order, t.tier
      limit 1
    ),
    v_quota.quota_reset_date, ai_quota.day_reached(v_quota, v_alert.metric), v_alert.created_at,
    v_delivery.channels
  )::public.ai_quota_alert_message;
end
$$;

COMMENT ON FUNCTION public.prepare_quota_alert(id bigint, attempt integer) IS 'What to tell of a claimed alert, read just before it is sent. It hides the alert from other workers
for one more minute.
Arguments: id and attempt (id and attempts of what claim_quota_alerts returned).
Returns: one row id, message_key (the same in each attempt: for Message-ID and idempotency keys),
user_id, email (confirmed and wanted, else null), name, language, metric, threshold (percent), used,
quota, tier, upgrade_tier (their names for people), reset_date and reached_on (UTC days; the second at
the pace so far, null if not in this period), created_at, channels (done in an earlier attempt). None
if another worker has claimed it since, or if it is no longer true: then do not send it.
Errors: 42501 for any other caller than service_role.';

CREATE FUNCTION public.release_reservation(reservation_id uuid DEFAULT NULL::uuid, user_id uuid DEFAULT NULL::uuid) RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_quota public.user_ai_quotas;
  r public.ai_quota_reservations;
begin
  v_quota := ai_quota.lock_quota(v_user_id);
  select c.* into r
  from public.ai_quota_reservations as c
  where c.id = release_reservation.reservation_id and c.user_id = v_user_id;
  if r.status = 'charged' and not ai_quota.is_end_user() then
    v_quota := ai_quota.correct_charge(v_quota, r);
  elsif (r.status = 'released') is not true then
    perform ai_quota.refuse_reservation(r, release_reservation.reservation_id);
  end if;
  if r.status <> 'released' then
    v_quota := ai_quota.draw_reservation(v_quota, r, 'released');
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

COMMENT ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) IS 'Releases a reservation that will not be used. Calling it twice is harmless.
Arguments: reservation_id (what reserve_tokens returned), user_id (service_role only).
Returns: the row of get_user_quota_status, after it.
Errors: 22023 for a reservation that is not the user''s or was settled, 42501 for somebody else''s
user_id or a reservation that the server made.';

CREATE FUNCTION public.repair_user_quota(user_id uuid) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.authorize_server();
  return ai_quota.repair_quota(ai_quota.authorize_user(user_id));
end
$$;

COMMENT ON FUNCTION public.repair_user_quota(user_id uuid) IS 'Sets a user''s counters and days to the sums of the ledger, and the limits to those of tier and
override.
Arguments: user_id.
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, 42501 for any other caller.';

CREATE FUNCTION public.replay_limits(tiers jsonb DEFAULT NULL::jsonb, months integer DEFAULT 3) RETURNS TABLE(tier text, upgrade_tier text, users bigint, periods bigint, denied_users bigint, denied_periods bigint, denied_calls bigint, denied_tokens bigint, was_denied_users bigint, was_denied_periods bigint, saved_usd numeric, added_usd numeric)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_tiers constant jsonb := coalesce(replay_limits.tiers, '{}');
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_tiers(v_tiers);
  if (replay_limits.months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range(
      'months', replay_limits.months, 1, 24, 'Leave months out for 3.'
    );
  end if;
  return query
  with upgrades as materialized (
    select l.* from ai_quota.list_upgrades(v_tiers) as l
  )
  select
    r.tier, u.upgrade_tier, count(distinct r.user_id), count(*),
    count(distinct r.user_id) filter (where r.denied_calls > 0),
    count(*) filter (where r.denied_calls > 0), sum(r.denied_calls)::bigint,
    sum(r.denied_tokens)::bigint, count(distinct r.user_id) filter (where r.was_denied > 0),
    count(*) filter (where r.was_denied > 0), round(sum(r.saved_usd), 6), round(sum(r.added_usd), 6)
  from ai_quota.replay_periods(v_tiers, replay_limits.months) as r
    left join public.ai_quota_tiers as t on t.tier = r.tier
    left join lateral (
      select l.upgrade_tier
      from upgrades as l
      where l.tier = r.tier
        and r.denied_calls > 0
        and coalesce(r.needed_tokens <= l.tokens, true)
        and coalesce(r.needed_requests <= l.requests, true)
      order by l.place
      limit 1
    ) as u on true
  group by r.tier, t.sort_order, u.upgrade_tier
  order by t.sort_order, r.tier, u.upgrade_tier nulls first;
end
$$;

COMMENT ON FUNCTION public.replay_limits(tiers jsonb, months integer) IS 'What other limits would have denied in the periods of the last months. A smaller limit denies the
calls beyond it; a larger one admits what fits of the calls that were denied. The limits then in force
deny what was denied. Limits of overrides and boosts stay. For admins and the server.
Arguments: tiers ({"free": {"monthly_token_quota": 20000, "monthly_request_quota": null}}: null is
unlimited, what is left out stays as it was), months (1 to 24, default 3).
Returns: rows by tier and upgrade_tier (the first public tier that would have denied nothing; null:
nothing was denied, or no tier is large enough), users, periods, denied_users, denied_periods,
denied_calls, denied_tokens, was_denied_users, was_denied_periods, saved_usd (what the denied calls
cost), added_usd (what the admitted ones would have cost, at the user''s mean).
Errors: 22023 for an unknown tier, a limit that is not positive or months out of range, 42501 for any
other caller.';

CREATE FUNCTION public.reserve_tokens(tokens bigint DEFAULT NULL::bigint, requests bigint DEFAULT 1, expires_in_seconds bigint DEFAULT 300, user_id uuid DEFAULT NULL::uuid, request_id text DEFAULT NULL::text, on_expiry text DEFAULT 'release'::text) RETURNS TABLE(allowed boolean, reservation_id uuid, expires_at timestamp with time zone, reason text, remaining_tokens bigint, remaining_requests bigint, reset_date date, upgrade_tier text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid;
  v_caller public.ai_quota_caller := 'server'::public.ai_quota_caller;
  v_is_locked boolean := false;
  v_tries integer := 0;
  v_quota public.user_ai_quotas;
begin
  if reserve_tokens.user_id is not null and current_setting('role', true) = 'service_role' then
    v_user_id := reserve_tokens.user_id;
  else
    v_user_id := ai_quota.authorize_user(reserve_tokens.user_id);
    if ai_quota.is_end_user() then
      v_caller := 'user'::public.ai_quota_caller;
    end if;
  end if;
  if (
    reserve_tokens.tokens between 1 and 2147483647
    and reserve_tokens.requests between 1 and 1000000
    and reserve_tokens.expires_in_seconds between 1 and 3600
    and reserve_tokens.request_id is null
    and reserve_tokens.on_expiry = 'release'
  ) is not true then
    perform ai_quota.validate_reservation(
      reserve_tokens.tokens, reserve_tokens.requests, reserve_tokens.expires_in_seconds,
      reserve_tokens.request_id, reserve_tokens.on_expiry, v_caller
    );
  end if;
  if v_caller = 'user' or reserve_tokens.request_id is not null then
    v_quota := ai_quota.lock_quota(v_user_id);
    v_is_locked := true;
    if reserve_tokens.request_id is not null then
      select r.id, r.expires_at into reserve_tokens.reservation_id, reserve_tokens.expires_at
      from ai_quota.find_reservation(
        v_user_id, v_caller, reserve_tokens.request_id, reserve_tokens.tokens,
        reserve_tokens.requests, reserve_tokens.on_expiry
      ) as r;
    end if;
    if reserve_tokens.reservation_id is null and v_caller = 'user' then
      perform ai_quota.count_user_write(v_quota);
      perform ai_quota.limit_open_holds(v_user_id);
    end if;
  end if;

  while reserve_tokens.reservation_id is null loop
    -- By the clock, not by the start of the transaction, so that it is later than every reservation
    -- that is no longer counted.
    reserve_tokens.expires_at := clock_timestamp()
      + interval '1 second' * reserve_tokens.expires_in_seconds;
    -- PostgreSQL checks these conditions again after it has waited for the row lock. A row that
    -- lock_quota locked is up to date, whatever its columns say: a tier may have been edited since.
    update public.user_ai_quotas as q
    set
      reserved_tokens = q.reserved_tokens + reserve_tokens.tokens,
      reserved_requests = q.reserved_requests + reserve_tokens.requests,
      reserved_valid_until = least(q.reserved_valid_until, reserve_tokens.expires_at)
    where q.user_id = v_user_id
      and (
        -- A period that waits for a renewal stays over.
        v_is_locked
        or least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
        and q.limits_version = (select v.version from ai_quota.limits_version as v)
      )
      and not q.is_blocked
      and not q.is_anonymous
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

    perform ai_quota.lock_account(v_user_id);
    v_quota := ai_quota.lock_quota(v_user_id);
    reason := ai_quota.denial_reason(v_quota, reserve_tokens.tokens, reserve_tokens.requests);
    exit when reason is not null;
    v_is_locked := true;
    v_tries := v_tries + 1;
    if v_tries = 10 then
      raise exception 'a locked quota neither admits nor denies: this is a bug, please report it';
    end if;
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
  if reserve_tokens.reservation_id is not null then
    -- The same call again.
    null;
  elsif allowed then
    insert into public.ai_quota_reservations as r (
      user_id, tokens, requests, period_start, expires_at, reserved_by, on_expiry, request_id
    )
    values (
      v_user_id, reserve_tokens.tokens, reserve_tokens.requests, v_quota.period_start,
      reserve_tokens.expires_at, v_caller, reserve_tokens.on_expiry::public.ai_quota_on_expiry,
      reserve_tokens.request_id
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

COMMENT ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid, request_id text, on_expiry text) IS 'Reserves tokens before a call, if used + reserved + requested stays within the limits of tokens
and requests. Settle it with track_usage(reservation_id), or release it with release_reservation.
After it expires it no longer counts. A denial is a row, not an error.
Arguments: tokens (1 or more, an upper bound of the call), requests (default 1), expires_in_seconds
(1 to 3600, to 86400 for service_role; default 300), request_id (idempotency key: the same call sent
again returns the same reservation), on_expiry (release or, for service_role, charge: a reservation
that nobody settles counts as used in full once it expires, until a later settlement corrects it),
user_id (service_role only).
Returns: one row allowed, reservation_id, expires_at, reason (of a denial: tokens, requests, blocked
or anonymous), remaining_tokens and remaining_requests (after it; null when unlimited), reset_date
(UTC day), upgrade_tier (of a denial: the first public tier above the user''s that would admit it).
Errors: 22023 for an argument out of its range or an unknown user; 23505 for a request_id of another
call or of a reservation that is closed; 42501 for somebody else''s user_id; for signed-in users 429
beyond ai_quota.settings.user_writes_per_minute and user_open_holds.';

CREATE FUNCTION public.reset_monthly_quotas() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.authorize_server();
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
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.lock_quota(v_user_id, is_reset => true);
  perform ai_quota.log_action(v_user_id, 'reset_user_quota', reason);
  return ai_quota.read_quota(v_user_id);
end
$$;

COMMENT ON FUNCTION public.reset_user_quota(user_id uuid, reason text) IS 'Closes a user''s period early and opens the next at once, until the same reset date as before. For
operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason, 42501 for any other caller or for oneself.';

CREATE FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean DEFAULT true, reason text DEFAULT NULL::text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.raise_bad_request(
      'is_blocked must be true or false, got null', 'Leave it out to block.'
    );
  end if;
  if set_user_blocked.reason is not null or ai_quota.is_end_user() then
    perform ai_quota.validate_reason(set_user_blocked.reason);
  end if;
  perform ai_quota.lock_quota(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  perform ai_quota.log_action(
    v_user_id, 'set_user_blocked', coalesce(set_user_blocked.reason, 'no reason given'),
    jsonb_build_object('is_blocked', set_user_blocked.is_blocked)
  );
  return ai_quota.read_quota(v_user_id);
end
$$;

COMMENT ON FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean, reason text) IS 'Blocks a user: reservations are denied, and the user''s own reports refused. What the server reports
is recorded. For operators and the server.
Arguments: user_id, is_blocked (default true; false lifts the block), reason (1 to 500 characters,
kept in ai_quota_audit; an operator must give it).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, null or no reason; 42501 for any other caller or for oneself.';

CREATE FUNCTION public.set_user_subscription(user_id uuid, subscription_id text, tier text, status text DEFAULT 'active'::text, current_period_start timestamp with time zone DEFAULT NULL::timestamp with time zone, current_period_end timestamp with time zone DEFAULT NULL::timestamp with time zone, event_at timestamp with time zone DEFAULT now()) RETURNS SETOF public.ai_quota_subscriptions
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  perform ai_quota.authorize_server();
  perform from auth.users as u where u.id = v_user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', v_user_id), 'Pass the id of a row in auth.users.'
    );
  end if;
  if coalesce(length(btrim(set_user_subscription.subscription_id)), 0) = 0
    or length(set_user_subscription.subscription_id) > 200
  then
    perform ai_quota.raise_bad_request(
      format(
        'subscription_id must have 1 to 200 characters, got %s',
        coalesce(quote_literal(left(set_user_subscription.subscription_id, 50)), 'null')
      ),
      'Pass the provider''s id of the subscription.'
    );
  end if;
  if set_user_subscription.tier is not null
    and not exists (
      select from public.ai_quota_tiers as t where t.tier = set_user_subscription.tier
    )
  then
    perform ai_quota.raise_bad_request(
      format('tier does not exist, got %L', left(set_user_subscription.tier, 50)),
      format('Pass one of %s.', (
        select string_agg(t.tier, ', ' order by t.sort_order, t.monthly_token_quota)
        from public.ai_quota_tiers as t
      ))
    );
  end if;
  if set_user_subscription.current_period_end <= set_user_subscription.current_period_start then
    perform ai_quota.raise_bad_request(
      format(
        'current_period_end must be after current_period_start, got %s',
        set_user_subscription.current_period_end
      ),
      'Pass the paid period as the provider has it.'
    );
  end if;
  insert into public.ai_quota_subscriptions as s (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  )
  values (
    set_user_subscription.subscription_id, v_user_id, set_user_subscription.tier,
    set_user_subscription.status, set_user_subscription.current_period_start,
    set_user_subscription.current_period_end, set_user_subscription.event_at
  )
  on conflict (subscription_id) do update
    set user_id = excluded.user_id,
      tier = excluded.tier,
      status = excluded.status,
      current_period_start = excluded.current_period_start,
      current_period_end = excluded.current_period_end,
      event_at = excluded.event_at;
  return query
  select s.*
  from public.ai_quota_subscriptions as s
  where s.subscription_id = set_user_subscription.subscription_id;
end
$$;

COMMENT ON FUNCTION public.set_user_subscription(user_id uuid, subscription_id text, tier text, status text, current_period_start timestamp with time zone, current_period_end timestamp with time zone, event_at timestamp with time zone) IS 'Stores what a billing event says of a subscription, and sets the quota at once. Events may come
late, twice and in any order: one that is older than what is stored changes nothing.
Arguments: user_id, subscription_id (the provider''s, 1 to 200 characters), tier (a row of
ai_quota_tiers; null, for a plan that has none: the default tier), status (active, trialing,
past_due, canceled, unpaid, incomplete, incomplete_expired or paused), current_period_start and
current_period_end (the paid period), event_at (when the provider made the event; default now).
Returns: the row of ai_quota_subscriptions as it is then; none if it was deleted after the event.
Errors: 22023 for an unknown user, tier or status, a period that ends before it starts, or an
event_at more than five minutes ahead; 42501 for any other caller than service_role.';

CREATE FUNCTION public.track_usage(agent_id uuid DEFAULT NULL::uuid, session_id uuid DEFAULT NULL::uuid, discipline text DEFAULT NULL::text, workflow_id text DEFAULT NULL::text, tokens_prompt bigint DEFAULT NULL::bigint, tokens_completion bigint DEFAULT NULL::bigint, model_used text DEFAULT NULL::text, cost_usd numeric DEFAULT NULL::numeric, tokens_cached bigint DEFAULT 0, tokens_reasoning bigint DEFAULT 0, user_id uuid DEFAULT NULL::uuid, request_id text DEFAULT NULL::text, reservation_id uuid DEFAULT NULL::uuid, tokens_cache_write bigint DEFAULT 0, tokens_audio_prompt bigint DEFAULT 0, tokens_audio_completion bigint DEFAULT 0, requests bigint DEFAULT 1, is_final boolean DEFAULT true, occurred_at timestamp with time zone DEFAULT NULL::timestamp with time zone, usage_source text DEFAULT 'provider'::text) RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid;
  v_caller public.ai_quota_caller := 'server'::public.ai_quota_caller;
  -- Set for end users, whose writes are counted by the minute.
  v_minute timestamptz;
  v_writes_per_minute integer;
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  -- An adopted ledger may have columns of other types; assignment converts the values.
  v_id public.ai_agent_usage.id%type;
  v_agent_id public.ai_agent_usage.agent_id%type;
  v_session_id public.ai_agent_usage.session_id%type := track_usage.session_id;
  v_discipline public.ai_agent_usage.discipline%type := track_usage.discipline;
  v_workflow_id public.ai_agent_usage.workflow_id%type := track_usage.workflow_id;
  v_period timestamptz;
  v_cost numeric;
  v_despite text;
  v_before public.user_ai_quotas;
  v_quota public.user_ai_quotas;
begin
  if track_usage.user_id is not null and current_setting('role', true) = 'service_role' then
    v_user_id := track_usage.user_id;
  else
    v_user_id := ai_quota.authorize_user(track_usage.user_id, is_report => true);
    if ai_quota.is_end_user() then
      v_caller := 'user'::public.ai_quota_caller;
      v_minute := date_trunc('minute', current_timestamp, 'UTC');
      select s.user_writes_per_minute into v_writes_per_minute from ai_quota.settings as s;
      track_usage.cost_usd := null;
    end if;
  end if;

  -- Fast path for valid input; validate_usage names what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and (track_usage.tokens_cache_write, track_usage.tokens_audio_prompt,
      track_usage.tokens_audio_completion, track_usage.requests) = (0, 0, 0, 1)
    and track_usage.usage_source = 'provider'
    and num_nonnulls(track_usage.agent_id, track_usage.cost_usd, track_usage.occurred_at) = 0
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
      row(
        track_usage.agent_id, track_usage.session_id, track_usage.discipline,
        track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.model_used, track_usage.cost_usd, track_usage.tokens_cached,
        track_usage.tokens_cache_write, track_usage.tokens_reasoning,
        track_usage.tokens_audio_prompt, track_usage.tokens_audio_completion,
        track_usage.requests, track_usage.user_id, track_usage.request_id,
        track_usage.reservation_id, track_usage.is_final, track_usage.occurred_at,
        track_usage.usage_source
      )::ai_quota.usage_call,
      v_caller
    );
    track_usage.tokens_cached := coalesce(track_usage.tokens_cached, 0);
    track_usage.tokens_cache_write := coalesce(track_usage.tokens_cache_write, 0);
    track_usage.tokens_reasoning := coalesce(track_usage.tokens_reasoning, 0);
    track_usage.tokens_audio_prompt := coalesce(track_usage.tokens_audio_prompt, 0);
    track_usage.tokens_audio_completion := coalesce(track_usage.tokens_audio_completion, 0);
    track_usage.requests := coalesce(track_usage.requests, 1);
    track_usage.usage_source := coalesce(track_usage.usage_source, 'provider');
    v_agent_id := track_usage.agent_id;
    if track_usage.agent_id is not null and not ai_quota.agent_exists(track_usage.agent_id) then
      v_despite := format('agent %s unknown', track_usage.agent_id);
      v_agent_id := null;
    end if;
  end if;

  v_tokens := track_usage.tokens_prompt + track_usage.tokens_completion;

  -- Before the quota row is locked, to keep that lock short. record_unusual corrects the period if
  -- it is not the open one. A second call with the same key waits here until the first one commits.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, requests, request_id, reservation_id,
    period_start, created_at, tokens_cache_write, tokens_audio_prompt, tokens_audio_completion,
    reported_by, usage_source, recorded_despite
  )
  select
    v_user_id, v_agent_id, v_session_id, v_discipline, v_workflow_id,
    track_usage.tokens_prompt, track_usage.tokens_completion,
    track_usage.tokens_cached, track_usage.tokens_reasoning,
    track_usage.model_used,
    case
      when track_usage.cost_usd is not null then round(track_usage.cost_usd, 12)
      when track_usage.model_used is not null then ai_quota.call_cost(
        track_usage.model_used, coalesce(track_usage.occurred_at, current_timestamp),
        track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.tokens_cached, track_usage.tokens_cache_write,
        track_usage.tokens_reasoning, track_usage.tokens_audio_prompt,
        track_usage.tokens_audio_completion
      )
    end,
    track_usage.requests, track_usage.request_id, track_usage.reservation_id,
    coalesce(
      (select q.period_start from public.user_ai_quotas as q where q.user_id = v_user_id),
      date_trunc('month', current_timestamp, 'UTC')
    ),
    coalesce(track_usage.occurred_at, current_timestamp),
    track_usage.tokens_cache_write, track_usage.tokens_audio_prompt,
    track_usage.tokens_audio_completion, v_caller,
    track_usage.usage_source::public.ai_quota_usage_source, v_despite
  where not exists (
    select from ai_quota.request_keys as k
    where k.user_id = v_user_id and k.request_id = track_usage.request_id
  )
  on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
  returning id, cost_usd, period_start into v_id, v_cost, v_period;
  if not found then
    perform ai_quota.validate_retry(
      v_user_id, v_caller, track_usage.request_id, track_usage.cost_usd,
      track_usage.occurred_at,
      row(
        v_agent_id, v_session_id, v_discipline, v_workflow_id,
        track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.model_used,
        track_usage.tokens_cached, track_usage.tokens_cache_write,
        track_usage.tokens_reasoning, track_usage.tokens_audio_prompt,
        track_usage.tokens_audio_completion, track_usage.requests, track_usage.reservation_id,
        track_usage.usage_source
      ),
      v_despite is not null
    );
    return next ai_quota.describe_quota(ai_quota.read_quota(v_user_id));
    return;
  end if;
  if v_despite is not null and v_caller = 'user' then
    perform ai_quota.raise_bad_request(
      format('agent_id does not exist, got %s', track_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;

  if track_usage.occurred_at is not null
    or track_usage.is_final is false
    or track_usage.reservation_id is not null and v_caller = 'user'
  then
    null;
  elsif track_usage.reservation_id is null then
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + track_usage.requests,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + track_usage.requests,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
      current_day_unpriced =
        q.current_day_unpriced + case when v_cost is null then track_usage.requests else 0 end,
      user_minute = coalesce(v_minute, q.user_minute),
      user_writes = case
        when v_minute is null then q.user_writes
        when q.user_minute = v_minute then q.user_writes + 1
        else 1
      end
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.limits_version = (select v.version from ai_quota.limits_version as v)
      and q.current_month_tokens <= 9000000000000000000
      and (
        v_minute is null
        or not q.is_blocked
        and (
          q.user_minute is distinct from v_minute
          or q.user_writes < v_writes_per_minute
        )
      )
    returning q.* into v_quota;
    if not found then
      perform ai_quota.lock_account(v_user_id);
    end if;
  else
    -- The same, and what the reservation holds is freed.
    begin
      update public.user_ai_quotas as q
      set
        current_month_tokens = q.current_month_tokens + v_tokens,
        current_month_requests = q.current_month_requests + track_usage.requests,
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + track_usage.requests,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
        current_day_unpriced =
          q.current_day_unpriced + case when v_cost is null then track_usage.requests else 0 end,
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
        and q.limits_version = (select v.version from ai_quota.limits_version as v)
        and q.current_month_tokens <= 9000000000000000000
        and r.id = track_usage.reservation_id
        and r.user_id = v_user_id
        and r.status = 'pending'
        and r.tokens_settled + r.requests_settled = 0
        and r.period_start = q.period_start
        and r.expires_at >= q.reserved_valid_until
      returning q.* into v_quota;
      if found then
        update public.ai_quota_reservations as r
        set status = 'settled', closed_at = current_timestamp
        where r.id = track_usage.reservation_id
          and r.status = 'pending'
          and r.tokens_settled + r.requests_settled = 0;
      end if;
      if not found then
        -- Outdated, or ended by another call while this one waited for the quota row. Undone, which
        -- unlocks that row too: record_unusual locks the account before it.
        raise sqlstate 'AIQ01';
      end if;
    exception
      when sqlstate 'AIQ01' then
        v_quota := null;
    end;
  end if;

  if v_quota.user_id is null then
    v_quota := ai_quota.record_unusual(
      v_user_id, v_id, v_tokens, track_usage.requests, v_cost, v_caller, track_usage.reservation_id,
      track_usage.is_final, track_usage.occurred_at
    );
  -- At most three quarters of a limit: below that no threshold can be reached.
  elsif v_quota.current_month_tokens >= v_quota.monthly_token_quota / 4 * 3
    or v_quota.current_month_requests >= v_quota.monthly_request_quota / 4 * 3
  then
    v_before := v_quota;
    v_before.current_month_tokens := v_quota.current_month_tokens - v_tokens;
    v_before.current_month_requests := v_quota.current_month_requests - track_usage.requests;
    perform ai_quota.write_alerts(v_before, v_quota);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

COMMENT ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid, tokens_cache_write bigint, tokens_audio_prompt bigint, tokens_audio_completion bigint, requests bigint, is_final boolean, occurred_at timestamp with time zone, usage_source text) IS 'Records one call to a model: a ledger row and the counters, in one transaction. Usage past the
limit is recorded too. A signed-in user records for itself, service_role for anyone.
Arguments: tokens_prompt and tokens_completion (tokens, required, 0 allowed); tokens_cached,
tokens_cache_write and tokens_audio_prompt (parts of tokens_prompt), tokens_reasoning and
tokens_audio_completion (parts of tokens_completion), null is 0; model_used, discipline, workflow_id
(texts of 1 to 200 characters), session_id, agent_id (a row of ai_agents); requests (0 to 1000000,
default 1); request_id (idempotency key: the same call sent again by the same user or by the server
is counted once); reservation_id (from reserve_tokens: settled with what was really used, also when
late), is_final (false: this is a part of the call, the rest of the reservation stays); usage_source
(provider or estimated). For service_role only: user_id, cost_usd (US dollars; else computed from
ai_quota_prices, null for an unknown model), occurred_at (at most 35 days ago).
Returns: the row of get_user_quota_status, after the call.
Errors: 22023 for an argument out of its range or an unknown user; for a signed-in user also for an
unknown agent or a reservation that is unknown or closed (what the server reports is recorded all the
same: see ai_agent_usage.recorded_despite); 23505 for a request_id of another call; 42501 for
somebody else''s user_id, the server''s reservation, a blocked user, or where
ai_quota.settings.users_report_usage is off; 429 for more than
ai_quota.settings.user_writes_per_minute.';

CREATE FUNCTION public.track_usage_batch(calls jsonb) RETURNS TABLE(place integer, result text, code text, message text, hint text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_count integer;
  v_calls ai_quota.usage_call[] := array[]::ai_quota.usage_call[];
  v_call ai_quota.usage_call;
  v_ids text[];
  v_counted text[];
  v_costs numeric[];
  v_results text[];
  v_codes text[];
  v_messages text[];
  v_hints text[];
  v_code text;
  v_message text;
  v_hint text;
  v_users uuid[];
  v_user_id uuid;
  v_agent_id uuid;
  v_despite text;
  v_id public.ai_agent_usage.id%type;
  v_cost numeric;
  v_period timestamptz;
  v_periods timestamptz[];
  v_at integer;
  v_sum record;
  v_quota public.user_ai_quotas;
  -- Columns of an adopted ledger may be of other types.
  v_ledger public.ai_agent_usage;
  v_rows public.ai_agent_usage[];
begin
  perform ai_quota.authorize_server();
  if jsonb_typeof(calls) is distinct from 'array' then
    perform ai_quota.raise_bad_request(
      'calls must be an array', 'Pass an array of 1 to 1000 objects, the arguments of track_usage.'
    );
  end if;
  v_count := jsonb_array_length(calls);
  if v_count not between 1 and 1000 then
    perform ai_quota.raise_out_of_range(
      'calls', v_count, 1, 1000, 'Send longer lists in several calls.'
    );
  end if;
  v_results := array_fill(null::text, array[v_count]);
  v_codes := v_results;
  v_messages := v_results;
  v_hints := v_results;
  v_ids := v_results;
  v_costs := array_fill(null::numeric, array[v_count]);
  v_periods := array_fill(null::timestamptz, array[v_count]);

  for v_at in 1 .. v_count loop
    begin
      v_call := ai_quota.read_call(calls -> v_at - 1);
    exception
      when others then
        v_results[v_at] := 'refused';
        get stacked diagnostics v_code = returned_sqlstate, v_message = message_text,
          v_hint = pg_exception_hint;
        v_codes[v_at] := v_code;
        v_messages[v_at] := v_message;
        v_hints[v_at] := v_hint;
        v_call := null;
    end;
    v_calls := v_calls || v_call;
  end loop;

  v_users := array(
    select u.id
    from auth.users as u
    where u.id in (select c.user_id from unnest(v_calls) as c)
    order by u.id
    for key share
  );
  for v_at in
    select c.ordinality::integer
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] is null
    order by c.user_id, c.request_id nulls first, c.ordinality
  loop
    v_call := v_calls[v_at];
    if v_call.user_id <> all (v_users) then
      v_results[v_at] := 'refused';
      v_codes[v_at] := '22023';
      v_messages[v_at] := format('user_id does not exist, got %s', v_call.user_id);
      v_hints[v_at] := 'Pass the id of a row in auth.users: the user who made the call.';
      continue;
    end if;
    v_agent_id := v_call.agent_id;
    v_despite := null;
    if v_call.agent_id is not null and not ai_quota.agent_exists(v_call.agent_id) then
      v_despite := format('agent %s unknown', v_call.agent_id);
      v_agent_id := null;
    end if;
    v_ledger := null;
    v_ledger.agent_id := v_agent_id;
    v_ledger.session_id := v_call.session_id;
    v_ledger.discipline := v_call.discipline;
    v_ledger.workflow_id := v_call.workflow_id;
    insert into public.ai_agent_usage (
      user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
      tokens_cached, tokens_reasoning, model_used, cost_usd, requests, request_id, reservation_id,
      period_start, created_at, tokens_cache_write, tokens_audio_prompt, tokens_audio_completion,
      usage_source, recorded_despite
    )
    select
      v_call.user_id, v_ledger.agent_id, v_ledger.session_id, v_ledger.discipline,
      v_ledger.workflow_id, v_call.tokens_prompt, v_call.tokens_completion, v_call.tokens_cached,
      v_call.tokens_reasoning, v_call.model_used,
      coalesce(round(v_call.cost_usd, 12), ai_quota.call_cost(
        v_call.model_used, coalesce(v_call.occurred_at, now()),
        v_call.tokens_prompt, v_call.tokens_completion, v_call.tokens_cached,
        v_call.tokens_cache_write, v_call.tokens_reasoning, v_call.tokens_audio_prompt,
        v_call.tokens_audio_completion
      )),
      v_call.requests, v_call.request_id, v_call.reservation_id,
      coalesce(
        (select q.period_start from public.user_ai_quotas as q where q.user_id = v_call.user_id),
        date_trunc('month', now(), 'UTC')
      ),
      coalesce(v_call.occurred_at, now()),
      v_call.tokens_cache_write, v_call.tokens_audio_prompt, v_call.tokens_audio_completion,
      v_call.usage_source::public.ai_quota_usage_source, v_despite
    where not exists (
      select from ai_quota.request_keys as k
      where k.user_id = v_call.user_id and k.request_id = v_call.request_id
    )
    on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
    returning id, cost_usd, period_start into v_id, v_cost, v_period;
    if found then
      v_ledger.id := v_id;
      v_rows[v_at] := v_ledger;
      v_ids[v_at] := v_id::text;
      v_costs[v_at] := v_cost;
      v_periods[v_at] := v_period;
      v_results[v_at] := 'recorded';
      continue;
    end if;
    begin
      perform ai_quota.validate_retry(
        v_call.user_id, 'server', v_call.request_id, v_call.cost_usd,
        v_call.occurred_at,
        row(
          v_ledger.agent_id, v_ledger.session_id, v_ledger.discipline, v_ledger.workflow_id,
          v_call.tokens_prompt, v_call.tokens_completion, v_call.model_used, v_call.tokens_cached,
          v_call.tokens_cache_write, v_call.tokens_reasoning, v_call.tokens_audio_prompt,
          v_call.tokens_audio_completion, v_call.requests, v_call.reservation_id,
          v_call.usage_source
        ),
        v_despite is not null
      );
      v_results[v_at] := 'repeated';
    exception
      when unique_violation then
        v_results[v_at] := 'refused';
        get stacked diagnostics v_code = returned_sqlstate, v_message = message_text,
          v_hint = pg_exception_hint;
        v_codes[v_at] := v_code;
        v_messages[v_at] := v_message;
        v_hints[v_at] := v_hint;
    end;
  end loop;

  v_counted := array_remove(v_ids, null);
  for v_user_id in
    select distinct c.user_id
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] = 'recorded'
    order by c.user_id
  loop
    perform ai_quota.lock_quota(v_user_id, uncounted => v_counted);
  end loop;
  -- Calls of the usual kind are counted in one sum a user, the others by themselves.
  for v_sum in
    select
      c.user_id,
      sum(c.tokens_prompt + c.tokens_completion)::bigint as tokens,
      sum(c.requests)::bigint as requests,
      sum(v_costs[c.ordinality]) as cost_usd,
      coalesce(sum(c.requests) filter (where v_costs[c.ordinality] is null), 0)::bigint as unpriced
    from unnest(v_calls) with ordinality as c
      join public.user_ai_quotas as q
        on q.user_id = c.user_id and q.period_start = v_periods[c.ordinality]
    where v_results[c.ordinality] = 'recorded'
      and num_nonnulls(c.reservation_id, c.occurred_at) = 0
    group by c.user_id
    order by c.user_id
  loop
    select q.* into v_quota from public.user_ai_quotas as q where q.user_id = v_sum.user_id;
    perform ai_quota.add_usage(
      v_quota, v_quota.period_start, v_sum.tokens, v_sum.requests, v_sum.cost_usd, v_sum.unpriced
    );
  end loop;
  for v_at in
    select c.ordinality::integer
    from unnest(v_calls) with ordinality as c
      join public.user_ai_quotas as q on q.user_id = c.user_id
    where v_results[c.ordinality] = 'recorded'
      and (
        num_nonnulls(c.reservation_id, c.occurred_at) > 0
        or q.period_start <> v_periods[c.ordinality]
      )
    order by c.user_id, c.ordinality
  loop
    v_call := v_calls[v_at];
    v_ledger := v_rows[v_at];
    perform ai_quota.record_unusual(
      v_call.user_id, v_ledger.id, v_call.tokens_prompt + v_call.tokens_completion, v_call.requests,
      v_costs[v_at], 'server', v_call.reservation_id, v_call.is_final, v_call.occurred_at,
      v_counted
    );
  end loop;

  return query
  select c.ordinality::integer, v_results[c.ordinality], v_codes[c.ordinality],
    v_messages[c.ordinality], v_hints[c.ordinality]
  from unnest(v_calls) with ordinality as c
  order by c.ordinality;
end
$$;

COMMENT ON FUNCTION public.track_usage_batch(calls jsonb) IS 'Records many calls in one transaction: what is valid is recorded, what is not is named by its
place.
Arguments: calls (an array of 1 to 1000 objects with the arguments of track_usage; user_id is
required).
Returns: a row for each call: place (from 1), result (recorded; repeated: its request_id was
counted before; or refused), and for a refused one code, message and hint of the error that
track_usage would raise.
Errors: 22023 for what is no array of 1 to 1000, 42501 for any other caller than service_role.';

CREATE FUNCTION public.verify_quota_integrity() RETURNS TABLE(user_id uuid, period_start timestamp with time zone, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.authorize_server();
  return query select d.* from ai_quota.find_differences() as d;
end
$$;

COMMENT ON FUNCTION public.verify_quota_integrity() IS 'What differs from the ledger, the reservations and the tiers, and what is missing: triggers, row
level security, rows. No row means that everything is right.
Returns: rows user_id and period_start (null for what concerns everybody), problem, expected, found
(null is unlimited).
Errors: 42501 for any other caller than service_role.';

CREATE TABLE ai_quota.active_users (
    day date NOT NULL,
    previous_day date NOT NULL,
    tier text NOT NULL,
    users bigint NOT NULL
);

COMMENT ON TABLE ai_quota.active_users IS 'How many users made calls on a UTC day, by their active day before it: from that, the users of
any range of days are counted, each once.';

COMMENT ON COLUMN ai_quota.active_users.previous_day IS '-infinity: the day was the first.';

CREATE TABLE ai_quota.anonymized_users (
    user_id uuid NOT NULL
);

COMMENT ON TABLE ai_quota.anonymized_users IS 'The random ids under which the usage of deleted accounts stays.';

CREATE TABLE ai_quota.boosts (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    extra_tokens bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT boosts_extra_tokens_check CHECK ((extra_tokens > 0))
);

COMMENT ON TABLE ai_quota.boosts IS 'Tokens on top of a user''s limit, whatever gives it, in every period until expires_at.';

ALTER TABLE ai_quota.boosts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ai_quota.boosts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ai_quota.deleted_active_users (
    day date NOT NULL,
    previous_day date NOT NULL,
    tier text NOT NULL,
    users bigint NOT NULL
);

COMMENT ON TABLE ai_quota.deleted_active_users IS 'The part of active_users whose accounts were deleted.';

CREATE TABLE ai_quota.deleted_subscriptions (
    subscription_id text NOT NULL,
    event_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE ai_quota.deleted_subscriptions IS 'Subscriptions that were deleted, and when, so that a late event does not bring them back.';

CREATE TABLE ai_quota.deleted_usage_by_label (
    day date NOT NULL,
    model text NOT NULL,
    discipline text NOT NULL,
    workflow text NOT NULL,
    tier text NOT NULL,
    reported_by public.ai_quota_caller NOT NULL,
    tokens bigint NOT NULL,
    requests bigint NOT NULL,
    cost_usd numeric NOT NULL,
    unpriced_requests bigint NOT NULL
);

COMMENT ON TABLE ai_quota.deleted_usage_by_label IS 'The part of usage_by_label whose accounts were deleted, without workflows.';

CREATE TABLE ai_quota.digest_deliveries (
    day date NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    next_attempt_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    channels text[] DEFAULT '{}'::text[] NOT NULL
);

COMMENT ON TABLE ai_quota.digest_deliveries IS 'How far the delivery of a day''s denials to the operators is.';

COMMENT ON COLUMN ai_quota.digest_deliveries.day IS 'The UTC day that is told about.';

COMMENT ON COLUMN ai_quota.digest_deliveries.channels IS 'The channels that are done with it.';

CREATE TABLE ai_quota.late_days (
    id bigint NOT NULL,
    day date NOT NULL,
    user_id uuid
);

COMMENT ON TABLE ai_quota.late_days IS 'Days that must be counted again: usage that came late, corrections, accounts that went.';

ALTER TABLE ai_quota.late_days ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ai_quota.late_days_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE ai_quota.limits_version (
    is_only_row boolean DEFAULT true NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    swept_version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT limits_version_is_only_row_check CHECK (is_only_row)
);

COMMENT ON TABLE ai_quota.limits_version IS 'One row: the version of tiers and settings, and the version up to which the job has written the
limits of every user.';

CREATE TABLE ai_quota.opening_balances (
    user_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    tokens bigint NOT NULL,
    requests bigint NOT NULL
);

COMMENT ON TABLE ai_quota.opening_balances IS 'Usage that an older deployment counted in the period of the installation, but not in the
ledger.';

CREATE TABLE ai_quota.price_names (
    scope text NOT NULL,
    name text NOT NULL,
    target text NOT NULL,
    is_bare boolean NOT NULL
);

COMMENT ON TABLE ai_quota.price_names IS 'Exact names of models, in lower case, which the list of prices fills. A scope is a provider, with
models of ai_quota_prices as targets; or "prefix", the word before a slash, with providers as
targets. The day 2000-01-01 in a name stands for any, and "regional" for a region of Bedrock''s.';

COMMENT ON COLUMN ai_quota.price_names.is_bare IS 'Whether the name means the target also without the provider as prefix.';

CREATE TABLE ai_quota.price_patterns (
    scope text NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    pattern text NOT NULL,
    target text NOT NULL,
    CONSTRAINT price_patterns_kind_check CHECK ((kind = ANY (ARRAY['starts_with'::text, 'ends_with'::text, 'contains'::text, 'regex'::text, 'provider'::text])))
);

COMMENT ON TABLE ai_quota.price_patterns IS 'Tried by place for a name that the scope has not in price_names; scope "maker" says whose a name
without a prefix is. Kind provider: the names of another provider, the target.';

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

COMMENT ON TABLE ai_quota.request_keys IS 'The request ids that were counted before release 0.10.0. May be emptied once no call of that time
is sent again.';

CREATE SEQUENCE ai_quota.reset_page_seq
    START WITH 0
    INCREMENT BY 1
    MINVALUE 0
    NO MAXVALUE
    CACHE 1;

CREATE TABLE ai_quota.rollup (
    is_only_row boolean DEFAULT true NOT NULL,
    counted_through date,
    counting_through date,
    users_counted integer DEFAULT 0 NOT NULL,
    ended_day date,
    waiting_for text[] DEFAULT '{}'::text[] NOT NULL,
    recent_day date,
    recent_counted_at timestamp with time zone,
    CONSTRAINT rollup_is_only_row_check CHECK (is_only_row)
);

COMMENT ON TABLE ai_quota.rollup IS 'One row: how far the job has counted usage_by_label and active_users.';

COMMENT ON COLUMN ai_quota.rollup.counted_through IS 'The last UTC day that is counted for good.';

COMMENT ON COLUMN ai_quota.rollup.counting_through IS 'The last UTC day of the ledger as the job found it when it began: late_days has its days.';

COMMENT ON COLUMN ai_quota.rollup.users_counted IS 'How many of 16 parts of the users are in usage_by_user: all, before counted_through is set.';

COMMENT ON COLUMN ai_quota.rollup.waiting_for IS 'The transactions that ran after the end of ended_day: while one of them runs, it may still write
usage of that day.';

COMMENT ON COLUMN ai_quota.rollup.recent_day IS 'The last UTC day in usage_by_label, usage_by_tier and active_users: today, as of
recent_counted_at. Calls since then are read from the ledger.';

CREATE TABLE ai_quota.settings (
    is_only_row boolean DEFAULT true NOT NULL,
    default_tier text DEFAULT 'free'::text NOT NULL,
    users_report_usage boolean DEFAULT true NOT NULL,
    anonymous_tier text,
    period_anchor text DEFAULT 'month'::text NOT NULL,
    subscription_grace interval DEFAULT '7 days'::interval NOT NULL,
    on_account_deletion text DEFAULT 'delete'::text NOT NULL,
    user_writes_per_minute integer DEFAULT 120 NOT NULL,
    user_open_holds integer DEFAULT 20 NOT NULL,
    keep_closed_holds interval DEFAULT '90 days'::interval NOT NULL,
    keep_alerts interval DEFAULT '400 days'::interval NOT NULL,
    keep_job_runs interval DEFAULT '7 days'::interval NOT NULL,
    CONSTRAINT settings_figures_check CHECK ((((user_writes_per_minute >= 1) AND (user_writes_per_minute <= 1000000)) AND ((user_open_holds >= 1) AND (user_open_holds <= 1000000)) AND (LEAST(subscription_grace, keep_closed_holds, keep_alerts, keep_job_runs) >= '00:00:00'::interval))),
    CONSTRAINT settings_is_only_row_check CHECK (is_only_row),
    CONSTRAINT settings_on_account_deletion_check CHECK ((on_account_deletion = ANY (ARRAY['delete'::text, 'anonymize'::text]))),
    CONSTRAINT settings_period_anchor_check CHECK ((period_anchor = ANY (ARRAY['month'::text, 'subscription'::text])))
);

COMMENT ON TABLE ai_quota.settings IS 'One row: the settings of this installation. Change them with SQL. Without the row, the strictest
value of each holds.';

COMMENT ON COLUMN ai_quota.settings.default_tier IS 'The tier of a user without a live subscription.';

COMMENT ON COLUMN ai_quota.settings.users_report_usage IS 'Whether signed-in users may report their own usage; false where only the server does.';

COMMENT ON COLUMN ai_quota.settings.anonymous_tier IS 'The tier of anonymous users (auth.users.is_anonymous); NULL: no call of theirs is admitted.';

COMMENT ON COLUMN ai_quota.settings.period_anchor IS 'month: calendar months in UTC. subscription: months counted from the start of the paid period.';

COMMENT ON COLUMN ai_quota.settings.subscription_grace IS 'How long a subscription outlives its paid period while its renewal has not arrived.';

COMMENT ON COLUMN ai_quota.settings.on_account_deletion IS 'delete: the rows of a deleted account go with it. anonymize: they stay under a random id.';

COMMENT ON COLUMN ai_quota.settings.user_writes_per_minute IS 'How many reports and reservations one signed-in user may make in a minute (429 beyond).';

COMMENT ON COLUMN ai_quota.settings.user_open_holds IS 'How many reservations one signed-in user may hold at once (429 beyond).';

COMMENT ON COLUMN ai_quota.settings.keep_closed_holds IS 'How long settled, released and expired reservations are kept.';

COMMENT ON COLUMN ai_quota.settings.keep_alerts IS 'How long delivered and expired alerts are kept.';

COMMENT ON COLUMN ai_quota.settings.keep_job_runs IS 'How long the runs of the package''s jobs are kept in cron.job_run_details.';

CREATE TABLE ai_quota.usage_by_user (
    user_id uuid NOT NULL,
    days date[] NOT NULL,
    tokens double precision[] NOT NULL,
    requests double precision[] NOT NULL,
    costs double precision[] NOT NULL
);

COMMENT ON TABLE ai_quota.usage_by_user IS 'The active days of each user up to rollup.recent_counted_at, in order, and the running totals at
the end of each. To rank users by; what is shown is summed from ai_quota_daily.';

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
    period_start timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    tokens_cache_write integer DEFAULT 0 NOT NULL,
    tokens_audio_prompt integer DEFAULT 0 NOT NULL,
    tokens_audio_completion integer DEFAULT 0 NOT NULL,
    usage_source public.ai_quota_usage_source DEFAULT 'provider'::public.ai_quota_usage_source NOT NULL,
    is_adjustment boolean DEFAULT false NOT NULL,
    recorded_despite text,
    excess_tokens integer,
    excess_requests integer,
    excess_period_start timestamp with time zone,
    reported_by public.ai_quota_caller DEFAULT 'server'::public.ai_quota_caller NOT NULL,
    CONSTRAINT ai_agent_usage_only_adjustments_are_negative CHECK ((is_adjustment OR ((LEAST(tokens_cached, tokens_cache_write, tokens_audio_prompt, ((tokens_prompt - tokens_cached) - tokens_cache_write), (tokens_prompt - tokens_audio_prompt), tokens_reasoning, tokens_audio_completion, ((tokens_completion - tokens_reasoning) - tokens_audio_completion)) >= 0) AND (cost_usd >= 0.0))))
);

COMMENT ON TABLE public.ai_agent_usage IS 'The ledger: one row per call to a model. Rows are only appended; a correction is a row too.';

COMMENT ON COLUMN public.ai_agent_usage.id IS 'Set by the database, in the order of recording.';

COMMENT ON COLUMN public.ai_agent_usage.user_id IS 'The user whose quota was charged, as in auth.users.';

COMMENT ON COLUMN public.ai_agent_usage.agent_id IS 'Your label: the agent that made the call. A row of ai_agents, if that table exists.';

COMMENT ON COLUMN public.ai_agent_usage.session_id IS 'Your label: the session or conversation. It needs no table.';

COMMENT ON COLUMN public.ai_agent_usage.discipline IS 'Your label: the kind of work.';

COMMENT ON COLUMN public.ai_agent_usage.workflow_id IS 'Your label: the workflow or feature.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_prompt IS 'Input tokens, the cached ones included.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_completion IS 'Output tokens, the reasoning ones included.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_total IS 'tokens_prompt + tokens_completion: what counts against the quota.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_cached IS 'The part of tokens_prompt that was read from the provider''s cache.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_reasoning IS 'The part of tokens_completion that was spent on reasoning.';

COMMENT ON COLUMN public.ai_agent_usage.model_used IS 'The name of the model as reported. The price is looked up by it.';

COMMENT ON COLUMN public.ai_agent_usage.cost_usd IS 'US dollars, computed when the row was written. NULL if the price of the model was unknown.';

COMMENT ON COLUMN public.ai_agent_usage.requests IS 'Requests that the row stands for, 1 as a rule.';

COMMENT ON COLUMN public.ai_agent_usage.request_id IS 'Idempotency key: calls with the same user, reporter and request_id are counted once, as long as
this row is here.';

COMMENT ON COLUMN public.ai_agent_usage.reservation_id IS 'The reservation that the call settled; NULL: none.';

COMMENT ON COLUMN public.ai_agent_usage.period_start IS 'Start of the period that is charged, as in user_ai_quotas. NULL: the UTC month of created_at.';

COMMENT ON COLUMN public.ai_agent_usage.created_at IS 'When the call was made: the time of recording, or occurred_at of the report.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_cache_write IS 'The part of tokens_prompt that was written to the provider''s cache.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_audio_prompt IS 'The part of tokens_prompt that was audio.';

COMMENT ON COLUMN public.ai_agent_usage.tokens_audio_completion IS 'The part of tokens_completion that was audio.';

COMMENT ON COLUMN public.ai_agent_usage.usage_source IS 'provider: the provider counted the tokens. estimated: the reporter estimated them.';

COMMENT ON COLUMN public.ai_agent_usage.is_adjustment IS 'Whether the row corrects others. Only such rows may be negative.';

COMMENT ON COLUMN public.ai_agent_usage.recorded_despite IS 'What was wrong with the server''s report, which is recorded all the same: its agent or its
reservation is unknown, or the reservation was closed.';

COMMENT ON COLUMN public.ai_agent_usage.excess_tokens IS 'The part of tokens_total beyond a reservation of an older period. It is charged, with
excess_requests, to the period that begins at excess_period_start.';

COMMENT ON COLUMN public.ai_agent_usage.excess_requests IS 'The part of requests beyond that reservation.';

COMMENT ON COLUMN public.ai_agent_usage.excess_period_start IS 'Start of the later period that is charged with the excess; NULL: there is no excess.';

COMMENT ON COLUMN public.ai_agent_usage.reported_by IS 'Who reported the call.';

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

CREATE TABLE public.ai_quota_audit (
    id bigint NOT NULL,
    user_id uuid NOT NULL,
    action text NOT NULL,
    reason text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    actor uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ai_quota_audit_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

COMMENT ON TABLE public.ai_quota_audit IS 'What operators did to a user''s quota, and why. Not readable by that user.';

COMMENT ON COLUMN public.ai_quota_audit.id IS 'Set by the database.';

COMMENT ON COLUMN public.ai_quota_audit.user_id IS 'The user whose quota was changed.';

COMMENT ON COLUMN public.ai_quota_audit.action IS 'The function that was called.';

COMMENT ON COLUMN public.ai_quota_audit.reason IS 'Why, in the words of the operator: 1 to 500 characters.';

COMMENT ON COLUMN public.ai_quota_audit.details IS 'Its other arguments.';

COMMENT ON COLUMN public.ai_quota_audit.actor IS 'The operator who was signed in; NULL: the server.';

COMMENT ON COLUMN public.ai_quota_audit.created_at IS 'When it was done.';

ALTER TABLE public.ai_quota_audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ai_quota_audit_id_seq
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
    cost_usd numeric DEFAULT 0 NOT NULL,
    unpriced_requests bigint DEFAULT 0 NOT NULL
);

COMMENT ON TABLE public.ai_quota_closed_days IS 'Usage by user and UTC day, without the latest day, which is in user_ai_quotas: read
ai_quota_daily.';

COMMENT ON COLUMN public.ai_quota_closed_days.user_id IS 'The user, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_closed_days.day IS 'UTC day.';

COMMENT ON COLUMN public.ai_quota_closed_days.tokens IS 'Tokens used, input and output.';

COMMENT ON COLUMN public.ai_quota_closed_days.requests IS 'Requests made.';

COMMENT ON COLUMN public.ai_quota_closed_days.cost_usd IS 'US dollars; calls of unknown price are left out: unpriced_requests counts them.';

COMMENT ON COLUMN public.ai_quota_closed_days.unpriced_requests IS 'Requests whose price was unknown: their cost is in no sum.';

CREATE VIEW public.ai_quota_daily WITH (security_invoker='true') AS
 SELECT d.user_id,
    d.day,
    (sum(d.tokens))::bigint AS tokens,
    (sum(d.requests))::bigint AS requests,
    sum(d.cost_usd) AS cost_usd,
    (sum(d.unpriced_requests))::bigint AS unpriced_requests
   FROM ( SELECT c.user_id,
            c.day,
            c.tokens,
            c.requests,
            c.cost_usd,
            c.unpriced_requests
           FROM public.ai_quota_closed_days c
        UNION ALL
         SELECT q.user_id,
            q.current_day,
            q.current_day_tokens,
            q.current_day_requests,
            q.current_day_cost_usd,
            q.current_day_unpriced
           FROM public.user_ai_quotas q
          WHERE ((q.current_day_tokens <> 0) OR (q.current_day_requests <> 0) OR (q.current_day_cost_usd <> (0)::numeric) OR (q.current_day_unpriced <> 0))) d
  GROUP BY d.user_id, d.day;

COMMENT ON VIEW public.ai_quota_daily IS 'Usage by user and UTC day, today included. cost_usd is US dollars and leaves out requests of
unknown price: unpriced_requests counts them.';

COMMENT ON COLUMN public.ai_quota_daily.user_id IS 'The user, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_daily.day IS 'UTC day.';

COMMENT ON COLUMN public.ai_quota_daily.tokens IS 'Tokens used, input and output.';

COMMENT ON COLUMN public.ai_quota_daily.requests IS 'Requests made.';

COMMENT ON COLUMN public.ai_quota_daily.cost_usd IS 'US dollars, without requests of unknown price.';

COMMENT ON COLUMN public.ai_quota_daily.unpriced_requests IS 'Requests whose price was unknown: their cost is in no sum.';

CREATE TABLE public.ai_quota_deleted_usage (
    day date NOT NULL,
    tokens bigint DEFAULT 0 NOT NULL,
    requests bigint DEFAULT 0 NOT NULL,
    cost_usd numeric DEFAULT 0 NOT NULL,
    unpriced_requests bigint DEFAULT 0 NOT NULL
);

COMMENT ON TABLE public.ai_quota_deleted_usage IS 'Usage of deleted accounts by UTC day, without user ids, so that the sums of past months still match
the providers'' invoices.';

COMMENT ON COLUMN public.ai_quota_deleted_usage.day IS 'UTC day.';

COMMENT ON COLUMN public.ai_quota_deleted_usage.tokens IS 'Tokens used, input and output.';

COMMENT ON COLUMN public.ai_quota_deleted_usage.requests IS 'Requests made.';

COMMENT ON COLUMN public.ai_quota_deleted_usage.cost_usd IS 'US dollars; calls of unknown price are left out: unpriced_requests counts them.';

COMMENT ON COLUMN public.ai_quota_deleted_usage.unpriced_requests IS 'Requests whose price was unknown: their cost is in no sum.';

CREATE TABLE public.ai_quota_denials (
    user_id uuid NOT NULL,
    day date NOT NULL,
    reason text NOT NULL,
    denials bigint NOT NULL,
    tokens bigint NOT NULL,
    CONSTRAINT ai_quota_denials_reason_check CHECK ((reason = ANY (ARRAY['tokens'::text, 'requests'::text, 'blocked'::text, 'anonymous'::text])))
);

COMMENT ON TABLE public.ai_quota_denials IS 'Reservations that were denied, by user, UTC day and reason.';

COMMENT ON COLUMN public.ai_quota_denials.user_id IS 'The user, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_denials.day IS 'UTC day.';

COMMENT ON COLUMN public.ai_quota_denials.reason IS 'tokens, requests: that limit was reached. blocked: an operator blocked the user. anonymous:
anonymous users have no quota.';

COMMENT ON COLUMN public.ai_quota_denials.denials IS 'Number of denied reservations.';

COMMENT ON COLUMN public.ai_quota_denials.tokens IS 'Sum of the tokens that they asked for.';

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
    is_early boolean DEFAULT false NOT NULL,
    CONSTRAINT ai_quota_periods_ends_after_its_start CHECK ((period_end > period_start))
);

COMMENT ON TABLE public.ai_quota_periods IS 'Closed periods: what was used and what was allowed. A period without usage leaves no row.';

COMMENT ON COLUMN public.ai_quota_periods.user_id IS 'The user, as in auth.users.';

COMMENT ON COLUMN public.ai_quota_periods.period_start IS 'When the period began.';

COMMENT ON COLUMN public.ai_quota_periods.period_end IS 'When it ended: the first moment of the next period.';

COMMENT ON COLUMN public.ai_quota_periods.tokens_used IS 'Tokens used, input and output.';

COMMENT ON COLUMN public.ai_quota_periods.requests_used IS 'Requests made.';

COMMENT ON COLUMN public.ai_quota_periods.monthly_token_quota IS 'Limit in tokens at the end of the period; NULL: unlimited.';

COMMENT ON COLUMN public.ai_quota_periods.monthly_request_quota IS 'Limit in requests at the end of the period; NULL: unlimited.';

COMMENT ON COLUMN public.ai_quota_periods.tier IS 'The tier then in force.';

COMMENT ON COLUMN public.ai_quota_periods.closed_at IS 'When the database closed it: with the first call after its end, or by the job.';

COMMENT ON COLUMN public.ai_quota_periods.is_early IS 'Whether an operator or a first payment closed the period before its end.';

CREATE TABLE public.ai_quota_prices (
    model text NOT NULL,
    valid_from date NOT NULL,
    input_price numeric NOT NULL,
    cached_input_price numeric,
    output_price numeric NOT NULL,
    reasoning_price numeric,
    source text,
    cache_write_price numeric,
    audio_input_price numeric,
    cached_audio_input_price numeric,
    audio_output_price numeric,
    rules jsonb,
    is_from_list boolean GENERATED ALWAYS AS (COALESCE(starts_with(source, 'genai-prices '::text), false)) STORED NOT NULL,
    CONSTRAINT ai_quota_prices_model_check CHECK (((length(model) >= 1) AND (length(model) <= 200))),
    CONSTRAINT ai_quota_prices_prices_are_not_negative CHECK ((((input_price >= (0)::numeric) AND (input_price <= (1000000)::numeric)) AND ((cached_input_price >= (0)::numeric) AND (cached_input_price <= (1000000)::numeric)) AND ((cache_write_price >= (0)::numeric) AND (cache_write_price <= (1000000)::numeric)) AND ((audio_input_price >= (0)::numeric) AND (audio_input_price <= (1000000)::numeric)) AND ((cached_audio_input_price >= (0)::numeric) AND (cached_audio_input_price <= (1000000)::numeric)) AND ((output_price >= (0)::numeric) AND (output_price <= (1000000)::numeric)) AND ((reasoning_price >= (0)::numeric) AND (reasoning_price <= (1000000)::numeric)) AND ((audio_output_price >= (0)::numeric) AND (audio_output_price <= (1000000)::numeric)))),
    CONSTRAINT ai_quota_prices_rules_are_complete CHECK (((rules IS NULL) OR (((jsonb_array_length(jsonb_path_query_array(rules, 'strict $[*]'::jsonpath, silent => true)) >= 1) AND (jsonb_array_length(jsonb_path_query_array(rules, 'strict $[*]'::jsonpath, silent => true)) <= 20)) AND (jsonb_array_length(rules) = jsonb_array_length(jsonb_path_query_array(rules, '$[*]?(exists (@."above") || exists (@."from") && exists (@."until"))'::jsonpath))) AND (jsonb_array_length(jsonb_path_query_array(rules, '$[*].keyvalue()'::jsonpath, silent => true)) = jsonb_array_length(jsonb_path_query_array(rules, '$[*].keyvalue()?((@."key" == "above" && @."value" >= 0 || (@."key" == "from" || @."key" == "until") && @."value" like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$") || (@."key" like_regex "^((cached_|audio_|cached_audio_)?input|cache_write|(audio_)?output|reasoning)_price$" && @."value" >= 0) && @."value" <= 1000000)'::jsonpath, silent => true))))))
);

COMMENT ON TABLE public.ai_quota_prices IS 'US dollars per million tokens. The cost of a call is computed when it is recorded.';

COMMENT ON COLUMN public.ai_quota_prices.model IS 'The maker''s own name, or that of another seller with the seller as prefix (azure/gpt-4o). Dated
names, aliases and prefixes lead to the same row.';

COMMENT ON COLUMN public.ai_quota_prices.valid_from IS 'The first UTC day of the price, which holds until the next row of the same model. Rows of yours
win over the list''s.';

COMMENT ON COLUMN public.ai_quota_prices.input_price IS 'For input tokens that are in no other column.';

COMMENT ON COLUMN public.ai_quota_prices.cached_input_price IS 'For input tokens read from a cache; NULL: the price of input.';

COMMENT ON COLUMN public.ai_quota_prices.output_price IS 'For output tokens that are in no other column.';

COMMENT ON COLUMN public.ai_quota_prices.reasoning_price IS 'For reasoning tokens; NULL: the price of output.';

COMMENT ON COLUMN public.ai_quota_prices.source IS 'Where the price was read, and when. Lists of prices change only rows whose source begins with
genai-prices; an edit that keeps the source makes the row yours.';

COMMENT ON COLUMN public.ai_quota_prices.cache_write_price IS 'For input tokens written to a cache, for five minutes where the time matters; NULL: the price of
input.';

COMMENT ON COLUMN public.ai_quota_prices.audio_input_price IS 'For audio tokens of the input; NULL: the price of input.';

COMMENT ON COLUMN public.ai_quota_prices.cached_audio_input_price IS 'For audio tokens read from a cache; NULL: not known.';

COMMENT ON COLUMN public.ai_quota_prices.audio_output_price IS 'For audio tokens of the output; NULL: the price of output.';

COMMENT ON COLUMN public.ai_quota_prices.rules IS 'Prices of the whole call under a condition: [{"above": 200000, "input_price": 2.5}], that is with
more input tokens than 200,000, or "from" a time "until" another (UTC, HH:MM). The last rule that
applies counts; a price that it leaves out stays.';

COMMENT ON COLUMN public.ai_quota_prices.is_from_list IS 'Whether a list of prices made the row.';

CREATE TABLE public.ai_quota_tiers (
    tier text NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    display_name text,
    sort_order integer DEFAULT 0 NOT NULL,
    is_public boolean DEFAULT true NOT NULL,
    CONSTRAINT ai_quota_tiers_display_name_check CHECK (((length(display_name) >= 1) AND (length(display_name) <= 100))),
    CONSTRAINT ai_quota_tiers_quotas_are_positive CHECK (((monthly_token_quota > 0) AND (monthly_request_quota > 0))),
    CONSTRAINT ai_quota_tiers_tier_check CHECK ((tier ~ '^[a-z][a-z0-9_]{0,49}$'::text))
);

COMMENT ON TABLE public.ai_quota_tiers IS 'Limits by tier. A changed limit is in force at once for every user of the tier; usage is kept. The
columns of user_ai_quotas follow with the user''s next call, or within five minutes by the job.';

COMMENT ON COLUMN public.ai_quota_tiers.tier IS 'Its name, which never changes.';

COMMENT ON COLUMN public.ai_quota_tiers.monthly_token_quota IS 'Tokens a period; NULL is unlimited.';

COMMENT ON COLUMN public.ai_quota_tiers.monthly_request_quota IS 'Requests a period; NULL is unlimited.';

COMMENT ON COLUMN public.ai_quota_tiers.display_name IS 'The name that users see; NULL: the tier''s own.';

COMMENT ON COLUMN public.ai_quota_tiers.sort_order IS 'From the smallest plan to the largest. The best of several subscriptions is the one whose tier
comes last.';

COMMENT ON COLUMN public.ai_quota_tiers.is_public IS 'Whether the tier is offered as an upgrade.';

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

COMMENT ON COLUMN public.ai_quota_unpriced_models.model_used IS 'The name of the model as reported.';

COMMENT ON COLUMN public.ai_quota_unpriced_models.calls IS 'Rows of the ledger without a cost.';

COMMENT ON COLUMN public.ai_quota_unpriced_models.tokens IS 'Tokens of these calls, input and output.';

COMMENT ON COLUMN public.ai_quota_unpriced_models.first_at IS 'When the first of these calls was made.';

COMMENT ON COLUMN public.ai_quota_unpriced_models.last_at IS 'When the last of these calls was made.';

CREATE TABLE public.profiles (
    user_id uuid NOT NULL,
    email text
);

COMMENT ON TABLE public.profiles IS 'One row per user, with the address for reports.';

ALTER TABLE ONLY ai_quota.active_users
    ADD CONSTRAINT active_users_pkey PRIMARY KEY (day, previous_day, tier);

ALTER TABLE ONLY ai_quota.alert_deliveries
    ADD CONSTRAINT alert_deliveries_pkey PRIMARY KEY (alert_id);

ALTER TABLE ONLY ai_quota.anonymized_users
    ADD CONSTRAINT anonymized_users_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY ai_quota.boosts
    ADD CONSTRAINT boosts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ai_quota.deleted_active_users
    ADD CONSTRAINT deleted_active_users_pkey PRIMARY KEY (day, previous_day, tier);

ALTER TABLE ONLY ai_quota.deleted_subscriptions
    ADD CONSTRAINT deleted_subscriptions_pkey PRIMARY KEY (subscription_id);

ALTER TABLE ONLY ai_quota.deleted_usage_by_label
    ADD CONSTRAINT deleted_usage_by_label_pkey PRIMARY KEY (day, model, discipline, workflow, tier, reported_by);

ALTER TABLE ONLY ai_quota.digest_deliveries
    ADD CONSTRAINT digest_deliveries_pkey PRIMARY KEY (day);

ALTER TABLE ONLY ai_quota.late_days
    ADD CONSTRAINT late_days_pkey PRIMARY KEY (id);

ALTER TABLE ONLY ai_quota.limits_version
    ADD CONSTRAINT limits_version_pkey PRIMARY KEY (is_only_row);

ALTER TABLE ONLY ai_quota.opening_balances
    ADD CONSTRAINT opening_balances_pkey PRIMARY KEY (user_id, period_start);

ALTER TABLE ONLY ai_quota.price_names
    ADD CONSTRAINT price_names_pkey PRIMARY KEY (scope, name);

ALTER TABLE ONLY ai_quota.price_patterns
    ADD CONSTRAINT price_patterns_pkey PRIMARY KEY (scope, place);

ALTER TABLE ONLY ai_quota.releases
    ADD CONSTRAINT releases_pkey PRIMARY KEY (version);

ALTER TABLE ONLY ai_quota.request_keys
    ADD CONSTRAINT request_keys_pkey PRIMARY KEY (user_id, request_id);

ALTER TABLE ONLY ai_quota.rollup
    ADD CONSTRAINT rollup_pkey PRIMARY KEY (is_only_row);

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (is_only_row);

ALTER TABLE ONLY ai_quota.tier_counts
    ADD CONSTRAINT tier_counts_pkey PRIMARY KEY (tier);

ALTER TABLE ONLY ai_quota.usage_by_label
    ADD CONSTRAINT usage_by_label_pkey PRIMARY KEY (day, model, discipline, workflow, tier, reported_by);

ALTER TABLE ONLY ai_quota.usage_by_tier
    ADD CONSTRAINT usage_by_tier_pkey PRIMARY KEY (day, tier, reported_by);

ALTER TABLE ONLY ai_quota.usage_by_user
    ADD CONSTRAINT usage_by_user_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.ai_agent_usage
    ADD CONSTRAINT ai_agent_usage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_agents
    ADD CONSTRAINT ai_agents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_alerts
    ADD CONSTRAINT ai_quota_alerts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_audit
    ADD CONSTRAINT ai_quota_audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_closed_days
    ADD CONSTRAINT ai_quota_closed_days_pkey PRIMARY KEY (user_id, day);

ALTER TABLE ONLY public.ai_quota_deleted_usage
    ADD CONSTRAINT ai_quota_deleted_usage_pkey PRIMARY KEY (day);

ALTER TABLE ONLY public.ai_quota_denials
    ADD CONSTRAINT ai_quota_denials_pkey PRIMARY KEY (user_id, day, reason);

ALTER TABLE ONLY public.ai_quota_overrides
    ADD CONSTRAINT ai_quota_overrides_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.ai_quota_periods
    ADD CONSTRAINT ai_quota_periods_pkey PRIMARY KEY (user_id, period_start);

ALTER TABLE ONLY public.ai_quota_prices
    ADD CONSTRAINT ai_quota_prices_pkey PRIMARY KEY (model, valid_from);

ALTER TABLE ONLY public.ai_quota_reservations
    ADD CONSTRAINT ai_quota_reservations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_subscriptions
    ADD CONSTRAINT ai_quota_subscriptions_pkey PRIMARY KEY (subscription_id);

ALTER TABLE ONLY public.ai_quota_tiers
    ADD CONSTRAINT ai_quota_tiers_pkey PRIMARY KEY (tier);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_pkey PRIMARY KEY (user_id);

CREATE INDEX alert_deliveries_next_attempt_at_idx ON ai_quota.alert_deliveries USING btree (next_attempt_at) WHERE ((delivered_at IS NULL) AND (expired_at IS NULL));

CREATE INDEX boosts_user_id_expires_at_idx ON ai_quota.boosts USING btree (user_id, expires_at);

CREATE UNIQUE INDEX price_names_bare_idx ON ai_quota.price_names USING btree (name) WHERE is_bare;

CREATE INDEX settings_anonymous_tier_idx ON ai_quota.settings USING btree (anonymous_tier);

CREATE INDEX settings_default_tier_idx ON ai_quota.settings USING btree (default_tier);

CREATE INDEX ai_agent_usage_created_at_idx ON public.ai_agent_usage USING brin (created_at) WITH (pages_per_range='32', autosummarize='on');

CREATE UNIQUE INDEX ai_agent_usage_request_id_key ON public.ai_agent_usage USING btree (user_id, request_id, reported_by) WHERE (request_id IS NOT NULL);

CREATE INDEX ai_agent_usage_reservation_id_idx ON public.ai_agent_usage USING btree (reservation_id) WHERE (reservation_id IS NOT NULL);

CREATE INDEX ai_agent_usage_user_id_created_at_idx ON public.ai_agent_usage USING btree (user_id, created_at);

CREATE UNIQUE INDEX ai_quota_alerts_once_a_limit_key ON public.ai_quota_alerts USING btree (user_id, period_start, metric, threshold, quota) WHERE (kind = 'usage'::public.ai_quota_alert_kind);

CREATE UNIQUE INDEX ai_quota_alerts_one_denial_a_period_key ON public.ai_quota_alerts USING btree (user_id, period_start) WHERE (kind = 'denied'::public.ai_quota_alert_kind);

CREATE INDEX ai_quota_audit_user_id_created_at_idx ON public.ai_quota_audit USING btree (user_id, created_at);

CREATE INDEX ai_quota_closed_days_day_idx ON public.ai_quota_closed_days USING brin (day) WITH (pages_per_range='32');

CREATE INDEX ai_quota_denials_day_idx ON public.ai_quota_denials USING brin (day) WITH (pages_per_range='32');

CREATE INDEX ai_quota_periods_period_end_idx ON public.ai_quota_periods USING brin (period_end) WITH (pages_per_range='32');

CREATE INDEX ai_quota_prices_own_first_idx ON public.ai_quota_prices USING btree (model, is_from_list, valid_from DESC);

CREATE INDEX ai_quota_reservations_pending_idx ON public.ai_quota_reservations USING btree (user_id, expires_at) WHERE (status = 'pending'::public.ai_quota_reservation_status);

CREATE UNIQUE INDEX ai_quota_reservations_request_id_key ON public.ai_quota_reservations USING btree (user_id, reserved_by, request_id) WHERE (request_id IS NOT NULL);

CREATE INDEX ai_quota_reservations_to_charge_idx ON public.ai_quota_reservations USING btree (expires_at) WHERE ((status = 'pending'::public.ai_quota_reservation_status) AND (on_expiry = 'charge'::public.ai_quota_on_expiry));

CREATE INDEX ai_quota_subscriptions_tier_idx ON public.ai_quota_subscriptions USING btree (tier);

CREATE INDEX ai_quota_subscriptions_user_id_idx ON public.ai_quota_subscriptions USING btree (user_id);

CREATE INDEX user_ai_quotas_assigned_tier_idx ON public.user_ai_quotas USING btree (assigned_tier) WHERE (assigned_tier IS NOT NULL);

CREATE INDEX user_ai_quotas_tier_idx ON public.user_ai_quotas USING btree (tier);

CREATE TRIGGER "~ai_quota_new_limits_version" BEFORE INSERT OR DELETE OR UPDATE ON ai_quota.settings FOR EACH STATEMENT EXECUTE FUNCTION ai_quota.new_limits_version();

CREATE TRIGGER "~ai_quota_apply_override" AFTER INSERT OR DELETE OR UPDATE ON public.ai_quota_overrides FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_override();

CREATE TRIGGER "~ai_quota_apply_subscription" AFTER INSERT OR DELETE OR UPDATE ON public.ai_quota_subscriptions FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_subscription();

CREATE TRIGGER "~ai_quota_check_subscription" BEFORE INSERT ON public.ai_quota_subscriptions FOR EACH ROW EXECUTE FUNCTION ai_quota.check_subscription();

CREATE TRIGGER "~ai_quota_check_subscription_event" BEFORE UPDATE OF event_at ON public.ai_quota_subscriptions FOR EACH ROW EXECUTE FUNCTION ai_quota.check_subscription('with event_at');

CREATE TRIGGER "~ai_quota_check_subscription_other" BEFORE UPDATE ON public.ai_quota_subscriptions FOR EACH ROW EXECUTE FUNCTION ai_quota.check_subscription('without event_at');

CREATE TRIGGER "~ai_quota_check_tier_limits" BEFORE INSERT OR UPDATE OF monthly_token_quota, monthly_request_quota ON public.ai_quota_tiers FOR EACH ROW EXECUTE FUNCTION ai_quota.check_tier_limits();

CREATE TRIGGER "~ai_quota_keep_tier_name" BEFORE UPDATE OF tier ON public.ai_quota_tiers FOR EACH ROW WHEN ((new.tier IS DISTINCT FROM old.tier)) EXECUTE FUNCTION ai_quota.keep_tier_name();

CREATE TRIGGER "~ai_quota_mark_edited_price" BEFORE UPDATE ON public.ai_quota_prices FOR EACH ROW WHEN ((old.is_from_list AND (new.source = old.source))) EXECUTE FUNCTION ai_quota.mark_edited_price();

CREATE TRIGGER "~ai_quota_new_limits_version" BEFORE INSERT OR DELETE OR UPDATE ON public.ai_quota_tiers FOR EACH STATEMENT EXECUTE FUNCTION ai_quota.new_limits_version();

CREATE TRIGGER "~ai_quota_recount_changed" AFTER UPDATE OF user_id, tokens, requests, period_start, expires_at ON public.ai_quota_reservations FOR EACH ROW EXECUTE FUNCTION ai_quota.recount_reservations();

CREATE TRIGGER "~ai_quota_recount_deleted" AFTER DELETE ON public.ai_quota_reservations FOR EACH ROW WHEN (((old.status = 'pending'::public.ai_quota_reservation_status) AND (old.expires_at > now()))) EXECUTE FUNCTION ai_quota.recount_reservations();

ALTER TABLE ONLY ai_quota.alert_deliveries
    ADD CONSTRAINT alert_deliveries_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.ai_quota_alerts(id) ON DELETE CASCADE;

ALTER TABLE ONLY ai_quota.boosts
    ADD CONSTRAINT boosts_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_anonymous_tier_fkey FOREIGN KEY (anonymous_tier) REFERENCES public.ai_quota_tiers(tier);

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_default_tier_fkey FOREIGN KEY (default_tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.ai_quota_overrides
    ADD CONSTRAINT ai_quota_overrides_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ai_quota_subscriptions
    ADD CONSTRAINT ai_quota_subscriptions_tier_fkey FOREIGN KEY (tier) REFERENCES public.ai_quota_tiers(tier);

ALTER TABLE ONLY public.ai_quota_subscriptions
    ADD CONSTRAINT ai_quota_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_assigned_tier_fkey FOREIGN KEY (assigned_tier) REFERENCES public.ai_quota_tiers(tier);

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_tier_fkey FOREIGN KEY (tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ai_quota.active_users ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.alert_deliveries ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.anonymized_users ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.boosts ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.deleted_active_users ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.deleted_subscriptions ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.deleted_usage_by_label ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.digest_deliveries ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.late_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.limits_version ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.opening_balances ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.price_names ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.price_patterns ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.releases ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.request_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.rollup ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.settings ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.tier_counts ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.usage_by_label ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.usage_by_tier ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.usage_by_user ENABLE ROW LEVEL SECURITY;

CREATE POLICY "admins read every override" ON public.ai_quota_overrides FOR SELECT TO authenticated USING (( SELECT ai_quota.is_admin() AS is_admin));

CREATE POLICY "admins read the audit log" ON public.ai_quota_audit FOR SELECT TO authenticated USING (( SELECT ai_quota.is_admin() AS is_admin));

CREATE POLICY "admins read the usage of deleted accounts" ON public.ai_quota_deleted_usage FOR SELECT TO authenticated USING (( SELECT ai_quota.is_admin() AS is_admin));

ALTER TABLE public.ai_agent_usage ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_agents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_alerts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_audit ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_closed_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_deleted_usage ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_denials ENABLE ROW LEVEL SECURITY;

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

CREATE POLICY "users read their own alerts, admins all alerts" ON public.ai_quota_alerts FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

CREATE POLICY "users read their own days, admins all days" ON public.ai_quota_closed_days FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

CREATE POLICY "users read their own denials, admins all denials" ON public.ai_quota_denials FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

CREATE POLICY "users read their own periods, admins all periods" ON public.ai_quota_periods FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

CREATE POLICY "users read their own profile" ON public.profiles FOR SELECT TO authenticated USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "users read their own quota, admins every quota" ON public.user_ai_quotas FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

CREATE POLICY "users read their own reservations, admins all reservations" ON public.ai_quota_reservations FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

CREATE POLICY "users read their own subscriptions, admins every one" ON public.ai_quota_subscriptions FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

CREATE POLICY "users read their own usage, admins all usage" ON public.ai_agent_usage FOR SELECT TO authenticated USING (((user_id >= ( SELECT ai_quota.first_visible_user() AS first_visible_user)) AND (user_id <= ( SELECT ai_quota.last_visible_user() AS last_visible_user))));

GRANT USAGE ON SCHEMA ai_quota TO authenticated;

GRANT USAGE ON SCHEMA public TO postgres;
GRANT USAGE ON SCHEMA public TO anon;
GRANT USAGE ON SCHEMA public TO authenticated;
GRANT USAGE ON SCHEMA public TO service_role;

REVOKE ALL ON FUNCTION ai_quota.add_to_day(user_id uuid, day date, tokens bigint, requests bigint, cost_usd numeric, unpriced_requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_request_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_tier() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_token_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.next_reset_date(as_of timestamp with time zone) FROM PUBLIC;

GRANT SELECT ON TABLE public.user_ai_quotas TO authenticated;
GRANT SELECT ON TABLE public.user_ai_quotas TO service_role;

REVOKE ALL ON FUNCTION ai_quota.add_usage(quota public.user_ai_quotas, charged_period timestamp with time zone, tokens bigint, requests bigint, cost_usd numeric, unpriced_requests bigint, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.advance(quota public.user_ai_quotas, as_of timestamp with time zone, is_first_payment boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.agent_exists(agent_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_override() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_subscription() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.archive_period(quota public.user_ai_quotas, closed_at timestamp with time zone, is_early boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.assign_tier(user_id uuid, tier text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.authorize_admin() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.authorize_operator(user_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.authorize_server() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.authorize_user(user_id uuid, is_report boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.call_cost(model text, as_of timestamp with time zone, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_cache_write bigint, tokens_reasoning bigint, tokens_audio_prompt bigint, tokens_audio_completion bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.cell(value text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.charge_due_reservations(at_most integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.charge_expired(quota public.user_ai_quotas, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.charged_period(user_id uuid, created_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.cheaper_models() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_subscription() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_tier_limits() FROM PUBLIC;

GRANT SELECT ON TABLE public.ai_quota_reservations TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_reservations TO service_role;

REVOKE ALL ON FUNCTION ai_quota.close_reservation(quota public.user_ai_quotas, reservation_id uuid, status public.ai_quota_reservation_status) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.correct_charge(quota public.user_ai_quotas, reservation public.ai_quota_reservations) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_active(from_day date, to_day date, tier text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_active_day(of_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_day(of_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_labels(of_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_pages() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_recent(from_day date, to_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_tiers() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_user_write(quota public.user_ai_quotas, writes integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_users(users uuid[], through date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_users_of(of_day date, through date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_users_part(digit integer, through date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.create_quota(user_id uuid, as_of timestamp with time zone, uncounted text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.day_reached(quota public.user_ai_quotas, metric text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.delete_user_data() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.delivery_state(delivery ai_quota.alert_deliveries) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.denial_reason(quota public.user_ai_quotas, tokens bigint, requests bigint) FROM PUBLIC;

GRANT SELECT ON TABLE public.ai_quota_alerts TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_alerts TO service_role;

REVOKE ALL ON FUNCTION ai_quota.describe_delivery(alert public.ai_quota_alerts, delivery ai_quota.alert_deliveries) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.describe_quota(quota public.user_ai_quotas) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.draw_reservation(quota public.user_ai_quotas, reservation public.ai_quota_reservations, status public.ai_quota_reservation_status, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.end_day(day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.entitlement(user_id uuid, assigned_tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_accounts(search text, at_most bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_differences(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_label_differences() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_missing_parts() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_price_name(scope text, name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_priced_model(name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_reservation(user_id uuid, caller public.ai_quota_caller, request_id text, tokens bigint, requests bigint, on_expiry text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_user_differences(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.first_boundary(anchor date, moment timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.first_visible_user() FROM PUBLIC;
GRANT ALL ON FUNCTION ai_quota.first_visible_user() TO authenticated;

REVOKE ALL ON FUNCTION ai_quota.forecast(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.generalize_model_name(name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.handle_new_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.is_admin() FROM PUBLIC;
GRANT ALL ON FUNCTION ai_quota.is_admin() TO authenticated;

REVOKE ALL ON FUNCTION ai_quota.is_current(alert public.ai_quota_alerts) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.is_day_over(of_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.is_end_user() FROM PUBLIC;

GRANT SELECT ON TABLE public.ai_quota_subscriptions TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(user_id),UPDATE(user_id) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(tier),UPDATE(tier) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(status),UPDATE(status) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(current_period_start),UPDATE(current_period_start) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(current_period_end),UPDATE(current_period_end) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(subscription_id),UPDATE(subscription_id) ON TABLE public.ai_quota_subscriptions TO service_role;

GRANT INSERT(event_at),UPDATE(event_at) ON TABLE public.ai_quota_subscriptions TO service_role;

REVOKE ALL ON FUNCTION ai_quota.is_later_event(subscription public.ai_quota_subscriptions, than public.ai_quota_subscriptions) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.keep_labels(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.keep_tier_name() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.last_boundary(anchor date, moment timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.last_visible_user() FROM PUBLIC;
GRANT ALL ON FUNCTION ai_quota.last_visible_user() TO authenticated;

REVOKE ALL ON FUNCTION ai_quota.ledger_charges(of_user uuid, uncounted text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.ledger_days(of_user uuid, uncounted text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.ledger_sums(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.limit_open_holds(user_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.list_active(of_day date, of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.list_changed_users(since timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.list_upgrades(tiers jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.live_until(subscription public.ai_quota_subscriptions) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.lock_account(user_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.lock_quota(user_id uuid, as_of timestamp with time zone, uncounted text[], refresh boolean, is_first_payment boolean, is_reset boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.log_action(user_id uuid, action text, reason text, details jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.mark_days(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.mark_edited_price() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.new_limits_version() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.new_quota(user_id uuid, as_of timestamp with time zone, uncounted text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.period_of(quota public.user_ai_quotas, moment timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.project_days(first_day date, tokens double precision[], today_tokens double precision, as_of timestamp with time zone, last_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.prune(at_most integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.raise_bad_request(message text, hint text, code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.raise_bad_text(argument text, value text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.raise_out_of_range(argument text, value bigint, at_least bigint, at_most bigint, hint text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.raise_too_many(message text, retry_after double precision) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.rank_users(from_day date, to_day date, sort text, of_tier text, search text, skip bigint, at_most bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.read_call(element jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.read_quota(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.read_tiers() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.record_denial(quota public.user_ai_quotas, reason text, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.record_unusual(user_id uuid, ledger_id anyelement, tokens bigint, requests bigint, cost_usd numeric, caller public.ai_quota_caller, reservation_id uuid, is_final boolean, occurred_at timestamp with time zone, uncounted text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.recount_reservations() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refresh_pages(first_page bigint, pages bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refuse_blocked(quota public.user_ai_quotas) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refuse_reservation(reservation public.ai_quota_reservations, reservation_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refuse_unknown_tier(tier text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.repair_quota(user_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.replay_periods(tiers jsonb, months integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.replayed_periods(tiers jsonb, months integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reset_due_quotas(as_of timestamp with time zone, for_at_most interval) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reset_pages(first_page bigint, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.roll_up(as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.status_rank(status text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.sum_days(from_day date, to_day date, tier text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.sum_labels(from_day date, to_day date, of_user uuid, since timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.sum_tiers(since timestamp with time zone, before timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.tiers_not_filled(months integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.to_bigint(figure numeric) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.users_at_limit(months integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_channel(channel text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_days(INOUT from_day date, INOUT to_day date) FROM PUBLIC;

GRANT SELECT ON TABLE public.ai_quota_overrides TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(user_id),UPDATE(user_id) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(monthly_token_quota),UPDATE(monthly_token_quota) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(monthly_request_quota),UPDATE(monthly_request_quota) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(reason),UPDATE(reason) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(expires_at),UPDATE(expires_at) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(is_unlimited),UPDATE(is_unlimited) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(extra_tokens),UPDATE(extra_tokens) ON TABLE public.ai_quota_overrides TO service_role;

GRANT INSERT(extra_requests),UPDATE(extra_requests) ON TABLE public.ai_quota_overrides TO service_role;

REVOKE ALL ON FUNCTION ai_quota.validate_override(override public.ai_quota_overrides) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_page(page bigint, page_size bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_part(argument text, value bigint, at_most bigint, whole text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_reason(reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_reservation(tokens bigint, requests bigint, expires_in_seconds bigint, request_id text, on_expiry text, caller public.ai_quota_caller) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_retry(user_id uuid, caller public.ai_quota_caller, request_id text, cost_usd numeric, occurred_at timestamp with time zone, payload record, ignores_agent boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_tiers(tiers jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_usage(call ai_quota.usage_call, caller public.ai_quota_caller) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_user(user_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.validate_word(argument text, value text, words text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.version() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.write_alerts(before public.user_ai_quotas, quota public.user_ai_quotas) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.write_alerts(quota public.user_ai_quotas, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.write_quota(quota public.user_ai_quotas) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint, cost_usd numeric, request_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint, cost_usd numeric, request_id text) TO authenticated;
GRANT ALL ON FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint, cost_usd numeric, request_id text) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_alerts(from_day date, to_day date, of_user uuid, of_state text, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_alerts(from_day date, to_day date, of_user uuid, of_state text, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_alerts(from_day date, to_day date, of_user uuid, of_state text, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_audit(of_user uuid, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_audit(of_user uuid, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_audit(of_user uuid, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_boost(user_id uuid, tokens bigint, until timestamp with time zone, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_boost(user_id uuid, tokens bigint, until timestamp with time zone, reason text) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_boost(user_id uuid, tokens bigint, until timestamp with time zone, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_days(from_day date, to_day date, of_tier text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_days(from_day date, to_day date, of_tier text) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_days(from_day date, to_day date, of_tier text) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_holds(of_state text, of_user uuid, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_holds(of_state text, of_user uuid, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_holds(of_state text, of_user uuid, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_integrity(of_user uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_integrity(of_user uuid) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_integrity(of_user uuid) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_near_limit(of_tier text, search text, at_least_percent numeric, below_percent numeric, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_near_limit(of_tier text, search text, at_least_percent numeric, below_percent numeric, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_near_limit(of_tier text, search text, at_least_percent numeric, below_percent numeric, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_outbox() FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_outbox() TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_outbox() TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_overview(from_day date, to_day date, of_tier text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_overview(from_day date, to_day date, of_tier text) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_overview(from_day date, to_day date, of_tier text) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_recommendations(months integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_recommendations(months integer) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_recommendations(months integer) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_remove_override(user_id uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_remove_override(user_id uuid, reason text) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_remove_override(user_id uuid, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_repair(user_id uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_repair(user_id uuid, reason text) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_repair(user_id uuid, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_replay_periods(tiers jsonb, months integer, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_replay_periods(tiers jsonb, months integer, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_replay_periods(tiers jsonb, months integer, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_set_override(user_id uuid, reason text, monthly_token_quota bigint, monthly_request_quota bigint, is_unlimited boolean, extra_tokens bigint, extra_requests bigint, expires_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_set_override(user_id uuid, reason text, monthly_token_quota bigint, monthly_request_quota bigint, is_unlimited boolean, extra_tokens bigint, extra_requests bigint, expires_at timestamp with time zone) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_set_override(user_id uuid, reason text, monthly_token_quota bigint, monthly_request_quota bigint, is_unlimited boolean, extra_tokens bigint, extra_requests bigint, expires_at timestamp with time zone) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_set_tier(user_id uuid, tier text, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_set_tier(user_id uuid, tier text, reason text) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_set_tier(user_id uuid, tier text, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_tiers() FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_tiers() TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_tiers() TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_unpriced_models(from_day date, to_day date, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_unpriced_models(from_day date, to_day date, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_unpriced_models(from_day date, to_day date, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_usage(from_day date, to_day date, of_tier text, of_model text, of_discipline text, of_workflow text, by text[], sort text, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_usage(from_day date, to_day date, of_tier text, of_model text, of_discipline text, of_workflow text, by text[], sort text, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_usage(from_day date, to_day date, of_tier text, of_model text, of_discipline text, of_workflow text, by text[], sort text, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_user(user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_user(user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_user(user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_user_calls(user_id uuid, from_day date, to_day date, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_user_calls(user_id uuid, from_day date, to_day date, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_user_calls(user_id uuid, from_day date, to_day date, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_user_days(user_id uuid, from_day date, to_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_user_days(user_id uuid, from_day date, to_day date) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_user_days(user_id uuid, from_day date, to_day date) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_user_periods(user_id uuid, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_user_periods(user_id uuid, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_user_periods(user_id uuid, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.ai_quota_admin_users(from_day date, to_day date, of_tier text, search text, sort text, page bigint, page_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ai_quota_admin_users(from_day date, to_day date, of_tier text, search text, sort text, page bigint, page_size bigint) TO authenticated;
GRANT ALL ON FUNCTION public.ai_quota_admin_users(from_day date, to_day date, of_tier text, search text, sort text, page bigint, page_size bigint) TO service_role;

REVOKE ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint, user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint, user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint, user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.claim_quota_alerts("limit" bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_quota_alerts("limit" bigint) TO service_role;

REVOKE ALL ON FUNCTION public.claim_quota_digest() FROM PUBLIC;
GRANT ALL ON FUNCTION public.claim_quota_digest() TO service_role;

REVOKE ALL ON FUNCTION public.complete_quota_alert(id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complete_quota_alert(id bigint) TO service_role;

REVOKE ALL ON FUNCTION public.complete_quota_digest(day date, channel text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.complete_quota_digest(day date, channel text) TO service_role;

REVOKE ALL ON FUNCTION public.create_profile() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.fail_quota_alert(id bigint, error text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.fail_quota_alert(id bigint, error text) TO service_role;

REVOKE ALL ON FUNCTION public.get_quota_forecast_for(user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_quota_forecast_for(user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.get_quota_forecast_for(user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.get_quota_status_for(user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_quota_status_for(user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) TO authenticated;
GRANT ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) TO service_role;

REVOKE ALL ON FUNCTION public.get_user_quota_forecast() FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_quota_forecast() TO authenticated;
GRANT ALL ON FUNCTION public.get_user_quota_forecast() TO service_role;

REVOKE ALL ON FUNCTION public.get_user_quota_status() FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_quota_status() TO authenticated;
GRANT ALL ON FUNCTION public.get_user_quota_status() TO service_role;

REVOKE ALL ON FUNCTION public.get_user_usage_by_label(from_day date, to_day date, user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_usage_by_label(from_day date, to_day date, user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.get_user_usage_by_label(from_day date, to_day date, user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.get_user_usage_by_month(months integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_usage_by_month(months integer) TO authenticated;
GRANT ALL ON FUNCTION public.get_user_usage_by_month(months integer) TO service_role;

REVOKE ALL ON FUNCTION public.has_quota_for(tokens bigint, user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.has_quota_for(tokens bigint, user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.has_quota_for(tokens bigint, user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) TO service_role;

REVOKE ALL ON FUNCTION public.note_quota_alert(id bigint, channel text, error text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.note_quota_alert(id bigint, channel text, error text) TO service_role;

REVOKE ALL ON FUNCTION public.prepare_quota_alert(id bigint, attempt integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.prepare_quota_alert(id bigint, attempt integer) TO service_role;

REVOKE ALL ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.release_reservation(reservation_id uuid, user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.repair_user_quota(user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.repair_user_quota(user_id uuid) TO service_role;

REVOKE ALL ON FUNCTION public.replay_limits(tiers jsonb, months integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.replay_limits(tiers jsonb, months integer) TO authenticated;
GRANT ALL ON FUNCTION public.replay_limits(tiers jsonb, months integer) TO service_role;

REVOKE ALL ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid, request_id text, on_expiry text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid, request_id text, on_expiry text) TO authenticated;
GRANT ALL ON FUNCTION public.reserve_tokens(tokens bigint, requests bigint, expires_in_seconds bigint, user_id uuid, request_id text, on_expiry text) TO service_role;

REVOKE ALL ON FUNCTION public.reset_monthly_quotas() FROM PUBLIC;
GRANT ALL ON FUNCTION public.reset_monthly_quotas() TO service_role;

REVOKE ALL ON FUNCTION public.reset_user_quota(user_id uuid, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reset_user_quota(user_id uuid, reason text) TO authenticated;
GRANT ALL ON FUNCTION public.reset_user_quota(user_id uuid, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean, reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean, reason text) TO authenticated;
GRANT ALL ON FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean, reason text) TO service_role;

REVOKE ALL ON FUNCTION public.set_user_subscription(user_id uuid, subscription_id text, tier text, status text, current_period_start timestamp with time zone, current_period_end timestamp with time zone, event_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.set_user_subscription(user_id uuid, subscription_id text, tier text, status text, current_period_start timestamp with time zone, current_period_end timestamp with time zone, event_at timestamp with time zone) TO service_role;

REVOKE ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid, tokens_cache_write bigint, tokens_audio_prompt bigint, tokens_audio_completion bigint, requests bigint, is_final boolean, occurred_at timestamp with time zone, usage_source text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid, tokens_cache_write bigint, tokens_audio_prompt bigint, tokens_audio_completion bigint, requests bigint, is_final boolean, occurred_at timestamp with time zone, usage_source text) TO authenticated;
GRANT ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid, request_id text, reservation_id uuid, tokens_cache_write bigint, tokens_audio_prompt bigint, tokens_audio_completion bigint, requests bigint, is_final boolean, occurred_at timestamp with time zone, usage_source text) TO service_role;

REVOKE ALL ON FUNCTION public.track_usage_batch(calls jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.track_usage_batch(calls jsonb) TO service_role;

REVOKE ALL ON FUNCTION public.verify_quota_integrity() FROM PUBLIC;
GRANT ALL ON FUNCTION public.verify_quota_integrity() TO service_role;

GRANT SELECT ON TABLE public.ai_agent_usage TO authenticated;
GRANT SELECT ON TABLE public.ai_agent_usage TO service_role;

GRANT SELECT ON TABLE public.ai_agents TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_agents TO service_role;

GRANT INSERT(id) ON TABLE public.ai_agents TO service_role;

GRANT INSERT(name),UPDATE(name) ON TABLE public.ai_agents TO service_role;

GRANT SELECT ON TABLE public.ai_quota_audit TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_audit TO service_role;

GRANT SELECT ON TABLE public.ai_quota_closed_days TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_closed_days TO service_role;

GRANT SELECT ON TABLE public.ai_quota_daily TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_daily TO service_role;

GRANT SELECT ON TABLE public.ai_quota_deleted_usage TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_deleted_usage TO service_role;

GRANT SELECT ON TABLE public.ai_quota_denials TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_denials TO service_role;

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

GRANT INSERT(cache_write_price),UPDATE(cache_write_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(audio_input_price),UPDATE(audio_input_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(cached_audio_input_price),UPDATE(cached_audio_input_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(audio_output_price),UPDATE(audio_output_price) ON TABLE public.ai_quota_prices TO service_role;

GRANT INSERT(rules),UPDATE(rules) ON TABLE public.ai_quota_prices TO service_role;

GRANT SELECT ON TABLE public.ai_quota_tiers TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(tier),UPDATE(tier) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_token_quota),UPDATE(monthly_token_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_request_quota),UPDATE(monthly_request_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(display_name),UPDATE(display_name) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(sort_order),UPDATE(sort_order) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(is_public),UPDATE(is_public) ON TABLE public.ai_quota_tiers TO service_role;

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
