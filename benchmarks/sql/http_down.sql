-- Takes away what http_up.sql made, also of a run that was cut off.

drop function if exists public.bench_add_usage(uuid, bigint);
drop table if exists public.bench_usage, public.bench_quotas;
delete from auth.users as u
where u.email like '%@bench.invalid';
