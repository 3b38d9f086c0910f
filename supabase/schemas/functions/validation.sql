-- Whether an agent exists. ai_agents is the host's table: if it is missing, or its id is no uuid,
-- every agent_id is accepted.
create or replace function ai_quota.agent_exists(agent_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_exists boolean;
begin
  if not exists (
    select from pg_catalog.pg_attribute as a
    where a.attrelid = to_regclass('public.ai_agents')
      and a.attname = 'id'
      and a.atttypid = 'uuid'::regtype
  ) then
    return true;
  end if;
  execute 'select exists (select from public.ai_agents as a where a.id = $1)'
    using agent_exists.agent_id
    into v_exists;
  return v_exists;
end
$$;

-- Checks the arguments of track_usage. track_usage calls this only if its own quick check fails.
create or replace function ai_quota.validate_usage(
  agent_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt bigint,
  tokens_completion bigint,
  tokens_cached bigint,
  tokens_reasoning bigint,
  model_used text,
  cost_usd numeric,
  request_id text
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if (validate_usage.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_prompt', validate_usage.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call. 0 is allowed, null is not.'
    );
  end if;
  if (
    validate_usage.tokens_completion between 0 and 2147483647 - validate_usage.tokens_prompt
  ) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_completion', validate_usage.tokens_completion, 0,
      2147483647 - validate_usage.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  if (validate_usage.tokens_cached between 0 and validate_usage.tokens_prompt) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_cached', validate_usage.tokens_cached, 0, validate_usage.tokens_prompt,
      'Cached tokens are a part of tokens_prompt. Leave them out if there are none.'
    );
  end if;
  if (
    validate_usage.tokens_reasoning between 0 and validate_usage.tokens_completion
  ) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_reasoning', validate_usage.tokens_reasoning, 0, validate_usage.tokens_completion,
      'Reasoning tokens are a part of tokens_completion. Leave them out if there are none.'
    );
  end if;
  if not validate_usage.cost_usd between 0 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between 0 and 1000000000, got %s', validate_usage.cost_usd),
      'Pass US dollars, or leave cost_usd out: then it is computed from ai_quota_prices.'
    );
  end if;
  if length(validate_usage.discipline) > 200 or length(btrim(validate_usage.discipline)) = 0 then
    perform ai_quota.raise_bad_text('discipline', validate_usage.discipline);
  end if;
  if length(validate_usage.workflow_id) > 200 or length(btrim(validate_usage.workflow_id)) = 0 then
    perform ai_quota.raise_bad_text('workflow_id', validate_usage.workflow_id);
  end if;
  if length(validate_usage.model_used) > 200 or length(btrim(validate_usage.model_used)) = 0 then
    perform ai_quota.raise_bad_text('model_used', validate_usage.model_used);
  end if;
  if length(validate_usage.request_id) > 200 or length(btrim(validate_usage.request_id)) = 0 then
    perform ai_quota.raise_bad_text('request_id', validate_usage.request_id);
  end if;
  if validate_usage.agent_id is not null
    and not ai_quota.agent_exists(validate_usage.agent_id)
  then
    perform ai_quota.raise_bad_request(
      format('agent_id does not exist, got %s', validate_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;
end
$$;

-- Checks the arguments of reserve_tokens.
create or replace function ai_quota.validate_reservation(
  tokens bigint,
  requests bigint,
  expires_in_seconds bigint
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (validate_reservation.tokens between 1 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', validate_reservation.tokens, 1, 2147483647,
      'Reserve an upper bound of what the call may use.'
    );
  end if;
  if (validate_reservation.requests between 1 and 1000000) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', validate_reservation.requests, 1, 1000000,
      'Reserve the requests that the call may make; the default is 1.'
    );
  end if;
  if (validate_reservation.expires_in_seconds between 1 and 86400) is not true then
    perform ai_quota.raise_out_of_range(
      'expires_in_seconds', validate_reservation.expires_in_seconds, 1, 86400,
      'Pass the seconds that the call may take, up to one day; the default is 300.'
    );
  end if;
end
$$;

-- Checks the reason that an operator gives.
create or replace function ai_quota.validate_reason(reason text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(length(btrim(reason)), 0) = 0 or length(reason) > 500 then
    perform ai_quota.raise_bad_request(
      format('reason must have 1 to 500 characters, got %s', coalesce(length(reason), 0)),
      'Say why: the reason is kept.'
    );
  end if;
end
$$;
