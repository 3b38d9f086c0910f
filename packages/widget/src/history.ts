/** What the usage panel shows, read from the user's own rows. */
import {
  readRows,
  TokenServiceError,
  type Connection,
  type RowQuery,
  type SupabaseLike,
} from 'ai-token-quotas'
import type { CallRow, DayRow, PeriodRow, QuotaStatus } from './types.ts'

export type Dimension = 'feature' | 'workflow' | 'model'

export interface Sum {
  name: string | null
  tokens: number
  calls: number
  /** Null where no call's price is known. */
  cost: number | null
}

export interface UsageHistory {
  period: Period
  /** Newest first, the present one included. */
  months: { start: string; end: string; tokens: number; limit: number | null }[]
  by: Record<Dimension, Sum[]>
  calls: number
  /** The calls are only the newest. */
  isCapped: boolean
  cost: { total: number; unpriced: number } | null
}

/** The present period by UTC day. */
export interface Period {
  start: number
  end: number
  now: number
  used: number
  limit: number | null
  /** What was used up to the end of each day, from the first to today. */
  sums: { day: number; tokens: number; total: number }[]
  /** What the whole period comes to at this pace; null where it is too early to tell. */
  projected: number | null
  /** When the limit is reached at this pace; null where it is not. */
  endsAt: number | null
}

export const DAY = 86_400_000
const CALLS = 1000
const MONTHS = 12
const ROWS = 10

const COLUMN = { feature: 'discipline', workflow: 'workflow_id', model: 'model_used' } as const

export async function loadHistory(
  project: SupabaseLike | Connection,
  userId: string,
  quota: QuotaStatus,
  signal: AbortSignal,
): Promise<UsageHistory> {
  // An admin may read everybody's rows; this is about one's own.
  const own = ['user_id', 'eq', userId] as const
  const read = <Row>(table: string, query: RowQuery): Promise<Row[]> =>
    readRows<Row>(project, table, query, { signal })
  const [days, periods, calls] = await Promise.all([
    read<DayRow>('ai_quota_daily', {
      filters: [own, ['day', 'gte', quota.period_start.slice(0, 10)]],
    }).catch(nothing),
    read<PeriodRow>('ai_quota_periods', {
      select: 'period_start,period_end,tokens_used,monthly_token_quota',
      filters: [own],
      order: 'period_start',
      limit: MONTHS - 1,
    }).catch(nothing),
    read<CallRow>('ai_agent_usage', {
      select: 'discipline,workflow_id,model_used,tokens_total,cost_usd',
      filters: [own, ['created_at', 'gte', quota.period_start.slice(0, 10)]],
      order: 'created_at',
      limit: CALLS,
    }),
  ])
  return {
    period: toPeriod(quota, days, Date.now()),
    months: toMonths(quota, periods),
    by: { feature: sumBy(calls, 'feature'), workflow: sumBy(calls, 'workflow'), model: sumBy(calls, 'model') },
    calls: calls.length,
    isCapped: calls.length === CALLS,
    cost: days.length === 0 ? null : toCost(days),
  }
}

/** Older deployments have no such table. */
function nothing(error: unknown): never[] {
  if (error instanceof TokenServiceError && error.kind === 'missing') return []
  throw error
}

/** By the period that the database says: the clock of the viewer may be wrong. */
export function toPeriod(quota: QuotaStatus, days: readonly DayRow[], clock: number): Period {
  const start = Date.parse(quota.period_start.slice(0, 10))
  const end = Math.max(Date.parse(quota.reset_date.slice(0, 10)), start + DAY)
  const tokens = new Map(days.map((row) => [Date.parse(row.day), row.tokens]))
  const newest = Math.max(start, ...tokens.keys())
  const now = Math.min(Math.max(clock, newest, start), end - 1)
  const { used, limit } = quota
  const sums: Period['sums'] = []
  // What no day has was used before there were days, or in an adopted ledger.
  let total = Math.max(0, used - days.reduce((sum, row) => sum + row.tokens, 0))
  for (let day = start; day <= now; day += DAY) {
    const some = tokens.get(day) ?? 0
    total += some
    sums.push({ day, tokens: some, total })
  }
  const elapsed = now - start
  const canTell = used > 0 && elapsed >= DAY
  const projected = canTell ? Math.round((used / elapsed) * (end - start)) : null
  const isOver = limit !== null && used < limit && (projected ?? 0) > limit
  const endsAt = isOver ? start + (limit / used) * elapsed : null
  return { start, end, now, used, limit, sums, projected, endsAt }
}

function toMonths(quota: QuotaStatus, periods: readonly PeriodRow[]): UsageHistory['months'] {
  return [
    { start: quota.period_start, end: quota.reset_date, tokens: quota.used, limit: quota.limit },
    ...periods.map((row) => ({
      start: row.period_start,
      end: row.period_end,
      tokens: row.tokens_used,
      limit: row.monthly_token_quota,
    })),
  ]
}

function toCost(days: readonly DayRow[]): UsageHistory['cost'] {
  return {
    total: days.reduce((sum, row) => sum + (row.cost_usd ?? 0), 0),
    unpriced: days.reduce((sum, row) => sum + (row.unpriced_requests ?? 0), 0),
  }
}

/** The largest, and the rest in one with the name ''. */
function sumBy(calls: readonly CallRow[], dimension: Dimension): Sum[] {
  const groups = new Map<string | null, CallRow[]>()
  for (const call of calls) {
    const name = call[COLUMN[dimension]]
    const group = groups.get(name)
    if (group) group.push(call)
    else groups.set(name, [call])
  }
  const sums = Array.from(groups, ([name, group]) => sum(name, group))
  sums.sort((one, other) => other.tokens - one.tokens)
  if (sums.length <= ROWS) return sums
  const shown = new Set(sums.slice(0, ROWS - 1).map(({ name }) => name))
  const rest = calls.filter((call) => !shown.has(call[COLUMN[dimension]]))
  return [...sums.slice(0, ROWS - 1), sum('', rest)]
}

function sum(name: string | null, calls: readonly CallRow[]): Sum {
  const costs = calls.flatMap((call) => (call.cost_usd === null ? [] : [call.cost_usd]))
  return {
    name,
    calls: calls.length,
    tokens: calls.reduce((total, call) => total + (call.tokens_total ?? 0), 0),
    cost: costs.length > 0 ? costs.reduce((total, cost) => total + cost, 0) : null,
  }
}
