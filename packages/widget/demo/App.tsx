import type { User } from '@supabase/supabase-js'
import { AITokensProvider, AITokensWidget } from 'ai-token-quotas-react'
import { useEffect, useState, type FormEvent, type JSX } from 'react'
import { ask, type Outcome } from './ask.ts'
import { hasRealtime, supabase, tokenService } from './tokens.ts'

const asked = new URLSearchParams(location.search)
const showsCost = asked.has('cost')

export function App(): JSX.Element {
  const [user, setUser] = useState<User | null>()

  useEffect(() => {
    const { data } = supabase.auth.onAuthStateChange((_, session) => setUser(session?.user ?? null))
    return () => data.subscription.unsubscribe()
  }, [])

  return (
    <AITokensProvider service={tokenService} realtime={hasRealtime}>
      <div className="app">
        <aside className="sidebar" aria-label="Sidebar">
          <p className="brand">Demo</p>
          <div className="buttons">
            <ThemeButton />
            <LanguageChoice />
          </div>
          <footer>
            <AITokensWidget upgradeHref={(tier) => `#upgrade-${tier}`} showCost={showsCost} />
            <div className="user">
              {user && (
                <>
                  <span>{user.email}</span>
                  <button type="button" onClick={() => void supabase.auth.signOut()}>
                    Sign out
                  </button>
                </>
              )}
            </div>
          </footer>
        </aside>
        <main>{user === undefined ? null : user ? <Chat key={user.id} /> : <SignIn />}</main>
      </div>
    </AITokensProvider>
  )
}

function SignIn(): JSX.Element {
  const [problem, setProblem] = useState('')

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const isNew = (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value') === 'new'
    const who = { email: String(form.get('email')), password: String(form.get('password')) }
    const { error } = isNew
      ? await supabase.auth.signUp(who)
      : await supabase.auth.signInWithPassword(who)
    setProblem(error?.message ?? '')
  }

  return (
    <form className="sheet" onSubmit={(event) => void submit(event)}>
      <h1>Sign in</h1>
      <p>A new account starts on the free tier: 10,000 tokens and 100 requests a month.</p>
      <label>
        Email
        <input name="email" type="email" autoComplete="email" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <div className="buttons">
        <button value="old">Sign in</button>
        <button value="new">Create an account</button>
      </div>
    </form>
  )
}

function Chat(): JSX.Element {
  const [answers, setAnswers] = useState<Outcome[]>([])
  const [isBusy, setBusy] = useState(false)
  const [soFar, setSoFar] = useState('')
  const [problem, setProblem] = useState('')

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setProblem('')
    try {
      const outcome = await ask(String(form.get('prompt')), Number(form.get('tokens')), setSoFar)
      setAnswers((before) => [...before, outcome])
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setSoFar('')
      setBusy(false)
    }
  }

  return (
    <form className="sheet" onSubmit={(event) => void submit(event)}>
      <h1>Ask a model</h1>
      <p>
        A stand-in streams an answer, and says what it used: 500 tokens to read, and as many as you ask
        for to write. While it runs, they are held: the lighter part of the bar.
      </p>
      <ol className="answers" aria-live="polite">
        {answers.map((outcome, index) => (
          <li key={index} className={'refusal' in outcome ? 'refused' : ''}>
            {'refusal' in outcome ? refusalText(outcome.refusal) : outcome.text}
          </li>
        ))}
      </ol>
      {soFar && <p className="so-far">{soFar}</p>}
      <label>
        Question
        <input name="prompt" defaultValue="What is a token?" required />
      </label>
      <label>
        Tokens of the answer
        <input name="tokens" type="number" min={0} max={1000000} defaultValue={1500} required />
      </label>
      {problem && <p role="alert">{problem}</p>}
      <div className="buttons">
        <button disabled={isBusy}>Ask</button>
      </div>
    </form>
  )
}

function refusalText(refusal: Extract<Outcome, { refusal: unknown }>['refusal']): string {
  const { remaining_tokens: tokens, remaining_requests: requests, upgrade_tier: tier } = refusal
  const left = `${tokens?.toLocaleString() ?? 'unlimited'} tokens and ${requests?.toLocaleString() ?? 'unlimited'} requests are left`
  const when = new Date(`${refusal.reset_date}T00:00:00Z`).toLocaleDateString()
  return `Refused: ${left} until ${when}.${tier ? ` The tier ${tier} would have let it through.` : ''}`
}

function ThemeButton(): JSX.Element {
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light'
  }, [isDark])
  return (
    <button type="button" aria-pressed={isDark} onClick={() => setDark(!isDark)}>
      Dark
    </button>
  )
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'ar', 'ja']

/** Sets the language of the page, which the card follows. */
function LanguageChoice(): JSX.Element {
  const [language, setLanguage] = useState(asked.get('lang') ?? 'en')
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'
  }, [language])
  return (
    <select
      aria-label="Language"
      value={language}
      onChange={(event) => setLanguage(event.currentTarget.value)}
    >
      {LANGUAGES.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  )
}
