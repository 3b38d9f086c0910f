/** Rows that the card reads. A test holds them against the types generated from the database. */
import type { QuotaStatus as StatusRow } from 'ai-token-quotas'

/** The row of `get_user_quota_status`, and where it was read. */
export interface QuotaStatus extends StatusRow {
  source: 'rpc' | 'table' | 'mock'
}

/** The last three are missing before 0.10.0. */
export interface TierRow {
  tier: string
  monthly_token_quota: number | null
  monthly_request_quota: number | null
  display_name?: string | null
  sort_order?: number
  is_public?: boolean
}

/** Usage of a UTC day. */
export interface DayRow {
  day: string
  tokens: number
  requests: number
  cost_usd: number | null
  unpriced_requests?: number | null
}

/** A closed period. */
export interface PeriodRow {
  period_start: string
  period_end: string
  tokens_used: number
  monthly_token_quota: number | null
}

/** A call in the ledger. */
export interface CallRow {
  discipline: string | null
  workflow_id: string | null
  model_used: string | null
  tokens_total: number | null
  cost_usd: number | null
}
