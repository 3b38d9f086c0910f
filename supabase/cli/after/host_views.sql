-- Views of the host that show the rows of every user, also through other views.
with recursive tables as (
  select c.oid
  from pg_class as c
    join pg_attribute as a on c.oid = a.attrelid and a.attname = 'user_id'
  where c.relnamespace = 'public'::regnamespace
    and c.relkind in ('r', 'v')
    and c.relname = any(current_setting('ai_quota.names')::text[])
),
views as (
  select tables.oid
  from tables
  union
  select w.ev_class
  from views as v
    join pg_depend as d
      on d.refclassid = 'pg_class'::regclass and v.oid = d.refobjid
      and d.classid = 'pg_rewrite'::regclass
    join pg_rewrite as w on d.objid = w.oid
)
select
  'wrong' as level,
  format(
    '%s %s of yours shows the quotas or the usage of every user, and %s may %s it',
    case c.relkind when 'm' then 'materialized view' else 'view' end, c.oid::regclass,
    array_to_string(y.callers, ' and '),
    case when y.can_write then 'read and write' else 'read' end
  ) as problem,
  case c.relkind
    when 'm'
      then format('revoke all on %s from public, anon, authenticated;', c.oid::regclass)
    else format('alter view %s set (security_invoker = true);', c.oid::regclass)
  end as remedy
from views as v
  join pg_class as c on v.oid = c.oid and c.relkind in ('v', 'm')
  cross join lateral (
    select
      array_agg(r.role_name) as callers,
      c.relkind = 'v' and bool_or(
        has_table_privilege(r.role_name, c.oid, 'insert, update, delete')
        and pg_relation_is_updatable(c.oid, false) > 0
      ) as can_write
    from unnest(array['anon', 'authenticated']) as r (role_name)
    where has_any_column_privilege(r.role_name, c.oid, 'select')
      and has_schema_privilege(r.role_name, c.relnamespace, 'usage')
  ) as y
where c.oid not in (select tables.oid from tables)
  and c.relname <> all(current_setting('ai_quota.names')::text[])
  and coalesce(array_to_string(c.reloptions, ','), '')
  !~ '\msecurity_invoker=(true|on|yes|1)\M'
  and y.callers <> '{}'
order by problem;
