import { createClient } from '@supabase/supabase-js'
import { createTokenService } from 'ai-token-quotas-react'

const env = import.meta.env as Record<string, string | undefined>
const { VITE_SUPABASE_URL: url, VITE_SUPABASE_PUBLISHABLE_KEY: key } = env
if (!url || !key) throw new Error('Start the demo with `make demo`, which tells it the stack.')

export const supabase = createClient(url, key)
export const tokenService = createTokenService(supabase)
/** The stack without Docker has no Realtime. */
export const hasRealtime = env['VITE_REALTIME'] === 'true'
