import { readRows, TokenServiceError, type MonthlyUsage, type TokenService } from 'ai-token-quotas'
import { report } from './ErrorBoundary.tsx'
import { createLogger, usesMock } from './logger.ts'
import { watchQuota } from './realtime.ts'
import { readStatus } from './status.ts'
import type { QuotaStatus, TierRow } from './types.ts'
import { watchViewer, type Viewer } from './viewer.ts'

export interface CreditsState {
  /** Undefined until it is known whether somebody is signed in. */
  userId: string | null | undefined
  quotaStatus: QuotaStatus | null
  monthlyUsage: MonthlyUsage | null
  tiers: readonly TierRow[]
  isLoading: boolean
  /** The values are the last good ones: the newest request failed. */
  isStale: boolean
  /** Changes arrive through Realtime. */
  isLive: boolean
  error: TokenServiceError | null
  updatedAt: Date | null
}

export interface CreditsOptions {
  /** Milliseconds between refreshes while the page is visible; 0 for none. */
  refreshInterval?: number | undefined
  /** Subscribe to changes through Supabase Realtime. */
  realtime?: boolean | undefined
}

export interface CreditsStore {
  subscribe(listener: () => void): () => void
  getSnapshot(): CreditsState
  refresh(): Promise<void>
  /** Told of each failure that is not like the one before it. */
  onError(listener: (error: Error) => void): () => void
  /** From now on, the cost of the month is read as well. */
  wantCost(): void
}

const log = createLogger('usePortalCredits')
const INTERVAL = 60_000
const SOON = 150
/** Who comes back sooner than this finds what is there. */
const FRESH = 10_000

const NOBODY: CreditsState = {
  userId: null,
  quotaStatus: null,
  monthlyUsage: null,
  tiers: [],
  isLoading: false,
  isStale: false,
  isLive: false,
  error: null,
  updatedAt: null,
}

const UNKNOWN: CreditsState = { ...NOBODY, userId: undefined, isLoading: true }

const stores = new WeakMap<TokenService, Map<string, CreditsStore>>()

/** One for all providers of a service that want the same. */
export function sharedStore(service: TokenService, options: CreditsOptions): CreditsStore {
  const known = stores.get(service) ?? new Map<string, CreditsStore>()
  stores.set(service, known)
  const key = `${options.refreshInterval} ${options.realtime}`
  const store = known.get(key) ?? createCreditsStore(service, options)
  known.set(key, store)
  return store
}

/**
 * One state for all who look at it: works from the first subscriber to the last. Each user's work
 * ends with the user, so that an answer that comes late is nobody else's.
 */
function createCreditsStore(
  service: TokenService,
  { refreshInterval = INTERVAL, realtime = true }: CreditsOptions = {},
): CreditsStore {
  const listeners = new Set<() => void>()
  const errorListeners = new Set<(error: Error) => void>()
  const useMock = usesMock()
  let state = UNKNOWN
  let viewer: Viewer | null = null
  let work = new AbortController()
  let running: Promise<void> | null = null
  let changes = 0
  let askedAt = 0
  let isCostWanted = false
  let soon: ReturnType<typeof setTimeout> | undefined // a refresh that was asked for
  let stopUser = (): void => undefined
  let stop = (): void => undefined

  const set = (change: Partial<CreditsState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  function start(): () => void {
    // Not at once: a store may not change while somebody subscribes.
    const first = setTimeout(() => {
      viewer = useMock ? null : watch()
      if (useMock) setUser('mock')
      else void refresh()
    })
    const unlisten = service.onQuotaChange((status) => {
      changes += 1
      if (!status) refreshSoon()
      else if (state.userId) receive({ quotaStatus: { ...status, source: 'rpc' } })
    })
    const isSeen = (): boolean => document.visibilityState === 'visible'
    const onTime = (): void => void (isSeen() && refreshSoon())
    const onReturn = (): void => {
      if (isSeen() && (state.error || Date.now() - askedAt > FRESH)) refreshSoon()
    }
    window.addEventListener('focus', onReturn)
    window.addEventListener('online', onTime)
    document.addEventListener('visibilitychange', onReturn)
    const timer = refreshInterval > 0 ? setInterval(onTime, refreshInterval) : undefined
    return () => {
      clearTimeout(first)
      viewer?.stop()
      viewer = null
      unlisten()
      window.removeEventListener('focus', onReturn)
      window.removeEventListener('online', onTime)
      document.removeEventListener('visibilitychange', onReturn)
      clearInterval(timer)
      endUser()
      state = UNKNOWN
    }
  }

  function watch(): Viewer | null {
    try {
      return watchViewer(service.project, (userId) => void (listeners.size && setUser(userId)))
    } catch (error) {
      fail(error)
      return null
    }
  }

  function endUser(): void {
    stopUser()
    stopUser = () => undefined
    clearTimeout(soon)
    soon = undefined
    work.abort()
    work = new AbortController()
    running = null
  }

  function setUser(userId: string | null): void {
    if (userId === state.userId) return
    endUser()
    if (!userId) {
      set(NOBODY)
      return
    }
    set({ ...UNKNOWN, userId })
    if (realtime && !useMock) {
      stopUser = watchQuota(service.project, userId, refreshSoon, (isLive) => {
        if (state.userId === userId) set({ isLive })
      })
    }
    void loadTiers(work.signal)
    void refresh()
  }

  /** Several reasons at once are one request. */
  function refreshSoon(): void {
    soon ??= setTimeout(() => {
      soon = undefined
      void refresh()
    }, SOON)
  }

  function refresh(): Promise<void> {
    if (!running) {
      const { signal } = work
      running = check(signal).finally(() => {
        if (work.signal === signal) running = null
      })
    }
    return running
  }

  /** Asks for the status, unless the user turns out to be another: then `setUser` has asked. */
  async function check(signal: AbortSignal): Promise<void> {
    try {
      await viewer?.check()
      if (!signal.aborted && state.userId) await load(state.userId, signal)
    } catch (error) {
      if (!signal.aborted) fail(error)
    }
  }

  function fail(error: unknown): void {
    const known =
      error instanceof TokenServiceError
        ? error
        : new TokenServiceError('server', error instanceof Error ? error.message : String(error))
    log.log('Failed:', known.kind, known.message, known.hint)
    if (known.message !== state.error?.message) {
      for (const listener of errorListeners) report(listener, known)
      // What only the developer can put right is said once where developers look.
      if (known.hint && !known.isTemporary) {
        console.error(`[ai-token-quotas] ${known.message}. ${known.hint}`)
      }
    }
    set({ isLoading: false, error: known, isStale: state.quotaStatus !== null })
  }

  async function load(userId: string, signal: AbortSignal): Promise<void> {
    log.log('Fetching credits data...')
    if (!state.quotaStatus) set({ isLoading: true })
    const seen = changes
    askedAt = Date.now()
    const [quotaStatus, monthlyUsage] = await Promise.all([
      readStatus(service, userId, signal),
      isCostWanted ? loadCost(signal) : null,
    ])
    if (signal.aborted) return
    log.log('Data received:', { monthlyUsage, quotaStatus })
    // What was asked for before the last change may be older than it.
    if (seen !== changes) await load(userId, signal)
    else receive({ quotaStatus, monthlyUsage })
  }

  function receive(data: Partial<CreditsState> & { quotaStatus: QuotaStatus }): void {
    const { used, limit, percentage, status } = data.quotaStatus
    log.log('Setting data:', { tokensLimit: limit, tokensUsed: used, percentage, status })
    set({ ...data, isLoading: false, isStale: false, error: null, updatedAt: new Date() })
  }

  /** The numbers do not go without it. */
  async function extra<Result>(name: string, read: () => Promise<Result>): Promise<Result | null> {
    try {
      return await read()
    } catch (error) {
      log.log(`No ${name}:`, String(error))
      return null
    }
  }

  async function loadCost(signal: AbortSignal): Promise<MonthlyUsage | null> {
    const usage = await extra('monthly usage', async () =>
      useMock
        ? (await import('./mock.ts')).monthlyUsage
        : service.getUserMonthlyUsage(undefined, { signal }),
    )
    return usage ?? state.monthlyUsage
  }

  /** For their names, and for the upgrade. */
  async function loadTiers(signal: AbortSignal): Promise<void> {
    const tiers = await extra('tiers', async () =>
      useMock
        ? (await import('./mock.ts')).tiers
        : readRows<TierRow>(service.project, 'ai_quota_tiers', {}, { signal }),
    )
    if (tiers && !signal.aborted) set({ tiers })
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) stop = start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    getSnapshot: () => state,
    refresh,
    onError(listener) {
      errorListeners.add(listener)
      return () => void errorListeners.delete(listener)
    },
    wantCost() {
      if (isCostWanted) return
      isCostWanted = true
      // Asked for while something renders: the state may not change now.
      setTimeout(() => state.quotaStatus && refreshSoon())
    },
  }
}
