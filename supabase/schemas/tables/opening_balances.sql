create table ai_quota.opening_balances (
  user_id uuid not null,
  period_start timestamptz not null,
  tokens bigint not null,
  requests bigint not null,
  constraint opening_balances_pkey primary key (user_id, period_start)
);
comment on table ai_quota.opening_balances is
  'Usage that an older deployment counted in the period of the installation, but not in the
ledger.';
alter table ai_quota.opening_balances enable row level security;
