create type public.ai_quota_usage_source as enum ('provider', 'estimated');

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
  period_start timestamptz,
  created_at timestamptz not null default now(),
  tokens_cache_write integer not null default 0,
  tokens_audio_prompt integer not null default 0,
  tokens_audio_completion integer not null default 0,
  reported_by public.ai_quota_caller not null default 'server',
  usage_source public.ai_quota_usage_source not null default 'provider',
  is_adjustment boolean not null default false,
  recorded_despite text,
  excess_tokens integer,
  excess_requests integer,
  excess_period_start timestamptz,
  constraint ai_agent_usage_pkey primary key (id),
  -- One check, as for quotas. No foreign key on agent_id: ai_agents is the host's table, if it
  -- exists.
  constraint ai_agent_usage_only_adjustments_are_negative check (
    is_adjustment
    or least(
      tokens_cached, tokens_cache_write, tokens_audio_prompt,
      tokens_prompt - tokens_cached - tokens_cache_write, tokens_prompt - tokens_audio_prompt,
      tokens_reasoning, tokens_audio_completion,
      tokens_completion - tokens_reasoning - tokens_audio_completion
    ) >= 0
    and cost_usd >= 0.0
  )
);
create index ai_agent_usage_user_id_created_at_idx
  on public.ai_agent_usage (user_id, created_at);
-- By day, for admins; a small index that costs a call next to nothing, because rows come in order.
create index ai_agent_usage_created_at_idx
  on public.ai_agent_usage
  using brin (created_at) with (pages_per_range = 32, autosummarize = on);
create index ai_agent_usage_reservation_id_idx
  on public.ai_agent_usage (reservation_id) where reservation_id is not null;
-- What a user sent never blocks what the server sends.
create unique index ai_agent_usage_request_id_key
  on public.ai_agent_usage (user_id, request_id, reported_by) where request_id is not null;
comment on table public.ai_agent_usage is
  'The ledger: one row per call to a model. Rows are only appended; a correction is a row too.';
comment on column public.ai_agent_usage.session_id is
  'Your label: the session or conversation. It needs no table.';
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
  'Requests that the row stands for, 1 as a rule.';
comment on column public.ai_agent_usage.request_id is
  'Idempotency key: calls with the same user, reporter and request_id are counted once, as long as
this row is here.';
comment on column public.ai_agent_usage.tokens_cache_write is
  'The part of tokens_prompt that was written to the provider''s cache.';
comment on column public.ai_agent_usage.tokens_audio_prompt is
  'The part of tokens_prompt that was audio.';
comment on column public.ai_agent_usage.tokens_audio_completion is
  'The part of tokens_completion that was audio.';
comment on column public.ai_agent_usage.reported_by is 'Who reported the call.';
comment on column public.ai_agent_usage.usage_source is
  'provider: the provider counted the tokens. estimated: the reporter estimated them.';
comment on column public.ai_agent_usage.is_adjustment is
  'Whether the row corrects others. Only such rows may be negative.';
comment on column public.ai_agent_usage.recorded_despite is
  'What was wrong with the server''s report, which is recorded all the same: its agent or its
reservation is unknown, or the reservation was closed.';
comment on column public.ai_agent_usage.excess_tokens is
  'The part of tokens_total beyond a reservation of an older period. It is charged, with
excess_requests, to the period that begins at excess_period_start.';
comment on column public.ai_agent_usage.period_start is
  'Start of the period that is charged, as in user_ai_quotas. NULL: the UTC month of created_at.';
comment on column public.ai_agent_usage.id is 'Set by the database, in the order of recording.';
comment on column public.ai_agent_usage.user_id is
  'The user whose quota was charged, as in auth.users.';
comment on column public.ai_agent_usage.agent_id is
  'Your label: the agent that made the call. A row of ai_agents, if that table exists.';
comment on column public.ai_agent_usage.discipline is 'Your label: the kind of work.';
comment on column public.ai_agent_usage.workflow_id is 'Your label: the workflow or feature.';
comment on column public.ai_agent_usage.tokens_total is
  'tokens_prompt + tokens_completion: what counts against the quota.';
comment on column public.ai_agent_usage.model_used is
  'The name of the model as reported. The price is looked up by it.';
comment on column public.ai_agent_usage.reservation_id is
  'The reservation that the call settled; NULL: none.';
comment on column public.ai_agent_usage.created_at is
  'When the call was made: the time of recording, or occurred_at of the report.';
comment on column public.ai_agent_usage.excess_requests is
  'The part of requests beyond that reservation.';
comment on column public.ai_agent_usage.excess_period_start is
  'Start of the later period that is charged with the excess; NULL: there is no excess.';
alter table public.ai_agent_usage enable row level security;
revoke all on public.ai_agent_usage from public, anon, authenticated, service_role;
grant select on public.ai_agent_usage to authenticated, service_role;

create policy "users read their own usage, admins all usage" on public.ai_agent_usage
  for select to authenticated
  using (
    user_id >= (select ai_quota.first_visible_user())
    and user_id <= (select ai_quota.last_visible_user())
  );

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
