-- Indexes of the host's under names of the package's: one of a key, one of a `create index`.
-- conflict: index public.ai_quota_tiers_pkey
-- conflict: index public.user_ai_quotas_tier_idx

create table public.customers (id integer primary key, tier text not null);
create index user_ai_quotas_tier_idx on public.customers (tier);
create index ai_quota_tiers_pkey on public.customers (tier, id);
insert into public.customers values (1, 'gold');
