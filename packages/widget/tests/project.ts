/** A project as supabase-js sees it: the real client, and answers in place of the network. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { QuotaStatus } from 'ai-token-quotas'

export interface Request {
  path: string
  body: Record<string, unknown>
  query: URLSearchParams
}

type Reply = unknown
type Answer = (request: Request) => Reply | Promise<Reply>

export interface Project {
  client: SupabaseClient
  requests: Request[]
  answers: Record<string, Answer>
  paths(): string[]
  signIn(user: string | null): Promise<void>
}

export class Refusal {
  constructor(
    readonly status: number,
    readonly code = '',
    readonly message = 'refused',
  ) {}
}

export const NO_FUNCTION = new Refusal(404, 'PGRST202', 'Could not find the function')

export function offline(): never {
  throw new TypeError('Failed to fetch')
}

const USAGE = {
  total_tokens: 0,
  total_requests: 0,
  total_cost_usd: 0.25,
  period_start: '2026-11-01',
  period_end: '2026-11-30',
}

function tier(name: string, order: number, tokens: number | null, requests: number | null) {
  return {
    tier: name,
    monthly_token_quota: tokens,
    monthly_request_quota: requests,
    display_name: null as string | null,
    sort_order: order,
    is_public: true,
  }
}

export const TIERS = [
  { ...tier('internal', 15, null, null), is_public: false },
  tier('pro_plus', 30, 200_000, 2000),
  { ...tier('free', 10, 10_000, 100), display_name: 'Free plan' },
  tier('basic', 20, 50_000, 500),
]

/** The ids of users by name. */
export const ID = {
  alice: '00000000-0000-4000-8000-00000000000a',
  bob: '00000000-0000-4000-8000-00000000000b',
}

export function row(change: Partial<QuotaStatus> = {}): QuotaStatus {
  return {
    used: 2500,
    limit: 10000,
    remaining: 7500,
    percentage: 25,
    reset_date: '2026-12-01',
    status: 'healthy',
    tier: 'free',
    reserved: 0,
    requests_used: 3,
    requests_limit: 100,
    requests_remaining: 97,
    requests_percentage: 3,
    is_unlimited: false,
    period_start: '2026-11-01',
    is_blocked: false,
    ...change,
  }
}

let projects = 0

export function token(subject: string): string {
  return [{ alg: 'none' }, { sub: subject, exp: 4102444800 }, {}]
    .map((part) => btoa(JSON.stringify(part)).replaceAll('=', ''))
    .join('.')
}

function session(name: string): string {
  const user = ID[name as keyof typeof ID] ?? name
  return JSON.stringify({
    access_token: token(user),
    refresh_token: 'refresh',
    token_type: 'bearer',
    expires_in: 3600,
    expires_at: 4102444800,
    user: { id: user, aud: 'authenticated', app_metadata: {}, user_metadata: {}, created_at: '' },
  })
}

export function project(user: string | null = 'alice', accessToken?: () => Promise<string | null>): Project {
  const storageKey = `session-${(projects += 1)}`
  const stored = new Map<string, string>()
  if (user) stored.set(storageKey, session(user))
  const requests: Request[] = []
  const answers: Record<string, Answer> = {
    'rpc/get_user_quota_status': () => [row()],
    'rpc/get_user_monthly_usage': () => [USAGE],
    ai_quota_tiers: () => TIERS,
  }

  const answer: typeof fetch = async (input, init) => {
    const url = new URL(String(input))
    const path = url.pathname.replace('/rest/v1/', '')
    const body = init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    const request = { path, body, query: url.searchParams }
    requests.push(request)
    const reply = await answers[path]?.(request)
    init?.signal?.throwIfAborted()
    if (reply === undefined || reply instanceof Refusal) {
      const { status, code, message } = reply ?? NO_FUNCTION
      return Response.json({ code, message, hint: null, details: null }, { status })
    }
    return Response.json(reply)
  }

  const client = createClient('http://project.test', 'key', {
    ...(accessToken ? { accessToken } : {}),
    auth: {
      storageKey,
      autoRefreshToken: false,
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
    },
    db: { retry: false },
    global: { fetch: answer },
  })
  return {
    client,
    requests,
    answers,
    paths: () => requests.map((request) => request.path),
    async signIn(next) {
      if (!next) {
        await client.auth.signOut({ scope: 'local' })
        return
      }
      const { access_token, refresh_token } = JSON.parse(session(next)) as {
        access_token: string
        refresh_token: string
      }
      answers['/auth/v1/user'] = () => ({ id: next, aud: 'authenticated' })
      await client.auth.setSession({ access_token, refresh_token })
    },
  }
}
