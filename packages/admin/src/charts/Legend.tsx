import type { JSX } from 'react'
import { REPORTED, REST, type Series } from './series.ts'

const COLOURS = [1, 2, 3, 4, 5].map((number) => `var(--aqa-chart-${number})`)

/** The colour of a part; the rest and users' own reports have always the same. */
export function colourOf(series: Series, part: string): string {
  if (part === REST) return 'var(--aqa-chart-rest)'
  if (part === REPORTED) return 'var(--aqa-chart-reported)'
  return COLOURS[series.parts.indexOf(part) % COLOURS.length]!
}

export function Swatch({ colour }: { colour: string }): JSX.Element {
  return (
    <svg className="aqa-swatch" viewBox="0 0 10 10" aria-hidden="true">
      <rect width="10" height="10" rx="2" fill={colour} />
    </svg>
  )
}

export function Legend({ series }: { series: Series }): JSX.Element {
  return (
    <ul className="aqa-legend">
      {series.parts.map((part) => (
        <li key={part}>
          <Swatch colour={colourOf(series, part)} />
          {part}
        </li>
      ))}
    </ul>
  )
}
