import { useId, useRef, useState, type ComponentType, type CSSProperties, type JSX } from 'react'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { formats, levelOf, type Formats } from './format.ts'
import { defaultLabels, type Labels } from './labels.ts'
import type { UsagePanelProps } from './UsagePanel.tsx'
import { usePortalCredits, type PortalCredits } from './usePortalCredits.tsx'

export interface AITokensWidgetProps {
  /** Where the upgrade prompt leads. */
  upgradeHref?: string | ((tier: string) => string)
  /** Called when the upgrade prompt is chosen. */
  onUpgrade?: (tier: string) => void
  /** Without it the card follows the `color-scheme` of the page. */
  theme?: 'light' | 'dark'
  /** Without it, the viewer's own. */
  locale?: string
  labels?: Partial<Labels>
  /** Offer the usage panel; true by default. */
  details?: boolean
  className?: string
  style?: CSSProperties
}

/** The card "AI Tokens": what was used, of how much, and until when. Nothing where nobody is signed in. */
export function AITokensWidget(props: AITokensWidgetProps): JSX.Element {
  return (
    <ErrorBoundary fallback={<Failed {...props} />}>
      <Card {...props} />
    </ErrorBoundary>
  )
}

/** In place of a card that failed: an error of ours must not take down the page around it. */
function Failed(props: AITokensWidgetProps): JSX.Element {
  const labels = { ...defaultLabels, ...props.labels }
  return (
    <section
      className={`ai-tokens ${props.className ?? ''}`}
      style={props.style}
      data-theme={props.theme}
      role="alert"
    >
      <p>{labels.failed}</p>
    </section>
  )
}

function Card(props: AITokensWidgetProps): JSX.Element | null {
  const credits = usePortalCredits()
  const labels = { ...defaultLabels, ...props.labels }
  const title = useId()
  const format = formats(props.locale)
  const { isSignedIn, status, error } = credits
  if (isSignedIn === false) return null

  const level = credits.isBlocked
    ? 'critical'
    : levelOf(Math.max(credits.usagePercentage ?? 0, credits.requestsPercentage ?? 0))
  return (
    <section
      className={`ai-tokens ${props.className ?? ''}`}
      style={props.style}
      aria-labelledby={title}
      aria-busy={status === null && credits.isLoading}
      data-level={level}
      data-theme={props.theme}
      data-unknown={isSignedIn === undefined && !error ? '' : undefined}
    >
      <header className="ai-tokens-head">
        <span id={title} className="ai-tokens-title">
          {labels.title}
        </span>
        {credits.tier && <span className="ai-tokens-tier">{credits.tier}</span>}
      </header>
      {status !== null ? (
        <Quota {...{ credits, labels, format, title, props }} />
      ) : error && !credits.isLoading ? (
        <div className="ai-tokens-body" role="alert">
          <p>{labels.failed}</p>
          <Retry {...{ credits, labels }} />
        </div>
      ) : (
        <Skeleton label={labels.loading} />
      )}
    </section>
  )
}

interface Parts {
  credits: PortalCredits
  labels: Labels
  format: Formats
}

function Quota(parts: Parts & { title: string; props: AITokensWidgetProps }): JSX.Element {
  const { credits, labels, format, props } = parts
  const { usagePercentage: percentage, status, resetDate, updatedAt } = credits
  const isLow =
    credits.isBlocked || Math.max(percentage ?? 0, credits.requestsPercentage ?? 0) >= 75
  const word = credits.isBlocked ? labels.blocked : status ? labels[status] : ''
  return (
    <div className="ai-tokens-body">
      <p className="ai-tokens-numbers">
        <span>
          <strong>{format.number(credits.tokensUsed)}</strong>{' '}
          {credits.tokensLimit === null
            ? labels.tokens
            : `/ ${format.number(credits.tokensLimit)}`}
        </span>
        <span className="ai-tokens-percent">
          {percentage === null ? labels.unlimited : format.percent(percentage)}
        </span>
      </p>
      <Bar
        {...{ labels, format, percentage, title: `${labels.title}: ${labels.tokens}` }}
        used={credits.tokensUsed}
        limit={credits.tokensLimit}
        what={labels.tokens}
        held={credits.tokensReserved}
      />
      <p className="ai-tokens-row">
        <span>
          {format.number(credits.requestsUsed)}
          {credits.requestsLimit !== null && ` / ${format.number(credits.requestsLimit)}`}{' '}
          {labels.requests}
        </span>
        {resetDate && (
          <span>
            {labels.resets}{' '}
            <time dateTime={resetDate.toISOString()} title={format.moment(resetDate)}>
              {format.day(resetDate)}
            </time>
          </span>
        )}
      </p>
      <Bar
        {...{ labels, format, title: `${labels.title}: ${labels.requests}` }}
        percentage={credits.requestsPercentage}
        used={credits.requestsUsed}
        limit={credits.requestsLimit}
        what={labels.requests}
        isThin
      />
      <p className="ai-tokens-row">
        <span className="ai-tokens-status" role="status">
          <span className="ai-tokens-mark" aria-hidden="true" />
          {word}
        </span>
        {props.details !== false && <Details {...{ labels, props }} />}
      </p>
      {isLow && credits.nextTier && !credits.isBlocked && (
        <Upgrade {...{ credits, labels, format, props }} />
      )}
      {credits.isStale && updatedAt && (
        <div className="ai-tokens-row ai-tokens-note" role="status">
          <span>{labels.stale(format.time(updatedAt))}</span>
          <Retry {...{ credits, labels }} />
        </div>
      )}
    </div>
  )
}

interface BarProps {
  title: string
  percentage: number | null
  used: number
  limit: number | null
  what: string
  labels: Labels
  format: Formats
  held?: number
  isThin?: boolean
}

function Bar(props: BarProps): JSX.Element {
  const { title, percentage, used, limit, what, labels, format, held = 0 } = props
  const className = props.isThin ? 'ai-tokens-bar ai-tokens-bar-thin' : 'ai-tokens-bar'
  // Without a limit nothing progresses; the place stays, so that the card keeps its height.
  if (percentage === null || limit === null) return <div className={className} data-level="none" />
  const shown = Math.min(percentage, 100)
  const words = labels.used(
    format.number(used),
    format.number(limit),
    what,
    format.percent(percentage),
  )
  const heldWords = held > 0 ? labels.reserved(format.number(held)) : undefined
  return (
    <div
      className={className}
      role="progressbar"
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={shown}
      aria-valuetext={heldWords ? `${words}; ${heldWords}` : words}
      title={heldWords}
      data-level={levelOf(percentage)}
    >
      <div className="ai-tokens-fill" style={{ inlineSize: `${shown}%` }} />
      {heldWords && (
        <div
          className="ai-tokens-fill ai-tokens-held"
          style={{ inlineSize: `${Math.min((held / limit) * 100, 100 - shown)}%` }}
        />
      )}
    </div>
  )
}

function Upgrade(parts: Parts & { props: AITokensWidgetProps }): JSX.Element | null {
  const { credits, labels, format, props } = parts
  const { upgradeHref, onUpgrade } = props
  const tier = credits.nextTier
  if (!tier) return null
  const choose = (): void => onUpgrade?.(tier.tier)
  const gain =
    tier.monthly_token_quota === null
      ? labels.unlimited
      : labels.upgradeGain(format.number(tier.monthly_token_quota))
  const text = (
    <>
      <strong>{labels.upgrade(tier.tier)}</strong> <span>{gain}</span>
    </>
  )
  if (upgradeHref) {
    const href = typeof upgradeHref === 'string' ? upgradeHref : upgradeHref(tier.tier)
    return (
      <a className="ai-tokens-upgrade" href={href} onClick={choose}>
        {text}
      </a>
    )
  }
  if (!onUpgrade) return <p className="ai-tokens-upgrade">{text}</p>
  return (
    <button type="button" className="ai-tokens-upgrade" onClick={choose}>
      {text}
    </button>
  )
}

type Panel = ComponentType<UsagePanelProps>

function Details({ labels, props }: { labels: Labels; props: AITokensWidgetProps }): JSX.Element {
  const [Panel, setPanel] = useState<Panel | null>(null)
  const [state, setState] = useState<'closed' | 'loading' | 'open' | 'failed'>('closed')
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setState('closed')
    button.current?.focus()
  }
  // With its charts, the panel is fetched when somebody opens it; after a redeploy it may be gone.
  const open = async (): Promise<void> => {
    setState('loading')
    try {
      const loaded = await import('./UsagePanel.tsx')
      setPanel(() => loaded.default)
      setState('open')
    } catch {
      setState('failed')
    }
  }
  const failed = <span role="alert">{labels.failedUsage}</span>
  return (
    <>
      {state === 'failed' && failed}
      <button
        ref={button}
        type="button"
        className="ai-tokens-link"
        aria-haspopup="dialog"
        aria-busy={state === 'loading'}
        onClick={() => void open()}
      >
        {labels.details}
      </button>
      {state === 'open' && Panel && (
        <ErrorBoundary fallback={failed}>
          <Panel labels={labels} locale={props.locale} theme={props.theme} onClose={close} />
        </ErrorBoundary>
      )}
    </>
  )
}

function Retry({ credits, labels }: Pick<Parts, 'credits' | 'labels'>): JSX.Element {
  return (
    <button type="button" className="ai-tokens-link" onClick={() => void credits.refresh()}>
      {labels.retry}
    </button>
  )
}

/** As high as what it stands for, so that nothing jumps when that comes. */
function Skeleton({ label }: { label: string }): JSX.Element {
  return (
    <div className="ai-tokens-body">
      <span className="ai-tokens-hidden" role="status">
        {label}
      </span>
      <p className="ai-tokens-numbers ai-tokens-blank" aria-hidden="true">
        <span>
          <strong>0</strong>
        </span>
      </p>
      <div className="ai-tokens-bar" />
      <p className="ai-tokens-row ai-tokens-blank" aria-hidden="true">
        0
      </p>
      <div className="ai-tokens-bar ai-tokens-bar-thin" />
      <p className="ai-tokens-row ai-tokens-blank" aria-hidden="true">
        <span className="ai-tokens-link">0</span>
      </p>
    </div>
  )
}
