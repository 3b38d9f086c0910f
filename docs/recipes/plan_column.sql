-- Sets quotas from a column of your own: the text `plan` of public.profiles, whose user_id is that
-- of auth.users. See docs/plans.md. Write your own table and columns in their places.

-- Definer: whoever writes profiles may not write subscriptions.
create or replace function public.set_quota_from_plan(profile public.profiles)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '5s'
as $$
declare
  v_tier text := (select t.tier from public.ai_quota_tiers as t where t.tier = profile.plan);
begin
  if profile.plan is not null and v_tier is null then
    raise warning 'plan % is no tier: user % gets the default tier', profile.plan, profile.user_id;
  end if;
  -- Without event_at: the row is the state of now.
  insert into public.ai_quota_subscriptions as q (subscription_id, user_id, tier, status)
  values (
    'plan of ' || profile.user_id, profile.user_id, v_tier,
    case when profile.plan is null then 'canceled' else 'active' end
  )
  on conflict (subscription_id) do update
    set tier = excluded.tier, status = excluded.status;
exception
  -- Your own write goes on whatever happens here.
  when others then
    raise warning 'the quota of user % was not set: %', profile.user_id, sqlerrm;
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
    -- Or users who may write their profile would choose their plan.
    raise warning 'user % wrote a plan of their own: the quota stays', new.user_id;
  else
    perform public.set_quota_from_plan(new);
  end if;
  return null;
end
$$;

create or replace trigger set_quota
  after insert or update of plan on public.profiles
  for each row execute function public.set_quota_of_changed_plan();

-- For the rows that are there. First look for plans that users gave themselves. Run it again after
-- a change of tiers.
select public.set_quota_from_plan(p)
from public.profiles as p
where p.plan is not null;
