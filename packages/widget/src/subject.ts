/** Fetched where somebody else signs users in. */
import { TokenServiceError } from 'ai-token-quotas'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The user whose token it is. */
export function subject(token: string): string {
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
