import { beforeEach, expect, test } from 'vitest'
import { loadHistory, toPeriod, type UsageHistory } from '../src/history.ts'
import type { CallRow, QuotaStatus } from '../src/types.ts'
import { ID, NO_FUNCTION, project, Refusal, row, type Project } from './project.ts'

const DAY = 86_400_000
const START = Date.parse('2026-11-01')

let database: Project

function calls(count: number, change: Partial<CallRow> = {}): CallRow[] {
  return Array.from({ length: count }, () => ({
    discipline: 'support',
    workflow_id: null,
    model_used: 'gpt-4o-mini',
    tokens_total: 10,
    cost_usd: 0.5,
    ...change,
  }))
}

function quota(change: Partial<QuotaStatus> = {}): QuotaStatus {
  return { ...row(), source: 'rpc', ...change }
}

function load(): Promise<UsageHistory> {
  return loadHistory(database.client, ID.alice, quota(), new AbortController().signal)
}

function day(date: number, tokens: number, cost_usd: number | null = 0) {
  const name = new Date(START + (date - 1) * DAY).toISOString().slice(0, 10)
  return { day: name, tokens, requests: 1, cost_usd, unpriced_requests: cost_usd === null ? 1 : 0 }
}

beforeEach(() => {
  database = project()
  database.answers['ai_agent_usage'] = () => []
  database.answers['ai_quota_daily'] = () => []
  database.answers['ai_quota_periods'] = () => []
})

test('sums the own calls of the period by what they were for', async () => {
  database.answers['ai_agent_usage'] = () => [
    ...calls(2),
    ...calls(1, { discipline: 'sales', cost_usd: null }),
  ]

  const history = await load()

  expect(history.by.feature).toEqual([
    { name: 'support', tokens: 20, calls: 2, cost: 1 },
    { name: 'sales', tokens: 10, calls: 1, cost: null },
  ])
  const { query } = database.requests.find(({ path }) => path === 'ai_agent_usage') ?? {}
  expect(query?.get('created_at')).toBe('gte.2026-11-01')
  expect(query?.get('limit')).toBe('1000')
  expect(database.requests.map((one) => one.query.get('user_id'))).toEqual(
    Array.from({ length: 3 }, () => `eq.${ID.alice}`),
  )
})

test('asks three times however much there is, and says where calls are only the newest', async () => {
  database.answers['ai_agent_usage'] = () => calls(1000)

  const history = await load()

  expect(history.isCapped).toBe(true)
  expect(database.requests).toHaveLength(3)
})

test('puts the small ones together', async () => {
  database.answers['ai_agent_usage'] = () =>
    Array.from({ length: 12 }, (_, index) => calls(1, { discipline: `d${index}` })[0])

  const { by } = await load()

  expect(by.feature).toHaveLength(10)
  expect(by.feature.at(-1)).toEqual({ name: '', tokens: 30, calls: 3, cost: 1.5 })
})

test('adds the cost of the days up, and counts the calls without a price', async () => {
  database.answers['ai_quota_daily'] = () => [day(1, 10, 0.25), day(2, 10, null), day(3, 10, 0.5)]

  const { cost } = await load()

  expect(cost).toEqual({ total: 0.75, unpriced: 1 })
})

test('shows the present period before those that are closed', async () => {
  const closed = {
    period_start: '2026-10-01T00:00:00+00:00',
    period_end: '2026-11-01T00:00:00+00:00',
    tokens_used: 9000,
    monthly_token_quota: 10000,
  }
  database.answers['ai_quota_periods'] = () => [closed]

  const { months } = await load()

  expect(months.map(({ tokens }) => tokens)).toEqual([2500, 9000])
})

test('does without days and periods where an older deployment has none', async () => {
  database.answers['ai_quota_daily'] = () => NO_FUNCTION
  database.answers['ai_quota_periods'] = () => new Refusal(404, 'PGRST205')

  const { months, cost } = await load()

  expect([months.length, cost]).toEqual([1, null])
})

test('fails where the ledger cannot be read', async () => {
  database.answers['ai_agent_usage'] = () => new Refusal(503)

  await expect(load()).rejects.toMatchObject({ kind: 'server' })
})

test('ends at what the card says, also where days are missing', () => {
  const period = toPeriod(quota({ used: 2500 }), [day(2, 500)], START + 10 * DAY)

  expect(period.sums[0]?.total).toBe(2000)
  expect(period.sums.at(-1)?.total).toBe(2500)
  expect(period.sums).toHaveLength(11)
})

test.each([
  ['45 days late', 45],
  ['45 days early', -45],
])('stays within the period where the clock is %s', (_, days) => {
  const period = toPeriod(quota(), [day(5, 2500)], START + days * DAY)

  expect(period.now).toBeGreaterThanOrEqual(START + 4 * DAY)
  expect(period.now).toBeLessThan(period.end)
})

test.each([
  [2500, 5000, null],
  [5000, 10000, null],
  [7500, 15000, START + 20 * DAY],
])('at %d after half a period, comes to %d', (used, projected, endsAt) => {
  const period = toPeriod(quota({ used }), [], START + 15 * DAY)

  expect([period.projected, period.endsAt]).toEqual([projected, endsAt])
})

test('foretells nothing on the first day', () => {
  const period = toPeriod(quota(), [], START + DAY / 2)

  expect(period.projected).toBeNull()
})
