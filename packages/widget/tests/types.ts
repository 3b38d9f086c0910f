/** Compiled, not run: the rows that the card reads, against the types of the database. */
import type { Database } from '../../../supabase/types/database.ts'
import type { CallRow, DayRow, PeriodRow, TierRow } from '../src/types.ts'

type Rows = Database['public']['Tables']
type Views = Database['public']['Views']

export const tier = (row: Rows['ai_quota_tiers']['Row']): TierRow => row
export const period = (row: Rows['ai_quota_periods']['Row']): PeriodRow => row
export const call = (row: Rows['ai_agent_usage']['Row']): CallRow => row
/** Of views, the types know no NOT NULL. */
export const day = (
  row: { [Key in keyof Views['ai_quota_daily']['Row']]: NonNullable<Views['ai_quota_daily']['Row'][Key]> },
): DayRow => row
