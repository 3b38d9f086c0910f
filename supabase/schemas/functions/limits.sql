-- Until when a subscription gives its tier.
create or replace function ai_quota.live_until(subscription public.ai_quota_subscriptions)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  v_grace interval := coalesce(
    (select s.subscription_grace from ai_quota.settings as s), interval '0'
  );
begin
  return case
    when subscription.status in ('active', 'trialing')
      then coalesce(subscription.current_period_end, 'infinity') + v_grace
    when subscription.status = 'past_due'
      then coalesce(subscription.current_period_start, subscription.event_at) + v_grace
    else '-infinity'
  end;
end
$$;

-- What a user is entitled to at as_of: the tier (of the best live subscription, else the assigned
-- one, else the default), the limits (of a live override on top), until when that holds, from which
-- day months are counted, the first day that is not paid for, and the version of all this. One
-- statement, so that a new version never comes with old limits.
create or replace function ai_quota.entitlement(
  user_id uuid,
  assigned_tier text,
  as_of timestamptz default now()
)
returns table (
  tier text,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  expire_at timestamptz,
  anchor date,
  paid_until timestamptz,
  is_anonymous boolean,
  version bigint
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with live as materialized (
    select s.*, l.until, t.sort_order, t.monthly_token_quota
    from public.ai_quota_subscriptions as s
      join public.ai_quota_tiers as t on t.tier = s.tier
      cross join lateral (select ai_quota.live_until(s) as until) as l
    where s.user_id = entitlement.user_id and l.until > entitlement.as_of
  ),
  best as (
    select
      l.*,
      case l.status
        when 'past_due' then coalesce(l.current_period_start, l.event_at)
        else l.current_period_end
      end as paid_until
    from live as l
    order by
      l.sort_order desc, l.monthly_token_quota desc nulls first, l.until desc, l.subscription_id
    limit 1
  )
  select
    t.tier,
    case
      when o.is_unlimited or num_nonnulls(o.monthly_token_quota, t.monthly_token_quota) = 0
        then null
      else least(
        coalesce(o.monthly_token_quota, t.monthly_token_quota)::numeric
        + coalesce(o.extra_tokens, 0) + coalesce(x.extra_tokens, 0), 9000000000000000000
      )::bigint
    end,
    case
      when o.is_unlimited or num_nonnulls(o.monthly_request_quota, t.monthly_request_quota) = 0
        then null
      else least(
        coalesce(o.monthly_request_quota, t.monthly_request_quota)::numeric
        + coalesce(o.extra_requests, 0), 9000000000000000000
      )::bigint
    end,
    least(
      o.expires_at,
      x.expires_at,
      (select min(l.until) from live as l where l.until < 'infinity'),
      -- An anonymous user who signs up for good is noticed after that.
      case when a.is_anonymous then entitlement.as_of + interval '5 minutes' end
    ),
    case
      when s.period_anchor = 'subscription' and isfinite(b.current_period_start)
        then (b.current_period_start at time zone 'UTC')::date
    end,
    case
      when s.period_anchor = 'subscription' then date_trunc('day', b.paid_until, 'UTC')
    end,
    coalesce(
      a.is_anonymous
      and num_nonnulls(b.tier, entitlement.assigned_tier, s.anonymous_tier) = 0,
      false
    ),
    coalesce(v.version, 0)
  from (select) as one
    left join ai_quota.settings as s on true
    left join ai_quota.limits_version as v on true
    left join best as b on true
    left join lateral (
      -- The column is younger than some auth servers.
      select (to_jsonb(u) ->> 'is_anonymous')::boolean as is_anonymous
      from auth.users as u
      where u.id = entitlement.user_id
    ) as a on true
    join public.ai_quota_tiers as t on t.tier = coalesce(
      b.tier, entitlement.assigned_tier, case when a.is_anonymous then s.anonymous_tier end,
      ai_quota.default_tier()
    )
    left join public.ai_quota_overrides as o
      on o.user_id = entitlement.user_id
      and (o.expires_at is null or o.expires_at > entitlement.as_of)
    cross join lateral (
      select sum(b.extra_tokens) as extra_tokens, min(b.expires_at) as expires_at
      from ai_quota.boosts as b
      where b.user_id = entitlement.user_id and b.expires_at > entitlement.as_of
    ) as x;
end
$$;
