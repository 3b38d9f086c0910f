create table ai_quota.settings (
  is_only_row boolean not null default true,
  default_tier text not null default 'free',
  users_report_usage boolean not null default true,
  constraint settings_pkey primary key (is_only_row),
  constraint settings_is_only_row_check check (is_only_row),
  constraint settings_default_tier_fkey foreign key (default_tier)
    references public.ai_quota_tiers (tier) on update cascade
);
create index settings_default_tier_idx on ai_quota.settings (default_tier);
comment on table ai_quota.settings is
  'One row: the settings of this installation. Change them with SQL.';
comment on column ai_quota.settings.default_tier is
  'The tier of a user without a live subscription.';
comment on column ai_quota.settings.users_report_usage is
  'Whether signed-in users may report their own usage; false where only the server does.';
alter table ai_quota.settings enable row level security;

insert into ai_quota.settings (is_only_row) values (true) on conflict do nothing;
