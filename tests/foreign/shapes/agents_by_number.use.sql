select set_config(
  'request.jwt.claims',
  '{"role": "authenticated", "tenant_id": "20000000-0000-4000-8000-000000000002"}',
  true
);
set local role authenticated;
do $$
begin
  assert (select array_agg(title::text) from public.ai_agents) = '{Cook}';
end $$;

set local role service_role;
delete from public.ai_agents where title = 'Clerk';
reset role;
set local role postgres;
do $$
begin
  assert (select count(*) from public.agent_log) = 0;
end $$;
