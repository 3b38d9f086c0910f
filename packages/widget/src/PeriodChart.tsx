import type { JSX } from 'react'
import { fill } from './format.ts'
import { DAY, type Period } from './history.ts'
import type { Labels } from './labels/en.ts'
import type { PanelFormats } from './panel-format.ts'

interface PeriodChartProps {
  period: Period
  labels: Labels
  format: PanelFormats
  summary: string
  isMirrored: boolean
}

/** What was used so far, day by day, under the limit; dashed, where this pace leads; shaded, how sure. */
export function PeriodChart(props: PeriodChartProps): JSX.Element {
  const { period, labels, format, summary, isMirrored } = props
  const { start, end, now, used, limit, sums, projected, range } = period
  const ahead = range?.[1] ?? projected ?? 0
  const highest = Math.max(limit ?? 0, used, limit ? Math.min(ahead, limit * 1.2) : ahead, 1)
  const width = (end - start) / DAY
  // A day is one unit wide, the plot 100 units high.
  const x = (time: number): number => (time - start) / DAY
  const y = (tokens: number): number => 100 - (tokens / (highest * 1.06)) * 100
  const first = Math.max(0, (sums[0]?.total ?? 0) - (sums[0]?.tokens ?? 0))
  const steps = sums.map(({ day, total }) => `L${Math.min(x(day) + 1, x(now))} ${y(total)}`)
  const line = `M0 ${y(first)}${steps.join('')}`
  return (
    <figure className="ai-tokens-chart">
      <div className="ai-tokens-plot">
        <svg
          className="ai-tokens-svg"
          viewBox={`0 0 ${width} 100`}
          preserveAspectRatio="none"
          role="img"
          aria-label={summary}
          data-mirrored={isMirrored || undefined}
        >
          {limit !== null && (
            <path className="ai-tokens-limit" d={`M0 ${y(limit)}H${width}`} />
          )}
          <path className="ai-tokens-area" d={`${line}V100H0Z`} />
          {range && (
            <path
              className="ai-tokens-area"
              d={`M${x(now)} ${y(used)}L${width} ${y(range[0])}V${y(range[1])}Z`}
            />
          )}
          {projected !== null && (
            <path
              className="ai-tokens-pace"
              d={`M${x(now)} ${y(used)}L${width} ${y(projected)}`}
            />
          )}
          <path className="ai-tokens-line" d={line} />
          {sums.map(({ day, tokens }) => (
            <rect key={day} className="ai-tokens-day" x={x(day)} y={0} width={1} height={100}>
              <title>{`${format.utcDay(new Date(day))}: ${format.number(tokens)}`}</title>
            </rect>
          ))}
        </svg>
        {limit !== null && (
          <span className="ai-tokens-tick" style={{ insetBlockStart: `${y(limit)}%` }}>
            {fill(labels.limit, { n: format.compact(limit) })}
          </span>
        )}
      </div>
      <figcaption className="ai-tokens-row" aria-hidden="true">
        <span>{format.utcDay(new Date(start))}</span>
        <span>{format.utcDay(new Date(end))}</span>
      </figcaption>
    </figure>
  )
}
