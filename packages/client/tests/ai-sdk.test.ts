/**
 * The matrix: {generate, stream} × {complete, aborted, cancelled, broken off, …} for the AI SDK 5, 6
 * and 7, on the real stack. After each, every attempt has one hold, settled or released, and the
 * ledger says what the provider counted, or that it is an estimate.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { quota, QuotaDeniedError } from '../src/ai-sdk.ts'
import { startProvider, type Provider, type Served } from './provider.ts'
import { accountOf, server, settled, signUp, type Account, type Request, type User } from './stack.ts'

/** What the versions have in common. */
interface Sdk {
  wrapLanguageModel(options: object): object
  generateText(options: object): Promise<{ text: string; steps: unknown[] }>
  streamText(options: object): Streamed
  tool(options: object): object
  jsonSchema(schema: object): object
  stepCountIs?(count: number): unknown
  isStepCount?(count: number): unknown
}

interface Streamed {
  textStream: AsyncIterable<string>
  text: PromiseLike<string>
  toTextStreamResponse(): Response
  consumeStream(): PromiseLike<void>
}

type Create = (options: object) => (id: string) => object

const VERSIONS: [string, () => Promise<{ sdk: Sdk; models: Record<string, Create> }>][] = [
  [
    'AI SDK 5',
    async () => ({
      sdk: (await import('ai-5')) as unknown as Sdk,
      models: {
        openai: (await import('@ai-sdk/openai-compatible-5')).createOpenAICompatible as never,
        anthropic: (await import('@ai-sdk/anthropic-5')).createAnthropic as never,
        gemini: (await import('@ai-sdk/google-5')).createGoogleGenerativeAI as never,
      },
    }),
  ],
  [
    'AI SDK 6',
    async () => ({
      sdk: (await import('ai-6')) as unknown as Sdk,
      models: {
        openai: (await import('@ai-sdk/openai-compatible-6')).createOpenAICompatible as never,
        anthropic: (await import('@ai-sdk/anthropic-6')).createAnthropic as never,
        gemini: (await import('@ai-sdk/google-6')).createGoogleGenerativeAI as never,
      },
    }),
  ],
  [
    'AI SDK 7',
    async () => ({
      sdk: (await import('ai-7')) as unknown as Sdk,
      models: {
        openai: (await import('@ai-sdk/openai-compatible-7')).createOpenAICompatible as never,
        anthropic: (await import('@ai-sdk/anthropic-7')).createAnthropic as never,
        gemini: (await import('@ai-sdk/google-7')).createGoogleGenerativeAI as never,
      },
    }),
  ],
]

let provider: Provider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.close())

const counted = ({ prompt, completion, cached, reasoning }: Served): object => ({
  prompt,
  completion,
  cached,
  reasoning,
  source: 'provider',
})

/** What each test saw, by row and column of the matrix in docs/. */
const matrix = new Map<string, Map<string, string>>()

function note({ holds, calls }: Account): void {
  const [version = '', mode, ...scenario] = expect.getState().currentTestName?.split(' > ') ?? []
  const row = `| ${mode} | ${scenario.join(', ')} |`
  const outcome = holds.map((hold, index) =>
    hold === 'settled' ? `settled, ${calls[index - holds.indexOf(hold)]?.source}` : hold,
  )
  const columns = matrix.get(row) ?? new Map<string, string>()
  matrix.set(row, columns.set(version, outcome.join('; ') || 'no hold'))
}

describe.each(VERSIONS)('%s', (_, load) => {
  let user: User
  let requests: Request[]
  let sdk: Sdk
  let call: { model: object; prompt: string; onError: (event: unknown) => void }
  let model: (api: string) => object
  const seen: unknown[] = []

  beforeEach(async () => {
    user = await signUp()
    const made = server()
    requests = made.requests
    provider.reset()
    seen.length = 0
    const { sdk: loaded, models } = await load()
    sdk = loaded
    model = (api) =>
      sdk.wrapLanguageModel({
        model: models[api]?.({
          name: api,
          apiKey: 'any',
          includeUsage: true,
          baseURL: `${provider.url}/v1`,
        })('stand-in-1'),
        middleware: quota(made.service, { userId: user.id, maxOutputTokens: 400 }),
      })
    call = {
      model: model('openai'),
      prompt: 'How much is left?',
      onError: (event) => void seen.push(event),
    }
  })

  /** Nothing pending, a hold for each attempt, the counters equal to the ledger. */
  const expectWhole = (account: Account, holds: string[], calls: unknown[]): void => {
    expect(account.holds).toEqual(holds)
    expect(account.calls).toEqual(calls)
    const sum = account.calls.reduce((total, one) => total + one.prompt + one.completion, 0)
    expect(account.used).toBe(sum)
    note(account)
  }

  const estimate = (least: number): object =>
    expect.objectContaining({
      prompt: expect.toSatisfy((value: number) => value > 0),
      completion: expect.toSatisfy((value: number) => value >= least && value <= 400),
      source: 'estimated',
    })

  const weather = (): object => ({
    weather: sdk.tool({
      description: 'The weather',
      inputSchema: sdk.jsonSchema({ type: 'object', properties: { city: { type: 'string' } } }),
      parameters: sdk.jsonSchema({ type: 'object' }),
      execute: () => 'sunny',
    }),
  })
  const steps = (): object => ({
    tools: weather(),
    stopWhen: (sdk.isStepCount ?? sdk.stepCountIs)?.(3),
  })

  describe('generate', () => {
    test.each(['openai', 'anthropic', 'gemini'])('complete: %s', async (api) => {
      provider.next({ cached: 4, reasoning: api === 'anthropic' ? 0 : 9 })

      const { text } = await sdk.generateText({ ...call, model: model(api) })

      expect(text).toContain('月末')
      expectWhole(await accountOf(user, requests), ['settled'], provider.served.map(counted))
    })

    test('without usage', async () => {
      provider.next({ hasNoUsage: true })

      await sdk.generateText(call)

      expectWhole(await accountOf(user, requests), ['settled'], [estimate(10)])
    })

    test('abort signal', async () => {
      const controller = new AbortController()
      provider.next({ breakBy: 'stall' })
      const calling = sdk.generateText({ ...call, abortSignal: controller.signal })
      calling.catch(() => undefined)
      await provider.until((served) => served.length === 1)
      controller.abort()

      await expect(calling).rejects.toThrow(/abort/i)
      expectWhole(await settled(user, requests), ['settled'], [estimate(0)])
    })

    test('abort signal before the call', async () => {
      const calling = sdk.generateText({ ...call, abortSignal: AbortSignal.abort() })

      await expect(calling).rejects.toThrow(/abort/i)
      expectWhole(await accountOf(user, requests), [], [])
      expect(provider.served).toEqual([])
    })

    test('provider error before', async () => {
      provider.next({ status: 400 })

      await expect(sdk.generateText(call)).rejects.toThrow('Overloaded')

      expectWhole(await accountOf(user, requests), ['released'], [])
    })

    test('provider error in the middle', async () => {
      provider.next({ breakBy: 'socket' })

      await expect(sdk.generateText({ ...call, maxRetries: 0 })).rejects.toThrow()

      expectWhole(await accountOf(user, requests), ['settled'], [estimate(0)])
    })

    test('retry', async () => {
      provider.next({ status: 503 }, {})

      await sdk.generateText(call)

      const [, last] = provider.served
      expectWhole(
        await accountOf(user, requests),
        ['released', 'settled'],
        last ? [counted(last)] : [],
      )
    })

    test('several tool steps', async () => {
      provider.next({ tool: 'weather' }, {})

      const result = await sdk.generateText({ ...call, ...steps() })

      expect(result.steps).toHaveLength(2)
      expectWhole(
        await accountOf(user, requests),
        ['settled', 'settled'],
        provider.served.map(counted),
      )
    })

    test('denial', async () => {
      const calling = sdk.generateText({ ...call, maxOutputTokens: 10_000 })

      await expect(calling).rejects.toBeInstanceOf(QuotaDeniedError)
      await expect(calling).rejects.toMatchObject({ reason: 'tokens', upgradeTier: 'basic' })
      expectWhole(await accountOf(user, requests), [], [])
      expect(provider.served).toEqual([])
      expect(new Set(requests.map(({ args }) => args['request_id'])).size).toBeLessThanOrEqual(2)
    })
  })

  describe('stream', () => {
    test.each(['openai', 'anthropic', 'gemini'])('complete: %s', async (api) => {
      provider.next({ cached: 4, reasoning: api === 'anthropic' ? 0 : 9, isHalved: true })

      const text = await sdk.streamText({ ...call, model: model(api) }).text

      expect(text).toContain('月末')
      expectWhole(await accountOf(user, requests), ['settled'], provider.served.map(counted))
    })

    test('without usage', async () => {
      provider.next({ hasNoUsage: true })

      await sdk.streamText(call).text

      expectWhole(await accountOf(user, requests), ['settled'], [estimate(10)])
    })

    test('abort signal', async () => {
      const controller = new AbortController()
      provider.next({ breakAfter: 4, breakBy: 'stall' })
      const result = sdk.streamText({ ...call, abortSignal: controller.signal })
      const reading = collect(result.textStream, (text) => {
        if (text.includes('much')) controller.abort()
      })

      await reading.catch(() => undefined)
      expectWhole(await settled(user, requests), ['settled'], [estimate(6)])
    })

    test('abort signal before the first word', async () => {
      const controller = new AbortController()
      provider.next({ breakAfter: 0, breakBy: 'stall' })
      const result = sdk.streamText({ ...call, abortSignal: controller.signal })
      const reading = collect(result.textStream)
      await provider.until((served) => served.length === 1)
      controller.abort()

      await reading.catch(() => undefined)
      expectWhole(await settled(user, requests), ['settled'], [estimate(0)])
    })

    test('body cancelled', async () => {
      provider.next({ pause: 10 })
      const body = sdk.streamText(call).toTextStreamResponse().body
      const reader = body?.getReader()
      await reader?.read()
      await reader?.cancel()

      const account = await settled(user, requests)
      expectWhole(account, ['settled'], provider.served.map(counted))
      expect(provider.served[0]?.isWhole).toBe(true)
    })

    test('body cancelled, with an abort signal', async () => {
      const controller = new AbortController()
      provider.next({ breakAfter: 5, breakBy: 'stall' })
      const result = sdk.streamText({ ...call, abortSignal: controller.signal })
      const reader = result.toTextStreamResponse().body?.getReader()
      await reader?.read()
      await reader?.cancel()
      controller.abort()

      expectWhole(await settled(user, requests), ['settled'], [estimate(1)])
    })

    test('reader breaks off', async () => {
      provider.next({ pause: 10 })
      for await (const _ of sdk.streamText(call).textStream) break

      expectWhole(await settled(user, requests), ['settled'], provider.served.map(counted))
    })

    test('reader stops reading without a signal', async () => {
      provider.next({ pause: 5 })
      const reader = sdk.streamText(call).toTextStreamResponse().body?.getReader()
      await reader?.read()

      expectWhole(await settled(user, requests), ['settled'], provider.served.map(counted))
    })

    test('provider error before', async () => {
      provider.next({ status: 400 })

      await sdk.streamText(call).consumeStream()

      expect(seen).toHaveLength(1)
      expectWhole(await settled(user, requests), ['released'], [])
    })

    test('provider error before the first word', async () => {
      provider.next({ breakAfter: 0, breakBy: 'event' })

      await sdk.streamText({ ...call, model: model('anthropic') }).consumeStream()

      expectWhole(await settled(user, requests), ['released'], [])
    })

    test.each([
      ['openai', 'event'],
      ['openai', 'socket'],
      ['anthropic', 'event'],
      ['anthropic', 'socket'],
      ['gemini', 'socket'],
    ] as const)('provider error in the middle: %s, %s', async (api, breakBy) => {
      provider.next({ breakAfter: 5, breakBy })

      await sdk.streamText({ ...call, model: model(api) }).consumeStream()

      expectWhole(await settled(user, requests), ['settled'], [estimate(8)])
    })

    test('retry', async () => {
      provider.next({ status: 503 }, {})

      await sdk.streamText(call).consumeStream()

      const [, last] = provider.served
      expectWhole(
        await settled(user, requests, 2),
        ['released', 'settled'],
        last ? [counted(last)] : [],
      )
    })

    test('several tool steps', async () => {
      provider.next({ tool: 'weather' }, {})

      await sdk.streamText({ ...call, ...steps() }).consumeStream()

      expectWhole(
        await settled(user, requests, 2),
        ['settled', 'settled'],
        provider.served.map(counted),
      )
    })

    test('denial', async () => {
      await sdk.streamText({ ...call, maxOutputTokens: 10_000 }).consumeStream()

      expect(seen).toEqual([{ error: expect.any(QuotaDeniedError) }])
      expectWhole(await accountOf(user, requests), [], [])
      expect(provider.served).toEqual([])
    })
  })
})

test('the matrix in docs/ is what these tests saw', async () => {
  const versions = VERSIONS.map(([version]) => version)
  const lines = [...matrix].map(
    ([row, columns]) => `${row} ${versions.map((version) => columns.get(version)).join(' | ')} |`,
  )
  const table = [
    '# What becomes of a call through the AI SDK',
    '',
    'Written by the tests of `packages/client` (`npx vitest run -u`), on the real stack and a stand-in',
    'for a provider. Each cell says what became of each attempt: its hold, and whether the ledger has',
    "the provider's count or an estimate. No hold stays pending.",
    '',
    `| call | what happens | ${versions.join(' | ')} |`,
    `|---|---|${'---|'.repeat(versions.length)}`,
    ...lines,
    '',
  ].join('\n')

  await expect(table).toMatchFileSnapshot('../../../docs/client-matrix.md')
})

async function collect(
  stream: AsyncIterable<string>,
  onText: (text: string) => void = () => undefined,
): Promise<string> {
  let text = ''
  for await (const part of stream) {
    text += part
    onText(text)
  }
  return text
}
