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

-- Raises an error that the API answers with 429 Too Many Requests and the seconds to wait.
create or replace function ai_quota.raise_too_many(message text, retry_after double precision)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_seconds integer := greatest(ceil(raise_too_many.retry_after), 1);
begin
  -- This SQLSTATE is PostgREST's: it takes the answer from the message, and the rest from the
  -- detail.
  raise sqlstate 'PGRST' using
    message = jsonb_build_object(
      'code', 'PT429',
      'message', raise_too_many.message,
      'details', format('Retry after %s seconds.', v_seconds),
      'hint', 'Wait and send the same call again; with a request_id it is counted once.'
    )::text,
    detail = jsonb_build_object(
      'status', 429,
      'headers', jsonb_build_object('Retry-After', v_seconds::text)
    )::text;
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
