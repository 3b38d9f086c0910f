-- Definer: no API role may write quotas.
create or replace function public.set_user_blocked(
  user_id uuid,
  is_blocked boolean default true,
  reason text default null
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  if set_user_blocked.is_blocked is null then
    perform ai_quota.raise_bad_request(
      'is_blocked must be true or false, got null', 'Leave it out to block.'
    );
  end if;
  if set_user_blocked.reason is not null or ai_quota.is_end_user() then
    perform ai_quota.validate_reason(set_user_blocked.reason);
  end if;
  perform ai_quota.lock_quota(v_user_id);
  update public.user_ai_quotas as q
  set is_blocked = set_user_blocked.is_blocked
  where q.user_id = v_user_id;
  perform ai_quota.log_action(
    v_user_id, 'set_user_blocked', coalesce(set_user_blocked.reason, 'no reason given'),
    jsonb_build_object('is_blocked', set_user_blocked.is_blocked)
  );
  return ai_quota.read_quota(v_user_id);
end
$$;
comment on function public.set_user_blocked is
  'Blocks a user: reservations are denied, and the user''s own reports refused. What the server reports
is recorded. For operators and the server.
Arguments: user_id, is_blocked (default true; false lifts the block), reason (1 to 500 characters,
kept in ai_quota_audit; an operator must give it).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, null or no reason; 42501 for any other caller or for oneself.';
revoke execute on function public.set_user_blocked from public, anon, authenticated, service_role;
grant execute on function public.set_user_blocked to authenticated, service_role;
