-- API roles get nothing in ai_quota except the function that policies call.
revoke all on all tables in schema ai_quota from public, anon, authenticated, service_role;
revoke all on all sequences in schema ai_quota from public, anon, authenticated, service_role;
revoke execute on all routines in schema ai_quota from public, anon, authenticated, service_role;
grant execute on function
  ai_quota.is_admin(), ai_quota.first_visible_user(), ai_quota.last_visible_user()
to authenticated;
