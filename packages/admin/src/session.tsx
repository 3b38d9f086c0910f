import { useEffect, useState, type FormEvent, type JSX } from 'react'
import type { AdminClient } from './api.ts'
import type { Viewer } from './context.tsx'

/**
 * Who is signed in: undefined while it is not known, null if nobody is. A client with an
 * `accessToken` of its own has no session to ask, and the database decides alone.
 */
export function useViewer(client: AdminClient, role?: string): Viewer | null | undefined {
  const [viewer, setViewer] = useState<Viewer | null>()
  useEffect(() => {
    try {
      const { data } = client.auth.onAuthStateChange((_, session) => {
        setViewer((before) => {
          const user = session?.user
          if (!user) return null
          const claim: unknown = user.app_metadata['ai_quota_role']
          const next = {
            id: user.id,
            email: user.email ?? null,
            role: role ?? (typeof claim === 'string' ? claim : null),
          }
          return before && JSON.stringify(before) === JSON.stringify(next) ? before : next
        })
      })
      return () => data.subscription.unsubscribe()
    } catch {
      setViewer({ id: null, email: null, role: role ?? null })
      return undefined
    }
  }, [client, role])
  return viewer
}

type Way = 'password' | 'link'

/** What the auth server says of a link that led here and is no good. */
function linkProblem(): { text: string; isError: boolean } | undefined {
  const said = new URLSearchParams(location.hash.slice(1))
  if (!said.has('error_code')) return undefined
  const text =
    said.get('error_code') === 'otp_expired'
      ? 'This link was used before, or is too old. Ask for another one.'
      : `The link did not sign you in: ${said.get('error_description') ?? said.get('error_code')}`
  return { text, isError: true }
}

/** Signs in by the project's own auth: a password, or a link by e-mail. */
export function SignIn({ client }: { client: AdminClient }): JSX.Element {
  const [message, setMessage] = useState(linkProblem)
  const [isBusy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const pressed = (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value')
    const way: Way = pressed === 'link' ? 'link' : 'password'
    const email = String(form.get('email')).trim()
    const password = String(form.get('password'))
    if (way === 'password' && !password) {
      setMessage({ text: 'Enter your password, or ask for a link by e-mail.', isError: true })
      return
    }
    setBusy(true)
    setMessage(undefined)
    const { error } =
      way === 'password'
        ? await client.auth.signInWithPassword({ email, password })
        : await client.auth.signInWithOtp({
            email,
            options: { shouldCreateUser: false, emailRedirectTo: location.href.split('#')[0]! },
          })
    setBusy(false)
    if (error) setMessage({ text: reason(error), isError: true })
    else if (way === 'link')
      setMessage({ text: `A link to sign in is on its way to ${email}.`, isError: false })
  }

  return (
    <main>
      <form className="aqa-sheet" onSubmit={(event) => void submit(event)}>
        <h1>AI token quotas</h1>
        <p className="aqa-note">For admins and operators of this project.</p>
        <label className="aqa-field">
          <span>E-mail</span>
          <input name="email" type="email" autoComplete="username" required />
        </label>
        <label className="aqa-field">
          <span>Password</span>
          <input name="password" type="password" autoComplete="current-password" />
        </label>
        {message && (
          <p role={message.isError ? 'alert' : 'status'} data-error={message.isError || undefined}>
            {message.text}
          </p>
        )}
        <div className="aqa-buttons">
          <button className="aqa-button aqa-main" disabled={isBusy} value="password">
            Sign in
          </button>
          <button className="aqa-button" disabled={isBusy} value="link">
            E-mail me a link
          </button>
        </div>
      </form>
    </main>
  )
}

function reason(error: { message: string; status?: number | undefined }): string {
  if (!error.status) return 'The project does not answer. Check the connection, then try again.'
  if (error.message === 'Invalid login credentials') return 'E-mail or password is wrong.'
  return error.message
}

interface RefusedProps {
  viewer: Viewer
  signOut: () => void
}

/** For people who are no admins: the database refused, and this says why and what to do. */
export function Refused({ viewer, signOut }: RefusedProps): JSX.Element {
  return (
    <main className="aqa-sheet">
      <h1>This page is for admins</h1>
      <p>
        {viewer.email ? `${viewer.email} is signed in, but` : 'This account'} has no access to it.
      </p>
      <p>
        Ask somebody who manages the project to set <code>ai_quota_role</code> to{' '}
        <code>admin</code> or <code>operator</code> in the <code>app_metadata</code> of your
        account, then sign in again.
      </p>
      <div className="aqa-buttons">
        <button type="button" className="aqa-button aqa-main" onClick={signOut}>
          Use another account
        </button>
      </div>
    </main>
  )
}
