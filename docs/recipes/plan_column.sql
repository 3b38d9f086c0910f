-- Sets quotas from a column of your own. Here: the text `plan` of public.profiles.
-- See docs/plans.md.
--
-- Replace `profiles`, `plan` and `id` by your own names. `id` must be the user's id. Create the
-- column first.

-- Definer: a role that writes profiles may have no right to write subscriptions.
create or replace function public.set_quota_from_plan(profile public.profiles)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '5s'
as $$
declare
  v_tier text;
begin
  -- Not in `declare`, whose errors the handler below does not catch.
  v_tier := (select t.tier from public.ai_quota_tiers as t where t.tier = profile.plan);
  if profile.plan is not null and v_tier is null then
    raise warning 'plan % is no tier: user % gets the default tier', profile.plan, profile.id;
  end if;
  -- Without event_at, the row counts as the present state.
  insert into public.ai_quota_subscriptions as q (subscription_id, user_id, tier, status)
  values (
    'plan of ' || profile.id, profile.id, v_tier,
    case when profile.plan is null then 'canceled' else 'active' end
  )
  on conflict (subscription_id) do update
    set tier = excluded.tier, status = excluded.status;
exception
  -- An error here must not stop your own write.
  when others then
    raise warning 'the quota of user % was not set: %', profile.id, sqlerrm;
end
$$;
revoke execute on function public.set_quota_from_plan from public, anon, authenticated;

create or replace function public.set_quota_of_changed_plan()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if current_setting('role', true) in ('anon', 'authenticated') then
    -- Otherwise users who may write their profile could choose their plan.
    raise warning 'user % wrote a plan of their own: the quota stays', new.id;
  else
    perform public.set_quota_from_plan(new);
  end if;
  return null;
end
$$;

create or replace trigger set_quota
  after insert or update of plan on public.profiles
  for each row execute function public.set_quota_of_changed_plan();

-- Reads the existing rows. Before the first run, look for plans that users gave themselves. Run it
-- again after you change tiers.
select public.set_quota_from_plan(p)
from public.profiles as p
where p.plan is not null;
