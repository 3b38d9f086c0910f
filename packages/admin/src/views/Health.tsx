import { useState, type JSX } from 'react'
import { useRange, useRows } from '../context.tsx'
import { compact, count, day, NONE, time, words } from '../format.ts'
import { Card, Chip, CsvButton, Loaded, Pager, Select, Table, UserLink } from '../ui.tsx'

const SIZE = 25

/** What to look at when something seems wrong. */
export function Health(): JSX.Element {
  return (
    <>
      <Outbox />
      <Alerts />
      <Holds />
      <Integrity />
      <Audit />
    </>
  )
}

function Outbox(): JSX.Element {
  const outbox = useRows('ai_quota_admin_outbox')
  return (
    <Card title="Outbox of alerts" note="Today is since 00:00 UTC.">
      <Loaded query={outbox} empty="No outbox." lines={1}>
        {([row]) =>
          row && (
            <dl className="aqa-facts">
              <Fact title="Waiting" value={count(row.waiting)} />
              <Fact title="Oldest since" value={time(row.oldest_waiting_at)} />
              <Fact title="Failing (3 tries or more)" value={count(row.failing)} isBad={row.failing > 0} />
              <Fact title="Delivered today" value={count(row.delivered_today)} />
              <Fact title="Expired today" value={count(row.expired_today)} />
            </dl>
          )
        }
      </Loaded>
    </Card>
  )
}

export function Fact({ title, value, isBad = false }: { title: string; value: string; isBad?: boolean }): JSX.Element {
  return (
    <div data-bad={isBad || undefined}>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  )
}

const STATES: Record<string, 'ok' | 'warning' | 'critical'> = {
  delivered: 'ok',
  waiting: 'warning',
  overdue: 'critical',
}

/** Alerts of everybody, or of one user. */
export function Alerts({ userId }: { userId?: string }): JSX.Element {
  const range = useRange()
  const [state, setState] = useState('')
  const [page, setPage] = useState(1)
  const args = { ...range, of_user: userId, of_state: state }
  const alerts = useRows('ai_quota_admin_alerts', { ...args, page, page_size: SIZE })
  const total = alerts.data?.[0]?.total_rows ?? 0
  return (
    <Card
      title="Alerts"
      tools={
        <>
          <Select
            label="State"
            value={state}
            options={[
              ['', 'All'],
              ['waiting', 'Waiting'],
              ['delivered', 'Delivered'],
              ['expired', 'Expired'],
              ['not_sent', 'Not sent'],
            ]}
            onChange={(next) => {
              setState(next)
              setPage(1)
            }}
          />
          <CsvButton name="ai_quota_admin_alerts" args={args} total={total} file="alerts" />
        </>
      }
    >
      <Loaded query={alerts} empty="No alerts in these days.">
        {(rows) => (
          <>
            <Table
              label="Alerts"
              rows={rows}
              keyOf={(row) => String(row.id)}
              columns={[
                { title: 'When', cell: (row) => time(row.created_at) },
                ...(userId
                  ? []
                  : [
                      {
                        title: 'User',
                        cell: (row: (typeof rows)[number]) => (
                          <UserLink userId={row.user_id} email={row.email} />
                        ),
                      },
                    ]),
                {
                  title: 'Alert',
                  cell: (row) =>
                    row.kind === 'denied'
                      ? 'denied'
                      : `${row.threshold ?? NONE}% of ${row.metric ?? ''}`,
                },
                {
                  title: 'Used',
                  cell: (row) => `${compact(row.used)} of ${compact(row.quota)}`,
                  isNumber: true,
                  isExtra: true,
                },
                {
                  title: 'State',
                  cell: (row) => (
                    <>
                      <Chip level={STATES[row.state]}>{words(row.state)}</Chip>
                      {row.last_error && <span className="aqa-under">{row.last_error}</span>}
                    </>
                  ),
                },
                { title: 'Tries', cell: (row) => count(row.attempts), isNumber: true, isExtra: true },
                { title: 'Delivered', cell: (row) => time(row.delivered_at), isNumber: true, isExtra: true },
              ]}
            />
            <Pager page={page} size={SIZE} total={total} onPage={setPage} />
          </>
        )}
      </Loaded>
    </Card>
  )
}

function Holds(): JSX.Element {
  const [state, setState] = useState('pending')
  const [page, setPage] = useState(1)
  const args = { of_state: state }
  const holds = useRows('ai_quota_admin_holds', { ...args, page, page_size: SIZE })
  const total = holds.data?.[0]?.total_rows ?? 0
  return (
    <Card
      title="Holds"
      note="Tokens set aside by reserve_tokens. Overdue: neither settled nor released in time."
      tools={
        <>
          <Select
            label="State"
            value={state}
            options={[
              ['pending', 'Open'],
              ['overdue', 'Overdue'],
              ['all', 'All'],
            ]}
            onChange={(next) => {
              setState(next)
              setPage(1)
            }}
          />
          <CsvButton name="ai_quota_admin_holds" args={args} total={total} file="holds" />
        </>
      }
    >
      <Loaded query={holds} empty="No holds." lines={3}>
        {(rows) => (
          <>
            <Table
              label="Holds"
              rows={rows}
              keyOf={(row) => row.id}
              columns={[
                { title: 'Since', cell: (row) => time(row.created_at) },
                { title: 'User', cell: (row) => <UserLink userId={row.user_id} email={row.email} /> },
                { title: 'Tokens', cell: (row) => compact(row.tokens), isNumber: true },
                { title: 'Settled', cell: (row) => compact(row.tokens_settled), isNumber: true, isExtra: true },
                { title: 'By', cell: (row) => row.reserved_by, isExtra: true },
                { title: 'Expires', cell: (row) => time(row.expires_at), isNumber: true, isExtra: true },
                { title: 'State', cell: (row) => <Chip level={STATES[row.state]}>{words(row.state)}</Chip> },
              ]}
            />
            <Pager page={page} size={SIZE} total={total} onPage={setPage} />
          </>
        )}
      </Loaded>
    </Card>
  )
}

/** Of everybody it reads the whole ledger, so only when it is asked for. */
export function Integrity({ userId }: { userId?: string }): JSX.Element {
  const [isAsked, setAsked] = useState(false)
  const args = { of_user: userId }
  const found = useRows('ai_quota_admin_integrity', args, { isEnabled: isAsked })
  const check = (): void => {
    if (isAsked) void found.refetch()
    setAsked(true)
  }
  return (
    <Card
      title="Integrity"
      note={`Counters, days and holds compared with the ledger.${userId ? '' : ' Slow on a large ledger.'}`}
      tools={
        <>
          <button type="button" className="aqa-button" disabled={found.isFetching} onClick={check}>
            {found.isFetching ? 'Checking…' : 'Check now'}
          </button>
          {found.data && <CsvButton name="ai_quota_admin_integrity" args={args} file="integrity" />}
        </>
      }
    >
      {isAsked && (
        <Loaded query={found} empty="Everything agrees." lines={2}>
          {(rows) => (
            <Table
              label="Differences"
              rows={rows}
              keyOf={(row) => `${row.user_id} ${row.period_start} ${row.problem}`}
              columns={[
                { title: 'Problem', cell: (row) => row.problem },
                {
                  title: 'User',
                  cell: (row) =>
                    row.user_id ? <UserLink userId={row.user_id} email={row.email} /> : 'everybody',
                },
                { title: 'Period', cell: (row) => day(row.period_start), isExtra: true },
                { title: 'Expected', cell: (row) => count(row.expected), isNumber: true },
                { title: 'Found', cell: (row) => count(row.found), isNumber: true },
              ]}
            />
          )}
        </Loaded>
      )}
    </Card>
  )
}

/** Who did what, and why. */
export function Audit({ userId }: { userId?: string }): JSX.Element {
  const [page, setPage] = useState(1)
  const args = { of_user: userId }
  const audit = useRows('ai_quota_admin_audit', { ...args, page, page_size: SIZE })
  const total = audit.data?.[0]?.total_rows ?? 0
  return (
    <Card
      title="Actions taken"
      tools={<CsvButton name="ai_quota_admin_audit" args={args} total={total} file="actions" />}
    >
      <Loaded query={audit} empty="Nobody has taken an action." lines={3}>
        {(rows) => (
          <>
            <Table
              label="Actions taken"
              rows={rows}
              keyOf={(row) => String(row.id)}
              columns={[
                { title: 'When', cell: (row) => time(row.created_at) },
                {
                  title: 'Action',
                  cell: (row) => (
                    <>
                      {words(row.action)}
                      <span className="aqa-under">{details(row.details)}</span>
                    </>
                  ),
                },
                ...(userId
                  ? []
                  : [
                      {
                        title: 'User',
                        cell: (row: (typeof rows)[number]) => (
                          <UserLink userId={row.user_id} email={row.email} />
                        ),
                      },
                    ]),
                { title: 'Reason', cell: (row) => row.reason ?? NONE },
                {
                  title: 'By',
                  cell: (row) => row.actor_email ?? row.actor ?? 'the server',
                  isExtra: !userId,
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

function details(known: Record<string, unknown> | null): string {
  return Object.entries(known ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${words(name).toLowerCase()}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ')
}
