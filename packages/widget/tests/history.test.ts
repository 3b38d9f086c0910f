import { createTokenService, type LabelUsage, type QuotaForecast } from 'ai-token-quotas'
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
  return loadHistory(createTokenService(database.client, { retryDelays: [] }), ID.alice, quota(), new AbortController().signal)
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

function sum(name: string | null, tokens: number, change: Partial<LabelUsage> = {}): LabelUsage {
  return {
    label: 'discipline',
    name,
    is_rest: false,
    total_tokens: tokens,
    total_requests: 2,
    total_cost_usd: 1,
    unpriced_requests: 0,
    ...change,
  }
}

test('shows what the period was used for, as the database sums it', async () => {
  database.answers['rpc/get_user_usage_by_label'] = () => [
    sum('support', 2000),
    sum('sales', 10, { unpriced_requests: 1 }),
    sum(null, 5, { total_cost_usd: 0, unpriced_requests: 2 }),
    sum('gpt-4o', 2015, { label: 'model', total_requests: 6 }),
  ]

  const history = await load()

  expect(history.by.feature).toEqual([
    { name: 'support', tokens: 2000, calls: 2, cost: 1 },
    { name: 'sales', tokens: 10, calls: 2, cost: 1 },
    { name: null, tokens: 5, calls: 2, cost: null },
  ])
  expect([history.calls, history.isCapped]).toEqual([6, false])
  const rpc = database.requests.find(({ path }) => path === 'rpc/get_user_usage_by_label')
  expect(rpc?.body).toEqual({ from_day: '2026-11-01' })
  expect(database.requests.filter(({ query }) => query.get('user_id'))).toHaveLength(2)
  expect(database.paths()).not.toContain('ai_agent_usage')
})

test('puts the small ones together with those that the database does not name', async () => {
  database.answers['rpc/get_user_usage_by_label'] = () => [
    ...Array.from({ length: 12 }, (_, index) => sum(`d${index}`, 100 - index)),
    sum(null, 5000, { is_rest: true }),
  ]

  const { by } = await load()

  expect(by.feature.map(({ name }) => name)).toEqual([
    ...Array.from({ length: 9 }, (_, index) => `d${index}`),
    '',
  ])
  expect(by.feature.at(-1)).toEqual({ name: '', tokens: 5270, calls: 8, cost: 4 })
})

test('fails where the sums cannot be read', async () => {
  database.answers['rpc/get_user_usage_by_label'] = () => new Refusal(503)

  await expect(load()).rejects.toMatchObject({ kind: 'server' })
})

test('sums the own calls of the period itself where an older deployment does not', async () => {
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
  expect(query?.get('user_id')).toBe(`eq.${ID.alice}`)
})

test('says there where calls are only the newest', async () => {
  database.answers['ai_agent_usage'] = () => calls(1000)

  const history = await load()

  expect(history.isCapped).toBe(true)
  expect(database.requests).toHaveLength(5)
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

test('ends there too where days have more than the counter, which was set back', () => {
  const days = [day(1, 1000), day(2, 2000), day(3, 500)]

  const { sums } = toPeriod(quota({ used: 900 }), days, START + 3 * DAY)

  expect(sums.map(({ total }) => total)).toEqual([0, 400, 900, 900])
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

function forecast(change: Partial<QuotaForecast> = {}): QuotaForecast {
  return {
    reset_date: '2026-12-01',
    used: 2500,
    limit: 10_000,
    expected_used: 8234,
    expected_used_low: 7400,
    expected_used_high: 9020,
    limit_on: null,
    limit_on_earliest: null,
    limit_on_latest: null,
    expected_cost_usd: 1.25,
    tokens_per_day: 380,
    weekday_shares: [1, 1, 1, 1, 1, 1, 1],
    days_of_history: 28,
    ...change,
  }
}

test('foretells what the database does, on the first day too', async () => {
  database.answers['rpc/get_user_quota_forecast'] = () => [
    forecast({ limit_on: '2026-11-21', limit_on_earliest: '2026-11-18' }),
  ]

  const { period } = await load()

  expect(period).toMatchObject({
    projected: 8234,
    range: [7400, 9020],
    endsAt: START + 20 * DAY,
    endsEarliest: START + 17 * DAY,
    endsLatest: null,
    expectedCost: 1.25,
  })
  expect(toPeriod(quota(), [], START, forecast()).projected).toBe(8234)
})

test('follows a straight line where an older deployment does not foretell', async () => {
  database.answers['ai_quota_daily'] = () => [day(20, 100)]

  const { period } = await load()

  const { projected, range } = toPeriod(quota(), [day(20, 100)], period.now)
  expect(database.paths()).toContain('rpc/get_user_quota_forecast')
  expect(projected).toBeGreaterThan(0)
  expect([period.projected, period.range]).toEqual([projected, range])
})

test('fails where the forecast cannot be read', async () => {
  database.answers['rpc/get_user_quota_forecast'] = () => new Refusal(503)

  await expect(load()).rejects.toMatchObject({ kind: 'server' })
})

test('foretells nothing from a single day', () => {
  const first = forecast({ days_of_history: 0 })

  expect(toPeriod(quota(), [], START + 15 * DAY, first).projected).toBeNull()
})

test('foretells no less than the card says', () => {
  const old = forecast({ expected_used: 2000, expected_used_low: 1000, expected_used_high: 3000 })

  const { projected, range } = toPeriod(quota(), [], START + 15 * DAY, old)

  expect([projected, range]).toEqual([2500, [2500, 3000]])
})
