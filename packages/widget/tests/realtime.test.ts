// @vitest-environment node
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { watchQuota } from '../src/realtime.ts'

/** Speaks as much of Phoenix as Realtime's postgres_changes need: [join_ref, ref, topic, event, payload]. */
type Message = [string | null, string | null, string, string, Record<string, unknown>]

interface Server {
  url: string
  joins: Message[]
  sockets: Set<WebSocket>
  change(): void
  close(): Promise<void>
}

interface JoinConfig {
  config: { postgres_changes: Record<string, unknown>[] }
}

async function serve(accepts: boolean): Promise<Server> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const joins: Message[] = []
  const sockets = new Set<WebSocket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Message
      const [joinRef, ref, topic, event, payload] = message
      const reply = (status: string, response: unknown): void =>
        socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status, response }]))
      if (event !== 'phx_join') {
        reply('ok', {})
        return
      }
      joins.push(message)
      if (!accepts) {
        reply('error', { reason: 'not enabled' })
        return
      }
      const { config } = payload as unknown as JoinConfig
      const bindings = config.postgres_changes.map((binding, index) => ({ id: index + 1, ...binding }))
      reply('ok', { postgres_changes: bindings })
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    joins,
    sockets,
    change() {
      const [joinRef, , topic] = joins.at(-1) ?? ['', '', '']
      const data = {
        type: 'UPDATE',
        schema: 'public',
        table: 'user_ai_quotas',
        commit_timestamp: '2026-11-22T00:00:00Z',
        columns: [{ name: 'user_id', type: 'uuid' }],
        record: { user_id: 'alice' },
        old_record: {},
        errors: null,
      }
      const payload = { ids: [1], data }
      for (const socket of sockets) {
        socket.send(JSON.stringify([joinRef, null, topic, 'postgres_changes', payload]))
      }
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.terminate()
        server.close(() => resolve())
      }),
  }
}

let server: Server
let client: SupabaseClient
let stop: () => void = () => undefined

function watch(): { onChange: () => void; onLive: (isLive: boolean) => void } {
  client = createClient(server.url, 'key', { auth: { persistSession: false } })
  const [onChange, onLive] = [vi.fn<() => void>(), vi.fn<(isLive: boolean) => void>()]
  stop = watchQuota(client, 'alice', onChange, onLive)
  return { onChange, onLive }
}

beforeEach(async () => {
  server = await serve(true)
})

afterEach(async () => {
  stop()
  await client.removeAllChannels()
  await server.close()
})

test('subscribes to the own row of user_ai_quotas, and reads it once when that stands', async () => {
  const { onChange, onLive } = watch()

  await vi.waitFor(() => expect(onLive).toHaveBeenCalledWith(true), 5000)

  expect(onChange).toHaveBeenCalledTimes(1)
  expect((server.joins[0]?.[4] as unknown as JoinConfig).config.postgres_changes).toEqual([
    { event: '*', schema: 'public', table: 'user_ai_quotas', filter: 'user_id=eq.alice' },
  ])
})

test('is told of each change, and of none after it has stopped', async () => {
  const { onChange, onLive } = watch()
  await vi.waitFor(() => expect(onLive).toHaveBeenCalledWith(true), 5000)

  server.change()
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(2), 5000)
  stop()
  await vi.waitFor(() => expect(client.getChannels()).toHaveLength(0), 5000)
  server.change()

  expect(onChange).toHaveBeenCalledTimes(2)
})

test('leaves Realtime alone where it refuses', async () => {
  await server.close()
  server = await serve(false)
  const { onChange, onLive } = watch()

  await vi.waitFor(() => expect(client.getChannels()).toHaveLength(0), 5000)

  expect(onLive).not.toHaveBeenCalledWith(true)
  expect(onChange).not.toHaveBeenCalled()
})

test('leaves Realtime alone where nothing answers', async () => {
  await server.close()
  const { onChange, onLive } = watch()

  await vi.waitFor(() => expect(client.getChannels()).toHaveLength(0), 5000)

  expect(onLive).not.toHaveBeenCalledWith(true)
  expect(onChange).not.toHaveBeenCalled()
  server = await serve(true)
})
