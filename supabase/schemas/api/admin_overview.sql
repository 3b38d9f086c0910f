-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_overview(
  from_day date default null,
  to_day date default null,
  of_tier text default null
)
returns table (metric text, value numeric, previous numeric, change_percent numeric)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
  v_before date;
begin
  perform ai_quota.authorize_admin();
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_overview.from_day, ai_quota_admin_overview.to_day
  ) as d;
  v_before := v_from - (v_to - v_from + 1);
  return query
  with sums as materialized (
    select
      s.day >= v_from as is_now,
      sum(s.tokens) as tokens,
      sum(s.tokens) filter (where s.reported_by = 'user') as user_tokens,
      sum(s.requests) as requests,
      sum(s.cost_usd) filter (where s.reported_by = 'server') as cost,
      sum(s.cost_usd) filter (where s.reported_by = 'user') as user_cost,
      sum(s.unpriced_requests) as unpriced
    from ai_quota.sum_days(v_before, v_to, ai_quota_admin_overview.of_tier) as s
    group by 1
  ),
  denials as materialized (
    select d.day >= v_from as is_now, sum(d.denials) as denials
    from public.ai_quota_denials as d
    where d.day between v_before and v_to
      and (
        ai_quota_admin_overview.of_tier is null
        or exists (
          select from public.user_ai_quotas as q
          where q.user_id = d.user_id and q.tier = ai_quota_admin_overview.of_tier
        )
      )
    group by 1
  ),
  quotas as materialized (
    select
      coalesce(sum(t.users), 0) as users, coalesce(sum(t.near_limit), 0) as near_limit,
      coalesce(sum(t.at_limit), 0) as at_limit
    from ai_quota.read_tiers() as t
    where ai_quota_admin_overview.of_tier is null or t.tier = ai_quota_admin_overview.of_tier
  ),
  figures as (
    select m.place, m.metric, m.value, m.previous
    from (select) as one
      left join sums as n on n.is_now
      left join sums as b on not b.is_now
      left join denials as d on d.is_now
      left join denials as e on not e.is_now
      cross join quotas as q
      cross join lateral (
        values
          (1, 'cost_usd', coalesce(n.cost, 0), coalesce(b.cost, 0)),
          (2, 'user_reported_cost_usd', coalesce(n.user_cost, 0), coalesce(b.user_cost, 0)),
          (3, 'tokens', coalesce(n.tokens, 0), coalesce(b.tokens, 0)),
          (4, 'user_reported_tokens', coalesce(n.user_tokens, 0), coalesce(b.user_tokens, 0)),
          (5, 'requests', coalesce(n.requests, 0), coalesce(b.requests, 0)),
          (6, 'unpriced_requests', coalesce(n.unpriced, 0), coalesce(b.unpriced, 0)),
          (
            7, 'active_users',
            ai_quota.count_active(v_from, v_to, ai_quota_admin_overview.of_tier)::numeric,
            ai_quota.count_active(v_before, v_from - 1, ai_quota_admin_overview.of_tier)::numeric
          ),
          (8, 'denials', coalesce(d.denials, 0), coalesce(e.denials, 0)),
          (9, 'users', q.users::numeric, null::numeric),
          (10, 'near_limit', q.near_limit::numeric, null),
          (11, 'at_limit', q.at_limit::numeric, null)
      ) as m (place, metric, value, previous)
  )
  select
    f.metric, f.value, f.previous, round(100 * (f.value - f.previous) / nullif(f.previous, 0), 2)
  from figures as f
  order by f.place;
end
$$;
comment on function public.ai_quota_admin_overview is
  'The usage of everybody in some UTC days, beside the same number of days before. For admins and the
server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier (default all).
Returns: rows metric, value, previous, change_percent: cost_usd (US dollars, what the server
reported), user_reported_cost_usd, tokens, user_reported_tokens, requests, unpriced_requests,
active_users, denials; then, of now and so without previous: users, near_limit (from 75 %), at_limit.
Active users and those three are counted every five minutes.
Errors: 22023 for more than 366 days, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_overview
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_overview to authenticated, service_role;

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_days(
  from_day date default null,
  to_day date default null,
  of_tier text default null
)
returns table (
  day date,
  tokens bigint,
  user_reported_tokens bigint,
  requests bigint,
  cost_usd numeric,
  user_reported_cost_usd numeric,
  unpriced_requests bigint,
  active_users bigint,
  denials bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_days.from_day, ai_quota_admin_days.to_day) as d;
  return query
  with sums as materialized (
    select
      s.day, sum(s.tokens) as tokens,
      sum(s.tokens) filter (where s.reported_by = 'user') as user_tokens,
      sum(s.requests) as requests,
      sum(s.cost_usd) filter (where s.reported_by = 'server') as cost,
      sum(s.cost_usd) filter (where s.reported_by = 'user') as user_cost,
      sum(s.unpriced_requests) as unpriced
    from ai_quota.sum_days(v_from, v_to, ai_quota_admin_days.of_tier) as s
    group by s.day
  ),
  denials as materialized (
    select d.day, sum(d.denials) as denials
    from public.ai_quota_denials as d
    where d.day between v_from and v_to
      and (
        ai_quota_admin_days.of_tier is null
        or exists (
          select from public.user_ai_quotas as q
          where q.user_id = d.user_id and q.tier = ai_quota_admin_days.of_tier
        )
      )
    group by d.day
  )
  select
    c.day, ai_quota.to_bigint(coalesce(s.tokens, 0)),
    ai_quota.to_bigint(coalesce(s.user_tokens, 0)), ai_quota.to_bigint(coalesce(s.requests, 0)),
    coalesce(s.cost, 0), coalesce(s.user_cost, 0), ai_quota.to_bigint(coalesce(s.unpriced, 0)),
    ai_quota.count_active(c.day, c.day, ai_quota_admin_days.of_tier), coalesce(d.denials, 0)::bigint
  from (select v_from + n as day from generate_series(0, v_to - v_from) as n) as c
    left join sums as s on s.day = c.day
    left join denials as d on d.day = c.day
  order by c.day;
end
$$;
comment on function public.ai_quota_admin_days is
  'The usage of everybody by UTC day, days without usage too. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier (default all).
Returns: rows day, tokens, user_reported_tokens (a part of them), requests, cost_usd (US dollars, what
the server reported), user_reported_cost_usd, unpriced_requests (requests of unknown price),
active_users, denials.
Errors: 22023 for more than 366 days, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_days
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_days to authenticated, service_role;

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_tiers()
returns table (
  tier text,
  display_name text,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  users bigint,
  active_users bigint,
  tokens bigint,
  mean_tokens numeric,
  p90_tokens numeric,
  near_limit bigint,
  at_limit bigint,
  blocked_users bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform ai_quota.authorize_admin();
  return query
  select
    t.tier, ai_quota.cell(t.display_name), t.monthly_token_quota, t.monthly_request_quota,
    coalesce(c.users, 0), coalesce(c.active_users, 0), coalesce(c.tokens, 0),
    coalesce(c.mean_tokens, 0), coalesce(c.p90_tokens, 0), coalesce(c.near_limit, 0),
    coalesce(c.at_limit, 0), coalesce(c.blocked_users, 0)
  from public.ai_quota_tiers as t
    left join ai_quota.read_tiers() as c on c.tier = t.tier
  order by t.sort_order, t.tier;
end
$$;
comment on function public.ai_quota_admin_tiers is
  'Users and usage by tier, of the periods that are open now. For admins and the server.
Returns: rows tier, display_name, monthly_token_quota, monthly_request_quota (null is unlimited), users,
active_users (with usage), tokens, mean_tokens, p90_tokens (what nine of ten users stay below),
near_limit (from 75 % of tokens or requests), at_limit, blocked_users; counted every five minutes.
Errors: 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_tiers
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_tiers to authenticated, service_role;
