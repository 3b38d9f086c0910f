-- Functions that would be overloads of RPCs: PostgREST could not tell which is meant.
-- conflict: function public.has_quota_for(integer)
-- conflict: function public.reserve_tokens(integer)

create table public.game_tokens (id integer primary key, taken boolean not null default false);
create function public.reserve_tokens(tokens integer) returns setof integer
language sql as $$
  update public.game_tokens set taken = true
  where id in (select id from public.game_tokens where not taken limit tokens)
  returning id
$$;
create function public.has_quota_for(n integer) returns boolean
language sql stable as 'select count(*) >= n from public.game_tokens where not taken';
insert into public.game_tokens (id) select generate_series(1, 5);
