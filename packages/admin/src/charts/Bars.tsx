import type { JSX } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { day, longDay } from '../format.ts'
import { colourOf, Swatch } from './Legend.tsx'
import { REPORTED, type Series } from './series.ts'

export interface BarsProps {
  series: Series
  format: (value: number) => string
  height?: number
}

interface TipProps {
  active?: boolean
  label?: unknown
  series: Series
  format: (value: number) => string
}

function Tip({ active, label, series, format }: TipProps): JSX.Element | null {
  const point = series.points.find((one) => one.day === label)
  if (!active || !point) return null
  const total = Object.entries(point.values)
    .filter(([part]) => part !== REPORTED)
    .reduce((sum, [, value]) => sum + value, 0)
  return (
    <div className="aqa-tip">
      <p>
        <strong>{longDay(point.day)}</strong> {format(total)}
      </p>
      {series.parts
        .filter((part) => point.values[part])
        .map((part) => (
          <p key={part}>
            <Swatch colour={colourOf(series, part)} />
            {part} <span>{format(point.values[part] ?? 0)}</span>
          </p>
        ))}
    </div>
  )
}

/** Stacked bars, a day each. Fetched when it is first shown: Recharts is most of the page. */
export default function Bars({ series, format, height = 260 }: BarsProps): JSX.Element {
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart data={series.points} accessibilityLayer={false} margin={{ top: 8, right: 4, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--aqa-line)" />
        <XAxis
          dataKey="day"
          tickFormatter={day}
          tickLine={false}
          axisLine={{ stroke: 'var(--aqa-line)' }}
          tick={{ fill: 'var(--aqa-muted)', fontSize: 12 }}
          minTickGap={28}
        />
        <YAxis
          tickFormatter={format}
          tickLine={false}
          axisLine={false}
          width={52}
          tick={{ fill: 'var(--aqa-muted)', fontSize: 12 }}
        />
        <Tooltip
          cursor={{ fill: 'var(--aqa-hover)', stroke: 'none' }}
          isAnimationActive={false}
          content={<Tip series={series} format={format} />}
        />
        {series.parts.map((part) => (
          <Bar
            key={part}
            stackId="day"
            name={part}
            dataKey={(point: Series['points'][number]) => point.values[part] ?? 0}
            fill={colourOf(series, part)}
            isAnimationActive={false}
            maxBarSize={36}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}
