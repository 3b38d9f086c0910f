-- Definer: reads only one user's ledger rows, by index instead of through policies. With the time
-- zone UTC, because created_at may be a timestamp without time zone in an older deployment.
create or replace function public.get_user_usage_by_label(
  from_day date default null,
  to_day date default null,
  user_id uuid default null
)
returns table (
  label text,
  name text,
  is_rest boolean,
  total_tokens bigint,
  total_requests bigint,
  total_cost_usd numeric,
  unpriced_requests bigint
)
language plpgsql
stable
security definer
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  v_user_id constant uuid := ai_quota.authorize_user(get_user_usage_by_label.user_id);
  v_from date;
  v_to date;
begin
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    get_user_usage_by_label.from_day, get_user_usage_by_label.to_day
  ) as d;
  return query
  -- By all three labels at once, so that the ledger is read once.
  with calls as (
    select
      nullif(u.model_used::text, '') as model, nullif(u.discipline::text, '') as discipline,
      nullif(u.workflow_id::text, '') as workflow,
      sum((u.tokens_prompt + u.tokens_completion)::bigint) as tokens,
      sum(u.requests) as requests, coalesce(sum(u.cost_usd), 0)::numeric as cost_usd,
      coalesce(
        sum(u.requests) filter (
          where u.cost_usd is null and (not u.is_adjustment or u.usage_source = 'estimated')
        ), 0
      ) as unpriced
    from public.ai_agent_usage as u
    where u.user_id = v_user_id and u.created_at >= v_from and u.created_at < v_to + 1
    group by 1, 2, 3
  ),
  sums as (
    select
      l.label, l.name, sum(c.tokens) as tokens, sum(c.requests) as requests,
      sum(c.cost_usd) as cost_usd, sum(c.unpriced) as unpriced
    from calls as c
      cross join lateral (
        values ('model', c.model), ('discipline', c.discipline), ('workflow', c.workflow)
      ) as l (label, name)
    group by 1, 2
  ),
  ranked as (
    select
      s.*,
      row_number() over (partition by s.label order by s.tokens desc, s.name) > 50 as is_rest
    from sums as s
  )
  select
    r.label, case when not r.is_rest then r.name end, r.is_rest,
    ai_quota.to_bigint(sum(r.tokens)), ai_quota.to_bigint(sum(r.requests)), sum(r.cost_usd),
    ai_quota.to_bigint(sum(r.unpriced))
  from ranked as r
  group by 1, 2, 3
  order by 1, 3, 4 desc, 2;
end
$$;
comment on function public.get_user_usage_by_label is
  'What the caller used by model, by discipline and by workflow, summed from the ledger to the last
call. The sums of each label are the whole usage of these days.
Arguments: from_day, to_day (UTC days, both counted, at most 366; default the 30 days that end
today), user_id (the server must give it).
Returns: rows label (model, discipline or workflow), name (null: the calls without this label),
is_rest (true in the row of all names after the largest 50), total_tokens, total_requests,
total_cost_usd (US dollars), unpriced_requests (requests of unknown price, which total_cost_usd leaves
out); by label, the largest first. No rows: nothing was used.
Errors: 22023 for days out of range or order, or where the server gives no user_id; 42501 for anon
and for somebody else''s user_id.';
revoke execute on function public.get_user_usage_by_label
  from public, anon, authenticated, service_role;
grant execute on function public.get_user_usage_by_label to authenticated, service_role;
