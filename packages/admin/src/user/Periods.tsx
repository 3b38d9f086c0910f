import { useState, type JSX } from 'react'
import { useRows } from '../context.tsx'
import { compact, limit, longDay, percent } from '../format.ts'
import { Card, Chip, CsvButton, Loaded, Meter, Pager, Table } from '../ui.tsx'

const SIZE = 12

export function Periods({ userId }: { userId: string }): JSX.Element {
  const [page, setPage] = useState(1)
  const args = { user_id: userId }
  const periods = useRows('ai_quota_admin_user_periods', { ...args, page, page_size: SIZE })
  const total = periods.data?.[0]?.total_rows ?? 0
  return (
    <Card
      title="Periods"
      tools={
        <CsvButton name="ai_quota_admin_user_periods" args={args} total={total} file="periods" />
      }
    >
      <Loaded query={periods} empty="No periods.">
        {(rows) => (
          <>
            <Table
              label="Periods"
              rows={rows}
              keyOf={(row) => row.period_start}
              columns={[
                {
                  title: 'From',
                  cell: (row) => (
                    <>
                      {longDay(row.period_start)}
                      <span className="aqa-under">
                        {row.is_open ? <Chip>open</Chip> : `to ${longDay(row.period_end)}`}
                        {row.is_early && <Chip>ended early</Chip>}
                      </span>
                    </>
                  ),
                },
                { title: 'Tier', cell: (row) => row.tier },
                {
                  title: 'Tokens',
                  cell: (row) => (
                    <>
                      {compact(row.tokens_used)}
                      <span className="aqa-under">of {limit(row.monthly_token_quota)}</span>
                    </>
                  ),
                  isNumber: true,
                },
                {
                  title: 'Requests',
                  cell: (row) => (
                    <>
                      {compact(row.requests_used)}
                      <span className="aqa-under">of {limit(row.monthly_request_quota)}</span>
                    </>
                  ),
                  isNumber: true,
                  isExtra: true,
                },
                {
                  title: 'Of limit',
                  cell: (row) => (
                    <>
                      {percent(row.percentage)}
                      <Meter label="Of limit" value={row.percentage} />
                    </>
                  ),
                  isNumber: true,
                },
              ]}
            />
            <Pager page={page} size={SIZE} total={total} onPage={setPage} />
          </>
        )}
      </Loaded>
    </Card>
  )
}
