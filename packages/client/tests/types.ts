/** What must compile: the middleware in each version of the AI SDK, clients, the database's types. */
import { createOpenAICompatible as create5 } from '@ai-sdk/openai-compatible-5'
import { createOpenAICompatible as create6 } from '@ai-sdk/openai-compatible-6'
import { createOpenAICompatible as create7 } from '@ai-sdk/openai-compatible-7'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { wrapLanguageModel as wrap5 } from 'ai-5'
import { wrapLanguageModel as wrap6 } from 'ai-6'
import { wrapLanguageModel as wrap7 } from 'ai-7'
import type { Database } from '../../../supabase/types/database.ts'
import { quota } from '../src/ai-sdk.ts'
import {
  createTokenService,
  type LabelUsage,
  type QuotaForecast,
  type QuotaStatus,
  type ReserveOptions,
  type TokenService,
  type Usage,
} from '../src/index.ts'

const options = { name: 'any', baseURL: 'http://127.0.0.1' }

export const wrapped = (service: TokenService): unknown[] => {
  const middleware = quota(service, { userId: 'u', maxOutputTokens: 1 })
  return [
    wrap5({ model: create5(options)('m'), middleware }),
    wrap6({ model: create6(options)('m'), middleware }),
    wrap7({ model: create7(options)('m'), middleware }),
    wrap7({ model: create7(options)('m'), middleware: [middleware] }),
  ]
}

export const services = (typed: SupabaseClient<Database>): TokenService[] => [
  createTokenService(typed),
  createTokenService(createClient('http://127.0.0.1', 'key')),
  createTokenService({ url: 'http://127.0.0.1', key: 'key' }),
]

type Functions = Database['public']['Functions']
type Missing<Name extends keyof Functions, Known> = Exclude<keyof Functions[Name]['Args'], Known>

// Never, as long as each argument and each column of the database is known here.
export const missing: [
  Missing<'track_usage', keyof Usage>,
  Missing<'reserve_tokens', keyof ReserveOptions | 'tokens'>,
  Exclude<keyof Functions['get_user_usage_by_label']['Returns'][number], keyof LabelUsage>,
  Exclude<keyof Functions['get_user_quota_forecast']['Returns'][number], keyof QuotaForecast>,
  Exclude<keyof Database['public']['CompositeTypes']['ai_quota_status'], keyof QuotaStatus>,
][] = []
