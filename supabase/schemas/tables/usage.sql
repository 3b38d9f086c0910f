create table public.ai_agent_usage (
  id bigint generated always as identity,
  user_id uuid not null,
  agent_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt integer not null default 0,
  tokens_completion integer not null default 0,
  tokens_total integer generated always as (tokens_prompt + tokens_completion) stored,
  tokens_cached integer not null default 0,
  tokens_reasoning integer not null default 0,
  model_used text,
  cost_usd numeric,
  requests integer not null default 1,
  request_id text,
  reservation_id uuid,
  adjustment_reason text,
  period_start timestamptz,
  created_at timestamptz not null default now(),
  constraint ai_agent_usage_pkey primary key (id),
  -- One check, as for quotas. No foreign key on agent_id: ai_agents is the host's table, if it
  -- exists.
  constraint ai_agent_usage_only_adjustments_are_negative check (
    adjustment_reason is not null
    or least(
      tokens_cached, tokens_prompt - tokens_cached,
      tokens_reasoning, tokens_completion - tokens_reasoning
    ) >= 0
    and cost_usd >= 0.0
  )
);
create index ai_agent_usage_user_id_created_at_idx
  on public.ai_agent_usage (user_id, created_at);
create index ai_agent_usage_reservation_id_idx
  on public.ai_agent_usage (reservation_id) where reservation_id is not null;
comment on table public.ai_agent_usage is
  'The ledger: one row per call to a model. Rows are only appended; a correction is a row too.';
comment on column public.ai_agent_usage.session_id is
  'The host''s session or conversation. It needs no table.';
comment on column public.ai_agent_usage.tokens_prompt is
  'Input tokens, the cached ones included.';
comment on column public.ai_agent_usage.tokens_completion is
  'Output tokens, the reasoning ones included.';
comment on column public.ai_agent_usage.tokens_cached is
  'The part of tokens_prompt that was read from the provider''s cache.';
comment on column public.ai_agent_usage.tokens_reasoning is
  'The part of tokens_completion that was spent on reasoning.';
comment on column public.ai_agent_usage.cost_usd is
  'US dollars, computed when the row was written. NULL if the price of the model was unknown.';
comment on column public.ai_agent_usage.requests is
  '1; corrections may have another number.';
comment on column public.ai_agent_usage.request_id is
  'Idempotency key: a user''s calls with the same request_id are counted once. It never expires.';
comment on column public.ai_agent_usage.adjustment_reason is
  'Why an operator corrected the usage. Only such rows may be negative.';
comment on column public.ai_agent_usage.period_start is
  'Start of the period that is charged, as in user_ai_quotas. NULL: the UTC month of created_at.';
alter table public.ai_agent_usage enable row level security;
revoke all on public.ai_agent_usage from public, anon, authenticated, service_role;
grant select on public.ai_agent_usage to authenticated, service_role;

create policy "users read their own usage, admins all usage" on public.ai_agent_usage
  for select to authenticated
  using (user_id = (select auth.uid()) or (select ai_quota.is_admin()));

-- The sequence of our own id; an adopted ledger may have ids of another kind.
do $$
begin
  if exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.ai_agent_usage'::regclass
      and a.attname = 'id'
      and a.attidentity = 'a'
  ) then
    execute format(
      'revoke all on sequence %s from public, anon, authenticated, service_role',
      pg_get_serial_sequence('public.ai_agent_usage', 'id')
    );
  end if;
end
$$;
