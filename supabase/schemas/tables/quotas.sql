create table public.user_ai_quotas (
  user_id uuid not null,
  monthly_token_quota bigint default ai_quota.default_token_quota(),
  monthly_request_quota bigint default ai_quota.default_request_quota(),
  current_month_tokens bigint not null default 0,
  current_month_requests bigint not null default 0,
  quota_reset_date date not null default ai_quota.next_reset_date(),
  period_start timestamptz not null default date_trunc('month', now(), 'UTC'),
  tier text not null default ai_quota.default_tier(),
  limits_expire_at timestamptz,
  is_blocked boolean not null default false,
  reserved_tokens bigint not null default 0,
  reserved_requests bigint not null default 0,
  reserved_valid_until timestamptz,
  current_day date not null default (now() at time zone 'UTC')::date,
  current_day_tokens bigint not null default 0,
  current_day_requests bigint not null default 0,
  current_day_cost_usd numeric not null default 0,
  current_day_unpriced bigint not null default 0,
  limits_version bigint not null default 0,
  assigned_tier text,
  is_anonymous boolean not null default false,
  period_anchor date,
  opened_early_at timestamptz,
  own_period_end date,
  user_minute timestamptz,
  user_writes integer not null default 0,
  period_end timestamptz not null
    generated always as (quota_reset_date::timestamp at time zone 'UTC') stored,
  constraint user_ai_quotas_pkey primary key (user_id),
  constraint user_ai_quotas_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint user_ai_quotas_tier_fkey foreign key (tier)
    references public.ai_quota_tiers (tier) on update cascade,
  constraint user_ai_quotas_assigned_tier_fkey foreign key (assigned_tier)
    references public.ai_quota_tiers (tier),
  -- One short check: PostgreSQL parses every check of a table again for each statement that writes.
  constraint user_ai_quotas_figures_check check (
    least(monthly_token_quota, monthly_request_quota) > 0
    and least(current_month_tokens, current_month_requests) >= 0
  )
);
create index user_ai_quotas_tier_idx on public.user_ai_quotas (tier);
create index user_ai_quotas_assigned_tier_idx
  on public.user_ai_quotas (assigned_tier) where assigned_tier is not null;
comment on table public.user_ai_quotas is
  'One row per user: the limits in force, and the usage of [period_start, quota_reset_date).';
comment on column public.user_ai_quotas.monthly_token_quota is
  'Effective limit in tokens: a live override, else the tier. NULL is unlimited.';
comment on column public.user_ai_quotas.monthly_request_quota is
  'Effective limit in requests: a live override, else the tier. NULL is unlimited.';
comment on column public.user_ai_quotas.current_month_tokens is
  'Tokens used in the open period. May pass the limit: usage that happened is always recorded.';
comment on column public.user_ai_quotas.current_month_requests is
  'Requests made in the open period.';
comment on column public.user_ai_quotas.quota_reset_date is
  'The UTC day on which the next period starts.';
comment on column public.user_ai_quotas.period_start is
  'When the open period began: at 00:00 UTC, or at the moment of an early reset or first payment.';
comment on column public.user_ai_quotas.limits_expire_at is
  'When the limits must be read anew: an override or a subscription behind them ends. NULL: never.';
comment on column public.user_ai_quotas.is_blocked is
  'A blocked user gets no reservation and reports no usage. What the server reports is recorded.';
comment on column public.user_ai_quotas.reserved_tokens is
  'Tokens held by reservations of the open period. Valid until reserved_valid_until; the next call
after that counts them again.';
comment on column public.user_ai_quotas.reserved_requests is
  'Requests held by reservations of the open period. Valid until reserved_valid_until.';
comment on column public.user_ai_quotas.reserved_valid_until is
  'When the first reservation counted in reserved_* expires. The end of the period if none is
counted, NULL if the period had none, the epoch if they must be counted again.';
comment on column public.user_ai_quotas.current_day is
  'The UTC day counted in current_day_*. The first call of a later day moves it to
ai_quota_closed_days.';
comment on column public.user_ai_quotas.current_day_cost_usd is
  'US dollars; calls of unknown price are left out: current_day_unpriced counts them.';
comment on column public.user_ai_quotas.limits_version is
  'The version of tiers and settings that the limits are from.';
comment on column public.user_ai_quotas.assigned_tier is
  'The tier that initialize_user_quota gave; NULL: the default tier. A subscription overrules it.';
comment on column public.user_ai_quotas.is_anonymous is
  'Whether the user is anonymous and settings.anonymous_tier admits no call.';
comment on column public.user_ai_quotas.period_anchor is
  'The day from which months are counted: the start of a subscription. NULL: the first of a month.';
comment on column public.user_ai_quotas.opened_early_at is
  'When a first payment last opened a period.';
comment on column public.user_ai_quotas.own_period_end is
  'When the open period would have ended if the anchor had not changed in it. NULL: it did not.';
comment on column public.user_ai_quotas.user_writes is
  'Reports and reservations that the signed-in user made in user_minute.';
comment on column public.user_ai_quotas.period_end is 'quota_reset_date as an instant: 00:00 UTC.';
comment on column public.user_ai_quotas.user_id is 'The user, as in auth.users.';
comment on column public.user_ai_quotas.tier is
  'The tier in force: of the best live subscription, else assigned_tier, else the default.';
comment on column public.user_ai_quotas.current_day_tokens is 'Tokens used on current_day.';
comment on column public.user_ai_quotas.current_day_requests is 'Requests made on current_day.';
comment on column public.user_ai_quotas.current_day_unpriced is
  'Requests of current_day whose price was unknown.';
comment on column public.user_ai_quotas.user_minute is
  'Start of the minute that user_writes counts, for the rate limit.';

-- Counters change with every call: free space in each page keeps those updates in the page (HOT).
alter table public.user_ai_quotas set (fillfactor = 70);
alter table public.user_ai_quotas enable row level security;
revoke all on public.user_ai_quotas from public, anon, authenticated, service_role;
grant select on public.user_ai_quotas to authenticated, service_role;

create policy "users read their own quota, admins every quota" on public.user_ai_quotas
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );
