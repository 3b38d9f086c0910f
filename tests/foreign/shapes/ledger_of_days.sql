-- Usage by user and day, in the guide's columns as far as the names go: a row is not a call.
-- conflict: index public.ai_agent_usage_pkey
-- conflict: public.ai_agent_usage

create table public.ai_agent_usage (
  user_id uuid not null,
  usage_date date not null,
  agent_id text not null,
  request_count integer not null default 0,
  tokens_total bigint not null default 0,
  primary key (user_id, usage_date, agent_id)
);
insert into public.ai_agent_usage
values ('00000000-0000-4000-8000-000000000001', '2026-01-01', 'writer', 3, 900);
