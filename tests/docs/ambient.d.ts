// What the blocks of the documentation take for granted: the reader's own.
declare const SUPABASE_URL: string
declare const SUPABASE_SECRET_KEY: string
declare const user: { id: string }
declare const user_id: string
declare const current_period_start: string
declare const current_period_end: string
declare const billingEvent: { created_at: string }
declare const supabase: import('@supabase/supabase-js').SupabaseClient
declare const supabaseAdmin: import('@supabase/supabase-js').SupabaseClient
declare const stripe: { checkout: { sessions: { create(session: object): Promise<object> } } }
declare function upgrade(reason: string, tier: string): void
declare function callTheModel(question?: string): Promise<{
  text: string
  usage: { prompt_tokens: number; completion_tokens: number }
}>

declare module 'next/server' {
  export function after(task: Promise<unknown>): void
}
declare module '*.css' {}
interface ImportMeta {
  readonly env: Record<string, string>
}
