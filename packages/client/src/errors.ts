import type { Denial } from './types.ts'

/** What went wrong, by what the caller can do about it. */
export type TokenErrorKind =
  | 'network' // no answer: try again
  | 'timeout' // no answer in time: try again
  | 'portal' // something else than the API answered, such as a captive portal: try again
  | 'server' // 5xx: try again later
  | 'limited' // 429: try again after `retryAfter` seconds
  | 'auth' // 401: sign in again, or check the key
  | 'denied' // 403: not allowed to this caller
  | 'conflict' // 409: the request_id belongs to another call
  | 'missing' // 404: this database has no such function, or not with these arguments
  | 'invalid' // another 4xx, or an argument that was refused before it was sent
  | 'aborted' // the caller's signal

const TEMPORARY = new Set<TokenErrorKind>(['network', 'timeout', 'portal', 'server', 'limited'])

export interface ErrorDetails {
  /** The HTTP status, 0 without an answer. */
  status?: number
  /** The SQLSTATE, or PostgREST's code. */
  code?: string
  hint?: string
  /** Seconds to wait, where the answer said so. */
  retryAfter?: number | null
  cause?: unknown
}

/** A failed call to the quotas. A denial is no failure: see `QuotaDeniedError`. */
export class TokenServiceError extends Error {
  override readonly name = 'TokenServiceError'
  readonly kind: TokenErrorKind
  readonly status: number
  readonly code: string
  readonly hint: string
  readonly retryAfter: number | null

  constructor(kind: TokenErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.status = details.status ?? 0
    this.code = details.code ?? ''
    this.hint = details.hint ?? ''
    this.retryAfter = details.retryAfter ?? null
  }

  /** Whether the same call may succeed later. */
  get isTemporary(): boolean {
    return TEMPORARY.has(this.kind)
  }
}

/** The user's quota does not admit the call. Nothing was spent. */
export class QuotaDeniedError extends Error {
  override readonly name = 'QuotaDeniedError'
  /** For retry helpers that look for it: the same call is denied again. */
  readonly isRetryable = false
  readonly reason: Denial
  readonly remainingTokens: number | null
  readonly remainingRequests: number | null
  /** The UTC day on which the next period starts, such as 2026-12-01. */
  readonly resetDate: string
  /** The tier that would admit the call. */
  readonly upgradeTier: string | null

  constructor(row: {
    reason: Denial | null
    remaining_tokens: number | null
    remaining_requests: number | null
    reset_date: string
    upgrade_tier: string | null
  }) {
    super(MESSAGES[row.reason ?? 'tokens'](row.reset_date))
    this.reason = row.reason ?? 'tokens'
    this.remainingTokens = row.remaining_tokens
    this.remainingRequests = row.remaining_requests
    this.resetDate = row.reset_date
    this.upgradeTier = row.upgrade_tier
  }

  /** The HTTP status to answer with: 429 for a quota, 403 for a user who gets none. */
  get status(): 429 | 403 {
    return this.retryAfter === null ? 403 : 429
  }

  /** Seconds until the next period; null where waiting does not help. */
  get retryAfter(): number | null {
    if (this.reason === 'blocked' || this.reason === 'anonymous') return null
    return Math.max(1, Math.ceil((Date.parse(`${this.resetDate}T00:00:00Z`) - Date.now()) / 1000))
  }
}

const MESSAGES: Record<Denial, (reset: string) => string> = {
  tokens: (reset) => `The token quota does not admit this call. It starts anew on ${reset}.`,
  requests: (reset) => `The request quota does not admit this call. It starts anew on ${reset}.`,
  blocked: () => 'This user is blocked.',
  anonymous: () => 'Sign in to use this feature.',
}
