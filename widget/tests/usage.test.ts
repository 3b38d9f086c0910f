import { expect, test } from 'vitest'
import type { TokenClient } from '../src/index.ts'
import { loadHistory, type Call, type UsageHistory } from '../src/usage.ts'
import { NO_FUNCTION, project, type Project } from './project.ts'

const TODAY = new Date().toISOString().slice(0, 10)
const EARLIER = new Date(Date.now() - 29 * 86_400_000).toISOString().slice(0, 10)

function calls(count: number, change: Partial<Call> = {}): Call[] {
  return Array.from({ length: count }, (_, index) => ({
    id: count - index,
    created_at: `${TODAY}T00:00:00+00:00`,
    discipline: 'support',
    workflow_id: null,
    model_used: 'gpt-4o-mini',
    tokens_total: 10,
    cost_usd: 0.5,
    ...change,
  }))
}

function load(from: Project): Promise<UsageHistory> {
  const client = from.client as unknown as TokenClient
  return loadHistory(client, 'alice', new AbortController().signal)
}

test('sums the own calls of 30 days by day and by what they were for', async () => {
  const database = project()
  database.answers['ai_agent_usage'] = () => [
    ...calls(2),
    ...calls(1, { discipline: 'sales', created_at: `${EARLIER}T23:59:59+00:00`, cost_usd: null }),
  ]
  database.answers['ai_quota_alerts'] = () => []

  const history = await load(database)

  expect(history.days).toHaveLength(30)
  expect(history.days[0]).toEqual({ day: EARLIER, tokens: 10 })
  expect(history.days.at(-1)).toEqual({ day: TODAY, tokens: 20 })
  expect(history.total).toEqual({ name: null, tokens: 30, calls: 3, cost: 1 })
  expect(history.by.discipline).toEqual([
    { name: 'support', tokens: 20, calls: 2, cost: 1 },
    { name: 'sales', tokens: 10, calls: 1, cost: null },
  ])
  expect(database.requests.map(({ query }) => query.get('user_id'))).toEqual(['eq.alice', 'eq.alice'])
})

test('reads page after page', async () => {
  const database = project()
  const pages = [calls(1000), calls(5)]
  database.answers['ai_agent_usage'] = () => pages.shift()
  database.answers['ai_quota_alerts'] = () => []

  const history = await load(database)

  expect(history.total.calls).toBe(1005)
  expect(history.isCapped).toBe(false)
  expect(database.requests.at(-1)?.query.get('id')).toBe('lt.1')
})

test('takes the days from their sums where the calls are too many, and says so', async () => {
  const database = project()
  database.answers['ai_agent_usage'] = () => calls(1000)
  database.answers['ai_quota_alerts'] = () => []
  database.answers['ai_quota_daily'] = () => [{ day: TODAY, tokens: 7_000_000 }]

  const history = await load(database)

  expect(history.isCapped).toBe(true)
  expect(history.days.at(-1)).toEqual({ day: TODAY, tokens: 7_000_000 })
})

test('does without alerts and sums where an older deployment has none', async () => {
  const database = project()
  database.answers['ai_agent_usage'] = () => calls(1000)
  database.answers['ai_quota_alerts'] = () => NO_FUNCTION
  database.answers['ai_quota_daily'] = () => NO_FUNCTION

  const history = await load(database)

  expect(history.alerts).toEqual([])
  expect(history.days.at(-1)).toEqual({ day: TODAY, tokens: 200_000 })
})
