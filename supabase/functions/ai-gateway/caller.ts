/**
 * Who calls. The token is verified here, whatever stands before the function: the platform's own check
 * (verify_jwt) accepts the anon key, is missing elsewhere, and has refused tokens of signing keys.
 */
import type { Config } from './config.ts'
import { GatewayError } from './errors.ts'

interface Header {
  alg?: unknown
  kid?: unknown
}

interface Claims {
  sub?: unknown
  role?: unknown
  exp?: unknown
}

type Key = JsonWebKey & { kid?: string; alg?: string; imported?: Promise<CryptoKey> }

const ALGORITHMS: Record<string, { kty: string; import: object; verify: AlgorithmIdentifier }> = {
  HS256: { kty: 'oct', import: { name: 'HMAC', hash: 'SHA-256' }, verify: 'HMAC' },
  RS256: {
    kty: 'RSA',
    import: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    verify: 'RSASSA-PKCS1-v1_5',
  },
  ES256: {
    kty: 'EC',
    import: { name: 'ECDSA', namedCurve: 'P-256' },
    verify: { name: 'ECDSA', hash: 'SHA-256' } as AlgorithmIdentifier,
  },
}

// For how long the auth server's word on a token holds: its user may sign out.
const TRUSTED_MILLISECONDS = 60_000
const MOST_TRUSTED = 10_000

/** Makes the function that tells a request's user, and throws for everybody else. */
export function createCallerCheck(config: Config): (request: Request) => Promise<string> {
  const keys = keysOf(config)
  const trustedUntil = new Map<string, number>()

  async function isTrue(token: string, { alg, kid }: Header): Promise<boolean> {
    const key = keys.find((one) =>
      one.kty === ALGORITHMS[String(alg)]?.kty && (!kid || !one.kid || kid === one.kid)
    )
    // The auth server knows keys that are not known here: shared secrets, rotated keys.
    return (key && await verify(token, String(alg), key)) || await ask(config, token)
  }

  return async (request) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
    const { header, claims } = parse(token)
    const now = Date.now()
    const isLive = typeof claims.exp === 'number' && claims.exp * 1000 > now
    if (!isLive) throw unauthorized()
    if ((trustedUntil.get(token) ?? 0) <= now) {
      if (!await isTrue(token, header)) throw unauthorized()
      if (trustedUntil.size >= MOST_TRUSTED) trustedUntil.clear()
      trustedUntil.set(token, now + TRUSTED_MILLISECONDS)
    }
    if (claims.role !== 'authenticated' || typeof claims.sub !== 'string') {
      throw new GatewayError(403, {
        message:
          'Only signed-in users may call this: use the access token of a session as API key.',
        type: 'permission_denied',
        code: 'not_signed_in',
      })
    }
    return claims.sub
  }
}

function keysOf({ jwks, jwtSecret }: Config): Key[] {
  const known = JSON.parse(jwks || '[]') as Key[] | { keys: Key[] }
  const published = Array.isArray(known) ? known : known.keys
  const shared = jwtSecret ? [{ kty: 'oct', k: encode(jwtSecret) }] : []
  return [...published, ...shared]
}

async function verify(token: string, alg: string, key: Key): Promise<boolean> {
  const algorithm = ALGORITHMS[alg]
  if (!algorithm) return false
  const [header, payload, signature] = token.split('.')
  const imported = await (key.imported ??= importKey(key, algorithm.import as AlgorithmIdentifier))
  const signed = new TextEncoder().encode(`${header}.${payload}`)
  try {
    return await crypto.subtle.verify(algorithm.verify, imported, decode(signature ?? ''), signed)
  } catch {
    // It is no base64.
    return false
  }
}

// Other members, such as key_ops, may forbid what is needed.
const importKey = ({ kty, k, n, e, crv, x, y }: Key, algorithm: AlgorithmIdentifier) =>
  crypto.subtle.importKey(
    'jwk',
    JSON.parse(JSON.stringify({ kty, k, n, e, crv, x, y })),
    algorithm,
    false,
    ['verify'],
  )

/** The auth server's word on a token. */
async function ask({ supabaseUrl, supabaseKey }: Config, token: string): Promise<boolean> {
  const response = await fetch(`${supabaseUrl}/auth/v1/user`, {
    headers: { apikey: supabaseKey, authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  }).catch((error) => {
    console.error('ai-gateway: the auth server did not answer', error)
    return null
  })
  await response?.body?.cancel()
  if (response && response.status < 500) return response.ok
  throw new GatewayError(503, {
    message: 'The token could not be verified. Try again.',
    type: 'server_error',
    code: 'auth_unavailable',
  })
}

function parse(token: string): { header: Header; claims: Claims } {
  try {
    const [header, claims] = token.split('.').map((part, index) =>
      index < 2 ? JSON.parse(new TextDecoder().decode(decode(part))) : null
    )
    return { header: { ...header }, claims: { ...claims } }
  } catch {
    throw unauthorized()
  }
}

const unauthorized = () =>
  new GatewayError(401, {
    message: 'The access token is missing, wrong or expired: sign in, and use it as API key.',
    code: 'invalid_api_key',
  })

const decode = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    atob(text.replaceAll('-', '+').replaceAll('_', '/')),
    (char) => char.charCodeAt(0),
  )

const encode = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
