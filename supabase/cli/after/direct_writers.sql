-- requires ai_quota.superseded
-- An older deployment inserts into the ledger itself: our triggers count these rows, and its own
-- triggers must not count them again.
select
  'wrong' as level,
  format('trigger %I on %s is missing or off: direct inserts are not counted', w.name, w.target)
    as problem,
  'run the migration of the release again, which makes it' as remedy
from (
  values
    ('~ai_quota_prepare_direct_insert', 'public.ai_agent_usage'::regclass),
    ('~ai_quota_count_direct_inserts', 'public.ai_agent_usage'::regclass),
    ('~ai_quota_ignore_counter_update', 'public.user_ai_quotas'::regclass)
) as w (name, target)
where exists (
    select from ai_quota.superseded as s
    where s.kind = 'right' and s.name = 'the ledger is theirs'
  )
  and not exists (
  select from pg_trigger as t
  where t.tgrelid = w.target and t.tgname = w.name and t.tgenabled in ('O', 'A')
)
union all
select
  'wrong' as level,
  format(
    'trigger %I on %s is on again: the package does what it does, so usage counts twice',
    t.tgname, t.tgrelid::regclass
  ) as problem,
  format('alter table %s disable trigger %I;', t.tgrelid::regclass, t.tgname) as remedy
from ai_quota.superseded as s
  join pg_trigger as t
    on s.kind = 'trigger' and s.name = format('%I on %s', t.tgname, t.tgrelid::regclass)
where t.tgenabled in ('O', 'A');
