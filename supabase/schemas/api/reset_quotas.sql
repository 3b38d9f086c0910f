-- Definer: service_role has no right to write quotas.
create or replace function public.reset_monthly_quotas()
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_server();
  return ai_quota.reset_due_quotas();
end
$$;
comment on function public.reset_monthly_quotas is
  'Closes every period that is over, archives it in ai_quota_periods, and opens the present one.
Idempotent: only what is due is reset. For pg_cron, operators and service_role. It stops after about
100 ms, enough for ten thousand users, so that no call waits longer: call it until it returns 0.
Rows that a call has locked are skipped; that call resets them itself.
Returns: how many quotas were reset.
Errors: 42501 for any other caller.';
revoke execute on function public.reset_monthly_quotas
  from public, anon, authenticated, service_role;
grant execute on function public.reset_monthly_quotas to service_role;

-- Definer: no API role may write quotas.
create or replace function public.reset_user_quota(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.lock_quota(v_user_id, is_reset => true);
  perform ai_quota.log_action(v_user_id, 'reset_user_quota', reason);
  return ai_quota.read_quota(v_user_id);
end
$$;
comment on function public.reset_user_quota is
  'Closes a user''s period early and opens the next at once, until the same reset date as before. For
operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason, 42501 for any other caller or for oneself.';
revoke execute on function public.reset_user_quota from public, anon, authenticated, service_role;
grant execute on function public.reset_user_quota to authenticated, service_role;
