-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_usage(
  from_day date default null,
  to_day date default null,
  of_tier text default null,
  of_model text default null,
  of_discipline text default null,
  of_workflow text default null,
  "by" text[] default array['model', 'discipline', 'workflow'],
  sort text default 'tokens',
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  day date,
  tier text,
  model text,
  discipline text,
  workflow text,
  tokens bigint,
  user_reported_tokens bigint,
  requests bigint,
  cost_usd numeric,
  user_reported_cost_usd numeric,
  unpriced_requests bigint,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_by constant text[] := ai_quota_admin_usage."by";
  v_word text;
  v_from date;
  v_to date;
  v_since timestamptz := (select r.recent_counted_at from ai_quota.rollup as r);
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(ai_quota_admin_usage.page, ai_quota_admin_usage.page_size);
  perform ai_quota.validate_word(
    'sort', ai_quota_admin_usage.sort, array['tokens', 'cost_usd', 'requests']
  );
  foreach v_word in array coalesce(v_by, array[null]) loop
    perform ai_quota.validate_word(
      'by', v_word, array['model', 'discipline', 'workflow', 'tier', 'day']
    );
  end loop;
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(ai_quota_admin_usage.from_day, ai_quota_admin_usage.to_day) as d;
  return query
  with labels as (
    select
      b.day, b.model, b.discipline, b.workflow, b.tier, b.reported_by, b.tokens, b.requests,
      b.cost_usd, b.unpriced_requests
    from ai_quota.usage_by_label as b
    where b.day between v_from and v_to and v_since is not null
    union all
    select
      s.day, s.model, s.discipline, s.workflow, s.tier, s.reported_by, s.tokens, s.requests,
      s.cost_usd, s.unpriced_requests
    from ai_quota.sum_labels(v_from, v_to, since => v_since) as s
    union all
    select
      d.day, d.model, d.discipline, d.workflow, d.tier, d.reported_by, d.tokens, d.requests,
      d.cost_usd, d.unpriced_requests
    from ai_quota.deleted_usage_by_label as d
    where d.day between v_from and v_to and v_since is null
  ),
  sums as (
    select
      case when 'day' = any (v_by) then l.day end as day,
      case when 'tier' = any (v_by) then l.tier end as tier,
      case when 'model' = any (v_by) then l.model end as model,
      case when 'discipline' = any (v_by) then l.discipline end as discipline,
      case when 'workflow' = any (v_by) then l.workflow end as workflow,
      ai_quota.to_bigint(sum(l.tokens)) as tokens,
      ai_quota.to_bigint(
        coalesce(sum(l.tokens) filter (where l.reported_by = 'user'), 0)
      ) as user_tokens,
      ai_quota.to_bigint(sum(l.requests)) as requests,
      coalesce(sum(l.cost_usd) filter (where l.reported_by = 'server'), 0) as cost_usd,
      coalesce(sum(l.cost_usd) filter (where l.reported_by = 'user'), 0) as user_cost_usd,
      ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests
    from labels as l
    where (ai_quota_admin_usage.of_tier is null or l.tier = ai_quota_admin_usage.of_tier)
      and (ai_quota_admin_usage.of_model is null or l.model = ai_quota_admin_usage.of_model)
      and (
        ai_quota_admin_usage.of_discipline is null or l.discipline = ai_quota_admin_usage.of_discipline
      )
      and (ai_quota_admin_usage.of_workflow is null or l.workflow = ai_quota_admin_usage.of_workflow)
    group by 1, 2, 3, 4, 5
  )
  select
    s.day, s.tier, ai_quota.cell(s.model), ai_quota.cell(s.discipline), ai_quota.cell(s.workflow),
    s.tokens, s.user_tokens, s.requests, s.cost_usd, s.user_cost_usd, s.unpriced_requests,
    count(*) over ()
  from sums as s
  order by
    case ai_quota_admin_usage.sort
      when 'tokens' then s.tokens
      when 'requests' then s.requests
      else s.cost_usd
    end desc,
    s.day, s.tier, s.model, s.discipline, s.workflow
  limit ai_quota_admin_usage.page_size
  offset (ai_quota_admin_usage.page - 1) * ai_quota_admin_usage.page_size;
end
$$;
comment on function public.ai_quota_admin_usage is
  'The usage of everybody by label: model, discipline, workflow, tier, day. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), of_tier, of_model,
of_discipline, of_workflow (only that; an empty text is usage without the label), by (which labels make a
row, default model, discipline and workflow), sort (tokens, cost_usd or requests), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows day, tier (that was charged), model, discipline, workflow (null where not in by; other
is what is beyond 50 combinations a user and day or 2,000 a day), tokens, user_reported_tokens (a part
of them), requests, cost_usd (US dollars, what the server reported), user_reported_cost_usd,
unpriced_requests, total_rows (on all pages).
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_usage
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_usage to authenticated, service_role;

-- Definer: reads the rows of every user, without policies.
create or replace function public.ai_quota_admin_unpriced_models(
  from_day date default null,
  to_day date default null,
  page bigint default 1,
  page_size bigint default 50
)
returns table (
  model text,
  unpriced_requests bigint,
  tokens bigint,
  first_day date,
  last_day date,
  is_priced_now boolean,
  total_rows bigint
)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_from date;
  v_to date;
  v_since timestamptz := (select r.recent_counted_at from ai_quota.rollup as r);
begin
  perform ai_quota.authorize_admin();
  perform ai_quota.validate_page(
    ai_quota_admin_unpriced_models.page, ai_quota_admin_unpriced_models.page_size
  );
  select d.from_day, d.to_day into v_from, v_to
  from ai_quota.validate_days(
    ai_quota_admin_unpriced_models.from_day, ai_quota_admin_unpriced_models.to_day
  ) as d;
  return query
  select
    ai_quota.cell(s.model), s.unpriced_requests, s.tokens, s.first_day, s.last_day,
    ai_quota.call_cost(s.model, now(), 1, 1, 0, 0, 0, 0, 0) is not null, s.total_rows
  from (
    select
      l.model, ai_quota.to_bigint(sum(l.unpriced_requests)) as unpriced_requests,
      ai_quota.to_bigint(sum(l.tokens)) as tokens, min(l.day) as first_day, max(l.day) as last_day,
      count(*) over () as total_rows
    from (
      select b.day, b.model, b.tokens, b.unpriced_requests
      from ai_quota.usage_by_label as b
      where b.day between v_from and v_to and v_since is not null
      union all
      select t.day, t.model, t.tokens, t.unpriced_requests
      from ai_quota.sum_labels(v_from, v_to, since => v_since) as t
      union all
      select d.day, d.model, d.tokens, d.unpriced_requests
      from ai_quota.deleted_usage_by_label as d
      where d.day between v_from and v_to and v_since is null
    ) as l
    where l.unpriced_requests > 0
    group by l.model
    order by sum(l.tokens) desc, l.model
    limit ai_quota_admin_unpriced_models.page_size
    offset (ai_quota_admin_unpriced_models.page - 1) * ai_quota_admin_unpriced_models.page_size
  ) as s
  order by s.tokens desc, s.model;
end
$$;
comment on function public.ai_quota_admin_unpriced_models is
  'Models whose calls have no cost, because their price was unknown. For admins and the server.
Arguments: from_day, to_day (both counted; default the 30 days that end today), page (from 1),
page_size (1 to 1000, default 50).
Returns: rows model (empty: the calls named none), unpriced_requests, tokens (of the labels that had
such calls), first_day, last_day, is_priced_now (whether new calls have a cost), total_rows.
Errors: 22023 for an argument out of its range, 42501 for any other caller.';
revoke execute on function public.ai_quota_admin_unpriced_models
  from public, anon, authenticated, service_role;
grant execute on function public.ai_quota_admin_unpriced_models to authenticated, service_role;
