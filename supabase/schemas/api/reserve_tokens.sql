-- Long for the same reason as track_usage: the usual path is inline.
-- Definer: no API role may write reservations.
create or replace function public.reserve_tokens(
  tokens bigint default null,
  requests bigint default 1,
  expires_in_seconds bigint default 300,
  user_id uuid default null,
  request_id text default null,
  on_expiry text default 'release'
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
comment on function public.reserve_tokens is
  'Reserves tokens before a call, if used + reserved + requested stays within the limits of tokens
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
comment on function public.release_reservation is
  'Releases a reservation that will not be used. Calling it twice is harmless.
Arguments: reservation_id (what reserve_tokens returned), user_id (service_role only).
Returns: the row of get_user_quota_status, after it.
Errors: 22023 for a reservation that is not the user''s or was settled, 42501 for somebody else''s
user_id or a reservation that the server made.';
revoke execute on function public.release_reservation
  from public, anon, authenticated, service_role;
grant execute on function public.release_reservation to authenticated, service_role;
