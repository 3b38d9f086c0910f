/** Older deployments have the table before they have the function, and not all its columns. */
import { readRows, TokenServiceError, type TokenService } from 'ai-token-quotas'
import type { QuotaStatus } from './types.ts'

export async function readTable(
  service: TokenService,
  userId: string,
  signal: AbortSignal,
): Promise<QuotaStatus> {
  const [row] = await readRows<Partial<TableRow>>(
    service.project,
    'user_ai_quotas',
    { filters: [['user_id', 'eq', userId]] },
    { signal },
  )
  if (!row) throw new TokenServiceError('missing', 'This user has no quota yet')
  return fromTable(row)
}

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
  return {
    used,
    limit,
    remaining: limit === null ? null : Math.max(0, limit - used),
    percentage,
    reset_date: row.quota_reset_date ?? '',
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
function statusOf(percentage: number): QuotaStatus['status'] {
  if (percentage >= 100) return 'exceeded'
  if (percentage >= 90) return 'critical'
  return percentage >= 75 ? 'warning' : 'healthy'
}
