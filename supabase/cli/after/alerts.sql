-- requires ai_quota.alert_deliveries
-- Alerts that wait. Where none was ever delivered, the project does without.
select
  case when y.delivers then 'wrong' else 'note' end as level,
  format('%s alerts wait for delivery, the first since %s', y.waiting, y.first_at) as problem,
  case
    when y.delivers then 'start the worker that calls claim_quota_alerts again'
    else 'run ai-token-quotas worker, or leave them'
  end as remedy
from (
  select
    count(*) filter (
      where d.delivered_at is null and d.expired_at is null
        and d.next_attempt_at < now() - interval '1 hour'
    ) as waiting,
    min(a.created_at) filter (where d.delivered_at is null and d.expired_at is null) as first_at,
    count(d.delivered_at) > 0 as delivers
  from ai_quota.alert_deliveries as d
    join public.ai_quota_alerts as a on d.alert_id = a.id
) as y
where y.waiting > 0;
