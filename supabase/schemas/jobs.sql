-- Quotas are right without these jobs: the first call of a period resets its own user. The jobs do
-- the same for users who do not call, so that a plain SELECT is right for them too, and delete what
-- need not be kept.
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
  -- For more users than one transaction should lock, and for periods that begin on other days:
  -- commits after each batch.
  perform cron.schedule(
    'reset-monthly-ai-quotas-in-batches', '*/5 0 * * *',
    'do $job$ begin for v_page in 0 .. ai_quota.count_pages() by 64 loop '
    || 'perform ai_quota.reset_pages(v_page); commit; end loop; end $job$'
  );
  perform cron.schedule(
    'maintain-ai-quotas', '*/5 * * * *',
    'do $job$ declare v_version bigint; begin '
    || 'select v.version into v_version from ai_quota.limits_version as v '
    || 'where v.version > v.swept_version; '
    || 'if found then for v_page in 0 .. ai_quota.count_pages() by 16 loop '
    || 'perform ai_quota.refresh_pages(v_page); commit; end loop; '
    || 'update ai_quota.limits_version as v set swept_version = v_version; commit; end if; '
    || 'perform ai_quota.charge_due_reservations(); commit; '
    || 'while ai_quota.roll_up() is not null loop commit; end loop; '
    -- Once an hour, because it reads all reservations.
    || 'if extract(minute from now()) < 5 then '
    || 'loop exit when ai_quota.prune() = 0; commit; end loop; end if; end $job$'
  );
exception
  when others then
    raise notice 'pg_cron cannot be used here (%): the first call of a month resets its user', sqlerrm;
end
$$;
