import type { Reservation } from 'ai-token-quotas'
import { complete, MODEL, PROMPT_TOKENS } from './model.ts'
import { tokenService } from './tokens.ts'

export type Outcome = { text: string; tokens: number } | { refusal: Reservation }

/** Reserve, call, report: what a host does around each call to a model. */
export async function ask(
  prompt: string,
  answerTokens: number,
  onText: (soFar: string) => void,
): Promise<Outcome> {
  const reservation = await tokenService.reserveTokens(PROMPT_TOKENS + answerTokens)
  if (!reservation.allowed) return { refusal: reservation }

  const reservation_id = reservation.reservation_id
  const { text, usage } = await complete(prompt, answerTokens, onText).catch(async (error: unknown) => {
    if (reservation_id) await tokenService.releaseReservation(reservation_id)
    throw error
  })

  await tokenService.trackUsage({
    discipline: 'demo',
    workflow_id: 'chat',
    model_used: MODEL,
    tokens_prompt: usage.prompt_tokens,
    tokens_completion: usage.completion_tokens,
    ...(reservation_id ? { reservation_id } : {}),
  })
  return { text, tokens: usage.prompt_tokens + usage.completion_tokens }
}
