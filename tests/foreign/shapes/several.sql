-- Conflicts of every kind at once: one error names them all.
-- conflict: function public.get_user_quota_status(uuid)
-- conflict: function public.track_usage(uuid,text)
-- conflict: index public.ai_agent_usage_pkey
-- conflict: index public.ai_quota_subscriptions_pkey
-- conflict: index public.ai_quota_tiers_pkey
-- conflict: index public.user_ai_quotas_pkey
-- conflict: public.ai_agent_usage
-- conflict: public.user_ai_quotas
-- conflict: schema ai_quota
-- conflict: sequence public.ai_quota_alerts
-- conflict: table public.ai_quota_subscriptions
-- conflict: table public.ai_quota_tiers
-- conflict: type public.ai_quota_status
-- conflict: view public.ai_quota_daily

create schema ai_quota;
create table ai_quota.ideas (id integer primary key, idea text);
create type public.ai_quota_status as enum ('on', 'off');
create table public.user_ai_quotas (org_id integer primary key, per_day integer not null);
create table public.ai_agent_usage (id integer primary key, agent_name text, duration_ms integer);
create table public.ai_quota_tiers (name text primary key);
create table public.ai_quota_subscriptions (
  user_id uuid primary key,
  status public.ai_quota_status
);
create view public.ai_quota_daily as select count(*) as runs from public.ai_agent_usage;
create sequence public.ai_quota_alerts;
create function public.track_usage(who uuid, what text) returns void language sql as 'select';
create function public.get_user_quota_status(who uuid) returns text
language sql stable security definer as $$
  select status::text from public.ai_quota_subscriptions where user_id = who
$$;
alter table public.ai_quota_tiers enable row level security;
create policy "Tiers are public" on public.ai_quota_tiers for select using (true);
insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into public.user_ai_quotas values (1, 50);
insert into public.ai_agent_usage values (1, 'writer', 12);
insert into public.ai_quota_tiers values ('gold');
insert into public.ai_quota_subscriptions values ('00000000-0000-4000-8000-000000000001', 'on');
