-- What holds for everything in the package, in a database that the package was installed into and
-- in one that it found in use. A change here is a change of the contract. `profiles` and `ai_agents`
-- are the host's: host_tables.test.sql has them.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = public, extensions;
select plan(16);

create temp view our_tables as
select
  c.oid,
  c.relname,
  c.relnamespace::regnamespace::text as schema_name,
  c.relrowsecurity
from pg_class as c
where c.relkind in ('r', 'p')
  and (
    c.relnamespace = 'ai_quota'::regnamespace
    or c.relnamespace = 'public'::regnamespace and c.relname in (
      'ai_quota_tiers', 'user_ai_quotas', 'ai_agent_usage', 'user_subscriptions',
      'user_quota_overrides', 'user_ai_quota_periods', 'ai_quota_alerts', 'ai_model_prices',
      'ai_usage_reservations', 'ai_usage_closed_days'
    )
  );

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
  or p.pronamespace = 'public'::regnamespace and p.proname in (
    'get_user_quota_status', 'track_usage', 'check_user_quota', 'get_user_monthly_usage',
    'initialize_user_quota', 'reset_monthly_quotas', 'reserve_tokens', 'release_reservation',
    'has_quota_for', 'reset_user_quota', 'set_user_blocked', 'adjust_usage',
    'claim_quota_alerts', 'complete_quota_alert', 'fail_quota_alert', 'verify_quota_integrity',
    'repair_user_quota'
  );

select set_eq(
  $$select relname::text from our_tables where schema_name = 'public'$$,
  array[
    'ai_quota_tiers', 'user_ai_quotas', 'ai_agent_usage', 'user_subscriptions',
    'user_quota_overrides', 'user_ai_quota_periods', 'ai_quota_alerts', 'ai_model_prices',
    'ai_usage_reservations', 'ai_usage_closed_days'
  ],
  'every table of the contract is there'
);

select is_empty(
  $$select relname from our_tables where not relrowsecurity$$,
  'row level security is on for every table'
);

select is_empty(
  $$
    select signature from our_functions
    where (proconfig is null or not 'search_path=""' = any (proconfig))
      and (
        prosecdef
        or schema_name = 'public'
        or proname not in (
          -- PostgreSQL lets no procedure with a setting commit; only the owner may call this one.
          'reset_in_batches',
          -- Put in place of their call when it is planned, which a setting would prevent.
          'is_end_user', 'caller', 'next_period', 'is_current', 'left_of', 'denial_of',
          'percentage_of', 'level_of', 'reaches_level', 'most_tokens', 'describe_quota'
        )
      )
  $$,
  'every function pins an empty search_path, but for those that stand in place of their call'
);

select set_eq(
  $$select schema_name || '.' || proname from our_functions where prosecdef$$,
  array[
    'public.get_user_quota_status', 'public.track_usage', 'public.check_user_quota',
    'public.get_user_monthly_usage', 'public.initialize_user_quota',
    'public.reset_monthly_quotas', 'public.reserve_tokens', 'public.release_reservation',
    'public.has_quota_for', 'public.reset_user_quota', 'public.set_user_blocked',
    'public.adjust_usage', 'public.claim_quota_alerts', 'public.complete_quota_alert',
    'public.fail_quota_alert', 'public.verify_quota_integrity', 'public.repair_user_quota',
    'ai_quota.handle_new_user', 'ai_quota.forget_user', 'ai_quota.apply_subscription',
    'ai_quota.apply_tier', 'ai_quota.apply_override'
  ],
  'these functions run with their owner''s rights, and no others'
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
  array[
    'public.get_user_quota_status', 'public.track_usage', 'public.check_user_quota',
    'public.get_user_monthly_usage', 'public.reserve_tokens', 'public.release_reservation',
    'public.has_quota_for', 'ai_quota.is_admin'
  ],
  'signed-in users call these functions, and no others'
);

select set_eq(
  $$
    select proname::text from our_functions
    where has_function_privilege('service_role', oid, 'execute')
  $$,
  array[
    'get_user_quota_status', 'track_usage', 'check_user_quota', 'get_user_monthly_usage',
    'initialize_user_quota', 'reset_monthly_quotas', 'reserve_tokens', 'release_reservation',
    'has_quota_for', 'reset_user_quota', 'set_user_blocked', 'adjust_usage',
    'claim_quota_alerts', 'complete_quota_alert', 'fail_quota_alert', 'verify_quota_integrity',
    'repair_user_quota'
  ],
  'the server calls these functions, and no others'
);

select is_empty(
  $$
    select t.relname, r.role, p.privilege
    from our_tables as t
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
  $$select relname from our_tables where has_any_column_privilege('anon', oid, 'select')$$,
  'anon reads no table'
);

select set_eq(
  $$
    select t.relname::text || ':' || p.privilege
    from our_tables as t
      cross join (values ('insert'), ('update'), ('delete'), ('truncate')) as p (privilege)
    where has_table_privilege('service_role', t.oid, p.privilege)
      or p.privilege in ('insert', 'update')
      and has_any_column_privilege('service_role', t.oid, p.privilege)
  $$,
  $$
    select t || ':' || p
    from unnest(array[
      'ai_quota_tiers', 'user_subscriptions', 'user_quota_overrides', 'ai_model_prices'
    ]) as t
      cross join unnest(array['insert', 'update', 'delete']) as p
  $$,
  'the server writes these tables; quotas, usage, periods and alerts by functions only'
);

select is_empty(
  $$
    select p.polname, p.polrelid::regclass
    from pg_policy as p
      join our_tables as t on t.oid = p.polrelid
    where p.polcmd <> 'r' or p.polroles <> array['authenticated'::regrole::oid]
  $$,
  'policies let signed-in users read, and nobody do anything else'
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
  $$select t.relname from our_tables as t where obj_description(t.oid, 'pg_class') is null$$,
  'every table says what it is'
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
  'every RPC says what it does, returns and refuses'
);

select * from finish();
rollback;
