import { TokenServiceError, type TokenErrorKind } from './errors.ts'

/** A supabase-js client, of any project and with types of its own. */
export interface SupabaseLike {
  rpc(name: never, args?: never): unknown
}

/** Where the project is, and who calls. */
export interface Connection {
  /** The project's URL, such as https://abc.supabase.co. */
  url: string
  /** The publishable key, or on a server the secret key. */
  key: string
  /** The user's token, if a user is calling. A function is asked before each call. */
  accessToken?: string | (() => string | null | Promise<string | null>) | undefined
  /** In place of the global `fetch`. */
  fetch?: typeof fetch | undefined
}

export interface Answer {
  data: unknown
  status: number
}

/** Calls a function of the API once. */
export type Transport = (
  name: string,
  args: Record<string, unknown>,
  signal: AbortSignal,
) => Promise<Answer>

interface Complaint {
  message?: string | null
  code?: string | null
  hint?: string | null
  details?: string | null
}

export interface Query extends PromiseLike<{ data: unknown; error: Complaint | null; status: number }> {
  abortSignal?(signal: AbortSignal): Query
}

export const TIMEOUT = 10_000

/** One attempt, ended by the caller's signal or the time. */
export async function within<Result>(
  signal: AbortSignal | undefined,
  timeout: number,
  send: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  let isTimeout = false
  const abort = (): void => controller.abort(signal?.reason)
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort)
  const timer = setTimeout(() => {
    isTimeout = true
    controller.abort()
  }, timeout)
  const ended = new Promise<never>((_, reject) => {
    const end = (): void => reject(controller.signal.reason as Error)
    if (controller.signal.aborted) end()
    else controller.signal.addEventListener('abort', end)
  })
  try {
    // A client that does not know signals is not waited for.
    ended.catch(() => undefined)
    controller.signal.throwIfAborted()
    return await Promise.race([send(controller.signal), ended])
  } catch (error) {
    throw failure(error, controller.signal, isTimeout)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

export function isConnection(value: SupabaseLike | Connection): value is Connection {
  return typeof (value as SupabaseLike).rpc !== 'function'
}

/** Through the client that the host has: its keys, headers, session or access token. */
export function throughClient(client: SupabaseLike): Transport {
  const { rpc } = client as unknown as { rpc(name: string, args: object): Query }
  return async (name, args, signal) => {
    let query = rpc.call(client, name, args)
    if (query.abortSignal) query = query.abortSignal(signal)
    const { data, error, status } = await query
    signal.throwIfAborted()
    if (error) throw complaint(error, status ?? 0, null)
    return { data, status }
  }
}

/** Without a client: one request. */
export function throughFetch(connection: Connection): Transport {
  return (name, args, signal) =>
    request(connection, `rpc/${name}`, { method: 'POST', body: JSON.stringify(args), signal })
}

/** One request to the API of the project. */
export async function request(
  connection: Connection,
  path: string,
  init: RequestInit,
): Promise<Answer> {
  const { url, key, accessToken } = connection
  const token = typeof accessToken === 'function' ? await accessToken() : accessToken
  const send = connection.fetch ?? fetch
  const response = await send(`${url.replace(/\/+$/, '')}/rest/v1/${path}`, {
    ...init,
    headers: {
      apikey: key,
      // Keys of the form sb_… are no tokens.
      ...(token || !key.startsWith('sb_') ? { authorization: `Bearer ${token || key}` } : {}),
      'content-type': 'application/json',
      accept: 'application/json',
    },
  })
  const text = await response.text()
  const data = parse(text)
  if (response.ok && data !== undefined) return { data, status: response.status }
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw complaint(
    data === undefined ? { message: text } : ((data ?? {}) as Complaint),
    response.status,
    Number.isFinite(seconds) ? seconds : null,
  )
}

/** What an answer that is an error means. */
export function complaint(
  error: Complaint,
  status: number,
  retryAfter: number | null,
): TokenServiceError {
  const message = error.message ?? ''
  const code = error.code ?? ''
  const kind = kindOf(message, code, status)
  const told = `${error.details ?? ''} ${error.hint ?? ''} ${message}`
  const seconds = /\b(\d+(?:\.\d+)?) ?s(?:ec(?:ond)?s?)?\b/.exec(told)?.[1]
  return new TokenServiceError(kind, kind === 'portal' ? PORTAL : message || `HTTP ${status}`, {
    status,
    code,
    hint: error.hint ?? '',
    retryAfter: kind === 'limited' ? (retryAfter ?? (seconds ? Number(seconds) : null)) : null,
  })
}

/** What was thrown in place of an answer. */
export function failure(error: unknown, signal: AbortSignal, isTimeout: boolean): Error {
  if (error instanceof TokenServiceError && !signal.aborted) return error
  if (isTimeout) return new TokenServiceError('timeout', 'No answer in time', { cause: error })
  if (signal.aborted) return new TokenServiceError('aborted', 'Aborted', { cause: signal.reason })
  const message = error instanceof Error ? error.message : String(error)
  return new TokenServiceError('network', message, { cause: error })
}

const PORTAL = 'The answer did not come from the API: a captive portal, a proxy, or a wrong URL?'
const MISSING = new Set(['PGRST202', '42883'])

function kindOf(message: string, code: string, status: number): TokenErrorKind {
  if (MISSING.has(code)) return 'missing'
  // Older clients of supabase-js report HTML as a SyntaxError without a status.
  const isForeign = /^\s*</.test(message) || /^SyntaxError|Unexpected token/.test(message)
  if (status === 511) return 'portal'
  if (status >= 500) return 'server'
  if (isForeign) return 'portal'
  if (!status) return 'network'
  if (status === 401) return 'auth'
  if (status === 403) return 'denied'
  if (status === 404 && code) return 'missing'
  if (status === 409) return 'conflict'
  if (status === 429) return 'limited'
  if (status < 400 || (status === 404 && !code)) return 'portal'
  // PostgREST, when the database dies in the middle of a call: 400, and no message.
  if (status === 400 && !code && !message) return 'server'
  return 'invalid'
}

function parse(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
