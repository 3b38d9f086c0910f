-- Definer: as get_user_quota_status.
create or replace function public.check_user_quota(
  p_estimated_tokens bigint default 0,
  user_id uuid default null
)
returns table (
  allowed boolean,
  remaining_tokens bigint,
  remaining_requests bigint,
  quota_limit bigint,
  request_limit bigint,
  reset_date date
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_quota public.user_ai_quotas := ai_quota.read_quota(ai_quota.authorize_user(user_id));
  v_status public.ai_quota_status := ai_quota.describe_quota(v_quota);
begin
  if (check_user_quota.p_estimated_tokens >= 0) is not true then
    perform ai_quota.raise_out_of_range(
      'p_estimated_tokens', check_user_quota.p_estimated_tokens, 0, 9223372036854775807,
      'Pass the tokens that the call may use, or leave it out.'
    );
  end if;
  allowed := ai_quota.denial_reason(
    v_quota, greatest(check_user_quota.p_estimated_tokens, 1), 1
  ) is null;
  remaining_tokens := v_status.remaining;
  remaining_requests := v_status.requests_remaining;
  quota_limit := v_status."limit";
  request_limit := v_status.requests_limit;
  reset_date := v_status.reset_date;
  return next;
end
$$;
comment on function public.check_user_quota is
  'Whether a call of this size would fit the caller''s quota now; false also for 0 if nothing is left.
Advice only: it reserves nothing.
Arguments: p_estimated_tokens (tokens, 0 or more, default 0), user_id (the server must give it).
Returns: one row allowed, remaining_tokens, remaining_requests, quota_limit (tokens), request_limit,
reset_date (UTC day); remaining and limit are null when unlimited.
Errors: 22023 for a negative or null estimate, or where the server gives no user_id; 42501 for anon
and for somebody else''s user_id.';
revoke execute on function public.check_user_quota from public, anon, authenticated, service_role;
grant execute on function public.check_user_quota to authenticated, service_role;

-- Definer: as check_user_quota.
create or replace function public.has_quota_for(tokens bigint, user_id uuid default null)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select c.allowed
    from public.check_user_quota(has_quota_for.tokens, has_quota_for.user_id) as c
  );
end
$$;
comment on function public.has_quota_for is
  'Whether that many tokens and one request would fit the caller''s quota now. For your own policies
and triggers, as in with check ((select has_quota_for(1000))). Advice only: it reserves nothing.
Arguments: tokens (0 or more), user_id (the server must give it).
Returns: true or false.
Errors: 22023 for a negative or null count, or where the server gives no user_id; 42501 for anon and
for somebody else''s user_id.';
revoke execute on function public.has_quota_for from public, anon, authenticated, service_role;
grant execute on function public.has_quota_for to authenticated, service_role;
