/** `<ai-tokens-card>`: the card without React, in a shadow root, with Preact in its place. */
import { createTokenService, type Connection, type SupabaseLike } from 'ai-token-quotas'
import { render } from 'preact/compat'
import { AITokensWidget, type AITokensWidgetProps } from './AITokensWidget.tsx'
import styles from './styles.css?inline'
import { AITokensProvider } from './usePortalCredits.tsx'

/**
 * Needs a project: the property `client`, a supabase-js client, or the attributes `url` and
 * `publishable-key` with the property `accessToken`. Other attributes: `theme`, `locale`,
 * `upgrade-href`, `details="false"`, `show-cost`. The event `upgrade` has the tier in `detail`.
 */
export class AITokensCardElement extends HTMLElement {
  static readonly observedAttributes = [
    ...['url', 'publishable-key', 'theme', 'locale', 'upgrade-href', 'details', 'show-cost'],
  ]

  #client: SupabaseLike | null = null
  #accessToken: Connection['accessToken']
  #labels: AITokensWidgetProps['labels']
  #service: ReturnType<typeof createTokenService> | null = null
  #isQueued = false

  get client(): SupabaseLike | null {
    return this.#client
  }

  set client(client: SupabaseLike | null) {
    this.#client = client
    this.#renew()
  }

  get accessToken(): Connection['accessToken'] {
    return this.#accessToken
  }

  set accessToken(token: Connection['accessToken']) {
    this.#accessToken = token
    this.#renew()
  }

  get labels(): AITokensWidgetProps['labels'] {
    return this.#labels
  }

  set labels(labels: AITokensWidgetProps['labels']) {
    this.#labels = labels
    this.#queue()
  }

  /** To report calls by, and to be told of changes. */
  get service(): ReturnType<typeof createTokenService> | null {
    const [url, key] = [this.getAttribute('url'), this.getAttribute('publishable-key')]
    const project =
      this.#client ?? (url && key ? { url, key, accessToken: this.#accessToken } : null)
    this.#service ??= project && createTokenService(project)
    return this.#service
  }

  connectedCallback(): void {
    // What was set before the element was known.
    for (const name of ['client', 'accessToken', 'labels'] as const) {
      if (!Object.hasOwn(this, name)) continue
      const value: unknown = this[name]
      Reflect.deleteProperty(this, name)
      Reflect.set(this, name, value)
    }
    this.#queue()
  }

  disconnectedCallback(): void {
    if (this.shadowRoot) render(null, this.shadowRoot)
  }

  attributeChangedCallback(name: string): void {
    if (name === 'url' || name === 'publishable-key') this.#renew()
    else this.#queue()
  }

  #renew(): void {
    this.#service = null
    this.#queue()
  }

  /** Several changes at once are one. */
  #queue(): void {
    if (this.#isQueued) return
    this.#isQueued = true
    queueMicrotask(() => {
      this.#isQueued = false
      if (this.isConnected) this.#render()
    })
  }

  #render(): void {
    const service = this.service
    if (!service) return
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    const theme = this.getAttribute('theme')
    const upgrade = (tier: string): void =>
      void this.dispatchEvent(new CustomEvent('upgrade', { detail: tier, bubbles: true, composed: true }))
    const card = (
      <>
        <style>{styles}</style>
        <AITokensProvider service={service}>
          <AITokensWidget
            theme={theme === 'light' || theme === 'dark' ? theme : undefined}
            locale={this.getAttribute('locale') ?? undefined}
            labels={this.#labels}
            upgradeHref={this.getAttribute('upgrade-href') ?? undefined}
            onUpgrade={upgrade}
            details={this.getAttribute('details') !== 'false'}
            showCost={this.hasAttribute('show-cost')}
          />
        </AITokensProvider>
      </>
    )
    render(card as never, root)
  }
}

if (!customElements.get('ai-tokens-card')) {
  customElements.define('ai-tokens-card', AITokensCardElement)
}
