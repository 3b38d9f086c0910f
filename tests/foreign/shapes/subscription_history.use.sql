-- A second subscription for somebody who had one, with its invoice.
set local role service_role;
with bought as (
  insert into public.user_subscriptions (user_id, tier, status)
  values ('00000000-0000-4000-8000-000000000002', 'premium', 'active')
  returning id
)
insert into public.invoices (subscription_id, amount_cents) select id, 2900 from bought;
do $$
begin
  assert (select count(*) from public.user_subscriptions) = 4;
  assert (select sum(cents) from public.revenue_by_tier where tier = 'premium') = 6700;
end $$;

-- Invoices go with the subscription.
delete from public.user_subscriptions where id = '10000000-0000-4000-8000-000000000002';
do $$
begin
  assert (select count(*) from public.invoices) = 3;
end $$;
