import { createTokenService } from 'ai-token-quotas-react'
import { supabase } from './supabase'

export const tokenService = createTokenService(supabase)
