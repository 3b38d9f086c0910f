/** Stands in for a model: streams what was asked for, and says what it cost, as a provider would. */
export interface Completion {
  text: string
  usage: { prompt_tokens: number; completion_tokens: number }
}

export const MODEL = 'gpt-4o-mini'

/** Instructions and question together. */
export const PROMPT_TOKENS = 500

/** Milliseconds between two words. */
const PACE = Number(new URLSearchParams(location.search).get('pace') ?? 90)

export async function complete(
  prompt: string,
  maxTokens: number,
  onText: (soFar: string) => void,
): Promise<Completion> {
  if (prompt.trim() === 'fail') throw new Error('The model did not answer.')
  const words = `You asked: “${prompt}”. This is an answer of ${maxTokens} tokens, word by word.`.split(' ')
  for (let count = 1; count <= words.length; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, PACE))
    onText(words.slice(0, count).join(' '))
  }
  return {
    text: words.join(' '),
    usage: { prompt_tokens: PROMPT_TOKENS, completion_tokens: maxTokens },
  }
}
