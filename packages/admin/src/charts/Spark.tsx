import type { JSX } from 'react'

/** The course of a number, without axes: the tile beside it has the number. */
export function Spark({ values }: { values: number[] }): JSX.Element | null {
  const top = Math.max(...values)
  if (values.length < 2 || top <= 0) return null
  const points = values.map(
    (value, index) =>
      `${((100 * index) / (values.length - 1)).toFixed(1)},${(22 - (20 * value) / top).toFixed(1)}`,
  )
  return (
    <svg className="aqa-spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <polygon points={`0,24 ${points.join(' ')} 100,24`} />
      <polyline points={points.join(' ')} />
    </svg>
  )
}
