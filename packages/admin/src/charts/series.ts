import type { Counted, Rows } from '../rows.ts'

export type Measure = 'tokens' | 'cost_usd' | 'requests'

/** A day with one value for each part, by the part's name. */
export interface Point {
  day: string
  values: Record<string, number>
}

export interface Series {
  parts: string[]
  points: Point[]
}

export const REPORTED = 'Reported by users'
export const REST = 'Everything else'
const MOST = 5

/** What counts for a measure: users' own reports are part of tokens, and never of the money. */
export function measureOf(row: Counted, measure: Measure): number {
  return row[measure]
}

/**
 * Days stacked by a label: the largest five, and the rest. The rest is what is missing to the
 * day's total, so a bar is as high as the day, whichever rows are given.
 */
export function stack(
  days: Rows['ai_quota_admin_days'][],
  rows: Rows['ai_quota_admin_usage'][],
  label: 'model' | 'tier' | 'discipline',
  measure: Measure,
): Series {
  const sums = new Map<string, number>()
  for (const row of rows) {
    const part = row[label]
    if (part) sums.set(part, (sums.get(part) ?? 0) + measureOf(row, measure))
  }
  const largest = [...sums].sort(([, one], [, other]) => other - one).slice(0, MOST)
  const parts = largest.filter(([, sum]) => sum > 0).map(([part]) => part)
  const byDay = new Map<string, Record<string, number>>()
  for (const row of rows) {
    const part = row[label]
    if (!row.day || !part || !parts.includes(part)) continue
    const values = byDay.get(row.day) ?? {}
    values[part] = (values[part] ?? 0) + measureOf(row, measure)
    byDay.set(row.day, values)
  }
  let hasRest = false
  const points = days.map((day) => {
    const values = { ...byDay.get(day.day) }
    const shown = Object.values(values).reduce((sum, value) => sum + value, 0)
    const rest = measureOf(day, measure) - shown
    // Less than a hundredth of a cent is a rounding error.
    if (rest > 0.0001) {
      values[REST] = rest
      hasRest = true
    }
    if (measure === 'cost_usd' && day.user_reported_cost_usd > 0) {
      values[REPORTED] = day.user_reported_cost_usd
    }
    return { day: day.day, values }
  })
  const hasReported = points.some(({ values }) => REPORTED in values)
  return {
    parts: [...parts, ...(hasRest ? [REST] : []), ...(hasReported ? [REPORTED] : [])],
    points,
  }
}
