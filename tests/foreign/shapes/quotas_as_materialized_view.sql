-- The same as a materialized view.
-- conflict: public.user_ai_quotas

create table public.limits (user_id uuid primary key, tokens integer not null);
insert into public.limits values ('00000000-0000-4000-8000-000000000001', 500);
create materialized view public.user_ai_quotas as
  select user_id, tokens as monthly_token_quota, 0 as current_month_tokens from public.limits;
create unique index user_ai_quotas_key on public.user_ai_quotas (user_id);
