-- Sets quotas from the tables of the Stripe sync engine: schema `stripe`, of
-- @supabase/stripe-sync-engine or @stripe/sync-engine. See docs/plans.md.
--
-- The user of a subscription is metadata.user_id, of the subscription or of its customer. The tier
-- of a price is its metadata.tier, or its lookup_key.

-- Definer: the engine's role may have no right to write subscriptions of the quotas.
create or replace function public.set_quota_from_stripe(subscription jsonb)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '5s'
as $$
declare
  v_user_id text;
  v_item jsonb;
  v_tier text;
begin
  v_user_id := coalesce(
    subscription -> 'metadata' ->> 'user_id',
    (
      select coalesce(to_jsonb(c) -> '_raw_data', to_jsonb(c)) -> 'metadata' ->> 'user_id'
      from stripe.customers as c
      where c.id = subscription ->> 'customer'
    )
  );
  if v_user_id is null then
    return;
  end if;
  select i.item, t.tier
  into v_item, v_tier
  from jsonb_array_elements(subscription -> 'items' -> 'data') as i (item)
    left join public.ai_quota_tiers as t
      on t.tier = coalesce(
        i.item -> 'price' -> 'metadata' ->> 'tier', i.item -> 'price' ->> 'lookup_key'
      )
  order by t.sort_order desc nulls last
  limit 1;
  if v_tier is null then
    raise warning 'no price of % has a tier: the default tier', subscription ->> 'id';
  end if;
  -- Without event_at, a row of the engine counts as the present state.
  insert into public.ai_quota_subscriptions as q (
    subscription_id, user_id, tier, status, current_period_start, current_period_end
  )
  values (
    subscription ->> 'id', v_user_id::uuid, v_tier, subscription ->> 'status',
    to_timestamp(
      coalesce(v_item ->> 'current_period_start', subscription ->> 'current_period_start')::bigint
    ),
    to_timestamp(
      coalesce(v_item ->> 'current_period_end', subscription ->> 'current_period_end')::bigint
    )
  )
  on conflict (subscription_id) do update
    set user_id = excluded.user_id,
      tier = excluded.tier,
      status = excluded.status,
      current_period_start = excluded.current_period_start,
      current_period_end = excluded.current_period_end;
exception
  -- An error here must not stop the engine's own write.
  when others then
    raise warning 'the quota of % was not set: %', subscription ->> 'id', sqlerrm;
end
$$;
revoke execute on function public.set_quota_from_stripe from public, anon, authenticated;

create or replace function public.set_quotas_of_changed_stripe_row()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  -- Newer engines store what Stripe sent in _raw_data.
  if tg_table_name = 'subscriptions' then
    perform public.set_quota_from_stripe(coalesce(to_jsonb(new) -> '_raw_data', to_jsonb(new)));
  else
    perform public.set_quota_from_stripe(coalesce(to_jsonb(s) -> '_raw_data', to_jsonb(s)))
    from stripe.subscriptions as s
    where s.customer = new.id;
  end if;
  return null;
end
$$;

create or replace trigger set_quota
  after insert or update on stripe.subscriptions
  for each row execute function public.set_quotas_of_changed_stripe_row();
create or replace trigger set_quotas
  after insert or update on stripe.customers
  for each row execute function public.set_quotas_of_changed_stripe_row();

-- Reads the existing rows. Run it again after you change prices or tiers.
select public.set_quota_from_stripe(coalesce(to_jsonb(s) -> '_raw_data', to_jsonb(s)))
from stripe.subscriptions as s;
