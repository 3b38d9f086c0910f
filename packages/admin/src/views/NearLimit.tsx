import { useState, type JSX } from 'react'
import { usePage, useRows } from '../context.tsx'
import { compact, day, daysLeft, percent } from '../format.ts'
import { Card, Chip, Choice, CsvButton, Loaded, Meter, Pager, Table, UserLink } from '../ui.tsx'

const SHOWN = [
  ['all', 'All'],
  ['left', 'Not used up'],
] as const

/** Who is denied, or will be soon, at the pace of the last seven days. */
export function NearLimit({ size }: { size: number }): JSX.Element {
  const { filter } = usePage()
  const [page, setPage] = useState(1)
  const [shown, setShown] = useState<'all' | 'left'>('all')
  const args = { of_tier: filter.of_tier, below_percent: shown === 'left' ? 100 : null }
  const near = useRows('ai_quota_admin_near_limit', { ...args, page, page_size: size })
  const total = near.data?.[0]?.total_rows ?? 0
  return (
    <Card
      title="Near the limit"
      note="From 75% of tokens or requests. Days left at the pace of the last 7 days."
      tools={
        <>
          <Choice
            label="Shown"
            value={shown}
            options={SHOWN}
            onChange={(next) => {
              setShown(next)
              setPage(1)
            }}
          />
          <CsvButton name="ai_quota_admin_near_limit" args={args} total={total} file="near-the-limit" />
        </>
      }
    >
      <Loaded query={near} empty={
          shown === 'left'
            ? 'Nobody has used 75% of a limit and less than 100%.'
            : 'Nobody has used 75% of a limit.'
        } lines={size}>
        {(rows) => (
          <>
            <Table
              label="Users near the limit"
              rows={rows}
              keyOf={(row) => row.user_id}
              columns={[
                {
                  title: 'User',
                  cell: (row) => (
                    <>
                      <UserLink userId={row.user_id} email={row.email} />
                      <span className="aqa-under">
                        {row.tier}
                        {row.is_blocked && <Chip level="critical">blocked</Chip>}
                      </span>
                    </>
                  ),
                },
                {
                  title: 'Used',
                  cell: (row) => (
                    <>
                      {percent(row.percentage)}
                      <Meter label={row.metric} value={row.percentage} />
                    </>
                  ),
                  isNumber: true,
                },
                {
                  title: 'Left',
                  cell: (row) => (
                    <>
                      {compact(row.remaining)}
                      <span className="aqa-under">{row.metric}</span>
                    </>
                  ),
                  isNumber: true,
                  isExtra: true,
                },
                {
                  title: 'Days left',
                  cell: (row) => (
                    <>
                      {row.remaining > 0 ? daysLeft(row.days_left) : 'used up'}
                      <span className="aqa-under">resets {day(row.reset_date)}</span>
                    </>
                  ),
                  isNumber: true,
                },
              ]}
            />
            <Pager page={page} size={size} total={total} onPage={setPage} />
          </>
        )}
      </Loaded>
    </Card>
  )
}
