-- Accounts of the made-up company, with what the auth server wants in the columns that it has.
do $$
declare
  v_names text;
  v_values text;
begin
  select
    coalesce(string_agg(format(', %I', x.name), '' order by x.name), ''),
    coalesce(string_agg(format(', %L', x.value), '' order by x.name), '')
  into v_names, v_values
  from (
    values
      ('instance_id', '00000000-0000-0000-0000-000000000000'),
      ('confirmation_token', ''), ('recovery_token', ''), ('email_change', ''),
      ('email_change_token_new', ''), ('email_change_token_current', ''),
      ('reauthentication_token', '')
  ) as x (name, value)
    join pg_catalog.pg_attribute as a
      on a.attrelid = 'auth.users'::regclass and a.attname = x.name and not a.attisdropped;
  execute format(
    'insert into auth.users (id, aud, role, email, email_confirmed_at, raw_app_meta_data, '
    'raw_user_meta_data, created_at, updated_at %s) '
    'select u.id, ''authenticated'', ''authenticated'', u.email, u.joined, u.app, u.about, '
    'u.joined, u.joined %s from pg_temp.demo_users as u order by u.joined',
    v_names, v_values
  );
end
$$;
