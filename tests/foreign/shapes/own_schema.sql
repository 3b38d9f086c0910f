-- A schema under the package's name.
-- conflict: schema ai_quota

create schema ai_quota;
create table ai_quota.settings (key text primary key, value text);
create function ai_quota.limit_of(who uuid) returns integer language sql immutable as 'select 10';
grant usage on schema ai_quota to authenticated;
grant select on ai_quota.settings to authenticated;
insert into ai_quota.settings values ('colour', 'green');
