/**
 * A worker of the stand-in for Supabase's Edge runtime: runs the function named by its argument. As
 * on the platform, it ends when its responses have been sent (or their callers have left) and the
 * promises given to EdgeRuntime.waitUntil are done, and in any case when its time is up.
 */
const { WALL_CLOCK_SECONDS, KEEPS_IDLE_WORKERS } = Deno.env.toObject()
// One worker for all serves for as long as a slow machine takes for the tests.
const wallClock = Number(WALL_CLOCK_SECONDS ?? (KEEPS_IDLE_WORKERS ? 3600 : 150))
const serve = Deno.serve
const promises = new Set<Promise<unknown>>()
let requests = 0

function endIfIdle(): void {
  const isIdle = () => requests === 0 && promises.size === 0
  // The last bytes are on their way.
  if (!KEEPS_IDLE_WORKERS && isIdle()) setTimeout(() => isIdle() && Deno.exit(0), 20)
}

Object.assign(globalThis, {
  EdgeRuntime: {
    waitUntil(promise: Promise<unknown>) {
      promises.add(promise)
      promise.catch(() => {}).finally(() => {
        promises.delete(promise)
        endIfIdle()
      })
    },
  },
})

let handler: (request: Request) => Response | Promise<Response>
Object.assign(Deno, { serve: (given: typeof handler) => handler = given })
await import(Deno.args[0]!)

serve({
  hostname: '127.0.0.1',
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
  handler(request, info) {
    let isOver = false
    requests += 1
    const end = () => {
      if (isOver) return
      isOver = true
      requests -= 1
      endIfIdle()
    }
    info.completed.catch(() => {}).finally(end)
    request.signal.addEventListener('abort', end)
    return handler(request)
  },
})
setTimeout(() => Deno.exit(1), wallClock * 1000)
