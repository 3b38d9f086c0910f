insert into auth.users (id, email)
select older.user_id(i), format('user%s@%s.example', i, (array['a', 'b', 'c'])[1 + i % 3])
from generate_series(1, 1000) as i;

insert into public.profiles (user_id, email, full_name)
select u.id, u.email, 'Ünï Cödé ' || u.email
from auth.users as u;

insert into public.ai_agents (id, name, discipline)
select older.uuid('agent', i), 'agent ' || i, 'structural'
from generate_series(1, 5) as i;

insert into public.ai_agent_usage
  (id, user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
   model_used, cost_usd, created_at)
select
  older.uuid('usage', i),
  older.user_id(1 + i % 1000),
  case when i % 7 > 0 then older.uuid('agent', 1 + i % 5) end,
  case when i % 5 > 0 then older.uuid('session', i % 400) end,
  (array['structural', 'mep', null])[1 + i % 3],
  'workflow-' || i % 20,
  i % 900,
  (i * 7) % 1500,
  (array['gpt-4o-mini', 'gpt-4o', 'claude-3-5-sonnet', null])[1 + i % 4],
  (i % 100) * 0.000123,
  case
    when i % 9 = 0 then older.recently(i)
    else older.this_month() - (i % 90) * interval '1 day' - (i % 1440) * interval '1 minute'
  end
from generate_series(1, 10000) as i;

-- 20 users with usage never got a quota row; every 50th has not been reset since the month before last.
insert into public.user_ai_quotas
  (user_id, monthly_token_quota, monthly_request_quota, current_month_tokens,
   current_month_requests, quota_reset_date, created_at, updated_at)
select
  older.user_id(i),
  (array[10000, 10000, 50000, 200000, 10000000])[1 + i % 5],
  (array[100, 100, 500, 2000, 10000])[1 + i % 5],
  (i * 37) % 12000,
  i % 150,
  case
    when i % 50 = 0 then (older.this_month() at time zone 'UTC')::date - 31
    else older.next_month()
  end,
  older.this_month() - interval '100 days',
  older.this_month() - interval '1 hour'
from generate_series(1, 980) as i;

-- Contracts that match no tier, and one half of a tier.
update public.user_ai_quotas set monthly_token_quota = 75000, monthly_request_quota = 750
where user_id in (older.user_id(11), older.user_id(12));
update public.user_ai_quotas set monthly_token_quota = 200000, monthly_request_quota = 100
where user_id = older.user_id(13);
-- Limits and counters that never made sense.
update public.user_ai_quotas set monthly_token_quota = 0, monthly_request_quota = -1
where user_id = older.user_id(15);
update public.user_ai_quotas set current_month_tokens = -50 where user_id = older.user_id(16);
-- Counters past what the limit allows, and at the end of integer.
update public.user_ai_quotas set current_month_tokens = 2147483647
where user_id = older.user_id(14);
