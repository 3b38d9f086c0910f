-- Written by a job over days that are over, so that no call writes a row which others write too.
create table ai_quota.usage_by_label (
  day date not null,
  model text not null,
  discipline text not null,
  workflow text not null,
  tier text not null,
  reported_by public.ai_quota_caller not null,
  tokens bigint not null,
  requests bigint not null,
  cost_usd numeric not null,
  unpriced_requests bigint not null,
  constraint usage_by_label_pkey
    primary key (day, model, discipline, workflow, tier, reported_by)
);
comment on table ai_quota.usage_by_label is
  'The ledger summed by UTC day and label, without user ids. The rows stay when accounts go. An empty
label: the calls without it. other: what is beyond 50 combinations of labels a user and day, and beyond
2,000 rows a day.';
comment on column ai_quota.usage_by_label.tier is
  'The tier of the period that was charged; empty: unknown.';
comment on column ai_quota.usage_by_label.cost_usd is
  'US dollars; calls of unknown price are left out: unpriced_requests counts them.';
alter table ai_quota.usage_by_label enable row level security;

-- The same without labels, and with the days since, as far as the job has got with them.
create table ai_quota.usage_by_tier (
  day date not null,
  tier text not null,
  reported_by public.ai_quota_caller not null,
  tokens bigint not null,
  requests bigint not null,
  cost_usd numeric not null,
  unpriced_requests bigint not null,
  constraint usage_by_tier_pkey primary key (day, tier, reported_by)
);
comment on table ai_quota.usage_by_tier is
  'The ledger summed by UTC day, tier and reporter. Days after rollup.counted_through are as of
rollup.recent_counted_at.';
alter table ai_quota.usage_by_tier enable row level security;

create table ai_quota.active_users (
  day date not null,
  previous_day date not null,
  tier text not null,
  users bigint not null,
  constraint active_users_pkey primary key (day, previous_day, tier)
);
comment on table ai_quota.active_users is
  'How many users made calls on a UTC day, by their active day before it: from that, the users of
any range of days are counted, each once.';
comment on column ai_quota.active_users.previous_day is '-infinity: the day was the first.';
alter table ai_quota.active_users enable row level security;

-- What a deleted account used: a day that is counted again keeps it.
create table ai_quota.deleted_usage_by_label (like ai_quota.usage_by_label including indexes);
comment on table ai_quota.deleted_usage_by_label is
  'The part of usage_by_label whose accounts were deleted, without workflows.';
alter table ai_quota.deleted_usage_by_label enable row level security;

create table ai_quota.deleted_active_users (like ai_quota.active_users including indexes);
comment on table ai_quota.deleted_active_users is
  'The part of active_users whose accounts were deleted.';
alter table ai_quota.deleted_active_users enable row level security;

create table ai_quota.tier_counts (
  tier text not null,
  users bigint not null,
  active_users bigint not null,
  tokens bigint not null,
  mean_tokens numeric not null,
  p90_tokens numeric not null,
  near_limit bigint not null,
  at_limit bigint not null,
  blocked_users bigint not null,
  constraint tier_counts_pkey primary key (tier)
);
comment on table ai_quota.tier_counts is
  'Users of each tier and the usage of their open periods, as of rollup.recent_counted_at.';
alter table ai_quota.tier_counts enable row level security;

-- No key but its own: writers must not wait for each other, and a row that is not committed yet must not be
-- taken for one that was seen.
create table ai_quota.late_days (
  id bigint generated always as identity,
  day date not null,
  user_id uuid,
  constraint late_days_pkey primary key (id)
);
comment on table ai_quota.late_days is
  'Days that must be counted again: usage that came late, corrections, accounts that went.';
alter table ai_quota.late_days enable row level security;

create table ai_quota.rollup (
  is_only_row boolean not null default true,
  counted_through date,
  counting_through date,
  users_counted integer not null default 0,
  ended_day date,
  waiting_for text[] not null default '{}',
  recent_day date,
  recent_counted_at timestamptz,
  constraint rollup_pkey primary key (is_only_row),
  constraint rollup_is_only_row_check check (is_only_row)
);
comment on table ai_quota.rollup is
  'One row: how far the job has counted usage_by_label and active_users.';
comment on column ai_quota.rollup.counted_through is
  'The last UTC day that is counted for good.';
comment on column ai_quota.rollup.counting_through is
  'The last UTC day of the ledger as the job found it when it began: late_days has its days.';
comment on column ai_quota.rollup.users_counted is
  'How many of 16 parts of the users are in usage_by_user: all, before counted_through is set.';
comment on column ai_quota.rollup.waiting_for is
  'The transactions that ran after the end of ended_day: while one of them runs, it may still write
usage of that day.';
comment on column ai_quota.rollup.recent_day is
  'The last UTC day in usage_by_label, usage_by_tier and active_users: today, as of
recent_counted_at. Calls since then are read from the ledger.';
alter table ai_quota.rollup enable row level security;

insert into ai_quota.rollup (is_only_row) values (true) on conflict do nothing;
