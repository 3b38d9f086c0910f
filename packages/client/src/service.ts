import { TokenServiceError } from './errors.ts'
import {
  isConnection,
  throughClient,
  throughFetch,
  TIMEOUT,
  within,
  type Connection,
  type SupabaseLike,
  type Transport,
} from './transport.ts'
import type {
  BatchAnswer,
  LabelUsage,
  MonthlyUsage,
  QuotaCheck,
  QuotaForecast,
  QuotaStatus,
  Reservation,
  ReserveOptions,
  Usage,
} from './types.ts'

export interface TokenServiceOptions {
  /** Milliseconds until an attempt is given up; 10,000 by default. */
  timeout?: number
  /** Milliseconds before each retry of a call that is safe to repeat; 300 and 1,500 by default. */
  retryDelays?: readonly number[]
}

export interface CallOptions {
  /** Ends the call: it fails with the kind `aborted`. */
  signal?: AbortSignal | undefined
  /** Milliseconds until an attempt is given up. */
  timeout?: number | undefined
}

/** Told after each call that moved the quota; with the new status where the answer was one. */
export type QuotaListener = (status: QuotaStatus | null) => void

export interface TokenService {
  /** What the service was made from. */
  readonly project: SupabaseLike | Connection
  /** The caller's quota now. */
  getQuotaStatus(options?: CallOptions): Promise<QuotaStatus>
  /** A user's quota now; for the server. */
  getQuotaStatusFor(userId: string, options?: CallOptions): Promise<QuotaStatus>
  /** The caller's usage in a calendar month, this month by default. */
  getUserMonthlyUsage(
    month?: { year: number; month: number },
    options?: CallOptions,
  ): Promise<MonthlyUsage>
  /**
   * The caller's usage by model, discipline and workflow. UTC days, both counted; by default the 30
   * that end today. The server must give `user_id`.
   */
  getUserUsageByLabel(
    options?: CallOptions & {
      from_day?: string | undefined
      to_day?: string | undefined
      user_id?: string | undefined
    },
  ): Promise<LabelUsage[]>
  /** What the caller will probably have used at the end of the period. */
  getUserQuotaForecast(options?: CallOptions): Promise<QuotaForecast>
  /** Advice: it holds nothing. */
  checkUserQuota(
    estimatedTokens?: number,
    options?: CallOptions & { user_id?: string | undefined },
  ): Promise<QuotaCheck>
  /** Whether that many tokens would fit. This is advice: it reserves nothing. */
  hasQuotaFor(
    tokens: number,
    options?: CallOptions & { user_id?: string | undefined },
  ): Promise<boolean>
  /** Reserves tokens before a call. A denial is an answer, not an error. */
  reserveTokens(tokens: number, options?: ReserveOptions & CallOptions): Promise<Reservation>
  /** Releases a reservation. To do it twice is harmless. */
  releaseReservation(
    reservationId: string,
    options?: CallOptions & { user_id?: string | undefined },
  ): Promise<QuotaStatus>
  /** Records a call to a model. */
  trackUsage(usage: Usage, options?: CallOptions): Promise<QuotaStatus>
  /** Records 1 to 1,000 calls at once; for the server. */
  trackUsageBatch(calls: readonly Usage[], options?: CallOptions): Promise<BatchAnswer[]>
  /** Calls the listener after each call that changed the quota; returns what ends that. */
  onQuotaChange(listener: QuotaListener): () => void
}

const RETRY_DELAYS = [300, 1500]
/** A longer pause than this is left to the caller. */
const LONGEST_PAUSE = 10_000

const COUNTS = ['tokens_prompt', 'tokens_completion'] as const

// What an older database may lack, and what the usage is worth recording without.
const DETAILS = [
  'tokens_cache_write',
  'tokens_audio_prompt',
  'tokens_audio_completion',
  'usage_source',
] as const

/** The quotas of a project: through its supabase-js client, or through fetch. */
export function createTokenService(
  project: SupabaseLike | Connection,
  options: TokenServiceOptions = {},
): TokenService {
  const transport: Transport = isConnection(project)
    ? throughFetch(project)
    : throughClient(project)
  const delays = options.retryDelays ?? RETRY_DELAYS
  const listeners = new Set<QuotaListener>()

  const announce = (status: QuotaStatus | null): void => {
    for (const listener of listeners) listener(status)
  }

  async function attempt(name: string, args: object, call: CallOptions): Promise<unknown> {
    const known = Object.fromEntries(Object.entries(args).filter(([, value]) => value != null))
    const timeout = call.timeout ?? options.timeout ?? TIMEOUT
    return (await within(call.signal, timeout, (signal) => transport(name, known, signal))).data
  }

  /** For calls that count once however often they are sent. */
  async function repeat(name: string, args: object, call: CallOptions): Promise<unknown> {
    for (const delay of delays) {
      try {
        return await attempt(name, args, call)
      } catch (error) {
        if (!(error instanceof TokenServiceError) || !error.isTemporary) throw error
        const pause = Math.max(delay, (error.retryAfter ?? 0) * 1000)
        if (pause > LONGEST_PAUSE) throw error
        await sleep(pause, call.signal)
      }
    }
    return attempt(name, args, call)
  }

  async function reserveTokens(
    tokens: number,
    { signal, timeout, ...reserve }: ReserveOptions & CallOptions = {},
  ): Promise<Reservation> {
    requireCount('tokens', tokens)
    const call = { signal, timeout }
    const send = reserve.request_id ? repeat : attempt
    const row = oneRow<Reservation>(await send('reserve_tokens', { tokens, ...reserve }, call))
    announce(null)
    return row
  }

  async function trackUsage(usage: Usage, call: CallOptions = {}): Promise<QuotaStatus> {
    for (const name of COUNTS) requireCount(name, usage[name])
    const complete = { ...usage, request_id: usage.request_id ?? uniqueId() }
    const row = await repeat('track_usage', complete, call).catch((error: unknown) => {
      const less = withoutDetails(complete)
      if (!isMissing(error) || !less) throw error
      return repeat('track_usage', less, call)
    })
    const status = oneRow<QuotaStatus>(row)
    announce(status)
    return status
  }

  return {
    project,
    reserveTokens,
    trackUsage,

    async getQuotaStatus(call = {}) {
      return oneRow<QuotaStatus>(await repeat('get_user_quota_status', {}, call))
    },

    async getQuotaStatusFor(userId, call = {}) {
      return oneRow<QuotaStatus>(await repeat('get_quota_status_for', { user_id: userId }, call))
    },

    async getUserMonthlyUsage(month, call = {}) {
      const wanted = { p_year: month?.year, p_month: month?.month }
      return oneRow<MonthlyUsage>(await repeat('get_user_monthly_usage', wanted, call))
    },

    async getUserUsageByLabel({ from_day, to_day, user_id, ...call } = {}) {
      const wanted = { from_day, to_day, user_id }
      return rowsOf<LabelUsage>(await repeat('get_user_usage_by_label', wanted, call))
    },

    async getUserQuotaForecast(call = {}) {
      return oneRow<QuotaForecast>(await repeat('get_user_quota_forecast', {}, call))
    },

    async checkUserQuota(estimatedTokens, { user_id, ...call } = {}) {
      const wanted = { p_estimated_tokens: estimatedTokens, user_id }
      return oneRow<QuotaCheck>(await repeat('check_user_quota', wanted, call))
    },

    async hasQuotaFor(tokens, { user_id, ...call } = {}) {
      return (await repeat('has_quota_for', { tokens, user_id }, call)) === true
    },

    async releaseReservation(reservationId, { user_id, ...call } = {}) {
      const wanted = { reservation_id: reservationId, user_id }
      // Releasing twice is harmless.
      const status = oneRow<QuotaStatus>(await repeat('release_reservation', wanted, call))
      announce(status)
      return status
    },

    async trackUsageBatch(calls, call = {}) {
      const complete = calls.map((usage) => ({ ...usage, request_id: usage.request_id ?? uniqueId() }))
      const rows = await repeat('track_usage_batch', { calls: complete }, call)
      announce(null)
      return rows as BatchAnswer[]
    },

    onQuotaChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof TokenServiceError && error.kind === 'missing'

/** `crypto.randomUUID` exists only on https and localhost. */
export function uniqueId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function withoutDetails(usage: Usage): Usage | null {
  if (DETAILS.every((name) => usage[name] == null)) return null
  const less = { ...usage }
  for (const name of DETAILS) delete less[name]
  return less
}

/** JSON has no NaN: it would arrive as null, after the money was spent. */
function requireCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return
  throw new TokenServiceError('invalid', `${name} must be a whole number, got ${value}`, {
    hint: 'Where the usage is unknown, pass an estimate and usage_source: estimated.',
  })
}

function oneRow<Row>(data: unknown): Row {
  const row = (Array.isArray(data) ? data[0] : data) as Row | null | undefined
  if (typeof row === 'object' && row !== null) return row
  throw new TokenServiceError('portal', 'The answer is not a row of the API')
}

function rowsOf<Row>(data: unknown): Row[] {
  if (Array.isArray(data)) return data as Row[]
  throw new TokenServiceError('portal', 'The answer is not rows of the API')
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end)
  })
}
