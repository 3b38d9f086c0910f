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
  requests?: number | undefined
  /** 1 to 3,600 for end users, to 86,400 for the server; 300 by default. */
  expires_in_seconds?: number | undefined
  /** Makes the reservation safe to repeat, so that it is repeated if there is no answer. */
  request_id?: string | undefined
  /** For the server, which must give it. */
  user_id?: string | undefined
  /** What becomes of a hold that nobody settles; `charge` is for the server. */
  on_expiry?: 'release' | 'charge' | undefined
}

/** Labels of a call in the ledger. */
export interface UsageLabels {
  agent_id?: string | null | undefined
  session_id?: string | null | undefined
  discipline?: string | null | undefined
  workflow_id?: string | null | undefined
  model_used?: string | null | undefined
}

/** What `track_usage` takes. Undefined and null are left out. */
export interface Usage extends UsageLabels {
  tokens_prompt: number
  tokens_completion: number
  /** Parts of `tokens_prompt`. */
  tokens_cached?: number | null | undefined
  tokens_cache_write?: number | null | undefined
  tokens_audio_prompt?: number | null | undefined
  /** Parts of `tokens_completion`. */
  tokens_reasoning?: number | null | undefined
  tokens_audio_completion?: number | null | undefined
  requests?: number | null | undefined
  /** US dollars; for the server. */
  cost_usd?: number | null | undefined
  /** The idempotency key: made up if you give none, never dropped if you do. */
  request_id?: string | null | undefined
  reservation_id?: string | null | undefined
  /** False takes a part out of the reservation and leaves the rest. */
  is_final?: boolean | null | undefined
  /** When the call happened, for the server: at most 35 days back. */
  occurred_at?: string | null | undefined
  /** For the server, which must give it. */
  user_id?: string | null | undefined
  usage_source?: 'provider' | 'estimated' | null | undefined
}

/** One answer of `track_usage_batch`. */
export type BatchAnswer = Record<string, unknown>
