/** What the usage panel shows, read from the user's own rows. */
import {
  readRows,
  TokenServiceError,
  type LabelUsage,
  type QuotaForecast,
  type RowQuery,
  type TokenService,
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
  /** The calls are only the newest: an older deployment cannot sum them. */
  isCapped: boolean
  cost: { total: number; unpriced: number } | null
}

/** The present period by UTC day. */
export interface Period extends Outlook {
  start: number
  end: number
  now: number
  used: number
  limit: number | null
  /** What was used up to the end of each day, from the first to today. */
  sums: { day: number; tokens: number; total: number }[]
}

/** Where this pace leads. Only the database tells the spread and the cost. */
export interface Outlook {
  /** What the whole period comes to; null where it is too early to tell. */
  projected: number | null
  /** In eight of ten cases, it comes to something between. */
  range: [low: number, high: number] | null
  /** When the limit is reached; null where it is not. */
  endsAt: number | null
  endsEarliest: number | null
  endsLatest: number | null
  /** Of the whole period. */
  expectedCost: number | null
}

export const DAY = 86_400_000
const CALLS = 1000
const MONTHS = 12
const ROWS = 10
const UNKNOWN: Outlook = {
  projected: null,
  range: null,
  endsAt: null,
  endsEarliest: null,
  endsLatest: null,
  expectedCost: null,
}

export async function loadHistory(
  service: TokenService,
  userId: string,
  quota: QuotaStatus,
  signal: AbortSignal,
): Promise<UsageHistory> {
  // An admin may read everybody's rows; this is about one's own.
  const own = ['user_id', 'eq', userId] as const
  const from_day = quota.period_start.slice(0, 10)
  const read = <Row>(table: string, query: RowQuery): Promise<Row[]> =>
    readRows<Row>(service.project, table, query, { signal })
  const readSums = async (): Promise<Sums> => {
    try {
      return ofLabels(await service.getUserUsageByLabel({ from_day, signal }))
    } catch (error) {
      if (!isMissing(error)) throw error
      return ofCalls(
        await read<CallRow>('ai_agent_usage', {
          select: 'discipline,workflow_id,model_used,tokens_total,cost_usd',
          filters: [own, ['created_at', 'gte', from_day]],
          order: 'created_at',
          limit: CALLS,
        }),
      )
    }
  }
  const readForecast = async (): Promise<QuotaForecast | null> => {
    try {
      return await service.getUserQuotaForecast({ signal })
    } catch (error) {
      if (!isMissing(error)) throw error
      return null
    }
  }
  const [days, periods, sums, forecast] = await Promise.all([
    read<DayRow>('ai_quota_daily', {
      filters: [own, ['day', 'gte', from_day]],
    }).catch(nothing),
    read<PeriodRow>('ai_quota_periods', {
      select: 'period_start,period_end,tokens_used,monthly_token_quota',
      filters: [own],
      order: 'period_start',
      limit: MONTHS - 1,
    }).catch(nothing),
    readSums(),
    readForecast(),
  ])
  return {
    period: toPeriod(quota, days, Date.now(), forecast),
    months: toMonths(quota, periods),
    ...sums,
    cost: days.length === 0 ? null : toCost(days),
  }
}

/** Older deployments have no such table. */
function nothing(error: unknown): never[] {
  if (isMissing(error)) return []
  throw error
}

const isMissing = (error: unknown): boolean =>
  error instanceof TokenServiceError && error.kind === 'missing'

/** By the period that the database says: the clock of the viewer may be wrong. */
export function toPeriod(
  quota: QuotaStatus,
  days: readonly DayRow[],
  clock: number,
  forecast: QuotaForecast | null = null,
): Period {
  const start = Date.parse(quota.period_start.slice(0, 10))
  const end = Math.max(Date.parse(quota.reset_date.slice(0, 10)), start + DAY)
  const tokens = new Map(days.map((row) => [Date.parse(row.day), row.tokens]))
  const newest = Math.max(start, ...tokens.keys())
  const now = Math.min(Math.max(clock, newest, start), end - 1)
  const { used, limit } = quota
  const sums: Period['sums'] = []
  // What no day has was used before there were days, or in an adopted ledger. Below zero, where
  // the counter was set back: only the newest days are in it.
  let total = used - days.reduce((sum, row) => sum + row.tokens, 0)
  for (let day = start; day <= now; day += DAY) {
    const some = tokens.get(day) ?? 0
    total += some
    sums.push({ day, tokens: some, total: Math.max(0, total) })
  }
  const outlook = forecast ? toOutlook(forecast, used) : straightLine(start, end, now, used, limit)
  return { start, end, now, used, limit, sums, ...outlook }
}

function toOutlook(forecast: QuotaForecast, used: number): Outlook {
  if (forecast.days_of_history === 0 || forecast.expected_used === 0) return UNKNOWN
  const time = (day: string | null): number | null => (day === null ? null : Date.parse(day))
  // The card's number may be newer.
  const above = (tokens: number): number => Math.max(tokens, used)
  return {
    projected: above(forecast.expected_used),
    range: [above(forecast.expected_used_low), above(forecast.expected_used_high)],
    endsAt: time(forecast.limit_on),
    endsEarliest: time(forecast.limit_on_earliest),
    endsLatest: time(forecast.limit_on_latest),
    expectedCost: forecast.expected_cost_usd,
  }
}

/** For older deployments, which do not foretell. */
function straightLine(
  start: number,
  end: number,
  now: number,
  used: number,
  limit: number | null,
): Outlook {
  const elapsed = now - start
  if (used <= 0 || elapsed < DAY) return UNKNOWN
  const projected = Math.round((used / elapsed) * (end - start))
  const isOver = limit !== null && used < limit && projected > limit
  return { ...UNKNOWN, projected, endsAt: isOver ? start + (limit / used) * elapsed : null }
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

type Sums = Pick<UsageHistory, 'by' | 'calls' | 'isCapped'>

function ofLabels(rows: readonly LabelUsage[]): Sums {
  const by = (label: LabelUsage['label']): Sum[] =>
    largest(
      rows
        .filter((row) => row.label === label)
        .map((row) => ({
          name: row.is_rest ? '' : row.name,
          tokens: row.total_tokens,
          calls: row.total_requests,
          cost: row.unpriced_requests < row.total_requests ? row.total_cost_usd : null,
        })),
    )
  const calls = rows.reduce((all, row) => all + (row.label === 'model' ? row.total_requests : 0), 0)
  return {
    by: { feature: by('discipline'), workflow: by('workflow'), model: by('model') },
    calls,
    isCapped: false,
  }
}

function ofCalls(calls: readonly CallRow[]): Sums {
  const by = (column: 'discipline' | 'workflow_id' | 'model_used'): Sum[] => {
    const groups = new Map<string | null, Sum[]>()
    for (const call of calls) {
      const one = { name: call[column], tokens: call.tokens_total ?? 0, calls: 1, cost: call.cost_usd }
      const group = groups.get(one.name)
      if (group) group.push(one)
      else groups.set(one.name, [one])
    }
    return largest(Array.from(groups, ([name, group]) => add(name, group)))
  }
  return {
    by: { feature: by('discipline'), workflow: by('workflow_id'), model: by('model_used') },
    calls: calls.length,
    isCapped: calls.length === CALLS,
  }
}

/** The largest, and the rest in one with the name ''. */
function largest(sums: Sum[]): Sum[] {
  const isRest = ({ name }: Sum): number => (name === '' ? 1 : 0)
  const sorted = [...sums].sort(
    (one, other) => isRest(one) - isRest(other) || other.tokens - one.tokens,
  )
  if (sorted.length <= ROWS) return sorted
  return [...sorted.slice(0, ROWS - 1), add('', sorted.slice(ROWS - 1))]
}

function add(name: string | null, sums: readonly Sum[]): Sum {
  const costs = sums.flatMap(({ cost }) => (cost === null ? [] : [cost]))
  return {
    name,
    calls: sums.reduce((total, one) => total + one.calls, 0),
    tokens: sums.reduce((total, one) => total + one.tokens, 0),
    cost: costs.length > 0 ? costs.reduce((total, cost) => total + cost, 0) : null,
  }
}
