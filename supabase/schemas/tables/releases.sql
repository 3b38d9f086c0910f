create table ai_quota.releases (
  version text not null,
  installed_at timestamptz not null default now(),
  checksum text not null,
  constraint releases_pkey primary key (version),
  constraint releases_version_check check (version ~ '^[0-9]+[.][0-9]+[.][0-9]+$')
);
comment on table ai_quota.releases is
  'The releases that were installed here, the first one included.';
comment on column ai_quota.releases.checksum is
  'SHA-256 of the release file, without its last line.';
alter table ai_quota.releases enable row level security;

create or replace function ai_quota.version()
returns text
language sql
stable
set search_path = ''
as $$
  select r.version
  from ai_quota.releases as r
  order by pg_catalog.string_to_array(r.version, '.')::integer[] desc
  limit 1
$$;
comment on function ai_quota.version is
  'The installed release, such as 0.9.0.
Returns: text; null while the first release is being installed.';
