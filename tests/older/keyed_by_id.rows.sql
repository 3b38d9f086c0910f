insert into auth.users (id, email)
select older.user_id(i), format('user%s@shop.example', i)
from generate_series(1, 1000) as i;

insert into public.profiles (id, user_id, email, subscription_tier)
select older.uuid('profile', i), older.user_id(i), format('user%s@shop.example', i),
  (array['free', 'free', 'basic', 'pro', 'enterprise'])[1 + i % 5]
from generate_series(1, 1000) as i;

insert into public.ai_agents (id, slug)
select older.uuid('agent', i), 'agent-' || i
from generate_series(1, 5) as i;

-- Resets on the day of sign-up, not on the first; some without a date, some long overdue; counters
-- and quotas that were never filled in.
insert into public.user_ai_quotas
  (id, user_id, monthly_token_quota, current_month_tokens, quota_reset_date, allow_overage,
   monthly_cost_limit_usd, current_month_cost_usd)
select
  older.uuid('quota', i),
  older.user_id(i),
  case when i % 97 = 0 then null else (array[10000, 10000, 50000, 200000, 10000000])[1 + i % 5] end,
  case when i % 40 = 0 then null else (i * 131) % 240000 end,
  case
    when i % 33 = 0 then null
    when i % 10 = 0 then older.this_month() - (i % 200) * interval '1 day'
    else older.next_month()::timestamp at time zone 'UTC' + (i % 28) * interval '1 day 3 hours'
  end,
  i % 6 = 0,
  case when i % 3 = 0 then 25.50 end,
  round((i % 400) * 0.0173::numeric, 4)
from generate_series(1, 1000) as i;
update public.user_ai_quotas set monthly_token_quota = 5000000000, current_month_tokens = 4300000000
where user_id = older.user_id(21);
update public.user_ai_quotas set monthly_token_quota = 1500000 where user_id = older.user_id(22);

insert into public.ai_agent_usage
  (id, user_id, agent_id, session_id, tokens_prompt, tokens_completion, model_used, cost_usd,
   created_at)
select
  i,
  older.user_id(1 + i % 1000),
  case when i % 2 = 0 then older.uuid('agent', 1 + i % 5) end,
  older.uuid('session', i % 300),
  case when i % 211 = 0 then null else i % 3000 end,
  case when i % 223 = 0 then null else i % 800 end,
  (array['gpt-4o-mini', 'gpt-4.1', 'gemini-2.0-flash'])[1 + i % 3],
  case when i % 9 > 0 then round((i % 77) * 0.00031::numeric, 6) end,
  case
    when i % 500 = 0 then null
    when i % 7 = 0 then older.recently(i)
    else older.this_month() - (i % 60) * interval '13 hours'
  end
from generate_series(1, 10000) as i;
select setval('public.ai_agent_usage_id_seq', 10000);
