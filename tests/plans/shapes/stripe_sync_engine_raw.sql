-- The tables of @stripe/sync-engine 1.0 that a recipe meets: what Stripe sent, and generated columns.
create schema stripe;

create table stripe.accounts (
  _raw_data jsonb not null,
  id text generated always as ((_raw_data ->> 'id')::text) stored primary key
);
insert into stripe.accounts (_raw_data) values ('{"id": "acct_1"}');

create table stripe.customers (
  _raw_data jsonb not null,
  _last_synced_at timestamptz,
  _updated_at timestamptz not null default now(),
  _account_id text not null references stripe.accounts (id),
  id text generated always as ((_raw_data ->> 'id')::text) stored primary key,
  email text generated always as ((_raw_data ->> 'email')::text) stored,
  metadata jsonb generated always as ((_raw_data -> 'metadata')::jsonb) stored
);

create table stripe.subscriptions (
  _raw_data jsonb not null,
  _last_synced_at timestamptz,
  _updated_at timestamptz not null default now(),
  _account_id text not null references stripe.accounts (id),
  id text generated always as ((_raw_data ->> 'id')::text) stored primary key,
  customer text generated always as (
    case
      when jsonb_typeof(_raw_data -> 'customer') = 'object' and _raw_data -> 'customer' ? 'id'
        then _raw_data -> 'customer' ->> 'id'
      else _raw_data ->> 'customer'
    end
  ) stored,
  items jsonb generated always as ((_raw_data -> 'items')::jsonb) stored,
  metadata jsonb generated always as ((_raw_data -> 'metadata')::jsonb) stored,
  status text generated always as ((_raw_data ->> 'status')::text) stored
);
