-- Defaults of the columns of user_ai_quotas. Without the row of settings: the smallest tier.
create or replace function ai_quota.default_tier()
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (select s.default_tier from ai_quota.settings as s),
    (
      select t.tier
      from public.ai_quota_tiers as t
      order by t.monthly_token_quota nulls last, t.monthly_request_quota nulls last, t.tier
      limit 1
    )
  );
end
$$;

create or replace function ai_quota.default_token_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_token_quota
  from public.ai_quota_tiers as t
  where t.tier = ai_quota.default_tier()
$$;

create or replace function ai_quota.default_request_quota()
returns bigint
language sql
stable
set search_path = ''
as $$
  select t.monthly_request_quota
  from public.ai_quota_tiers as t
  where t.tier = ai_quota.default_tier()
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
