-- Long for the same reason as track_usage: the usual path is inline.
-- Definer: no API role may write reservations.
create or replace function public.reserve_tokens(
  tokens bigint default null,
  requests bigint default 1,
  expires_in_seconds bigint default 300,
  user_id uuid default null
)
returns table (
  allowed boolean,
  reservation_id uuid,
  expires_at timestamptz,
  reason text,
  remaining_tokens bigint,
  remaining_requests bigint,
  reset_date date,
  upgrade_tier text
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
comment on function public.reserve_tokens is
  'Reserves tokens before a call, if used + reserved + requested stays within the limits of tokens
and requests. Settle it with track_usage(reservation_id), or release it with release_reservation.
After it expires it no longer counts. A denial is a row, not an error.
Arguments: tokens (1 or more, an upper bound of the call), requests (default 1), expires_in_seconds
(1 to 86400, default 300), user_id (service_role only).
Returns: one row allowed, reservation_id, expires_at, reason (of a denial: tokens, requests or
blocked), remaining_tokens and remaining_requests (after it; null when unlimited), reset_date (UTC
day), upgrade_tier (of a denial: the smallest other tier that would admit the call).
Errors: 22023 for an argument out of its range or an unknown user, 42501 for somebody else''s
user_id.';
revoke execute on function public.reserve_tokens from public, anon, authenticated, service_role;
grant execute on function public.reserve_tokens to authenticated, service_role;

-- Definer: as reserve_tokens.
create or replace function public.release_reservation(
  reservation_id uuid default null,
  user_id uuid default null
)
returns setof public.ai_quota_status
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
comment on function public.release_reservation is
  'Releases a reservation that will not be used. Calling it twice is harmless.
Arguments: reservation_id (what reserve_tokens returned), user_id (service_role only).
Returns: the row of get_user_quota_status, after it.
Errors: 22023 for a reservation that is not the user''s or was settled, 42501 for somebody else''s
user_id.';
revoke execute on function public.release_reservation
  from public, anon, authenticated, service_role;
grant execute on function public.release_reservation to authenticated, service_role;
