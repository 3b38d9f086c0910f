/** The status: from the RPC; else from the table, in older deployments; or made up if asked for. */
import { TokenServiceError, type TokenService } from 'ai-token-quotas'
import { createLogger, usesMock } from './logger.ts'
import type { QuotaStatus } from './types.ts'

const log = createLogger('TokenService')

export async function readStatus(
  service: TokenService,
  userId: string,
  signal: AbortSignal,
): Promise<QuotaStatus> {
  if (usesMock()) {
    log.warn('Using mock quota data (VITE_USE_MOCK_TOKENS=true)')
    return (await import('./mock.ts')).quota
  }
  try {
    const row = await service.getQuotaStatus({ signal })
    const { used, limit, percentage } = row
    log.log('Got quota from RPC:', { used, limit, percentage })
    return { ...row, source: 'rpc' }
  } catch (error) {
    if (!(error instanceof TokenServiceError) || error.kind !== 'missing') throw error
    const status = await (await import('./table.ts')).readTable(service, userId, signal)
    const { used, limit, percentage } = status
    log.log('Got quota from table:', { used, limit, percentage })
    return status
  }
}
