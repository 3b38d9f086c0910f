\set n random(:first, :last)
begin;
select bench.sign_in(md5(:n::text)::uuid);
select * from public.user_ai_quotas where user_id = md5(:n::text)::uuid;
commit;
