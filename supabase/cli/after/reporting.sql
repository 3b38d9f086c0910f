-- Whether end users report their own usage.
select
  case when s.users_report_usage is null then 'wrong' else 'note' end as level,
  case
    when s.users_report_usage is null then 'ai_quota.settings has no row'
    else 'end users report their own usage: what a client does not report is free'
  end as problem,
  case
    when s.users_report_usage is null then 'insert into ai_quota.settings default values;'
    else 'where the server reports: update ai_quota.settings set users_report_usage = false;'
  end as remedy
from (
  select (select settings.users_report_usage from ai_quota.settings) as users_report_usage
) as s
where s.users_report_usage is not false;
