-- AI token quotas: creates or verifies everything.
--
-- On an empty project this file makes the whole system. On a database where an older deployment
-- lives it brings what it finds to the same state and keeps every row, column and view of the
-- host's. It can run again at any time.
--
--   1. Adoption      how a table that is already there is brought to the contract
--   2. Tables        the contract, one table after the other
--   3. Limits        tiers, subscriptions, overrides: what a user's quota is
--   4. Periods       which month it is, and the roll into the next
--   5. Recording     one call into the ledger, the counters and the alerts
--   6. RPCs          the public API
--   7. Triggers      sign-up, and limits that follow their tables
--   8. Older data    what an older deployment's rows mean in these words
--   9. Rights        row level security, policies, grants
--  10. The job       pg_cron, where it is to be had

------------------------------------------------------------------------------------------------
-- 1. Adoption
--
-- Section 2 declares each table in the schema ai_quota_contract, and pg_temp.adopt moves it to
-- public. Where public has a table of that name, adopt compares the two in the catalogue instead
-- and mends the host's. So each table stands here once, as plain DDL, for both cases. Everything
-- in pg_temp, and the schema ai_quota_contract, is gone when the migration is over.
------------------------------------------------------------------------------------------------

create schema if not exists ai_quota;
comment on schema ai_quota is
  'Internals of the AI token quotas. Not exposed through the API; the API is in schema public.';
revoke all on schema ai_quota from public, anon, authenticated, service_role;

-- squawk-ignore ban-drop-schema
drop schema if exists ai_quota_contract cascade;
create schema ai_quota_contract;

-- What had to be taken down for a change of type, and the statement that puts it back.
create temp table if not exists parked (
  id integer generated always as identity,
  depth integer not null,
  restore text not null,
  is_optional boolean not null default false
);

-- Functions that reach any of the given words, directly or through other functions.
create or replace function pg_temp.functions_reaching(words text)
returns setof oid
language sql
set search_path = ''
as $$
  with recursive candidates as (
    select p.oid, p.proname, p.prosrc
    from pg_catalog.pg_proc as p
      join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
      join pg_catalog.pg_language as l on l.oid = p.prolang
    where n.nspname not in ('pg_catalog', 'information_schema', 'ai_quota')
      and n.nspname !~ '^pg_temp'
      and l.lanname in ('sql', 'plpgsql')
      and not exists (
        select from pg_catalog.pg_depend as d where d.objid = p.oid and d.deptype = 'e'
      )
  ),
  reaching as (
    select c.oid, c.proname from candidates as c where c.prosrc ~* words
    union
    select c.oid, c.proname
    from reaching as r
      join candidates as c
        on c.prosrc ~* ('\m' || pg_catalog.regexp_replace(r.proname, '(\W)', '\\\1', 'g') || '\M')
  )
  select r.oid from reaching as r
$$;

-- The grants of an access list, as statements. What default privileges gave is taken away first.
create or replace function pg_temp.grants_as_sql(kind text, object text, acl aclitem[])
returns text
language sql
set search_path = ''
as $$
  select format('revoke all on %s %s from public, anon, authenticated, service_role', kind, object)
    || coalesce(string_agg(
      format(
        '; grant %s on %s %s to %s%s', a.privilege_type, kind, object,
        case when a.grantee = 0 then 'public' else a.grantee::regrole::text end,
        case when a.is_grantable then ' with grant option' else '' end
      ), '' order by a.grantee, a.privilege_type
    ), '')
  from pg_catalog.aclexplode(acl) as a
$$;

-- The statements that make a view, a materialized view, a function, a policy or a trigger anew.
create or replace function pg_temp.as_sql(class oid, object oid)
returns text
language plpgsql
set search_path = ''
as $$
declare
  v_name text;
  v_kind text;
  v_sql text;
begin
  if class = 'pg_catalog.pg_class'::regclass then
    select
      format('%I.%I', n.nspname, c.relname),
      case c.relkind when 'm' then 'materialized view' else 'view' end,
      format(
        'create %s %I.%I%s as %s',
        case c.relkind when 'm' then 'materialized view' else 'view' end, n.nspname, c.relname,
        ' with (' || array_to_string(c.reloptions, ', ') || ')',
        rtrim(pg_get_viewdef(c.oid), ';')
      )
      || format('; alter table %I.%I owner to %s', n.nspname, c.relname, c.relowner::regrole)
      || '; ' || pg_temp.grants_as_sql('table', format('%I.%I', n.nspname, c.relname), c.relacl)
    into v_name, v_kind, v_sql
    from pg_catalog.pg_class as c
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.oid = object;

    return v_sql
      || coalesce((
        select string_agg(
          format(
            '; grant %s (%I) on %s to %s', p.privilege_type, a.attname, v_name,
            case when p.grantee = 0 then 'public' else p.grantee::regrole::text end
          ), ''
        )
        from pg_catalog.pg_attribute as a, pg_catalog.aclexplode(a.attacl) as p
        where a.attrelid = object
      ), '')
      || coalesce((
        select string_agg(
          case d.objsubid
            when 0 then format('; comment on %s %s is %L', v_kind, v_name, d.description)
            else format('; comment on column %s.%I is %L', v_name, a.attname, d.description)
          end, ''
        )
        from pg_catalog.pg_description as d
          left join pg_catalog.pg_attribute as a
            on a.attrelid = d.objoid and a.attnum = d.objsubid
        where d.classoid = class and d.objoid = object
      ), '')
      || coalesce((
        select string_agg('; ' || pg_get_indexdef(i.indexrelid), '')
        from pg_catalog.pg_index as i
        where i.indrelid = object
      ), '')
      || coalesce((
        select string_agg('; ' || pg_get_triggerdef(t.oid), '')
        from pg_catalog.pg_trigger as t
        where t.tgrelid = object and not t.tgisinternal
      ), '')
      || coalesce((
        select string_agg('; ' || rtrim(pg_get_ruledef(r.oid), ';'), '')
        from pg_catalog.pg_rewrite as r
        where r.ev_class = object and r.rulename <> '_RETURN'
      ), '');
  end if;

  if class = 'pg_catalog.pg_proc'::regclass then
    select
      pg_get_functiondef(p.oid)
      || format('; alter routine %s owner to %s', p.oid::regprocedure, p.proowner::regrole)
      || '; ' || pg_temp.grants_as_sql(
        'routine', p.oid::regprocedure::text,
        coalesce(p.proacl, acldefault('f', p.proowner))
      )
      || coalesce(format(
        '; comment on routine %s is %L', p.oid::regprocedure, obj_description(p.oid, 'pg_proc')
      ), '')
    into v_sql
    from pg_catalog.pg_proc as p
    where p.oid = object;
    return v_sql;
  end if;

  if class = 'pg_catalog.pg_policy'::regclass then
    select format(
      'create policy %I on %s as %s for %s to %s%s%s', p.polname, p.polrelid::regclass,
      case when p.polpermissive then 'permissive' else 'restrictive' end,
      case p.polcmd
        when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all'
      end,
      (
        select string_agg(case when r = 0 then 'public' else r::regrole::text end, ', ')
        from unnest(p.polroles) as r
      ),
      ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'
    )
    into v_sql
    from pg_catalog.pg_policy as p
    where p.oid = object;
    return v_sql;
  end if;

  return pg_get_triggerdef(object);
end
$$;

-- Takes down what depends on the given columns, views on views included, and keeps how to make it.
create or replace function pg_temp.park(target regclass, columns smallint[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_object record;
begin
  for v_object in
    with recursive dependents as (
      select x.class, x.object, 1 as depth
      from pg_catalog.pg_depend as d
        left join pg_catalog.pg_rewrite as r
          on d.classid = 'pg_catalog.pg_rewrite'::regclass and r.oid = d.objid
        cross join lateral (
          select
            case
              when r.oid is null then d.classid else 'pg_catalog.pg_class'::regclass
            end as class,
            coalesce(r.ev_class, d.objid) as object
        ) as x
      where d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjid = target
        and d.refobjsubid = any (columns)
        and d.classid in (
          'pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_proc'::regclass,
          'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_trigger'::regclass
        )
      union all
      select x.class, x.object, p.depth + 1
      from dependents as p
        join pg_catalog.pg_depend as d
          on (d.refclassid = p.class and d.refobjid = p.object)
          or (
            d.refclassid = 'pg_catalog.pg_type'::regclass
            and d.refobjid in (
              select t.oid from pg_catalog.pg_type as t
              where p.class = 'pg_catalog.pg_class'::regclass and t.typrelid = p.object
            )
          )
        left join pg_catalog.pg_rewrite as r
          on d.classid = 'pg_catalog.pg_rewrite'::regclass and r.oid = d.objid
        cross join lateral (
          select
            case
              when r.oid is null then d.classid else 'pg_catalog.pg_class'::regclass
            end as class,
            coalesce(r.ev_class, d.objid) as object
        ) as x
      where d.classid in (
          'pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_proc'::regclass,
          'pg_catalog.pg_policy'::regclass
        )
        and (x.class, x.object) is distinct from (p.class, p.object)
        and p.depth < 50
    )
    select
      d.class, d.object, max(d.depth) as depth, pg_temp.as_sql(d.class, d.object) as restore,
      case
        when d.class = 'pg_catalog.pg_class'::regclass then (
          select format(
            'drop %s %I.%I',
            case c.relkind when 'm' then 'materialized view' else 'view' end, n.nspname, c.relname
          )
          from pg_catalog.pg_class as c
            join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
          where c.oid = d.object
        )
        when d.class = 'pg_catalog.pg_proc'::regclass
          then format('drop routine %s', d.object::regprocedure)
        when d.class = 'pg_catalog.pg_policy'::regclass then (
          select format('drop policy %I on %s', p.polname, p.polrelid::regclass)
          from pg_catalog.pg_policy as p
          where p.oid = d.object
        )
        else (
          select format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass)
          from pg_catalog.pg_trigger as t
          where t.oid = d.object and not t.tgisinternal
        )
      end as takedown
    from dependents as d
    group by d.class, d.object
    order by max(d.depth) desc
  loop
    if v_object.takedown is not null then
      insert into pg_temp.parked (depth, restore) values (v_object.depth, v_object.restore);
      execute v_object.takedown;
    end if;
  end loop;
end
$$;

create or replace function pg_temp.unpark()
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_parked record;
begin
  for v_parked in
    select p.restore, p.is_optional from pg_temp.parked as p order by p.depth, p.id desc
  loop
    begin
      execute v_parked.restore;
    exception
      when others then
        if not v_parked.is_optional then
          raise;
        end if;
        raise warning 'left out, since it does not fit the new types (%): %',
          sqlerrm, v_parked.restore;
    end;
  end loop;
  delete from pg_temp.parked as p where true;
end
$$;

-- The expression that carries a column's values into the contract's type; NULL what does not fit.
create or replace function pg_temp.cast_as_sql(name name, from_type regtype, to_type regtype)
returns text
language sql
set search_path = ''
as $$
  select format(
    case
      when to_type = 'date'::regtype and from_type = 'timestamptz'::regtype
        then '(%1$I at time zone ''UTC'')::date'
      when to_type = 'timestamptz'::regtype and from_type in ('timestamp'::regtype, 'date'::regtype)
        then '%1$I::timestamp at time zone ''UTC'''
      when to_type = 'uuid'::regtype
        then 'case when %1$I::text ~* ''^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'''
          || ' then %1$I::text::uuid end'
      when to_type = 'integer'::regtype
        then 'case when %1$I::numeric = trunc(%1$I::numeric)'
          || ' and %1$I::numeric between -2147483648 and 2147483647 then %1$I::integer end'
      else '%1$I::' || to_type::text
    end,
    name
  )
$$;

-- Two rows where the contract has one: the one most in use stays, the others are kept as json.
create or replace function pg_temp.merge_duplicates(target regclass, key name, best_first text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_count bigint;
begin
  execute format('select count(*) - count(distinct %I) from %s', key, target) into v_count;
  if v_count = 0 then
    return;
  end if;

  create table if not exists ai_quota.superseded_rows (
    id bigint generated always as identity primary key,
    table_name text not null,
    content jsonb not null,
    superseded_at timestamptz not null default now()
  );
  alter table ai_quota.superseded_rows enable row level security;
  revoke all on ai_quota.superseded_rows from public, anon, authenticated, service_role;
  comment on table ai_quota.superseded_rows is
    'Rows of an older deployment that stood beside another row of the same user.';

  execute format(
    'with ranked as (
       select t.ctid as place, row_number() over (partition by t.%1$I order by %2$s) as rank
       from %3$s as t
     ),
     removed as (
       delete from %3$s as t
       using ranked as r
       where t.ctid = r.place and r.rank > 1
       returning to_jsonb(t) as content
     )
     insert into ai_quota.superseded_rows (table_name, content)
     select %4$L, content from removed',
    key, best_first, target, target::text
  );
  raise warning '% rows of % were second rows of their user; they are in ai_quota.superseded_rows',
    v_count, target;
end
$$;

-- Brings public.<name> to the table of that name in ai_quota_contract, or makes it from that.
-- A host's own table (profiles, ai_agents) is made where it is missing and otherwise left as found.
-- best_first says which of two rows of one user stays.
create or replace function pg_temp.adopt(
  name text,
  is_hosts_own boolean default false,
  best_first text default null
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_contract regclass := format('ai_quota_contract.%I', name)::regclass;
  v_table regclass := to_regclass(format('public.%I', name));
  v_columns name[];
  v_changed smallint[];
  v_kept name[] := '{}';
  v_actions text[] := '{}';
  v_item record;
  v_bad bigint;
begin
  if v_table is null then
    execute format('alter table %s set schema public', v_contract);
    return;
  end if;
  if is_hosts_own then
    execute format('drop table %s', v_contract);
    return;
  end if;

  select array_agg(a.attname) into v_columns
  from pg_catalog.pg_attribute as a
  where a.attrelid = v_contract and a.attnum > 0 and not a.attisdropped;

  -- Policies: ours replace whatever was there.
  for v_item in
    select format('drop policy %I on %s', p.polname, v_table) as sql
    from pg_catalog.pg_policy as p
    where p.polrelid = v_table
  loop
    execute v_item.sql;
  end loop;

  -- Triggers that count, price or refuse: the package does that now, and twice is wrong.
  for v_item in
    select t.tgname, t.tgrelid, pg_get_triggerdef(t.oid) as definition
    from pg_catalog.pg_trigger as t
    where t.tgrelid = v_table
      and not t.tgisinternal
      and name in ('user_ai_quotas', 'ai_agent_usage')
      and t.tgfoid in (
        select pg_temp.functions_reaching(
          '(insert\s+into|update|delete\s+from)\s+(only\s+)?("?public"?\.)?"?'
          || '(user_ai_quotas|ai_agent_usage)\M'
          || '|new\.(cost_usd|tokens_|current_month_|monthly_|quota_reset_date)\w*\s*:?='
          || '|raise\s+exception'
        )
      )
  loop
    raise warning 'trigger % on % counts, prices or refuses in our place, and was dropped: %',
      v_item.tgname, v_table, v_item.definition;
    execute format('drop trigger %I on %s', v_item.tgname, v_table);
  end loop;

  -- Rules of the host's that speak of nothing but columns of the contract: the contract's replace
  -- them. Its primary key stays until ours is known to be possible.
  for v_item in
    select
      c.conname, pg_get_constraintdef(c.oid) as definition,
      exists (
        select from pg_catalog.pg_constraint as o
        where o.conrelid = v_contract and o.conname = c.conname
      ) as is_known
    from pg_catalog.pg_constraint as c
    where c.conrelid = v_table
      and c.contype in ('c', 'f', 'u', 'x')
      and not exists (
        select from unnest(c.conkey) as k (attnum)
          join pg_catalog.pg_attribute as a on a.attrelid = c.conrelid and a.attnum = k.attnum
        where a.attname <> all (v_columns) or a.attname = 'id'
      )
      and not exists (
        select from pg_catalog.pg_constraint as o
        where o.conrelid = v_contract
          and o.conname = c.conname
          and c.convalidated
          and pg_get_constraintdef(o.oid) = pg_get_constraintdef(c.oid)
      )
  loop
    begin
      execute format('alter table %s drop constraint %I', v_table, v_item.conname);
      if not v_item.is_known then
        raise warning 'constraint % on % gives way to the contract''s: %',
          v_item.conname, v_table, v_item.definition;
      end if;
    exception
      when dependent_objects_still_exist then
        raise warning 'constraint % on % is kept, since something depends on it',
          v_item.conname, v_table;
    end;
  end loop;
  for v_item in
    select c.relname as index_name
    from pg_catalog.pg_index as i
      join pg_catalog.pg_class as c on c.oid = i.indexrelid
    where i.indrelid = v_table
      and i.indisunique
      and i.indkey <> '0'::int2vector
      and not exists (select from pg_catalog.pg_constraint as k where k.conindid = i.indexrelid)
      and not exists (
        select from unnest(i.indkey::smallint[]) as k (attnum)
          left join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where a.attname is null or a.attname <> all (v_columns) or a.attname = 'id'
      )
      and to_regclass(format('ai_quota_contract.%I', c.relname)) is null
  loop
    execute format('drop index public.%I', v_item.index_name);
  end loop;

  -- A text that is no uuid cannot become one, and a uuid can be written as text: it stays text.
  for v_item in
    select h.attname, pg_temp.cast_as_sql(h.attname, h.atttypid::regtype, 'uuid') as cast_sql
    from pg_catalog.pg_attribute as h
      join pg_catalog.pg_attribute as o on o.attrelid = v_contract and o.attname = h.attname
    where h.attrelid = v_table
      and h.attname not in ('id', 'user_id')
      and o.atttypid = 'uuid'::regtype
      and h.atttypid <> 'uuid'::regtype
  loop
    execute format(
      'select count(*) from %s where %I is not null and (%s) is null', v_table, v_item.attname,
      v_item.cast_sql
    ) into v_bad;
    if v_bad > 0 then
      v_kept := v_kept || v_item.attname;
      raise warning '% values of %.% are no uuid; the column keeps its type',
        v_bad, v_table, v_item.attname;
    end if;
  end loop;

  -- Which columns change, with the generated ones that read them.
  with differing as (
    select h.attnum, h.attname, h.attgenerated
    from pg_catalog.pg_attribute as h
      join pg_catalog.pg_attribute as o
        on o.attrelid = v_contract and o.attname = h.attname and o.attnum > 0
      join pg_catalog.pg_type as ht on ht.oid = h.atttypid
      left join pg_catalog.pg_attrdef as hd on hd.adrelid = v_table and hd.adnum = h.attnum
      left join pg_catalog.pg_attrdef as od on od.adrelid = v_contract and od.adnum = o.attnum
    where h.attrelid = v_table
      and h.attname <> 'id'
      and h.attname <> all (v_kept)
      and not h.attisdropped
      -- Billing code compares a subscription with values of its enum; as text it would break.
      and not (name = 'user_subscriptions' and ht.typtype = 'e')
      and (
        (h.atttypid, h.atttypmod) is distinct from (o.atttypid, o.atttypmod)
        or h.attgenerated <> o.attgenerated
        or (
          o.attgenerated <> ''
          and pg_get_expr(hd.adbin, hd.adrelid) is distinct from pg_get_expr(od.adbin, od.adrelid)
        )
      )
  )
  select array_agg(distinct x.attnum) into v_changed
  from (
    select d.attnum from differing as d
    union all
    select def.adnum
    from differing as d
      join pg_catalog.pg_depend as p
        on p.refclassid = 'pg_catalog.pg_class'::regclass
        and p.refobjid = v_table
        and p.refobjsubid = d.attnum
        and p.classid = 'pg_catalog.pg_attrdef'::regclass
      join pg_catalog.pg_attrdef as def on def.oid = p.objid
    where def.adnum <> d.attnum
  ) as x;

  if v_changed is not null then
    perform pg_temp.park(v_table, v_changed);

    -- An index over an expression may not be possible over the new type.
    for v_item in
      select i.indexrelid::regclass as index_name, pg_get_indexdef(i.indexrelid) as definition
      from pg_catalog.pg_index as i
      where i.indrelid = v_table
        and (i.indexprs is not null or i.indpred is not null)
        and exists (
          select from pg_catalog.pg_depend as d
          where d.classid = 'pg_catalog.pg_class'::regclass
            and d.objid = i.indexrelid
            and d.refobjid = v_table
            and d.refobjsubid = any (v_changed)
        )
    loop
      insert into pg_temp.parked (depth, restore, is_optional) values (1, v_item.definition, true);
      execute format('drop index %s', v_item.index_name);
    end loop;

    -- Generated columns go first: theirs come back as they were, the contract's as it says.
    for v_item in
      select
        a.attname, a.attnum,
        format(
          'alter table %s add column %I %s generated always as (%s) stored%s', v_table, a.attname,
          format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid),
          case when a.attnotnull then ' not null' else '' end
        )
        || coalesce((
          select string_agg('; ' || pg_get_indexdef(i.indexrelid), '')
          from pg_catalog.pg_index as i
          where i.indrelid = v_table and a.attnum = any (i.indkey)
            and not exists (
              select from pg_catalog.pg_constraint as k where k.conindid = i.indexrelid
            )
        ), '')
        || coalesce((
          select string_agg(
            format('; alter table %s add constraint %I %s', v_table, c.conname,
              pg_get_constraintdef(c.oid)), ''
          )
          from pg_catalog.pg_constraint as c
          where c.conrelid = v_table and a.attnum = any (c.conkey)
        ), '')
        || coalesce(format(
          '; comment on column %s.%I is %L', v_table, a.attname,
          col_description(v_table, a.attnum)
        ), '') as restore
      from pg_catalog.pg_attribute as a
        join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = v_table and a.attnum = any (v_changed) and a.attgenerated <> ''
    loop
      if v_item.attname <> all (v_columns) then
        insert into pg_temp.parked (depth, restore) values (0, v_item.restore);
      end if;
      execute format('alter table %s drop column %I', v_table, v_item.attname);
    end loop;

    for v_item in
      select
        h.attname, o.attgenerated,
        format('%I', h.attname) as column_sql,
        format_type(o.atttypid, o.atttypmod) as type_sql,
        pg_temp.cast_as_sql(h.attname, h.atttypid::regtype, o.atttypid::regtype) as cast_sql,
        pg_get_expr(od.adbin, od.adrelid) as contract_default
      from pg_catalog.pg_attribute as h
        join pg_catalog.pg_attribute as o
          on o.attrelid = v_contract and o.attname = h.attname
        left join pg_catalog.pg_attrdef as od on od.adrelid = v_contract and od.adnum = o.attnum
      where h.attrelid = v_table and h.attnum = any (v_changed) and not h.attisdropped
    loop
      -- A value that the contract's type or expression cannot hold is kept beside it.
      execute format(
        'select count(*) from %s where %s is not null and %s', v_table, v_item.column_sql,
        case
          when v_item.attgenerated <> ''
            then format('%s is distinct from (%s)', v_item.column_sql, v_item.contract_default)
          else format('(%s) is null', v_item.cast_sql)
        end
      ) into v_bad;
      if v_bad > 0 then
        raise warning '% values of %.% do not fit the contract; all are kept in %_reported',
          v_bad, v_table, v_item.attname, v_item.attname;
        execute format(
          'alter table %s rename column %I to %I', v_table, v_item.attname,
          v_item.attname || '_reported'
        );
        execute format('alter table %s alter column %I drop not null', v_table,
          v_item.attname || '_reported');
        if v_item.attgenerated = '' then
          execute format(
            'alter table %s add column %I %s', v_table, v_item.attname, v_item.type_sql
          );
          execute format(
            'update %s set %I = %s where true', v_table, v_item.attname,
            replace(v_item.cast_sql, v_item.column_sql, format('%I', v_item.attname || '_reported'))
          );
        end if;
      elsif v_item.attgenerated <> '' then
        execute format('alter table %s drop column %I', v_table, v_item.attname);
      else
        v_actions := v_actions || array[
          format('alter column %I drop default', v_item.attname),
          format(
            'alter column %I type %s using %s', v_item.attname, v_item.type_sql, v_item.cast_sql
          )
        ];
      end if;
    end loop;
    if v_actions <> '{}' then
      execute format('alter table %s %s', v_table, array_to_string(v_actions, ', '));
    end if;
  end if;

  -- Columns that are missing, defaults, nullability.
  for v_item in
    select
      o.attname, o.attnotnull, o.attgenerated, o.attidentity, h.attname is null as is_missing,
      exists (
        select from pg_catalog.pg_type as ht where ht.oid = h.atttypid and ht.typtype = 'e'
      ) as is_enum,
      format_type(o.atttypid, o.atttypmod) as type_sql,
      pg_get_expr(od.adbin, od.adrelid) as default_sql
    from pg_catalog.pg_attribute as o
      left join pg_catalog.pg_attrdef as od on od.adrelid = v_contract and od.adnum = o.attnum
      left join pg_catalog.pg_attribute as h
        on h.attrelid = v_table and h.attname = o.attname and not h.attisdropped
    where o.attrelid = v_contract and o.attnum > 0 and not o.attisdropped
      and (o.attname <> 'id' or h.attname is null)
    order by o.attnum
  loop
    if v_item.is_missing then
      execute format(
        'alter table %s add column %I %s%s', v_table, v_item.attname, v_item.type_sql,
        case
          when v_item.attgenerated <> ''
            then format(' generated always as (%s) stored', v_item.default_sql)
          when v_item.attidentity <> '' then ' generated always as identity'
          else coalesce(' default ' || v_item.default_sql, '')
        end
      );
    elsif v_item.attgenerated = '' and not v_item.is_enum then
      execute format(
        'alter table %s alter column %I %s', v_table, v_item.attname,
        coalesce('set default ' || v_item.default_sql, 'drop default')
      );
    end if;
    if not v_item.attnotnull then
      execute format('alter table %s alter column %I drop not null', v_table, v_item.attname);
    elsif v_item.attgenerated = '' and v_item.attidentity = '' then
      -- Not so for a subscription: nobody pays because a column was empty.
      if v_item.default_sql is not null and name <> 'user_subscriptions' then
        execute format(
          'update %1$s set %2$I = %3$s where %2$I is null', v_table, v_item.attname,
          v_item.default_sql
        );
      end if;
      execute format(
        'select count(*) from %s where %I is null', v_table, v_item.attname
      ) into v_bad;
      if v_bad = 0 then
        execute format('alter table %s alter column %I set not null', v_table, v_item.attname);
      else
        raise warning '% rows of % have no %; the column stays nullable until they are mended',
          v_bad, v_table, v_item.attname;
      end if;
    end if;
  end loop;

  -- A column of theirs that must be given would make every insert of ours fail.
  for v_item in
    select a.attname, a.atttypid::regtype as type, i.indisprimary is true as is_key
    from pg_catalog.pg_attribute as a
      left join pg_catalog.pg_index as i
        on i.indrelid = a.attrelid and i.indisprimary and a.attnum = any (i.indkey)
    where a.attrelid = v_table
      and a.attnum > 0
      and not a.attisdropped
      and (a.attname <> all (v_columns) or a.attname = 'id')
      and a.attnotnull
      and not a.atthasdef
      and a.attidentity = ''
  loop
    if not v_item.is_key then
      execute format('alter table %s alter column %I drop not null', v_table, v_item.attname);
    elsif v_item.type in ('uuid'::regtype, 'text'::regtype) then
      execute format(
        'alter table %s alter column %I set default gen_random_uuid()', v_table, v_item.attname
      );
    elsif v_item.type in ('integer'::regtype, 'bigint'::regtype) then
      execute format(
        'alter table %s alter column %I add generated by default as identity', v_table,
        v_item.attname
      );
      execute format(
        'select setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) from %s',
        v_table, v_item.attname, v_item.attname, v_table
      );
    end if;
  end loop;

  -- Constraints hold for every new row from here; section 8 validates them for the old ones.
  for v_item in
    select c.conname, c.contype, pg_get_constraintdef(c.oid) as definition, c.conkey, k.columns
    from pg_catalog.pg_constraint as c
      cross join lateral (
        select
          string_agg(format('%I', a.attname), ', ' order by u.place) as columns
        from unnest(c.conkey) with ordinality as u (attnum, place)
          join pg_catalog.pg_attribute as a on a.attrelid = v_contract and a.attnum = u.attnum
      ) as k
    where c.conrelid = v_contract
      and c.contype in ('c', 'f', 'u', 'p')
      and not exists (
        select from pg_catalog.pg_constraint as h
        where h.conrelid = v_table
          and h.contype = c.contype
          and pg_get_constraintdef(h.oid) = pg_get_constraintdef(c.oid)
          and (h.conname = c.conname or c.contype = 'p')
      )
    order by c.contype = 'f', c.conname
  loop
    if v_item.contype = 'p' then
      -- An id of their own as key becomes a unique column, unless something leans on it.
      declare
        v_old record;
      begin
        select c.conname, string_agg(format('%I', a.attname), ', ') as columns
        into v_old
        from pg_catalog.pg_constraint as c
          join pg_catalog.pg_attribute as a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
        where c.conrelid = v_table and c.contype = 'p'
        group by c.conname;

        if v_old.conname is null then
          if best_first is not null then
            perform pg_temp.merge_duplicates(v_table, v_item.columns::name, best_first);
          end if;
          execute format(
            'alter table %s add constraint %I %s', v_table, v_item.conname, v_item.definition
          );
        elsif v_item.columns <> 'id' then
          perform pg_temp.merge_duplicates(v_table, v_item.columns::name, best_first);
          begin
            execute format('alter table %s drop constraint %I', v_table, v_old.conname);
            execute format(
              'alter table %s add constraint %I unique (%s)', v_table,
              name || '_' || replace(replace(v_old.columns, ', ', '_'), '"', '') || '_key',
              v_old.columns
            );
            execute format(
              'alter table %s add constraint %I %s', v_table, v_item.conname, v_item.definition
            );
          exception
            when dependent_objects_still_exist then
              execute format(
                'alter table %s add constraint %I unique (%s)', v_table,
                name || '_user_id_key', v_item.columns
              );
          end;
        end if;
      end;
    elsif v_item.contype = 'u' then
      execute format(
        'alter table %s add constraint %I %s', v_table, v_item.conname, v_item.definition
      );
    else
      begin
        execute format('alter table %s drop constraint if exists %I', v_table, v_item.conname);
        execute format(
          'alter table %s add constraint %I %s not valid', v_table, v_item.conname,
          v_item.definition
        );
      exception
        when invalid_foreign_key or datatype_mismatch or undefined_function then
          raise warning '% was not added to %: %', v_item.conname, v_table, sqlerrm;
      end;
    end if;
  end loop;

  for v_item in
    select
      replace(pg_get_indexdef(i.indexrelid), 'ai_quota_contract.', 'public.') as definition
    from pg_catalog.pg_index as i
      join pg_catalog.pg_class as c on c.oid = i.indexrelid
    where i.indrelid = v_contract
      and not exists (select from pg_catalog.pg_constraint as k where k.conindid = i.indexrelid)
      and to_regclass(format('public.%I', c.relname)) is null
  loop
    execute v_item.definition;
  end loop;

  for v_item in
    select d.description, a.attname
    from pg_catalog.pg_description as d
      left join pg_catalog.pg_attribute as a on a.attrelid = v_contract and a.attnum = d.objsubid
    where d.classoid = 'pg_catalog.pg_class'::regclass and d.objoid = v_contract
  loop
    execute format(
      'comment on %s is %L',
      case
        when v_item.attname is null then format('table %s', v_table)
        else format('column %s.%I', v_table, v_item.attname)
      end,
      v_item.description
    );
  end loop;

  perform pg_temp.unpark();
  execute format('drop table %s', v_contract);
end
$$;

------------------------------------------------------------------------------------------------
-- 2. Tables
------------------------------------------------------------------------------------------------

-- Whose the quota is. The host's table: made here only where it is missing, never trusted.
create table ai_quota_contract.profiles (
  user_id uuid not null,
  email text,
  constraint profiles_pkey primary key (user_id),
  constraint profiles_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade
);
comment on table ai_quota_contract.profiles is 'One row a user, with the address for reports.';
alter table ai_quota_contract.profiles enable row level security;
create policy "users read their own profile" on ai_quota_contract.profiles
  for select to authenticated
  using (user_id = (select auth.uid()));
revoke all on ai_quota_contract.profiles from public, anon, authenticated, service_role;
grant select on ai_quota_contract.profiles to authenticated, service_role;
grant insert (user_id, email), update (email), delete
  on ai_quota_contract.profiles to service_role;
select pg_temp.adopt('profiles', is_hosts_own => true);

-- What a call was made for. The host's table too.
create table ai_quota_contract.ai_agents (
  id uuid not null default gen_random_uuid(),
  name text,
  constraint ai_agents_pkey primary key (id)
);
comment on table ai_quota_contract.ai_agents is 'The agents that calls are recorded for.';
alter table ai_quota_contract.ai_agents enable row level security;
create policy "signed-in users read the agents" on ai_quota_contract.ai_agents
  for select to authenticated
  using (true);
revoke all on ai_quota_contract.ai_agents from public, anon, authenticated, service_role;
grant select on ai_quota_contract.ai_agents to authenticated, service_role;
grant insert (id, name), update (name), delete on ai_quota_contract.ai_agents to service_role;
select pg_temp.adopt('ai_agents', is_hosts_own => true);

create table ai_quota_contract.ai_quota_tiers (
  tier text not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  constraint ai_quota_tiers_pkey primary key (tier),
  constraint ai_quota_tiers_tier_check check (tier ~ '^[a-z][a-z0-9_]{0,49}$'),
  constraint ai_quota_tiers_quotas_are_positive
    check (monthly_token_quota > 0 and monthly_request_quota > 0)
);
comment on table ai_quota_contract.ai_quota_tiers is
  'Limits by tier. Changing a row changes the limit of that tier''s users at once, usage kept.';
comment on column ai_quota_contract.ai_quota_tiers.monthly_token_quota is
  'Tokens a calendar month (UTC); NULL is unlimited.';
comment on column ai_quota_contract.ai_quota_tiers.monthly_request_quota is
  'Requests a calendar month (UTC); NULL is unlimited.';
select pg_temp.adopt('ai_quota_tiers');

insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)
values
  ('free', 10000, 100),
  ('basic', 50000, 500),
  ('pro', 200000, 2000),
  ('enterprise', 10000000, 10000)
on conflict (tier) do nothing;

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
comment on table ai_quota.settings is 'One row: how this installation behaves. Change it with SQL.';
comment on column ai_quota.settings.default_tier is
  'The tier of a user without a live subscription.';
comment on column ai_quota.settings.users_report_usage is
  'Whether signed-in users may call track_usage for themselves; false where the server meters.';
insert into ai_quota.settings (is_only_row) values (true) on conflict do nothing;

-- Helpers that the columns' defaults need.
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

-- date + interval is a timestamp without time zone, so no session's time zone has a say in it.
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

create table ai_quota_contract.user_ai_quotas (
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
  holds_expire_at timestamptz,
  current_day date not null default (now() at time zone 'UTC')::date,
  current_day_tokens bigint not null default 0,
  current_day_requests bigint not null default 0,
  current_day_cost_usd numeric not null default 0,
  constraint user_ai_quotas_pkey primary key (user_id),
  constraint user_ai_quotas_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint user_ai_quotas_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier) on update cascade,
  -- Short, and the only one: PostgreSQL reads every check of a table anew for every statement that
  -- writes to it.
  constraint user_ai_quotas_figures_check check (
    least(monthly_token_quota, monthly_request_quota) > 0
    and least(current_month_tokens, current_month_requests) >= 0
  )
);
create index user_ai_quotas_tier_idx on ai_quota_contract.user_ai_quotas (tier);
comment on table ai_quota_contract.user_ai_quotas is
  'One row a user: the limits in force, and what was used in [period_start, quota_reset_date).';
comment on column ai_quota_contract.user_ai_quotas.monthly_token_quota is
  'Effective limit in tokens: a live override, else the tier. NULL is unlimited.';
comment on column ai_quota_contract.user_ai_quotas.monthly_request_quota is
  'Effective limit in requests: a live override, else the tier. NULL is unlimited.';
comment on column ai_quota_contract.user_ai_quotas.current_month_tokens is
  'Tokens used in the open period; may pass the limit, since what was spent is recorded.';
comment on column ai_quota_contract.user_ai_quotas.current_month_requests is
  'Requests made in the open period.';
comment on column ai_quota_contract.user_ai_quotas.quota_reset_date is
  'The UTC day on which the next period starts.';
comment on column ai_quota_contract.user_ai_quotas.period_start is
  'When the open period began: the first of the month, 00:00 UTC, or the moment of an early reset.';
comment on column ai_quota_contract.user_ai_quotas.limits_expire_at is
  'When the override behind the limits ends; NULL where the limits are the tier''s.';
comment on column ai_quota_contract.user_ai_quotas.is_blocked is
  'Nothing is admitted for a blocked user; what is reported is still recorded.';
comment on column ai_quota_contract.user_ai_quotas.reserved_tokens is
  'Tokens held by reservations of the open period; right until holds_expire_at, then counted anew by
the next call.';
comment on column ai_quota_contract.user_ai_quotas.reserved_requests is
  'Requests held by reservations of the open period; right until holds_expire_at.';
comment on column ai_quota_contract.user_ai_quotas.holds_expire_at is
  'When the first of the reservations expires that reserved_* count; those that expire before are not
counted any more. The period''s end where none is counted, NULL where the period had none.';
comment on column ai_quota_contract.user_ai_quotas.current_day is
  'The UTC day that current_day_* count; a later day''s first call moves them to ai_usage_closed_days.';
comment on column ai_quota_contract.user_ai_quotas.current_day_cost_usd is
  'US dollars; calls of unknown price left out.';
-- Whether rows came from an older deployment is asked in section 8, so it is noted before.
-- squawk-ignore ban-drop-table
drop table if exists pg_temp.found;
create temp table found as
select
  to_regclass('public.user_ai_quotas') is not null as quotas,
  count(*) filter (where a.attname = 'monthly_request_quota') > 0 as request_quotas,
  count(*) filter (where a.attname = 'period_start') > 0 as contract
from pg_catalog.pg_attribute as a
where a.attrelid = to_regclass('public.user_ai_quotas');
select pg_temp.adopt(
  'user_ai_quotas', best_first => 'current_month_tokens desc, quota_reset_date desc nulls last'
);
-- Counters move with every call: leave room in each page, so that an update stays in its page.
alter table public.user_ai_quotas set (fillfactor = 70);

do $$
begin
  if to_regtype('public.ai_reservation_status') is null then
    create type public.ai_reservation_status as enum ('pending', 'settled', 'released');
  end if;
end
$$;

create table ai_quota_contract.ai_usage_reservations (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  tokens bigint not null,
  requests bigint not null,
  status public.ai_reservation_status not null default 'pending',
  period_start timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint ai_usage_reservations_pkey primary key (id),
  constraint ai_usage_reservations_figures_check check (least(tokens, requests) >= 1)
);
create index ai_usage_reservations_user_id_expires_at_idx
  on ai_quota_contract.ai_usage_reservations (user_id, expires_at);
comment on table ai_quota_contract.ai_usage_reservations is
  'Tokens and requests held before a call. A pending one counts until expires_at, swept or not.';
comment on column ai_quota_contract.ai_usage_reservations.status is
  'pending, then settled by track_usage or released; neither can be settled again.';
comment on column ai_quota_contract.ai_usage_reservations.period_start is
  'The period that is charged when it is settled, however late.';
select pg_temp.adopt('ai_usage_reservations');

create table ai_quota_contract.ai_agent_usage (
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
  constraint ai_agent_usage_agent_id_fkey foreign key (agent_id)
    references public.ai_agents (id) on delete set null,
  -- One check, and none of texts: as for quotas, and nine of them took as long as all the rest of an
  -- insert.
  constraint ai_agent_usage_only_adjustments_are_negative check (
    adjustment_reason is not null
    or least(
      tokens_cached, tokens_prompt - tokens_cached,
      tokens_reasoning, tokens_completion - tokens_reasoning
    ) >= 0
    and cost_usd >= 0.0
  )
);
create index ai_agent_usage_user_id_created_at_idx
  on ai_quota_contract.ai_agent_usage (user_id, created_at);
create index ai_agent_usage_agent_id_idx
  on ai_quota_contract.ai_agent_usage (agent_id) where agent_id is not null;
create index ai_agent_usage_reservation_id_idx
  on ai_quota_contract.ai_agent_usage (reservation_id) where reservation_id is not null;
comment on table ai_quota_contract.ai_agent_usage is
  'The ledger: one row a call to a model, appended and never changed; corrections are rows too.';
comment on column ai_quota_contract.ai_agent_usage.session_id is
  'The host''s own session or conversation; no table is needed behind it.';
comment on column ai_quota_contract.ai_agent_usage.tokens_prompt is
  'Input tokens, the cached ones included.';
comment on column ai_quota_contract.ai_agent_usage.tokens_completion is
  'Output tokens, the reasoning ones included.';
comment on column ai_quota_contract.ai_agent_usage.tokens_cached is
  'The part of tokens_prompt that was read from the provider''s cache.';
comment on column ai_quota_contract.ai_agent_usage.tokens_reasoning is
  'The part of tokens_completion that was spent on reasoning.';
comment on column ai_quota_contract.ai_agent_usage.cost_usd is
  'US dollars, fixed when the row was written; NULL where the model''s price was not known.';
comment on column ai_quota_contract.ai_agent_usage.requests is
  '1; another number in the row of an adjustment.';
comment on column ai_quota_contract.ai_agent_usage.request_id is
  'The caller''s own name for the call: counted once a user, for ever.';
comment on column ai_quota_contract.ai_agent_usage.adjustment_reason is
  'Why an operator corrected the usage; such a row may be negative.';
comment on column ai_quota_contract.ai_agent_usage.period_start is
  'The period charged, as user_ai_quotas.period_start; NULL is the UTC month of created_at.';
select pg_temp.adopt('ai_agent_usage');

-- Not in the ledger, whose old rows may be moved or dropped: a promise for ever needs its own place.
create table if not exists ai_quota.request_keys (
  user_id uuid not null,
  request_id text collate "C" not null,
  payload_hash bigint not null,
  constraint request_keys_pkey primary key (user_id, request_id)
);
comment on table ai_quota.request_keys is
  'Every request_id that was counted, with a hash of its call. Never pruned: it is the promise.';

create table ai_quota_contract.ai_usage_closed_days (
  user_id uuid not null,
  day date not null,
  tokens bigint not null default 0,
  requests bigint not null default 0,
  cost_usd numeric not null default 0,
  constraint ai_usage_closed_days_pkey primary key (user_id, day)
);
comment on table ai_quota_contract.ai_usage_closed_days is
  'Usage by user and UTC day, but for the day that user_ai_quotas still counts: read ai_usage_daily.';
comment on column ai_quota_contract.ai_usage_closed_days.cost_usd is
  'US dollars; calls of unknown price left out.';
select pg_temp.adopt('ai_usage_closed_days');

create table ai_quota_contract.user_subscriptions (
  user_id uuid not null,
  tier text not null,
  status text not null default 'active',
  current_period_start timestamptz,
  current_period_end timestamptz,
  constraint user_subscriptions_pkey primary key (user_id),
  constraint user_subscriptions_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint user_subscriptions_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier) on update cascade,
  constraint user_subscriptions_status_check check (length(status) between 1 and 50)
);
create index user_subscriptions_tier_idx on ai_quota_contract.user_subscriptions (tier);
comment on table ai_quota_contract.user_subscriptions is
  'What a user pays for, written by the billing webhook. A change sets the quota at once.';
comment on column ai_quota_contract.user_subscriptions.status is
  'active, trialing and past_due keep the tier; any other status means the default tier.';
select pg_temp.adopt(
  'user_subscriptions',
  best_first => 'status::text in (''active'', ''trialing'', ''past_due'') desc,'
    || ' current_period_start desc nulls last'
);

create table ai_quota_contract.user_quota_overrides (
  user_id uuid not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  reason text not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  constraint user_quota_overrides_pkey primary key (user_id),
  constraint user_quota_overrides_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint user_quota_overrides_quotas_are_positive
    check (monthly_token_quota > 0 and monthly_request_quota > 0),
  constraint user_quota_overrides_reason_check check (length(reason) between 1 and 500)
);
comment on table ai_quota_contract.user_quota_overrides is
  'A user''s own limits instead of the tier''s: contracts, boosts. Both count while it lives.';
comment on column ai_quota_contract.user_quota_overrides.monthly_token_quota is
  'Tokens a calendar month (UTC); NULL is unlimited.';
comment on column ai_quota_contract.user_quota_overrides.monthly_request_quota is
  'Requests a calendar month (UTC); NULL is unlimited.';
comment on column ai_quota_contract.user_quota_overrides.expires_at is
  'When the tier''s limits are in force again; NULL is never.';
select pg_temp.adopt('user_quota_overrides');

create table ai_quota_contract.user_ai_quota_periods (
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
  constraint user_ai_quota_periods_pkey primary key (user_id, period_start),
  constraint user_ai_quota_periods_ends_after_its_start check (period_end > period_start),
  constraint user_ai_quota_periods_reset_reason_check
    check (length(reset_reason) between 1 and 500)
);
comment on table ai_quota_contract.user_ai_quota_periods is
  'Closed periods: what was used and what was allowed. A period without usage leaves no row.';
comment on column ai_quota_contract.user_ai_quota_periods.tier is 'The tier then in force.';
comment on column ai_quota_contract.user_ai_quota_periods.reset_reason is
  'Why an operator closed the period early; NULL at a month''s end.';
select pg_temp.adopt('user_ai_quota_periods');

create table ai_quota_contract.ai_quota_alerts (
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
create index ai_quota_alerts_next_attempt_at_idx
  on ai_quota_contract.ai_quota_alerts (next_attempt_at)
  where is_deliverable and delivered_at is null;
comment on table ai_quota_contract.ai_quota_alerts is
  'A threshold that a user''s usage reached: one row a user, period, metric and threshold.';
comment on column ai_quota_contract.ai_quota_alerts.threshold is 'Percent of the quota.';
comment on column ai_quota_contract.ai_quota_alerts.used is
  'Tokens or requests used when the threshold was reached.';
comment on column ai_quota_contract.ai_quota_alerts.quota is 'The limit then in force.';
comment on column ai_quota_contract.ai_quota_alerts.is_deliverable is
  'Of several thresholds reached by one call, only the highest is worth a message.';
comment on column ai_quota_contract.ai_quota_alerts.next_attempt_at is
  'From when a worker may claim it: moved ahead by each claim and each failure.';
comment on column ai_quota_contract.ai_quota_alerts.attempts is 'How often it was claimed.';
select pg_temp.adopt('ai_quota_alerts');

create table ai_quota_contract.ai_model_prices (
  model text not null,
  valid_from date not null,
  input_price numeric not null,
  cached_input_price numeric,
  output_price numeric not null,
  reasoning_price numeric,
  source text,
  constraint ai_model_prices_pkey primary key (model, valid_from),
  constraint ai_model_prices_model_check check (length(model) between 1 and 200),
  constraint ai_model_prices_prices_are_not_negative check (
    input_price between 0 and 1000000
    and cached_input_price between 0 and 1000000
    and output_price between 0 and 1000000
    and reasoning_price between 0 and 1000000
  )
);
comment on table ai_quota_contract.ai_model_prices is
  'US dollars for a million tokens. A call''s cost is fixed when it is recorded.';
comment on column ai_quota_contract.ai_model_prices.valid_from is
  'The UTC day from which the row counts, until the next row of that model.';
comment on column ai_quota_contract.ai_model_prices.cached_input_price is
  'For the cached part of the input; NULL is the price of input.';
comment on column ai_quota_contract.ai_model_prices.reasoning_price is
  'For the reasoning part of the output; NULL is the price of output.';
comment on column ai_quota_contract.ai_model_prices.source is 'Where the price was read, and when.';
select pg_temp.adopt('ai_model_prices');

-- squawk-ignore ban-drop-schema
drop schema ai_quota_contract;
-- squawk-ignore ban-drop-table
drop table pg_temp.parked;

-- A type and not a table of columns in each signature: what returns it cannot differ.
do $$
begin
  if to_regtype('public.ai_quota_status') is null then
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
      period_start date
    );
  end if;
end
$$;
comment on type public.ai_quota_status is
  'A user''s quota at a moment: the row of get_user_quota_status.';

------------------------------------------------------------------------------------------------
-- 3. Limits
------------------------------------------------------------------------------------------------

-- Raises an error that the API answers with 4xx. 22023 is 400 Bad Request, 42501 is 403 Forbidden.
create or replace function ai_quota.refuse(message text, hint text, code text default '22023')
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using message = refuse.message, hint = refuse.hint, errcode = refuse.code;
end
$$;

-- Functions in SQL without a pinned search_path are put in place of their call when it is planned,
-- which a pinned path would prevent. Their callers pin it, and no API role may call them.

-- Whether somebody's browser is behind the call, and not the server or an operator. The setting
-- role still names the API role inside definer functions, where current_user is their owner.
create or replace function ai_quota.is_end_user()
returns boolean
language sql
stable
as $$
  select case coalesce(current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end
$$;

-- Whether the caller's token says admin. Only app_metadata counts: users write user_metadata.
create or replace function ai_quota.is_admin()
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(auth.jwt() -> 'app_metadata' ->> 'role' = 'admin', false)
$$;

-- The tier that a user has by subscription: the paid one while it lives, else the default.
-- (The casts are for hosts whose tier and status are enums.)
create or replace function ai_quota.tier_for(user_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (
      select t.tier
      from public.user_subscriptions as s
        join public.ai_quota_tiers as t on t.tier = s.tier::text
      where s.user_id = tier_for.user_id and s.status::text in ('active', 'trialing', 'past_due')
    ),
    ai_quota.default_tier()
  )
$$;

-- The effective limits: a live override, else the tier. The only place that knows.
create or replace function ai_quota.limits_of(
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
    left join public.user_quota_overrides as o
      on o.user_id = limits_of.user_id
      and (o.expires_at is null or o.expires_at > limits_of.as_of)
  where t.tier = limits_of.tier
$$;

-- Lets no tier be edited until the end of the transaction. All of them, in one order, before any
-- quota: so that no two transactions wait for each other.
create or replace function ai_quota.lock_tiers()
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.ai_quota_tiers as t order by t.tier for share;
end
$$;

-- Gives users a tier, or keeps theirs, and writes the limits that follow from it.
-- An edit of a tier locks the quotas of its users. It does not know yet of one who comes to the tier
-- beside it, so that waits for the edit; one who has the tier anyway only waits for the quota row.
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
  -- A quota row that one transaction writes twice has its foreign key checked: that lock is taken
  -- before, as the account's deletion does, which goes on to the quota.
  -- (Older deployments may have left quotas of users who are gone.)
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

  -- A period that is over keeps the limits that it had.
  perform ai_quota.roll_periods(v_users, set_limits.as_of);

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
      cross join lateral ai_quota.limits_of(l.user_id, x.tier, set_limits.as_of) as y
    where l.user_id = any (v_users)
  ) as n
  where q.user_id = n.user_id;

  -- A smaller limit may be one that is already used up.
  perform ai_quota.write_alerts(q, q.current_month_tokens, q.current_month_requests)
  from public.user_ai_quotas as q
  where q.user_id = any (v_users)
    and q.quota_reset_date > (set_limits.as_of at time zone 'UTC')::date
    and (
      q.current_month_tokens >= 0.75 * q.monthly_token_quota
      or q.current_month_requests >= 0.75 * q.monthly_request_quota
    );
end
$$;

-- Makes the quota row of a user who has none; harmless where there is one. The first statement that
-- an unknown user meets, whatever the call.
create or replace function ai_quota.create_quota(
  user_id uuid,
  tier text,
  as_of timestamptz default now()
)
returns void
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
begin
  if exists (select from public.user_ai_quotas as q where q.user_id = create_quota.user_id) then
    return;
  end if;
  perform ai_quota.lock_tiers();
  perform from auth.users as u where u.id = create_quota.user_id for key share;
  if not found then
    perform ai_quota.refuse(
      format('user_id names no user, got %s', coalesce(create_quota.user_id::text, 'null')),
      'Pass the id of a row in auth.users: the user who made the call.'
    );
  end if;
  insert into public.user_ai_quotas as q (
    user_id, tier, period_start, quota_reset_date, holds_expire_at
  )
  values (
    create_quota.user_id,
    create_quota.tier,
    date_trunc('month', create_quota.as_of, 'UTC'),
    ai_quota.next_reset_date(create_quota.as_of),
    -- A row that was deleted may have left reservations, which then are to be counted.
    (
      select 'epoch'::timestamptz from public.ai_usage_reservations as r
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

------------------------------------------------------------------------------------------------
-- 4. Periods
------------------------------------------------------------------------------------------------

-- When the open period of a quota ends, and the one of as_of that follows: its start, and the day
-- on which that ends in turn. A period ends at its reset date, or now: an early reset does that, and
-- a reset date that somebody moved back to before the start.
create or replace function ai_quota.next_period(
  quota_reset_date date,
  period_start timestamptz,
  as_of timestamptz,
  is_early boolean
)
returns table (period_end timestamptz, next_start timestamptz, next_reset date)
language sql
stable
as $$
  select
    n.period_end, n.next_start, (date_trunc('month', n.next_month, 'UTC') at time zone 'UTC')::date
  from (
    -- 32 days from a month's first are in the next one, in whatever time zone days are added. (Not
    -- by next_reset_date, which would be called for every row.)
    select
      s.period_end, s.next_start,
      date_trunc('month', s.latest, 'UTC') + interval '32 days' as next_month
    from (
      select e.period_end, b.next_start, greatest(b.next_start, as_of) as latest
      from (
        select
          case
            when is_early or quota_reset_date::timestamp at time zone 'UTC' <= period_start
              then greatest(as_of, period_start + interval '1 microsecond')
            else quota_reset_date::timestamp at time zone 'UTC'
          end as period_end
      ) as e
        cross join lateral (
          select greatest(e.period_end, date_trunc('month', as_of, 'UTC')) as next_start
        ) as b
    ) as s
  ) as n
$$;

-- Closes the periods of these users that are over, keeps them, and opens the one of as_of. A reason
-- closes them early. Twice, or from two sessions at once, is once: the second finds nothing due
-- behind the lock.
create or replace function ai_quota.roll_periods(
  user_ids uuid[],
  as_of timestamptz default now(),
  reset_reason text default null
)
returns bigint
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_rolled bigint;
begin
  with due as (
    select q.*
    from public.user_ai_quotas as q
    where q.user_id = any (roll_periods.user_ids)
      and (
        q.quota_reset_date <= (roll_periods.as_of at time zone 'UTC')::date
        or roll_periods.reset_reason is not null
      )
    order by q.user_id
    for update of q
  ),
  following as (
    select d.*, x.period_end, x.next_start, x.next_reset
    from due as d
      cross join lateral ai_quota.next_period(
        d.quota_reset_date, d.period_start, roll_periods.as_of,
        roll_periods.reset_reason is not null
        and d.quota_reset_date > (roll_periods.as_of at time zone 'UTC')::date
      ) as x
  ),
  archived as (
    insert into public.user_ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier, reset_reason
    )
    select
      f.user_id, f.period_start, f.period_end, f.current_month_tokens, f.current_month_requests,
      -- The limits at the period's end, where an override ended before.
      case
        when f.limits_expire_at < f.period_end then (
          select l.monthly_token_quota
          from ai_quota.limits_of(f.user_id, f.tier, f.period_end - interval '1 microsecond') as l
        )
        else f.monthly_token_quota
      end,
      case
        when f.limits_expire_at < f.period_end then (
          select l.monthly_request_quota
          from ai_quota.limits_of(f.user_id, f.tier, f.period_end - interval '1 microsecond') as l
        )
        else f.monthly_request_quota
      end,
      f.tier, roll_periods.reset_reason
    from following as f
    where f.current_month_tokens > 0
      or f.current_month_requests > 0
      -- What is settled late is added to the period that it was reserved in.
      or f.holds_expire_at is not null and exists (
        select from public.ai_usage_reservations as r
        where r.user_id = f.user_id
          and r.status = 'pending'
          and r.period_start = f.period_start
      )
    on conflict (user_id, period_start) do update
      set tokens_used = p.tokens_used + excluded.tokens_used,
        requests_used = p.requests_used + excluded.requests_used,
        period_end = greatest(p.period_end, excluded.period_end)
  )
  update public.user_ai_quotas as q
  set
    current_month_tokens = 0,
    current_month_requests = 0,
    reserved_tokens = 0,
    reserved_requests = 0,
    holds_expire_at = null,
    period_start = f.next_start,
    quota_reset_date = f.next_reset
  from following as f
  where q.user_id = f.user_id;
  get diagnostics v_rolled = row_count;
  return v_rolled;
end
$$;

-- Whether a quota row is right as it stands: its period is open, and nothing that it counts ended.
create or replace function ai_quota.is_current(
  quota_reset_date date,
  limits_expire_at timestamptz,
  holds_expire_at timestamptz,
  as_of timestamptz
)
returns boolean
language sql
immutable
as $$
  select quota_reset_date > as_of at time zone 'UTC'
    and (least(limits_expire_at, holds_expire_at) > as_of) is not false
$$;

-- What reservations hold of a quota's open period at as_of, and when the first of them expires.
create or replace function ai_quota.sum_holds(quota public.user_ai_quotas, as_of timestamptz)
returns table (tokens bigint, requests bigint, expire_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select
    coalesce(sum(r.tokens), 0)::bigint, coalesce(sum(r.requests), 0)::bigint,
    coalesce(
      min(r.expires_at), (sum_holds.quota).quota_reset_date::timestamp at time zone 'UTC'
    )
  from public.ai_usage_reservations as r
  where r.user_id = (sum_holds.quota).user_id
    and r.period_start = (sum_holds.quota).period_start
    and r.status = 'pending'
    and r.expires_at > sum_holds.as_of
$$;

-- Locks a user's quota row and returns it, with the period, the limits, the holds and the day of
-- as_of: what is missing or over is made first.
create or replace function ai_quota.open_period(user_id uuid, as_of timestamptz default now())
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
declare
  v_today date := (open_period.as_of at time zone 'UTC')::date;
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = open_period.user_id
    and q.current_day = v_today
    and ai_quota.is_current(
      q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, open_period.as_of
    )
  for no key update;
  if found then
    return v_quota;
  end if;

  -- The account before its quota, as in set_limits; and nothing is judged before the row is locked.
  perform from auth.users as u where u.id = open_period.user_id for key share;
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = open_period.user_id
  for no key update;
  if not found then
    perform ai_quota.create_quota(
      open_period.user_id, ai_quota.tier_for(open_period.user_id), open_period.as_of
    );
    select q.* into v_quota
    from public.user_ai_quotas as q
    where q.user_id = open_period.user_id
    for no key update;
  end if;
  if v_quota.limits_expire_at <= open_period.as_of then
    perform ai_quota.set_limits(array[open_period.user_id], as_of => open_period.as_of);
  end if;
  perform ai_quota.roll_periods(array[open_period.user_id], open_period.as_of);
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = open_period.user_id;
  if v_quota.holds_expire_at <= open_period.as_of then
    update public.user_ai_quotas as q
    set reserved_tokens = h.tokens, reserved_requests = h.requests, holds_expire_at = h.expire_at
    from ai_quota.sum_holds(v_quota, open_period.as_of) as h
    where q.user_id = v_quota.user_id
    returning q.* into v_quota;
  end if;
  if v_quota.current_day <> v_today then
    insert into public.ai_usage_closed_days as d (user_id, day, tokens, requests, cost_usd)
    select
      v_quota.user_id, v_quota.current_day, v_quota.current_day_tokens,
      v_quota.current_day_requests, v_quota.current_day_cost_usd
    where (v_quota.current_day_tokens, v_quota.current_day_requests) <> (0, 0)
    on conflict on constraint ai_usage_closed_days_pkey do update
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

-- The quota row as it is at as_of, whether or not it is there or was rolled. Writes nothing.
create or replace function ai_quota.current_quota(
  user_id uuid,
  as_of timestamptz default now()
)
returns public.user_ai_quotas
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = current_quota.user_id;

  if v_quota.user_id is null then
    v_quota.user_id := current_quota.user_id;
    v_quota.tier := ai_quota.tier_for(current_quota.user_id);
    v_quota.limits_expire_at := '-infinity';
    v_quota.holds_expire_at := '-infinity';
    v_quota.quota_reset_date := ai_quota.next_reset_date(current_quota.as_of);
    v_quota.period_start := date_trunc('month', current_quota.as_of, 'UTC');
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    v_quota.is_blocked := false;
  end if;
  if v_quota.limits_expire_at <= current_quota.as_of then
    select l.monthly_token_quota, l.monthly_request_quota, l.expire_at
    into v_quota.monthly_token_quota, v_quota.monthly_request_quota, v_quota.limits_expire_at
    from ai_quota.limits_of(v_quota.user_id, v_quota.tier, current_quota.as_of) as l;
  end if;
  if v_quota.quota_reset_date <= (current_quota.as_of at time zone 'UTC')::date then
    v_quota.current_month_tokens := 0;
    v_quota.current_month_requests := 0;
    v_quota.reserved_tokens := 0;
    v_quota.reserved_requests := 0;
    v_quota.holds_expire_at := null;
    select n.next_start, n.next_reset into v_quota.period_start, v_quota.quota_reset_date
    from ai_quota.next_period(
      v_quota.quota_reset_date, v_quota.period_start, current_quota.as_of, false
    ) as n;
  elsif v_quota.holds_expire_at <= current_quota.as_of then
    select h.tokens, h.requests, h.expire_at
    into v_quota.reserved_tokens, v_quota.reserved_requests, v_quota.holds_expire_at
    from ai_quota.sum_holds(v_quota, current_quota.as_of) as h;
  end if;
  return v_quota;
end
$$;

-- What is left of a limit; NULL where there is none.
create or replace function ai_quota.left_of(quota bigint, used bigint, reserved bigint)
returns bigint
language sql
immutable
as $$
  select case when quota is not null then greatest(quota - used - reserved, 0) end
$$;

-- What keeps a call from fitting, where used + held + asked > limit; NULL where nothing does.
create or replace function ai_quota.denial_of(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns text
language sql
immutable
as $$
  select case
    when (quota).is_blocked then 'blocked'
    when tokens
      > (quota).monthly_token_quota - (quota).current_month_tokens - (quota).reserved_tokens
      then 'tokens'
    when requests
      > (quota).monthly_request_quota - (quota).current_month_requests - (quota).reserved_requests
      then 'requests'
  end
$$;

-- How much of a limit is used, in percent; 0 where there is none, which is never used up. Cut, not
-- rounded: 75.00 is never shown before 75 % is reached.
create or replace function ai_quota.percentage_of(quota bigint, used bigint)
returns numeric
language sql
immutable
as $$
  select coalesce(trunc(100.0 * used / quota, 2), 0.00)
$$;

-- How many of the thresholds 75, 90 and 100 % a part of a limit reaches. In floating point, which is
-- exact here for limits below 10^15, at a third of the time.
create or replace function ai_quota.level_of(part double precision)
returns integer
language sql
immutable
as $$
  select width_bucket(part, array[0.75, 0.9, 1]::double precision[])
$$;

-- Whether the last so many tokens or requests reached a threshold; NULL where there is no limit.
create or replace function ai_quota.reaches_level(quota bigint, used bigint, added bigint)
returns boolean
language sql
immutable
as $$
  select ai_quota.level_of(used::double precision / quota)
    > ai_quota.level_of((used - added)::double precision / quota)
$$;

-- The status row that the API answers with.
create or replace function ai_quota.describe_quota(quota public.user_ai_quotas)
returns public.ai_quota_status
language sql
immutable
as $$
  select row(
    (quota).current_month_tokens,
    (quota).monthly_token_quota,
    ai_quota.left_of(
      (quota).monthly_token_quota, (quota).current_month_tokens, (quota).reserved_tokens
    ),
    ai_quota.percentage_of((quota).monthly_token_quota, (quota).current_month_tokens),
    (quota).quota_reset_date,
    (array['healthy', 'warning', 'critical', 'exceeded'])[
      1 + ai_quota.level_of(
        greatest(
          (quota).current_month_tokens::double precision / (quota).monthly_token_quota,
          (quota).current_month_requests::double precision / (quota).monthly_request_quota,
          0
        )
      )
    ],
    (quota).tier,
    (quota).reserved_tokens,
    (quota).current_month_requests,
    (quota).monthly_request_quota,
    ai_quota.left_of(
      (quota).monthly_request_quota, (quota).current_month_requests, (quota).reserved_requests
    ),
    ai_quota.percentage_of((quota).monthly_request_quota, (quota).current_month_requests),
    (quota).monthly_token_quota is null,
    ((quota).period_start at time zone 'UTC')::date
  )::public.ai_quota_status
$$;

------------------------------------------------------------------------------------------------
-- 5. Recording
------------------------------------------------------------------------------------------------

-- Writes the alerts for the thresholds that were reached by so many tokens and requests.
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
begin
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
    cross join (values (75, 1), (90, 2), (100, 3)) as t (threshold, level)
  where t.level <= ai_quota.level_of(m.used::double precision / m.quota)
    and t.level > ai_quota.level_of((m.used - m.added)::double precision / m.quota)
  on conflict (user_id, period_start, metric, threshold) do nothing;
end
$$;

-- Refuses another call under a request_id that was counted.
create or replace function ai_quota.check_retry(
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
    where k.user_id = check_retry.user_id
      and k.request_id = check_retry.request_id
      and k.payload_hash = check_retry.payload_hash
  ) then
    perform ai_quota.refuse(
      format('request_id was used for another call, got %L', check_retry.request_id),
      'A retry repeats the call to the letter; another call needs an id of its own.',
      '23505'
    );
  end if;
end
$$;

-- Whoever tries again under the lock of a row that was set right cannot fail; an error, and no loop
-- without an end, should that ever be wrong.
create or replace function ai_quota.check_attempt(is_opened boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if is_opened then
    raise exception 'a quota row is not current after open_period: this is a bug, please report it';
  end if;
end
$$;

-- A user's reservation, which must be pending still.
create or replace function ai_quota.pending_reservation(user_id uuid, reservation_id uuid)
returns public.ai_usage_reservations
language plpgsql
set search_path = ''
as $$
declare
  v_reservation public.ai_usage_reservations;
begin
  select r.* into v_reservation
  from public.ai_usage_reservations as r
  where r.id = pending_reservation.reservation_id and r.user_id = pending_reservation.user_id;
  if not found then
    perform ai_quota.refuse(
      format(
        'reservation_id names no reservation of the user, got %s',
        coalesce(pending_reservation.reservation_id::text, 'null')
      ),
      'Pass what reserve_tokens returned to this user.'
    );
  end if;
  if v_reservation.status <> 'pending' then
    perform ai_quota.refuse(
      format(
        'reservation_id is %s already, got %s',
        v_reservation.status, pending_reservation.reservation_id
      ),
      'A reservation is settled or released once; record more usage without it.'
    );
  end if;
  return v_reservation;
end
$$;

-- The tokens that a month may have before a call: below the end of bigint, with room for the call.
create or replace function ai_quota.most_tokens()
returns bigint
language sql
immutable
as $$
  select 9000000000000000000
$$;

-- Refuses what a month's counters cannot hold.
create or replace function ai_quota.check_total(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (quota).current_month_tokens not between - tokens and ai_quota.most_tokens()
    or (quota).current_month_requests < - requests
  then
    perform ai_quota.refuse(
      format(
        'tokens (tokens_prompt + tokens_completion) must leave the month between 0 and %s,'
        || ' got %s on top of %s tokens and %s requests',
        ai_quota.most_tokens(), tokens, (quota).current_month_tokens,
        (quota).current_month_requests
      ),
      'A correction can take back what was used and no more.'
    );
  end if;
end
$$;

-- Whom a call is for: a signed-in user for itself, the server for the user that it names. (That the
-- user exists is asked where a row is made.)
create or replace function ai_quota.acting_user(user_id uuid, is_report boolean)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_caller uuid := auth.uid();
begin
  if not ai_quota.is_end_user() then
    if acting_user.user_id is null and v_caller is null then
      perform ai_quota.refuse(
        'user_id is required where nobody is signed in, got null',
        'Pass the id of the user who made the call.'
      );
    end if;
    return coalesce(acting_user.user_id, v_caller);
  end if;

  if v_caller is null or acting_user.user_id <> v_caller then
    perform ai_quota.refuse(
      format('user_id must be your own, got %s', acting_user.user_id),
      'Leave user_id out; only service_role acts for other users.',
      '42501'
    );
  end if;
  if acting_user.is_report
    and not (select s.users_report_usage from ai_quota.settings as s)
  then
    perform ai_quota.refuse(
      'usage is recorded by the server here, not by signed-in users',
      'Call track_usage with service_role, or set ai_quota.settings.users_report_usage.',
      '42501'
    );
  end if;
  return v_caller;
end
$$;

-- The same, put in place of its call, so that the server's usual one costs nothing more.
create or replace function ai_quota.caller(user_id uuid, is_report boolean default false)
returns uuid
language sql
stable
as $$
  select case
    when user_id is not null and current_setting('role', true) = 'service_role' then user_id
    else ai_quota.acting_user(user_id, is_report)
  end
$$;

-- Says what is wrong with a count, and with a text. Whether something is wrong is asked in place,
-- since a function call for every argument would cost more than the rest of a check.
create or replace function ai_quota.refuse_count(
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
  perform ai_quota.refuse(
    format(
      '%s must be between %s and %s, got %s', argument, at_least, at_most,
      coalesce(value::text, 'null')
    ),
    hint
  );
end
$$;

create or replace function ai_quota.refuse_text(argument text, value text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ai_quota.refuse(
    format(
      '%s must have 1 to 200 characters, got %s', argument,
      case when length(value) > 200 then length(value)::text else quote_literal(value) end
    ),
    format('Leave %s out where there is none.', argument)
  );
end
$$;

-- Says what is wrong with a call that is to be recorded, if anything is.
create or replace function ai_quota.check_usage(
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
  if (check_usage.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'tokens_prompt', check_usage.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call; 0 is a fact, null is not.'
    );
  end if;
  if (
    check_usage.tokens_completion between 0 and 2147483647 - check_usage.tokens_prompt
  ) is not true then
    perform ai_quota.refuse_count(
      'tokens_completion', check_usage.tokens_completion, 0,
      2147483647 - check_usage.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  if (check_usage.tokens_cached between 0 and check_usage.tokens_prompt) is not true then
    perform ai_quota.refuse_count(
      'tokens_cached', check_usage.tokens_cached, 0, check_usage.tokens_prompt,
      'The cached tokens are a part of tokens_prompt; leave them out where there are none.'
    );
  end if;
  if (check_usage.tokens_reasoning between 0 and check_usage.tokens_completion) is not true then
    perform ai_quota.refuse_count(
      'tokens_reasoning', check_usage.tokens_reasoning, 0, check_usage.tokens_completion,
      'The reasoning tokens are a part of tokens_completion; leave them out where there are none.'
    );
  end if;
  if not check_usage.cost_usd between 0 and 1000000000 then
    perform ai_quota.refuse(
      format('cost_usd must be between 0 and 1000000000, got %s', check_usage.cost_usd),
      'Pass US dollars, or leave cost_usd out to have it computed from ai_model_prices.'
    );
  end if;
  if length(check_usage.discipline) > 200 or length(btrim(check_usage.discipline)) = 0 then
    perform ai_quota.refuse_text('discipline', check_usage.discipline);
  end if;
  if length(check_usage.workflow_id) > 200 or length(btrim(check_usage.workflow_id)) = 0 then
    perform ai_quota.refuse_text('workflow_id', check_usage.workflow_id);
  end if;
  if length(check_usage.model_used) > 200 or length(btrim(check_usage.model_used)) = 0 then
    perform ai_quota.refuse_text('model_used', check_usage.model_used);
  end if;
  if length(check_usage.request_id) > 200 or length(btrim(check_usage.request_id)) = 0 then
    perform ai_quota.refuse_text('request_id', check_usage.request_id);
  end if;
  if check_usage.agent_id is not null
    and not exists (select from public.ai_agents as a where a.id = check_usage.agent_id)
  then
    perform ai_quota.refuse(
      format('agent_id names no agent, got %s', check_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;
end
$$;

-- Says what is wrong with a reservation that is asked for.
create or replace function ai_quota.check_reservation(
  tokens bigint,
  requests bigint,
  expires_in_seconds bigint
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (check_reservation.tokens between 1 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'tokens', check_reservation.tokens, 1, 2147483647,
      'Reserve an upper bound of what the call may use.'
    );
  end if;
  if (check_reservation.requests between 1 and 1000000) is not true then
    perform ai_quota.refuse_count(
      'requests', check_reservation.requests, 1, 1000000,
      'Reserve the requests that the call may make, or leave it out for one.'
    );
  end if;
  if (check_reservation.expires_in_seconds between 1 and 86400) is not true then
    perform ai_quota.refuse_count(
      'expires_in_seconds', check_reservation.expires_in_seconds, 1, 86400,
      'Pass the seconds that the call may take, up to a day; the default is 300.'
    );
  end if;
end
$$;

-- Refuses an operator's reason that is missing or too long.
create or replace function ai_quota.check_reason(reason text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(length(btrim(reason)), 0) = 0 or length(reason) > 500 then
    perform ai_quota.refuse(
      format('reason must have 1 to 500 characters, got %s', coalesce(length(reason), 0)),
      'Say why, for whoever reads this later.'
    );
  end if;
end
$$;

------------------------------------------------------------------------------------------------
-- 6. RPCs
--
-- They are definers because no API role may touch the tables behind them; each settles first who
-- is calling. now() is the only clock that a caller can reach.
------------------------------------------------------------------------------------------------

-- Older versions under the same name: another signature would be an overload, which PostgREST
-- refuses to choose from, and another row type cannot be replaced in place.
create or replace function pg_temp.retire(name text, arguments text, result text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_old record;
begin
  for v_old in
    select p.oid, p.proname, p.oid::regprocedure as signature
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'public'::regnamespace
      and p.proname = retire.name
      and (pg_get_function_arguments(p.oid), pg_get_function_result(p.oid))
        is distinct from (retire.arguments, retire.result)
  loop
    begin
      execute format('drop routine %s', v_old.signature);
    exception
      when dependent_objects_still_exist then
        raise warning '% is used elsewhere and is now called %_superseded', v_old.signature, name;
        execute format(
          'revoke all on routine %s from public, anon, authenticated, service_role',
          v_old.signature
        );
        execute format('alter routine %s rename to %I', v_old.signature, name || '_superseded');
    end;
  end loop;
end
$$;

select pg_temp.retire(f.name, f.arguments, f.result)
from (
  values
    ('get_user_quota_status', '', 'SETOF public.ai_quota_status'),
    (
      'track_usage',
      'agent_id uuid DEFAULT NULL::uuid, session_id uuid DEFAULT NULL::uuid, '
      || 'discipline text DEFAULT NULL::text, workflow_id text DEFAULT NULL::text, '
      || 'tokens_prompt bigint DEFAULT NULL::bigint, '
      || 'tokens_completion bigint DEFAULT NULL::bigint, '
      || 'model_used text DEFAULT NULL::text, cost_usd numeric DEFAULT NULL::numeric, '
      || 'tokens_cached bigint DEFAULT 0, tokens_reasoning bigint DEFAULT 0, '
      || 'user_id uuid DEFAULT NULL::uuid, request_id text DEFAULT NULL::text, '
      || 'reservation_id uuid DEFAULT NULL::uuid',
      'SETOF public.ai_quota_status'
    ),
    (
      'check_user_quota',
      'p_estimated_tokens bigint DEFAULT 0',
      'TABLE(allowed boolean, remaining_tokens bigint, remaining_requests bigint, '
      || 'quota_limit bigint, request_limit bigint, reset_date date)'
    ),
    (
      'get_user_monthly_usage',
      'p_year integer DEFAULT NULL::integer, p_month integer DEFAULT NULL::integer',
      'TABLE(total_tokens bigint, total_requests bigint, total_cost_usd numeric, '
      || 'period_start date, period_end date)'
    ),
    (
      'initialize_user_quota',
      'user_id uuid, tier text DEFAULT ''free''::text',
      'public.user_ai_quotas'
    ),
    ('reset_monthly_quotas', '', 'bigint')
) as f (name, arguments, result);

-- Definer: users have no right to the columns behind the figures, and a missing row is computed.
-- Nobody signed in (the SQL editor, service_role) is answered with what a new user would have.
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
  return query
  select (ai_quota.describe_quota(q)).*
  from public.user_ai_quotas as q
  where q.user_id = v_user_id
    and ai_quota.is_current(
      q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
    );
  if not found then
    v_quota := ai_quota.current_quota(v_user_id);
    return next ai_quota.describe_quota(v_quota);
  end if;
end
$$;
comment on function public.get_user_quota_status() is
  'The caller''s quota now: one row, also before the first call and where nobody is signed in.
Returns: used, limit, remaining (tokens; limit and remaining are null when unlimited), percentage
(of the limit, may pass 100), reset_date (the UTC day the next period starts), status (healthy,
warning from 75 %, critical from 90 %, exceeded from 100 %, by the worse of tokens and requests),
tier, reserved (tokens held), requests_used, requests_limit, requests_remaining,
requests_percentage, is_unlimited, period_start (UTC day).
Errors: 42501 without a signed-in user.';
revoke execute on function public.get_user_quota_status()
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_quota_status() to authenticated, service_role;

-- Locks are taken in this order: request key, quota (tiers before it, where one has to be made),
-- reservation. Whatever is unusual (a period or a day that is over, a hold that expired, no quota row
-- yet) is set right by open_period, after which the same statement is tried again.
-- Definer: no API role writes the ledger or the counters.
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
  v_user_id uuid := ai_quota.caller(track_usage.user_id, is_report => true);
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  v_payload_hash bigint;
  v_is_opened boolean;
  v_is_expired boolean;
  v_is_late boolean;
  -- A host's ledger may have an id of another type.
  v_id public.ai_agent_usage.id%type;
  v_charged timestamptz;
  v_period timestamptz;
  v_cost numeric;
  v_quota public.user_ai_quotas;
  v_reservation public.ai_usage_reservations;
  v_status public.ai_quota_status;
begin
  -- What is surely right is not looked at twice: check_usage says what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and track_usage.agent_id is null
    and track_usage.cost_usd is null
    -- A text from the first printable character on is not blank.
    and least(
      track_usage.discipline collate "C", track_usage.workflow_id, track_usage.model_used,
      track_usage.request_id, '~'
    ) >= '!'
    and greatest(
      length(track_usage.discipline), length(track_usage.workflow_id),
      length(track_usage.model_used), length(track_usage.request_id), 0
    ) <= 200
  ) is not true then
    perform ai_quota.check_usage(
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
    -- Whoever comes with the same key at the same time waits here for the first to commit, so only
    -- one ever finds it new.
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, track_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.check_retry(v_user_id, track_usage.request_id, v_payload_hash);
      v_quota := ai_quota.current_quota(v_user_id);
      return next ai_quota.describe_quota(v_quota);
      return;
    end if;
  end if;

  -- Before the quota row is locked, so that a user's calls wait for each other as short as may be:
  -- into the calendar month, which it nearly always is.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, request_id, reservation_id, period_start
  )
  values (
    v_user_id, track_usage.agent_id, track_usage.session_id, track_usage.discipline,
    track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
    track_usage.tokens_cached, track_usage.tokens_reasoning, track_usage.model_used,
    -- The price in force; a model without one costs NULL.
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
        from public.ai_model_prices as p
        where p.model = track_usage.model_used and p.valid_from <= v_today
        order by p.valid_from desc
        limit 1
      )
    ),
    track_usage.request_id, track_usage.reservation_id,
    date_trunc('month', current_timestamp, 'UTC')
  )
  returning id, period_start, cost_usd into v_id, v_charged, v_cost;

  loop
    -- What is surely right needs no look before: a row of today, far from where bigint ends.
    if track_usage.reservation_id is null or v_is_expired then
      update public.user_ai_quotas as q
      set
        current_month_tokens = q.current_month_tokens + v_tokens,
        current_month_requests = q.current_month_requests + 1,
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + 1,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0)
      where q.user_id = v_user_id
        and q.period_start = v_charged
        and q.current_day = v_today
        and q.current_month_tokens <= ai_quota.most_tokens()
        and ai_quota.is_current(
          q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
        )
      returning (ai_quota.describe_quota(q)).* into v_status;
    else
      -- The same, and what is held is freed.
      update public.user_ai_quotas as q
      set
        current_month_tokens = q.current_month_tokens + v_tokens,
        current_month_requests = q.current_month_requests + 1,
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + 1,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
        reserved_tokens = q.reserved_tokens - r.tokens,
        reserved_requests = q.reserved_requests - r.requests,
        holds_expire_at = case
          when q.reserved_tokens > r.tokens then q.holds_expire_at
          else q.quota_reset_date::timestamp at time zone 'UTC'
        end
      from public.ai_usage_reservations as r
      where q.user_id = v_user_id
        and q.period_start = v_charged
        and q.current_day = v_today
        and q.current_month_tokens <= ai_quota.most_tokens()
        and ai_quota.is_current(
          q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
        )
        and r.id = track_usage.reservation_id
        and r.user_id = v_user_id
        and r.status = 'pending'
        and r.period_start = q.period_start
        and r.expires_at >= q.holds_expire_at
      returning (ai_quota.describe_quota(q)).* into v_status;
    end if;
    exit when found;

    perform ai_quota.check_attempt(v_is_opened);
    v_quota := ai_quota.open_period(v_user_id);
    v_is_opened := true;
    perform ai_quota.check_total(v_quota, v_tokens, 1);
    v_period := v_quota.period_start;
    if track_usage.reservation_id is not null then
      v_reservation := ai_quota.pending_reservation(v_user_id, track_usage.reservation_id);
      v_period := v_reservation.period_start;
      v_is_expired := (v_reservation.expires_at >= v_quota.holds_expire_at) is not true;
    end if;
    if v_period <> v_charged then
      -- Nobody has seen the row yet.
      v_charged := v_period;
      update public.ai_agent_usage as u
      set period_start = v_charged
      where u.id = v_id;
    end if;
    if v_charged <> v_quota.period_start then
      -- Of a reservation whose period is closed.
      v_is_late := true;
      update public.user_ai_quota_periods as p
      set tokens_used = p.tokens_used + v_tokens, requests_used = p.requests_used + 1
      where p.user_id = v_user_id and p.period_start = v_charged;
      update public.user_ai_quotas as q
      set
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + 1,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0)
      where q.user_id = v_user_id
      returning (ai_quota.describe_quota(q)).* into v_status;
      exit;
    end if;
  end loop;

  if track_usage.reservation_id is not null then
    update public.ai_usage_reservations as r
    set status = 'settled', closed_at = current_timestamp
    where r.id = track_usage.reservation_id and r.status = 'pending';
    if not found then
      -- Somebody else settled or released it while this waited for the quota row.
      perform ai_quota.pending_reservation(v_user_id, track_usage.reservation_id);
    end if;
  end if;

  if v_status.status <> 'healthy' and v_is_late is not true then
    if ai_quota.reaches_level(v_status."limit", v_status.used, v_tokens)
      or ai_quota.reaches_level(v_status.requests_limit, v_status.requests_used, 1)
    then
      perform ai_quota.write_alerts(q, v_tokens, 1)
      from public.user_ai_quotas as q
      where q.user_id = v_user_id;
    end if;
  end if;
  return next v_status;
end
$$;
comment on function public.track_usage(
  uuid, uuid, text, text, bigint, bigint, text, numeric, bigint, bigint, uuid, text, uuid
) is
  'Records one call to a model: a ledger row and the counters, in one transaction. Never refuses for
quota, since what was spent is spent. A signed-in user records for itself, service_role for anyone.
Arguments: agent_id (a row of ai_agents), session_id, discipline, workflow_id, model_used (texts of
1 to 200 characters), tokens_prompt and tokens_completion (tokens, required, 0 allowed), cost_usd
(US dollars; else computed from ai_model_prices, null for an unknown model), tokens_cached (part of
tokens_prompt), tokens_reasoning (part of tokens_completion), user_id (service_role only),
request_id (your own name for the call: the same call sent again is counted once, for ever),
reservation_id (what reserve_tokens returned: settled with what was really used, also when late).
Returns: the row of get_user_quota_status, after the call.
Errors: 22023 for an argument out of its range, an unknown agent or user, or a reservation that is
not the user''s or was settled or released; 23505 for a request_id of another call; 42501 for
somebody else''s user_id or where ai_quota.settings.users_report_usage is off.';
revoke execute on function public.track_usage(
  uuid, uuid, text, text, bigint, bigint, text, numeric, bigint, bigint, uuid, text, uuid
) from public, anon, authenticated, service_role;
grant execute on function public.track_usage(
  uuid, uuid, text, text, bigint, bigint, text, numeric, bigint, bigint, uuid, text, uuid
) to authenticated, service_role;

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
  v_quota public.user_ai_quotas := ai_quota.current_quota(auth.uid());
  v_status public.ai_quota_status := ai_quota.describe_quota(v_quota);
begin
  if (check_user_quota.p_estimated_tokens >= 0) is not true then
    perform ai_quota.refuse_count(
      'p_estimated_tokens', check_user_quota.p_estimated_tokens, 0, 9223372036854775807,
      'Pass the tokens that the call may use, or leave it out.'
    );
  end if;
  allowed := ai_quota.denial_of(v_quota, check_user_quota.p_estimated_tokens, 1) is null;
  remaining_tokens := v_status.remaining;
  remaining_requests := v_status.requests_remaining;
  quota_limit := v_status."limit";
  request_limit := v_status.requests_limit;
  reset_date := v_status.reset_date;
  return next;
end
$$;
comment on function public.check_user_quota(bigint) is
  'Whether a call of so many tokens would fit the caller''s quota now. Advice: it holds nothing.
Arguments: p_estimated_tokens (tokens, 0 or more, default 0).
Returns: one row allowed, remaining_tokens, remaining_requests, quota_limit (tokens), request_limit,
reset_date (UTC day); remaining and limit are null where they are unlimited.
Errors: 22023 for a negative or null estimate, 42501 without a signed-in user.';
revoke execute on function public.check_user_quota(bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.check_user_quota(bigint) to authenticated, service_role;

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
comment on function public.has_quota_for(bigint) is
  'Whether so many tokens and one request would fit the caller''s quota now: for policies and
triggers of your own, as in with check ((select has_quota_for(1000))). Advice: it holds nothing.
Arguments: tokens (0 or more).
Returns: true or false.
Errors: 22023 for a negative or null count, 42501 without a signed-in user.';
revoke execute on function public.has_quota_for(bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.has_quota_for(bigint) to authenticated, service_role;

-- Definer: no API role writes reservations.
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
  v_user_id uuid := ai_quota.caller(user_id);
  v_period_start timestamptz;
  v_is_opened boolean;
  v_quota public.user_ai_quotas;
begin
  if (
    reserve_tokens.tokens between 1 and 2147483647
    and reserve_tokens.requests between 1 and 1000000
    and reserve_tokens.expires_in_seconds between 1 and 86400
  ) is not true then
    perform ai_quota.check_reservation(
      reserve_tokens.tokens, reserve_tokens.requests, reserve_tokens.expires_in_seconds
    );
  end if;

  loop
    -- By the clock, not by when the transaction began: later than all that is not counted any more.
    reserve_tokens.expires_at := clock_timestamp()
      + interval '1 second' * reserve_tokens.expires_in_seconds;
    -- Judged under the quota row's lock: whoever waited for it is judged anew.
    update public.user_ai_quotas as q
    set
      reserved_tokens = q.reserved_tokens + reserve_tokens.tokens,
      reserved_requests = q.reserved_requests + reserve_tokens.requests,
      holds_expire_at = least(q.holds_expire_at, reserve_tokens.expires_at)
    where q.user_id = v_user_id
      and ai_quota.is_current(
        q.quota_reset_date, q.limits_expire_at, q.holds_expire_at, current_timestamp
      )
      and ai_quota.denial_of(q, reserve_tokens.tokens, reserve_tokens.requests) is null
      and reserve_tokens.expires_at > clock_timestamp()
    returning
      q.period_start,
      ai_quota.left_of(q.monthly_token_quota, q.current_month_tokens, q.reserved_tokens),
      ai_quota.left_of(q.monthly_request_quota, q.current_month_requests, q.reserved_requests),
      q.quota_reset_date
    into v_period_start, remaining_tokens, remaining_requests, reset_date;
    if found then
      insert into public.ai_usage_reservations as r (
        user_id, tokens, requests, period_start, expires_at
      )
      values (
        v_user_id, reserve_tokens.tokens, reserve_tokens.requests, v_period_start,
        reserve_tokens.expires_at
      )
      returning r.id into reserve_tokens.reservation_id;
      allowed := true;
      return next;
      return;
    end if;
    perform ai_quota.check_attempt(v_is_opened);
    v_quota := ai_quota.open_period(v_user_id);
    v_is_opened := true;
    reason := ai_quota.denial_of(v_quota, reserve_tokens.tokens, reserve_tokens.requests);
    exit when reason is not null;
  end loop;

  allowed := false;
  reserve_tokens.expires_at := null;
  remaining_tokens := ai_quota.left_of(
    v_quota.monthly_token_quota, v_quota.current_month_tokens, v_quota.reserved_tokens
  );
  remaining_requests := ai_quota.left_of(
    v_quota.monthly_request_quota, v_quota.current_month_requests, v_quota.reserved_requests
  );
  reset_date := v_quota.quota_reset_date;
  if reason <> 'blocked' then
    -- The first denial by a limit is that limit's alert.
    insert into public.ai_quota_alerts (
      user_id, period_start, metric, threshold, used, quota, is_deliverable
    )
    values (
      v_user_id, v_quota.period_start, reserve_tokens.reason, 100,
      case reserve_tokens.reason
        when 'tokens' then v_quota.current_month_tokens else v_quota.current_month_requests
      end,
      case reserve_tokens.reason
        when 'tokens' then v_quota.monthly_token_quota else v_quota.monthly_request_quota
      end,
      true
    )
    on conflict (user_id, period_start, metric, threshold) do nothing;

    select t.tier into reserve_tokens.upgrade_tier
    from public.ai_quota_tiers as t
    where t.tier <> v_quota.tier
      and coalesce(
        v_quota.current_month_tokens::numeric + v_quota.reserved_tokens + reserve_tokens.tokens
        <= t.monthly_token_quota, true
      )
      and coalesce(
        v_quota.current_month_requests::numeric + v_quota.reserved_requests
        + reserve_tokens.requests <= t.monthly_request_quota, true
      )
    order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
    limit 1;
  end if;
  return next;
end
$$;
comment on function public.reserve_tokens(bigint, bigint, bigint, uuid) is
  'Holds tokens before a call, if used + held + asked stays within the limits of tokens and requests.
Settle it with track_usage(reservation_id), or let go with release_reservation; it holds nothing any
more after it expired. A denial is a row, not an error.
Arguments: tokens (1 or more, an upper bound of the call), requests (default 1), expires_in_seconds
(1 to 86400, default 300), user_id (service_role only).
Returns: one row allowed, reservation_id, expires_at, reason (of a denial: tokens, requests or
blocked), remaining_tokens and remaining_requests (after it; null when unlimited), reset_date (UTC
day), upgrade_tier (of a denial: the smallest other tier that would have admitted it).
Errors: 22023 for an argument out of its range or an unknown user, 42501 for somebody else''s
user_id.';
revoke execute on function public.reserve_tokens(bigint, bigint, bigint, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.reserve_tokens(bigint, bigint, bigint, uuid)
  to authenticated, service_role;

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
  v_user_id uuid := ai_quota.caller(user_id);
  v_quota public.user_ai_quotas;
  v_reservation public.ai_usage_reservations;
begin
  v_quota := ai_quota.open_period(v_user_id);
  if not exists (
    select from public.ai_usage_reservations as r
    where r.id = release_reservation.reservation_id
      and r.user_id = v_user_id
      and r.status = 'released'
  ) then
    v_reservation := ai_quota.pending_reservation(v_user_id, release_reservation.reservation_id);
    update public.ai_usage_reservations as r
    set status = 'released', closed_at = now()
    where r.id = v_reservation.id;
    if v_reservation.period_start = v_quota.period_start
      and v_reservation.expires_at >= v_quota.holds_expire_at
    then
      update public.user_ai_quotas as q
      set
        reserved_tokens = q.reserved_tokens - v_reservation.tokens,
        reserved_requests = q.reserved_requests - v_reservation.requests,
        holds_expire_at = case
          when q.reserved_tokens > v_reservation.tokens then q.holds_expire_at
          else q.quota_reset_date::timestamp at time zone 'UTC'
        end
      where q.user_id = v_user_id
      returning q.* into v_quota;
    end if;
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;
comment on function public.release_reservation(uuid, uuid) is
  'Lets go of a reservation that will not be used. Twice is harmless.
Arguments: reservation_id (what reserve_tokens returned), user_id (service_role only).
Returns: the row of get_user_quota_status, after it.
Errors: 22023 for a reservation that is not the user''s or was settled, 42501 for somebody else''s
user_id.';
revoke execute on function public.release_reservation(uuid, uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.release_reservation(uuid, uuid) to authenticated, service_role;

-- Definer: it reads the caller's own ledger rows only, and by index rather than through policies.
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
as $$
#variable_conflict use_column
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_year integer := coalesce(get_user_monthly_usage.p_year, extract(year from v_today));
  v_month integer := coalesce(get_user_monthly_usage.p_month, extract(month from v_today));
begin
  if v_year not between 2000 and 9999 then
    perform ai_quota.refuse(
      format('p_year must be between 2000 and 9999, got %s', v_year),
      'Leave p_year out for the current year.'
    );
  end if;
  if v_month not between 1 and 12 then
    perform ai_quota.refuse(
      format('p_month must be between 1 and 12, got %s', v_month),
      'Leave p_month out for the current month.'
    );
  end if;
  period_start := make_date(v_year, v_month, 1);
  period_end := period_start + interval '1 month';

  return query
  select
    coalesce(sum(u.tokens_total), 0)::bigint, coalesce(sum(u.requests), 0)::bigint,
    coalesce(sum(u.cost_usd), 0),
    get_user_monthly_usage.period_start, get_user_monthly_usage.period_end
  from public.ai_agent_usage as u
  where u.user_id = auth.uid()
    and u.created_at >= get_user_monthly_usage.period_start::timestamp at time zone 'UTC'
    and u.created_at < get_user_monthly_usage.period_end::timestamp at time zone 'UTC';
end
$$;
comment on function public.get_user_monthly_usage(integer, integer) is
  'What the caller used in a calendar month (UTC), summed from the ledger.
Arguments: p_year (2000 to 9999), p_month (1 to 12), each the current one by default.
Returns: one row total_tokens, total_requests, total_cost_usd (US dollars, calls of unknown price
left out), period_start (UTC day), period_end (the UTC day after the last).
Errors: 22023 for a year or month out of range, 42501 without a signed-in user.';
revoke execute on function public.get_user_monthly_usage(integer, integer)
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_monthly_usage(integer, integer)
  to authenticated, service_role;

-- Definer: service_role has no right to write quotas. A host's trigger may bring a signed-in user
-- here; then it makes the row and decides nothing, so no column of the host's can raise a limit.
create or replace function public.initialize_user_quota(user_id uuid, tier text default 'free')
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_tier text := initialize_user_quota.tier;
begin
  if initialize_user_quota.user_id is null
    or not exists (select from auth.users as u where u.id = initialize_user_quota.user_id)
  then
    perform ai_quota.refuse(
      format(
        'user_id names no user, got %s', coalesce(initialize_user_quota.user_id::text, 'null')
      ),
      'Pass the id of a row in auth.users.'
    );
  end if;
  if not ai_quota.is_end_user()
    and not exists (select from public.ai_quota_tiers as t where t.tier = v_tier)
  then
    perform ai_quota.refuse(
      format('tier names no tier, got %s', coalesce(quote_literal(v_tier), 'null')),
      format('Pass one of %s.', (
        select string_agg(t.tier, ', ' order by t.monthly_token_quota)
        from public.ai_quota_tiers as t
      ))
    );
  end if;

  if ai_quota.is_end_user() or exists (
    select from public.user_subscriptions as s
    where s.user_id = initialize_user_quota.user_id
      and s.status::text in ('active', 'trialing', 'past_due')
  ) then
    v_tier := ai_quota.tier_for(initialize_user_quota.user_id);
  end if;
  perform ai_quota.create_quota(initialize_user_quota.user_id, v_tier);
  if not ai_quota.is_end_user() then
    perform ai_quota.set_limits(array[initialize_user_quota.user_id], v_tier);
  end if;
  return ai_quota.current_quota(initialize_user_quota.user_id);
end
$$;
comment on function public.initialize_user_quota(uuid, text) is
  'Gives a user a quota row, or sets the tier of the one there is; usage is kept. A live
subscription decides over the tier given. For operators and service_role.
Arguments: user_id, tier (a row of ai_quota_tiers, default free).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, 42501 for any other caller.';
revoke execute on function public.initialize_user_quota(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.initialize_user_quota(uuid, text) to service_role;

-- What is over at as_of on 64 pages of the table, from one on: periods, and overrides in the middle of
-- one. Returns how many periods were rolled. By page, since an index on the date would have every
-- reset write all indexes anew. It waits for nobody, and so stands in no ring of those who wait: what
-- somebody holds is left to that call, or to the next reset.
create or replace function ai_quota.reset_pages(
  first_page bigint,
  as_of timestamptz default now()
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_today date := (as_of at time zone 'UTC')::date;
  v_month timestamptz := date_trunc('month', as_of, 'UTC');
  v_next date := ai_quota.next_reset_date(as_of);
  v_plain tid[];
  v_others uuid[];
  v_rolled bigint;
begin
  select
    array_agg(d.place) filter (where d.is_plain),
    array_agg(d.user_id) filter (where not d.is_plain),
    count(*) filter (where d.is_due)
  into v_plain, v_others, v_rolled
  from (
    select
      q.ctid as place, q.user_id, q.quota_reset_date <= v_today as is_due,
      q.holds_expire_at is null
        and (q.limits_expire_at <= as_of) is not true
        and q.period_start < q.quota_reset_date::timestamp at time zone 'UTC' as is_plain
    from public.user_ai_quotas as q
    where q.ctid >= format('(%s,0)', first_page)::tid
      and q.ctid < format('(%s,0)', first_page + 64)::tid
      and (q.quota_reset_date <= v_today or q.limits_expire_at <= as_of)
    for no key update skip locked
  ) as d;

  if v_plain is not null then
    -- As roll_periods does it, for those who need no look at anything else. Locked rows stay in place.
    insert into public.user_ai_quota_periods as p (
      user_id, period_start, period_end, tokens_used, requests_used,
      monthly_token_quota, monthly_request_quota, tier
    )
    select
      q.user_id, q.period_start, q.quota_reset_date::timestamp at time zone 'UTC',
      q.current_month_tokens, q.current_month_requests, q.monthly_token_quota,
      q.monthly_request_quota, q.tier
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
      period_start = greatest(q.quota_reset_date::timestamp at time zone 'UTC', v_month),
      quota_reset_date = v_next
    where q.ctid = any (v_plain);
  end if;
  if v_others is not null then
    -- Their accounts are locked too, but only those that nobody holds.
    perform ai_quota.set_limits(
      array(
        select u.id from auth.users as u where u.id = any (v_others) for key share skip locked
      ),
      as_of => as_of
    );
    v_rolled := v_rolled - (
      select count(*) from public.user_ai_quotas as q
      where q.user_id = any (v_others) and q.quota_reset_date <= v_today
    );
  end if;
  return v_rolled;
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

-- Where the next call of reset_due_quotas begins. Whatever it says, that one looks at every page
-- before it says that nothing is due.
create sequence if not exists ai_quota.reset_page_seq as bigint minvalue 0 start 0;

-- What is due at as_of, in one transaction, for as long as it may take: a call waits for a row that
-- is rolled here until all of this commits.
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
  v_rolled bigint := 0;
begin
  for _ in 0 .. v_pages by 64 loop
    v_page := case when v_page <= v_pages then v_page else 0 end;
    v_rolled := v_rolled + ai_quota.reset_pages(v_page, as_of);
    v_page := v_page + 64;
    exit when v_rolled > 0 and clock_timestamp() > v_deadline;
  end loop;
  perform setval('ai_quota.reset_page_seq', v_page);
  return v_rolled;
end
$$;

-- All that is due, in batches that commit, so that no call waits for more than one of them. The one
-- procedure without a pinned search_path: PostgreSQL lets none with a setting commit. Every name in
-- it is qualified, and only the owner may call it.
create or replace procedure ai_quota.reset_in_batches()
language plpgsql
as $$
begin
  for v_page in 0 .. ai_quota.count_pages() by 64 loop
    perform ai_quota.reset_pages(v_page);
    commit;
  end loop;
end
$$;

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
comment on function public.reset_monthly_quotas() is
  'Closes every period that is over, keeps it in user_ai_quota_periods, and opens the present one.
Harmless at any time and twice: only what is due is reset. For pg_cron, operators and service_role.
It stops after about 150 ms, so that no call waits for longer, which is enough for ten thousand users;
with more, call it until it returns 0, or CALL ai_quota.reset_in_batches() by psql. What a call holds
at that moment is left to that call.
Returns: how many quotas were reset.
Errors: 42501 for any other caller.';
revoke execute on function public.reset_monthly_quotas()
  from public, anon, authenticated, service_role;
grant execute on function public.reset_monthly_quotas() to service_role;

-- Definer: as reset_monthly_quotas.
create or replace function public.reset_user_quota(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.caller(user_id);
begin
  perform ai_quota.check_reason(reason);
  perform ai_quota.open_period(v_user_id);
  perform ai_quota.roll_periods(array[v_user_id], reset_reason => reason);
  return ai_quota.current_quota(v_user_id);
end
$$;
comment on function public.reset_user_quota(uuid, text) is
  'Closes a user''s period early and opens the next at once, until the same reset date as before.
Arguments: user_id, reason (1 to 500 characters, kept with the closed period).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason, 42501 for any other caller.';
revoke execute on function public.reset_user_quota(uuid, text)
  from public, anon, authenticated, service_role;
grant execute on function public.reset_user_quota(uuid, text) to service_role;

-- Definer: as reset_monthly_quotas.
create or replace function public.set_user_blocked(user_id uuid, is_blocked boolean default true)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.caller(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.refuse('is_blocked must be true or false, got null', 'Leave it out to block.');
  end if;
  perform ai_quota.open_period(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  return ai_quota.current_quota(v_user_id);
end
$$;
comment on function public.set_user_blocked(uuid, boolean) is
  'Blocks a user: nothing is admitted any more. What is reported is recorded all the same.
Arguments: user_id, is_blocked (default true; false lets the user go on).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or null, 42501 for any other caller.';
revoke execute on function public.set_user_blocked(uuid, boolean)
  from public, anon, authenticated, service_role;
grant execute on function public.set_user_blocked(uuid, boolean) to service_role;

-- Definer: as track_usage.
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
  v_user_id uuid := ai_quota.caller(user_id);
  v_payload_hash bigint;
  v_quota public.user_ai_quotas;
begin
  if (adjust_usage.tokens between -2147483647 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'tokens', adjust_usage.tokens, -2147483647, 2147483647,
      'Pass the tokens to add, or a negative number to take back.'
    );
  end if;
  if (adjust_usage.requests between -2147483647 and 2147483647) is not true then
    perform ai_quota.refuse_count(
      'requests', adjust_usage.requests, -2147483647, 2147483647,
      'Pass the requests to add, or a negative number to take back.'
    );
  end if;
  if not adjust_usage.cost_usd between -1000000000 and 1000000000 then
    perform ai_quota.refuse(
      format('cost_usd must be between -1000000000 and 1000000000, got %s', adjust_usage.cost_usd),
      'Pass US dollars to add, a negative number to take back, or leave it out.'
    );
  end if;
  perform ai_quota.check_reason(adjust_usage.reason);
  if length(adjust_usage.request_id) > 200 or length(btrim(adjust_usage.request_id)) = 0 then
    perform ai_quota.refuse_text('request_id', adjust_usage.request_id);
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
      perform ai_quota.check_retry(v_user_id, adjust_usage.request_id, v_payload_hash);
      return ai_quota.current_quota(v_user_id);
    end if;
  end if;

  -- What may be taken back is decided under the quota row's lock.
  v_quota := ai_quota.open_period(v_user_id);
  perform ai_quota.check_total(v_quota, adjust_usage.tokens, adjust_usage.requests);
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, adjustment_reason, period_start
  )
  values (
    v_user_id, adjust_usage.tokens, adjust_usage.cost_usd, adjust_usage.requests,
    adjust_usage.request_id, adjust_usage.reason, v_quota.period_start
  );
  update public.user_ai_quotas as q
  set
    current_month_tokens = q.current_month_tokens + adjust_usage.tokens,
    current_month_requests = q.current_month_requests + adjust_usage.requests,
    current_day_tokens = q.current_day_tokens + adjust_usage.tokens,
    current_day_requests = q.current_day_requests + adjust_usage.requests,
    current_day_cost_usd = q.current_day_cost_usd + coalesce(adjust_usage.cost_usd, 0)
  where q.user_id = v_user_id
  returning q.* into v_quota;
  perform ai_quota.write_alerts(v_quota, adjust_usage.tokens, adjust_usage.requests);
  return v_quota;
end
$$;
comment on function public.adjust_usage(uuid, bigint, text, bigint, numeric, text) is
  'Corrects a user''s open period by a ledger row of its own; no row is ever changed.
Arguments: user_id, tokens and requests (to add, or negative to take back; never below zero in
all), reason (1 to 500 characters), cost_usd (US dollars), request_id (as for track_usage).
Returns: the row of user_ai_quotas.
Errors: 22023 for an argument out of its range, no reason or an unknown user; 23505 for a
request_id of another call; 42501 for any other caller.';
revoke execute on function public.adjust_usage(uuid, bigint, text, bigint, numeric, text)
  from public, anon, authenticated, service_role;
grant execute on function public.adjust_usage(uuid, bigint, text, bigint, numeric, text) to service_role;

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
    perform ai_quota.refuse_count(
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
comment on function public.claim_quota_alerts(bigint) is
  'Hands alerts to a delivery worker, which then has a minute for them: nobody else gets them before,
and everybody may after, in case the worker died. An alert is given up after ten attempts.
Arguments: limit (1 to 1000 alerts, default 10).
Returns: rows of ai_quota_alerts.
Errors: 22023 for a limit out of its range, 42501 for any other caller.';
revoke execute on function public.claim_quota_alerts(bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.claim_quota_alerts(bigint) to service_role;

-- Definer: as claim_quota_alerts.
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
    perform ai_quota.refuse(
      format('id names no alert, got %s', coalesce(complete_quota_alert.id::text, 'null')),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;
comment on function public.complete_quota_alert(bigint) is
  'Notes that an alert was delivered; it is not handed out again. Twice is harmless.
Arguments: id (of ai_quota_alerts).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown id, 42501 for any other caller.';
revoke execute on function public.complete_quota_alert(bigint)
  from public, anon, authenticated, service_role;
grant execute on function public.complete_quota_alert(bigint) to service_role;

-- Definer: as claim_quota_alerts.
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
    perform ai_quota.refuse(
      format(
        'id names no undelivered alert, got %s', coalesce(fail_quota_alert.id::text, 'null')
      ),
      'Pass the id of an alert that claim_quota_alerts returned.'
    );
  end if;
  return v_alert;
end
$$;
comment on function public.fail_quota_alert(bigint, text) is
  'Notes that an alert could not be delivered; it is handed out again after 1, 2, 4 … minutes.
Arguments: id (of ai_quota_alerts), error (what went wrong; 1000 characters are kept).
Returns: the row of ai_quota_alerts.
Errors: 22023 for an unknown or delivered alert, 42501 for any other caller.';
revoke execute on function public.fail_quota_alert(bigint, text)
  from public, anon, authenticated, service_role;
grant execute on function public.fail_quota_alert(bigint, text) to service_role;

-- What the ledger says of every user's periods, or of one user's.
create or replace function ai_quota.ledger_sums(of_user uuid default null)
returns table (user_id uuid, period_start timestamptz, tokens bigint, requests bigint)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  select
    u.user_id, x.period_start, sum(u.tokens_total)::bigint, sum(u.requests)::bigint
  from public.ai_agent_usage as u
    cross join lateral (
      select coalesce(u.period_start, date_trunc('month', u.created_at, 'UTC')) as period_start
    ) as x
  where ledger_sums.of_user is null or u.user_id = ledger_sums.of_user
  group by u.user_id, x.period_start;
end
$$;

-- What differs from the ledger, the reservations and the tiers, for everybody or for one user.
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
    -- A period whose ledger rows were moved away cannot be judged any more.
    select p.user_id, p.period_start, m.metric || ' of a closed period', m.expected, m.found
    from public.user_ai_quota_periods as p
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
    from public.ai_usage_reservations as r
      left join public.ai_agent_usage as u on u.reservation_id = r.id
    where find_differences.of_user is null or r.user_id = find_differences.of_user
    group by r.id
    union all
    select q.user_id, q.period_start, 'limit of ' || m.metric, m.expected, m.found
    from quotas as q
      cross join lateral ai_quota.limits_of(q.user_id, q.tier) as l
      cross join lateral (
        values
          ('tokens', l.monthly_token_quota, q.monthly_token_quota),
          ('requests', l.monthly_request_quota, q.monthly_request_quota)
      ) as m (metric, expected, found)
    where q.limits_expire_at is null or q.limits_expire_at > now()
    union all
    select q.user_id, q.period_start, m.metric || ' reserved', m.expected, m.found
    from quotas as q
      cross join lateral ai_quota.sum_holds(q, now()) as h
      cross join lateral (
        values
          ('tokens', h.tokens, q.reserved_tokens),
          ('requests', h.requests, q.reserved_requests)
      ) as m (metric, expected, found)
    where q.holds_expire_at is null or q.holds_expire_at > now()
  )
  select c.user_id, c.period_start, c.problem, c.expected, c.found
  from counted as c
  where c.expected is distinct from c.found;
end
$$;

-- Definer: it reads every user's rows.
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
comment on function public.verify_quota_integrity() is
  'What differs from the ledger, the reservations and the tiers: no row is what to expect.
Returns: rows user_id, period_start, problem (which figure), expected, found (null is unlimited).
Errors: 42501 for any other caller than service_role.';
revoke execute on function public.verify_quota_integrity()
  from public, anon, authenticated, service_role;
grant execute on function public.verify_quota_integrity() to service_role;

-- Definer: service_role has no right to write quotas.
create or replace function public.repair_user_quota(user_id uuid)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.caller(user_id);
begin
  -- Under the lock that every call takes, so that the ledger stands still; the account before it, as
  -- in set_limits.
  perform from auth.users as u where u.id = v_user_id for key share;
  perform ai_quota.open_period(v_user_id);
  update public.user_ai_quotas as q
  set
    current_month_tokens = coalesce(greatest(l.tokens, 0), 0),
    current_month_requests = coalesce(greatest(l.requests, 0), 0)
  from public.user_ai_quotas as o
    left join ai_quota.ledger_sums(v_user_id) as l
      on l.user_id = o.user_id and l.period_start = o.period_start
  where q.user_id = v_user_id and o.user_id = v_user_id;
  update public.user_ai_quota_periods as p
  set tokens_used = greatest(l.tokens, 0), requests_used = greatest(l.requests, 0)
  from ai_quota.ledger_sums(v_user_id) as l
  where p.user_id = v_user_id and l.period_start = p.period_start;
  update public.user_ai_quotas as q
  set holds_expire_at = 'epoch'
  where q.user_id = v_user_id;
  perform ai_quota.set_limits(array[v_user_id]);
  return ai_quota.open_period(v_user_id);
end
$$;
comment on function public.repair_user_quota(uuid) is
  'Sets a user''s counters to what the ledger says and the limits to what tier and override say.
Arguments: user_id.
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, 42501 for any other caller.';
revoke execute on function public.repair_user_quota(uuid)
  from public, anon, authenticated, service_role;
grant execute on function public.repair_user_quota(uuid) to service_role;

------------------------------------------------------------------------------------------------
-- 7. Triggers
--
-- Names begin with a tilde, which sorts behind every letter: triggers fire in the order of their
-- names, and ours must come after a host's own.
------------------------------------------------------------------------------------------------

-- Definer: sign-up runs as supabase_auth_admin. It must not raise, or nobody could sign up; what it
-- could not make is made by the first call, and computed until then.
create or replace function ai_quota.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  begin
    insert into public.profiles (user_id, email)
    values (new.id, new.email)
    on conflict do nothing;
  exception
    when others then
      raise warning 'no profile was made for user %: %', new.id, sqlerrm;
  end;
  begin
    perform ai_quota.create_quota(new.id, ai_quota.tier_for(new.id));
  exception
    when others then
      raise warning 'no quota was made for user %: %', new.id, sqlerrm;
  end;
  return null;
end
$$;

create or replace trigger "~ai_quota_handle_new_user"
  after insert on auth.users
  for each row execute function ai_quota.handle_new_user();

-- What an account leaves behind, but for its quota, subscription and override, which have foreign
-- keys. These have none, since each would cost every call a lookup and a lock of the account: it is
-- the quota row, deleted before this runs, that keeps its calls and its deletion apart.
-- Definer: an account is deleted by supabase_auth_admin.
create or replace function ai_quota.forget_user()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.ai_agent_usage as u where u.user_id = old.id;
  delete from public.ai_usage_reservations as r where r.user_id = old.id;
  delete from public.ai_usage_closed_days as d where d.user_id = old.id;
  delete from public.user_ai_quota_periods as p where p.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  return null;
end
$$;

create or replace trigger "~ai_quota_forget_user"
  after delete on auth.users
  for each row execute function ai_quota.forget_user();

-- Reservations that somebody changed by hand: the next call counts what they hold anew. The package
-- itself changes none of these columns.
create or replace function ai_quota.recount_holds()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update public.user_ai_quotas as q
  set holds_expire_at = 'epoch'
  where q.user_id in (new.user_id, old.user_id);
  return null;
end
$$;
create or replace trigger "~ai_quota_recount_changed"
  after delete or update of user_id, tokens, requests, period_start, expires_at
  on public.ai_usage_reservations
  for each row
  execute function ai_quota.recount_holds();

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
    -- A user who is just being deleted takes the subscription along and needs no quota any more.
    if exists (select from auth.users as u where u.id = v_user_id) then
      perform ai_quota.create_quota(v_user_id, ai_quota.tier_for(v_user_id));
      perform ai_quota.set_limits(array[v_user_id], ai_quota.tier_for(v_user_id));
    end if;
  end loop;
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_subscription"
  after insert or update or delete on public.user_subscriptions
  for each row execute function ai_quota.apply_subscription();

-- Two edits of several tiers, in whatever order, must not wait for each other.
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

-- Definer: service_role writes tiers and overrides, but not quotas. For all tiers that a statement
-- edits at once, so that quotas are locked in the order of their users.
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

-- Definer: as apply_tier.
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
  after insert or update or delete on public.user_quota_overrides
  for each row execute function ai_quota.apply_override();

-- A host's trigger function that gives quotas ran with its caller's rights, which no longer reach
-- initialize_user_quota. As a definer it goes on working; only triggers can call it.
do $$
declare
  v_function record;
begin
  for v_function in
    select p.oid::regprocedure as signature, p.proconfig is null as is_unpinned
    from pg_temp.functions_reaching('initialize_user_quota') as r (oid)
      join pg_catalog.pg_proc as p on p.oid = r.oid
    where p.prorettype = 'trigger'::regtype
      and not p.prosecdef
      and pg_has_role(p.proowner, 'member')
  loop
    execute format('alter function %s security definer', v_function.signature);
    if v_function.is_unpinned then
      execute format('alter function %s set search_path = public, pg_temp', v_function.signature);
    end if;
  end loop;
end
$$;

------------------------------------------------------------------------------------------------
-- 8. Older data
------------------------------------------------------------------------------------------------

-- The limits that rows have are promises to users: they stay, NULL (unlimited) included, as a tier
-- where they are a tier's, else as an override. 0 or less was never a promise.
do $$
declare
  v_fkey text;
begin
  if not (select f.quotas and not f.contract from pg_temp.found as f) then
    return;
  end if;

  -- Rows of users who are no longer there would stop the updates: a key is checked again where one
  -- transaction changes a row twice.
  select pg_get_constraintdef(c.oid) into v_fkey
  from pg_catalog.pg_constraint as c
  where c.conrelid = 'public.user_ai_quotas'::regclass
    and c.conname = 'user_ai_quotas_user_id_fkey';
  alter table public.user_ai_quotas drop constraint user_ai_quotas_user_id_fkey;

  -- Tokens say the tier; without a match, a tier that the row already names, else the subscription.
  -- Periods are calendar months: what is due stays due, what is not ends with this month.
  update public.user_ai_quotas as q
  set
    current_month_tokens = greatest(q.current_month_tokens, 0),
    current_month_requests = greatest(q.current_month_requests, 0),
    tier = t.tier,
    monthly_token_quota = case
      when q.monthly_token_quota <= 0 then t.monthly_token_quota
      else q.monthly_token_quota
    end,
    monthly_request_quota = case
      when q.monthly_request_quota <= 0 or not f.request_quotas then t.monthly_request_quota
      else q.monthly_request_quota
    end,
    quota_reset_date = n.reset_date,
    period_start = (n.reset_date - interval '1 month') at time zone 'UTC'
  from (
    select
      l.user_id,
      coalesce(
        (
          select m.tier from public.ai_quota_tiers as m
          where m.monthly_token_quota = l.monthly_token_quota
          order by m.tier = l.tier desc, m.tier
          limit 1
        ),
        (
          select m.tier from public.ai_quota_tiers as m
          where m.tier = l.tier and m.tier <> ai_quota.default_tier()
        ),
        ai_quota.tier_for(l.user_id)
      ) as tier,
      case
        when l.quota_reset_date <= (now() at time zone 'UTC')::date
          then (date_trunc('month', l.quota_reset_date::timestamp at time zone 'UTC', 'UTC')
            at time zone 'UTC')::date
        else ai_quota.next_reset_date()
      end as reset_date
    from public.user_ai_quotas as l
  ) as n
    join public.ai_quota_tiers as t on t.tier = n.tier
    cross join pg_temp.found as f
  where n.user_id = q.user_id;

  -- They are in force already, and a period that is over is closed by its user's next call.
  alter table public.user_quota_overrides disable trigger "~ai_quota_apply_override";
  insert into public.user_quota_overrides (
    user_id, monthly_token_quota, monthly_request_quota, reason
  )
  select
    q.user_id, q.monthly_token_quota, q.monthly_request_quota,
    'The limits that the user had before the package was installed.'
  from public.user_ai_quotas as q
    join public.ai_quota_tiers as t on t.tier = q.tier
    join auth.users as u on u.id = q.user_id
  where (q.monthly_token_quota, q.monthly_request_quota)
    is distinct from (t.monthly_token_quota, t.monthly_request_quota)
  on conflict (user_id) do nothing;
  alter table public.user_quota_overrides enable trigger "~ai_quota_apply_override";

  execute 'alter table public.user_ai_quotas add constraint user_ai_quotas_user_id_fkey ' || v_fkey;
end
$$;

-- What old rows break holds for new ones all the same, and is left NOT VALID with a warning.
do $$
declare
  v_constraint record;
begin
  for v_constraint in
    select c.conrelid::regclass as table_name, c.conname
    from pg_catalog.pg_constraint as c
    where not c.convalidated
      and c.conrelid in (
        'public.ai_quota_tiers'::regclass, 'public.user_ai_quotas'::regclass,
        'public.ai_agent_usage'::regclass, 'public.user_subscriptions'::regclass,
        'public.user_quota_overrides'::regclass, 'public.user_ai_quota_periods'::regclass,
        'public.ai_quota_alerts'::regclass, 'public.ai_model_prices'::regclass,
        'public.ai_usage_reservations'::regclass, 'public.ai_usage_closed_days'::regclass
      )
  loop
    begin
      execute format(
        'alter table %s validate constraint %I', v_constraint.table_name, v_constraint.conname
      );
    exception
      when check_violation or foreign_key_violation then
        raise warning 'older rows of % break %, which holds for new rows only: %',
          v_constraint.table_name, v_constraint.conname, sqlerrm;
    end;
  end loop;
end
$$;

------------------------------------------------------------------------------------------------
-- 9. Rights
------------------------------------------------------------------------------------------------

-- Internals: nothing, but for the helper that policies ask.
do $$
declare
  v_object record;
begin
  for v_object in
    select p.oid::regprocedure as signature
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'ai_quota'::regnamespace
  loop
    execute format(
      'revoke execute on routine %s from public, anon, authenticated, service_role',
      v_object.signature
    );
  end loop;
end
$$;
revoke all on all tables in schema ai_quota from public, anon, authenticated, service_role;
revoke all on all sequences in schema ai_quota from public, anon, authenticated, service_role;
alter table ai_quota.settings enable row level security;
alter table ai_quota.request_keys enable row level security;
grant usage on schema ai_quota to authenticated;
grant execute on function ai_quota.is_admin() to authenticated;

-- A revoke on a table takes its column grants along.
revoke all on
  public.ai_quota_tiers, public.user_ai_quotas, public.ai_agent_usage, public.user_subscriptions,
  public.user_quota_overrides, public.user_ai_quota_periods, public.ai_quota_alerts,
  public.ai_model_prices, public.ai_usage_reservations, public.ai_usage_closed_days
from public, anon, authenticated, service_role;

-- Sequences behind their columns, a host's own included.
do $$
declare
  v_sequence record;
begin
  for v_sequence in
    select d.objid::regclass as name
    from pg_catalog.pg_depend as d
      join pg_catalog.pg_class as c on c.oid = d.objid and c.relkind = 'S'
    where d.classid = 'pg_catalog.pg_class'::regclass
      and d.deptype in ('a', 'i')
      and d.refobjid in (
        'public.user_ai_quotas'::regclass, 'public.ai_agent_usage'::regclass,
        'public.user_subscriptions'::regclass, 'public.ai_quota_alerts'::regclass
      )
  loop
    execute format(
      'revoke all on sequence %s from public, anon, authenticated, service_role', v_sequence.name
    );
  end loop;
end
$$;

alter table public.ai_quota_tiers enable row level security;
grant select on public.ai_quota_tiers to authenticated, service_role;
grant
  insert (tier, monthly_token_quota, monthly_request_quota),
  update (tier, monthly_token_quota, monthly_request_quota),
  delete
on public.ai_quota_tiers to service_role;
create policy "signed-in users read the tiers" on public.ai_quota_tiers
  for select to authenticated
  using (true);

alter table public.user_ai_quotas enable row level security;
grant select on public.user_ai_quotas to authenticated, service_role;
create policy "users read their own quota, admins every quota" on public.user_ai_quotas
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

alter table public.ai_agent_usage enable row level security;
grant select on public.ai_agent_usage to authenticated, service_role;
create policy "users read their own usage, admins all usage" on public.ai_agent_usage
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

alter table public.ai_usage_reservations enable row level security;
grant select on public.ai_usage_reservations to authenticated, service_role;
create policy "users read their own reservations, admins all reservations"
  on public.ai_usage_reservations
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

alter table public.ai_usage_closed_days enable row level security;
grant select on public.ai_usage_closed_days to authenticated, service_role;
create policy "users read their own days, admins all days" on public.ai_usage_closed_days
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

alter table public.user_subscriptions enable row level security;
grant select on public.user_subscriptions to authenticated, service_role;
grant
  insert (user_id, tier, status, current_period_start, current_period_end),
  update (user_id, tier, status, current_period_start, current_period_end),
  delete
on public.user_subscriptions to service_role;
create policy "users read their own subscription, admins every one" on public.user_subscriptions
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

alter table public.user_quota_overrides enable row level security;
grant select on public.user_quota_overrides to authenticated, service_role;
grant
  insert (user_id, monthly_token_quota, monthly_request_quota, reason, expires_at),
  update (user_id, monthly_token_quota, monthly_request_quota, reason, expires_at),
  delete
on public.user_quota_overrides to service_role;
create policy "admins read every override" on public.user_quota_overrides
  for select to authenticated
  using ((select ai_quota.is_admin()));

alter table public.user_ai_quota_periods enable row level security;
grant select on public.user_ai_quota_periods to authenticated, service_role;
create policy "users read their own periods, admins all periods" on public.user_ai_quota_periods
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

alter table public.ai_quota_alerts enable row level security;
grant select on public.ai_quota_alerts to authenticated, service_role;
create policy "users read their own alerts, admins all alerts" on public.ai_quota_alerts
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

alter table public.ai_model_prices enable row level security;
grant select on public.ai_model_prices to authenticated, service_role;
grant
  insert (
    model, valid_from, input_price, cached_input_price, output_price, reasoning_price, source
  ),
  update (
    model, valid_from, input_price, cached_input_price, output_price, reasoning_price, source
  ),
  delete
on public.ai_model_prices to service_role;
create policy "signed-in users read the prices" on public.ai_model_prices
  for select to authenticated
  using (true);

-- What a host has under a name of ours that is a view stays, under another name.
do $$
declare
  v_theirs record;
begin
  for v_theirs in
    select c.oid::regclass as name, c.relname
    from (
      values
        ('ai_usage_daily', 'Usage by user and UTC day: %'),
        ('ai_unpriced_models', 'Calls recorded without a cost, %')
    ) as o (name, comment)
      join pg_catalog.pg_class as c on c.oid = to_regclass(format('public.%I', o.name))
    where c.relkind <> 'v' or (obj_description(c.oid, 'pg_class') like o.comment) is not true
  loop
    raise warning '% is no view of ours and is now called %_superseded',
      v_theirs.name, v_theirs.relname;
    execute format('alter table %s rename to %I', v_theirs.name, v_theirs.relname || '_superseded');
  end loop;
end
$$;

-- For charts. A day may stand in both: a call that began before midnight can come after one that
-- began later.
create or replace view public.ai_usage_daily
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
  from public.ai_usage_closed_days as c
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
comment on view public.ai_usage_daily is
  'Usage by user and UTC day: what track_usage recorded on that day, today included.';
revoke all on public.ai_usage_daily from public, anon, authenticated, service_role;
grant select on public.ai_usage_daily to authenticated, service_role;

-- Models whose price is not known, for whoever keeps ai_model_prices.
create or replace view public.ai_unpriced_models
with (security_invoker = true)
as
select
  u.model_used,
  count(*) as calls,
  sum(u.tokens_total) as tokens,
  min(u.created_at) as first_at,
  max(u.created_at) as last_at
from public.ai_agent_usage as u
where u.cost_usd is null and u.model_used is not null
group by u.model_used;
comment on view public.ai_unpriced_models is
  'Calls recorded without a cost, by model, as far as the caller may read the ledger.';
revoke all on public.ai_unpriced_models from public, anon, authenticated, service_role;
grant select on public.ai_unpriced_models to authenticated, service_role;

-- A signed-in user's card follows the own quota row live, where Realtime is.
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

-- What a host built over these tables must not lead around the policies: views read with their
-- caller's rights, materialized views (which cannot) are not for API roles, and definer functions
-- that write the tables are for the server.
do $$
declare
  v_object record;
begin
  for v_object in
    with recursive readers as (
      select t.oid
      from (
        values ('public.user_ai_quotas'::regclass), ('public.ai_agent_usage'::regclass)
      ) as t (oid)
      union
      select r.ev_class
      from readers as l
        join pg_catalog.pg_depend as d
          on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = l.oid
          and d.classid = 'pg_catalog.pg_rewrite'::regclass
        join pg_catalog.pg_rewrite as r on r.oid = d.objid
    )
    select c.oid::regclass as name, c.relkind
    from readers as l
      join pg_catalog.pg_class as c on c.oid = l.oid
    where c.relkind in ('v', 'm') and pg_has_role(c.relowner, 'member')
  loop
    if v_object.relkind = 'v' then
      execute format('alter view %s set (security_invoker = true)', v_object.name);
    else
      execute format('revoke all on %s from public, anon, authenticated', v_object.name);
    end if;
  end loop;

  for v_object in
    select p.oid::regprocedure as signature
    from pg_temp.functions_reaching(
      '(insert\s+into|update|delete\s+from)\s+(only\s+)?("?public"?\.)?"?'
      || '(user_ai_quotas|ai_agent_usage)\M'
    ) as r (oid)
      join pg_catalog.pg_proc as p on p.oid = r.oid
    where p.prosecdef
      and pg_has_role(p.proowner, 'member')
      and p.prorettype <> 'trigger'::regtype
      -- Ours pin an empty search_path and speak to ai_quota.
      and p.prosrc !~ '\mai_quota\.'
      and (
        has_function_privilege('anon', p.oid, 'execute')
        or has_function_privilege('authenticated', p.oid, 'execute')
      )
  loop
    raise warning '% writes quotas or usage as its owner; only the server may call it now',
      v_object.signature;
    execute format(
      'revoke execute on routine %s from public, anon, authenticated', v_object.signature
    );
  end loop;
end
$$;

------------------------------------------------------------------------------------------------
-- 10. The job
--
-- Quotas are right without it: the first call of a month rolls its own user. The job is for those
-- who do not call, so that a plain SELECT is true for them too.
------------------------------------------------------------------------------------------------

do $$
begin
  if not exists (
    select from pg_catalog.pg_available_extensions as e where e.name = 'pg_cron'
  ) then
    raise notice 'pg_cron is not available here: periods roll with the first call of a month';
    return;
  end if;
  create extension if not exists pg_cron with schema pg_catalog;
  perform cron.schedule(
    'reset-monthly-ai-quotas', '0 0 1 * *', 'SELECT public.reset_monthly_quotas();'
  );
  -- For projects with more users than one transaction should hold up.
  perform cron.schedule(
    'reset-monthly-ai-quotas-in-batches', '* * 1 * *', 'CALL ai_quota.reset_in_batches();'
  );
exception
  when others then
    raise notice 'pg_cron cannot be used in this database (%): periods roll with the first call',
      sqlerrm;
end
$$;

-- squawk-ignore ban-drop-table
drop table pg_temp.found;
