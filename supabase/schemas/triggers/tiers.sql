-- An edit of tiers or settings is one new version: every quota that has an older one takes its
-- limits anew with the next call, or from the job. Before the rows are locked, so that two edits of
-- several tiers cannot deadlock. Definer: service_role may write tiers, but not the version.
create or replace function ai_quota.new_limits_version()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update ai_quota.limits_version as v set version = v.version + 1;
  return null;
end
$$;

create or replace trigger "~ai_quota_new_limits_version"
  before insert or update or delete on public.ai_quota_tiers
  for each statement execute function ai_quota.new_limits_version();
create or replace trigger "~ai_quota_new_limits_version"
  before insert or update or delete on ai_quota.settings
  for each statement execute function ai_quota.new_limits_version();

create or replace function ai_quota.keep_tier_name()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- May run as an API role, which may call no function of this schema.
  raise invalid_parameter_value using
    message = format('a tier''s name never changes: %s stays, got %s', old.tier, new.tier),
    hint = 'Set display_name, or make another tier and move its subscriptions.';
end
$$;

create or replace trigger "~ai_quota_keep_tier_name"
  before update of tier on public.ai_quota_tiers
  for each row when (new.tier is distinct from old.tier)
  execute function ai_quota.keep_tier_name();

-- The limits of users may have narrower types in an older deployment: a tier that does not fit is
-- refused, because the calls of its users would fail.
create or replace function ai_quota.check_tier_limits()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  v_tokens public.user_ai_quotas.monthly_token_quota%type := new.monthly_token_quota;
  v_requests public.user_ai_quotas.monthly_request_quota%type := new.monthly_request_quota;
begin
  new.monthly_token_quota := v_tokens;
  new.monthly_request_quota := v_requests;
  return new;
end
$$;

create or replace trigger "~ai_quota_check_tier_limits"
  before insert or update of monthly_token_quota, monthly_request_quota on public.ai_quota_tiers
  for each row execute function ai_quota.check_tier_limits();
