\set n random(:first, :last)
select * from public.user_ai_quotas where user_id = md5(:n::text)::uuid;
