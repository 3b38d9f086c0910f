/** The quota as a middleware of Vercel's AI SDK 5, 6 and 7. */
import { drainStream } from './drain.ts'
import { bytesOf, estimateTokens } from './estimate.ts'
import { openHold, type Hold, type HoldOptions, type Known } from './hold.ts'
import type { TokenService } from './service.ts'
import { usageFrom, type TokenCounts } from './usage.ts'

export { QuotaDeniedError, TokenServiceError } from './errors.ts'

export interface QuotaMiddlewareOptions extends HoldOptions {
  /** The longest answer, for calls that set no `maxOutputTokens` themselves. */
  maxOutputTokens: number
  /** Tokens to reserve for each file or image in a prompt; 8,192 by default. */
  tokensPerFile?: number | undefined
  /** Replaces the upper bound of the prompt, which is one token per byte. */
  promptTokens?: ((params: CallParams) => number) | undefined
}

/** What this reads of a call's options. */
export interface CallParams {
  prompt: unknown
  maxOutputTokens?: number | undefined
  tools?: unknown
  responseFormat?: unknown
  providerOptions?: unknown
  abortSignal?: AbortSignal | undefined
}

interface Outcome {
  usage?: unknown
  providerMetadata?: unknown
}

interface Call<Params> {
  params: Params
  model: { modelId: string }
}

/**
 * Fits `wrapLanguageModel` of each version: their types differ in the name of the version alone,
 * which is why it is `any`, and the objects are the same.
 */
export interface QuotaMiddleware {
  readonly specificationVersion: any
  transformParams<Params extends object>(options: { params: Params }): Promise<Params>
  wrapGenerate<Params extends CallParams, Result extends Outcome & { content: unknown }>(
    options: Call<Params> & { doGenerate: () => PromiseLike<Result> },
  ): Promise<Result>
  wrapStream<Params extends CallParams, Part, Result extends { stream: ReadableStream<Part> }>(
    options: Call<Params> & { doStream: () => PromiseLike<Result> },
  ): Promise<Result>
}

/**
 * Holds the bound of the prompt and `maxOutputTokens` before each attempt of a call, and settles with
 * what the provider counted. A denial is a `QuotaDeniedError`, which the SDK does not retry.
 */
export function quota(service: TokenService, options: QuotaMiddlewareOptions): QuotaMiddleware {
  const open = ({ params, model }: Call<CallParams>): Promise<Hold> => {
    const bound = options.promptTokens?.(params) ?? promptBound(params, options.tokensPerFile)
    return openHold(service, {
      ...options,
      labels: { model_used: model.modelId, ...options.labels },
      tokens: bound + (params.maxOutputTokens ?? options.maxOutputTokens) + thinking(params),
      promptTokens: options.promptTokens ? bound : estimateTokens(bound),
      signal: params.abortSignal,
    })
  }

  return {
    specificationVersion: 'v3',

    async transformParams({ params }) {
      return { maxOutputTokens: options.maxOutputTokens, ...present(params) }
    },

    async wrapGenerate({ doGenerate, ...call }) {
      const hold = await open(call)
      let result
      try {
        result = await doGenerate()
      } catch (error) {
        await hold.fail(error)
        throw error
      }
      await hold.settle({ usage: countsOf(result), bytes: contentBytes(result.content) })
      return result
    },

    async wrapStream({ doStream, ...call }) {
      const hold = await open(call)
      let result
      try {
        result = await doStream()
      } catch (error) {
        await hold.fail(error)
        throw error
      }
      const known: Known = { bytes: 0, isFinal: false }
      let broken: { error: unknown } | undefined
      const { stream, ended } = drainStream(
        result.stream,
        (part) => {
          const { type, error } = part as { type: string; error?: unknown }
          known.bytes = (known.bytes ?? 0) + partBytes(part)
          if (type === 'error') broken ??= { error }
          if (type !== 'finish') return
          known.usage = countsOf(part as Outcome)
          // After an error, the SDK fills in what it has heard until then.
          known.isFinal = known.usage !== null && !broken
        },
        async (failure = broken) => {
          if (failure && !known.isFinal) await hold.fail(failure.error, known)
          else await hold.settle(known)
        },
      )
      hold.waitFor(ended)
      return { ...result, stream }
    },
  }
}

// What providers add: marks around messages, and instructions about tools.
const OVERHEAD = 64
const TOOLS_OVERHEAD = 1024
const TOKENS_PER_FILE = 8192

/** An upper bound of the prompt: its bytes, a flat rate for each file, and what providers add. */
function promptBound(params: CallParams, tokensPerFile = TOKENS_PER_FILE): number {
  let files = 0
  const text = JSON.stringify(
    [params.prompt, params.tools, params.responseFormat],
    (_, value: unknown) => {
      const { type, mediaType, data } = (value ?? {}) as Record<string, unknown>
      if (!/^(file|image|media)/.test(String(type))) return value
      // Providers write text files into the prompt.
      const isText = /^text\/|json|xml|yaml/.test(String(mediaType))
      const { length } = (data ?? '') as { length?: number }
      files += isText && length ? length : tokensPerFile
      return undefined
    },
  )
  const tools = Array.isArray(params.tools) && params.tools.length > 0 ? TOOLS_OVERHEAD : 0
  return bytesOf(text) + files + tools + OVERHEAD
}

/** Anthropic's provider adds the budget of thinking to the longest answer. */
function thinking({ providerOptions }: CallParams): number {
  const { anthropic } = (providerOptions ?? {}) as {
    anthropic?: { thinking?: { budgetTokens?: unknown } }
  }
  return Number(anthropic?.thinking?.budgetTokens ?? 0) || 0
}

/**
 * The SDK's count. Version 5 says it in numbers that leave out what Anthropic and Google count apart;
 * there their own blocks are complete.
 */
function countsOf({ usage, providerMetadata }: Outcome): TokenCounts | null {
  const { anthropic, google, vertex } = (providerMetadata ?? {}) as Record<string, Outcome>
  const isPlain = typeof (usage as { inputTokens?: unknown } | undefined)?.inputTokens !== 'object'
  const own = isPlain ? (usageFrom(anthropic) ?? usageFrom(google ?? vertex)) : null
  return own ?? usageFrom({ usage })
}

const contentBytes = (content: unknown): number =>
  Array.isArray(content) ? content.reduce<number>((sum, part) => sum + partBytes(part), 0) : 0

/** The bytes that the model generated: text, thoughts, and the input of tools. */
function partBytes(part: unknown): number {
  const { delta, text } = part as Record<string, unknown>
  return [delta, text].reduce<number>(
    (sum, one) => sum + (typeof one === 'string' ? bytesOf(one) : 0),
    0,
  )
}

const present = <Params extends object>(params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined)) as Params
