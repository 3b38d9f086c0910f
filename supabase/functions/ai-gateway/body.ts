/** From a caller's body to the provider's, and how much it can cost at most. */
import type { UsageLabels } from 'ai-token-quotas'
import type { Config } from './config.ts'
import { GatewayError, refuse } from './errors.ts'
import { APIS } from './fields.ts'
import type { Tally } from './rules.ts'

export interface Call {
  /** What the ledger says of the call. */
  labels: UsageLabels
  /** The provider's body. */
  json: string
  /** An upper bound of the tokens of the prompt, and of prompt and answers. */
  promptBound: number
  bound: number
  isStream: boolean
  /** Whether the caller asked to see the usage of a stream. */
  wantsUsage: boolean
}

type Body = Record<string, unknown>

// What providers add: marks around messages, and instructions about tools.
const OVERHEAD = 64
const TOOLS_OVERHEAD = 1024

export function toCall(name: string, parsed: unknown, config: Config): Call {
  const api = APIS[name]
  if (!api) throw new GatewayError(404, { message: `There is no ${name} here` })
  const tally: Tally = { images: 0, imageBytes: 0, isImageAllowed: config.tokensPerImage > 0 }
  api.rule(parsed, '', tally)
  const body: Body = Object.fromEntries(
    Object.entries(parsed as Body).filter(([, value]) => value !== null),
  )
  const model = String(body['model'])
  const labels = { ...body['metadata'] as UsageLabels | undefined, model_used: model }
  // Not the provider's, which would want to store the answer with it.
  delete body['metadata']
  if (!config.models.has(model)) {
    throw refuse('model', `The model ${model.slice(0, 100)} is not offered here`, 'model_not_found')
  }

  let output = 0
  if (api.maxTokens.length > 0) {
    const asked = api.maxTokens.filter((field) => body[field] !== undefined)
    output = Number(asked[0] ? body[asked[0]] : config.maxOutputTokens)
    if (asked.length > 1 || output > config.maxOutputTokens) {
      throw refuse(
        asked.at(-1)!,
        `${asked.at(-1)} may be given once, and be at most ${config.maxOutputTokens}`,
      )
    }
    // Under the one name that the provider heeds: another would not limit anything.
    for (const field of api.maxTokens) delete body[field]
    body[name === 'responses' ? 'max_output_tokens' : config.maxTokensField] = output
  }
  if (api.isStored) body['store'] = false
  const options = body['stream_options'] as { include_usage?: boolean } | undefined
  const isStream = body['stream'] === true
  if (isStream && name === 'chat/completions') {
    body['stream_options'] = { ...options, include_usage: true }
  }

  const json = JSON.stringify(body)
  // No tokenizer makes more tokens than there are bytes.
  const promptBound = new TextEncoder().encode(json).length - tally.imageBytes +
    tally.images * config.tokensPerImage + OVERHEAD + (body['tools'] ? TOOLS_OVERHEAD : 0)
  return {
    labels,
    json,
    promptBound,
    bound: promptBound + Number(body['n'] ?? 1) * output,
    isStream,
    wantsUsage: options?.include_usage === true,
  }
}

/** Reads at most so many bytes, and not for ever. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const tooLarge = () =>
    new GatewayError(413, {
      message: `The body is larger than ${maxBytes} bytes`,
      code: 'request_too_large',
    })
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const parts: Uint8Array[] = []
  let bytes = 0
  const reader = request.body?.getReader()
  const timer = setTimeout(() => reader?.cancel(), 30_000)
  try {
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
      bytes += step.value.length
      if (bytes > maxBytes) {
        await reader?.cancel()
        throw tooLarge()
      }
      parts.push(step.value)
    }
  } finally {
    clearTimeout(timer)
  }
  try {
    return JSON.parse(await new Blob(parts as BlobPart[]).text())
  } catch {
    throw new GatewayError(400, { message: 'The body is not JSON', code: 'invalid_json' })
  }
}
