/**
 * A stand-in for the platform in front of an Edge Function: checks the JWT as verify_jwt does (any role
 * of the project passes), and hands each request to a worker: one of its own, or with
 * KEEPS_IDLE_WORKERS one for all.
 */
import { TextLineStream } from './lines.ts'

const { JWT_SECRET_OF_PLATFORM, KEEPS_IDLE_WORKERS } = Deno.env.toObject()
const entry = `file://${Deno.args[0]}`
const encoder = new TextEncoder()

async function startWorker(): Promise<string> {
  const worker = new Deno.Command(Deno.execPath(), {
    args: [
      ...['run', '-A', '--no-check', '--unstable-no-legacy-abort'],
      // Otherwise V8 makes room for new objects in steps of 16 MiB, which look like a leak.
      '--v8-flags=--max-semi-space-size=4',
      ...['--config', new URL('deno.json', entry).pathname],
      ...[import.meta.resolve('./worker.ts'), entry],
    ],
    stdout: 'piped',
    stderr: 'inherit',
  }).spawn()
  const lines = worker.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(TextLineStream())
  for await (const line of lines) return line
  throw new Error('The worker did not start')
}

// So that requests need not wait for a start, which takes longer here than on the platform.
const standby = Array.from({ length: KEEPS_IDLE_WORKERS ? 1 : 3 }, startWorker)

function takeWorker(): Promise<string> {
  if (KEEPS_IDLE_WORKERS) return standby[0]!
  standby.push(startWorker())
  return standby.shift()!
}

async function isSigned(token: string): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(JWT_SECRET_OF_PLATFORM),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )
  const [header, payload, signature = ''] = token.split('.')
  const bytes = Uint8Array.from(
    atob(signature.replaceAll('-', '+').replaceAll('_', '/')),
    (char) => char.charCodeAt(0),
  )
  return crypto.subtle.verify('HMAC', key, bytes, encoder.encode(`${header}.${payload}`))
}

Deno.serve({
  hostname: '127.0.0.1',
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
  async handler(request) {
    const { pathname } = new URL(request.url)
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? ''
    if (
      JWT_SECRET_OF_PLATFORM && request.method !== 'OPTIONS' &&
      !(await isSigned(token).catch(() => false))
    ) return Response.json({ code: 401, message: 'Invalid JWT' }, { status: 401 })
    const body = request.body ? await request.arrayBuffer() : null
    const worker = await takeWorker()
    return fetch(`${worker}${pathname.replace(/^\/functions\/v1/, '')}`, {
      method: request.method,
      headers: request.headers,
      body,
      redirect: 'manual',
      signal: request.signal,
    })
  },
})
