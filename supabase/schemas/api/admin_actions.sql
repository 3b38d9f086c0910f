-- Definer: no API role but service_role may write overrides.
create or replace function public.ai_quota_admin_set_override(
  user_id uuid,
  reason text,
  monthly_token_quota bigint default null,
  monthly_request_quota bigint default null,
  is_unlimited boolean default false,
  extra_tokens bigint default null,
  extra_requests bigint default null,
  expires_at timestamptz default null
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  o public.ai_quota_overrides;
begin
  o.user_id := ai_quota.authorize_operator(user_id);
  o.monthly_token_quota := ai_quota_admin_set_override.monthly_token_quota;
  o.monthly_request_quota := ai_quota_admin_set_override.monthly_request_quota;
  o.is_unlimited := coalesce(ai_quota_admin_set_override.is_unlimited, false);
  o.extra_tokens := ai_quota_admin_set_override.extra_tokens;
  o.extra_requests := ai_quota_admin_set_override.extra_requests;
  o.reason := ai_quota_admin_set_override.reason;
  o.expires_at := ai_quota_admin_set_override.expires_at;
  o.created_at := now();
  perform ai_quota.validate_reason(o.reason);
  perform ai_quota.validate_user(o.user_id);
  perform ai_quota.validate_override(o);
  insert into public.ai_quota_overrides (
    user_id, monthly_token_quota, monthly_request_quota, is_unlimited, extra_tokens,
    extra_requests, reason, expires_at, created_at
  )
  values (
    o.user_id, o.monthly_token_quota, o.monthly_request_quota, o.is_unlimited, o.extra_tokens,
    o.extra_requests, o.reason, o.expires_at, o.created_at
  )
  on conflict (user_id) do update
    set
      monthly_token_quota = excluded.monthly_token_quota,
      monthly_request_quota = excluded.monthly_request_quota,
      is_unlimited = excluded.is_unlimited,
      extra_tokens = excluded.extra_tokens,
      extra_requests = excluded.extra_requests,
      reason = excluded.reason,
      expires_at = excluded.expires_at,
      created_at = excluded.created_at;
  perform ai_quota.log_action(
    o.user_id, 'ai_quota_admin_set_override', o.reason,
    to_jsonb(o) - array['user_id', 'reason', 'created_at']
  );
  return ai_quota.read_quota(o.user_id);
end
$$;
comment on function public.ai_quota_admin_set_override is
  'Gives one user limits of its own, in place of the override it has. In force at once. For operators
and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit), monthly_token_quota and
monthly_request_quota (null: the tier''s), is_unlimited (no limit at all), extra_tokens and
extra_requests (on top of the limit), expires_at (null: never).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, no reason, no limit or one that is not positive, or an end that is
past; 42501 for any other caller or for oneself.';
revoke execute on function public.ai_quota_admin_set_override
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_set_override to authenticated, service_role;

-- Definer: no API role but service_role may write overrides.
create or replace function public.ai_quota_admin_remove_override(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_removed public.ai_quota_overrides;
begin
  perform ai_quota.validate_reason(reason);
  perform ai_quota.validate_user(v_user_id);
  delete from public.ai_quota_overrides as o where o.user_id = v_user_id returning o.* into v_removed;
  if v_removed.user_id is null then
    perform ai_quota.raise_bad_request(
      format('user_id has no override, got %s', v_user_id), 'There is nothing to remove.'
    );
  end if;
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_remove_override', ai_quota_admin_remove_override.reason,
    jsonb_build_object('removed', jsonb_strip_nulls(to_jsonb(v_removed) - 'user_id'))
  );
  return ai_quota.read_quota(v_user_id);
end
$$;
comment on function public.ai_quota_admin_remove_override is
  'Removes a user''s override: the limits of the tier apply at once. For operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit with what was removed).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, one without an override, or no reason; 42501 for any other caller or
for oneself.';
revoke execute on function public.ai_quota_admin_remove_override
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_remove_override to authenticated, service_role;

-- Definer: no API role may write boosts.
create or replace function public.ai_quota_admin_boost(
  user_id uuid,
  tokens bigint,
  until timestamptz,
  reason text
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
  perform ai_quota.validate_reason(reason);
  perform ai_quota.validate_user(v_user_id);
  if (ai_quota_admin_boost.tokens between 1 and 1000000000000) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', ai_quota_admin_boost.tokens, 1, 1000000000000,
      'Pass the tokens to add to the limit of each period.'
    );
  end if;
  if (until > now() and isfinite(until)) is not true then
    perform ai_quota.raise_bad_request(
      format('until must be in the future, got %s', coalesce(until::text, 'null')),
      'For a limit without an end, set an override.'
    );
  end if;
  perform ai_quota.lock_quota(v_user_id);
  insert into ai_quota.boosts (user_id, extra_tokens, expires_at)
  values (v_user_id, ai_quota_admin_boost.tokens, until);
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_boost', ai_quota_admin_boost.reason,
    jsonb_build_object('tokens', ai_quota_admin_boost.tokens, 'until', until)
  );
  return ai_quota.lock_quota(v_user_id, refresh => true);
end
$$;
comment on function public.ai_quota_admin_boost is
  'Adds tokens to a user''s limit in every period until a moment, on top of tier, override and other
boosts. An unlimited user stays so. For operators and the server.
Arguments: user_id, tokens (1 to 1000000000000), until (when it ends), reason (1 to 500 characters, kept
in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user, no reason, tokens out of range or an end that is past; 42501 for any
other caller or for oneself.';
revoke execute on function public.ai_quota_admin_boost
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_boost to authenticated, service_role;

-- Definer: no API role may write quotas.
create or replace function public.ai_quota_admin_set_tier(user_id uuid, tier text, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.validate_reason(reason);
  if not exists (
    select from public.ai_quota_tiers as t where t.tier = ai_quota_admin_set_tier.tier
  ) then
    perform ai_quota.refuse_unknown_tier(ai_quota_admin_set_tier.tier);
  end if;
  v_quota := ai_quota.assign_tier(v_user_id, ai_quota_admin_set_tier.tier);
  perform ai_quota.log_action(
    v_user_id, 'ai_quota_admin_set_tier', ai_quota_admin_set_tier.reason,
    jsonb_build_object('tier', ai_quota_admin_set_tier.tier)
  );
  return v_quota;
end
$$;
comment on function public.ai_quota_admin_set_tier is
  'initialize_user_quota with a reason: sets the tier that a user has without a live subscription, and
creates a missing row. For operators and the server.
Arguments: user_id, tier (a row of ai_quota_tiers), reason (1 to 500 characters, kept in
ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, or no reason; 42501 for any other caller or for oneself.';
revoke execute on function public.ai_quota_admin_set_tier
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_set_tier to authenticated, service_role;

-- Definer: no API role may write quotas.
create or replace function public.ai_quota_admin_repair(user_id uuid, reason text)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_quota public.user_ai_quotas;
begin
  perform ai_quota.validate_reason(reason);
  v_quota := ai_quota.repair_quota(v_user_id);
  perform ai_quota.log_action(v_user_id, 'ai_quota_admin_repair', ai_quota_admin_repair.reason);
  return v_quota;
end
$$;
comment on function public.ai_quota_admin_repair is
  'repair_user_quota with a reason: sets a user''s counters and days to the sums of the ledger. For
operators and the server.
Arguments: user_id, reason (1 to 500 characters, kept in ai_quota_audit).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or no reason; 42501 for any other caller or for oneself.';
revoke execute on function public.ai_quota_admin_repair
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_repair to authenticated, service_role;
