/** What the usage panel shows, read from the user's own ledger. */
import type { TokenClient } from './database.ts'
import { fromAnswer } from './errors.ts'

export interface Call {
  id: number
  created_at: string
  discipline: string | null
  workflow_id: string | null
  model_used: string | null
  tokens_total: number | null
  cost_usd: number | null
}

export interface Alert {
  id: number
  created_at: string
  metric: string
  threshold: number
}

export interface Sum {
  name: string | null
  tokens: number
  calls: number
  /** Null where no call's price is known. */
  cost: number | null
}

export interface UsageHistory {
  days: { day: string; tokens: number }[]
  by: Record<Dimension, Sum[]>
  total: Sum
  alerts: Alert[]
  isCapped: boolean
}

export type Dimension = 'discipline' | 'workflow' | 'model'

const COLUMN = { discipline: 'discipline', workflow: 'workflow_id', model: 'model_used' } as const
const PAGE = 1000
const PAGES = 20
const DAY = 86_400_000

export async function loadHistory(
  client: TokenClient,
  userId: string,
  signal: AbortSignal,
  days = 30,
): Promise<UsageHistory> {
  const today = Math.floor(Date.now() / DAY) * DAY
  const first = new Date(today - (days - 1) * DAY).toISOString()
  const [{ calls, isCapped }, alerts] = await Promise.all([
    loadCalls(client, userId, first, signal),
    loadAlerts(client, userId, first, signal),
  ])
  const tokens = new Map<string, number>()
  const add = (day: string, more: number): void => void tokens.set(day, (tokens.get(day) ?? 0) + more)
  const daily = isCapped ? await loadDays(client, userId, first, signal) : null
  for (const { day, tokens: some } of daily ?? []) add(day, some)
  for (const call of daily ? [] : calls) {
    add(new Date(call.created_at).toISOString().slice(0, 10), call.tokens_total ?? 0)
  }
  return {
    days: Array.from({ length: days }, (_, index) => {
      const day = new Date(today - (days - 1 - index) * DAY).toISOString().slice(0, 10)
      return { day, tokens: tokens.get(day) ?? 0 }
    }),
    by: {
      discipline: sumBy(calls, 'discipline'),
      workflow: sumBy(calls, 'workflow'),
      model: sumBy(calls, 'model'),
    },
    total: sum(null, calls),
    alerts,
    isCapped,
  }
}

/** Page by page, since a project limits how many rows one answer has (1,000 by default). */
async function loadCalls(
  client: TokenClient,
  userId: string,
  first: string,
  signal: AbortSignal,
): Promise<{ calls: Call[]; isCapped: boolean }> {
  const calls: Call[] = []
  let before: number | null = null
  for (let page = 0; page < PAGES; page += 1) {
    let query = client
      .from('ai_agent_usage')
      .select('id, created_at, discipline, workflow_id, model_used, tokens_total, cost_usd')
      // An admin may read everybody's rows; this is about one's own.
      .eq('user_id', userId)
      .gte('created_at', first)
    if (before !== null) query = query.lt('id', before)
    const { data, error, status } = await query
      .order('id', { ascending: false })
      .limit(PAGE)
      .abortSignal(signal)
    if (error) throw fromAnswer(error, status)
    calls.push(...data)
    const last = data.at(-1)
    if (!last || data.length < PAGE) return { calls, isCapped: false }
    before = last.id
  }
  return { calls, isCapped: true }
}

/** Where the calls are too many to read, their sums by day; null where there are none. */
async function loadDays(
  client: TokenClient,
  userId: string,
  first: string,
  signal: AbortSignal,
): Promise<{ day: string; tokens: number }[] | null> {
  const { data, error, status } = await client
    .from('ai_quota_daily')
    .select('day, tokens')
    .eq('user_id', userId)
    .gte('day', first.slice(0, 10))
    .abortSignal(signal)
  if (!error) return data
  const known = fromAnswer(error, status)
  if (known.kind === 'missing') return null
  throw known
}

async function loadAlerts(
  client: TokenClient,
  userId: string,
  first: string,
  signal: AbortSignal,
): Promise<Alert[]> {
  const { data, error, status } = await client
    .from('ai_quota_alerts')
    .select('id, created_at, metric, threshold')
    .eq('user_id', userId)
    .gte('created_at', first)
    .order('id', { ascending: false })
    .limit(20)
    .abortSignal(signal)
  if (!error) return data
  const known = fromAnswer(error, status)
  // Older deployments have no alerts.
  if (known.kind === 'missing') return []
  throw known
}

function sumBy(calls: readonly Call[], dimension: Dimension): Sum[] {
  const groups = Map.groupBy(calls, (call) => call[COLUMN[dimension]])
  return Array.from(groups, ([name, group]) => sum(name, group)).toSorted(
    (one, other) => other.tokens - one.tokens,
  )
}

function sum(name: string | null, calls: readonly Call[]): Sum {
  const costs = calls.flatMap((call) => (call.cost_usd === null ? [] : [call.cost_usd]))
  return {
    name,
    calls: calls.length,
    tokens: calls.reduce((total, call) => total + (call.tokens_total ?? 0), 0),
    cost: costs.length > 0 ? costs.reduce((total, cost) => total + cost, 0) : null,
  }
}
