-- AI token quotas 0.9.0. Composed from supabase/schemas and supabase/adopt by `make release`.
-- Frozen once released: never edit.

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
    values
      ('table', 'ai_quota_tiers'),
      ('table', 'user_ai_quotas'),
      ('table', 'ai_quota_reservations'),
      ('table', 'ai_agent_usage'),
      ('table', 'ai_quota_closed_days'),
      ('table', 'ai_quota_subscriptions'),
      ('table', 'ai_quota_overrides'),
      ('table', 'ai_quota_periods'),
      ('table', 'ai_quota_alerts'),
      ('table', 'ai_quota_prices'),
      ('index', 'ai_quota_tiers_pkey'),
      ('index', 'user_ai_quotas_pkey'),
      ('index', 'user_ai_quotas_tier_idx'),
      ('index', 'ai_quota_reservations_pkey'),
      ('index', 'ai_quota_reservations_user_id_expires_at_idx'),
      ('index', 'ai_agent_usage_pkey'),
      ('index', 'ai_agent_usage_user_id_created_at_idx'),
      ('index', 'ai_agent_usage_reservation_id_idx'),
      ('index', 'ai_quota_closed_days_pkey'),
      ('index', 'ai_quota_subscriptions_pkey'),
      ('index', 'ai_quota_subscriptions_tier_idx'),
      ('index', 'ai_quota_overrides_pkey'),
      ('index', 'ai_quota_periods_pkey'),
      ('index', 'ai_quota_alerts_pkey'),
      ('index', 'ai_quota_alerts_once_a_period'),
      ('index', 'ai_quota_alerts_next_attempt_at_idx'),
      ('index', 'ai_quota_prices_pkey'),
      ('view', 'ai_quota_daily'),
      ('view', 'ai_quota_unpriced_models'),
      ('type', 'ai_quota_reservation_status'),
      ('type', 'ai_quota_status'),
      ('function', 'get_user_quota_status'),
      ('function', 'track_usage'),
      ('function', 'check_user_quota'),
      ('function', 'has_quota_for'),
      ('function', 'reserve_tokens'),
      ('function', 'release_reservation'),
      ('function', 'get_user_monthly_usage'),
      ('function', 'initialize_user_quota'),
      ('function', 'reset_monthly_quotas'),
      ('function', 'reset_user_quota'),
      ('function', 'set_user_blocked'),
      ('function', 'adjust_usage'),
      ('function', 'claim_quota_alerts'),
      ('function', 'complete_quota_alert'),
      ('function', 'fail_quota_alert'),
      ('function', 'verify_quota_integrity'),
      ('function', 'repair_user_quota'),
      ('trigger', '~ai_quota_handle_new_user'),
      ('trigger', '~ai_quota_delete_user_data'),
      ('cron job', 'reset-monthly-ai-quotas'),
      ('cron job', 'reset-monthly-ai-quotas-in-batches')
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
    if string_to_array(v_version, '.')::integer[] > string_to_array('0.9.0', '.')::integer[] then
      raise exception
        'AI token quotas % is installed, and this file is the older release 0.9.0: nothing was '
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

-- schemas/schema.sql
create schema if not exists ai_quota;
comment on schema ai_quota is
  'Internals of the AI token quotas. Not exposed through the API, which is in schema public.';
revoke all on schema ai_quota from public, anon, authenticated, service_role;
-- Policies call ai_quota.is_admin().
grant usage on schema ai_quota to authenticated;

-- schemas/tables/releases.sql
create table if not exists ai_quota.releases (
  version text not null,
  installed_at timestamptz not null default now(),
  checksum text not null,
  constraint releases_pkey primary key (version),
  constraint releases_version_check check (version ~ '^[0-9]+[.][0-9]+[.][0-9]+$')
);
comment on table ai_quota.releases is
  'The releases that were installed here, the first one included.';
comment on column ai_quota.releases.checksum is
  'SHA-256 of the release file, without its last line.';
alter table ai_quota.releases enable row level security;

create or replace function ai_quota.version()
returns text
language sql
stable
set search_path = ''
as $$
  select r.version
  from ai_quota.releases as r
  order by pg_catalog.string_to_array(r.version, '.')::integer[] desc
  limit 1
$$;
comment on function ai_quota.version is
  'The installed release, such as 0.9.0.
Returns: text; null while the first release is being installed.';

-- schemas/functions/errors.sql
-- Raises an error that the API answers with 4xx: 22023 is 400 Bad Request, 42501 is 403 Forbidden.
create or replace function ai_quota.raise_bad_request(
  message text,
  hint text,
  code text default '22023'
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using
    message = raise_bad_request.message,
    hint = raise_bad_request.hint,
    errcode = raise_bad_request.code;
end
$$;

create or replace function ai_quota.raise_out_of_range(
  argument text,
  value bigint,
  at_least bigint,
  at_most bigint,
  hint text
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ai_quota.raise_bad_request(
    format(
      '%s must be between %s and %s, got %s', argument, at_least, at_most,
      coalesce(value::text, 'null')
    ),
    hint
  );
end
$$;

create or replace function ai_quota.raise_bad_text(argument text, value text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ai_quota.raise_bad_request(
    format(
      '%s must have 1 to 200 characters, got %s', argument,
      case when length(value) > 200 then length(value)::text else quote_literal(value) end
    ),
    format('Leave %s out if there is none.', argument)
  );
end
$$;

-- schemas/functions/callers.sql
-- Whether the call comes from an end user, and not from the server or the database owner. Inside
-- definer functions current_user is the owner; the setting `role` still names the API role.
create or replace function ai_quota.is_end_user()
returns boolean
language sql
stable
set search_path = ''
as $$
  select case coalesce(pg_catalog.current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end
$$;

-- Whether the caller's token says admin. Only app_metadata counts: users can write user_metadata.
create or replace function ai_quota.is_admin()
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(auth.jwt() -> 'app_metadata' ->> 'role' = 'admin', false)
$$;

-- Returns the user that a call acts for: an end user acts for itself, the server for the user that
-- it names. Whether that user exists is checked when a quota row is created. The functions that
-- every call to a model needs answer the server's usual case inline, which is faster.
create or replace function ai_quota.authorize_user(user_id uuid, is_report boolean default false)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_caller uuid := auth.uid();
begin
  if not ai_quota.is_end_user() then
    if authorize_user.user_id is null and v_caller is null then
      perform ai_quota.raise_bad_request(
        'user_id is required where nobody is signed in, got null',
        'Pass the id of the user who made the call.'
      );
    end if;
    return coalesce(authorize_user.user_id, v_caller);
  end if;

  if v_caller is null or authorize_user.user_id <> v_caller then
    perform ai_quota.raise_bad_request(
      format('user_id must be your own, got %s', authorize_user.user_id),
      'Leave user_id out; only service_role acts for other users.',
      '42501'
    );
  end if;
  if authorize_user.is_report
    and not (select s.users_report_usage from ai_quota.settings as s)
  then
    perform ai_quota.raise_bad_request(
      'usage is recorded by the server here, not by signed-in users',
      'Call track_usage with service_role, or set ai_quota.settings.users_report_usage.',
      '42501'
    );
  end if;
  return v_caller;
end
$$;

-- schemas/tables/tiers.sql
create table if not exists public.ai_quota_tiers (
  tier text not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  constraint ai_quota_tiers_pkey primary key (tier),
  constraint ai_quota_tiers_tier_check check (tier ~ '^[a-z][a-z0-9_]{0,49}$'),
  constraint ai_quota_tiers_quotas_are_positive
    check (monthly_token_quota > 0 and monthly_request_quota > 0)
);
comment on table public.ai_quota_tiers is
  'Limits by tier. Changing a row changes the limits of that tier''s users at once; usage is kept.';
comment on column public.ai_quota_tiers.monthly_token_quota is
  'Tokens a calendar month (UTC); NULL is unlimited.';
comment on column public.ai_quota_tiers.monthly_request_quota is
  'Requests a calendar month (UTC); NULL is unlimited.';
alter table public.ai_quota_tiers enable row level security;
revoke all on public.ai_quota_tiers from public, anon, authenticated, service_role;
grant select on public.ai_quota_tiers to authenticated, service_role;
grant
  insert (tier, monthly_token_quota, monthly_request_quota),
  update (tier, monthly_token_quota, monthly_request_quota),
  delete
on public.ai_quota_tiers to service_role;

drop policy if exists "signed-in users read the tiers" on public.ai_quota_tiers;
create policy "signed-in users read the tiers" on public.ai_quota_tiers
  for select to authenticated
  using (true);

insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)
values
  ('free', 10000, 100),
  ('basic', 50000, 500),
  ('pro', 200000, 2000),
  ('enterprise', 10000000, 10000)
on conflict (tier) do nothing;

-- schemas/tables/settings.sql
create table if not exists ai_quota.settings (
  is_only_row boolean not null default true,
  default_tier text not null default 'free',
  users_report_usage boolean not null default true,
  constraint settings_pkey primary key (is_only_row),
  constraint settings_is_only_row_check check (is_only_row),
  constraint settings_default_tier_fkey foreign key (default_tier)
    references public.ai_quota_tiers (tier) on update cascade
);
create index if not exists settings_default_tier_idx on ai_quota.settings (default_tier);
comment on table ai_quota.settings is
  'One row: the settings of this installation. Change them with SQL.';
comment on column ai_quota.settings.default_tier is
  'The tier of a user without a live subscription.';
comment on column ai_quota.settings.users_report_usage is
  'Whether signed-in users may report their own usage; false where only the server does.';
alter table ai_quota.settings enable row level security;

insert into ai_quota.settings (is_only_row) values (true) on conflict do nothing;

-- schemas/functions/defaults.sql
-- Defaults of the columns of user_ai_quotas.
create or replace function ai_quota.default_tier()
returns text
language sql
stable
set search_path = ''
as $$
  select s.default_tier from ai_quota.settings as s
$$;

create or replace function ai_quota.default_token_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_token_quota
  from public.ai_quota_tiers as t
    join ai_quota.settings as s on s.default_tier = t.tier
$$;

create or replace function ai_quota.default_request_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_request_quota
  from public.ai_quota_tiers as t
    join ai_quota.settings as s on s.default_tier = t.tier
$$;

-- date + interval is a timestamp without time zone: the session's time zone has no effect.
create or replace function ai_quota.next_reset_date(as_of timestamptz default now())
returns date
language plpgsql
stable
set search_path = ''
as $$
begin
  return (date_trunc('month', as_of, 'UTC') at time zone 'UTC')::date + interval '1 month';
end
$$;

-- adopt/quotas.sql
-- Adopts the guide's tables where they exist: the part that both have in common, then
-- user_ai_quotas. Columns keep their types. Policies, grants, checks and foreign keys are replaced
-- by ours, and triggers that count, price or refuse are disabled; ai_quota.superseded keeps their
-- definitions.

do $$
begin
  if exists (select from pg_temp.ai_quota_adopted) then
    create table if not exists ai_quota.superseded (
      id bigint generated always as identity primary key,
      kind text not null,
      name text not null,
      definition text not null
    );
    alter table ai_quota.superseded enable row level security;
    comment on table ai_quota.superseded is
      'Definitions of an older deployment that the package replaced or disabled, and rights that its
writers keep.';
    insert into ai_quota.superseded (kind, name, definition)
    select distinct 'right', r.name, ''
    from pg_temp.ai_quota_adopted as f
      cross join lateral (
        values
          ('quotas are theirs', f.name = 'user_ai_quotas'),
          ('the ledger is theirs', f.name = 'ai_agent_usage'),
          ('users insert', f.name = 'ai_agent_usage' and f.users_insert),
          ('the server inserts', f.name = 'ai_agent_usage' and f.server_writes),
          ('the server updates', f.name = 'user_ai_quotas' and f.server_writes),
          ('users initialize', f.users_initialize)
      ) as r (name, is_held)
    where r.is_held;
  end if;
end
$$;

create or replace function pg_temp.ai_quota_supersede(
  kind text,
  name text,
  definition text,
  action text
)
returns void
language plpgsql
as $$
begin
  execute action;
  insert into ai_quota.superseded (kind, name, definition)
  values (ai_quota_supersede.kind, ai_quota_supersede.name, ai_quota_supersede.definition);
end
$$;

-- Whether a trigger writes counters, prices or limits, or refuses rows: twice would be wrong.
-- Judged by the text of its function and of the functions that it names, without comments.
create or replace function pg_temp.ai_quota_interferes(trigger_function oid)
returns boolean
language sql
set search_path = ''
as $$
  with sources as (
    select
      p.oid, p.proname, p.pronamespace,
      regexp_replace(p.prosrc, '--[^\n]*|/\*.*?\*/', '', 'g') as source
    from pg_catalog.pg_proc as p
    where p.pronamespace not in (
        'pg_catalog'::regnamespace, 'information_schema'::regnamespace
      )
  )
  select bool_or(
    s.source ~* (
      '(insert\s+into|update|delete\s+from)\s+(only\s+)?("?public"?\.)?"?'
      || '(user_ai_quotas|ai_agent_usage)\M'
      || '|new\.(cost_usd|tokens_|current_month_|monthly_|quota_reset_date)\w*\s*:?='
      || '|raise\s+exception'
    )
  )
  from sources as t
    join sources as s
      on s.oid = t.oid
      or t.source ~* ('\m' || regexp_replace(s.proname, '(\W)', '\\\1', 'g') || '\s*\(')
  where t.oid = trigger_function
$$;

-- A column that must be given would make our inserts fail: drops NOT NULL, gives keys a default.
create or replace function pg_temp.ai_quota_relax(target regclass, our_columns name[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_item record;
begin
  for v_item in
    select a.attname, a.atttypid::regtype as type, i.indisprimary is true as is_key
    from pg_catalog.pg_attribute as a
      left join pg_catalog.pg_index as i
        on i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)
    where a.attrelid = target
      and a.attnum > 0
      and not a.attisdropped
      and a.attname <> 'user_id'
      and a.attnotnull
      and a.attgenerated = ''
      and a.attidentity = ''
      and (not a.atthasdef or a.attname = any (our_columns) and i.indisprimary is not true)
  loop
    if not v_item.is_key then
      execute format('alter table %s alter column %I drop not null', target, v_item.attname);
    elsif v_item.type in ('uuid'::regtype, 'text'::regtype) then
      execute format(
        'alter table %s alter column %I set default gen_random_uuid()', target, v_item.attname
      );
    else
      execute format(
        'alter table %s alter column %I add generated by default as identity', target,
        v_item.attname
      );
      execute format(
        'select setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) from %s',
        target, v_item.attname, v_item.attname, target
      );
    end if;
  end loop;
end
$$;

-- Replaces the rules of a table. Long, because it is a list of steps that run once, in order.
create or replace function pg_temp.ai_quota_take_over(name text, our_columns name[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_table regclass := format('public.%I', name)::regclass;
  v_item record;
begin
  for v_item in
    select p.*
    from pg_catalog.pg_policies as p
    where p.schemaname = 'public' and p.tablename = ai_quota_take_over.name
  loop
    perform pg_temp.ai_quota_supersede(
      'policy', format('%I on %s', v_item.policyname, v_table),
      format(
        'create policy %I on %s as %s for %s to %s%s%s', v_item.policyname, v_table,
        v_item.permissive, v_item.cmd, array_to_string(v_item.roles, ', '),
        ' using (' || v_item.qual || ')', ' with check (' || v_item.with_check || ')'
      ),
      format('drop policy %I on %s', v_item.policyname, v_table)
    );
  end loop;

  insert into ai_quota.superseded (kind, name, definition)
  select
    'grant', format('%s to %s', v_table, x.role),
    format(
      'grant %s%s on %s to %s%s', g.privilege_type, ' (' || quote_ident(x.attname) || ')', v_table,
      x.role, case when g.is_grantable then ' with grant option' else '' end
    )
  from (
    select null::name as attname, c.relacl as acl from pg_catalog.pg_class as c
    where c.oid = v_table
    union all
    select a.attname, a.attacl from pg_catalog.pg_attribute as a
    where a.attrelid = v_table
  ) as o
    cross join lateral pg_catalog.aclexplode(o.acl) as g
    cross join lateral (
      select
        o.attname,
        case when g.grantee = 0 then 'public' else g.grantee::regrole::text end as role
    ) as x
  where x.role in ('public', 'anon', 'authenticated', 'service_role');

  -- What is the host's, so that `ai-token-quotas uninstall` leaves it there.
  insert into ai_quota.superseded (kind, name, definition)
  select 'found', format('column %s.%I', v_table, a.attname), ''
  from pg_catalog.pg_attribute as a
  where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped
  union all
  select 'found', format('constraint %I on %s', c.conname, v_table), ''
  from pg_catalog.pg_constraint as c
  where c.conrelid = v_table
  union all
  select 'found', format('index %s', i.indexrelid::regclass), ''
  from pg_catalog.pg_index as i
  where i.indrelid = v_table
  union all
  select 'found', format('publication of %s in %I', v_table, p.pubname), ''
  from pg_catalog.pg_publication_rel as m
    join pg_catalog.pg_publication as p on p.oid = m.prpubid
  where m.prrelid = v_table;
  insert into ai_quota.superseded (kind, name, definition)
  select
    'column', format('%I of %s', a.attname, v_table),
    format('alter table %s alter column %I %s', v_table, a.attname, x.action)
  from pg_catalog.pg_attribute as a
    left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    cross join lateral (
      values
        ('set not null', a.attnotnull),
        (
          'set default ' || pg_get_expr(d.adbin, d.adrelid),
          d.oid is not null and a.attgenerated = ''
        )
    ) as x (action, is_set)
  where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped and x.is_set;

  for v_item in
    select t.tgname, pg_get_triggerdef(t.oid) as definition
    from pg_catalog.pg_trigger as t
    where t.tgrelid = v_table
      and not t.tgisinternal
      and t.tgenabled <> 'D'
      and pg_temp.ai_quota_interferes(t.tgfoid)
  loop
    perform pg_temp.ai_quota_supersede(
      'trigger', format('%I on %s', v_item.tgname, v_table), v_item.definition,
      format('alter table %s disable trigger %I', v_table, v_item.tgname)
    );
    raise warning 'trigger % on % was disabled: the package does this now', v_item.tgname, v_table;
  end loop;

  for v_item in
    select c.conname, pg_get_constraintdef(c.oid) as definition
    from pg_catalog.pg_constraint as c
    where c.conrelid = v_table
      and c.contype in ('c', 'f', 'u', 'x')
      and (
        select bool_and(a.attname = any (our_columns))
        from pg_catalog.pg_attribute as a
        where a.attrelid = v_table and a.attnum = any (c.conkey)
      )
      and pg_get_constraintdef(c.oid) <> 'UNIQUE (user_id)'
  loop
    begin
      perform pg_temp.ai_quota_supersede(
        'constraint', format('%I on %s', v_item.conname, v_table),
        format('alter table %s add constraint %I %s', v_table, v_item.conname, v_item.definition),
        format('alter table %s drop constraint %I', v_table, v_item.conname)
      );
    exception
      when dependent_objects_still_exist then
        raise warning 'constraint % on % is kept, because something depends on it',
          v_item.conname, v_table;
    end;
  end loop;

  -- Unique indexes without a constraint, unless they are those of a user.
  for v_item in
    select i.indexrelid::regclass as index_name, pg_get_indexdef(i.indexrelid) as definition
    from pg_catalog.pg_index as i
    where i.indrelid = v_table
      and i.indisunique
      and not exists (select from pg_catalog.pg_constraint as c where c.conindid = i.indexrelid)
      and not (
        name = 'user_ai_quotas' and i.indkey::text = (
          select a.attnum::text from pg_catalog.pg_attribute as a
          where a.attrelid = v_table and a.attname = 'user_id'
        )
      )
      and (
        select coalesce(bool_and(a.attname = any (our_columns)), false)
        from pg_catalog.pg_attribute as a
        where a.attrelid = v_table and a.attnum = any (i.indkey)
      )
  loop
    perform pg_temp.ai_quota_supersede(
      'index', v_item.index_name::text, v_item.definition,
      format('drop index %s', v_item.index_name)
    );
  end loop;
  perform pg_temp.ai_quota_relax(v_table, our_columns);
end
$$;

do $$
declare
  v_reset_type text;
  v_had_requests boolean;
begin
  if not exists (select from pg_temp.ai_quota_adopted as f where f.name = 'user_ai_quotas') then
    return;
  end if;
  perform pg_temp.ai_quota_take_over('user_ai_quotas', array[
    'user_id', 'monthly_token_quota', 'monthly_request_quota', 'current_month_tokens',
    'current_month_requests', 'quota_reset_date'
  ]);

  select
    max(format_type(a.atttypid, null)) filter (where a.attname = 'quota_reset_date'),
    count(*) filter (where a.attname = 'monthly_request_quota') > 0
  into v_reset_type, v_had_requests
  from pg_catalog.pg_attribute as a
  where a.attrelid = 'public.user_ai_quotas'::regclass;
  alter table public.user_ai_quotas
    add column if not exists monthly_request_quota bigint,
    add column if not exists current_month_requests bigint,
    add column period_start timestamptz,
    add column tier text,
    add column limits_expire_at timestamptz,
    add column is_blocked boolean not null default false,
    add column reserved_tokens bigint not null default 0,
    add column reserved_requests bigint not null default 0,
    add column reserved_valid_until timestamptz,
    add column current_day date not null default (now() at time zone 'UTC')::date,
    add column current_day_tokens bigint not null default 0,
    add column current_day_requests bigint not null default 0,
    add column current_day_cost_usd numeric not null default 0;

  -- The token quota tells the tier; 0 or less was never a limit. Periods are calendar months: what
  -- is due stays due, every other period ends with this month.
  perform set_config('timezone', 'UTC', true);
  update public.user_ai_quotas as q
  set
    current_month_tokens = greatest(q.current_month_tokens, 0),
    current_month_requests = greatest(q.current_month_requests, 0),
    tier = t.tier,
    monthly_token_quota = case
      when q.monthly_token_quota <= 0 then t.monthly_token_quota else q.monthly_token_quota
    end,
    monthly_request_quota = case
      when q.monthly_request_quota <= 0 or not v_had_requests then t.monthly_request_quota
      else q.monthly_request_quota
    end,
    quota_reset_date = n.reset_date,
    period_start = n.reset_date - interval '1 month'
  from (
    select
      l.ctid as place,
      coalesce(
        (
          select m.tier from public.ai_quota_tiers as m
          where m.monthly_token_quota = l.monthly_token_quota
          order by m.tier
          limit 1
        ),
        ai_quota.default_tier()
      ) as tier,
      case
        when l.quota_reset_date < now()::date + 1 then date_trunc('month', l.quota_reset_date)::date
        else ai_quota.next_reset_date()
      end as reset_date
    from public.user_ai_quotas as l
  ) as n
    join public.ai_quota_tiers as t on t.tier = n.tier
  where n.place = q.ctid;

  execute format(
    'alter table public.user_ai_quotas
       add column period_end timestamptz not null generated always as (%s) stored,
       alter column quota_reset_date set default %s',
    case v_reset_type
      when 'timestamp with time zone' then 'quota_reset_date'
      when 'timestamp without time zone' then 'quota_reset_date at time zone ''UTC'''
      else 'quota_reset_date::timestamp at time zone ''UTC'''
    end,
    case v_reset_type
      when 'timestamp with time zone'
        then '(ai_quota.next_reset_date()::timestamp at time zone ''UTC'')'
      else 'ai_quota.next_reset_date()'
    end
  );
  alter table public.user_ai_quotas
    alter column monthly_token_quota set default ai_quota.default_token_quota(),
    alter column monthly_request_quota set default ai_quota.default_request_quota(),
    alter column current_month_tokens set default 0,
    alter column current_month_requests set default 0,
    alter column current_month_tokens set not null,
    alter column current_month_requests set not null,
    alter column quota_reset_date set not null,
    alter column period_start set default date_trunc('month', now(), 'UTC'),
    alter column period_start set not null,
    alter column tier set default ai_quota.default_tier(),
    alter column tier set not null,
    add constraint user_ai_quotas_tier_fkey foreign key (tier)
      references public.ai_quota_tiers (tier) on update cascade,
    add constraint user_ai_quotas_user_id_fkey foreign key (user_id)
      references auth.users (id) on delete cascade not valid,
    add constraint user_ai_quotas_figures_check check (
      least(monthly_token_quota, monthly_request_quota) > 0
      and least(current_month_tokens, current_month_requests) >= 0
    );
  if not exists (
    select from pg_catalog.pg_index as i
      join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attname = 'user_id'
    where i.indrelid = 'public.user_ai_quotas'::regclass
      and i.indisunique
      and i.indpred is null
      and i.indkey::text = a.attnum::text
  ) then
    alter table public.user_ai_quotas add constraint user_ai_quotas_user_id_key unique (user_id);
  end if;
end
$$;

-- schemas/tables/quotas.sql
create table if not exists public.user_ai_quotas (
  user_id uuid not null,
  monthly_token_quota bigint default ai_quota.default_token_quota(),
  monthly_request_quota bigint default ai_quota.default_request_quota(),
  current_month_tokens bigint not null default 0,
  current_month_requests bigint not null default 0,
  quota_reset_date date not null default ai_quota.next_reset_date(),
  period_start timestamptz not null default date_trunc('month', now(), 'UTC'),
  tier text not null default ai_quota.default_tier(),
  limits_expire_at timestamptz,
  is_blocked boolean not null default false,
  reserved_tokens bigint not null default 0,
  reserved_requests bigint not null default 0,
  reserved_valid_until timestamptz,
  current_day date not null default (now() at time zone 'UTC')::date,
  current_day_tokens bigint not null default 0,
  current_day_requests bigint not null default 0,
  current_day_cost_usd numeric not null default 0,
  period_end timestamptz not null
    generated always as (quota_reset_date::timestamp at time zone 'UTC') stored,
  constraint user_ai_quotas_pkey primary key (user_id),
  constraint user_ai_quotas_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint user_ai_quotas_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier) on update cascade,
  -- One short check: PostgreSQL parses every check of a table again for each statement that writes.
  constraint user_ai_quotas_figures_check check (
    least(monthly_token_quota, monthly_request_quota) > 0
    and least(current_month_tokens, current_month_requests) >= 0
  )
);
create index if not exists user_ai_quotas_tier_idx on public.user_ai_quotas (tier);
comment on table public.user_ai_quotas is
  'One row per user: the limits in force, and the usage of [period_start, quota_reset_date).';
comment on column public.user_ai_quotas.monthly_token_quota is
  'Effective limit in tokens: a live override, else the tier. NULL is unlimited.';
comment on column public.user_ai_quotas.monthly_request_quota is
  'Effective limit in requests: a live override, else the tier. NULL is unlimited.';
comment on column public.user_ai_quotas.current_month_tokens is
  'Tokens used in the open period. May pass the limit: usage that happened is always recorded.';
comment on column public.user_ai_quotas.current_month_requests is
  'Requests made in the open period.';
comment on column public.user_ai_quotas.quota_reset_date is
  'The UTC day on which the next period starts.';
comment on column public.user_ai_quotas.period_start is
  'When the open period began: the first of the month, 00:00 UTC, or the moment of an early reset.';
comment on column public.user_ai_quotas.limits_expire_at is
  'When the override behind the limits ends; NULL where the limits are the tier''s.';
comment on column public.user_ai_quotas.is_blocked is
  'A blocked user gets no reservation. Reported usage is still recorded.';
comment on column public.user_ai_quotas.reserved_tokens is
  'Tokens held by reservations of the open period. Valid until reserved_valid_until; the next call
after that counts them again.';
comment on column public.user_ai_quotas.reserved_requests is
  'Requests held by reservations of the open period. Valid until reserved_valid_until.';
comment on column public.user_ai_quotas.reserved_valid_until is
  'When the first reservation counted in reserved_* expires. The end of the period if none is
counted, NULL if the period had none, the epoch if they must be counted again.';
comment on column public.user_ai_quotas.current_day is
  'The UTC day counted in current_day_*. The first call of a later day moves it to
ai_quota_closed_days.';
comment on column public.user_ai_quotas.current_day_cost_usd is
  'US dollars; calls of unknown price are left out.';
comment on column public.user_ai_quotas.period_end is 'quota_reset_date as an instant: 00:00 UTC.';

-- Counters change with every call: free space in each page keeps those updates in the page (HOT).
alter table public.user_ai_quotas set (fillfactor = 70);
alter table public.user_ai_quotas enable row level security;
revoke all on public.user_ai_quotas from public, anon, authenticated, service_role;
grant select on public.user_ai_quotas to authenticated, service_role;

drop policy if exists "users read their own quota, admins every quota" on public.user_ai_quotas;
create policy "users read their own quota, admins every quota" on public.user_ai_quotas
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- schemas/tables/reservations.sql
do $$
begin
  create type public.ai_quota_reservation_status as enum ('pending', 'settled', 'released');
exception
  when duplicate_object then
    null;
end
$$;

create table if not exists public.ai_quota_reservations (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  tokens bigint not null,
  requests bigint not null,
  status public.ai_quota_reservation_status not null default 'pending',
  period_start timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint ai_quota_reservations_pkey primary key (id),
  constraint ai_quota_reservations_figures_check check (least(tokens, requests) >= 1)
);
create index if not exists ai_quota_reservations_user_id_expires_at_idx
  on public.ai_quota_reservations (user_id, expires_at);
comment on table public.ai_quota_reservations is
  'Tokens and requests held before a call. A pending row counts against the quota until
expires_at.';
comment on column public.ai_quota_reservations.status is
  'pending, then settled (by track_usage) or released. A closed reservation stays closed.';
comment on column public.ai_quota_reservations.period_start is
  'Start of the period that is charged when the reservation is settled, also when that is late.';
alter table public.ai_quota_reservations enable row level security;
revoke all on public.ai_quota_reservations from public, anon, authenticated, service_role;
grant select on public.ai_quota_reservations to authenticated, service_role;

drop policy if exists "users read their own reservations, admins all reservations" on public.ai_quota_reservations;
create policy "users read their own reservations, admins all reservations"
  on public.ai_quota_reservations
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- adopt/usage.sql
-- Adopts the guide's ledger where it exists: adds our columns and replaces its rules.
do $$
begin
  if not exists (select from pg_temp.ai_quota_adopted as f where f.name = 'ai_agent_usage') then
    return;
  end if;
  perform pg_temp.ai_quota_take_over('ai_agent_usage', array[
    'user_id', 'agent_id', 'session_id', 'discipline', 'workflow_id', 'tokens_prompt',
    'tokens_completion', 'tokens_total', 'tokens_cached', 'tokens_reasoning', 'model_used',
    'cost_usd', 'created_at'
  ]);
  alter table public.ai_agent_usage
    add column if not exists id bigint generated always as identity,
    add column if not exists agent_id uuid,
    add column if not exists session_id uuid,
    add column if not exists discipline text,
    add column if not exists workflow_id text,
    add column if not exists tokens_total bigint
      generated always as (tokens_prompt + tokens_completion) stored,
    add column if not exists tokens_cached integer default 0,
    add column if not exists tokens_reasoning integer default 0,
    add column if not exists model_used text,
    add column if not exists cost_usd numeric,
    add column requests integer not null default 1,
    add column request_id text,
    add column reservation_id uuid,
    add column adjustment_reason text,
    add column period_start timestamptz;
  perform set_config('timezone', 'UTC', true);
  update public.ai_agent_usage as u
  set
    tokens_prompt = coalesce(u.tokens_prompt, 0),
    tokens_completion = coalesce(u.tokens_completion, 0),
    tokens_cached = coalesce(u.tokens_cached, 0),
    tokens_reasoning = coalesce(u.tokens_reasoning, 0),
    created_at = coalesce(u.created_at, now())
  where num_nulls(
    u.tokens_prompt, u.tokens_completion, u.tokens_cached, u.tokens_reasoning, u.created_at
  ) > 0;
  alter table public.ai_agent_usage
    alter column tokens_prompt set default 0,
    alter column tokens_completion set default 0,
    alter column tokens_cached set default 0,
    alter column tokens_reasoning set default 0,
    alter column tokens_prompt set not null,
    alter column tokens_completion set not null,
    alter column tokens_cached set not null,
    alter column tokens_reasoning set not null,
    alter column created_at set not null,
    alter column cost_usd drop default,
    add constraint ai_agent_usage_only_adjustments_are_negative check (
      adjustment_reason is not null
      or least(
        tokens_cached, tokens_prompt - tokens_cached,
        tokens_reasoning, tokens_completion - tokens_reasoning
      ) >= 0
      and cost_usd >= 0.0
    ) not valid;
  if exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.ai_agent_usage'::regclass
      and a.attname = 'created_at'
      and a.atttypid = 'timestamp'::regtype
  ) then
    alter table public.ai_agent_usage
      alter column created_at set default (now() at time zone 'UTC');
  else
    alter table public.ai_agent_usage alter column created_at set default now();
  end if;
  if not exists (
    select from pg_catalog.pg_index as i
      join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attname = 'id'
    where i.indrelid = 'public.ai_agent_usage'::regclass
      and i.indisunique
      and i.indkey::text = a.attnum::text
  ) then
    alter table public.ai_agent_usage add constraint ai_agent_usage_id_key unique (id);
  end if;
end
$$;

-- schemas/tables/usage.sql
create table if not exists public.ai_agent_usage (
  id bigint generated always as identity,
  user_id uuid not null,
  agent_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt integer not null default 0,
  tokens_completion integer not null default 0,
  tokens_total integer generated always as (tokens_prompt + tokens_completion) stored,
  tokens_cached integer not null default 0,
  tokens_reasoning integer not null default 0,
  model_used text,
  cost_usd numeric,
  requests integer not null default 1,
  request_id text,
  reservation_id uuid,
  adjustment_reason text,
  period_start timestamptz,
  created_at timestamptz not null default now(),
  constraint ai_agent_usage_pkey primary key (id),
  -- One check, as for quotas. No foreign key on agent_id: ai_agents is the host's table, if it
  -- exists.
  constraint ai_agent_usage_only_adjustments_are_negative check (
    adjustment_reason is not null
    or least(
      tokens_cached, tokens_prompt - tokens_cached,
      tokens_reasoning, tokens_completion - tokens_reasoning
    ) >= 0
    and cost_usd >= 0.0
  )
);
create index if not exists ai_agent_usage_user_id_created_at_idx
  on public.ai_agent_usage (user_id, created_at);
create index if not exists ai_agent_usage_reservation_id_idx
  on public.ai_agent_usage (reservation_id) where reservation_id is not null;
comment on table public.ai_agent_usage is
  'The ledger: one row per call to a model. Rows are only appended; a correction is a row too.';
comment on column public.ai_agent_usage.session_id is
  'The host''s session or conversation. It needs no table.';
comment on column public.ai_agent_usage.tokens_prompt is
  'Input tokens, the cached ones included.';
comment on column public.ai_agent_usage.tokens_completion is
  'Output tokens, the reasoning ones included.';
comment on column public.ai_agent_usage.tokens_cached is
  'The part of tokens_prompt that was read from the provider''s cache.';
comment on column public.ai_agent_usage.tokens_reasoning is
  'The part of tokens_completion that was spent on reasoning.';
comment on column public.ai_agent_usage.cost_usd is
  'US dollars, computed when the row was written. NULL if the price of the model was unknown.';
comment on column public.ai_agent_usage.requests is
  '1; corrections may have another number.';
comment on column public.ai_agent_usage.request_id is
  'Idempotency key: a user''s calls with the same request_id are counted once. It never expires.';
comment on column public.ai_agent_usage.adjustment_reason is
  'Why an operator corrected the usage. Only such rows may be negative.';
comment on column public.ai_agent_usage.period_start is
  'Start of the period that is charged, as in user_ai_quotas. NULL: the UTC month of created_at.';
alter table public.ai_agent_usage enable row level security;
revoke all on public.ai_agent_usage from public, anon, authenticated, service_role;
grant select on public.ai_agent_usage to authenticated, service_role;

drop policy if exists "users read their own usage, admins all usage" on public.ai_agent_usage;
create policy "users read their own usage, admins all usage" on public.ai_agent_usage
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- The sequence of our own id; an adopted ledger may have ids of another kind.
do $$
begin
  if exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.ai_agent_usage'::regclass
      and a.attname = 'id'
      and a.attidentity = 'a'
  ) then
    execute format(
      'revoke all on sequence %s from public, anon, authenticated, service_role',
      pg_get_serial_sequence('public.ai_agent_usage', 'id')
    );
  end if;
end
$$;

-- schemas/tables/opening_balances.sql
create table if not exists ai_quota.opening_balances (
  user_id uuid not null,
  period_start timestamptz not null,
  tokens bigint not null,
  requests bigint not null,
  constraint opening_balances_pkey primary key (user_id, period_start)
);
comment on table ai_quota.opening_balances is
  'Usage that an older deployment counted in the period of the installation, but not in the
ledger.';
alter table ai_quota.opening_balances enable row level security;

-- schemas/tables/request_keys.sql
-- A table of its own, because old rows of the ledger may be moved or dropped and keys never expire.
create table if not exists ai_quota.request_keys (
  user_id uuid not null,
  request_id text collate "C" not null,
  payload_hash bigint not null,
  constraint request_keys_pkey primary key (user_id, request_id)
);
comment on table ai_quota.request_keys is
  'Every request_id that was counted, with a hash of its call. Never pruned.';
alter table ai_quota.request_keys enable row level security;

-- schemas/tables/closed_days.sql
create table if not exists public.ai_quota_closed_days (
  user_id uuid not null,
  day date not null,
  tokens bigint not null default 0,
  requests bigint not null default 0,
  cost_usd numeric not null default 0,
  constraint ai_quota_closed_days_pkey primary key (user_id, day)
);
comment on table public.ai_quota_closed_days is
  'Usage by user and UTC day, without the latest day, which is in user_ai_quotas: read
ai_quota_daily.';
comment on column public.ai_quota_closed_days.cost_usd is
  'US dollars; calls of unknown price are left out.';
alter table public.ai_quota_closed_days enable row level security;
revoke all on public.ai_quota_closed_days from public, anon, authenticated, service_role;
grant select on public.ai_quota_closed_days to authenticated, service_role;

drop policy if exists "users read their own days, admins all days" on public.ai_quota_closed_days;
create policy "users read their own days, admins all days" on public.ai_quota_closed_days
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- schemas/tables/subscriptions.sql
create table if not exists public.ai_quota_subscriptions (
  user_id uuid not null,
  tier text not null,
  status text not null default 'active',
  current_period_start timestamptz,
  current_period_end timestamptz,
  constraint ai_quota_subscriptions_pkey primary key (user_id),
  constraint ai_quota_subscriptions_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint ai_quota_subscriptions_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier) on update cascade,
  constraint ai_quota_subscriptions_status_check check (length(status) between 1 and 50)
);
create index if not exists ai_quota_subscriptions_tier_idx on public.ai_quota_subscriptions (tier);
comment on table public.ai_quota_subscriptions is
  'The plan that a user pays for, written by the billing webhook. A change sets the quota at once.';
comment on column public.ai_quota_subscriptions.status is
  'active, trialing and past_due keep the tier; any other status means the default tier.';
alter table public.ai_quota_subscriptions enable row level security;
revoke all on public.ai_quota_subscriptions from public, anon, authenticated, service_role;
grant select on public.ai_quota_subscriptions to authenticated, service_role;
grant
  insert (user_id, tier, status, current_period_start, current_period_end),
  update (user_id, tier, status, current_period_start, current_period_end),
  delete
on public.ai_quota_subscriptions to service_role;

drop policy if exists "users read their own subscription, admins every one" on public.ai_quota_subscriptions;
create policy "users read their own subscription, admins every one" on public.ai_quota_subscriptions
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- schemas/tables/overrides.sql
create table if not exists public.ai_quota_overrides (
  user_id uuid not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  reason text not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  constraint ai_quota_overrides_pkey primary key (user_id),
  constraint ai_quota_overrides_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint ai_quota_overrides_quotas_are_positive
    check (monthly_token_quota > 0 and monthly_request_quota > 0),
  constraint ai_quota_overrides_reason_check check (length(reason) between 1 and 500)
);
comment on table public.ai_quota_overrides is
  'Limits of one user in place of the tier''s, both of them: contracts, boosts.';
comment on column public.ai_quota_overrides.monthly_token_quota is
  'Tokens a calendar month (UTC); NULL is unlimited.';
comment on column public.ai_quota_overrides.monthly_request_quota is
  'Requests a calendar month (UTC); NULL is unlimited.';
comment on column public.ai_quota_overrides.expires_at is
  'When the tier''s limits apply again; NULL is never.';
alter table public.ai_quota_overrides enable row level security;
revoke all on public.ai_quota_overrides from public, anon, authenticated, service_role;
grant select on public.ai_quota_overrides to authenticated, service_role;
grant
  insert (user_id, monthly_token_quota, monthly_request_quota, reason, expires_at),
  update (user_id, monthly_token_quota, monthly_request_quota, reason, expires_at),
  delete
on public.ai_quota_overrides to service_role;

drop policy if exists "admins read every override" on public.ai_quota_overrides;
create policy "admins read every override" on public.ai_quota_overrides
  for select to authenticated
  using ((select ai_quota.is_admin()));

-- schemas/tables/periods.sql
create table if not exists public.ai_quota_periods (
  user_id uuid not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  tokens_used bigint not null,
  requests_used bigint not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  tier text not null,
  closed_at timestamptz not null default now(),
  reset_reason text,
  constraint ai_quota_periods_pkey primary key (user_id, period_start),
  constraint ai_quota_periods_ends_after_its_start check (period_end > period_start),
  constraint ai_quota_periods_reset_reason_check
    check (length(reset_reason) between 1 and 500)
);
comment on table public.ai_quota_periods is
  'Closed periods: what was used and what was allowed. A period without usage leaves no row.';
comment on column public.ai_quota_periods.tier is 'The tier then in force.';
comment on column public.ai_quota_periods.reset_reason is
  'Why an operator closed the period early; NULL at a month''s end.';
alter table public.ai_quota_periods enable row level security;
revoke all on public.ai_quota_periods from public, anon, authenticated, service_role;
grant select on public.ai_quota_periods to authenticated, service_role;

drop policy if exists "users read their own periods, admins all periods" on public.ai_quota_periods;
create policy "users read their own periods, admins all periods" on public.ai_quota_periods
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- schemas/tables/alerts.sql
create table if not exists public.ai_quota_alerts (
  id bigint generated always as identity,
  user_id uuid not null,
  period_start timestamptz not null,
  metric text not null,
  threshold smallint not null,
  used bigint not null,
  quota bigint not null,
  is_deliverable boolean not null,
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  constraint ai_quota_alerts_pkey primary key (id),
  constraint ai_quota_alerts_once_a_period unique (user_id, period_start, metric, threshold),
  constraint ai_quota_alerts_metric_check check (metric in ('tokens', 'requests')),
  constraint ai_quota_alerts_threshold_check check (threshold in (75, 90, 100))
);
create index if not exists ai_quota_alerts_next_attempt_at_idx
  on public.ai_quota_alerts (next_attempt_at)
  where is_deliverable and delivered_at is null;
comment on table public.ai_quota_alerts is
  'Thresholds that were reached: one row per user, period, metric and threshold.';
comment on column public.ai_quota_alerts.threshold is 'Percent of the quota.';
comment on column public.ai_quota_alerts.used is
  'Tokens or requests used when the threshold was reached.';
comment on column public.ai_quota_alerts.quota is 'The limit then in force.';
comment on column public.ai_quota_alerts.is_deliverable is
  'False for the lower ones of several thresholds that one call reached: one message is enough.';
comment on column public.ai_quota_alerts.next_attempt_at is
  'When a worker may claim it next. Each claim and each failure postpones it.';
comment on column public.ai_quota_alerts.attempts is 'How often it was claimed.';
alter table public.ai_quota_alerts enable row level security;
revoke all on public.ai_quota_alerts from public, anon, authenticated, service_role;
revoke all on sequence public.ai_quota_alerts_id_seq
from public, anon, authenticated, service_role;
grant select on public.ai_quota_alerts to authenticated, service_role;

drop policy if exists "users read their own alerts, admins all alerts" on public.ai_quota_alerts;
create policy "users read their own alerts, admins all alerts" on public.ai_quota_alerts
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- schemas/tables/prices.sql
create table if not exists public.ai_quota_prices (
  model text not null,
  valid_from date not null,
  input_price numeric not null,
  cached_input_price numeric,
  output_price numeric not null,
  reasoning_price numeric,
  source text,
  constraint ai_quota_prices_pkey primary key (model, valid_from),
  constraint ai_quota_prices_model_check check (length(model) between 1 and 200),
  constraint ai_quota_prices_prices_are_not_negative check (
    input_price between 0 and 1000000
    and cached_input_price between 0 and 1000000
    and output_price between 0 and 1000000
    and reasoning_price between 0 and 1000000
  )
);
comment on table public.ai_quota_prices is
  'US dollars per million tokens. The cost of a call is computed when it is recorded.';
comment on column public.ai_quota_prices.valid_from is
  'The first UTC day of the price, which holds until the next row of the same model.';
comment on column public.ai_quota_prices.cached_input_price is
  'For cached input tokens; NULL: the price of input.';
comment on column public.ai_quota_prices.reasoning_price is
  'For reasoning tokens; NULL: the price of output.';
comment on column public.ai_quota_prices.source is 'Where the price was read, and when.';
alter table public.ai_quota_prices enable row level security;
revoke all on public.ai_quota_prices from public, anon, authenticated, service_role;
grant select on public.ai_quota_prices to authenticated, service_role;
grant
  insert (
    model, valid_from, input_price, cached_input_price, output_price, reasoning_price, source
  ),
  update (
    model, valid_from, input_price, cached_input_price, output_price, reasoning_price, source
  ),
  delete
on public.ai_quota_prices to service_role;

drop policy if exists "signed-in users read the prices" on public.ai_quota_prices;
create policy "signed-in users read the prices" on public.ai_quota_prices
  for select to authenticated
  using (true);

-- schemas/functions/limits.sql
-- The tier of a user: that of a live subscription, else the default.
create or replace function ai_quota.tier_for(user_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (
      select s.tier
      from public.ai_quota_subscriptions as s
      where s.user_id = tier_for.user_id and s.status in ('active', 'trialing', 'past_due')
    ),
    ai_quota.default_tier()
  )
$$;

-- The effective limits: those of a live override, else those of the tier.
create or replace function ai_quota.effective_limits(
  user_id uuid,
  tier text,
  as_of timestamptz default now()
)
returns table (monthly_token_quota bigint, monthly_request_quota bigint, expire_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select
    case when o.user_id is null then t.monthly_token_quota else o.monthly_token_quota end,
    case when o.user_id is null then t.monthly_request_quota else o.monthly_request_quota end,
    o.expires_at
  from public.ai_quota_tiers as t
    left join public.ai_quota_overrides as o
      on o.user_id = effective_limits.user_id
      and (o.expires_at is null or o.expires_at > effective_limits.as_of)
  where t.tier = effective_limits.tier
$$;

-- Prevents edits of tiers until the transaction ends. Always all of them, in one order and before
-- any quota row, so that two transactions cannot deadlock.
create or replace function ai_quota.lock_tiers()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.ai_quota_tiers as t order by t.tier for share;
end
$$;

-- Gives users a tier, or leaves theirs, and writes the limits that follow from it. An edit of a
-- tier locks the quotas of its users, but does not see a user who moves to the tier at the same
-- time. Such a move therefore waits for the edit.
create or replace function ai_quota.set_limits(
  user_ids uuid[],
  tier text default null,
  as_of timestamptz default now()
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_users uuid[];
begin
  if set_limits.tier is not null then
    perform ai_quota.lock_tiers();
  end if;
  -- Accounts before quotas, in the order in which deleting an account locks them: updating a row
  -- twice in a transaction checks its foreign key. Older deployments may have quotas without an
  -- account.
  v_users := array(
    select u.id from auth.users as u
    where u.id = any (set_limits.user_ids)
    order by u.id
    for key share
  );
  perform
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
  order by q.user_id
  for update;

  -- First, because a closed period keeps the limits that it had.
  perform ai_quota.close_due_periods(v_users, set_limits.as_of);

  update public.user_ai_quotas as q
  set
    tier = n.tier,
    monthly_token_quota = n.monthly_token_quota,
    monthly_request_quota = n.monthly_request_quota,
    limits_expire_at = n.expire_at
  from (
    select l.user_id, x.tier, y.monthly_token_quota, y.monthly_request_quota, y.expire_at
    from public.user_ai_quotas as l
      cross join lateral (select coalesce(set_limits.tier, l.tier) as tier) as x
      cross join lateral ai_quota.effective_limits(l.user_id, x.tier, set_limits.as_of) as y
    where l.user_id = any (v_users)
  ) as n
  where q.user_id = n.user_id;

  -- The use so far may reach a threshold of a smaller limit.
  perform ai_quota.write_alerts(
    q, q.current_month_tokens::bigint, q.current_month_requests::bigint
  )
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
    and q.period_end > set_limits.as_of
    and (
      q.current_month_tokens >= 0.75 * q.monthly_token_quota
      or q.current_month_requests >= 0.75 * q.monthly_request_quota
    );
end
$$;

-- Creates the quota row of a user who has none. Every call that meets an unknown user ends here
-- first. With the time zone UTC, because quota_reset_date may be a timestamptz in an older
-- deployment.
create or replace function ai_quota.create_quota(
  user_id uuid,
  tier text,
  as_of timestamptz default now()
)
returns void
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  if exists (select from public.user_ai_quotas as q where q.user_id = create_quota.user_id) then
    return;
  end if;
  perform ai_quota.lock_tiers();
  perform from auth.users as u where u.id = create_quota.user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(create_quota.user_id::text, 'null')),
      'Pass the id of a row in auth.users: the user who made the call.'
    );
  end if;
  insert into public.user_ai_quotas as q (
    user_id, tier, period_start, quota_reset_date, reserved_valid_until
  )
  values (
    create_quota.user_id,
    create_quota.tier,
    date_trunc('month', create_quota.as_of, 'UTC'),
    ai_quota.next_reset_date(create_quota.as_of),
    -- A deleted quota row may have left reservations, which must be counted.
    (
      select 'epoch'::timestamptz from public.ai_quota_reservations as r
      where r.user_id = create_quota.user_id
      limit 1
    )
  )
  on conflict (user_id) do nothing;
  if found then
    perform ai_quota.set_limits(array[create_quota.user_id], as_of => create_quota.as_of);
  end if;
end
$$;

-- schemas/functions/periods.sql
-- When a quota's open period ends, and the period of as_of that follows: its start, and its reset
-- date. An early reset ends the period now; so does a reset date that was set to before the
-- period's start.
create or replace function ai_quota.next_period(
  open_until timestamptz,
  period_start timestamptz,
  as_of timestamptz,
  is_early boolean
)
returns table (period_end timestamptz, next_start timestamptz, next_reset date)
language sql
stable
set search_path = ''
as $$
  select
    e.period_end, n.next_start, ai_quota.next_reset_date(greatest(n.next_start, next_period.as_of))
  from (
    select
      case
        when next_period.is_early or next_period.open_until <= next_period.period_start
          then greatest(next_period.as_of, next_period.period_start + interval '1 microsecond')
        else next_period.open_until
      end as period_end
  ) as e
    cross join lateral (
      select greatest(e.period_end, date_trunc('month', next_period.as_of, 'UTC')) as next_start
    ) as n
$$;

-- Closes the periods of these users that are over, archives them, and opens the period of as_of.
-- With a reason, closes them early. Idempotent: a second session waits for the row lock and finds
-- nothing due. With the time zone UTC, because quota_reset_date may be a timestamptz in an older
-- deployment.
create or replace function ai_quota.close_due_periods(
  user_ids uuid[],
  as_of timestamptz default now(),
  reset_reason text default null
)
returns bigint
language plpgsql
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_closed bigint;
begin
  with due as (
    select q.*
    from public.user_ai_quotas as q
    where q.user_id = any (close_due_periods.user_ids)
      and (q.period_end <= close_due_periods.as_of or close_due_periods.reset_reason is not null)
    order by q.user_id
    for update of q
  ),
  closing as (
    select d.*, x.period_end as closed_at, x.next_start, x.next_reset
    from due as d
      cross join lateral ai_quota.next_period(
        d.period_end, d.period_start, close_due_periods.as_of,
        close_due_periods.reset_reason is not null and d.period_end > close_due_periods.as_of
      ) as x
  ),
  archived as (
    insert into public.ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier, reset_reason
    )
    select
      c.user_id, c.period_start, c.closed_at, c.current_month_tokens, c.current_month_requests,
      -- The limits at the end of the period, if an override ended before that.
      case when l.is_found then l.monthly_token_quota else c.monthly_token_quota end,
      case when l.is_found then l.monthly_request_quota else c.monthly_request_quota end,
      c.tier, close_due_periods.reset_reason
    from closing as c
      left join lateral (
        select e.*, true as is_found
        from ai_quota.effective_limits(
          c.user_id, c.tier, c.closed_at - interval '1 microsecond'
        ) as e
        where c.limits_expire_at < c.closed_at
      ) as l on true
    where c.current_month_tokens > 0
      or c.current_month_requests > 0
      -- A late settlement is added to the period of its reservation.
      or c.reserved_valid_until is not null and exists (
        select from public.ai_quota_reservations as r
        where r.user_id = c.user_id and r.status = 'pending' and r.period_start = c.period_start
      )
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end)
  )
  update public.user_ai_quotas as q
  set
    current_month_tokens = 0, current_month_requests = 0,
    reserved_tokens = 0, reserved_requests = 0, reserved_valid_until = null,
    period_start = c.next_start, quota_reset_date = c.next_reset
  from closing as c
  where q.user_id = c.user_id;
  get diagnostics v_closed = row_count;
  return v_closed;
end
$$;

-- The tokens and requests reserved in a quota's open period at as_of, and when the first one
-- expires.
create or replace function ai_quota.sum_reservations(quota public.user_ai_quotas, as_of timestamptz)
returns table (tokens bigint, requests bigint, expire_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select
    coalesce(sum(r.tokens), 0)::bigint, coalesce(sum(r.requests), 0)::bigint,
    coalesce(min(r.expires_at), (sum_reservations.quota).period_end)
  from public.ai_quota_reservations as r
  where r.user_id = (sum_reservations.quota).user_id
    and r.period_start = (sum_reservations.quota).period_start
    and r.status = 'pending'
    and r.expires_at > sum_reservations.as_of
$$;

-- Locks a user's quota row and returns it with the period, limits, reservations and day of as_of:
-- creates a missing row and brings an outdated one up to date.
create or replace function ai_quota.lock_quota(user_id uuid, as_of timestamptz default now())
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_today date := (lock_quota.as_of at time zone 'UTC')::date;
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id
    and q.current_day = v_today
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > lock_quota.as_of
  for no key update;
  if found then
    return v_quota;
  end if;

  -- The account before its quota, as in set_limits. Nothing is decided before the row is locked.
  perform from auth.users as u where u.id = lock_quota.user_id for key share;
  perform from public.user_ai_quotas as q where q.user_id = lock_quota.user_id for no key update;
  if not found then
    perform ai_quota.create_quota(
      lock_quota.user_id, ai_quota.tier_for(lock_quota.user_id), lock_quota.as_of
    );
  end if;
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id
  for no key update;
  if v_quota.limits_expire_at <= lock_quota.as_of then
    perform ai_quota.set_limits(array[lock_quota.user_id], as_of => lock_quota.as_of);
  end if;
  perform ai_quota.close_due_periods(array[lock_quota.user_id], lock_quota.as_of);
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = lock_quota.user_id;
  if v_quota.reserved_valid_until <= lock_quota.as_of then
    update public.user_ai_quotas as q
    set
      reserved_tokens = h.tokens,
      reserved_requests = h.requests,
      reserved_valid_until = h.expire_at
    from ai_quota.sum_reservations(v_quota, lock_quota.as_of) as h
    where q.user_id = v_quota.user_id
    returning q.* into v_quota;
  end if;
  if v_quota.current_day <> v_today then
    insert into public.ai_quota_closed_days as d (user_id, day, tokens, requests, cost_usd)
    select
      v_quota.user_id, v_quota.current_day, v_quota.current_day_tokens,
      v_quota.current_day_requests, v_quota.current_day_cost_usd
    where (v_quota.current_day_tokens, v_quota.current_day_requests) <> (0, 0)
    on conflict on constraint ai_quota_closed_days_pkey do update
      set tokens = d.tokens + excluded.tokens,
        requests = d.requests + excluded.requests,
        cost_usd = d.cost_usd + excluded.cost_usd;
    update public.user_ai_quotas as q
    set
      current_day = v_today,
      current_day_tokens = 0,
      current_day_requests = 0,
      current_day_cost_usd = 0
    where q.user_id = v_quota.user_id
    returning q.* into v_quota;
  end if;
  return v_quota;
end
$$;

-- The quota row as it is at as_of, computed if it is missing or outdated. Writes nothing.
-- With the time zone UTC, because quota_reset_date may be a timestamptz in an older deployment.
create or replace function ai_quota.read_quota(user_id uuid, as_of timestamptz default now())
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_quota public.user_ai_quotas;
  v_next record;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = read_quota.user_id;

  if v_quota.user_id is null then
    v_quota.user_id := read_quota.user_id;
    v_quota.tier := ai_quota.tier_for(read_quota.user_id);
    v_quota.limits_expire_at := '-infinity';
    v_quota.reserved_valid_until := '-infinity';
    v_quota.period_start := date_trunc('month', read_quota.as_of, 'UTC');
    v_quota.quota_reset_date := ai_quota.next_reset_date(read_quota.as_of);
    v_quota.period_end := ai_quota.next_reset_date(read_quota.as_of);
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    v_quota.is_blocked := false;
  end if;
  if v_quota.limits_expire_at <= read_quota.as_of then
    select l.monthly_token_quota, l.monthly_request_quota, l.expire_at
    into v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.limits_expire_at
    from ai_quota.effective_limits(v_quota.user_id, v_quota.tier, read_quota.as_of) as l;
  end if;
  if v_quota.period_end <= read_quota.as_of then
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    v_quota.reserved_tokens := 0;
    v_quota.reserved_requests := 0;
    v_quota.reserved_valid_until := null;
    select n.* into v_next
    from ai_quota.next_period(
      v_quota.period_end, v_quota.period_start, read_quota.as_of, false
    ) as n;
    v_quota.period_start := v_next.next_start;
    v_quota.quota_reset_date := v_next.next_reset;
    v_quota.period_end := v_next.next_reset;
  elsif v_quota.reserved_valid_until <= read_quota.as_of then
    select h.tokens, h.requests, h.expire_at
    into v_quota.reserved_tokens, v_quota.reserved_requests, v_quota.reserved_valid_until
    from ai_quota.sum_reservations(v_quota, read_quota.as_of) as h;
  end if;
  return v_quota;
end
$$;

-- schemas/functions/status.sql
-- One type for every RPC that answers with a status.
do $$
begin
  create type public.ai_quota_status as (
    used bigint,
    "limit" bigint,
    remaining bigint,
    percentage numeric,
    reset_date date,
    status text,
    tier text,
    reserved bigint,
    requests_used bigint,
    requests_limit bigint,
    requests_remaining bigint,
    requests_percentage numeric,
    is_unlimited boolean,
    period_start date,
    is_blocked boolean
  );
exception
  when duplicate_object then
    null;
end
$$;
comment on type public.ai_quota_status is
  'A user''s quota at one moment: the row of get_user_quota_status.';

-- Why a call does not fit: used + reserved + requested > limit. NULL if it fits.
create or replace function ai_quota.denial_reason(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when quota.is_blocked then 'blocked'
    when tokens > quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens
      then 'tokens'
    when requests
      > quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests
      then 'requests'
  end;
end
$$;

-- The status row of a quota. One expression, because every call to a model evaluates it.
-- Percentages are truncated, not rounded: 75.00 is never shown before 75 % is reached. Thresholds
-- are compared in floating point, which is exact here for limits below 10^15 and three times as
-- fast.
create or replace function ai_quota.describe_quota(quota public.user_ai_quotas)
returns public.ai_quota_status
language plpgsql
immutable
set search_path = ''
as $$
begin
  return row(
    quota.current_month_tokens,
    quota.monthly_token_quota,
    case
      when quota.monthly_token_quota is not null then greatest(
        quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens, 0
      )
    end,
    coalesce(trunc(100.0 * quota.current_month_tokens / quota.monthly_token_quota, 2), 0.00),
    (quota.period_end at time zone 'UTC')::date,
    (array['healthy', 'warning', 'critical', 'exceeded'])[
      1 + width_bucket(
        greatest(
          quota.current_month_tokens::double precision / quota.monthly_token_quota,
          quota.current_month_requests::double precision / quota.monthly_request_quota,
          0
        ),
        array[0.75, 0.9, 1]::double precision[]
      )
    ],
    quota.tier,
    quota.reserved_tokens,
    quota.current_month_requests,
    quota.monthly_request_quota,
    case
      when quota.monthly_request_quota is not null then greatest(
        quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests, 0
      )
    end,
    coalesce(trunc(100.0 * quota.current_month_requests / quota.monthly_request_quota, 2), 0.00),
    quota.monthly_token_quota is null,
    (quota.period_start at time zone 'UTC')::date,
    quota.is_blocked
  )::public.ai_quota_status;
end
$$;

-- schemas/functions/alerts.sql
-- Writes an alert for each threshold that the last so many tokens and requests reached.
create or replace function ai_quota.write_alerts(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  c_thresholds constant double precision[] := array[0.75, 0.9, 1];
begin
  -- Most calls reach none; this costs less than an empty insert. NULL without limits.
  if (
    width_bucket(
      quota.current_month_tokens::double precision / quota.monthly_token_quota, c_thresholds
    ) = width_bucket(
      (quota.current_month_tokens - write_alerts.tokens)::double precision
      / quota.monthly_token_quota, c_thresholds
    )
  ) is not false
  and (
    width_bucket(
      quota.current_month_requests::double precision / quota.monthly_request_quota, c_thresholds
    ) = width_bucket(
      (quota.current_month_requests - write_alerts.requests)::double precision
      / quota.monthly_request_quota, c_thresholds
    )
  ) is not false then
    return;
  end if;

  insert into public.ai_quota_alerts (
    user_id, period_start, metric, threshold, used, quota, is_deliverable
  )
  select
    (write_alerts.quota).user_id, (write_alerts.quota).period_start,
    m.metric, t.threshold, m.used, m.quota,
    t.threshold = max(t.threshold) over (partition by m.metric)
  from (
    values
      (
        'tokens', (write_alerts.quota).current_month_tokens,
        (write_alerts.quota).monthly_token_quota, write_alerts.tokens
      ),
      (
        'requests', (write_alerts.quota).current_month_requests,
        (write_alerts.quota).monthly_request_quota, write_alerts.requests
      )
  ) as m (metric, used, quota, added)
    cross join (values (75), (90), (100)) as t (threshold)
  where m.used::double precision / m.quota >= t.threshold / 100.0::double precision
    and (m.used - m.added)::double precision / m.quota < t.threshold / 100.0::double precision
  on conflict (user_id, period_start, metric, threshold) do nothing;
end
$$;

-- Records a denial: the first one by a limit is that limit's alert. Returns the smallest other tier
-- that would admit the call, if any.
create or replace function ai_quota.record_denial(
  quota public.user_ai_quotas,
  reason text,
  tokens bigint,
  requests bigint
)
returns text
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  if record_denial.reason = 'blocked' then
    return null;
  end if;
  insert into public.ai_quota_alerts (
    user_id, period_start, metric, threshold, used, quota, is_deliverable
  )
  select
    (record_denial.quota).user_id, (record_denial.quota).period_start, record_denial.reason, 100,
    m.used, m.quota, true
  from (
    values
      (
        'tokens', (record_denial.quota).current_month_tokens,
        (record_denial.quota).monthly_token_quota
      ),
      (
        'requests', (record_denial.quota).current_month_requests,
        (record_denial.quota).monthly_request_quota
      )
  ) as m (metric, used, quota)
  where m.metric = record_denial.reason
  on conflict (user_id, period_start, metric, threshold) do nothing;

  return (
    select t.tier
    from public.ai_quota_tiers as t
    where t.tier <> (record_denial.quota).tier
      and coalesce(
        (record_denial.quota).current_month_tokens::numeric
        + (record_denial.quota).reserved_tokens + record_denial.tokens <= t.monthly_token_quota,
        true
      )
      and coalesce(
        (record_denial.quota).current_month_requests::numeric
        + (record_denial.quota).reserved_requests + record_denial.requests
        <= t.monthly_request_quota,
        true
      )
    order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
    limit 1
  );
end
$$;

-- schemas/functions/validation.sql
-- Whether an agent exists. ai_agents is the host's table: if it is missing, or its id is no uuid,
-- every agent_id is accepted.
create or replace function ai_quota.agent_exists(agent_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_exists boolean;
begin
  if not exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = to_regclass('public.ai_agents')
      and a.attname = 'id'
      and a.atttypid = 'uuid'::regtype
  ) then
    return true;
  end if;
  execute 'select exists (select from public.ai_agents as a where a.id = $1)'
    using agent_exists.agent_id
    into v_exists;
  return v_exists;
end
$$;

-- Checks the arguments of track_usage. track_usage calls this only if its own quick check fails.
create or replace function ai_quota.validate_usage(
  agent_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt bigint,
  tokens_completion bigint,
  tokens_cached bigint,
  tokens_reasoning bigint,
  model_used text,
  cost_usd numeric,
  request_id text
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if (validate_usage.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_prompt', validate_usage.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call. 0 is allowed, null is not.'
    );
  end if;
  if (
    validate_usage.tokens_completion between 0 and 2147483647 - validate_usage.tokens_prompt
  ) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_completion', validate_usage.tokens_completion, 0,
      2147483647 - validate_usage.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  if (validate_usage.tokens_cached between 0 and validate_usage.tokens_prompt) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_cached', validate_usage.tokens_cached, 0, validate_usage.tokens_prompt,
      'Cached tokens are a part of tokens_prompt. Leave them out if there are none.'
    );
  end if;
  if (
    validate_usage.tokens_reasoning between 0 and validate_usage.tokens_completion
  ) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_reasoning', validate_usage.tokens_reasoning, 0, validate_usage.tokens_completion,
      'Reasoning tokens are a part of tokens_completion. Leave them out if there are none.'
    );
  end if;
  if not validate_usage.cost_usd between 0 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between 0 and 1000000000, got %s', validate_usage.cost_usd),
      'Pass US dollars, or leave cost_usd out: then it is computed from ai_quota_prices.'
    );
  end if;
  if length(validate_usage.discipline) > 200 or length(btrim(validate_usage.discipline)) = 0 then
    perform ai_quota.raise_bad_text('discipline', validate_usage.discipline);
  end if;
  if length(validate_usage.workflow_id) > 200 or length(btrim(validate_usage.workflow_id)) = 0 then
    perform ai_quota.raise_bad_text('workflow_id', validate_usage.workflow_id);
  end if;
  if length(validate_usage.model_used) > 200 or length(btrim(validate_usage.model_used)) = 0 then
    perform ai_quota.raise_bad_text('model_used', validate_usage.model_used);
  end if;
  if length(validate_usage.request_id) > 200 or length(btrim(validate_usage.request_id)) = 0 then
    perform ai_quota.raise_bad_text('request_id', validate_usage.request_id);
  end if;
  if validate_usage.agent_id is not null
    and not ai_quota.agent_exists(validate_usage.agent_id)
  then
    perform ai_quota.raise_bad_request(
      format('agent_id does not exist, got %s', validate_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;
end
$$;

-- Checks the arguments of reserve_tokens.
create or replace function ai_quota.validate_reservation(
  tokens bigint,
  requests bigint,
  expires_in_seconds bigint
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (validate_reservation.tokens between 1 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', validate_reservation.tokens, 1, 2147483647,
      'Reserve an upper bound of what the call may use.'
    );
  end if;
  if (validate_reservation.requests between 1 and 1000000) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', validate_reservation.requests, 1, 1000000,
      'Reserve the requests that the call may make; the default is 1.'
    );
  end if;
  if (validate_reservation.expires_in_seconds between 1 and 86400) is not true then
    perform ai_quota.raise_out_of_range(
      'expires_in_seconds', validate_reservation.expires_in_seconds, 1, 86400,
      'Pass the seconds that the call may take, up to one day; the default is 300.'
    );
  end if;
end
$$;

-- Checks the reason that an operator gives.
create or replace function ai_quota.validate_reason(reason text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(length(btrim(reason)), 0) = 0 or length(reason) > 500 then
    perform ai_quota.raise_bad_request(
      format('reason must have 1 to 500 characters, got %s', coalesce(length(reason), 0)),
      'Say why: the reason is kept.'
    );
  end if;
end
$$;

-- schemas/functions/recording.sql
-- Refuses a request_id that was counted for another call.
create or replace function ai_quota.validate_retry(
  user_id uuid,
  request_id text,
  payload_hash bigint
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (
    select from ai_quota.request_keys as k
    where k.user_id = validate_retry.user_id
      and k.request_id = validate_retry.request_id
      and k.payload_hash = validate_retry.payload_hash
  ) then
    perform ai_quota.raise_bad_request(
      format('request_id was used for another call, got %L', validate_retry.request_id),
      'A retry must repeat the same arguments; another call needs another request_id.',
      '23505'
    );
  end if;
end
$$;

-- A user's reservation, which must still be pending.
create or replace function ai_quota.pending_reservation(user_id uuid, reservation_id uuid)
returns public.ai_quota_reservations
language plpgsql
set search_path = ''
as $$
declare
  v_reservation public.ai_quota_reservations;
begin
  select r.* into v_reservation
  from public.ai_quota_reservations as r
  where r.id = pending_reservation.reservation_id and r.user_id = pending_reservation.user_id;
  if not found then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id does not exist for this user, got %s',
        coalesce(pending_reservation.reservation_id::text, 'null')
      ),
      'Pass the reservation_id that reserve_tokens returned for this user.'
    );
  end if;
  if v_reservation.status <> 'pending' then
    perform ai_quota.raise_bad_request(
      format(
        'reservation_id is already %s, got %s',
        v_reservation.status, pending_reservation.reservation_id
      ),
      'A reservation can be settled or released once. Record more usage without it.'
    );
  end if;
  return v_reservation;
end
$$;

-- Lets go of a pending reservation under the lock of its quota row. What the row counts as reserved
-- is reduced only if it still counts this reservation.
create or replace function ai_quota.close_reservation(
  quota public.user_ai_quotas,
  reservation_id uuid,
  status public.ai_quota_reservation_status
)
returns public.ai_quota_reservations
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_reservation public.ai_quota_reservations;
begin
  v_reservation := ai_quota.pending_reservation(
    (close_reservation.quota).user_id, close_reservation.reservation_id
  );
  update public.ai_quota_reservations as r
  set status = close_reservation.status, closed_at = now()
  where r.id = v_reservation.id;
  update public.user_ai_quotas as q
  set
    reserved_tokens = q.reserved_tokens - v_reservation.tokens,
    reserved_requests = q.reserved_requests - v_reservation.requests,
    reserved_valid_until = case
      when q.reserved_tokens > v_reservation.tokens then q.reserved_valid_until
      else q.period_end
    end
  where q.user_id = v_reservation.user_id
    and q.period_start = v_reservation.period_start
    and q.reserved_valid_until <= v_reservation.expires_at;
  return v_reservation;
end
$$;

-- Adds usage to the day and to the period that is charged, which may be closed, under the lock of
-- the quota row. Writes the alerts that this causes.
create or replace function ai_quota.add_usage(
  quota public.user_ai_quotas,
  charged_period timestamptz,
  tokens bigint,
  requests bigint,
  cost_usd numeric
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_is_open boolean := (add_usage.quota).period_start = add_usage.charged_period;
  v_quota public.user_ai_quotas;
begin
  if (add_usage.quota).current_month_tokens
      not between - add_usage.tokens and 9000000000000000000
    or (add_usage.quota).current_month_requests < - add_usage.requests
  then
    perform ai_quota.raise_bad_request(
      format(
        'tokens (tokens_prompt + tokens_completion) must leave the period between 0 and %s,'
        || ' got %s on top of %s tokens and %s requests',
        9000000000000000000, add_usage.tokens, (add_usage.quota).current_month_tokens,
        (add_usage.quota).current_month_requests
      ),
      'A correction can take back at most what was used.'
    );
  end if;
  update public.user_ai_quotas as q
  set
    current_month_tokens = q.current_month_tokens
      + case when v_is_open then add_usage.tokens else 0 end,
    current_month_requests = q.current_month_requests
      + case when v_is_open then add_usage.requests else 0 end,
    current_day_tokens = q.current_day_tokens + add_usage.tokens,
    current_day_requests = q.current_day_requests + add_usage.requests,
    current_day_cost_usd = q.current_day_cost_usd + coalesce(add_usage.cost_usd, 0)
  where q.user_id = (add_usage.quota).user_id
  returning q.* into v_quota;
  if v_is_open then
    perform ai_quota.write_alerts(v_quota, add_usage.tokens, add_usage.requests);
  else
    update public.ai_quota_periods as p
    set
      tokens_used = p.tokens_used + add_usage.tokens,
      requests_used = p.requests_used + add_usage.requests
    where p.user_id = v_quota.user_id and p.period_start = add_usage.charged_period;
  end if;
  return v_quota;
end
$$;

-- The part of track_usage that few calls need: the quota row is missing or outdated, or the
-- reservation is not one that the row counts. The ledger row is charged to the period of the
-- reservation, if any. (anyelement: the ledger of an older deployment may have ids of another
-- type.)
create or replace function ai_quota.record_unusual(
  user_id uuid,
  ledger_id anyelement,
  tokens bigint,
  cost_usd numeric,
  reservation_id uuid
)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas := ai_quota.lock_quota(record_unusual.user_id);
  v_period timestamptz := v_quota.period_start;
  v_reservation public.ai_quota_reservations;
begin
  if record_unusual.reservation_id is not null then
    v_reservation := ai_quota.close_reservation(
      v_quota, record_unusual.reservation_id, 'settled'
    );
    v_period := v_reservation.period_start;
  end if;
  update public.ai_agent_usage as u
  set period_start = v_period
  where u.id = record_unusual.ledger_id and u.period_start <> v_period;
  return ai_quota.add_usage(
    v_quota, v_period, record_unusual.tokens, 1, record_unusual.cost_usd
  );
end
$$;

-- schemas/functions/resets.sql
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
create sequence if not exists ai_quota.reset_page_seq as bigint minvalue 0 start 0;

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

-- schemas/functions/integrity.sql
-- Sums of the ledger by user and period, of everybody or of one user. With the time zone UTC,
-- because created_at may be a timestamp without time zone in an older deployment.
create or replace function ai_quota.ledger_sums(of_user uuid default null)
returns table (user_id uuid, period_start timestamptz, tokens bigint, requests bigint)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
begin
  return query
  select s.user_id, s.period_start, sum(s.tokens)::bigint, sum(s.requests)::bigint
  from (
    select
      u.user_id, coalesce(u.period_start, date_trunc('month', u.created_at, 'UTC')) as period_start,
      u.tokens_prompt + u.tokens_completion as tokens, u.requests
    from public.ai_agent_usage as u
    where ledger_sums.of_user is null or u.user_id = ledger_sums.of_user
    union all
    select o.user_id, o.period_start, o.tokens, o.requests
    from ai_quota.opening_balances as o
    where ledger_sums.of_user is null or o.user_id = ledger_sums.of_user
  ) as s
  group by s.user_id, s.period_start;
end
$$;

-- What differs from the ledger, the reservations and the tiers, of everybody or of one user.
create or replace function ai_quota.find_differences(of_user uuid default null)
returns table (
  user_id uuid,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with ledger as materialized (
    select l.* from ai_quota.ledger_sums(find_differences.of_user) as l
  ),
  quotas as materialized (
    select q.* from public.user_ai_quotas as q
    where find_differences.of_user is null or q.user_id = find_differences.of_user
  ),
  counted as (
    select
      q.user_id, q.period_start, m.metric || ' of the open period' as problem,
      coalesce(m.expected, 0) as expected, m.found
    from quotas as q
      left join ledger as l on l.user_id = q.user_id and l.period_start = q.period_start
      cross join lateral (
        values
          ('tokens', l.tokens, q.current_month_tokens),
          ('requests', l.requests, q.current_month_requests)
      ) as m (metric, expected, found)
    union all
    -- Only periods whose ledger rows are still there.
    select p.user_id, p.period_start, m.metric || ' of a closed period', m.expected, m.found
    from public.ai_quota_periods as p
      join ledger as l on l.user_id = p.user_id and l.period_start = p.period_start
      cross join lateral (
        values
          ('tokens', l.tokens, p.tokens_used),
          ('requests', l.requests, p.requests_used)
      ) as m (metric, expected, found)
    union all
    select
      r.user_id, r.period_start, 'ledger rows of a ' || r.status || ' reservation',
      case r.status when 'settled' then 1 else 0 end, count(u.id)
    from public.ai_quota_reservations as r
      left join public.ai_agent_usage as u on u.reservation_id = r.id
    where find_differences.of_user is null or r.user_id = find_differences.of_user
    group by r.id
    union all
    select q.user_id, q.period_start, 'limit of ' || m.metric, m.expected, m.found
    from quotas as q
      join auth.users as u on u.id = q.user_id
      cross join lateral ai_quota.effective_limits(q.user_id, q.tier) as l
      cross join lateral (
        values
          ('tokens', l.monthly_token_quota, q.monthly_token_quota),
          ('requests', l.monthly_request_quota, q.monthly_request_quota)
      ) as m (metric, expected, found)
    where q.limits_expire_at is null or q.limits_expire_at > now()
    union all
    select q.user_id, q.period_start, m.metric || ' reserved', m.expected, m.found
    from quotas as q
      cross join lateral ai_quota.sum_reservations(q, now()) as h
      cross join lateral (
        values
          ('tokens', h.tokens, q.reserved_tokens),
          ('requests', h.requests, q.reserved_requests)
      ) as m (metric, expected, found)
    where q.reserved_valid_until is null or q.reserved_valid_until > now()
  )
  -- Counters of older deployments may be of other types.
  select c.user_id, c.period_start, c.problem, c.expected::bigint, c.found::bigint
  from counted as c
  where c.expected is distinct from c.found;
end
$$;

-- adopt/functions.sql
-- Removes the guide's functions, whose place ours take. What is used by another object is renamed,
-- without rights for API roles.
do $$
declare
  v_old record;
begin
  if not exists (select from pg_temp.ai_quota_adopted as f where f.name = 'user_ai_quotas') then
    return;
  end if;
  for v_old in
    select p.proname, p.oid::regprocedure as signature, pg_get_functiondef(p.oid) as definition
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'public'::regnamespace
      and p.proname in (
        'get_user_quota_status', 'reset_monthly_quotas', 'initialize_user_quota',
        'check_user_quota', 'get_user_monthly_usage'
      )
  loop
    begin
      perform pg_temp.ai_quota_supersede(
        'function', v_old.signature::text, v_old.definition,
        format('drop routine %s', v_old.signature)
      );
    exception
      when dependent_objects_still_exist then
        raise warning '% is used elsewhere and is now called %_superseded',
          v_old.signature, v_old.proname;
        perform pg_temp.ai_quota_supersede(
          'function', v_old.signature::text, v_old.definition,
          format(
            'revoke all on routine %1$s from public, anon, authenticated, service_role;'
            ' alter routine %1$s rename to %2$I', v_old.signature, v_old.proname || '_superseded'
          )
        );
    end;
  end loop;
end
$$;

-- schemas/api/get_user_quota_status.sql
-- Definer: computes a missing row from tables that users may not read. If nobody is signed in (SQL
-- editor, service_role), the answer is what a new user would have.
create or replace function public.get_user_quota_status()
returns setof public.ai_quota_status
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := auth.uid();
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = v_user_id
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp;
  if not found then
    v_quota := ai_quota.read_quota(v_user_id);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;
comment on function public.get_user_quota_status is
  'The caller''s quota now: always one row, also before the first call and if nobody is signed in.
Returns: used, limit, remaining (tokens; limit and remaining are null when unlimited), percentage
(of the limit, may pass 100), reset_date (the UTC day the next period starts), status (healthy,
warning from 75 %, critical from 90 %, exceeded from 100 %, by the worse of tokens and requests),
tier, reserved (tokens), requests_used, requests_limit, requests_remaining,
requests_percentage, is_unlimited, period_start (UTC day), is_blocked.
Errors: 42501 for anon.';
revoke execute on function public.get_user_quota_status
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_quota_status to authenticated, service_role;

-- schemas/api/track_usage.sql
-- Lock order: request key, quota row (before it the tiers and the account, if a row is created),
-- then reservation. Long, because every function call costs a part of the time of a bare insert and
-- update. Definer: no API role may write the ledger or the counters.
create or replace function public.track_usage(
  agent_id uuid default null,
  session_id uuid default null,
  discipline text default null,
  workflow_id text default null,
  tokens_prompt bigint default null,
  tokens_completion bigint default null,
  model_used text default null,
  cost_usd numeric default null,
  tokens_cached bigint default 0,
  tokens_reasoning bigint default 0,
  user_id uuid default null,
  request_id text default null,
  reservation_id uuid default null
)
returns setof public.ai_quota_status
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := case
    when track_usage.user_id is not null and current_setting('role', true) = 'service_role'
      then track_usage.user_id
    else ai_quota.authorize_user(track_usage.user_id, is_report => true)
  end;
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  v_payload_hash bigint;
  -- An adopted ledger may have columns of other types; assignment converts the values.
  v_id public.ai_agent_usage.id%type;
  v_agent_id public.ai_agent_usage.agent_id%type := track_usage.agent_id;
  v_session_id public.ai_agent_usage.session_id%type := track_usage.session_id;
  v_discipline public.ai_agent_usage.discipline%type := track_usage.discipline;
  v_workflow_id public.ai_agent_usage.workflow_id%type := track_usage.workflow_id;
  v_period timestamptz := date_trunc('month', current_timestamp, 'UTC');
  v_cost numeric;
  v_quota public.user_ai_quotas;
begin
  -- Fast path for valid input; validate_usage names what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and track_usage.agent_id is null
    and track_usage.cost_usd is null
    -- A text that begins with a printable character is not blank.
    and least(
      track_usage.discipline collate "C", track_usage.workflow_id, track_usage.model_used,
      track_usage.request_id, '~'
    ) >= '!'
    and greatest(
      length(track_usage.discipline), length(track_usage.workflow_id),
      length(track_usage.model_used), length(track_usage.request_id), 0
    ) <= 200
  ) is not true then
    perform ai_quota.validate_usage(
      track_usage.agent_id, track_usage.discipline, track_usage.workflow_id,
      track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.tokens_cached,
      track_usage.tokens_reasoning, track_usage.model_used, track_usage.cost_usd,
      track_usage.request_id
    );
  end if;

  v_tokens := track_usage.tokens_prompt + track_usage.tokens_completion;

  if track_usage.request_id is not null then
    v_payload_hash := hash_record_extended(
      row(
        track_usage.agent_id, track_usage.session_id, track_usage.discipline,
        track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.tokens_cached, track_usage.tokens_reasoning, track_usage.model_used,
        track_usage.cost_usd, track_usage.reservation_id
      ),
      0
    );
    -- A second call with the same key waits here until the first one commits.
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, track_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.validate_retry(v_user_id, track_usage.request_id, v_payload_hash);
      v_quota := ai_quota.read_quota(v_user_id);
      return next ai_quota.describe_quota(v_quota);
      return;
    end if;
  end if;

  -- Before the quota row is locked, to keep that lock short. record_unusual corrects the period if
  -- it is not the calendar month.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, request_id, reservation_id, period_start
  )
  values (
    v_user_id, v_agent_id, v_session_id, v_discipline, v_workflow_id,
    track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.tokens_cached,
    track_usage.tokens_reasoning, track_usage.model_used,
    coalesce(
      track_usage.cost_usd,
      (
        select
          (
            (track_usage.tokens_prompt - track_usage.tokens_cached) * p.input_price
            + track_usage.tokens_cached * coalesce(p.cached_input_price, p.input_price)
            + (track_usage.tokens_completion - track_usage.tokens_reasoning) * p.output_price
            + track_usage.tokens_reasoning * coalesce(p.reasoning_price, p.output_price)
          ) * 0.000001
        from public.ai_quota_prices as p
        where p.model = track_usage.model_used and p.valid_from <= v_today
        order by p.valid_from desc
        limit 1
      )
    ),
    track_usage.request_id, track_usage.reservation_id, v_period
  )
  returning id, cost_usd into v_id, v_cost;

  if track_usage.reservation_id is null then
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + 1,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + 1,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0)
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.current_month_tokens <= 9000000000000000000
    returning q.* into v_quota;
  else
    -- The same, and what the reservation holds is freed.
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + 1,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + 1,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
      reserved_tokens = q.reserved_tokens - r.tokens,
      reserved_requests = q.reserved_requests - r.requests,
      reserved_valid_until = case
        when q.reserved_tokens > r.tokens then q.reserved_valid_until else q.period_end
      end
    from public.ai_quota_reservations as r
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.current_month_tokens <= 9000000000000000000
      and r.id = track_usage.reservation_id
      and r.user_id = v_user_id
      and r.status = 'pending'
      and r.period_start = q.period_start
      and r.expires_at >= q.reserved_valid_until
    returning q.* into v_quota;
    if found then
      update public.ai_quota_reservations as r
      set status = 'settled', closed_at = current_timestamp
      where r.id = track_usage.reservation_id and r.status = 'pending';
      if not found then
        -- Closed by another call while this one waited for the quota row: raises the error.
        perform ai_quota.pending_reservation(v_user_id, track_usage.reservation_id);
      end if;
    end if;
  end if;

  if v_quota.user_id is null then
    v_quota := ai_quota.record_unusual(
      v_user_id, v_id, v_tokens, v_cost, track_usage.reservation_id
    );
  elsif v_quota.current_month_tokens::double precision / v_quota.monthly_token_quota >= 0.75
    and (v_quota.current_month_tokens - v_tokens)::double precision
      / v_quota.monthly_token_quota < 1
    or v_quota.current_month_requests::double precision / v_quota.monthly_request_quota >= 0.75
    and (v_quota.current_month_requests - 1)::double precision / v_quota.monthly_request_quota < 1
  then
    perform ai_quota.write_alerts(v_quota, v_tokens, 1);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;
comment on function public.track_usage is
  'Records one call to a model: a ledger row and the counters, in one transaction. Usage past the
limit is recorded too. A signed-in user records for itself, service_role for anyone.
Arguments: agent_id (a row of ai_agents), session_id, discipline, workflow_id, model_used (texts of
1 to 200 characters), tokens_prompt and tokens_completion (tokens, required, 0 allowed), cost_usd
(US dollars; else computed from ai_quota_prices, null for an unknown model), tokens_cached (part of
tokens_prompt), tokens_reasoning (part of tokens_completion), user_id (service_role only),
request_id (idempotency key, never expires: the same call sent again is counted once),
reservation_id (from reserve_tokens: settled with what was really used, also when late).
Returns: the row of get_user_quota_status, after the call.
Errors: 22023 for an argument out of its range, an unknown agent or user, or a reservation that is
not the user''s or was settled or released; 23505 for a request_id of another call; 42501 for
somebody else''s user_id or where ai_quota.settings.users_report_usage is off.';
revoke execute on function public.track_usage from public, anon, authenticated, service_role;
grant execute on function public.track_usage to authenticated, service_role;

-- schemas/api/check_user_quota.sql
-- Definer: as get_user_quota_status.
create or replace function public.check_user_quota(p_estimated_tokens bigint default 0)
returns table (
  allowed boolean,
  remaining_tokens bigint,
  remaining_requests bigint,
  quota_limit bigint,
  request_limit bigint,
  reset_date date
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas := ai_quota.read_quota(auth.uid());
  v_status public.ai_quota_status := ai_quota.describe_quota(v_quota);
begin
  if (check_user_quota.p_estimated_tokens >= 0) is not true then
    perform ai_quota.raise_out_of_range(
      'p_estimated_tokens', check_user_quota.p_estimated_tokens, 0, 9223372036854775807,
      'Pass the tokens that the call may use, or leave it out.'
    );
  end if;
  allowed := ai_quota.denial_reason(v_quota, check_user_quota.p_estimated_tokens, 1) is null;
  remaining_tokens := v_status.remaining;
  remaining_requests := v_status.requests_remaining;
  quota_limit := v_status."limit";
  request_limit := v_status.requests_limit;
  reset_date := v_status.reset_date;
  return next;
end
$$;
comment on function public.check_user_quota is
  'Whether a call of this size would fit the caller''s quota now. Advice only: it reserves nothing.
Arguments: p_estimated_tokens (tokens, 0 or more, default 0).
Returns: one row allowed, remaining_tokens, remaining_requests, quota_limit (tokens), request_limit,
reset_date (UTC day); remaining and limit are null when unlimited.
Errors: 22023 for a negative or null estimate, 42501 without a signed-in user.';
revoke execute on function public.check_user_quota from public, anon, authenticated, service_role;
grant execute on function public.check_user_quota to authenticated, service_role;

-- Definer: as check_user_quota.
create or replace function public.has_quota_for(tokens bigint)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (select c.allowed from public.check_user_quota(has_quota_for.tokens) as c);
end
$$;
comment on function public.has_quota_for is
  'Whether that many tokens and one request would fit the caller''s quota now. For your own policies
and triggers, as in with check ((select has_quota_for(1000))). Advice only: it reserves nothing.
Arguments: tokens (0 or more).
Returns: true or false.
Errors: 22023 for a negative or null count, 42501 without a signed-in user.';
revoke execute on function public.has_quota_for from public, anon, authenticated, service_role;
grant execute on function public.has_quota_for to authenticated, service_role;

-- schemas/api/reserve_tokens.sql
-- Long for the same reason as track_usage: the usual path is inline.
-- Definer: no API role may write reservations.
create or replace function public.reserve_tokens(
  tokens bigint default null,
  requests bigint default 1,
  expires_in_seconds bigint default 300,
  user_id uuid default null
)
returns table (
  allowed boolean,
  reservation_id uuid,
  expires_at timestamptz,
  reason text,
  remaining_tokens bigint,
  remaining_requests bigint,
  reset_date date,
  upgrade_tier text
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := case
    when reserve_tokens.user_id is not null and current_setting('role', true) = 'service_role'
      then reserve_tokens.user_id
    else ai_quota.authorize_user(reserve_tokens.user_id)
  end;
  v_is_locked boolean;
  v_quota public.user_ai_quotas;
begin
  if (
    reserve_tokens.tokens between 1 and 2147483647
    and reserve_tokens.requests between 1 and 1000000
    and reserve_tokens.expires_in_seconds between 1 and 86400
  ) is not true then
    perform ai_quota.validate_reservation(
      reserve_tokens.tokens, reserve_tokens.requests, reserve_tokens.expires_in_seconds
    );
  end if;

  loop
    -- By the clock, not by the start of the transaction, so that it is later than every reservation
    -- that is no longer counted.
    reserve_tokens.expires_at := clock_timestamp()
      + interval '1 second' * reserve_tokens.expires_in_seconds;
    -- PostgreSQL checks these conditions again after it has waited for the row lock.
    update public.user_ai_quotas as q
    set
      reserved_tokens = q.reserved_tokens + reserve_tokens.tokens,
      reserved_requests = q.reserved_requests + reserve_tokens.requests,
      reserved_valid_until = least(q.reserved_valid_until, reserve_tokens.expires_at)
    where q.user_id = v_user_id
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and not q.is_blocked
      and (
        reserve_tokens.tokens <= q.monthly_token_quota - q.current_month_tokens - q.reserved_tokens
      ) is not false
      and (
        reserve_tokens.requests
        <= q.monthly_request_quota - q.current_month_requests - q.reserved_requests
      ) is not false
      and reserve_tokens.expires_at > clock_timestamp()
    returning q.* into v_quota;
    exit when found;

    v_quota := ai_quota.lock_quota(v_user_id);
    reason := ai_quota.denial_reason(v_quota, reserve_tokens.tokens, reserve_tokens.requests);
    exit when reason is not null;
    if v_is_locked then
      raise exception 'a quota row is outdated after lock_quota: this is a bug, please report it';
    end if;
    v_is_locked := true;
  end loop;

  allowed := reason is null;
  remaining_tokens := case
    when v_quota.monthly_token_quota is not null then greatest(
      v_quota.monthly_token_quota - v_quota.current_month_tokens - v_quota.reserved_tokens, 0
    )
  end;
  remaining_requests := case
    when v_quota.monthly_request_quota is not null then greatest(
      v_quota.monthly_request_quota - v_quota.current_month_requests - v_quota.reserved_requests, 0
    )
  end;
  reset_date := (v_quota.period_end at time zone 'UTC')::date;
  if allowed then
    insert into public.ai_quota_reservations as r (
      user_id, tokens, requests, period_start, expires_at
    )
    values (
      v_user_id, reserve_tokens.tokens, reserve_tokens.requests, v_quota.period_start,
      reserve_tokens.expires_at
    )
    returning r.id into reserve_tokens.reservation_id;
  else
    reserve_tokens.expires_at := null;
    upgrade_tier := ai_quota.record_denial(
      v_quota, reserve_tokens.reason, reserve_tokens.tokens, reserve_tokens.requests
    );
  end if;
  return next;
end
$$;
comment on function public.reserve_tokens is
  'Reserves tokens before a call, if used + reserved + requested stays within the limits of tokens
and requests. Settle it with track_usage(reservation_id), or release it with release_reservation.
After it expires it no longer counts. A denial is a row, not an error.
Arguments: tokens (1 or more, an upper bound of the call), requests (default 1), expires_in_seconds
(1 to 86400, default 300), user_id (service_role only).
Returns: one row allowed, reservation_id, expires_at, reason (of a denial: tokens, requests or
blocked), remaining_tokens and remaining_requests (after it; null when unlimited), reset_date (UTC
day), upgrade_tier (of a denial: the smallest other tier that would admit the call).
Errors: 22023 for an argument out of its range or an unknown user, 42501 for somebody else''s
user_id.';
revoke execute on function public.reserve_tokens from public, anon, authenticated, service_role;
grant execute on function public.reserve_tokens to authenticated, service_role;

-- Definer: as reserve_tokens.
create or replace function public.release_reservation(
  reservation_id uuid default null,
  user_id uuid default null
)
returns setof public.ai_quota_status
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_quota public.user_ai_quotas;
begin
  v_quota := ai_quota.lock_quota(v_user_id);
  if not exists (
    select from public.ai_quota_reservations as r
    where r.id = release_reservation.reservation_id
      and r.user_id = v_user_id
      and r.status = 'released'
  ) then
    perform ai_quota.close_reservation(v_quota, release_reservation.reservation_id, 'released');
    v_quota := ai_quota.lock_quota(v_user_id);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;
comment on function public.release_reservation is
  'Releases a reservation that will not be used. Calling it twice is harmless.
Arguments: reservation_id (what reserve_tokens returned), user_id (service_role only).
Returns: the row of get_user_quota_status, after it.
Errors: 22023 for a reservation that is not the user''s or was settled, 42501 for somebody else''s
user_id.';
revoke execute on function public.release_reservation
  from public, anon, authenticated, service_role;
grant execute on function public.release_reservation to authenticated, service_role;

-- schemas/api/get_user_monthly_usage.sql
-- Definer: reads only the caller's own ledger rows, by index instead of through policies. With the
-- time zone UTC, because created_at may be a timestamp without time zone in an older deployment.
create or replace function public.get_user_monthly_usage(
  p_year integer default null,
  p_month integer default null
)
returns table (
  total_tokens bigint,
  total_requests bigint,
  total_cost_usd numeric,
  period_start date,
  period_end date
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_year integer := coalesce(get_user_monthly_usage.p_year, extract(year from v_today));
  v_month integer := coalesce(get_user_monthly_usage.p_month, extract(month from v_today));
begin
  if v_year not between 2000 and 9999 then
    perform ai_quota.raise_bad_request(
      format('p_year must be between 2000 and 9999, got %s', v_year),
      'Leave p_year out for the current year.'
    );
  end if;
  if v_month not between 1 and 12 then
    perform ai_quota.raise_bad_request(
      format('p_month must be between 1 and 12, got %s', v_month),
      'Leave p_month out for the current month.'
    );
  end if;
  period_start := make_date(v_year, v_month, 1);
  period_end := period_start + interval '1 month' - interval '1 day';

  return query
  select
    coalesce(sum(u.tokens_prompt + u.tokens_completion), 0)::bigint,
    coalesce(sum(u.requests), 0)::bigint,
    coalesce(sum(u.cost_usd), 0),
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start
    and u.created_at < get_user_monthly_usage.period_end + 1;
end
$$;
comment on function public.get_user_monthly_usage is
  'What the caller used in a calendar month (UTC), summed from the ledger.
Arguments: p_year (2000 to 9999), p_month (1 to 12), each the current one by default.
Returns: one row total_tokens, total_requests, total_cost_usd (US dollars, calls of unknown price
are left out), period_start and period_end (the first and the last UTC day).
Errors: 22023 for a year or month out of range, 42501 without a signed-in user.';
revoke execute on function public.get_user_monthly_usage
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_monthly_usage to authenticated, service_role;

-- schemas/api/initialize_user_quota.sql
-- Definer: service_role has no right to write quotas. In an older deployment a trigger of the host
-- may call this in an end user's request: then it only creates the row, so that no column that a
-- user can write raises a limit, and it raises no error that would abort the host's statement.
create or replace function public.initialize_user_quota(user_id uuid, tier text default 'free')
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_is_end_user boolean := ai_quota.is_end_user();
  v_is_in_trigger boolean := pg_trigger_depth() > 0;
  v_tier text := initialize_user_quota.tier;
begin
  if v_is_end_user and not v_is_in_trigger then
    perform ai_quota.raise_bad_request(
      'initialize_user_quota is for the server, not for signed-in users',
      'Call it with service_role.',
      '42501'
    );
  end if;
  if initialize_user_quota.user_id is null
    or not exists (select from auth.users as u where u.id = initialize_user_quota.user_id)
  then
    if v_is_in_trigger then
      raise warning 'user % has no account, and so gets no quota', initialize_user_quota.user_id;
      return null;
    end if;
    perform ai_quota.raise_bad_request(
      format(
        'user_id does not exist, got %s', coalesce(initialize_user_quota.user_id::text, 'null')
      ),
      'Pass the id of a row in auth.users.'
    );
  end if;
  if not exists (select from public.ai_quota_tiers as t where t.tier = v_tier) then
    if not v_is_in_trigger then
      perform ai_quota.raise_bad_request(
        format('tier does not exist, got %s', coalesce(quote_literal(v_tier), 'null')),
        format('Pass one of %s.', (
          select string_agg(t.tier, ', ' order by t.monthly_token_quota)
          from public.ai_quota_tiers as t
        ))
      );
    end if;
    raise warning 'tier % does not exist: user % gets the default tier', v_tier, user_id;
    v_tier := ai_quota.default_tier();
  end if;

  if v_is_end_user or exists (
    select from public.ai_quota_subscriptions as s
    where s.user_id = initialize_user_quota.user_id
      and s.status in ('active', 'trialing', 'past_due')
  ) then
    v_tier := ai_quota.tier_for(initialize_user_quota.user_id);
  end if;
  perform ai_quota.create_quota(initialize_user_quota.user_id, v_tier);
  if not v_is_end_user then
    perform ai_quota.set_limits(array[initialize_user_quota.user_id], v_tier);
  end if;
  return ai_quota.read_quota(initialize_user_quota.user_id);
end
$$;
comment on function public.initialize_user_quota is
  'Creates the quota row of a user, or sets the tier of an existing one; usage is kept. A live
subscription overrules the tier. For operators and service_role.
Arguments: user_id, tier (a row of ai_quota_tiers, default free).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, 42501 for any other caller.';
revoke execute on function public.initialize_user_quota
  from public, anon, authenticated, service_role;
grant execute on function public.initialize_user_quota to service_role;

-- schemas/api/reset_quotas.sql
-- Definer: service_role has no right to write quotas.
create or replace function public.reset_monthly_quotas()
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return ai_quota.reset_due_quotas();
end
$$;
comment on function public.reset_monthly_quotas is
  'Closes every period that is over, archives it in ai_quota_periods, and opens the present one.
Idempotent: only what is due is reset. For pg_cron, operators and service_role. It stops after about
100 ms, enough for ten thousand users, so that no call waits longer: call it until it returns 0.
Rows that a call has locked are skipped; that call resets them itself.
Returns: how many quotas were reset.
Errors: 42501 for any other caller.';
revoke execute on function public.reset_monthly_quotas
  from public, anon, authenticated, service_role;
grant execute on function public.reset_monthly_quotas to service_role;

-- Definer: service_role has no right to write quotas.
create or replace function public.reset_user_quota(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.lock_quota(v_user_id);
  perform ai_quota.close_due_periods(array[v_user_id], reset_reason => reason);
  return ai_quota.read_quota(v_user_id);
end
$$;
comment on function public.reset_user_quota is
  'Closes a user''s period early and opens the next at once, until the same reset date as before.
Arguments: user_id, reason (1 to 500 characters, kept with the closed period).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason, 42501 for any other caller.';
revoke execute on function public.reset_user_quota from public, anon, authenticated, service_role;
grant execute on function public.reset_user_quota to service_role;

-- schemas/api/set_user_blocked.sql
-- Definer: service_role has no right to write quotas.
create or replace function public.set_user_blocked(user_id uuid, is_blocked boolean default true)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.raise_bad_request(
      'is_blocked must be true or false, got null', 'Leave it out to block.'
    );
  end if;
  perform ai_quota.lock_quota(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  return ai_quota.read_quota(v_user_id);
end
$$;
comment on function public.set_user_blocked is
  'Blocks a user: reservations are denied. Reported usage is still recorded.
Arguments: user_id, is_blocked (default true; false lifts the block).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or null, 42501 for any other caller.';
revoke execute on function public.set_user_blocked from public, anon, authenticated, service_role;
grant execute on function public.set_user_blocked to service_role;

-- schemas/api/adjust_usage.sql
-- Definer: no API role may write the ledger or the counters.
create or replace function public.adjust_usage(
  user_id uuid,
  tokens bigint,
  reason text,
  requests bigint default 0,
  cost_usd numeric default null,
  request_id text default null
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_payload_hash bigint;
  v_quota public.user_ai_quotas;
begin
  if (adjust_usage.tokens between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', adjust_usage.tokens, -2147483647, 2147483647,
      'Pass the tokens to add, or a negative number to take back.'
    );
  end if;
  if (adjust_usage.requests between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', adjust_usage.requests, -2147483647, 2147483647,
      'Pass the requests to add, or a negative number to take back.'
    );
  end if;
  if not adjust_usage.cost_usd between -1000000000 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between -1000000000 and 1000000000, got %s', adjust_usage.cost_usd),
      'Pass US dollars to add, a negative number to take back, or leave it out.'
    );
  end if;
  perform ai_quota.validate_reason(adjust_usage.reason);
  if length(adjust_usage.request_id) > 200 or length(btrim(adjust_usage.request_id)) = 0 then
    perform ai_quota.raise_bad_text('request_id', adjust_usage.request_id);
  end if;

  if adjust_usage.request_id is not null then
    v_payload_hash := hash_record_extended(
      row(
        adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd, adjust_usage.reason
      ),
      0
    );
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, adjust_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.validate_retry(v_user_id, adjust_usage.request_id, v_payload_hash);
      return ai_quota.read_quota(v_user_id);
    end if;
  end if;

  v_quota := ai_quota.lock_quota(v_user_id);
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, adjustment_reason, period_start
  )
  values (
    v_user_id, adjust_usage.tokens, adjust_usage.cost_usd, adjust_usage.requests,
    adjust_usage.request_id, adjust_usage.reason, v_quota.period_start
  );
  return ai_quota.add_usage(
    v_quota, v_quota.period_start, adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd
  );
end
$$;
comment on function public.adjust_usage is
  'Corrects the usage of a user''s open period with a ledger row of its own; no row is changed.
Arguments: user_id, tokens and requests (to add, or negative to take back; never below zero in
all), reason (1 to 500 characters), cost_usd (US dollars), request_id (as for track_usage).
Returns: the row of user_ai_quotas.
Errors: 22023 for an argument out of its range, no reason or an unknown user; 23505 for a
request_id of another call; 42501 for any other caller.';
revoke execute on function public.adjust_usage from public, anon, authenticated, service_role;
grant execute on function public.adjust_usage to service_role;

-- schemas/api/deliver_alerts.sql
-- Definer: workers have no right to write alerts.
create or replace function public.claim_quota_alerts("limit" bigint default 10)
returns setof public.ai_quota_alerts
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  if (claim_quota_alerts."limit" between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
      'limit', claim_quota_alerts."limit", 1, 1000, 'Claim what you can deliver within a minute.'
    );
  end if;
  return query
  with claimed as (
    select c.id
    from public.ai_quota_alerts as c
    where c.is_deliverable
      and c.delivered_at is null
      and c.attempts < 10
      and c.next_attempt_at <= now()
    order by c.next_attempt_at, c.id
    limit claim_quota_alerts."limit"
    for update skip locked
  )
  update public.ai_quota_alerts as a
  set
    attempts = a.attempts + 1,
    next_attempt_at = now() + interval '1 minute'
  from claimed as c
  where a.id = c.id
  returning a.*;
end
$$;
comment on function public.claim_quota_alerts is
  'Gives alerts to a delivery worker and hides them from other workers for one minute, in case the
worker dies. An alert is given up after ten attempts.
Arguments: limit (1 to 1000 alerts, default 10).
Returns: rows of ai_quota_alerts.
Errors: 22023 for a limit out of its range, 42501 for any other caller.';
revoke execute on function public.claim_quota_alerts from public, anon, authenticated, service_role;
grant execute on function public.claim_quota_alerts to service_role;

-- Definer: workers have no right to write alerts.
create or replace function public.complete_quota_alert(id bigint)
returns public.ai_quota_alerts
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_alert public.ai_quota_alerts;
begin
  update public.ai_quota_alerts as a
  set delivered_at = coalesce(a.delivered_at, now())
  where a.id = complete_quota_alert.id
  returning a.* into v_alert;
  if not found then
    perform ai_quota.raise_bad_request(
      format('id does not exist, got %s', coalesce(complete_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;
comment on function public.complete_quota_alert is
  'Marks an alert as delivered, so that it is not claimed again. Calling it twice is harmless.
Arguments: id (of ai_quota_alerts).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown id, 42501 for any other caller.';
revoke execute on function public.complete_quota_alert
  from public, anon, authenticated, service_role;
grant execute on function public.complete_quota_alert to service_role;

-- Definer: workers have no right to write alerts.
create or replace function public.fail_quota_alert(id bigint, error text)
returns public.ai_quota_alerts
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_alert public.ai_quota_alerts;
begin
  update public.ai_quota_alerts as a
  set
    last_error = left(fail_quota_alert.error, 1000),
    -- 1, 2, 4 … minutes, an hour at most.
    next_attempt_at = now() + least(
      interval '1 minute' * power(2, greatest(a.attempts, 1) - 1), interval '1 hour'
    )
  where a.id = fail_quota_alert.id and a.delivered_at is null
  returning a.* into v_alert;
  if not found then
    perform ai_quota.raise_bad_request(
      format(
        'id is not an undelivered alert, got %s', coalesce(fail_quota_alert.id::text, 'null')
      ),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;
comment on function public.fail_quota_alert is
  'Marks an attempt to deliver an alert as failed. It can be claimed again after 1, 2, 4 … minutes.
Arguments: id (of ai_quota_alerts), error (what went wrong; 1000 characters are kept).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown or delivered alert, 42501 for any other caller.';
revoke execute on function public.fail_quota_alert from public, anon, authenticated, service_role;
grant execute on function public.fail_quota_alert to service_role;

-- schemas/api/integrity.sql
-- Definer: reads the rows of every user.
create or replace function public.verify_quota_integrity()
returns table (
  user_id uuid,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query select d.* from ai_quota.find_differences() as d;
end
$$;
comment on function public.verify_quota_integrity is
  'What differs from the ledger, the reservations and the tiers. No row means that everything is
right.
Returns: rows user_id, period_start, problem (which figure), expected, found (null is unlimited).
Errors: 42501 for any other caller than service_role.';
revoke execute on function public.verify_quota_integrity
  from public, anon, authenticated, service_role;
grant execute on function public.verify_quota_integrity to service_role;

-- Definer: service_role has no right to write quotas.
create or replace function public.repair_user_quota(user_id uuid)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  -- Under the lock that every call takes, so that the ledger does not change; the account first, as
  -- in set_limits.
  perform from auth.users as u where u.id = v_user_id for key share;
  perform ai_quota.lock_quota(v_user_id);
  update public.user_ai_quotas as q
  set
    current_month_tokens = coalesce(greatest(l.tokens, 0), 0),
    current_month_requests = coalesce(greatest(l.requests, 0), 0),
    reserved_valid_until = 'epoch'
  from public.user_ai_quotas as o
    left join ai_quota.ledger_sums(v_user_id) as l
      on l.user_id = o.user_id and l.period_start = o.period_start
  where q.user_id = v_user_id and o.user_id = v_user_id;
  update public.ai_quota_periods as p
  set tokens_used = greatest(l.tokens, 0), requests_used = greatest(l.requests, 0)
  from ai_quota.ledger_sums(v_user_id) as l
  where p.user_id = v_user_id and l.period_start = p.period_start;
  perform ai_quota.set_limits(array[v_user_id]);
  return ai_quota.lock_quota(v_user_id);
end
$$;
comment on function public.repair_user_quota is
  'Sets a user''s counters to the sums of the ledger, and the limits to those of tier and override.
Arguments: user_id.
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, 42501 for any other caller.';
revoke execute on function public.repair_user_quota from public, anon, authenticated, service_role;
grant execute on function public.repair_user_quota to service_role;

-- schemas/triggers/accounts.sql
-- Creates the quota of a new user. It must neither raise nor wait, or sign-up would fail: a row
-- that it cannot create is created by the user's first call, and computed until then. Definer:
-- sign-up runs as supabase_auth_admin.
create or replace function ai_quota.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
begin
  perform ai_quota.create_quota(new.id, ai_quota.tier_for(new.id));
  return null;
exception
  when others then
    raise warning 'no quota was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;

create or replace trigger "~ai_quota_handle_new_user"
  after insert on auth.users
  for each row execute function ai_quota.handle_new_user();

-- Deletes the rows of a deleted account in the tables without a foreign key to it: a foreign key
-- would cost every call a lookup and a lock of the account. The quota row, which has one and is
-- deleted first, keeps calls and deletion apart. Definer: accounts are deleted by
-- supabase_auth_admin.
create or replace function ai_quota.delete_user_data()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.ai_agent_usage as u where u.user_id = old.id;
  delete from public.ai_quota_reservations as r where r.user_id = old.id;
  delete from public.ai_quota_closed_days as d where d.user_id = old.id;
  delete from public.ai_quota_periods as p where p.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  delete from ai_quota.opening_balances as o where o.user_id = old.id;
  return null;
end
$$;

create or replace trigger "~ai_quota_delete_user_data"
  after delete on auth.users
  for each row execute function ai_quota.delete_user_data();

-- schemas/triggers/reservations.sql
-- After an edit of reservations by hand, the next call counts them again. The package itself
-- changes none of these columns.
create or replace function ai_quota.recount_reservations()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update public.user_ai_quotas as q
  set reserved_valid_until = 'epoch'
  where q.user_id in (new.user_id, old.user_id);
  return null;
end
$$;

create or replace trigger "~ai_quota_recount_changed"
  after delete or update of user_id, tokens, requests, period_start, expires_at
  on public.ai_quota_reservations
  for each row
  execute function ai_quota.recount_reservations();

-- schemas/triggers/subscriptions.sql
-- Definer: billing webhooks write subscriptions as service_role, which may not write quotas.
create or replace function ai_quota.apply_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  foreach v_user_id in array array(
    select distinct u.user_id
    from unnest(array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]) as u (user_id)
    where u.user_id is not null
    order by u.user_id
  )
  loop
    -- The user may be in the course of deletion.
    if exists (select from auth.users as u where u.id = v_user_id) then
      perform ai_quota.create_quota(v_user_id, ai_quota.tier_for(v_user_id));
      perform ai_quota.set_limits(array[v_user_id], ai_quota.tier_for(v_user_id));
    end if;
  end loop;
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_subscription"
  after insert or update or delete on public.ai_quota_subscriptions
  for each row execute function ai_quota.apply_subscription();

-- schemas/triggers/tiers.sql
-- Locks all tiers in one order, so that two edits of several tiers cannot deadlock.
create or replace function ai_quota.lock_tiers_to_edit()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform from public.ai_quota_tiers as t order by t.tier for no key update;
  return null;
end
$$;

create or replace trigger "~ai_quota_lock_tiers_to_edit"
  before insert or update or delete on public.ai_quota_tiers
  for each statement execute function ai_quota.lock_tiers_to_edit();

-- Once per statement, for all tiers that it edits, so that quotas are locked in the order of their
-- users. Definer: service_role may write tiers, but not quotas.
create or replace function ai_quota.apply_tier()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform ai_quota.set_limits(
    array(
      select q.user_id
      from edited as e
        join public.user_ai_quotas as q on q.tier = e.tier
    )
  );
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_tier"
  after update on public.ai_quota_tiers
  referencing new table as edited
  for each statement execute function ai_quota.apply_tier();

-- schemas/triggers/overrides.sql
-- Definer: service_role may write overrides, but not quotas.
create or replace function ai_quota.apply_override()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform ai_quota.set_limits(
    array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]
  );
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_override"
  after insert or update or delete on public.ai_quota_overrides
  for each row execute function ai_quota.apply_override();

-- schemas/views/daily.sql
-- A day can be in both tables: a call that began before midnight may commit after one that began
-- later.
create or replace view public.ai_quota_daily
with (security_invoker = true)
as
select
  d.user_id,
  d.day,
  sum(d.tokens)::bigint as tokens,
  sum(d.requests)::bigint as requests,
  sum(d.cost_usd) as cost_usd
from (
  select
    c.user_id,
    c.day,
    c.tokens,
    c.requests,
    c.cost_usd
  from public.ai_quota_closed_days as c
  union all
  select
    q.user_id,
    q.current_day,
    q.current_day_tokens,
    q.current_day_requests,
    q.current_day_cost_usd
  from public.user_ai_quotas as q
  where (q.current_day_tokens, q.current_day_requests) <> (0, 0)
) as d
group by d.user_id, d.day;
comment on view public.ai_quota_daily is
  'Usage by user and UTC day: what track_usage recorded on that day, today included.';
revoke all on public.ai_quota_daily from public, anon, authenticated, service_role;
grant select on public.ai_quota_daily to authenticated, service_role;

-- schemas/views/unpriced_models.sql
create or replace view public.ai_quota_unpriced_models
with (security_invoker = true)
as
select
  u.model_used,
  count(*) as calls,
  sum(u.tokens_prompt + u.tokens_completion)::bigint as tokens,
  min(u.created_at) as first_at,
  max(u.created_at) as last_at
from public.ai_agent_usage as u
where u.cost_usd is null and u.model_used is not null
group by u.model_used;
comment on view public.ai_quota_unpriced_models is
  'Models without a known price: calls without a cost, of the users whose usage the caller may
read.';
revoke all on public.ai_quota_unpriced_models from public, anon, authenticated, service_role;
grant select on public.ai_quota_unpriced_models to authenticated, service_role;

-- schemas/publication.sql
-- Realtime: the card of a signed-in user follows the user's quota row.
do $$
begin
  if exists (select from pg_catalog.pg_publication as p where p.pubname = 'supabase_realtime')
    and not exists (
      select from pg_catalog.pg_publication_tables as t
      where t.pubname = 'supabase_realtime'
        and t.schemaname = 'public'
        and t.tablename = 'user_ai_quotas'
    )
  then
    alter publication supabase_realtime add table public.user_ai_quotas;
  end if;
exception
  when insufficient_privilege then
    raise notice 'user_ai_quotas was not added to supabase_realtime: %', sqlerrm;
end
$$;

-- schemas/rights.sql
-- API roles get nothing in ai_quota except the function that policies call.
revoke all on all tables in schema ai_quota from public, anon, authenticated, service_role;
revoke all on all sequences in schema ai_quota from public, anon, authenticated, service_role;
revoke execute on all routines in schema ai_quota from public, anon, authenticated, service_role;
grant execute on function ai_quota.is_admin() to authenticated;

-- schemas/jobs.sql
-- Quotas are right without these jobs: the first call of a month resets its own user. The jobs
-- reset the users who do not call, so that a plain SELECT is right for them too.
do $$
begin
  if not exists (
    select from pg_catalog.pg_available_extensions as e where e.name = 'pg_cron'
  ) then
    raise notice 'pg_cron is not available here: the first call of a month resets its user';
    return;
  end if;
  create extension if not exists pg_cron with schema pg_catalog;
  perform cron.schedule(
    'reset-monthly-ai-quotas', '0 0 1 * *', 'SELECT public.reset_monthly_quotas();'
  );
  -- For projects with more users than one transaction should lock: commits after each batch.
  perform cron.schedule(
    'reset-monthly-ai-quotas-in-batches', '* * 1 * *',
    'do $job$ begin for v_page in 0 .. ai_quota.count_pages() by 64 loop '
    || 'perform ai_quota.reset_pages(v_page); commit; end loop; end $job$'
  );
exception
  when others then
    raise notice 'pg_cron cannot be used here (%): the first call of a month resets its user', sqlerrm;
end
$$;

-- adopt/direct_writers.sql
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

-- adopt/data.sql
-- The rows of an older deployment in the terms of the package, and quotas for the users that exist.
do $$
declare
  v_item record;
  v_count bigint;
begin
  if exists (select from pg_temp.ai_quota_adopted as f where f.name = 'user_ai_quotas') then
    -- The limits that rows have are promises: they stay, unlimited (NULL) included. They are in
    -- force already, so the trigger need not apply them.
    alter table public.ai_quota_overrides disable trigger "~ai_quota_apply_override";
    insert into public.ai_quota_overrides (
      user_id, monthly_token_quota, monthly_request_quota, reason
    )
    select
      q.user_id, q.monthly_token_quota, q.monthly_request_quota,
      'The limits that the user had before the package was installed.'
    from public.user_ai_quotas as q
      join public.ai_quota_tiers as t on t.tier = q.tier
      join auth.users as u on u.id = q.user_id
    where (q.monthly_token_quota, q.monthly_request_quota)
      is distinct from (t.monthly_token_quota, t.monthly_request_quota);
    alter table public.ai_quota_overrides enable trigger "~ai_quota_apply_override";

    if exists (
      select from pg_temp.ai_quota_adopted as f
      where f.name = 'user_ai_quotas' and not f.has_requests
    ) then
      update public.user_ai_quotas as q
      set current_month_requests = greatest(l.requests, 0)
      from ai_quota.ledger_sums() as l
      where l.user_id = q.user_id and l.period_start = q.period_start;
    end if;
    -- Usage of the open period that was counted differently, or not at all, in the ledger.
    insert into ai_quota.opening_balances (user_id, period_start, tokens, requests)
    select d.user_id, d.period_start, d.tokens, d.requests
    from (
      select
        q.user_id, q.period_start,
        q.current_month_tokens - coalesce(l.tokens, 0) as tokens,
        coalesce(q.current_month_requests - coalesce(l.requests, 0), 0) as requests
      from public.user_ai_quotas as q
        left join ai_quota.ledger_sums() as l
          on l.user_id = q.user_id and l.period_start = q.period_start
      where q.user_id is not null
    ) as d
    where (d.tokens, d.requests) <> (0, 0);
    -- The next period of a quota that is due starts at 0, although the ledger has rows of it.
    insert into ai_quota.opening_balances (user_id, period_start, tokens, requests)
    select l.user_id, l.period_start, - l.tokens, - l.requests
    from public.user_ai_quotas as q
      join ai_quota.ledger_sums() as l
        on l.user_id = q.user_id and l.period_start = date_trunc('month', now(), 'UTC')
    where q.period_end <= now();
  end if;

  if exists (
    select from pg_temp.ai_quota_adopted as f where f.name = 'user_ai_quotas' and f.users_update
  ) then
    create table ai_quota.limits_to_review as
    select q.user_id, q.tier, q.monthly_token_quota, q.monthly_request_quota
    from public.user_ai_quotas as q
      join public.ai_quota_tiers as t on t.tier = ai_quota.default_tier()
    where (q.monthly_token_quota <= t.monthly_token_quota) is not true
      or (q.monthly_request_quota <= t.monthly_request_quota) is not true;
    comment on table ai_quota.limits_to_review is
  'Limits above the default tier from a time when users could change their own row. Confirm or lower
them: a user may have raised the limit.';
    alter table ai_quota.limits_to_review enable row level security;
    revoke all on ai_quota.limits_to_review from public, anon, authenticated, service_role;
    select count(*) into v_count from ai_quota.limits_to_review;
    if v_count > 0 then
      raise warning 'users could change their own quota here: review % limits in '
        'ai_quota.limits_to_review', v_count;
    end if;
  end if;

  -- Rules that old rows break hold for new rows only.
  for v_item in
    select c.conrelid::regclass as table_name, c.conname
    from pg_catalog.pg_constraint as c
    where not c.convalidated
      and c.conrelid in ('public.user_ai_quotas'::regclass, 'public.ai_agent_usage'::regclass)
  loop
    begin
      execute format(
        'alter table %s validate constraint %I', v_item.table_name, v_item.conname
      );
    exception
      when check_violation or foreign_key_violation then
        raise warning 'older rows of % break %, which holds for new rows only: %',
          v_item.table_name, v_item.conname, sqlerrm;
    end;
  end loop;
end
$$;

insert into public.user_ai_quotas (user_id, current_month_tokens, current_month_requests)
select
  u.id,
  coalesce(l.tokens, 0) as tokens,
  coalesce(l.requests, 0) as requests
from auth.users as u
  left join lateral ai_quota.ledger_sums(u.id) as l
    on l.period_start = date_trunc('month', now(), 'UTC')
where not exists (
    select from public.user_ai_quotas as q
    where q.user_id = u.id
  )
  and not exists (
    select from public.ai_quota_subscriptions as s
    where s.user_id = u.id
  );
select ai_quota.create_quota(s.user_id, s.tier)
from public.ai_quota_subscriptions as s
where not exists (
    select from public.user_ai_quotas as q
    where q.user_id = s.user_id
  );

-- squawk-ignore ban-drop-function
drop function
  pg_temp.ai_quota_misfits(text, jsonb), pg_temp.ai_quota_conflicts(), pg_temp.ai_quota_preflight(),
  pg_temp.ai_quota_users_may(pg_catalog.pg_class, text),
  pg_temp.ai_quota_supersede(text, text, text, text), pg_temp.ai_quota_interferes(oid),
  pg_temp.ai_quota_relax(regclass, name[]), pg_temp.ai_quota_take_over(text, name[]);
-- squawk-ignore ban-drop-table
drop table pg_temp.ai_quota_adopted, pg_temp.ai_quota_columns;

insert into ai_quota.releases (version, checksum) values ('0.9.0', '6909a1f453e1411693c8df0eb3f80a26ab87f754d52ecccb39f967f6b5afa004') on conflict (version) do nothing;
