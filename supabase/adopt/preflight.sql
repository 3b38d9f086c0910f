-- Checks everything before anything is changed: the release that is installed, and names that the
-- host uses. Remedies are in the messages, because `supabase db push` prints no hints. The work is
-- done in functions, because it prints the whole statement that failed.
--
-- A host's tables are adopted only if they are the two of the deployment guide: user_ai_quotas and
-- ai_agent_usage, recognised by their columns.

-- squawk-ignore ban-drop-table
drop table if exists pg_temp.ai_quota_adopted;
create temp table ai_quota_adopted (
  name text primary key,
  users_update boolean not null,
  users_insert boolean not null,
  server_writes boolean not null,
  users_initialize boolean not null,
  has_requests boolean not null
);

-- Columns that only the package has.
-- squawk-ignore ban-drop-table
drop table if exists pg_temp.ai_quota_columns;
create temp table ai_quota_columns (table_name text, name text);
insert into pg_temp.ai_quota_columns (table_name, name)
values
  ('user_ai_quotas', 'period_start'),
  ('user_ai_quotas', 'period_end'),
  ('user_ai_quotas', 'tier'),
  ('user_ai_quotas', 'limits_expire_at'),
  ('user_ai_quotas', 'is_blocked'),
  ('user_ai_quotas', 'reserved_tokens'),
  ('user_ai_quotas', 'reserved_requests'),
  ('user_ai_quotas', 'reserved_valid_until'),
  ('user_ai_quotas', 'current_day'),
  ('user_ai_quotas', 'current_day_tokens'),
  ('user_ai_quotas', 'current_day_requests'),
  ('user_ai_quotas', 'current_day_cost_usd'),
  ('ai_agent_usage', 'requests'),
  ('ai_agent_usage', 'request_id'),
  ('ai_agent_usage', 'reservation_id'),
  ('ai_agent_usage', 'adjustment_reason'),
  ('ai_agent_usage', 'period_start');

-- What keeps public.<name> from being adopted; no row if nothing does, or if it does not exist.
create or replace function pg_temp.ai_quota_misfits(name text, wanted jsonb)
returns setof text
language sql
set search_path = ''
as $$
  select format(
    '- public.%I is not the table of the deployment guide (%s): rename it', name,
    string_agg(x.reason, ', ' order by x.reason)
  )
  from (
    select 'it is no ordinary table' as reason
    from pg_catalog.pg_class as c
    where c.oid = to_regclass(format('public.%I', name)) and c.relkind <> 'r'
    union all
    select case
      when a.attname is null then format('no column %s', w.key)
      else format('%s is %s', w.key, format_type(a.atttypid, a.atttypmod))
    end
    from jsonb_each(wanted) as w
      left join pg_catalog.pg_attribute as a
        on a.attrelid = to_regclass(format('public.%I', name))
        and a.attname = w.key and a.attnum > 0 and not a.attisdropped
    where a.attname is null or not w.value ? format_type(a.atttypid, null)
  ) as x
  where to_regclass(format('public.%I', name)) is not null
  having count(*) > 0
$$;

-- Every conflict, a line each. Long, because it is one list.
create or replace function pg_temp.ai_quota_conflicts()
returns setof text
language plpgsql
set search_path = ''
as $$
declare
  c_counts constant jsonb := '["smallint", "integer", "bigint", "numeric"]';
  c_quotas constant jsonb := jsonb_build_object(
    'user_id', '["uuid"]'::jsonb, 'monthly_token_quota', c_counts,
    'current_month_tokens', c_counts, 'quota_reset_date',
    '["date", "timestamp with time zone", "timestamp without time zone"]'::jsonb
  );
  c_usage constant jsonb := jsonb_build_object(
    'user_id', '["uuid"]'::jsonb, 'tokens_prompt', c_counts, 'tokens_completion', c_counts,
    'created_at', '["timestamp with time zone", "timestamp without time zone"]'::jsonb
  );
  v_is_guide boolean;
  v_adopted oid[] := '{}';
  v_found text;
begin
  return query select m from pg_temp.ai_quota_misfits('user_ai_quotas', c_quotas) as m;
  v_is_guide := not found and to_regclass('public.user_ai_quotas') is not null;
  if v_is_guide then
    v_adopted := v_adopted || to_regclass('public.user_ai_quotas')::oid;
  end if;
  return query select m from pg_temp.ai_quota_misfits('ai_agent_usage', c_usage) as m;
  if not found then
    v_adopted := v_adopted || to_regclass('public.ai_agent_usage')::oid;
  end if;
  return query
  select format(
    '- %1$s belongs to %2$s: alter table %1$s owner to %3$s', c.oid::regclass, c.relowner::regrole,
    current_user
  )
  from pg_catalog.pg_class as c
  where c.oid = any (v_adopted) and not pg_has_role(current_user, c.relowner, 'member')
  union all
  select format(
    '- public.%I has columns that the package needs (%s): rename them', o.table_name,
    string_agg(a.attname, ', ' order by a.attname)
  )
  from pg_temp.ai_quota_columns as o
    join pg_catalog.pg_attribute as a
      on a.attrelid = to_regclass(format('public.%I', o.table_name))
      and a.attname = o.name and not a.attisdropped
  where a.attrelid = any (v_adopted)
  group by o.table_name;
  if v_is_guide then
    for v_found in
      execute 'select user_id::text from public.user_ai_quotas where user_id is not null'
        || ' group by user_id having count(*) > 1'
    loop
      return next format(
        '- public.user_ai_quotas has several rows of user %s: keep one', coalesce(v_found, 'null')
      );
    end loop;
  end if;

  return query
  with ours (kind, name) as (
    -- names of the package
  )
  select format('- %s is not of this package: rename it, or drop it', x.description)
  from (
    select 'schema ai_quota' as description where to_regnamespace('ai_quota') is not null
    union
    select pg_describe_object('pg_catalog.pg_class'::regclass, c.oid, 0)
    from ours as o
      join pg_catalog.pg_class as c
        on c.relname = o.name and c.relnamespace = 'public'::regnamespace
    where o.kind in ('table', 'view', 'type', 'index')
      and not exists (
        select from pg_catalog.pg_index as i
        where i.indexrelid = c.oid and i.indrelid = any (v_adopted)
      )
      and o.name not in ('user_ai_quotas', 'ai_agent_usage')
    union
    select pg_describe_object('pg_catalog.pg_type'::regclass, t.oid, 0)
    from ours as o
      join pg_catalog.pg_type as t
        on t.typname = o.name and t.typnamespace = 'public'::regnamespace and t.typrelid = 0
    where o.kind in ('table', 'view', 'type')
    union
    select pg_describe_object('pg_catalog.pg_proc'::regclass, p.oid, 0)
    from ours as o
      join pg_catalog.pg_proc as p
        on p.proname = o.name and p.pronamespace = 'public'::regnamespace
    where o.kind = 'function'
      -- In a deployment of the guide these are the guide's, whatever their arguments.
      and not (
        v_is_guide and o.name in (
          'get_user_quota_status', 'reset_monthly_quotas', 'initialize_user_quota',
          'check_user_quota', 'get_user_monthly_usage'
        )
      )
    union
    select pg_describe_object('pg_catalog.pg_trigger'::regclass, t.oid, 0)
    from ours as o
      join pg_catalog.pg_trigger as t
        on t.tgname = o.name and t.tgrelid = to_regclass('auth.users')
    where o.kind = 'trigger'
  ) as x
  order by 1;

  if not v_is_guide and to_regclass('cron.job') is not null then
    return query execute
      'select format(''- cron job %s is not of this package: unschedule it'', j.jobname)'
      || ' from cron.job as j where j.jobname like ''reset-monthly-ai-quotas%''';
  end if;
end
$$;

-- Whether end users may insert into or update a table, by grant and policy.
create or replace function pg_temp.ai_quota_users_may(target pg_catalog.pg_class, action text)
returns boolean
language sql
set search_path = ''
as $$
  select has_any_column_privilege('authenticated', target.oid, action)
    and (
      not target.relrowsecurity
      or exists (
        select from pg_catalog.pg_policy as p
        where p.polrelid = target.oid
          and p.polcmd in ('*', case action when 'insert' then 'a' else 'w' end)
          and (p.polroles @> array[0::oid] or 'authenticated'::regrole = any (p.polroles))
      )
    )
$$;

create or replace function pg_temp.ai_quota_preflight()
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_version text;
  v_conflicts text[];
begin
  if exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = to_regclass('ai_quota.releases') and a.attname = 'checksum'
  ) then
    execute
      'select r.version from ai_quota.releases as r'
      ' order by string_to_array(r.version, ''.'')::integer[] desc limit 1'
    into v_version;
    if string_to_array(v_version, '.')::integer[] > string_to_array(':version', '.')::integer[] then
      raise exception
        'AI token quotas % is installed, and this file is the older release :version: nothing was '
        'changed. Remove this file: the newer release has everything that is in it.', v_version;
    end if;
    perform set_config('default_transaction_read_only', 'off', false);
    return;
  end if;

  v_conflicts := array(select c from pg_temp.ai_quota_conflicts() as c);
  if v_conflicts <> '{}' then
    raise exception E'AI token quotas cannot be installed here; nothing was changed.\n%',
      array_to_string(v_conflicts, E'\n');
  end if;

  insert into pg_temp.ai_quota_adopted (
    name, users_update, users_insert, server_writes, users_initialize, has_requests
  )
  select
    c.relname,
    pg_temp.ai_quota_users_may(c, 'update'),
    pg_temp.ai_quota_users_may(c, 'insert'),
    has_any_column_privilege(
      'service_role', c.oid, case c.relname when 'user_ai_quotas' then 'update' else 'insert' end
    ),
    exists (
      select from pg_catalog.pg_proc as p
      where p.pronamespace = 'public'::regnamespace
        and p.proname = 'initialize_user_quota'
        and has_function_privilege('authenticated', p.oid, 'execute')
    ),
    exists (
      select from pg_catalog.pg_attribute as a
      where a.attrelid = c.oid and a.attname = 'current_month_requests'
    )
  from pg_catalog.pg_class as c
  where c.oid in (to_regclass('public.user_ai_quotas'), to_regclass('public.ai_agent_usage'));
  perform set_config('default_transaction_read_only', 'off', false);
end
$$;

-- psql goes on after an error, but must not write then: the function sets this back if all is well.
set default_transaction_read_only = on;
select pg_temp.ai_quota_preflight();
