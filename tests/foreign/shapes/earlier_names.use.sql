set local role anon;
do $$
begin
  assert (select count(*) from public.ai_model_prices) = 2;
end $$;

set local role service_role;
insert into public.ai_model_prices values ('new', 'openai', 0)
on conflict (model_id) do update set price_per_1k = excluded.price_per_1k;
delete from public.user_quota_overrides where feature = 'export';

reset role;
set local role postgres;
insert into public.user_subscriptions values (1, 'push');
insert into public.user_ai_quota_periods (label) values ('Q3');
refresh materialized view public.ai_usage_daily;
do $$
begin
  assert (select count(*) from public.unpriced()) = 2;
  assert (select calls from public.ai_usage_daily) = 7;
  assert (select array_agg(id order by id) from public.user_ai_quota_periods) = '{1,2,3}';
end $$;
