-- Creates the quota of a new user. It must neither raise nor wait, or sign-up would fail: a row
-- that it cannot create is created by the user's first call, and computed until then. Definer:
-- sign-up runs as supabase_auth_admin.
create or replace function ai_quota.handle_new_user()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
begin
  perform ai_quota.create_quota(new.id);
  return null;
exception
  when others then
    raise warning 'no quota was created for user %: %', new.id, sqlerrm;
    return null;
end
$$;

create or replace trigger "~ai_quota_handle_new_user"
  after insert on auth.users
  for each row execute function ai_quota.handle_new_user();

-- Deletes the rows of a deleted account in the tables without a foreign key to it, or keeps its
-- usage under a random id: a foreign key would cost every call a lookup and a lock of the account.
-- The quota row, which has one and is deleted first, keeps calls and deletion apart. Definer:
-- accounts are deleted by supabase_auth_admin.
create or replace function ai_quota.delete_user_data()
returns trigger
language plpgsql
security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
  v_random uuid := gen_random_uuid();
begin
  if (select s.on_account_deletion from ai_quota.settings as s) = 'anonymize' then
    insert into ai_quota.anonymized_users (user_id) values (v_random);
    update public.ai_agent_usage as u
    set
      user_id = v_random, session_id = null, workflow_id = null, request_id = null,
      reservation_id = null
    where u.user_id = old.id;
    update public.ai_quota_periods as p set user_id = v_random where p.user_id = old.id;
    perform ai_quota.mark_days(v_random);
    -- Also without ledger rows: they may have been moved away.
    insert into ai_quota.late_days (day, user_id)
    values ((now() at time zone 'UTC')::date, v_random);
    -- Days from the ledger: the quota row, which had the latest, is gone. Others stay: their rows
    -- may have been moved away.
    delete from public.ai_quota_closed_days as d
    where d.user_id = old.id and d.day in (select l.day from ai_quota.ledger_days(v_random) as l);
    update public.ai_quota_closed_days as d set user_id = v_random where d.user_id = old.id;
    insert into public.ai_quota_closed_days (
      user_id, day, tokens, requests, cost_usd, unpriced_requests
    )
    select v_random, l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(v_random) as l;
  else
    insert into public.ai_quota_deleted_usage as d (
      day, tokens, requests, cost_usd, unpriced_requests
    )
    select l.day, l.tokens, l.requests, l.cost_usd, l.unpriced_requests
    from ai_quota.ledger_days(old.id) as l
    union all
    -- Days whose ledger rows were moved away.
    select c.day, c.tokens, c.requests, c.cost_usd, c.unpriced_requests
    from public.ai_quota_closed_days as c
    where c.user_id = old.id
      and c.day not in (select l.day from ai_quota.ledger_days(old.id) as l)
    order by 1
    on conflict (day) do update
      set tokens = d.tokens + excluded.tokens,
        requests = d.requests + excluded.requests,
        cost_usd = d.cost_usd + excluded.cost_usd,
        unpriced_requests = d.unpriced_requests + excluded.unpriced_requests;
    perform ai_quota.keep_labels(old.id);
    perform ai_quota.mark_days(old.id);
    delete from public.ai_agent_usage as u where u.user_id = old.id;
    delete from public.ai_quota_periods as p where p.user_id = old.id;
    delete from public.ai_quota_closed_days as d where d.user_id = old.id;
  end if;
  delete from public.ai_quota_reservations as r where r.user_id = old.id;
  delete from public.ai_quota_alerts as a where a.user_id = old.id;
  delete from public.ai_quota_denials as d where d.user_id = old.id;
  delete from public.ai_quota_audit as a where a.user_id = old.id;
  delete from ai_quota.opening_balances as o where o.user_id = old.id;
  delete from ai_quota.request_keys as k where k.user_id = old.id;
  -- Without waiting for the job, which holds the rows that it counts. What it keeps of the account, it
  -- counts again, and deletes.
  update ai_quota.late_days as l set user_id = null
  where l.id in (
    select d.id from ai_quota.late_days as d where d.user_id = old.id for update skip locked
  );
  delete from ai_quota.usage_by_user as s
  where s.user_id in (
    select u.user_id from ai_quota.usage_by_user as u where u.user_id = old.id for update skip locked
  );
  insert into ai_quota.late_days (day, user_id)
  select (now() at time zone 'UTC')::date, u.user_id
  from ai_quota.usage_by_user as u
  where u.user_id = old.id;
  -- Only in databases with an older deployment.
  if to_regclass('ai_quota.limits_to_review') is not null then
    execute 'delete from ai_quota.limits_to_review as l where l.user_id = $1' using old.id;
  end if;
  return null;
end
$$;

create or replace trigger "~ai_quota_delete_user_data"
  after delete on auth.users
  for each row execute function ai_quota.delete_user_data();
