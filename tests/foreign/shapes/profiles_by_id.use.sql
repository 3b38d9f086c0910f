-- A new user is in the public list by name, and by nothing else.
set local role supabase_auth_admin;
insert into auth.users (id, email, raw_user_meta_data)
values (
  '00000000-0000-4000-8000-000000000003', 'carol@example.com', '{"full_name": "Carol C."}'
);
reset role;
set local role anon;
do $$
begin
  assert (
    select to_jsonb(p) from public.profiles as p
    where p.id = '00000000-0000-4000-8000-000000000003'
  ) = jsonb_build_object(
    'id', '00000000-0000-4000-8000-000000000003', 'updated_at', null, 'username', null,
    'full_name', 'Carol C.', 'avatar_url', null
  );
end $$;

select set_config(
  'request.jwt.claims',
  '{"role": "authenticated", "sub": "00000000-0000-4000-8000-000000000003"}',
  true
);
set local role authenticated;
update public.profiles set username = 'somebody';
do $$
begin
  assert (select array_agg(full_name) from public.profiles where username = 'somebody')
    = '{"Carol C."}';
end $$;
