// Requests to the gateway over kept-alive connections, by autocannon.
import autocannon from 'autocannon'
import { randomInt, randomUUID } from 'node:crypto'
import { serve } from './protocol.mjs'

const { API_URL, CLIENTS, SERVICE_ROLE_KEY, USER_TOKEN, USER_ID, USER_IDS } = process.env
const users = JSON.parse(USER_IDS)
const BATCH = 100
const call = {
  session_id: '6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11',
  discipline: 'support',
  workflow_id: 'answer',
  tokens_prompt: 500,
  tokens_completion: 1500,
  model_used: 'gpt-4o-mini',
}

// Each chooses its user in its first request; `context` lives as long as one operation.
const post = (path, body, onResponse) => ({
  method: 'POST',
  path: `/rest/v1/${path}`,
  setupRequest: (request, context) => ({ ...request, body: JSON.stringify(body(context)) }),
  onResponse,
})
const someUser = (context) => (context.user_id = users[randomInt(users.length)])

const recorded = (context) => ({ ...call, user_id: context.user_id, request_id: randomUUID() })
const contestants = {
  'two requests': [
    post('bench_usage', (context) => ({ ...call, user_id: someUser(context), cost_usd: 0.000975 })),
    post('rpc/bench_add_usage', (context) => ({ user_id: context.user_id, tokens: 2000 })),
  ],
  track_usage: [
    post('rpc/track_usage', (context) => recorded({ user_id: someUser(context) })),
  ],
  track_usage_batch: [
    post('rpc/track_usage_batch', () => ({
      calls: Array.from({ length: BATCH }, () => recorded({ user_id: someUser({}) })),
    })),
  ],
  'reserve + settle': [
    post(
      'rpc/reserve_tokens',
      (context) => ({ tokens: 2500, user_id: someUser(context) }),
      (status, body, context) => (context.held = JSON.parse(body)[0]),
    ),
    post('rpc/track_usage', (context) => ({
      ...recorded(context),
      reservation_id: context.held.reservation_id,
    })),
  ],
  row: [{ method: 'GET', path: `/rest/v1/user_ai_quotas?user_id=eq.${USER_ID}` }],
  status: [{ method: 'POST', path: '/rest/v1/rpc/get_user_quota_status', body: '{}' }],
}
const asUser = new Set(['row', 'status'])

await serve(async (contestant, seconds) => {
  const requests = contestants[contestant]
  const token = asUser.has(contestant) ? USER_TOKEN : SERVICE_ROLE_KEY
  const result = await autocannon({
    url: API_URL,
    connections: Number(CLIENTS),
    duration: seconds,
    requests,
    headers: {
      apikey: SERVICE_ROLE_KEY,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
  })
  if (result.errors || result.timeouts || result.non2xx) {
    throw new Error(`${contestant}: ${JSON.stringify(result.statusCodeStats)}`)
  }
  const calls = contestant === 'track_usage_batch' ? BATCH : 1
  return (calls * result.requests.total) / requests.length / result.duration
})
