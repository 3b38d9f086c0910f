-- Every table has a row type, so a type takes a table's name as well.
-- conflict: type public.ai_quota_alerts
-- conflict: type public.ai_quota_overrides
-- conflict: composite type public.ai_quota_reservations

create type public.ai_quota_overrides as enum ('none', 'some');
create type public.ai_quota_reservations as (seats integer, at timestamptz);
create domain public.ai_quota_alerts as text check (value <> '');
create table public.bookings (
  id integer primary key,
  reservation public.ai_quota_reservations,
  kind public.ai_quota_overrides not null default 'none',
  alert public.ai_quota_alerts
);
insert into public.bookings values (1, row(2, '2026-01-01'), 'some', 'soon');
