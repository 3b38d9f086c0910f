import { useState, type JSX } from 'react'
import { useRange, useRows } from '../context.tsx'
import { compact, count, time, usd } from '../format.ts'
import { Card, Chip, CsvButton, Loaded, Pager, Table } from '../ui.tsx'

const SIZE = 25

/** The rows of the ledger. */
export function Calls({ userId }: { userId: string }): JSX.Element {
  const range = useRange()
  const [page, setPage] = useState(1)
  const args = { user_id: userId, ...range }
  const calls = useRows('ai_quota_admin_user_calls', { ...args, page, page_size: SIZE })
  const total = calls.data?.[0]?.total_rows ?? 0
  return (
    <Card
      title="Calls"
      note="In the days of the filter, the newest first."
      tools={<CsvButton name="ai_quota_admin_user_calls" args={args} total={total} file="calls" />}
    >
      <Loaded query={calls} empty="No calls in these days." lines={8}>
        {(rows) => (
          <>
            <Table
              label="Calls"
              rows={rows}
              keyOf={(row) => row.id}
              columns={[
                { title: 'When', cell: (row) => time(row.created_at) },
                {
                  title: 'Model',
                  cell: (row) => (
                    <>
                      {row.model_used || <span className="aqa-none">none given</span>}
                      <span className="aqa-under">
                        {[row.discipline, row.workflow_id].filter(Boolean).join(' · ')}
                      </span>
                    </>
                  ),
                },
                {
                  title: 'Tokens',
                  cell: (row) => (
                    <>
                      {compact(row.tokens_total)}
                      <span className="aqa-under">
                        {compact(row.tokens_prompt)} in, {compact(row.tokens_completion)} out
                      </span>
                    </>
                  ),
                  isNumber: true,
                },
                { title: 'Requests', cell: (row) => count(row.requests), isNumber: true, isExtra: true },
                {
                  title: 'Cost',
                  cell: (row) => (row.cost_usd === null ? 'no price' : usd(row.cost_usd)),
                  isNumber: true,
                },
                {
                  title: 'Reported by',
                  cell: (row) => (
                    <>
                      {row.reported_by}
                      {row.is_adjustment && <Chip>correction</Chip>}
                      {row.usage_source === 'estimated' && <Chip level="warning">estimated</Chip>}
                      {row.recorded_despite && (
                        <span className="aqa-under">despite: {row.recorded_despite}</span>
                      )}
                    </>
                  ),
                  isExtra: true,
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
