/** Stands in for a model: says what was asked for, and what it cost, as a provider would. */
export interface Completion {
  text: string
  usage: { prompt_tokens: number; completion_tokens: number }
}

export const MODEL = 'gpt-4o-mini'

/** Instructions and question together. */
export const PROMPT_TOKENS = 500

export async function complete(prompt: string, maxTokens: number): Promise<Completion> {
  await new Promise((resolve) => setTimeout(resolve, 150))
  if (prompt.trim() === 'fail') throw new Error('The model did not answer.')
  return {
    text: `You asked: “${prompt}”. This is an answer of ${maxTokens} tokens.`,
    usage: { prompt_tokens: PROMPT_TOKENS, completion_tokens: maxTokens },
  }
}
