-- What verify_quota_integrity() says, summed up.
select
  'wrong' as level,
  format(
    '%s: wrong for %s users, such as %s (expected %s, found %s)', v.problem,
    count(distinct v.user_id), coalesce(min(v.user_id::text), 'none'),
    coalesce((array_agg(v.expected order by v.user_id::text))[1]::text, 'none'),
    coalesce((array_agg(v.found order by v.user_id::text))[1]::text, 'none')
  ) as problem,
  format(
    'select public.repair_user_quota(v.user_id) from (select distinct user_id from'
    || ' public.verify_quota_integrity() where problem = %L) as v;', v.problem
  ) as remedy
from public.verify_quota_integrity() as v
group by v.problem
order by v.problem;
