-- Generated from the migrations by `make types`: read this, edit those.

CREATE SCHEMA ai_quota;

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
    -- A user who is just being deleted takes the subscription along and needs no quota any more.
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
    array(select q.user_id from public.user_ai_quotas as q where q.tier = new.tier)
  );
  return null;
end
$$;

CREATE FUNCTION ai_quota.check_count(argument text, value bigint, at_most bigint, hint text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if value is null or value < 0 or value > at_most then
    perform ai_quota.refuse(
      format(
        '%s must be between 0 and %s, got %s', argument, at_most, coalesce(value::text, 'null')
      ),
      hint
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.check_label(argument text, value text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if length(btrim(value)) = 0 or length(value) > 200 then
    perform ai_quota.refuse(
      format(
        '%s must have 1 to 200 characters, got %s', argument,
        case when length(value) > 200 then length(value)::text else quote_literal(value) end
      ),
      format('Leave %s out where there is none.', argument)
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.cost_of(model text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, as_of timestamp with time zone DEFAULT now()) RETURNS numeric
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select (
    (cost_of.tokens_prompt - cost_of.tokens_cached) * p.input_price
    + cost_of.tokens_cached * coalesce(p.cached_input_price, p.input_price)
    + (cost_of.tokens_completion - cost_of.tokens_reasoning) * p.output_price
    + cost_of.tokens_reasoning * coalesce(p.reasoning_price, p.output_price)
  ) / 1000000
  from public.ai_model_prices as p
  where p.model = cost_of.model
    and p.valid_from <= (cost_of.as_of at time zone 'UTC')::date
  order by p.valid_from desc
  limit 1
$$;

CREATE FUNCTION ai_quota.create_quota(user_id uuid, tier text, as_of timestamp with time zone DEFAULT now()) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
  insert into public.user_ai_quotas as q (user_id, tier, period_start, quota_reset_date)
  values (
    create_quota.user_id,
    create_quota.tier,
    date_trunc('month', create_quota.as_of, 'UTC'),
    ai_quota.next_reset_date(create_quota.as_of)
  )
  on conflict (user_id) do nothing;
  if found then
    perform ai_quota.set_limits(array[create_quota.user_id], as_of => create_quota.as_of);
  end if;
end
$$;

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
    CONSTRAINT user_ai_quotas_quotas_are_positive CHECK (((monthly_token_quota > 0) AND (monthly_request_quota > 0))),
    CONSTRAINT user_ai_quotas_usage_is_not_negative CHECK (((current_month_tokens >= 0) AND (current_month_requests >= 0)))
)
WITH (fillfactor='70');

CREATE FUNCTION ai_quota.current_quota(user_id uuid, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = current_quota.user_id;

  if v_quota.user_id is null then
    v_quota.user_id := current_quota.user_id;
    v_quota.tier := ai_quota.tier_for(current_quota.user_id);
    v_quota.limits_expire_at := '-infinity';
    v_quota.quota_reset_date := '-infinity';
    v_quota.is_blocked := false;
  end if;
  if v_quota.limits_expire_at <= current_quota.as_of then
    select l.monthly_token_quota, l.monthly_request_quota, l.expire_at
    into v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.limits_expire_at
    from ai_quota.limits_of(v_quota.user_id, v_quota.tier, current_quota.as_of) as l;
  end if;
  if v_quota.quota_reset_date <= (current_quota.as_of at time zone 'UTC')::date then
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    v_quota.period_start := date_trunc('month', current_quota.as_of, 'UTC');
    v_quota.quota_reset_date := ai_quota.next_reset_date(current_quota.as_of);
  end if;
  return v_quota;
end
$$;

CREATE FUNCTION ai_quota.describe_quota(quota public.user_ai_quotas) RETURNS TABLE(used bigint, "limit" bigint, remaining bigint, percentage numeric, reset_date date, status text, tier text, reserved bigint, requests_used bigint, requests_limit bigint, requests_remaining bigint, requests_percentage numeric, is_unlimited boolean, period_start date)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  -- An unlimited quota is never used up, so its part is 0.
  v_tokens_percent numeric := coalesce(
    100.0 * quota.current_month_tokens / quota.monthly_token_quota, 0
  );
  v_requests_percent numeric := coalesce(
    100.0 * quota.current_month_requests / quota.monthly_request_quota, 0
  );
  v_worse numeric := greatest(v_tokens_percent, v_requests_percent);
begin
  used := quota.current_month_tokens;
  "limit" := quota.monthly_token_quota;
  remaining := ai_quota.remaining(quota.monthly_token_quota, quota.current_month_tokens);
  -- Cut, not rounded: 75.00 is never shown before 75 % is reached.
  percentage := trunc(v_tokens_percent, 2);
  reset_date := quota.quota_reset_date;
  status := case
    when v_worse >= 100 then 'exceeded'
    when v_worse >= 90 then 'critical'
    when v_worse >= 75 then 'warning'
    else 'healthy'
  end;
  tier := quota.tier;
  -- Nothing can be reserved in this version.
  reserved := 0;
  requests_used := quota.current_month_requests;
  requests_limit := quota.monthly_request_quota;
  requests_remaining := ai_quota.remaining(
    quota.monthly_request_quota, quota.current_month_requests
  );
  requests_percentage := trunc(v_requests_percent, 2);
  is_unlimited := quota.monthly_token_quota is null;
  period_start := (quota.period_start at time zone 'UTC')::date;
  return next;
end
$$;

CREATE FUNCTION ai_quota.handle_new_user() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  begin
    insert into public.profiles (user_id, email)
    values (new.id, new.email)
    on conflict do nothing;
  exception
    when others then
      raise warning 'no profile was made for user %: %', new.id, sqlerrm;
  end;
  begin
    perform ai_quota.create_quota(new.id, ai_quota.tier_for(new.id));
  exception
    when others then
      raise warning 'no quota was made for user %: %', new.id, sqlerrm;
  end;
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
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  return case coalesce(current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end;
end
$$;

CREATE FUNCTION ai_quota.limits_of(user_id uuid, tier text, as_of timestamp with time zone DEFAULT now()) RETURNS TABLE(monthly_token_quota bigint, monthly_request_quota bigint, expire_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select
    case when o.user_id is null then t.monthly_token_quota else o.monthly_token_quota end,
    case when o.user_id is null then t.monthly_request_quota else o.monthly_request_quota end,
    o.expires_at
  from public.ai_quota_tiers as t
    left join public.user_quota_overrides as o
      on o.user_id = limits_of.user_id
      and (o.expires_at is null or o.expires_at > limits_of.as_of)
  where t.tier = limits_of.tier
$$;

CREATE FUNCTION ai_quota.open_period(user_id uuid, as_of timestamp with time zone DEFAULT now()) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = open_period.user_id;

  if v_quota.user_id is null then
    if not exists (select from auth.users as u where u.id = open_period.user_id) then
      perform ai_quota.refuse(
        format('user_id names no user, got %s', open_period.user_id),
        'Pass the id of a row in auth.users.'
      );
    end if;
    perform ai_quota.create_quota(
      open_period.user_id, ai_quota.tier_for(open_period.user_id), open_period.as_of
    );
  end if;
  if v_quota.limits_expire_at <= open_period.as_of then
    perform ai_quota.set_limits(array[open_period.user_id], as_of => open_period.as_of);
  end if;
  perform ai_quota.roll_periods(array[open_period.user_id], open_period.as_of);
end
$$;

CREATE FUNCTION ai_quota.record_usage(user_id uuid, agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, model_used text, cost_usd numeric, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_tokens bigint := record_usage.tokens_prompt + record_usage.tokens_completion;
  v_most bigint := 9223372036854775807 - v_tokens;
  v_quota public.user_ai_quotas;
begin
  update public.user_ai_quotas as q
  set
    current_month_tokens = q.current_month_tokens + v_tokens,
    current_month_requests = q.current_month_requests + 1
  where q.user_id = record_usage.user_id
    and q.quota_reset_date > (record_usage.as_of at time zone 'UTC')::date
    and (q.limits_expire_at is null or q.limits_expire_at > record_usage.as_of)
    and q.current_month_tokens <= v_most
  returning q.* into v_quota;

  if not found then
    perform ai_quota.open_period(record_usage.user_id, record_usage.as_of);
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + 1
    where q.user_id = record_usage.user_id
      and q.current_month_tokens <= v_most
    returning q.* into v_quota;
    if not found then
      perform ai_quota.refuse(
        format(
          'tokens_prompt + tokens_completion would pass what a month can hold (%s), got %s',
          9223372036854775807, v_tokens
        ),
        'Report what the call really used.'
      );
    end if;
  end if;

  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, period_start, created_at
  )
  values (
    record_usage.user_id, record_usage.agent_id, record_usage.session_id,
    record_usage.discipline, record_usage.workflow_id, record_usage.tokens_prompt,
    record_usage.tokens_completion, record_usage.tokens_cached, record_usage.tokens_reasoning,
    record_usage.model_used,
    coalesce(
      record_usage.cost_usd,
      ai_quota.cost_of(
        record_usage.model_used, record_usage.tokens_prompt, record_usage.tokens_completion,
        record_usage.tokens_cached, record_usage.tokens_reasoning, record_usage.as_of
      )
    ),
    v_quota.period_start, record_usage.as_of
  );

  if v_quota.current_month_tokens >= 0.75 * v_quota.monthly_token_quota
    or v_quota.current_month_requests >= 0.75 * v_quota.monthly_request_quota
  then
    perform ai_quota.write_alerts(v_quota, v_tokens);
  end if;
  return v_quota;
end
$$;

CREATE FUNCTION ai_quota.refuse(message text, hint text, code text DEFAULT '22023'::text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  raise exception using message = refuse.message, hint = refuse.hint, errcode = refuse.code;
end
$$;

CREATE FUNCTION ai_quota.remaining(quota bigint, used bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    SET search_path TO ''
    AS $$
  select case
    when remaining.quota is not null then greatest(remaining.quota - remaining.used, 0)
  end
$$;

CREATE FUNCTION ai_quota.reset_due_quotas(as_of timestamp with time zone DEFAULT now()) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.set_limits(array_agg(q.user_id), as_of => reset_due_quotas.as_of)
  from public.user_ai_quotas as q
  where q.limits_expire_at <= reset_due_quotas.as_of
  having count(*) > 0;

  return ai_quota.roll_periods(
    (
      select coalesce(array_agg(q.user_id), '{}')
      from public.user_ai_quotas as q
      where q.quota_reset_date <= (reset_due_quotas.as_of at time zone 'UTC')::date
    ),
    reset_due_quotas.as_of
  );
end
$$;

CREATE FUNCTION ai_quota.roll_periods(user_ids uuid[], as_of timestamp with time zone DEFAULT now()) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_rolled bigint;
begin
  with due as (
    select q.*
    from public.user_ai_quotas as q
    where q.user_id = any (roll_periods.user_ids)
      and q.quota_reset_date <= (roll_periods.as_of at time zone 'UTC')::date
      -- An older deployment may have left rows of users who are gone: they stay as they are.
      and exists (select from auth.users as u where u.id = q.user_id)
    order by q.user_id
    for update of q
  ),
  archived as (
    insert into public.user_ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier
    )
    select
      d.user_id,
      -- A reset date that somebody moved back by hand still leaves a period of some length.
      least(d.period_start, x.period_end - interval '1 day'),
      x.period_end,
      d.current_month_tokens,
      d.current_month_requests,
      d.monthly_token_quota,
      d.monthly_request_quota,
      d.tier
    from due as d
      cross join lateral (
        select d.quota_reset_date::timestamp at time zone 'UTC' as period_end
      ) as x
    where d.current_month_tokens > 0 or d.current_month_requests > 0
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end)
  )
  update public.user_ai_quotas as q
  set
    current_month_tokens = 0,
    current_month_requests = 0,
    period_start = date_trunc('month', roll_periods.as_of, 'UTC'),
    quota_reset_date = ai_quota.next_reset_date(roll_periods.as_of)
  from due as d
  where q.user_id = d.user_id;
  get diagnostics v_rolled = row_count;
  return v_rolled;
end
$$;

CREATE FUNCTION ai_quota.set_limits(user_ids uuid[], tier text DEFAULT NULL::text, as_of timestamp with time zone DEFAULT now()) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform
  from public.ai_quota_tiers as t
  where t.tier = set_limits.tier
    or t.tier in (
      select q.tier from public.user_ai_quotas as q where q.user_id = any (set_limits.user_ids)
    )
  order by t.tier
  for share;

  perform
  from public.user_ai_quotas as q
  where q.user_id = any (set_limits.user_ids)
  order by q.user_id
  for update;

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
      cross join lateral ai_quota.limits_of(l.user_id, x.tier, set_limits.as_of) as y
    where l.user_id = any (set_limits.user_ids)
  ) as n
  where q.user_id = n.user_id;
end
$$;

CREATE FUNCTION ai_quota.tier_for(user_id uuid) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select coalesce(
    (
      select t.tier
      from public.user_subscriptions as s
        join public.ai_quota_tiers as t on t.tier = s.tier::text
      where s.user_id = tier_for.user_id and s.status::text in ('active', 'trialing', 'past_due')
    ),
    ai_quota.default_tier()
  )
$$;

CREATE FUNCTION ai_quota.write_alerts(quota public.user_ai_quotas, tokens bigint) RETURNS void
    LANGUAGE sql
    SET search_path TO ''
    AS $$
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
        (write_alerts.quota).monthly_request_quota, 1
      )
  ) as m (metric, used, quota, added)
    cross join (values (75), (90), (100)) as t (threshold)
  where 100.0 * m.used >= t.threshold * m.quota::numeric
    and 100.0 * (m.used - m.added) < t.threshold * m.quota::numeric
  on conflict (user_id, period_start, metric, threshold) do nothing
$$;

CREATE FUNCTION public.check_user_quota(p_estimated_tokens bigint DEFAULT 0) RETURNS TABLE(allowed boolean, remaining_tokens bigint, remaining_requests bigint, quota_limit bigint, request_limit bigint, reset_date date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := ai_quota.current_quota(auth.uid());
begin
  perform ai_quota.check_count(
    'p_estimated_tokens', check_user_quota.p_estimated_tokens, 9223372036854775807,
    'Pass the tokens that the call may use, or leave it out.'
  );
  remaining_tokens := ai_quota.remaining(
    v_quota.monthly_token_quota, v_quota.current_month_tokens
  );
  remaining_requests := ai_quota.remaining(
    v_quota.monthly_request_quota, v_quota.current_month_requests
  );
  allowed := not v_quota.is_blocked
    -- A limit that is already passed admits nothing more, not even a call of no tokens.
    and coalesce(
      v_quota.current_month_tokens <= v_quota.monthly_token_quota
      and check_user_quota.p_estimated_tokens <= remaining_tokens, true
    )
    and coalesce(remaining_requests >= 1, true);
  quota_limit := v_quota.monthly_token_quota;
  request_limit := v_quota.monthly_request_quota;
  reset_date := v_quota.quota_reset_date;
  return next;
end
$$;

CREATE FUNCTION public.get_user_monthly_usage(p_year integer DEFAULT NULL::integer, p_month integer DEFAULT NULL::integer) RETURNS TABLE(total_tokens bigint, total_requests bigint, total_cost_usd numeric, period_start date, period_end date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_year integer := coalesce(get_user_monthly_usage.p_year, extract(year from v_today));
  v_month integer := coalesce(get_user_monthly_usage.p_month, extract(month from v_today));
begin
  if v_year not between 2000 and 9999 then
    perform ai_quota.refuse(
      format('p_year must be between 2000 and 9999, got %s', v_year),
      'Leave p_year out for the current year.'
    );
  end if;
  if v_month not between 1 and 12 then
    perform ai_quota.refuse(
      format('p_month must be between 1 and 12, got %s', v_month),
      'Leave p_month out for the current month.'
    );
  end if;
  period_start := make_date(v_year, v_month, 1);
  period_end := period_start + interval '1 month';

  return query
  select
    coalesce(sum(u.tokens_total), 0)::bigint, count(*), coalesce(sum(u.cost_usd), 0),
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start::timestamp at time zone 'UTC'
    and u.created_at < get_user_monthly_usage.period_end::timestamp at time zone 'UTC';
end
$$;

CREATE FUNCTION public.get_user_quota_status() RETURNS TABLE(used bigint, "limit" bigint, remaining bigint, percentage numeric, reset_date date, status text, tier text, reserved bigint, requests_used bigint, requests_limit bigint, requests_remaining bigint, requests_percentage numeric, is_unlimited boolean, period_start date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return query
  select s.* from ai_quota.describe_quota(ai_quota.current_quota(auth.uid())) as s;
end
$$;

CREATE FUNCTION public.initialize_user_quota(user_id uuid, tier text DEFAULT 'free'::text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_tier text := initialize_user_quota.tier;
begin
  if initialize_user_quota.user_id is null
    or not exists (select from auth.users as u where u.id = initialize_user_quota.user_id)
  then
    perform ai_quota.refuse(
      format(
        'user_id names no user, got %s', coalesce(initialize_user_quota.user_id::text, 'null')
      ),
      'Pass the id of a row in auth.users.'
    );
  end if;
  if not ai_quota.is_end_user()
    and not exists (select from public.ai_quota_tiers as t where t.tier = v_tier)
  then
    perform ai_quota.refuse(
      format('tier names no tier, got %s', coalesce(quote_literal(v_tier), 'null')),
      format('Pass one of %s.', (
        select string_agg(t.tier, ', ' order by t.monthly_token_quota)
        from public.ai_quota_tiers as t
      ))
    );
  end if;

  if ai_quota.is_end_user() or exists (
    select from public.user_subscriptions as s
    where s.user_id = initialize_user_quota.user_id
      and s.status::text in ('active', 'trialing', 'past_due')
  ) then
    v_tier := ai_quota.tier_for(initialize_user_quota.user_id);
  end if;
  perform ai_quota.create_quota(initialize_user_quota.user_id, v_tier);
  if not ai_quota.is_end_user() then
    perform ai_quota.set_limits(array[initialize_user_quota.user_id], v_tier);
  end if;
  return ai_quota.current_quota(initialize_user_quota.user_id);
end
$$;

CREATE FUNCTION public.reset_monthly_quotas() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return ai_quota.reset_due_quotas();
end
$$;

CREATE FUNCTION public.track_usage(agent_id uuid DEFAULT NULL::uuid, session_id uuid DEFAULT NULL::uuid, discipline text DEFAULT NULL::text, workflow_id text DEFAULT NULL::text, tokens_prompt bigint DEFAULT NULL::bigint, tokens_completion bigint DEFAULT NULL::bigint, model_used text DEFAULT NULL::text, cost_usd numeric DEFAULT NULL::numeric, tokens_cached bigint DEFAULT 0, tokens_reasoning bigint DEFAULT 0, user_id uuid DEFAULT NULL::uuid) RETURNS TABLE(used bigint, "limit" bigint, remaining bigint, percentage numeric, reset_date date, status text, tier text, reserved bigint, requests_used bigint, requests_limit bigint, requests_remaining bigint, requests_percentage numeric, is_unlimited boolean, period_start date)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := coalesce(track_usage.user_id, auth.uid());
begin
  if ai_quota.is_end_user() then
    if v_user_id is distinct from auth.uid() or v_user_id is null then
      perform ai_quota.refuse(
        format('user_id must be your own, got %s', v_user_id),
        'Leave user_id out; only service_role records for other users.',
        '42501'
      );
    end if;
    if not (select s.users_report_usage from ai_quota.settings as s) then
      perform ai_quota.refuse(
        'usage is recorded by the server here, not by signed-in users',
        'Call track_usage with service_role, or set ai_quota.settings.users_report_usage.',
        '42501'
      );
    end if;
  elsif v_user_id is null then
    perform ai_quota.refuse(
      'user_id is required where nobody is signed in, got null',
      'Pass the id of the user who made the call.'
    );
  end if;

  perform ai_quota.check_count(
    'tokens_prompt', track_usage.tokens_prompt, 2147483647,
    'Pass the input tokens of the call; 0 is a fact, null is not.'
  );
  perform ai_quota.check_count(
    'tokens_completion', track_usage.tokens_completion, 2147483647 - track_usage.tokens_prompt,
    'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
  );
  perform ai_quota.check_count(
    'tokens_cached', track_usage.tokens_cached, track_usage.tokens_prompt,
    'The cached tokens are a part of tokens_prompt; leave them out where there are none.'
  );
  perform ai_quota.check_count(
    'tokens_reasoning', track_usage.tokens_reasoning, track_usage.tokens_completion,
    'The reasoning tokens are a part of tokens_completion; leave them out where there are none.'
  );
  if not track_usage.cost_usd between 0 and 1000000000 then
    perform ai_quota.refuse(
      format('cost_usd must be between 0 and 1000000000, got %s', track_usage.cost_usd),
      'Pass US dollars, or leave cost_usd out to have it computed from ai_model_prices.'
    );
  end if;
  perform ai_quota.check_label('discipline', track_usage.discipline);
  perform ai_quota.check_label('workflow_id', track_usage.workflow_id);
  perform ai_quota.check_label('model_used', track_usage.model_used);
  if track_usage.agent_id is not null
    and not exists (select from public.ai_agents as a where a.id = track_usage.agent_id)
  then
    perform ai_quota.refuse(
      format('agent_id names no agent, got %s', track_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;

  return query
  select s.*
  from ai_quota.describe_quota(
    ai_quota.record_usage(
      v_user_id, track_usage.agent_id, track_usage.session_id, track_usage.discipline,
      track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
      track_usage.tokens_cached, track_usage.tokens_reasoning, track_usage.model_used,
      track_usage.cost_usd
    )
  ) as s;
end
$$;

CREATE TABLE ai_quota.settings (
    is_only_row boolean DEFAULT true NOT NULL,
    default_tier text DEFAULT 'free'::text NOT NULL,
    users_report_usage boolean DEFAULT true NOT NULL,
    CONSTRAINT settings_is_only_row_check CHECK (is_only_row)
);

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
    period_start timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ai_agent_usage_cost_usd_check CHECK (((cost_usd >= (0)::numeric) AND (cost_usd <= (1000000000)::numeric))),
    CONSTRAINT ai_agent_usage_discipline_check CHECK (((length(discipline) >= 1) AND (length(discipline) <= 200))),
    CONSTRAINT ai_agent_usage_model_used_check CHECK (((length(model_used) >= 1) AND (length(model_used) <= 200))),
    CONSTRAINT ai_agent_usage_tokens_are_not_negative CHECK (((tokens_prompt >= 0) AND (tokens_completion >= 0))),
    CONSTRAINT ai_agent_usage_tokens_cached_is_part_of_prompt CHECK (((tokens_cached >= 0) AND (tokens_cached <= tokens_prompt))),
    CONSTRAINT ai_agent_usage_tokens_reasoning_is_part_of_completion CHECK (((tokens_reasoning >= 0) AND (tokens_reasoning <= tokens_completion))),
    CONSTRAINT ai_agent_usage_workflow_id_check CHECK (((length(workflow_id) >= 1) AND (length(workflow_id) <= 200)))
);

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

CREATE TABLE public.ai_model_prices (
    model text NOT NULL,
    valid_from date NOT NULL,
    input_price numeric NOT NULL,
    cached_input_price numeric,
    output_price numeric NOT NULL,
    reasoning_price numeric,
    source text,
    CONSTRAINT ai_model_prices_model_check CHECK (((length(model) >= 1) AND (length(model) <= 200))),
    CONSTRAINT ai_model_prices_prices_are_not_negative CHECK ((((input_price >= (0)::numeric) AND (input_price <= (1000000)::numeric)) AND ((cached_input_price >= (0)::numeric) AND (cached_input_price <= (1000000)::numeric)) AND ((output_price >= (0)::numeric) AND (output_price <= (1000000)::numeric)) AND ((reasoning_price >= (0)::numeric) AND (reasoning_price <= (1000000)::numeric))))
);

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
    CONSTRAINT ai_quota_alerts_metric_check CHECK ((metric = ANY (ARRAY['tokens'::text, 'requests'::text]))),
    CONSTRAINT ai_quota_alerts_threshold_check CHECK ((threshold = ANY (ARRAY[75, 90, 100])))
);

ALTER TABLE public.ai_quota_alerts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ai_quota_alerts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ai_quota_tiers (
    tier text NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    CONSTRAINT ai_quota_tiers_quotas_are_positive CHECK (((monthly_token_quota > 0) AND (monthly_request_quota > 0))),
    CONSTRAINT ai_quota_tiers_tier_check CHECK ((tier ~ '^[a-z][a-z0-9_]{0,49}$'::text))
);

CREATE TABLE public.profiles (
    user_id uuid NOT NULL,
    email text
);

CREATE TABLE public.user_ai_quota_periods (
    user_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    period_end timestamp with time zone NOT NULL,
    tokens_used bigint NOT NULL,
    requests_used bigint NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    tier text NOT NULL,
    closed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_ai_quota_periods_ends_after_its_start CHECK ((period_end > period_start))
);

CREATE TABLE public.user_quota_overrides (
    user_id uuid NOT NULL,
    monthly_token_quota bigint,
    monthly_request_quota bigint,
    reason text NOT NULL,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT user_quota_overrides_quotas_are_positive CHECK (((monthly_token_quota > 0) AND (monthly_request_quota > 0))),
    CONSTRAINT user_quota_overrides_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

CREATE TABLE public.user_subscriptions (
    user_id uuid NOT NULL,
    tier text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    current_period_start timestamp with time zone,
    current_period_end timestamp with time zone,
    CONSTRAINT user_subscriptions_status_check CHECK (((length(status) >= 1) AND (length(status) <= 50)))
);

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (is_only_row);

ALTER TABLE ONLY public.ai_agent_usage
    ADD CONSTRAINT ai_agent_usage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_agents
    ADD CONSTRAINT ai_agents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_model_prices
    ADD CONSTRAINT ai_model_prices_pkey PRIMARY KEY (model, valid_from);

ALTER TABLE ONLY public.ai_quota_alerts
    ADD CONSTRAINT ai_quota_alerts_once_a_period UNIQUE (user_id, period_start, metric, threshold);

ALTER TABLE ONLY public.ai_quota_alerts
    ADD CONSTRAINT ai_quota_alerts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ai_quota_tiers
    ADD CONSTRAINT ai_quota_tiers_pkey PRIMARY KEY (tier);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.user_ai_quota_periods
    ADD CONSTRAINT user_ai_quota_periods_pkey PRIMARY KEY (user_id, period_start);

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.user_quota_overrides
    ADD CONSTRAINT user_quota_overrides_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY public.user_subscriptions
    ADD CONSTRAINT user_subscriptions_pkey PRIMARY KEY (user_id);

CREATE INDEX settings_default_tier_idx ON ai_quota.settings USING btree (default_tier);

CREATE INDEX ai_agent_usage_agent_id_idx ON public.ai_agent_usage USING btree (agent_id) WHERE (agent_id IS NOT NULL);

CREATE INDEX ai_agent_usage_created_at_idx ON public.ai_agent_usage USING brin (created_at);

CREATE INDEX ai_agent_usage_user_id_created_at_idx ON public.ai_agent_usage USING btree (user_id, created_at);

CREATE INDEX user_ai_quotas_quota_reset_date_idx ON public.user_ai_quotas USING btree (quota_reset_date);

CREATE INDEX user_ai_quotas_tier_idx ON public.user_ai_quotas USING btree (tier);

CREATE INDEX user_subscriptions_tier_idx ON public.user_subscriptions USING btree (tier);

CREATE TRIGGER "~ai_quota_apply_override" AFTER INSERT OR DELETE OR UPDATE ON public.user_quota_overrides FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_override();

CREATE TRIGGER "~ai_quota_apply_subscription" AFTER INSERT OR DELETE OR UPDATE ON public.user_subscriptions FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_subscription();

CREATE TRIGGER "~ai_quota_apply_tier" AFTER UPDATE ON public.ai_quota_tiers FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_tier();

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_default_tier_fkey FOREIGN KEY (default_tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.ai_agent_usage
    ADD CONSTRAINT ai_agent_usage_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.ai_agents(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.ai_agent_usage
    ADD CONSTRAINT ai_agent_usage_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ai_quota_alerts
    ADD CONSTRAINT ai_quota_alerts_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_ai_quota_periods
    ADD CONSTRAINT user_ai_quota_periods_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_tier_fkey FOREIGN KEY (tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.user_ai_quotas
    ADD CONSTRAINT user_ai_quotas_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_quota_overrides
    ADD CONSTRAINT user_quota_overrides_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_subscriptions
    ADD CONSTRAINT user_subscriptions_tier_fkey FOREIGN KEY (tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.user_subscriptions
    ADD CONSTRAINT user_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

ALTER TABLE ai_quota.settings ENABLE ROW LEVEL SECURITY;

CREATE POLICY "admins read every override" ON public.user_quota_overrides FOR SELECT TO authenticated USING (( SELECT ai_quota.is_admin() AS is_admin));

ALTER TABLE public.ai_agent_usage ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_agents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_model_prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_alerts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_tiers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;

CREATE POLICY "signed-in users read the agents" ON public.ai_agents FOR SELECT TO authenticated USING (true);

CREATE POLICY "signed-in users read the prices" ON public.ai_model_prices FOR SELECT TO authenticated USING (true);

CREATE POLICY "signed-in users read the tiers" ON public.ai_quota_tiers FOR SELECT TO authenticated USING (true);

ALTER TABLE public.user_ai_quota_periods ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.user_ai_quotas ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.user_quota_overrides ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.user_subscriptions ENABLE ROW LEVEL SECURITY;

CREATE POLICY "users read their own alerts, admins all alerts" ON public.ai_quota_alerts FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own periods, admins all periods" ON public.user_ai_quota_periods FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own profile" ON public.profiles FOR SELECT TO authenticated USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "users read their own quota, admins every quota" ON public.user_ai_quotas FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own subscription, admins every one" ON public.user_subscriptions FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own usage, admins all usage" ON public.ai_agent_usage FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

GRANT USAGE ON SCHEMA ai_quota TO authenticated;

GRANT USAGE ON SCHEMA public TO postgres;
GRANT USAGE ON SCHEMA public TO anon;
GRANT USAGE ON SCHEMA public TO authenticated;
GRANT USAGE ON SCHEMA public TO service_role;

REVOKE ALL ON FUNCTION ai_quota.apply_override() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_subscription() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_tier() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_count(argument text, value bigint, at_most bigint, hint text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_label(argument text, value text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.cost_of(model text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.create_quota(user_id uuid, tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_request_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_tier() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_token_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.next_reset_date(as_of timestamp with time zone) FROM PUBLIC;

GRANT SELECT ON TABLE public.user_ai_quotas TO authenticated;
GRANT SELECT ON TABLE public.user_ai_quotas TO service_role;

REVOKE ALL ON FUNCTION ai_quota.current_quota(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.describe_quota(quota public.user_ai_quotas) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.handle_new_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.is_admin() FROM PUBLIC;
GRANT ALL ON FUNCTION ai_quota.is_admin() TO authenticated;

REVOKE ALL ON FUNCTION ai_quota.is_end_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.limits_of(user_id uuid, tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.open_period(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.record_usage(user_id uuid, agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, model_used text, cost_usd numeric, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refuse(message text, hint text, code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.remaining(quota bigint, used bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reset_due_quotas(as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.roll_periods(user_ids uuid[], as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.set_limits(user_ids uuid[], tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.tier_for(user_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.write_alerts(quota public.user_ai_quotas, tokens bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint) TO authenticated;
GRANT ALL ON FUNCTION public.check_user_quota(p_estimated_tokens bigint) TO service_role;

REVOKE ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) TO authenticated;
GRANT ALL ON FUNCTION public.get_user_monthly_usage(p_year integer, p_month integer) TO service_role;

REVOKE ALL ON FUNCTION public.get_user_quota_status() FROM PUBLIC;
GRANT ALL ON FUNCTION public.get_user_quota_status() TO authenticated;
GRANT ALL ON FUNCTION public.get_user_quota_status() TO service_role;

REVOKE ALL ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.initialize_user_quota(user_id uuid, tier text) TO service_role;

REVOKE ALL ON FUNCTION public.reset_monthly_quotas() FROM PUBLIC;
GRANT ALL ON FUNCTION public.reset_monthly_quotas() TO service_role;

REVOKE ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid) TO authenticated;
GRANT ALL ON FUNCTION public.track_usage(agent_id uuid, session_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, model_used text, cost_usd numeric, tokens_cached bigint, tokens_reasoning bigint, user_id uuid) TO service_role;

GRANT SELECT ON TABLE public.ai_agent_usage TO authenticated;
GRANT SELECT ON TABLE public.ai_agent_usage TO service_role;

GRANT SELECT ON TABLE public.ai_agents TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_agents TO service_role;

GRANT INSERT(id) ON TABLE public.ai_agents TO service_role;

GRANT INSERT(name),UPDATE(name) ON TABLE public.ai_agents TO service_role;

GRANT SELECT ON TABLE public.ai_model_prices TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(model) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(valid_from) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(input_price),UPDATE(input_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(cached_input_price),UPDATE(cached_input_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(output_price),UPDATE(output_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(reasoning_price),UPDATE(reasoning_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(source),UPDATE(source) ON TABLE public.ai_model_prices TO service_role;

GRANT SELECT ON TABLE public.ai_quota_alerts TO authenticated;
GRANT SELECT ON TABLE public.ai_quota_alerts TO service_role;

GRANT SELECT ON TABLE public.ai_quota_tiers TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(tier) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_token_quota),UPDATE(monthly_token_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_request_quota),UPDATE(monthly_request_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT SELECT ON TABLE public.profiles TO authenticated;
GRANT SELECT,DELETE ON TABLE public.profiles TO service_role;

GRANT INSERT(user_id) ON TABLE public.profiles TO service_role;

GRANT INSERT(email),UPDATE(email) ON TABLE public.profiles TO service_role;

GRANT SELECT ON TABLE public.user_ai_quota_periods TO authenticated;
GRANT SELECT ON TABLE public.user_ai_quota_periods TO service_role;

GRANT SELECT ON TABLE public.user_quota_overrides TO authenticated;
GRANT SELECT,DELETE ON TABLE public.user_quota_overrides TO service_role;

GRANT INSERT(user_id),UPDATE(user_id) ON TABLE public.user_quota_overrides TO service_role;

GRANT INSERT(monthly_token_quota),UPDATE(monthly_token_quota) ON TABLE public.user_quota_overrides TO service_role;

GRANT INSERT(monthly_request_quota),UPDATE(monthly_request_quota) ON TABLE public.user_quota_overrides TO service_role;

GRANT INSERT(reason),UPDATE(reason) ON TABLE public.user_quota_overrides TO service_role;

GRANT INSERT(expires_at),UPDATE(expires_at) ON TABLE public.user_quota_overrides TO service_role;

GRANT SELECT ON TABLE public.user_subscriptions TO authenticated;
GRANT SELECT,DELETE ON TABLE public.user_subscriptions TO service_role;

GRANT INSERT(user_id),UPDATE(user_id) ON TABLE public.user_subscriptions TO service_role;

GRANT INSERT(tier),UPDATE(tier) ON TABLE public.user_subscriptions TO service_role;

GRANT INSERT(status),UPDATE(status) ON TABLE public.user_subscriptions TO service_role;

GRANT INSERT(current_period_start),UPDATE(current_period_start) ON TABLE public.user_subscriptions TO service_role;

GRANT INSERT(current_period_end),UPDATE(current_period_end) ON TABLE public.user_subscriptions TO service_role;

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
