-- After an edit of reservations by hand, the next call counts them again. The package itself
-- changes none of these columns, and deletes only reservations that are over.
create or replace function ai_quota.recount_reservations()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  update public.user_ai_quotas as q
  set reserved_valid_until = 'epoch'
  where q.user_id in (new.user_id, old.user_id);
  return null;
end
$$;

create or replace trigger "~ai_quota_recount_changed"
  after update of user_id, tokens, requests, period_start, expires_at
  on public.ai_quota_reservations
  for each row
  execute function ai_quota.recount_reservations();
create or replace trigger "~ai_quota_recount_deleted"
  after delete on public.ai_quota_reservations
  for each row when (old.status = 'pending' and old.expires_at > now())
  execute function ai_quota.recount_reservations();
