import { useEffect, useId, useRef, useState, type JSX } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formats, type Formats } from './format.ts'
import type { Labels } from './labels.ts'
import { loadHistory, type Dimension, type UsageHistory } from './usage.ts'
import { useTokens } from './usePortalCredits.tsx'

export interface UsagePanelProps {
  labels: Labels
  locale: string | undefined
  theme: 'light' | 'dark' | undefined
  onClose: () => void
}

type Loaded = { history: UsageHistory } | 'failed' | null

/** The last 30 days: by day as a chart, by what they were used for as a table, and the alerts. */
export default function UsagePanel({ labels, locale, theme, onClose }: UsagePanelProps): JSX.Element {
  const { service, store } = useTokens()
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  const [loaded, setLoaded] = useState<Loaded>(null)
  const [attempt, setAttempt] = useState(0)
  const format = formats(locale)

  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal()
  }, [])

  useEffect(() => {
    const work = new AbortController()
    const { userId } = store.getSnapshot()
    loadHistory(service.client, userId ?? '', work.signal).then(
      (history) => work.signal.aborted || setLoaded({ history }),
      () => work.signal.aborted || setLoaded('failed'),
    )
    return () => work.abort()
  }, [service, store, attempt])

  const retry = (): void => {
    setLoaded(null)
    setAttempt((count) => count + 1)
  }
  return (
    <dialog
      ref={dialog}
      className="ai-tokens ai-tokens-panel"
      aria-labelledby={title}
      data-theme={theme}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div className="ai-tokens-panel-in">
        <header className="ai-tokens-head">
          <h2 id={title} className="ai-tokens-title">
            {labels.panelTitle}
          </h2>
          <button type="button" className="ai-tokens-link" onClick={() => dialog.current?.close()}>
            {labels.close}
          </button>
        </header>
        {loaded === 'failed' ? (
          <div role="alert">
            <p>{labels.failedUsage}</p>
            <button type="button" className="ai-tokens-link" onClick={retry}>
              {labels.retry}
            </button>
          </div>
        ) : loaded ? (
          <History history={loaded.history} labels={labels} format={format} />
        ) : (
          <p role="status" className="ai-tokens-waiting">
            {labels.loading}
          </p>
        )}
      </div>
    </dialog>
  )
}

interface HistoryProps {
  history: UsageHistory
  labels: Labels
  format: Formats
}

function History({ history, labels, format }: HistoryProps): JSX.Element {
  const [dimension, setDimension] = useState<Dimension>('discipline')
  const { total, alerts } = history
  const summary = labels.total(format.number(total.tokens), format.number(total.calls))
  const dimensions: Dimension[] = ['discipline', 'workflow', 'model']
  return (
    <>
      <p>
        {total.calls === 0 ? labels.nothing : summary}
        {total.cost !== null && <> · {format.money(total.cost)}</>}
      </p>
      {history.isCapped && <p className="ai-tokens-note">{labels.capped}</p>}
      <figure className="ai-tokens-chart">
        <figcaption>{labels.perDay}</figcaption>
        <Chart history={history} labels={labels} format={format} summary={summary} />
      </figure>
      <div className="ai-tokens-tabs" role="group" aria-label={labels.panelTitle}>
        {dimensions.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === dimension}
            onClick={() => setDimension(one)}
          >
            {labels.by[one]}
          </button>
        ))}
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">{labels.by[dimension]}</th>
            <th scope="col">{labels.tokens}</th>
            <th scope="col">{labels.calls}</th>
            <th scope="col">{labels.cost}</th>
          </tr>
        </thead>
        <tbody>
          {history.by[dimension].map((sum) => (
            <tr key={sum.name ?? ''}>
              <th scope="row">{sum.name ?? labels.none}</th>
              <td>{format.number(sum.tokens)}</td>
              <td>{format.number(sum.calls)}</td>
              <td>{sum.cost === null ? '–' : format.money(sum.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{labels.alerts}</h3>
      {alerts.length === 0 ? (
        <p>{labels.noAlerts}</p>
      ) : (
        <ul>
          {alerts.map(({ id, metric, threshold, created_at }) => (
            <li key={id}>
              {labels.alert(
                format.percent(threshold),
                metric === 'requests' ? labels.requests : labels.tokens,
              )}
              {' · '}
              <time dateTime={created_at}>{format.moment(new Date(created_at))}</time>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const TICK = { fill: 'var(--ai-tokens-muted)', fontSize: 11 }
const HEIGHT = 180

function Chart({ history, labels, format, summary }: HistoryProps & { summary: string }): JSX.Element {
  const day = (value: unknown): string => format.utcDay(new Date(`${String(value)}T00:00:00Z`))
  const isStill =
    typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      <BarChart data={history.days} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} title={summary}>
        <CartesianGrid vertical={false} stroke="var(--ai-tokens-line)" />
        <XAxis dataKey="day" tickFormatter={day} tick={TICK} tickLine={false} minTickGap={24} />
        <YAxis tickFormatter={format.number} tick={TICK} tickLine={false} axisLine={false} width="auto" />
        <Tooltip
          cursor={{ fill: 'var(--ai-tokens-track)' }}
          contentStyle={{ background: 'var(--ai-tokens-bg)', borderColor: 'var(--ai-tokens-line)' }}
          labelFormatter={day}
          formatter={(value) => [format.number(Number(value)), labels.tokens]}
        />
        <Bar dataKey="tokens" fill="var(--ai-tokens-accent)" radius={2} isAnimationActive={!isStill} />
      </BarChart>
    </ResponsiveContainer>
  )
}
