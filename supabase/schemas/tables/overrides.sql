create table public.ai_quota_overrides (
  user_id uuid not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  is_unlimited boolean not null default false,
  extra_tokens bigint,
  extra_requests bigint,
  reason text not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  constraint ai_quota_overrides_pkey primary key (user_id),
  constraint ai_quota_overrides_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint ai_quota_overrides_quotas_are_positive check (
    monthly_token_quota > 0 and monthly_request_quota > 0
    and extra_tokens > 0 and extra_requests > 0
  ),
  constraint ai_quota_overrides_unlimited_has_no_figures check (
    not is_unlimited
    or num_nonnulls(monthly_token_quota, monthly_request_quota, extra_tokens, extra_requests) = 0
  ),
  constraint ai_quota_overrides_reason_check check (length(reason) between 1 and 500)
);
comment on table public.ai_quota_overrides is
  'Limits of one user in place of the tier''s, or on top of them: contracts, boosts.';
comment on column public.ai_quota_overrides.monthly_token_quota is
  'Tokens a period; NULL: those of the tier.';
comment on column public.ai_quota_overrides.monthly_request_quota is
  'Requests a period; NULL: those of the tier.';
comment on column public.ai_quota_overrides.is_unlimited is
  'Whether there is no limit at all, of tokens or requests.';
comment on column public.ai_quota_overrides.extra_tokens is
  'Tokens a period on top of the limit.';
comment on column public.ai_quota_overrides.extra_requests is
  'Requests a period on top of the limit.';
comment on column public.ai_quota_overrides.expires_at is
  'When the tier''s limits apply again; NULL is never.';
comment on column public.ai_quota_overrides.user_id is
  'The user whose limits these are, as in auth.users.';
comment on column public.ai_quota_overrides.reason is
  'Why, for your own team: 1 to 500 characters. Users cannot read it.';
comment on column public.ai_quota_overrides.created_at is 'When the row was written first.';
alter table public.ai_quota_overrides enable row level security;
revoke all on public.ai_quota_overrides from public, anon, authenticated, service_role;
grant select on public.ai_quota_overrides to authenticated, service_role;
grant
  insert (
    user_id, monthly_token_quota, monthly_request_quota, is_unlimited, extra_tokens,
    extra_requests, reason, expires_at
  ),
  update (
    user_id, monthly_token_quota, monthly_request_quota, is_unlimited, extra_tokens,
    extra_requests, reason, expires_at
  ),
  delete
on public.ai_quota_overrides to service_role;

create policy "admins read every override" on public.ai_quota_overrides
  for select to authenticated
  using ((select ai_quota.is_admin()));
