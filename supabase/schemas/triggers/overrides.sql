-- Definer: service_role may write overrides, but not quotas.
create or replace function ai_quota.apply_override()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id uuid;
begin
  for v_user_id in
    select distinct u.id
    from auth.users as u
    where u.id in (
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    )
    order by u.id
  loop
    perform ai_quota.lock_quota(v_user_id, refresh => true);
  end loop;
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_override"
  after insert or update or delete on public.ai_quota_overrides
  for each row execute function ai_quota.apply_override();
