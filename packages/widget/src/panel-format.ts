/** What only the panel writes; fetched with it. */
import { dates, formats, type Formats } from './format.ts'

export interface PanelFormats extends Formats {
  money(value: number): string
  utcDay(date: Date): string
  utcMonth(date: Date): string
}

export function panelFormats(locale: string): PanelFormats {
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 4,
  })
  return {
    ...formats(locale),
    money: (value) => money.format(value),
    utcDay: dates(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
    utcMonth: dates(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }),
  }
}
