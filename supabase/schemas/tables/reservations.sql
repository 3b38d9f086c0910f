create type public.ai_quota_reservation_status as enum ('pending', 'settled', 'released');

create table public.ai_quota_reservations (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  tokens bigint not null,
  requests bigint not null,
  status public.ai_quota_reservation_status not null default 'pending',
  period_start timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint ai_quota_reservations_pkey primary key (id),
  constraint ai_quota_reservations_figures_check check (least(tokens, requests) >= 1)
);
create index ai_quota_reservations_user_id_expires_at_idx
  on public.ai_quota_reservations (user_id, expires_at);
comment on table public.ai_quota_reservations is
  'Tokens and requests held before a call. A pending row counts against the quota until
expires_at.';
comment on column public.ai_quota_reservations.status is
  'pending, then settled (by track_usage) or released. A closed reservation stays closed.';
comment on column public.ai_quota_reservations.period_start is
  'Start of the period that is charged when the reservation is settled, also when that is late.';
alter table public.ai_quota_reservations enable row level security;
revoke all on public.ai_quota_reservations from public, anon, authenticated, service_role;
grant select on public.ai_quota_reservations to authenticated, service_role;

create policy "users read their own reservations, admins all reservations"
  on public.ai_quota_reservations
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));
