-- A catalogue of agents keyed by their name, and their runs.

create table public.ai_agents (
  id text primary key,
  system_prompt text not null,
  temperature real not null default 0.7
);
create table public.agent_runs (
  id bigint generated always as identity primary key,
  agent_id text not null references public.ai_agents (id) on update cascade,
  user_id uuid references auth.users (id) on delete set null,
  output jsonb not null default '{}'
);
create index agent_runs_agent_id_idx on public.agent_runs (agent_id);
alter table public.ai_agents enable row level security;
alter table public.agent_runs enable row level security;
create policy "Agents are for everybody" on public.ai_agents for select using (true);
create policy "Own runs" on public.agent_runs
  for all to authenticated using (user_id = (select auth.uid()));
grant select on public.ai_agents to anon, authenticated;
grant select, insert on public.agent_runs to authenticated;
grant insert, update (system_prompt) on public.ai_agents to service_role;

insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into public.ai_agents (id, system_prompt) values ('support', 'Be kind.'), ('sales', 'Sell.');
insert into public.agent_runs (agent_id, user_id)
values ('support', '00000000-0000-4000-8000-000000000001');
