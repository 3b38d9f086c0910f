-- Alerts at the moment at which each threshold was reached, and of the first denial of each month.
-- Older ones were delivered, and those of the last hours wait.
insert into public.ai_quota_alerts (
  user_id, period_start, metric, threshold, used, quota, created_at
)
select distinct on (r.user_id, r.month, m.metric, t.threshold)
  r.user_id,
  r.month,
  m.metric,
  t.threshold,
  m.used,
  m.quota,
  r.at
from (
  select
    c.user_id,
    date_trunc('month', c.at, 'UTC') as month,
    c.at,
    sum(c.prompt + c.completion) over each_month as tokens,
    count(*) over each_month as requests
  from pg_temp.demo_calls as c
  window each_month as (
    partition by c.user_id, date_trunc('month', c.at, 'UTC') order by c.at
    rows unbounded preceding
  )
) as r
  join pg_temp.demo_users as u on r.user_id = u.id
  join public.ai_quota_tiers as l on u.tier = l.tier
  cross join lateral (
    values
      ('tokens', r.tokens, l.monthly_token_quota),
      ('requests', r.requests, l.monthly_request_quota)
  ) as m (metric, used, quota)
  cross join (values (75), (90), (100)) as t (threshold)
where m.used >= m.quota * t.threshold / 100.0
order by r.user_id, r.month, m.metric, t.threshold, r.at;

insert into public.ai_quota_alerts (
  user_id, period_start, kind, metric, threshold, used, quota, created_at
)
select distinct on (d.user_id, date_trunc('month', d.day::timestamp))
  d.user_id,
  date_trunc('month', d.day::timestamp) at time zone 'UTC' as period_start,
  'denied'::public.ai_quota_alert_kind as kind,
  d.reason,
  0 as threshold,
  m.quota as used,
  m.quota,
  least(now(), (d.day + time '15:00') at time zone 'UTC') as created_at
from pg_temp.demo_denials as d
  join pg_temp.demo_users as u on d.user_id = u.id
  join public.ai_quota_tiers as l on u.tier = l.tier
  cross join lateral (
    values ('tokens', l.monthly_token_quota), ('requests', l.monthly_request_quota)
  ) as m (metric, quota)
where m.metric = d.reason
order by d.user_id, date_trunc('month', d.day::timestamp), d.day, d.reason;

insert into ai_quota.alert_deliveries (
  alert_id, attempts, next_attempt_at, delivered_at, last_error, channels
)
select
  a.id,
  case when x.has_failed then 2 when x.is_done then 1 else 0 end as attempts,
  case when x.has_failed then now() + interval '2 minutes' else a.created_at end as next_attempt_at,
  case when x.is_done then a.created_at + interval '20 seconds' end as delivered_at,
  case when x.has_failed then 'webhook: answered 503' end as last_error,
  case when x.has_failed then array['user'] else '{}' end as channels
from public.ai_quota_alerts as a
  join pg_temp.demo_users as u on a.user_id = u.id
  cross join lateral (
    select
      a.created_at < now() - interval '6 hours' as is_done,
      a.created_at >= now() - interval '6 hours' and a.id % 3 = 0 as has_failed
  ) as x;
