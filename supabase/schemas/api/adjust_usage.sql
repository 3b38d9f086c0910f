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
  v_user_id uuid := ai_quota.authorize_operator(user_id);
  v_id public.ai_agent_usage.id%type;
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

  -- The key before the quota row, as in track_usage.
  insert into public.ai_agent_usage (
    user_id, tokens_prompt, cost_usd, requests, request_id, is_adjustment, reported_by, period_start
  )
  select
    v_user_id, adjust_usage.tokens, round(adjust_usage.cost_usd, 12), adjust_usage.requests,
    adjust_usage.request_id, true, 'server', date_trunc('month', now(), 'UTC')
  where not exists (
    select from ai_quota.request_keys as k
    where k.user_id = v_user_id and k.request_id = adjust_usage.request_id
  )
  on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
  returning id into v_id;
  if not found then
    if not exists (
      select from public.ai_agent_usage as u
      where u.user_id = v_user_id
        and u.request_id = adjust_usage.request_id
        and u.reported_by = 'server'
        and u.is_adjustment
        and u.tokens_prompt = adjust_usage.tokens
        and u.requests = adjust_usage.requests
        and u.cost_usd is not distinct from round(adjust_usage.cost_usd, 12)
    ) then
      perform ai_quota.raise_bad_request(
        format('request_id was used for another call, got %L', adjust_usage.request_id),
        'A retry must repeat the same arguments; another call needs another request_id.',
        '23505'
      );
    end if;
    return ai_quota.read_quota(v_user_id);
  end if;

  v_quota := ai_quota.lock_quota(v_user_id, uncounted => array[v_id::text]);
  update public.ai_agent_usage as u
  set period_start = v_quota.period_start
  where u.id = v_id;
  perform ai_quota.log_action(
    v_user_id, 'adjust_usage', adjust_usage.reason,
    jsonb_build_object(
      'tokens', adjust_usage.tokens, 'requests', adjust_usage.requests,
      'cost_usd', adjust_usage.cost_usd, 'ledger_id', v_id
    )
  );
  return ai_quota.add_usage(
    v_quota, v_quota.period_start, adjust_usage.tokens, adjust_usage.requests, adjust_usage.cost_usd
  );
end
$$;
comment on function public.adjust_usage is
  'Corrects the usage of a user''s open period with a ledger row of its own; no row is changed. For
operators and the server.
Arguments: user_id, tokens and requests (to add, or negative to take back; never below zero in
all), reason (1 to 500 characters, kept in ai_quota_audit), cost_usd (US dollars), request_id (as for track_usage).
Returns: the row of user_ai_quotas.
Errors: 22023 for an argument out of its range, no reason or an unknown user; 23505 for a
request_id of another call; 42501 for any other caller or for oneself.';
revoke execute on function public.adjust_usage from public, anon, authenticated, service_role;
grant execute on function public.adjust_usage to authenticated, service_role;
