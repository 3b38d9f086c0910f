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
    and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
    and q.limits_version = (select v.version from ai_quota.limits_version as v)
    and not q.is_anonymous;
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

-- Definer: as get_user_quota_status.
create or replace function public.get_quota_status_for(user_id uuid)
returns setof public.ai_quota_status
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  if not exists (select from auth.users as u where u.id = v_user_id) then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', v_user_id), 'Pass the id of a row in auth.users.'
    );
  end if;
  return next ai_quota.describe_quota(ai_quota.read_quota(v_user_id));
end
$$;
comment on function public.get_quota_status_for is
  'The quota of a user now, for the server.
Arguments: user_id.
Returns: the row of get_user_quota_status.
Errors: 22023 for an unknown user, 42501 for any other caller.';
revoke execute on function public.get_quota_status_for
  from public, anon, authenticated, service_role;
grant execute on function public.get_quota_status_for to service_role;
