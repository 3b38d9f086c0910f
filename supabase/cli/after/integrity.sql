-- What verify_quota_integrity() says of users, summed up. What is missing is a finding of its own.
select
  'wrong' as level,
  format(
    '%s: wrong for %s users, such as %s (expected %s, found %s)', v.problem,
    count(distinct v.user_id), min(v.user_id::text),
    coalesce((array_agg(v.expected order by v.user_id::text))[1]::text, 'none'),
    coalesce((array_agg(v.found order by v.user_id::text))[1]::text, 'none')
  ) as problem,
  format(
    case
      when v.problem like '% rows without an account'
        -- Kept for the sums, like those of an account that was deleted anonymously.
        then 'insert into ai_quota.anonymized_users select distinct user_id from'
          || ' public.verify_quota_integrity() where problem = %L;'
      else 'select public.repair_user_quota(v.user_id) from (select distinct user_id from'
        || ' public.verify_quota_integrity() where problem = %L) as v;'
    end, v.problem
  ) as remedy
from public.verify_quota_integrity() as v
where v.user_id is not null
group by v.problem
order by v.problem;
