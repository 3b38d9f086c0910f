import { lazy, Suspense, type JSX } from 'react'
import { Boundary } from '../Boundary.tsx'
import { day } from '../format.ts'
import { Table } from '../ui.tsx'
import type { BarsProps } from './Bars.tsx'
import { Legend } from './Legend.tsx'

const Bars = lazy(() => import('./Bars.tsx'))

interface PlotProps extends BarsProps {
  label: string
}

/** A chart with its legend, and the same numbers as a table for who cannot see it. */
export function Plot({ label, series, format, height = 260 }: PlotProps): JSX.Element {
  return (
    <figure className="aqa-plot">
      <Boundary fallback={() => <Missing />}>
        <Suspense fallback={<svg className="aqa-plot-place" height={height} aria-hidden="true" />}>
          <div role="img" aria-label={`${label}, as bars by day. The table below has the numbers.`}>
            <Bars series={series} format={format} height={height} />
          </div>
        </Suspense>
      </Boundary>
      <Legend series={series} />
      <details>
        <summary>Numbers</summary>
        <Table
          label={label}
          rows={series.points}
          keyOf={(point) => point.day}
          columns={[
            { title: 'Day', cell: (point) => day(point.day) },
            ...series.parts.map((part) => ({
              title: part,
              cell: (point: (typeof series.points)[number]) => format(point.values[part] ?? 0),
              isNumber: true,
            })),
          ]}
        />
      </details>
    </figure>
  )
}

/** Its script is gone after a redeploy, or the network is: the numbers are here all the same. */
function Missing(): JSX.Element {
  return (
    <p className="aqa-note" role="status">
      The chart could not be loaded. Load the page again to see it; the numbers are below.
    </p>
  )
}
