-- A log of agents' runs under the name of the guide's ledger, without users.
-- conflict: index public.ai_agent_usage_pkey
-- conflict: public.ai_agent_usage

create table public.ai_agent_usage (
  id bigserial primary key,
  agent_name text not null,
  status text not null check (status in ('ok', 'failed')),
  duration_ms integer,
  metadata jsonb,
  created_at timestamptz default now()
);
grant all on public.ai_agent_usage to service_role;
insert into public.ai_agent_usage (agent_name, status, duration_ms)
values ('writer', 'ok', 1200), ('critic', 'failed', 80);
