-- The tables of @supabase/stripe-sync-engine 0.48 that a recipe meets, with what matters there.
create schema stripe;

create function public.set_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at = now();
  return new;
end
$$;

create type stripe.subscription_status as enum (
  'trialing', 'active', 'canceled', 'incomplete', 'incomplete_expired', 'past_due', 'unpaid',
  'paused'
);

create table stripe.customers (
  id text primary key,
  object text,
  email text,
  metadata jsonb,
  created integer,
  deleted boolean not null default false,
  updated_at timestamptz not null default timezone('utc'::text, now()),
  last_synced_at timestamptz
);

create table stripe.subscriptions (
  id text primary key,
  object text,
  cancel_at_period_end boolean,
  current_period_end integer,
  current_period_start integer,
  items jsonb,
  metadata jsonb,
  status stripe.subscription_status,
  cancel_at integer,
  canceled_at integer,
  created integer,
  ended_at integer,
  customer text,
  updated_at timestamptz not null default timezone('utc'::text, now()),
  last_synced_at timestamptz
);

create table stripe.subscription_items (
  id text primary key,
  object text,
  created integer,
  deleted boolean,
  metadata jsonb,
  quantity integer,
  price text,
  subscription text,
  current_period_end integer,
  current_period_start integer,
  last_synced_at timestamptz
);

create trigger handle_updated_at
  before update on stripe.customers for each row execute function public.set_updated_at();
create trigger handle_updated_at
  before update on stripe.subscriptions for each row execute function public.set_updated_at();
