-- Questions of users, which your server answers with a model.
create table public.questions (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  question text not null check (length(question) between 1 and 4000),
  created_at timestamptz not null default now()
);
alter table public.questions enable row level security;
revoke all on public.questions from public, anon, authenticated;
grant select, insert (question) on public.questions to authenticated;
create index questions_user_id_idx on public.questions (user_id);

create policy "users read their own questions" on public.questions
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "users ask within their quotas" on public.questions
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (select public.has_quota_for(5000)));
