-- `profiles` and `ai_agents`, the tables of the deployment guide that belong to the application. This
-- repository's own project has them; the package works without them and never changes them.
begin;
create extension if not exists pgtap with schema extensions;
set local search_path = public, extensions;
select plan(9);

create temp view guide_tables as
select
  c.oid,
  c.relname,
  c.relrowsecurity
from pg_class as c
where c.oid in ('public.profiles'::regclass, 'public.ai_agents'::regclass);

select columns_are('public', 'profiles', array['user_id', 'email'], 'a profile is an address');

select columns_are('public', 'ai_agents', array['id', 'name'], 'an agent is a name');

select is_empty(
  $$select relname from guide_tables where not relrowsecurity$$,
  'row level security is on for both'
);

select set_eq(
  $$
    select t.relname::text || ':' || r.role || ':' || p.privilege
    from guide_tables as t
      cross join (values ('anon'), ('authenticated'), ('service_role')) as r (role)
      cross join (
        values
          ('select'), ('insert'), ('update'), ('delete'), ('truncate'), ('references'), ('trigger')
      ) as p (privilege)
    where has_table_privilege(r.role, t.oid, p.privilege)
      or p.privilege in ('select', 'insert', 'update', 'references')
      and has_any_column_privilege(r.role, t.oid, p.privilege)
  $$,
  $$
    select t || ':' || p
    from unnest(array['profiles', 'ai_agents']) as t
      cross join unnest(array[
        'authenticated:select', 'service_role:select', 'service_role:insert',
        'service_role:update', 'service_role:delete'
      ]) as p
  $$,
  'signed-in users read both, the server writes both, and anon does nothing'
);

select is(
  has_column_privilege('service_role', 'public.profiles', 'user_id', 'update'), false,
  'not even the server gives a profile to another user'
);

select is_empty(
  $$
    select p.polname, p.polrelid::regclass
    from pg_policy as p
      join guide_tables as t on t.oid = p.polrelid
    where p.polcmd <> 'r' or p.polroles <> array['authenticated'::regrole::oid]
  $$,
  'policies let signed-in users read, and allow nothing else'
);

select is_empty(
  $$
    select p.polname from pg_policy as p
      join guide_tables as t on t.oid = p.polrelid
    where pg_get_expr(p.polqual, p.polrelid) ~ '(auth\.|ai_quota\.)'
      and pg_get_expr(p.polqual, p.polrelid) !~ '\( ?SELECT (auth|ai_quota)\.'
  $$,
  'policies ask who is calling once a statement, not once a row'
);

select is_empty(
  $$
    select c.conrelid::regclass, c.conname
    from pg_constraint as c
      join guide_tables as t on t.oid = c.conrelid
    where c.contype = 'f'
      and not exists (
        select from pg_index as i
        where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
      )
  $$,
  'every foreign key has an index'
);

select is_empty(
  $$select t.relname from guide_tables as t where obj_description(t.oid, 'pg_class') is null$$,
  'each has a comment'
);

select * from finish();
rollback;
