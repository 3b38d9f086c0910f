/** The request to the provider, and what of its answer goes on. */
import type { Config } from './config.ts'
import { GatewayError, upstreamError } from './errors.ts'

/** Sends nothing of the caller's request but the body that was made of it; follows no redirect. */
export async function ask(name: string, json: string, config: Config): Promise<Response> {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(new DOMException('The call took too long', 'TimeoutError')),
    config.timeout,
  )
  const end = () => clearTimeout(timer)
  const answer = await fetch(`${config.upstream}/${name}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${config.upstreamKey}`,
      'content-type': 'application/json',
      'user-agent': 'ai-token-quotas-gateway',
    },
    body: json,
    redirect: 'manual',
    signal: controller.signal,
  }).catch((error) => {
    end()
    throw error
  })
  if (!answer.body) end()
  const { status, headers } = answer
  const response = new Response(answer.body && watched(answer.body, end), { status, headers })
  if (!response.ok || /^(application\/json|text\/event-stream)\b/.test(contentType(response))) {
    return response
  }
  await response.body?.cancel()
  throw upstreamError(502, 'The provider gave no answer of its API.', 'upstream_invalid')
}

/** The same body, which tells when it is over: a timer that runs on keeps the whole call in memory. */
function watched(body: ReadableStream<Uint8Array>, onEnd: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        onEnd()
        controller.close()
      } catch (error) {
        onEnd()
        controller.error(error)
      }
    },
    cancel(reason) {
      onEnd()
      return reader.cancel(reason)
    },
  }, { highWaterMark: 0 })
}

export const contentType = (response: Response): string =>
  response.headers.get('content-type') ?? ''

// What a caller can mend, or wait for.
const CALLERS = new Set([400, 404, 409, 413, 415, 422])

/** The provider's refusal. What concerns its key or its address stays here. */
export async function refusal(response: Response): Promise<GatewayError> {
  const { status } = response
  const said = (await response.text().catch(() => '')).slice(0, 10_000)
  if (CALLERS.has(status)) return new GatewayError(status, described(said))
  console.error(`ai-gateway: the provider answered ${status}`, said.slice(0, 500))
  if (status === 429) {
    const wait = response.headers.get('retry-after') ?? ''
    return new GatewayError(
      429,
      {
        message: 'The provider is busy. Try again.',
        type: 'rate_limit_error',
        code: 'rate_limit_exceeded',
      },
      /^\d{1,6}$/.test(wait) ? { 'retry-after': wait } : {},
    )
  }
  if (status >= 500) {
    return upstreamError(status, 'The provider failed. Try again.', 'upstream_failed')
  }
  return upstreamError(502, 'The provider refused the gateway.', 'upstream_refused')
}

function described(said: string): { message: string; param?: string | null; code?: string | null } {
  try {
    const { error } = JSON.parse(said) as { error: Record<string, unknown> }
    return {
      message: textOf(error['message']) ?? 'The provider refused the request.',
      param: textOf(error['param']),
      code: textOf(error['code']),
    }
  } catch {
    return { message: 'The provider refused the request.' }
  }
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value.slice(0, 2000) : null
