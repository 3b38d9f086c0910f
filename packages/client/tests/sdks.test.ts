/** `withQuota` around a provider's own SDK, whose streams are more than their events. */
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withQuota, type TokenService } from '../src/index.ts'
import { startProvider, type Provider } from './provider.ts'
import { accountOf, server, settled, signUp, type Request, type User } from './stack.ts'

let provider: Provider
let openai: OpenAI
let user: User
let service: TokenService
let requests: Request[]

beforeAll(async () => {
  provider = await startProvider()
  openai = new OpenAI({ apiKey: 'any', baseURL: `${provider.url}/v1`, maxRetries: 0 })
})
afterAll(() => provider.close())
beforeEach(async () => {
  user = await signUp()
  provider.reset()
  ;({ service, requests } = server())
})

const question = {
  model: 'stand-in-1',
  messages: [{ role: 'user' as const, content: 'How much is left?' }],
}
const streaming = { ...question, stream: true as const, stream_options: { include_usage: true } }
const options = (): { userId: string; maxTokens: number; promptTokens: number } => ({
  userId: user.id,
  maxTokens: 1000,
  promptTokens: 20,
})
const counted = (): object[] =>
  provider.served.map(({ prompt, completion, cached, reasoning }) => ({
    prompt,
    completion,
    cached,
    reasoning,
    source: 'provider',
  }))

test('an answer', async () => {
  const answer = await withQuota(service, options(), () => openai.chat.completions.create(question))

  expect(answer.choices[0]?.message.content).toContain('left')
  expect(await accountOf(user, requests)).toMatchObject({ holds: ['settled'], calls: counted() })
})

test('a stream, read to its end', async () => {
  const stream = await withQuota(service, options(), () => openai.chat.completions.create(streaming))
  let text = ''
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''

  expect(text).toContain('月末')
  expect(await accountOf(user, requests)).toMatchObject({ holds: ['settled'], calls: counted() })
})

test('a stream whose reader breaks off', async () => {
  provider.next({ pause: 5 })
  const stream = await withQuota(service, options(), () => openai.chat.completions.create(streaming))
  for await (const _ of stream) break

  expect(await settled(user, requests)).toMatchObject({ holds: ['settled'], calls: counted() })
})

test('a stream that nobody reads', async () => {
  await withQuota(service, options(), () => openai.chat.completions.create(streaming))

  expect(await settled(user, requests)).toMatchObject({ holds: ['settled'], calls: counted() })
})

test('a stream that its SDK passes on', async () => {
  const stream = await withQuota(service, options(), () => openai.chat.completions.create(streaming))
  const text = await new Response(stream.toReadableStream()).text()

  expect(text).toContain('left')
  expect(await settled(user, requests)).toMatchObject({ holds: ['settled'], calls: counted() })
})

test('a stream that its SDK aborts', async () => {
  provider.next({ breakAfter: 4, breakBy: 'stall' })
  const stream = await withQuota(service, options(), () => openai.chat.completions.create(streaming))
  setTimeout(() => stream.controller.abort(), 100)
  for await (const _ of stream);

  expect(await settled(user, requests)).toMatchObject({
    holds: ['settled'],
    calls: [{ prompt: 20, source: 'estimated' }],
  })
})

test('a call that its caller aborts', async () => {
  const controller = new AbortController()
  provider.next({ breakBy: 'stall' })
  const calling = withQuota(service, options(), () =>
    openai.chat.completions.create(question, { signal: controller.signal }),
  )
  calling.catch(() => undefined)
  await provider.until((served) => served.length === 1)
  controller.abort()

  await expect(calling).rejects.toThrow('aborted')
  expect(await settled(user, requests)).toMatchObject({
    holds: ['settled'],
    calls: [{ prompt: 20, completion: 0, source: 'estimated' }],
  })
})

test.each([400, 429, 503])('a call that is refused with %s', async (status) => {
  provider.next({ status })

  const calling = withQuota(service, options(), () => openai.chat.completions.create(question))

  await expect(calling).rejects.toThrow()
  expect(await accountOf(user, requests)).toMatchObject({ holds: ['released'], calls: [] })
})

test('a provider that is not there', async () => {
  const away = new OpenAI({ apiKey: 'any', baseURL: 'http://127.0.0.1:9/v1', maxRetries: 0 })

  const calling = withQuota(service, options(), () => away.chat.completions.create(question))

  await expect(calling).rejects.toThrow()
  expect(await accountOf(user, requests)).toMatchObject({ holds: ['released'], calls: [] })
})
