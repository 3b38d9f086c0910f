create table public.ai_quota_periods (
  user_id uuid not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  tokens_used bigint not null,
  requests_used bigint not null,
  monthly_token_quota bigint,
  monthly_request_quota bigint,
  tier text not null,
  closed_at timestamptz not null default now(),
  is_early boolean not null default false,
  constraint ai_quota_periods_pkey primary key (user_id, period_start),
  constraint ai_quota_periods_ends_after_its_start check (period_end > period_start)
);
-- By month, for admins: periods are closed in order.
create index ai_quota_periods_period_end_idx
  on public.ai_quota_periods using brin (period_end) with (pages_per_range = 32);
comment on table public.ai_quota_periods is
  'Closed periods: what was used and what was allowed. A period without usage leaves no row.';
comment on column public.ai_quota_periods.tier is 'The tier then in force.';
comment on column public.ai_quota_periods.is_early is
  'Whether an operator or a first payment closed the period before its end.';
comment on column public.ai_quota_periods.user_id is 'The user, as in auth.users.';
comment on column public.ai_quota_periods.period_start is 'When the period began.';
comment on column public.ai_quota_periods.period_end is
  'When it ended: the first moment of the next period.';
comment on column public.ai_quota_periods.tokens_used is 'Tokens used, input and output.';
comment on column public.ai_quota_periods.requests_used is 'Requests made.';
comment on column public.ai_quota_periods.monthly_token_quota is
  'Limit in tokens at the end of the period; NULL: unlimited.';
comment on column public.ai_quota_periods.monthly_request_quota is
  'Limit in requests at the end of the period; NULL: unlimited.';
comment on column public.ai_quota_periods.closed_at is
  'When the database closed it: with the first call after its end, or by the job.';
alter table public.ai_quota_periods enable row level security;
revoke all on public.ai_quota_periods from public, anon, authenticated, service_role;
grant select on public.ai_quota_periods to authenticated, service_role;

create policy "users read their own periods, admins all periods" on public.ai_quota_periods
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );
