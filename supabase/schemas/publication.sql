-- Realtime: the card of a signed-in user follows the user's quota row.
do $$
begin
  if exists (select from pg_catalog.pg_publication as p where p.pubname = 'supabase_realtime')
    and not exists (
      select from pg_catalog.pg_publication_tables as t
      where t.pubname = 'supabase_realtime'
        and t.schemaname = 'public'
        and t.tablename = 'user_ai_quotas'
    )
  then
    alter publication supabase_realtime add table public.user_ai_quotas;
  end if;
exception
  when insufficient_privilege then
    raise notice 'user_ai_quotas was not added to supabase_realtime: %', sqlerrm;
end
$$;
