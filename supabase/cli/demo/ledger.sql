-- The ledger and the closed periods. Counters and days follow by repair_user_quota.
insert into public.ai_agent_usage (
  user_id, discipline, workflow_id, tokens_prompt, tokens_completion, tokens_cached, model_used,
  cost_usd, period_start, created_at
)
select
  c.user_id,
  c.discipline,
  c.workflow,
  c.prompt,
  c.completion,
  c.cached,
  c.model,
  ai_quota.call_cost(
    c.model, c.at, c.prompt::bigint, c.completion::bigint, c.cached::bigint, 0::bigint, 0::bigint,
    0::bigint, 0::bigint
  ) as cost_usd,
  date_trunc('month', c.at, 'UTC') as period_start,
  c.at
from pg_temp.demo_calls as c
order by c.at;

insert into public.ai_quota_periods (
  user_id, period_start, period_end, tokens_used, requests_used, monthly_token_quota,
  monthly_request_quota, tier, closed_at
)
select
  c.user_id,
  c.month,
  c.month + interval '1 month' as period_end,
  c.tokens,
  c.requests,
  t.monthly_token_quota,
  t.monthly_request_quota,
  t.tier,
  c.month + interval '1 month' as closed_at
from (
  select
    d.user_id,
    d.month,
    sum(d.tokens) as tokens,
    count(*) as requests
  from (
    select
      e.user_id,
      date_trunc('month', e.at, 'UTC') as month,
      e.prompt + e.completion as tokens
    from pg_temp.demo_calls as e
  ) as d
  group by d.user_id, d.month
) as c
  join pg_temp.demo_users as u on c.user_id = u.id
  join public.ai_quota_tiers as t on u.tier = t.tier
where c.month < date_trunc('month', now(), 'UTC');
