create type public.ai_quota_alert_kind as enum ('usage', 'denied');

create table public.ai_quota_alerts (
  id bigint generated always as identity,
  user_id uuid not null,
  period_start timestamptz not null,
  kind public.ai_quota_alert_kind not null default 'usage',
  metric text not null,
  threshold smallint not null,
  used bigint not null,
  quota bigint not null,
  created_at timestamptz not null default now(),
  constraint ai_quota_alerts_pkey primary key (id),
  constraint ai_quota_alerts_metric_check check (metric in ('tokens', 'requests')),
  constraint ai_quota_alerts_threshold_check check (
    threshold in (75, 90, 100) and kind = 'usage' or threshold = 0 and kind = 'denied'
  )
);
create unique index ai_quota_alerts_once_a_limit_key
  on public.ai_quota_alerts (user_id, period_start, metric, threshold, quota)
  where kind = 'usage';
create unique index ai_quota_alerts_one_denial_a_period_key
  on public.ai_quota_alerts (user_id, period_start)
  where kind = 'denied';
comment on table public.ai_quota_alerts is
  'Thresholds that usage reached: one row per user, period, metric, threshold and limit. And the first
denial of each period.';
comment on column public.ai_quota_alerts.kind is
  'usage: a threshold was reached. denied: a reservation was denied.';
comment on column public.ai_quota_alerts.metric is 'The limit: tokens or requests.';
comment on column public.ai_quota_alerts.threshold is 'Percent of the quota; 0 for a denial.';
comment on column public.ai_quota_alerts.used is
  'Tokens or requests used at that moment.';
comment on column public.ai_quota_alerts.quota is 'The limit then in force.';
comment on column public.ai_quota_alerts.id is
  'Set by the database. The RPCs for delivery name an alert by it.';
comment on column public.ai_quota_alerts.user_id is 'The user, as in auth.users.';
comment on column public.ai_quota_alerts.period_start is
  'Start of the period in which it happened, as in user_ai_quotas.';
comment on column public.ai_quota_alerts.created_at is
  'When the call ran that reached the threshold or was denied.';
alter table public.ai_quota_alerts enable row level security;
revoke all on public.ai_quota_alerts from public, anon, authenticated, service_role;
revoke all on sequence public.ai_quota_alerts_id_seq
from public, anon, authenticated, service_role;
grant select on public.ai_quota_alerts to authenticated, service_role;

create policy "users read their own alerts, admins all alerts" on public.ai_quota_alerts
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

create table ai_quota.alert_deliveries (
  alert_id bigint not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  expired_at timestamptz,
  last_error text,
  channels text[] not null default '{}',
  constraint alert_deliveries_pkey primary key (alert_id),
  constraint alert_deliveries_alert_id_fkey foreign key (alert_id)
    references public.ai_quota_alerts (id) on delete cascade
);
create index alert_deliveries_next_attempt_at_idx
  on ai_quota.alert_deliveries (next_attempt_at)
  where delivered_at is null and expired_at is null;
comment on table ai_quota.alert_deliveries is
  'How far the delivery of an alert is. Of several thresholds that one call reached, only the highest
is delivered.';
comment on column ai_quota.alert_deliveries.attempts is 'How often it was claimed.';
comment on column ai_quota.alert_deliveries.next_attempt_at is
  'When a worker may claim it next. Each claim and each failure postpones it.';
comment on column ai_quota.alert_deliveries.expired_at is
  'When it was found to be true no longer: its period is closed, or its threshold no longer reached.';
comment on column ai_quota.alert_deliveries.channels is
  'The channels that are done with it: a later attempt leaves them out.';
alter table ai_quota.alert_deliveries enable row level security;

create table ai_quota.digest_deliveries (
  day date not null,
  attempts integer not null default 1,
  next_attempt_at timestamptz not null,
  delivered_at timestamptz,
  channels text[] not null default '{}',
  constraint digest_deliveries_pkey primary key (day)
);
comment on table ai_quota.digest_deliveries is
  'How far the delivery of a day''s denials to the operators is.';
comment on column ai_quota.digest_deliveries.day is 'The UTC day that is told about.';
comment on column ai_quota.digest_deliveries.channels is 'The channels that are done with it.';
alter table ai_quota.digest_deliveries enable row level security;

-- What a delivery worker gets.
create type public.ai_quota_alert_delivery as (
  id bigint,
  user_id uuid,
  period_start timestamptz,
  kind public.ai_quota_alert_kind,
  metric text,
  threshold smallint,
  used bigint,
  quota bigint,
  created_at timestamptz,
  attempts integer,
  next_attempt_at timestamptz,
  delivered_at timestamptz,
  last_error text
);
comment on type public.ai_quota_alert_delivery is
  'An alert and how far its delivery is: the row of claim_quota_alerts.';

-- What a delivery worker writes of, and to whom.
create type public.ai_quota_alert_message as (
  id bigint,
  message_key uuid,
  user_id uuid,
  email text,
  name text,
  language text,
  metric text,
  threshold smallint,
  used bigint,
  quota bigint,
  tier text,
  upgrade_tier text,
  reset_date date,
  reached_on date,
  created_at timestamptz,
  channels text array
);
comment on type public.ai_quota_alert_message is
  'What to tell of an alert, and to whom: the row of prepare_quota_alert.';
