create table public.ai_quota_audit (
  id bigint generated always as identity,
  user_id uuid not null,
  action text not null,
  reason text not null,
  details jsonb not null default '{}',
  actor uuid,
  created_at timestamptz not null default now(),
  constraint ai_quota_audit_pkey primary key (id),
  constraint ai_quota_audit_reason_check check (length(reason) between 1 and 500)
);
create index ai_quota_audit_user_id_created_at_idx on public.ai_quota_audit (user_id, created_at);
comment on table public.ai_quota_audit is
  'What operators did to a user''s quota, and why. Not readable by that user.';
comment on column public.ai_quota_audit.action is 'The function that was called.';
comment on column public.ai_quota_audit.details is 'Its other arguments.';
comment on column public.ai_quota_audit.actor is
  'The operator who was signed in; NULL: the server.';
comment on column public.ai_quota_audit.id is 'Set by the database.';
comment on column public.ai_quota_audit.user_id is 'The user whose quota was changed.';
comment on column public.ai_quota_audit.reason is
  'Why, in the words of the operator: 1 to 500 characters.';
comment on column public.ai_quota_audit.created_at is 'When it was done.';
alter table public.ai_quota_audit enable row level security;
revoke all on public.ai_quota_audit from public, anon, authenticated, service_role;
revoke all on sequence public.ai_quota_audit_id_seq
from public, anon, authenticated, service_role;
grant select on public.ai_quota_audit to authenticated, service_role;

create policy "admins read the audit log" on public.ai_quota_audit
  for select to authenticated
  using ((select ai_quota.is_admin()));
