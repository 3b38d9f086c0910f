insert into auth.users (id, email)
select older.user_id(i), format('user%s@small.example', i)
from generate_series(1, 1000) as i;

insert into public.profiles (user_id, email)
select u.id, u.email
from auth.users as u;

insert into public.user_ai_quotas
  (user_id, monthly_token_quota, monthly_request_quota, current_month_tokens,
   current_month_requests, quota_reset_date)
select
  older.user_id(i),
  (array[10000, 50000, 200000, 10000000])[1 + i % 4],
  (array[100, 500, 2000, 10000])[1 + i % 4],
  (i * 19) % 9000,
  i % 90,
  case
    when i % 30 = 0 then (older.this_month() at time zone 'UTC') - interval '1 day'
    else older.next_month()::timestamp
  end
from generate_series(1, 1000) as i;

-- Just before and just after midnight and the turn of the month, where a time zone would show.
insert into public.ai_agent_usage
  (id, user_id, tokens_prompt, tokens_completion, model_used, cost_usd, created_at)
select
  older.uuid('usage', i),
  older.user_id(1 + i % 1000),
  i % 700,
  i % 300,
  'gpt-4o-mini',
  (i % 64) * 0.0011,
  case
    when i % 8 = 0 then older.recently(i) at time zone 'UTC'
    -- On the first of a month, some of it would be in the future.
    else least(
      (older.this_month() at time zone 'UTC') - (i % 70) * interval '1 day'
        + (array['-00:00:01', '00:00:00', '00:30:00', '23:30:00'])[1 + i % 4]::interval,
      now() at time zone 'UTC'
    )
  end
from generate_series(1, 10000) as i;
