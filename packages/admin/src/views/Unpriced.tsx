import { useState, type JSX } from 'react'
import { useRange, useRows } from '../context.tsx'
import { compact, count, day } from '../format.ts'
import { Card, Chip, CsvButton, Loaded, Pager, Table } from '../ui.tsx'

interface UnpricedProps {
  size: number
  /** Not shown where every model has a price. */
  isQuiet?: boolean
}

/** Models that are used and missing from the cost. */
export function Unpriced({ size, isQuiet = false }: UnpricedProps): JSX.Element | null {
  const range = useRange()
  const [page, setPage] = useState(1)
  const models = useRows('ai_quota_admin_unpriced_models', { ...range, page, page_size: size })
  const total = models.data?.[0]?.total_rows ?? 0
  if (isQuiet && !models.data?.length && !models.error) return null
  return (
    <Card
      title="Models without a price"
      note={
        <>
          Their calls are missing from the cost. Add a row to <code>ai_quota_prices</code> for each.
        </>
      }
      tools={
        <CsvButton
          name="ai_quota_admin_unpriced_models"
          args={range}
          total={total}
          file="unpriced-models"
        />
      }
    >
      <Loaded query={models} empty="Every model has a price." lines={3}>
        {(rows) => (
          <>
            <Table
              label="Models without a price"
              rows={rows}
              keyOf={(row) => row.model}
              columns={[
                { title: 'Model', cell: (row) => <code>{row.model || 'no model given'}</code> },
                { title: 'Requests', cell: (row) => count(row.unpriced_requests), isNumber: true },
                { title: 'Tokens', cell: (row) => compact(row.tokens), isNumber: true },
                {
                  title: 'Seen',
                  cell: (row) => `${day(row.first_day)} – ${day(row.last_day)}`,
                  isNumber: true,
                  isExtra: true,
                },
                {
                  title: 'Now',
                  cell: (row) =>
                    row.is_priced_now ? (
                      <Chip level="ok">has a price</Chip>
                    ) : (
                      <Chip level="warning">no price</Chip>
                    ),
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
