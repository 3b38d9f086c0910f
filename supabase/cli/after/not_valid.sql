-- Rules that rows from before the installation break.
select
  'note' as level,
  format(
    'constraint %I on %s holds for new rows only: older rows break it', k.conname,
    k.conrelid::regclass
  ) as problem,
  format(
    'correct the rows, then alter table %s validate constraint %I;', k.conrelid::regclass,
    k.conname
  ) as remedy
from pg_constraint as k
  join pg_class as c on k.conrelid = c.oid
where not k.convalidated
  and (
    c.relnamespace = 'ai_quota'::regnamespace
    or c.relnamespace = 'public'::regnamespace
    and c.relname = any(current_setting('ai_quota.names')::text[])
  )
order by problem;
