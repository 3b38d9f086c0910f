-- A function under the name of an RPC, with other arguments, and what calls it.
-- conflict: function public.track_usage(uuid,text)

create table public.events (
  user_id uuid not null references auth.users (id) on delete cascade,
  event text not null,
  n integer not null default 1,
  primary key (user_id, event)
);
create function public.track_usage(p_user_id uuid, p_event text) returns void
language sql as $$
  insert into public.events (user_id, event) values (p_user_id, p_event)
  on conflict (user_id, event) do update set n = events.n + 1
$$;
comment on function public.track_usage(uuid, text) is 'Counts an event of the product.';
create function public.track_sign_up() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform public.track_usage(new.id, 'sign-up');
  return null;
end $$;
create trigger track_sign_up after insert on auth.users
  for each row execute function public.track_sign_up();
insert into auth.users (id, email)
values ('00000000-0000-4000-8000-000000000001', 'alice@example.com');
