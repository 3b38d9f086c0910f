-- Definer: locks the account before the subscription, in the order in which deleting it does.
create or replace function public.set_user_subscription(
  user_id uuid,
  subscription_id text,
  tier text,
  status text default 'active',
  current_period_start timestamptz default null,
  current_period_end timestamptz default null,
  event_at timestamptz default now()
)
returns setof public.ai_quota_subscriptions
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
begin
  perform ai_quota.authorize_server();
  perform from auth.users as u where u.id = v_user_id for key share;
  if not found then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', v_user_id), 'Pass the id of a row in auth.users.'
    );
  end if;
  if coalesce(length(btrim(set_user_subscription.subscription_id)), 0) = 0
    or length(set_user_subscription.subscription_id) > 200
  then
    perform ai_quota.raise_bad_request(
      format(
        'subscription_id must have 1 to 200 characters, got %s',
        coalesce(quote_literal(left(set_user_subscription.subscription_id, 50)), 'null')
      ),
      'Pass the provider''s id of the subscription.'
    );
  end if;
  if set_user_subscription.tier is not null
    and not exists (
      select from public.ai_quota_tiers as t where t.tier = set_user_subscription.tier
    )
  then
    perform ai_quota.raise_bad_request(
      format('tier does not exist, got %L', left(set_user_subscription.tier, 50)),
      format('Pass one of %s.', (
        select string_agg(t.tier, ', ' order by t.sort_order, t.monthly_token_quota)
        from public.ai_quota_tiers as t
      ))
    );
  end if;
  if set_user_subscription.current_period_end <= set_user_subscription.current_period_start then
    perform ai_quota.raise_bad_request(
      format(
        'current_period_end must be after current_period_start, got %s',
        set_user_subscription.current_period_end
      ),
      'Pass the paid period as the provider has it.'
    );
  end if;
  insert into public.ai_quota_subscriptions as s (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  )
  values (
    set_user_subscription.subscription_id, v_user_id, set_user_subscription.tier,
    set_user_subscription.status, set_user_subscription.current_period_start,
    set_user_subscription.current_period_end, set_user_subscription.event_at
  )
  on conflict (subscription_id) do update
    set user_id = excluded.user_id,
      tier = excluded.tier,
      status = excluded.status,
      current_period_start = excluded.current_period_start,
      current_period_end = excluded.current_period_end,
      event_at = excluded.event_at;
  return query
  select s.*
  from public.ai_quota_subscriptions as s
  where s.subscription_id = set_user_subscription.subscription_id;
end
$$;
comment on function public.set_user_subscription is
  'Stores what a billing event says of a subscription, and sets the quota at once. Events may come
late, twice and in any order: one that is older than what is stored changes nothing.
Arguments: user_id, subscription_id (the provider''s, 1 to 200 characters), tier (a row of
ai_quota_tiers; null, for a plan that has none: the default tier), status (active, trialing,
past_due, canceled, unpaid, incomplete, incomplete_expired or paused), current_period_start and
current_period_end (the paid period), event_at (when the provider made the event; default now).
Returns: the row of ai_quota_subscriptions as it is then; none if it was deleted after the event.
Errors: 22023 for an unknown user, tier or status, a period that ends before it starts, or an
event_at more than five minutes ahead; 42501 for any other caller than service_role.';
revoke execute on function public.set_user_subscription
  from public, anon, authenticated, service_role;
grant execute on function public.set_user_subscription to service_role;
