/** Where the present pace leads, in words. */
import { fill } from './format.ts'
import type { Period } from './history.ts'
import type { Labels } from './labels/en.ts'
import type { PanelFormats } from './panel-format.ts'

export function pace(
  period: Period,
  { labels, format }: { labels: Labels; format: PanelFormats },
  showCost: boolean,
): string {
  const { used, limit, projected, range, endsAt, endsEarliest, endsLatest, expectedCost } = period
  if (projected === null || (limit !== null && used >= limit)) return ''
  const day = (time: number): string => format.utcDay(new Date(time))
  // Two digits: more would promise too much. But never less than what is already used.
  const tokens = (value: number): string => format.compact(Math.max(used, rounded(value)))
  const texts: string[] = []
  if (endsAt === null) {
    const known = { n: tokens(projected), date: day(period.end) }
    texts.push(
      limit === null
        ? fill(labels.pace, known)
        : fill(labels.paceOf, { ...known, limit: format.compact(limit) }),
    )
    const [low, high] = (range ?? []).map(tokens)
    if (low && high && low !== high) texts.push(fill(labels.spread, { low, high }))
    if (showCost && expectedCost) {
      texts.push(fill(labels.paceCost, { cost: format.money(rounded(expectedCost)) }))
    }
  } else {
    texts.push(fill(labels.paceEnds, { date: day(endsAt) }))
  }
  if (endsEarliest !== null && endsAt !== null && endsLatest !== null) {
    if (endsEarliest < endsLatest) {
      texts.push(fill(labels.spreadDays, { low: day(endsEarliest), high: day(endsLatest) }))
    }
  } else if (endsEarliest !== null && endsEarliest !== endsAt) {
    texts.push(fill(labels.early, { date: day(endsEarliest) }))
  }
  // In some languages a short month has a dot of its own.
  return texts.join(' ').replaceAll('..', '.')
}

const rounded = (value: number): number => Number(value.toPrecision(2))
