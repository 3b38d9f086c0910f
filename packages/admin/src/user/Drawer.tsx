import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type JSX, type MouseEvent } from 'react'
import { readTable } from '../api.ts'
import { Plot } from '../charts/Plot.tsx'
import { usePage, useRange, useRows } from '../context.tsx'
import { compact, count, day, lastOf, limit, longDay, NONE, percent, time, usd, words } from '../format.ts'
import type { Override, Rows, Subscription } from '../rows.ts'
import { Card, Chip, Choice, Loaded, Meter, Table } from '../ui.tsx'
import { Alerts, Audit, Fact, Integrity } from '../views/Health.tsx'
import { Actions } from './Actions.tsx'
import { Calls } from './Calls.tsx'
import { Periods } from './Periods.tsx'

type User = Rows['ai_quota_admin_user']

const PARTS = [
  ['now', 'Now'],
  ['calls', 'Calls'],
  ['periods', 'Periods'],
  ['alerts', 'Alerts'],
  ['history', 'History'],
] as const

interface DrawerProps {
  userId: string
  close: () => void
}

/** One user, over the page. The dialog keeps the focus, closes on Escape, and gives the focus back. */
export function Drawer({ userId, close }: DrawerProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  const [part, setPart] = useState<(typeof PARTS)[number][0]>('now')
  const user = useRows('ai_quota_admin_user', { user_id: userId })
  const row = user.data?.[0]

  useEffect(() => {
    dialog.current?.showModal()
  }, [])

  // Closing it, rather than removing it, is what gives the focus back.
  const shut = (): void => dialog.current?.close()
  const onClick = (event: MouseEvent): void => {
    if (event.target === dialog.current) shut()
  }

  return (
    <dialog ref={dialog} className="aqa-drawer" aria-label="User" onClose={close} onClick={onClick}>
      <div className="aqa-drawer-in">
        <header className="aqa-drawer-head">
          <div>
            <h2>{row?.email ?? 'User'}</h2>
            <p className="aqa-note">
              <code>{userId}</code>
            </p>
          </div>
          <button type="button" className="aqa-button" onClick={shut}>
            Close
          </button>
        </header>
        <Choice label="Part" value={part} options={PARTS} onChange={setPart} />
        {part === 'now' && (
          <Loaded query={user} empty="There is no such user.">
            {([known]) => known && <Now user={known} userId={userId} />}
          </Loaded>
        )}
        {part === 'calls' && <Calls userId={userId} />}
        {part === 'periods' && <Periods userId={userId} />}
        {part === 'alerts' && <Alerts userId={userId} />}
        {part === 'history' && (
          <>
            <Audit userId={userId} />
            <Integrity userId={userId} />
          </>
        )}
      </div>
    </dialog>
  )
}

const LEVELS: Record<string, 'ok' | 'warning' | 'critical'> = {
  healthy: 'ok',
  warning: 'warning',
  critical: 'critical',
  exceeded: 'critical',
}

function Now({ user, userId }: { user: User; userId: string }): JSX.Element {
  return (
    <>
      <p className="aqa-chips">
        <Chip>{user.tier}</Chip>
        <Chip level={LEVELS[user.status]}>{user.status}</Chip>
        {user.is_blocked && <Chip level="critical">blocked</Chip>}
        {user.role && <Chip>{user.role}</Chip>}
      </p>
      <div className="aqa-quotas">
        <Quota
          title="Tokens"
          used={user.used}
          of={user.limit}
          share={user.percentage}
          note={user.reserved > 0 ? `${compact(user.reserved)} held for running calls` : null}
        />
        <Quota
          title="Requests"
          used={user.requests_used}
          of={user.requests_limit}
          share={user.requests_percentage}
          note={null}
        />
      </div>
      <dl className="aqa-facts">
        <Fact title="Resets" value={longDay(user.reset_date)} />
        <Fact title="Last call" value={time(user.last_call_at)} />
        <Fact title="Member since" value={longDay(user.created_at)} />
        <Fact title="Tier without subscription" value={user.assigned_tier ?? 'the default'} />
        {user.boost_ends_at && (
          <Fact
            title={`Boost through ${day(lastOf(user.boost_ends_at))}`}
            value={`${compact(user.boost_tokens)} tokens`}
          />
        )}
      </dl>
      <Forecast user={user} userId={userId} />
      <UserDays userId={userId} />
      <Grants userId={userId} />
      <Actions user={user} userId={userId} />
    </>
  )
}

interface QuotaProps {
  title: string
  used: number
  of: number | null
  share: number
  note: string | null
}

function Quota({ title, used, of, share, note }: QuotaProps): JSX.Element {
  return (
    <div className="aqa-quota">
      <h3>{title}</h3>
      <p>
        <strong title={count(used)}>{compact(used)}</strong> of {limit(of)}
        {of !== null && <span> · {percent(share)}</span>}
      </p>
      <Meter label={title} value={of === null ? null : share} />
      {note && <p className="aqa-note">{note}</p>}
    </div>
  )
}

/** Where the period is heading. Not shown where nothing can be said. */
function Forecast({ user, userId }: { user: User; userId: string }): JSX.Element | null {
  const { data } = useRows('get_quota_forecast_for', { user_id: userId })
  const row = data?.[0]
  if (!row) return null
  const range = `${compact(row.expected_used_low)} – ${compact(row.expected_used_high)}`
  return (
    <p className="aqa-forecast">
      <strong>Forecast:</strong> {compact(row.expected_used)} tokens by {day(row.reset_date)} (in 8 of
      10 cases {range}, {usd(row.expected_cost_usd)}).{' '}
      {user.status === 'exceeded'
        ? 'The limit is reached.'
        : row.limit_on
        ? `At this pace the limit is reached on ${day(row.limit_on)}${spread(row)}.`
        : 'The limit is not reached in this period.'}
    </p>
  )
}

function spread(row: Rows['get_quota_forecast_for']): string {
  const { limit_on_earliest: from, limit_on_latest: to } = row
  if (!from || (from === row.limit_on && to === row.limit_on)) return ''
  return to ? ` (between ${day(from)} and ${day(to)})` : ` (${day(from)} at the earliest)`
}

function UserDays({ userId }: { userId: string }): JSX.Element {
  const range = useRange()
  const days = useRows('ai_quota_admin_user_days', { user_id: userId, ...range })
  return (
    <Card title="Tokens by day">
      <Loaded query={days} empty="No days." lines={4}>
        {(rows) =>
          rows.every((row) => row.tokens === 0) ? (
            <p className="aqa-empty">No usage in these days.</p>
          ) : (
            <Plot
              label="Tokens by day"
              height={160}
              format={compact}
              series={{
                parts: ['Tokens'],
                points: rows.map((row) => ({ day: row.day, values: { Tokens: row.tokens } })),
              }}
            />
          )
        }
      </Loaded>
    </Card>
  )
}

/** What the user has besides the tier: an override and subscriptions. */
function Grants({ userId }: { userId: string }): JSX.Element | null {
  const { client } = usePage()
  const overrides = useQuery({
    queryKey: ['ai_quota_overrides', userId],
    queryFn: ({ signal }) => readTable<Override>(client, 'ai_quota_overrides', userId, signal),
  })
  const subscriptions = useQuery({
    queryKey: ['ai_quota_subscriptions', userId],
    queryFn: ({ signal }) =>
      readTable<Subscription>(client, 'ai_quota_subscriptions', userId, signal),
  })
  const override = overrides.data?.[0]
  const plans = subscriptions.data ?? []
  return (
    <>
      {override && (
        <p className="aqa-forecast">
          <strong>Override:</strong> {inWords(override)}
          {override.expires_at ? ` through ${longDay(lastOf(override.expires_at))}` : ''}.{' '}
          {override.reason && <span>“{override.reason}”</span>}
        </p>
      )}
      {plans.length > 0 && (
        <Card title="Subscriptions">
          <Table
            label="Subscriptions"
            rows={plans}
            keyOf={(row) => row.subscription_id}
            columns={[
              { title: 'Subscription', cell: (row) => <code>{row.subscription_id}</code> },
              { title: 'Tier', cell: (row) => row.tier },
              { title: 'Status', cell: (row) => words(row.status) },
              { title: 'Paid until', cell: (row) => longDay(row.current_period_end), isNumber: true },
            ]}
          />
        </Card>
      )}
    </>
  )
}

function inWords(override: Override): string {
  if (override.is_unlimited) return 'unlimited'
  const parts = [
    override.monthly_token_quota && `${count(override.monthly_token_quota)} tokens a month`,
    override.monthly_request_quota && `${count(override.monthly_request_quota)} requests a month`,
    override.extra_tokens && `${count(override.extra_tokens)} extra tokens`,
    override.extra_requests && `${count(override.extra_requests)} extra requests`,
  ].filter(Boolean)
  return parts.join(', ') || NONE
}
