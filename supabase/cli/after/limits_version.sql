-- requires ai_quota.limits_version
-- Without the version, every call takes its limits anew. The new one is later than that of any quota.
select
  'wrong' as level,
  'ai_quota.limits_version has no row: every call takes its limits anew, which is slow' as problem,
  'insert into ai_quota.limits_version (version, swept_version) select'
  || ' coalesce(max(limits_version), 0) + 1, 0 from public.user_ai_quotas;' as remedy
where not exists (select from ai_quota.limits_version);
