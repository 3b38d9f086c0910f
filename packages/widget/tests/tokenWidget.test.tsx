import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createTokenService } from 'ai-token-quotas'
import { StrictMode } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  AITokensProvider,
  AITokensWidget,
  usePortalCredits,
  type AITokensWidgetProps,
  type PortalCredits,
  type QuotaStatus,
  type TokenService,
} from '../src/index.ts'
import { ID, NO_FUNCTION, offline, project, Refusal, row, type Project } from './project.ts'

const CALL = { discipline: 'test', tokens_prompt: 500, tokens_completion: 1500, model_used: 'gpt-4' }
const STATUS = 'rpc/get_user_quota_status'

function service(from: Project): TokenService {
  return createTokenService(from.client, { retryDelays: [] })
}

function show(from: Project, props: AITokensWidgetProps = {}): TokenService {
  const tokens = service(from)
  render(
    <AITokensProvider service={tokens} realtime={false}>
      <AITokensWidget {...props} />
    </AITokensProvider>,
  )
  return tokens
}

function withStatus(change: Partial<QuotaStatus>): Project {
  const database = project()
  database.answers[STATUS] = () => [row(change)]
  return database
}

const card = (): HTMLElement => screen.getByRole('region')
const bar = (): HTMLElement => screen.getByRole('progressbar')
const logged = (): string[] => vi.mocked(console.log).mock.calls.map((words) => String(words[0]))
const left = (): Promise<HTMLElement> => screen.findByText('7,500')

/** A window that somebody comes back to after a while. */
function comeBack(): void {
  vi.setSystemTime(Date.now() + 60_000)
  fireEvent(window, new Event('focus'))
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-25T12:00:00Z') })
  for (const name of ['log', 'warn', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation(() => undefined)
  }
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  delete window.__WIDGET_DEBUG
  document.documentElement.lang = ''
})

describe('AITokensWidget', () => {
  test('says what is left first, then the share and when there is more', async () => {
    show(project())

    await left()
    expect(card().textContent).toBe('AI TokensFree plan7,500 tokens left25% usedResets in 6 daysUsage')
    expect(card().querySelector('time')?.dateTime).toBe('2026-12-01T00:00:00.000Z')
    expect(bar().getAttribute('aria-valuetext')).toBe('2,500 of 10,000 tokens used, 25%')
  })

  test.each([
    [{ remaining: 1 }, '1 token left'],
    [{ remaining: 99_999 }, '99,999 tokens left'],
    [{ remaining: 12_399_999 }, '12.3M tokens left'],
    [{ remaining: 1_000_000_000_000_000 }, '1000T tokens left'],
  ])('writes %o as %s', async (change, text) => {
    show(withStatus(change))

    await screen.findByRole('progressbar')

    expect(card().textContent).toContain(text)
  })

  test.each([
    [0, 'ok', '0% used'],
    [74.99, 'ok', '74.9% used'],
    [75, 'warning', '75% used'],
    [89.99, 'warning', '89.9% used'],
    [90, 'critical', '90% used'],
    [99.99, 'critical', '99.9% used'],
    [100, 'exceeded', '100% used'],
    [130, 'exceeded', '130% used'],
  ])('at %d percent the card is %s', async (percentage, level, text) => {
    show(withStatus({ percentage }))

    expect(await screen.findByText(text)).toBeTruthy()

    expect(card().dataset['level']).toBe(level)
    expect(Number(bar().getAttribute('aria-valuenow'))).toBe(Math.min(percentage, 100))
  })

  test('says what happens where nothing is left', async () => {
    vi.stubEnv('TZ', 'UTC')
    show(withStatus({ percentage: 104, remaining: 0, status: 'exceeded' }))

    expect(await screen.findByText('Paused until Dec 1')).toBeTruthy()

    expect(card().textContent).toContain('Used up')
  })

  test.each([
    ['2026-10-12', 'Resets Dec 1'],
    ['2026-11-01', 'Resets in 30 days'],
    ['2026-11-30', 'Resets tomorrow'],
    ['2026-11-30T22:30', 'Resets in 2 hours'],
    ['2027-01-15', 'Resets Dec 1'],
  ])('at %s says %s', async (now, text) => {
    vi.stubEnv('TZ', 'UTC')
    vi.setSystemTime(new Date(`${now}${now.includes('T') ? '' : 'T00:00'}Z`))
    show(project())

    expect(await screen.findByText(text)).toBeTruthy()
  })

  test('speaks of requests only where they bind', async () => {
    show(
      withStatus({ requests_percentage: 88, requests_used: 88, requests_remaining: 12, percentage: 80 }),
      { upgradeHref: '/plans' },
    )

    expect(await screen.findByText('12')).toBeTruthy()

    expect(card().textContent).toContain('12 requests left88% used')
    expect(bar().getAttribute('aria-valuetext')).toBe('88 of 100 requests used, 88%')
    expect((await screen.findByRole('link')).textContent).toBe('Upgrade to Basic 500 requests a month')
  })

  test('shows what running calls hold', async () => {
    show(withStatus({ reserved: 2000, remaining: 5500 }))

    expect(await screen.findByText('2,000 held for running calls')).toBeTruthy()

    expect(bar().getAttribute('aria-valuetext')).toContain('2,000 held for running calls')
    expect(bar().children).toHaveLength(2)
  })

  test('shows an unlimited quota without a bar', async () => {
    const none = { limit: null, remaining: null, percentage: null, is_unlimited: true }
    show(withStatus({ ...none, used: 45_000 }))

    expect(await screen.findByText('Unlimited')).toBeTruthy()

    expect(card().textContent).toContain('45,000 tokens used')
    expect(screen.queryByRole('progressbar')).toBeNull()
  })

  test('tells a blocked user so, and sells nothing', async () => {
    show(withStatus({ is_blocked: true, percentage: 95 }), { upgradeHref: '/plans' })

    expect(await screen.findByText('Please contact support.')).toBeTruthy()

    expect(card().dataset['level']).toBe('blocked')
    expect(screen.queryByRole('link')).toBeNull()
  })

  test('shows nothing where nobody is signed in, and asks for nothing', async () => {
    const database = project(null)
    const { container } = render(
      <AITokensProvider service={service(database)} realtime={false}>
        <AITokensWidget />
      </AITokensProvider>,
    )

    await waitFor(() => expect(container.childElementCount).toBe(0))
    expect(database.requests).toEqual([])
  })

  test.each([
    ['no network', offline, 'No connection.'],
    ['a captive portal', () => new Refusal(511), 'No connection.'],
    ['401', () => new Refusal(401, 'PGRST301'), 'Please sign in again.'],
    ['403', () => new Refusal(403, '42501'), 'Please sign in again.'],
    ['429', () => new Refusal(429), 'Too many requests. Please wait a little.'],
    ['500', () => new Refusal(500), 'The service has a problem.'],
  ])('says why it has nothing, or nothing new: %s', async (_, fail, cause) => {
    const database = project()
    const working = database.answers[STATUS] ?? (() => [])
    database.answers[STATUS] = fail
    show(database)
    expect((await screen.findByRole('alert')).textContent).toContain(cause)
    database.answers[STATUS] = working

    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await left()
    expect(screen.queryByRole('alert')).toBeNull()
    database.answers[STATUS] = fail
    comeBack()

    expect(await screen.findByText(new RegExp(`^${cause} As of`))).toBeTruthy()
    expect(card().textContent).toContain('7,500 tokens left')
  })

  test('does not wait for ever', async () => {
    const database = project()
    database.answers[STATUS] = () => new Promise(() => undefined)
    const tokens = createTokenService(database.client, { retryDelays: [], timeout: 50 })
    render(
      <AITokensProvider service={tokens} realtime={false}>
        <AITokensWidget />
      </AITokensProvider>,
    )

    expect((await screen.findByRole('alert')).textContent).toContain('No connection.')
  })

  test('moves after trackUsage, without being asked and without asking', async () => {
    const database = project()
    const tokens = show(database)
    await left()
    database.answers['rpc/track_usage'] = () => [row({ used: 9500, remaining: 500, percentage: 95 })]
    const before = database.requests.length

    await act(() => tokens.trackUsage(CALL))

    expect(await screen.findByText('95% used')).toBeTruthy()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(database.requests).toHaveLength(before + 1)
  })

  test('offers the next public tier by its name from 75 percent, by link and callback', async () => {
    const onUpgrade = vi.fn()
    const database = withStatus({ percentage: 75, tier: 'basic', limit: 50_000 })
    show(database, { upgradeHref: (tier) => `#/upgrade/${tier}`, onUpgrade })

    const link = await screen.findByRole('link')
    fireEvent.click(link)

    expect(link.textContent).toBe('Upgrade to Pro plus 200K tokens a month')
    expect(link.getAttribute('href')).toBe('#/upgrade/pro_plus')
    expect(onUpgrade).toHaveBeenCalledWith('pro_plus')
  })

  test.each([
    ['below 75 percent', 74.9, { upgradeHref: '/plans' }],
    ['where the host gives it no way', 80, {}],
  ])('offers nothing %s', async (_, percentage, props) => {
    show(withStatus({ percentage }), props)

    await screen.findByText('Free plan')

    expect(screen.queryByRole('link')).toBeNull()
    expect(card().textContent).not.toContain('Upgrade')
  })
})

describe('languages', () => {
  test.each([
    ['de', '7.500 Tokens übrig', 'Wieder voll in 6 Tagen'],
    ['fr', '7 500 jetons restants', 'Renouvellement dans 6 jours'],
    ['es', 'Quedan 7500 tokens', 'Se renueva dentro de 6 días'],
    ['ar', 'بقي 7,500 رمز', 'يتجدد خلال 6 أيام'],
    ['ja', '残り 7,500 トークン', '6 日後にリセット'],
    ['pt-BR', '7,500 tokens left', 'Resets in 6 days'],
  ])('follows the language of the page: %s', async (language, ...texts) => {
    document.documentElement.lang = language
    show(project())

    await screen.findByRole('progressbar')

    const text = card().textContent?.replace(/[\u00a0\u202f]/g, ' ')
    for (const one of texts) expect(text).toContain(one)
  })

  test('changes with it', async () => {
    show(project())
    await left()

    act(() => void (document.documentElement.lang = 'de'))

    expect(await screen.findByText('7.500')).toBeTruthy()
  })

  test.each([
    ['de_DE', '25 % genutzt', 'ltr'],
    ['ar', 'استُخدم 25', 'rtl'],
    ['%', '25% used', null],
  ])('a locale that was asked for goes first: %s', async (locale, text, direction) => {
    show(project(), { locale })

    await screen.findByRole('progressbar')

    expect(card().textContent?.replace('\u00a0', ' ')).toContain(text)
    expect(card().getAttribute('dir')).toBe(direction)
  })

  test("takes a host's own words", async () => {
    show(project(), { labels: { title: 'Credits' } })

    await left()

    expect(card().textContent).toContain('Credits')
  })
})

describe('where the numbers come from', () => {
  test('made up when VITE_USE_MOCK_TOKENS is true, and says so', async () => {
    vi.stubEnv('VITE_USE_MOCK_TOKENS', 'true')
    const database = project(null)
    show(database)

    await left()

    expect(database.requests).toEqual([])
    expect(console.warn).toHaveBeenCalledWith(
      '[TokenService] Using mock quota data (VITE_USE_MOCK_TOKENS=true)',
    )
  })

  test.each(['', 'false', '1'])('never made up when it is "%s", even if all fails', async (value) => {
    vi.stubEnv('VITE_USE_MOCK_TOKENS', value)
    const database = project()
    database.answers[STATUS] = () => new Refusal(500)
    show(database)

    expect(await screen.findByRole('alert')).toBeTruthy()
  })

  test('the own row of the table where the RPC is missing', async () => {
    const database = project()
    database.answers[STATUS] = () => NO_FUNCTION
    database.answers['user_ai_quotas'] = () => [
      {
        current_month_tokens: 9100,
        current_month_requests: 10,
        monthly_token_quota: 10000,
        monthly_request_quota: 100,
        quota_reset_date: '2026-12-01',
      },
    ]
    show(database)

    expect(await screen.findByText('91% used')).toBeTruthy()

    expect(card().textContent).toContain('900 tokens left')
    expect(database.requests.at(-1)?.query.get('user_id')).toBe(`eq.${ID.alice}`)
    expect(logged()).toContain('[TokenService] Got quota from table:')
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
    await waitFor(() => expect(seen.at(-1)?.costUSD).toBe(0.25))

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
    comeBack()
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

    comeBack()
    await waitFor(() => expect(asked()).toBeGreaterThan(1))
    unmount()
    const [requests, renders] = [asked(), seen.length]
    comeBack()
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
    comeBack()
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
      expect.objectContaining({ quotaStatus: expect.anything() }),
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

    expect(seen.at(-1)?.costUSD).toBeNull()
    await waitFor(() => expect(database.paths()).toContain('rpc/get_user_monthly_usage'))

    expect(seen.at(-1)).toMatchObject({ costUSD: null, error: null })
  })

  test('asks for the status, and once for the tiers: nothing else', async () => {
    const database = project()
    const { seen } = probe(database)
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))
    await waitFor(() => expect(seen.at(-1)?.canUpgrade).toBe(true))

    await act(async () => seen.at(-1)?.refresh())

    expect(database.paths()).toEqual(['ai_quota_tiers', STATUS, STATUS])
  })

  test('asks nothing of those who come back at once', async () => {
    const database = project()
    const { seen } = probe(database)
    await waitFor(() => expect(seen.at(-1)?.tokensUsed).toBe(2500))
    const before = database.requests.length

    for (let count = 0; count < 10; count += 1) fireEvent(window, new Event('focus'))
    await new Promise((resolve) => setTimeout(resolve, 300))

    expect(database.requests).toHaveLength(before)
  })
})
