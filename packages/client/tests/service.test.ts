/** What answers of the API mean, and when a call is repeated; through fetch and through supabase-js. */
import { createClient } from '@supabase/supabase-js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createTokenService, type TokenService, type TokenServiceOptions } from '../src/index.ts'

type Answer = () => Response | Promise<Response>

const STATUS = { used: 2000, limit: 10_000 }
const USAGE = { tokens_prompt: 1, tokens_completion: 2 }

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => {
  return () => Response.json(body, { status, headers })
}
const html = (status: number): Answer => {
  return () =>
    new Response('<!DOCTYPE html><p>Accept our terms', {
      status,
      headers: { 'content-type': 'text/html' },
    })
}
const refused: Answer = () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
}
const silent: Answer = () => new Promise(() => undefined)

interface Api {
  fetch: typeof fetch
  sent: Record<string, unknown>[]
}

/** An API that gives these answers, the last one for ever. */
function api(...answers: Answer[]): Api {
  const sent: Record<string, unknown>[] = []
  return {
    sent,
    fetch: async (_, init) => {
      sent.push(JSON.parse(String(init?.body)) as Record<string, unknown>)
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      return (answer ?? silent)()
    },
  }
}

const WAYS: [string, (given: Api, options?: TokenServiceOptions) => TokenService][] = [
  [
    'fetch',
    ({ fetch }, options) =>
      createTokenService(
        { url: 'http://project.test/', key: 'sb_secret_x', fetch },
        { retryDelays: [], ...options },
      ),
  ],
  [
    'supabase-js',
    ({ fetch }, options) =>
      createTokenService(
        createClient('http://project.test', 'sb_secret_x', { global: { fetch } }),
        { retryDelays: [], ...options },
      ),
  ],
]

afterEach(() => vi.useRealTimers())

describe.each(WAYS)('through %s', (_, through) => {
  test.each<[string, Answer, object]>([
    ['401', json(401, { code: 'PGRST301', message: 'JWT expired' }), { kind: 'auth' }],
    ['403', json(403, { code: '42501', message: 'no', hint: 'Sign in.' }), { kind: 'denied' }],
    ['404', json(404, { code: 'PGRST202', message: 'no function' }), { kind: 'missing' }],
    ['409', json(409, { code: '23505', message: 'used' }), { kind: 'conflict', code: '23505' }],
    ['400', json(400, { code: '22023', message: 'bad' }), { kind: 'invalid', isTemporary: false }],
    ['500', json(500, { message: 'oh' }), { kind: 'server', isTemporary: true }],
    ['503 in HTML', html(503), { kind: 'server' }],
    ['200 in HTML', html(200), { kind: 'portal', isTemporary: true }],
    ['403 in HTML', html(403), { kind: 'portal' }],
    ['511', html(511), { kind: 'portal' }],
    ['no connection', refused, { kind: 'network', isTemporary: true, status: 0 }],
    ['no row', json(200, []), { kind: 'portal' }],
    [
      '429',
      json(429, { code: 'PT429', message: 'Too many', hint: 'Try again in 12 seconds.' }),
      { kind: 'limited', retryAfter: 12 },
    ],
  ])('%s is told apart', async (_, answer, expected) => {
    const service = through(api(answer))

    await expect(service.trackUsage(USAGE)).rejects.toMatchObject(expected)
  })

  test('a silent API is given up', async () => {
    const service = through(api(silent), { timeout: 20 })

    await expect(service.getQuotaStatus()).rejects.toMatchObject({ kind: 'timeout' })
  })

  test('a caller may leave', async () => {
    const controller = new AbortController()
    const asking = through(api(silent)).getQuotaStatus({ signal: controller.signal })
    controller.abort()

    await expect(asking).rejects.toMatchObject({ kind: 'aborted', isTemporary: false })
  })

  test('a lost answer is asked for again, with the same request_id', async () => {
    const given = api(refused, json(503, {}), json(200, [STATUS]))
    const service = through(given, { retryDelays: [1, 1] })

    const status = await service.trackUsage(USAGE)

    expect(status).toEqual(STATUS)
    expect(given.sent).toHaveLength(3)
    expect(new Set(given.sent.map((args) => args['request_id'])).size).toBe(1)
  })

  test('a refusal is not repeated', async () => {
    const given = api(json(400, { code: '22023', message: 'bad' }))
    const service = through(given, { retryDelays: [1, 1] })

    await expect(service.trackUsage(USAGE)).rejects.toMatchObject({ kind: 'invalid' })
    expect(given.sent).toHaveLength(1)
  })

  test('a reservation is repeated only if it has a request_id', async () => {
    const row = { allowed: true, reservation_id: 'r' }
    const [without, given] = [api(json(503, {})), api(json(503, {}), json(200, [row]))]
    const options = { retryDelays: [1, 1] }

    await expect(through(without, options).reserveTokens(5)).rejects.toMatchObject({ status: 503 })
    const held = await through(given, options).reserveTokens(5, { request_id: 'mine' })

    expect(without.sent).toEqual([{ tokens: 5 }])
    expect(held).toEqual(row)
    expect(given.sent).toEqual([
      { tokens: 5, request_id: 'mine' },
      { tokens: 5, request_id: 'mine' },
    ])
  })

  test('an older database loses details, and neither the usage nor the request_id', async () => {
    const missing = json(404, { code: 'PGRST202', message: 'no function' })
    const given = api(missing, json(200, [STATUS]), json(200, [STATUS]))
    const service = through(given)
    const usage = { ...USAGE, request_id: 'mine', tokens_cached: null, agent_id: undefined }

    await service.trackUsage({ ...usage, tokens_cache_write: 1, usage_source: 'provider' })
    await service.trackUsage({ ...usage, usage_source: 'provider' })

    expect(given.sent).toEqual([
      { ...USAGE, request_id: 'mine', tokens_cache_write: 1, usage_source: 'provider' },
      { ...USAGE, request_id: 'mine' },
      { ...USAGE, request_id: 'mine', usage_source: 'provider' },
    ])
  })

  test.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])('%s tokens are not sent', async (count) => {
    const given = api(json(200, [STATUS]))

    const tracking = through(given).trackUsage({ tokens_prompt: count, tokens_completion: 1 })

    await expect(tracking).rejects.toMatchObject({ kind: 'invalid' })
    expect(given.sent).toEqual([])
  })

  test('those who listen hear of each change, until they leave', async () => {
    const service = through(api(json(200, [STATUS])))
    const heard: unknown[] = []
    const leave = service.onQuotaChange((status) => void heard.push(status))

    await service.trackUsage(USAGE)
    leave()
    await service.trackUsage(USAGE)

    expect(heard).toEqual([STATUS])
  })
})

test.each<[string, (service: TokenService) => Promise<unknown>, object]>([
  ['get_user_quota_status', (service) => service.getQuotaStatus(), {}],
  ['get_user_quota_forecast', (service) => service.getUserQuotaForecast(), {}],
  ['get_quota_status_for', (service) => service.getQuotaStatusFor('u'), { user_id: 'u' }],
  [
    'get_user_monthly_usage',
    (service) => service.getUserMonthlyUsage({ year: 2026, month: 11 }),
    { p_year: 2026, p_month: 11 },
  ],
  [
    'check_user_quota',
    (service) => service.checkUserQuota(5, { user_id: 'u' }),
    { p_estimated_tokens: 5, user_id: 'u' },
  ],
  [
    'has_quota_for',
    (service) => service.hasQuotaFor(5, { user_id: 'u' }),
    { tokens: 5, user_id: 'u' },
  ],
  [
    'reserve_tokens',
    (service) =>
      service.reserveTokens(5, {
        requests: 2,
        expires_in_seconds: 60,
        request_id: 'r',
        user_id: 'u',
        on_expiry: 'charge',
        timeout: 99,
      }),
    {
      tokens: 5,
      requests: 2,
      expires_in_seconds: 60,
      request_id: 'r',
      user_id: 'u',
      on_expiry: 'charge',
    },
  ],
  [
    'release_reservation',
    (service) => service.releaseReservation('h', { user_id: 'u' }),
    { reservation_id: 'h', user_id: 'u' },
  ],
  [
    'track_usage',
    (service) =>
      service.trackUsage({ ...USAGE, request_id: 'r', is_final: false, requests: 0, cost_usd: 0 }),
    { ...USAGE, request_id: 'r', is_final: false, requests: 0, cost_usd: 0 },
  ],
  [
    'track_usage_batch',
    (service) => service.trackUsageBatch([{ ...USAGE, request_id: 'r', user_id: 'u' }]),
    { calls: [{ ...USAGE, request_id: 'r', user_id: 'u' }] },
  ],
])('%s gets its arguments', async (name, call, args) => {
  const called: string[] = []
  const given = api(json(200, [STATUS]))
  const service = createTokenService({
    url: 'http://project.test',
    key: 'k',
    fetch: (input, init) => {
      called.push(String(input))
      return given.fetch(input, init)
    },
  })

  await call(service)

  expect(called).toEqual([`http://project.test/rest/v1/rpc/${name}`])
  expect(given.sent).toEqual([args])
})

test('the header says when to try again', async () => {
  const answer = json(429, { message: 'Too many' }, { 'retry-after': '7' })
  const service = createTokenService(
    { url: 'http://project.test', key: 'k', fetch: api(answer).fetch },
    { retryDelays: [] },
  )

  await expect(service.trackUsage(USAGE)).rejects.toMatchObject({ kind: 'limited', retryAfter: 7 })
})

test.each([
  [{ key: 'sb_secret_x' }, null],
  [{ key: 'eyJ.a.b' }, 'Bearer eyJ.a.b'],
  [{ key: 'sb_publishable_x', accessToken: 'user' }, 'Bearer user'],
  [{ key: 'sb_publishable_x', accessToken: () => null }, null],
])('%j authorizes with %s', async (connection, expected) => {
  let headers = new Headers()
  const service = createTokenService({
    url: 'http://project.test',
    ...connection,
    fetch: async (_, init) => {
      headers = new Headers(init?.headers)
      return Response.json([STATUS])
    },
  })

  await service.getQuotaStatus()

  expect(headers.get('authorization')).toBe(expected)
  expect(headers.get('apikey')).toBe(connection.key)
})
