create table public.ai_quota_subscriptions (
  subscription_id text not null,
  user_id uuid not null,
  tier text not null,
  status text not null default 'active',
  current_period_start timestamptz,
  current_period_end timestamptz,
  event_at timestamptz not null default now(),
  constraint ai_quota_subscriptions_pkey primary key (subscription_id),
  constraint ai_quota_subscriptions_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint ai_quota_subscriptions_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier),
  constraint ai_quota_subscriptions_subscription_id_check
    check (length(subscription_id) between 1 and 200),
  constraint ai_quota_subscriptions_period_ends_after_its_start
    check (current_period_end > current_period_start)
);
create index ai_quota_subscriptions_user_id_idx on public.ai_quota_subscriptions (user_id);
create index ai_quota_subscriptions_tier_idx on public.ai_quota_subscriptions (tier);
comment on table public.ai_quota_subscriptions is
  'The plans that users pay for, written by the billing webhook with set_user_subscription or by
upsert. A user may have several: the best live one sets the tier, at once.';
comment on column public.ai_quota_subscriptions.subscription_id is
  'The provider''s id of the subscription.';
comment on column public.ai_quota_subscriptions.status is
  'active and trialing give the tier until current_period_end, past_due from current_period_start,
both plus settings.subscription_grace. canceled, unpaid, incomplete, incomplete_expired and paused
never do.';
comment on column public.ai_quota_subscriptions.event_at is
  'When the provider made the event that the row is from. An older event changes nothing.';
comment on column public.ai_quota_subscriptions.user_id is
  'The user who has the plan, as in auth.users.';
comment on column public.ai_quota_subscriptions.tier is
  'The tier of the plan, as in ai_quota_tiers.';
comment on column public.ai_quota_subscriptions.current_period_start is
  'Start of the paid period, from the provider. past_due counts from it.';
comment on column public.ai_quota_subscriptions.current_period_end is
  'End of the paid period, from the provider; NULL: no end.';
alter table public.ai_quota_subscriptions enable row level security;
revoke all on public.ai_quota_subscriptions from public, anon, authenticated, service_role;
grant select on public.ai_quota_subscriptions to authenticated, service_role;
grant
  insert (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  ),
  update (
    subscription_id, user_id, tier, status, current_period_start, current_period_end, event_at
  ),
  delete
on public.ai_quota_subscriptions to service_role;

create policy "users read their own subscriptions, admins every one"
  on public.ai_quota_subscriptions
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

create table ai_quota.deleted_subscriptions (
  subscription_id text not null,
  event_at timestamptz not null default now(),
  constraint deleted_subscriptions_pkey primary key (subscription_id)
);
comment on table ai_quota.deleted_subscriptions is
  'Subscriptions that were deleted, and when, so that a late event does not bring them back.';
alter table ai_quota.deleted_subscriptions enable row level security;
