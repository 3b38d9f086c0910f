-- Users who reached their limit in every closed period of the last months, and in two at least.
create or replace function ai_quota.users_at_limit(months integer)
returns table (kind text, user_id uuid, subject text, figure numeric, advice text)
language sql
stable
set search_path = ''
as $$
  with reached as (
    select p.user_id, max(p.tier) as tier, count(*) as periods
    from public.ai_quota_periods as p
    where p.period_end > now() - make_interval(months => users_at_limit.months)
      and not p.is_early
      and (p.tokens_used >= p.monthly_token_quota or p.requests_used >= p.monthly_request_quota)
    group by p.user_id
    having count(*) >= 2
  )
  select
    'always_at_limit', r.user_id, r.tier, r.periods,
    'The limit was reached in every period: offer a larger tier.'
  from reached as r
  -- A subquery for each of the few who reached it; `not exists` would read everybody's periods.
  where (
    select bool_and(
      coalesce(p.tokens_used >= p.monthly_token_quota, false)
      or coalesce(p.requests_used >= p.monthly_request_quota, false)
    )
    from public.ai_quota_periods as p
    where p.user_id = r.user_id
      and p.period_end > now() - make_interval(months => users_at_limit.months)
      and not p.is_early
  )
$$;

-- Tiers of which nine of ten periods of the last months stayed below half of both limits.
create or replace function ai_quota.tiers_not_filled(months integer)
returns table (kind text, user_id uuid, subject text, figure numeric, advice text)
language sql
stable
set search_path = ''
as $$
  with shares as (
    -- In steps of a thousandth: there are few of them, however many periods there are.
    select
      p.tier,
      ceil(
        1000 * greatest(
          p.tokens_used::double precision / p.monthly_token_quota,
          p.requests_used::double precision / p.monthly_request_quota
        )
      ) as share,
      count(*) as periods
    from public.ai_quota_periods as p
    where p.period_end > now() - make_interval(months => tiers_not_filled.months)
      and num_nonnulls(p.monthly_token_quota, p.monthly_request_quota) > 0
    group by 1, 2
  ),
  running as (
    select
      s.tier, s.share, sum(s.periods) over (partition by s.tier order by s.share) as periods,
      sum(s.periods) over (partition by s.tier) as all_periods
    from shares as s
  )
  select
    'tier_not_filled', null::uuid, r.tier, round(min(r.share)::numeric / 10, 2),
    'Nine of ten periods used at most this percentage: the tier could be smaller, or cheaper.'
  from running as r
  where r.periods >= 0.9 * r.all_periods
  group by r.tier
  having min(r.share) < 500
$$;

-- Models of the last 30 days, each with the cheapest priced model of the same family, if it costs
-- half or less. The family of a name is what is before its first digit: gpt-, claude-, gemini-.
create or replace function ai_quota.cheaper_models()
returns table (kind text, user_id uuid, subject text, figure numeric, advice text)
language sql
stable
set search_path = ''
as $$
  with used as (
    select b.model, sum(b.cost_usd) as cost_usd
    from ai_quota.usage_by_label as b
    where b.day > (now() at time zone 'UTC')::date - 30 and b.reported_by = 'server'
    group by b.model
    having sum(b.cost_usd) > 0
  ),
  prices as materialized (
    select distinct on (p.model)
      p.model, substring(p.model from '^[^0-9]+') as family,
      -- Three tokens in for one out.
      3 * p.input_price + p.output_price as price
    from public.ai_quota_prices as p
    where p.valid_from <= (now() at time zone 'UTC')::date
    order by p.model, p.valid_from desc
  ),
  cheapest as materialized (
    select distinct on (p.family) p.family, p.model, p.price
    from prices as p
    where p.price > 0
    order by p.family, p.price, p.model
  )
  select
    'cheaper_model', null::uuid, u.model || ' -> ' || c.model,
    round(u.cost_usd * (1 - c.price / p.price), 2),
    'By price only: this much less for the same tokens. Whether it does the work is for you to try.'
  from used as u
    join prices as p on p.model = u.model
    join cheapest as c on c.family = p.family and c.price <= p.price / 2
$$;
