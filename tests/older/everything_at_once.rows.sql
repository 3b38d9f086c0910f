insert into auth.users (id, email)
select older.user_id(i), format('user%s@firm%s.example', i, i % 7)
from generate_series(1, 1000) as i;

-- 25 customers of the old CRM have a profile, a quota and usage, but no account.
insert into public.profiles (user_id, email, role, company, locale, tier, monthly_token_quota)
select
  older.user_id(i),
  format('user%s@firm%s.example', i, i % 7),
  (array['student', 'engineer', 'org_admin'])[1 + i % 3]::public.user_role,
  format('firm%s.example', i % 7),
  'en',
  (array['free', 'free', 'basic', 'pro', 'enterprise', 'team'])[1 + i % 6]::public.plan_tier,
  i
from generate_series(1, 1025) as i;

insert into public.ai_agents (id, name)
select older.uuid('agent', i), 'agent ' || i
from generate_series(1, 5) as i;

insert into public.user_ai_quotas
  (user_id, monthly_token_quota, monthly_request_quota, current_month_tokens,
   current_month_requests, quota_reset_date, allow_overage, current_month_cost, notes)
select
  older.user_id(i),
  case
    when i % 89 = 0 then null
    when i % 50 = 7 then 1000 + i
    else (array[10000, 10000, 25000, 50000, 200000, 10000000])[1 + i % 6]
  end,
  case when i % 79 = 0 then null else (array[100, 100, 100, 500, 2000, 10000])[1 + i % 6] end,
  case when i % 43 = 0 then null else (i * 17) % 15000 end,
  case when i % 47 = 0 then null else i % 130 end,
  case
    when i % 31 = 0 then null
    when i % 9 = 0 then older.this_month() - (i % 700) * interval '1 day 1 hour'
    when i % 4 = 0 then older.next_month()::timestamp at time zone 'UTC'
      + (i % 30) * interval '22 hours'
    else older.next_month()::timestamp at time zone 'UTC'
  end,
  i % 3 = 0,
  round((i % 50) * 0.019::numeric, 4),
  case when i % 10 = 0 then json_build_object('sales', 'called ' || i) end
from generate_series(1, 1025) as i
where i % 200 > 0;

-- Among them: a refund, a session that is no uuid, usage whose account is gone, totals that the
-- provider rounded, and rows in which half the fields were never sent.
insert into public.ai_agent_usage
  (id, user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
   tokens_total, tokens_reasoning, model_used, cost_usd, request_payload, response_meta, region,
   created_at)
select
  i,
  case when i % 300 > 0 then older.user_id(1 + i % 1025) end,
  older.uuid('agent', 1 + i % 5),
  case
    when i % 3 = 0 then older.uuid('session', i % 200)::text
    when i % 3 = 1 then 'sess_' || i % 100
  end,
  (array['structural', 'mep', null, ''])[1 + i % 4],
  case when i % 5 = 0 then older.uuid('workflow', i % 40) end,
  case when i % 190 = 0 then null else i % 1800 end,
  case when i % 210 = 0 then null when i = 7777 then -500 else (i * 11) % 900 end,
  case when i % 12 = 0 then null when i % 5 = 0 then 10 * (i % 250) else i % 1800 + (i * 11) % 900 end,
  case when i % 4 = 0 then i % 200 end,
  (array['gpt-4o', 'gpt-4o-mini', 'o3-mini', null])[1 + i % 4],
  case when i = 7777 then -0.01 else (i % 120) / 16384.0 end,
  case when i % 30 = 0 then json_build_object('messages', i % 9) end,
  case when i % 11 = 0 then null else jsonb_build_object('finish', 'stop', 'n', i) end,
  (array['eu', 'us'])[1 + i % 2],
  case
    when i % 600 = 0 then null
    when i % 11 = 0 then older.recently(i)
    else older.this_month() - (i % 150) * interval '7 hours 11 minutes'
  end
from generate_series(1, 10000) as i;
select setval(pg_get_serial_sequence('public.ai_agent_usage', 'id'), 10000);

insert into public.quota_notes (quota_id, note)
select q.id, 'see contract'
from public.user_ai_quotas as q
where q.id % 25 = 0;

insert into public.usage_reviews (usage_id, verdict)
select u.id, 'fair'
from public.ai_agent_usage as u
where u.id % 500 = 0;

insert into public.user_subscriptions
  (user_id, tier, status, seats, current_period_start, current_period_end, invoice)
select
  older.user_id(i),
  case
    when i % 60 > 0
      then (array['free', 'basic', 'pro', 'enterprise', 'team'])[1 + i % 5]::public.plan_tier
  end,
  case
    when i % 70 > 0
      then (array['active', 'trialing', 'past_due', 'canceled', 'paused'])[1 + i / 5 % 5]
        ::public.plan_status
  end,
  1 + i % 4,
  (older.this_month() at time zone 'UTC')::date,
  older.next_month(),
  json_build_object('no', i)
from generate_series(1, 800) as i;

insert into public.documents (user_id, title)
select older.user_id(i), 'Plan ' || i
from generate_series(1, 1000) as i;

refresh materialized view public.daily_usage;
