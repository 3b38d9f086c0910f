-- Bob writes a note into Alice's team, and one into his own: only his own team may change.
select set_config(
  'request.jwt.claims',
  '{"role": "authenticated", "sub": "00000000-0000-4000-8000-000000000002"}',
  true
);
set local role authenticated;
insert into public.notes (team_id, plan) values (1, 'stolen'), (2, 'pro');
do $$
begin
  assert (select plan from public.teams where id = 1) = 'free', 'the team was stolen';
  assert (select plan from public.teams where id = 2) = 'pro';
end $$;

set local role anon;
do $$
begin
  assert public.hello() like 'we never %';
end $$;

reset role;
set local role postgres;
do $$
begin
  perform public.audit('always'), public.reset_monthly_quotas_of_the_team(1);
end $$;
