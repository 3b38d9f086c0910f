-- The rows of an older deployment in the terms of the package, and quotas for the users that exist.
do $$
declare
  v_item record;
  v_count bigint;
begin
  if exists (select from pg_temp.ai_quota_adopted as f where f.name = 'user_ai_quotas') then
    -- The limits that rows have are promises: they stay, unlimited (NULL) included. They are in
    -- force already, so the trigger need not apply them.
    alter table public.ai_quota_overrides disable trigger "~ai_quota_apply_override";
    insert into public.ai_quota_overrides (
      user_id, monthly_token_quota, monthly_request_quota, reason
    )
    select
      q.user_id, q.monthly_token_quota, q.monthly_request_quota,
      'The limits that the user had before the package was installed.'
    from public.user_ai_quotas as q
      join public.ai_quota_tiers as t on t.tier = q.tier
      join auth.users as u on u.id = q.user_id
    where (q.monthly_token_quota, q.monthly_request_quota)
      is distinct from (t.monthly_token_quota, t.monthly_request_quota);
    alter table public.ai_quota_overrides enable trigger "~ai_quota_apply_override";

    if exists (
      select from pg_temp.ai_quota_adopted as f
      where f.name = 'user_ai_quotas' and not f.has_requests
    ) then
      update public.user_ai_quotas as q
      set current_month_requests = greatest(l.requests, 0)
      from ai_quota.ledger_sums() as l
      where l.user_id = q.user_id and l.period_start = q.period_start;
    end if;
    -- Usage of the open period that was counted differently, or not at all, in the ledger.
    insert into ai_quota.opening_balances (user_id, period_start, tokens, requests)
    select d.user_id, d.period_start, d.tokens, d.requests
    from (
      select
        q.user_id, q.period_start,
        q.current_month_tokens - coalesce(l.tokens, 0) as tokens,
        coalesce(q.current_month_requests - coalesce(l.requests, 0), 0) as requests
      from public.user_ai_quotas as q
        left join ai_quota.ledger_sums() as l
          on l.user_id = q.user_id and l.period_start = q.period_start
      where q.user_id is not null
    ) as d
    where (d.tokens, d.requests) <> (0, 0);
    -- The next period of a quota that is due starts at 0, although the ledger has rows of it.
    insert into ai_quota.opening_balances (user_id, period_start, tokens, requests)
    select l.user_id, l.period_start, - l.tokens, - l.requests
    from public.user_ai_quotas as q
      join ai_quota.ledger_sums() as l
        on l.user_id = q.user_id and l.period_start = date_trunc('month', now(), 'UTC')
    where q.period_end <= now();
  end if;

  if exists (
    select from pg_temp.ai_quota_adopted as f where f.name = 'user_ai_quotas' and f.users_update
  ) then
    create table ai_quota.limits_to_review as
    select q.user_id, q.tier, q.monthly_token_quota, q.monthly_request_quota
    from public.user_ai_quotas as q
      join public.ai_quota_tiers as t on t.tier = ai_quota.default_tier()
    where (q.monthly_token_quota <= t.monthly_token_quota) is not true
      or (q.monthly_request_quota <= t.monthly_request_quota) is not true;
    comment on table ai_quota.limits_to_review is
  'Limits above the default tier from a time when users could change their own row. Confirm or lower
them: a user may have raised the limit.';
    alter table ai_quota.limits_to_review enable row level security;
    revoke all on ai_quota.limits_to_review from public, anon, authenticated, service_role;
    select count(*) into v_count from ai_quota.limits_to_review;
    if v_count > 0 then
      raise warning 'users could change their own quota here: review % limits in '
        'ai_quota.limits_to_review', v_count;
    end if;
  end if;

  -- Rules that old rows break hold for new rows only.
  for v_item in
    select c.conrelid::regclass as table_name, c.conname
    from pg_catalog.pg_constraint as c
    where not c.convalidated
      and c.conrelid in ('public.user_ai_quotas'::regclass, 'public.ai_agent_usage'::regclass)
  loop
    begin
      execute format(
        'alter table %s validate constraint %I', v_item.table_name, v_item.conname
      );
    exception
      when check_violation or foreign_key_violation then
        raise warning 'older rows of % break %, which holds for new rows only: %',
          v_item.table_name, v_item.conname, sqlerrm;
    end;
  end loop;
end
$$;

insert into public.user_ai_quotas (user_id, current_month_tokens, current_month_requests)
select
  u.id,
  coalesce(l.tokens, 0) as tokens,
  coalesce(l.requests, 0) as requests
from auth.users as u
  left join lateral ai_quota.ledger_sums(u.id) as l
    on l.period_start = date_trunc('month', now(), 'UTC')
where not exists (
    select from public.user_ai_quotas as q
    where q.user_id = u.id
  )
  and not exists (
    select from public.ai_quota_subscriptions as s
    where s.user_id = u.id
  );
select ai_quota.create_quota(s.user_id, s.tier)
from public.ai_quota_subscriptions as s
where not exists (
    select from public.user_ai_quotas as q
    where q.user_id = s.user_id
  );

-- squawk-ignore ban-drop-function
drop function
  pg_temp.ai_quota_misfits(text, jsonb), pg_temp.ai_quota_conflicts(), pg_temp.ai_quota_preflight(),
  pg_temp.ai_quota_users_may(pg_catalog.pg_class, text),
  pg_temp.ai_quota_supersede(text, text, text, text), pg_temp.ai_quota_interferes(oid),
  pg_temp.ai_quota_relax(regclass, name[]), pg_temp.ai_quota_take_over(text, name[]);
-- squawk-ignore ban-drop-table
drop table pg_temp.ai_quota_adopted, pg_temp.ai_quota_columns;
