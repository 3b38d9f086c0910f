-- Definer: workers have no right to write alerts.
create or replace function public.claim_quota_alerts("limit" bigint default 10)
returns setof public.ai_quota_alerts
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  if (claim_quota_alerts."limit" between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
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
comment on function public.claim_quota_alerts is
  'Gives alerts to a delivery worker and hides them from other workers for one minute, in case the
worker dies. An alert is given up after ten attempts.
Arguments: limit (1 to 1000 alerts, default 10).
Returns: rows of ai_quota_alerts.
Errors: 22023 for a limit out of its range, 42501 for any other caller.';
revoke execute on function public.claim_quota_alerts from public, anon, authenticated, service_role;
grant execute on function public.claim_quota_alerts to service_role;

-- Definer: workers have no right to write alerts.
create or replace function public.complete_quota_alert(id bigint)
returns public.ai_quota_alerts
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_alert public.ai_quota_alerts;
begin
  update public.ai_quota_alerts as a
  set delivered_at = coalesce(a.delivered_at, now())
  where a.id = complete_quota_alert.id
  returning a.* into v_alert;
  if not found then
    perform ai_quota.raise_bad_request(
      format('id does not exist, got %s', coalesce(complete_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;
comment on function public.complete_quota_alert is
  'Marks an alert as delivered, so that it is not claimed again. Calling it twice is harmless.
Arguments: id (of ai_quota_alerts).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown id, 42501 for any other caller.';
revoke execute on function public.complete_quota_alert
  from public, anon, authenticated, service_role;
grant execute on function public.complete_quota_alert to service_role;

-- Definer: workers have no right to write alerts.
create or replace function public.fail_quota_alert(id bigint, error text)
returns public.ai_quota_alerts
language plpgsql
volatile
security definer
set search_path = ''
as $$
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
    perform ai_quota.raise_bad_request(
      format(
        'id is not an undelivered alert, got %s', coalesce(fail_quota_alert.id::text, 'null')
      ),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;
comment on function public.fail_quota_alert is
  'Marks an attempt to deliver an alert as failed. It can be claimed again after 1, 2, 4 … minutes.
Arguments: id (of ai_quota_alerts), error (what went wrong; 1000 characters are kept).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown or delivered alert, 42501 for any other caller.';
revoke execute on function public.fail_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.fail_quota_alert to service_role;
