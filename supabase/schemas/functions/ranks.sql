-- Counts the past days of some users anew.
create or replace function ai_quota.count_users(users uuid[], through date)
returns void
language plpgsql
set search_path = ''
-- A plan for as many users as there are: one or a hundred thousand.
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  with counted as (
    insert into ai_quota.usage_by_user as p (user_id, days, tokens, requests, costs)
    select
      s.user_id, array_agg(s.day order by s.day), array_agg(s.tokens order by s.day),
      array_agg(s.requests order by s.day), array_agg(s.cost_usd order by s.day)
    from (
      select
        d.user_id, d.day, (sum(d.tokens) over w)::double precision as tokens,
        (sum(d.requests) over w)::double precision as requests,
        (sum(d.cost_usd) over w)::double precision as cost_usd
      from public.ai_quota_daily as d
      where d.user_id = any (count_users.users) and d.day <= count_users.through
      window w as (partition by d.user_id order by d.day)
    ) as s
    group by s.user_id
    on conflict on constraint usage_by_user_pkey do update
      set days = excluded.days, tokens = excluded.tokens, requests = excluded.requests,
        costs = excluded.costs
    returning p.user_id
  )
  delete from ai_quota.usage_by_user as p
  where p.user_id = any (count_users.users)
    and not exists (select from counted as c where c.user_id = p.user_id);
end
$$;

-- Counts the users of a UTC day that has just ended.
create or replace function ai_quota.count_users_of(of_day date, through date)
returns void
language sql
set search_path = ''
as $$
  select ai_quota.count_users(
    array(
      select c.user_id from public.ai_quota_closed_days as c where c.day = count_users_of.of_day
      union
      select q.user_id from public.user_ai_quotas as q where q.current_day = count_users_of.of_day
    ),
    count_users_of.through
  )
$$;

-- Counts the users whose ids begin with a hexadecimal digit, 0 to 15: the first time, in parts.
create or replace function ai_quota.count_users_part(digit integer, through date)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_first uuid := rpad(to_hex(count_users_part.digit), 32, '0')::uuid;
  v_last uuid := rpad(to_hex(count_users_part.digit), 32, 'f')::uuid;
begin
  perform ai_quota.count_users(
    array(
      select c.user_id
      from public.ai_quota_closed_days as c
      where c.user_id between v_first and v_last
      union
      select q.user_id
      from public.user_ai_quotas as q
      where q.user_id between v_first and v_last and q.current_day <= count_users_part.through
    ),
    count_users_part.through
  );
end
$$;

-- The accounts that a search finds: a whole user id, or a part of the e-mail address. Not too many:
-- whoever reads them would wait for the usage of all.
create or replace function ai_quota.find_accounts(search text, at_most bigint default 10000)
returns setof uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_found bigint;
begin
  if search ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    return query select u.id from auth.users as u where u.id = find_accounts.search::uuid;
    return;
  end if;
  return query
  select u.id
  from auth.users as u
  where strpos(lower(u.email), lower(find_accounts.search)) > 0
  limit find_accounts.at_most + 1;
  get diagnostics v_found = row_count;
  if v_found > find_accounts.at_most then
    perform ai_quota.raise_bad_request(
      format(
        'search fits more than %s accounts, got %L', find_accounts.at_most,
        left(find_accounts.search, 50)
      ),
      'Pass more of the e-mail address, or a whole user id.'
    );
  end if;
end
$$;

-- Users with calls since a moment, or with usage of past days that the job has not counted.
create or replace function ai_quota.list_changed_users(since timestamptz)
returns setof uuid
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
begin
  return query
  select u.user_id
  from public.ai_agent_usage as u
  where u.created_at >= list_changed_users.since
  union
  select l.user_id from ai_quota.late_days as l where l.user_id is not null;
end
$$;

-- The usage of each user in some UTC days: as the job has counted it, but for the users whose usage
-- changed since, or of all if it never ran. Running totals make a range of days the difference of two
-- of them.
create or replace function ai_quota.rank_users(
  from_day date,
  to_day date,
  sort text,
  of_tier text,
  search text,
  skip bigint,
  at_most bigint
)
returns table (user_id uuid, figure double precision, total_rows bigint)
language plpgsql
stable
set search_path = ''
set work_mem = '64MB'
-- A plan for the arguments that are given: others would read what these leave out.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_counted_at timestamptz := (
    select r.recent_counted_at from ai_quota.rollup as r where r.counted_through is not null
  );
  v_found uuid[];
  v_changed uuid[];
begin
  if rank_users.search is not null then
    v_found := array(select * from ai_quota.find_accounts(rank_users.search));
  end if;
  if v_counted_at is not null then
    -- Calls that ran when the job counted.
    v_changed := array(
      select * from ai_quota.list_changed_users(v_counted_at - interval '5 minutes')
    );
  end if;
  return query
  with sums as (
    select p.user_id, p.figure
    from (
      select
        u.user_id,
        case rank_users.sort
          when 'tokens' then u.tokens[b.last] - coalesce(u.tokens[b.before], 0)
          when 'requests' then u.requests[b.last] - coalesce(u.requests[b.before], 0)
          else u.costs[b.last] - coalesce(u.costs[b.before], 0)
        end as figure
      from ai_quota.usage_by_user as u
        cross join lateral (
          select
            width_bucket(rank_users.from_day - 1, u.days) as before,
            case
              when rank_users.to_day >= (v_counted_at at time zone 'UTC')::date
                then cardinality(u.days)
              else width_bucket(rank_users.to_day, u.days)
            end as last
        ) as b
      where v_counted_at is not null
        and b.last > b.before
        and u.user_id <> all (v_changed)
        and (v_found is null or u.user_id = any (v_found))
      -- Computed here, so that no arrays are carried along.
      offset 0
    ) as p
    union all
    select
      d.user_id,
      sum(
        case rank_users.sort
          when 'tokens' then d.tokens
          when 'requests' then d.requests
          else d.cost_usd
        end
      )::double precision
    from public.ai_quota_daily as d
    where d.day between rank_users.from_day and rank_users.to_day
      and (v_changed is null or d.user_id = any (v_changed))
      and (v_found is null or d.user_id = any (v_found))
    group by d.user_id
  ),
  listed as (
    select s.user_id, s.figure from sums as s where v_found is null
    union all
    -- A search finds users without calls too.
    select f.user_id, coalesce(s.figure, 0)
    from unnest(v_found) as f (user_id)
      left join sums as s on s.user_id = f.user_id
  )
  select l.user_id, l.figure, count(*) over ()
  from listed as l
  where rank_users.of_tier is null
    or l.user_id in (
      select q.user_id from public.user_ai_quotas as q where q.tier = rank_users.of_tier
    )
  order by l.figure desc, l.user_id
  limit rank_users.at_most
  offset rank_users.skip;
end
$$;

-- Users whose running totals differ from ai_quota_daily up to the last day that is counted, with the
-- last day on which they do. Not those that the job will count again, nor those without an account,
-- as for days.
create or replace function ai_quota.find_user_differences(of_user uuid default null)
returns table (user_id uuid, day date, problem text, expected bigint, found bigint)
language plpgsql
stable
set search_path = ''
-- A plan for everybody or for one user.
set plan_cache_mode = 'force_custom_plan'
as $$
#variable_conflict use_column
declare
  v_through date := (select r.counted_through from ai_quota.rollup as r);
begin
  if v_through is null then
    return;
  end if;
  return query
  select distinct on (c.user_id, m.metric)
    c.user_id, c.day, m.metric || ' of the past days of a user', ai_quota.to_bigint(m.expected),
    ai_quota.to_bigint(m.found::numeric)
  from (
    select
      coalesce(e.user_id, p.user_id) as user_id, coalesce(e.last_day, v_through) as day,
      coalesce(e.days, 0) as days, coalesce(e.tokens, 0) as tokens,
      coalesce(e.requests, 0) as requests, coalesce(e.cost_usd, 0) as cost_usd, f.days as found_days,
      case when f.days = 0 then 0 else p.tokens[f.days] end as found_tokens,
      case when f.days = 0 then 0 else p.requests[f.days] end as found_requests,
      case when f.days = 0 then 0 else p.costs[f.days] end as found_cost_usd
    from (
      -- Until the day before the user's next one.
      select
        x.user_id, lead(x.day, 1, v_through + 1) over w - 1 as last_day, count(*) over w as days,
        sum(x.tokens) over w as tokens, sum(x.requests) over w as requests,
        sum(x.cost_usd) over w as cost_usd
      from public.ai_quota_daily as x
      where x.day <= v_through
        and (find_user_differences.of_user is null or x.user_id = find_user_differences.of_user)
      window w as (partition by x.user_id order by x.day)
    ) as e
      full join (
        select u.user_id, u.days, u.tokens, u.requests, u.costs
        from ai_quota.usage_by_user as u
        where find_user_differences.of_user is null or u.user_id = find_user_differences.of_user
      ) as p on p.user_id = e.user_id
      cross join lateral (
        select coalesce(width_bucket(coalesce(e.last_day, v_through), p.days), 0) as days
      ) as f
  ) as c
    cross join lateral (
      values
        ('days', c.days::numeric, c.found_days::double precision),
        ('tokens', c.tokens, c.found_tokens),
        ('requests', c.requests, c.found_requests),
        ('millionths of a dollar', c.cost_usd * 1000000, c.found_cost_usd * 1000000)
    ) as m (metric, expected, found)
  where (c.days, c.tokens::double precision, c.requests::double precision, c.cost_usd::double precision)
      is distinct from (c.found_days, c.found_tokens, c.found_requests, c.found_cost_usd)
    and (abs(m.expected::double precision - m.found) <= 0.5) is not true
    and c.user_id not in (
      select l.user_id
      from ai_quota.late_days as l
      where l.user_id is not null and l.day <= v_through
    )
    and c.user_id in (select u.id from auth.users as u)
  order by c.user_id, m.metric, c.day desc;
end
$$;
