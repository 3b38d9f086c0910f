-- A table of its own, because old rows of the ledger may be moved or dropped and keys never expire.
create table ai_quota.request_keys (
  user_id uuid not null,
  request_id text collate "C" not null,
  payload_hash bigint not null,
  constraint request_keys_pkey primary key (user_id, request_id)
);
comment on table ai_quota.request_keys is
  'Every request_id that was counted, with a hash of its call. Never pruned.';
alter table ai_quota.request_keys enable row level security;
