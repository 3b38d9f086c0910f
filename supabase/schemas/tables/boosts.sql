create table ai_quota.boosts (
  id bigint generated always as identity,
  user_id uuid not null,
  extra_tokens bigint not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint boosts_pkey primary key (id),
  constraint boosts_user_id_fkey foreign key (user_id)
    references auth.users (id) on delete cascade,
  constraint boosts_extra_tokens_check check (extra_tokens > 0)
);
create index boosts_user_id_expires_at_idx on ai_quota.boosts (user_id, expires_at);
comment on table ai_quota.boosts is
  'Tokens on top of a user''s limit, whatever gives it, in every period until expires_at.';
alter table ai_quota.boosts enable row level security;
