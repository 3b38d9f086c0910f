-- A day can be in both tables: a call that began before midnight may commit after one that began
-- later.
create or replace view public.ai_quota_daily
with (security_invoker = true)
as
select
  d.user_id,
  d.day,
  sum(d.tokens)::bigint as tokens,
  sum(d.requests)::bigint as requests,
  sum(d.cost_usd) as cost_usd,
  sum(d.unpriced_requests)::bigint as unpriced_requests
from (
  select
    c.user_id,
    c.day,
    c.tokens,
    c.requests,
    c.cost_usd,
    c.unpriced_requests
  from public.ai_quota_closed_days as c
  union all
  select
    q.user_id,
    q.current_day,
    q.current_day_tokens,
    q.current_day_requests,
    q.current_day_cost_usd,
    q.current_day_unpriced
  from public.user_ai_quotas as q
  where (
      q.current_day_tokens, q.current_day_requests, q.current_day_cost_usd, q.current_day_unpriced
    ) <> (0, 0, 0, 0)
) as d
group by d.user_id, d.day;
comment on view public.ai_quota_daily is
  'Usage by user and UTC day, today included. cost_usd is US dollars and leaves out requests of
unknown price: unpriced_requests counts them.';
comment on column public.ai_quota_daily.user_id is 'The user, as in auth.users.';
comment on column public.ai_quota_daily.day is 'UTC day.';
comment on column public.ai_quota_daily.tokens is 'Tokens used, input and output.';
comment on column public.ai_quota_daily.requests is 'Requests made.';
comment on column public.ai_quota_daily.cost_usd is
  'US dollars, without requests of unknown price.';
comment on column public.ai_quota_daily.unpriced_requests is
  'Requests whose price was unknown: their cost is in no sum.';
revoke all on public.ai_quota_daily from public, anon, authenticated, service_role;
grant select on public.ai_quota_daily to authenticated, service_role;
