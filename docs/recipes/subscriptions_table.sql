-- Sets quotas from the tables customers, products, prices and subscriptions that many starters for
-- Next.js and Stripe have. See docs/plans.md.
--
-- The tier of a price is its metadata.tier, or that of its product.

-- Definer: a role that writes your subscriptions may have no right to write those of the quotas.
create or replace function public.set_quota_from_subscription(subscription public.subscriptions)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '5s'
as $$
declare
  v_tier text;
begin
  select t.tier
  into v_tier
  from public.prices as p
    left join public.products as o on o.id = p.product_id
    join public.ai_quota_tiers as t
      on t.tier = coalesce(p.metadata ->> 'tier', o.metadata ->> 'tier')
  where p.id = subscription.price_id;
  if v_tier is null then
    raise warning 'the price of % has no tier: the default tier', subscription.id;
  end if;
  -- Without event_at, the row counts as the present state.
  insert into public.ai_quota_subscriptions as q (
    subscription_id, user_id, tier, status, current_period_start, current_period_end
  )
  values (
    subscription.id, subscription.user_id, v_tier, subscription.status::text,
    subscription.current_period_start,
    -- Both columns default to now().
    nullif(subscription.current_period_end, subscription.current_period_start)
  )
  on conflict (subscription_id) do update
    set user_id = excluded.user_id,
      tier = excluded.tier,
      status = excluded.status,
      current_period_start = excluded.current_period_start,
      current_period_end = excluded.current_period_end;
exception
  -- An error here must not stop your own write.
  when others then
    raise warning 'the quota of % was not set: %', subscription.id, sqlerrm;
end
$$;
revoke execute on function public.set_quota_from_subscription from public, anon, authenticated;

create or replace function public.set_quota_of_changed_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    old.status := 'canceled';
    perform public.set_quota_from_subscription(old);
  else
    perform public.set_quota_from_subscription(new);
  end if;
  return null;
end
$$;

create or replace trigger set_quota
  after insert or update or delete on public.subscriptions
  for each row execute function public.set_quota_of_changed_subscription();

-- Reads the existing rows. Run it again after you change prices or tiers.
select public.set_quota_from_subscription(s)
from public.subscriptions as s;
