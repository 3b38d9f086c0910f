-- Names next to the package's, and its names in other schemas: none is in the way.

create schema app;
grant usage on schema app to authenticated, service_role;
create table app.user_ai_quotas (team text primary key, seats integer not null default 3);
create table app.ai_agent_usage (agent_name text, duration_ms integer);
create table app.ai_quota_tiers (tier integer primary key);
create type app.ai_quota_status as enum ('on', 'off');
create function app.track_usage(who uuid, what text) returns text
language sql immutable as $$ select what $$;
grant execute on function app.track_usage(uuid, text) to authenticated;

create table public.ai_quota (id integer primary key, note text);
create table public.ai_quotas (id integer primary key);
create table public.ai_quota_settings (key text primary key, value jsonb);
create table public."AI_Quota_Tiers" (name text primary key);
create view public.ai_quota_overview as select count(*) as quotas from public.ai_quota;
create function public.track_usage_of(who uuid) returns integer language sql as 'select 1';
create procedure public.reset_quotas() language sql as 'delete from public.ai_quotas';
create domain public.tokens as bigint check (value >= 0);
comment on domain public.tokens is 'A count of the host''s.';
comment on column public.ai_quota.note is 'Not of the package.';

-- The trigger's name sorts after the package's own.
create function app.on_sign_up() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.ai_quota (id, note)
  values ((select count(*) from public.ai_quota), new.email);
  return null;
end $$;
create trigger "~zzz" after insert on auth.users
  for each row execute function app.on_sign_up();

insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
insert into app.user_ai_quotas (team) values ('a'), ('b');
insert into public.ai_quota_settings values ('users_report_usage', 'false');
