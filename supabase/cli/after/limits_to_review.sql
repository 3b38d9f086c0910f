-- requires ai_quota.limits_to_review
-- Limits from a time when users could change their own.
select
  'wrong' as level,
  format(
    '%s users may have raised their own limit before the installation, such as %s', count(*),
    min(l.user_id::text)
  ) as problem,
  'confirm or lower each, then take it off the list: delete from ai_quota.limits_to_review where'
  || ' user_id = …;' as remedy
from ai_quota.limits_to_review as l
having count(*) > 0;
