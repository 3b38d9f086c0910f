-- Whether the call comes from an end user, and not from the server or the database owner. Inside
-- definer functions current_user is the owner; the setting `role` still names the API role.
create or replace function ai_quota.is_end_user()
returns boolean
language sql
stable
set search_path = ''
as $$
  select case coalesce(pg_catalog.current_setting('role', true), 'none')
    when 'service_role' then false
    when 'anon' then true
    when 'authenticated' then true
    else auth.uid() is not null
  end
$$;

-- Whether the caller's token says admin. Only app_metadata counts: users can write user_metadata.
create or replace function ai_quota.is_admin()
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(auth.jwt() -> 'app_metadata' ->> 'role' = 'admin', false)
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
    and not (select s.users_report_usage from ai_quota.settings as s)
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
