export { AITokensWidget, type AITokensWidgetProps } from './AITokensWidget.tsx'
export type { CreditsOptions, CreditsState } from './credits.ts'
export type {
  MonthlyUsage,
  QuotaCheck,
  QuotaStatusRow,
  StatusName,
  TierRow,
  TokenClient,
  TokenDatabase,
  Usage,
} from './database.ts'
export { TokenServiceError, type TokenErrorKind } from './errors.ts'
export { defaultLabels, type Labels } from './labels.ts'
export {
  createTokenService,
  type QuotaListener,
  type QuotaStatus,
  type Reservation,
  type TokenService,
  type TokenServiceOptions,
} from './service.ts'
export {
  AITokensProvider,
  usePortalCredits,
  type AITokensProviderProps,
  type PortalCredits,
} from './usePortalCredits.tsx'
