-- Closes the periods that are over at as_of, and renews the limits that have ended, on 64 pages of the
-- table, from first_page on. Returns how many periods were closed. By page, because with an index
-- on the date every reset would write all indexes again. SKIP LOCKED: cannot deadlock; a locked row
-- is left to the call that locked it or to the next reset. With the time zone UTC, because
-- quota_reset_date may be a timestamptz in an older deployment.
create or replace function ai_quota.reset_pages(
  first_page bigint,
  as_of timestamptz default now()
)
returns bigint
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_month timestamptz := date_trunc('month', as_of, 'UTC');
  v_next date := ai_quota.next_reset_date(as_of);
  v_plain tid[];
  v_others uuid[];
  v_closed bigint;
  v_user_id uuid;
  v_start timestamptz;
  v_quota public.user_ai_quotas;
begin
  select
    array_agg(d.place) filter (where d.is_plain),
    array_agg(d.user_id) filter (where not d.is_plain),
    count(*) filter (where d.is_due and d.is_plain)
  into v_plain, v_others, v_closed
  from (
    select
      q.ctid as place, q.user_id, q.period_end <= as_of as is_due,
      q.reserved_valid_until is null
        and (q.limits_expire_at <= as_of) is not true
        and q.period_start < q.period_end
        and q.period_anchor is null as is_plain
    from public.user_ai_quotas as q
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + 64)::tid
      and (q.period_end <= as_of or q.limits_expire_at <= as_of)
    for no key update skip locked
  ) as d;

  if v_plain is not null then
    -- The same as lock_quota, in bulk, for rows without reservations, overrides and anchors. Locked
    -- rows keep their place.
    insert into public.ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier
    )
    select
      q.user_id, q.period_start, q.period_end, q.current_month_tokens, q.current_month_requests,
      q.monthly_token_quota, q.monthly_request_quota, q.tier
    from public.user_ai_quotas as q
    where q.ctid = any (v_plain)
      and (q.current_month_tokens > 0 or q.current_month_requests > 0)
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end);
    update public.user_ai_quotas as q
    set
      current_month_tokens = 0,
      current_month_requests = 0,
      period_start = greatest(q.period_end, v_month),
      quota_reset_date = v_next,
      own_period_end = null
    where q.ctid = any (v_plain);
  end if;
  -- lock_quota locks accounts too: only those that are free.
  for v_user_id, v_start in
    select u.id, q.period_start
    from auth.users as u
      join public.user_ai_quotas as q on q.user_id = u.id
    where u.id = any (v_others)
    order by u.id
    for key share of u skip locked
  loop
    v_quota := ai_quota.lock_quota(v_user_id, as_of);
    v_closed := v_closed + (v_quota.period_start <> v_start)::integer;
  end loop;
  return v_closed;
end
$$;

create or replace function ai_quota.count_pages()
returns bigint
language sql
stable
set search_path = ''
as $$
  select pg_relation_size('public.user_ai_quotas') / current_setting('block_size')::bigint
$$;

-- The page at which the next call of reset_due_quotas begins. It still visits every page before it
-- returns 0.
create sequence ai_quota.reset_page_seq as bigint minvalue 0 start 0;

-- Resets what is due at as_of in one transaction, until it has taken for_at_most: a call that needs
-- one of these rows waits until the transaction commits.
create or replace function ai_quota.reset_due_quotas(
  as_of timestamptz default now(),
  for_at_most interval default '100 milliseconds'
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_deadline timestamptz := clock_timestamp() + for_at_most;
  v_pages bigint := ai_quota.count_pages();
  v_page bigint := (select s.last_value from ai_quota.reset_page_seq as s);
  v_closed bigint := 0;
begin
  for _ in 0 .. v_pages by 64 loop
    v_page := case when v_page <= v_pages then v_page else 0 end;
    v_closed := v_closed + ai_quota.reset_pages(v_page, as_of);
    v_page := v_page + 64;
    exit when v_closed > 0 and clock_timestamp() > v_deadline;
  end loop;
  perform setval('ai_quota.reset_page_seq', v_page);
  return v_closed;
end
$$;

-- Writes the limits that changed with a tier or a setting, on some pages of the table. Every call
-- does this for its own user; a plain SELECT and Realtime wait for this.
create or replace function ai_quota.refresh_pages(first_page bigint, pages bigint default 16)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  -- Read first: limits that are newer are written again.
  v_version bigint := (select v.version from ai_quota.limits_version as v);
  v_default_tier text := ai_quota.default_tier();
  v_places tid[];
  v_tiers text[];
  v_token_quotas bigint[];
  v_request_quotas bigint[];
  v_refreshed bigint;
  v_user_id uuid;
begin
  -- In bulk: users who have the limits of their tier, and so little usage that no alert is due.
  select
    array_agg(p.place), array_agg(p.tier), array_agg(p.monthly_token_quota),
    array_agg(p.monthly_request_quota)
  into v_places, v_tiers, v_token_quotas, v_request_quotas
  from (
    select q.ctid as place, t.tier, t.monthly_token_quota, t.monthly_request_quota
    from public.user_ai_quotas as q
      join public.ai_quota_tiers as t on t.tier = coalesce(q.assigned_tier, v_default_tier)
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + pages)::tid
      and q.limits_version < v_version
      and (q.tier, q.monthly_token_quota, q.monthly_request_quota)
        is distinct from (t.tier, t.monthly_token_quota, t.monthly_request_quota)
      and q.limits_expire_at is null
      and q.period_anchor is null
      and not q.is_anonymous
      and (
        greatest(
          q.current_month_tokens::double precision / t.monthly_token_quota,
          q.current_month_requests::double precision / t.monthly_request_quota
        ) >= 0.75
      ) is not true
      and not exists (
        select from public.ai_quota_subscriptions as s where s.user_id = q.user_id
      )
      and not exists (select from public.ai_quota_overrides as o where o.user_id = q.user_id)
    for no key update of q skip locked
  ) as p;
  -- Locked rows keep their place.
  update public.user_ai_quotas as q
  set
    tier = p.tier,
    monthly_token_quota = p.monthly_token_quota,
    monthly_request_quota = p.monthly_request_quota,
    limits_version = v_version
  from unnest(v_places, v_tiers, v_token_quotas, v_request_quotas)
    as p (place, tier, monthly_token_quota, monthly_request_quota)
  where q.ctid = any (v_places) and q.ctid = p.place;
  get diagnostics v_refreshed = row_count;

  for v_user_id in
    select u.id
    from auth.users as u
    where u.id in (
      select q.user_id
      from public.user_ai_quotas as q
        cross join lateral ai_quota.entitlement(q.user_id, q.assigned_tier) as e
      where q.ctid >= format('(%s,0)', first_page)::tid
        and q.ctid < format('(%s,0)', first_page + pages)::tid
        and q.limits_version < v_version
        and (q.tier, q.monthly_token_quota, q.monthly_request_quota, q.period_anchor)
          is distinct from (e.tier, e.monthly_token_quota, e.monthly_request_quota, e.anchor)
    )
    order by u.id
    for key share skip locked
  loop
    perform
    from public.user_ai_quotas as q
    where q.user_id = v_user_id
    for no key update skip locked;
    if found then
      perform ai_quota.lock_quota(v_user_id, refresh => true);
      v_refreshed := v_refreshed + 1;
    end if;
  end loop;
  return v_refreshed;
end
$$;

-- Counts the reservations that count as used since they expired, of users who do not call.
create or replace function ai_quota.charge_due_reservations(at_most integer default 1000)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_charged bigint := 0;
  v_user_id uuid;
begin
  for v_user_id in
    select u.id
    from auth.users as u
    where u.id in (
      select r.user_id
      from public.ai_quota_reservations as r
      where r.status = 'pending' and r.on_expiry = 'charge' and r.expires_at <= now()
      order by r.expires_at
      limit charge_due_reservations.at_most
    )
    order by u.id
    for key share skip locked
  loop
    perform ai_quota.lock_quota(v_user_id, refresh => true);
    v_charged := v_charged + 1;
  end loop;
  return v_charged;
end
$$;

-- Deletes what the settings no longer keep: reservations that are over, alerts, runs of our jobs.
create or replace function ai_quota.prune(at_most integer default 10000)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_pruned bigint;
  v_sum bigint := 0;
begin
  delete from public.ai_quota_reservations as r
  where r.id in (
    select c.id
    from public.ai_quota_reservations as c
      cross join ai_quota.settings as s
    where case
        when c.status <> 'pending' then c.closed_at < now() - s.keep_closed_holds
        else c.on_expiry = 'release' and c.expires_at < now() - s.keep_closed_holds
      end
    limit prune.at_most
  );
  get diagnostics v_pruned = row_count;
  v_sum := v_sum + v_pruned;
  delete from public.ai_quota_alerts as a
  where a.id in (
    select o.id
    from public.ai_quota_alerts as o
      cross join ai_quota.settings as s
    where o.created_at < now() - s.keep_alerts
    limit prune.at_most
  );
  get diagnostics v_pruned = row_count;
  v_sum := v_sum + v_pruned;
  if to_regclass('cron.job_run_details') is not null then
    -- In a block of its own, whose failure takes back nothing of the above.
    begin
      -- A run that a crash cut off has no end.
      execute
        'delete from cron.job_run_details as d using cron.job as j, ai_quota.settings as s '
        || 'where j.jobid = d.jobid and j.jobname = any ($1) '
        || 'and coalesce(d.end_time, d.start_time) < now() - s.keep_job_runs'
        using array[
          'reset-monthly-ai-quotas', 'reset-monthly-ai-quotas-in-batches', 'maintain-ai-quotas'
        ];
      get diagnostics v_pruned = row_count;
      v_sum := v_sum + v_pruned;
    exception
      when insufficient_privilege then
        raise notice 'runs of the jobs are kept: %', sqlerrm;
    end;
  end if;
  if v_sum = 0 then
    -- What the job counted of an account that was deleted meanwhile: once, it reads all users.
    delete from ai_quota.usage_by_user as s
    where not exists (select from public.user_ai_quotas as q where q.user_id = s.user_id)
      and not exists (select from public.ai_quota_closed_days as c where c.user_id = s.user_id);
  end if;
  return v_sum;
end
$$;
