-- Functions under names that the guide has too, but without its tables: the host's own.
-- conflict: function public.check_user_quota(uuid,integer)
-- conflict: function public.get_user_monthly_usage(uuid)
-- conflict: function public.reset_monthly_quotas()

create table public.disk_quotas (user_id uuid primary key, used_mb integer not null default 0);
create function public.check_user_quota(p_user_id uuid, p_megabytes integer) returns boolean
language sql stable as $$
  select used_mb + p_megabytes < 1000 from public.disk_quotas where user_id = p_user_id
$$;
create function public.get_user_monthly_usage(p_user_id uuid) returns integer
language sql stable as 'select used_mb from public.disk_quotas where user_id = p_user_id';
create procedure public.reset_monthly_quotas()
language sql as 'update public.disk_quotas set used_mb = 0';
insert into public.disk_quotas values ('00000000-0000-4000-8000-000000000001', 5);
