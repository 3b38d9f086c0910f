-- Refuses a request_id that was counted for another call. The payload is the arguments of
-- track_usage; a cost or a time that is left out fits any.
create or replace function ai_quota.validate_retry(
  user_id uuid,
  caller public.ai_quota_caller,
  request_id text,
  cost_usd numeric,
  occurred_at timestamptz,
  payload record,
  ignores_agent boolean default false
)
returns void
language plpgsql
stable
set search_path = ''
as $$
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

-- Adds usage to a UTC day that is over.
create or replace function ai_quota.add_to_day(
  user_id uuid,
  day date,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
)
returns void
language plpgsql
set search_path = ''
as $$
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

-- Adds usage to the period that is charged, which may be closed, and to the day of as_of, under the
-- lock of the quota row. Writes the alerts that this causes.
create or replace function ai_quota.add_usage(
  quota public.user_ai_quotas,
  charged_period timestamptz,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint default 0,
  as_of timestamptz default now()
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
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

-- Counts writes of a signed-in user under the lock of the quota row: refuses more in a minute than
-- the settings allow.
create or replace function ai_quota.count_user_write(
  quota public.user_ai_quotas,
  writes integer default 1
)
returns void
language plpgsql
set search_path = ''
as $$
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

create or replace function ai_quota.refuse_blocked(quota public.user_ai_quotas)
returns void
language plpgsql
set search_path = ''
as $$
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

-- The period that a call of that moment is charged to: the open one, or the closed one that it
-- falls into, which is made where it had no usage.
create or replace function ai_quota.period_of(quota public.user_ai_quotas, moment timestamptz)
returns timestamptz
language plpgsql
set search_path = ''
as $$
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

-- Counts a ledger row whose call is not of the usual kind: the quota row is missing or outdated,
-- the call was some time ago, or it settles a reservation that the row does not count. Decides which
-- period is charged, corrects the ledger row, and moves the counters. (anyelement: the ledger of an
-- older deployment may have ids of another type.)
create or replace function ai_quota.record_unusual(
  user_id uuid,
  ledger_id anyelement,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  caller public.ai_quota_caller,
  reservation_id uuid,
  is_final boolean,
  occurred_at timestamptz,
  uncounted text[] default null
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
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
