-- The tier of a user: that of a live subscription, else the default.
create or replace function ai_quota.tier_for(user_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (
      select s.tier
      from public.ai_quota_subscriptions as s
      where s.user_id = tier_for.user_id and s.status in ('active', 'trialing', 'past_due')
    ),
    ai_quota.default_tier()
  )
$$;

-- The effective limits: those of a live override, else those of the tier.
create or replace function ai_quota.effective_limits(
  user_id uuid,
  tier text,
  as_of timestamptz default now()
)
returns table (monthly_token_quota bigint, monthly_request_quota bigint, expire_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select
    case when o.user_id is null then t.monthly_token_quota else o.monthly_token_quota end,
    case when o.user_id is null then t.monthly_request_quota else o.monthly_request_quota end,
    o.expires_at
  from public.ai_quota_tiers as t
    left join public.ai_quota_overrides as o
      on o.user_id = effective_limits.user_id
      and (o.expires_at is null or o.expires_at > effective_limits.as_of)
  where t.tier = effective_limits.tier
$$;

-- Prevents edits of tiers until the transaction ends. Always all of them, in one order and before
-- any quota row, so that two transactions cannot deadlock.
create or replace function ai_quota.lock_tiers()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.ai_quota_tiers as t order by t.tier for share;
end
$$;

-- Gives users a tier, or leaves theirs, and writes the limits that follow from it. An edit of a
-- tier locks the quotas of its users, but does not see a user who moves to the tier at the same
-- time. Such a move therefore waits for the edit.
create or replace function ai_quota.set_limits(
  user_ids uuid[],
  tier text default null,
  as_of timestamptz default now()
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_users uuid[];
begin
  if set_limits.tier is not null then
    perform ai_quota.lock_tiers();
  end if;
  -- Accounts before quotas, in the order in which deleting an account locks them: updating a row
  -- twice in a transaction checks its foreign key. Older deployments may have quotas without an
  -- account.
  v_users := array(
    select u.id from auth.users as u
    where u.id = any (set_limits.user_ids)
    order by u.id
    for key share
  );
  perform
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
  order by q.user_id
  for update;

  -- First, because a closed period keeps the limits that it had.
  perform ai_quota.close_due_periods(v_users, set_limits.as_of);

  update public.user_ai_quotas as q
  set
    tier = n.tier,
    monthly_token_quota = n.monthly_token_quota,
    monthly_request_quota = n.monthly_request_quota,
    limits_expire_at = n.expire_at
  from (
    select l.user_id, x.tier, y.monthly_token_quota, y.monthly_request_quota, y.expire_at
    from public.user_ai_quotas as l
      cross join lateral (select coalesce(set_limits.tier, l.tier) as tier) as x
      cross join lateral ai_quota.effective_limits(l.user_id, x.tier, set_limits.as_of) as y
    where l.user_id = any (v_users)
  ) as n
  where q.user_id = n.user_id;

  -- The use so far may reach a threshold of a smaller limit.
  perform ai_quota.write_alerts(
    q, q.current_month_tokens::bigint, q.current_month_requests::bigint
  )
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
    and q.period_end > set_limits.as_of
    and (
      q.current_month_tokens >= 0.75 * q.monthly_token_quota
      or q.current_month_requests >= 0.75 * q.monthly_request_quota
    );
end
$$;

-- Creates the quota row of a user who has none. Every call that meets an unknown user ends here
-- first. With the time zone UTC, because quota_reset_date may be a timestamptz in an older
-- deployment.
create or replace function ai_quota.create_quota(
  user_id uuid,
  tier text,
  as_of timestamptz default now()
)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  if exists (select from public.user_ai_quotas as q where q.user_id = create_quota.user_id) then
    return;
  end if;
  perform ai_quota.lock_tiers();
  perform from auth.users as u where u.id = create_quota.user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(create_quota.user_id::text, 'null')),
      'Pass the id of a row in auth.users: the user who made the call.'
    );
  end if;
  insert into public.user_ai_quotas as q (
    user_id, tier, period_start, quota_reset_date, reserved_valid_until
  )
  values (
    create_quota.user_id,
    create_quota.tier,
    date_trunc('month', create_quota.as_of, 'UTC'),
    ai_quota.next_reset_date(create_quota.as_of),
    -- A deleted quota row may have left reservations, which must be counted.
    (
      select 'epoch'::timestamptz from public.ai_quota_reservations as r
      where r.user_id = create_quota.user_id
      limit 1
    )
  )
  on conflict (user_id) do nothing;
  if found then
    perform ai_quota.set_limits(array[create_quota.user_id], as_of => create_quota.as_of);
  end if;
end
$$;
