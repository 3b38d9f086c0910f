-- Seed: the tiers, and a quota for every user. Safe to run at any time: existing rows are kept.

insert into public.ai_quota_tiers (
  tier, monthly_token_quota, monthly_request_quota, display_name, sort_order
)
values
  ('free', 10000, 100, 'Free', 10),
  ('basic', 50000, 500, 'Basic', 20),
  ('pro', 200000, 2000, 'Pro', 30),
  ('enterprise', 10000000, 10000, 'Enterprise', 40)
on conflict (tier) do nothing;

-- Users without a quota get the one of their subscription, as at sign-up.
do $$
begin
  perform ai_quota.create_quota(u.id)
  from auth.users as u
  where not exists (select from public.user_ai_quotas as q where q.user_id = u.id);
end
$$;
