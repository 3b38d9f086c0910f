/** A stream of events on its way to the caller. */
import { toGatewayError } from './errors.ts'

/**
 * Passes whole events on. Leaves out the usage that the gateway alone asked for, since it comes in an
 * event without choices, and programs read the first one. Ends a broken stream with an error that
 * the clients raise.
 */
export function passEvents(
  body: ReadableStream<Uint8Array>,
  showsUsage: boolean,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  let hasLeft = false

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const send = (text: string) => text && controller.enqueue(encoder.encode(text))
        try {
          for (;;) {
            const { done, value } = await reader.read()
            // The stream is closed already.
            if (hasLeft) return
            rest += decoder.decode(value, { stream: !done })
            const events = rest.split(/(?<=\r?\n\r?\n)/)
            rest = done || /\n\r?\n$/.test(rest) ? '' : events.pop() ?? ''
            const passed = events.filter((event) => showsUsage || !isUsage(event)).join('')
            send(passed)
            if (done) return controller.close()
            if (passed) return
          }
        } catch (error) {
          if (hasLeft) return
          const { body } = toGatewayError(error)
          send(`data: ${JSON.stringify({ error: body })}\n\n`)
          controller.close()
        }
      },
      cancel(reason) {
        hasLeft = true
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

const isUsage = (event: string): boolean =>
  /"choices"\s*:\s*\[\s*\]/.test(event) && /"usage"\s*:\s*\{/.test(event)
