-- Definer: service_role may write overrides, but not quotas.
create or replace function ai_quota.apply_override()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform ai_quota.set_limits(
    array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]
  );
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_override"
  after insert or update or delete on public.ai_quota_overrides
  for each row execute function ai_quota.apply_override();
