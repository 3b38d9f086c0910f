import type { SupabaseClient } from '@supabase/supabase-js'
import type {
  MonthlyUsage,
  QuotaCheck,
  QuotaStatusRow,
  ReservationRow,
  StatusName,
  TierRow,
  TokenClient,
  Usage,
} from './database.ts'
import { asTokenError, fromAnswer, TokenServiceError } from './errors.ts'
import { createLogger, usesMock } from './logger.ts'

/** The row of `get_user_quota_status`, and where it was read. */
export interface QuotaStatus extends QuotaStatusRow {
  source: 'rpc' | 'table' | 'mock'
}

/** `isHeld` is false where the database cannot reserve yet, and the answer is only advice. */
export interface Reservation extends ReservationRow {
  isHeld: boolean
}

export interface TokenServiceOptions {
  /** Mock data instead of the database; by default what VITE_USE_MOCK_TOKENS says. */
  useMock?: boolean
  /** How long to wait before each further attempt of `trackUsage`, in milliseconds. */
  retryDelays?: readonly number[]
}

/** Told after each call that moved the quota; with the new status where the answer was one. */
export type QuotaListener = (status: QuotaStatus | null) => void

export interface TokenService {
  readonly client: TokenClient
  readonly useMock: boolean
  /** Null where nobody is signed in. */
  getQuotaStatus(signal?: AbortSignal): Promise<QuotaStatus | null>
  getUserMonthlyUsage(
    month?: { year: number; month: number },
    signal?: AbortSignal,
  ): Promise<MonthlyUsage | null>
  getTiers(signal?: AbortSignal): Promise<TierRow[]>
  /** Advice: it holds nothing. */
  checkUserQuota(estimatedTokens?: number): Promise<QuotaCheck | null>
  /** Holds tokens before a call; a denial is an answer, not an error. */
  reserveTokens(tokens: number): Promise<Reservation>
  releaseReservation(reservationId: string): Promise<void>
  /** Records a call to a model. Safe to repeat with the same `request_id`. */
  trackUsage(usage: Usage): Promise<QuotaStatus>
  onQuotaChange(listener: QuotaListener): () => void
}

const log = createLogger('TokenService')
const RETRY_DELAYS = [300, 1500]

interface Answer<Data> {
  data: Data | null
  error: { message: string; code?: string; hint?: string | null } | null
  status: number
}

interface Abortable<Data> extends PromiseLike<Answer<Data>> {
  abortSignal(signal: AbortSignal): PromiseLike<Answer<Data>>
}

export function createTokenService(
  // A client of any project, also one with types of its own.
  supabase: Pick<SupabaseClient, 'auth' | 'realtime'>,
  options: TokenServiceOptions = {},
): TokenService {
  const client = supabase as unknown as TokenClient
  const useMock = options.useMock ?? usesMock()
  const retryDelays = options.retryDelays ?? RETRY_DELAYS
  const listeners = new Set<QuotaListener>()
  // Learned once: whether this database takes a request_id.
  let isIdempotent = true

  const announce = (status: QuotaStatus | null): void => {
    for (const listener of listeners) listener(status)
  }

  async function currentUser(): Promise<string | null> {
    const { data, error } = await client.auth.getSession()
    if (data.session) return data.session.user.id
    if (error) {
      throw new TokenServiceError(error.status ? 'auth' : 'network', error.message, error.code)
    }
    log.log('No authenticated user')
    return null
  }

  async function requireUser(): Promise<string> {
    const user = await currentUser()
    if (!user) throw new TokenServiceError('auth', 'Nobody is signed in')
    return user
  }

  async function getQuotaStatus(signal?: AbortSignal): Promise<QuotaStatus | null> {
    if (useMock) {
      log.warn('Using mock quota data (VITE_USE_MOCK_TOKENS=true)')
      return (await import('./mock.ts')).quota
    }
    const user = await currentUser()
    if (!user) return null
    try {
      const row = await oneRow(client.rpc('get_user_quota_status'), signal)
      const { used, limit, percentage } = row
      log.log('Got quota from RPC:', { used, limit, percentage })
      return { ...row, source: 'rpc' }
    } catch (error) {
      if (!isMissing(error)) throw error
      return readTable(user, signal)
    }
  }

  /** Older deployments have the table before they have the function, and not all its columns. */
  async function readTable(user: string, signal?: AbortSignal): Promise<QuotaStatus> {
    const rows = await rowsOf<Partial<TableRow>[]>(
      client.from('user_ai_quotas').select('*').eq('user_id', user),
      signal,
    )
    const row = rows[0]
    if (!row) throw new TokenServiceError('missing', 'This user has no quota yet')
    const status = fromTable(row)
    const { used, limit, percentage } = status
    log.log('Got quota from table:', { used, limit, percentage })
    return status
  }

  async function getUserMonthlyUsage(
    month?: { year: number; month: number },
    signal?: AbortSignal,
  ): Promise<MonthlyUsage | null> {
    if (useMock) return (await import('./mock.ts')).monthlyUsage
    if (!(await currentUser())) return null
    const wanted = month ? { p_year: month.year, p_month: month.month } : {}
    return oneRow(client.rpc('get_user_monthly_usage', wanted), signal)
  }

  async function getTiers(signal?: AbortSignal): Promise<TierRow[]> {
    if (useMock) return (await import('./mock.ts')).tiers
    return rowsOf<TierRow[]>(
      client
        .from('ai_quota_tiers')
        .select('tier, monthly_token_quota, monthly_request_quota')
        .eq('is_public', true),
      signal,
    )
  }

  async function checkUserQuota(estimatedTokens = 0): Promise<QuotaCheck | null> {
    if (!(await currentUser())) return null
    return oneRow(client.rpc('check_user_quota', { p_estimated_tokens: estimatedTokens }))
  }

  async function reserveTokens(tokens: number): Promise<Reservation> {
    await requireUser()
    try {
      const row = await oneRow(client.rpc('reserve_tokens', { tokens }))
      announce(null)
      return { ...row, isHeld: row.allowed }
    } catch (error) {
      if (!isMissing(error)) throw error
      const advice = await oneRow(client.rpc('check_user_quota', { p_estimated_tokens: tokens }))
      return {
        ...advice,
        isHeld: false,
        reservation_id: null,
        expires_at: null,
        reason: null,
        upgrade_tier: null,
      }
    }
  }

  async function releaseReservation(reservationId: string): Promise<void> {
    const { error, status } = await client.rpc('release_reservation', {
      reservation_id: reservationId,
    })
    if (error) throw fromAnswer(error, status)
    announce(null)
  }

  async function trackUsage(usage: Usage): Promise<QuotaStatus> {
    if (useMock) return (await import('./mock.ts')).quota
    await requireUser()
    const row = await record({ request_id: uniqueId(), ...usage })
    const status: QuotaStatus = { ...row, source: 'rpc' }
    announce(status)
    return status
  }

  /** The request_id makes a repeated call count once, so that one may repeat after a silence. */
  async function record(usage: Usage, attempt = 0): Promise<QuotaStatusRow> {
    const { request_id: _, ...plain } = usage
    try {
      return await oneRow(client.rpc('track_usage', isIdempotent ? usage : plain))
    } catch (error) {
      const known = asTokenError(error)
      if (isIdempotent && known.kind === 'missing' && !usage.reservation_id) {
        isIdempotent = false
        log.log('track_usage takes no request_id here: calls are not repeated')
        return record(usage)
      }
      const delay = retryDelays[attempt]
      if (!known.isTemporary || !isIdempotent || delay === undefined) throw known
      await new Promise((resolve) => setTimeout(resolve, delay))
      return record(usage, attempt + 1)
    }
  }

  return {
    client,
    useMock,
    getQuotaStatus,
    getUserMonthlyUsage,
    getTiers,
    checkUserQuota,
    reserveTokens,
    releaseReservation,
    trackUsage,
    onQuotaChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

async function rowsOf<Data>(query: Abortable<unknown>, signal?: AbortSignal): Promise<Data> {
  const { data, error, status } = await (signal ? query.abortSignal(signal) : query)
  if (error) throw fromAnswer(error, status)
  return data as Data
}

async function oneRow<Row>(query: Abortable<Row[]>, signal?: AbortSignal): Promise<Row> {
  const [row] = await rowsOf<Row[]>(query, signal)
  if (!row) throw new TokenServiceError('server', 'The database answered without a row')
  return row
}

const isMissing = (error: unknown): boolean => asTokenError(error).kind === 'missing'

interface TableRow {
  current_month_tokens: number
  current_month_requests: number
  monthly_token_quota: number | null
  monthly_request_quota: number | null
  quota_reset_date: string
  period_start: string
  tier: string
  is_blocked: boolean
}

function fromTable(row: Partial<TableRow>): QuotaStatus {
  const used = row.current_month_tokens ?? 0
  const limit = row.monthly_token_quota ?? null
  const requestsUsed = row.current_month_requests ?? 0
  const requestsLimit = row.monthly_request_quota ?? null
  const percentage = percent(used, limit)
  const requestsPercentage = percent(requestsUsed, requestsLimit)
  const reset = row.quota_reset_date ?? ''
  return {
    used,
    limit,
    remaining: limit === null ? null : Math.max(0, limit - used),
    percentage,
    reset_date: reset,
    status: statusOf(Math.max(percentage ?? 0, requestsPercentage ?? 0)),
    tier: row.tier ?? '',
    reserved: 0,
    requests_used: requestsUsed,
    requests_limit: requestsLimit,
    requests_remaining: requestsLimit === null ? null : Math.max(0, requestsLimit - requestsUsed),
    requests_percentage: requestsPercentage,
    is_unlimited: limit === null,
    period_start: row.period_start ?? '',
    is_blocked: row.is_blocked ?? false,
    source: 'table',
  }
}

const percent = (used: number, limit: number | null): number | null =>
  limit === null ? null : Math.trunc((used / limit) * 10000) / 100

/** The words of the RPC, for databases that do not have it. */
function statusOf(percentage: number): StatusName {
  if (percentage >= 100) return 'exceeded'
  if (percentage >= 90) return 'critical'
  return percentage >= 75 ? 'warning' : 'healthy'
}

/** `crypto.randomUUID` exists only on https and localhost. */
function uniqueId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
