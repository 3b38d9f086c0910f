-- Alerts that wait. Where none was ever delivered, the project does without.
select
  case when y.delivers then 'wrong' else 'note' end as level,
  format('%s alerts wait for delivery, the first since %s', y.waiting, y.first_at) as problem,
  case
    when y.delivers then 'start the worker that calls claim_quota_alerts again'
    else 'call claim_quota_alerts and complete_quota_alert from a worker, or leave them'
  end as remedy
from (
  select
    count(*) filter (
      where a.is_deliverable and a.delivered_at is null
        and a.next_attempt_at < now() - interval '1 hour'
    ) as waiting,
    min(a.created_at) filter (where a.is_deliverable and a.delivered_at is null) as first_at,
    count(a.delivered_at) > 0 as delivers
  from public.ai_quota_alerts as a
) as y
where y.waiting > 0;
