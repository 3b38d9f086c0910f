-- "Revoked mode", as newer projects may have it: nothing new in public is exposed by default.
-- Run after platform.sql and before the migrations. Functions keep EXECUTE for PUBLIC there too.
alter default privileges for role postgres, supabase_admin in schema public
  revoke all on tables from anon, authenticated, service_role;
alter default privileges for role postgres, supabase_admin in schema public
  revoke all on sequences from anon, authenticated, service_role;
alter default privileges for role postgres, supabase_admin in schema public
  revoke all on functions from anon, authenticated, service_role;
