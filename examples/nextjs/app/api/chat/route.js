// Streams a model's answers to signed-in users, within their quotas.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { createClient } from '@supabase/supabase-js'
import {
  convertToModelMessages,
  createUIMessageStreamResponse,
  streamText,
  toUIMessageStream,
  wrapLanguageModel,
} from 'ai'
import { createTokenService } from 'ai-token-quotas'
import { quota, QuotaDeniedError } from 'ai-token-quotas/ai-sdk'
import { after } from 'next/server'

const { SUPABASE_URL, SUPABASE_SECRET_KEY, OPENAI_BASE_URL, OPENAI_API_KEY } = process.env
const supabase = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY)
const quotas = createTokenService({ url: SUPABASE_URL, key: SUPABASE_SECRET_KEY })
const provider = createOpenAICompatible({
  name: 'openai',
  baseURL: OPENAI_BASE_URL,
  apiKey: OPENAI_API_KEY,
  includeUsage: true,
})

export async function POST(request) {
  const token = request.headers.get('authorization')?.replace(/^Bearer /, '')
  const { data } = await supabase.auth.getUser(token)
  if (!data.user) return Response.json({ error: 'Sign in to use this feature.' }, { status: 401 })

  const { messages } = await request.json()
  const { stream } = streamText({
    model: wrapLanguageModel({
      model: provider('gpt-5.4-mini'),
      middleware: quota(quotas, { userId: data.user.id, maxOutputTokens: 1000, waitUntil: after }),
    }),
    messages: await convertToModelMessages(messages),
  })
  return createUIMessageStreamResponse({ stream: toUIMessageStream({ stream, onError: told }) })
}

const told = (error) =>
  error instanceof QuotaDeniedError ? error.message : 'The answer could not be generated.'
