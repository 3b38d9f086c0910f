-- Lock order: the ledger's idempotency key, quota row (before it the account, if the row is created
-- or outdated), then reservation. Long, because every function call costs a part of the time of a
-- bare insert and update. Definer: no API role may write the ledger or the counters.
create or replace function public.track_usage(
  agent_id uuid default null,
  session_id uuid default null,
  discipline text default null,
  workflow_id text default null,
  tokens_prompt bigint default null,
  tokens_completion bigint default null,
  model_used text default null,
  cost_usd numeric default null,
  tokens_cached bigint default 0,
  tokens_reasoning bigint default 0,
  user_id uuid default null,
  request_id text default null,
  reservation_id uuid default null,
  tokens_cache_write bigint default 0,
  tokens_audio_prompt bigint default 0,
  tokens_audio_completion bigint default 0,
  requests bigint default 1,
  is_final boolean default true,
  occurred_at timestamptz default null,
  usage_source text default 'provider'
)
returns setof public.ai_quota_status
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid;
  v_caller public.ai_quota_caller := 'server'::public.ai_quota_caller;
  -- Set for end users, whose writes are counted by the minute.
  v_minute timestamptz;
  v_writes_per_minute integer;
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  -- An adopted ledger may have columns of other types; assignment converts the values.
  v_id public.ai_agent_usage.id%type;
  v_agent_id public.ai_agent_usage.agent_id%type;
  v_session_id public.ai_agent_usage.session_id%type := track_usage.session_id;
  v_discipline public.ai_agent_usage.discipline%type := track_usage.discipline;
  v_workflow_id public.ai_agent_usage.workflow_id%type := track_usage.workflow_id;
  v_period timestamptz;
  v_cost numeric;
  v_despite text;
  v_before public.user_ai_quotas;
  v_quota public.user_ai_quotas;
begin
  if track_usage.user_id is not null and current_setting('role', true) = 'service_role' then
    v_user_id := track_usage.user_id;
  else
    v_user_id := ai_quota.authorize_user(track_usage.user_id, is_report => true);
    if ai_quota.is_end_user() then
      v_caller := 'user'::public.ai_quota_caller;
      v_minute := date_trunc('minute', current_timestamp, 'UTC');
      select s.user_writes_per_minute into v_writes_per_minute from ai_quota.settings as s;
      track_usage.cost_usd := null;
    end if;
  end if;

  -- Fast path for valid input; validate_usage names what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and (track_usage.tokens_cache_write, track_usage.tokens_audio_prompt,
      track_usage.tokens_audio_completion, track_usage.requests) = (0, 0, 0, 1)
    and track_usage.usage_source = 'provider'
    and num_nonnulls(track_usage.agent_id, track_usage.cost_usd, track_usage.occurred_at) = 0
    -- A text that begins with a printable character is not blank.
    and least(
      track_usage.discipline collate "C", track_usage.workflow_id, track_usage.model_used,
      track_usage.request_id, '~'
    ) >= '!'
    and greatest(
      length(track_usage.discipline), length(track_usage.workflow_id),
      length(track_usage.model_used), length(track_usage.request_id), 0
    ) <= 200
  ) is not true then
    perform ai_quota.validate_usage(
      row(
        track_usage.agent_id, track_usage.session_id, track_usage.discipline,
        track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.model_used, track_usage.cost_usd, track_usage.tokens_cached,
        track_usage.tokens_cache_write, track_usage.tokens_reasoning,
        track_usage.tokens_audio_prompt, track_usage.tokens_audio_completion,
        track_usage.requests, track_usage.user_id, track_usage.request_id,
        track_usage.reservation_id, track_usage.is_final, track_usage.occurred_at,
        track_usage.usage_source
      )::ai_quota.usage_call,
      v_caller
    );
    track_usage.tokens_cached := coalesce(track_usage.tokens_cached, 0);
    track_usage.tokens_cache_write := coalesce(track_usage.tokens_cache_write, 0);
    track_usage.tokens_reasoning := coalesce(track_usage.tokens_reasoning, 0);
    track_usage.tokens_audio_prompt := coalesce(track_usage.tokens_audio_prompt, 0);
    track_usage.tokens_audio_completion := coalesce(track_usage.tokens_audio_completion, 0);
    track_usage.requests := coalesce(track_usage.requests, 1);
    track_usage.usage_source := coalesce(track_usage.usage_source, 'provider');
    v_agent_id := track_usage.agent_id;
    if track_usage.agent_id is not null and not ai_quota.agent_exists(track_usage.agent_id) then
      v_despite := format('agent %s unknown', track_usage.agent_id);
      v_agent_id := null;
    end if;
  end if;

  v_tokens := track_usage.tokens_prompt + track_usage.tokens_completion;

  -- Before the quota row is locked, to keep that lock short. record_unusual corrects the period if
  -- it is not the open one. A second call with the same key waits here until the first one commits.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, requests, request_id, reservation_id,
    period_start, created_at, tokens_cache_write, tokens_audio_prompt, tokens_audio_completion,
    reported_by, usage_source, recorded_despite
  )
  select
    v_user_id, v_agent_id, v_session_id, v_discipline, v_workflow_id,
    track_usage.tokens_prompt, track_usage.tokens_completion,
    track_usage.tokens_cached, track_usage.tokens_reasoning,
    track_usage.model_used,
    case
      when track_usage.cost_usd is not null then round(track_usage.cost_usd, 12)
      when track_usage.model_used is not null then ai_quota.call_cost(
        track_usage.model_used, coalesce(track_usage.occurred_at, current_timestamp),
        track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.tokens_cached, track_usage.tokens_cache_write,
        track_usage.tokens_reasoning, track_usage.tokens_audio_prompt,
        track_usage.tokens_audio_completion
      )
    end,
    track_usage.requests, track_usage.request_id, track_usage.reservation_id,
    coalesce(
      (select q.period_start from public.user_ai_quotas as q where q.user_id = v_user_id),
      date_trunc('month', current_timestamp, 'UTC')
    ),
    coalesce(track_usage.occurred_at, current_timestamp),
    track_usage.tokens_cache_write, track_usage.tokens_audio_prompt,
    track_usage.tokens_audio_completion, v_caller,
    track_usage.usage_source::public.ai_quota_usage_source, v_despite
  where not exists (
    select from ai_quota.request_keys as k
    where k.user_id = v_user_id and k.request_id = track_usage.request_id
  )
  on conflict (user_id, request_id, reported_by) where request_id is not null do nothing
  returning id, cost_usd, period_start into v_id, v_cost, v_period;
  if not found then
    perform ai_quota.validate_retry(
      v_user_id, v_caller, track_usage.request_id, track_usage.cost_usd,
      track_usage.occurred_at,
      row(
        v_agent_id, v_session_id, v_discipline, v_workflow_id,
        track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.model_used,
        track_usage.tokens_cached, track_usage.tokens_cache_write,
        track_usage.tokens_reasoning, track_usage.tokens_audio_prompt,
        track_usage.tokens_audio_completion, track_usage.requests, track_usage.reservation_id,
        track_usage.usage_source
      ),
      v_despite is not null
    );
    return next ai_quota.describe_quota(ai_quota.read_quota(v_user_id));
    return;
  end if;
  if v_despite is not null and v_caller = 'user' then
    perform ai_quota.raise_bad_request(
      format('agent_id does not exist, got %s', track_usage.agent_id),
      'Pass the id of a row in ai_agents, or leave agent_id out.'
    );
  end if;

  if track_usage.occurred_at is not null
    or track_usage.is_final is false
    or track_usage.reservation_id is not null and v_caller = 'user'
  then
    null;
  elsif track_usage.reservation_id is null then
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + track_usage.requests,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + track_usage.requests,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
      current_day_unpriced =
        q.current_day_unpriced + case when v_cost is null then track_usage.requests else 0 end,
      user_minute = coalesce(v_minute, q.user_minute),
      user_writes = case
        when v_minute is null then q.user_writes
        when q.user_minute = v_minute then q.user_writes + 1
        else 1
      end
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.limits_version = (select v.version from ai_quota.limits_version as v)
      and q.current_month_tokens <= 9000000000000000000
      and (
        v_minute is null
        or not q.is_blocked
        and (
          q.user_minute is distinct from v_minute
          or q.user_writes < v_writes_per_minute
        )
      )
    returning q.* into v_quota;
    if not found then
      perform ai_quota.lock_account(v_user_id);
    end if;
  else
    -- The same, and what the reservation holds is freed.
    begin
      update public.user_ai_quotas as q
      set
        current_month_tokens = q.current_month_tokens + v_tokens,
        current_month_requests = q.current_month_requests + track_usage.requests,
        current_day_tokens = q.current_day_tokens + v_tokens,
        current_day_requests = q.current_day_requests + track_usage.requests,
        current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
        current_day_unpriced =
          q.current_day_unpriced + case when v_cost is null then track_usage.requests else 0 end,
        reserved_tokens = q.reserved_tokens - r.tokens,
        reserved_requests = q.reserved_requests - r.requests,
        reserved_valid_until = case
          when q.reserved_tokens > r.tokens then q.reserved_valid_until else q.period_end
        end
      from public.ai_quota_reservations as r
      where q.user_id = v_user_id
        and q.period_start = v_period
        and q.current_day = v_today
        and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
        and q.limits_version = (select v.version from ai_quota.limits_version as v)
        and q.current_month_tokens <= 9000000000000000000
        and r.id = track_usage.reservation_id
        and r.user_id = v_user_id
        and r.status = 'pending'
        and r.tokens_settled + r.requests_settled = 0
        and r.period_start = q.period_start
        and r.expires_at >= q.reserved_valid_until
      returning q.* into v_quota;
      if found then
        update public.ai_quota_reservations as r
        set status = 'settled', closed_at = current_timestamp
        where r.id = track_usage.reservation_id
          and r.status = 'pending'
          and r.tokens_settled + r.requests_settled = 0;
      end if;
      if not found then
        -- Outdated, or ended by another call while this one waited for the quota row. Undone, which
        -- unlocks that row too: record_unusual locks the account before it.
        raise sqlstate 'AIQ01';
      end if;
    exception
      when sqlstate 'AIQ01' then
        v_quota := null;
    end;
  end if;

  if v_quota.user_id is null then
    v_quota := ai_quota.record_unusual(
      v_user_id, v_id, v_tokens, track_usage.requests, v_cost, v_caller, track_usage.reservation_id,
      track_usage.is_final, track_usage.occurred_at
    );
  -- At most three quarters of a limit: below that no threshold can be reached.
  elsif v_quota.current_month_tokens >= v_quota.monthly_token_quota / 4 * 3
    or v_quota.current_month_requests >= v_quota.monthly_request_quota / 4 * 3
  then
    v_before := v_quota;
    v_before.current_month_tokens := v_quota.current_month_tokens - v_tokens;
    v_before.current_month_requests := v_quota.current_month_requests - track_usage.requests;
    perform ai_quota.write_alerts(v_before, v_quota);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;
comment on function public.track_usage is
  'Records one call to a model: a ledger row and the counters, in one transaction. Usage past the
limit is recorded too. A signed-in user records for itself, service_role for anyone.
Arguments: tokens_prompt and tokens_completion (tokens, required, 0 allowed); tokens_cached,
tokens_cache_write and tokens_audio_prompt (parts of tokens_prompt), tokens_reasoning and
tokens_audio_completion (parts of tokens_completion), null is 0; model_used, discipline, workflow_id
(texts of 1 to 200 characters), session_id, agent_id (a row of ai_agents); requests (0 to 1000000,
default 1); request_id (idempotency key: the same call sent again by the same user or by the server
is counted once); reservation_id (from reserve_tokens: settled with what was really used, also when
late), is_final (false: this is a part of the call, the rest of the reservation stays); usage_source
(provider or estimated). For service_role only: user_id, cost_usd (US dollars; else computed from
ai_quota_prices, null for an unknown model), occurred_at (at most 35 days ago).
Returns: the row of get_user_quota_status, after the call.
Errors: 22023 for an argument out of its range or an unknown user; for a signed-in user also for an
unknown agent or a reservation that is unknown or closed (what the server reports is recorded all the
same: see ai_agent_usage.recorded_despite); 23505 for a request_id of another call; 42501 for
somebody else''s user_id, the server''s reservation, a blocked user, or where
ai_quota.settings.users_report_usage is off; 429 for more than
ai_quota.settings.user_writes_per_minute.';
revoke execute on function public.track_usage from public, anon, authenticated, service_role;
grant execute on function public.track_usage to authenticated, service_role;
