-- Charges the reservations of a user that have expired and count as used in full then, under the
-- lock of the quota row.
create or replace function ai_quota.charge_expired(
  quota public.user_ai_quotas,
  as_of timestamptz default now()
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
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

-- Takes back what charge_expired counted for a reservation, with a row of its own.
create or replace function ai_quota.correct_charge(
  quota public.user_ai_quotas,
  reservation public.ai_quota_reservations
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
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

-- Ends a reservation, or takes a part out of it, under the lock of its quota row. Returns the quota.
-- What the row counts as reserved is reduced only if it counts this reservation.
create or replace function ai_quota.draw_reservation(
  quota public.user_ai_quotas,
  reservation public.ai_quota_reservations,
  status public.ai_quota_reservation_status,
  tokens bigint default 0,
  requests bigint default 0
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
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

-- The reservation that the same call of reserve_tokens made before, if any, under the lock of the
-- quota row.
create or replace function ai_quota.find_reservation(
  user_id uuid,
  caller public.ai_quota_caller,
  request_id text,
  tokens bigint,
  requests bigint,
  on_expiry text
)
returns table (id uuid, expires_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
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

-- Refuses more open reservations than the settings allow a signed-in user, under the lock of the
-- quota row.
create or replace function ai_quota.limit_open_holds(user_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
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

-- Refuses a reservation that the caller may not settle or release: it must be pending, and the
-- user's own.
create or replace function ai_quota.refuse_reservation(
  reservation public.ai_quota_reservations,
  reservation_id uuid
)
returns void
language plpgsql
set search_path = ''
as $$
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
