-- Counters of an older deployment that keep the type integer: the call that passes its end fails.
select
  'wrong' as level,
  format(
    '%s of public.user_ai_quotas is an %s, and a user is at %s of %s', a.attname,
    format_type(a.atttypid, null), c.highest, t.maximum
  ) as problem,
  format(
    'alter table public.user_ai_quotas alter column %I type bigint; views that read the column must'
    || ' be dropped before, and made again afterwards', a.attname
  ) as remedy
from (
  select
    max(q.current_month_tokens)::bigint as current_month_tokens,
    max(q.current_month_requests)::bigint as current_month_requests
  from public.user_ai_quotas as q
) as q
  cross join lateral (
    values
      ('current_month_tokens', q.current_month_tokens),
      ('current_month_requests', q.current_month_requests)
  ) as c (attname, highest)
  join pg_attribute as a
    on a.attrelid = 'public.user_ai_quotas'::regclass and c.attname = a.attname
  join (
    values
      ('smallint'::regtype, 32767),
      ('integer'::regtype, 2147483647)
  ) as t (type, maximum)
    on a.atttypid = t.type
where c.highest > t.maximum / 2;
