-- Definer: service_role has no right to write quotas.
create or replace function public.set_user_blocked(user_id uuid, is_blocked boolean default true)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.raise_bad_request(
      'is_blocked must be true or false, got null', 'Leave it out to block.'
    );
  end if;
  perform ai_quota.lock_quota(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  return ai_quota.read_quota(v_user_id);
end
$$;
comment on function public.set_user_blocked is
  'Blocks a user: reservations are denied. Reported usage is still recorded.
Arguments: user_id, is_blocked (default true; false lifts the block).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or null, 42501 for any other caller.';
revoke execute on function public.set_user_blocked from public, anon, authenticated, service_role;
grant execute on function public.set_user_blocked to service_role;
