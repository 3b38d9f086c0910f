import { Component, type ReactNode } from 'react'

interface BoundaryProps {
  fallback: (error: unknown, retry: () => void) => ReactNode
  children: ReactNode
}

/** An error of a part stays in the part: what is around it goes on. */
export class Boundary extends Component<BoundaryProps, { error: unknown }> {
  override state = { error: null as unknown }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === null
      ? this.props.children
      : this.props.fallback(error, () => this.setState({ error: null }))
  }
}
