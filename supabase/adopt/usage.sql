-- Adopts the guide's ledger where it exists: adds our columns and replaces its rules.
do $$
begin
  if not exists (select from pg_temp.ai_quota_adopted as f where f.name = 'ai_agent_usage') then
    return;
  end if;
  perform pg_temp.ai_quota_take_over('ai_agent_usage', array[
    'user_id', 'agent_id', 'session_id', 'discipline', 'workflow_id', 'tokens_prompt',
    'tokens_completion', 'tokens_total', 'tokens_cached', 'tokens_reasoning', 'model_used',
    'cost_usd', 'created_at'
  ]);
  alter table public.ai_agent_usage
    add column if not exists id bigint generated always as identity,
    add column if not exists agent_id uuid,
    add column if not exists session_id uuid,
    add column if not exists discipline text,
    add column if not exists workflow_id text,
    add column if not exists tokens_total bigint
      generated always as (tokens_prompt + tokens_completion) stored,
    add column if not exists tokens_cached integer default 0,
    add column if not exists tokens_reasoning integer default 0,
    add column if not exists model_used text,
    add column if not exists cost_usd numeric,
    add column requests integer not null default 1,
    add column request_id text,
    add column reservation_id uuid,
    add column adjustment_reason text,
    add column period_start timestamptz;
  perform set_config('timezone', 'UTC', true);
  update public.ai_agent_usage as u
  set
    tokens_prompt = coalesce(u.tokens_prompt, 0),
    tokens_completion = coalesce(u.tokens_completion, 0),
    tokens_cached = coalesce(u.tokens_cached, 0),
    tokens_reasoning = coalesce(u.tokens_reasoning, 0),
    created_at = coalesce(u.created_at, now())
  where num_nulls(
    u.tokens_prompt, u.tokens_completion, u.tokens_cached, u.tokens_reasoning, u.created_at
  ) > 0;
  alter table public.ai_agent_usage
    alter column tokens_prompt set default 0,
    alter column tokens_completion set default 0,
    alter column tokens_cached set default 0,
    alter column tokens_reasoning set default 0,
    alter column tokens_prompt set not null,
    alter column tokens_completion set not null,
    alter column tokens_cached set not null,
    alter column tokens_reasoning set not null,
    alter column created_at set not null,
    alter column cost_usd drop default,
    add constraint ai_agent_usage_only_adjustments_are_negative check (
      adjustment_reason is not null
      or least(
        tokens_cached, tokens_prompt - tokens_cached,
        tokens_reasoning, tokens_completion - tokens_reasoning
      ) >= 0
      and cost_usd >= 0.0
    ) not valid;
  if exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = 'public.ai_agent_usage'::regclass
      and a.attname = 'created_at'
      and a.atttypid = 'timestamp'::regtype
  ) then
    alter table public.ai_agent_usage
      alter column created_at set default (now() at time zone 'UTC');
  else
    alter table public.ai_agent_usage alter column created_at set default now();
  end if;
  if not exists (
    select from pg_catalog.pg_index as i
      join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attname = 'id'
    where i.indrelid = 'public.ai_agent_usage'::regclass
      and i.indisunique
      and i.indkey::text = a.attnum::text
  ) then
    alter table public.ai_agent_usage add constraint ai_agent_usage_id_key unique (id);
  end if;
end
$$;
