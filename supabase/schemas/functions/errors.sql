-- Raises an error that the API answers with 4xx: 22023 is 400 Bad Request, 42501 is 403 Forbidden.
create or replace function ai_quota.raise_bad_request(
  message text,
  hint text,
  code text default '22023'
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using
    message = raise_bad_request.message,
    hint = raise_bad_request.hint,
    errcode = raise_bad_request.code;
end
$$;

create or replace function ai_quota.raise_out_of_range(
  argument text,
  value bigint,
  at_least bigint,
  at_most bigint,
  hint text
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ai_quota.raise_bad_request(
    format(
      '%s must be between %s and %s, got %s', argument, at_least, at_most,
      coalesce(value::text, 'null')
    ),
    hint
  );
end
$$;

create or replace function ai_quota.raise_bad_text(argument text, value text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform ai_quota.raise_bad_request(
    format(
      '%s must have 1 to 200 characters, got %s', argument,
      case when length(value) > 200 then length(value)::text else quote_literal(value) end
    ),
    format('Leave %s out if there is none.', argument)
  );
end
$$;
