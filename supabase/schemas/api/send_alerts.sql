-- The day on which a limit is reached at the pace of the period so far; null if not before its end.
create or replace function ai_quota.day_reached(quota public.user_ai_quotas, metric text)
returns date
language plpgsql
stable
set search_path = ''
as $$
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

-- Definer: the address is read from auth.users, which the server may not.
create or replace function public.prepare_quota_alert(id bigint, attempt integer)
returns setof public.ai_quota_alert_message
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
comment on function public.prepare_quota_alert is
  'What to tell of a claimed alert, read just before it is sent. It hides the alert from other workers
for one more minute.
Arguments: id and attempt (id and attempts of what claim_quota_alerts returned).
Returns: one row id, message_key (the same in each attempt: for Message-ID and idempotency keys),
user_id, email (confirmed and wanted, else null), name, language, metric, threshold (percent), used,
quota, tier, upgrade_tier (their names for people), reset_date and reached_on (UTC days; the second at
the pace so far, null if not in this period), created_at, channels (done in an earlier attempt). None
if another worker has claimed it since, or if it is no longer true: then do not send it.
Errors: 42501 for any other caller than service_role.';
revoke execute on function public.prepare_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.prepare_quota_alert to service_role;

-- Definer: workers have no right to write alerts.
create or replace function public.note_quota_alert(id bigint, channel text, error text default null)
returns public.ai_quota_alert_delivery
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
comment on function public.note_quota_alert is
  'Notes that one channel of several is done with an alert, so that a later attempt leaves it out.
Arguments: id (of ai_quota_alerts), channel (a text of 1 to 50 characters, such as email), error (why
this channel is given up, if it is; 1000 characters are kept).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown id or no channel, 42501 for any other caller than service_role.';
revoke execute on function public.note_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.note_quota_alert to service_role;

create or replace function ai_quota.validate_channel(channel text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
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

-- Definer: workers have no right to write digests, or to read auth.users.
create or replace function public.claim_quota_digest()
returns table (
  day date,
  message_key uuid,
  attempts integer,
  channels text[],
  users bigint,
  denials bigint,
  tokens bigint,
  user_id uuid,
  email text,
  reason text,
  user_denials bigint,
  user_tokens bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
comment on function public.claim_quota_digest is
  'Gives the denials of a UTC day that is over to a delivery worker, for the operators, and hides them
from other workers for one minute, twice as long after each failure. A day is given up after three
days or ten attempts.
Returns: up to 20 rows, most denials first: day, message_key (the same in each attempt), attempts,
channels (done in an earlier attempt), users, denials and tokens (of the whole day), user_id, email, reason (tokens, requests, blocked or
anonymous), user_denials, user_tokens. None if there is nothing to tell.
Errors: 42501 for any other caller than service_role.';
revoke execute on function public.claim_quota_digest from public, anon, authenticated, service_role;
grant execute on function public.claim_quota_digest to service_role;

-- Definer: workers have no right to write digests.
create or replace function public.complete_quota_digest(day date, channel text default null)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
comment on function public.complete_quota_digest is
  'Notes that a channel is done with the digest of a day, or that the digest is delivered.
Arguments: day (what claim_quota_digest returned), channel (null: all of them).
Returns: whether that digest was ever claimed.
Errors: 22023 for an empty channel, 42501 for any other caller than service_role.';
revoke execute on function public.complete_quota_digest
  from public, anon, authenticated, service_role;
grant execute on function public.complete_quota_digest to service_role;
