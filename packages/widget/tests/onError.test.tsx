import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { createTokenService } from 'ai-token-quotas'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AITokensProvider, AITokensWidget, type AITokensWidgetProps } from '../src/index.ts'
import { offline, project, Refusal, row, type Project } from './project.ts'

const STATUS = 'rpc/get_user_quota_status'

let told: Error[]

const tell = (error: Error): void => void told.push(error)

function show(from: Project, props: AITokensWidgetProps = {}, cards = 1): void {
  const service = createTokenService(from.client, { retryDelays: [] })
  render(
    Array.from({ length: cards }, (_, index) => (
      <AITokensProvider key={index} service={service} realtime={false} onError={tell}>
        <AITokensWidget {...props} />
      </AITokensProvider>
    )),
  )
}

const left = (): Promise<HTMLElement[]> => screen.findAllByText('7,500')

/** A window that somebody comes back to after a while. */
function comeBack(): void {
  vi.setSystemTime(Date.now() + 60_000)
  fireEvent(window, new Event('focus'))
}

beforeEach(() => {
  told = []
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

test('a provider tells of a failure once, and again only of another or after a success', async () => {
  const database = project()
  database.answers[STATUS] = offline
  show(database)
  await screen.findByRole('alert')
  comeBack()
  await waitFor(() => expect(database.paths().filter((path) => path === STATUS)).toHaveLength(2))

  database.answers[STATUS] = () => new Refusal(503, '', 'down')
  comeBack()
  await waitFor(() => expect(told).toHaveLength(2))
  database.answers[STATUS] = () => [row()]
  comeBack()
  await left()
  database.answers[STATUS] = () => new Refusal(503, '', 'down')
  comeBack()
  await waitFor(() => expect(told).toHaveLength(3))

  expect(told).toMatchObject([{ kind: 'network' }, { kind: 'server' }, { kind: 'server' }])
})

test('a card tells of what broke it', async () => {
  const labels = { title: {} } as never

  show(project(), { labels, onError: tell })

  await waitFor(() => expect(told.map(String)).toEqual([expect.stringContaining('not valid as a React child')]))
  expect(screen.getByRole('alert').textContent).toBe('Your AI tokens could not be loaded.')
})

test('a card tells of a panel that cannot load', async () => {
  const database = project()
  database.answers['rpc/get_user_usage_by_label'] = () => new Refusal(503, '', 'down')
  show(database, { onError: tell })
  await left()
  HTMLDialogElement.prototype.showModal ??= () => undefined

  fireEvent.click(screen.getByRole('button', { name: 'Usage' }))

  await waitFor(() => expect(told).toMatchObject([{ kind: 'server', message: 'down' }]))
})

test('an error of the function that is told does not reach the page', async () => {
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve))
  const labels = { title: {} } as never
  const onError = (): never => {
    throw new Error("the host's own")
  }

  show(project(), { labels, onError })

  expect(await thrown).toMatchObject({ message: "the host's own" })
  expect(screen.getByRole('alert').textContent).toBe('Your AI tokens could not be loaded.')
})

test('fifty providers of one service ask as one does', async () => {
  const database = project()

  show(database, {}, 50)

  expect(await left()).toHaveLength(50)
  expect(database.paths()).toEqual(['ai_quota_tiers', STATUS])
  await act(() => comeBack())
  await waitFor(() => expect(database.paths()).toHaveLength(3))
})

test('providers that refresh in other ways have a state of their own', async () => {
  const database = project()
  const service = createTokenService(database.client, { retryDelays: [] })

  render(
    [0, 60_000].map((interval) => (
      <AITokensProvider key={interval} service={service} realtime={false} refreshInterval={interval}>
        <AITokensWidget />
      </AITokensProvider>
    )),
  )

  await waitFor(() => expect(screen.getAllByText('7,500')).toHaveLength(2))
  expect(database.paths().filter((path) => path === STATUS)).toHaveLength(2)
})
