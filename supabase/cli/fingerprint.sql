-- What the release consists of, one row for each part: its name, its definition, and the statement
-- that removes it where a part that is not of the release would give access. A definition is a
-- statement where one can restore the part. In public, the parts are those of the relations and
-- functions that the setting ai_quota.names lists.
with
names as (
  select unnest(current_setting('ai_quota.names')::text[]) as name
),
relations as (
  select
    c.*,
    c.oid::regclass as label
  from pg_class as c
    join pg_namespace as n on c.relnamespace = n.oid
  where c.relkind in ('r', 'v', 'c')
    and (
      n.nspname = 'ai_quota'
      or n.nspname = 'public' and c.relname in (select names.name from names)
    )
),
functions as (
  select
    p.*,
    p.oid::regprocedure as label
  from pg_proc as p
    join pg_namespace as n on p.pronamespace = n.oid
  where n.nspname = 'ai_quota'
    or n.nspname = 'public' and p.proname in (select names.name from names)
),
-- Rights of the API roles.
rights as (
  select
    'schema ai_quota' as target,
    n.nspacl as acl,
    null as column_name
  from pg_namespace as n
  where n.nspname = 'ai_quota'
  union all
  select
    r.label::text as target,
    coalesce(r.relacl, acldefault('r', r.relowner)) as acl,
    null as column_name
  from relations as r
  where r.relkind <> 'c'
  union all
  select
    r.label::text as target,
    a.attacl as acl,
    a.attname as column_name
  from relations as r
    join pg_attribute as a on r.oid = a.attrelid and not a.attisdropped
  union all
  select
    'function ' || f.label as target,
    coalesce(f.proacl, acldefault('f', f.proowner)) as acl,
    null as column_name
  from functions as f
),
grants as (
  select
    g.target,
    lower(x.privilege_type) || ' (' || quote_ident(g.column_name) || ')' as column_right,
    lower(x.privilege_type) as whole_right,
    coalesce(r.rolname, 'public') as role_name
  from rights as g
    cross join lateral aclexplode(g.acl) as x
    left join pg_roles as r on x.grantee = r.oid
  where coalesce(r.rolname, 'public') in ('public', 'anon', 'authenticated', 'service_role')
)
select
  case r.relkind when 'v' then 'view ' when 'c' then 'type ' else 'table ' end
  || r.label as name,
  -- Newer versions of PostgreSQL leave out the table before a column.
  case
    when r.relkind = 'v'
      then md5(regexp_replace(pg_get_viewdef(r.oid), '\m\w+\.(?=\w)|[\s()]', '', 'g'))
    else ''
  end as definition,
  '' as undo
from relations as r
union all
select
  'type ' || t.oid::regtype as name,
  coalesce(
    (
      select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
      from pg_enum as e
      where e.enumtypid = t.oid
    ),
    format_type(t.typbasetype, t.typtypmod)
  ) as definition,
  '' as undo
from pg_type as t
  join pg_namespace as n on t.typnamespace = n.oid
where t.typtype in ('d', 'e')
  and (
    n.nspname = 'ai_quota'
    or n.nspname = 'public' and t.typname in (select names.name from names)
  )
union all
select
  'row level security on ' || r.label as name,
  format('alter table %s enable row level security;', r.label) as definition,
  '' as undo
from relations as r
where r.relrowsecurity
union all
select
  'security_invoker of view ' || r.label as name,
  format('alter view %s set (security_invoker = true);', r.label) as definition,
  '' as undo
from relations as r
where array_to_string(r.reloptions, ',') ~ '\msecurity_invoker=(true|on|yes|1)\M'
union all
select
  format('column %s.%I', r.label, a.attname) as name,
  concat_ws(
    ' ',
    format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then 'not null' end,
    case
      when a.attgenerated = 's' then 'generated as ' || pg_get_expr(d.adbin, d.adrelid)
      else 'default ' || pg_get_expr(d.adbin, d.adrelid)
    end,
    case when a.attidentity <> '' then 'identity' end
  ) as definition,
  '' as undo
from relations as r
  join pg_attribute as a on r.oid = a.attrelid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef as d on a.attrelid = d.adrelid and a.attnum = d.adnum
union all
select
  format('constraint %I on %s', k.conname, r.label) as name,
  format(
    'alter table %s add constraint %I %s;', r.label, k.conname,
    replace(pg_get_constraintdef(k.oid), ' NOT VALID', '')
  ) as definition,
  '' as undo
from relations as r
  join pg_constraint as k on r.oid = k.conrelid and k.contype in ('c', 'f', 'p', 'u', 'x')
union all
select
  format('index %s', i.indexrelid::regclass) as name,
  pg_get_indexdef(i.indexrelid) || ';' as definition,
  '' as undo
from relations as r
  join pg_index as i on r.oid = i.indrelid and i.indisvalid
where not exists (select from pg_constraint as k
where k.conindid = i.indexrelid)
union all
select
  format('policy %I on %s', p.polname, r.label) as name,
  format(
    'create policy %I on %s%s for %s to %s%s%s;', p.polname, r.label,
    case when not p.polpermissive then ' as restrictive' end,
    case p.polcmd
      when 'r' then 'select'
      when 'a' then 'insert'
      when 'w' then 'update'
      when 'd' then 'delete'
      else 'all'
    end,
    (
      select string_agg(coalesce(o.rolname, 'public'), ', ' order by o.rolname)
      from unnest(p.polroles) as u (role_id)
        left join pg_roles as o on u.role_id = o.oid
    ),
    ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
    ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'
  ) as definition,
  format('drop policy %I on %s;', p.polname, r.label) as undo
from relations as r
  join pg_policy as p on r.oid = p.polrelid
union all
select
  format('trigger %I on %s', t.tgname, t.tgrelid::regclass) as name,
  replace(pg_get_triggerdef(t.oid), 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER') || ';'
  as definition,
  '' as undo
from pg_trigger as t
  join functions as f on t.tgfoid = f.oid
where not t.tgisinternal and t.tgenabled in ('O', 'A')
union all
select
  'function ' || f.label as name,
  md5(
    concat_ws(
      '|', pg_get_function_arguments(f.oid), pg_get_function_result(f.oid), f.prosrc,
      pg_get_function_sqlbody(f.oid), f.provolatile, f.prosecdef, f.proisstrict, f.proconfig
    )
  ) as definition,
  '' as undo
from functions as f
union all
select
  format('right of %s to %s %s', g.role_name, g.right_name, g.target) as name,
  format('grant %s on %s to %s;', g.right_name, g.target, g.role_name) as definition,
  format('revoke %s on %s from %s;', g.right_name, g.target, g.role_name) as undo
from (
  select
    coalesce(grants.column_right, grants.whole_right) as right_name,
    grants.target,
    grants.role_name
  from grants
) as g
union all
select
  format('publication of %s in %I', r.label, p.pubname) as name,
  format('alter publication %I add table %s;', p.pubname, r.label) as definition,
  '' as undo
from relations as r
  join pg_publication_rel as m on r.oid = m.prrelid
  join pg_publication as p on m.prpubid = p.oid and p.pubname = 'supabase_realtime'
order by name;
