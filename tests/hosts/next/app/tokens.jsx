'use client'

import { createClient } from '@supabase/supabase-js'
import { AITokensProvider, createTokenService } from 'ai-token-quotas-react'

const supabase = createClient(
  process.env.NEXT_PUBLIC_SUPABASE_URL,
  process.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
)
const tokenService = createTokenService(supabase)

export function Tokens({ children }) {
  return <AITokensProvider service={tokenService}>{children}</AITokensProvider>
}
