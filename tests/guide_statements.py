"""The statements of the deployment guide, which must run unchanged wherever the package is."""

import re
from pathlib import Path

SEED = Path(__file__).parents[1] / "supabase" / "seeds" / "seed_ai_token_quotas.sql"

# Filled in with a user's id, as the guide tells its readers to do.
USER = "00000000-0000-4000-8000-000000000001"

TIER_DISTRIBUTION = """
SELECT
  CASE
    WHEN monthly_token_quota = 10000 THEN 'free'
    WHEN monthly_token_quota = 50000 THEN 'basic'
    WHEN monthly_token_quota = 200000 THEN 'pro'
    WHEN monthly_token_quota = 10000000 THEN 'enterprise'
    ELSE 'custom'
  END AS tier,
  monthly_token_quota,
  monthly_request_quota,
  COUNT(*) AS user_count
FROM public.user_ai_quotas
GROUP BY monthly_token_quota, monthly_request_quota
ORDER BY monthly_token_quota;
"""

STATUS = "SELECT * FROM get_user_quota_status();"

QUOTAS_WITH_EMAIL = """
SELECT
  p.email,
  uq.monthly_token_quota,
  uq.monthly_request_quota,
  uq.current_month_tokens,
  uq.current_month_requests,
  uq.quota_reset_date
FROM public.user_ai_quotas uq
JOIN public.profiles p ON p.user_id = uq.user_id
LIMIT 10;
"""

RECORD_USAGE = f"""
INSERT INTO public.ai_agent_usage (
  user_id,
  agent_id,
  session_id,
  discipline,
  workflow_id,
  tokens_prompt,
  tokens_completion,
  model_used,
  cost_usd
) VALUES (
  '{USER}',
  (SELECT id FROM public.ai_agents LIMIT 1),
  NULL,
  'structural',
  'test_workflow',
  500,
  1500,
  'gpt-4o-mini',
  0.0003
);
"""

MOVE_COUNTERS = f"""
UPDATE public.user_ai_quotas
SET
  current_month_tokens = current_month_tokens + 2000,
  current_month_requests = current_month_requests + 1
WHERE user_id = '{USER}';
"""

TOTALS_BY_TIER = """
SELECT
  CASE
    WHEN monthly_token_quota = 10000 THEN 'Free'
    WHEN monthly_token_quota = 50000 THEN 'Basic'
    WHEN monthly_token_quota = 200000 THEN 'Pro'
    ELSE 'Enterprise'
  END AS tier,
  COUNT(*) AS users,
  SUM(current_month_tokens) AS total_usage,
  AVG(current_month_tokens) AS avg_usage
FROM public.user_ai_quotas
GROUP BY monthly_token_quota;
"""

USERS_ABOVE_75_PERCENT = """
SELECT
  p.email,
  uq.current_month_tokens,
  uq.monthly_token_quota,
  ROUND((uq.current_month_tokens::NUMERIC / uq.monthly_token_quota * 100), 2) AS usage_pct
FROM public.user_ai_quotas uq
JOIN public.profiles p ON p.user_id = uq.user_id
WHERE (uq.current_month_tokens::NUMERIC / uq.monthly_token_quota * 100) > 75
ORDER BY usage_pct DESC;
"""

TOP_USERS_OF_7_DAYS = """
SELECT
  p.email,
  COUNT(*) AS requests,
  SUM(u.tokens_total) AS tokens,
  SUM(u.cost_usd) AS cost_usd
FROM public.ai_agent_usage u
JOIN public.profiles p ON p.user_id = u.user_id
WHERE u.created_at >= CURRENT_DATE - INTERVAL '7 days'
GROUP BY p.email
ORDER BY tokens DESC
LIMIT 20;
"""

INITIALIZE = f"SELECT initialize_user_quota('{USER}', 'free');"

RESET = "SELECT public.reset_monthly_quotas();"

# Name and statement, in the guide's order: those that record come before those that report.
STATEMENTS = {
    "tier distribution": TIER_DISTRIBUTION,
    "status": STATUS,
    "quotas with email": QUOTAS_WITH_EMAIL,
    "initialize": INITIALIZE,
    "record usage": RECORD_USAGE,
    "move counters": MOVE_COUNTERS,
    "totals by tier": TOTALS_BY_TIER,
    "users above 75 percent": USERS_ABOVE_75_PERCENT,
    "top users of 7 days": TOP_USERS_OF_7_DAYS,
    "reset": RESET,
}


def for_user(statement: str, user_id: str) -> bytes:
    """The statement with another user's id filled in."""
    return re.sub(USER, user_id, statement).encode()
