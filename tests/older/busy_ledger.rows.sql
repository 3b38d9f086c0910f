insert into auth.users (id, email)
select older.user_id(i), format('user%s@chat.example', i)
from generate_series(1, 1000) as i;

insert into public.profiles (id, user_id, email, username, role)
select older.user_id(i), older.user_id(i), format('user%s@chat.example', i), 'user_' || i,
  (array['member', 'member', 'manager', 'owner'])[1 + i % 4]::public.app_role
from generate_series(1, 1000) as i;

insert into public.ai_agents (id, name, owner_id)
select older.uuid('agent', i), 'agent ' || i, older.user_id(i)
from generate_series(1, 5) as i;

insert into public.chat_sessions (id, user_id, title)
select older.uuid('session', i), older.user_id(1 + i % 1000), 'chat ' || i
from generate_series(1, 500) as i;

insert into public.user_ai_quotas
  (user_id, monthly_token_quota, monthly_request_quota, current_month_tokens,
   current_month_requests, quota_reset_date, last_usage_at)
select
  older.user_id(i),
  (array[10000, 10000, 50000, 200000, 10000000])[1 + i % 5],
  (array[100, 100, 500, 2000, 10000])[1 + i % 5],
  case when i % 61 = 0 then null else (i * 53) % 60000 end,
  case when i % 67 = 0 then null else i % 700 end,
  case
    when i % 41 = 0 then null
    when i % 20 = 0 then (older.this_month() at time zone 'UTC')::date
    else older.next_month() + 13 * (i % 2)
  end,
  older.this_month() + (i % 9) * interval '1 hour'
from generate_series(1, 1000) as i;
update public.user_ai_quotas set monthly_token_quota = 333333, monthly_request_quota = 444
where user_id = older.user_id(31);

-- The provider's own total differs from the sum on every 13th row, and is missing on every 17th.
insert into public.ai_agent_usage
  (id, user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
   tokens_cached, tokens_total, model_used, cost_usd, latency_ms, metadata, raw_response, tags,
   created_at)
select
  older.uuid('usage', i),
  older.user_id(1 + i % 1000),
  older.uuid('agent', 1 + i % 5),
  older.uuid('session', 1 + i % 500),
  'general',
  case when i % 4 = 0 then older.uuid('workflow', i % 30) end,
  i % 4000,
  (i * 3) % 1200,
  case when i % 6 = 0 then i % 100 end,
  case
    when i % 17 = 0 then null
    else i % 4000 + (i * 3) % 1200 + case when i % 13 = 0 then 25 else 0 end
  end,
  (array['gpt-4o-mini', 'claude-3-5-haiku'])[1 + i % 2],
  (i % 500) * 0.000011,
  i % 9000,
  jsonb_build_object('source', (array['web', 'ios'])[1 + i % 2], 'n', i),
  case when i % 100 = 0 then json_build_object('id', 'resp_' || i) end,
  case when i % 8 = 0 then array['slow', 'retry'] end,
  case
    when i % 400 = 0 then null
    when i % 6 = 0 then older.recently(i)
    else older.this_month() - (i % 80) * interval '11 hours'
  end
from generate_series(1, 10000) as i;

insert into public.user_subscriptions
  (id, user_id, tier, status, stripe_customer_id, stripe_subscription_id, current_period_start,
   current_period_end)
select
  older.uuid('subscription', i),
  older.user_id(i),
  (array['free', 'basic', 'pro', 'enterprise'])[1 + i % 4]::public.subscription_tier,
  (array['active', 'trialing', 'past_due', 'canceled', 'incomplete'])[1 + i % 5]
    ::public.subscription_status,
  'cus_' || i,
  'sub_' || i,
  older.this_month(),
  older.this_month() + interval '30 days'
from generate_series(1, 700) as i;
