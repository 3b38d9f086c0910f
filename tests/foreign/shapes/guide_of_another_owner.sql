-- The guide's tables, made by another role: `postgres` may not alter them.
-- conflict: public.ai_agent_usage
-- conflict: public.user_ai_quotas
-- remedy: alter table public.ai_agent_usage owner to postgres
-- remedy: alter table public.user_ai_quotas owner to postgres

create table public.user_ai_quotas (
  user_id uuid primary key references auth.users (id) on delete cascade,
  monthly_token_quota integer not null default 10000,
  monthly_request_quota integer not null default 100,
  current_month_tokens integer not null default 0,
  current_month_requests integer not null default 0,
  quota_reset_date date not null default (date_trunc('month', now()) + interval '1 month')::date
);
create table public.ai_agent_usage (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  agent_id uuid,
  session_id uuid,
  discipline text,
  workflow_id text,
  tokens_prompt integer not null default 0,
  tokens_completion integer not null default 0,
  tokens_total integer generated always as (tokens_prompt + tokens_completion) stored,
  model_used text,
  cost_usd numeric(10, 6) default 0,
  created_at timestamptz not null default now()
);
insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into public.user_ai_quotas (user_id) values ('00000000-0000-4000-8000-000000000001');

-- On the platform the dashboard once did this.
reset role;
alter table public.user_ai_quotas owner to supabase_admin;
alter table public.ai_agent_usage owner to supabase_admin;
