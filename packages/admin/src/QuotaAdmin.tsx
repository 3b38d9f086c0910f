'use client'

import {
  QueryCache,
  QueryClient,
  QueryClientProvider,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useState, type JSX, type ReactNode } from 'react'
import { AdminError, callRows, describe, type AdminClient } from './api.ts'
import { Boundary } from './Boundary.tsx'
import type { Viewer } from './context.tsx'
import { Refused, SignIn, useViewer } from './session.tsx'
import { Shell } from './Shell.tsx'
import { Problem } from './ui.tsx'

export interface QuotaAdminProps {
  /** A supabase-js client with the publishable key: the page acts as the user who is signed in. */
  client: AdminClient
  /** Light or dark; by default as the system says. */
  theme?: 'light' | 'dark' | undefined
  /** Of a user whose session does not tell: only what is offered depends on it. */
  role?: 'admin' | 'operator' | undefined
}

/** The admin page, for a host to mount or to serve alone. */
export function QuotaAdmin({ client, theme, role }: QuotaAdminProps): JSX.Element {
  return (
    <div className="aqa" data-theme={theme}>
      <Boundary fallback={(error, retry) => <Broken error={error} retry={retry} />}>
        <Gate client={client} role={role} />
      </Boundary>
    </div>
  )
}

function Gate({ client, role }: { client: AdminClient; role: string | undefined }): JSX.Element {
  const viewer = useViewer(client, role)
  if (viewer === undefined) return <div className="aqa-sheet-place" />
  if (viewer === null) return <SignIn client={client} />
  return <Admitted key={viewer.id} client={client} viewer={viewer} />
}

interface AdmittedProps {
  client: AdminClient
  viewer: Viewer
}

/** Everything that a viewer reads is forgotten with the viewer. */
function Admitted({ client, viewer }: AdmittedProps): JSX.Element {
  const [refusal, setRefusal] = useState<AdminError>()
  const [queries] = useState(() => makeQueries(setRefusal))
  const signOut = (): void => void client.auth.signOut({ scope: 'local' }).catch(() => undefined)
  if (refusal?.kind === 'denied') return <Refused viewer={viewer} signOut={signOut} />
  return (
    <QueryClientProvider client={queries}>
      {refusal && <SessionEnded error={refusal} signOut={signOut} />}
      <Stale />
      <Probe client={client} isLikely={viewer.role === 'admin' || viewer.role === 'operator'}>
        <Shell client={client} viewer={viewer} signOut={signOut} />
      </Probe>
    </QueryClientProvider>
  )
}

interface ProbeProps {
  client: AdminClient
  isLikely: boolean
  children: ReactNode
}

/** Asks the database once before a viewer whose session does not say admin sees anything. */
function Probe({ client, isLikely, children }: ProbeProps): ReactNode {
  const { isSuccess, error, refetch } = useQuery({
    queryKey: ['ai_quota_admin_outbox', {}],
    queryFn: ({ signal }) => callRows(client, 'ai_quota_admin_outbox', {}, signal),
    enabled: !isLikely,
  })
  if (isLikely || isSuccess) return children
  if (error) return <Problem error={error} retry={() => void refetch()} />
  return <div className="aqa-sheet-place" />
}

function makeQueries(refuse: (error: AdminError | undefined) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (!(error instanceof AdminError)) return
        if (error.kind === 'denied' || error.kind === 'session') refuse(error)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Being offline is an error to show, not a reason to wait.
        networkMode: 'always',
        retryDelay: 500,
        retry: (failures, error) =>
          error instanceof AdminError && error.isTemporary && failures < 2,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

interface SessionEndedProps {
  error: AdminError
  signOut: () => void
}

function SessionEnded({ error, signOut }: SessionEndedProps): JSX.Element {
  return (
    <div className="aqa-banner" role="alert">
      <p>{describe(error)}</p>
      <button type="button" className="aqa-button" onClick={signOut}>
        Sign in again
      </button>
    </div>
  )
}

/** Says that figures on the page are older than they look, because their update failed. */
function Stale(): JSX.Element | null {
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    const cache = queries.getQueryCache()
    return cache.subscribe(() => {
      const failed = cache
        .findAll({ type: 'active' })
        .find(({ state }) => state.data && isTemporary(state.error))
      setError(failed?.state.error ?? null)
    })
  }, [queries])
  if (!error) return null
  return (
    <div className="aqa-banner" role="alert">
      <p>The figures are not up to date. {describe(error)}</p>
      <button type="button" className="aqa-button" onClick={() => void queries.refetchQueries()}>
        Try again
      </button>
    </div>
  )
}

function isTemporary(error: unknown): boolean {
  return error instanceof AdminError && error.isTemporary
}

function Broken({ error, retry }: { error: unknown; retry: () => void }): JSX.Element {
  return (
    <div className="aqa-sheet" role="alert">
      <h1>The page could not be shown</h1>
      <p>{describe(error)}</p>
      <button type="button" className="aqa-button aqa-main" onClick={retry}>
        Try again
      </button>
    </div>
  )
}
