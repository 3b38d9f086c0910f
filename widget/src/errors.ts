/** What can go wrong, by what a caller can do about it. */
export type TokenErrorKind =
  | 'network' // no answer: try again
  | 'server' // 5xx: try again later
  | 'auth' // sign in again
  | 'denied' // not allowed to this user
  | 'invalid' // the call is wrong
  | 'missing' // this database has no such function or table
  | 'aborted' // the caller went away

export class TokenServiceError extends Error {
  override readonly name = 'TokenServiceError'

  constructor(
    readonly kind: TokenErrorKind,
    message: string,
    readonly code = '',
    readonly hint = '',
  ) {
    super(message)
  }

  /** Whether the same call may succeed later. */
  get isTemporary(): boolean {
    return this.kind === 'network' || this.kind === 'server'
  }
}

interface Complaint {
  message: string
  code?: string | undefined
  hint?: string | null | undefined
}

const MISSING = new Set(['PGRST202', 'PGRST205', '42P01', '42883'])

export function fromAnswer(error: Complaint, status: number): TokenServiceError {
  const code = error.code ?? ''
  return new TokenServiceError(kindOf(error, code, status), error.message, code, error.hint ?? '')
}

export function asTokenError(error: unknown): TokenServiceError {
  if (error instanceof TokenServiceError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new TokenServiceError('server', message)
}

function kindOf(error: Complaint, code: string, status: number): TokenErrorKind {
  if (MISSING.has(code)) return 'missing'
  if (status === 0 || !status) return error.message.includes('AbortError') ? 'aborted' : 'network'
  if (status >= 500) return 'server'
  // PostgREST, when the database dies in the middle of a call: 400, and not a word.
  if (status === 400 && !code && !error.message) return 'server'
  if (status === 401) return 'auth'
  if (status === 403) return 'denied'
  return 'invalid'
}
