create table public.ai_quota_subscriptions (
  user_id uuid not null,
  tier text not null,
  status text not null default 'active',
  current_period_start timestamptz,
  current_period_end timestamptz,
  constraint ai_quota_subscriptions_pkey primary key (user_id),
  constraint ai_quota_subscriptions_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint ai_quota_subscriptions_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier) on update cascade,
  constraint ai_quota_subscriptions_status_check check (length(status) between 1 and 50)
);
create index ai_quota_subscriptions_tier_idx on public.ai_quota_subscriptions (tier);
comment on table public.ai_quota_subscriptions is
  'The plan that a user pays for, written by the billing webhook. A change sets the quota at once.';
comment on column public.ai_quota_subscriptions.status is
  'active, trialing and past_due keep the tier; any other status means the default tier.';
alter table public.ai_quota_subscriptions enable row level security;
revoke all on public.ai_quota_subscriptions from public, anon, authenticated, service_role;
grant select on public.ai_quota_subscriptions to authenticated, service_role;
grant
  insert (user_id, tier, status, current_period_start, current_period_end),
  update (user_id, tier, status, current_period_start, current_period_end),
  delete
on public.ai_quota_subscriptions to service_role;

create policy "users read their own subscription, admins every one" on public.ai_quota_subscriptions
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));
