/** The alerts in the database: every decision about them is made there. */
import type { Config } from './config.ts'

export interface Claimed {
  id: number
  kind: 'usage' | 'denied'
  attempts: number
}

export interface Alert {
  id: number
  message_key: string
  user_id: string
  email: string | null
  name: string | null
  language: string | null
  metric: 'tokens' | 'requests'
  threshold: number
  used: number
  quota: number
  tier: string
  upgrade_tier: string | null
  reset_date: string
  reached_on: string | null
  created_at: string
  channels: string[]
}

export interface Denials {
  user_id: string
  email: string | null
  reason: string
  user_denials: number
  user_tokens: number
}

export interface Digest {
  day: string
  message_key: string
  channels: string[]
  users: number
  denials: number
  tokens: number
  top: Denials[]
}

export class Queue {
  readonly #config: Config

  constructor(config: Config) {
    this.#config = config
  }

  claim(limit: number): Promise<Claimed[]> {
    return this.#call('claim_quota_alerts', { limit })
  }

  /** What to send now; nothing if the alert is another worker's, or true no longer. */
  async prepare({ id, attempts }: Claimed): Promise<Alert | undefined> {
    return (await this.#call<Alert[]>('prepare_quota_alert', { id, attempt: attempts }))[0]
  }

  note({ id }: Claimed, channel: string, error?: string): Promise<unknown> {
    return this.#call('note_quota_alert', { id, channel, error })
  }

  complete({ id }: Claimed): Promise<unknown> {
    return this.#call('complete_quota_alert', { id })
  }

  fail({ id }: Claimed, error: string): Promise<unknown> {
    return this.#call('fail_quota_alert', { id, error })
  }

  async claimDigest(): Promise<Digest | undefined> {
    const rows = await this.#call<(Digest & Denials)[]>('claim_quota_digest', {})
    return rows[0] && { ...rows[0], top: rows }
  }

  completeDigest({ day }: Digest, channel?: string): Promise<unknown> {
    return this.#call('complete_quota_digest', { day, channel })
  }

  async #call<Answer>(name: string, args: Record<string, unknown>): Promise<Answer> {
    const { supabaseUrl, supabaseKey: key } = this.#config
    const response = await fetch(`${supabaseUrl}/rest/v1/rpc/${name}`, {
      method: 'POST',
      headers: {
        apikey: key,
        'content-type': 'application/json',
        // A key of the new style is no token.
        ...(key.startsWith('sb_') ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
    return await response.json()
  }
}
