-- The same, with releases of the host's product in it.
-- conflict: schema ai_quota

create schema ai_quota;
create table ai_quota.releases (version text primary key, notes text not null);
insert into ai_quota.releases values ('0.9.0', 'Quotas for everybody.');
