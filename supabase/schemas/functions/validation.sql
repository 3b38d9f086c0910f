-- The arguments of track_usage: what one element of track_usage_batch may have.
create type ai_quota.usage_call as (
  agent_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt bigint,
  tokens_completion bigint,
  model_used text,
  cost_usd numeric,
  tokens_cached bigint,
  tokens_cache_write bigint,
  tokens_reasoning bigint,
  tokens_audio_prompt bigint,
  tokens_audio_completion bigint,
  requests bigint,
  user_id uuid,
  request_id text,
  reservation_id uuid,
  is_final boolean,
  occurred_at timestamptz,
  usage_source text
);

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

-- Checks that a part of the tokens fits in what is left of its whole.
create or replace function ai_quota.validate_part(
  argument text,
  value bigint,
  at_most bigint,
  whole text
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not validate_part.value between 0 and validate_part.at_most then
    perform ai_quota.raise_out_of_range(
      validate_part.argument, validate_part.value, 0, validate_part.at_most,
      format(
        'They are a part of %s, beside the other parts. Leave them out if there are none.',
        validate_part.whole
      )
    );
  end if;
end
$$;

-- Checks the arguments of a report. track_usage calls this only if its own quick check fails.
create or replace function ai_quota.validate_usage(
  call ai_quota.usage_call,
  caller public.ai_quota_caller
)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_text record;
begin
  if (call.tokens_prompt between 0 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_prompt', call.tokens_prompt, 0, 2147483647,
      'Pass the input tokens of the call. 0 is allowed, null is not.'
    );
  end if;
  if (call.tokens_completion between 0 and 2147483647 - call.tokens_prompt) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens_completion', call.tokens_completion, 0, 2147483647 - call.tokens_prompt,
      'Pass the output tokens of the call; with tokens_prompt they must fit an integer.'
    );
  end if;
  perform ai_quota.validate_part(
    'tokens_cached', call.tokens_cached, call.tokens_prompt, 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_cache_write', call.tokens_cache_write,
    call.tokens_prompt - coalesce(call.tokens_cached, 0), 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_audio_prompt', call.tokens_audio_prompt, call.tokens_prompt, 'tokens_prompt'
  );
  perform ai_quota.validate_part(
    'tokens_reasoning', call.tokens_reasoning, call.tokens_completion, 'tokens_completion'
  );
  perform ai_quota.validate_part(
    'tokens_audio_completion', call.tokens_audio_completion,
    call.tokens_completion - coalesce(call.tokens_reasoning, 0), 'tokens_completion'
  );
  if not call.requests between 0 and 1000000 then
    perform ai_quota.raise_out_of_range(
      'requests', call.requests, 0, 1000000, 'Leave requests out for 1.'
    );
  end if;
  if not call.cost_usd between 0 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between 0 and 1000000000, got %s', left(call.cost_usd::text, 50)),
      'Pass US dollars, or leave cost_usd out: then it is computed from ai_quota_prices.'
    );
  end if;
  -- The loop only names what is bad: it costs more than the rest of these checks.
  if greatest(
      length(call.discipline), length(call.workflow_id), length(call.model_used),
      length(call.request_id)
    ) > 200
    or '' in (
      btrim(call.discipline), btrim(call.workflow_id), btrim(call.model_used),
      btrim(call.request_id)
    )
  then
    for v_text in
      select t.argument, t.value
      from (
        values
          ('discipline', call.discipline), ('workflow_id', call.workflow_id),
          ('model_used', call.model_used), ('request_id', call.request_id)
      ) as t (argument, value)
      where length(t.value) > 200 or btrim(t.value) = ''
    loop
      perform ai_quota.raise_bad_text(v_text.argument, v_text.value);
    end loop;
  end if;
  if call.usage_source not in ('provider', 'estimated') then
    perform ai_quota.raise_bad_request(
      format('usage_source must be provider or estimated, got %L', left(call.usage_source, 50)),
      'Leave usage_source out where the provider counted the tokens.'
    );
  end if;
  if call.occurred_at is not null and validate_usage.caller = 'user' then
    perform ai_quota.raise_bad_request(
      'occurred_at is for the server, not for signed-in users',
      'Leave occurred_at out: the call counts as made now.',
      '42501'
    );
  end if;
  if not call.occurred_at between now() - interval '35 days' and now() + interval '5 minutes' then
    perform ai_quota.raise_bad_request(
      format('occurred_at must be at most 35 days ago, got %s', call.occurred_at),
      'Leave occurred_at out for a call that was made just now.'
    );
  end if;
end
$$;

-- Checks the arguments of reserve_tokens.
create or replace function ai_quota.validate_reservation(
  tokens bigint,
  requests bigint,
  expires_in_seconds bigint,
  request_id text,
  on_expiry text,
  caller public.ai_quota_caller
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_longest integer := case validate_reservation.caller when 'user' then 3600 else 86400 end;
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
  if (validate_reservation.expires_in_seconds between 1 and v_longest) is not true then
    perform ai_quota.raise_out_of_range(
      'expires_in_seconds', validate_reservation.expires_in_seconds, 1, v_longest,
      'Pass the seconds that the call may take: up to an hour, a day for service_role; default 300.'
    );
  end if;
  if length(validate_reservation.request_id) > 200
    or length(btrim(validate_reservation.request_id)) = 0
  then
    perform ai_quota.raise_bad_text('request_id', validate_reservation.request_id);
  end if;
  if (validate_reservation.on_expiry in ('release', 'charge')) is not true then
    perform ai_quota.raise_bad_request(
      format('on_expiry must be release or charge, got %s', coalesce(
        quote_literal(left(validate_reservation.on_expiry, 50)), 'null'
      )),
      'Leave on_expiry out for release.'
    );
  end if;
  if validate_reservation.on_expiry = 'charge' and validate_reservation.caller = 'user' then
    perform ai_quota.raise_bad_request(
      'on_expiry = charge is for the server, not for signed-in users',
      'Leave on_expiry out: an expired reservation no longer counts.',
      '42501'
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
