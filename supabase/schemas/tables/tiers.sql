create table public.ai_quota_tiers (
  tier text not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  display_name text,
  sort_order integer not null default 0,
  is_public boolean not null default true,
  constraint ai_quota_tiers_pkey primary key (tier),
  constraint ai_quota_tiers_tier_check check (tier ~ '^[a-z][a-z0-9_]{0,49}$'),
  constraint ai_quota_tiers_quotas_are_positive
    check (monthly_token_quota > 0 and monthly_request_quota > 0),
  constraint ai_quota_tiers_display_name_check check (length(display_name) between 1 and 100)
);
comment on table public.ai_quota_tiers is
  'Limits by tier. A changed limit is in force at once for every user of the tier; usage is kept. The
columns of user_ai_quotas follow with the user''s next call, or within five minutes by the job.';
comment on column public.ai_quota_tiers.tier is 'Its name, which never changes.';
comment on column public.ai_quota_tiers.monthly_token_quota is
  'Tokens a period; NULL is unlimited.';
comment on column public.ai_quota_tiers.monthly_request_quota is
  'Requests a period; NULL is unlimited.';
comment on column public.ai_quota_tiers.display_name is
  'The name that users see; NULL: the tier''s own.';
comment on column public.ai_quota_tiers.sort_order is
  'From the smallest plan to the largest. The best of several subscriptions is the one whose tier
comes last.';
comment on column public.ai_quota_tiers.is_public is
  'Whether the tier is offered as an upgrade.';
alter table public.ai_quota_tiers enable row level security;
revoke all on public.ai_quota_tiers from public, anon, authenticated, service_role;
grant select on public.ai_quota_tiers to authenticated, service_role;
-- An upsert names the tier too: a trigger keeps it.
grant
  insert (tier, monthly_token_quota, monthly_request_quota, display_name, sort_order, is_public),
  update (tier, monthly_token_quota, monthly_request_quota, display_name, sort_order, is_public),
  delete
on public.ai_quota_tiers to service_role;

create policy "signed-in users read the tiers" on public.ai_quota_tiers
  for select to authenticated
  using (true);

insert into public.ai_quota_tiers (
  tier, monthly_token_quota, monthly_request_quota, display_name, sort_order
)
values
  ('free', 10000, 100, 'Free', 10),
  ('basic', 50000, 500, 'Basic', 20),
  ('pro', 200000, 2000, 'Pro', 30),
  ('enterprise', 10000000, 10000, 'Enterprise', 40)
on conflict (tier) do nothing;
