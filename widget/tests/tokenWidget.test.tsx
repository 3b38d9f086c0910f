import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  AITokensProvider,
  AITokensWidget,
  createTokenService,
  TokenServiceError,
  usePortalCredits,
  type AITokensWidgetProps,
  type PortalCredits,
  type TokenService,
} from '../src/index.ts'
import { NO_FUNCTION, offline, project, Refusal, row, type Project } from './project.ts'

const CALL = {
  agent_id: null,
  session_id: '3f0f4a5e-8a57-4a0e-9d0c-0c5a5a1b2c3d',
  discipline: 'test',
  workflow_id: 'test-workflow',
  tokens_prompt: 500,
  tokens_completion: 1500,
  model_used: 'gpt-4',
}

function service(from: Project): TokenService {
  return createTokenService(from.client, { retryDelays: [0, 0] })
}

function show(from: Project, props: AITokensWidgetProps = {}): TokenService {
  const tokens = service(from)
  render(
    <AITokensProvider service={tokens} realtime={false}>
      <AITokensWidget locale="en-US" {...props} />
    </AITokensProvider>,
  )
  return tokens
}

const card = (): HTMLElement => screen.getByRole('region', { name: 'AI Tokens' })
const tokensBar = (): HTMLElement => screen.getByRole('progressbar', { name: /: tokens$/ })
const logged = (): string[] => vi.mocked(console.log).mock.calls.map((words) => String(words[0]))

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  delete window.__WIDGET_DEBUG
})

describe('tokenService', () => {
  test('shows mock data when VITE_USE_MOCK_TOKENS is true, and says so', async () => {
    vi.stubEnv('VITE_USE_MOCK_TOKENS', 'true')
    const database = project()

    const status = await service(database).getQuotaStatus()

    expect(status?.source).toBe('mock')
    expect(database.requests).toEqual([])
    expect(console.warn).toHaveBeenCalledWith(
      '[TokenService] Using mock quota data (VITE_USE_MOCK_TOKENS=true)',
    )
  })

  test.each(['', 'false', '1'])('shows none when it is "%s", even if all fails', async (value) => {
    vi.stubEnv('VITE_USE_MOCK_TOKENS', value)
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => new Refusal(500)

    const asked = service(database).getQuotaStatus()

    await expect(asked).rejects.toMatchObject({ kind: 'server' })
  })

  test('asks the RPC, and nothing else', async () => {
    const database = project()

    const status = await service(database).getQuotaStatus()

    expect(status).toEqual({ ...row(), source: 'rpc' })
    expect(database.paths()).toEqual(['rpc/get_user_quota_status'])
    expect(console.log).toHaveBeenCalledWith('[TokenService] Got quota from RPC:', {
      used: 2500,
      limit: 10000,
      percentage: 25,
    })
  })

  test('reads the own row of the table where the RPC is missing', async () => {
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => NO_FUNCTION
    database.answers['user_ai_quotas'] = () => [
      {
        current_month_tokens: 9100,
        current_month_requests: 10,
        monthly_token_quota: 10000,
        monthly_request_quota: 100,
        quota_reset_date: '2026-12-01',
      },
    ]

    const status = await service(database).getQuotaStatus()

    expect(status).toMatchObject({ used: 9100, percentage: 91, status: 'critical', source: 'table' })
    expect(database.requests.at(-1)?.query.get('user_id')).toBe('eq.alice')
    expect(logged()).toContain('[TokenService] Got quota from table:')
  })

  test.each([
    [new Refusal(400, '22023'), 'invalid'],
    [new Refusal(401, 'PGRST301'), 'auth'],
    [new Refusal(403, '42501'), 'denied'],
    [new Refusal(503), 'server'],
  ])('does not take the table for any other answer: %o', async (refusal, kind) => {
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => refusal

    const asked = service(database).getQuotaStatus()

    await expect(asked).rejects.toBeInstanceOf(TokenServiceError)
    await expect(asked).rejects.toMatchObject({ kind, code: refusal.code })
    expect(logged()).not.toContain('[TokenService] Got quota from table:')
  })

  test('has nothing to show where nobody is signed in, and asks for nothing', async () => {
    const database = project(null)

    const status = await service(database).getQuotaStatus()

    expect(status).toBeNull()
    expect(database.requests).toEqual([])
    expect(logged()).toEqual(['[TokenService] No authenticated user'])
  })

  test('passes a call straight through, with a request_id, and hands back the status', async () => {
    const database = project()
    database.answers['rpc/track_usage'] = () => [row({ used: 4500, percentage: 45 })]

    const status = await service(database).trackUsage(CALL)

    expect(status).toMatchObject({ used: 4500, percentage: 45 })
    expect(database.requests[0]?.body).toMatchObject(CALL)
    expect(database.requests[0]?.body['request_id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test.each([
    ['no answer', offline],
    ['a 5xx', () => new Refusal(503)],
    ['what PostgREST says of a database that died', () => new Refusal(400, '', '')],
  ])('repeats a call that got %s with the same request_id', async (_, fail) => {
    const database = project()
    const seen: unknown[] = []
    database.answers['rpc/track_usage'] = ({ body }) => {
      seen.push(body['request_id'])
      return seen.length < 3 ? fail() : [row()]
    }

    await service(database).trackUsage(CALL)

    expect(seen).toHaveLength(3)
    expect(new Set(seen).size).toBe(1)
  })

  test('does not repeat a call that was refused', async () => {
    const database = project()
    database.answers['rpc/track_usage'] = () => new Refusal(400, '22023')

    const tracked = service(database).trackUsage(CALL)

    await expect(tracked).rejects.toMatchObject({ kind: 'invalid', code: '22023' })
    expect(database.requests).toHaveLength(1)
  })

  test('neither sends a request_id nor repeats where the database takes none', async () => {
    const database = project()
    let works = true
    database.answers['rpc/track_usage'] = ({ body }) => {
      if ('request_id' in body) return NO_FUNCTION
      return works ? [row()] : offline()
    }
    const tokens = service(database)
    await tokens.trackUsage(CALL)
    works = false

    const tracked = tokens.trackUsage(CALL)

    await expect(tracked).rejects.toMatchObject({ kind: 'network' })
    expect(database.requests).toHaveLength(3)
  })

  test('reserves tokens, and takes a denial as an answer', async () => {
    const database = project()
    const denial = {
      allowed: false,
      reservation_id: null,
      expires_at: null,
      reason: 'tokens',
      remaining_tokens: 10,
      remaining_requests: 5,
      reset_date: '2026-12-01',
      upgrade_tier: 'basic',
    }
    database.answers['rpc/reserve_tokens'] = () => [denial]

    const reservation = await service(database).reserveTokens(2000)

    expect(reservation).toEqual({ ...denial, isHeld: false })
    expect(database.requests[0]?.body).toEqual({ tokens: 2000 })
  })

  test('asks for advice where the database cannot reserve', async () => {
    const database = project()
    database.answers['rpc/check_user_quota'] = () => [
      { allowed: true, remaining_tokens: 7500, remaining_requests: 97 },
    ]

    const reservation = await service(database).reserveTokens(2000)

    expect(reservation).toMatchObject({ allowed: true, isHeld: false, reservation_id: null })
  })
})

describe('AITokensWidget', () => {
  test('shows numbers with separators, percentage, requests, tier and reset date', async () => {
    show(project())

    expect(await screen.findByText('25%')).toBeTruthy()

    expect(card().textContent).toContain('2,500 / 10,000')
    expect(card().textContent).toContain('3 / 100 requests')
    expect(card().textContent).toContain('free')
    expect(card().querySelector('time')?.dateTime).toBe('2026-12-01T00:00:00.000Z')
    expect(tokensBar().getAttribute('aria-valuenow')).toBe('25')
    expect(tokensBar().getAttribute('aria-valuetext')).toBe('2,500 of 10,000 tokens used, 25%')
  })

  test("writes numbers and the day in the viewer's language and time zone", async () => {
    vi.stubEnv('TZ', 'America/New_York')
    show(project(), { locale: 'de-DE' })

    await screen.findByText(/25\s%/)

    expect(card().textContent).toContain('2.500 / 10.000')
    // Midnight UTC of 1 December is the evening before in New York.
    expect(card().textContent).toContain('30. Nov.')
  })

  test.each([
    [0, 'ok', '0%'],
    [74.9, 'ok', '74.9%'],
    [74.99, 'ok', '74.9%'],
    [75, 'warning', '75%'],
    [89.9, 'warning', '89.9%'],
    [89.99, 'warning', '89.9%'],
    [90, 'critical', '90%'],
    [99.99, 'critical', '99.9%'],
    [100, 'critical', '100%'],
    [130, 'critical', '130%'],
  ])('at %d percent the bar is %s', async (percentage, level, text) => {
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => [row({ percentage })]
    show(database)

    expect(await screen.findByText(text)).toBeTruthy()

    expect(tokensBar().dataset['level']).toBe(level)
    expect(Number(tokensBar().getAttribute('aria-valuenow'))).toBe(Math.min(percentage, 100))
  })

  test.each([
    ['healthy', 'Healthy'],
    ['warning', 'Running low'],
    ['critical', 'Almost used up'],
    ['exceeded', 'Used up'],
  ] as const)('says the status that the database says: %s', async (status, words) => {
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => [row({ status })]
    show(database)

    expect(await screen.findByText(words)).toBeTruthy()
  })

  test('shows nothing where nobody is signed in', async () => {
    const { container } = render(
      <AITokensProvider service={service(project(null))} realtime={false}>
        <AITokensWidget />
      </AITokensProvider>,
    )

    await waitFor(() => expect(container.childElementCount).toBe(0))
  })

  test('shows an error, and tries again when asked', async () => {
    const database = project()
    const working = database.answers['rpc/get_user_quota_status']
    database.answers['rpc/get_user_quota_status'] = () => new Refusal(500)
    show(database)
    await screen.findByRole('alert')
    database.answers['rpc/get_user_quota_status'] = working ?? (() => [])

    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))

    expect(await screen.findByText('25%')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('keeps the last good value when the network goes, and says that it is stale', async () => {
    const database = project()
    show(database)
    await screen.findByText('25%')
    database.answers['rpc/get_user_quota_status'] = offline

    fireEvent(window, new Event('focus'))

    expect(await screen.findByText(/^No connection\. As of/)).toBeTruthy()
    expect(card().textContent).toContain('2,500 / 10,000')
  })

  test('moves after trackUsage, without being asked', async () => {
    const database = project()
    const tokens = show(database)
    await screen.findByText('25%')
    const after = row({ used: 9500, percentage: 95, status: 'critical' })
    database.answers['rpc/track_usage'] = () => [after]
    database.answers['rpc/get_user_quota_status'] = () => [after]

    await act(() => tokens.trackUsage(CALL))

    expect(await screen.findByText('95%')).toBeTruthy()
    expect(tokensBar().dataset['level']).toBe('critical')
  })

  test('offers the next tier from 75 percent, by link and callback', async () => {
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => [row({ percentage: 75 })]
    const onUpgrade = vi.fn()
    show(database, { upgradeHref: (tier) => `#/upgrade/${tier}`, onUpgrade })

    const link = await screen.findByRole('link', { name: /Upgrade to basic/ })
    fireEvent.click(link)

    expect(link.getAttribute('href')).toBe('#/upgrade/basic')
    expect(onUpgrade).toHaveBeenCalledWith('basic')
  })

  test('offers nothing below 75 percent', async () => {
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => [row({ percentage: 74.9 })]
    show(database, { upgradeHref: '/billing' })

    await waitFor(() => expect(database.paths()).toContain('ai_quota_tiers'))
    await screen.findByText('74.9%')

    expect(screen.queryByRole('link')).toBeNull()
  })

  test('shows an unlimited quota without a bar', async () => {
    const database = project()
    const none = { limit: null, remaining: null, percentage: null, is_unlimited: true }
    database.answers['rpc/get_user_quota_status'] = () => [row(none)]
    show(database)

    expect(await screen.findByText('Unlimited')).toBeTruthy()

    expect(screen.getAllByRole('progressbar')).toHaveLength(1)
  })

  test('tells a blocked user so', async () => {
    const database = project()
    database.answers['rpc/get_user_quota_status'] = () => [row({ is_blocked: true })]
    show(database)

    expect(await screen.findByText(/^Paused/)).toBeTruthy()

    expect(card().dataset['level']).toBe('critical')
  })
})

describe('usePortalCredits', () => {
  function Probe({ seen }: { seen: PortalCredits[] }): null {
    seen.push(usePortalCredits())
    return null
  }

  interface Probed {
    seen: PortalCredits[]
    tokens: TokenService
    unmount: () => void
  }

  function probe(from: Project, interval?: number): Probed {
    const seen: PortalCredits[] = []
    const options = interval === undefined ? {} : { refreshInterval: interval }
    const tokens = service(from)
    const { unmount } = render(
      <StrictMode>
        <AITokensProvider service={tokens} realtime={false} {...options}>
          <Probe seen={seen} />
          <Probe seen={seen} />
        </AITokensProvider>
      </StrictMode>,
    )
    return { seen, tokens, unmount }
  }

  /** Holds the next answers of the status back until it is let go. */
  function hold(database: Project): { asked: () => number; letGo: (rows: unknown) => void } {
    let asked = 0
    let letGo = (_: unknown): void => undefined
    const held = new Promise((resolve) => (letGo = resolve))
    database.answers['rpc/get_user_quota_status'] = () => {
      asked += 1
      return held
    }
    return { asked: () => asked, letGo: (rows) => letGo(rows) }
  }

  test('returns what a portal shows', async () => {
    const { seen } = probe(project())

    await waitFor(() => expect(seen.at(-1)?.canUpgrade).toBe(true))

    expect(seen.at(-1)).toMatchObject({
      tokensUsed: 2500,
      tokensLimit: 10000,
      tokensRemaining: 7500,
      requestsUsed: 3,
      costUSD: 0.25,
      usagePercentage: 25,
      status: 'healthy',
      periodStart: new Date('2026-11-01T00:00:00Z'),
      periodEnd: new Date('2026-12-01T00:00:00Z'),
      resetDate: new Date('2026-12-01T00:00:00Z'),
      nextTier: { tier: 'basic' },
      isSignedIn: true,
      isLoading: false,
      isStale: false,
      error: null,
    })
  })

  test('asks once for all who look', async () => {
    const database = project()
    const { seen } = probe(database)

    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))

    expect(database.paths().filter((path) => path.endsWith('get_user_quota_status'))).toHaveLength(1)
  })

  test('asks once for several reasons at once', async () => {
    const database = project()
    const { seen } = probe(database)
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))
    const { asked, letGo } = hold(database)

    await act(async () => {
      const both = [seen.at(-1)?.refresh(), seen.at(-1)?.refresh()]
      await waitFor(() => expect(asked()).toBe(1))
      letGo([row({ used: 4 })])
      await Promise.all(both)
    })

    expect(asked()).toBe(1)
    expect(seen.at(-1)?.tokensUsed).toBe(4)
  })

  test('an answer that was on its way during trackUsage brings no old value back', async () => {
    const database = project()
    const { seen, tokens } = probe(database)
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))
    const { asked, letGo } = hold(database)
    const after = row({ used: 4500, percentage: 45 })
    database.answers['rpc/track_usage'] = () => [after]
    fireEvent(window, new Event('focus'))
    await waitFor(() => expect(asked()).toBe(1))
    await act(() => tokens.trackUsage(CALL))
    const renders = seen.length
    database.answers['rpc/get_user_quota_status'] = () => [after]

    await act(async () => letGo([row()]))
    await waitFor(() => expect(seen.at(-1)?.isLoading).toBe(false))

    expect(seen.slice(renders - 1).map((credits) => credits.tokensUsed)).not.toContain(2500)
    expect(seen.at(-1)?.tokensUsed).toBe(4500)
  })

  test('asks again on its interval, and on focus, but never after unmount', async () => {
    const [set, clear] = [vi.spyOn(globalThis, 'setInterval'), vi.spyOn(globalThis, 'clearInterval')]
    const database = project()
    const { seen, unmount } = probe(database, 40)
    const asked = (): number =>
      database.paths().filter((path) => path.endsWith('get_user_quota_status')).length
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))

    fireEvent(window, new Event('focus'))
    await waitFor(() => expect(asked()).toBeGreaterThan(1))
    unmount()
    const [requests, renders] = [asked(), seen.length]
    fireEvent(window, new Event('focus'))
    await new Promise((resolve) => setTimeout(resolve, 400))

    expect([asked(), seen.length]).toEqual([requests, renders])
    const timers = set.mock.results.filter((_, index) => set.mock.calls[index]?.[1] === 40)
    expect(timers).not.toHaveLength(0)
    for (const timer of timers) expect(clear).toHaveBeenCalledWith(timer.value)
  })

  test('forgets one user before it shows the next', async () => {
    const database = project()
    const { seen } = probe(database)
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))
    const { asked, letGo } = hold(database)

    await act(() => database.signIn('bob'))
    await waitFor(() => expect(asked()).toBe(1))

    expect(seen.at(-1)).toMatchObject({ tokensUsed: 0, tokensLimit: null, status: null })
    await act(async () => letGo([row({ used: 7 })]))
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(7))
  })

  test('forgets a user who signs out, and an answer that comes after', async () => {
    const database = project()
    const { seen } = probe(database)
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))
    const { asked, letGo } = hold(database)
    fireEvent(window, new Event('focus'))
    await waitFor(() => expect(asked()).toBe(1))

    await act(() => database.signIn(null))
    await waitFor(() => expect(seen.at(-1)?.isSignedIn).toBe(false))
    await act(async () => letGo([row()]))

    expect(seen.at(-1)).toMatchObject({ tokensUsed: 0, tokensLimit: null, status: null })
  })

  test('tells what it does where __WIDGET_DEBUG is set, and else is silent', async () => {
    const silent = probe(project())
    await waitFor(() => expect(silent.seen.at(-1)?.tokensUsed).toBe(2500))
    silent.unmount()
    expect(logged().filter((line) => line.startsWith('[usePortalCredits]'))).toEqual([])
    window.__WIDGET_DEBUG = true

    const { seen } = probe(project())

    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))
    expect(logged()).toContain('[usePortalCredits] Fetching credits data...')
    expect(console.log).toHaveBeenCalledWith(
      '[usePortalCredits] Data received:',
      expect.objectContaining({ monthlyUsage: expect.anything(), quotaStatus: expect.anything() }),
    )
    expect(console.log).toHaveBeenCalledWith(
      '[usePortalCredits] Setting data:',
      expect.objectContaining({ tokensLimit: 10000 }),
    )
  })

  test('does without the cost where it cannot be had', async () => {
    const database = project()
    database.answers['rpc/get_user_monthly_usage'] = () => new Refusal(500)
    const { seen } = probe(database)

    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))

    expect(seen.at(-1)).toMatchObject({ costUSD: null, error: null })
  })
})
