-- What a Supabase project has before its first migration: roles, memberships, default
-- privileges, schemas, auth helpers, publication and event triggers.
--
-- Run as a superuser in any fresh PostgreSQL 15 or 17 database, any number of times. Needs neither
-- pg_cron nor contrib. The auth tables are not here: the auth server makes them, and
-- platform_auth.sql stands in for it where no auth server runs.

set client_min_messages = 'error';

-- initdb often calls its superuser `postgres`; on the platform that name is an ordinary role and
-- the superuser is `supabase_admin`. A session cannot rename itself, hence the catalog.
-- Locking pg_authid makes this safe for several databases of one cluster at the same time.
do $$
declare
  v_role text;
begin
  lock table pg_catalog.pg_authid in share row exclusive mode;

  if to_regrole('supabase_admin') is null then
    update pg_catalog.pg_authid
    set rolname = 'supabase_admin'
    where oid = 10
      and rolname = 'postgres';
  end if;

  foreach v_role in array array[
    'supabase_admin', 'postgres', 'anon', 'authenticated', 'service_role', 'authenticator',
    'supabase_auth_admin'
  ] loop
    if to_regrole(v_role) is null then
      execute format('create role %I', v_role);
    end if;
  end loop;

  if (select authid.rolsuper from pg_catalog.pg_authid as authid where authid.rolname = 'postgres')
  then
    raise exception 'role postgres is a superuser beside supabase_admin: start from a fresh cluster';
  end if;

  alter role supabase_admin superuser login createdb createrole replication bypassrls;
  alter role postgres nosuperuser login createdb createrole replication bypassrls;
  alter role anon nologin;
  alter role authenticated nologin;
  alter role service_role nologin bypassrls;
  alter role authenticator login noinherit;
  alter role supabase_auth_admin login noinherit createrole;

  grant anon, authenticated, service_role to authenticator;
  grant anon, authenticated, service_role to postgres;
  grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;

  alter role postgres set search_path = "$user", public, extensions;
  alter role supabase_admin set search_path = "$user", public, auth, extensions;
  alter role supabase_auth_admin set search_path = auth;
  alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';
  alter role anon set statement_timeout = '3s';
  alter role authenticated set statement_timeout = '8s';
  alter role authenticator set statement_timeout = '8s';
  alter role authenticator set lock_timeout = '8s';

  execute format('alter database %I owner to postgres', current_database());
end;
$$;

-- schemas --------------------------------------------------------------------------------------

create schema if not exists extensions authorization supabase_admin;
create schema if not exists auth authorization supabase_admin;

grant usage on schema public, extensions, auth to postgres, anon, authenticated, service_role;
grant all on schema extensions to postgres;
grant usage, create on schema auth to supabase_auth_admin;

do $$
declare
  v_extension text;
begin
  foreach v_extension in array array['pgcrypto', 'uuid-ossp', 'pg_stat_statements'] loop
    if exists (
      select from pg_catalog.pg_available_extensions as available where available.name = v_extension
    ) then
      execute format('create extension if not exists %I with schema extensions', v_extension);
    end if;
  end loop;
end;
$$;

-- default privileges: "exposed mode" (platform_revoked.sql has the other) ----------------------

alter default privileges for role postgres, supabase_admin in schema public
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges for role postgres, supabase_admin in schema public
  grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges for role postgres, supabase_admin in schema public
  grant all on functions to postgres, anon, authenticated, service_role;

alter default privileges for role supabase_auth_admin in schema auth
  grant all on tables to postgres;
alter default privileges for role supabase_auth_admin in schema auth
  grant all on sequences to postgres;
alter default privileges for role supabase_auth_admin in schema auth
  grant all on functions to postgres;

-- auth helpers: owned by supabase_admin, so that the auth server cannot replace them ------------

create or replace function auth.jwt()
returns jsonb
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

create or replace function auth.uid()
returns uuid
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create or replace function auth.email()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;

-- PostgREST calls it before every request. The platform's tokens carry app_metadata; those of the auth
-- server of this stack do not, so that it is read from the account. A token's own is left alone.
create or replace function auth.add_app_metadata()
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_claims jsonb := nullif(current_setting('request.jwt.claims', true), '');
begin
  if v_claims ->> 'role' = 'authenticated' and not v_claims ? 'app_metadata' then
    perform set_config(
      'request.jwt.claims',
      (v_claims || jsonb_build_object('app_metadata', u.raw_app_meta_data))::text,
      true
    )
    from auth.users as u
    where u.id = (v_claims ->> 'sub')::uuid;
  end if;
end
$$;

alter function auth.add_app_metadata() owner to supabase_admin;
alter function auth.jwt() owner to supabase_admin;
alter function auth.uid() owner to supabase_admin;
alter function auth.role() owner to supabase_admin;
alter function auth.email() owner to supabase_admin;

-- publication ----------------------------------------------------------------------------------

do $$
begin
  if not exists (
    select from pg_catalog.pg_publication as publication
    where publication.pubname = 'supabase_realtime'
  ) then
    create publication supabase_realtime;
  end if;
  alter publication supabase_realtime owner to postgres;
end;
$$;

-- event triggers -------------------------------------------------------------------------------

create or replace function extensions.pgrst_ddl_watch()
returns event_trigger
language plpgsql
as $$
begin
  if exists (
    select from pg_catalog.pg_event_trigger_ddl_commands() as command
    where command.schema_name is distinct from 'pg_temp'
      and command.command_tag in (
        'CREATE SCHEMA', 'ALTER SCHEMA', 'CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO',
        'ALTER TABLE', 'CREATE FOREIGN TABLE', 'ALTER FOREIGN TABLE', 'CREATE VIEW', 'ALTER VIEW',
        'CREATE MATERIALIZED VIEW', 'ALTER MATERIALIZED VIEW', 'CREATE FUNCTION', 'ALTER FUNCTION',
        'CREATE TRIGGER', 'CREATE TYPE', 'ALTER TYPE', 'CREATE RULE', 'COMMENT'
      )
  ) then
    notify pgrst, 'reload schema';
  end if;
end;
$$;

create or replace function extensions.pgrst_drop_watch()
returns event_trigger
language plpgsql
as $$
begin
  if exists (
    select from pg_catalog.pg_event_trigger_dropped_objects() as dropped
    where not dropped.is_temporary
      and dropped.object_type in (
        'schema', 'table', 'foreign table', 'view', 'materialized view', 'function', 'trigger',
        'type', 'rule'
      )
  ) then
    notify pgrst, 'reload schema';
  end if;
end;
$$;

-- pg_cron writes cron.job as the owner of the extension, and only supabase_admin may do that.
create or replace function extensions.grant_pg_cron_access()
returns event_trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_extension oid;
begin
  select extension.oid into v_extension
  from pg_catalog.pg_event_trigger_ddl_commands() as command
  join pg_catalog.pg_extension as extension on extension.oid = command.objid
  where command.object_type = 'extension'
    and extension.extname = 'pg_cron';

  if v_extension is null then
    return;
  end if;

  update pg_catalog.pg_extension
  set extowner = 'supabase_admin'::regrole
  where oid = v_extension;
  delete from pg_catalog.pg_shdepend
  where classid = 'pg_catalog.pg_extension'::regclass
    and objid = v_extension
    and deptype = 'o'
    and dbid = (
      select database.oid
      from pg_catalog.pg_database as database
      where database.datname = current_database()
    );

  grant usage on schema cron to postgres with grant option;
  grant execute on all functions in schema cron to postgres with grant option;
  grant all on all sequences in schema cron to postgres with grant option;
  grant all on all tables in schema cron to postgres with grant option;
  revoke all on table cron.job from postgres;
  grant select on table cron.job to postgres with grant option;
end;
$$;

alter function extensions.pgrst_ddl_watch() owner to supabase_admin;
alter function extensions.pgrst_drop_watch() owner to supabase_admin;
alter function extensions.grant_pg_cron_access() owner to supabase_admin;

drop event trigger if exists pgrst_ddl_watch;
drop event trigger if exists pgrst_drop_watch;
drop event trigger if exists issue_pg_cron_access;

create event trigger pgrst_ddl_watch on ddl_command_end
  execute function extensions.pgrst_ddl_watch();
create event trigger pgrst_drop_watch on sql_drop
  execute function extensions.pgrst_drop_watch();
create event trigger issue_pg_cron_access on ddl_command_end
  when tag in ('CREATE EXTENSION')
  execute function extensions.grant_pg_cron_access();

alter event trigger pgrst_ddl_watch owner to supabase_admin;
alter event trigger pgrst_drop_watch owner to supabase_admin;
alter event trigger issue_pg_cron_access owner to supabase_admin;

reset client_min_messages;
