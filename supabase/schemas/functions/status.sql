-- One type for every RPC that answers with a status.
create type public.ai_quota_status as (
  used bigint,
  "limit" bigint,
  remaining bigint,
  percentage numeric,
  reset_date date,
  status text,
  tier text,
  reserved bigint,
  requests_used bigint,
  requests_limit bigint,
  requests_remaining bigint,
  requests_percentage numeric,
  is_unlimited boolean,
  period_start date,
  is_blocked boolean
);
comment on type public.ai_quota_status is
  'A user''s quota at one moment: the row of get_user_quota_status.';

-- Why a call does not fit: used + reserved + requested > limit. NULL if it fits.
create or replace function ai_quota.denial_reason(
  quota public.user_ai_quotas,
  tokens bigint,
  requests bigint
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when quota.is_blocked then 'blocked'
    when quota.is_anonymous then 'anonymous'
    when tokens > quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens
      then 'tokens'
    when requests
      > quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests
      then 'requests'
  end;
end
$$;

-- The status row of a quota. One expression, because every call to a model evaluates it.
-- Percentages are truncated, not rounded: 75.00 is never shown before 75 % is reached. Thresholds
-- are compared in floating point, which is exact here for limits below 10^15 and three times as
-- fast.
create or replace function ai_quota.describe_quota(quota public.user_ai_quotas)
returns public.ai_quota_status
language plpgsql
immutable
set search_path = ''
as $$
begin
  return row(
    quota.current_month_tokens,
    quota.monthly_token_quota,
    case
      when quota.monthly_token_quota is not null then greatest(
        quota.monthly_token_quota - quota.current_month_tokens - quota.reserved_tokens, 0
      )
    end,
    coalesce(trunc(100.0 * quota.current_month_tokens / quota.monthly_token_quota, 2), 0.00),
    (quota.period_end at time zone 'UTC')::date,
    (array['healthy', 'warning', 'critical', 'exceeded'])[
      1 + width_bucket(
        greatest(
          quota.current_month_tokens::double precision / quota.monthly_token_quota,
          quota.current_month_requests::double precision / quota.monthly_request_quota,
          0
        ),
        array[0.75, 0.9, 1]::double precision[]
      )
    ],
    quota.tier,
    quota.reserved_tokens,
    quota.current_month_requests,
    quota.monthly_request_quota,
    case
      when quota.monthly_request_quota is not null then greatest(
        quota.monthly_request_quota - quota.current_month_requests - quota.reserved_requests, 0
      )
    end,
    coalesce(trunc(100.0 * quota.current_month_requests / quota.monthly_request_quota, 2), 0.00),
    quota.monthly_token_quota is null,
    (quota.period_start at time zone 'UTC')::date,
    quota.is_blocked
  )::public.ai_quota_status;
end
$$;
