'use client'
import type { TokenErrorKind } from 'ai-token-quotas'
import { useId, type CSSProperties, type JSX, type ReactNode } from 'react'
import { Bar } from './Bar.tsx'
import { Details } from './Details.tsx'
import { ErrorBoundary, type OnError } from './ErrorBoundary.tsx'
import { fill, levelOf } from './format.ts'
import { en, type CardLabels, type Labels } from './labels/en.ts'
import { bindsByRequests, tierName, usePortalCredits, type PortalCredits } from './usePortalCredits.tsx'
import { useWords, type Words } from './words.ts'

export interface AITokensWidgetProps {
  /** Where the upgrade prompt leads. Without it and `onUpgrade` there is no prompt. */
  upgradeHref?: string | ((tier: string) => string) | undefined
  /** Called when the upgrade prompt is chosen. */
  onUpgrade?: ((tier: string) => void) | undefined
  /** Without it the card follows the `color-scheme` of the page. */
  theme?: 'light' | 'dark' | undefined
  /** Such as `de` or `pt-BR`. Without it, that of `<html lang>`, else the viewer's. */
  locale?: string | undefined
  /** Words of your own in place of the card's, by name. */
  labels?: Partial<Labels> | undefined
  /** Offer the usage panel; true by default. */
  details?: boolean | undefined
  /** Show what the calls cost you, in the usage panel. */
  showCost?: boolean | undefined
  /** Called when the card or its panel fails. For your error reporting. */
  onError?: OnError
  /** Added to the classes of the card's outermost element. */
  className?: string | undefined
  /** Styles of the card's outermost element. */
  style?: CSSProperties | undefined
}

/** The card "AI Tokens": how much is left, and until when. Nothing where nobody is signed in. */
export function AITokensWidget(props: AITokensWidgetProps): JSX.Element {
  return (
    <ErrorBoundary fallback={<Failed {...props} />} onError={props.onError}>
      <Card {...props} />
    </ErrorBoundary>
  )
}

/** What the host says of the card's place. */
const frame = ({ className = '', style, theme }: AITokensWidgetProps) => ({
  className: `ai-tokens ${className}`,
  style,
  'data-theme': theme,
})

/** In place of a card that failed: an error of ours must not take down the page around it. */
function Failed(props: AITokensWidgetProps): JSX.Element {
  return (
    <section {...frame(props)} role="alert">
      <p className="ai-tokens-text">{props.labels?.failed ?? en.failed}</p>
    </section>
  )
}

function Card(props: AITokensWidgetProps): JSX.Element | null {
  const credits = usePortalCredits()
  const words = useWords(props.locale, props.labels)
  const title = useId()
  const { isSignedIn, status, error } = credits
  if (isSignedIn === false) return null

  const failed = !status && error && !credits.isLoading
  const quota = words && toQuota(credits)
  return (
    <section
      {...frame(props)}
      lang={words?.language}
      dir={words?.direction}
      aria-labelledby={title}
      aria-busy={!status && !failed}
      data-level={status && quota ? quota.level : undefined}
      data-unknown={isSignedIn === undefined && !error ? '' : undefined}
    >
      <header className="ai-tokens-head">
        <span id={title} className="ai-tokens-title">
          {words?.labels.title ?? ' '}
        </span>
        {words && credits.tierName && <span className="ai-tokens-tier">{credits.tierName}</span>}
      </header>
      {!words || (!status && !failed) ? (
        <Skeleton label={words?.labels.loading} />
      ) : quota && status ? (
        <Quota {...{ credits, words, quota, title, props }} />
      ) : (
        <div className="ai-tokens-body" role="alert">
          <p className="ai-tokens-text">{words.labels.failed}</p>
          <p className="ai-tokens-row">
            <span>{cause(words.labels, error?.kind)}</span>
            <Retry {...{ credits, words }} />
          </p>
        </div>
      )}
    </section>
  )
}

/** What the card says: of tokens, or of requests where these bind. */
interface Quota {
  what: 'tokens' | 'requests'
  used: number
  limit: number | null
  remaining: number
  percentage: number | null
  held: number
  level: 'ok' | 'warning' | 'critical' | 'exceeded' | 'blocked'
}

function toQuota(credits: PortalCredits): Quota {
  const isByRequests = bindsByRequests(credits.requestsPercentage, credits.usagePercentage)
  const percentage = isByRequests ? credits.requestsPercentage : credits.usagePercentage
  const remaining = isByRequests ? credits.requestsRemaining : credits.tokensRemaining
  return {
    what: isByRequests ? 'requests' : 'tokens',
    used: isByRequests ? credits.requestsUsed : credits.tokensUsed,
    limit: isByRequests ? credits.requestsLimit : credits.tokensLimit,
    remaining: remaining ?? 0,
    percentage,
    held: isByRequests ? 0 : credits.tokensReserved,
    level: credits.isBlocked ? 'blocked' : levelOf(percentage),
  }
}

interface Parts {
  credits: PortalCredits
  words: Words
  quota: Quota
  props: AITokensWidgetProps
}

function Quota(parts: Parts & { title: string }): JSX.Element {
  const { credits, words, quota, props } = parts
  const { labels, format } = words
  const { isStale, updatedAt, error } = credits
  const isLow = quota.level !== 'ok' && quota.level !== 'blocked'
  return (
    <div className="ai-tokens-body">
      <p className="ai-tokens-main">
        <Headline {...parts} />
        <Side {...parts} />
      </p>
      {quota.limit !== null && <Bar {...{ ...quota, words, title: parts.title }} />}
      <div className="ai-tokens-row">
        <span>
          <Until {...parts} />
        </span>
        {props.details !== false && <Details {...{ words, props }} />}
      </div>
      <span className="ai-tokens-hidden" role="status">
        {isLow && labels[quota.level as 'warning' | 'critical' | 'exceeded']}
      </span>
      {isLow && credits.nextTier && <Upgrade {...parts} />}
      {isStale && updatedAt && (
        <div className="ai-tokens-row ai-tokens-note" role="status">
          <span>
            {cause(labels, error?.kind)} {fill(labels.asOf, { time: format.time(updatedAt) })}
          </span>
          <Retry {...{ credits, words }} />
        </div>
      )}
    </div>
  )
}

/** What is left comes first, and largest. */
function Headline({ words, quota }: Parts): JSX.Element {
  const { labels, format } = words
  const { level, limit, remaining } = quota
  const forms = quota.what === 'tokens' ? labels.tokensLeft : labels.requestsLeft
  const text =
    level === 'blocked' || level === 'exceeded'
      ? labels[level]
      : limit === null
        ? labels.unlimited
        : format.count(forms, remaining, '\n')
  const [before, after] = text.split('\n')
  const big = (part: string | undefined): JSX.Element => <strong className="ai-tokens-big">{part}</strong>
  if (after === undefined) return big(before)
  return (
    <span title={format.number(remaining)}>
      {before}
      {big(format.compact(remaining))}
      {after}
    </span>
  )
}

/** Beside it: the share, or what running calls hold. */
function Side({ words, quota }: Parts): ReactNode {
  const { labels, format } = words
  if (quota.level === 'blocked') return null
  if (quota.limit === null) {
    return <span className="ai-tokens-side">{format.count(labels.tokensUsed, quota.used)}</span>
  }
  return (
    <span className="ai-tokens-side">
      {quota.level !== 'ok' && <span className="ai-tokens-mark" aria-hidden="true" />}
      {fill(labels.used, { percent: format.percent(quota.percentage ?? 0) })}
    </span>
  )
}

/** What comes next: more tokens, or what to do. */
function Until({ credits, words, quota }: Parts): ReactNode {
  const { labels, format } = words
  const { periodStart, resetDate } = credits
  if (quota.level === 'blocked') return labels.blockedHint
  if (quota.held > 0) return format.count(labels.held, quota.held)
  if (!resetDate) return null
  const now = Date.now()
  // A clock outside the period is wrong.
  const isRight = now < +resetDate && !(periodStart && now < +periodStart)
  const date = format.day(resetDate)
  const text =
    quota.level === 'exceeded'
      ? fill(labels.pausedUntil, { date })
      : fill(labels.resets, { when: isRight ? format.until(resetDate) : date })
  return (
    <time dateTime={resetDate.toISOString()} title={format.moment(resetDate)}>
      {text}
    </time>
  )
}

function Upgrade({ credits, words, quota, props }: Parts): JSX.Element | null {
  const { labels, format } = words
  const { upgradeHref, onUpgrade } = props
  const tier = credits.nextTier
  if (!tier || !(upgradeHref || onUpgrade)) return null
  const isTokens = quota.what === 'tokens'
  const limit = isTokens ? tier.monthly_token_quota : tier.monthly_request_quota
  const forms = isTokens ? labels.upgradeTokens : labels.upgradeRequests
  const Prompt = upgradeHref ? 'a' : 'button'
  const href = typeof upgradeHref === 'function' ? upgradeHref(tier.tier) : upgradeHref
  const kind = upgradeHref ? { href } : { type: 'button' as const }
  return (
    <Prompt className="ai-tokens-upgrade" {...kind} onClick={() => onUpgrade?.(tier.tier)}>
      <strong className="ai-tokens-label">{fill(labels.upgrade, { tier: tierName(tier) })}</strong>{' '}
      <span>{limit === null ? labels.unlimited : format.count(forms, limit)}</span>
    </Prompt>
  )
}

/** Why there is nothing, or nothing new, in words that help. */
function cause(labels: CardLabels, kind: TokenErrorKind | undefined): string {
  if (kind === 'network' || kind === 'timeout' || kind === 'portal') return labels.noConnection
  if (kind === 'limited') return labels.tooManyRequests
  return kind === 'auth' || kind === 'denied' ? labels.signInAgain : labels.serviceProblem
}

function Retry({ credits, words }: Pick<Parts, 'credits' | 'words'>): JSX.Element {
  return (
    <button type="button" className="ai-tokens-link" onClick={() => void credits.refresh()}>
      {words.labels.retry}
    </button>
  )
}

/** As high as what it stands for, so that nothing jumps when that comes. */
function Skeleton({ label }: { label: string | undefined }): JSX.Element {
  return (
    <>
      {label && (
        <span className="ai-tokens-hidden" role="status">
          {label}
        </span>
      )}
      <div className="ai-tokens-body" aria-hidden="true">
        <div className="ai-tokens-main">
          <span className="ai-tokens-blank ai-tokens-blank-big" />
          <span className="ai-tokens-blank" />
        </div>
        <div className="ai-tokens-bar" />
        <div className="ai-tokens-row">
          <span className="ai-tokens-blank" />
        </div>
      </div>
    </>
  )
}
