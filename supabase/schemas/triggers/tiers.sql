-- Locks all tiers in one order, so that two edits of several tiers cannot deadlock.
create or replace function ai_quota.lock_tiers_to_edit()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform from public.ai_quota_tiers as t order by t.tier for no key update;
  return null;
end
$$;

create or replace trigger "~ai_quota_lock_tiers_to_edit"
  before insert or update or delete on public.ai_quota_tiers
  for each statement execute function ai_quota.lock_tiers_to_edit();

-- Once per statement, for all tiers that it edits, so that quotas are locked in the order of their
-- users. Definer: service_role may write tiers, but not quotas.
create or replace function ai_quota.apply_tier()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform ai_quota.set_limits(
    array(
      select q.user_id
      from edited as e
        join public.user_ai_quotas as q on q.tier = e.tier
    )
  );
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_tier"
  after update on public.ai_quota_tiers
  referencing new table as edited
  for each statement execute function ai_quota.apply_tier();
