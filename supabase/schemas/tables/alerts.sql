create table public.ai_quota_alerts (
  id bigint generated always as identity,
  user_id uuid not null,
  period_start timestamptz not null,
  metric text not null,
  threshold smallint not null,
  used bigint not null,
  quota bigint not null,
  is_deliverable boolean not null,
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  constraint ai_quota_alerts_pkey primary key (id),
  constraint ai_quota_alerts_once_a_period unique (user_id, period_start, metric, threshold),
  constraint ai_quota_alerts_metric_check check (metric in ('tokens', 'requests')),
  constraint ai_quota_alerts_threshold_check check (threshold in (75, 90, 100))
);
create index ai_quota_alerts_next_attempt_at_idx
  on public.ai_quota_alerts (next_attempt_at)
  where is_deliverable and delivered_at is null;
comment on table public.ai_quota_alerts is
  'Thresholds that were reached: one row per user, period, metric and threshold.';
comment on column public.ai_quota_alerts.threshold is 'Percent of the quota.';
comment on column public.ai_quota_alerts.used is
  'Tokens or requests used when the threshold was reached.';
comment on column public.ai_quota_alerts.quota is 'The limit then in force.';
comment on column public.ai_quota_alerts.is_deliverable is
  'False for the lower ones of several thresholds that one call reached: one message is enough.';
comment on column public.ai_quota_alerts.next_attempt_at is
  'When a worker may claim it next. Each claim and each failure postpones it.';
comment on column public.ai_quota_alerts.attempts is 'How often it was claimed.';
alter table public.ai_quota_alerts enable row level security;
revoke all on public.ai_quota_alerts from public, anon, authenticated, service_role;
revoke all on sequence public.ai_quota_alerts_id_seq
from public, anon, authenticated, service_role;
grant select on public.ai_quota_alerts to authenticated, service_role;

create policy "users read their own alerts, admins all alerts" on public.ai_quota_alerts
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));
