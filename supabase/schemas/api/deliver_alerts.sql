create or replace function ai_quota.describe_delivery(
  alert public.ai_quota_alerts,
  delivery ai_quota.alert_deliveries
)
returns public.ai_quota_alert_delivery
language plpgsql
immutable
set search_path = ''
as $$
begin
  return row(
    alert.id, alert.user_id, alert.period_start, alert.kind, alert.metric, alert.threshold,
    alert.used, alert.quota, alert.created_at, delivery.attempts, delivery.next_attempt_at,
    delivery.delivered_at, delivery.last_error
  )::public.ai_quota_alert_delivery;
end
$$;

-- Whether what an alert says is still so: its period is open, and its threshold reached.
create or replace function ai_quota.is_current(alert public.ai_quota_alerts)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
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

-- Definer: workers have no right to write alerts.
create or replace function public.claim_quota_alerts("limit" bigint default 10)
returns setof public.ai_quota_alert_delivery
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
comment on function public.claim_quota_alerts is
  'Gives alerts to a delivery worker and hides them from other workers for one minute, in case the
worker dies. An alert is given up after ten attempts, and not given out if its period is closed or
its threshold no longer reached.
Arguments: limit (1 to 1000 alerts, default 10).
Returns: rows id, user_id, period_start, kind (usage or denied), metric, threshold (percent), used,
quota, created_at, attempts, next_attempt_at, delivered_at, last_error.
Errors: 22023 for a limit out of its range, 42501 for any other caller.';
revoke execute on function public.claim_quota_alerts from public, anon, authenticated, service_role;
grant execute on function public.claim_quota_alerts to service_role;

-- Definer: workers have no right to write alerts.
create or replace function public.complete_quota_alert(id bigint)
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
comment on function public.complete_quota_alert is
  'Marks an alert as delivered, so that it is not claimed again. Calling it twice is harmless.
Arguments: id (of ai_quota_alerts).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown id, 42501 for any other caller.';
revoke execute on function public.complete_quota_alert
  from public, anon, authenticated, service_role;
grant execute on function public.complete_quota_alert to service_role;

-- Definer: workers have no right to write alerts.
create or replace function public.fail_quota_alert(id bigint, error text)
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
comment on function public.fail_quota_alert is
  'Marks an attempt to deliver an alert as failed. It can be claimed again after 1, 2, 4 … minutes.
Arguments: id (of ai_quota_alerts), error (what went wrong; 1000 characters are kept).
Returns: the row of claim_quota_alerts.
Errors: 22023 for an unknown or delivered alert, 42501 for any other caller.';
revoke execute on function public.fail_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.fail_quota_alert to service_role;
