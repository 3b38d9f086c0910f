-- Definer: billing webhooks write subscriptions as service_role, which may not write quotas.
create or replace function ai_quota.apply_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  foreach v_user_id in array array(
    select distinct u.user_id
    from unnest(array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]) as u (user_id)
    where u.user_id is not null
    order by u.user_id
  )
  loop
    -- The user may be in the course of deletion.
    if exists (select from auth.users as u where u.id = v_user_id) then
      perform ai_quota.create_quota(v_user_id, ai_quota.tier_for(v_user_id));
      perform ai_quota.set_limits(array[v_user_id], ai_quota.tier_for(v_user_id));
    end if;
  end loop;
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_subscription"
  after insert or update or delete on public.ai_quota_subscriptions
  for each row execute function ai_quota.apply_subscription();
