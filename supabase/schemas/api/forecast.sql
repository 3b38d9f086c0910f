-- Definer: reads only the caller's own days, by index instead of through policies, and settings that
-- users may not read.
create or replace function public.get_user_quota_forecast()
returns table (
  reset_date date,
  used bigint,
  "limit" bigint,
  expected_used bigint,
  expected_used_low bigint,
  expected_used_high bigint,
  limit_on date,
  limit_on_earliest date,
  limit_on_latest date,
  expected_cost_usd numeric,
  tokens_per_day numeric,
  weekday_shares numeric[],
  days_of_history integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query select f.* from ai_quota.forecast(auth.uid()) as f;
end
$$;
comment on function public.get_user_quota_forecast is
  'What the caller will probably have used at the end of the period, and when the limit is reached,
from the days of the last eight weeks.
Returns: one row reset_date, used and limit (tokens; null is unlimited), expected_used (at the end of
the period), expected_used_low and expected_used_high (one of ten cases each is beyond), limit_on (the
UTC day on which the limit is reached; null: not in this period), limit_on_earliest, limit_on_latest,
expected_cost_usd (of the period, US dollars), tokens_per_day (from now on; null once the period is over), weekday_shares (of Monday to
Sunday; they sum to 7), days_of_history (few days: a wide spread).
Errors: 42501 for anon.';
revoke execute on function public.get_user_quota_forecast
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_quota_forecast to authenticated, service_role;

-- Definer: reads the rows of every user, without policies.
create or replace function public.get_quota_forecast_for(user_id uuid)
returns table (
  reset_date date,
  used bigint,
  "limit" bigint,
  expected_used bigint,
  expected_used_low bigint,
  expected_used_high bigint,
  limit_on date,
  limit_on_earliest date,
  limit_on_latest date,
  expected_cost_usd numeric,
  tokens_per_day numeric,
  weekday_shares numeric[],
  days_of_history integer
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(user_id);
  return query select f.* from ai_quota.forecast(user_id) as f;
end
$$;
comment on function public.get_quota_forecast_for is
  'get_user_quota_forecast of any user, for admins and the server.
Arguments: user_id.
Returns: the row of get_user_quota_forecast.
Errors: 22023 for an unknown user, 42501 for any other caller.';
revoke execute on function public.get_quota_forecast_for
  from public, anon, authenticated, service_role;
grant execute on function public.get_quota_forecast_for to authenticated, service_role;
