/** Reading rows asks the same through fetch and through supabase-js. */
import { createClient } from '@supabase/supabase-js'
import { describe, expect, test } from 'vitest'
import { readRows, type Connection, type SupabaseLike } from '../src/index.ts'

type Send = typeof fetch

const WAYS: [string, (send: Send) => SupabaseLike | Connection][] = [
  ['fetch', (fetch) => ({ url: 'http://project.test/', key: 'sb_secret_x', fetch })],
  [
    'supabase-js',
    (fetch) =>
      createClient('http://project.test', 'sb_secret_x', { global: { fetch }, db: { retry: false } }),
  ],
]

describe.each(WAYS)('through %s', (_, through) => {
  test('asks for columns, filters, an order and a number', async () => {
    const asked: URL[] = []
    const project = through(async (input) => {
      asked.push(new URL(String(input)))
      return Response.json([{ day: '2026-12-02' }])
    })

    const rows = await readRows(project, 'ai_quota_daily', {
      select: 'day,tokens',
      filters: [
        ['user_id', 'eq', 'alice'],
        ['day', 'gte', '2026-12-01'],
      ],
      order: 'day',
      limit: 10,
    })

    expect(rows).toEqual([{ day: '2026-12-02' }])
    expect(asked[0]?.pathname).toBe('/rest/v1/ai_quota_daily')
    expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
      select: 'day,tokens',
      user_id: 'eq.alice',
      day: 'gte.2026-12-01',
      order: 'day.desc',
      limit: '10',
    })
  })

  test('fails as a service does', async () => {
    const project = through(async () =>
      Response.json({ code: '42501', message: 'no' }, { status: 403 }),
    )

    await expect(readRows(project, 'ai_quota_daily')).rejects.toMatchObject({ kind: 'denied' })
  })

  test('does not wait for ever', async () => {
    const project = through(() => new Promise(() => undefined))

    await expect(readRows(project, 'ai_quota_daily', {}, { timeout: 20 })).rejects.toMatchObject({
      kind: 'timeout',
    })
  })
})
