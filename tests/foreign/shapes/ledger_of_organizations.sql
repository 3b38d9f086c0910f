-- Calls by organization, with tokens under other names.
-- conflict: index public.ai_agent_usage_pkey
-- conflict: public.ai_agent_usage

create table public.organizations (id uuid primary key, name text not null);
create table public.ai_agent_usage (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid references auth.users (id) on delete set null,
  agent_type text not null,
  input_tokens integer not null default 0,
  output_tokens integer not null default 0,
  cost_cents integer,
  success boolean not null default true,
  created_at timestamptz not null default now()
);
insert into public.organizations values ('30000000-0000-4000-8000-000000000001', 'Acme');
insert into public.ai_agent_usage (organization_id, agent_type, input_tokens)
values ('30000000-0000-4000-8000-000000000001', 'writer', 12);
