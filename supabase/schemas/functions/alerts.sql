-- Writes an alert for each threshold that a quota has reached and had not reached before, by usage
-- or by a smaller limit. A limit that rises arms the thresholds above the present use again.
create or replace function ai_quota.write_alerts(
  before public.user_ai_quotas,
  quota public.user_ai_quotas
)
returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_before constant public.user_ai_quotas := before;
  v_quota constant public.user_ai_quotas := quota;
  v_thresholds constant double precision[] := array[0.75, 0.9, 1];
begin
  -- Most calls reach no threshold; this costs less than an empty insert. Null where there is no limit.
  if (
    width_bucket(
      v_quota.current_month_tokens::double precision / v_quota.monthly_token_quota, v_thresholds
    ) > coalesce(
      width_bucket(
        v_before.current_month_tokens::double precision / v_before.monthly_token_quota, v_thresholds
      ),
      0
    )
    or width_bucket(
      v_quota.current_month_requests::double precision / v_quota.monthly_request_quota, v_thresholds
    ) > coalesce(
      width_bucket(
        v_before.current_month_requests::double precision / v_before.monthly_request_quota,
        v_thresholds
      ),
      0
    )
  ) is not true then
    return;
  end if;

  with reached as (
    select
      m.metric, m.used, m.quota, t.threshold,
      t.threshold = max(t.threshold) over (partition by m.metric) as is_highest
    from (
      values
        (
          'tokens', v_quota.current_month_tokens, v_quota.monthly_token_quota,
          v_before.current_month_tokens, v_before.monthly_token_quota
        ),
        (
          'requests', v_quota.current_month_requests, v_quota.monthly_request_quota,
          v_before.current_month_requests, v_before.monthly_request_quota
        )
    ) as m (metric, used, quota, used_before, quota_before)
      cross join (values (75), (90), (100)) as t (threshold)
    where m.used::double precision / m.quota >= t.threshold / 100.0::double precision
      and (
        m.used_before::double precision / m.quota_before >= t.threshold / 100.0::double precision
      ) is not true
  ),
  written as (
    insert into public.ai_quota_alerts (user_id, period_start, metric, threshold, used, quota)
    select v_quota.user_id, v_quota.period_start, r.metric, r.threshold, r.used, r.quota
    from reached as r
    on conflict (user_id, period_start, metric, threshold, quota) where kind = 'usage' do nothing
    returning id, metric, threshold
  )
  -- Of several thresholds, one message is enough.
  insert into ai_quota.alert_deliveries (alert_id)
  select w.id
  from written as w
    join reached as r on r.metric = w.metric and r.threshold = w.threshold
  where r.is_highest;
end
$$;

-- Records a denial, and the period's first one by a limit as an alert. Returns the first public
-- tier above the user's own that would admit the call, if any.
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
declare
  v_quota constant public.user_ai_quotas := quota;
begin
  insert into public.ai_quota_denials as d (user_id, day, reason, denials, tokens)
  values (
    v_quota.user_id, (now() at time zone 'UTC')::date, record_denial.reason, 1, record_denial.tokens
  )
  on conflict on constraint ai_quota_denials_pkey do update
    set denials = d.denials + 1, tokens = d.tokens + excluded.tokens;
  if record_denial.reason not in ('tokens', 'requests') then
    return null;
  end if;

  with written as (
    insert into public.ai_quota_alerts (
      user_id, period_start, kind, metric, threshold, used, quota
    )
    select
      v_quota.user_id, v_quota.period_start, 'denied', record_denial.reason, 0, m.used, m.quota
    from (
      values
        ('tokens', v_quota.current_month_tokens, v_quota.monthly_token_quota),
        ('requests', v_quota.current_month_requests, v_quota.monthly_request_quota)
    ) as m (metric, used, quota)
    where m.metric = record_denial.reason
    on conflict (user_id, period_start) where kind = 'denied' do nothing
    returning id
  )
  insert into ai_quota.alert_deliveries (alert_id)
  select w.id from written as w;

  return (
    select t.tier
    from public.ai_quota_tiers as t
      join public.ai_quota_tiers as o on o.tier = v_quota.tier
    where t.is_public
      and t.tier <> o.tier
      and (t.sort_order, coalesce(t.monthly_token_quota, 9223372036854775807))
        > (o.sort_order, coalesce(o.monthly_token_quota, 9223372036854775807))
      and coalesce(
        v_quota.current_month_tokens::numeric + v_quota.reserved_tokens + record_denial.tokens
        <= t.monthly_token_quota,
        true
      )
      and coalesce(
        v_quota.current_month_requests::numeric + v_quota.reserved_requests
        + record_denial.requests <= t.monthly_request_quota,
        true
      )
    order by t.sort_order, t.monthly_token_quota nulls last, t.tier
    limit 1
  );
end
$$;
