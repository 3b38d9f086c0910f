-- What users are ranked by. One row per user, so that a year of everybody is one pass over the users
-- instead of one over their days.
create table ai_quota.usage_by_user (
  user_id uuid not null,
  days date[] not null,
  tokens double precision[] not null,
  requests double precision[] not null,
  costs double precision[] not null,
  constraint usage_by_user_pkey primary key (user_id)
);
comment on table ai_quota.usage_by_user is
  'The active days of each user up to rollup.recent_counted_at, in order, and the running totals at
the end of each. To rank users by; what is shown is summed from ai_quota_daily.';
alter table ai_quota.usage_by_user enable row level security;
