/** Bounds and estimates of token counts, for what no provider has counted (yet). */

/**
 * Bytes of UTF-8 text that stand for one token in an estimate. Today's tokenizers need about four
 * for English and three for code and for Chinese: the estimate is rather too high than too low.
 */
const BYTES_PER_TOKEN = 3

/** An estimate from text: for what was spent, but not counted. */
export const estimateTokens = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN)

export const bytesOf = (text: string): number => encoder.encode(text).length

/**
 * An upper bound of the tokens of a prompt: one for each byte of its JSON. No tokenizer makes more
 * tokens than bytes. It does not hold for what is referred to, such as an image by its address.
 */
export const boundTokens = (prompt: unknown): number => bytesOf(JSON.stringify(prompt) ?? '')

const encoder = new TextEncoder()

// Where providers put generated text, arguments of tools and thoughts.
const TEXTS = new Set([
  ...['content', 'text', 'delta', 'arguments', 'args', 'partial_json', 'input', 'refusal'],
  ...['thinking', 'reasoning', 'reasoning_content', 'transcript'],
])
// Events that repeat what came before, or what was asked.
const REPEATED = /\.(created|queued|in_progress|done|completed|incomplete|failed)$/

/** The bytes of generated text in an answer, or in an event of a stream. */
export function textBytes(event: unknown, isText = false, depth = 0): number {
  if (typeof event === 'string') return isText ? bytesOf(event) : 0
  // Objects of an SDK may refer to themselves.
  if (typeof event !== 'object' || event === null || depth > 10) return 0
  const { type } = event as { type?: unknown }
  if (typeof type === 'string' && REPEATED.test(type)) return 0
  return Object.entries(event).reduce(
    (sum, [name, value]) =>
      sum + textBytes(value, TEXTS.has(name) || (isText && Array.isArray(event)), depth + 1),
    0,
  )
}
