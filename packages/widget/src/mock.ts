/** Shown with VITE_USE_MOCK_TOKENS=true, and only then. */
import { toPeriod, type UsageHistory } from './history.ts'
import type { MonthlyUsage } from 'ai-token-quotas'
import type { QuotaStatus, TierRow } from './types.ts'

const now = new Date()
const day = (monthsLater: number, day = 1): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsLater, day))
    .toISOString()
    .slice(0, 10)

export const quota: QuotaStatus = {
  used: 2500,
  limit: 10000,
  remaining: 7500,
  percentage: 25,
  reset_date: day(1),
  status: 'healthy',
  tier: 'free',
  reserved: 0,
  requests_used: 12,
  requests_limit: 100,
  requests_remaining: 88,
  requests_percentage: 12,
  is_unlimited: false,
  period_start: day(0),
  is_blocked: false,
  source: 'mock',
}

export const monthlyUsage: MonthlyUsage = {
  total_tokens: 2500,
  total_requests: 12,
  total_cost_usd: 0.05,
  period_start: day(0),
  period_end: day(1, 0),
}

export const tiers: TierRow[] = [
  {
    tier: 'free',
    monthly_token_quota: 10000,
    monthly_request_quota: 100,
    display_name: 'Free',
    sort_order: 10,
    is_public: true,
  },
  {
    tier: 'basic',
    monthly_token_quota: 50000,
    monthly_request_quota: 500,
    display_name: 'Basic',
    sort_order: 20,
    is_public: true,
  },
]

export const history: UsageHistory = {
  period: toPeriod(
    quota,
    [{ day: quota.period_start, tokens: 2500, requests: 12, cost_usd: 0.05 }],
    Date.now(),
  ),
  months: [{ start: day(0), end: day(1), tokens: 2500, limit: 10000 }],
  by: { feature: [], workflow: [], model: [] },
  calls: 0,
  isCapped: false,
  cost: { total: 0.05, unpriced: 0 },
}
