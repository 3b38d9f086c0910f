create or replace view public.ai_quota_unpriced_models
with (security_invoker = true)
as
select
  u.model_used,
  count(*) as calls,
  sum(u.tokens_prompt + u.tokens_completion)::bigint as tokens,
  min(u.created_at) as first_at,
  max(u.created_at) as last_at
from public.ai_agent_usage as u
where u.cost_usd is null and u.model_used is not null
group by u.model_used;
comment on view public.ai_quota_unpriced_models is
  'Models without a known price: calls without a cost, of the users whose usage the caller may
read.';
comment on column public.ai_quota_unpriced_models.model_used is
  'The name of the model as reported.';
comment on column public.ai_quota_unpriced_models.calls is 'Rows of the ledger without a cost.';
comment on column public.ai_quota_unpriced_models.tokens is
  'Tokens of these calls, input and output.';
comment on column public.ai_quota_unpriced_models.first_at is
  'When the first of these calls was made.';
comment on column public.ai_quota_unpriced_models.last_at is
  'When the last of these calls was made.';
revoke all on public.ai_quota_unpriced_models from public, anon, authenticated, service_role;
grant select on public.ai_quota_unpriced_models to authenticated, service_role;
