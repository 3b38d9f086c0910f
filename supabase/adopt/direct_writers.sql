-- Front ends and servers of an older deployment insert into the ledger directly. Where they had
-- that right, they keep it, and a trigger counts their rows under the checks of track_usage. Rows
-- of our own functions have a period_start. Without a token (psql, pg_cron), an INSERT followed by
-- an UPDATE of the counters works as the guide has it.

-- Definer: checks and prices need tables that the caller may not read. With the time zone UTC,
-- because created_at may be a timestamp without time zone.
create or replace function ai_quota.prepare_direct_insert()
returns trigger
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_is_end_user boolean := ai_quota.is_end_user();
begin
  new.user_id := ai_quota.authorize_user(new.user_id, is_report => true);
  new.tokens_cached := coalesce(new.tokens_cached, 0);
  new.tokens_reasoning := coalesce(new.tokens_reasoning, 0);
  perform ai_quota.validate_usage(
    case when pg_typeof(new.agent_id) = 'uuid'::regtype then new.agent_id::text::uuid end,
    new.discipline::text, new.workflow_id::text, new.tokens_prompt::bigint,
    new.tokens_completion::bigint, new.tokens_cached::bigint, new.tokens_reasoning::bigint,
    new.model_used::text, new.cost_usd::numeric, null
  );
  if v_is_end_user then
    new.cost_usd := null;
    new.created_at := now();
  end if;
  if new.cost_usd is null then
    new.cost_usd := (
      select
        (
          (new.tokens_prompt - new.tokens_cached) * p.input_price
          + new.tokens_cached * coalesce(p.cached_input_price, p.input_price)
          + (new.tokens_completion - new.tokens_reasoning) * p.output_price
          + new.tokens_reasoning * coalesce(p.reasoning_price, p.output_price)
        ) * 0.000001
      from public.ai_quota_prices as p
      where p.model = new.model_used and p.valid_from <= (now() at time zone 'UTC')::date
      order by p.valid_from desc
      limit 1
    );
  end if;
  return new;
end
$$;

-- One statement trigger, which locks the quotas in the order of their users, so that two bulk
-- inserts cannot deadlock. After the insert, because ON CONFLICT may drop rows. Definer: no API
-- role may write counters.
create or replace function ai_quota.count_direct_inserts()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user record;
  v_quota public.user_ai_quotas;
begin
  if coalesce(current_setting('role', true), 'none')
    not in ('anon', 'authenticated', 'service_role')
  then
    return null;
  end if;
  for v_user in
    select
      i.user_id, sum(i.tokens_prompt + i.tokens_completion)::bigint as tokens,
      sum(i.requests)::bigint as requests, sum(i.cost_usd)::numeric as cost_usd
    from inserted as i
    where i.period_start is null
    group by i.user_id
    order by i.user_id
  loop
    v_quota := ai_quota.lock_quota(v_user.user_id);
    update public.ai_agent_usage as u
    set period_start = v_quota.period_start
    from inserted as i
    where u.id = i.id and i.user_id = v_user.user_id and i.period_start is null;
    perform ai_quota.add_usage(
      v_quota, v_quota.period_start, v_user.tokens, v_user.requests, v_user.cost_usd
    );
  end loop;
  return null;
end
$$;

-- The ledger row has been counted already; every write of ours changes more than these counters.
create or replace function ai_quota.ignore_counter_update()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise warning 'current_month_tokens and current_month_requests were left as they are: '
    'the insert into ai_agent_usage was counted already';
  new.current_month_tokens := old.current_month_tokens;
  new.current_month_requests := old.current_month_requests;
  return new;
end
$$;

create or replace function ai_quota.fill_tokens_total()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.tokens_total := new.tokens_prompt + new.tokens_completion;
  return new;
end
$$;

-- Views of the host run with their owner's rights: end users must not write through them either.
create or replace function ai_quota.refuse_end_users()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- Runs as an API role, which may call no function of this schema.
  raise insufficient_privilege using
    message = format('users may not %s rows of %s', lower(tg_op), tg_table_name),
    hint = 'Only the server may do this; report usage with track_usage.';
end
$$;

revoke execute on function
  ai_quota.prepare_direct_insert(), ai_quota.count_direct_inserts(),
  ai_quota.ignore_counter_update(), ai_quota.fill_tokens_total(), ai_quota.refuse_end_users()
from public, anon, authenticated, service_role;

do $$
declare
  v_rights text[] := '{}';
  v_columns text;
begin
  if to_regclass('ai_quota.superseded') is not null then
    v_rights := array(select s.name from ai_quota.superseded as s where s.kind = 'right');
  end if;
  if 'users initialize' = any (v_rights) then
    -- For triggers of the host: called directly, the function refuses end users.
    grant execute on function public.initialize_user_quota(uuid, text) to authenticated;
  end if;
  if 'the server updates' = any (v_rights) then
    select string_agg(format('%I', a.attname), ', ') into v_columns
    from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.user_ai_quotas'::regclass
      and a.attnum > 0
      and not a.attisdropped
      and a.attgenerated = ''
      and a.attidentity <> 'a'
      and a.attname not in (
        'user_id', 'monthly_token_quota', 'monthly_request_quota', 'quota_reset_date'
      )
      and a.attname not in (
        select c.name from pg_temp.ai_quota_columns as c where c.table_name = 'user_ai_quotas'
      );
    execute format('grant update (%s) on public.user_ai_quotas to service_role', v_columns);
  end if;
  -- In WHEN, current_user is who wrote the statement: not the owner of a view, nor of a trigger.
  if 'quotas are theirs' = any (v_rights) then
    create or replace trigger "~ai_quota_refuse_end_users"
      before insert or update or delete on public.user_ai_quotas
      for each row when (current_user in ('anon', 'authenticated'))
      execute function ai_quota.refuse_end_users();
  end if;
  if 'the ledger is theirs' = any (v_rights) then
    create or replace trigger "~ai_quota_refuse_end_users"
      before update or delete on public.ai_agent_usage
      for each row when (current_user in ('anon', 'authenticated'))
      execute function ai_quota.refuse_end_users();
  end if;
  if v_rights = '{}' then
    drop function ai_quota.refuse_end_users();
  end if;

  if 'the ledger is theirs' <> all (v_rights) then
    drop function
      ai_quota.prepare_direct_insert(), ai_quota.count_direct_inserts(),
      ai_quota.ignore_counter_update(), ai_quota.fill_tokens_total();
    return;
  end if;

  create or replace trigger "~ai_quota_prepare_direct_insert"
    before insert on public.ai_agent_usage
    for each row
    when (
      new.period_start is null
      and current_setting('role', true) in ('anon', 'authenticated', 'service_role')
    )
    execute function ai_quota.prepare_direct_insert();
  create or replace trigger "~ai_quota_count_direct_inserts"
    after insert on public.ai_agent_usage
    referencing new table as inserted
    for each statement execute function ai_quota.count_direct_inserts();
  create or replace trigger "~ai_quota_ignore_counter_update"
    before update of current_month_tokens, current_month_requests on public.user_ai_quotas
    for each row
    when (
      current_setting('role', true) in ('anon', 'authenticated', 'service_role')
      and (new.current_month_tokens, new.current_month_requests)
        is distinct from (old.current_month_tokens, old.current_month_requests)
      and (new.current_day_tokens, new.current_day_requests, new.period_start)
        is not distinct from (old.current_day_tokens, old.current_day_requests, old.period_start)
      and new.reserved_valid_until is not distinct from old.reserved_valid_until
    )
    execute function ai_quota.ignore_counter_update();
  -- A total that is not generated is filled in new rows.
  if exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.ai_agent_usage'::regclass
      and a.attname = 'tokens_total'
      and a.attgenerated = ''
  ) then
    create or replace trigger "~ai_quota_fill_tokens_total"
      before insert on public.ai_agent_usage
      for each row execute function ai_quota.fill_tokens_total();
  end if;

  -- The host's columns too, but none of those that only the package may set.
  select string_agg(format('%I', a.attname), ', ') into v_columns
  from pg_catalog.pg_attribute as a
  where a.attrelid = 'public.ai_agent_usage'::regclass
    and a.attnum > 0
    and not a.attisdropped
    and a.attgenerated = ''
    and a.attidentity <> 'a'
    and a.attname not in (
      select c.name from pg_temp.ai_quota_columns as c where c.table_name = 'ai_agent_usage'
    );
  if 'users insert' = any (v_rights) then
    execute format('grant insert (%s) on public.ai_agent_usage to authenticated', v_columns);
    drop policy if exists "users report their own usage" on public.ai_agent_usage;
    create policy "users report their own usage" on public.ai_agent_usage
      for insert to authenticated
      with check (user_id = (select auth.uid()));
  end if;
  if 'the server inserts' = any (v_rights) then
    execute format('grant insert (%s) on public.ai_agent_usage to service_role', v_columns);
  end if;
end
$$;
