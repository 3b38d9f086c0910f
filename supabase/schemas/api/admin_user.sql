-- Definer: reads the account, and computes a missing or outdated row.
create or replace function public.ai_quota_admin_user(user_id uuid)
returns table (
  email text,
  created_at timestamptz,
  role text,
  used bigint,
  "limit" bigint,
  remaining bigint,
  percentage numeric,
  reset_date date,
  status text,
  tier text,
  reserved bigint,
  requests_used bigint,
  requests_limit bigint,
  requests_remaining bigint,
  requests_percentage numeric,
  is_unlimited boolean,
  period_start date,
  is_blocked boolean,
  assigned_tier text,
  boost_tokens bigint,
  boost_ends_at timestamptz,
  last_call_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user.user_id);
  v_quota := ai_quota.read_quota(ai_quota_admin_user.user_id);
  return query
  select
    ai_quota.cell(u.email::text), u.created_at::timestamptz,
    case
      when u.raw_app_meta_data ->> 'ai_quota_role' in ('admin', 'operator')
        then u.raw_app_meta_data ->> 'ai_quota_role'
    end,
    d.used, d."limit", d.remaining, d.percentage, d.reset_date, d.status, d.tier, d.reserved,
    d.requests_used, d.requests_limit, d.requests_remaining, d.requests_percentage, d.is_unlimited,
    d.period_start, d.is_blocked, v_quota.assigned_tier, b.extra_tokens, b.ends_at,
    (
      select l.created_at::timestamptz
      from public.ai_agent_usage as l
      where l.user_id = u.id and not l.is_adjustment
      order by l.created_at desc
      limit 1
    )
  from auth.users as u
    cross join ai_quota.describe_quota(v_quota) as d
    cross join lateral (
      select coalesce(sum(x.extra_tokens), 0)::bigint as extra_tokens, max(x.expires_at) as ends_at
      from ai_quota.boosts as x
      where x.user_id = u.id and x.expires_at > now()
    ) as b
  where u.id = ai_quota_admin_user.user_id;
end
$$;
comment on function public.ai_quota_admin_user is
  'One user: the account and the quota now. For admins and the server.
Arguments: user_id.
Returns: one row email, created_at, role (admin, operator or null), the columns of
get_user_quota_status, assigned_tier (null: the default one), boost_tokens and boost_ends_at (of the
boosts in force), last_call_at.
Errors: 22023 for an unknown user, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_user
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user to authenticated, service_role;

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_user_periods(
  user_id uuid,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  period_start timestamptz,
  period_end timestamptz,
  tier text,
  tokens_used bigint,
  monthly_token_quota bigint,
  requests_used bigint,
  monthly_request_quota bigint,
  percentage numeric,
  is_open boolean,
  is_early boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id constant uuid := ai_quota_admin_user_periods.user_id;
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(v_user_id);
  perform ai_quota.validate_page(
    ai_quota_admin_user_periods.page, ai_quota_admin_user_periods.page_size
  );
  v_quota := ai_quota.read_quota(v_user_id);
  return query
  select
    p.period_start, p.period_end, p.tier, p.tokens_used, p.monthly_token_quota, p.requests_used,
    p.monthly_request_quota,
    coalesce(
      trunc(
        100 * greatest(
          p.tokens_used::numeric / p.monthly_token_quota,
          p.requests_used::numeric / p.monthly_request_quota
        ), 2
      ), 0
    ),
    p.is_open, p.is_early, count(*) over ()
  from (
    select
      v_quota.period_start, v_quota.period_end, v_quota.tier,
      v_quota.current_month_tokens::bigint as tokens_used,
      v_quota.monthly_token_quota::bigint as monthly_token_quota,
      v_quota.current_month_requests::bigint as requests_used,
      v_quota.monthly_request_quota::bigint as monthly_request_quota, true as is_open,
      false as is_early
    union all
    -- A row that no call has brought up to date yet.
    select
      q.period_start, q.period_end, q.tier, q.current_month_tokens, q.monthly_token_quota,
      q.current_month_requests, q.monthly_request_quota, false, false
    from public.user_ai_quotas as q
    where q.user_id = v_user_id
      and q.period_start < v_quota.period_start
      and q.current_month_requests > 0
    union all
    select
      c.period_start, c.period_end, c.tier, c.tokens_used, c.monthly_token_quota, c.requests_used,
      c.monthly_request_quota, false, c.is_early
    from public.ai_quota_periods as c
    where c.user_id = v_user_id
  ) as p
  order by p.period_start desc
  limit ai_quota_admin_user_periods.page_size
  offset (ai_quota_admin_user_periods.page - 1) * ai_quota_admin_user_periods.page_size;
end
$$;
comment on function public.ai_quota_admin_user_periods is
  'The periods of one user, the open one first. For admins and the server.
Arguments: user_id, page (from 1), page_size (1 to 1000, default 50).
Returns: rows period_start, period_end, tier, tokens_used, monthly_token_quota, requests_used,
monthly_request_quota (null is unlimited), percentage (the greater share), is_open, is_early, total_rows.
Errors: 22023 for an unknown user or an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_user_periods
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user_periods to authenticated, service_role;

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_user_calls(
  user_id uuid,
  from_day date default null,
  to_day date default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id text,
  created_at timestamptz,
  model_used text,
  discipline text,
  workflow_id text,
  session_id text,
  tokens_prompt bigint,
  tokens_completion bigint,
  tokens_total bigint,
  requests bigint,
  cost_usd numeric,
  reported_by public.ai_quota_caller,
  usage_source public.ai_quota_usage_source,
  is_adjustment boolean,
  request_id text,
  reservation_id uuid,
  recorded_despite text,
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
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_user(ai_quota_admin_user_calls.user_id);
  perform ai_quota.validate_page(
    ai_quota_admin_user_calls.page, ai_quota_admin_user_calls.page_size
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_user_calls.from_day, ai_quota_admin_user_calls.to_day
  ) as d;
  return query
  select
    u.id::text, u.created_at::timestamptz, ai_quota.cell(u.model_used::text),
    ai_quota.cell(u.discipline::text), ai_quota.cell(u.workflow_id::text), u.session_id::text,
    u.tokens_prompt::bigint, u.tokens_completion::bigint,
    (u.tokens_prompt + u.tokens_completion)::bigint, u.requests::bigint, u.cost_usd::numeric,
    u.reported_by, u.usage_source, u.is_adjustment, ai_quota.cell(u.request_id::text),
    u.reservation_id, u.recorded_despite, count(*) over ()
  from public.ai_agent_usage as u
  where u.user_id = ai_quota_admin_user_calls.user_id
    and u.created_at >= v_from
    and u.created_at < v_to + 1
  order by u.created_at desc, u.id desc
  limit ai_quota_admin_user_calls.page_size
  offset (ai_quota_admin_user_calls.page - 1) * ai_quota_admin_user_calls.page_size;
end
$$;
comment on function public.ai_quota_admin_user_calls is
  'The calls of one user, the newest first. For admins and the server.
Arguments: user_id, from_day, to_day (both counted; default the 30 days that end today), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows of the ledger (see ai_agent_usage): id, created_at, model_used, discipline, workflow_id,
session_id, tokens_prompt, tokens_completion, tokens_total, requests, cost_usd (US dollars),
reported_by, usage_source, is_adjustment, request_id, reservation_id, recorded_despite, total_rows.
Errors: 22023 for an unknown user or an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_user_calls
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user_calls to authenticated, service_role;

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_user_days(
  user_id uuid,
  from_day date default null,
  to_day date default null
)
returns table (
  day date,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
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
  perform ai_quota.validate_user(ai_quota_admin_user_days.user_id);
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_user_days.from_day, ai_quota_admin_user_days.to_day
  ) as d;
  return query
  select
    c.day, coalesce(d.tokens, 0), coalesce(d.requests, 0), coalesce(d.cost_usd, 0),
    coalesce(d.unpriced_requests, 0)
  from (select v_from + n as day from generate_series(0, v_to - v_from) as n) as c
    left join public.ai_quota_daily as d
      on d.user_id = ai_quota_admin_user_days.user_id and d.day = c.day
  order by c.day;
end
$$;
comment on function public.ai_quota_admin_user_days is
  'The usage of one user by UTC day, days without usage too. For admins and the server.
Arguments: user_id, from_day, to_day (both counted; default the 30 days that end today).
Returns: rows day, tokens, requests, cost_usd (US dollars, whoever reported), unpriced_requests.
Errors: 22023 for an unknown user or more than 366 days, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_user_days
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_user_days to authenticated, service_role;
