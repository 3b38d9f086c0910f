// Node's driver for PostgreSQL: our call, the bare function and rate-limiter-flexible through it.
import { createHash, randomInt, randomUUID } from 'node:crypto'
import pg from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import { serve } from './protocol.mjs'

const { CLIENTS, USERS } = process.env
const clients = Number(CLIENTS)
const pool = new pg.Pool({ max: clients, min: clients })

const limiter = await new Promise((resolve, reject) => {
  const options = { storeClient: pool, tableName: 'limits', schemaName: 'bench' }
  // Points for the whole month, as a quota has; so many that no call is refused.
  const month = { points: 2_000_000_000, duration: 30 * 24 * 3600 }
  const made = new RateLimiterPostgres({ ...options, ...month }, (error) =>
    error ? reject(error) : resolve(made),
  )
})

const session = '6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11'
const contestants = {
  'rate-limiter-flexible': (user) => limiter.consume(user, 2000),
  bare: (user) =>
    pool.query({
      name: 'bare',
      text: 'select bench.record($1, $2, $3, $4, $5, $6, $7, $8)',
      values: [user, session, 'support', 'answer', 500, 1500, 'gpt-4o-mini', 0.000975],
    }),
  track_usage: (user) =>
    pool.query({
      name: 'track_usage',
      text: `select * from public.track_usage(
        user_id => $1, session_id => $2, discipline => $3, workflow_id => $4, tokens_prompt => $5,
        tokens_completion => $6, model_used => $7, request_id => $8
      )`,
      values: [user, session, 'support', 'answer', 500, 1500, 'gpt-4o-mini', randomUUID()],
    }),
}

function randomUser() {
  const digest = createHash('md5').update(String(randomInt(1, Number(USERS) + 1))).digest('hex')
  return digest.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}

await serve(async (contestant, seconds) => {
  const operation = contestants[contestant]
  const begun = performance.now()
  const end = begun + seconds * 1000
  let calls = 0
  const client = async () => {
    while (performance.now() < end) {
      await operation(randomUser())
      calls += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return calls / ((performance.now() - begun) / 1000)
})
await pool.end()
