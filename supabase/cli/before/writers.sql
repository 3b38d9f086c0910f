-- What writes the guide's tables now, and will not be able to, or will not count, afterwards.
with
tables as (
  select
    c.oid,
    c.relname
  from pg_class as c
  where c.oid in (to_regclass('public.user_ai_quotas'), to_regclass('public.ai_agent_usage'))
)
select
  case when g.tgname is null then 'wrong' else 'note' end as level,
  case
    when g.tgname is null
      then format(
        'function %s of yours writes %s: afterwards API roles change no counters, and what they'
        || ' insert is counted', p.oid::regprocedure, string_agg(distinct t.relname, ' and ')
      )
    else format(
      'trigger %I on %s counts, prices or limits: the installation turns it off, and does the same',
      g.tgname, g.tgrelid::regclass
    )
  end as problem,
  case when g.tgname is null then 'have it call public.track_usage instead' else 'nothing' end
    as remedy
from pg_proc as p
  join pg_namespace as n on p.pronamespace = n.oid
  cross join tables as t
  left join pg_trigger as g
    on p.oid = g.tgfoid and g.tgenabled <> 'D' and g.tgrelid in (select tables.oid from tables)
where n.nspname !~ '^(pg_.*|information_schema)$'
  and not (
    n.nspname = 'public'
    and p.proname in (
      'get_user_quota_status', 'reset_monthly_quotas', 'initialize_user_quota',
      'check_user_quota', 'get_user_monthly_usage'
    )
  )
  and regexp_replace(
    coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), '--[^\n]*|/\*.*?\*/', '', 'g'
  ) ~* case t.relname
    when 'ai_agent_usage' then '\minsert\s+into\s+(\w+\.)?"?ai_agent_usage\M'
    else '\mupdate\s+(only\s+)?(\w+\.)?"?user_ai_quotas\M'
  end
group by p.oid, g.oid
union all
select
  'wrong' as level,
  'users may update public.user_ai_quotas: clients that do so will be refused, and limits above the'
  || ' default tier go to ai_quota.limits_to_review' as problem,
  'have clients call public.track_usage instead' as remedy
from tables as t
  join pg_class as c on t.oid = c.oid
where t.relname = 'user_ai_quotas'
  and has_any_column_privilege('authenticated', t.oid, 'update')
  and (
    not c.relrowsecurity
    or exists (
      select from pg_policy as p
      where p.polrelid = t.oid
        and p.polcmd in ('*', 'w')
        and (p.polroles @> array[0::oid] or 'authenticated'::regrole = any(p.polroles))
    )
  )
order by problem;
