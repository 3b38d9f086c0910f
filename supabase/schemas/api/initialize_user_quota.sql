-- Names the tiers that exist to who asked for another one.
create or replace function ai_quota.refuse_unknown_tier(tier text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  perform ai_quota.raise_bad_request(
    format(
      'tier does not exist, got %s', coalesce(quote_literal(refuse_unknown_tier.tier), 'null')
    ),
    format('Pass one of %s.', (
      select string_agg(t.tier, ', ' order by t.sort_order, t.monthly_token_quota)
      from public.ai_quota_tiers as t
    ))
  );
end
$$;

-- Sets the tier that a user has without a live subscription, under the lock of the quota row.
create or replace function ai_quota.assign_tier(user_id uuid, tier text)
returns public.user_ai_quotas
language plpgsql
set search_path = ''
as $$
begin
  perform ai_quota.lock_quota(assign_tier.user_id);
  update public.user_ai_quotas as q
  set assigned_tier = nullif(assign_tier.tier, ai_quota.default_tier())
  where q.user_id = assign_tier.user_id;
  return ai_quota.lock_quota(assign_tier.user_id, refresh => true);
end
$$;

-- Definer: service_role has no right to write quotas. In an older deployment a trigger of the host
-- may call this in an end user's request: then it only creates the row, so that no column that a
-- user can write raises a limit, and it raises no error that would abort the host's statement.
create or replace function public.initialize_user_quota(user_id uuid, tier text default 'free')
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_is_end_user boolean := ai_quota.is_end_user();
  v_is_in_trigger boolean := pg_trigger_depth() > 0;
  v_tier text := initialize_user_quota.tier;
begin
  perform ai_quota.authorize_server();
  if initialize_user_quota.user_id is null
    or not exists (select from auth.users as u where u.id = initialize_user_quota.user_id)
  then
    if v_is_in_trigger then
      raise warning 'user % has no account, and so gets no quota', initialize_user_quota.user_id;
      return null;
    end if;
    perform ai_quota.raise_bad_request(
      format(
        'user_id does not exist, got %s', coalesce(initialize_user_quota.user_id::text, 'null')
      ),
      'Pass the id of a row in auth.users.'
    );
  end if;
  if not exists (select from public.ai_quota_tiers as t where t.tier = v_tier) then
    if not v_is_in_trigger then
      perform ai_quota.refuse_unknown_tier(v_tier);
    end if;
    raise warning 'tier % does not exist: user % gets the default tier', v_tier, user_id;
    v_tier := ai_quota.default_tier();
  end if;

  if v_is_end_user then
    perform ai_quota.create_quota(initialize_user_quota.user_id);
    return ai_quota.read_quota(initialize_user_quota.user_id);
  end if;
  return ai_quota.assign_tier(initialize_user_quota.user_id, v_tier);
end
$$;
comment on function public.initialize_user_quota is
  'Creates the quota row of a user, or sets the tier of an existing one; usage is kept. A live
subscription overrules the tier. For operators and service_role.
Arguments: user_id, tier (a row of ai_quota_tiers, default free).
Returns: the row of user_ai_quotas.
Errors: 22023 for an unknown user or tier, 42501 for any other caller.';
revoke execute on function public.initialize_user_quota
  from public, anon, authenticated, service_role;
grant execute on function public.initialize_user_quota to service_role;
