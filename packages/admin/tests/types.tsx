// Checked by tsc only: the page's rows have the columns that the database returns, and a client with
// a host's own types is accepted.
import { createClient } from '@supabase/supabase-js'
import type { ReactElement } from 'react'
import { QuotaAdmin } from 'ai-token-quotas-admin'
import type { Database } from '../../../supabase/types/database.ts'
import type { Name, Rows } from '../src/rows.ts'

type Functions = Database['public']['Functions']
type Returned<N extends keyof Functions> = Functions[N]['Returns'] extends (infer Row)[]
  ? Row
  : never

type Check<N extends Name> = N extends keyof Functions
  ? [keyof Rows[N], keyof Returned<N>] extends [keyof Returned<N>, keyof Rows[N]]
    ? 'same columns'
    : 'other columns'
  : 'no such function'

declare const found: { [N in Name]: Check<N> }
export const expected: { [N in Name]: 'same columns' } = found

export function host(): ReactElement {
  return <QuotaAdmin client={createClient<Database>('https://example.supabase.co', 'key')} />
}
