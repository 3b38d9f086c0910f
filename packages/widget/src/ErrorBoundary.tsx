'use client'
import { Component, type ReactNode } from 'react'

export type OnError = ((error: Error) => void) | undefined

interface Props {
  fallback: ReactNode
  onError: OnError
  children: ReactNode
}

/** Shows `fallback` in place of children that threw. React logs the error. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    report(this.props.onError, error)
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children
  }
}

/** Later: what the host's own function throws is not to break what is rendered. */
export function report(onError: OnError, error: unknown): void {
  if (onError) queueMicrotask(() => onError(error as Error))
}
