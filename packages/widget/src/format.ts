/** Numbers and dates in a language, and in the viewer's time zone. */
import type { Plural } from './labels/en.ts'

export type Level = 'ok' | 'warning' | 'critical' | 'exceeded'

/** The colour of a bar: green under 75, yellow from 75, red from 90, striped from 100. */
export function levelOf(percentage: number | null): Level {
  if (percentage === null || percentage < 75) return 'ok'
  if (percentage < 90) return 'warning'
  return percentage < 100 ? 'critical' : 'exceeded'
}

export interface Formats {
  number(value: number): string
  /** From 100,000 on such as 12.3M. Cut off: no more is promised than there is. */
  compact(value: number): string
  percent(value: number): string
  day(date: Date): string
  moment(date: Date): string
  time(date: Date): string
  /** Such as `in 6 days`. */
  until(date: Date): string
  /** The form of a text that fits a number, with the number in it as it is written. */
  count(forms: Plural, value: number, written?: string): string
}

const made = new Map<string, Formats>()
const HOUR = 3_600_000
const DAY = 24 * HOUR

export function formats(locale: string): Formats {
  const known = made.get(locale)
  if (known) return known
  const number = new Intl.NumberFormat(locale)
  // Not every browser knows `roundingMode`; those round.
  const short = new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumFractionDigits: 1,
    roundingMode: 'trunc',
  } as Intl.NumberFormatOptions)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const plural = new Intl.PluralRules(locale)
  const compact = (value: number): string => (value < 100_000 ? number : short).format(value)
  const result: Formats = {
    number: (value) => number.format(value),
    compact,
    // Cut off, not rounded: 100 % is said when it is reached, not before.
    percent: (value) => percent.format(Math.floor(value * 10) / 1000),
    day: dates(locale, { day: 'numeric', month: 'short' }),
    moment: dates(locale, { dateStyle: 'full', timeStyle: 'short' }),
    time: dates(locale, { timeStyle: 'short' }),
    until(date) {
      const left = date.getTime() - Date.now()
      if (left < DAY) return relative.format(Math.ceil(left / HOUR), 'hour')
      return relative.format(Math.ceil(left / DAY), 'day')
    },
    count(forms, value, written = compact(value)) {
      return fill(forms[plural.select(value)] ?? forms.other, { n: written })
    },
  }
  made.set(locale, result)
  return result
}

export function dates(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): (date: Date) => string {
  const format = new Intl.DateTimeFormat(locale, options)
  return (date) => format.format(date)
}

export function fill(text: string, parts: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => parts[name] ?? all)
}

/** Hosts write `de_DE` too. What no browser knows is nothing, never an error. */
export function languageTag(wanted: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(wanted?.trim().replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}
