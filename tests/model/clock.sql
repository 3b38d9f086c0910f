-- A clock that a test sets, read by every function, default and trigger of the package in place of
-- the server's: set clock.now = '2027-01-31 23:59:59+00'.
create schema clock;
grant usage on schema clock to public;
create function clock.now()
returns timestamptz
language sql
stable
as $$
  select current_setting('clock.now')::timestamptz
$$;

do $$
declare
  v_server_clock constant text := '\mnow\(\)|\mclock_timestamp\(\)|\mcurrent_timestamp\M';
  v_schemas constant regnamespace[] := array['public', 'ai_quota']::regnamespace[];
  v_statement text;
begin
  for v_statement in
    select pg_get_functiondef(p.oid)
    from pg_proc as p
    where p.pronamespace = any (v_schemas) and pg_get_functiondef(p.oid) ~* v_server_clock
    union all
    select format(
      'alter table %s alter column %I set default %s',
      d.adrelid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid)
    )
    from pg_attrdef as d
      join pg_class as c on c.oid = d.adrelid
      join pg_attribute as a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where c.relnamespace = any (v_schemas)
      and a.attgenerated = ''
      and pg_get_expr(d.adbin, d.adrelid) ~* v_server_clock
    union all
    select replace(pg_get_triggerdef(t.oid), 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER')
    from pg_trigger as t
      join pg_class as c on c.oid = t.tgrelid
    where c.relnamespace = any (v_schemas)
      and not t.tgisinternal
      and pg_get_triggerdef(t.oid) ~* v_server_clock
  loop
    execute regexp_replace(v_statement, v_server_clock, 'clock.now()', 'gi');
  end loop;
end
$$;
