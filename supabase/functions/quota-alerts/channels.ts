/** The channels: each sends an alert or a digest in its own form. */
import type { Config, Mail } from './config.ts'
import type { Alert, Digest } from './queue.ts'
import { forDigest, forOperators, forUser, knownLanguage, type Message } from './texts.ts'

/** It was not sent, and may be at another attempt. The message has no secret in it. */
export class NotSentError extends Error {
  /** Whether it is the channel that does not work, and not this message. */
  readonly isDown: boolean

  constructor(message: string, isDown = false) {
    super(message)
    this.isDown = isDown
  }
}

/** It cannot be sent to this recipient, however often it is tried. */
export class UndeliverableError extends Error {}

export interface Channel {
  /** The database keeps it with an alert that the channel is done with. */
  name: string
  isFor(threshold: number): boolean
  sendAlert(alert: Alert): Promise<void>
  sendDigest?(digest: Digest): Promise<void>
}

const ANSWER_MS = 10_000

export function channels(config: Config): Channel[] {
  const { mail, webhook, slack } = config
  const language = knownLanguage(config.language)
  const tells = (who: string) => (at: number) => config.routes.get(at)?.has(who) ?? false
  const found: Channel[] = []
  if (mail) {
    found.push({
      name: 'user',
      isFor: tells('user'),
      sendAlert: async (alert) => {
        if (!alert.email) {
          throw new UndeliverableError('the user has no confirmed address, or wants no mail')
        }
        const stop = await unsubscribeUrl(mail, alert.user_id)
        const own = knownLanguage(alert.language, config.language)
        const message = forUser(alert, config, own, stop)
        const name = `${alert.message_key}.user`
        await sendMail(config, mail, [alert.email], name, message, stop)
      },
    })
  }
  if (mail?.operators.length) {
    const send = (name: string, message: Message) =>
      sendMail(config, mail, mail.operators, `${name}.operators`, message)
    found.push({
      name: 'operators',
      isFor: tells('operators'),
      sendAlert: (alert) => send(alert.message_key, forOperators(alert, config, language)),
      sendDigest: (digest) => send(digest.message_key, forDigest(digest, config, language)),
    })
  }
  if (webhook) {
    const send = (name: string, event: unknown) => postEvent(config, webhook, name, event)
    found.push({
      name: 'webhook',
      isFor: (at) => config.routes.has(at),
      sendAlert: (alert) => send(`alert_${alert.message_key}`, alertEvent(alert)),
      sendDigest: (digest) => send(`denials_${digest.message_key}`, digestEvent(digest)),
    })
  }
  if (slack) {
    const send = async ({ slack: text }: Message) => {
      await post(config, slack, JSON.stringify({ text, unfurl_links: false, unfurl_media: false }))
    }
    found.push({
      name: 'slack',
      isFor: tells('operators'),
      sendAlert: (alert) => send(forOperators(alert, config, language)),
      sendDigest: (digest) => send(forDigest(digest, config, language)),
    })
  }
  return found
}

async function sendMail(
  config: Config,
  mail: Mail,
  to: string[],
  name: string,
  message: Message,
  unsubscribe = '',
): Promise<void> {
  const isUrl = unsubscribe.startsWith('https:')
  const body = JSON.stringify({
    from: mail.from,
    to,
    reply_to: mail.replyTo || undefined,
    subject: message.subject,
    text: message.text,
    html: message.html,
    headers: {
      'Message-ID': `<${name}@${mail.from.match(/@([^>\s]+)/)?.[1]}>`,
      'Auto-Submitted': 'auto-generated',
      'Content-Language': message.language,
      ...(unsubscribe && { 'List-Unsubscribe': `<${unsubscribe}>` }),
      ...(isUrl && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  })
  const headers = { authorization: `Bearer ${mail.key}`, 'idempotency-key': name }
  const status = await post(config, `${mail.url.replace(/\/+$/, '')}/emails`, body, headers, [422])
  if (status === 422) throw new UndeliverableError('the mail service takes no such address')
}

/** Where a user can stop the messages; the token proves that the link is ours. */
async function unsubscribeUrl(mail: Mail, userId: string): Promise<string> {
  if (!mail.unsubscribe.includes('{token}')) return mail.unsubscribe.replace('{user_id}', userId)
  const bytes = await hmac(new TextEncoder().encode(mail.unsubscribeSecret), userId)
  const token = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return mail.unsubscribe.replaceAll('{user_id}', userId).replaceAll('{token}', token)
}

/** Posts an event with a signature, in the form of Standard Webhooks. */
async function postEvent(
  config: Config,
  { url, key }: NonNullable<Config['webhook']>,
  name: string,
  event: unknown,
): Promise<void> {
  const body = JSON.stringify(event)
  const now = String(Math.floor(Date.now() / 1000))
  const signature = btoa(String.fromCharCode(...await hmac(key, `${name}.${now}.${body}`)))
  await post(config, url, body, {
    'webhook-id': name,
    'webhook-timestamp': now,
    'webhook-signature': `v1,${signature}`,
  })
}

/** Posts JSON, and follows no redirect. Errors do not tell the address, which is a secret. */
async function post(
  config: Config,
  url: string,
  body: string,
  headers: Record<string, string> = {},
  known: number[] = [],
): Promise<number> {
  await requirePublic(new URL(url).hostname, config.allowLoopback)
  let status: number
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'ai-token-quotas', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    await response.body?.cancel()
    status = response.status
  } catch (error) {
    throw new NotSentError(`no answer: ${(error as Error).name}`, true)
  }
  if (status >= 300 && status < 400) {
    throw new NotSentError(`answered ${status}: redirects are not followed`)
  }
  if ((status < 200 || status >= 300) && !known.includes(status)) {
    throw new NotSentError(`answered ${status}`)
  }
  return status
}

/** All addresses of the name must be public. Where names cannot be looked up, the name must do. */
async function requirePublic(hostname: string, allowLoopback: boolean): Promise<void> {
  if (allowLoopback && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return
  const kinds = ['A', 'AAAA'] as const
  const found = await Promise.all(
    kinds.map((kind) => Deno.resolveDns(hostname, kind).catch(() => [] as string[])),
  )
  if (found.flat().some((address) => !isPublic(address))) {
    throw new NotSentError('the host has an address that is not public')
  }
}

export function isPublic(address: string): boolean {
  if (address.includes(':')) {
    // Global unicast, without documentation, 6to4, Teredo and other special blocks.
    const special = /^(2001:(0?db8|[01]?[0-9a-f]{0,2}):|2001::|2002:|3fff:)/i
    return /^[23]/.test(address) && !special.test(address)
  }
  const [a, b] = address.split('.').map(Number) as [number, number]
  return !(
    a === 0 || a === 10 || a === 127 || a >= 224 ||
    (a === 100 && b >= 64 && b < 128) || (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) || (a === 192 && (b === 168 || b === 0)) ||
    (a === 198 && (b === 18 || b === 19 || b === 51)) || (a === 203 && b === 0)
  )
}

async function hmac(secret: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)))
}

/** What webhooks get: figures, and no address of a user. */
function alertEvent(alert: Alert) {
  const { id, user_id, metric, threshold, used, quota, tier, upgrade_tier } = alert
  const { reset_date, reached_on } = alert
  return {
    type: 'quota.threshold_reached',
    timestamp: alert.created_at,
    data: {
      ...{ id, user_id, metric, threshold, used, quota, tier, upgrade_tier, reset_date },
      reached_on,
    },
  }
}

function digestEvent({ day, users, denials, tokens, top }: Digest) {
  return {
    type: 'quota.denials',
    timestamp: `${day}T00:00:00+00:00`,
    data: {
      ...{ day, users, denials, tokens },
      top: top.map(({ user_id, reason, user_denials, user_tokens }) => ({
        ...{ user_id, reason, denials: user_denials, tokens: user_tokens },
      })),
    },
  }
}
