export { QuotaDeniedError, TokenServiceError, type TokenErrorKind } from './errors.ts'
export {
  createTokenService,
  type CallOptions,
  type QuotaListener,
  type TokenService,
  type TokenServiceOptions,
} from './service.ts'
export { readRows, type RowQuery } from './rows.ts'
export type { Connection, SupabaseLike } from './transport.ts'
export type * from './types.ts'
export { createUsageReader, usageFrom, type TokenCounts, type UsageReader } from './usage.ts'
export { boundTokens } from './estimate.ts'
export { withQuota, type QuotaHold, type QuotaOptions } from './quota.ts'
export type { HoldOptions } from './hold.ts'
