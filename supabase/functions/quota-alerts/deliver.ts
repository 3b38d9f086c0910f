/** Takes alerts that are due, sends each, and notes what became of it, for a part of a minute. */
import { type Channel, channels, NotSentError, UndeliverableError } from './channels.ts'
import type { Config } from './config.ts'
import { type Claimed, Queue } from './queue.ts'

// Few, because a function that is ended leaves them until their minute is over.
const BATCH = 10
const RUN_MS = 40_000

type Down = Map<Channel, Error>

export function createHandler(config: Config): (request: Request) => Promise<Response> {
  const queue = new Queue(config)
  const all = channels(config)
  return async (request) => {
    if (!(await isSame(request.headers.get('authorization') ?? '', `Bearer ${config.runKey}`))) {
      return new Response('the key is wrong', { status: 401 })
    }
    try {
      return Response.json(await deliverDue(queue, all))
    } catch (error) {
      console.error('quota-alerts:', (error as Error).message)
      return new Response('the alerts could not be read', { status: 503 })
    }
  }
}

async function deliverDue(queue: Queue, all: Channel[]) {
  const end = Date.now() + RUN_MS
  const tally = { delivered: 0, failed: 0 }
  // Channels that did not answer: not waited for again in this run.
  const down: Down = new Map()
  while (Date.now() < end) {
    const batch = await queue.claim(BATCH)
    if (batch.length === 0) break
    for (const claimed of batch) {
      if (Date.now() > end) return tally
      tally[await deliver(queue, all, claimed, down) ? 'delivered' : 'failed']++
    }
  }
  if (!(await deliverDigest(queue, all))) tally.failed++
  return tally
}

async function deliver(
  queue: Queue,
  all: Channel[],
  claimed: Claimed,
  down: Down,
): Promise<boolean> {
  const errors: string[] = []
  // Operators get a denial with the digest of the day.
  for (const channel of claimed.kind === 'denied' ? [] : all) {
    // Again for each channel: another may have taken long.
    const alert = await queue.prepare(claimed)
    if (!alert) return true
    if (!channel.isFor(alert.threshold) || alert.channels.includes(channel.name)) continue
    const error = down.get(channel) ?? await attempt(() => channel.sendAlert(alert))
    if (error instanceof NotSentError && error.isDown) down.set(channel, error)
    if (!error || error instanceof UndeliverableError) {
      await queue.note(claimed, channel.name, error && `${channel.name}: ${error.message}`)
    } else {
      errors.push(`${channel.name}: ${error.message}`)
    }
  }
  if (errors.length > 0) {
    await queue.fail(claimed, errors.join('; '))
    console.warn(`alert ${claimed.id}: attempt ${claimed.attempts}: ${errors.join('; ')}`)
    return false
  }
  await queue.complete(claimed)
  return true
}

async function deliverDigest(queue: Queue, all: Channel[]): Promise<boolean> {
  const digest = await queue.claimDigest()
  if (!digest) return true
  for (const channel of all) {
    if (!channel.sendDigest || digest.channels.includes(channel.name)) continue
    const error = await attempt(() => channel.sendDigest!(digest))
    if (error) {
      console.warn(`denials of ${digest.day}: ${channel.name}: ${error.message}`)
      return false
    }
    await queue.completeDigest(digest, channel.name)
  }
  await queue.completeDigest(digest)
  return true
}

async function attempt(send: () => Promise<void>): Promise<Error | undefined> {
  try {
    await send()
  } catch (error) {
    return error as Error
  }
}

/** Compares digests, so that the time tells nothing. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [one, other].map((text) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
  ) as [ArrayBuffer, ArrayBuffer]
  const right = new Uint8Array(b)
  return new Uint8Array(a).every((byte, at) => byte === right[at])
}
