import type { JSX } from 'react'
import { fill } from './format.ts'
import type { Words } from './words.ts'

interface BarProps {
  title: string
  what: 'tokens' | 'requests'
  used: number
  limit: number | null
  percentage: number | null
  held: number
  words: Words
}

/** What was used of the limit; lighter, what running calls hold. */
export function Bar({ title, what, used, limit, percentage, held, words }: BarProps): JSX.Element {
  const { labels, format } = words
  const shown = Math.max(0, Math.min(percentage ?? 0, 100))
  const text = fill(what === 'tokens' ? labels.tokensUsedOf : labels.requestsUsedOf, {
    used: format.number(used),
    limit: format.number(limit ?? 0),
    percent: format.percent(percentage ?? 0),
  })
  const heldText = held > 0 && format.count(labels.held, held, format.number(held))
  const heldShare = Math.min((held / (limit || 1)) * 100, 100 - shown)
  return (
    <div
      className="ai-tokens-bar"
      role="progressbar"
      aria-labelledby={title}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={shown}
      aria-valuetext={heldText ? `${text}; ${heldText}` : text}
      title={text}
    >
      <div className="ai-tokens-fill" style={{ inlineSize: `${shown}%` }} />
      {heldText && (
        <div className="ai-tokens-fill ai-tokens-held" style={{ inlineSize: `${heldShare}%` }} />
      )}
    </div>
  )
}
