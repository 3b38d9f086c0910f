-- Definer: reads the rows of every user, without policies.
create or replace function public.replay_limits(tiers jsonb default null, months integer default 3)
returns table (
  tier text,
  upgrade_tier text,
  users bigint,
  periods bigint,
  denied_users bigint,
  denied_periods bigint,
  denied_calls bigint,
  denied_tokens bigint,
  was_denied_users bigint,
  was_denied_periods bigint,
  saved_usd numeric,
  added_usd numeric
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_tiers constant jsonb := coalesce(replay_limits.tiers, '{}');
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_tiers(v_tiers);
  if (replay_limits.months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range(
      'months', replay_limits.months, 1, 24, 'Leave months out for 3.'
    );
  end if;
  return query
  with upgrades as materialized (
    select l.* from ai_quota.list_upgrades(v_tiers) as l
  )
  select
    r.tier, u.upgrade_tier, count(distinct r.user_id), count(*),
    count(distinct r.user_id) filter (where r.denied_calls > 0),
    count(*) filter (where r.denied_calls > 0), sum(r.denied_calls)::bigint,
    sum(r.denied_tokens)::bigint, count(distinct r.user_id) filter (where r.was_denied > 0),
    count(*) filter (where r.was_denied > 0), round(sum(r.saved_usd), 6), round(sum(r.added_usd), 6)
  from ai_quota.replay_periods(v_tiers, replay_limits.months) as r
    left join public.ai_quota_tiers as t on t.tier = r.tier
    left join lateral (
      select l.upgrade_tier
      from upgrades as l
      where l.tier = r.tier
        and r.denied_calls > 0
        and coalesce(r.needed_tokens <= l.tokens, true)
        and coalesce(r.needed_requests <= l.requests, true)
      order by l.place
      limit 1
    ) as u on true
  group by r.tier, t.sort_order, u.upgrade_tier
  order by t.sort_order, r.tier, u.upgrade_tier nulls first;
end
$$;
comment on function public.replay_limits is
  'What other limits would have denied in the periods of the last months. A smaller limit denies the
calls beyond it; a larger one admits what fits of the calls that were denied. The limits then in force
deny what was denied. Limits of overrides and boosts stay. For admins and the server.
Arguments: tiers ({"free": {"monthly_token_quota": 20000, "monthly_request_quota": null}}: null is
unlimited, what is left out stays as it was), months (1 to 24, default 3).
Returns: rows by tier and upgrade_tier (the first public tier that would have denied nothing; null:
nothing was denied, or no tier is large enough), users, periods, denied_users, denied_periods,
denied_calls, denied_tokens, was_denied_users, was_denied_periods, saved_usd (what the denied calls
cost), added_usd (what the admitted ones would have cost, at the user''s mean).
Errors: 22023 for an unknown tier, a limit that is not positive or months out of range, 42501 for any
other caller.';
revoke execute on function public.replay_limits from public, anon, authenticated, service_role;
grant execute on function public.replay_limits to authenticated, service_role;

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_replay_periods(
  tiers jsonb default null,
  months integer default 3,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  user_id uuid,
  email text,
  period_start timestamptz,
  tier text,
  upgrade_tier text,
  was_denied bigint,
  denied_calls bigint,
  denied_tokens bigint,
  saved_usd numeric,
  added_usd numeric,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_tiers constant jsonb := coalesce(ai_quota_admin_replay_periods.tiers, '{}');
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_tiers(v_tiers);
  perform ai_quota.validate_page(
    ai_quota_admin_replay_periods.page, ai_quota_admin_replay_periods.page_size
  );
  if (ai_quota_admin_replay_periods.months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range(
      'months', ai_quota_admin_replay_periods.months, 1, 24, 'Leave months out for 3.'
    );
  end if;
  return query
  with upgrades as materialized (
    select l.* from ai_quota.list_upgrades(v_tiers) as l
  )
  select
    r.user_id, ai_quota.cell(u.email::text), r.period_start, r.tier, n.upgrade_tier, r.was_denied,
    r.denied_calls, r.denied_tokens, round(r.saved_usd, 6), round(r.added_usd, 6), r.total_rows
  from (
    select p.*, count(*) over () as total_rows
    from ai_quota.replay_periods(v_tiers, ai_quota_admin_replay_periods.months) as p
    where p.denied_calls > 0 or p.was_denied > 0
    order by p.denied_tokens desc, p.user_id, p.period_start
    limit ai_quota_admin_replay_periods.page_size
    offset (ai_quota_admin_replay_periods.page - 1) * ai_quota_admin_replay_periods.page_size
  ) as r
    left join auth.users as u on u.id = r.user_id
    left join lateral (
      select l.upgrade_tier
      from upgrades as l
      where l.tier = r.tier
        and coalesce(r.needed_tokens <= l.tokens, true)
        and coalesce(r.needed_requests <= l.requests, true)
      order by l.place
      limit 1
    ) as n on true
  order by r.denied_tokens desc, r.user_id, r.period_start;
end
$$;
comment on function public.ai_quota_admin_replay_periods is
  'The periods behind replay_limits that were denied something or would have been. For admins and the
server.
Arguments: tiers, months (as for replay_limits), page (from 1), page_size (1 to 1000, default 50).
Returns: rows user_id, email, period_start, tier, upgrade_tier, was_denied (calls), denied_calls,
denied_tokens, saved_usd, added_usd, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_replay_periods
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_replay_periods to authenticated, service_role;

-- Definer: reads the rows of every user, without policies, and e-mail addresses.
create or replace function public.ai_quota_admin_recommendations(months integer default 3)
returns table (
  kind text,
  user_id uuid,
  email text,
  subject text,
  figure numeric,
  advice text
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_months constant integer := ai_quota_admin_recommendations.months;
begin
  perform ai_quota.authorize_admin();
  if (v_months between 1 and 24) is not true then
    perform ai_quota.raise_out_of_range('months', v_months, 1, 24, 'Leave months out for 3.');
  end if;
  return query
  select r.kind, r.user_id, ai_quota.cell(u.email::text), ai_quota.cell(r.subject), r.figure, r.advice
  from (
    select * from ai_quota.users_at_limit(v_months)
    union all
    select * from ai_quota.tiers_not_filled(v_months)
    union all
    select * from ai_quota.cheaper_models()
    union all
    select
      'override_ends', o.user_id, (o.expires_at at time zone 'UTC')::date::text,
      round(extract(epoch from o.expires_at - now()) / 86400, 1),
      'The override ends within 14 days: renew it, or let the tier apply.'
    from public.ai_quota_overrides as o
    where o.expires_at between now() and now() + interval '14 days'
  ) as r
    left join auth.users as u on u.id = r.user_id
  order by
    array_position(
      array['always_at_limit', 'override_ends', 'tier_not_filled', 'cheaper_model'], r.kind
    ),
    r.figure desc, r.subject, r.user_id
  limit 1000;
end
$$;
comment on function public.ai_quota_admin_recommendations is
  'What may be worth a look, at most 1,000 rows. For admins and the server.
Arguments: months (1 to 24, default 3: how many are looked at).
Returns: rows kind, user_id and email (null for what concerns nobody in particular), subject, figure,
advice: always_at_limit (a user who reached the limit in every period, at least two; subject is the tier,
figure the periods), override_ends (within 14 days; subject is the day, figure the days left),
tier_not_filled (nine of ten users stayed below half of the limit; figure is their percentage),
cheaper_model (a model whose sibling by the same seller costs half or less for the same tokens: by price
only, not by what it can do; subject is the model and its sibling, figure US dollars of 30 days).
Errors: 22023 for months out of range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_recommendations
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_recommendations to authenticated, service_role;
