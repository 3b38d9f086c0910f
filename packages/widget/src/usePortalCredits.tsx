'use client'
import type { TokenService, TokenServiceError } from 'ai-token-quotas'
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type JSX,
  type ReactNode,
} from 'react'
import {
  type CreditsOptions,
  type CreditsState,
  type CreditsStore,
  sharedStore,
} from './credits.ts'
import type { OnError } from './ErrorBoundary.tsx'
import type { QuotaStatus, TierRow } from './types.ts'

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
  /**
   * US dollars of this month's calls, as far as their prices are known. Null until it is there: it is
   * read from the ledger, and only once something reads this property.
   */
  readonly costUSD: number | null
  /** May pass 100. */
  usagePercentage: number | null
  status: QuotaStatus['status'] | null
  tier: string | null
  /** What users call it. */
  tierName: string | null
  isUnlimited: boolean
  isBlocked: boolean
  periodStart: Date | null
  periodEnd: Date | null
  /** The instant at which the quota is full again: midnight UTC of the day that the RPC names. */
  resetDate: Date | null
  canUpgrade: boolean
  /** The first public tier above this one. */
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
  /** From `createTokenService`. Make it once, outside of components. */
  service: TokenService
  /** Called when the quota cannot be read, once for each cause. For your error reporting. */
  onError?: OnError
  /** The part of your page that has the card, or calls the hook. */
  children?: ReactNode
}

/** Gives the hook and the card below it one service and one state. */
export function AITokensProvider(props: AITokensProviderProps): JSX.Element {
  const { service, children, refreshInterval, realtime, onError } = props
  const shared = useMemo<Shared>(
    () => ({ service, store: sharedStore(service, { refreshInterval, realtime }) }),
    [service, refreshInterval, realtime],
  )
  useEffect(() => onError && shared.store.onError(onError), [shared, onError])
  return <Context.Provider value={shared}>{children}</Context.Provider>
}

export function useTokens(): Shared {
  const shared = useContext(Context)
  if (!shared) throw new Error('Put <AITokensProvider service={…}> around what uses AI tokens.')
  return shared
}

/** The signed-in user's quota, kept up to date. */
export function usePortalCredits(): PortalCredits {
  const { store } = useTokens()
  const state = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot)
  return useMemo(() => toCredits(state, store), [state, store])
}

function toCredits(state: CreditsState, store: CreditsStore): PortalCredits {
  const { quotaStatus: quota, monthlyUsage, userId, tiers, ...rest } = state
  const nextTier = quota && tierAbove(quota, tiers)
  const tier = quota?.tier || null
  return {
    ...rest,
    tokensUsed: quota?.used ?? 0,
    tokensLimit: quota?.limit ?? null,
    tokensRemaining: quota?.remaining ?? null,
    tokensReserved: quota?.reserved ?? 0,
    requestsUsed: quota?.requests_used ?? 0,
    requestsLimit: quota?.requests_limit ?? null,
    requestsRemaining: quota?.requests_remaining ?? null,
    // Of no limit, the database says 0 %; there is no part to show.
    requestsPercentage: quota?.requests_limit == null ? null : quota.requests_percentage,
    get costUSD() {
      store.wantCost()
      return monthlyUsage?.total_cost_usd ?? null
    },
    usagePercentage: quota?.limit == null ? null : quota.percentage,
    status: quota?.status ?? null,
    tier,
    tierName: tier && tierName(tiers.find((one) => one.tier === tier) ?? { tier }),
    isUnlimited: quota?.is_unlimited ?? false,
    isBlocked: quota?.is_blocked ?? false,
    periodStart: utcDay(quota?.period_start),
    periodEnd: utcDay(quota?.reset_date),
    resetDate: utcDay(quota?.reset_date),
    canUpgrade: nextTier !== null,
    nextTier,
    isSignedIn: userId === undefined ? undefined : userId !== null,
    source: quota?.source ?? null,
    refresh: store.refresh,
  }
}

export function utcDay(day: string | undefined): Date | null {
  return day ? new Date(`${day.slice(0, 10)}T00:00:00Z`) : null
}

/** Tiers without a name for users: `pro_plus` is Pro plus. */
export function tierName({ tier, display_name }: Pick<TierRow, 'tier' | 'display_name'>): string {
  const words = tier.replaceAll('_', ' ')
  return display_name || words.charAt(0).toUpperCase() + words.slice(1)
}

/** The next public tier that gives more of what binds. */
function tierAbove(quota: QuotaStatus, tiers: readonly TierRow[]): TierRow | null {
  const isByRequests = bindsByRequests(quota.requests_percentage, quota.percentage)
  const size = (tier: TierRow): number =>
    (isByRequests ? tier.monthly_request_quota : tier.monthly_token_quota) ?? Infinity
  const limit = isByRequests ? quota.requests_limit : quota.limit
  if (limit === null) return null
  const own = tiers.find((tier) => tier.tier === quota.tier)
  const rank = (tier: TierRow): number => tier.sort_order ?? size(tier)
  const above = tiers.filter(
    (tier) =>
      tier.is_public !== false &&
      tier.tier !== quota.tier &&
      size(tier) > limit &&
      (!own || rank(tier) >= rank(own)),
  )
  above.sort((one, other) => rank(one) - rank(other) || size(one) - size(other))
  return above[0] ?? null
}

/** Requests matter from 75 %, where they are nearer to their limit than tokens are. */
export function bindsByRequests(
  requestsPercentage: number | null,
  tokensPercentage: number | null,
): boolean {
  const requests = requestsPercentage ?? 0
  return requests >= 75 && requests > (tokensPercentage ?? 0)
}
