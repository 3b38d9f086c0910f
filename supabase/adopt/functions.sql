-- Removes the guide's functions, whose place ours take. What is used by another object is renamed,
-- without rights for API roles.
do $$
declare
  v_old record;
begin
  if not exists (select from pg_temp.ai_quota_adopted as f where f.name = 'user_ai_quotas') then
    return;
  end if;
  for v_old in
    select p.proname, p.oid::regprocedure as signature, pg_get_functiondef(p.oid) as definition
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'public'::regnamespace
      and p.proname in (
        'get_user_quota_status', 'reset_monthly_quotas', 'initialize_user_quota',
        'check_user_quota', 'get_user_monthly_usage'
      )
  loop
    begin
      perform pg_temp.ai_quota_supersede(
        'function', v_old.signature::text, v_old.definition,
        format('drop routine %s', v_old.signature)
      );
    exception
      when dependent_objects_still_exist then
        raise warning '% is used elsewhere and is now called %_superseded',
          v_old.signature, v_old.proname;
        perform pg_temp.ai_quota_supersede(
          'function', v_old.signature::text, v_old.definition,
          format(
            'revoke all on routine %1$s from public, anon, authenticated, service_role;'
            ' alter routine %1$s rename to %2$I', v_old.signature, v_old.proname || '_superseded'
          )
        );
    end;
  end loop;
end
$$;
