-- Refuses a request_id that was counted for another call.
create or replace function ai_quota.validate_retry(
  user_id uuid,
  request_id text,
  payload_hash bigint
)
returns void
language plpgsql
stable
set search_path = ''
as $$
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

-- A user's reservation, which must still be pending.
create or replace function ai_quota.pending_reservation(user_id uuid, reservation_id uuid)
returns public.ai_quota_reservations
language plpgsql
set search_path = ''
as $$
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

-- Lets go of a pending reservation under the lock of its quota row. What the row counts as reserved
-- is reduced only if it still counts this reservation.
create or replace function ai_quota.close_reservation(
  quota public.user_ai_quotas,
  reservation_id uuid,
  status public.ai_quota_reservation_status
)
returns public.ai_quota_reservations
language plpgsql
set search_path = ''
as $$
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

-- Adds usage to the day and to the period that is charged, which may be closed, under the lock of
-- the quota row. Writes the alerts that this causes.
create or replace function ai_quota.add_usage(
  quota public.user_ai_quotas,
  charged_period timestamptz,
  tokens bigint,
  requests bigint,
  cost_usd numeric
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
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

-- The part of track_usage that few calls need: the quota row is missing or outdated, or the
-- reservation is not one that the row counts. The ledger row is charged to the period of the
-- reservation, if any. (anyelement: the ledger of an older deployment may have ids of another
-- type.)
create or replace function ai_quota.record_unusual(
  user_id uuid,
  ledger_id anyelement,
  tokens bigint,
  cost_usd numeric,
  reservation_id uuid
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
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
