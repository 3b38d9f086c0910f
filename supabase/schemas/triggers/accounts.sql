-- Creates the quota of a new user. It must neither raise nor wait, or sign-up would fail: a row
-- that it cannot create is created by the user's first call, and computed until then. Definer:
-- sign-up runs as supabase_auth_admin.
create or replace function ai_quota.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
begin
  perform ai_quota.create_quota(new.id, ai_quota.tier_for(new.id));
  return null;
exception
  when others then
    raise warning 'no quota was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;

create or replace trigger "~ai_quota_handle_new_user"
  after insert on auth.users
  for each row execute function ai_quota.handle_new_user();

-- Deletes the rows of a deleted account in the tables without a foreign key to it: a foreign key
-- would cost every call a lookup and a lock of the account. The quota row, which has one and is
-- deleted first, keeps calls and deletion apart. Definer: accounts are deleted by
-- supabase_auth_admin.
create or replace function ai_quota.delete_user_data()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from public.ai_agent_usage as u where u.user_id = old.id;
  delete from public.ai_quota_reservations as r where r.user_id = old.id;
  delete from public.ai_quota_closed_days as d where d.user_id = old.id;
  delete from public.ai_quota_periods as p where p.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  delete from ai_quota.opening_balances as o where o.user_id = old.id;
  return null;
end
$$;

create or replace trigger "~ai_quota_delete_user_data"
  after delete on auth.users
  for each row execute function ai_quota.delete_user_data();
