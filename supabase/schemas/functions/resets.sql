-- Closes the periods and overrides that are over at as_of on 64 pages of the table, from first_page
-- on. Returns how many periods were closed. By page, because with an index on the date every reset
-- would write all indexes again. SKIP LOCKED: cannot deadlock; a locked row is left to the call
-- that locked it or to the next reset. With the time zone UTC, because quota_reset_date may be a
-- timestamptz in an older deployment.
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
begin
  select
    array_agg(d.place) filter (where d.is_plain),
    array_agg(d.user_id) filter (where not d.is_plain),
    count(*) filter (where d.is_due)
  into v_plain, v_others, v_closed
  from (
    select
      q.ctid as place, q.user_id, q.period_end <= as_of as is_due,
      q.reserved_valid_until is null
        and (q.limits_expire_at <= as_of) is not true
        and q.period_start < q.period_end as is_plain
    from public.user_ai_quotas as q
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + 64)::tid
      and (q.period_end <= as_of or q.limits_expire_at <= as_of)
    for no key update skip locked
  ) as d;

  if v_plain is not null then
    -- The same as close_due_periods, in bulk, for rows without reservations and overrides. Locked
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
      quota_reset_date = v_next
    where q.ctid = any (v_plain);
  end if;
  if v_others is not null then
    -- set_limits locks their accounts too: only those that are free.
    perform ai_quota.set_limits(
      array(
        select u.id from auth.users as u where u.id = any (v_others) for key share skip locked
      ),
      as_of => as_of
    );
    v_closed := v_closed - (
      select count(*) from public.user_ai_quotas as q
      where q.user_id = any (v_others) and q.period_end <= as_of
    );
  end if;
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
