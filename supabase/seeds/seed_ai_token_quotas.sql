-- Seed: the tiers, and a quota for every user. Safe to run at any time: what is there is kept.

insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)
values
  ('free', 10000, 100),
  ('basic', 50000, 500),
  ('pro', 200000, 2000),
  ('enterprise', 10000000, 10000)
on conflict (tier) do nothing;

-- Users who signed up before the package was there get what sign-up gives now: a quota by their
-- subscription, and a profile where the host's table takes one.
do $$
begin
  perform ai_quota.create_quota(u.id, ai_quota.tier_for(u.id))
  from auth.users as u
  where not exists (select from public.user_ai_quotas as q where q.user_id = u.id);

  begin
    insert into public.profiles (user_id, email)
    select u.id, u.email
    from auth.users as u
    where not exists (select from public.profiles as p where p.user_id = u.id)
    on conflict do nothing;
  exception
    when others then
      raise notice 'profiles does not take a bare user_id and email, so none was made: %', sqlerrm;
  end;
end
$$;
