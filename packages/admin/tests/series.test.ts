import { expect, test } from 'vitest'
import { REPORTED, REST, stack } from '../src/charts/series.ts'
import { daysLeft, percent, usd } from '../src/format.ts'
import type { Rows } from '../src/rows.ts'

const zero = {
  tokens: 0,
  user_reported_tokens: 0,
  requests: 0,
  cost_usd: 0,
  user_reported_cost_usd: 0,
  unpriced_requests: 0,
}

function day(values: Partial<Rows['ai_quota_admin_days']>): Rows['ai_quota_admin_days'] {
  return { ...zero, day: '2026-11-30', active_users: 0, denials: 0, ...values }
}

function usage(model: string, tokens: number, cost_usd = 0): Rows['ai_quota_admin_usage'] {
  return {
    ...zero,
    day: '2026-11-30',
    tier: null,
    model,
    discipline: null,
    workflow: null,
    total_rows: 1,
    tokens,
    cost_usd,
  }
}

test('a bar is as high as the day: what no row explains is the rest', () => {
  const rows = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => usage(name, 10 * (index + 1)))

  const { parts, points } = stack([day({ tokens: 300 })], rows, 'model', 'tokens')

  expect(parts).toEqual(['f', 'e', 'd', 'c', 'b', REST])
  expect(points[0]?.values).toEqual({ f: 60, e: 50, d: 40, c: 30, b: 20, [REST]: 100 })
})

test('what users reported is beside the money of the server, not in it', () => {
  const days = [day({ tokens: 10, cost_usd: 2, user_reported_cost_usd: 5 })]

  const { parts, points } = stack(days, [usage('a', 10, 2)], 'model', 'cost_usd')

  expect(parts).toEqual(['a', REPORTED])
  expect(points[0]?.values).toEqual({ a: 2, [REPORTED]: 5 })
})

test('a day without usage stays a day', () => {
  expect(stack([day({})], [], 'model', 'tokens')).toEqual({
    parts: [],
    points: [{ day: '2026-11-30', values: {} }],
  })
})

test.each([
  [0, '$0.00'],
  [0.0004321, '$0.00043'],
  [0.5, '$0.50'],
  [1234.5, '$1,234.50'],
  [250_000, '$250K'],
])('%d dollars are %s', (value, text) => {
  expect(usd(value)).toBe(text)
})

test.each([
  [null, '–'],
  // Some is left, less than the figure says.
  [0, '< 1 day'],
  [0.4, '< 1 day'],
  [1, '1 day'],
  [12.4, '12 days'],
])('%d days left are %s', (value, text) => {
  expect(daysLeft(value)).toBe(text)
})

test('a percentage is never rounded up to the limit', () => {
  expect([percent(99.99), percent(0.42), percent(null)]).toEqual(['99%', '0.4%', '–'])
})
