-- A type and a table under names of the package.
-- conflict: index public.ai_quota_tiers_pkey
-- conflict: table public.ai_quota_tiers
-- conflict: type public.ai_quota_status

create type public.ai_quota_status as enum ('ok', 'over');
create table public.ai_quota_tiers (
  id integer primary key,
  label text not null,
  status public.ai_quota_status not null default 'ok'
);
insert into public.ai_quota_tiers values (1, 'bronze'), (2, 'silver');
