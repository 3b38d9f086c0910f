/** The service and `withQuota` on the real stack, around a stand-in for a provider. */
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  createTokenService,
  QuotaDeniedError,
  TokenServiceError,
  withQuota,
  type TokenService,
} from '../src/index.ts'
import { startProvider, type Provider, type Script } from './provider.ts'
import { accountOf, rows, server, settled, signUp, stack, type Request, type User } from './stack.ts'

let provider: Provider
let user: User
let service: TokenService
let requests: Request[]

beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.close())
beforeEach(async () => {
  user = await signUp()
  provider.reset()
  ;({ service, requests } = server())
})

const USAGE = { tokens_prompt: 500, tokens_completion: 1500, model_used: 'gpt-4o-mini' }

describe('who calls', () => {
  test('the secret key acts for a user', async () => {
    const held = await service.reserveTokens(4000, { user_id: user.id, expires_in_seconds: 60 })
    const status = await service.trackUsage({
      ...USAGE,
      user_id: user.id,
      reservation_id: held.reservation_id,
    })

    expect(held.allowed).toBe(true)
    expect(status).toMatchObject({ used: 2000, reserved: 0 })
  })

  test('the secret key needs to say for whom', async () => {
    await expect(service.reserveTokens(1)).rejects.toMatchObject({ kind: 'invalid', code: '22023' })
  })

  test('a forwarded token acts for its user', async () => {
    const own = createTokenService({
      url: stack.API_URL,
      key: stack.PUBLISHABLE_KEY,
      accessToken: () => Promise.resolve(user.token),
    })

    const { reservation_id } = await own.reserveTokens(100)
    await own.releaseReservation(reservation_id ?? '')
    await own.trackUsage(USAGE)

    expect(await own.getQuotaStatus()).toMatchObject({ used: 2000, reserved: 0 })
    expect(await own.checkUserQuota(9000)).toMatchObject({ allowed: false, remaining_tokens: 8000 })
    expect(await own.hasQuotaFor(8000)).toBe(true)
    expect(await own.getUserMonthlyUsage()).toMatchObject({ total_tokens: 2000 })
  })

  test.each([
    ['headers of an Edge Function', { global: { headers: { Authorization: 'Bearer TOKEN' } } }],
    ['an access token of its own', { accessToken: async () => 'TOKEN' }],
  ])('a client with %s acts for its user', async (_, options) => {
    const text = JSON.stringify(options).replace('TOKEN', user.token)
    const given = 'accessToken' in options ? { accessToken: async () => user.token } : JSON.parse(text)
    const client = createClient(stack.API_URL, stack.PUBLISHABLE_KEY, given)

    const status = await createTokenService(client).trackUsage(USAGE)

    expect(status.used).toBe(2000)
  })

  test('nobody is told to sign in', async () => {
    const anonymous = createTokenService({ url: stack.API_URL, key: stack.PUBLISHABLE_KEY })

    await expect(anonymous.getQuotaStatus()).rejects.toMatchObject({ kind: 'auth', status: 401 })
  })

  test("somebody else's user_id is denied", async () => {
    const other = await signUp()
    const own = createTokenService({
      url: stack.API_URL,
      key: stack.PUBLISHABLE_KEY,
      accessToken: user.token,
    })

    const reserving = own.reserveTokens(10, { user_id: other.id })

    await expect(reserving).rejects.toMatchObject({ kind: 'denied', status: 403 })
  })
})

describe('request_id', () => {
  test('counts a call once, whatever happened between', async () => {
    const call = { ...USAGE, user_id: user.id, request_id: 'my-id' }

    await service.trackUsage(call)
    const typo = { ...call, workflowId: 'typo' }
    await expect(service.trackUsage(typo)).rejects.toMatchObject({ kind: 'missing' })
    const status = await service.trackUsage(call)

    expect(status.used).toBe(2000)
    expect(requests.every(({ args }) => args['request_id'] === 'my-id')).toBe(true)
  })

  test('of another call is a conflict', async () => {
    await service.trackUsage({ ...USAGE, user_id: user.id, request_id: 'my-id' })

    const other = { ...USAGE, tokens_prompt: 1, user_id: user.id, request_id: 'my-id' }

    await expect(service.trackUsage(other)).rejects.toMatchObject({ kind: 'conflict', status: 409 })
  })
})

const ask = (script: Script = {}, body: object = {}): (() => Promise<Response>) => {
  provider.next(script)
  return () =>
    fetch(`${provider.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({
        stream: true,
        stream_options: { include_usage: true },
        messages: [{ role: 'user', content: 'Hi' }],
        ...body,
      }),
    })
}

const provided = (): object => {
  const [call] = provider.served
  return {
    prompt: call?.prompt,
    completion: call?.completion,
    cached: call?.cached,
    reasoning: call?.reasoning,
    source: 'provider',
  }
}

describe('withQuota', () => {
  const options = (): { userId: string; maxTokens: number; promptTokens: number } => ({
    userId: user.id,
    maxTokens: 2000,
    promptTokens: 30,
  })

  test.each<[string, Script, object]>([
    ['an answer', { cached: 3, reasoning: 7 }, { stream: false }],
    ['a stream', { cached: 3, reasoning: 7 }, {}],
    ['a stream in halves', { isHalved: true }, {}],
  ])('settles %s with what the provider counted', async (_, script, body) => {
    const response = await withQuota(service, options(), ask(script, body))
    const text = await response.text()

    const account = await accountOf(user, requests)
    expect(text).toContain('left')
    expect(account.holds).toEqual(['settled'])
    expect(account.calls).toEqual([provided()])
    const total = (provider.served[0]?.prompt ?? 0) + (provider.served[0]?.completion ?? 0)
    expect(account.used).toBe(total)
  })

  test('settles a stream without usage with an estimate', async () => {
    const response = await withQuota(service, options(), ask({ hasNoUsage: true }))
    await response.text()

    const account = await accountOf(user, requests)
    expect(account.holds).toEqual(['settled'])
    expect(account.calls).toMatchObject([{ prompt: 30, source: 'estimated' }])
    expect(account.calls[0]?.completion).toBeGreaterThan(10)
  })

  test('reads on after its reader has left', async () => {
    const response = await withQuota(service, options(), ask({ pause: 10 }))
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()

    const account = await settled(user, requests)
    expect(account.calls).toEqual([provided()])
    expect(provider.served[0]?.isWhole).toBe(true)
  })

  test.each<[string, Script]>([
    ['breaks', { breakAfter: 4, breakBy: 'socket' }],
    ['is aborted', { breakAfter: 4, breakBy: 'stall' }],
  ])('settles a stream that %s with an estimate', async (_, script) => {
    const controller = new AbortController()
    provider.next(script)
    const response = await withQuota(service, options(), () =>
      fetch(`${provider.url}/v1/chat/completions`, {
        method: 'POST',
        body: '{"stream":true}',
        signal: controller.signal,
      }),
    )
    const reading = response.text()
    reading.catch(() => undefined)
    await provider.until(([call]) => call?.completion === 8)
    if (script.breakBy === 'stall') setTimeout(() => controller.abort(), 50)

    await expect(reading).rejects.toThrow()
    const account = await settled(user, requests)
    expect(account.holds).toEqual(['settled'])
    expect(account.calls).toMatchObject([{ prompt: 30, source: 'estimated' }])
    expect(account.calls[0]?.completion).toBeGreaterThanOrEqual(6)
  })

  test.each([
    ['anthropic', '/v1/messages'],
    ['gemini', '/v1beta/models/m:streamGenerateContent?alt=sse'],
  ])('takes what %s has counted until its stream breaks for an estimate', async (_, path) => {
    provider.next({ breakAfter: 4, breakBy: 'socket' })
    const response = await withQuota(service, options(), () =>
      fetch(`${provider.url}${path}`, { method: 'POST', body: '{"stream":true}' }),
    )

    await expect(response.text()).rejects.toThrow()
    const { prompt } = provider.served[0] ?? {}
    const { holds, calls } = await settled(user, requests)
    expect(holds).toEqual(['settled'])
    expect(calls).toMatchObject([{ prompt, source: 'estimated' }])
    expect(calls[0]?.completion).toBeGreaterThanOrEqual(6)
  })

  test('releases a call that the provider refused', async () => {
    const response = await withQuota(service, options(), ask({ status: 503 }))

    expect(response.status).toBe(503)
    expect(await accountOf(user, requests)).toMatchObject({ holds: ['released'], calls: [] })
  })

  test('releases a call that failed before it was sent', async () => {
    const failing = withQuota(service, options(), () => {
      throw new Error('no such model')
    })

    await expect(failing).rejects.toThrow('no such model')
    expect(await accountOf(user, requests)).toMatchObject({ holds: ['released'], calls: [] })
  })

  test('charges a call of unknown outcome, marked as an estimate', async () => {
    const controller = new AbortController()
    provider.next({ breakBy: 'stall' })
    const calling = withQuota(service, options(), () =>
      fetch(`${provider.url}/v1/chat/completions`, {
        method: 'POST',
        body: '{}',
        signal: controller.signal,
      }),
    )
    calling.catch(() => undefined)
    await provider.until((served) => served.length === 1)
    controller.abort()

    await expect(calling).rejects.toThrow()
    expect(await accountOf(user, requests)).toMatchObject({
      holds: ['settled'],
      calls: [{ prompt: 30, completion: 0, source: 'estimated' }],
    })
  })

  test.each(['application/json', 'text/event-stream'])(
    'charges an answer that breaks before its first word: %s',
    async (type) => {
      const body = new ReadableStream({ pull: (controller) => controller.error(new Error('cut')) })
      const headers = { 'content-type': type }

      const answer = withQuota(service, options(), () => new Response(body, { headers }))

      await expect(answer.then((response) => response.text())).rejects.toThrow('cut')
      expect(await accountOf(user, requests)).toMatchObject({
        holds: ['settled'],
        calls: [{ prompt: 30, completion: 0, source: 'estimated' }],
      })
    },
  )

  test('keeps no more than 8 MiB for a reader that falls behind', async () => {
    let chunks = 0
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1024 * 1024))
        chunks += 1
        if (chunks === 10) controller.close()
      },
    })

    const answer = await withQuota(service, options(), () => new Response(body))
    await settled(user, requests)

    await expect(answer.text()).rejects.toThrow('too far behind')
  })

  test('does not call where the quota does not admit it', async () => {
    const denied = withQuota(service, { ...options(), maxTokens: 10_001 }, ask())

    await expect(denied).rejects.toBeInstanceOf(QuotaDeniedError)
    await expect(denied).rejects.toMatchObject({
      reason: 'tokens',
      status: 429,
      remainingTokens: 10_000,
      upgradeTier: 'basic',
    })
    expect(provider.served).toEqual([])
    expect(await rows('ai_quota_reservations', user)).toEqual([])
  })

  test('does not call after it was aborted', async () => {
    const signal = AbortSignal.abort()

    await expect(withQuota(service, { ...options(), signal }, ask())).rejects.toThrow()

    expect(provider.served).toEqual([])
    expect(await rows('ai_quota_reservations', user)).toEqual([])
  })

  test('releases a hold that was made while its caller left', async () => {
    const controller = new AbortController()
    const { service: slow } = server({
      fetch: async (input, init) => {
        const answer = await fetch(input, init)
        if (String(input).endsWith('reserve_tokens') && answer.ok) controller.abort()
        return answer
      },
    })

    const leaving = withQuota(slow, { ...options(), signal: controller.signal }, ask())

    await expect(leaving).rejects.toThrow(/abort/)
    expect(provider.served).toEqual([])
    expect(await accountOf(user, requests)).toMatchObject({ holds: ['released'], calls: [] })
  })

  test('takes the word of the call where the answer says nothing', async () => {
    const answer = await withQuota(service, options(), (hold) => {
      hold.report({ tokens_prompt: 3, tokens_completion: 4 })
      return 'text'
    })

    expect(answer).toBe('text')
    expect(await accountOf(user, requests)).toMatchObject({
      holds: ['settled'],
      calls: [{ prompt: 3, completion: 4, source: 'provider' }],
    })
  })

  test('gives the answer though its usage could not be recorded', async () => {
    const errors: unknown[] = []
    const { service: failing } = server({
      fetch: (input, init) =>
        String(input).endsWith('track_usage')
          ? Promise.resolve(new Response('{}', { status: 503 }))
          : fetch(input, init),
    })
    const watched = { ...options(), onError: (error: unknown) => void errors.push(error) }

    const answer = await withQuota(failing, watched, () => ({ usage: { tokens: 7 } }))

    expect(answer).toEqual({ usage: { tokens: 7 } })
    expect(errors).toMatchObject([expect.any(TokenServiceError)])
  })
})

// Of 20 readers each; `make nightly` has 200 readers.
const ROUNDS = process.env['FULL_TESTS'] === '1' ? 10 : 2

describe('many at once', () => {
  test('32 streams for the last 10,000 tokens stay within them', async () => {
    const one = async (): Promise<string> => {
      const options = { userId: user.id, maxTokens: 1900 }
      const response = await withQuota(service, options, ask({ pause: 20 }))
      return response.text()
    }

    const outcomes = await Promise.allSettled(Array.from({ length: 32 }, one))

    const denied = outcomes.filter((one) => one.status === 'rejected').map((one) => one.reason)
    expect(denied.length).toBeGreaterThan(0)
    expect(denied.every((reason) => reason instanceof QuotaDeniedError)).toBe(true)
    expect(provider.served).toHaveLength(32 - denied.length)
    const account = await settled(user, requests, provider.served.length)
    const spent = provider.served.reduce((sum, call) => sum + call.prompt + call.completion, 0)
    expect(account.used).toBe(spent)
    expect(spent).toBeLessThanOrEqual(10_000)
  })

  test('readers that leave at any moment: nothing is lost or counted twice', async () => {
    await fetch(`${stack.API_URL}/rest/v1/rpc/initialize_user_quota`, {
      method: 'POST',
      headers: { apikey: stack.SECRET_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ user_id: user.id, tier: 'enterprise' }),
    })
    // The same moments in each run.
    let seed = 7
    const random = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647
    const one = async (): Promise<void> => {
      const response = await withQuota(service, { userId: user.id, maxTokens: 500 }, ask({ pause: 1 }))
      const reader = response.body?.getReader()
      for (let reads = Math.floor(random() * 12); reads > 0; reads -= 1) await reader?.read()
      await reader?.cancel()
    }

    for (let round = 0; round < ROUNDS; round += 1) await Promise.all(Array.from({ length: 20 }, one))

    const account = await settled(user, requests, ROUNDS * 20)
    const sorted = (calls: object[]): string[] => calls.map((call) => JSON.stringify(call)).sort()
    const spent = provider.served.map(({ prompt, completion, cached, reasoning }) => {
      return { prompt, completion, cached, reasoning, source: 'provider' }
    })
    expect(account.holds).toEqual(Array.from({ length: ROUNDS * 20 }, () => 'settled'))
    expect(sorted(account.calls)).toEqual(sorted(spent))
  })
})
