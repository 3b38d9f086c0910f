/** OpenAI's API for signed-in users, within their quotas. */
import { createTokenService, withQuota } from 'ai-token-quotas'
import { readJson, toCall } from './body.ts'
import { createCallerCheck } from './caller.ts'
import type { Config } from './config.ts'
import { GatewayError, toGatewayError } from './errors.ts'
import { passEvents } from './events.ts'
import { ask, contentType, refusal } from './upstream.ts'

// The name of the function's folder, and before it what the platform puts there.
const PATH = /^(?:\/functions\/v1)?\/[\w-]+(?:\/v1)?\/(chat\/completions|responses|embeddings)$/

const MODELS = /^(?:\/functions\/v1)?\/[\w-]+(?:\/v1)?\/models(?:\/(.+))?$/

const CORS = {
  'access-control-allow-origin': '*',
  // Other scripts than the page's own cannot read it without.
  'access-control-expose-headers': 'retry-after, x-request-id, x-should-retry',
}

export function createGateway(config: Config): (request: Request) => Promise<Response> {
  const service = createTokenService({ url: config.supabaseUrl, key: config.supabaseKey })
  const userOf = createCallerCheck(config)

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    const models = MODELS.exec(pathname)
    if (models && request.method === 'GET') {
      await userOf(request)
      return offer(config, models[1])
    }
    const name = PATH.exec(pathname)?.[1]
    if (!name) throw new GatewayError(404, { message: 'Unknown path', code: 'unknown_url' })
    if (request.method !== 'POST') throw new GatewayError(405, { message: 'Use POST' })
    const userId = await userOf(request)
    const call = toCall(name, await readJson(request, config.maxBodyBytes), config)
    let id = ''
    const response = await withQuota(
      service,
      {
        userId,
        maxTokens: call.bound,
        promptTokens: Math.ceil(call.promptBound / 3),
        labels: call.labels,
        expiresInSeconds: config.holdSeconds,
        onExpiry: 'charge',
        waitUntil,
      },
      ({ reservationId }) => {
        id = reservationId
        return ask(name, call.json, config)
      },
    )
    if (!response.ok) throw await refusal(response)
    const isStream = /event-stream/.test(contentType(response))
    const body = isStream && response.body
      ? passEvents(response.body, call.wantsUsage)
      : response.body
    return new Response(body, {
      headers: {
        ...CORS,
        'content-type': isStream ? 'text/event-stream; charset=utf-8' : 'application/json',
        'cache-control': 'no-store',
        'x-request-id': id,
      },
    })
  }

  return async (request) => {
    if (request.method === 'OPTIONS') return preflight(request)
    const work = answer(request)
    // A caller who leaves before the answer begins does not end the work either.
    waitUntil(work.catch(() => {}))
    return await work.catch((error) => failed(toGatewayError(error)))
  }
}

/** The models that callers may ask, or one of them, as OpenAI's API lists them. */
function offer({ models }: Config, asked?: string): Response {
  const described = (id: string) => ({ id, object: 'model', created: 0, owned_by: 'ai-gateway' })
  const data = [...models].map(described)
  if (!asked) return Response.json({ object: 'list', data }, { headers: CORS })
  const found = data.find(({ id }) => [id, encodeURIComponent(id)].includes(asked))
  if (found) return Response.json(found, { headers: CORS })
  throw new GatewayError(404, { message: 'No such model is offered', code: 'model_not_found' })
}

function waitUntil(work: Promise<unknown>): void {
  const { EdgeRuntime } = globalThis as { EdgeRuntime?: { waitUntil(work: unknown): void } }
  EdgeRuntime?.waitUntil(work)
}

const failed = ({ status, body, headers }: GatewayError): Response =>
  Response.json({ error: body }, { status, headers: { ...CORS, ...headers } })

/** The clients send headers of their own, which change from version to version: none is used. */
const preflight = (request: Request): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...CORS,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ??
        'authorization, content-type',
      'access-control-max-age': '3600',
      vary: 'access-control-request-headers',
    },
  })
