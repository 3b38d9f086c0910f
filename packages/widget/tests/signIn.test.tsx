import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createTokenService } from 'ai-token-quotas'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AITokensProvider, AITokensWidget } from '../src/index.ts'
import { ID, project, row, token, type Project } from './project.ts'

const STATUS = 'rpc/get_user_quota_status'

function show(from: Project): void {
  render(
    <AITokensProvider service={createTokenService(from.client)} realtime={false}>
      <AITokensWidget />
    </AITokensProvider>,
  )
}

const left = (): Promise<HTMLElement> => screen.findByText('7,500')

/** A window that somebody comes back to after a while. */
function comeBack(): void {
  vi.setSystemTime(Date.now() + 60_000)
  fireEvent(window, new Event('focus'))
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-25T12:00:00Z') })
  for (const name of ['log', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation(() => undefined)
  }
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('users of other sign-in services', () => {
  test('are known by the subject of their token', async () => {
    const database = project(null, async () => token(ID.alice))
    show(database)

    await left()

    expect(database.paths()).toEqual(['ai_quota_tiers', STATUS])
  })

  test('are signed out where there is no token', async () => {
    const database = project(null, async () => null)
    const { container } = render(
      <AITokensProvider service={createTokenService(database.client)} realtime={false}>
        <AITokensWidget />
      </AITokensProvider>,
    )

    await waitFor(() => expect(container.childElementCount).toBe(0))
  })

  test('are named in one clear error where the subject is no UUID', async () => {
    const database = project(null, async () => token('user_2abc'))
    show(database)

    await screen.findByRole('alert')
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await new Promise((resolve) => setTimeout(resolve, 50))

    expect(database.requests).toEqual([])
    expect(vi.mocked(console.error).mock.calls.map(String)).toEqual([
      expect.stringContaining('no user of Supabase Auth: "user_2abc"'),
    ])
  })

  test('change with their token', async () => {
    let subject: string = ID.alice
    const database = project(null, async () => token(subject))
    show(database)
    await left()
    subject = ID.bob
    database.answers[STATUS] = () => [row({ remaining: 42 })]

    comeBack()

    expect(await screen.findByText('42')).toBeTruthy()
  })
})
