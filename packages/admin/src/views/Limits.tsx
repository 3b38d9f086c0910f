import { useState, type FormEvent, type JSX } from 'react'
import { useRows } from '../context.tsx'
import { compact, count, day, longDay, NONE, percent, usd, words } from '../format.ts'
import type { Rows } from '../rows.ts'
import { Card, CsvButton, Loaded, Pager, Select, Table, UserLink } from '../ui.tsx'

type Tier = Rows['ai_quota_admin_tiers']
type Trial = Record<string, { monthly_token_quota: number | null; monthly_request_quota: number | null }>

const SIZE = 20
const MONTHS = ['1', '2', '3', '6', '12'].map((number) => [number, number] as const)

/** Other limits tried on the past, and what the past suggests. */
export function Limits(): JSX.Element {
  const [months, setMonths] = useState('3')
  return (
    <>
      <Recommendations months={Number(months)} />
      <Replay months={months} onMonths={setMonths} />
    </>
  )
}

function Recommendations({ months }: { months: number }): JSX.Element {
  const found = useRows('ai_quota_admin_recommendations', { months })
  return (
    <Card
      title="Recommendations"
      note={`From the last ${months === 1 ? 'month' : `${months} months`}.`}
      tools={
        <CsvButton
          name="ai_quota_admin_recommendations"
          args={{ months }}
          file="recommendations"
        />
      }
    >
      <Loaded query={found} empty="Nothing to recommend." lines={3}>
        {(rows) => (
          <Table
            label="Recommendations"
            rows={rows}
            keyOf={(row) => `${row.kind} ${row.subject} ${row.user_id}`}
            columns={[
              { title: 'About', cell: (row) => words(row.kind) },
              {
                title: 'Who or what',
                cell: (row) =>
                  row.user_id ? <UserLink userId={row.user_id} email={row.email} /> : row.subject,
              },
              { title: 'Figure', cell: figure, isNumber: true },
              { title: 'Recommendation', cell: (row) => row.advice },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}

/** What the number of a recommendation counts. */
function figure({ kind, figure: value, subject }: Rows['ai_quota_admin_recommendations']): string {
  switch (kind) {
    case 'always_at_limit':
      return `${count(value)} periods`
    case 'override_ends':
      return day(subject)
    case 'tier_not_filled':
      return percent(value)
    case 'cheaper_model':
      return `${usd(value)} a month`
    default:
      return count(value)
  }
}

interface ReplayProps {
  months: string
  onMonths: (months: string) => void
}

function Replay({ months, onMonths }: ReplayProps): JSX.Element {
  const tiers = useRows('ai_quota_admin_tiers')
  const [trial, setTrial] = useState<Trial | null>(null)
  const args = { tiers: trial, months: Number(months) }
  const replay = useRows('replay_limits', args, { isEnabled: trial !== null })

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTrial(read(new FormData(event.currentTarget), tiers.data ?? []))
  }

  return (
    <Card
      title="Try limits on the past"
      note="What these limits would have denied. An empty field is unlimited. Nothing is changed."
    >
      <Loaded query={tiers} empty="There are no tiers.">
        {(rows) => (
          <form onSubmit={submit}>
            <div className="aqa-grid" role="group" aria-label="Limits to try">
              {rows.map((row) => (
                <fieldset key={row.tier} className="aqa-trial">
                  <legend>{row.display_name ?? row.tier}</legend>
                  <LimitField name={`${row.tier} tokens`} label="Tokens a month" value={row.monthly_token_quota} />
                  <LimitField name={`${row.tier} requests`} label="Requests a month" value={row.monthly_request_quota} />
                </fieldset>
              ))}
            </div>
            <div className="aqa-buttons">
              <Select label="Months" value={months} options={MONTHS} onChange={onMonths} />
              <button className="aqa-button aqa-main" disabled={replay.isFetching}>
                {replay.isFetching ? 'Trying…' : 'Try them'}
              </button>
            </div>
          </form>
        )}
      </Loaded>
      {trial && <Outcome replay={replay} args={args} />}
      {trial && <DeniedPeriods key={JSON.stringify(args)} args={args} />}
    </Card>
  )
}

interface LimitFieldProps {
  name: string
  label: string
  value: number | null
}

function LimitField({ name, label, value }: LimitFieldProps): JSX.Element {
  return (
    <label className="aqa-field">
      <span>{label}</span>
      <input name={name} type="number" min={1} step={1} defaultValue={value ?? ''} />
    </label>
  )
}

interface OutcomeProps {
  replay: ReturnType<typeof useRows<'replay_limits'>>
  args: { tiers: Trial | null; months: number }
}

function Outcome({ replay, args }: OutcomeProps): JSX.Element {
  return (
    <>
      <p className="aqa-tools">
        <CsvButton name="replay_limits" args={args} file="replay" />
      </p>
      <Loaded query={replay} empty="No calls in these months." lines={4}>
        {(rows) => (
          <Table
            label="What these limits would have done"
            rows={rows}
            keyOf={(row) => `${row.tier} ${row.upgrade_tier}`}
            columns={[
              { title: 'Tier', cell: (row) => row.tier },
              { title: 'Would have needed', cell: (row) => row.upgrade_tier ?? NONE },
              { title: 'Users', cell: (row) => count(row.users), isNumber: true, isExtra: true },
              { title: 'Users denied', cell: (row) => count(row.denied_users), isNumber: true },
              {
                title: 'Were denied',
                cell: (row) => count(row.was_denied_users),
                isNumber: true,
              },
              { title: 'Periods denied', cell: (row) => count(row.denied_periods), isNumber: true, isExtra: true },
              { title: 'Calls denied', cell: (row) => count(row.denied_calls), isNumber: true },
              { title: 'Tokens denied', cell: (row) => compact(row.denied_tokens), isNumber: true, isExtra: true },
              { title: 'Saves', cell: (row) => usd(row.saved_usd), isNumber: true },
              { title: 'Adds', cell: (row) => usd(row.added_usd), isNumber: true },
            ]}
          />
        )}
      </Loaded>
    </>
  )
}

function DeniedPeriods({ args }: { args: OutcomeProps['args'] }): JSX.Element {
  const [page, setPage] = useState(1)
  const periods = useRows('ai_quota_admin_replay_periods', { ...args, page, page_size: SIZE })
  const total = periods.data?.[0]?.total_rows ?? 0
  return (
    <>
      <p className="aqa-tools">
        <strong>Who would have been denied, or was</strong>
        <CsvButton
          name="ai_quota_admin_replay_periods"
          args={args}
          total={total}
          file="replayed-periods"
        />
      </p>
      <Loaded query={periods} empty="Nobody." lines={4}>
        {(rows) => (
          <>
            <Table
              label="Who would have been denied, or was"
              rows={rows}
              keyOf={(row) => `${row.user_id} ${row.period_start}`}
              columns={[
                {
                  title: 'User',
                  cell: (row) => <UserLink userId={row.user_id} email={row.email} />,
                },
                { title: 'Period from', cell: (row) => longDay(row.period_start) },
                { title: 'Tier', cell: (row) => row.tier, isExtra: true },
                { title: 'Would have needed', cell: (row) => row.upgrade_tier ?? NONE, isExtra: true },
                { title: 'Denials then', cell: (row) => count(row.was_denied), isNumber: true },
                { title: 'Calls denied', cell: (row) => count(row.denied_calls), isNumber: true },
                {
                  title: 'Tokens denied',
                  cell: (row) => compact(row.denied_tokens),
                  isNumber: true,
                  isExtra: true,
                },
              ]}
            />
            <Pager page={page} size={SIZE} total={total} onPage={setPage} />
          </>
        )}
      </Loaded>
    </>
  )
}

function read(form: FormData, tiers: Tier[]): Trial {
  const number = (name: string): number | null => {
    const text = String(form.get(name) ?? '').trim()
    return text === '' ? null : Number(text)
  }
  return Object.fromEntries(
    tiers.map(({ tier }) => [
      tier,
      {
        monthly_token_quota: number(`${tier} tokens`),
        monthly_request_quota: number(`${tier} requests`),
      },
    ]),
  )
}
