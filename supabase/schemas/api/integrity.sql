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
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_quota public.user_ai_quotas;
  v_day record;
begin
  -- Under the lock that every call takes, so that the ledger does not change.
  v_quota := ai_quota.lock_quota(v_user_id, refresh => true);
  update public.user_ai_quotas as q
  set
    current_month_tokens = coalesce(greatest(l.tokens, 0), 0),
    current_month_requests = coalesce(greatest(l.requests, 0), 0),
    reserved_valid_until = 'epoch'
  from public.user_ai_quotas as o
    left join ai_quota.ledger_sums(v_user_id) as l
      on l.user_id = o.user_id and l.period_start = o.period_start
  where q.user_id = v_user_id and o.user_id = v_user_id;
  update public.ai_quota_periods as p
  set tokens_used = greatest(l.tokens, 0), requests_used = greatest(l.requests, 0)
  from ai_quota.ledger_sums(v_user_id) as l
  where p.user_id = v_user_id and l.period_start = p.period_start;

  -- Days before the first ledger row stay: their rows may have been moved away.
  delete from public.ai_quota_closed_days as d
  where d.user_id = v_user_id
    and d.day >= least(
      (select min(l.day) from ai_quota.ledger_days(v_user_id) as l), (v_quota.period_start at time zone 'UTC')::date
    );
  insert into public.ai_quota_closed_days (
    user_id, day, tokens, requests, cost_usd, unpriced_requests
  )
  select l.user_id, l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
  from ai_quota.ledger_days(v_user_id) as l
  where l.day <> v_quota.current_day;
  select coalesce(l.tokens, 0) as tokens, coalesce(l.requests, 0) as requests,
    coalesce(l.cost_usd, 0) as cost_usd, coalesce(l.unpriced_requests, 0) as unpriced
  into v_day
  from (select) as one
    left join ai_quota.ledger_days(v_user_id) as l on l.day = v_quota.current_day;
  update public.user_ai_quotas as q
  set
    current_day_tokens = v_day.tokens,
    current_day_requests = v_day.requests,
    current_day_cost_usd = v_day.cost_usd,
    current_day_unpriced = v_day.unpriced
  where q.user_id = v_user_id;
  return ai_quota.lock_quota(v_user_id);
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
