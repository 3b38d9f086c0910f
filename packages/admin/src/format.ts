/** Numbers and dates as the page shows them: in English, like its words, and in UTC, like its data. */

const LOCALE = 'en-US'

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 })
const dollars = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD' })
const cents = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 2,
})
const shortDollars = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  maximumFractionDigits: 1,
})
const dayOnly = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayAndYear = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
})

export const NONE = '–'

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : whole.format(value)
}

/** 9,999 as it is, then 12.3K, 4.5M. */
export function compact(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  return Math.abs(value) < 10_000 ? whole.format(value) : short.format(value)
}

export function usd(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  if (Math.abs(value) >= 100_000) return shortDollars.format(value)
  return value !== 0 && Math.abs(value) < 0.01 ? cents.format(value) : dollars.format(value)
}

export function shortUsd(value: number): string {
  return Math.abs(value) < 1000 ? usd(value) : shortDollars.format(value)
}

export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE
  return `${value !== 0 && Math.abs(value) < 10 ? value.toFixed(1) : whole.format(Math.trunc(value))}%`
}

/** A quota: null is unlimited. */
export function limit(value: number | null): string {
  return value === null ? 'unlimited' : compact(value)
}

/** A UTC day, or the UTC day of a moment. */
export function day(value: string | null): string {
  return value === null ? NONE : dayOnly.format(dateOf(value))
}

export function longDay(value: string | null): string {
  return value === null ? NONE : dayAndYear.format(dateOf(value))
}

/** The last moment before an end, for its day: what ends at midnight lasts through the day before. */
export function lastOf(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString()
}

export function time(value: string | null): string {
  return value === null ? NONE : moment.format(new Date(value))
}

function dateOf(value: string): Date {
  return new Date(value.length === 10 ? `${value}T00:00:00Z` : value)
}

/** Days that are left at the present pace. */
export function daysLeft(days: number | null): string {
  if (days === null) return NONE
  return days < 1 ? '< 1 day' : `${whole.format(days)} ${days < 1.5 ? 'day' : 'days'}`
}

/** The UTC day that is so many days before today. */
export function daysAgo(days: number, from: Date = new Date()): string {
  return new Date(from.getTime() - days * 86_400_000).toISOString().slice(0, 10)
}

/** A name from the database in words: `near_limit` is Near limit. */
export function words(name: string): string {
  const text = name.replace(/^ai_quota_admin_/, '').replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
