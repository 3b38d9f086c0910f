-- The same, empty: its rights are the host's.
-- conflict: schema ai_quota

create schema ai_quota;
grant usage on schema ai_quota to anon;
