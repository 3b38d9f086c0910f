"""Everything that a project consists of, as comparable entries: schema, rights, rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Entry:
    """One object of a project: its properties, and the objects that it is a part of."""

    properties: Any
    parts_of: frozenset[str]


Fingerprint = dict[str, Entry]


def acl(column: str, kind: str, owner: str) -> str:
    """The rights in a column of the catalogue, sorted; NULL there means the defaults."""
    return f"""
      (select coalesce(jsonb_agg(a::text order by a::text), '[]')
       from unnest(coalesce({column}, acldefault('{kind}', {owner}))) as a)
    """


# Schemas of the project: the rest is PostgreSQL's own.
NAMESPACES = """
with n as (
  select oid, nspname from pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema'
)
"""

# The table that a sequence belongs to.
OWNER = """
(select 'relation ' || d.refobjid::regclass
 from pg_depend as d
 where d.classid = 'pg_class'::regclass and d.objid = c.oid
   and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i'))
"""

# Tables and materialized views with their rows, sequences with their values.
FILLED = f"""
{NAMESPACES}
select c.relkind::text, n.nspname, c.relname,
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass, {OWNER}]
from pg_class as c join n on n.oid = c.relnamespace
where c.relkind in ('r', 'm', 'S') and c.relispopulated
"""

# Kind of object → a query for name, the objects that it is a part of, and properties.
QUERIES = {
    "schema": f"""
select nspname, array['schema ' || nspname],
  jsonb_build_object('owner', nspowner::regrole, 'acl', {acl("nspacl", "n", "nspowner")})
from pg_namespace where nspname !~ '^pg_(temp|toast)'
""",
    "relation": f"""
{NAMESPACES}
select format('%I.%I', n.nspname, c.relname),
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object(
    'kind', c.relkind, 'owner', c.relowner::regrole, 'rls', c.relrowsecurity,
    'forced rls', c.relforcerowsecurity, 'persistence', c.relpersistence,
    'replica identity', c.relreplident, 'options', c.reloptions, 'access method', c.relam,
    'tablespace', c.reltablespace, 'type', nullif(c.reloftype, 0)::regtype,
    'populated', c.relispopulated, 'partition', pg_get_expr(c.relpartbound, c.oid),
    'partition key', pg_get_partkeydef(c.oid),
    'parents', (select jsonb_agg(i.inhparent::regclass order by i.inhseqno)
                from pg_inherits as i where i.inhrelid = c.oid),
    'definition', case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
    'acl', {acl("c.relacl", "r", "c.relowner")}
  )
from pg_class as c join n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
""",
    "column": f"""
{NAMESPACES}
select format('%I.%I.%I', n.nspname, c.relname, a.attname),
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object(
    'position', a.attnum, 'type', format_type(a.atttypid, a.atttypmod),
    'collation', a.attcollation, 'not null', a.attnotnull, 'identity', a.attidentity,
    'generated', a.attgenerated, 'default', pg_get_expr(d.adbin, d.adrelid),
    'statistics', a.attstattarget, 'storage', a.attstorage, 'compression', a.attcompression,
    'inherited', a.attinhcount, 'local', a.attislocal,
    'options', (select jsonb_agg(o order by o) from unnest(a.attoptions) as o
                where o like 'n_distinct%%'),
    'acl', {acl("a.attacl", "c", "c.relowner")}
  )
from pg_attribute as a
  join pg_class as c on c.oid = a.attrelid
  join n on n.oid = c.relnamespace
  left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0
""",
    # With the triggers behind foreign keys, which `disable trigger all` turns off as well.
    "constraint": f"""
{NAMESPACES}
select format('%s: %I', coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text),
    k.conname),
  array[
    'schema ' || n.nspname, 'relation ' || nullif(k.conrelid, 0)::regclass,
    'type ' || nullif(k.contypid, 0)::regtype
  ],
  jsonb_build_object(
    'definition', pg_get_constraintdef(k.oid), 'valid', k.convalidated,
    'inherited', k.coninhcount, 'local', k.conislocal,
    'triggers', (select jsonb_agg(format('%s %s %s', t.tgrelid::regclass, t.tgfoid::regproc,
                                         t.tgenabled) order by t.tgrelid, t.tgfoid)
                 from pg_trigger as t where t.tgconstraint = k.oid)
  )
from pg_constraint as k join n on n.oid = k.connamespace
""",
    "index": f"""
{NAMESPACES}
select i.indexrelid::regclass::text,
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object(
    'definition', pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid, 'ready', i.indisready,
    'unique', i.indisunique, 'primary', i.indisprimary, 'immediate', i.indimmediate,
    'clustered', i.indisclustered, 'replica identity', i.indisreplident
  )
from pg_index as i join pg_class as c on c.oid = i.indrelid join n on n.oid = c.relnamespace
""",
    "statistics": f"""
{NAMESPACES}
select s.stxrelid::regclass || ': ' || s.stxname,
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object('definition', pg_get_statisticsobjdef(s.oid), 'owner', s.stxowner::regrole)
from pg_statistic_ext as s join pg_class as c on c.oid = s.stxrelid join n on n.oid = c.relnamespace
""",
    "trigger": f"""
{NAMESPACES}
select format('%s: %s', t.tgrelid::regclass, t.tgname),
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled)
from pg_trigger as t join pg_class as c on c.oid = t.tgrelid join n on n.oid = c.relnamespace
where not t.tgisinternal
""",
    "rule": f"""
{NAMESPACES}
select format('%s: %s', r.ev_class::regclass, r.rulename),
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object('definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled)
from pg_rewrite as r join pg_class as c on c.oid = r.ev_class join n on n.oid = c.relnamespace
""",
    "policy": f"""
{NAMESPACES}
select format('%s: %s', p.polrelid::regclass, p.polname),
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object(
    'command', p.polcmd, 'permissive', p.polpermissive,
    'roles', (select jsonb_agg(coalesce(r.rolname, 'public') order by r.rolname)
              from unnest(p.polroles) as o left join pg_roles as r on r.oid = o),
    'using', pg_get_expr(p.polqual, p.polrelid),
    'with check', pg_get_expr(p.polwithcheck, p.polrelid)
  )
from pg_policy as p join pg_class as c on c.oid = p.polrelid join n on n.oid = c.relnamespace
""",
    "sequence": f"""
{NAMESPACES}
select format('%I.%I', n.nspname, c.relname),
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass, {OWNER}],
  to_jsonb(s) - 'seqrelid' || jsonb_build_object(
    'owner', c.relowner::regrole, 'acl', {acl("c.relacl", "s", "c.relowner")},
    'owned by', (select format('%s.%s', d.refobjid::regclass, d.refobjsubid)
                 from pg_depend as d
                 where d.classid = 'pg_class'::regclass and d.objid = c.oid
                   and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i'))
  )
from pg_sequence as s join pg_class as c on c.oid = s.seqrelid join n on n.oid = c.relnamespace
""",
    "function": f"""
{NAMESPACES}
select format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
  array['schema ' || n.nspname, format('function %I.%I', n.nspname, p.proname)],
  to_jsonb(p) - array['oid', 'prosqlbody', 'proargdefaults', 'proacl'] || jsonb_build_object(
    'proowner', p.proowner::regrole, 'arguments', pg_get_function_arguments(p.oid),
    'result', pg_get_function_result(p.oid), 'body', pg_get_function_sqlbody(p.oid),
    'acl', {acl("p.proacl", "f", "p.proowner")}
  )
from pg_proc as p join n on n.oid = p.pronamespace
""",
    "type": f"""
{NAMESPACES}
select format('%I.%I', n.nspname, t.typname),
  array['schema ' || n.nspname, 'type ' || t.oid::regtype],
  jsonb_build_object(
    'kind', t.typtype, 'owner', t.typowner::regrole, 'base', nullif(t.typbasetype, 0)::regtype,
    'not null', t.typnotnull, 'default', t.typdefault,
    'labels', (select jsonb_agg(e.enumlabel order by e.enumsortorder)
               from pg_enum as e where e.enumtypid = t.oid),
    'subtype', (select r.rngsubtype::regtype from pg_range as r where r.rngtypid = t.oid),
    'acl', {acl("t.typacl", "T", "t.typowner")}
  )
from pg_type as t join n on n.oid = t.typnamespace
where t.typelem = 0
  and not exists (
    select from pg_class as c where c.oid = t.typrelid and c.relkind <> 'c'
  )
""",
    "default privileges": """
select format('%s, %s, %s', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace,
    defaclobjtype),
  array['schema ' || nullif(defaclnamespace, 0)::regnamespace],
  (select jsonb_agg(a::text order by a::text) from unnest(defaclacl) as a)
from pg_default_acl
""",
    "publication": """
select pubname, '{}'::text[],
  to_jsonb(p) - 'oid' || jsonb_build_object('pubowner', pubowner::regrole)
from pg_publication as p
""",
    "published": f"""
{NAMESPACES}
select format('%s in %s', r.prrelid::regclass, p.pubname),
  array['schema ' || n.nspname, 'relation ' || c.oid::regclass],
  jsonb_build_object('columns', r.prattrs::text, 'rows', pg_get_expr(r.prqual, r.prrelid))
from pg_publication_rel as r
  join pg_publication as p on p.oid = r.prpubid
  join pg_class as c on c.oid = r.prrelid
  join n on n.oid = c.relnamespace
""",
    "published schema": """
select format('%s in %s', s.pnnspid::regnamespace, p.pubname),
  array['schema ' || s.pnnspid::regnamespace], 'true'::jsonb
from pg_publication_namespace as s join pg_publication as p on p.oid = s.pnpubid
""",
    "event trigger": """
select evtname, '{}'::text[], to_jsonb(e) - array['oid', 'evtfoid'] || jsonb_build_object(
  'evtowner', evtowner::regrole, 'function', evtfoid::regprocedure)
from pg_event_trigger as e
""",
    "extension": """
select extname, '{}'::text[], to_jsonb(e) - array['oid', 'extconfig'] || jsonb_build_object(
  'extowner', extowner::regrole, 'extnamespace', extnamespace::regnamespace)
from pg_extension as e
""",
    "role": """
select rolname, '{}'::text[], to_jsonb(r) - array['oid', 'rolpassword'] || jsonb_build_object(
  'member of', (select jsonb_agg(to_jsonb(m) - 'oid' order by m.roleid, m.grantor)
                from pg_auth_members as m where m.member = r.oid))
from pg_roles as r
""",
    "settings": """
select format('of %s, %s database', coalesce(nullif(setrole, 0)::regrole::text, 'everybody'),
    case setdatabase when 0 then 'every' else 'this' end),
  '{}'::text[], (select jsonb_agg(c order by c) from unnest(setconfig) as c)
from pg_db_role_setting
where setdatabase in (0, (select oid from pg_database where datname = current_database()))
""",
    "database": f"""
select 'this', '{{}}'::text[], jsonb_build_object(
  'owner', datdba::regrole, 'acl', {acl("datacl", "d", "datdba")},
  'limit', datconnlimit, 'connections', datallowconn)
from pg_database where datname = current_database()
""",
    "comment": """
select format('on %s %s', i.type, i.identity),
  array[
    'schema ' || case d.classoid when 'pg_namespace'::regclass then i.identity else i.schema end,
    case when d.classoid = 'pg_class'::regclass
      then (select 'relation ' || c.oid::regclass
            from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
            where c.oid = d.objoid) end,
    case when d.classoid = 'pg_proc'::regclass
      then (select format('function %I.%I', n.nspname, p.proname)
            from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
            where p.oid = d.objoid) end,
    'type ' || case d.classoid when 'pg_type'::regclass then i.identity end
  ],
  to_jsonb(d.description)
from pg_description as d, pg_identify_object(d.classoid, d.objoid, d.objsubid) as i
where i.schema is distinct from 'pg_catalog' and i.schema is distinct from 'information_schema'
""",
}

# Nothing of ours is in these, and hosts seldom have any: all rows of each as one entry.
RARE = (
    "pg_am",
    "pg_amop",
    "pg_amproc",
    "pg_cast",
    "pg_collation",
    "pg_conversion",
    "pg_foreign_data_wrapper",
    "pg_foreign_server",
    "pg_foreign_table",
    "pg_language",
    "pg_largeobject_metadata",
    "pg_opclass",
    "pg_operator",
    "pg_opfamily",
    "pg_parameter_acl",
    "pg_seclabel",
    "pg_shdescription",
    "pg_tablespace",
    "pg_transform",
    "pg_ts_config",
    "pg_ts_dict",
    "pg_user_mapping",
)


def take(db: psycopg.Connection) -> Fingerprint:
    """Read it, as a superuser, who sees every row."""
    with db.transaction():
        # Names in definitions are then written with their schemas.
        db.execute("set local search_path = ''")
        return {f"{kind} {name}": entry for kind, name, entry in read(db)}


def read(db: psycopg.Connection) -> Iterator[tuple[str, str, Entry]]:
    """Each entry with its kind and its name."""
    for kind, query in QUERIES.items():
        for name, parts_of, properties in db.execute(query.encode()).fetchall():
            yield kind, name, Entry(properties, frozenset(filter(None, parts_of)))
    for catalog in RARE:
        (rows,) = db.execute(f"select count(*), {MD5} from {catalog} as t".encode()).fetchall()
        yield "catalogue", catalog, Entry(rows, frozenset())
    for kind, schema, name, parts_of in db.execute(FILLED.encode()).fetchall():
        filled = sql.SQL("select {} from {} as t").format(
            sql.SQL("last_value, is_called" if kind == "S" else f"count(*), {MD5}"),
            sql.Identifier(schema, name),
        )
        (rows,) = db.execute(filled).fetchall()
        what = "value of" if kind == "S" else "rows of"
        yield what, f"{schema}.{name}", Entry(rows, frozenset(filter(None, parts_of)))


MD5 = """md5(string_agg(t::text, E'\\n' order by t::text collate "C"))"""


@dataclass(frozen=True)
class Ours:
    """What an installation on an empty project adds to it."""

    names: frozenset[str]
    wholes: frozenset[str]

    @classmethod
    def added(cls, empty: Fingerprint, installed: Fingerprint) -> "Ours":
        """The entries of the second that the first has not, and the objects that they make up."""
        return cls(
            names=frozenset(installed.keys() - empty.keys()),
            wholes=parts(installed) - parts(empty),
        )

    def left_out(self, fingerprint: Fingerprint) -> Fingerprint:
        """What belongs to somebody else."""
        return {
            name: entry
            for name, entry in fingerprint.items()
            if name not in self.names and not entry.parts_of & self.wholes
        }


def parts(fingerprint: Fingerprint) -> frozenset[str]:
    """The objects that entries are parts of."""
    return frozenset().union(*(entry.parts_of for entry in fingerprint.values()))


def differences(before: Fingerprint, after: Fingerprint) -> list[str]:
    """What was added, removed or changed, a line each."""
    lines = [f"added: {name}" for name in after.keys() - before.keys()]
    lines += [f"removed: {name}" for name in before.keys() - after.keys()]
    for name in before.keys() & after.keys():
        old, new = before[name].properties, after[name].properties
        if old != new:
            lines.append(f"changed: {name}: {changed(old, new)}")
    return sorted(lines)


def changed(old: Any, new: Any) -> str:
    """Only those properties that differ."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return f"{old} became {new}"
    keys = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return ", ".join(f"{key} {old.get(key)!r} became {new.get(key)!r}" for key in keys)


def row_counts(fingerprint: Fingerprint) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: entry.properties[0]
        for name, entry in fingerprint.items()
        if name.startswith("rows of ")
    }
