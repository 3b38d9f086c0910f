create table public.ai_quota_deleted_usage (
  day date not null,
  tokens bigint not null default 0,
  requests bigint not null default 0,
  cost_usd numeric not null default 0,
  unpriced_requests bigint not null default 0,
  constraint ai_quota_deleted_usage_pkey primary key (day)
);
comment on table public.ai_quota_deleted_usage is
  'Usage of deleted accounts by UTC day, without user ids, so that the sums of past months still match
the providers'' invoices.';
comment on column public.ai_quota_deleted_usage.cost_usd is
  'US dollars; calls of unknown price are left out: unpriced_requests counts them.';
comment on column public.ai_quota_deleted_usage.day is 'UTC day.';
comment on column public.ai_quota_deleted_usage.tokens is 'Tokens used, input and output.';
comment on column public.ai_quota_deleted_usage.requests is 'Requests made.';
comment on column public.ai_quota_deleted_usage.unpriced_requests is
  'Requests whose price was unknown: their cost is in no sum.';
alter table public.ai_quota_deleted_usage enable row level security;
revoke all on public.ai_quota_deleted_usage from public, anon, authenticated, service_role;
grant select on public.ai_quota_deleted_usage to authenticated, service_role;

create policy "admins read the usage of deleted accounts" on public.ai_quota_deleted_usage
  for select to authenticated
  using ((select ai_quota.is_admin()));

-- Accounts that were deleted while settings.on_account_deletion was anonymize.
create table ai_quota.anonymized_users (
  user_id uuid not null,
  constraint anonymized_users_pkey primary key (user_id)
);
comment on table ai_quota.anonymized_users is
  'The random ids under which the usage of deleted accounts stays.';
alter table ai_quota.anonymized_users enable row level security;
