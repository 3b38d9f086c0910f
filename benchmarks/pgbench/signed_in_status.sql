\set n random(:first, :last)
begin;
select bench.sign_in(md5(:n::text)::uuid);
select * from public.get_user_quota_status();
commit;
