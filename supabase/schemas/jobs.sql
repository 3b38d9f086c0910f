-- Quotas are right without these jobs: the first call of a month resets its own user. The jobs
-- reset the users who do not call, so that a plain SELECT is right for them too.
do $$
begin
  if not exists (
    select from pg_catalog.pg_available_extensions as e where e.name = 'pg_cron'
  ) then
    raise notice 'pg_cron is not available here: the first call of a month resets its user';
    return;
  end if;
  create extension if not exists pg_cron with schema pg_catalog;
  perform cron.schedule(
    'reset-monthly-ai-quotas', '0 0 1 * *', 'SELECT public.reset_monthly_quotas();'
  );
  -- For projects with more users than one transaction should lock: commits after each batch.
  perform cron.schedule(
    'reset-monthly-ai-quotas-in-batches', '* * 1 * *',
    'do $job$ begin for v_page in 0 .. ai_quota.count_pages() by 64 loop '
    || 'perform ai_quota.reset_pages(v_page); commit; end loop; end $job$'
  );
exception
  when others then
    raise notice 'pg_cron cannot be used here (%): the first call of a month resets its user', sqlerrm;
end
$$;
