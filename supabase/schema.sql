-- Generated from the migrations by `make types`: read this, edit those.

CREATE SCHEMA ai_quota;

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
	period_start date
);

CREATE TYPE public.ai_reservation_status AS ENUM (
    'pending',
    'settled',
    'released'
);

CREATE FUNCTION ai_quota.acting_user(user_id uuid, is_report boolean) RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
declare
  v_caller uuid := auth.uid();
begin
  if not ai_quota.is_end_user() then
    if acting_user.user_id is null and v_caller is null then
      perform ai_quota.refuse(
        'user_id is required where nobody is signed in, got null',
        'Pass the id of the user who made the call.'
      );
    end if;
    return coalesce(acting_user.user_id, v_caller);
  end if;

  if v_caller is null or acting_user.user_id <> v_caller then
    perform ai_quota.refuse(
      format('user_id must be your own, got %s', acting_user.user_id),
      'Leave user_id out; only service_role acts for other users.',
      '42501'
    );
  end if;
  if acting_user.is_report
    and not (select s.users_report_usage from ai_quota.settings as s)
  then
    perform ai_quota.refuse(
      'usage is recorded by the server here, not by signed-in users',
      'Call track_usage with service_role, or set ai_quota.settings.users_report_usage.',
      '42501'
    );
  end if;
  return v_caller;
end
$$;

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
    array(
      select q.user_id
      from edited as e
        join public.user_ai_quotas as q on q.tier = e.tier
    )
  );
  return null;
end
$$;

CREATE FUNCTION ai_quota.caller(user_id uuid, is_report boolean DEFAULT false) RETURNS uuid
    LANGUAGE sql STABLE
    AS $$
  select case
    when user_id is not null and current_setting('role', true) = 'service_role' then user_id
    else ai_quota.acting_user(user_id, is_report)
  end
$$;

CREATE FUNCTION ai_quota.check_attempt(is_opened boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if is_opened then
    raise exception 'a quota row is not current after open_period: this is a bug, please report it';
  end if;
end
$$;

CREATE FUNCTION ai_quota.check_reason(reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if coalesce(length(btrim(reason)), 0) = 0 or length(reason) > 500 then
    perform ai_quota.refuse(
      format('reason must have 1 to 500 characters, got %s', coalesce(length(reason), 0)),
      'Say why, for whoever reads this later.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.check_reservation(tokens bigint, requests bigint, expires_in_seconds bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if (check_reservation.tokens between 1 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'tokens', check_reservation.tokens, 1, 2147483647,
      'Reserve an upper bound of what the call may use.'
    );
  end if;
  if (check_reservation.requests between 1 and 1000000) is not true then
    perform ai_quota.refuse_count(
      'requests', check_reservation.requests, 1, 1000000,
      'Reserve the requests that the call may make, or leave it out for one.'
    );
  end if;
  if (check_reservation.expires_in_seconds between 1 and 86400) is not true then
    perform ai_quota.refuse_count(
      'expires_in_seconds', check_reservation.expires_in_seconds, 1, 86400,
      'Pass the seconds that the call may take, up to a day; the default is 300.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.check_retry(user_id uuid, request_id text, payload_hash bigint) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if not exists (
    select from ai_quota.request_keys as k
    where k.user_id = check_retry.user_id
      and k.request_id = check_retry.request_id
      and k.payload_hash = check_retry.payload_hash
  ) then
    perform ai_quota.refuse(
      format('request_id was used for another call, got %L', check_retry.request_id),
      'A retry repeats the call to the letter; another call needs an id of its own.',
      '23505'
    );
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
    reserved_tokens bigint DEFAULT 0 NOT NULL,
    reserved_requests bigint DEFAULT 0 NOT NULL,
    holds_expire_at timestamp with time zone,
    current_day date DEFAULT ((now() AT TIME ZONE 'UTC'::text))::date NOT NULL,
    current_day_tokens bigint DEFAULT 0 NOT NULL,
    current_day_requests bigint DEFAULT 0 NOT NULL,
    current_day_cost_usd numeric DEFAULT 0 NOT NULL,
    CONSTRAINT user_ai_quotas_figures_check CHECK (((LEAST(monthly_token_quota, monthly_request_quota) > 0) AND (LEAST(current_month_tokens, current_month_requests) >= 0)))
)
WITH (fillfactor='70');

CREATE FUNCTION ai_quota.check_total(quota public.user_ai_quotas, tokens bigint, requests bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  if (quota).current_month_tokens not between - tokens and ai_quota.most_tokens()
    or (quota).current_month_requests < - requests
  then
    perform ai_quota.refuse(
      format(
        'tokens (tokens_prompt + tokens_completion) must leave the month between 0 and %s,'
        || ' got %s on top of %s tokens and %s requests',
        ai_quota.most_tokens(), tokens, (quota).current_month_tokens,
        (quota).current_month_requests
      ),
      'A correction can take back what was used and no more.'
    );
  end if;
end
$$;

CREATE FUNCTION ai_quota.check_usage(agent_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, model_used text, cost_usd numeric, request_id text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
begin
  if (check_usage.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'tokens_prompt', check_usage.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call; 0 is a fact, null is not.'
    );
  end if;
  if (
    check_usage.tokens_completion between 0 and 2147483647 - check_usage.tokens_prompt
  ) is not true then
    perform ai_quota.refuse_count(
      'tokens_completion', check_usage.tokens_completion, 0,
      2147483647 - check_usage.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  if (check_usage.tokens_cached between 0 and check_usage.tokens_prompt) is not true then
    perform ai_quota.refuse_count(
      'tokens_cached', check_usage.tokens_cached, 0, check_usage.tokens_prompt,
      'The cached tokens are a part of tokens_prompt; leave them out where there are none.'
    );
  end if;
  if (check_usage.tokens_reasoning between 0 and check_usage.tokens_completion) is not true then
    perform ai_quota.refuse_count(
      'tokens_reasoning', check_usage.tokens_reasoning, 0, check_usage.tokens_completion,
      'The reasoning tokens are a part of tokens_completion; leave them out where there are none.'
    );
  end if;
  if not check_usage.cost_usd between 0 and 1000000000 then
    perform ai_quota.refuse(
      format('cost_usd must be between 0 and 1000000000, got %s', check_usage.cost_usd),
      'Pass US dollars, or leave cost_usd out to have it computed from ai_model_prices.'
    );
  end if;
  if length(check_usage.discipline) > 200 or length(btrim(check_usage.discipline)) = 0 then
    perform ai_quota.refuse_text('discipline', check_usage.discipline);
  end if;
  if length(check_usage.workflow_id) > 200 or length(btrim(check_usage.workflow_id)) = 0 then
    perform ai_quota.refuse_text('workflow_id', check_usage.workflow_id);
  end if;
  if length(check_usage.model_used) > 200 or length(btrim(check_usage.model_used)) = 0 then
    perform ai_quota.refuse_text('model_used', check_usage.model_used);
  end if;
  if length(check_usage.request_id) > 200 or length(btrim(check_usage.request_id)) = 0 then
    perform ai_quota.refuse_text('request_id', check_usage.request_id);
  end if;
  if check_usage.agent_id is not null
    and not exists (select from public.ai_agents as a where a.id = check_usage.agent_id)
  then
    perform ai_quota.refuse(
      format('agent_id names no agent, got %s', check_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;
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
    AS $$
#variable_conflict use_column
begin
  if exists (select from public.user_ai_quotas as q where q.user_id = create_quota.user_id) then
    return;
  end if;
  perform ai_quota.lock_tiers();
  perform from auth.users as u where u.id = create_quota.user_id for key share;
  if not found then
    perform ai_quota.refuse(
      format('user_id names no user, got %s', coalesce(create_quota.user_id::text, 'null')),
      'Pass the id of a row in auth.users: the user who made the call.'
    );
  end if;
  insert into public.user_ai_quotas as q (
    user_id, tier, period_start, quota_reset_date, holds_expire_at
  )
  values (
    create_quota.user_id,
    create_quota.tier,
    date_trunc('month', create_quota.as_of, 'UTC'),
    ai_quota.next_reset_date(create_quota.as_of),
    -- A row that was deleted may have left reservations, which then are to be counted.
    (
      select 'epoch'::timestamptz from public.ai_usage_reservations as r
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
    v_quota.holds_expire_at := '-infinity';
    v_quota.quota_reset_date := ai_quota.next_reset_date(current_quota.as_of);
    v_quota.period_start := date_trunc('month', current_quota.as_of, 'UTC');
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
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
    v_quota.reserved_tokens := 0;
    v_quota.reserved_requests := 0;
    v_quota.holds_expire_at := null;
    select n.next_start, n.next_reset into v_quota.period_start, v_quota.quota_reset_date
    from ai_quota.next_period(
      v_quota.quota_reset_date, v_quota.period_start, current_quota.as_of, false
    ) as n;
  elsif v_quota.holds_expire_at <= current_quota.as_of then
    select h.tokens, h.requests, h.expire_at
    into v_quota.reserved_tokens, v_quota.reserved_requests, v_quota.holds_expire_at
    from ai_quota.sum_holds(v_quota, current_quota.as_of) as h;
  end if;
  return v_quota;
end
$$;

CREATE FUNCTION ai_quota.denial_of(quota public.user_ai_quotas, tokens bigint, requests bigint) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
  select case
    when (quota).is_blocked then 'blocked'
    when tokens
      > (quota).monthly_token_quota - (quota).current_month_tokens - (quota).reserved_tokens
      then 'tokens'
    when requests
      > (quota).monthly_request_quota - (quota).current_month_requests - (quota).reserved_requests
      then 'requests'
  end
$$;

CREATE FUNCTION ai_quota.describe_quota(quota public.user_ai_quotas) RETURNS public.ai_quota_status
    LANGUAGE sql IMMUTABLE
    AS $$
  select row(
    (quota).current_month_tokens,
    (quota).monthly_token_quota,
    ai_quota.left_of(
      (quota).monthly_token_quota, (quota).current_month_tokens, (quota).reserved_tokens
    ),
    ai_quota.percentage_of((quota).monthly_token_quota, (quota).current_month_tokens),
    (quota).quota_reset_date,
    (array['healthy', 'warning', 'critical', 'exceeded'])[
      1 + ai_quota.level_of(
        greatest(
          (quota).current_month_tokens::double precision / (quota).monthly_token_quota,
          (quota).current_month_requests::double precision / (quota).monthly_request_quota,
          0
        )
      )
    ],
    (quota).tier,
    (quota).reserved_tokens,
    (quota).current_month_requests,
    (quota).monthly_request_quota,
    ai_quota.left_of(
      (quota).monthly_request_quota, (quota).current_month_requests, (quota).reserved_requests
    ),
    ai_quota.percentage_of((quota).monthly_request_quota, (quota).current_month_requests),
    (quota).monthly_token_quota is null,
    ((quota).period_start at time zone 'UTC')::date
  )::public.ai_quota_status
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
    -- A period whose ledger rows were moved away cannot be judged any more.
    select p.user_id, p.period_start, m.metric || ' of a closed period', m.expected, m.found
    from public.user_ai_quota_periods as p
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
    from public.ai_usage_reservations as r
      left join public.ai_agent_usage as u on u.reservation_id = r.id
    where find_differences.of_user is null or r.user_id = find_differences.of_user
    group by r.id
    union all
    select q.user_id, q.period_start, 'limit of ' || m.metric, m.expected, m.found
    from quotas as q
      cross join lateral ai_quota.limits_of(q.user_id, q.tier) as l
      cross join lateral (
        values
          ('tokens', l.monthly_token_quota, q.monthly_token_quota),
          ('requests', l.monthly_request_quota, q.monthly_request_quota)
      ) as m (metric, expected, found)
    where q.limits_expire_at is null or q.limits_expire_at > now()
    union all
    select q.user_id, q.period_start, m.metric || ' reserved', m.expected, m.found
    from quotas as q
      cross join lateral ai_quota.sum_holds(q, now()) as h
      cross join lateral (
        values
          ('tokens', h.tokens, q.reserved_tokens),
          ('requests', h.requests, q.reserved_requests)
      ) as m (metric, expected, found)
    where q.holds_expire_at is null or q.holds_expire_at > now()
  )
  select c.user_id, c.period_start, c.problem, c.expected, c.found
  from counted as c
  where c.expected is distinct from c.found;
end
$$;

CREATE FUNCTION ai_quota.forget_user() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  delete from public.ai_agent_usage as u where u.user_id = old.id;
  delete from public.ai_usage_reservations as r where r.user_id = old.id;
  delete from public.ai_usage_closed_days as d where d.user_id = old.id;
  delete from public.user_ai_quota_periods as p where p.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  return null;
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

CREATE FUNCTION ai_quota.is_current(quota_reset_date date, limits_expire_at timestamp with time zone, holds_expire_at timestamp with time zone, as_of timestamp with time zone) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
  select quota_reset_date > as_of at time zone 'UTC'
    and (least(limits_expire_at, holds_expire_at) > as_of) is not false
$$;

CREATE FUNCTION ai_quota.is_end_user() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select case coalesce(current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end
$$;

CREATE FUNCTION ai_quota.ledger_sums(of_user uuid DEFAULT NULL::uuid) RETURNS TABLE(user_id uuid, period_start timestamp with time zone, tokens bigint, requests bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
  return query
  select
    u.user_id, x.period_start, sum(u.tokens_total)::bigint, sum(u.requests)::bigint
  from public.ai_agent_usage as u
    cross join lateral (
      select coalesce(u.period_start, date_trunc('month', u.created_at, 'UTC')) as period_start
    ) as x
  where ledger_sums.of_user is null or u.user_id = ledger_sums.of_user
  group by u.user_id, x.period_start;
end
$$;

CREATE FUNCTION ai_quota.left_of(quota bigint, used bigint, reserved bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$
  select case when quota is not null then greatest(quota - used - reserved, 0) end
$$;

CREATE FUNCTION ai_quota.level_of(part double precision) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$
  select width_bucket(part, array[0.75, 0.9, 1]::double precision[])
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

CREATE FUNCTION ai_quota.most_tokens() RETURNS bigint
    LANGUAGE sql IMMUTABLE
    AS $$
  select 9000000000000000000
$$;

CREATE FUNCTION ai_quota.next_period(quota_reset_date date, period_start timestamp with time zone, as_of timestamp with time zone, is_early boolean) RETURNS TABLE(period_end timestamp with time zone, next_start timestamp with time zone, next_reset date)
    LANGUAGE sql STABLE
    AS $$
  select
    n.period_end, n.next_start, (date_trunc('month', n.next_month, 'UTC') at time zone 'UTC')::date
  from (
    -- 32 days from a month's first are in the next one, in whatever time zone days are added. (Not
    -- by next_reset_date, which would be called for every row.)
    select
      s.period_end, s.next_start,
      date_trunc('month', s.latest, 'UTC') + interval '32 days' as next_month
    from (
      select e.period_end, b.next_start, greatest(b.next_start, as_of) as latest
      from (
        select
          case
            when is_early or quota_reset_date::timestamp at time zone 'UTC' <= period_start
              then greatest(as_of, period_start + interval '1 microsecond')
            else quota_reset_date::timestamp at time zone 'UTC'
          end as period_end
      ) as e
        cross join lateral (
          select greatest(e.period_end, date_trunc('month', as_of, 'UTC')) as next_start
        ) as b
    ) as s
  ) as n
$$;

CREATE FUNCTION ai_quota.open_period(user_id uuid, as_of timestamp with time zone DEFAULT now()) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_today date := (open_period.as_of at time zone 'UTC')::date;
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = open_period.user_id
    and q.current_day = v_today
    and ai_quota.is_current(
      q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, open_period.as_of
    )
  for no key update;
  if found then
    return v_quota;
  end if;

  -- The account before its quota, as in set_limits; and nothing is judged before the row is locked.
  perform from auth.users as u where u.id = open_period.user_id for key share;
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = open_period.user_id
  for no key update;
  if not found then
    perform ai_quota.create_quota(
      open_period.user_id, ai_quota.tier_for(open_period.user_id), open_period.as_of
    );
    select q.* into v_quota
    from public.user_ai_quotas as q
    where q.user_id = open_period.user_id
    for no key update;
  end if;
  if v_quota.limits_expire_at <= open_period.as_of then
    perform ai_quota.set_limits(array[open_period.user_id], as_of => open_period.as_of);
  end if;
  perform ai_quota.roll_periods(array[open_period.user_id], open_period.as_of);
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = open_period.user_id;
  if v_quota.holds_expire_at <= open_period.as_of then
    update public.user_ai_quotas as q
    set reserved_tokens = h.tokens, reserved_requests = h.requests, holds_expire_at = h.expire_at
    from ai_quota.sum_holds(v_quota, open_period.as_of) as h
    where q.user_id = v_quota.user_id
    returning q.* into v_quota;
  end if;
  if v_quota.current_day <> v_today then
    insert into public.ai_usage_closed_days as d (user_id, day, tokens, requests, cost_usd)
    select
      v_quota.user_id, v_quota.current_day, v_quota.current_day_tokens,
      v_quota.current_day_requests, v_quota.current_day_cost_usd
    where (v_quota.current_day_tokens, v_quota.current_day_requests) <> (0, 0)
    on conflict on constraint ai_usage_closed_days_pkey do update
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

CREATE TABLE public.ai_usage_reservations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    tokens bigint NOT NULL,
    requests bigint NOT NULL,
    status public.ai_reservation_status DEFAULT 'pending'::public.ai_reservation_status NOT NULL,
    period_start timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT ai_usage_reservations_figures_check CHECK ((LEAST(tokens, requests) >= 1))
);

CREATE FUNCTION ai_quota.pending_reservation(user_id uuid, reservation_id uuid) RETURNS public.ai_usage_reservations
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_reservation public.ai_usage_reservations;
begin
  select r.* into v_reservation
  from public.ai_usage_reservations as r
  where r.id = pending_reservation.reservation_id and r.user_id = pending_reservation.user_id;
  if not found then
    perform ai_quota.refuse(
      format(
        'reservation_id names no reservation of the user, got %s',
        coalesce(pending_reservation.reservation_id::text, 'null')
      ),
      'Pass what reserve_tokens returned to this user.'
    );
  end if;
  if v_reservation.status <> 'pending' then
    perform ai_quota.refuse(
      format(
        'reservation_id is %s already, got %s',
        v_reservation.status, pending_reservation.reservation_id
      ),
      'A reservation is settled or released once; record more usage without it.'
    );
  end if;
  return v_reservation;
end
$$;

CREATE FUNCTION ai_quota.percentage_of(quota bigint, used bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE
    AS $$
  select coalesce(trunc(100.0 * used / quota, 2), 0.00)
$$;

CREATE FUNCTION ai_quota.reaches_level(quota bigint, used bigint, added bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
  select ai_quota.level_of(used::double precision / quota)
    > ai_quota.level_of((used - added)::double precision / quota)
$$;

CREATE FUNCTION ai_quota.recount_holds() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  update public.user_ai_quotas as q
  set holds_expire_at = 'epoch'
  where q.user_id in (new.user_id, old.user_id);
  return null;
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

CREATE FUNCTION ai_quota.refuse_count(argument text, value bigint, at_least bigint, at_most bigint, hint text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.refuse(
    format(
      '%s must be between %s and %s, got %s', argument, at_least, at_most,
      coalesce(value::text, 'null')
    ),
    hint
  );
end
$$;

CREATE FUNCTION ai_quota.refuse_text(argument text, value text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
begin
  perform ai_quota.refuse(
    format(
      '%s must have 1 to 200 characters, got %s', argument,
      case when length(value) > 200 then length(value)::text else quote_literal(value) end
    ),
    format('Leave %s out where there is none.', argument)
  );
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
  v_rolled bigint := 0;
begin
  for _ in 0 .. v_pages by 64 loop
    v_page := case when v_page <= v_pages then v_page else 0 end;
    v_rolled := v_rolled + ai_quota.reset_pages(v_page, as_of);
    v_page := v_page + 64;
    exit when v_rolled > 0 and clock_timestamp() > v_deadline;
  end loop;
  perform setval('ai_quota.reset_page_seq', v_page);
  return v_rolled;
end
$$;

CREATE PROCEDURE ai_quota.reset_in_batches()
    LANGUAGE plpgsql
    AS $$
begin
  for v_page in 0 .. ai_quota.count_pages() by 64 loop
    perform ai_quota.reset_pages(v_page);
    commit;
  end loop;
end
$$;

CREATE FUNCTION ai_quota.reset_pages(first_page bigint, as_of timestamp with time zone DEFAULT now()) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
declare
  v_today date := (as_of at time zone 'UTC')::date;
  v_month timestamptz := date_trunc('month', as_of, 'UTC');
  v_next date := ai_quota.next_reset_date(as_of);
  v_plain tid[];
  v_others uuid[];
  v_rolled bigint;
begin
  select
    array_agg(d.place) filter (where d.is_plain),
    array_agg(d.user_id) filter (where not d.is_plain),
    count(*) filter (where d.is_due)
  into v_plain, v_others, v_rolled
  from (
    select
      q.ctid as place, q.user_id, q.quota_reset_date <= v_today as is_due,
      q.holds_expire_at is null
        and (q.limits_expire_at <= as_of) is not true
        and q.period_start < q.quota_reset_date::timestamp at time zone 'UTC' as is_plain
    from public.user_ai_quotas as q
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + 64)::tid
      and (q.quota_reset_date <= v_today or q.limits_expire_at <= as_of)
    for no key update skip locked
  ) as d;

  if v_plain is not null then
    -- As roll_periods does it, for those who need no look at anything else. Locked rows stay in place.
    insert into public.user_ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier
    )
    select
      q.user_id, q.period_start, q.quota_reset_date::timestamp at time zone 'UTC',
      q.current_month_tokens, q.current_month_requests, q.monthly_token_quota,
      q.monthly_request_quota, q.tier
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
      period_start = greatest(q.quota_reset_date::timestamp at time zone 'UTC', v_month),
      quota_reset_date = v_next
    where q.ctid = any (v_plain);
  end if;
  if v_others is not null then
    -- Their accounts are locked too, but only those that nobody holds.
    perform ai_quota.set_limits(
      array(
        select u.id from auth.users as u where u.id = any (v_others) for key share skip locked
      ),
      as_of => as_of
    );
    v_rolled := v_rolled - (
      select count(*) from public.user_ai_quotas as q
      where q.user_id = any (v_others) and q.quota_reset_date <= v_today
    );
  end if;
  return v_rolled;
end
$$;

CREATE FUNCTION ai_quota.roll_periods(user_ids uuid[], as_of timestamp with time zone DEFAULT now(), reset_reason text DEFAULT NULL::text) RETURNS bigint
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
      and (
        q.quota_reset_date <= (roll_periods.as_of at time zone 'UTC')::date
        or roll_periods.reset_reason is not null
      )
    order by q.user_id
    for update of q
  ),
  following as (
    select d.*, x.period_end, x.next_start, x.next_reset
    from due as d
      cross join lateral ai_quota.next_period(
        d.quota_reset_date, d.period_start, roll_periods.as_of,
        roll_periods.reset_reason is not null
        and d.quota_reset_date > (roll_periods.as_of at time zone 'UTC')::date
      ) as x
  ),
  archived as (
    insert into public.user_ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier, reset_reason
    )
    select
      f.user_id, f.period_start, f.period_end, f.current_month_tokens, f.current_month_requests,
      -- The limits at the period's end, where an override ended before.
      case
        when f.limits_expire_at < f.period_end then (
          select l.monthly_token_quota
          from ai_quota.limits_of(f.user_id, f.tier, f.period_end - interval '1 microsecond') as l
        )
        else f.monthly_token_quota
      end,
      case
        when f.limits_expire_at < f.period_end then (
          select l.monthly_request_quota
          from ai_quota.limits_of(f.user_id, f.tier, f.period_end - interval '1 microsecond') as l
        )
        else f.monthly_request_quota
      end,
      f.tier, roll_periods.reset_reason
    from following as f
    where f.current_month_tokens > 0
      or f.current_month_requests > 0
      -- What is settled late is added to the period that it was reserved in.
      or f.holds_expire_at is not null and exists (
        select from public.ai_usage_reservations as r
        where r.user_id = f.user_id
          and r.status = 'pending'
          and r.period_start = f.period_start
      )
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end)
  )
  update public.user_ai_quotas as q
  set
    current_month_tokens = 0,
    current_month_requests = 0,
    reserved_tokens = 0,
    reserved_requests = 0,
    holds_expire_at = null,
    period_start = f.next_start,
    quota_reset_date = f.next_reset
  from following as f
  where q.user_id = f.user_id;
  get diagnostics v_rolled = row_count;
  return v_rolled;
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
  -- A quota row that one transaction writes twice has its foreign key checked: that lock is taken
  -- before, as the account's deletion does, which goes on to the quota.
  -- (Older deployments may have left quotas of users who are gone.)
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

  -- A period that is over keeps the limits that it had.
  perform ai_quota.roll_periods(v_users, set_limits.as_of);

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
    where l.user_id = any (v_users)
  ) as n
  where q.user_id = n.user_id;

  -- A smaller limit may be one that is already used up.
  perform ai_quota.write_alerts(q, q.current_month_tokens, q.current_month_requests)
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
    and q.quota_reset_date > (set_limits.as_of at time zone 'UTC')::date
    and (
      q.current_month_tokens >= 0.75 * q.monthly_token_quota
      or q.current_month_requests >= 0.75 * q.monthly_request_quota
    );
end
$$;

CREATE FUNCTION ai_quota.sum_holds(quota public.user_ai_quotas, as_of timestamp with time zone) RETURNS TABLE(tokens bigint, requests bigint, expire_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO ''
    AS $$
  select
    coalesce(sum(r.tokens), 0)::bigint, coalesce(sum(r.requests), 0)::bigint,
    coalesce(
      min(r.expires_at), (sum_holds.quota).quota_reset_date::timestamp at time zone 'UTC'
    )
  from public.ai_usage_reservations as r
  where r.user_id = (sum_holds.quota).user_id
    and r.period_start = (sum_holds.quota).period_start
    and r.status = 'pending'
    and r.expires_at > sum_holds.as_of
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

CREATE FUNCTION ai_quota.write_alerts(quota public.user_ai_quotas, tokens bigint, requests bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO ''
    AS $$
#variable_conflict use_column
begin
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
    cross join (values (75, 1), (90, 2), (100, 3)) as t (threshold, level)
  where t.level <= ai_quota.level_of(m.used::double precision / m.quota)
    and t.level > ai_quota.level_of((m.used - m.added)::double precision / m.quota)
  on conflict (user_id, period_start, metric, threshold) do nothing;
end
$$;

CREATE FUNCTION public.adjust_usage(user_id uuid, tokens bigint, reason text, requests bigint DEFAULT 0, cost_usd numeric DEFAULT NULL::numeric, request_id text DEFAULT NULL::text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.caller(user_id);
  v_payload_hash bigint;
  v_quota public.user_ai_quotas;
begin
  if (adjust_usage.tokens between -2147483647 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'tokens', adjust_usage.tokens, -2147483647, 2147483647,
      'Pass the tokens to add, or a negative number to take back.'
    );
  end if;
  if (adjust_usage.requests between -2147483647 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'requests', adjust_usage.requests, -2147483647, 2147483647,
      'Pass the requests to add, or a negative number to take back.'
    );
  end if;
  if not adjust_usage.cost_usd between -1000000000 and 1000000000 then
    perform ai_quota.refuse(
      format('cost_usd must be between -1000000000 and 1000000000, got %s', adjust_usage.cost_usd),
      'Pass US dollars to add, a negative number to take back, or leave it out.'
    );
  end if;
  perform ai_quota.check_reason(adjust_usage.reason);
  if length(adjust_usage.request_id) > 200 or length(btrim(adjust_usage.request_id)) = 0 then
    perform ai_quota.refuse_text('request_id', adjust_usage.request_id);
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
      perform ai_quota.check_retry(v_user_id, adjust_usage.request_id, v_payload_hash);
      return ai_quota.current_quota(v_user_id);
    end if;
  end if;

  -- What may be taken back is decided under the quota row's lock.
  v_quota := ai_quota.open_period(v_user_id);
  perform ai_quota.check_total(v_quota, adjust_usage.tokens, adjust_usage.requests);
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, adjustment_reason, period_start
  )
  values (
    v_user_id, adjust_usage.tokens, adjust_usage.cost_usd, adjust_usage.requests,
    adjust_usage.request_id, adjust_usage.reason, v_quota.period_start
  );
  update public.user_ai_quotas as q
  set
    current_month_tokens = q.current_month_tokens + adjust_usage.tokens,
    current_month_requests = q.current_month_requests + adjust_usage.requests,
    current_day_tokens = q.current_day_tokens + adjust_usage.tokens,
    current_day_requests = q.current_day_requests + adjust_usage.requests,
    current_day_cost_usd = q.current_day_cost_usd + coalesce(adjust_usage.cost_usd, 0)
  where q.user_id = v_user_id
  returning q.* into v_quota;
  perform ai_quota.write_alerts(v_quota, adjust_usage.tokens, adjust_usage.requests);
  return v_quota;
end
$$;

CREATE FUNCTION public.check_user_quota(p_estimated_tokens bigint DEFAULT 0) RETURNS TABLE(allowed boolean, remaining_tokens bigint, remaining_requests bigint, quota_limit bigint, request_limit bigint, reset_date date)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_quota public.user_ai_quotas := ai_quota.current_quota(auth.uid());
  v_status public.ai_quota_status := ai_quota.describe_quota(v_quota);
begin
  if (check_user_quota.p_estimated_tokens >= 0) is not true then
    perform ai_quota.refuse_count(
      'p_estimated_tokens', check_user_quota.p_estimated_tokens, 0, 9223372036854775807,
      'Pass the tokens that the call may use, or leave it out.'
    );
  end if;
  allowed := ai_quota.denial_of(v_quota, check_user_quota.p_estimated_tokens, 1) is null;
  remaining_tokens := v_status.remaining;
  remaining_requests := v_status.requests_remaining;
  quota_limit := v_status."limit";
  request_limit := v_status.requests_limit;
  reset_date := v_status.reset_date;
  return next;
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
    is_deliverable boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    delivered_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error text,
    CONSTRAINT ai_quota_alerts_metric_check CHECK ((metric = ANY (ARRAY['tokens'::text, 'requests'::text]))),
    CONSTRAINT ai_quota_alerts_threshold_check CHECK ((threshold = ANY (ARRAY[75, 90, 100])))
);

CREATE FUNCTION public.claim_quota_alerts("limit" bigint DEFAULT 10) RETURNS SETOF public.ai_quota_alerts
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  if (claim_quota_alerts."limit" between 1 and 1000) is not true then
    perform ai_quota.refuse_count(
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
    perform ai_quota.refuse(
      format('id names no alert, got %s', coalesce(complete_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
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
    perform ai_quota.refuse(
      format(
        'id names no undelivered alert, got %s', coalesce(fail_quota_alert.id::text, 'null')
      ),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
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
    coalesce(sum(u.tokens_total), 0)::bigint, coalesce(sum(u.requests), 0)::bigint,
    coalesce(sum(u.cost_usd), 0),
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start::timestamp at time zone 'UTC'
    and u.created_at < get_user_monthly_usage.period_end::timestamp at time zone 'UTC';
end
$$;

CREATE FUNCTION public.get_user_quota_status() RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := auth.uid();
  v_quota public.user_ai_quotas;
begin
  return query
  select (ai_quota.describe_quota(q)).*
  from public.user_ai_quotas as q
  where q.user_id = v_user_id
    and ai_quota.is_current(
      q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
    );
  if not found then
    v_quota := ai_quota.current_quota(v_user_id);
    return next ai_quota.describe_quota(v_quota);
  end if;
end
$$;

CREATE FUNCTION public.has_quota_for(tokens bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return (select c.allowed from public.check_user_quota(has_quota_for.tokens) as c);
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

CREATE FUNCTION public.release_reservation(reservation_id uuid DEFAULT NULL::uuid, user_id uuid DEFAULT NULL::uuid) RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.caller(user_id);
  v_quota public.user_ai_quotas;
  v_reservation public.ai_usage_reservations;
begin
  v_quota := ai_quota.open_period(v_user_id);
  if not exists (
    select from public.ai_usage_reservations as r
    where r.id = release_reservation.reservation_id
      and r.user_id = v_user_id
      and r.status = 'released'
  ) then
    v_reservation := ai_quota.pending_reservation(v_user_id, release_reservation.reservation_id);
    update public.ai_usage_reservations as r
    set status = 'released', closed_at = now()
    where r.id = v_reservation.id;
    if v_reservation.period_start = v_quota.period_start
      and v_reservation.expires_at >= v_quota.holds_expire_at
    then
      update public.user_ai_quotas as q
      set
        reserved_tokens = q.reserved_tokens - v_reservation.tokens,
        reserved_requests = q.reserved_requests - v_reservation.requests,
        holds_expire_at = case
          when q.reserved_tokens > v_reservation.tokens then q.holds_expire_at
          else q.quota_reset_date::timestamp at time zone 'UTC'
        end
      where q.user_id = v_user_id
      returning q.* into v_quota;
    end if;
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;

CREATE FUNCTION public.repair_user_quota(user_id uuid) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.caller(user_id);
begin
  -- Under the lock that every call takes, so that the ledger stands still; the account before it, as
  -- in set_limits.
  perform from auth.users as u where u.id = v_user_id for key share;
  perform ai_quota.open_period(v_user_id);
  update public.user_ai_quotas as q
  set
    current_month_tokens = coalesce(greatest(l.tokens, 0), 0),
    current_month_requests = coalesce(greatest(l.requests, 0), 0)
  from public.user_ai_quotas as o
    left join ai_quota.ledger_sums(v_user_id) as l
      on l.user_id = o.user_id and l.period_start = o.period_start
  where q.user_id = v_user_id and o.user_id = v_user_id;
  update public.user_ai_quota_periods as p
  set tokens_used = greatest(l.tokens, 0), requests_used = greatest(l.requests, 0)
  from ai_quota.ledger_sums(v_user_id) as l
  where p.user_id = v_user_id and l.period_start = p.period_start;
  update public.user_ai_quotas as q
  set holds_expire_at = 'epoch'
  where q.user_id = v_user_id;
  perform ai_quota.set_limits(array[v_user_id]);
  return ai_quota.open_period(v_user_id);
end
$$;

CREATE FUNCTION public.reserve_tokens(tokens bigint DEFAULT NULL::bigint, requests bigint DEFAULT 1, expires_in_seconds bigint DEFAULT 300, user_id uuid DEFAULT NULL::uuid) RETURNS TABLE(allowed boolean, reservation_id uuid, expires_at timestamp with time zone, reason text, remaining_tokens bigint, remaining_requests bigint, reset_date date, upgrade_tier text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.caller(user_id);
  v_period_start timestamptz;
  v_is_opened boolean;
  v_quota public.user_ai_quotas;
begin
  if (
    reserve_tokens.tokens between 1 and 2147483647
    and reserve_tokens.requests between 1 and 1000000
    and reserve_tokens.expires_in_seconds between 1 and 86400
  ) is not true then
    perform ai_quota.check_reservation(
      reserve_tokens.tokens, reserve_tokens.requests, reserve_tokens.expires_in_seconds
    );
  end if;

  loop
    -- By the clock, not by when the transaction began: later than all that is not counted any more.
    reserve_tokens.expires_at := clock_timestamp()
      + interval '1 second' * reserve_tokens.expires_in_seconds;
    -- Judged under the quota row's lock: whoever waited for it is judged anew.
    update public.user_ai_quotas as q
    set
      reserved_tokens = q.reserved_tokens + reserve_tokens.tokens,
      reserved_requests = q.reserved_requests + reserve_tokens.requests,
      holds_expire_at = least(q.holds_expire_at, reserve_tokens.expires_at)
    where q.user_id = v_user_id
      and ai_quota.is_current(
        q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
      )
      and ai_quota.denial_of(q, reserve_tokens.tokens, reserve_tokens.requests) is null
      and reserve_tokens.expires_at > clock_timestamp()
    returning
      q.period_start,
      ai_quota.left_of(q.monthly_token_quota, q.current_month_tokens, q.reserved_tokens),
      ai_quota.left_of(q.monthly_request_quota, q.current_month_requests, q.reserved_requests),
      q.quota_reset_date
    into v_period_start, remaining_tokens, remaining_requests, reset_date;
    if found then
      insert into public.ai_usage_reservations as r (
        user_id, tokens, requests, period_start, expires_at
      )
      values (
        v_user_id, reserve_tokens.tokens, reserve_tokens.requests, v_period_start,
        reserve_tokens.expires_at
      )
      returning r.id into reserve_tokens.reservation_id;
      allowed := true;
      return next;
      return;
    end if;
    perform ai_quota.check_attempt(v_is_opened);
    v_quota := ai_quota.open_period(v_user_id);
    v_is_opened := true;
    reason := ai_quota.denial_of(v_quota, reserve_tokens.tokens, reserve_tokens.requests);
    exit when reason is not null;
  end loop;

  allowed := false;
  reserve_tokens.expires_at := null;
  remaining_tokens := ai_quota.left_of(
    v_quota.monthly_token_quota, v_quota.current_month_tokens, v_quota.reserved_tokens
  );
  remaining_requests := ai_quota.left_of(
    v_quota.monthly_request_quota, v_quota.current_month_requests, v_quota.reserved_requests
  );
  reset_date := v_quota.quota_reset_date;
  if reason <> 'blocked' then
    -- The first denial by a limit is that limit's alert.
    insert into public.ai_quota_alerts (
      user_id, period_start, metric, threshold, used, quota, is_deliverable
    )
    values (
      v_user_id, v_quota.period_start, reserve_tokens.reason, 100,
      case reserve_tokens.reason
        when 'tokens' then v_quota.current_month_tokens else v_quota.current_month_requests
      end,
      case reserve_tokens.reason
        when 'tokens' then v_quota.monthly_token_quota else v_quota.monthly_request_quota
      end,
      true
    )
    on conflict (user_id, period_start, metric, threshold) do nothing;

    select t.tier into reserve_tokens.upgrade_tier
    from public.ai_quota_tiers as t
    where t.tier <> v_quota.tier
      and coalesce(
        v_quota.current_month_tokens::numeric + v_quota.reserved_tokens + reserve_tokens.tokens
        <= t.monthly_token_quota, true
      )
      and coalesce(
        v_quota.current_month_requests::numeric + v_quota.reserved_requests
        + reserve_tokens.requests <= t.monthly_request_quota, true
      )
    order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
    limit 1;
  end if;
  return next;
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

CREATE FUNCTION public.reset_user_quota(user_id uuid, reason text) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.caller(user_id);
begin
  perform ai_quota.check_reason(reason);
  perform ai_quota.open_period(v_user_id);
  perform ai_quota.roll_periods(array[v_user_id], reset_reason => reason);
  return ai_quota.current_quota(v_user_id);
end
$$;

CREATE FUNCTION public.set_user_blocked(user_id uuid, is_blocked boolean DEFAULT true) RETURNS public.user_ai_quotas
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
  v_user_id uuid := ai_quota.caller(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.refuse('is_blocked must be true or false, got null', 'Leave it out to block.');
  end if;
  perform ai_quota.open_period(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  return ai_quota.current_quota(v_user_id);
end
$$;

CREATE FUNCTION public.track_usage(agent_id uuid DEFAULT NULL::uuid, session_id uuid DEFAULT NULL::uuid, discipline text DEFAULT NULL::text, workflow_id text DEFAULT NULL::text, tokens_prompt bigint DEFAULT NULL::bigint, tokens_completion bigint DEFAULT NULL::bigint, model_used text DEFAULT NULL::text, cost_usd numeric DEFAULT NULL::numeric, tokens_cached bigint DEFAULT 0, tokens_reasoning bigint DEFAULT 0, user_id uuid DEFAULT NULL::uuid, request_id text DEFAULT NULL::text, reservation_id uuid DEFAULT NULL::uuid) RETURNS SETOF public.ai_quota_status
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.caller(track_usage.user_id, is_report => true);
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  v_payload_hash bigint;
  v_is_opened boolean;
  v_is_expired boolean;
  v_is_late boolean;
  -- A host's ledger may have an id of another type.
  v_id public.ai_agent_usage.id%type;
  v_charged timestamptz;
  v_period timestamptz;
  v_cost numeric;
  v_quota public.user_ai_quotas;
  v_reservation public.ai_usage_reservations;
  v_status public.ai_quota_status;
begin
  -- What is surely right is not looked at twice: check_usage says what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and track_usage.agent_id is null
    and track_usage.cost_usd is null
    -- A text from the first printable character on is not blank.
    and least(
      track_usage.discipline collate "C", track_usage.workflow_id, track_usage.model_used,
      track_usage.request_id, '~'
    ) >= '!'
    and greatest(
      length(track_usage.discipline), length(track_usage.workflow_id),
      length(track_usage.model_used), length(track_usage.request_id), 0
    ) <= 200
  ) is not true then
    perform ai_quota.check_usage(
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
    -- Whoever comes with the same key at the same time waits here for the first to commit, so only
    -- one ever finds it new.
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, track_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.check_retry(v_user_id, track_usage.request_id, v_payload_hash);
      v_quota := ai_quota.current_quota(v_user_id);
      return next ai_quota.describe_quota(v_quota);
      return;
    end if;
  end if;

  -- Before the quota row is locked, so that a user's calls wait for each other as short as may be:
  -- into the calendar month, which it nearly always is.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, request_id, reservation_id, period_start
  )
  values (
    v_user_id, track_usage.agent_id, track_usage.session_id, track_usage.discipline,
    track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
    track_usage.tokens_cached, track_usage.tokens_reasoning, track_usage.model_used,
    -- The price in force; a model without one costs NULL.
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
        from public.ai_model_prices as p
        where p.model = track_usage.model_used and p.valid_from <= v_today
        order by p.valid_from desc
        limit 1
      )
    ),
    track_usage.request_id, track_usage.reservation_id,
    date_trunc('month', current_timestamp, 'UTC')
  )
  returning id, period_start, cost_usd into v_id, v_charged, v_cost;

  loop
    -- What is surely right needs no look before: a row of today, far from where bigint ends.
    if track_usage.reservation_id is null or v_is_expired then
      update public.user_ai_quotas as q
      set
        current_month_tokens = q.current_month_tokens + v_tokens,
        current_month_requests = q.current_month_requests + 1,
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + 1,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0)
      where q.user_id = v_user_id
        and q.period_start = v_charged
        and q.current_day = v_today
        and q.current_month_tokens <= ai_quota.most_tokens()
        and ai_quota.is_current(
          q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
        )
      returning (ai_quota.describe_quota(q)).* into v_status;
    else
      -- The same, and what is held is freed.
      update public.user_ai_quotas as q
      set
        current_month_tokens = q.current_month_tokens + v_tokens,
        current_month_requests = q.current_month_requests + 1,
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + 1,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
        reserved_tokens = q.reserved_tokens - r.tokens,
        reserved_requests = q.reserved_requests - r.requests,
        holds_expire_at = case
          when q.reserved_tokens > r.tokens then q.holds_expire_at
          else q.quota_reset_date::timestamp at time zone 'UTC'
        end
      from public.ai_usage_reservations as r
      where q.user_id = v_user_id
        and q.period_start = v_charged
        and q.current_day = v_today
        and q.current_month_tokens <= ai_quota.most_tokens()
        and ai_quota.is_current(
          q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
        )
        and r.id = track_usage.reservation_id
        and r.user_id = v_user_id
        and r.status = 'pending'
        and r.period_start = q.period_start
        and r.expires_at >= q.holds_expire_at
      returning (ai_quota.describe_quota(q)).* into v_status;
    end if;
    exit when found;

    perform ai_quota.check_attempt(v_is_opened);
    v_quota := ai_quota.open_period(v_user_id);
    v_is_opened := true;
    perform ai_quota.check_total(v_quota, v_tokens, 1);
    v_period := v_quota.period_start;
    if track_usage.reservation_id is not null then
      v_reservation := ai_quota.pending_reservation(v_user_id, track_usage.reservation_id);
      v_period := v_reservation.period_start;
      v_is_expired := (v_reservation.expires_at >= v_quota.holds_expire_at) is not true;
    end if;
    if v_period <> v_charged then
      -- Nobody has seen the row yet.
      v_charged := v_period;
      update public.ai_agent_usage as u
      set period_start = v_charged
      where u.id = v_id;
    end if;
    if v_charged <> v_quota.period_start then
      -- Of a reservation whose period is closed.
      v_is_late := true;
      update public.user_ai_quota_periods as p
      set tokens_used = p.tokens_used + v_tokens, requests_used = p.requests_used + 1
      where p.user_id = v_user_id and p.period_start = v_charged;
      update public.user_ai_quotas as q
      set
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + 1,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0)
      where q.user_id = v_user_id
      returning (ai_quota.describe_quota(q)).* into v_status;
      exit;
    end if;
  end loop;

  if track_usage.reservation_id is not null then
    update public.ai_usage_reservations as r
    set status = 'settled', closed_at = current_timestamp
    where r.id = track_usage.reservation_id and r.status = 'pending';
    if not found then
      -- Somebody else settled or released it while this waited for the quota row.
      perform ai_quota.pending_reservation(v_user_id, track_usage.reservation_id);
    end if;
  end if;

  if v_status.status <> 'healthy' and v_is_late is not true then
    if ai_quota.reaches_level(v_status."limit", v_status.used, v_tokens)
      or ai_quota.reaches_level(v_status.requests_limit, v_status.requests_used, 1)
    then
      perform ai_quota.write_alerts(q, v_tokens, 1)
      from public.user_ai_quotas as q
      where q.user_id = v_user_id;
    end if;
  end if;
  return next v_status;
end
$$;

CREATE FUNCTION public.verify_quota_integrity() RETURNS TABLE(user_id uuid, period_start timestamp with time zone, problem text, expected bigint, found bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
  return query select d.* from ai_quota.find_differences() as d;
end
$$;

CREATE TABLE ai_quota.request_keys (
    user_id uuid NOT NULL,
    request_id text NOT NULL COLLATE pg_catalog."C",
    payload_hash bigint NOT NULL
);

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

CREATE VIEW public.ai_unpriced_models WITH (security_invoker='true') AS
 SELECT u.model_used,
    count(*) AS calls,
    sum(u.tokens_total) AS tokens,
    min(u.created_at) AS first_at,
    max(u.created_at) AS last_at
   FROM public.ai_agent_usage u
  WHERE ((u.cost_usd IS NULL) AND (u.model_used IS NOT NULL))
  GROUP BY u.model_used;

CREATE TABLE public.ai_usage_closed_days (
    user_id uuid NOT NULL,
    day date NOT NULL,
    tokens bigint DEFAULT 0 NOT NULL,
    requests bigint DEFAULT 0 NOT NULL,
    cost_usd numeric DEFAULT 0 NOT NULL
);

CREATE VIEW public.ai_usage_daily WITH (security_invoker='true') AS
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
           FROM public.ai_usage_closed_days c
        UNION ALL
         SELECT q.user_id,
            q.current_day,
            q.current_day_tokens,
            q.current_day_requests,
            q.current_day_cost_usd
           FROM public.user_ai_quotas q
          WHERE ((q.current_day_tokens <> 0) OR (q.current_day_requests <> 0))) d
  GROUP BY d.user_id, d.day;

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
    reset_reason text,
    CONSTRAINT user_ai_quota_periods_ends_after_its_start CHECK ((period_end > period_start)),
    CONSTRAINT user_ai_quota_periods_reset_reason_check CHECK (((length(reset_reason) >= 1) AND (length(reset_reason) <= 500)))
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

ALTER TABLE ONLY ai_quota.request_keys
    ADD CONSTRAINT request_keys_pkey PRIMARY KEY (user_id, request_id);

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

ALTER TABLE ONLY public.ai_usage_closed_days
    ADD CONSTRAINT ai_usage_closed_days_pkey PRIMARY KEY (user_id, day);

ALTER TABLE ONLY public.ai_usage_reservations
    ADD CONSTRAINT ai_usage_reservations_pkey PRIMARY KEY (id);

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

CREATE INDEX ai_agent_usage_reservation_id_idx ON public.ai_agent_usage USING btree (reservation_id) WHERE (reservation_id IS NOT NULL);

CREATE INDEX ai_agent_usage_user_id_created_at_idx ON public.ai_agent_usage USING btree (user_id, created_at);

CREATE INDEX ai_quota_alerts_next_attempt_at_idx ON public.ai_quota_alerts USING btree (next_attempt_at) WHERE (is_deliverable AND (delivered_at IS NULL));

CREATE INDEX ai_usage_reservations_user_id_expires_at_idx ON public.ai_usage_reservations USING btree (user_id, expires_at);

CREATE INDEX user_ai_quotas_tier_idx ON public.user_ai_quotas USING btree (tier);

CREATE INDEX user_subscriptions_tier_idx ON public.user_subscriptions USING btree (tier);

CREATE TRIGGER "~ai_quota_apply_override" AFTER INSERT OR DELETE OR UPDATE ON public.user_quota_overrides FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_override();

CREATE TRIGGER "~ai_quota_apply_subscription" AFTER INSERT OR DELETE OR UPDATE ON public.user_subscriptions FOR EACH ROW EXECUTE FUNCTION ai_quota.apply_subscription();

CREATE TRIGGER "~ai_quota_apply_tier" AFTER UPDATE ON public.ai_quota_tiers REFERENCING NEW TABLE AS edited FOR EACH STATEMENT EXECUTE FUNCTION ai_quota.apply_tier();

CREATE TRIGGER "~ai_quota_lock_tiers_to_edit" BEFORE INSERT OR DELETE OR UPDATE ON public.ai_quota_tiers FOR EACH STATEMENT EXECUTE FUNCTION ai_quota.lock_tiers_to_edit();

CREATE TRIGGER "~ai_quota_recount_changed" AFTER DELETE OR UPDATE OF user_id, tokens, requests, period_start, expires_at ON public.ai_usage_reservations FOR EACH ROW EXECUTE FUNCTION ai_quota.recount_holds();

ALTER TABLE ONLY ai_quota.settings
    ADD CONSTRAINT settings_default_tier_fkey FOREIGN KEY (default_tier) REFERENCES public.ai_quota_tiers(tier) ON UPDATE CASCADE;

ALTER TABLE ONLY public.ai_agent_usage
    ADD CONSTRAINT ai_agent_usage_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.ai_agents(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE;

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

ALTER TABLE ai_quota.request_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE ai_quota.settings ENABLE ROW LEVEL SECURITY;

CREATE POLICY "admins read every override" ON public.user_quota_overrides FOR SELECT TO authenticated USING (( SELECT ai_quota.is_admin() AS is_admin));

ALTER TABLE public.ai_agent_usage ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_agents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_model_prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_alerts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_quota_tiers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_usage_closed_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.ai_usage_reservations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;

CREATE POLICY "signed-in users read the agents" ON public.ai_agents FOR SELECT TO authenticated USING (true);

CREATE POLICY "signed-in users read the prices" ON public.ai_model_prices FOR SELECT TO authenticated USING (true);

CREATE POLICY "signed-in users read the tiers" ON public.ai_quota_tiers FOR SELECT TO authenticated USING (true);

ALTER TABLE public.user_ai_quota_periods ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.user_ai_quotas ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.user_quota_overrides ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.user_subscriptions ENABLE ROW LEVEL SECURITY;

CREATE POLICY "users read their own alerts, admins all alerts" ON public.ai_quota_alerts FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own days, admins all days" ON public.ai_usage_closed_days FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own periods, admins all periods" ON public.user_ai_quota_periods FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own profile" ON public.profiles FOR SELECT TO authenticated USING ((user_id = ( SELECT auth.uid() AS uid)));

CREATE POLICY "users read their own quota, admins every quota" ON public.user_ai_quotas FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own reservations, admins all reservations" ON public.ai_usage_reservations FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own subscription, admins every one" ON public.user_subscriptions FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

CREATE POLICY "users read their own usage, admins all usage" ON public.ai_agent_usage FOR SELECT TO authenticated USING (((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT ai_quota.is_admin() AS is_admin)));

GRANT USAGE ON SCHEMA ai_quota TO authenticated;

GRANT USAGE ON SCHEMA public TO postgres;
GRANT USAGE ON SCHEMA public TO anon;
GRANT USAGE ON SCHEMA public TO authenticated;
GRANT USAGE ON SCHEMA public TO service_role;

REVOKE ALL ON FUNCTION ai_quota.acting_user(user_id uuid, is_report boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_override() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_subscription() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.apply_tier() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.caller(user_id uuid, is_report boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_attempt(is_opened boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_reason(reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_reservation(tokens bigint, requests bigint, expires_in_seconds bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_retry(user_id uuid, request_id text, payload_hash bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_request_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_tier() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.default_token_quota() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.next_reset_date(as_of timestamp with time zone) FROM PUBLIC;

GRANT SELECT ON TABLE public.user_ai_quotas TO authenticated;
GRANT SELECT ON TABLE public.user_ai_quotas TO service_role;

REVOKE ALL ON FUNCTION ai_quota.check_total(quota public.user_ai_quotas, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.check_usage(agent_id uuid, discipline text, workflow_id text, tokens_prompt bigint, tokens_completion bigint, tokens_cached bigint, tokens_reasoning bigint, model_used text, cost_usd numeric, request_id text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.count_pages() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.create_quota(user_id uuid, tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.current_quota(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.denial_of(quota public.user_ai_quotas, tokens bigint, requests bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.describe_quota(quota public.user_ai_quotas) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.find_differences(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.forget_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.handle_new_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.is_admin() FROM PUBLIC;
GRANT ALL ON FUNCTION ai_quota.is_admin() TO authenticated;

REVOKE ALL ON FUNCTION ai_quota.is_current(quota_reset_date date, limits_expire_at timestamp with time zone, holds_expire_at timestamp with time zone, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.is_end_user() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.ledger_sums(of_user uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.left_of(quota bigint, used bigint, reserved bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.level_of(part double precision) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.limits_of(user_id uuid, tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.lock_tiers() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.lock_tiers_to_edit() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.most_tokens() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.next_period(quota_reset_date date, period_start timestamp with time zone, as_of timestamp with time zone, is_early boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.open_period(user_id uuid, as_of timestamp with time zone) FROM PUBLIC;

GRANT SELECT ON TABLE public.ai_usage_reservations TO authenticated;
GRANT SELECT ON TABLE public.ai_usage_reservations TO service_role;

REVOKE ALL ON FUNCTION ai_quota.pending_reservation(user_id uuid, reservation_id uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.percentage_of(quota bigint, used bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reaches_level(quota bigint, used bigint, added bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.recount_holds() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refuse(message text, hint text, code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refuse_count(argument text, value bigint, at_least bigint, at_most bigint, hint text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.refuse_text(argument text, value text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reset_due_quotas(as_of timestamp with time zone, for_at_most interval) FROM PUBLIC;

REVOKE ALL ON PROCEDURE ai_quota.reset_in_batches() FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.reset_pages(first_page bigint, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.roll_periods(user_ids uuid[], as_of timestamp with time zone, reset_reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.set_limits(user_ids uuid[], tier text, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.sum_holds(quota public.user_ai_quotas, as_of timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION ai_quota.tier_for(user_id uuid) FROM PUBLIC;

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

GRANT SELECT ON TABLE public.ai_model_prices TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(model),UPDATE(model) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(valid_from),UPDATE(valid_from) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(input_price),UPDATE(input_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(cached_input_price),UPDATE(cached_input_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(output_price),UPDATE(output_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(reasoning_price),UPDATE(reasoning_price) ON TABLE public.ai_model_prices TO service_role;

GRANT INSERT(source),UPDATE(source) ON TABLE public.ai_model_prices TO service_role;

GRANT SELECT ON TABLE public.ai_quota_tiers TO authenticated;
GRANT SELECT,DELETE ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(tier),UPDATE(tier) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_token_quota),UPDATE(monthly_token_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT INSERT(monthly_request_quota),UPDATE(monthly_request_quota) ON TABLE public.ai_quota_tiers TO service_role;

GRANT SELECT ON TABLE public.ai_unpriced_models TO authenticated;
GRANT SELECT ON TABLE public.ai_unpriced_models TO service_role;

GRANT SELECT ON TABLE public.ai_usage_closed_days TO authenticated;
GRANT SELECT ON TABLE public.ai_usage_closed_days TO service_role;

GRANT SELECT ON TABLE public.ai_usage_daily TO authenticated;
GRANT SELECT ON TABLE public.ai_usage_daily TO service_role;

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
