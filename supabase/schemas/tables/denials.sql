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
comment on column public.ai_quota_denials.tokens is 'Sum of the tokens that they asked for.';
comment on column public.ai_quota_denials.user_id is 'The user, as in auth.users.';
comment on column public.ai_quota_denials.day is 'UTC day.';
comment on column public.ai_quota_denials.reason is
  'tokens, requests: that limit was reached. blocked: an operator blocked the user. anonymous:
anonymous users have no quota.';
comment on column public.ai_quota_denials.denials is 'Number of denied reservations.';
alter table public.ai_quota_denials enable row level security;
revoke all on public.ai_quota_denials from public, anon, authenticated, service_role;
grant select on public.ai_quota_denials to authenticated, service_role;

create policy "users read their own denials, admins all denials" on public.ai_quota_denials
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );
