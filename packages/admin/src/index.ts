export type { AdminClient } from './api.ts'
export { QuotaAdmin, type QuotaAdminProps } from './QuotaAdmin.tsx'
