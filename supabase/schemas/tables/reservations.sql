create type public.ai_quota_reservation_status as enum (
  'pending', 'settled', 'released', 'charged'
);
create type public.ai_quota_caller as enum ('user', 'server');
create type public.ai_quota_on_expiry as enum ('release', 'charge');

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
  -- The default is for calls of an older release that end after an upgrade.
  reserved_by public.ai_quota_caller not null default 'user',
  on_expiry public.ai_quota_on_expiry not null default 'release',
  request_id text,
  tokens_settled bigint not null default 0,
  requests_settled bigint not null default 0,
  constraint ai_quota_reservations_pkey primary key (id),
  constraint ai_quota_reservations_figures_check check (least(tokens, requests) >= 1)
);
-- Closed reservations cost nothing: every index but the key leaves them out.
create index ai_quota_reservations_pending_idx
  on public.ai_quota_reservations (user_id, expires_at) where status = 'pending';
create index ai_quota_reservations_to_charge_idx
  on public.ai_quota_reservations (expires_at) where status = 'pending' and on_expiry = 'charge';
create unique index ai_quota_reservations_request_id_key
  on public.ai_quota_reservations (user_id, reserved_by, request_id) where request_id is not null;
comment on table public.ai_quota_reservations is
  'Tokens and requests held before a call. A pending row counts against the quota until
expires_at.';
comment on column public.ai_quota_reservations.status is
  'pending, then settled (by track_usage), released, or charged (it expired and counts as used).';
comment on column public.ai_quota_reservations.period_start is
  'Start of the period that it holds tokens of, and that is charged up to an hour after expires_at.';
comment on column public.ai_quota_reservations.reserved_by is
  'Who made it. Only the server can end a reservation of the server.';
comment on column public.ai_quota_reservations.on_expiry is
  'release: it no longer counts once it has expired. charge: it then counts as used in full.';
comment on column public.ai_quota_reservations.request_id is
  'Idempotency key of reserve_tokens.';
comment on column public.ai_quota_reservations.tokens_settled is
  'Tokens that partial reports have taken out of tokens.';
comment on column public.ai_quota_reservations.id is
  'Set by the database: the reservation_id of track_usage and release_reservation.';
comment on column public.ai_quota_reservations.user_id is 'The user, as in auth.users.';
comment on column public.ai_quota_reservations.tokens is
  'Tokens reserved: an upper bound of the call.';
comment on column public.ai_quota_reservations.requests is 'Requests reserved.';
comment on column public.ai_quota_reservations.expires_at is
  'When it ends by itself if it is still pending.';
comment on column public.ai_quota_reservations.created_at is 'When it was made.';
comment on column public.ai_quota_reservations.closed_at is
  'When it was settled, released or charged; NULL: it is pending.';
comment on column public.ai_quota_reservations.requests_settled is
  'Requests that partial reports have taken out of requests.';
alter table public.ai_quota_reservations enable row level security;
revoke all on public.ai_quota_reservations from public, anon, authenticated, service_role;
grant select on public.ai_quota_reservations to authenticated, service_role;

create policy "users read their own reservations, admins all reservations"
  on public.ai_quota_reservations
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );
