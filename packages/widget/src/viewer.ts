/** Who looks at the card: by the client's own session, or by the token of somebody else's sign-in. */
import type { Connection, SupabaseLike } from 'ai-token-quotas'

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
      async check() {
        const token = typeof accessToken === 'function' ? await accessToken() : accessToken
        onUser(token ? (await import('./subject.ts')).subject(token) : null)
      },
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
