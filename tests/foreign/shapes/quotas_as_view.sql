-- The guide's quotas as a view over the host's own table.
-- conflict: public.user_ai_quotas

create table public.limits (user_id uuid primary key, tokens integer not null, used integer);
create view public.user_ai_quotas as
  select
    user_id, tokens as monthly_token_quota, 100 as monthly_request_quota,
    used as current_month_tokens, 0 as current_month_requests, current_date as quota_reset_date
  from public.limits;
insert into public.limits values ('00000000-0000-4000-8000-000000000001', 500, 3);
