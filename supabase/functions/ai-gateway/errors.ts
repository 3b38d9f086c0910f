/** Errors in the shape of OpenAI's API, whose clients show the message and keep the rest. */
import { QuotaDeniedError, TokenServiceError } from 'ai-token-quotas'

export interface ErrorBody {
  message: string
  type: string
  param: string | null
  code: string | null
}

export class GatewayError extends Error {
  readonly status: number
  readonly body: ErrorBody
  readonly headers: Record<string, string>

  constructor(
    status: number,
    body: Partial<ErrorBody> & { message: string },
    headers: Record<string, string> = {},
  ) {
    super(body.message)
    this.status = status
    this.body = { type: 'invalid_request_error', param: null, code: null, ...body }
    this.headers = headers
  }
}

/** A field that the gateway does not take. */
export const refuse = (param: string, message: string, code = 'unsupported_parameter') =>
  new GatewayError(400, { message, param, code })

export const upstreamError = (status: number, message: string, code: string) =>
  new GatewayError(status, { message, type: 'server_error', code })

/** The clients repeat each 429 unless they are told not to: a quota does not fill within seconds. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error
  if (error instanceof QuotaDeniedError) return denial(error)
  if (error instanceof TokenServiceError) {
    if (error.kind === 'invalid') return unknownUser(error)
    console.error('ai-gateway: no answer about the quota', error)
    return upstreamError(503, 'The quota could not be read. Try again.', 'quota_unavailable')
  }
  const { name } = error as { name?: string }
  if (name === 'TimeoutError') {
    return upstreamError(504, 'The provider did not answer in time.', 'upstream_timeout')
  }
  console.error('ai-gateway:', error)
  return upstreamError(502, 'The provider could not be reached.', 'upstream_unreachable')
}

/** Of the arguments only the user can be wrong: an account that was deleted since the token was made. */
function unknownUser(error: TokenServiceError): GatewayError {
  console.error('ai-gateway: no quota for this user', error)
  const message = 'This user has no quota.'
  return new GatewayError(403, { message, type: 'permission_denied', code: 'unknown_user' })
}

function denial(error: QuotaDeniedError): GatewayError {
  const { status, message, retryAfter, reason, resetDate, upgradeTier } = error
  const known = { reason, reset_date: resetDate, upgrade_tier: upgradeTier }
  return new GatewayError(
    status,
    status === 429
      ? { message, type: 'insufficient_quota', code: 'insufficient_quota', ...known }
      : { message, type: 'permission_denied', code: reason, ...known },
    {
      'x-should-retry': 'false',
      ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
    },
  )
}
