-- Functions of the host that run as their owner, and so reach the rows of every user. Judged by
-- their text.
with
tables as (
  select string_agg(c.relname, '|') as pattern
  from pg_class as c
    join pg_attribute as a on c.oid = a.attrelid and a.attname = 'user_id'
  where c.relnamespace = 'public'::regnamespace
    and c.relkind in ('r', 'v')
    and c.relname = any(current_setting('ai_quota.names')::text[])
)
select
  'wrong' as level,
  format(
    'function %s of yours runs as its owner and %s quota tables, and %s may call it',
    p.oid::regprocedure,
    case
      when x.source ~* (
        '\m(insert\s+into|update|delete\s+from)\s+(only\s+)?(\w+\.)?"?(' || t.pattern || ')\M'
      ) then 'writes'
      else 'reads'
    end,
    array_to_string(y.callers, ' and ')
  ) as problem,
  format('revoke execute on routine %s from public, anon, authenticated;', p.oid::regprocedure)
    as remedy
from pg_proc as p
  join pg_namespace as n on p.pronamespace = n.oid
  cross join tables as t
  cross join lateral (
    select
      regexp_replace(
        coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), '--[^\n]*|/\*.*?\*/', '', 'g'
      ) as source
  ) as x
  cross join lateral (
    select array_agg(r.role_name) as callers
    from unnest(array['anon', 'authenticated']) as r (role_name)
    where has_function_privilege(r.role_name, p.oid, 'execute')
      and has_schema_privilege(r.role_name, n.oid, 'usage')
  ) as y
where p.prosecdef
  and p.prorettype <> 'trigger'::regtype
  and n.nspname !~ '^pg_|^(information_schema|ai_quota)$'
  and not (n.nspname = 'public' and p.proname = any(current_setting('ai_quota.names')::text[]))
  and not exists (
    select from pg_depend as d
    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
  )
  and y.callers <> '{}'
  and x.source ~* ('\m(' || t.pattern || ')\M')
order by problem;
