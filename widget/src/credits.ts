import type { MonthlyUsage, TierRow } from './database.ts'
import { asTokenError, type TokenServiceError } from './errors.ts'
import { createLogger } from './logger.ts'
import { watchQuota } from './realtime.ts'
import type { QuotaStatus, TokenService } from './service.ts'

export interface CreditsState {
  /** Undefined until it is known whether somebody is signed in. */
  userId: string | null | undefined
  quotaStatus: QuotaStatus | null
  monthlyUsage: MonthlyUsage | null
  tiers: TierRow[]
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
  refreshInterval?: number
  /** Subscribe to changes through Supabase Realtime. */
  realtime?: boolean
}

export interface CreditsStore {
  subscribe(listener: () => void): () => void
  getSnapshot(): CreditsState
  refresh(): Promise<void>
}

const log = createLogger('usePortalCredits')
const INTERVAL = 60_000
const SOON = 150

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

/**
 * One state for all who look at it: works from the first subscriber to the last. Each user's work
 * ends with the user, so that an answer that comes late is nobody else's.
 */
export function createCreditsStore(
  service: TokenService,
  { refreshInterval = INTERVAL, realtime = true }: CreditsOptions = {},
): CreditsStore {
  const listeners = new Set<() => void>()
  let state: CreditsState = { ...NOBODY, userId: undefined, isLoading: true }
  let work = new AbortController()
  let running: Promise<void> | null = null
  let changes = 0
  let soon: ReturnType<typeof setTimeout> | undefined // a refresh that was asked for
  let stopUser = (): void => undefined
  let stop = (): void => undefined

  const set = (change: Partial<CreditsState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  function start(): () => void {
    const unwatch = watchUser()
    if (service.useMock) setTimeout(() => setUser('mock'))
    const unlisten = service.onQuotaChange((status) => {
      changes += 1
      if (status) receive({ quotaStatus: status })
      refreshSoon()
    })
    const onReturn = (): void => {
      if (document.visibilityState === 'visible') refreshSoon()
    }
    window.addEventListener('focus', onReturn)
    window.addEventListener('online', onReturn)
    document.addEventListener('visibilitychange', onReturn)
    const timer = refreshInterval > 0 ? setInterval(onReturn, refreshInterval) : undefined
    return () => {
      unwatch()
      unlisten()
      window.removeEventListener('focus', onReturn)
      window.removeEventListener('online', onReturn)
      document.removeEventListener('visibilitychange', onReturn)
      clearInterval(timer)
      endUser()
      state = { ...NOBODY, userId: undefined, isLoading: true }
    }
  }

  /** Follows who is signed in. A client that brings its own access token has no sessions to follow. */
  function watchUser(): () => void {
    try {
      const { data } = service.client.auth.onAuthStateChange((_, session) => {
        // The client holds a lock during this call: nothing of it may be used here.
        const userId = session?.user.id ?? null
        setTimeout(() => listeners.size && setUser(userId))
      })
      return () => data.subscription.unsubscribe()
    } catch (error) {
      const known = asTokenError(error)
      // After the subscription: a store may not change while somebody subscribes.
      setTimeout(() => listeners.size && set({ ...NOBODY, userId: undefined, error: known }))
      return () => undefined
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

  function setUser(found: string | null): void {
    const userId = service.useMock ? 'mock' : found
    if (userId === state.userId) return
    endUser()
    if (!userId) {
      set(NOBODY)
      return
    }
    set({ ...NOBODY, userId, isLoading: true })
    if (realtime && !service.useMock) {
      stopUser = watchQuota(service.client, userId, refreshSoon, (isLive) => {
        if (state.userId === userId) set({ isLive })
      })
    }
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
    if (!state.userId) return Promise.resolve()
    if (!running) {
      const { signal } = work
      running = load(signal).finally(() => {
        if (work.signal === signal) running = null
      })
    }
    return running
  }

  async function load(signal: AbortSignal): Promise<void> {
    log.log('Fetching credits data...')
    set({ isLoading: true })
    const seen = changes
    try {
      const [quotaStatus, monthlyUsage] = await Promise.all([
        service.getQuotaStatus(signal),
        // The cost is an extra: the card does not go without it.
        service.getUserMonthlyUsage(undefined, signal).catch((error: unknown) => {
          if (!signal.aborted) log.log('No monthly usage:', asTokenError(error).message)
          return state.monthlyUsage
        }),
      ])
      if (signal.aborted) return
      log.log('Data received:', { monthlyUsage, quotaStatus })
      // What was asked for before the last change may be older than it.
      if (seen !== changes) return await load(signal)
      if (quotaStatus) receive({ quotaStatus, monthlyUsage })
      else setUser(null)
    } catch (error) {
      if (signal.aborted) return
      const known = asTokenError(error)
      log.log('Failed:', known.kind, known.message)
      set({ isLoading: false, error: known, isStale: state.quotaStatus !== null })
      return
    }
    if (state.tiers.length === 0) await loadTiers(signal)
  }

  function receive(data: Pick<CreditsState, 'quotaStatus'> & Partial<CreditsState>): void {
    const { used, limit, percentage, status } = data.quotaStatus ?? {}
    log.log('Setting data:', { tokensLimit: limit, tokensUsed: used, percentage, status })
    set({ ...data, isLoading: false, isStale: false, error: null, updatedAt: new Date() })
  }

  async function loadTiers(signal: AbortSignal): Promise<void> {
    try {
      const tiers = await service.getTiers(signal)
      if (!signal.aborted) set({ tiers })
    } catch (error) {
      if (!signal.aborted) log.log('No tiers to upgrade to:', asTokenError(error).message)
    }
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
  }
}
