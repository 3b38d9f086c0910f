import type { JSX, ReactNode } from 'react'
import { useState } from 'react'
import { Plot } from '../charts/Plot.tsx'
import { Spark } from '../charts/Spark.tsx'
import { stack, type Measure } from '../charts/series.ts'
import { usePage, useRows } from '../context.tsx'
import { compact, count, limit, percent, shortUsd, usd } from '../format.ts'
import type { Metric, Rows } from '../rows.ts'
import { Card, Choice, CsvButton, Loaded, Problem, Share, Table } from '../ui.tsx'
import { NearLimit } from './NearLimit.tsx'
import { TopUsers } from './TopUsers.tsx'
import { Unpriced } from './Unpriced.tsx'

export function Overview(): JSX.Element {
  return (
    <>
      <Tiles />
      <Days />
      <Tiers />
      <div className="aqa-columns">
        <NearLimit size={8} />
        <TopUsers size={8} />
      </div>
      <Unpriced size={5} isQuiet />
    </>
  )
}

function Tiles(): JSX.Element {
  const { filter } = usePage()
  const overview = useRows('ai_quota_admin_overview', { ...filter })
  const { data: days } = useRows('ai_quota_admin_days', { ...filter })
  if (!overview.data && overview.error) {
    return <Problem error={overview.error} retry={() => void overview.refetch()} />
  }
  const rows = new Map((overview.data ?? []).map((row) => [row.metric, row]))
  const value = (metric: Metric): number | null => rows.get(metric)?.value ?? null
  const course = (read: (row: Rows['ai_quota_admin_days']) => number): ReactNode =>
    days && <Spark values={days.map(read)} />
  return (
    <ul className="aqa-tiles" aria-label="Key figures" aria-busy={!overview.data}>
      <Tile title="Cost" row={rows.get('cost_usd')} format={usd}>
        {course((row) => row.cost_usd)}
        <Aside shown={Boolean(value('user_reported_cost_usd'))}>
          + {usd(value('user_reported_cost_usd'))} reported by users
        </Aside>
      </Tile>
      <Tile title="Tokens" row={rows.get('tokens')} format={compact}>
        {course((row) => row.tokens)}
        <Aside shown={Boolean(value('user_reported_tokens'))}>
          {compact(value('user_reported_tokens'))} of them reported by users
        </Aside>
      </Tile>
      <Tile title="Requests" row={rows.get('requests')} format={compact}>
        {course((row) => row.requests)}
        <Aside shown={Boolean(value('unpriced_requests'))}>
          {compact(value('unpriced_requests'))} without a price
        </Aside>
      </Tile>
      <Tile title="Active users" row={rows.get('active_users')} format={compact}>
        {course((row) => row.active_users)}
        <Aside shown={value('users') !== null}>of {compact(value('users'))}</Aside>
      </Tile>
      <Tile title="Near or at the limit" row={rows.get('near_limit')} format={compact}>
        <Aside shown={value('at_limit') !== null}>
          {compact(value('at_limit'))} of them at 100% or more, now
        </Aside>
      </Tile>
      <Tile title="Denied calls" row={rows.get('denials')} format={compact}>
        {course((row) => row.denials)}
      </Tile>
    </ul>
  )
}

interface TileProps {
  title: string
  row: Rows['ai_quota_admin_overview'] | undefined
  format: (value: number) => string
  children?: ReactNode
}

function Tile({ title, row, format, children }: TileProps): JSX.Element {
  return (
    <li className="aqa-tile">
      <h2>{title}</h2>
      <p className="aqa-figure">
        <strong title={row && count(row.value)}>{row ? format(row.value) : ' '}</strong>
        {row && <Change row={row} format={format} />}
      </p>
      {children}
    </li>
  )
}

function Aside({ shown, children }: { shown: boolean; children: ReactNode }): JSX.Element | null {
  return shown ? <p className="aqa-note">{children}</p> : null
}

/** Against the range of the same length just before. More is neither good nor bad. */
function Change({ row, format }: Required<Pick<TileProps, 'format'>> & { row: Rows['ai_quota_admin_overview'] }): JSX.Element | null {
  const { change_percent: change, previous } = row
  if (previous === null) return null
  if (change === null) return <span className="aqa-change">new</span>
  const sign = change > 0 ? '▲' : change < 0 ? '▼' : '='
  const words = change > 0 ? 'up' : change < 0 ? 'down' : 'unchanged'
  return (
    <span className="aqa-change" title={`Before: ${format(previous)}`}>
      <span aria-hidden="true">{sign} </span>
      <span className="aqa-hidden">{words} </span>
      {percent(Math.abs(change))}
    </span>
  )
}

const MEASURES = [
  ['tokens', 'Tokens'],
  ['cost_usd', 'Cost'],
  ['requests', 'Requests'],
] as const
const LABELS = [
  ['model', 'Model'],
  ['tier', 'Tier'],
  ['discipline', 'Discipline'],
] as const

function Days(): JSX.Element {
  const { filter } = usePage()
  const [measure, setMeasure] = useState<Measure>('tokens')
  const [label, setLabel] = useState<'model' | 'tier' | 'discipline'>('model')
  const days = useRows('ai_quota_admin_days', { ...filter })
  const usage = useRows('ai_quota_admin_usage', {
    ...filter,
    by: ['day', label],
    sort: measure,
    page_size: 1000,
  })
  return (
    <Card
      title="Usage by day"
      note={measure === 'cost_usd' ? 'What the server reported, in US dollars.' : undefined}
      tools={
        <>
          <Choice label="Measure" value={measure} options={MEASURES} onChange={setMeasure} />
          <Choice label="Stacked by" value={label} options={LABELS} onChange={setLabel} />
          <CsvButton name="ai_quota_admin_days" args={{ ...filter }} file="usage-by-day" />
        </>
      }
    >
      <Loaded query={days} empty="No usage yet." lines={8}>
        {(rows) =>
          rows.every((row) => row.requests === 0) ? (
            <p className="aqa-empty">
              No usage in these days. It appears here with the first call to{' '}
              <code>track_usage</code>.
            </p>
          ) : (
            <Plot
              label={`${MEASURES.find(([key]) => key === measure)![1]} by day and ${label}`}
              series={stack(rows, usage.data ?? [], label, measure)}
              format={measure === 'cost_usd' ? shortUsd : compact}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

function Tiers(): JSX.Element {
  const tiers = useRows('ai_quota_admin_tiers')
  return (
    <Card
      title="Tiers"
      note="Of the users’ open periods, now."
      tools={<CsvButton name="ai_quota_admin_tiers" args={{}} file="tiers" />}
    >
      <Loaded query={tiers} empty="There are no tiers. Run the seed of AI token quotas.">
        {(rows) => {
          const all = rows.reduce((sum, row) => sum + row.tokens, 0)
          return (
            <Table
              label="Tiers"
              rows={rows}
              keyOf={(row) => row.tier}
              columns={[
                { title: 'Tier', cell: (row) => row.display_name ?? row.tier },
                {
                  title: 'Limit a month',
                  cell: (row) => limit(row.monthly_token_quota),
                  isNumber: true,
                  isExtra: true,
                },
                { title: 'Users', cell: (row) => count(row.users), isNumber: true },
                { title: 'Active', cell: (row) => count(row.active_users), isNumber: true },
                {
                  title: 'Tokens',
                  cell: (row) => (
                    <>
                      {compact(row.tokens)}
                      <Share part={row.tokens} whole={all} />
                    </>
                  ),
                  isNumber: true,
                },
                { title: 'Mean', cell: (row) => compact(row.mean_tokens), isNumber: true, isExtra: true },
                { title: '90th percentile', cell: (row) => compact(row.p90_tokens), isNumber: true, isExtra: true },
                { title: '≥ 75%', cell: (row) => count(row.near_limit), isNumber: true },
                { title: 'At limit', cell: (row) => count(row.at_limit), isNumber: true },
                { title: 'Blocked', cell: (row) => count(row.blocked_users), isNumber: true, isExtra: true },
              ]}
            />
          )
        }}
      </Loaded>
    </Card>
  )
}

