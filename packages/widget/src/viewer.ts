/** Who looks at the card: by the client's own session, or by the token of somebody else's sign-in. */
import { TokenServiceError, type Connection, type SupabaseLike } from 'ai-token-quotas'

export interface Viewer {
  /** Looks again. Only tokens need it: a session tells of its changes. */
  check(): Promise<void>
  stop(): void
}

interface Sessions {
  onAuthStateChange(
    listener: (event: string, session: { user: { id: string } } | null) => void,
  ): { data: { subscription: { unsubscribe(): void } } }
}

type Token = string | null | undefined

export function watchViewer(
  project: SupabaseLike | Connection,
  onUser: (userId: string | null) => void,
): Viewer {
  const client = project as { accessToken?: Token | (() => Token | Promise<Token>); auth?: Sessions }
  const { accessToken } = client
  // A client with an access token has no sessions: its `auth` throws at each touch.
  if (typeof accessToken === 'function' || !('rpc' in project)) {
    return {
      check: async () =>
        onUser(subject(typeof accessToken === 'function' ? await accessToken() : accessToken)),
      stop: () => undefined,
    }
  }
  const { data } = (client.auth as Sessions).onAuthStateChange((_, session) => {
    const userId = session?.user.id ?? null
    // The client holds a lock during this call: nothing of it may be used here.
    setTimeout(() => onUser(userId))
  })
  return { check: async () => undefined, stop: () => data.subscription.unsubscribe() }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The user whose token it is. */
function subject(token: Token): string | null {
  if (!token) return null
  const payload = token.split('.')[1] ?? ''
  let found: unknown
  try {
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    found = (JSON.parse(text) as { sub?: unknown }).sub
  } catch {
    found = undefined
  }
  if (typeof found === 'string' && UUID.test(found)) return found
  throw new TokenServiceError(
    'auth',
    `The subject of the access token is no user of Supabase Auth: ${JSON.stringify(found)}`,
    { hint: 'Have the sign-in service put the UUID of a row of auth.users into the claim sub.' },
  )
}
