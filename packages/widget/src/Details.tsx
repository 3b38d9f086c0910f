'use client'
import { useRef, useState, type ComponentType, type JSX } from 'react'
import { ErrorBoundary, report, type OnError } from './ErrorBoundary.tsx'
import type { UsagePanelProps } from './UsagePanel.tsx'
import type { Words } from './words.ts'

interface DetailsProps {
  words: Words
  props: { theme?: 'light' | 'dark' | undefined; showCost?: boolean | undefined; onError?: OnError }
}

/** The button for the panel, which is fetched when somebody opens it. */
export function Details({ words, props }: DetailsProps): JSX.Element {
  const [Panel, setPanel] = useState<ComponentType<UsagePanelProps> | null>(null)
  const [state, setState] = useState<'closed' | 'loading' | 'open' | 'failed'>('closed')
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setState('closed')
    button.current?.focus()
  }
  // After a redeploy it may be gone.
  const open = async (): Promise<void> => {
    setState('loading')
    try {
      const loaded = await import('./UsagePanel.tsx')
      setPanel(() => loaded.default)
      setState('open')
    } catch (error) {
      setState('failed')
      report(props.onError, error)
    }
  }
  const failed = <span role="alert">{words.labels.failedUsage}</span>
  return (
    <>
      {state === 'failed' && failed}
      <button
        ref={button}
        type="button"
        className="ai-tokens-link"
        aria-haspopup="dialog"
        aria-busy={state === 'loading'}
        onClick={() => void open()}
      >
        {words.labels.details}
      </button>
      {state === 'open' && Panel && (
        <ErrorBoundary fallback={failed} onError={props.onError}>
          <Panel {...props} words={words} onClose={close} />
        </ErrorBoundary>
      )}
    </>
  )
}
