-- Agents of several tenants: a composite key with a bigint, and a partitioned log.

create table public.ai_agents (
  tenant_id uuid not null,
  id bigint not null,
  title varchar(80) not null,
  primary key (tenant_id, id)
);
create table public.agent_log (
  tenant_id uuid not null,
  agent_id bigint not null,
  at date not null,
  line text,
  foreign key (tenant_id, agent_id) references public.ai_agents (tenant_id, id) on delete cascade
) partition by range (at);
create table public.agent_log_2026 partition of public.agent_log
  for values from ('2026-01-01') to ('2027-01-01');
create table public.agent_log_rest partition of public.agent_log default;
create statistics public.agent_log_statistics on tenant_id, agent_id from public.agent_log_2026;
create rule agents_stay as on delete to public.ai_agents do instead nothing;
alter table public.ai_agents disable rule agents_stay;
alter table public.ai_agents enable row level security;
alter table public.ai_agents force row level security;
create policy "Tenants see their agents" on public.ai_agents
  for select to authenticated
  using (tenant_id = ((select auth.jwt()) ->> 'tenant_id')::uuid);
grant select on public.ai_agents to authenticated;
grant select, delete on public.ai_agents to service_role;

insert into public.ai_agents values
  ('20000000-0000-4000-8000-000000000001', 1, 'Clerk'),
  ('20000000-0000-4000-8000-000000000002', 1, 'Cook');
insert into public.agent_log values
  ('20000000-0000-4000-8000-000000000001', 1, '2026-02-03', 'hired'),
  ('20000000-0000-4000-8000-000000000001', 1, '2025-02-03', 'applied');
