export { createTokenService, TokenServiceError } from 'ai-token-quotas'
export type {
  MonthlyUsage,
  QuotaListener,
  TokenErrorKind,
  TokenService,
  TokenServiceOptions,
  Usage,
} from 'ai-token-quotas'
export { AITokensWidget, type AITokensWidgetProps } from './AITokensWidget.tsx'
export type { CreditsOptions } from './credits.ts'
export type { Labels, Plural } from './labels/en.ts'
export type { QuotaStatus, TierRow } from './types.ts'
export {
  AITokensProvider,
  usePortalCredits,
  type AITokensProviderProps,
  type PortalCredits,
} from './usePortalCredits.tsx'
