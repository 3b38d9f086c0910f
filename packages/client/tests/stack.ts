/** Callers of the running stack, and what its tables say. `make env` prints the names. */
import { createTokenService, type Connection, type TokenService } from '../src/index.ts'

const NAMES = ['API_URL', 'ANON_KEY', 'SERVICE_ROLE_KEY', 'PUBLISHABLE_KEY', 'SECRET_KEY'] as const

export const stack = Object.fromEntries(
  NAMES.map((name) => {
    const value = process.env[name]
    if (!value) throw new Error(`${name} is not set: run \`make test\`, or eval \`make env\` first`)
    return [name, value]
  }),
) as Record<(typeof NAMES)[number], string>

export interface User {
  id: string
  token: string
}

/** A new user, with the free tier's 10,000 tokens and 100 requests. */
export async function signUp(): Promise<User> {
  const response = await fetch(`${stack.API_URL}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: stack.PUBLISHABLE_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password: 'correct-horse' }),
  })
  const { access_token, user } = (await response.json()) as {
    access_token: string
    user: { id: string }
  }
  return { id: user.id, token: access_token }
}

export interface Request {
  name: string
  args: Record<string, unknown>
}

/** A service with the secret key, and the calls that it made. */
export function server(change: Partial<Connection> = {}): {
  service: TokenService
  requests: Request[]
} {
  const requests: Request[] = []
  const service = createTokenService(
    {
      url: stack.API_URL,
      key: stack.SECRET_KEY,
      fetch: (input, init) => {
        const name = new URL(String(input)).pathname.split('/').at(-1) ?? ''
        requests.push({ name, args: JSON.parse(String(init?.body)) as Request['args'] })
        return fetch(input, init)
      },
      ...change,
    },
    { retryDelays: [20, 50] },
  )
  return { service, requests }
}

type Row = Record<string, unknown>

export async function rows(table: string, user: User): Promise<Row[]> {
  const response = await fetch(`${stack.API_URL}/rest/v1/${table}?user_id=eq.${user.id}`, {
    headers: { apikey: stack.SECRET_KEY },
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as Row[]
}

export interface Account {
  /** The states of the user's holds, sorted. */
  holds: string[]
  /** The calls that were recorded, in order; `source` is what was said of the count. */
  calls: { prompt: number; completion: number; cached: number; reasoning: number; source: string }[]
  /** What the counters say. */
  used: number
}

/** What the database knows of a user's calls. */
export async function accountOf(user: User, requests: Request[]): Promise<Account> {
  const holds = await rows('ai_quota_reservations', user)
  const calls = await rows('ai_agent_usage', user)
  const [quota] = await rows('user_ai_quotas', user)
  // A database that does not keep the source was told it, and the call was sent again without.
  const said = new Map(
    requests
      .filter(({ name, args }) => name === 'track_usage' && args['usage_source'])
      .map(({ args }) => [args['request_id'], args['usage_source']]),
  )
  return {
    holds: holds.map((row) => String(row['status'])).sort(),
    calls: calls
      .sort((one, other) => Number(one['id']) - Number(other['id']))
      .map((row) => ({
        prompt: Number(row['tokens_prompt']),
        completion: Number(row['tokens_completion']),
        cached: Number(row['tokens_cached']),
        reasoning: Number(row['tokens_reasoning']),
        source: String(row['usage_source'] ?? said.get(row['request_id'])),
      })),
    used: Number(quota?.['current_month_tokens'] ?? 0),
  }
}

/** Waits until no hold of the user is pending: a settlement may follow the end of a stream. */
export async function settled(user: User, requests: Request[], count = 1): Promise<Account> {
  for (;;) {
    const account = await accountOf(user, requests)
    if (account.holds.length >= count && !account.holds.includes('pending')) return account
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
