import { mapping } from './usage-mapping.ts'

/** The counts of one call. The four of the prompt and the two of the completion are parts of it. */
export interface TokenCounts {
  tokens_prompt: number
  tokens_completion: number
  tokens_cached?: number
  tokens_cache_write?: number
  tokens_audio_prompt?: number
  tokens_reasoning?: number
  tokens_audio_completion?: number
  model_used?: string
}

interface Shape {
  name: string
  match: readonly { at: string; has: readonly string[] }[]
  equal?: readonly string[]
  final?: readonly string[]
  [count: string]: unknown
}

type Block = Record<string, unknown>

const SHAPES = mapping.shapes as readonly Shape[]

const COUNTS = [
  'tokens_prompt',
  'tokens_completion',
  'tokens_cached',
  'tokens_cache_write',
  'tokens_reasoning',
  'tokens_audio_prompt',
  'tokens_audio_completion',
] as const

type Count = (typeof COUNTS)[number]

/**
 * Reads the usage block of a provider's answer, of the block itself, or of all events of a stream.
 * Null where there is none. `docs/usage-mapping.md` lists what is known.
 */
export function usageFrom(response: unknown): TokenCounts | null {
  const reader = createUsageReader()
  for (const event of Array.isArray(response) ? response : [response]) reader.read(event)
  return reader.usage()
}

export interface UsageReader {
  read(event: unknown): void
  usage(): TokenCounts | null
  /** Whether the provider's last word on usage was read. */
  isFinal(): boolean
}

/** Collects the usage of a stream, event by event. */
export function createUsageReader(): UsageReader {
  let shape: Shape | undefined
  let model: string | undefined
  let isFinal = false
  const block: Block = {}

  return {
    read(event) {
      if (!isBlock(event)) return
      const found = find(event)
      // Later events may repeat only what has changed.
      const added = found?.block ?? (shape && isBlock(event['usage']) ? event['usage'] : undefined)
      shape ??= found?.shape
      model ??= modelOf(event)
      if (!shape || !added) return
      for (const [name, value] of Object.entries(added)) if (value != null) block[name] = value
      isFinal ||= !shape.final || shape.final.some((path) => valuesAt(event, path).length > 0)
    },
    usage() {
      if (!shape) return null
      const usage = normalize(shape, block)
      return usage && model ? { ...usage, model_used: model } : usage
    },
    isFinal: () => isFinal,
  }
}

/** A part that is larger than its whole lay beside it, and is added. */
function normalize(shape: Shape, block: Block): TokenCounts | null {
  const counted = Object.fromEntries(
    COUNTS.map((name) => [name, countAt(block, (shape[name] ?? []) as string[])]),
  ) as Record<Count, number | undefined>
  if (counted.tokens_prompt === undefined && counted.tokens_completion === undefined) return null
  const counts = Object.fromEntries(
    COUNTS.map((name) => [name, counted[name] ?? 0]),
  ) as Record<Count, number>
  enclose(counts, 'tokens_prompt', ['tokens_cached', 'tokens_cache_write'])
  enclose(counts, 'tokens_completion', ['tokens_reasoning'])
  counts.tokens_audio_prompt = Math.min(counts.tokens_audio_prompt, counts.tokens_prompt)
  counts.tokens_audio_completion = Math.min(
    counts.tokens_audio_completion,
    counts.tokens_completion,
  )
  const { tokens_prompt, tokens_completion, ...parts } = counts
  const present = Object.entries(parts).filter(([, value]) => value > 0)
  return { tokens_prompt, tokens_completion, ...Object.fromEntries(present) }
}

function enclose(counts: Record<Count, number>, whole: Count, parts: readonly Count[]): void {
  let room = counts[whole]
  for (const part of parts) {
    if (counts[part] > room) counts[whole] += counts[part]
    else room -= counts[part]
  }
}

function find(response: Block): { shape: Shape; block: Block } | undefined {
  for (const shape of SHAPES) {
    for (const { at, has } of shape.match) {
      const block = at ? at.split('.').reduce<unknown>(follow, response) : response
      if (!isBlock(block) || !has.every((path) => valuesAt(block, path).length > 0)) continue
      if (shape.equal) {
        const [one, other] = shape.equal.map((side) => countAt(block, [side]))
        if (one !== other) continue
      }
      return { shape, block }
    }
  }
  return undefined
}

/** The sum of the first alternative that has a value. */
function countAt(block: Block, alternatives: readonly string[]): number | undefined {
  for (const sum of alternatives) {
    const numbers = sum
      .split(' + ')
      .flatMap((path) => valuesAt(block, path))
      .filter((value) => typeof value === 'number' && value >= 0 && value <= 2147483647)
    if (numbers.length > 0) {
      return Math.round((numbers as number[]).reduce((total, value) => total + value, 0))
    }
  }
  return undefined
}

/** Follows a path such as `a.b`, `a[].b` or `a[name=value].b`; null is no value. */
function valuesAt(block: Block, path: string): unknown[] {
  let found: unknown[] = [block]
  for (const segment of path.split('.')) {
    const [name = '', condition] = segment.replace(/\]$/, '').split('[')
    found = found.map((one) => follow(one, name))
    if (condition !== undefined) {
      const [key = '', wanted] = condition.split('=')
      found = found
        .flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : []))
        .filter((one) => !key || String(follow(one, key)) === wanted)
    }
  }
  return found.filter((one) => one != null)
}

function modelOf(event: Block): string | undefined {
  const names = mapping.model.flatMap((path) => valuesAt(event, path))
  return names.find((name): name is string => typeof name === 'string' && name !== '')
}

const follow = (block: unknown, name: string): unknown => (isBlock(block) ? block[name] : undefined)

const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
