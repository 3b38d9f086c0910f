create table public.ai_quota_denials (
  user_id uuid not null,
  day date not null,
  reason text not null,
  denials bigint not null,
  tokens bigint not null,
  constraint ai_quota_denials_pkey primary key (user_id, day, reason),
  constraint ai_quota_denials_reason_check
    check (reason in ('tokens', 'requests', 'blocked', 'anonymous'))
);
create index ai_quota_denials_day_idx
  on public.ai_quota_denials using brin (day) with (pages_per_range = 32);
comment on table public.ai_quota_denials is
  'Reservations that were denied, by user, UTC day and reason.';
comment on column public.ai_quota_denials.tokens is 'The tokens that were asked for, in all.';
alter table public.ai_quota_denials enable row level security;
revoke all on public.ai_quota_denials from public, anon, authenticated, service_role;
grant select on public.ai_quota_denials to authenticated, service_role;

create policy "users read their own denials, admins all denials" on public.ai_quota_denials
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );
