-- Releases before 0.10.0 did not note who had sent an id: it counts for users and for the server.
create table ai_quota.request_keys (
  user_id uuid not null,
  request_id text collate "C" not null,
  payload_hash bigint not null,
  constraint request_keys_pkey primary key (user_id, request_id)
);
comment on table ai_quota.request_keys is
  'The request ids that were counted before release 0.10.0. May be emptied once no call of that time
is sent again.';
alter table ai_quota.request_keys enable row level security;
