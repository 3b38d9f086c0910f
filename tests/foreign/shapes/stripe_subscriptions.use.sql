-- The webhook upserts with the service key, in columns that only this host has.
set local role service_role;
insert into public.user_subscriptions (user_id, plan, stripe_customer_id, stripe_subscription_id)
values ('00000000-0000-4000-8000-000000000002', 'business', 'cus_2', 'sub_2')
on conflict (user_id) do update set
  plan = excluded.plan,
  stripe_customer_id = excluded.stripe_customer_id,
  stripe_subscription_id = excluded.stripe_subscription_id;
update public.user_subscriptions set cancel_at_period_end = true
where stripe_subscription_id = 'sub_1';

-- A user sees one row: the own one.
set local role authenticated;
select set_config(
  'request.jwt.claims',
  '{"role": "authenticated", "sub": "00000000-0000-4000-8000-000000000002"}',
  true
);
do $$
begin
  assert (select array_agg(plan) from public.user_subscriptions) = '{business}';
end $$;

-- Somebody signs up.
reset role;
set local role supabase_auth_admin;
insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000003', 'carol@example.com');
reset role;
do $$
begin
  assert (
    select plan from public.user_subscriptions
    where user_id = '00000000-0000-4000-8000-000000000003'
  ) = 'free', 'the sign-up made no subscription';
end $$;
