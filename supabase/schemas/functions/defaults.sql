-- Defaults of the columns of user_ai_quotas.
create or replace function ai_quota.default_tier()
returns text
language sql
stable
set search_path = ''
as $$
  select s.default_tier from ai_quota.settings as s
$$;

create or replace function ai_quota.default_token_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_token_quota
  from public.ai_quota_tiers as t
    join ai_quota.settings as s on s.default_tier = t.tier
$$;

create or replace function ai_quota.default_request_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_request_quota
  from public.ai_quota_tiers as t
    join ai_quota.settings as s on s.default_tier = t.tier
$$;

-- date + interval is a timestamp without time zone: the session's time zone has no effect.
create or replace function ai_quota.next_reset_date(as_of timestamptz default now())
returns date
language plpgsql
stable
set search_path = ''
as $$
begin
  return (date_trunc('month', as_of, 'UTC') at time zone 'UTC')::date + interval '1 month';
end
$$;
