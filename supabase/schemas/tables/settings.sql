create table ai_quota.settings (
  is_only_row boolean not null default true,
  default_tier text not null default 'free',
  users_report_usage boolean not null default true,
  anonymous_tier text,
  period_anchor text not null default 'month',
  subscription_grace interval not null default '7 days',
  on_account_deletion text not null default 'delete',
  user_writes_per_minute integer not null default 120,
  user_open_holds integer not null default 20,
  keep_closed_holds interval not null default '90 days',
  keep_alerts interval not null default '400 days',
  keep_job_runs interval not null default '7 days',
  constraint settings_pkey primary key (is_only_row),
  constraint settings_is_only_row_check check (is_only_row),
  constraint settings_default_tier_fkey foreign key (default_tier)
    references public.ai_quota_tiers (tier) on update cascade,
  constraint settings_anonymous_tier_fkey foreign key (anonymous_tier)
    references public.ai_quota_tiers (tier),
  constraint settings_period_anchor_check check (period_anchor in ('month', 'subscription')),
  constraint settings_on_account_deletion_check
    check (on_account_deletion in ('delete', 'anonymize')),
  constraint settings_figures_check check (
    user_writes_per_minute between 1 and 1000000
    and user_open_holds between 1 and 1000000
    and least(subscription_grace, keep_closed_holds, keep_alerts, keep_job_runs) >= interval '0'
  )
);
create index settings_default_tier_idx on ai_quota.settings (default_tier);
create index settings_anonymous_tier_idx on ai_quota.settings (anonymous_tier);
comment on table ai_quota.settings is
  'One row: the settings of this installation. Change them with SQL. Without the row, the strictest
value of each holds.';
comment on column ai_quota.settings.default_tier is
  'The tier of a user without a live subscription.';
comment on column ai_quota.settings.users_report_usage is
  'Whether signed-in users may report their own usage; false where only the server does.';
comment on column ai_quota.settings.anonymous_tier is
  'The tier of anonymous users (auth.users.is_anonymous); NULL: no call of theirs is admitted.';
comment on column ai_quota.settings.period_anchor is
  'month: calendar months in UTC. subscription: months counted from the start of the paid period.';
comment on column ai_quota.settings.subscription_grace is
  'How long a subscription outlives its paid period while its renewal has not arrived.';
comment on column ai_quota.settings.on_account_deletion is
  'delete: the rows of a deleted account go with it. anonymize: they stay under a random id.';
comment on column ai_quota.settings.user_writes_per_minute is
  'How many reports and reservations one signed-in user may make in a minute (429 beyond).';
comment on column ai_quota.settings.user_open_holds is
  'How many reservations one signed-in user may hold at once (429 beyond).';
comment on column ai_quota.settings.keep_closed_holds is
  'How long settled, released and expired reservations are kept.';
comment on column ai_quota.settings.keep_alerts is
  'How long delivered and expired alerts are kept.';
comment on column ai_quota.settings.keep_job_runs is
  'How long the runs of the package''s jobs are kept in cron.job_run_details.';
alter table ai_quota.settings enable row level security;

insert into ai_quota.settings (is_only_row) values (true) on conflict do nothing;

-- A row of user_ai_quotas whose limits_version is older takes its limits anew.
create table ai_quota.limits_version (
  is_only_row boolean not null default true,
  version bigint not null default 1,
  swept_version bigint not null default 1,
  constraint limits_version_pkey primary key (is_only_row),
  constraint limits_version_is_only_row_check check (is_only_row)
);
comment on table ai_quota.limits_version is
  'One row: the version of tiers and settings, and the version up to which the job has written the
limits of every user.';
alter table ai_quota.limits_version enable row level security;

insert into ai_quota.limits_version (is_only_row) values (true) on conflict do nothing;
