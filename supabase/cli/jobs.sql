-- The jobs of pg_cron.
select
  'cron job ' || j.jobname as name,
  case
    when j.active then format('select cron.schedule(%L, %L, %L);', j.jobname, j.schedule, j.command)
    else 'off'
  end as definition,
  format('select cron.unschedule(%L);', j.jobname) as undo
from cron.job as j
where j.jobname is not null;
