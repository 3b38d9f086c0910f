-- A sum that passes bigint is the largest there is: what is counted for admins must never fail.
create or replace function ai_quota.to_bigint(figure numeric)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select greatest(least(figure, 9223372036854775807), -9223372036854775808)::bigint
$$;

-- The ledger of some UTC days summed by user, label and charged period, of everybody or of one user.
-- At most 50 combinations a user and day keep their labels. With the time zone UTC, because
-- created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.sum_labels(
  from_day date,
  to_day date,
  of_user uuid default null,
  since timestamptz default null
)
returns table (
  user_id uuid,
  day date,
  model text,
  discipline text,
  workflow text,
  tier text,
  reported_by public.ai_quota_caller,
  tokens bigint,
  requests bigint,
  cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  with sums as (
    select
      u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date as day,
      coalesce(u.model_used::text, '') as model, coalesce(u.discipline::text, '') as discipline,
      coalesce(u.workflow_id::text, '') as workflow, u.period_start, u.reported_by,
      ai_quota.to_bigint(sum(u.tokens_prompt + u.tokens_completion)) as tokens,
      ai_quota.to_bigint(sum(u.requests)) as requests,
      coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      )::bigint as unpriced_requests
    from public.ai_agent_usage as u
    where u.created_at >= greatest(sum_labels.from_day, sum_labels.since)
      and u.created_at < sum_labels.to_day + 1
      and (sum_labels.of_user is null or u.user_id = sum_labels.of_user)
    group by 1, 2, 3, 4, 5, 6, 7
  ),
  ranked as (
    select
      s.*,
      row_number() over (
        partition by s.user_id, s.day
        order by s.tokens desc, s.model, s.discipline, s.workflow, s.reported_by, s.period_start
      ) <= 50 as is_kept
    from sums as s
  )
  select
    r.user_id, r.day,
    case when r.is_kept then r.model else 'other' end,
    case when r.is_kept then r.discipline else 'other' end,
    case when r.is_kept then r.workflow else 'other' end,
    coalesce(p.tier, q.tier, ''), r.reported_by, r.tokens, r.requests, r.cost_usd,
    r.unpriced_requests
  from ranked as r
    left join public.ai_quota_periods as p
      on p.user_id = r.user_id and p.period_start = r.period_start
    left join public.user_ai_quotas as q on q.user_id = r.user_id;
end
$$;

-- The ledger of a span summed by UTC day, tier and reporter. With the time zone UTC, because
-- created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.sum_tiers(since timestamptz, before timestamptz)
returns setof ai_quota.usage_by_tier
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
begin
  return query
  select
    s.day, coalesce(p.tier, q.tier, ''), s.reported_by, ai_quota.to_bigint(sum(s.tokens)),
    ai_quota.to_bigint(sum(s.requests)), sum(s.cost_usd),
    ai_quota.to_bigint(sum(s.unpriced_requests))
  from (
    select
      u.user_id, (u.created_at::timestamptz at time zone 'UTC')::date as day, u.period_start,
      u.reported_by, sum(u.tokens_prompt + u.tokens_completion) as tokens,
      sum(u.requests) as requests, coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      ) as unpriced_requests
    from public.ai_agent_usage as u
    where u.created_at >= sum_tiers.since and u.created_at < sum_tiers.before
    group by 1, 2, 3, 4
  ) as s
    left join public.ai_quota_periods as p
      on p.user_id = s.user_id and p.period_start = s.period_start
    left join public.user_ai_quotas as q on q.user_id = s.user_id
  group by 1, 2, 3;
end
$$;

-- Users of each tier, and the usage of their open periods.
create or replace function ai_quota.count_tiers()
returns setof ai_quota.tier_counts
language sql
stable
set search_path = ''
as $$
  select
    q.tier, count(*), count(*) filter (where x.tokens > 0), ai_quota.to_bigint(sum(x.tokens)),
    round(avg(x.tokens), 2),
    round((percentile_cont(0.9) within group (order by x.tokens))::numeric, 2),
    count(*) filter (where x.share >= 0.75), count(*) filter (where x.share >= 1),
    count(*) filter (where q.is_blocked)
  from public.user_ai_quotas as q
    -- A row whose period is over still counts it.
    cross join lateral (
      select
        case when q.period_end > now() then q.current_month_tokens else 0 end as tokens,
        case
          when q.period_end > now() then greatest(
            q.current_month_tokens::double precision / q.monthly_token_quota,
            q.current_month_requests::double precision / q.monthly_request_quota
          )
          else 0
        end as share
    ) as x
  group by q.tier
$$;

-- The rows of usage_by_label of one UTC day, of the ledger and of deleted accounts.
create or replace function ai_quota.count_labels(of_day date)
returns setof ai_quota.usage_by_label
language sql
stable
set search_path = ''
as $$
  with labels as (
    select
      l.model, l.discipline, l.workflow, l.tier, l.reported_by,
      ai_quota.to_bigint(sum(l.tokens)) as tokens,
      ai_quota.to_bigint(sum(l.requests)) as requests, sum(l.cost_usd) as cost_usd,
      ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests
    from (
      select
        s.model, s.discipline, s.workflow, s.tier, s.reported_by, s.tokens, s.requests, s.cost_usd,
        s.unpriced_requests
      from ai_quota.sum_labels(count_labels.of_day, count_labels.of_day) as s
      union all
      select
        d.model, d.discipline, d.workflow, d.tier, d.reported_by, d.tokens, d.requests, d.cost_usd,
        d.unpriced_requests
      from ai_quota.deleted_usage_by_label as d
      where d.day = count_labels.of_day
    ) as l
    group by 1, 2, 3, 4, 5
  ),
  ranked as (
    select
      l.*,
      row_number() over (
        order by l.tokens desc, l.model, l.discipline, l.workflow, l.tier, l.reported_by
      ) <= 2000 as is_kept
    from labels as l
  )
  select
    count_labels.of_day, k.model, k.discipline, k.workflow, r.tier, r.reported_by,
    ai_quota.to_bigint(sum(r.tokens)), ai_quota.to_bigint(sum(r.requests)), sum(r.cost_usd),
    ai_quota.to_bigint(sum(r.unpriced_requests))
  from ranked as r
    cross join lateral (
      select
        case when r.is_kept then r.model else 'other' end as model,
        case when r.is_kept then r.discipline else 'other' end as discipline,
        case when r.is_kept then r.workflow else 'other' end as workflow
    ) as k
  group by 1, 2, 3, 4, 5, 6
$$;

-- The users who made calls on a UTC day, each with the active day before it. With the time zone UTC,
-- because created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.list_active(of_day date, of_user uuid default null)
returns table (user_id uuid, previous_day date, tier text)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  select a.user_id, coalesce(b.day, '-infinity'), coalesce(p.tier, q.tier, '')
  from (
    select u.user_id, max(u.period_start) as period_start
    from public.ai_agent_usage as u
    where u.created_at >= list_active.of_day
      and u.created_at < list_active.of_day + 1
      and not u.is_adjustment
      and (list_active.of_user is null or u.user_id = list_active.of_user)
    group by u.user_id
  ) as a
    left join lateral (
      select (e.created_at::timestamptz at time zone 'UTC')::date as day
      from public.ai_agent_usage as e
      where e.user_id = a.user_id
        and e.created_at < list_active.of_day
        and not e.is_adjustment
      order by e.created_at desc
      limit 1
    ) as b on true
    left join public.ai_quota_periods as p
      on p.user_id = a.user_id and p.period_start = a.period_start
    left join public.user_ai_quotas as q on q.user_id = a.user_id
  where a.user_id is not null;
end
$$;

-- Counts the active users of a UTC day anew.
create or replace function ai_quota.count_active_day(of_day date)
returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from ai_quota.active_users as a where a.day = count_active_day.of_day;
  insert into ai_quota.active_users (day, previous_day, tier, users)
  select count_active_day.of_day, n.previous_day, n.tier, sum(n.users)
  from (
    select l.previous_day, l.tier, 1 as users from ai_quota.list_active(of_day) as l
    union all
    select d.previous_day, d.tier, d.users
    from ai_quota.deleted_active_users as d
    where d.day = count_active_day.of_day
  ) as n
  group by n.previous_day, n.tier;
end
$$;

-- Counts a UTC day anew, and the next active day of users whose usage of this day came late. What a
-- transaction adds meanwhile has a row in late_days that is not visible yet, and so stays there.
create or replace function ai_quota.count_day(of_day date)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_late uuid[];
  v_day date;
  r ai_quota.rollup;
begin
  select o.* into r from ai_quota.rollup as o;
  with gone as (
    delete from ai_quota.late_days as l where l.day = count_day.of_day returning l.user_id
  )
  select array_agg(distinct g.user_id) filter (where g.user_id is not null)
  into v_late
  from gone as g;
  delete from ai_quota.usage_by_label as b where b.day = count_day.of_day;
  insert into ai_quota.usage_by_label select c.* from ai_quota.count_labels(of_day) as c;
  delete from ai_quota.usage_by_tier as t where t.day = count_day.of_day;
  insert into ai_quota.usage_by_tier
  select
    b.day, b.tier, b.reported_by, sum(b.tokens), sum(b.requests), sum(b.cost_usd),
    sum(b.unpriced_requests)
  from ai_quota.usage_by_label as b
  where b.day = count_day.of_day
  group by b.day, b.tier, b.reported_by;
  perform ai_quota.count_active_day(of_day);
  for v_day in
    select distinct n.day
    from unnest(v_late) as l (user_id)
      cross join lateral (
        select (u.created_at::timestamptz at time zone 'UTC')::date as day
        from public.ai_agent_usage as u
        where u.user_id = l.user_id and u.created_at >= count_day.of_day + 1 and not u.is_adjustment
        order by u.created_at
        limit 1
      ) as n
    where n.day <= r.counted_through
  loop
    perform ai_quota.count_active_day(v_day);
  end loop;
  perform ai_quota.count_users(
    v_late, greatest(r.recent_day, coalesce(r.counted_through, r.counting_through))
  );
end
$$;

-- Whether every transaction that ran at the end of a UTC day has ended: a call counts as made when
-- its transaction began. Their names are kept, because only superusers see when transactions of
-- others began.
create or replace function ai_quota.is_day_over(of_day date)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_running text[] := array(
    select distinct l.virtualtransaction
    from pg_catalog.pg_locks as l
      left join pg_catalog.pg_stat_activity as a on a.pid = l.pid
    where l.pid is distinct from pg_backend_pid()
      and (a.datname = current_database() or l.pid is null)
      and l.virtualtransaction is not null
  );
begin
  update ai_quota.rollup as r
  set ended_day = is_day_over.of_day, waiting_for = v_running
  where r.ended_day is null or r.ended_day < is_day_over.of_day;
  return (select not r.waiting_for && v_running from ai_quota.rollup as r);
end
$$;

-- Counts the days that are not over, and the tiers, as they are now.
create or replace function ai_quota.count_recent(from_day date, to_day date)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
begin
  delete from ai_quota.usage_by_tier as t where t.day >= count_recent.from_day;
  insert into ai_quota.usage_by_tier
  select
    s.day, s.tier, s.reported_by, sum(s.tokens), sum(s.requests), sum(s.cost_usd),
    sum(s.unpriced_requests)
  from (
    select t.* from ai_quota.sum_tiers(from_day, now()) as t
    union all
    select
      d.day, d.tier, d.reported_by, d.tokens, d.requests, d.cost_usd, d.unpriced_requests
    from ai_quota.deleted_usage_by_label as d
    where d.day >= count_recent.from_day
  ) as s
  group by 1, 2, 3;
  delete from ai_quota.usage_by_label as b where b.day >= count_recent.from_day;
  insert into ai_quota.usage_by_label
  select c.*
  from generate_series(0, count_recent.to_day - count_recent.from_day) as n
    cross join lateral ai_quota.count_labels(count_recent.from_day + n) as c;
  perform ai_quota.count_active_day(count_recent.from_day + n)
  from generate_series(0, count_recent.to_day - count_recent.from_day) as n;
  delete from ai_quota.tier_counts;
  insert into ai_quota.tier_counts select c.* from ai_quota.count_tiers() as c;
  perform ai_quota.count_users(
    array(
      select *
      from ai_quota.list_changed_users(
        greatest(r.recent_counted_at - interval '5 minutes', count_recent.from_day)
      )
    ),
    count_recent.to_day
  )
  from ai_quota.rollup as r;
end
$$;

-- Notes that a UTC day is counted. What is recent begins after it.
create or replace function ai_quota.end_day(day date)
returns void
language sql
set search_path = ''
set timezone = 'UTC'
as $$
  update ai_quota.rollup as r
  set
    counted_through = end_day.day,
    recent_day = greatest(r.recent_day, end_day.day),
    recent_counted_at = greatest(r.recent_counted_at, (end_day.day + 1)::timestamptz)
$$;

-- Counts the next day that is over, or what is recent, or a day that must be counted again. Returns the
-- day; null: there is nothing left to count.
create or replace function ai_quota.roll_up(as_of timestamptz default now())
returns date
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_today date := (roll_up.as_of at time zone 'UTC')::date;
  v_day date;
  r ai_quota.rollup;
begin
  select o.* into r from ai_quota.rollup as o for no key update skip locked;
  if not found then
    return null;
  end if;
  if r.counting_through is null then
    if not ai_quota.is_day_over(v_today - 1) then
      return null;
    end if;
    -- The ledger as the job finds it.
    insert into ai_quota.late_days (day)
    select distinct (u.created_at::timestamptz at time zone 'UTC')::date
    from public.ai_agent_usage as u
    where u.created_at < v_today
    order by 1 desc;
    update ai_quota.rollup as o set counting_through = v_today - 1;
    return v_today - 1;
  end if;

  if r.counted_through is not null then
    v_day := r.counted_through + 1;
    if v_day < v_today and ai_quota.is_day_over(v_today - 1) then
      perform ai_quota.count_day(v_day);
      perform ai_quota.count_users_of(v_day, greatest(r.recent_day, v_day));
      perform ai_quota.end_day(v_day);
      return v_day;
    end if;
    if r.recent_day is distinct from v_today
      or r.recent_counted_at < roll_up.as_of - interval '4 minutes'
    then
      perform ai_quota.count_recent(v_day, v_today);
      update ai_quota.rollup as o set recent_day = v_today, recent_counted_at = roll_up.as_of;
      return v_today;
    end if;
  end if;

  -- In the order in which they came, so that each has its turn.
  select l.day into v_day
  from ai_quota.late_days as l
  where l.day <= coalesce(r.counted_through, r.counting_through)
  order by l.id
  limit 1;
  if v_day is not null then
    perform ai_quota.count_day(v_day);
    return v_day;
  end if;
  if r.counted_through is not null then
    return null;
  end if;
  if r.users_counted < 16 then
    perform ai_quota.count_users_part(r.users_counted, r.counting_through);
    update ai_quota.rollup as o set users_counted = o.users_counted + 1;
  else
    perform ai_quota.end_day(r.counting_through);
  end if;
  return r.counting_through;
end
$$;

-- Keeps what an account used by label, without its id, before its rows are deleted.
create or replace function ai_quota.keep_labels(of_user uuid)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_from date;
  v_to date;
begin
  select
    (min(u.created_at)::timestamptz at time zone 'UTC')::date,
    (max(u.created_at)::timestamptz at time zone 'UTC')::date
  into v_from, v_to
  from public.ai_agent_usage as u
  where u.user_id = keep_labels.of_user;
  if v_from is null then
    return;
  end if;
  insert into ai_quota.deleted_usage_by_label as k (
    day, model, discipline, workflow, tier, reported_by, tokens, requests, cost_usd,
    unpriced_requests
  )
  select
    s.day, s.model, s.discipline, '', s.tier, s.reported_by, ai_quota.to_bigint(sum(s.tokens)),
    ai_quota.to_bigint(sum(s.requests)), sum(s.cost_usd),
    ai_quota.to_bigint(sum(s.unpriced_requests))
  from ai_quota.sum_labels(v_from, v_to, of_user) as s
  group by 1, 2, 3, 5, 6
  -- In one order, so that two accounts that go at once cannot deadlock.
  order by 1, 2, 3, 5, 6
  on conflict on constraint deleted_usage_by_label_pkey do update
    set tokens = ai_quota.to_bigint(k.tokens::numeric + excluded.tokens),
      requests = ai_quota.to_bigint(k.requests::numeric + excluded.requests),
      cost_usd = k.cost_usd + excluded.cost_usd,
      unpriced_requests =
        ai_quota.to_bigint(k.unpriced_requests::numeric + excluded.unpriced_requests);
  insert into ai_quota.deleted_active_users as k (day, previous_day, tier, users)
  select d.day, a.previous_day, a.tier, 1
  from (
    select distinct (u.created_at::timestamptz at time zone 'UTC')::date as day
    from public.ai_agent_usage as u
    where u.user_id = keep_labels.of_user and not u.is_adjustment
  ) as d
    cross join lateral ai_quota.list_active(d.day, of_user) as a
  order by 1, 2, 3
  on conflict on constraint deleted_active_users_pkey do update
    set users = k.users + excluded.users;
end
$$;

-- Has the days of an account counted again: it was mended, or loses its workflows or its id.
create or replace function ai_quota.mark_days(of_user uuid)
returns void
language sql
set search_path = ''
set timezone = 'UTC'
as $$
  insert into ai_quota.late_days (day, user_id)
  select distinct (u.created_at::timestamptz at time zone 'UTC')::date, u.user_id
  from public.ai_agent_usage as u
  where u.user_id = mark_days.of_user
$$;

-- Days of usage_by_label that differ from the ledger and from what deleted accounts used. Not those
-- that will be counted again, nor those before the first ledger row: their rows may have been moved
-- away.
create or replace function ai_quota.find_label_differences()
returns table (day date, problem text, expected bigint, found bigint)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  with sums as (
    select
      s.day, s.reported_by, sum(s.tokens) as tokens, sum(s.requests) as requests,
      sum(s.cost_usd) as cost_usd
    from (
      select
        (u.created_at::timestamptz at time zone 'UTC')::date as day, u.reported_by,
        (u.tokens_prompt + u.tokens_completion)::bigint as tokens, u.requests::bigint,
        u.cost_usd::numeric
      from public.ai_agent_usage as u
      union all
      select d.day, d.reported_by, d.tokens, d.requests, d.cost_usd
      from ai_quota.deleted_usage_by_label as d
    ) as s
    group by 1, 2
  ),
  counted as (
    select
      b.day, b.reported_by, sum(b.tokens) as tokens, sum(b.requests) as requests,
      sum(b.cost_usd) as cost_usd
    from ai_quota.usage_by_label as b
    group by 1, 2
  )
  select
    coalesce(s.day, c.day), m.metric || ' by label of a day', coalesce(m.expected, 0)::bigint,
    coalesce(m.found, 0)::bigint
  from sums as s
    full join counted as c on c.day = s.day and c.reported_by = s.reported_by
    cross join lateral (
      values
        ('tokens', s.tokens, c.tokens),
        ('requests', s.requests, c.requests),
        ('millionths of a dollar', s.cost_usd * 1000000, c.cost_usd * 1000000)
    ) as m (metric, expected, found)
  where coalesce(s.day, c.day) <= (select r.counted_through from ai_quota.rollup as r)
    and coalesce(s.day, c.day) >= (select min(f.day) from sums as f)
    and coalesce(s.day, c.day) not in (select l.day from ai_quota.late_days as l)
    and coalesce(m.expected, 0)::bigint <> coalesce(m.found, 0)::bigint;
end
$$;
