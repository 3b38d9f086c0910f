create schema ai_quota;
comment on schema ai_quota is
  'Internals of the AI token quotas. Not exposed through the API, which is in schema public.';
revoke all on schema ai_quota from public, anon, authenticated, service_role;
-- Policies call ai_quota.is_admin().
grant usage on schema ai_quota to authenticated;
