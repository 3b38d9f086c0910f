/** The database as this package sees it: the generated types, and what they cannot say. */
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Database } from '../../supabase/types/database.ts'

type Generated = Database['public']['Functions']

type Row<Name extends keyof Generated> =
  Generated[Name]['Returns'] extends readonly (infer One)[] ? One : never

/** Generated types of functions know no null: these columns are null where there is no limit. */
type Nullable<Type, Keys extends keyof Type> = {
  [Key in keyof Type]: Key extends Keys ? Type[Key] | null : Type[Key]
}

export type StatusName = 'healthy' | 'warning' | 'critical' | 'exceeded'

/** Generated types say null for every column of a composite: these are null where there is no limit. */
type StatusColumns = Database['public']['CompositeTypes']['ai_quota_status']

export type QuotaStatusRow = {
  [Key in keyof StatusColumns]: Key extends
    | 'limit'
    | 'remaining'
    | 'percentage'
    | 'requests_limit'
    | 'requests_remaining'
    | 'requests_percentage'
    ? StatusColumns[Key]
    : NonNullable<StatusColumns[Key]>
} & { status: StatusName }

export type QuotaCheck = Nullable<
  Row<'check_user_quota'>,
  'remaining_tokens' | 'remaining_requests' | 'quota_limit' | 'request_limit'
>

export type MonthlyUsage = Nullable<Row<'get_user_monthly_usage'>, 'total_cost_usd'>

export type TierRow = Database['public']['Tables']['ai_quota_tiers']['Row']

export interface ReservationRow {
  allowed: boolean
  reservation_id: string | null
  expires_at: string | null
  reason: string | null
  remaining_tokens: number | null
  remaining_requests: number | null
  reset_date: string
  upgrade_tier: string | null
}

type Nullish<Type> = { [Key in keyof Type]: Type[Key] | null }

/** What `trackUsage` takes: the arguments of the RPC, which meters the signed-in user. */
export type Usage = Nullish<Omit<Generated['track_usage']['Args'], 'user_id'>> & {
  tokens_prompt: number
  tokens_completion: number
  request_id?: string
  reservation_id?: string | null
}

type Functions = Omit<Generated, keyof Corrected> & Corrected

type Corrected = {
  get_user_quota_status: { Args: Record<PropertyKey, never>; Returns: QuotaStatusRow[] }
  check_user_quota: { Args: { p_estimated_tokens?: number }; Returns: QuotaCheck[] }
  get_user_monthly_usage: {
    Args: { p_year?: number; p_month?: number }
    Returns: MonthlyUsage[]
  }
  track_usage: { Args: Usage; Returns: QuotaStatusRow[] }
  reserve_tokens: { Args: { tokens: number }; Returns: ReservationRow[] }
  release_reservation: { Args: { reservation_id: string }; Returns: QuotaStatusRow[] }
}

/** Usage by UTC day. */
type Daily = { user_id: string; day: string; tokens: number; requests: number; cost_usd: number }

type Tables = Omit<Database['public']['Tables'], 'ai_quota_daily'> & {
  ai_quota_daily: { Row: Daily; Insert: Daily; Update: Partial<Daily>; Relationships: [] }
}

export type TokenDatabase = {
  public: Omit<Database['public'], 'Functions' | 'Tables'> & {
    Functions: Functions
    Tables: Tables
  }
}

export type TokenClient = SupabaseClient<TokenDatabase>
