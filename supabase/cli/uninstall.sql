-- Removes AI token quotas. Where objects of the host need ours, it stops with one error that names
-- them, before anything is changed. The tables of an older deployment of the guide go back to the
-- host, with the functions that ai_quota.superseded keeps: API roles read as before, and write
-- nothing.

-- squawk-ignore ban-drop-table
drop table if exists pg_temp.ai_quota_ours, pg_temp.ai_quota_superseded;
create temp table ai_quota_ours (name text primary key);
insert into pg_temp.ai_quota_ours (name)
select unnest(array[
  -- names of the package
]::text[]);
create temp table ai_quota_superseded (id bigint, kind text, name text, definition text);

-- The tables that the package took over from an older deployment.
create or replace function pg_temp.ai_quota_adopted()
returns setof regclass
language sql
set search_path = ''
as $$
  select a.name::regclass
  from (values ('public.user_ai_quotas'), ('public.ai_agent_usage')) as a (name)
  where exists (
    select from pg_temp.ai_quota_superseded as s
    where s.kind <> 'function' and s.definition || s.name like '%' || a.name || '%'
  )
$$;

-- Whether a part of an adopted table was there before the package.
create or replace function pg_temp.ai_quota_is_hosts(part text)
returns boolean
language sql
set search_path = ''
as $$
  select exists (
    select from pg_temp.ai_quota_superseded as s where s.kind = 'found' and s.name = part
  )
$$;

create or replace function pg_temp.ai_quota_columns(target regclass)
returns table (name name, attnum smallint)
language sql
set search_path = ''
as $$
  select a.attname, a.attnum
  from pg_catalog.pg_attribute as a
    join pg_temp.ai_quota_ours as o on o.name = format('column %s.%I', target, a.attname)
  where a.attrelid = target
    and a.attnum > 0
    and not a.attisdropped
    and not pg_temp.ai_quota_is_hosts(o.name)
$$;

-- Our tables, views and types that go.
create or replace function pg_temp.ai_quota_relations()
returns table (relation regclass, kind text, is_known boolean)
language sql
set search_path = ''
as $$
  select c.oid::regclass, k.kind, x.is_known
  from pg_catalog.pg_class as c
    join (values ('r', 'table'), ('v', 'view'), ('c', 'type')) as k (relkind, kind)
      on k.relkind = c.relkind::text
    cross join lateral (
      select format('%s %s', k.kind, c.oid::regclass) in (
        select o.name from pg_temp.ai_quota_ours as o
        union all
        select unnest(array['table ai_quota.superseded', 'table ai_quota.limits_to_review'])
      ) as is_known
    ) as x
  where (x.is_known or c.relnamespace = to_regnamespace('ai_quota'))
    and c.oid not in (select a::oid from pg_temp.ai_quota_adopted() as a)
$$;

create or replace function pg_temp.ai_quota_functions()
returns setof regprocedure
language sql
set search_path = ''
as $$
  select p.oid::regprocedure
  from pg_catalog.pg_proc as p
  where p.pronamespace = to_regnamespace('ai_quota')
    or 'function ' || p.oid::regprocedure in (select o.name from pg_temp.ai_quota_ours as o)
    -- Only in databases in which policies of the host called has_quota_for before 0.10.0.
    or p.oid = to_regprocedure('public.ai_quota_has_quota_for_0_9(bigint)')
$$;

create or replace function pg_temp.ai_quota_types()
returns setof regtype
language sql
set search_path = ''
as $$
  select t.oid::regtype
  from pg_catalog.pg_type as t
  where t.typtype in ('d', 'e')
    and (
      t.typnamespace = to_regnamespace('ai_quota')
      or 'type ' || t.oid::regtype in (select o.name from pg_temp.ai_quota_ours as o)
    )
$$;

-- What the host made of our objects, or added to them.
create or replace function pg_temp.ai_quota_needed_by()
returns setof text
language sql
set search_path = ''
as $$
  with relations as materialized (
    select r.relation::oid as oid from pg_temp.ai_quota_relations() as r
  ),
  functions as materialized (
    select f::oid as oid from pg_temp.ai_quota_functions() as f
  ),
  ours (classid, objid, objsubid) as materialized (
    select 'pg_catalog.pg_class'::regclass, r.oid, null::integer from relations as r
    union all
    select 'pg_catalog.pg_class'::regclass, c.oid, null
    from pg_catalog.pg_class as c
    where c.relnamespace = to_regnamespace('ai_quota') and c.relkind in ('i', 'S')
    union all
    select 'pg_catalog.pg_class'::regclass, a::oid, c.attnum
    from pg_temp.ai_quota_adopted() as a
      cross join lateral pg_temp.ai_quota_columns(a) as c
    union all
    select 'pg_catalog.pg_proc'::regclass, f.oid, null from functions as f
    union all
    select 'pg_catalog.pg_type'::regclass, t.oid, null
    from pg_catalog.pg_type as t
      left join pg_catalog.pg_type as e on e.oid = t.typelem
    where greatest(t.typrelid, e.typrelid) in (select r.oid from relations as r)
      or t.oid in (select x from pg_temp.ai_quota_types() as x)
      or e.oid in (select x from pg_temp.ai_quota_types() as x)
    union all
    select 'pg_catalog.pg_namespace'::regclass, to_regnamespace('ai_quota')::oid, null
  ),
  dependents as materialized (
    select distinct d.classid, d.objid, d.objsubid
    from ours as o
      join pg_catalog.pg_depend as d on d.refclassid = o.classid and d.refobjid = o.objid
    where d.deptype in ('n', 'a')
      and d.refobjsubid = coalesce(o.objsubid, d.refobjsubid)
      and d.classid <> 'pg_catalog.pg_publication_rel'::regclass
      and not exists (
        select from ours as u where u.classid = d.classid and u.objid = d.objid
      )
  )
  select case x.type when 'rule' then pg_describe_object('pg_catalog.pg_class'::regclass, y.oid, 0)
    else format('%s %s', x.type, x.identity)
  end
  from dependents as d
    cross join lateral pg_identify_object(d.classid, d.objid, d.objsubid) as x
    left join pg_catalog.pg_trigger as t
      on d.classid = 'pg_catalog.pg_trigger'::regclass and t.oid = d.objid
    left join pg_catalog.pg_index as i
      on d.classid = 'pg_catalog.pg_class'::regclass and i.indexrelid = d.objid
    -- The table or view of which the dependent object is a part.
    cross join lateral (
      select coalesce(
        i.indrelid,
        to_regclass(substring(x.identity from ' on ([^ ]+)$')),
        to_regclass(substring(x.identity from '^for (.+)[.][^.]+$')),
        0::oid
      ) as oid
    ) as y
  -- Parts of our tables go with them, unless they are triggers of the host's.
  where case
      when t.oid is not null then t.tgfoid not in (select f.oid from functions as f)
      else y.oid not in (
        select r.oid from relations as r
        union all
        select a::oid from pg_temp.ai_quota_adopted() as a
      )
    end
  union
  select format('%s %s', r.kind, r.relation)
  from pg_temp.ai_quota_relations() as r
  where not r.is_known
  union
  select format('column %s.%I', r.relation, a.attname)
  from pg_temp.ai_quota_relations() as r
    join pg_temp.ai_quota_ours as o on o.name = 'table ' || r.relation
    join pg_catalog.pg_attribute as a
      on a.attrelid = r.relation and a.attnum > 0 and not a.attisdropped
  where format('column %s.%I', r.relation, a.attname)
    not in (select u.name from pg_temp.ai_quota_ours as u)
$$;

-- Closes a table of the archive, and has it follow the deletion of accounts.
create or replace function pg_temp.ai_quota_close(target regclass)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_publication name;
begin
  for v_publication in
    select p.pubname
    from pg_catalog.pg_publication as p
      join pg_catalog.pg_publication_rel as m on m.prpubid = p.oid
    where m.prrelid = target
  loop
    execute format('alter publication %I drop table %s', v_publication, target);
  end loop;
  execute format('revoke all on %s from public, anon, authenticated, service_role', target);
  execute format('alter table %s enable row level security', target);
  if exists (
    select from pg_catalog.pg_attribute as a where a.attrelid = target and a.attname = 'user_id'
  ) and not exists (
    select from pg_catalog.pg_constraint as k
    where k.conrelid = target and k.confrelid = 'auth.users'::regclass
  ) then
    execute format(
      'alter table %s add foreign key (user_id) references auth.users (id) on delete cascade'
      ' not valid', target
    );
  end if;
end
$$;

-- Moves our tables, and copies what a host's table will not keep: its key and our columns.
create or replace function pg_temp.ai_quota_archive()
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_type regtype;
  v_table record;
begin
  create schema ai_quota_archive;
  comment on schema ai_quota_archive is
    'The data of AI token quotas, which were removed: the next installation takes it up again.';
  for v_type in
    select t from pg_temp.ai_quota_types() as t
  loop
    execute format('alter type %s set schema ai_quota_archive', v_type);
  end loop;
  for v_table in
    select c.relname, c.oid::regclass as relation, a is not null as is_adopted
    from pg_catalog.pg_class as c
      left join pg_temp.ai_quota_adopted() as a on a = c.oid
    where a is not null
      or c.oid in (select r.relation from pg_temp.ai_quota_relations() as r where r.kind = 'table')
  loop
    if v_table.is_adopted then
      execute (
        select format(
          'create table ai_quota_archive.%I as select %s from %s', v_table.relname,
          string_agg(format('%I', a.attname), ', ' order by a.attnum), v_table.relation
        )
        from pg_catalog.pg_attribute as a
          left join pg_catalog.pg_index as i on i.indrelid = a.attrelid and i.indisprimary
        where a.attrelid = v_table.relation
          and a.attnum > 0
          and (
            a.attname = 'user_id'
            or a.attnum = any (i.indkey)
            or a.attnum in (select c.attnum from pg_temp.ai_quota_columns(v_table.relation) as c)
          )
      );
    else
      execute format('alter table %s set schema ai_quota_archive', v_table.relation);
    end if;
    perform pg_temp.ai_quota_close(format('ai_quota_archive.%I', v_table.relname)::regclass);
  end loop;
end
$$;

-- Takes our parts of an adopted table away, and puts the host's back.
create or replace function pg_temp.ai_quota_give_back(target regclass)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_statement text;
begin
  foreach v_statement in array array(
    select format('drop policy %I on %s', p.polname, target)
    from pg_catalog.pg_policy as p
    where p.polrelid = target
      and (
        p.polname = 'users report their own usage'
        or format('policy %I on %s', p.polname, target)
          in (select o.name from pg_temp.ai_quota_ours as o)
      )
    union all
    select format('alter table %s drop constraint %I', target, k.conname)
    from pg_catalog.pg_constraint as k
      cross join lateral (
        select format('constraint %I on %s', k.conname, target) as label
      ) as x
    where k.conrelid = target
      and case
        when k.contype in ('c', 'f')
          then x.label in (select o.name from pg_temp.ai_quota_ours as o)
        else k.conname = 'user_ai_quotas_user_id_key' and not pg_temp.ai_quota_is_hosts(x.label)
      end
    union all
    select format('drop index %s', i.indexrelid::regclass)
    from pg_catalog.pg_index as i
      join pg_temp.ai_quota_ours as o on o.name = 'index ' || i.indexrelid::regclass
    where i.indrelid = target
      and not pg_temp.ai_quota_is_hosts(o.name)
      and not exists (select from pg_catalog.pg_constraint as k where k.conindid = i.indexrelid)
    union all
    select format('alter publication %I drop table %s', p.pubname, target)
    from pg_catalog.pg_publication as p
      join pg_catalog.pg_publication_rel as m on m.prpubid = p.oid
      join pg_temp.ai_quota_ours as o
        on o.name = format('publication of %s in %I', target, p.pubname)
    where m.prrelid = target and not pg_temp.ai_quota_is_hosts(o.name)
    union all
    select format('alter table %s drop column %I', target, c.name)
    from pg_temp.ai_quota_columns(target) as c
    union all
    select format('comment on column %s.%I is null', target, a.attname)
    from pg_catalog.pg_attribute as a
      join pg_temp.ai_quota_ours as o on o.name = format('column %s.%I', target, a.attname)
    where a.attrelid = target
      and a.attname not in (select c.name from pg_temp.ai_quota_columns(target) as c)
    union all
    select format('alter table %s alter column %I drop %s', target, a.attname, x.action)
    from pg_catalog.pg_attribute as a
      left join pg_catalog.pg_index as i on a.attrelid = i.indrelid and i.indisprimary
      cross join lateral (
        values
          ('default', a.atthasdef and a.attgenerated = ''),
          ('not null', a.attnotnull and a.attidentity = '' and a.attnum <> all (i.indkey))
      ) as x (action, is_set)
    where a.attrelid = target
      and pg_temp.ai_quota_is_hosts(format('column %s.%I', target, a.attname))
      and x.is_set
      and not exists (
        select from pg_temp.ai_quota_superseded as s
        where s.kind = 'column'
          and s.name = format('%I of %s', a.attname, target)
          and s.definition like '% set ' || x.action || '%'
      )
    union all
    select format('comment on table %s is null', target)
    union all
    select format('alter table %s reset (fillfactor)', target)
    union all
    select format('revoke all on %s from public, anon, authenticated, service_role', target)
  ) loop
    execute v_statement;
  end loop;

  for v_statement in
    select case s.kind
      when 'trigger' then
        format('alter table %s enable trigger %s', target, regexp_replace(s.name, ' on \S+$', ''))
      when 'policy' then
        replace(
          regexp_replace(s.definition, ' with check \(.*$', ''), ' for ALL to ', ' for SELECT to '
        )
      else s.definition || case when s.definition ~* ' (check|foreign key) \('
        and s.definition !~ ' NOT VALID$' then ' not valid' else '' end
    end
    from pg_temp.ai_quota_superseded as s
    where (s.name || s.definition || ' ') ~ ('\m' || target || '\M')
      and (
        s.kind in ('trigger', 'constraint', 'index')
        or s.kind = 'grant' and s.definition ~ '^grant SELECT\M'
        or s.kind = 'policy' and s.definition ~ ' for (SELECT|ALL) to .* using \('
      )
    order by s.id
  loop
    execute v_statement;
  end loop;
  for v_statement in
    select s.definition
    from pg_temp.ai_quota_superseded as s
    where s.kind = 'column' and s.name like '% of ' || target
    union all
    select format('alter table %s validate constraint %I', target, k.conname)
    from pg_catalog.pg_constraint as k
    where k.conrelid = target and not k.convalidated
  loop
    begin
      execute v_statement;
    exception
      when check_violation or foreign_key_violation
        or not_null_violation or undefined_column
      then
        raise notice 'not restored, because of rows since then: %', v_statement;
    end;
  end loop;
  if not exists (select from pg_catalog.pg_policy as p where p.polrelid = target) then
    execute format(
      'create policy "users read their own rows" on %s for select to authenticated'
      ' using (user_id = (select auth.uid()))', target
    );
  end if;
end
$$;

-- With a search_path like that of the migration in which their definitions were written.
create or replace function pg_temp.ai_quota_restore_functions()
returns void
language plpgsql
set search_path = public, extensions
as $$
declare
  v_old record;
  v_renamed regprocedure;
begin
  perform set_config('check_function_bodies', 'off', true);
  for v_old in
    select s.definition, s.name,
      regexp_replace(s.name, '^public[.]|[(].*$', '', 'g') as plain_name,
      substring(s.name from '[(].*$') as arguments
    from pg_temp.ai_quota_superseded as s
    where s.kind = 'function'
    order by s.id
  loop
    v_renamed := to_regprocedure(v_old.plain_name || '_superseded' || v_old.arguments);
    if v_renamed is null then
      execute v_old.definition;
    else
      execute format('alter routine %s rename to %s', v_renamed, v_old.plain_name);
    end if;
    execute format(
      'revoke all on routine %s from public, anon, authenticated, service_role', v_old.name
    );
    if v_old.plain_name in (
      'get_user_quota_status', 'check_user_quota', 'get_user_monthly_usage'
    ) then
      execute format('grant execute on routine %s to authenticated, service_role', v_old.name);
    end if;
  end loop;
end
$$;

-- Ends our jobs, unless the guide has its own function for one. pg_cron goes too where it came
-- with the package and has no other job.
create or replace function pg_temp.ai_quota_unschedule(is_pg_cron_ours boolean)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_is_used boolean;
begin
  if to_regclass('cron.job') is null then
    return;
  end if;
  execute
    'select count(cron.unschedule(j.jobname)) from cron.job as j'
    ' where ''cron job '' || j.jobname in (select o.name from pg_temp.ai_quota_ours as o)'
    ' and j.username = current_user'
    ' and not (j.jobname = ''reset-monthly-ai-quotas'' and to_regprocedure($1) is not null)'
  using 'public.reset_monthly_quotas()';
  execute 'select exists (select from cron.job)' into v_is_used;
  if is_pg_cron_ours and not v_is_used then
    begin
      drop extension pg_cron;
    exception
      when insufficient_privilege then
        raise notice 'pg_cron stays: %', sqlerrm;
    end;
  end if;
end
$$;

create or replace function pg_temp.ai_quota_uninstall(keep_data boolean)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_needed_by text[];
  v_adopted regclass[];
  v_table regclass;
  v_statement text;
  v_is_pg_cron_ours boolean := exists (
    select from pg_catalog.pg_extension as e
    where e.extname = 'pg_cron' and e.oid > to_regnamespace('ai_quota')::oid
  );
begin
  if to_regclass('ai_quota.releases') is null then
    raise notice 'AI token quotas are not installed here';
    return;
  end if;
  if to_regclass('ai_quota.superseded') is not null then
    execute
      'insert into pg_temp.ai_quota_superseded'
      ' select s.id, s.kind, s.name, s.definition from ai_quota.superseded as s';
  end if;
  v_needed_by := array(select x from pg_temp.ai_quota_needed_by() as x order by 1);
  if v_needed_by <> '{}' then
    raise exception
      E'AI token quotas were not removed, and nothing was changed: these objects of yours need '
      'them. Drop or change them first.\n- %', array_to_string(v_needed_by, E'\n- ');
  end if;
  if keep_data and to_regnamespace('ai_quota_archive') is not null then
    raise exception
      'AI token quotas were not removed, and nothing was changed: schema ai_quota_archive has data '
      'of an earlier time. Rename or drop it first.';
  end if;

  v_adopted := array(select a from pg_temp.ai_quota_adopted() as a);
  if keep_data then
    perform pg_temp.ai_quota_archive();
  end if;
  -- Nothing of the host's needs them, and so nothing of the host's cascades.
  foreach v_statement in array array(
    select format('drop %s if exists %s cascade', r.kind, r.relation)
    from pg_temp.ai_quota_relations() as r
    union all
    select format('drop function if exists %s cascade', f) from pg_temp.ai_quota_functions() as f
    union all
    select format('drop type if exists %s cascade', t) from pg_temp.ai_quota_types() as t
    union all
    select 'drop schema ai_quota cascade'
  ) loop
    execute v_statement;
  end loop;
  foreach v_table in array v_adopted loop
    perform pg_temp.ai_quota_give_back(v_table);
  end loop;
  perform pg_temp.ai_quota_restore_functions();
  perform pg_temp.ai_quota_unschedule(v_is_pg_cron_ours);
end
$$;

select pg_temp.ai_quota_uninstall(keep_data => false);

-- squawk-ignore ban-drop-function
drop function
  pg_temp.ai_quota_adopted(), pg_temp.ai_quota_is_hosts(text),
  pg_temp.ai_quota_columns(regclass), pg_temp.ai_quota_relations(),
  pg_temp.ai_quota_functions(), pg_temp.ai_quota_types(), pg_temp.ai_quota_needed_by(),
  pg_temp.ai_quota_close(regclass),
  pg_temp.ai_quota_archive(),
  pg_temp.ai_quota_give_back(regclass), pg_temp.ai_quota_restore_functions(),
  pg_temp.ai_quota_unschedule(boolean), pg_temp.ai_quota_uninstall(boolean);
-- squawk-ignore ban-drop-table
drop table pg_temp.ai_quota_ours, pg_temp.ai_quota_superseded;
