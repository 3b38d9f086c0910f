import {
  createContext,
  use,
  useMemo,
  useSyncExternalStore,
  type JSX,
  type ReactNode,
} from 'react'
import {
  createCreditsStore,
  type CreditsOptions,
  type CreditsState,
  type CreditsStore,
} from './credits.ts'
import type { StatusName, TierRow } from './database.ts'
import type { TokenServiceError } from './errors.ts'
import type { QuotaStatus, TokenService } from './service.ts'

export interface PortalCredits {
  tokensUsed: number
  /** Null when unlimited, as are the other limits, remainders and percentages. */
  tokensLimit: number | null
  tokensRemaining: number | null
  tokensReserved: number
  requestsUsed: number
  requestsLimit: number | null
  requestsRemaining: number | null
  requestsPercentage: number | null
  /** Of this month's calls, as far as their prices are known. */
  costUSD: number | null
  /** May pass 100. */
  usagePercentage: number | null
  status: StatusName | null
  tier: string | null
  isUnlimited: boolean
  isBlocked: boolean
  periodStart: Date | null
  periodEnd: Date | null
  /** The instant at which the quota is full again: midnight UTC of the day that the RPC names. */
  resetDate: Date | null
  canUpgrade: boolean
  /** The smallest tier above this one. */
  nextTier: TierRow | null
  /** Undefined until it is known. */
  isSignedIn: boolean | undefined
  isLoading: boolean
  isStale: boolean
  isLive: boolean
  updatedAt: Date | null
  error: TokenServiceError | null
  source: QuotaStatus['source'] | null
  refresh: () => Promise<void>
}

interface Shared {
  service: TokenService
  store: CreditsStore
}

const Context = createContext<Shared | null>(null)

export interface AITokensProviderProps extends CreditsOptions {
  service: TokenService
  children: ReactNode
}

/** Gives the hook and the card below it one service and one state. */
export function AITokensProvider(props: AITokensProviderProps): JSX.Element {
  const { service, children, refreshInterval, realtime } = props
  const shared = useMemo<Shared>(
    () => ({
      service,
      store: createCreditsStore(service, {
        ...(refreshInterval === undefined ? {} : { refreshInterval }),
        ...(realtime === undefined ? {} : { realtime }),
      }),
    }),
    [service, refreshInterval, realtime],
  )
  return <Context value={shared}>{children}</Context>
}

export function useTokens(): Shared {
  const shared = use(Context)
  if (!shared) throw new Error('Put <AITokensProvider service={…}> around what uses AI tokens.')
  return shared
}

/** The signed-in user's quota, kept up to date. */
export function usePortalCredits(): PortalCredits {
  const { store } = useTokens()
  const state = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot)
  return useMemo(() => toCredits(state, store.refresh), [state, store])
}

function toCredits(state: CreditsState, refresh: () => Promise<void>): PortalCredits {
  const { quotaStatus: quota, monthlyUsage, userId, tiers, ...rest } = state
  const nextTier = quota && tierAbove(quota, tiers)
  return {
    tokensUsed: quota?.used ?? 0,
    tokensLimit: quota?.limit ?? null,
    tokensRemaining: quota?.remaining ?? null,
    tokensReserved: quota?.reserved ?? 0,
    requestsUsed: quota?.requests_used ?? 0,
    requestsLimit: quota?.requests_limit ?? null,
    requestsRemaining: quota?.requests_remaining ?? null,
    // Of no limit, the database says 0 %; there is no part to show.
    requestsPercentage: quota?.requests_limit == null ? null : quota.requests_percentage,
    costUSD: monthlyUsage?.total_cost_usd ?? null,
    usagePercentage: quota?.limit == null ? null : quota.percentage,
    status: quota?.status ?? null,
    tier: quota?.tier ?? null,
    isUnlimited: quota?.is_unlimited ?? false,
    isBlocked: quota?.is_blocked ?? false,
    periodStart: utcDay(quota?.period_start),
    periodEnd: utcDay(quota?.reset_date),
    resetDate: utcDay(quota?.reset_date),
    canUpgrade: nextTier !== null,
    nextTier,
    isSignedIn: userId === undefined ? undefined : userId !== null,
    source: quota?.source ?? null,
    refresh,
    ...rest,
  }
}

function utcDay(day: string | undefined): Date | null {
  return day ? new Date(`${day.slice(0, 10)}T00:00:00Z`) : null
}

function tierAbove(quota: QuotaStatus, tiers: readonly TierRow[]): TierRow | null {
  const { limit } = quota
  if (limit === null) return null
  const size = (tier: TierRow): number => tier.monthly_token_quota ?? Infinity
  const above = tiers.filter((tier) => size(tier) > limit && tier.tier !== quota.tier)
  return above.toSorted((one, other) => size(one) - size(other))[0] ?? null
}
