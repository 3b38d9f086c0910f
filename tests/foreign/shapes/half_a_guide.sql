-- The guide's quotas, beside a log of another meaning: both or neither.
-- conflict: index public.ai_agent_usage_pkey
-- conflict: public.ai_agent_usage

create table public.user_ai_quotas (
  user_id uuid primary key references auth.users (id) on delete cascade,
  monthly_token_quota integer not null default 10000,
  monthly_request_quota integer not null default 100,
  current_month_tokens integer not null default 0,
  current_month_requests integer not null default 0,
  quota_reset_date date not null default (date_trunc('month', now()) + interval '1 month')::date
);
create table public.ai_agent_usage (
  session text primary key,
  agent_name text not null,
  minutes numeric not null
);
insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into public.user_ai_quotas (user_id) values ('00000000-0000-4000-8000-000000000001');
insert into public.ai_agent_usage values ('s1', 'writer', 2.5);
