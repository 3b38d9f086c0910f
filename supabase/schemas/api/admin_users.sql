-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_near_limit(
  of_tier text default null,
  search text default null,
  at_least_percent numeric default 75,
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
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_share double precision := ai_quota_admin_near_limit.at_least_percent / 100;
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
  return query
  select
    n.user_id, ai_quota.cell(n.email), n.tier, m.metric, trunc(100.0 * m.used / m.quota, 2), m.used,
    m.quota, greatest(m.quota - m.used, 0), n.reset_date, round(p.pace, 2),
    -- At the pace of the last seven days; requests at their own.
    round(
      greatest(m.quota - m.used, 0)
        / nullif(case m.metric when 'tokens' then p.pace else p.requests end, 0), 1
    ),
    n.is_blocked, n.total_rows
  from (
    select
      q.user_id, u.email::text as email, q.tier, q.current_month_tokens, q.monthly_token_quota,
      q.current_month_requests, q.monthly_request_quota,
      (q.period_end at time zone 'UTC')::date as reset_date, q.is_blocked,
      v.share as share, count(*) over () as total_rows
    from public.user_ai_quotas as q
      left join auth.users as u on u.id = q.user_id
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
      and (ai_quota_admin_near_limit.of_tier is null or q.tier = ai_quota_admin_near_limit.of_tier)
      and (
        ai_quota_admin_near_limit.search is null
        or q.user_id::text = lower(ai_quota_admin_near_limit.search)
        or strpos(lower(u.email), lower(ai_quota_admin_near_limit.search)) > 0
      )
    order by share desc, q.user_id
    limit ai_quota_admin_near_limit.page_size
    offset (ai_quota_admin_near_limit.page - 1) * ai_quota_admin_near_limit.page_size
  ) as n
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
  order by n.share desc, n.user_id;
end
$$;
comment on function public.ai_quota_admin_near_limit is
  'Users who have used most of their quota, the highest share first. For admins and the server.
Arguments: of_tier, search (a part of the e-mail address, or a whole user id), at_least_percent (default
75), page (from 1), page_size (1 to 1000, default 50).
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
set work_mem = '64MB'
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
  -- Accounts and quotas of one page only.
  return query
  select
    t.user_id, ai_quota.cell(u.email::text), q.tier, t.tokens, t.requests,
    t.cost_usd - r.cost_usd, r.cost_usd, t.unpriced_requests, a.active_days,
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
  from (
    select
      s.*,
      case ai_quota_admin_users.sort
        when 'tokens' then s.tokens
        when 'requests' then s.requests
        else s.cost_usd
      end as figure,
      count(*) over () as total_rows
    from (
      select
        d.user_id, ai_quota.to_bigint(sum(d.tokens)) as tokens,
        ai_quota.to_bigint(sum(d.requests)) as requests, sum(d.cost_usd) as cost_usd,
        ai_quota.to_bigint(sum(d.unpriced_requests)) as unpriced_requests
      from (
        select c.user_id, c.tokens, c.requests, c.cost_usd, c.unpriced_requests
        from public.ai_quota_closed_days as c
        where c.day between v_from and v_to
        union all
        select
          o.user_id, o.current_day_tokens, o.current_day_requests, o.current_day_cost_usd,
          o.current_day_unpriced
        from public.user_ai_quotas as o
        where o.current_day between v_from and v_to
          and o.current_day_tokens + o.current_day_requests <> 0
      ) as d
      group by d.user_id
    ) as s
    where (
        ai_quota_admin_users.of_tier is null
        or s.user_id in (
          select o.user_id from public.user_ai_quotas as o
          where o.tier = ai_quota_admin_users.of_tier
        )
      )
      and (
        ai_quota_admin_users.search is null
        or s.user_id in (
          select o.id from auth.users as o
          where o.id::text = lower(ai_quota_admin_users.search)
            or strpos(lower(o.email), lower(ai_quota_admin_users.search)) > 0
        )
      )
    order by figure desc, s.user_id
    limit ai_quota_admin_users.page_size
    offset (ai_quota_admin_users.page - 1) * ai_quota_admin_users.page_size
  ) as t
    left join public.user_ai_quotas as q on q.user_id = t.user_id
    left join auth.users as u on u.id = t.user_id
    cross join lateral (
      select coalesce(sum(l.cost_usd), 0)::numeric as cost_usd
      from public.ai_agent_usage as l
      where l.user_id = t.user_id
        and l.created_at >= v_from
        and l.created_at < v_to + 1
        and l.reported_by = 'user'
    ) as r
    cross join lateral (
      select count(*) as active_days
      from public.ai_quota_daily as d
      where d.user_id = t.user_id and d.day between v_from and v_to
    ) as a
  order by t.figure desc, t.user_id;
end
$$;
comment on function public.ai_quota_admin_users is
  'The users who used most in some UTC days. For admins and the server.
Arguments: from_day, to_day (both counted; default the 7 days that end today), of_tier (the user''s
present one), search (a part of the e-mail address, or a whole user id), sort (tokens, cost_usd or
requests), page (from 1), page_size (1 to 1000, default 50).
Returns: rows user_id, email, tier, tokens, requests, cost_usd (US dollars, what the server reported),
user_reported_cost_usd (both together are what cost_usd sorts by), unpriced_requests, active_days,
percentage (of the open period''s quota), is_blocked, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_users
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_users to authenticated, service_role;
