-- Definer: reads only the caller's own ledger rows, by index instead of through policies. With the
-- time zone UTC, because created_at may be a timestamp without time zone in an older deployment.
create or replace function public.get_user_monthly_usage(
  p_year integer default null,
  p_month integer default null
)
returns table (
  total_tokens bigint,
  total_requests bigint,
  total_cost_usd numeric,
  period_start date,
  period_end date,
  unpriced_requests bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_year integer := coalesce(get_user_monthly_usage.p_year, extract(year from v_today));
  v_month integer := coalesce(get_user_monthly_usage.p_month, extract(month from v_today));
begin
  if v_year not between 2000 and 9999 then
    perform ai_quota.raise_bad_request(
      format('p_year must be between 2000 and 9999, got %s', v_year),
      'Leave p_year out for the current year.'
    );
  end if;
  if v_month not between 1 and 12 then
    perform ai_quota.raise_bad_request(
      format('p_month must be between 1 and 12, got %s', v_month),
      'Leave p_month out for the current month.'
    );
  end if;
  period_start := make_date(v_year, v_month, 1);
  period_end := period_start + interval '1 month' - interval '1 day';

  return query
  select
    coalesce(sum(u.tokens_prompt + u.tokens_completion), 0)::bigint,
    coalesce(sum(u.requests), 0)::bigint,
    coalesce(sum(u.cost_usd), 0),
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end,
    coalesce(
      sum(u.requests) filter (
        where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
      ), 0
    )::bigint
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start
    and u.created_at < get_user_monthly_usage.period_end + 1;
end
$$;
comment on function public.get_user_monthly_usage is
  'What the caller used in a calendar month (UTC), summed from the ledger.
Arguments: p_year (2000 to 9999), p_month (1 to 12), each the current one by default.
Returns: one row total_tokens, total_requests, total_cost_usd (US dollars), period_start and
period_end (the first and the last UTC day), unpriced_requests (requests of unknown price, which
total_cost_usd leaves out).
Errors: 22023 for a year or month out of range, 42501 without a signed-in user.';
revoke execute on function public.get_user_monthly_usage
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_monthly_usage to authenticated, service_role;
