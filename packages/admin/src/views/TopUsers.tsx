import { useState, type JSX, type ReactNode } from 'react'
import { usePage, useRows } from '../context.tsx'
import { compact, count, percent, usd } from '../format.ts'
import { Card, Chip, Choice, CsvButton, Loaded, Pager, Share, Table, UserLink } from '../ui.tsx'

const SORTS = [
  ['tokens', 'Tokens'],
  ['cost_usd', 'Cost'],
  ['requests', 'Requests'],
] as const

interface TopUsersProps {
  size: number
  title?: string
  search?: string
  isLong?: boolean
  tools?: ReactNode
}

export function TopUsers({ size, title = 'Top users', search = '', isLong = false, tools }: TopUsersProps): JSX.Element {
  const { filter } = usePage()
  const [sort, setSort] = useState<'tokens' | 'cost_usd' | 'requests'>('tokens')
  const [page, setPage] = useState(1)
  const args = { ...filter, search, sort }
  const users = useRows('ai_quota_admin_users', { ...args, page, page_size: size })
  const total = users.data?.[0]?.total_rows ?? 0
  const first = users.data?.[0]
  return (
    <Card
      title={title}
      note="In the days of the filter. Costs are what the server reported."
      tools={
        <>
          {tools}
          <Choice
            label="Sorted by"
            value={sort}
            options={SORTS}
            onChange={(next) => {
              setSort(next)
              setPage(1)
            }}
          />
          <CsvButton name="ai_quota_admin_users" args={args} total={total} file="users" />
        </>
      }
    >
      <Loaded
        query={users}
        empty={search ? 'No account fits this search.' : 'Nobody made a call in these days.'}
        lines={size}
      >
        {(rows) => (
          <>
            <Table
              label={title}
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
                  title: 'Tokens',
                  cell: (row) => (
                    <>
                      {compact(row.tokens)}
                      {sort === 'tokens' && <Share part={row.tokens} whole={first?.tokens ?? 0} />}
                    </>
                  ),
                  isNumber: true,
                },
                { title: 'Requests', cell: (row) => compact(row.requests), isNumber: true, isExtra: !isLong },
                {
                  title: 'Cost',
                  cell: (row) => (
                    <>
                      {usd(row.cost_usd)}
                      {row.user_reported_cost_usd > 0 && (
                        <span className="aqa-under">
                          + {usd(row.user_reported_cost_usd)} self-reported
                        </span>
                      )}
                    </>
                  ),
                  isNumber: true,
                },
                ...(isLong
                  ? [
                      {
                        title: 'Without price',
                        cell: (row: (typeof rows)[number]) => count(row.unpriced_requests),
                        isNumber: true,
                        isExtra: true,
                      },
                      {
                        title: 'Active days',
                        cell: (row: (typeof rows)[number]) => count(row.active_days),
                        isNumber: true,
                        isExtra: true,
                      },
                    ]
                  : []),
                {
                  title: 'Of limit',
                  cell: (row) => percent(row.percentage),
                  isNumber: true,
                  isExtra: true,
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
