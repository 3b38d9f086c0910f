import type { SupabaseClient } from '@supabase/supabase-js'
import type { Args, Name, Rows } from './rows.ts'

/** A supabase-js client, of a host's own types or of none. */
export type AdminClient = SupabaseClient<any, any, any>

export type ProblemKind = 'network' | 'session' | 'denied' | 'missing' | 'invalid' | 'server'

/** An answer that is not the rows that were asked for. */
export class AdminError extends Error {
  readonly kind: ProblemKind
  readonly hint: string | null

  constructor(kind: ProblemKind, message: string, hint: string | null = null) {
    super(message)
    this.name = 'AdminError'
    this.kind = kind
    this.hint = hint
  }

  get isTemporary(): boolean {
    return this.kind === 'network' || this.kind === 'server'
  }
}

interface Answer {
  data: unknown
  error: { message?: string; code?: string; hint?: string | null } | null
  status: number
}

// PostgREST answers at most 1,000 rows unless a project allows more.
const CSV_ROWS = 1000
const CSV_PAGES = 100

/** Calls an RPC that returns rows. */
export async function callRows<N extends Name>(
  client: AdminClient,
  name: N,
  args: Args,
  signal?: AbortSignal,
): Promise<Rows[N][]> {
  const request = client.rpc(name, known(args))
  const answer: Answer = await (signal ? request.abortSignal(signal) : request)
  return check(answer) as Rows[N][]
}

/** Calls an action. */
export async function act(client: AdminClient, name: string, args: Args): Promise<void> {
  check(await client.rpc(name, known(args)))
}

/** Reads a user's rows of a table that admins may select. */
export async function readTable<Row>(
  client: AdminClient,
  table: string,
  userId: string,
  signal?: AbortSignal,
): Promise<Row[]> {
  const request = client.from(table).select('*').eq('user_id', userId)
  const answer: Answer = await (signal ? request.abortSignal(signal) : request)
  return check(answer) as Row[]
}

/** All rows of an RPC as CSV, a page at a time; `total` is how many rows there are, if it has pages. */
export async function readCsv(
  client: AdminClient,
  name: Name,
  args: Args,
  total: number | null,
): Promise<string> {
  const pages = total === null ? 1 : Math.min(CSV_PAGES, Math.ceil(total / CSV_ROWS) || 1)
  const parts: string[] = []
  for (let page = 1; page <= pages; page += 1) {
    const paging = total === null ? {} : { page, page_size: CSV_ROWS }
    const text = String(check(await client.rpc(name, known({ ...args, ...paging })).csv()))
    parts.push(page === 1 ? text : text.slice(text.indexOf('\n') + 1))
  }
  return parts.map((part) => (part.endsWith('\n') ? part : `${part}\n`)).join('')
}

/** Leaves out what is not set: the database has the defaults. */
function known(args: Args): Args {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  )
}

function check({ data, error, status }: Answer): unknown {
  if (!error) return data
  const message = error.message ?? `HTTP ${status}`
  throw new AdminError(kindOf(status, error.code ?? ''), message, error.hint || null)
}

function kindOf(status: number, code: string): ProblemKind {
  if (status === 0) return 'network'
  if (code === 'PGRST202') return 'missing'
  if (status === 401) return 'session'
  if (status === 403) return 'denied'
  if (status === 429 || status >= 500) return 'server'
  return 'invalid'
}

/** What to tell the admin, in one or two sentences. */
export function describe(error: unknown): string {
  if (!(error instanceof AdminError)) return error instanceof Error ? error.message : String(error)
  switch (error.kind) {
    case 'network':
      return 'The project does not answer. Check the connection, then try again.'
    case 'session':
      return 'Your session has ended. Sign in again.'
    case 'missing':
      return `${error.message}. Install the current release of AI token quotas.`
    case 'server':
      return `The project answered with an error: ${error.message}. Try again in a moment.`
    default:
      return [error.message, error.hint].filter(Boolean).map(sentence).join(' ')
  }
}

function sentence(text: string | null): string {
  const trimmed = (text ?? '').trim()
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
