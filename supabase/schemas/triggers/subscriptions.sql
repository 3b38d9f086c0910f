-- How much a subscription's state wins over others of the same second: ended ones first, because
-- nothing comes after the end; a first payment that is not complete last.
create or replace function ai_quota.status_rank(status text)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when status in ('canceled', 'incomplete_expired') then 4
    when status in ('unpaid', 'paused') then 3
    when status in ('active', 'trialing', 'past_due') then 2
    when status = 'incomplete' then 1
    else 0
  end;
end
$$;

-- Whether the event behind a row comes after the one behind another, whatever the order in which
-- they arrive. Providers' clocks tick in seconds. To the last column, so that no two different rows
-- are equal.
create or replace function ai_quota.is_later_event(
  subscription public.ai_quota_subscriptions,
  than public.ai_quota_subscriptions
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return row(
      date_trunc('second', subscription.event_at, 'UTC'),
      ai_quota.status_rank(subscription.status) = 4,
      coalesce(subscription.current_period_end, 'infinity'),
      ai_quota.status_rank(subscription.status),
      (select t.sort_order from public.ai_quota_tiers as t where t.tier = subscription.tier),
      subscription.tier, subscription.status, coalesce(subscription.current_period_start, '-infinity'),
      subscription.user_id, subscription.event_at
    ) > row(
      date_trunc('second', than.event_at, 'UTC'),
      ai_quota.status_rank(than.status) = 4,
      coalesce(than.current_period_end, 'infinity'),
      ai_quota.status_rank(than.status),
      (select t.sort_order from public.ai_quota_tiers as t where t.tier = than.tier),
      than.tier, than.status, coalesce(than.current_period_start, '-infinity'),
      than.user_id, than.event_at
    );
end
$$;

-- Checks a row, and drops events that come late. Definer: may read what was deleted.
create or replace function ai_quota.check_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.tier := coalesce(new.tier, ai_quota.default_tier());
  new.event_at := coalesce(new.event_at, now());
  if ai_quota.status_rank(new.status) = 0 or new.status is null then
    perform ai_quota.raise_bad_request(
      format('status is unknown, got %s', coalesce(quote_literal(left(new.status, 50)), 'null')),
      'Pass one of active, trialing, past_due, canceled, unpaid, incomplete, incomplete_expired, '
      || 'paused.'
    );
  end if;
  if new.event_at > now() + interval '5 minutes' then
    perform ai_quota.raise_bad_request(
      format('event_at must not be ahead of the clock, got %s', new.event_at),
      'Pass when the provider made the event, or leave event_at out for now.'
    );
  end if;
  if tg_op = 'INSERT' then
    if exists (
      select from ai_quota.deleted_subscriptions as d
      where d.subscription_id = new.subscription_id
        and date_trunc('second', d.event_at, 'UTC') >= date_trunc('second', new.event_at, 'UTC')
    ) then
      return null;
    end if;
    return new;
  end if;
  if tg_argv[0] = 'with event_at' then
    if new.subscription_id = old.subscription_id and not ai_quota.is_later_event(new, old) then
      return null;
    end if;
    perform set_config('ai_quota.event_of', new.subscription_id, true);
  elsif current_setting('ai_quota.event_of', true) is distinct from new.subscription_id then
    -- The statement does not say when the event was: an edit of now.
    new.event_at := greatest(now(), old.event_at);
  else
    perform set_config('ai_quota.event_of', '', true);
  end if;
  return new;
end
$$;

create or replace trigger "~ai_quota_check_subscription"
  before insert on public.ai_quota_subscriptions
  for each row execute function ai_quota.check_subscription();
create or replace trigger "~ai_quota_check_subscription_event"
  before update of event_at on public.ai_quota_subscriptions
  for each row execute function ai_quota.check_subscription('with event_at');
create or replace trigger "~ai_quota_check_subscription_other"
  before update on public.ai_quota_subscriptions
  for each row execute function ai_quota.check_subscription('without event_at');

-- Definer: billing webhooks write subscriptions as service_role, which may not write quotas.
create or replace function ai_quota.apply_subscription()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_user_id uuid;
  v_is_first_payment boolean := false;
begin
  if tg_op = 'DELETE' then
    -- Not where the account goes too.
    if exists (select from auth.users as u where u.id = old.user_id) then
      insert into ai_quota.deleted_subscriptions (subscription_id, event_at)
      values (old.subscription_id, greatest(now(), old.event_at))
      on conflict (subscription_id) do update set event_at = excluded.event_at;
    end if;
  else
    v_is_first_payment := new.status = 'active'
      and ai_quota.live_until(new) > now()
      and (tg_op = 'INSERT' or (ai_quota.live_until(old) > now()) is not true)
      and not exists (
        select from public.ai_quota_subscriptions as s
        where s.user_id = new.user_id
          and s.subscription_id <> new.subscription_id
          and ai_quota.live_until(s) > now()
      );
  end if;
  if tg_op = 'INSERT' then
    -- What a release without ids stored of the user.
    delete from public.ai_quota_subscriptions as s
    where s.subscription_id = 'before 0.10: ' || new.user_id
      and s.subscription_id <> new.subscription_id;
  end if;
  foreach v_user_id in array array(
    select distinct u.user_id
    from unnest(array[
      case when tg_op <> 'INSERT' then old.user_id end,
      case when tg_op <> 'DELETE' then new.user_id end
    ]) as u (user_id)
    where u.user_id is not null
    order by u.user_id
  )
  loop
    -- The user may be in the course of deletion.
    if exists (select from auth.users as u where u.id = v_user_id) then
      perform ai_quota.lock_quota(
        v_user_id, refresh => true, is_first_payment => v_is_first_payment
      );
    end if;
  end loop;
  return null;
end
$$;

create or replace trigger "~ai_quota_apply_subscription"
  after insert or update or delete on public.ai_quota_subscriptions
  for each row execute function ai_quota.apply_subscription();
