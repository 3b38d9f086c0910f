-- Reads one element of a batch. What is wrong with it is raised as track_usage would.
create or replace function ai_quota.read_call(element jsonb)
returns ai_quota.usage_call
language plpgsql
stable
set search_path = ''
as $$
declare
  v_call ai_quota.usage_call;
  v_unknown text;
begin
  if jsonb_typeof(element) <> 'object' then
    perform ai_quota.raise_bad_request(
      format('a call must be an object, got %s', left(element::text, 50)),
      'Pass the arguments of track_usage as an object.'
    );
  end if;
  v_call := jsonb_populate_record(null::ai_quota.usage_call, element);
  select k.key into v_unknown
  from jsonb_object_keys(element) as k (key)
  where not to_jsonb(v_call) ? k.key
  limit 1;
  if found then
    perform ai_quota.raise_bad_request(
      format('%s is no argument of track_usage', left(v_unknown, 50)), 'Leave it out.'
    );
  end if;
  perform ai_quota.validate_usage(v_call, 'server');
  if v_call.user_id is null then
    perform ai_quota.raise_bad_request(
      'user_id is required, got null', 'Pass the id of the user who made the call.'
    );
  end if;
  v_call.tokens_cached := coalesce(v_call.tokens_cached, 0);
  v_call.tokens_cache_write := coalesce(v_call.tokens_cache_write, 0);
  v_call.tokens_reasoning := coalesce(v_call.tokens_reasoning, 0);
  v_call.tokens_audio_prompt := coalesce(v_call.tokens_audio_prompt, 0);
  v_call.tokens_audio_completion := coalesce(v_call.tokens_audio_completion, 0);
  v_call.requests := coalesce(v_call.requests, 1);
  v_call.usage_source := coalesce(v_call.usage_source, 'provider');
  return v_call;
end
$$;

-- Definer: as track_usage. Lock order: the accounts, so that none is deleted meanwhile, then the
-- idempotency keys of all calls, in one order, then quota rows in the order of their users, so that
-- neither two batches nor a batch and a call deadlock.
create or replace function public.track_usage_batch(calls jsonb)
returns table (
  place integer,
  result text,
  code text,
  message text,
  hint text
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_count integer;
  v_calls ai_quota.usage_call[] := array[]::ai_quota.usage_call[];
  v_call ai_quota.usage_call;
  v_ids text[];
  v_counted text[];
  v_costs numeric[];
  v_results text[];
  v_codes text[];
  v_messages text[];
  v_hints text[];
  v_code text;
  v_message text;
  v_hint text;
  v_users uuid[];
  v_user_id uuid;
  v_agent_id uuid;
  v_despite text;
  v_id public.ai_agent_usage.id%type;
  v_cost numeric;
  v_period timestamptz;
  v_periods timestamptz[];
  v_at integer;
  v_sum record;
  v_quota public.user_ai_quotas;
  -- Columns of an adopted ledger may be of other types.
  v_ledger public.ai_agent_usage;
  v_rows public.ai_agent_usage[];
begin
  perform ai_quota.authorize_server();
  if jsonb_typeof(calls) is distinct from 'array' then
    perform ai_quota.raise_bad_request(
      'calls must be an array', 'Pass an array of 1 to 1000 objects, the arguments of track_usage.'
    );
  end if;
  v_count := jsonb_array_length(calls);
  if v_count not between 1 and 1000 then
    perform ai_quota.raise_out_of_range(
      'calls', v_count, 1, 1000, 'Send longer lists in several calls.'
    );
  end if;
  v_results := array_fill(null::text, array[v_count]);
  v_codes := v_results;
  v_messages := v_results;
  v_hints := v_results;
  v_ids := v_results;
  v_costs := array_fill(null::numeric, array[v_count]);
  v_periods := array_fill(null::timestamptz, array[v_count]);

  for v_at in 1 .. v_count loop
    begin
      v_call := ai_quota.read_call(calls -> v_at - 1);
    exception
      when others then
        v_results[v_at] := 'refused';
        get stacked diagnostics v_code = returned_sqlstate, v_message = message_text,
          v_hint = pg_exception_hint;
        v_codes[v_at] := v_code;
        v_messages[v_at] := v_message;
        v_hints[v_at] := v_hint;
        v_call := null;
    end;
    v_calls := v_calls || v_call;
  end loop;

  v_users := array(
    select u.id
    from auth.users as u
    where u.id in (select c.user_id from unnest(v_calls) as c)
    order by u.id
    for key share
  );
  for v_at in
    select c.ordinality::integer
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] is null
    order by c.user_id, c.request_id nulls first, c.ordinality
  loop
    v_call := v_calls[v_at];
    if v_call.user_id <> all (v_users) then
      v_results[v_at] := 'refused';
      v_codes[v_at] := '22023';
      v_messages[v_at] := format('user_id does not exist, got %s', v_call.user_id);
      v_hints[v_at] := 'Pass the id of a row in auth.users: the user who made the call.';
      continue;
    end if;
    v_agent_id := v_call.agent_id;
    v_despite := null;
    if v_call.agent_id is not null and not ai_quota.agent_exists(v_call.agent_id) then
      v_despite := format('agent %s unknown', v_call.agent_id);
      v_agent_id := null;
    end if;
    v_ledger := null;
    v_ledger.agent_id := v_agent_id;
    v_ledger.session_id := v_call.session_id;
    v_ledger.discipline := v_call.discipline;
    v_ledger.workflow_id := v_call.workflow_id;
    insert into public.ai_agent_usage (
      user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
      tokens_cached, tokens_reasoning, model_used, cost_usd, requests, request_id, reservation_id,
      period_start, created_at, tokens_cache_write, tokens_audio_prompt, tokens_audio_completion,
      usage_source, recorded_despite
    )
    select
      v_call.user_id, v_ledger.agent_id, v_ledger.session_id, v_ledger.discipline,
      v_ledger.workflow_id, v_call.tokens_prompt, v_call.tokens_completion, v_call.tokens_cached,
      v_call.tokens_reasoning, v_call.model_used,
      coalesce(round(v_call.cost_usd, 12), ai_quota.call_cost(
        v_call.model_used, coalesce(v_call.occurred_at, now()),
        v_call.tokens_prompt, v_call.tokens_completion, v_call.tokens_cached,
        v_call.tokens_cache_write, v_call.tokens_reasoning, v_call.tokens_audio_prompt,
        v_call.tokens_audio_completion
      )),
      v_call.requests, v_call.request_id, v_call.reservation_id,
      coalesce(
        (select q.period_start from public.user_ai_quotas as q where q.user_id = v_call.user_id),
        date_trunc('month', now(), 'UTC')
      ),
      coalesce(v_call.occurred_at, now()),
      v_call.tokens_cache_write, v_call.tokens_audio_prompt, v_call.tokens_audio_completion,
      v_call.usage_source::public.ai_quota_usage_source, v_despite
    where not exists (
      select from ai_quota.request_keys as k
      where k.user_id = v_call.user_id and k.request_id = v_call.request_id
    )
    on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
    returning id, cost_usd, period_start into v_id, v_cost, v_period;
    if found then
      v_ledger.id := v_id;
      v_rows[v_at] := v_ledger;
      v_ids[v_at] := v_id::text;
      v_costs[v_at] := v_cost;
      v_periods[v_at] := v_period;
      v_results[v_at] := 'recorded';
      continue;
    end if;
    begin
      perform ai_quota.validate_retry(
        v_call.user_id, 'server', v_call.request_id, v_call.cost_usd,
        v_call.occurred_at,
        row(
          v_ledger.agent_id, v_ledger.session_id, v_ledger.discipline, v_ledger.workflow_id,
          v_call.tokens_prompt, v_call.tokens_completion, v_call.model_used, v_call.tokens_cached,
          v_call.tokens_cache_write, v_call.tokens_reasoning, v_call.tokens_audio_prompt,
          v_call.tokens_audio_completion, v_call.requests, v_call.reservation_id,
          v_call.usage_source
        ),
        v_despite is not null
      );
      v_results[v_at] := 'repeated';
    exception
      when unique_violation then
        v_results[v_at] := 'refused';
        get stacked diagnostics v_code = returned_sqlstate, v_message = message_text,
          v_hint = pg_exception_hint;
        v_codes[v_at] := v_code;
        v_messages[v_at] := v_message;
        v_hints[v_at] := v_hint;
    end;
  end loop;

  v_counted := array_remove(v_ids, null);
  for v_user_id in
    select distinct c.user_id
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] = 'recorded'
    order by c.user_id
  loop
    perform ai_quota.lock_quota(v_user_id, uncounted => v_counted);
  end loop;
  -- Calls of the usual kind are counted in one sum a user, the others by themselves.
  for v_sum in
    select
      c.user_id,
      sum(c.tokens_prompt + c.tokens_completion)::bigint as tokens,
      sum(c.requests)::bigint as requests,
      sum(v_costs[c.ordinality]) as cost_usd,
      coalesce(sum(c.requests) filter (where v_costs[c.ordinality] is null), 0)::bigint as unpriced
    from unnest(v_calls) with ordinality as c
      join public.user_ai_quotas as q
        on q.user_id = c.user_id and q.period_start = v_periods[c.ordinality]
    where v_results[c.ordinality] = 'recorded'
      and num_nonnulls(c.reservation_id, c.occurred_at) = 0
    group by c.user_id
    order by c.user_id
  loop
    select q.* into v_quota from public.user_ai_quotas as q where q.user_id = v_sum.user_id;
    perform ai_quota.add_usage(
      v_quota, v_quota.period_start, v_sum.tokens, v_sum.requests, v_sum.cost_usd, v_sum.unpriced
    );
  end loop;
  for v_at in
    select c.ordinality::integer
    from unnest(v_calls) with ordinality as c
      join public.user_ai_quotas as q on q.user_id = c.user_id
    where v_results[c.ordinality] = 'recorded'
      and (
        num_nonnulls(c.reservation_id, c.occurred_at) > 0
        or q.period_start <> v_periods[c.ordinality]
      )
    order by c.user_id, c.ordinality
  loop
    v_call := v_calls[v_at];
    v_ledger := v_rows[v_at];
    perform ai_quota.record_unusual(
      v_call.user_id, v_ledger.id, v_call.tokens_prompt + v_call.tokens_completion, v_call.requests,
      v_costs[v_at], 'server', v_call.reservation_id, v_call.is_final, v_call.occurred_at,
      v_counted
    );
  end loop;

  return query
  select c.ordinality::integer, v_results[c.ordinality], v_codes[c.ordinality],
    v_messages[c.ordinality], v_hints[c.ordinality]
  from unnest(v_calls) with ordinality as c
  order by c.ordinality;
end
$$;
comment on function public.track_usage_batch is
  'Records many calls in one transaction: what is valid is recorded, what is not is named by its
place.
Arguments: calls (an array of 1 to 1000 objects with the arguments of track_usage; user_id is
required).
Returns: a row for each call: place (from 1), result (recorded; repeated: its request_id was
counted before; or refused), and for a refused one code, message and hint of the error that
track_usage would raise.
Errors: 22023 for what is no array of 1 to 1000, 42501 for any other caller than service_role.';
revoke execute on function public.track_usage_batch from public, anon, authenticated, service_role;
grant execute on function public.track_usage_batch to service_role;
