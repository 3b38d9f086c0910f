-- Definer: no API role may write the ledger or the counters.
create or replace function public.adjust_usage(
  user_id uuid,
  tokens bigint,
  reason text,
  requests bigint default 0,
  cost_usd numeric default null,
  request_id text default null
)
returns public.user_ai_quotas
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := ai_quota.authorize_user(user_id);
  v_payload_hash bigint;
  v_quota public.user_ai_quotas;
begin
  if (adjust_usage.tokens between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'tokens', adjust_usage.tokens, -2147483647, 2147483647,
      'Pass the tokens to add, or a negative number to take back.'
    );
  end if;
  if (adjust_usage.requests between -2147483647 and 2147483647) is not true then
    perform ai_quota.raise_out_of_range(
      'requests', adjust_usage.requests, -2147483647, 2147483647,
      'Pass the requests to add, or a negative number to take back.'
    );
  end if;
  if not adjust_usage.cost_usd between -1000000000 and 1000000000 then
    perform ai_quota.raise_bad_request(
      format('cost_usd must be between -1000000000 and 1000000000, got %s', adjust_usage.cost_usd),
      'Pass US dollars to add, a negative number to take back, or leave it out.'
    );
  end if;
  perform ai_quota.validate_reason(adjust_usage.reason);
  if length(adjust_usage.request_id) > 200 or length(btrim(adjust_usage.request_id)) = 0 then
    perform ai_quota.raise_bad_text('request_id', adjust_usage.request_id);
  end if;

  if adjust_usage.request_id is not null then
    v_payload_hash := hash_record_extended(
      row(
        adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd, adjust_usage.reason
      ),
      0
    );
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, adjust_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.validate_retry(v_user_id, adjust_usage.request_id, v_payload_hash);
      return ai_quota.read_quota(v_user_id);
    end if;
  end if;

  v_quota := ai_quota.lock_quota(v_user_id);
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, adjustment_reason, period_start
  )
  values (
    v_user_id, adjust_usage.tokens, adjust_usage.cost_usd, adjust_usage.requests,
    adjust_usage.request_id, adjust_usage.reason, v_quota.period_start
  );
  return ai_quota.add_usage(
    v_quota, v_quota.period_start, adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd
  );
end
$$;
comment on function public.adjust_usage is
  'Corrects the usage of a user''s open period with a ledger row of its own; no row is changed.
Arguments: user_id, tokens and requests (to add, or negative to take back; never below zero in
all), reason (1 to 500 characters), cost_usd (US dollars), request_id (as for track_usage).
Returns: the row of user_ai_quotas.
Errors: 22023 for an argument out of its range, no reason or an unknown user; 23505 for a
request_id of another call; 42501 for any other caller.';
revoke execute on function public.adjust_usage from public, anon, authenticated, service_role;
grant execute on function public.adjust_usage to service_role;
