import { useState, type JSX } from 'react'
import { usePage, useRows } from '../context.tsx'
import { compact, count, longDay, usd } from '../format.ts'
import type { Rows } from '../rows.ts'
import { Card, Choice, CsvButton, Loaded, Pager, Share, Table, type Column } from '../ui.tsx'
import { Unpriced } from './Unpriced.tsx'

type Row = Rows['ai_quota_admin_usage']
type Label = 'model' | 'discipline' | 'workflow' | 'tier' | 'day'

const LABELS: readonly (readonly [Label, string])[] = [
  ['model', 'Model'],
  ['discipline', 'Discipline'],
  ['workflow', 'Workflow'],
  ['tier', 'Tier'],
  ['day', 'Day'],
]
const SORTS = [
  ['tokens', 'Tokens'],
  ['cost_usd', 'Cost'],
  ['requests', 'Requests'],
] as const
const SIZE = 50

/** Usage by any labels; a click on a label keeps only what has it. */
export function Usage(): JSX.Element {
  const { filter } = usePage()
  const [by, setBy] = useState<Label[]>(['model', 'discipline', 'workflow'])
  const [sort, setSort] = useState<'tokens' | 'cost_usd' | 'requests'>('tokens')
  const [only, setOnly] = useState<Partial<Record<Label, string>>>({})
  const [page, setPage] = useState(1)
  const args = {
    ...filter,
    of_model: only.model,
    of_discipline: only.discipline,
    of_workflow: only.workflow,
    by,
    sort,
  }
  const usage = useRows('ai_quota_admin_usage', { ...args, page, page_size: SIZE })
  const total = usage.data?.[0]?.total_rows ?? 0
  const most = Math.max(0, ...(usage.data ?? []).map((row) => row[sort]))

  const restart = (change: () => void): void => {
    change()
    setPage(1)
  }
  const toggle = (label: Label): void =>
    restart(() => {
      const next = LABELS.map(([key]) => key).filter((key) => by.includes(key) !== (key === label))
      if (next.length) setBy(next)
    })

  const columns: Column<Row>[] = [
    ...LABELS.filter(([label]) => by.includes(label)).map(([label, title]) => ({
      title,
      cell: (row: Row) => (
        <Value
          label={label}
          value={row[label]}
          choose={(value) => restart(() => setOnly({ ...only, [label]: value }))}
        />
      ),
    })),
    {
      title: 'Tokens',
      cell: (row) => (
        <>
          {compact(row.tokens)}
          {sort === 'tokens' && <Share part={row.tokens} whole={most} />}
        </>
      ),
      isNumber: true,
    },
    { title: 'Requests', cell: (row) => compact(row.requests), isNumber: true },
    {
      title: 'Cost',
      cell: (row) => (
        <>
          {usd(row.cost_usd)}
          {row.unpriced_requests > 0 && (
            <span className="aqa-under">{count(row.unpriced_requests)} without price</span>
          )}
        </>
      ),
      isNumber: true,
    },
    {
      title: 'By users themselves',
      cell: (row) =>
        row.user_reported_tokens > 0 ? (
          <>
            {compact(row.user_reported_tokens)}
            <span className="aqa-under">{usd(row.user_reported_cost_usd)}</span>
          </>
        ) : (
          ''
        ),
      isNumber: true,
      isExtra: true,
    },
  ]

  return (
    <>
      <Card
        title="Usage"
        note="Cost is what the server reported; what users reported themselves stands apart."
        tools={
          <>
            <div className="aqa-choice" role="group" aria-label="Grouped by">
              {LABELS.map(([label, title]) => (
                <button
                  key={label}
                  type="button"
                  aria-pressed={by.includes(label)}
                  onClick={() => toggle(label)}
                >
                  {title}
                </button>
              ))}
            </div>
            <Choice
              label="Sorted by"
              value={sort}
              options={SORTS}
              onChange={(next) => restart(() => setSort(next))}
            />
            <CsvButton name="ai_quota_admin_usage" args={args} total={total} file="usage" />
          </>
        }
      >
        <Chosen
          only={only}
          drop={(label) =>
            restart(() => setOnly({ ...only, [label]: undefined }))
          }
        />
        <Loaded query={usage} empty="No usage in these days." lines={10}>
          {(rows) => (
            <>
              <Table
                label="Usage"
                rows={rows}
                keyOf={(row) => LABELS.map(([label]) => row[label]).join('\u0000')}
                columns={columns}
              />
              <Pager page={page} size={SIZE} total={total} onPage={setPage} />
            </>
          )}
        </Loaded>
      </Card>
      <Unpriced size={20} />
    </>
  )
}

interface ValueProps {
  label: Label
  value: string | null
  choose: (value: string) => void
}

function Value({ label, value, choose }: ValueProps): JSX.Element {
  if (label === 'day') return <>{longDay(value)}</>
  if (!value) return <span className="aqa-none">none given</span>
  if (label === 'tier') return <>{value}</>
  return (
    <button
      type="button"
      className="aqa-link"
      title={`Only ${label} ${value}`}
      onClick={() => choose(value)}
    >
      {value}
    </button>
  )
}

interface ChosenProps {
  only: Partial<Record<Label, string | undefined>>
  drop: (label: Label) => void
}

function Chosen({ only, drop }: ChosenProps): JSX.Element | null {
  const chosen = LABELS.filter(([label]) => only[label])
  if (!chosen.length) return null
  return (
    <p className="aqa-chosen">
      {chosen.map(([label, title]) => (
        <button key={label} type="button" className="aqa-button" onClick={() => drop(label)}>
          {title}: {only[label]} <span aria-hidden="true">×</span>
          <span className="aqa-hidden">remove this filter</span>
        </button>
      ))}
    </p>
  )
}
