-- Checks proposed tiers: {"free": {"monthly_token_quota": 20000, "monthly_request_quota": null}}.
create or replace function ai_quota.validate_tiers(tiers jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_tier record;
  v_limit record;
begin
  if jsonb_typeof(validate_tiers.tiers) <> 'object' then
    perform ai_quota.raise_bad_request(
      format('tiers must be an object, got %s', left(validate_tiers.tiers::text, 50)),
      'Pass {"free": {"monthly_token_quota": 20000}}, or leave tiers out for the limits then in force.'
    );
  end if;
  for v_tier in select e.key, e.value from jsonb_each(validate_tiers.tiers) as e loop
    if not exists (select from public.ai_quota_tiers as t where t.tier = v_tier.key) then
      perform ai_quota.refuse_unknown_tier(v_tier.key);
    end if;
    if jsonb_typeof(v_tier.value) <> 'object' then
      perform ai_quota.raise_bad_request(
        format('tiers.%s must be an object, got %s', v_tier.key, left(v_tier.value::text, 50)),
        'Pass {"monthly_token_quota": 20000}.'
      );
    end if;
    for v_limit in select e.key, e.value from jsonb_each(v_tier.value) as e loop
      if v_limit.key not in ('monthly_token_quota', 'monthly_request_quota')
        or v_limit.value <> 'null' and (
          jsonb_typeof(v_limit.value) <> 'number'
          or v_limit.value::text !~ '^[1-9][0-9]{0,17}$'
        )
      then
        perform ai_quota.raise_bad_request(
          format(
            'tiers.%s must have monthly_token_quota or monthly_request_quota, whole and positive or '
            || 'null, got %s: %s', v_tier.key, left(v_limit.key, 50), left(v_limit.value::text, 50)
          ),
          'Leave a limit out to keep the one then in force; null is unlimited.'
        );
      end if;
    end loop;
  end loop;
end
$$;

-- The periods of the last months, closed ones and the open one of each user, with the limits then in
-- force and those proposed. A limit that was the user's own then, by an override or a boost, stays:
-- it differs from its tier's. What is above the limit in the ledger was admitted then, because usage
-- is recorded and never refused.
create or replace function ai_quota.replayed_periods(tiers jsonb, months integer)
returns table (
  user_id uuid,
  period_start timestamptz,
  period_end timestamptz,
  tier text,
  tokens_used bigint,
  requests_used bigint,
  old_tokens bigint,
  old_requests bigint,
  new_tokens bigint,
  new_requests bigint
)
language sql
stable
set search_path = ''
as $$
  select
    p.user_id, p.period_start, p.period_end, p.tier, p.tokens_used, p.requests_used,
    p.monthly_token_quota, p.monthly_request_quota,
    case
      when n.proposed ? 'monthly_token_quota'
        then (n.proposed ->> 'monthly_token_quota')::bigint
      else p.monthly_token_quota
    end,
    case
      when n.proposed ? 'monthly_request_quota'
        then (n.proposed ->> 'monthly_request_quota')::bigint
      else p.monthly_request_quota
    end
  from (
    select
      c.user_id, c.period_start, c.period_end, c.tier, c.tokens_used, c.requests_used,
      c.monthly_token_quota, c.monthly_request_quota
    from public.ai_quota_periods as c
    union all
    select
      q.user_id, q.period_start, q.period_end, q.tier, q.current_month_tokens::bigint,
      q.current_month_requests::bigint, q.monthly_token_quota::bigint,
      q.monthly_request_quota::bigint
    from public.user_ai_quotas as q
  ) as p
    left join public.ai_quota_overrides as o
      on o.user_id = p.user_id
      and o.created_at < p.period_end
      and (o.expires_at is null or o.expires_at > p.period_start)
    left join lateral (
      select replayed_periods.tiers -> p.tier as proposed
      where o.user_id is null
        and not exists (
          select from ai_quota.boosts as b
          where b.user_id = p.user_id
            and b.created_at < p.period_end
            and b.expires_at > p.period_start
        )
    ) as n on true
  where p.period_end > now() - make_interval(months => replayed_periods.months)
$$;

-- What each period would have been denied. A smaller limit denies the calls that begin at or beyond
-- it, and what was denied then. A larger one admits as many of the denied calls, of their mean size,
-- as fit on top of what was used. The same limit denies what was denied.
create or replace function ai_quota.replay_periods(tiers jsonb, months integer)
returns table (
  user_id uuid,
  period_start timestamptz,
  tier text,
  was_denied bigint,
  denied_calls bigint,
  denied_tokens bigint,
  needed_tokens bigint,
  needed_requests bigint,
  saved_usd numeric,
  added_usd numeric
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
set work_mem = '64MB'
as $$
#variable_conflict use_column
begin
  return query
  with periods as materialized (
    select p.* from ai_quota.replayed_periods(replay_periods.tiers, replay_periods.months) as p
  ),
  -- Of two periods that meet on a day, the one whose alert says that it was denied.
  denials as materialized (
    select
      p.user_id, p.period_start, sum(p.denials)::bigint as denials, sum(p.tokens)::bigint as tokens,
      sum(p.denials) filter (where p.reason = 'tokens') as by_tokens,
      sum(p.denials) filter (where p.reason = 'requests') as by_requests
    from (
      select distinct on (d.user_id, d.day, d.reason)
        x.user_id, x.period_start, d.reason, d.denials, d.tokens
      from public.ai_quota_denials as d
        join periods as x
          on x.user_id = d.user_id
          and (x.period_start at time zone 'UTC')::date <= d.day
          and (x.period_end at time zone 'UTC') > d.day
      where d.reason in ('tokens', 'requests')
      order by
        d.user_id, d.day, d.reason,
        exists (
          select from public.ai_quota_alerts as a
          where a.user_id = x.user_id and a.period_start = x.period_start and a.kind = 'denied'
        ) desc,
        x.period_start desc
    ) as p
    group by p.user_id, p.period_start
  ),
  stricter as materialized (
    select p.user_id, p.period_start, p.period_end, n.new_tokens, n.new_requests
    from periods as p
      -- Only what is smaller than it was denies anything new.
      cross join lateral (
        select
          case
            when p.new_tokens < coalesce(p.old_tokens, 9223372036854775807) then p.new_tokens
          end as new_tokens,
          case
            when p.new_requests < coalesce(p.old_requests, 9223372036854775807) then p.new_requests
          end as new_requests
      ) as n
    where p.tokens_used > n.new_tokens or p.requests_used > n.new_requests
  ),
  calls as (
    select
      s.user_id, s.period_start, s.new_tokens, s.new_requests, u.tokens, u.requests, u.cost_usd,
      sum(u.tokens) over w as tokens_so_far, sum(u.requests) over w as requests_so_far
    from stricter as s
      cross join lateral (
        select
          l.id::text as id, l.created_at, (l.tokens_prompt + l.tokens_completion)::bigint as tokens,
          l.requests::bigint as requests, l.cost_usd::numeric as cost_usd
        from public.ai_agent_usage as l
        where l.user_id = s.user_id
          and l.created_at >= s.period_start
          and l.created_at < s.period_end
          and not l.is_adjustment
      ) as u
    window w as (partition by s.user_id, s.period_start order by u.created_at, u.id)
  ),
  cut as (
    select
      c.user_id, c.period_start, count(*) as calls, sum(c.tokens)::bigint as tokens,
      coalesce(sum(c.cost_usd), 0) as cost_usd
    from calls as c
    where c.tokens_so_far > c.new_tokens or c.requests_so_far > c.new_requests
    group by c.user_id, c.period_start
  ),
  admitted as (
    select
      d.user_id, d.period_start,
      case
        when (
            coalesce(p.new_tokens, 9223372036854775807)
              > coalesce(p.old_tokens, 9223372036854775807)
            or d.by_tokens is null
          )
          and (
            coalesce(p.new_requests, 9223372036854775807)
              > coalesce(p.old_requests, 9223372036854775807)
            or d.by_requests is null
          )
          and (p.new_tokens, p.new_requests) is distinct from (p.old_tokens, p.old_requests)
          then greatest(
            least(
              d.denials,
              floor(
                (p.new_tokens - p.tokens_used)::numeric * d.denials / nullif(d.tokens, 0)
              ),
              p.new_requests - p.requests_used
            ), 0
          )
        else 0
      end::bigint as calls
    from denials as d
      join periods as p on p.user_id = d.user_id and p.period_start = d.period_start
  )
  select
    p.user_id, p.period_start, p.tier, coalesce(d.denials, 0),
    coalesce(c.calls, 0) + coalesce(d.denials - a.calls, 0),
    coalesce(c.tokens, 0)
      + coalesce(round(d.tokens::numeric * (d.denials - a.calls) / d.denials), 0)::bigint,
    p.tokens_used + coalesce(d.tokens / d.denials, 0),
    p.requests_used + case when d.denials > 0 then 1 else 0 end,
    coalesce(c.cost_usd, 0),
    coalesce(d.tokens::numeric * a.calls / d.denials * r.per_token, 0)
  from periods as p
    left join denials as d on d.user_id = p.user_id and d.period_start = p.period_start
    left join admitted as a on a.user_id = p.user_id and a.period_start = p.period_start
    left join cut as c on c.user_id = p.user_id and c.period_start = p.period_start
    -- At what the user's tokens cost in the period.
    left join lateral (
      select sum(x.cost_usd) / nullif(sum(x.tokens), 0) as per_token
      from public.ai_quota_daily as x
      where a.calls > 0
        and x.user_id = p.user_id
        and x.day >= (p.period_start at time zone 'UTC')::date
        and x.day < (p.period_end at time zone 'UTC')
    ) as r on true;
end
$$;

-- The public tiers above each tier, the nearest first, with their limits as proposed.
create or replace function ai_quota.list_upgrades(tiers jsonb)
returns table (tier text, upgrade_tier text, place bigint, tokens bigint, requests bigint)
language sql
stable
set search_path = ''
as $$
  select
    o.tier, t.tier,
    row_number() over (
      partition by o.tier order by t.sort_order, n.tokens nulls last, t.tier
    ),
    n.tokens, n.requests
  from public.ai_quota_tiers as t
    join public.ai_quota_tiers as o on t.tier <> o.tier and t.sort_order >= o.sort_order
    cross join lateral (
      select
        case
          when list_upgrades.tiers -> t.tier ? 'monthly_token_quota'
            then (list_upgrades.tiers -> t.tier ->> 'monthly_token_quota')::bigint
          else t.monthly_token_quota
        end as tokens,
        case
          when list_upgrades.tiers -> t.tier ? 'monthly_request_quota'
            then (list_upgrades.tiers -> t.tier ->> 'monthly_request_quota')::bigint
          else t.monthly_request_quota
        end as requests
    ) as n
  where t.is_public
$$;
