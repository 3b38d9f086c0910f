import { drain, drainStream } from './drain.ts'
import { textBytes } from './estimate.ts'
import { openHold, type Hold, type HoldOptions, type Known } from './hold.ts'
import type { TokenService } from './service.ts'
import { createUsageReader, type TokenCounts } from './usage.ts'

export interface QuotaOptions extends HoldOptions {
  /** Tokens to reserve: an upper bound of prompt and answer. */
  maxTokens: number
  /** An estimate of the prompt's tokens, used if the provider sends no count. */
  promptTokens?: number | undefined
  /** If it is aborted before the call begins, the reservation is released. */
  signal?: AbortSignal | undefined
}

export interface QuotaHold {
  readonly reservationId: string
  readonly expiresAt: string
  /** Says what was used, where the answer does not. The last word counts. */
  report(usage: TokenCounts): void
}

/**
 * Holds tokens, makes the call, and settles the hold with what it used. Answers may be objects of a
 * provider's SDK, a `Response`, a `ReadableStream` or an async iterable: a stream is settled when it
 * ends, breaks, or its reader leaves. A failed call that spent nothing releases the hold.
 */
export async function withQuota<Result>(
  service: TokenService,
  options: QuotaOptions,
  call: (hold: QuotaHold) => Result | PromiseLike<Result>,
): Promise<Result> {
  const { maxTokens: tokens, ...rest } = options
  const hold = await openHold(service, { ...rest, tokens })
  const meter = createMeter()
  let result: Result
  try {
    result = await call({
      reservationId: hold.reservationId,
      expiresAt: hold.expiresAt,
      report: (usage) => meter.report(usage),
    })
  } catch (error) {
    await hold.fail(error, meter.known())
    throw error
  }
  return (await measure(result, hold, meter)) as Result
}

async function measure(result: unknown, hold: Hold, meter: Meter): Promise<unknown> {
  const onEnd = (failure: { error: unknown } | undefined): Promise<void> =>
    failure ? hold.fail(failure.error, meter.known()) : hold.settle(meter.known())

  if (result instanceof Response) return measureResponse(result, hold, meter)
  if (result instanceof ReadableStream) {
    const { stream, ended } = drainStream(result as ReadableStream<unknown>, meter.read, onEnd)
    hold.waitFor(ended)
    return stream
  }
  if (isIterable(result)) {
    const iterator = result[Symbol.asyncIterator]()
    const copy = drain(() => iterator.next(), meter.read, onEnd)
    hold.waitFor(copy.ended)
    // The same object, since an SDK's stream has more to it than its events.
    Object.defineProperty(result, Symbol.asyncIterator, {
      configurable: true,
      value: () => ({
        next: () => copy.next(),
        return: async () => {
          copy.leave()
          return { done: true, value: undefined }
        },
        [Symbol.asyncIterator]() {
          return this
        },
      }),
    })
    return result
  }
  meter.read(result)
  await hold.settle(meter.known(true))
  return result
}

async function measureResponse(response: Response, hold: Hold, meter: Meter): Promise<Response> {
  if (!response.ok) {
    await hold.release()
    return response
  }
  if (response.body && !/\bjson\b/.test(response.headers.get('content-type') ?? '')) {
    // An answer that breaks has cost something, even before its first word.
    const { stream, ended } = drainStream(response.body, meter.read, (failure) =>
      hold.settle(failure ? { ...meter.known(), isFinal: false } : meter.known()),
    )
    hold.waitFor(ended)
    return copyOf(response, stream)
  }
  try {
    const body = await response.clone().text()
    meter.readBody(body)
  } catch (error) {
    await hold.settle({ ...meter.known(), isFinal: false })
    throw error
  }
  await hold.settle(meter.known(true))
  return response
}

/** The body is decoded by now: headers that describe it as it was sent are wrong. */
function copyOf(response: Response, body: ReadableStream<Uint8Array<ArrayBuffer>>): Response {
  const { status, statusText } = response
  const headers = new Headers(response.headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  return new Response(body, { status, statusText, headers })
}

interface Meter {
  /** Takes in a part of an answer: an event, text, or bytes of a stream of events. */
  read(part: unknown): void
  readBody(text: string): void
  report(usage: TokenCounts): void
  /** A whole answer's usage is the provider's last word; an event's may not be. */
  known(isWhole?: boolean): Known
}

/** Watches an answer go by. */
function createMeter(): Meter {
  const reader = createUsageReader()
  const decoder = new TextDecoder()
  let reported: TokenCounts | null = null
  let bytes = 0
  let line = ''

  const readEvent = (event: unknown): void => {
    reader.read(event)
    bytes += textBytes(event)
  }
  const readLine = (text: string): void => {
    const [, json] = /^(?:data:)?\s*(\{.*)$/.exec(text) ?? []
    try {
      if (json) readEvent(JSON.parse(json))
      else if (!/^(event|data|id|retry)?:/.test(text)) bytes += textBytes(text, true)
    } catch {
      bytes += textBytes(json, true)
    }
  }
  const readText = (text: string): void => {
    const lines = (line + text).split(/\r\n|\n|\r/)
    line = lines.pop() ?? ''
    lines.forEach(readLine)
  }

  return {
    read(part) {
      if (typeof part === 'string') bytes += textBytes(part, true)
      else if (part instanceof Uint8Array) readText(decoder.decode(part, { stream: true }))
      else readEvent(part)
    },
    readBody(text) {
      try {
        const body = JSON.parse(text) as unknown
        for (const event of Array.isArray(body) ? body : [body]) readEvent(event)
      } catch {
        bytes += textBytes(text, true)
      }
    },
    report(usage) {
      reported = usage
    },
    known(isWhole = false) {
      readLine(line)
      line = ''
      const usage = reported ?? reader.usage()
      return { usage, isFinal: isWhole || reported !== null || reader.isFinal(), bytes }
    },
  }
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
