-- Whether the call comes from an end user, and not from the server or the database owner. Inside
-- definer functions current_user is the owner; the setting `role` still names the API role.
create or replace function ai_quota.is_end_user()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return case coalesce(pg_catalog.current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end;
end
$$;

-- Whether the caller's token says admin or operator. Only app_metadata counts: users can write
-- user_metadata. A claim of its own, because a host's role = 'admin' often means one tenant's.
create or replace function ai_quota.is_admin()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    auth.jwt() -> 'app_metadata' ->> 'ai_quota_role' in ('admin', 'operator'), false
  );
end
$$;

-- The users whose rows the caller may read, as a range: that is an index lookup whatever else a
-- query asks for. Everybody's for an admin, the caller's own for any other user.
create or replace function ai_quota.first_visible_user()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when ai_quota.is_admin() then '00000000-0000-0000-0000-000000000000'::uuid
    else auth.uid()
  end;
end
$$;

create or replace function ai_quota.last_visible_user()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when ai_quota.is_admin() then 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid
    else auth.uid()
  end;
end
$$;

-- Returns the user that a call acts for: an end user acts for itself, the server for the user that
-- it names. Whether that user exists is checked when a quota row is created. The functions that
-- every call to a model needs answer the server's usual case inline, which is faster.
create or replace function ai_quota.authorize_user(user_id uuid, is_report boolean default false)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_caller uuid := auth.uid();
begin
  if not ai_quota.is_end_user() then
    if authorize_user.user_id is null and v_caller is null then
      perform ai_quota.raise_bad_request(
        'user_id is required where nobody is signed in, got null',
        'Pass the id of the user who made the call.'
      );
    end if;
    return coalesce(authorize_user.user_id, v_caller);
  end if;

  if v_caller is null or authorize_user.user_id <> v_caller then
    perform ai_quota.raise_bad_request(
      format('user_id must be your own, got %s', authorize_user.user_id),
      'Leave user_id out; only service_role acts for other users.',
      '42501'
    );
  end if;
  if authorize_user.is_report
    and (select s.users_report_usage from ai_quota.settings as s) is not true
  then
    perform ai_quota.raise_bad_request(
      'usage is recorded by the server here, not by signed-in users',
      'Call track_usage with service_role, or set ai_quota.settings.users_report_usage.',
      '42501'
    );
  end if;
  return v_caller;
end
$$;

-- Raises an error if a signed-in user calls what is for the server. Grants forbid that too, but some
-- hosts grant all functions of a schema. Inside a trigger of the host the call is the host's.
create or replace function ai_quota.authorize_server()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if ai_quota.is_end_user() and pg_trigger_depth() = 0 then
    perform ai_quota.raise_bad_request(
      'this is for the server, not for signed-in users', 'Call it with service_role.', '42501'
    );
  end if;
end
$$;

-- Returns the user that an operator, or the server, acts on. The claim is read from auth.users, so
-- that a token issued before it was withdrawn is worth nothing.
create or replace function ai_quota.authorize_operator(user_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  if not ai_quota.is_end_user() then
    return ai_quota.authorize_user(authorize_operator.user_id);
  end if;
  if not exists (
    select from auth.users as u
    where u.id = auth.uid() and u.raw_app_meta_data ->> 'ai_quota_role' = 'operator'
  ) then
    perform ai_quota.raise_bad_request(
      'this is for operators and the server, not for other users',
      'An operator''s app_metadata has ai_quota_role = operator.',
      '42501'
    );
  end if;
  if (authorize_operator.user_id <> auth.uid()) is not true then
    perform ai_quota.raise_bad_request(
      format(
        'user_id must be somebody else''s, got %s',
        coalesce(authorize_operator.user_id::text, 'null')
      ),
      'Another operator must do this for you.',
      '42501'
    );
  end if;
  return authorize_operator.user_id;
end
$$;

-- Keeps what an operator or the server did to a user's quota, and why.
create or replace function ai_quota.log_action(
  user_id uuid,
  action text,
  reason text,
  details jsonb default '{}'
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.ai_quota_audit (user_id, action, reason, details, actor)
  values (
    log_action.user_id, log_action.action, log_action.reason, jsonb_strip_nulls(log_action.details),
    auth.uid()
  );
end
$$;
