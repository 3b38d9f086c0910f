import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent, type JSX } from 'react'
import { act } from '../api.ts'
import { usePage, useRows } from '../context.tsx'
import { daysAgo } from '../format.ts'
import type { Rows } from '../rows.ts'
import { Card, Problem } from '../ui.tsx'
import { ACTIONS, type Action, type Field } from './specs.ts'

interface ActionsProps {
  user: Rows['ai_quota_admin_user']
  userId: string
}

/** What an operator may do to another user. Admins are not shown it; the database refuses as well. */
export function Actions({ user, userId }: ActionsProps): JSX.Element | null {
  const { viewer } = usePage()
  const [chosen, setChosen] = useState<Action | null>(null)
  const [done, setDone] = useState('')
  if (viewer.role === 'admin') return null
  if (viewer.id === userId) {
    return (
      <Card title="Actions">
        <p className="aqa-note">Nobody acts on their own account: ask another operator.</p>
      </Card>
    )
  }
  const finish = (message: string): void => {
    setChosen(null)
    setDone(message)
  }
  return (
    <Card title="Actions" note="Each is kept with its reason and your name.">
      <div className="aqa-buttons" role="group" aria-label="Actions">
        {ACTIONS.filter(({ isOffered }) => isOffered?.(user) ?? true).map((action) => (
          <button
            key={action.title}
            type="button"
            className="aqa-button"
            aria-pressed={chosen?.title === action.title}
            data-dangerous={action.isDangerous || undefined}
            onClick={() => {
              setDone('')
              setChosen(chosen?.title === action.title ? null : action)
            }}
          >
            {action.title}
          </button>
        ))}
      </div>
      {chosen && (
        <ActionForm key={chosen.title} action={chosen} user={user} userId={userId} finish={finish} />
      )}
      <p role="status" className="aqa-done">
        {done}
      </p>
    </Card>
  )
}

interface ActionFormProps extends ActionsProps {
  action: Action
  finish: (message: string) => void
}

/** First the arguments and a reason, then a sentence that says what will happen, to confirm. */
function ActionForm({ action, user, userId, finish }: ActionFormProps): JSX.Element {
  const { client } = usePage()
  const queries = useQueryClient()
  const [requestId] = useState(() => crypto.randomUUID())
  const [values, setValues] = useState<Record<string, string> | null>(null)
  const reason = values?.['reason'] ?? ''
  const run = useMutation({
    mutationFn: () => {
      const args = action.args(user, { ...values, request_id: requestId })
      return act(client, action.rpc, { ...args, user_id: userId, reason })
    },
    onSuccess: () => {
      finish(`Done: ${action.title.toLowerCase()}.`)
      void queries.invalidateQueries()
    },
  })
  const confirm = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (values) confirm.current?.focus()
  }, [values])

  const review = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setValues(Object.fromEntries([...form].map(([key, value]) => [key, String(value).trim()])))
  }

  return (
    <>
      <form className="aqa-action" hidden={values !== null} onSubmit={review}>
        <p className="aqa-note">{action.about}</p>
        <div className="aqa-grid">
          {action.fields.map((field) => (
            <FieldInput key={field.name} field={field} />
          ))}
        </div>
        <label className="aqa-field aqa-wide">
          <span>Reason (required)</span>
          <textarea name="reason" rows={2} maxLength={500} required />
        </label>
        <div className="aqa-buttons">
          <button className="aqa-button aqa-main">Continue</button>
        </div>
      </form>
      {values && (
        <div className="aqa-confirm" role="group" aria-label="Confirm">
          <p>
            <strong>{action.confirm(user, values)}</strong>
          </p>
          <p className="aqa-note">Reason: {reason}</p>
          {run.error && <Problem error={run.error} />}
          <div className="aqa-buttons">
            <button
              ref={confirm}
              type="button"
              className="aqa-button aqa-main"
              data-dangerous={action.isDangerous || undefined}
              disabled={run.isPending}
              onClick={() => run.mutate()}
            >
              {run.isPending ? 'Working…' : 'Confirm'}
            </button>
            <button
              type="button"
              className="aqa-button"
              disabled={run.isPending}
              onClick={() => {
                run.reset()
                setValues(null)
              }}
            >
              Back
            </button>
          </div>
        </div>
      )}
    </>
  )
}

function FieldInput({ field }: { field: Field }): JSX.Element {
  const { data: tiers } = useRows('ai_quota_admin_tiers')
  const { name, label, kind, isRequired = false, isSigned = false } = field
  if (kind === 'check') {
    return (
      <label className="aqa-check">
        <input type="checkbox" name={name} value="true" /> {label}
      </label>
    )
  }
  return (
    <label className="aqa-field">
      <span>
        {label}
        {isRequired && ' (required)'}
      </span>
      {kind === 'tier' ? (
        <select name={name} required={isRequired}>
          {(tiers ?? []).map(({ tier, display_name }) => (
            <option key={tier} value={tier}>
              {display_name ?? tier}
            </option>
          ))}
        </select>
      ) : (
        <input
          name={name}
          required={isRequired}
          type={kind === 'day' ? 'date' : 'number'}
          min={kind === 'day' ? daysAgo(0) : isSigned ? undefined : 1}
          step={kind === 'money' ? 'any' : undefined}
        />
      )}
    </label>
  )
}
