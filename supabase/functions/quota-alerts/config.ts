/** What the operator sets by `supabase secrets set`. What is missing or wrong stops the function. */
export interface Config {
  supabaseUrl: string
  supabaseKey: string
  /** What callers must send as a bearer token. */
  runKey: string
  product: string
  link: string
  footer: string
  language: string
  /** Who is told at which threshold. */
  routes: Map<number, Set<string>>
  mail: Mail | null
  webhook: { url: string; key: Uint8Array<ArrayBuffer> } | null
  slack: string | null
  allowLoopback: boolean
}

export interface Mail {
  from: string
  replyTo: string
  operators: string[]
  unsubscribe: string
  unsubscribeSecret: string
  /** The API of Resend, or of what takes the same. */
  url: string
  key: string
}

type Env = Record<string, string | undefined>

const PREFIX = 'QUOTA_ALERTS_'
const LANGUAGES = ['en', 'de', 'fr', 'es']
const ROUTES: [number, string][] = [[75, 'user'], [90, 'user'], [100, 'user, operators']]

export function readConfig(env: Env): Config {
  const allowLoopback = get(env, 'ALLOW_LOOPBACK') === 'true'
  const config: Config = {
    supabaseUrl: required(env, 'SUPABASE_URL'),
    supabaseKey: secretKey(env),
    runKey: required(env, `${PREFIX}RUN_KEY`),
    product: required(env, `${PREFIX}PRODUCT`),
    link: url(env, 'LINK', allowLoopback),
    footer: get(env, 'FOOTER'),
    language: get(env, 'LANGUAGE') || 'en',
    routes: new Map(ROUTES.map(([at, whom]) => [at, recipients(env, `AT_${at}`, whom)])),
    mail: mail(env, allowLoopback),
    webhook: webhook(env, allowLoopback),
    slack: url(env, 'SLACK_URL', allowLoopback) || null,
    allowLoopback,
  }
  if (!LANGUAGES.includes(config.language)) {
    throw new Error(`${PREFIX}LANGUAGE must be one of ${LANGUAGES.join(', ')}`)
  }
  if (!config.mail && !config.webhook && !config.slack) {
    throw new Error('No channel is configured: see docs/alerts.md')
  }
  return config
}

function mail(env: Env, allowLoopback: boolean): Mail | null {
  const key = get(env, 'RESEND_KEY')
  if (!key) {
    if (get(env, 'FROM') || get(env, 'OPERATORS')) throw new Error(`${PREFIX}RESEND_KEY is not set`)
    return null
  }
  const unsubscribe = get(env, 'UNSUBSCRIBE')
  const isUrl = unsubscribe && !unsubscribe.startsWith('mailto:')
  if (isUrl) url(env, 'UNSUBSCRIBE', false)
  return {
    from: required(env, `${PREFIX}FROM`),
    replyTo: get(env, 'REPLY_TO'),
    operators: get(env, 'OPERATORS').split(',').map((one) => one.trim()).filter(Boolean),
    unsubscribe,
    unsubscribeSecret: isUrl ? required(env, `${PREFIX}UNSUBSCRIBE_SECRET`) : '',
    url: url(env, 'RESEND_URL', allowLoopback) || 'https://api.resend.com',
    key,
  }
}

function webhook(env: Env, allowLoopback: boolean): Config['webhook'] {
  const to = url(env, 'WEBHOOK_URL', allowLoopback)
  if (!to) return null
  const secret = required(env, `${PREFIX}WEBHOOK_SECRET`)
  let key = new Uint8Array()
  try {
    key = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (byte) => byte.charCodeAt(0))
  } catch {
    // Told below.
  }
  if (!secret.startsWith('whsec_') || key.length < 24 || key.length > 64) {
    throw new Error(`${PREFIX}WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in Base64`)
  }
  return { url: to, key }
}

function recipients(env: Env, name: string, otherwise: string): Set<string> {
  const names = (get(env, name) || otherwise).split(',').map((one) => one.trim())
  if (names.length === 1 && names[0] === 'none') return new Set()
  if (!names.every((one) => one === 'user' || one === 'operators')) {
    throw new Error(`${PREFIX}${name} must be "user", "operators", "user, operators" or "none"`)
  }
  return new Set(names)
}

/** By https and with a public name; it may be a secret, so no message has it. */
function url(env: Env, name: string, allowLoopback: boolean): string {
  const value = get(env, name)
  if (!value) return ''
  if (!URL.canParse(value)) throw new Error(`${PREFIX}${name} is no URL`)
  const { protocol, hostname, username, password } = new URL(value)
  const isPublic = protocol === 'https:' &&
    /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*\.?$/.test(hostname) &&
    !/(^|\.)(local|localhost|internal|intranet|lan|home|corp|arpa)\.?$/.test(hostname)
  const isLoopback = allowLoopback && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  if ((!isPublic && !isLoopback) || username || password) {
    throw new Error(`${PREFIX}${name} must be https with a public name, and without a user`)
  }
  return value
}

function get(env: Env, name: string): string {
  return env[`${PREFIX}${name}`]?.trim() ?? ''
}

function required(env: Env, name: string): string {
  const value = env[name]?.trim()
  if (!value) throw new Error(`${name} is not set`)
  return value
}

function secretKey(env: Env): string {
  const { default: key } = JSON.parse(env['SUPABASE_SECRET_KEYS'] || '{}') as { default?: string }
  return key ?? required(env, 'SUPABASE_SERVICE_ROLE_KEY')
}
