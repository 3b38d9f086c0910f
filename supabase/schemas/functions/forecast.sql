-- What a user will probably use from as_of to the end of each following UTC day, up to last_day,
-- and the standard deviation of that, from the days seen so far: one figure a day from first_day to
-- yesterday, and today as far as it has gone. A line through them, of which six weeks ago counts
-- half, times what is usual on the weekday. A slope counts as far as it stands out from the noise.
create or replace function ai_quota.project_days(
  first_day date,
  tokens double precision[],
  today_tokens double precision,
  as_of timestamptz,
  last_day date
)
returns table (
  day date,
  expected double precision,
  deviation double precision,
  weekday_shares double precision[]
)
language sql
immutable
set search_path = ''
set timezone = 'UTC'
as $$
  with now as (
    select
      (project_days.as_of at time zone 'UTC')::date as today,
      extract(epoch from (project_days.as_of at time zone 'UTC')::time)::double precision / 86400
        as share
  ),
  -- Places are days before as_of.
  seen as materialized (
    select
      extract(isodow from d.day)::integer as weekday, d.tokens,
      d.day - n.today + 0.5 - n.share as place,
      power(0.5, (n.today - d.day) / 42.0) as weight
    from now as n
      cross join lateral (
        select project_days.first_day + t.place::integer - 1 as day, t.tokens
        from unnest(project_days.tokens) with ordinality as t (tokens, place)
      ) as d
    union all
    select
      extract(isodow from n.today)::integer, project_days.today_tokens / n.share, - n.share / 2,
      n.share
    from now as n
    where n.share > 0.1
  ),
  mean as (
    select coalesce(sum(s.weight * s.tokens) / nullif(sum(s.weight), 0), 0) as tokens
    from seen as s
  ),
  weekdays as materialized (
    select
      k.weekday,
      case
        when m.tokens > 0 then (coalesce(sum(s.weight * s.tokens), 0) + 0.5 * m.tokens)
          / ((coalesce(sum(s.weight), 0) + 0.5) * m.tokens)
        else 1
      end as share
    from generate_series(1, 7) as k (weekday)
      cross join mean as m
      left join seen as s on s.weekday = k.weekday
    group by k.weekday, m.tokens
  ),
  sums as (
    select
      sum(s.weight) as weight, sum(s.weight * w.share) as s0, sum(s.weight * w.share * s.place) as s1,
      sum(s.weight * w.share * s.place * s.place) as s2, sum(s.weight * s.tokens) as y0,
      sum(s.weight * s.tokens * s.place) as y1
    from seen as s
      join weekdays as w on w.weekday = s.weekday
  ),
  line as materialized (
    select
      coalesce(u.weight, 0) as weight, coalesce(u.y0 / nullif(u.s0, 0), 0) as level,
      coalesce(u.s1 / nullif(u.s0, 0), 0) as middle,
      coalesce((u.s0 * u.y1 - u.s1 * u.y0) / nullif(u.s0 * u.s2 - u.s1 * u.s1, 0), 0) as slope
    from sums as u
  ),
  noise as materialized (
    select
      -- Of few days: as much as the level.
      (coalesce(sum(s.weight * r.rest * r.rest), 0) + l.level * l.level) / (l.weight + 1)
        as variance,
      coalesce(
        sum(power(s.weight * (s.place - l.middle), 2))
          / nullif(power(sum(s.weight * power(s.place - l.middle, 2)), 2), 0), 0
      ) as of_slope
    from line as l
      left join seen as s on true
      left join weekdays as w on w.weekday = s.weekday
      left join lateral (
        select s.tokens - w.share * (l.level + l.slope * (s.place - l.middle)) as rest
      ) as r on true
    group by l.level, l.weight
  ),
  trend as (
    select
      l.level, l.middle, l.weight, e.variance,
      coalesce(
        l.slope * power(l.slope, 2) / nullif(power(l.slope, 2) + 4 * e.variance * e.of_slope, 0), 0
      ) as slope
    from line as l
      cross join noise as e
  )
  select
    n.today + a.days,
    sum(
      p.part * w.share * greatest(t.level + t.slope * (p.place - t.middle), 0)
    ) over (order by a.days),
    -- Of the days, and of their mean, which is not known exactly.
    sqrt(t.variance * (c.days + power(c.days, 2) / (t.weight + 1))),
    (
      select array_agg(x.share * 7 / y.share order by x.weekday)
      from weekdays as x
        cross join (select sum(z.share) as share from weekdays as z) as y
    )
  from now as n
    cross join trend as t
    cross join generate_series(0, greatest(project_days.last_day - n.today, 0)) as a (days)
    cross join lateral (
      select
        case when a.days = 0 then 1 - n.share else 1 end as part,
        case when a.days = 0 then (1 - n.share) / 2 else a.days + 0.5 - n.share end as place
    ) as p
    cross join lateral (select a.days + 1 - n.share as days) as c
    join weekdays as w on w.weekday = extract(isodow from n.today + a.days)
$$;

-- When a user's quota will probably be used up, and what the period will come to.
create or replace function ai_quota.forecast(user_id uuid, as_of timestamptz default now())
returns table (
  reset_date date,
  used bigint,
  "limit" bigint,
  expected_used bigint,
  expected_used_low bigint,
  expected_used_high bigint,
  limit_on date,
  limit_on_earliest date,
  limit_on_latest date,
  expected_cost_usd numeric,
  tokens_per_day numeric,
  weekday_shares numeric[],
  days_of_history integer
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  -- Nine of ten cases are below it, and one of ten is below its negative.
  v_spread constant double precision := 1.2816;
  v_today constant date := (forecast.as_of at time zone 'UTC')::date;
  v_quota constant public.user_ai_quotas := ai_quota.read_quota(forecast.user_id, forecast.as_of);
  v_used constant double precision := v_quota.current_month_tokens;
  v_limit constant double precision := v_quota.monthly_token_quota;
  v_last constant date := (v_quota.period_end at time zone 'UTC')::date - 1;
  v_first date;
  v_days double precision[];
  v_today_tokens double precision;
  v_cost numeric;
  v_rate numeric;
begin
  select
    min(d.day) filter (where d.day < v_today and d.tokens > 0),
    coalesce(sum(d.tokens) filter (where d.day = v_today), 0),
    coalesce(
      sum(d.cost_usd) filter (where d.day >= (v_quota.period_start at time zone 'UTC')::date), 0
    ),
    coalesce(sum(d.cost_usd) / nullif(sum(d.tokens), 0), 0)
  into v_first, v_today_tokens, v_cost, v_rate
  from public.ai_quota_daily as d
  where d.user_id = forecast.user_id and d.day between v_today - 56 and v_today;
  v_days := array(
    select greatest(coalesce(d.tokens, 0), 0)
    from generate_series(0, v_today - v_first - 1) as n
      left join public.ai_quota_daily as d
        on d.user_id = forecast.user_id and d.day = v_first + n
    order by n
  );

  return query
  with ahead as materialized (
    select
      p.day, v_used + p.expected as expected,
      v_used + greatest(p.expected - v_spread * p.deviation, 0) as low,
      v_used + p.expected + v_spread * p.deviation as high, p.weekday_shares
    from ai_quota.project_days(v_first, v_days, v_today_tokens, forecast.as_of, v_last) as p
  ),
  ends as (
    select a.* from ahead as a order by a.day desc limit 1
  )
  select
    v_last + 1, v_used::bigint, v_limit::bigint, e.expected::bigint, e.low::bigint, e.high::bigint,
    (select min(a.day) from ahead as a where a.expected >= v_limit),
    (select min(a.day) from ahead as a where a.high >= v_limit),
    (select min(a.day) from ahead as a where a.low >= v_limit),
    round(v_cost + greatest(e.expected - v_used, 0)::numeric * v_rate, 6),
    round(
      (
        (e.expected - v_used)
        / nullif(greatest(extract(epoch from v_quota.period_end - forecast.as_of), 0), 0) * 86400
      )::numeric, 2
    ),
    (
      select array_agg(round(w.share::numeric, 3) order by w.place)
      from unnest(e.weekday_shares) with ordinality as w (share, place)
    ),
    coalesce(cardinality(v_days), 0)
  from ends as e;
end
$$;
