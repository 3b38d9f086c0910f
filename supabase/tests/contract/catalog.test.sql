-- What holds for every object of the package. A change here is a change of the contract. `profiles`
-- and `ai_agents` belong to this repository's own project: guide_tables.test.sql has them.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = public, extensions;
select plan(20);

create temp view our_relations as
select
  c.oid,
  c.relname,
  c.relkind,
  c.relnamespace::regnamespace::text as schema_name,
  c.relrowsecurity,
  c.reloptions
from pg_class as c
where c.relkind in ('r', 'p', 'v', 'm')
  and (
    c.relnamespace = 'ai_quota'::regnamespace
    or c.relnamespace = 'public'::regnamespace
    and (c.relname ~ '^ai_quota_' or c.relname in ('user_ai_quotas', 'ai_agent_usage'))
  );

create temp view our_tables as
select * from our_relations
where relkind in ('r', 'p');

-- What operators call, users call too: these functions refuse them.
create temp view rpcs (name, is_for_users) as
values
  ('get_user_quota_status', true),
  ('track_usage', true),
  ('check_user_quota', true),
  ('get_user_monthly_usage', true),
  ('reserve_tokens', true),
  ('release_reservation', true),
  ('has_quota_for', true),
  ('initialize_user_quota', false),
  ('reset_monthly_quotas', false),
  ('reset_user_quota', true),
  ('set_user_blocked', true),
  ('adjust_usage', true),
  ('get_quota_status_for', false),
  ('set_user_subscription', false),
  ('track_usage_batch', false),
  ('claim_quota_alerts', false),
  ('complete_quota_alert', false),
  ('fail_quota_alert', false),
  ('prepare_quota_alert', false),
  ('note_quota_alert', false),
  ('claim_quota_digest', false),
  ('complete_quota_digest', false),
  ('verify_quota_integrity', false),
  ('repair_user_quota', false),
  ('get_user_usage_by_month', true),
  ('get_user_usage_by_label', true),
  ('ai_quota_admin_overview', true),
  ('ai_quota_admin_days', true),
  ('ai_quota_admin_tiers', true),
  ('ai_quota_admin_near_limit', true),
  ('ai_quota_admin_users', true),
  ('ai_quota_admin_usage', true),
  ('ai_quota_admin_unpriced_models', true),
  ('ai_quota_admin_alerts', true),
  ('ai_quota_admin_outbox', true),
  ('ai_quota_admin_holds', true),
  ('ai_quota_admin_integrity', true),
  ('ai_quota_admin_audit', true),
  ('ai_quota_admin_user', true),
  ('ai_quota_admin_user_periods', true),
  ('ai_quota_admin_user_calls', true),
  ('ai_quota_admin_user_days', true),
  ('ai_quota_admin_set_override', true),
  ('ai_quota_admin_remove_override', true),
  ('ai_quota_admin_boost', true),
  ('ai_quota_admin_set_tier', true),
  ('ai_quota_admin_repair', true),
  ('get_user_quota_forecast', true),
  ('get_quota_forecast_for', true),
  ('replay_limits', true),
  ('ai_quota_admin_replay_periods', true),
  ('ai_quota_admin_recommendations', true);

create temp view our_functions as
select
  p.oid,
  p.proname,
  p.pronamespace::regnamespace::text as schema_name,
  p.prosecdef,
  p.proconfig,
  p.oid::regprocedure::text as signature
from pg_proc as p
where p.pronamespace = 'ai_quota'::regnamespace
  or p.pronamespace = 'public'::regnamespace and p.proname in (select name from rpcs);

select set_eq(
  $$select relname::text from our_relations where schema_name = 'public'$$,
  array[
    'user_ai_quotas', 'ai_agent_usage', 'ai_quota_tiers', 'ai_quota_subscriptions',
    'ai_quota_overrides', 'ai_quota_periods', 'ai_quota_reservations', 'ai_quota_closed_days',
    'ai_quota_alerts', 'ai_quota_prices', 'ai_quota_daily', 'ai_quota_unpriced_models',
    'ai_quota_audit', 'ai_quota_deleted_usage', 'ai_quota_denials'
  ],
  'every table and view of the contract exists, and no other'
);

select is_empty(
  $$select relname from our_tables where not relrowsecurity$$,
  'row level security is on for every table'
);

select is_empty(
  $$
    select relname from our_relations
    where relkind in ('v', 'm') and not 'security_invoker=true' = any (coalesce(reloptions, '{}'))
  $$,
  'every view applies the policies of the caller'
);

select is_empty(
  $$
    select signature from our_functions
    where not 'search_path=""' = any (coalesce(proconfig, '{}'))
  $$,
  'every function pins an empty search_path'
);

select set_eq(
  $$select schema_name || '.' || proname from our_functions where prosecdef$$,
  $$
    select 'public.' || name from rpcs
    union all
    select 'ai_quota.' || name
    from unnest(array[
      'handle_new_user', 'delete_user_data', 'check_subscription', 'apply_subscription',
      'new_limits_version', 'apply_override'
    ]) as name
  $$,
  'these functions run with the rights of their owner, and no others'
);

select is_empty(
  $$select proname from our_functions where schema_name = 'public' group by 1 having count(*) > 1$$,
  'no RPC is overloaded'
);

select is_empty(
  $$select signature from our_functions where has_function_privilege('anon', oid, 'execute')$$,
  'anon calls nothing'
);

select set_eq(
  $$
    select schema_name || '.' || proname from our_functions
    where has_function_privilege('authenticated', oid, 'execute')
  $$,
  $$
    select 'public.' || name from rpcs where is_for_users
    union all
    select 'ai_quota.' || name
    from unnest(array['is_admin', 'first_visible_user', 'last_visible_user']) as name
  $$,
  'signed-in users call these functions, and no others'
);

select set_eq(
  $$
    select schema_name || '.' || proname from our_functions
    where has_function_privilege('service_role', oid, 'execute')
  $$,
  $$select 'public.' || name from rpcs$$,
  'the server calls these functions, and no others'
);

select is_empty(
  $$
    select t.relname, r.role, p.privilege
    from our_relations as t
      cross join (values ('anon'), ('authenticated')) as r (role)
      cross join (
        values ('insert'), ('update'), ('delete'), ('truncate'), ('references'), ('trigger')
      ) as p (privilege)
    where has_table_privilege(r.role, t.oid, p.privilege)
      or p.privilege in ('insert', 'update', 'references')
      and has_any_column_privilege(r.role, t.oid, p.privilege)
  $$,
  'no client has a write privilege, on a table or on a column'
);

select is_empty(
  $$select relname from our_relations where has_any_column_privilege('anon', oid, 'select')$$,
  'anon reads no table and no view'
);

select set_eq(
  $$
    select t.relname::text || ':' || p.privilege
    from our_relations as t
      cross join (values ('insert'), ('update'), ('delete'), ('truncate')) as p (privilege)
    where has_table_privilege('service_role', t.oid, p.privilege)
      or p.privilege in ('insert', 'update')
      and has_any_column_privilege('service_role', t.oid, p.privilege)
  $$,
  $$
    select t || ':' || p
    from unnest(array[
      'ai_quota_tiers', 'ai_quota_subscriptions', 'ai_quota_overrides', 'ai_quota_prices'
    ]) as t
      cross join unnest(array['insert', 'update', 'delete']) as p
  $$,
  'the server writes these tables; quotas, usage, periods and alerts by functions only'
);

select is_empty(
  $$
    select t.relname, r.role
    from our_relations as t
      cross join (values ('anon'), ('authenticated'), ('service_role')) as r (role)
    where t.schema_name = 'ai_quota'
      and has_any_column_privilege(r.role, t.oid, 'select, insert, update')
  $$,
  'no API role reads or writes the internal tables'
);

select is_empty(
  $$
    select i.indexrelid::regclass
    from pg_index as i
    where i.indrelid = 'public.ai_quota_reservations'::regclass
      and not i.indisunique
      and coalesce(pg_get_expr(i.indpred, i.indrelid), '') !~ 'pending'
  $$,
  'a reservation that is over is in no index but those of its keys'
);

select is_empty(
  $$
    select p.polname, p.polrelid::regclass
    from pg_policy as p
      join our_tables as t on t.oid = p.polrelid
      join pg_attribute as a on a.attrelid = t.oid and a.attname = 'user_id'
    where pg_get_expr(p.polqual, p.polrelid) !~ all (array['user_id >= \(', 'user_id <= \('])
      and pg_get_expr(p.polqual, p.polrelid) !~ '^\( ?SELECT ai_quota.is_admin\(\)'
  $$,
  'own rows are a range of user_id, which an index finds; other rows are for admins only'
);

select is_empty(
  $$
    select p.polname, p.polrelid::regclass
    from pg_policy as p
      join our_tables as t on t.oid = p.polrelid
    where p.polcmd <> 'r' or p.polroles <> array['authenticated'::regrole::oid]
  $$,
  'policies let signed-in users read, and allow nothing else'
);

select is_empty(
  $$
    select p.polname from pg_policy as p
      join our_tables as t on t.oid = p.polrelid
    where pg_get_expr(p.polqual, p.polrelid) ~ '(auth\.|ai_quota\.)'
      and pg_get_expr(p.polqual, p.polrelid) !~ '\( ?SELECT (auth|ai_quota)\.'
  $$,
  'policies ask who is calling once a statement, not once a row'
);

select is_empty(
  $$
    select c.conrelid::regclass, c.conname
    from pg_constraint as c
      join our_tables as t on t.oid = c.conrelid
    where c.contype = 'f'
      and not exists (
        select from pg_index as i
        where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
      )
  $$,
  'every foreign key has an index'
);

select is_empty(
  $$select t.relname from our_relations as t where obj_description(t.oid, 'pg_class') is null$$,
  'every table and view has a comment'
);

select is_empty(
  $$
    select f.signature from our_functions as f
    where f.schema_name = 'public'
      and (
        obj_description(f.oid, 'pg_proc') is null
        or obj_description(f.oid, 'pg_proc') !~ 'Returns:.*Errors:'
      )
  $$,
  'the comment of every RPC says what it does, returns and refuses'
);

select * from finish();
rollback;
