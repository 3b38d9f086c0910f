-- Days and months are UTC in every time zone of a session: no code of the package truncates or casts a
-- time without naming UTC. Otherwise `Prefer: timezone=…` would change a client's month. Code of the
-- host is not looked at.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = public, extensions;
select plan(10);

create temp view our_relations as
select c.oid
from pg_class as c
where c.relnamespace = 'ai_quota'::regnamespace
  or c.relnamespace = 'public'::regnamespace
  and (c.relname ~ '^ai_quota_' or c.relname in ('user_ai_quotas', 'ai_agent_usage'));

create temp view our_code as
select
  p.oid::regprocedure::text as place,
  p.prosrc as code
from pg_proc as p
where p.pronamespace = 'ai_quota'::regnamespace
  or p.pronamespace = 'public'::regnamespace and p.proname in (
    'get_user_quota_status', 'track_usage', 'check_user_quota', 'get_user_monthly_usage',
    'initialize_user_quota', 'reset_monthly_quotas', 'reserve_tokens', 'release_reservation',
    'has_quota_for', 'reset_user_quota', 'set_user_blocked', 'adjust_usage',
    'claim_quota_alerts', 'complete_quota_alert', 'fail_quota_alert', 'verify_quota_integrity',
    'repair_user_quota', 'get_quota_status_for', 'set_user_subscription', 'track_usage_batch',
    'prepare_quota_alert', 'note_quota_alert', 'claim_quota_digest', 'complete_quota_digest'
  )
union all
select
  d.adrelid::regclass || '.' || d.adnum as place,
  pg_get_expr(d.adbin, d.adrelid) as code
from pg_attrdef as d
where d.adrelid in (select oid from our_relations)
union all
select
  c.conrelid::regclass || '.' || c.conname as place,
  pg_get_constraintdef(c.oid) as code
from pg_constraint as c
where c.conrelid in (select oid from our_relations)
  or c.connamespace = 'ai_quota'::regnamespace
union all
select
  p.polrelid::regclass || '.' || p.polname as place,
  pg_get_expr(p.polqual, p.polrelid) as code
from pg_policy as p
where p.polrelid in (select oid from our_relations)
union all
select
  c.oid::regclass::text as place,
  pg_get_viewdef(c.oid) as code
from pg_class as c
where c.relkind in ('v', 'm')
  and c.oid in (select oid from our_relations);

create function pg_temp.forgets_utc(code text)
returns boolean
language sql
as $$
  select code ~* '\m(current_date|current_time|localtime|localtimestamp|timeofday)\M'
    -- date_trunc of a name, without its third argument
    or regexp_replace(
      code, 'date_trunc\(''\w+''(::text)?, [\w.]+(\(\))?,'
      || ' ''UTC''(::text)?\)', '', 'gi'
    ) ~* 'date_trunc'
    -- a cast to date or to timestamp of anything but a UTC time (v_utc is one) or a date
    or regexp_replace(
      code, '(at time zone ''UTC''(::text)?\)+\s*::\s*date'
      || '|(_date|_start|_end)(\(\))?\)*\s*::\s*timestamp\M|v_utc\s*::\s*date)', '', 'gi'
    ) ~* '::\s*(date|timestamp\M(?!\s*with time zone))'
    or code ~* '\m(date|timestamp)\s*\(|cast\s*\([^)]*as\s+(date|timestamp)\M'
    or code ~* 'extract\s*\((?!epoch)[^)]*(now\(\)|as_of|_at)'
    or code ~* 'to_char\s*\((?!v_utc)'
$$;

select is_empty(
  $$select place from our_code where pg_temp.forgets_utc(code)$$,
  'no code of the package truncates or casts a time without UTC'
);

select ok(pg_temp.forgets_utc(code), 'the rule finds: ' || code)
from unnest(array[
  'date_trunc(''month'', now())', 'date_trunc(''month'', coalesce(as_of, now()))', 'now()::date',
  'current_date', 'date(now())', 'extract(day from now())', 'as_of::timestamp'
]) as code;

select ok(not pg_temp.forgets_utc(code), 'the rule accepts: ' || code)
from unnest(array[
  'date_trunc(''month'', now(), ''UTC'') > (as_of at time zone ''UTC'')::date',
  '(next_reset_date())::timestamp without time zone at time zone ''UTC'''
]) as code;

select * from finish();
rollback;
