-- Writes an alert for each threshold that the last so many tokens and requests reached.
create or replace function ai_quota.write_alerts(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  c_thresholds constant double precision[] := array[0.75, 0.9, 1];
begin
  -- Most calls reach none; this costs less than an empty insert. NULL without limits.
  if (
    width_bucket(
      quota.current_month_tokens::double precision / quota.monthly_token_quota, c_thresholds
    ) = width_bucket(
      (quota.current_month_tokens - write_alerts.tokens)::double precision
      / quota.monthly_token_quota, c_thresholds
    )
  ) is not false
  and (
    width_bucket(
      quota.current_month_requests::double precision / quota.monthly_request_quota, c_thresholds
    ) = width_bucket(
      (quota.current_month_requests - write_alerts.requests)::double precision
      / quota.monthly_request_quota, c_thresholds
    )
  ) is not false then
    return;
  end if;

  insert into public.ai_quota_alerts (
    user_id, period_start, metric, threshold, used, quota, is_deliverable
  )
  select
    (write_alerts.quota).user_id, (write_alerts.quota).period_start,
    m.metric, t.threshold, m.used, m.quota,
    t.threshold = max(t.threshold) over (partition by m.metric)
  from (
    values
      (
        'tokens', (write_alerts.quota).current_month_tokens,
        (write_alerts.quota).monthly_token_quota, write_alerts.tokens
      ),
      (
        'requests', (write_alerts.quota).current_month_requests,
        (write_alerts.quota).monthly_request_quota, write_alerts.requests
      )
  ) as m (metric, used, quota, added)
    cross join (values (75), (90), (100)) as t (threshold)
  where m.used::double precision / m.quota >= t.threshold / 100.0::double precision
    and (m.used - m.added)::double precision / m.quota < t.threshold / 100.0::double precision
  on conflict (user_id, period_start, metric, threshold) do nothing;
end
$$;

-- Records a denial: the first one by a limit is that limit's alert. Returns the smallest other tier
-- that would admit the call, if any.
create or replace function ai_quota.record_denial(
  quota public.user_ai_quotas,
  reason text,
  tokens bigint,
  requests bigint
)
returns text
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  if record_denial.reason = 'blocked' then
    return null;
  end if;
  insert into public.ai_quota_alerts (
    user_id, period_start, metric, threshold, used, quota, is_deliverable
  )
  select
    (record_denial.quota).user_id, (record_denial.quota).period_start, record_denial.reason, 100,
    m.used, m.quota, true
  from (
    values
      (
        'tokens', (record_denial.quota).current_month_tokens,
        (record_denial.quota).monthly_token_quota
      ),
      (
        'requests', (record_denial.quota).current_month_requests,
        (record_denial.quota).monthly_request_quota
      )
  ) as m (metric, used, quota)
  where m.metric = record_denial.reason
  on conflict (user_id, period_start, metric, threshold) do nothing;

  return (
    select t.tier
    from public.ai_quota_tiers as t
    where t.tier <> (record_denial.quota).tier
      and coalesce(
        (record_denial.quota).current_month_tokens::numeric
        + (record_denial.quota).reserved_tokens + record_denial.tokens <= t.monthly_token_quota,
        true
      )
      and coalesce(
        (record_denial.quota).current_month_requests::numeric
        + (record_denial.quota).reserved_requests + record_denial.requests
        <= t.monthly_request_quota,
        true
      )
    order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
    limit 1
  );
end
$$;
