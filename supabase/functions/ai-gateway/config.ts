/** What the operator sets by `supabase secrets set`. What is missing or wrong stops the function. */
export interface Config {
  /** The project, and its secret key. */
  supabaseUrl: string
  supabaseKey: string
  /** Keys that tokens of users are signed with, where the platform tells them. */
  jwks: string | undefined
  jwtSecret: string | undefined
  /** The provider's API without the last part, such as https://api.openai.com/v1. */
  upstream: string
  upstreamKey: string
  models: Set<string>
  /** The longest answer, and what a caller gets who asks for none. */
  maxOutputTokens: number
  /** The name under which the provider takes the longest answer in chat completions. */
  maxTokensField: string
  /** Held for each image; with 0 there are no images. */
  tokensPerImage: number
  maxBodyBytes: number
  /** Milliseconds for a whole call. */
  timeout: number
  holdSeconds: number
}

type Env = Record<string, string | undefined>

export function readConfig(env: Env): Config {
  return {
    supabaseUrl: required(env, 'SUPABASE_URL'),
    supabaseKey: secretKey(env),
    jwks: env['SUPABASE_JWKS'],
    jwtSecret: env['JWT_SECRET'],
    upstream: upstream(env),
    upstreamKey: required(env, 'AI_GATEWAY_API_KEY'),
    models: new Set(required(env, 'AI_GATEWAY_MODELS').match(/[^\s,]+/g)),
    maxOutputTokens: count(env, 'AI_GATEWAY_MAX_OUTPUT_TOKENS', 4096),
    maxTokensField: env['AI_GATEWAY_MAX_TOKENS_FIELD'] || 'max_completion_tokens',
    tokensPerImage: count(env, 'AI_GATEWAY_TOKENS_PER_IMAGE', 0, 0),
    maxBodyBytes: count(env, 'AI_GATEWAY_MAX_BODY_BYTES', 1024 * 1024),
    timeout: count(env, 'AI_GATEWAY_TIMEOUT_SECONDS', 140) * 1000,
    holdSeconds: count(env, 'AI_GATEWAY_HOLD_SECONDS', 600, 1, 86_400),
  }
}

function required(env: Env, name: string): string {
  const value = env[name]?.trim()
  if (!value) throw new Error(`${name} is not set`)
  return value
}

function count(env: Env, name: string, otherwise: number, least = 1, most = 2 ** 31): number {
  const value = Number(env[name]?.trim() || otherwise)
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value
  throw new Error(`${name} must be a whole number from ${least} to ${most}`)
}

function secretKey(env: Env): string {
  const { default: key } = JSON.parse(env['SUPABASE_SECRET_KEYS'] || '{}') as { default?: string }
  return key ?? required(env, 'SUPABASE_SERVICE_ROLE_KEY')
}

/** A public name by https: no address, no name of a private network. Loopback is for developing. */
function upstream(env: Env): string {
  const name = 'AI_GATEWAY_BASE_URL'
  const url = new URL(env[name] || 'https://api.openai.com/v1')
  const isPublic = url.protocol === 'https:' &&
    /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*\.?$/.test(url.hostname) &&
    !/(^|\.)(local|localhost|internal|intranet|lan|home|corp|arpa)\.?$/.test(url.hostname)
  const isLoopback = env['AI_GATEWAY_ALLOW_LOOPBACK'] === 'true' &&
    /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (!isPublic && !isLoopback) {
    const way = 'for a provider on this machine: AI_GATEWAY_ALLOW_LOOPBACK=true'
    throw new Error(`${name} must be https with a public name (${way})`)
  }
  if (url.username || url.search || url.hash) {
    throw new Error(`${name} must have no user, query or fragment`)
  }
  return url.href.replace(/\/+$/, '')
}
