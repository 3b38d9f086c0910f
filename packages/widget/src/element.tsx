/** `<ai-tokens-card>`: the card without React, in a shadow root, with Preact in its place. */
import {
  createTokenService,
  type Connection,
  type SupabaseLike,
  type TokenService,
} from 'ai-token-quotas'
import { render } from 'preact/compat'
import { AITokensWidget, type AITokensWidgetProps } from './AITokensWidget.tsx'
import styles from './styles.css?inline'
import { AITokensProvider } from './usePortalCredits.tsx'

const services = new WeakMap<SupabaseLike | Connection, TokenService>()

/** One for all cards of a client, so that they ask together. */
function serviceOf(project: SupabaseLike | Connection): TokenService {
  const service = services.get(project) ?? createTokenService(project)
  services.set(project, service)
  return service
}

/**
 * Needs a project: the property `client`, a supabase-js client, or the attributes `url` and
 * `publishable-key` with the property `accessToken`. Other attributes: `theme`, `locale`,
 * `upgrade-href`, `details="false"`, `show-cost`. The event `upgrade` has the tier in `detail`, the
 * event `error` what failed.
 */
export class AITokensCardElement extends HTMLElement {
  static readonly observedAttributes = [
    ...['url', 'publishable-key', 'theme', 'locale', 'upgrade-href', 'details', 'show-cost'],
  ]

  #client: SupabaseLike | null = null
  #accessToken: Connection['accessToken']
  #labels: AITokensWidgetProps['labels']
  #service: TokenService | null = null
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
  get service(): TokenService | null {
    const [url, key] = [this.getAttribute('url'), this.getAttribute('publishable-key')]
    const project =
      this.#client ?? (url && key ? { url, key, accessToken: this.#accessToken } : null)
    this.#service ??= project && serviceOf(project)
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
    const fail = (error: Error): void =>
      void this.dispatchEvent(new CustomEvent('error', { detail: error }))
    const card = (
      <>
        <style>{styles}</style>
        <AITokensProvider service={service} onError={fail}>
          <AITokensWidget
            theme={theme === 'light' || theme === 'dark' ? theme : undefined}
            locale={this.getAttribute('locale') ?? undefined}
            labels={this.#labels}
            upgradeHref={this.getAttribute('upgrade-href') ?? undefined}
            onUpgrade={upgrade}
            details={this.getAttribute('details') !== 'false'}
            showCost={this.hasAttribute('show-cost')}
            onError={fail}
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
