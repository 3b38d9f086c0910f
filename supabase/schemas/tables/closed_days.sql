create table public.ai_quota_closed_days (
  user_id uuid not null,
  day date not null,
  tokens bigint not null default 0,
  requests bigint not null default 0,
  cost_usd numeric not null default 0,
  unpriced_requests bigint not null default 0,
  constraint ai_quota_closed_days_pkey primary key (user_id, day)
);
create index ai_quota_closed_days_day_idx
  on public.ai_quota_closed_days using brin (day) with (pages_per_range = 32);
comment on table public.ai_quota_closed_days is
  'Usage by user and UTC day, without the latest day, which is in user_ai_quotas: read
ai_quota_daily.';
comment on column public.ai_quota_closed_days.cost_usd is
  'US dollars; calls of unknown price are left out: unpriced_requests counts them.';
comment on column public.ai_quota_closed_days.user_id is 'The user, as in auth.users.';
comment on column public.ai_quota_closed_days.day is 'UTC day.';
comment on column public.ai_quota_closed_days.tokens is 'Tokens used, input and output.';
comment on column public.ai_quota_closed_days.requests is 'Requests made.';
comment on column public.ai_quota_closed_days.unpriced_requests is
  'Requests whose price was unknown: their cost is in no sum.';
alter table public.ai_quota_closed_days enable row level security;
revoke all on public.ai_quota_closed_days from public, anon, authenticated, service_role;
grant select on public.ai_quota_closed_days to authenticated, service_role;

create policy "users read their own days, admins all days" on public.ai_quota_closed_days
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );
