/** Reads a source to its end, whether or not anybody reads the copy. */

export interface Copy<Part> {
  next(): Promise<IteratorResult<Part, undefined>>
  /** The reader leaves; the source is still read. */
  leave(): void
  /** Resolves after the source has ended and `onEnd` is done. */
  ended: Promise<void>
}

// What Deno's types say of the end of a stream is not what they say of the end of an iterator.
type Step<Part> = IteratorResult<Part, unknown> | ReadableStreamReadResult<Part>

/** More bytes than this are not kept for a reader that falls behind: it gets an error. */
const MOST_UNREAD = 8 * 1024 * 1024

/**
 * A wrapper that reads when it is read from would hear nothing of a reader that leaves, and the
 * provider's last word on usage would be lost. So this reads on its own, and keeps what the reader
 * has not fetched: at most one answer. The copy ends after `onEnd`.
 */
export function drain<Part>(
  source: () => Promise<Step<Part>>,
  onPart: (part: Part) => void,
  onEnd: (failure: { error: unknown } | undefined) => Promise<void>,
): Copy<Part> {
  const waiting: Part[] = []
  let unread = 0
  let failure: { error: unknown } | undefined
  let isEnded = false
  let hasLeft = false
  let isBehind = false
  const sleepers: (() => void)[] = []
  const wake = (): void => {
    for (const sleeper of sleepers.splice(0)) sleeper()
  }

  const keep = (part: Part): void => {
    waiting.push(part)
    unread += sizeOf(part)
    isBehind = unread > MOST_UNREAD
    if (isBehind) waiting.length = 0
  }

  const pump = async (): Promise<void> => {
    try {
      for (let step = await source(); !step.done; step = await source()) {
        onPart(step.value)
        if (!hasLeft && !isBehind) keep(step.value)
        wake()
      }
    } catch (error) {
      failure = { error }
    }
    await onEnd(failure)
    isEnded = true
    wake()
  }

  return {
    ended: pump(),
    async next() {
      while (waiting.length === 0 && !isEnded && !isBehind) {
        await new Promise<void>((resolve) => sleepers.push(resolve))
      }
      if (isBehind) throw new Error('The reader fell too far behind the answer')
      if (waiting.length > 0) {
        const value = waiting.shift() as Part
        unread -= sizeOf(value)
        return { done: false, value }
      }
      if (!failure || hasLeft) return { done: true, value: undefined }
      const { error } = failure
      failure = undefined
      throw error
    },
    leave() {
      hasLeft = true
      waiting.length = 0
    },
  }
}

const sizeOf = (part: unknown): number => (part instanceof Uint8Array ? part.byteLength : 0)

export function drainStream<Part>(
  stream: ReadableStream<Part>,
  onPart: (part: Part) => void,
  onEnd: (failure: { error: unknown } | undefined) => Promise<void>,
): { stream: ReadableStream<Part>; ended: Promise<void> } {
  const reader = stream.getReader()
  const copy = drain(() => reader.read(), onPart, onEnd)
  return {
    ended: copy.ended,
    stream: new ReadableStream<Part>(
      {
        async pull(controller) {
          const step = await copy.next()
          if (step.done) controller.close()
          else controller.enqueue(step.value)
        },
        cancel: () => copy.leave(),
      },
      { highWaterMark: 0 },
    ),
  }
}
