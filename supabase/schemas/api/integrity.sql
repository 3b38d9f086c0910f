-- Definer: reads the rows of every user.
create or replace function public.verify_quota_integrity()
returns table (
  user_id uuid,
  period_start timestamptz,
  problem text,
  expected bigint,
  found bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_server();
  return query select d.* from ai_quota.find_differences() as d;
end
$$;
comment on function public.verify_quota_integrity is
  'What differs from the ledger, the reservations and the tiers, and what is missing: triggers, row
level security, rows. No row means that everything is right.
Returns: rows user_id and period_start (null for what concerns everybody), problem, expected, found
(null is unlimited).
Errors: 42501 for any other caller than service_role.';
revoke execute on function public.verify_quota_integrity
  from public, anon, authenticated, service_role;
grant execute on function public.verify_quota_integrity to service_role;

-- Definer: service_role has no right to write quotas.
create or replace function public.repair_user_quota(user_id uuid)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform ai_quota.authorize_server();
  return ai_quota.repair_quota(ai_quota.authorize_user(user_id));
end
$$;
comment on function public.repair_user_quota is
  'Sets a user''s counters and days to the sums of the ledger, and the limits to those of tier and
override.
Arguments: user_id.
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, 42501 for any other caller.';
revoke execute on function public.repair_user_quota from public, anon, authenticated, service_role;
grant execute on function public.repair_user_quota to service_role;
