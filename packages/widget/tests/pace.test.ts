import type { QuotaForecast } from 'ai-token-quotas'
import { expect, test } from 'vitest'
import { toPeriod } from '../src/history.ts'
import * as packs from '../src/labels/index.ts'
import { pace } from '../src/pace.ts'
import { panelFormats } from '../src/panel-format.ts'
import type { QuotaStatus } from '../src/types.ts'
import { row } from './project.ts'

const FORECAST: QuotaForecast = {
  reset_date: '2026-12-01',
  used: 2500,
  limit: 10_000,
  expected_used: 8234,
  expected_used_low: 7411,
  expected_used_high: 9049,
  limit_on: null,
  limit_on_earliest: null,
  limit_on_latest: null,
  expected_cost_usd: 1.2345,
  tokens_per_day: 380,
  weekday_shares: [1, 1, 1, 1, 1, 1, 1],
  days_of_history: 28,
}
const ENDS = { limit_on: '2026-11-21', limit_on_earliest: '2026-11-18', limit_on_latest: '2026-11-26' }

interface Given {
  forecast?: Partial<QuotaForecast> | null
  quota?: Partial<QuotaStatus>
  language?: keyof typeof packs
  showCost?: boolean
}

function words({ forecast = {}, quota = {}, language = 'en', showCost = false }: Given): string {
  const period = toPeriod(
    { ...row(), source: 'rpc', ...quota },
    [],
    Date.parse('2026-11-16'),
    forecast && { ...FORECAST, ...forecast },
  )
  const format = panelFormats(language)
  return pace(period, { labels: packs[language], format }, showCost)
}

test.each<[string, Given, string]>([
  ['the end of the period', {}, 'At this pace, about 8,200 of 10,000 by Dec 1. Probably between 7,400 and 9,000.'],
  [
    'what it costs, where the host wants that',
    { showCost: true },
    'At this pace, about 8,200 of 10,000 by Dec 1. Probably between 7,400 and 9,000. About $1.20 for the whole period.',
  ],
  ['no price that is not known', { showCost: true, forecast: { expected_cost_usd: 0, expected_used_low: 8234, expected_used_high: 8234 } }, 'At this pace, about 8,200 of 10,000 by Dec 1.'],
  ['no limit where there is none', { quota: { limit: null } }, 'At this pace, about 8,200 by Dec 1. Probably between 7,400 and 9,000.'],
  [
    'that the limit may be reached',
    { forecast: { expected_used: 9100, expected_used_high: 11_200, limit_on_earliest: '2026-11-27' } },
    'At this pace, about 9,100 of 10,000 by Dec 1. Probably between 7,400 and 11,000. Possibly used up as early as Nov 27.',
  ],
  ['when the limit is reached', { forecast: ENDS, showCost: true }, 'At this pace, used up around Nov 21. Probably between Nov 18 and Nov 26.'],
  [
    'when it may be, where perhaps it is not',
    { forecast: { ...ENDS, limit_on_latest: null } },
    'At this pace, used up around Nov 21. Possibly used up as early as Nov 18.',
  ],
  [
    'one day where it is certain',
    { forecast: { ...ENDS, limit_on_earliest: '2026-11-21', limit_on_latest: '2026-11-21' } },
    'At this pace, used up around Nov 21.',
  ],
  ['no less than is used', { quota: { used: 8249 } }, 'At this pace, about 8,249 of 10,000 by Dec 1. Probably between 8,249 and 9,000.'],
  ['nothing once it is used up', { quota: { used: 10_000 } }, ''],
  ['a straight line without the database', { forecast: null }, 'At this pace, about 5,000 of 10,000 by Dec 1.'],
  ['its end', { forecast: null, quota: { used: 7500 } }, 'At this pace, used up around Nov 21.'],
])('tells %s', (_, given, text) => {
  expect(words(given)).toBe(text)
})

test.each(Object.keys(packs) as (keyof typeof packs)[])('has every number and day in %s', (language) => {
  const format = panelFormats(language)
  const day = (date: string): string => format.utcDay(new Date(date))

  const tokens = words({ language, showCost: true, forecast: { limit_on_earliest: '2026-11-27' } })
  const days = words({ language, forecast: ENDS })

  for (const one of [8200, 10_000, 7400, 9000]) expect(tokens).toContain(format.compact(one))
  expect(tokens).toContain(format.money(1.2))
  expect(tokens).toContain(day('2026-11-27'))
  for (const one of Object.values(ENDS)) expect(days).toContain(day(one))
  expect(`${tokens} ${days}`).not.toMatch(/[{}]|\.\./)
})
