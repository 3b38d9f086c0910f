/** Numbers and dates in the viewer's language and time zone. */
export type Level = 'ok' | 'warning' | 'critical'

/** The colour of a bar: green under 75, yellow from 75, red from 90. */
export function levelOf(percentage: number | null): Level {
  if (percentage === null || percentage < 75) return 'ok'
  return percentage < 90 ? 'warning' : 'critical'
}

export interface Formats {
  number(value: number): string
  percent(value: number): string
  money(value: number): string
  day(date: Date): string
  moment(date: Date): string
  time(date: Date): string
  utcDay(date: Date): string
}

const made = new Map<string, Formats>()

export function formats(wanted?: string): Formats {
  const key = wanted ?? ''
  const known = made.get(key)
  if (known) return known
  const locale = languageTag(wanted)
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 4,
  })
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  // Never more than a month away: the year is said in the title.
  const day = dates({ day: 'numeric', month: 'short' })
  const moment = dates({ dateStyle: 'full', timeStyle: 'short' })
  const time = dates({ timeStyle: 'short' })
  const utcDay = dates({ day: 'numeric', month: 'short', timeZone: 'UTC' })
  const result: Formats = {
    number: (value) => number.format(value),
    // Cut off, not rounded: 100 % is said when it is reached, not before.
    percent: (value) => percent.format(Math.floor(value * 10) / 1000),
    money: (value) => money.format(value),
    day: (date) => day.format(date),
    moment: (date) => moment.format(date),
    time: (date) => time.format(date),
    utcDay: (date) => utcDay.format(date),
  }
  made.set(key, result)
  return result
}

/** Hosts write `de_DE` too. What no browser knows is the viewer's own language, never an error. */
function languageTag(wanted: string | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(wanted?.replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}
