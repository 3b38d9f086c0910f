-- Takes up the data that an uninstallation kept in schema ai_quota_archive. Rows of the archive win
-- over those that the installation made. A table that went back to an older deployment kept its
-- rows: the archive has the columns that it did not keep, which are filled in by its key. Data of
-- another release than the installed one is refused: it has another form. Tables of the archive
-- that this installation does not have stay there.
do $$
declare
  v_table record;
  v_names text;
  v_values text;
  v_sets text;
  v_key text;
  v_keys text;
  v_item record;
  v_done regclass[];
  v_kept text;
begin
  if to_regnamespace('ai_quota_archive') is null then
    return;
  end if;
  select r.version into v_kept
  from ai_quota_archive.releases as r
  order by string_to_array(r.version, '.')::integer[] desc
  limit 1;
  if v_kept <> ai_quota.version() then
    raise exception
      'The data in schema ai_quota_archive is of AI token quotas %, and % is installed here: nothing '
      'was changed. Take it up with the release that it is of, or drop the schema.',
      v_kept, ai_quota.version();
  end if;
  -- Ledger rows that were written by hand count in days from the first installation on.
  if to_regclass('ai_quota_archive.superseded') is null then
    update ai_quota.releases as r
    set installed_at = least(
      r.installed_at, (select min(k.installed_at) from ai_quota_archive.releases as k)
    );
  end if;
  -- The list of prices makes the last two.
  drop table if exists
    ai_quota_archive.releases, ai_quota_archive.price_names, ai_quota_archive.price_patterns;
  for v_table in
    select
      c.relname, c.oid::regclass as source, t.oid::regclass as target,
      exists (
        select from pg_catalog.pg_index as i where i.indrelid = c.oid and i.indisprimary
      ) as is_whole
    from pg_catalog.pg_class as c
      join pg_catalog.pg_class as t on t.relname = c.relname and t.relkind = 'r'
    where c.relnamespace = to_regnamespace('ai_quota_archive')
      and c.relkind = 'r'
      and t.relnamespace in ('public'::regnamespace, 'ai_quota'::regnamespace)
      and c.relname not in ('superseded', 'limits_to_review')
    -- Others refer to these.
    order by c.relname not in ('ai_quota_tiers', 'ai_quota_alerts')
  loop
    select
      string_agg(format('%I', a.attname), ', '),
      -- A type may be another now, such as an enum that was made again.
      string_agg(
        case
          when a.atttypid = o.atttypid then format('%I', a.attname)
          else format('%I::text::%s', a.attname, a.atttypid::regtype)
        end,
        ', '
      ),
      string_agg(
        case
          when a.atttypid = o.atttypid or v_table.is_whole
            then format('%1$I = %2$s.%1$I', a.attname, x.source)
          else format('%1$I = s.%1$I::text::%2$s', a.attname, a.atttypid::regtype)
        end,
        ', '
      ) filter (where not x.is_key),
      string_agg(format('%I', a.attname), ', ') filter (where x.is_key),
      string_agg(format('t.%1$I = s.%1$I', a.attname), ' and ') filter (where x.is_key)
    into v_names, v_values, v_sets, v_key, v_keys
    from pg_catalog.pg_attribute as a
      join pg_catalog.pg_attribute as o
        on o.attrelid = v_table.source and o.attname = a.attname and not o.attisdropped
      left join pg_catalog.pg_index as i on i.indrelid = a.attrelid and i.indisprimary
      cross join lateral (
        select
          case when v_table.is_whole then 'excluded' else 's' end as source,
          coalesce(
            a.attnum = any (i.indkey), a.attname = 'user_id' and v_table.relname = 'user_ai_quotas'
          ) as is_key
      ) as x
    where a.attrelid = v_table.target
      and a.attnum > 0
      and not a.attisdropped
      and a.attgenerated = ''
      -- The installation has found out which period is open.
      and (v_table.is_whole or v_table.relname <> 'user_ai_quotas' or a.attname <> 'period_start');

    -- Every row was counted already.
    for v_item in
      select t.tgname
      from pg_catalog.pg_trigger as t
        join pg_catalog.pg_proc as p on p.oid = t.tgfoid
      where t.tgrelid = v_table.target and p.pronamespace = 'ai_quota'::regnamespace
    loop
      execute format('alter table %s disable trigger %I', v_table.target, v_item.tgname);
    end loop;
    if v_table.is_whole then
      execute format(
        'insert into %s (%s) overriding system value select %s from %s on conflict (%s) do %s',
        v_table.target, v_names, v_values, v_table.source, v_key,
        case
          when v_sets is null or v_table.relname = 'opening_balances' then 'nothing'
          else 'update set ' || v_sets
        end
      );
    elsif v_keys is not null and v_sets is not null then
      execute format(
        'update %s as t set %s from %s as s where %s', v_table.target, v_sets, v_table.source,
        v_keys
      );
    end if;
    for v_item in
      select t.tgname
      from pg_catalog.pg_trigger as t
        join pg_catalog.pg_proc as p on p.oid = t.tgfoid
      where t.tgrelid = v_table.target and p.pronamespace = 'ai_quota'::regnamespace
    loop
      execute format('alter table %s enable trigger %I', v_table.target, v_item.tgname);
    end loop;

    for v_item in
      select a.attname, pg_get_serial_sequence(v_table.target::text, a.attname) as name
      from pg_catalog.pg_attribute as a
      where a.attrelid = v_table.target and a.attidentity <> ''
    loop
      execute format(
        'select setval(%1$L, greatest(max(%2$I), nextval(%1$L))) from %3$s', v_item.name,
        v_item.attname, v_table.target
      );
    end loop;
    v_done := v_done || v_table.source;
  end loop;
  execute 'drop table ' || array_to_string(v_done, ', ');
  -- Of an older deployment: what was superseded was given back, and is noted anew. The limits that
  -- wait for a review still do.
  drop table if exists ai_quota_archive.superseded;
  if to_regclass('ai_quota_archive.limits_to_review') is not null then
    alter table ai_quota_archive.limits_to_review
      drop constraint if exists limits_to_review_user_id_fkey;
    if to_regclass('ai_quota.limits_to_review') is not null then
      insert into ai_quota_archive.limits_to_review
      select n.* from ai_quota.limits_to_review as n
      where n.user_id not in (select k.user_id from ai_quota_archive.limits_to_review as k);
      drop table ai_quota.limits_to_review;
    end if;
    alter table ai_quota_archive.limits_to_review set schema ai_quota;
  end if;
  for v_item in
    select t.oid::regtype as type
    from pg_catalog.pg_type as t
    where t.typnamespace = to_regnamespace('ai_quota_archive') and t.typtype in ('d', 'e')
  loop
    execute format('drop type %s', v_item.type);
  end loop;
  if not exists (
    select from pg_catalog.pg_class as c
    where c.relnamespace = to_regnamespace('ai_quota_archive')
  ) then
    drop schema ai_quota_archive;
  end if;
end
$$;
