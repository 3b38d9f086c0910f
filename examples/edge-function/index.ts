// Streams a model's answers to signed-in users, within their quotas.
import { boundTokens, createTokenService, QuotaDeniedError, withQuota } from 'ai-token-quotas'

const url = Deno.env.get('SUPABASE_URL')!
const key = Deno.env.get('SUPABASE_SERVICE_ROLE_KEY')!
const provider = Deno.env.get('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1'
const LONGEST = 1000
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type',
}
const quotas = createTokenService({ url, key })

async function userOf({ headers }: Request): Promise<string | null> {
  const authorization = headers.get('authorization') ?? ''
  const answer = await fetch(`${url}/auth/v1/user`, { headers: { apikey: key, authorization } })
  return answer.ok ? (await answer.json()).id : null
}

const complete = (messages: unknown[]) =>
  fetch(`${provider}/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${Deno.env.get('OPENAI_API_KEY')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      model: 'gpt-5.4-mini',
      messages,
      max_completion_tokens: LONGEST,
      stream: true,
      stream_options: { include_usage: true },
    }),
  })

async function answer(request: Request): Promise<Response> {
  const userId = await userOf(request)
  if (!userId) return Response.json({ error: 'Sign in to use this feature.' }, { status: 401 })
  const { question } = await request.json()
  const messages = [{ role: 'user', content: String(question) }]
  try {
    const options = { userId, maxTokens: boundTokens(messages) + LONGEST, onExpiry: 'charge' } as const
    return await withQuota(quotas, options, () => complete(messages))
  } catch (error) {
    if (!(error instanceof QuotaDeniedError)) throw error
    const { message, status, retryAfter, upgradeTier } = error
    const headers = { 'retry-after': String(retryAfter ?? '') }
    return Response.json({ error: message, upgrade_tier: upgradeTier }, { status, headers })
  }
}

Deno.serve(async (request) => {
  if (request.method === 'OPTIONS') return new Response(null, { headers: CORS })
  const { body, status, headers } = await answer(request)
  const type = headers.get('content-type') ?? 'text/plain'
  const wait = headers.get('retry-after')
  return new Response(body, {
    status,
    headers: { ...CORS, 'content-type': type, ...(wait && { 'retry-after': wait }) },
  })
})
