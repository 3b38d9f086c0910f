-- Definer: computes a missing row from tables that users may not read. If nobody is signed in (SQL
-- editor, service_role), the answer is what a new user would have.
create or replace function public.get_user_quota_status()
returns setof public.ai_quota_status
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := auth.uid();
  v_quota public.user_ai_quotas;
begin
  select q.* into v_quota
  from public.user_ai_quotas as q
  where q.user_id = v_user_id
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp;
  if not found then
    v_quota := ai_quota.read_quota(v_user_id);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;
comment on function public.get_user_quota_status is
  'The caller''s quota now: always one row, also before the first call and if nobody is signed in.
Returns: used, limit, remaining (tokens; limit and remaining are null when unlimited), percentage
(of the limit, may pass 100), reset_date (the UTC day the next period starts), status (healthy,
warning from 75 %, critical from 90 %, exceeded from 100 %, by the worse of tokens and requests),
tier, reserved (tokens), requests_used, requests_limit, requests_remaining,
requests_percentage, is_unlimited, period_start (UTC day), is_blocked.
Errors: 42501 for anon.';
revoke execute on function public.get_user_quota_status
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_quota_status to authenticated, service_role;
