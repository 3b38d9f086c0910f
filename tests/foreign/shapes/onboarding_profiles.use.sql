-- Bob has signed up, but not filled in the form: his client may still insert the profile.
select set_config(
  'request.jwt.claims',
  '{"role": "authenticated", "sub": "00000000-0000-4000-8000-000000000002"}',
  true
);
set local role authenticated;
insert into public.profiles (user_id, username, country)
values ('00000000-0000-4000-8000-000000000002', 'bob_1', 'NO');
do $$
begin
  assert (select array_agg(name) from public.workspaces) = '{bob_1}';
end $$;

set local role anon;
do $$
begin
  assert (select count(*) from public.profiles) = 2;
end $$;
