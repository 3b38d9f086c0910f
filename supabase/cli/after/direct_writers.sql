-- requires ai_quota.superseded
-- An older deployment inserts into the ledger itself: our triggers count these rows, and its own
-- triggers must not count them again.
select
  'wrong' as level,
  format('trigger %I on %s is missing or off: %s', w.name, w.target, w.consequence) as problem,
  'run the migration of the release again, which makes it' as remedy
from ai_quota.superseded as s
  join (
    values
      (
        'the ledger is theirs', '~ai_quota_prepare_direct_insert',
        'public.ai_agent_usage'::regclass, 'direct inserts are not checked'
      ),
      (
        'the ledger is theirs', '~ai_quota_count_direct_inserts', 'public.ai_agent_usage',
        'direct inserts are not counted'
      ),
      (
        'the ledger is theirs', '~ai_quota_ignore_counter_update', 'public.user_ai_quotas',
        'what was inserted directly counts twice'
      ),
      (
        'the ledger is theirs', '~ai_quota_refuse_end_users', 'public.ai_agent_usage',
        'views of yours may let users change usage'
      ),
      (
        'quotas are theirs', '~ai_quota_refuse_end_users', 'public.user_ai_quotas',
        'views of yours may let users change quotas'
      )
  ) as w (right_name, name, target, consequence)
    on s.name = w.right_name
where s.kind = 'right'
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
