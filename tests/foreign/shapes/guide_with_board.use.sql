set local role anon;
do $$
begin
  assert (select array_agg(tokens) from public.usage_board()) = '{2000,0}';
end $$;

set local role service_role;
insert into public.ai_agent_usage (user_id, tokens_prompt, tokens_completion, model_used)
values ('00000000-0000-4000-8000-000000000002', 5, 15, 'gpt-5');
do $$
begin
  assert (select count(*) from public.quota_overview) = 2;
end $$;

select set_config(
  'request.jwt.claims',
  '{"role": "authenticated", "sub": "00000000-0000-4000-8000-000000000001"}',
  true
);
set local role authenticated;
update public.profiles set nickname = 'ally';
do $$
begin
  assert (select array_agg(body) from public.answers) = '{42}';
end $$;

-- Row level security kept users from inserting into the ledger, and still does.
do $$
begin
  insert into public.ai_agent_usage (user_id, tokens_prompt, tokens_completion)
  values ('00000000-0000-4000-8000-000000000001', 1, 1);
  raise assert_failure using message = 'a user may insert into the ledger';
exception
  when insufficient_privilege then null;
end $$;
