/** The rows and arguments of the RPCs. The database's types are generated; these say what is null. */

export type StatusName = 'healthy' | 'warning' | 'critical' | 'exceeded'

/** Why a reservation is denied. */
export type Denial = 'tokens' | 'requests' | 'blocked' | 'anonymous'

/** The row of `get_user_quota_status`. Limits and what follows from them are null if unlimited. */
export interface QuotaStatus {
  used: number
  limit: number | null
  remaining: number | null
  percentage: number | null
  /** The UTC day on which the next period starts. */
  reset_date: string
  status: StatusName
  tier: string
  reserved: number
  requests_used: number
  requests_limit: number | null
  requests_remaining: number | null
  requests_percentage: number | null
  is_unlimited: boolean
  period_start: string
  is_blocked: boolean
}

export interface QuotaCheck {
  allowed: boolean
  remaining_tokens: number | null
  remaining_requests: number | null
  quota_limit: number | null
  request_limit: number | null
  reset_date: string
}

export interface MonthlyUsage {
  total_tokens: number
  total_requests: number
  total_cost_usd: number | null
  period_start: string
  period_end: string
}

/** A row of `get_user_usage_by_label`. */
export interface LabelUsage {
  label: 'model' | 'discipline' | 'workflow'
  /** Null for the calls without this label, and where `is_rest`. */
  name: string | null
  /** The row of all names after the largest 50. */
  is_rest: boolean
  total_tokens: number
  total_requests: number
  /** US dollars, as far as prices are known. */
  total_cost_usd: number
  unpriced_requests: number
}

/** The row of `get_user_quota_forecast`. */
export interface QuotaForecast {
  /** The UTC day on which the next period starts. */
  reset_date: string
  used: number
  /** Null is unlimited. */
  limit: number | null
  /** Tokens at the end of the period. */
  expected_used: number
  /** One of ten cases is below. */
  expected_used_low: number
  /** One of ten cases is above. */
  expected_used_high: number
  /** The UTC day on which the limit is reached. Null: not in this period. */
  limit_on: string | null
  limit_on_earliest: string | null
  limit_on_latest: string | null
  /** US dollars of the period, as far as prices are known. */
  expected_cost_usd: number
  /** From now on. Null once the period is over. */
  tokens_per_day: number | null
  /** Of Monday to Sunday; they sum to 7. */
  weekday_shares: number[]
  days_of_history: number
}

/** The row of `reserve_tokens`. */
export interface Reservation {
  allowed: boolean
  reservation_id: string | null
  expires_at: string | null
  reason: Denial | null
  remaining_tokens: number | null
  remaining_requests: number | null
  reset_date: string
  upgrade_tier: string | null
}

export interface ReserveOptions {
  /** Requests to reserve; 1 by default. */
  requests?: number | undefined
  /** Seconds: 300 by default, at most 3,600 for end users and 86,400 for the server. */
  expires_in_seconds?: number | undefined
  /** Idempotency key: with it, the client repeats the call if there is no answer. */
  request_id?: string | undefined
  /** The user: required for the server, left out by end users. */
  user_id?: string | undefined
  /** `charge`: an expired reservation counts as used; for the server. `release` by default. */
  on_expiry?: 'release' | 'charge' | undefined
}

/** Labels of a call in the ledger. */
export interface UsageLabels {
  /** The agent that made the call: a UUID. */
  agent_id?: string | null | undefined
  /** The session or conversation: a UUID. */
  session_id?: string | null | undefined
  /** The kind of work. */
  discipline?: string | null | undefined
  /** The workflow or feature. */
  workflow_id?: string | null | undefined
  /** The model's name, by which the price is looked up. */
  model_used?: string | null | undefined
}

/** What `track_usage` takes. Undefined and null are left out. */
export interface Usage extends UsageLabels {
  /** Input tokens, with the cached ones. */
  tokens_prompt: number
  /** Output tokens, with those of reasoning. */
  tokens_completion: number
  /** The part of `tokens_prompt` that was read from the provider's cache. */
  tokens_cached?: number | null | undefined
  /** The part of `tokens_prompt` that was written to the provider's cache. */
  tokens_cache_write?: number | null | undefined
  /** The part of `tokens_prompt` that was audio. */
  tokens_audio_prompt?: number | null | undefined
  /** The part of `tokens_completion` that was reasoning. */
  tokens_reasoning?: number | null | undefined
  /** The part of `tokens_completion` that was audio. */
  tokens_audio_completion?: number | null | undefined
  /** Requests that the call counts as; 1 by default. */
  requests?: number | null | undefined
  /** US dollars; for the server. By default the database computes it. */
  cost_usd?: number | null | undefined
  /** Idempotency key; a new UUID by default. */
  request_id?: string | null | undefined
  /** The reservation that the call settles. */
  reservation_id?: string | null | undefined
  /** False: a part of the call; the rest of the reservation stays. */
  is_final?: boolean | null | undefined
  /** When the call was made; for the server, at most 35 days back. */
  occurred_at?: string | null | undefined
  /** The user: required for the server, left out by end users. */
  user_id?: string | null | undefined
  /** Whether the provider counted the tokens (the default), or you estimated them. */
  usage_source?: 'provider' | 'estimated' | null | undefined
}

/** One answer of `track_usage_batch`. */
export type BatchAnswer = Record<string, unknown>
