import { estimateTokens } from './estimate.ts'
import { QuotaDeniedError } from './errors.ts'
import { isMissing, uniqueId, type TokenService } from './service.ts'
import type { UsageLabels } from './types.ts'
import type { TokenCounts } from './usage.ts'

export interface HoldOptions {
  /** The user: required for the server, left out by end users. */
  userId?: string | undefined
  /** Labels of the call in the ledger: discipline, workflow_id, session_id, agent_id, model_used. */
  labels?: UsageLabels | undefined
  /** Requests to reserve; 1 by default. */
  requests?: number | undefined
  /** Seconds that the call may take; 900 by default. */
  expiresInSeconds?: number | undefined
  /** `charge`: if this process dies, the reservation counts as used; for the server. */
  onExpiry?: 'release' | 'charge' | undefined
  /** Keeps the process alive until a promise ends; `EdgeRuntime.waitUntil` by default. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined
  /** Called if usage could not be recorded; `console.error` by default. The answer is returned. */
  onError?: ((error: unknown, usage: TokenCounts | null) => void) | undefined
}

/** What is known of a call that was not counted by its provider to the end. */
export interface Known {
  /** The provider's count, as far as it was heard. */
  usage?: TokenCounts | null | undefined
  /** Whether that was the provider's last word. */
  isFinal?: boolean | undefined
  /** The bytes of the text that arrived. */
  bytes?: number | undefined
}

/** Tokens set aside for one call. It is settled or released once; what comes later is ignored. */
export interface Hold {
  readonly reservationId: string
  readonly expiresAt: string
  settle(known: Known): Promise<void>
  release(): Promise<void>
  /** After an error: releases if nothing was spent, else settles with what is known. */
  fail(error: unknown, known?: Known): Promise<void>
  /** Has the process wait for work that outlives the answer. */
  waitFor(work: Promise<unknown>): void
}

/** Holds tokens for a call; throws a `QuotaDeniedError` if the quota does not admit it. */
export async function openHold(
  service: TokenService,
  options: HoldOptions & {
    tokens: number
    promptTokens?: number | undefined
    signal?: AbortSignal | undefined
  },
): Promise<Hold> {
  const { tokens, userId, labels, promptTokens, signal } = options
  signal?.throwIfAborted()
  const id = uniqueId()
  const reserve = {
    requests: options.requests,
    expires_in_seconds: options.expiresInSeconds ?? 900,
    user_id: userId,
    on_expiry: options.onExpiry,
  }
  const row = await service
    .reserveTokens(tokens, { ...reserve, request_id: `hold-${id}` })
    .catch((error: unknown) => {
      // A database older than this package does not know a reservation's request_id.
      if (!isMissing(error)) throw error
      return service.reserveTokens(tokens, reserve)
    })
  if (!row.allowed || !row.reservation_id) throw new QuotaDeniedError(row)
  const reservationId = row.reservation_id
  let ended: Promise<void> | undefined

  const settle = async (known: Known): Promise<void> => {
    const { source, counts } = conclude(known, tokens, promptTokens)
    const { model_used, ...numbers } = counts
    try {
      await service.trackUsage({
        model_used,
        ...defined(labels ?? {}),
        ...numbers,
        usage_source: source,
        requests: options.requests,
        request_id: id,
        reservation_id: reservationId,
        user_id: userId,
      })
    } catch (error) {
      report(options.onError, error, counts)
    }
  }

  const release = async (): Promise<void> => {
    try {
      await service.releaseReservation(reservationId, { user_id: userId })
    } catch (error) {
      report(options.onError, error, null)
    }
  }

  // The reservation itself is not aborted: whether it was made would be unknown.
  if (signal?.aborted) {
    await release()
    signal.throwIfAborted()
  }

  return {
    reservationId,
    expiresAt: row.expires_at ?? '',
    settle: (known) => (ended ??= settle(known)),
    release: () => (ended ??= release()),
    fail: (error, known = {}) => {
      const spent = known.usage || known.bytes || mayHaveSpent(error)
      return (ended ??= spent ? settle({ ...known, isFinal: known.isFinal ?? false }) : release())
    },
    waitFor(work) {
      const { EdgeRuntime } = globalThis as { EdgeRuntime?: { waitUntil?(work: unknown): void } }
      if (options.waitUntil) options.waitUntil(work)
      else EdgeRuntime?.waitUntil?.(work)
    },
  }
}

/** The provider's count where it is complete, else an estimate that is marked as one. */
function conclude(
  { usage, isFinal = true, bytes = 0 }: Known,
  tokens: number,
  promptTokens: number | undefined,
): { source: 'provider' | 'estimated'; counts: TokenCounts } {
  // A count of nothing for an answer with text is none.
  const counted = usage && (usage.tokens_prompt + usage.tokens_completion > 0 || bytes === 0)
  if (counted && isFinal) return { source: 'provider', counts: usage }
  // What was held is an upper bound. Without any clue to the prompt, it is charged in full.
  const text = Math.min(estimateTokens(bytes), tokens)
  const prompt = Math.min(promptTokens ?? tokens, tokens - text)
  return {
    source: 'estimated',
    counts: {
      ...usage,
      tokens_prompt: usage?.tokens_prompt || prompt,
      tokens_completion: Math.max(usage?.tokens_completion ?? 0, text),
    },
  }
}

const NOT_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/
// The last is what Deno says.
const CUT_OFF =
  /abort|time(d )?-?out|ECONNRESET|EPIPE|ETIMEDOUT|UND_ERR_SOCKET|socket hang up|\(SendRequest\)/i

/** Whether the provider may have worked on a call that failed: it was sent, and not refused. */
export function mayHaveSpent(error: unknown): boolean {
  let one = error as ErrorLike | null | undefined
  for (let depth = 0; typeof one === 'object' && one !== null && depth < 5; depth += 1) {
    const status = Number(one.statusCode ?? one.status)
    if (status >= 300 || NOT_SENT.test(String(one.code))) return false
    if (status >= 200) return true
    if (CUT_OFF.test(`${String(one.name)} ${String(one.code)} ${String(one.message)}`)) {
      return !isNotSent(one.cause)
    }
    one = one.cause as ErrorLike | undefined
  }
  return false
}

const isNotSent = (cause: unknown): boolean =>
  NOT_SENT.test(String((cause as ErrorLike | null | undefined)?.code))

interface ErrorLike {
  name?: unknown
  code?: unknown
  message?: unknown
  status?: unknown
  statusCode?: unknown
  cause?: unknown
}

const defined = <Type extends object>(values: Type): Type =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as Type

function report(onError: HoldOptions['onError'], error: unknown, usage: TokenCounts | null): void {
  try {
    if (onError) onError(error, usage)
    else console.error('ai-token-quotas: usage was not recorded', usage ?? '', error)
  } catch (another) {
    // The answer to the model's caller does not depend on it.
    console.error(another)
  }
}
