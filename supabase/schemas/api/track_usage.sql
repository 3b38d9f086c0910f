-- Lock order: request key, quota row (before it the tiers and the account, if a row is created),
-- then reservation. Long, because every function call costs a part of the time of a bare insert and
-- update. Definer: no API role may write the ledger or the counters.
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
  reservation_id uuid default null
)
returns setof public.ai_quota_status
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_user_id uuid := case
    when track_usage.user_id is not null and current_setting('role', true) = 'service_role'
      then track_usage.user_id
    else ai_quota.authorize_user(track_usage.user_id, is_report => true)
  end;
  v_tokens bigint;
  v_today date := (current_timestamp at time zone 'UTC')::date;
  v_payload_hash bigint;
  -- An adopted ledger may have columns of other types; assignment converts the values.
  v_id public.ai_agent_usage.id%type;
  v_agent_id public.ai_agent_usage.agent_id%type := track_usage.agent_id;
  v_session_id public.ai_agent_usage.session_id%type := track_usage.session_id;
  v_discipline public.ai_agent_usage.discipline%type := track_usage.discipline;
  v_workflow_id public.ai_agent_usage.workflow_id%type := track_usage.workflow_id;
  v_period timestamptz := date_trunc('month', current_timestamp, 'UTC');
  v_cost numeric;
  v_quota public.user_ai_quotas;
begin
  -- Fast path for valid input; validate_usage names what is wrong with the rest.
  if (
    track_usage.tokens_cached between 0 and track_usage.tokens_prompt
    and track_usage.tokens_reasoning between 0 and track_usage.tokens_completion
    and track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion
    and track_usage.agent_id is null
    and track_usage.cost_usd is null
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
      track_usage.agent_id, track_usage.discipline, track_usage.workflow_id,
      track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.tokens_cached,
      track_usage.tokens_reasoning, track_usage.model_used, track_usage.cost_usd,
      track_usage.request_id
    );
  end if;

  v_tokens := track_usage.tokens_prompt + track_usage.tokens_completion;

  if track_usage.request_id is not null then
    v_payload_hash := hash_record_extended(
      row(
        track_usage.agent_id, track_usage.session_id, track_usage.discipline,
        track_usage.workflow_id, track_usage.tokens_prompt, track_usage.tokens_completion,
        track_usage.tokens_cached, track_usage.tokens_reasoning, track_usage.model_used,
        track_usage.cost_usd, track_usage.reservation_id
      ),
      0
    );
    -- A second call with the same key waits here until the first one commits.
    insert into ai_quota.request_keys (user_id, request_id, payload_hash)
    values (v_user_id, track_usage.request_id, v_payload_hash)
    on conflict (user_id, request_id) do nothing;
    if not found then
      perform ai_quota.validate_retry(v_user_id, track_usage.request_id, v_payload_hash);
      v_quota := ai_quota.read_quota(v_user_id);
      return next ai_quota.describe_quota(v_quota);
      return;
    end if;
  end if;

  -- Before the quota row is locked, to keep that lock short. record_unusual corrects the period if
  -- it is not the calendar month.
  insert into public.ai_agent_usage (
    user_id, agent_id, session_id, discipline, workflow_id, tokens_prompt, tokens_completion,
    tokens_cached, tokens_reasoning, model_used, cost_usd, request_id, reservation_id, period_start
  )
  values (
    v_user_id, v_agent_id, v_session_id, v_discipline, v_workflow_id,
    track_usage.tokens_prompt, track_usage.tokens_completion, track_usage.tokens_cached,
    track_usage.tokens_reasoning, track_usage.model_used,
    coalesce(
      track_usage.cost_usd,
      (
        select
          (
            (track_usage.tokens_prompt - track_usage.tokens_cached) * p.input_price
            + track_usage.tokens_cached * coalesce(p.cached_input_price, p.input_price)
            + (track_usage.tokens_completion - track_usage.tokens_reasoning) * p.output_price
            + track_usage.tokens_reasoning * coalesce(p.reasoning_price, p.output_price)
          ) * 0.000001
        from public.ai_quota_prices as p
        where p.model = track_usage.model_used and p.valid_from <= v_today
        order by p.valid_from desc
        limit 1
      )
    ),
    track_usage.request_id, track_usage.reservation_id, v_period
  )
  returning id, cost_usd into v_id, v_cost;

  if track_usage.reservation_id is null then
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + 1,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + 1,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0)
    where q.user_id = v_user_id
      and q.period_start = v_period
      and q.current_day = v_today
      and least(q.period_end, q.limits_expire_at, q.reserved_valid_until) > current_timestamp
      and q.current_month_tokens <= 9000000000000000000
    returning q.* into v_quota;
  else
    -- The same, and what the reservation holds is freed.
    update public.user_ai_quotas as q
    set
      current_month_tokens = q.current_month_tokens + v_tokens,
      current_month_requests = q.current_month_requests + 1,
      current_day_tokens = q.current_day_tokens + v_tokens,
      current_day_requests = q.current_day_requests + 1,
      current_day_cost_usd = q.current_day_cost_usd + coalesce(v_cost, 0.0),
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
      and q.current_month_tokens <= 9000000000000000000
      and r.id = track_usage.reservation_id
      and r.user_id = v_user_id
      and r.status = 'pending'
      and r.period_start = q.period_start
      and r.expires_at >= q.reserved_valid_until
    returning q.* into v_quota;
    if found then
      update public.ai_quota_reservations as r
      set status = 'settled', closed_at = current_timestamp
      where r.id = track_usage.reservation_id and r.status = 'pending';
      if not found then
        -- Closed by another call while this one waited for the quota row: raises the error.
        perform ai_quota.pending_reservation(v_user_id, track_usage.reservation_id);
      end if;
    end if;
  end if;

  if v_quota.user_id is null then
    v_quota := ai_quota.record_unusual(
      v_user_id, v_id, v_tokens, v_cost, track_usage.reservation_id
    );
  elsif v_quota.current_month_tokens::double precision / v_quota.monthly_token_quota >= 0.75
    and (v_quota.current_month_tokens - v_tokens)::double precision
      / v_quota.monthly_token_quota < 1
    or v_quota.current_month_requests::double precision / v_quota.monthly_request_quota >= 0.75
    and (v_quota.current_month_requests - 1)::double precision / v_quota.monthly_request_quota < 1
  then
    perform ai_quota.write_alerts(v_quota, v_tokens, 1);
  end if;
  return next ai_quota.describe_quota(v_quota);
end
$$;
comment on function public.track_usage is
  'Records one call to a model: a ledger row and the counters, in one transaction. Usage past the
limit is recorded too. A signed-in user records for itself, service_role for anyone.
Arguments: agent_id (a row of ai_agents), session_id, discipline, workflow_id, model_used (texts of
1 to 200 characters), tokens_prompt and tokens_completion (tokens, required, 0 allowed), cost_usd
(US dollars; else computed from ai_quota_prices, null for an unknown model), tokens_cached (part of
tokens_prompt), tokens_reasoning (part of tokens_completion), user_id (service_role only),
request_id (idempotency key, never expires: the same call sent again is counted once),
reservation_id (from reserve_tokens: settled with what was really used, also when late).
Returns: the row of get_user_quota_status, after the call.
Errors: 22023 for an argument out of its range, an unknown agent or user, or a reservation that is
not the user''s or was settled or released; 23505 for a request_id of another call; 42501 for
somebody else''s user_id or where ai_quota.settings.users_report_usage is off.';
revoke execute on function public.track_usage from public, anon, authenticated, service_role;
grant execute on function public.track_usage to authenticated, service_role;
