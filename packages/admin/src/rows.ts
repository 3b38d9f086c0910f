/** The rows of the RPCs that the page reads. Days are UTC days as `2026-11-30`, money is US dollars. */

export interface Rows {
  ai_quota_admin_overview: {
    metric: Metric
    value: number
    previous: number | null
    change_percent: number | null
  }
  ai_quota_admin_days: Counted & { day: string; active_users: number; denials: number }
  ai_quota_admin_tiers: {
    tier: string
    display_name: string | null
    monthly_token_quota: number | null
    monthly_request_quota: number | null
    users: number
    active_users: number
    tokens: number
    mean_tokens: number
    p90_tokens: number
    near_limit: number
    at_limit: number
    blocked_users: number
  }
  ai_quota_admin_near_limit: {
    user_id: string
    email: string | null
    tier: string
    percentage: number
    used: number
    quota: number
    metric: string
    remaining: number
    reset_date: string
    tokens_per_day: number
    days_left: number | null
    is_blocked: boolean
    total_rows: number
  }
  ai_quota_admin_users: {
    user_id: string
    email: string | null
    tier: string
    tokens: number
    requests: number
    cost_usd: number
    user_reported_cost_usd: number
    unpriced_requests: number
    active_days: number
    percentage: number
    is_blocked: boolean
    total_rows: number
  }
  ai_quota_admin_usage: Counted & {
    day: string | null
    tier: string | null
    model: string | null
    discipline: string | null
    workflow: string | null
    total_rows: number
  }
  ai_quota_admin_unpriced_models: {
    model: string
    unpriced_requests: number
    tokens: number
    first_day: string
    last_day: string
    is_priced_now: boolean
    total_rows: number
  }
  ai_quota_admin_alerts: {
    id: number
    user_id: string
    email: string | null
    kind: string
    metric: string | null
    threshold: number | null
    used: number | null
    quota: number | null
    period_start: string
    created_at: string
    state: string
    attempts: number
    next_attempt_at: string | null
    delivered_at: string | null
    last_error: string | null
    total_rows: number
  }
  ai_quota_admin_outbox: {
    waiting: number
    oldest_waiting_at: string | null
    failing: number
    delivered_today: number
    expired_today: number
  }
  ai_quota_admin_holds: {
    id: string
    user_id: string
    email: string | null
    tokens: number
    requests: number
    tokens_settled: number
    requests_settled: number
    state: string
    reserved_by: string
    on_expiry: string
    created_at: string
    expires_at: string
    closed_at: string | null
    total_rows: number
  }
  ai_quota_admin_integrity: {
    user_id: string | null
    email: string | null
    period_start: string | null
    problem: string
    expected: number | null
    found: number | null
  }
  ai_quota_admin_audit: {
    id: number
    user_id: string
    email: string | null
    action: string
    reason: string | null
    details: Record<string, unknown> | null
    actor: string | null
    actor_email: string | null
    created_at: string
    total_rows: number
  }
  ai_quota_admin_user: {
    email: string | null
    created_at: string
    role: string | null
    used: number
    limit: number | null
    remaining: number | null
    percentage: number
    reset_date: string
    status: string
    tier: string
    reserved: number
    requests_used: number
    requests_limit: number | null
    requests_remaining: number | null
    requests_percentage: number
    is_unlimited: boolean
    period_start: string
    is_blocked: boolean
    assigned_tier: string | null
    boost_tokens: number
    boost_ends_at: string | null
    last_call_at: string | null
  }
  ai_quota_admin_user_periods: {
    period_start: string
    period_end: string
    tier: string
    tokens_used: number
    monthly_token_quota: number | null
    requests_used: number
    monthly_request_quota: number | null
    percentage: number
    is_open: boolean
    is_early: boolean
    total_rows: number
  }
  ai_quota_admin_user_calls: {
    id: string
    created_at: string
    model_used: string | null
    discipline: string | null
    workflow_id: string | null
    session_id: string | null
    tokens_prompt: number
    tokens_completion: number
    tokens_total: number
    requests: number
    cost_usd: number | null
    reported_by: string
    usage_source: string
    is_adjustment: boolean
    request_id: string | null
    reservation_id: string | null
    recorded_despite: string | null
    total_rows: number
  }
  ai_quota_admin_user_days: {
    day: string
    tokens: number
    requests: number
    cost_usd: number
    unpriced_requests: number
  }
  get_quota_forecast_for: {
    reset_date: string
    used: number
    limit: number | null
    expected_used: number
    expected_used_low: number
    expected_used_high: number
    limit_on: string | null
    limit_on_earliest: string | null
    limit_on_latest: string | null
    expected_cost_usd: number
    tokens_per_day: number | null
    weekday_shares: number[]
    days_of_history: number
  }
  replay_limits: {
    tier: string
    upgrade_tier: string | null
    users: number
    periods: number
    denied_users: number
    denied_periods: number
    denied_calls: number
    denied_tokens: number
    was_denied_users: number
    was_denied_periods: number
    saved_usd: number | null
    added_usd: number | null
  }
  ai_quota_admin_replay_periods: {
    user_id: string
    email: string | null
    period_start: string
    tier: string
    upgrade_tier: string | null
    was_denied: number
    denied_calls: number
    denied_tokens: number
    saved_usd: number | null
    added_usd: number | null
    total_rows: number
  }
  ai_quota_admin_recommendations: {
    kind: string
    user_id: string | null
    email: string | null
    subject: string | null
    figure: number | null
    advice: string
  }
}

/** What the server reported and, apart from its money, what users reported themselves. */
export interface Counted {
  tokens: number
  user_reported_tokens: number
  requests: number
  cost_usd: number
  user_reported_cost_usd: number
  unpriced_requests: number
}

export type Metric =
  | 'cost_usd'
  | 'user_reported_cost_usd'
  | 'tokens'
  | 'user_reported_tokens'
  | 'requests'
  | 'unpriced_requests'
  | 'active_users'
  | 'denials'
  | 'users'
  | 'near_limit'
  | 'at_limit'

export interface Override {
  monthly_token_quota: number | null
  monthly_request_quota: number | null
  is_unlimited: boolean
  extra_tokens: number | null
  extra_requests: number | null
  reason: string | null
  expires_at: string | null
  created_at: string
}

export interface Subscription {
  subscription_id: string
  tier: string
  status: string
  current_period_start: string
  current_period_end: string
}

export type Name = keyof Rows
export type Args = Record<string, unknown>
