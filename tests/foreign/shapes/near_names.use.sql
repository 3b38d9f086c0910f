set local role authenticated;
do $$
begin
  assert app.track_usage(null, 'x') = 'x';
end $$;

reset role;
set local role postgres;
insert into app.user_ai_quotas (team) values ('c');
insert into public.ai_quotas values (1);
call public.reset_quotas();
do $$
begin
  assert (select quotas from public.ai_quota_overview) = 1;
  assert public.track_usage_of(null) = 1;
  assert (select count(*) from public.ai_quotas) = 0;
end $$;
