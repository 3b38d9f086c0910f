"""What the catalogue says of a database: the same questions of every one."""
# ruff: noqa: S608 - the queries consist of text in this file only

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]

# The tables of the contract. A later one is found by itself: see `our_tables`.
HOST_TABLES = ("profiles", "ai_agents")
API_ROLES = ("anon", "authenticated", "service_role")

# acl → "authenticated:SELECT", readable and without the order in which it was granted.
ACL = """
(select coalesce(array_agg(
   coalesce(grantee.rolname, 'public') || ':' || acl.privilege_type
   || case when acl.is_grantable then '*' else '' end
   order by grantee.rolname nulls first, acl.privilege_type), '{{}}')
 from aclexplode({0}) as acl
 left join pg_roles as grantee on grantee.oid = acl.grantee
 where grantee.rolname is distinct from 'postgres')
"""

FUNCTIONS = f"""
select
  format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as key,
  p.proname as name, p.prokind::text as kind, pg_get_function_arguments(p.oid) as arguments,
  pg_get_function_result(p.oid) as result, l.lanname as language, p.prosrc as source,
  pg_get_function_sqlbody(p.oid) as sqlbody, p.prosecdef as definer, p.provolatile::text as
  volatility, p.proisstrict as strict, p.proleakproof as leakproof, p.proparallel::text as
  parallel, p.procost as cost, p.prorows as rows, p.proconfig as settings,
  pg_get_userbyid(p.proowner) as owner,
  obj_description(p.oid, 'pg_proc') as comment,
  {ACL.format("coalesce(p.proacl, acldefault('f', p.proowner))")} as acl
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
join pg_language as l on l.oid = p.prolang
where n.nspname in ('public', 'ai_quota')
  and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
"""

RELATIONS = f"""
select
  format('%I.%I', n.nspname, c.relname) as key, c.relname as name, c.relkind::text as kind,
  n.nspname as schema, c.relrowsecurity as rls, c.relforcerowsecurity as forced_rls,
  (select array_agg(o order by o) from unnest(c.reloptions) as o) as options,
  pg_get_userbyid(c.relowner) as owner,
  coalesce(obj_description(c.oid, 'pg_class'), obj_description(c.reltype, 'pg_type')) as comment,
  case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
  {ACL.format("coalesce(c.relacl, acldefault('r', c.relowner))")} as acl
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('public', 'ai_quota') and c.relkind in ('r', 'v', 'm', 'p', 'c')
"""

COLUMNS = f"""
select
  format('%I.%I.%I', n.nspname, c.relname, a.attname) as key, c.relname as relation,
  a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
  a.attgenerated::text as generated, a.attidentity::text as identity,
  pg_get_expr(d.adbin, d.adrelid) as default,
  col_description(c.oid, a.attnum) as comment,
  {ACL.format("a.attacl")} as acl
from pg_attribute as a
join pg_class as c on c.oid = a.attrelid
join pg_namespace as n on n.oid = c.relnamespace
left join pg_attrdef as d on d.adrelid = c.oid and d.adnum = a.attnum
where n.nspname in ('public', 'ai_quota') and c.relkind in ('r', 'v', 'm', 'p', 'c')
  and a.attnum > 0 and not a.attisdropped
"""

POLICIES = """
select
  format('%I: %s', p.tablename, p.policyname) as key, p.tablename as relation, p.permissive, p.cmd,
  (select array_agg(r order by r) from unnest(p.roles) as r) as roles, p.qual, p.with_check
from pg_policies as p
where p.schemaname in ('public', 'ai_quota')
"""

# Without `not valid`: that says what the rows were like, not what the rule is.
CONSTRAINTS = """
select
  format('%I: %I', c.conrelid::regclass, c.conname) as key, t.relname as relation,
  c.conname as name, c.contype::text as kind,
  replace(pg_get_constraintdef(c.oid), ' NOT VALID', '') as definition,
  (select array_agg(a.attname::text order by a.attname) from pg_attribute as a
   where a.attrelid = c.conrelid and a.attnum = any (c.conkey)) as columns
from pg_constraint as c
join pg_class as t on t.oid = c.conrelid
join pg_namespace as n on n.oid = t.relnamespace
where n.nspname in ('public', 'ai_quota') and c.contype <> 't'
"""

INDEXES = """
select
  format('%I', i.indexname) as key, i.tablename as relation, i.indexname as name,
  regexp_replace(i.indexdef, 'INDEX .*? ON', 'INDEX ON') as definition
from pg_indexes as i
where i.schemaname in ('public', 'ai_quota')
"""

TRIGGERS = """
select
  format('%s: %I', t.tgrelid::regclass, t.tgname) as key, c.relname as relation, t.tgname as name,
  pg_get_triggerdef(t.oid) as definition, t.tgenabled::text as enabled,
  format('%I.%I', fn.nspname, f.proname) as function
from pg_trigger as t
join pg_class as c on c.oid = t.tgrelid
join pg_namespace as n on n.oid = c.relnamespace
join pg_proc as f on f.oid = t.tgfoid
join pg_namespace as fn on fn.oid = f.pronamespace
where n.nspname in ('public', 'ai_quota', 'auth') and not t.tgisinternal
"""

TYPES = """
select format_type(t.oid, null) as key, t.typtype::text as kind,
  pg_get_constraintdef(c.oid) as definition, obj_description(t.oid, 'pg_type') as comment
from pg_type as t
join pg_namespace as n on n.oid = t.typnamespace
left join pg_constraint as c on c.contypid = t.oid
where n.nspname in ('public', 'ai_quota') and t.typtype in ('e', 'd')
"""

SCHEMAS = f"""
select
  nspname as key, pg_get_userbyid(nspowner) as owner,
  obj_description(oid, 'pg_namespace') as comment,
  {ACL.format("coalesce(nspacl, acldefault('n', nspowner))")} as acl
from pg_namespace
where nspname = 'ai_quota'
"""

# Without those behind identity columns.
SEQUENCES = f"""
select
  format('%I.%I', n.nspname, c.relname) as key, format_type(s.seqtypid, null) as type,
  s.seqstart as start, s.seqmin as minimum, s.seqmax as maximum, s.seqincrement as increment,
  s.seqcycle as cycle, pg_get_userbyid(c.relowner) as owner,
  {ACL.format("coalesce(c.relacl, acldefault('s', c.relowner))")} as acl
from pg_sequence as s
join pg_class as c on c.oid = s.seqrelid
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('public', 'ai_quota')
  and not exists (select from pg_depend as d where d.objid = c.oid and d.deptype = 'i')
"""

PUBLISHED = """
select
  format('%I: %s', p.pubname, r.prrelid::regclass) as key, r.prattrs::text as columns,
  pg_get_expr(r.prqual, r.prrelid) as rows
from pg_publication_rel as r
join pg_publication as p on p.oid = r.prpubid
join pg_class as c on c.oid = r.prrelid
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('public', 'ai_quota')
"""

KINDS = {
    "functions": FUNCTIONS,
    "relations": RELATIONS,
    "columns": COLUMNS,
    "policies": POLICIES,
    "constraints": CONSTRAINTS,
    "indexes": INDEXES,
    "triggers": TRIGGERS,
    "types": TYPES,
    "schemas": SCHEMAS,
    "sequences": SEQUENCES,
    "published": PUBLISHED,
}

Catalog = dict[str, dict[str, Row]]


def read_catalog(db: psycopg.Connection) -> Catalog:
    """Everything that the schemas public and ai_quota define, by kind and then by name."""
    with db.cursor(row_factory=dict_row) as cursor:
        return {
            kind: {row.pop("key"): row for row in cursor.execute(query.encode()).fetchall()}
            for kind, query in KINDS.items()
        }


def our_tables(fresh: Catalog) -> set[str]:
    """The tables in public that the package makes, the host's excepted."""
    return {
        row["name"]
        for row in fresh["relations"].values()
        if row["kind"] == "r" and row["schema"] == "public" and row["name"] not in HOST_TABLES
    }


def on(tables: set[str], rows: Mapping[str, Row]) -> dict[str, Row]:
    """Those rows that belong to the tables."""
    return {key: row for key, row in rows.items() if row["relation"] in tables}


def facts(row: Row, *without: str) -> str:
    """A row as one comparable line."""
    return repr(sorted((name, value) for name, value in row.items() if name not in without))


def differences(one: Catalog, other: Catalog, names: tuple[str, str]) -> Iterator[str]:
    """What differs between two databases of those names, a line each."""
    for kind in KINDS:
        here, there = one[kind], other[kind]
        for key in sorted(here.keys() | there.keys()):
            if key not in here or key not in there:
                yield f"{kind}: {key}: only in the {names[key in there]}"
            elif unequal := [name for name in here[key] if here[key][name] != there[key][name]]:
                yield f"{kind}: {key}: another {', '.join(unequal)}"
