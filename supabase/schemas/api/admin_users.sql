-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_near_limit(
  of_tier text default null,
  search text default null,
  at_least_percent numeric default 75,
  below_percent numeric default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  user_id uuid,
  email text,
  tier text,
  metric text,
  percentage numeric,
  used bigint,
  quota bigint,
  remaining bigint,
  reset_date date,
  tokens_per_day numeric,
  days_left numeric,
  is_blocked boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
-- A plan for the arguments that are given: others would read what these leave out.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_share constant double precision := ai_quota_admin_near_limit.at_least_percent / 100;
  v_below constant double precision := ai_quota_admin_near_limit.below_percent / 100;
  v_found uuid[];
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(
    ai_quota_admin_near_limit.page, ai_quota_admin_near_limit.page_size
  );
  if (ai_quota_admin_near_limit.at_least_percent between 1 and 1000) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'at_least_percent must be between 1 and 1000, got %s',
        coalesce(ai_quota_admin_near_limit.at_least_percent::text, 'null')
      ),
      'Leave it out for 75.'
    );
  end if;
  if (
      ai_quota_admin_near_limit.below_percent > ai_quota_admin_near_limit.at_least_percent
    ) is false
    or ai_quota_admin_near_limit.below_percent = 'NaN'
  then
    perform ai_quota.raise_bad_request(
      format(
        'below_percent must be more than at_least_percent, %s, got %s',
        ai_quota_admin_near_limit.at_least_percent, ai_quota_admin_near_limit.below_percent
      ),
      'Pass 100 for users whose quota is not used up; leave it out for all.'
    );
  end if;
  if ai_quota_admin_near_limit.search is not null then
    v_found := array(select * from ai_quota.find_accounts(ai_quota_admin_near_limit.search));
  end if;
  return query
  select
    n.user_id, ai_quota.cell(u.email::text), n.tier, m.metric, trunc(100.0 * m.used / m.quota, 2), m.used,
    m.quota, greatest(m.quota - m.used, 0), (n.period_end at time zone 'UTC')::date,
    round(p.pace, 2),
    -- At the pace of the last seven days; requests at their own.
    round(
      greatest(m.quota - m.used, 0)
        / nullif(case m.metric when 'tokens' then p.pace else p.requests end, 0), 1
    ),
    n.is_blocked, l.total_rows
  from (
    select q.user_id, v.share, count(*) over () as total_rows
    from public.user_ai_quotas as q
      cross join lateral (
        select case
          when q.period_end > now() then greatest(
            q.current_month_tokens::double precision / q.monthly_token_quota,
            q.current_month_requests::double precision / q.monthly_request_quota
          )
          else 0
        end as share
      ) as v
    where v.share >= v_share
      and (v_below is null or v.share < v_below)
      and (ai_quota_admin_near_limit.of_tier is null or q.tier = ai_quota_admin_near_limit.of_tier)
      and (v_found is null or q.user_id = any (v_found))
    order by v.share desc, q.user_id
    limit ai_quota_admin_near_limit.page_size
    offset (ai_quota_admin_near_limit.page - 1) * ai_quota_admin_near_limit.page_size
  ) as l
    -- Accounts and days of one page only.
    join public.user_ai_quotas as n on n.user_id = l.user_id
    left join auth.users as u on u.id = l.user_id
    cross join lateral (
      select o.*
      from (
        values
          ('tokens', n.current_month_tokens::bigint, n.monthly_token_quota::bigint),
          ('requests', n.current_month_requests::bigint, n.monthly_request_quota::bigint)
      ) as o (metric, used, quota)
      where o.quota is not null
      order by o.used::double precision / o.quota desc, o.metric desc
      limit 1
    ) as m
    cross join lateral (
      select sum(d.tokens) / 7 as pace, sum(d.requests) / 7 as requests
      from public.ai_quota_daily as d
      where d.user_id = n.user_id and d.day > v_today - 7
    ) as p
  order by l.share desc, l.user_id;
end
$$;
comment on function public.ai_quota_admin_near_limit is
  'Users who have used most of their quota, the highest share first. For admins and the server.
Arguments: of_tier, search (as for ai_quota_admin_users), at_least_percent (default 75), below_percent
(100: only users whose quota is not used up; default all), page (from 1), page_size (1 to 1000, default
50).
Returns: rows user_id, email, tier, metric (tokens or requests: what binds), percentage, used, quota,
remaining, reset_date, tokens_per_day (mean of the last seven UTC days), days_left (until the limit at
that pace; null without usage), is_blocked, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_near_limit
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_near_limit to authenticated, service_role;

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_users(
  from_day date default null,
  to_day date default null,
  of_tier text default null,
  search text default null,
  sort text default 'tokens',
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  user_id uuid,
  email text,
  tier text,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  user_reported_cost_usd numeric,
  unpriced_requests bigint,
  active_days bigint,
  percentage numeric,
  is_blocked boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_today constant date := (now() at time zone 'UTC')::date;
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_users.page, ai_quota_admin_users.page_size);
  perform ai_quota.validate_word(
    'sort', ai_quota_admin_users.sort, array['tokens', 'cost_usd', 'requests']
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    coalesce(ai_quota_admin_users.from_day, ai_quota_admin_users.to_day - 6, v_today - 6),
    ai_quota_admin_users.to_day
  ) as d;
  -- Figures, accounts and quotas of one page only.
  return query
  select
    t.user_id, ai_quota.cell(u.email::text), q.tier, d.tokens, d.requests,
    d.cost_usd - r.cost_usd, r.cost_usd, d.unpriced_requests, d.active_days,
    case
      when q.period_end > now() then trunc(
        100 * greatest(
          q.current_month_tokens::numeric / q.monthly_token_quota,
          q.current_month_requests::numeric / q.monthly_request_quota
        ), 2
      )
      else 0
    end,
    q.is_blocked, t.total_rows
  from ai_quota.rank_users(
    v_from, v_to, ai_quota_admin_users.sort, ai_quota_admin_users.of_tier,
    ai_quota_admin_users.search,
    (ai_quota_admin_users.page - 1) * ai_quota_admin_users.page_size,
    ai_quota_admin_users.page_size
  ) as t
    left join public.user_ai_quotas as q on q.user_id = t.user_id
    left join auth.users as u on u.id = t.user_id
    cross join lateral (
      select
        ai_quota.to_bigint(coalesce(sum(c.tokens), 0)) as tokens,
        ai_quota.to_bigint(coalesce(sum(c.requests), 0)) as requests,
        coalesce(sum(c.cost_usd), 0) as cost_usd,
        ai_quota.to_bigint(coalesce(sum(c.unpriced_requests), 0)) as unpriced_requests,
        count(*) as active_days
      from public.ai_quota_daily as c
      where c.user_id = t.user_id and c.day between v_from and v_to
    ) as d
    cross join lateral (
      select coalesce(sum(l.cost_usd), 0)::numeric as cost_usd
      from public.ai_agent_usage as l
      where l.user_id = t.user_id
        and l.created_at >= v_from
        and l.created_at < v_to + 1
        and l.reported_by = 'user'
    ) as r
  order by
    case ai_quota_admin_users.sort
      when 'tokens' then d.tokens
      when 'requests' then d.requests
      else d.cost_usd
    end desc,
    t.user_id;
end
$$;
comment on function public.ai_quota_admin_users is
  'The users who used most in some UTC days. For admins and the server.
Arguments: from_day, to_day (both counted; default the 7 days that end today), of_tier (the user''s
present one), search (a part of the e-mail address that at most 10,000 have, or a whole user id: finds
users without calls too), sort (tokens, cost_usd or requests), page (from 1), page_size (1 to 1000, default 50).
Returns: rows user_id, email, tier, tokens, requests, cost_usd (US dollars, what the server reported),
user_reported_cost_usd (both together are what cost_usd sorts by), unpriced_requests, active_days,
percentage (of the open period''s quota), is_blocked, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_users
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_users to authenticated, service_role;
