/** A project as supabase-js sees it: the real client, and answers in place of the network. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { QuotaStatusRow } from '../src/index.ts'

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

const TIERS = [
  { tier: 'pro', monthly_token_quota: 200000, monthly_request_quota: 2000 },
  { tier: 'free', monthly_token_quota: 10000, monthly_request_quota: 100 },
  { tier: 'basic', monthly_token_quota: 50000, monthly_request_quota: 500 },
]

export function row(change: Partial<QuotaStatusRow> = {}): QuotaStatusRow {
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

function session(user: string): string {
  const token = [{ alg: 'none' }, { sub: user, exp: 4102444800 }, {}]
    .map((part) => btoa(JSON.stringify(part)).replaceAll('=', ''))
    .join('.')
  return JSON.stringify({
    access_token: token,
    refresh_token: 'refresh',
    token_type: 'bearer',
    expires_in: 3600,
    expires_at: 4102444800,
    user: { id: user, aud: 'authenticated', app_metadata: {}, user_metadata: {}, created_at: '' },
  })
}

export function project(user: string | null = 'alice'): Project {
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
