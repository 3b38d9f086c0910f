select * from public.get_user_quota_status();
