-- Refuses callers who are neither admins nor the server.
create or replace function ai_quota.authorize_admin()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if ai_quota.is_end_user() and not ai_quota.is_admin() then
    perform ai_quota.raise_bad_request(
      'this is for admins, operators and the server, not for other users',
      'An admin''s app_metadata has ai_quota_role = admin.',
      '42501'
    );
  end if;
end
$$;

-- The UTC days that are asked for: by default the 30 that end today.
create or replace function ai_quota.validate_days(inout from_day date, inout to_day date)
language plpgsql
stable
set search_path = ''
as $$
begin
  to_day := coalesce(to_day, (now() at time zone 'UTC')::date);
  from_day := coalesce(from_day, to_day - 29);
  if from_day not between '2000-01-01' and '9999-12-31'
    or to_day not between '2000-01-01' and '9999-12-31'
    or to_day - from_day not between 0 and 365
  then
    perform ai_quota.raise_bad_request(
      format('from_day and to_day must be 1 to 366 days in order, got %s and %s', from_day, to_day),
      'Pass UTC days, the first and the last; leave them out for the 30 days that end today.'
    );
  end if;
end
$$;

create or replace function ai_quota.validate_page(page bigint, page_size bigint)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (validate_page.page between 1 and 1000000) is not true then
    perform ai_quota.raise_out_of_range(
      'page', validate_page.page, 1, 1000000, 'The first page is 1.'
    );
  end if;
  if (validate_page.page_size between 1 and 1000) is not true then
    perform ai_quota.raise_out_of_range(
      'page_size', validate_page.page_size, 1, 1000, 'Ask for the next page for more rows.'
    );
  end if;
end
$$;

create or replace function ai_quota.validate_word(argument text, value text, words text[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  if (validate_word.value = any (validate_word.words)) is not true then
    perform ai_quota.raise_bad_request(
      format(
        '%s must be one of %s, got %s', argument, array_to_string(words, ', '),
        coalesce(quote_literal(left(value, 50)), 'null')
      ),
      format('Leave %s out for the default.', argument)
    );
  end if;
end
$$;

create or replace function ai_quota.validate_user(user_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (select from auth.users as u where u.id = validate_user.user_id) then
    perform ai_quota.raise_bad_request(
      format('user_id does not exist, got %s', coalesce(validate_user.user_id::text, 'null')),
      'Pass the id of a row in auth.users.'
    );
  end if;
end
$$;

-- A text as a cell: where the caller asked for CSV, an apostrophe before what a spreadsheet would
-- take for a formula.
create or replace function ai_quota.cell(value text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if value ~ '^[-=+@\t\r\n]'
    and coalesce(nullif(current_setting('request.headers', true), '')::jsonb ->> 'accept', '')
      ~* 'text/csv'
  then
    return '''' || value;
  end if;
  return value;
end
$$;

-- The usage of some UTC days by day and reporter: as the job has counted it, and from the ledger
-- since then.
create or replace function ai_quota.sum_days(from_day date, to_day date, tier text default null)
returns setof ai_quota.usage_by_tier
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
#variable_conflict use_column
declare
  -- Never counted: from the first day.
  v_since timestamptz := greatest(
    sum_days.from_day, (select r.recent_counted_at from ai_quota.rollup as r)
  );
begin
  return query
  select t.*
  from ai_quota.usage_by_tier as t
  where t.day between sum_days.from_day and sum_days.to_day
    and (sum_days.tier is null or t.tier = sum_days.tier)
    and exists (select from ai_quota.rollup as r where r.recent_counted_at is not null);
  return query
  select s.*
  from ai_quota.sum_tiers(v_since, sum_days.to_day + 1) as s
  where sum_days.tier is null or s.tier = sum_days.tier;
  return query
  select
    d.day, d.tier, d.reported_by, ai_quota.to_bigint(sum(d.tokens)),
    ai_quota.to_bigint(sum(d.requests)), sum(d.cost_usd),
    ai_quota.to_bigint(sum(d.unpriced_requests))
  from ai_quota.deleted_usage_by_label as d
  where d.day between sum_days.from_day and sum_days.to_day
    and (sum_days.tier is null or d.tier = sum_days.tier)
    and exists (select from ai_quota.rollup as r where r.recent_counted_at is null)
  group by 1, 2, 3;
end
$$;

-- How many users made calls on some UTC days, each counted once. Days that the job has not counted,
-- or not lately, are read from the ledger.
create or replace function ai_quota.count_active(
  from_day date,
  to_day date,
  tier text default null
)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_counted date := (
    select case
      when r.recent_counted_at > now() - interval '15 minutes' then r.recent_day
      else least(r.recent_day - 1, r.counted_through)
    end
    from ai_quota.rollup as r
  );
begin
  return (
    select coalesce(sum(a.users), 0)
    from ai_quota.active_users as a
    where a.day between count_active.from_day and least(count_active.to_day, v_counted)
      and a.previous_day < count_active.from_day
      and v_counted is not null
      and (count_active.tier is null or a.tier = count_active.tier)
  ) + (
    select coalesce(sum(d.users), 0)
    from ai_quota.deleted_active_users as d
    where d.day between greatest(count_active.from_day, v_counted + 1) and count_active.to_day
      and d.previous_day < count_active.from_day
      and (count_active.tier is null or d.tier = count_active.tier)
  ) + (
    select count(*)
    from generate_series(
      0, count_active.to_day - greatest(count_active.from_day, v_counted + 1)
    ) as n
      cross join lateral ai_quota.list_active(
        greatest(count_active.from_day, v_counted + 1) + n
      ) as l
    where l.previous_day < count_active.from_day
      and (count_active.tier is null or l.tier = count_active.tier)
  );
end
$$;

-- The users of each tier, as the job has counted them, unless that is long ago.
create or replace function ai_quota.read_tiers()
returns setof ai_quota.tier_counts
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (
    select from ai_quota.rollup as r where r.recent_counted_at > now() - interval '15 minutes'
  ) then
    return query select t.* from ai_quota.tier_counts as t;
  else
    return query select t.* from ai_quota.count_tiers() as t;
  end if;
end
$$;

-- Checks the limits that an operator gives.
create or replace function ai_quota.validate_override(override public.ai_quota_overrides)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_figure record;
  v_figures integer := num_nonnulls(
    override.monthly_token_quota, override.monthly_request_quota, override.extra_tokens,
    override.extra_requests
  );
begin
  for v_figure in
    select f.name, f.value
    from (
      values
        ('monthly_token_quota', override.monthly_token_quota),
        ('monthly_request_quota', override.monthly_request_quota),
        ('extra_tokens', override.extra_tokens),
        ('extra_requests', override.extra_requests)
    ) as f (name, value)
    where f.value not between 1 and 9000000000000000000
  loop
    perform ai_quota.raise_out_of_range(
      v_figure.name, v_figure.value, 1, 9000000000000000000, 'Leave it out for the tier''s limit.'
    );
  end loop;
  if override.is_unlimited = (v_figures > 0) then
    perform ai_quota.raise_bad_request(
      format(
        'an override is either is_unlimited or has limits, got is_unlimited %s and %s limits',
        override.is_unlimited, v_figures
      ),
      'Pass one of monthly_token_quota, monthly_request_quota, extra_tokens, extra_requests, or '
      || 'is_unlimited.'
    );
  end if;
  if override.expires_at <= now() then
    perform ai_quota.raise_bad_request(
      format('expires_at must be in the future, got %s', override.expires_at),
      'Leave expires_at out for an override without an end.'
    );
  end if;
end
$$;
