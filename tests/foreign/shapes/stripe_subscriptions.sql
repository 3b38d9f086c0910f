-- A starter with Stripe: one subscription a user, made at sign-up, kept in step by a webhook.

create table public.user_subscriptions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users (id) on delete cascade,
  plan text not null default 'free' check (plan in ('free', 'premium', 'business')),
  stripe_customer_id text unique,
  stripe_subscription_id text unique,
  cancel_at_period_end boolean not null default false,
  updated_at timestamptz not null default now()
);
comment on table public.user_subscriptions is 'What Stripe says; written by the webhook only.';
alter table public.user_subscriptions enable row level security;
create policy "Users can view own subscription" on public.user_subscriptions
  for select using (auth.uid() = user_id);
grant select on public.user_subscriptions to authenticated;
grant all on public.user_subscriptions to service_role;

create function public.set_updated_at() returns trigger
language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end $$;
create trigger set_updated_at before update on public.user_subscriptions
  for each row execute function public.set_updated_at();

create function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.user_subscriptions (user_id) values (new.id);
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();

insert into auth.users (id, email) values
  ('00000000-0000-4000-8000-000000000001', 'alice@example.com'),
  ('00000000-0000-4000-8000-000000000002', 'bob@example.com');
update public.user_subscriptions
set plan = 'premium', stripe_customer_id = 'cus_1', stripe_subscription_id = 'sub_1'
where user_id = '00000000-0000-4000-8000-000000000001';
