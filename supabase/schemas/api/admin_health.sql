-- How far the delivery of an alert is.
create or replace function ai_quota.delivery_state(delivery ai_quota.alert_deliveries)
returns text
language sql
immutable
set search_path = ''
as $$
  select case
    when delivery.alert_id is null then 'not_sent'
    when delivery.delivered_at is not null then 'delivered'
    when delivery.expired_at is not null then 'expired'
    else 'waiting'
  end
$$;

-- Definer: reads the rows of every user, deliveries and e-mail addresses.
create or replace function public.ai_quota_admin_alerts(
  from_day date default null,
  to_day date default null,
  of_user uuid default null,
  of_state text default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id bigint,
  user_id uuid,
  email text,
  kind public.ai_quota_alert_kind,
  metric text,
  threshold smallint,
  used bigint,
  quota bigint,
  period_start timestamptz,
  created_at timestamptz,
  state text,
  attempts integer,
  next_attempt_at timestamptz,
  delivered_at timestamptz,
  last_error text,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
-- A plan for the arguments that are given: others would read what these leave out.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_alerts.of_user;
  v_state constant text := ai_quota_admin_alerts.of_state;
  v_from date;
  v_to date;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_alerts.page, ai_quota_admin_alerts.page_size);
  perform ai_quota.validate_word(
    'of_state', coalesce(v_state, 'waiting'), array['waiting', 'delivered', 'expired', 'not_sent']
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_alerts.from_day, ai_quota_admin_alerts.to_day) as d;
  return query
  select
    a.id, a.user_id, ai_quota.cell(u.email::text), a.kind, a.metric, a.threshold, a.used, a.quota,
    a.period_start, a.created_at, ai_quota.delivery_state(d), coalesce(d.attempts, 0),
    d.next_attempt_at, d.delivered_at, ai_quota.cell(d.last_error), l.total_rows
  from (
    select o.id, count(*) over () as total_rows
    from public.ai_quota_alerts as o
      left join ai_quota.alert_deliveries as e on e.alert_id = o.id
    where o.created_at >= v_from
      and o.created_at < v_to + 1
      and (v_of_user is null or o.user_id = v_of_user)
      and (v_state is null or ai_quota.delivery_state(e) = v_state)
    order by o.id desc
    limit ai_quota_admin_alerts.page_size
    offset (ai_quota_admin_alerts.page - 1) * ai_quota_admin_alerts.page_size
  ) as l
    -- Accounts and deliveries of one page only.
    join public.ai_quota_alerts as a on a.id = l.id
    left join ai_quota.alert_deliveries as d on d.alert_id = a.id
    left join auth.users as u on u.id = a.user_id
  order by a.id desc;
end
$$;
comment on function public.ai_quota_admin_alerts is
  'Alerts and how far their delivery is, the newest first. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_user, of_state (waiting,
delivered, expired or not_sent; default all), page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, kind, metric, threshold, used, quota, period_start, created_at, state
(not_sent: a higher threshold was reached at the same moment), attempts, next_attempt_at,
delivered_at, last_error, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_alerts
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_alerts to authenticated, service_role;

-- Definer: reads the deliveries.
create or replace function public.ai_quota_admin_outbox()
returns table (
  waiting bigint,
  oldest_waiting_at timestamptz,
  failing bigint,
  delivered_today bigint,
  expired_today bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_today timestamptz := date_trunc('day', now(), 'UTC');
begin
  perform ai_quota.authorize_admin();
  return query
  select
    w.waiting, w.oldest_waiting_at, w.failing,
    (
      select count(*) from ai_quota.alert_deliveries as d where d.delivered_at >= v_today
    ),
    (
      select count(*) from ai_quota.alert_deliveries as d where d.expired_at >= v_today
    )
  from (
    select
      count(*) as waiting, min(a.created_at) as oldest_waiting_at,
      count(*) filter (where d.attempts >= 3) as failing
    from ai_quota.alert_deliveries as d
      join public.ai_quota_alerts as a on a.id = d.alert_id
    where d.delivered_at is null and d.expired_at is null
  ) as w;
end
$$;
comment on function public.ai_quota_admin_outbox is
  'The alerts that wait for their delivery. For admins and the server.
Returns: one row waiting, oldest_waiting_at (null: none waits), failing (tried three times or more),
delivered_today, expired_today (since 00:00 UTC).
Errors: 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_outbox
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_outbox to authenticated, service_role;

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_holds(
  of_state text default 'pending',
  of_user uuid default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id uuid,
  user_id uuid,
  email text,
  tokens bigint,
  requests bigint,
  tokens_settled bigint,
  requests_settled bigint,
  state text,
  reserved_by public.ai_quota_caller,
  on_expiry public.ai_quota_on_expiry,
  created_at timestamptz,
  expires_at timestamptz,
  closed_at timestamptz,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_holds.of_user;
  v_state constant text := ai_quota_admin_holds.of_state;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_holds.page, ai_quota_admin_holds.page_size);
  perform ai_quota.validate_word('of_state', v_state, array['pending', 'overdue', 'all']);
  return query
  select
    h.id, h.user_id, ai_quota.cell(u.email::text), h.tokens, h.requests, h.tokens_settled,
    h.requests_settled,
    case when h.status = 'pending' and h.expires_at <= now() then 'overdue' else h.status::text end,
    h.reserved_by, h.on_expiry, h.created_at, h.expires_at, h.closed_at, count(*) over ()
  from public.ai_quota_reservations as h
    left join auth.users as u on u.id = h.user_id
  where (v_of_user is null or h.user_id = v_of_user)
    and (v_state = 'all' or h.status = 'pending')
    and (v_state = 'all' or (h.expires_at <= now()) = (v_state = 'overdue'))
  order by h.created_at desc, h.id
  limit ai_quota_admin_holds.page_size
  offset (ai_quota_admin_holds.page - 1) * ai_quota_admin_holds.page_size;
end
$$;
comment on function public.ai_quota_admin_holds is
  'Reservations, the newest first. For admins and the server.
Arguments: of_state (pending, overdue: nobody settled or released it before it expired, or all), of_user,
page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, tokens, requests, tokens_settled, requests_settled, state (pending,
overdue, settled, released or charged), reserved_by, on_expiry, created_at, expires_at, closed_at,
total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_holds
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_holds to authenticated, service_role;

-- Definer: reads the rows of every user.
create or replace function public.ai_quota_admin_integrity(of_user uuid default null)
returns table (
  user_id uuid,
  email text,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
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
    d.user_id, ai_quota.cell(u.email::text), d.period_start, d.problem, d.expected, d.found
  from ai_quota.find_differences(ai_quota_admin_integrity.of_user) as d
    left join auth.users as u on u.id = d.user_id
  order by d.user_id nulls first, d.period_start, d.problem;
end
$$;
comment on function public.ai_quota_admin_integrity is
  'What verify_quota_integrity finds, of everybody or of one user. Reads the whole ledger unless it is
for one user. For admins and the server.
Arguments: of_user (default everybody).
Returns: rows user_id and email (null for what concerns everybody), period_start, problem, expected,
found (null is unlimited).
Errors: 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_integrity
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_integrity to authenticated, service_role;

-- Definer: reads e-mail addresses.
create or replace function public.ai_quota_admin_audit(
  of_user uuid default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  id bigint,
  user_id uuid,
  email text,
  action text,
  reason text,
  details jsonb,
  actor uuid,
  actor_email text,
  created_at timestamptz,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_of_user constant uuid := ai_quota_admin_audit.of_user;
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_audit.page, ai_quota_admin_audit.page_size);
  return query
  select
    a.id, a.user_id, ai_quota.cell(u.email::text), a.action, ai_quota.cell(a.reason), a.details,
    a.actor, ai_quota.cell(o.email::text), a.created_at, count(*) over ()
  from public.ai_quota_audit as a
    left join auth.users as u on u.id = a.user_id
    left join auth.users as o on o.id = a.actor
  where v_of_user is null or a.user_id = v_of_user
  order by a.id desc
  limit ai_quota_admin_audit.page_size
  offset (ai_quota_admin_audit.page - 1) * ai_quota_admin_audit.page_size;
end
$$;
comment on function public.ai_quota_admin_audit is
  'What operators and the server did to users'' quotas, the newest first. For admins and the server.
Arguments: of_user (default everybody), page (from 1), page_size (1 to 1000, default 50).
Returns: rows id, user_id, email, action, reason, details (the other arguments), actor and actor_email
(the operator; null: the server), created_at, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_audit
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_audit to authenticated, service_role;
