'use client'
import { useEffect, useId, useMemo, useRef, useState, type JSX, type ReactNode } from 'react'
import { report, type OnError } from './ErrorBoundary.tsx'
import { fill, levelOf } from './format.ts'
import { loadHistory, type Dimension, type Sum, type UsageHistory } from './history.ts'
import { enPanel } from './labels/en-panel.ts'
import type { Labels } from './labels/en.ts'
import { pace } from './pace.ts'
import { panelFormats, type PanelFormats } from './panel-format.ts'
import { PeriodChart } from './PeriodChart.tsx'
import { useTokens } from './usePortalCredits.tsx'
import type { Words as CardWords } from './words.ts'

type Words = CardWords & { labels: Labels; format: PanelFormats }

export interface UsagePanelProps {
  words: CardWords
  theme?: 'light' | 'dark' | undefined
  showCost?: boolean | undefined
  onError?: OnError
  onClose: () => void
}

type Loaded = { history: UsageHistory } | 'failed' | null

/** This period against its limit, the months before, and what the tokens were used for. */
export default function UsagePanel(props: UsagePanelProps): JSX.Element {
  const { theme, showCost, onClose, onError } = props
  const { language } = props.words
  const format = useMemo(() => panelFormats(language), [language])
  const words: Words = { ...props.words, labels: { ...enPanel, ...props.words.labels }, format }
  const { service, store } = useTokens()
  const { labels } = words
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  const [loaded, setLoaded] = useState<Loaded>(null)
  const [attempt, setAttempt] = useState(0)
  const [isMirrored, setMirrored] = useState(false)
  // Another function is no reason to load again.
  const onErrorNow = useRef(onError)
  useEffect(() => void (onErrorNow.current = onError))

  useEffect(() => {
    if (!dialog.current) return
    if (!dialog.current.open) dialog.current.showModal()
    setMirrored(getComputedStyle(dialog.current).direction === 'rtl')
  }, [])

  useEffect(() => {
    const work = new AbortController()
    const { userId, quotaStatus } = store.getSnapshot()
    if (!userId || !quotaStatus) return
    const loading =
      quotaStatus.source === 'mock'
        ? import('./mock.ts').then(({ history }) => history)
        : loadHistory(service, userId, quotaStatus, work.signal)
    loading.then(
      (history) => work.signal.aborted || setLoaded({ history }),
      (error: unknown) => {
        if (work.signal.aborted) return
        setLoaded('failed')
        report(onErrorNow.current, error)
      },
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
      lang={words.language}
      dir={words.direction}
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
          <button
            type="button"
            className="ai-tokens-close"
            aria-label={labels.close}
            onClick={() => dialog.current?.close()}
          >
            <svg className="ai-tokens-icon" viewBox="0 0 16 16" aria-hidden="true">
              <path d="M3.5 3.5l9 9m0-9l-9 9" />
            </svg>
          </button>
        </header>
        {loaded === 'failed' ? (
          <div role="alert">
            <p className="ai-tokens-text">{labels.failedUsage}</p>
            <button type="button" className="ai-tokens-link" onClick={retry}>
              {labels.retry}
            </button>
          </div>
        ) : loaded ? (
          <History {...{ ...loaded, words, isMirrored, showCost: showCost === true }} />
        ) : (
          <div className="ai-tokens-waiting">
            <span className="ai-tokens-hidden" role="status">
              {labels.loading}
            </span>
            <span className="ai-tokens-blank ai-tokens-blank-big" />
            <span className="ai-tokens-blank ai-tokens-blank-plot" />
            <span className="ai-tokens-blank ai-tokens-blank-plot" />
          </div>
        )}
      </div>
    </dialog>
  )
}

interface HistoryProps {
  history: UsageHistory
  words: Words
  showCost: boolean
  isMirrored: boolean
}

function History(props: HistoryProps): JSX.Element {
  const { history, words, isMirrored } = props
  const { labels, format } = words
  const { period } = history
  const percent = period.limit === null ? null : (period.used / period.limit) * 100
  const summary =
    period.limit === null
      ? format.count(labels.tokensUsed, period.used)
      : fill(labels.tokensUsedOf, {
          used: format.compact(period.used),
          limit: format.compact(period.limit),
          percent: format.percent(percent ?? 0),
        })
  if (period.used === 0 && history.months.length === 1 && history.calls === 0) {
    return (
      <div className="ai-tokens-empty">
        <p className="ai-tokens-text">{labels.empty}</p>
        <p className="ai-tokens-text ai-tokens-note">{labels.emptyHint}</p>
      </div>
    )
  }
  return (
    <>
      <section className="ai-tokens-part" data-level={levelOf(percent)}>
        <h3 className="ai-tokens-label">{labels.thisPeriod}</h3>
        <p className="ai-tokens-text">
          {summary}
          <Cost {...props} />
        </p>
        <PeriodChart {...{ period, labels, format, summary, isMirrored }} />
        <p className="ai-tokens-text ai-tokens-note">{pace(period, words, props.showCost)}</p>
      </section>
      {history.months.length > 1 && <Months {...props} />}
      {history.calls > 0 && <Breakdown {...props} />}
    </>
  )
}

/** What calls cost the host is not for everybody's eyes. */
function Cost({ history, words, showCost }: HistoryProps): ReactNode {
  const { labels, format } = words
  if (!showCost || !history.cost) return null
  const { total, unpriced } = history.cost
  return (
    <span className="ai-tokens-cost">
      {' · '}
      {format.money(total)}
      {unpriced > 0 && ` + ${format.count(labels.unpriced, unpriced)}`}
    </span>
  )
}

function Months({ history, words }: HistoryProps): JSX.Element {
  const { labels, format } = words
  const highest = Math.max(...history.months.map(({ tokens }) => tokens), 1)
  const name = (start: string, end: string): string => {
    const first = new Date(Date.parse(start.slice(0, 10)))
    // A calendar month has a name; other periods have their days.
    if (first.getUTCDate() === 1) return format.utcMonth(first)
    return `${format.utcDay(first)} – ${format.utcDay(new Date(Date.parse(end.slice(0, 10))))}`
  }
  return (
    <section className="ai-tokens-part">
      <h3 className="ai-tokens-label">{labels.history}</h3>
      <ul className="ai-tokens-months">
        {history.months.map(({ start, end, tokens, limit }) => (
          <li key={start} className="ai-tokens-month">
            <span>{name(start, end)}</span>
            <Share part={tokens / highest} />
            <span
              className="ai-tokens-number"
              title={limit === null ? labels.unlimited : fill(labels.limit, { n: format.number(limit) })}
            >
              {format.compact(tokens)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Breakdown({ history, words, showCost }: HistoryProps): JSX.Element {
  const { labels, format } = words
  const [dimension, setDimension] = useState<Dimension>('feature')
  const names = { feature: labels.byFeature, workflow: labels.byWorkflow, model: labels.byModel }
  const sums = history.by[dimension]
  const total = Math.max(sums.reduce((all, sum) => all + sum.tokens, 0), 1)
  const name = (sum: Sum): string => sum.name ?? labels.none
  return (
    <section className="ai-tokens-part">
      <div className="ai-tokens-tabs" role="group" aria-label={labels.panelTitle}>
        {(Object.keys(names) as Dimension[]).map((one) => (
          <button
            key={one}
            type="button"
            className="ai-tokens-tab"
            aria-pressed={one === dimension}
            onClick={() => setDimension(one)}
          >
            {names[one]}
          </button>
        ))}
      </div>
      <table className="ai-tokens-table">
        <thead>
          <tr>
            <th className="ai-tokens-th" scope="col">
              {names[dimension]}
            </th>
            <th className="ai-tokens-th" scope="col">
              {labels.tokens}
            </th>
            <th className="ai-tokens-th" scope="col">
              {labels.calls}
            </th>
            {showCost && (
              <th className="ai-tokens-th" scope="col">
                {labels.cost}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {sums.map((sum) => (
            <tr key={`${sum.name}`}>
              <th className="ai-tokens-td" scope="row">
                <span className="ai-tokens-name">{sum.name === '' ? labels.others : name(sum)}</span>
                <Share part={sum.tokens / total} />
              </th>
              <td className="ai-tokens-td" title={format.number(sum.tokens)}>
                {format.compact(sum.tokens)}
              </td>
              <td className="ai-tokens-td">{format.number(sum.calls)}</td>
              {showCost && (
                <td className="ai-tokens-td">{sum.cost === null ? '–' : format.money(sum.cost)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {history.isCapped && (
        <p className="ai-tokens-text ai-tokens-note">{format.count(labels.capped, history.calls)}</p>
      )}
    </section>
  )
}

function Share({ part }: { part: number }): JSX.Element {
  return (
    <span className="ai-tokens-share" aria-hidden="true">
      <span className="ai-tokens-fill" style={{ inlineSize: `${Math.min(part * 100, 100)}%` }} />
    </span>
  )
}
