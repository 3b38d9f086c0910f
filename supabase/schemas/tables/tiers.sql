create table public.ai_quota_tiers (
  tier text not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  constraint ai_quota_tiers_pkey primary key (tier),
  constraint ai_quota_tiers_tier_check check (tier ~ '^[a-z][a-z0-9_]{0,49}$'),
  constraint ai_quota_tiers_quotas_are_positive
    check (monthly_token_quota > 0 and monthly_request_quota > 0)
);
comment on table public.ai_quota_tiers is
  'Limits by tier. Changing a row changes the limits of that tier''s users at once; usage is kept.';
comment on column public.ai_quota_tiers.monthly_token_quota is
  'Tokens a calendar month (UTC); NULL is unlimited.';
comment on column public.ai_quota_tiers.monthly_request_quota is
  'Requests a calendar month (UTC); NULL is unlimited.';
alter table public.ai_quota_tiers enable row level security;
revoke all on public.ai_quota_tiers from public, anon, authenticated, service_role;
grant select on public.ai_quota_tiers to authenticated, service_role;
grant
  insert (tier, monthly_token_quota, monthly_request_quota),
  update (tier, monthly_token_quota, monthly_request_quota),
  delete
on public.ai_quota_tiers to service_role;

create policy "signed-in users read the tiers" on public.ai_quota_tiers
  for select to authenticated
  using (true);

insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)
values
  ('free', 10000, 100),
  ('basic', 50000, 500),
  ('pro', 200000, 2000),
  ('enterprise', 10000000, 10000)
on conflict (tier) do nothing;
