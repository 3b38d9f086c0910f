import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createUsageReader, usageFrom } from '../src/usage.ts'

interface Fixture {
  shape: string | null
  response?: unknown
  events?: unknown[]
  usage: unknown
  is_final?: boolean
}

const file = new URL('../../../tests/client/usage_fixtures.json', import.meta.url)
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Fixture[]

test.each(fixtures)('a usage block becomes arguments: $shape', ({ response, events, usage }) => {
  expect(usageFrom(events ?? response)).toEqual(usage)
})

test.each(fixtures.filter((one) => one.events))(
  'a stream says whether its usage is final: $shape',
  ({ events = [], is_final = true }) => {
    const reader = createUsageReader()

    for (const event of events) reader.read(event)

    expect(reader.isFinal()).toBe(is_final)
  },
)
