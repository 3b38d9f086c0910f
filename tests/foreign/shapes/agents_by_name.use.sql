select set_config(
  'request.jwt.claims',
  '{"role": "authenticated", "sub": "00000000-0000-4000-8000-000000000001"}',
  true
);
set local role authenticated;
insert into public.agent_runs (agent_id, user_id)
values ('sales', '00000000-0000-4000-8000-000000000001');

set local role service_role;
insert into public.ai_agents (id, system_prompt) values ('legal', 'Beware.');

reset role;
set local role postgres;
update public.ai_agents set id = 'help' where id = 'support';
do $$
begin
  assert (select array_agg(agent_id order by agent_id) from public.agent_runs) = '{help,sales}';
end $$;
