-- A name is taken whatever kind of relation has it.
-- conflict: index public.ai_quota_closed_days
-- conflict: materialized view public.ai_quota_unpriced_models
-- conflict: sequence public.ai_quota_periods
-- conflict: view public.ai_quota_daily

create table public.days (day date primary key, calls integer not null);
create index ai_quota_closed_days on public.days (calls);
create view public.ai_quota_daily as select day, calls from public.days;
create materialized view public.ai_quota_unpriced_models as select 'none'::text as model;
create sequence public.ai_quota_periods start 7;
insert into public.days values ('2026-01-01', 3);
