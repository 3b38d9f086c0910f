-- Definer: reads only the caller's own days, by index instead of through policies.
create or replace function public.get_user_usage_by_month(months integer default 12)
returns table (
  month date,
  total_tokens bigint,
  total_requests bigint,
  total_cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_this date := date_trunc('month', now() at time zone 'UTC');
  v_months constant integer := get_user_usage_by_month.months;
  v_first date;
begin
  if (v_months between 1 and 120) is not true then
    perform ai_quota.raise_out_of_range('months', v_months, 1, 120, 'Leave months out for 12.');
  end if;
  v_first := v_this - make_interval(months => v_months - 1);
  return query
  select
    m.month::date, coalesce(d.tokens, 0)::bigint, coalesce(d.requests, 0)::bigint,
    coalesce(d.cost_usd, 0), coalesce(d.unpriced_requests, 0)::bigint
  from generate_series(v_first::timestamp, v_this::timestamp, interval '1 month') as m (month)
    left join (
      select
        date_trunc('month', x.day::timestamp) as month, sum(x.tokens) as tokens,
        sum(x.requests) as requests, sum(x.cost_usd) as cost_usd,
        sum(x.unpriced_requests) as unpriced_requests
      from public.ai_quota_daily as x
      where x.user_id = auth.uid() and x.day >= v_first
      group by 1
    ) as d on d.month = m.month
  order by 1;
end
$$;
comment on function public.get_user_usage_by_month is
  'What the caller used in each of the last calendar months (UTC), this one included, summed from its
days.
Arguments: months (1 to 120, default 12).
Returns: rows month (its first day), total_tokens, total_requests, total_cost_usd (US dollars),
unpriced_requests (requests of unknown price, which total_cost_usd leaves out).
Errors: 22023 for months out of range, 42501 without a signed-in user.';
revoke execute on function public.get_user_usage_by_month
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_usage_by_month to authenticated, service_role;
