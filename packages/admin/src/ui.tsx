import { useMutation, type UseQueryResult } from '@tanstack/react-query'
import { useId, type JSX, type ReactNode } from 'react'
import { describe, readCsv, type AdminError } from './api.ts'
import { usePage } from './context.tsx'
import { count } from './format.ts'
import type { Args, Name } from './rows.ts'

interface CardProps {
  title: string
  note?: ReactNode
  tools?: ReactNode
  className?: string
  children: ReactNode
}

/** A part of the page with a heading of its own. */
export function Card({ title, note, tools, className = '', children }: CardProps): JSX.Element {
  const id = useId()
  return (
    <section className={`aqa-card ${className}`} aria-labelledby={id}>
      <header className="aqa-card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {note && <p className="aqa-note">{note}</p>}
        </div>
        {tools && <div className="aqa-tools">{tools}</div>}
      </header>
      {children}
    </section>
  )
}

export interface Column<Row> {
  title: string
  cell: (row: Row) => ReactNode
  /** Numbers are set flush right. */
  isNumber?: boolean
  /** Left out where the page is narrow. */
  isExtra?: boolean
}

interface TableProps<Row> {
  label: string
  rows: Row[]
  columns: Column<Row>[]
  keyOf: (row: Row) => string
}

/** A table; the first cell of a row names it. It scrolls sideways where it must. */
export function Table<Row>({ label, rows, columns, keyOf }: TableProps<Row>): JSX.Element {
  const className = (column: Column<Row>): string =>
    `${column.isNumber ? 'aqa-number' : ''} ${column.isExtra ? 'aqa-extra' : ''}`
  return (
    <div className="aqa-scroll" role="group" aria-label={label} tabIndex={0}>
      <table className="aqa-table">
        <caption className="aqa-hidden">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={className(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.title} scope="row" className={className(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.title} className={className(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface LoadedProps<Row> {
  query: UseQueryResult<Row[], AdminError>
  empty: ReactNode
  lines?: number
  children: (rows: Row[]) => ReactNode
}

/** The rows of a query, or why there are none. */
export function Loaded<Row>({ query, empty, lines = 5, children }: LoadedProps<Row>): JSX.Element {
  const { data, error, isPlaceholderData } = query
  if (!data && error) return <Problem error={error} retry={() => void query.refetch()} />
  if (!data) return <Skeleton lines={lines} />
  if (data.length === 0) return <div className="aqa-empty">{empty}</div>
  return (
    <div className="aqa-loaded" data-stale={isPlaceholderData || undefined}>
      {children(data)}
    </div>
  )
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }): JSX.Element {
  return (
    <div className="aqa-problem" role="alert">
      <p>{describe(error)}</p>
      {retry && (
        <button type="button" className="aqa-button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}

export function Skeleton({ lines }: { lines: number }): JSX.Element {
  return (
    <div className="aqa-skeleton" role="status">
      <span className="aqa-hidden">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <i key={index} aria-hidden="true" />
      ))}
    </div>
  )
}

interface MeterProps {
  label: string
  /** Of the limit, in percent; null where there is no limit. */
  value: number | null
}

/** How much of a limit is used. The number stands beside it. */
export function Meter({ label, value }: MeterProps): JSX.Element {
  const level = value === null || value < 75 ? 'ok' : value < 90 ? 'warning' : 'critical'
  return (
    <svg
      className="aqa-meter"
      data-level={level}
      role="img"
      aria-label={value === null ? `${label}: unlimited` : `${label}: ${Math.floor(value)}%`}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
    >
      <rect className="aqa-meter-track" width="100" height="6" />
      <rect className="aqa-meter-fill" width={Math.min(100, value ?? 0)} height="6" />
    </svg>
  )
}

/** A share of a whole, behind or beside a number. */
export function Share({ part, whole }: { part: number; whole: number }): JSX.Element {
  const width = whole > 0 ? Math.max(0, Math.min(100, (100 * part) / whole)) : 0
  return (
    <svg className="aqa-share" aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none">
      <rect className="aqa-share-fill" width={width} height="6" />
    </svg>
  )
}

interface ChipProps {
  level?: 'ok' | 'warning' | 'critical' | undefined
  children: ReactNode
}

export function Chip({ level, children }: ChipProps): JSX.Element {
  return (
    <span className="aqa-chip" data-level={level}>
      {children}
    </span>
  )
}

interface UserLinkProps {
  userId: string
  email: string | null
}

/** Opens the drawer of a user; accounts that are gone have only their id. */
export function UserLink({ userId, email }: UserLinkProps): JSX.Element {
  const { openUser } = usePage()
  return (
    <button type="button" className="aqa-link aqa-user" onClick={() => openUser(userId)}>
      {email ? <Breakable text={email} /> : `${userId.slice(0, 8)}…`}
    </button>
  )
}

/** An address may break before its @. */
function Breakable({ text }: { text: string }): JSX.Element {
  const at = Math.max(0, text.lastIndexOf('@'))
  return (
    <>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </>
  )
}

interface PagerProps {
  page: number
  size: number
  total: number
  onPage: (page: number) => void
}

export function Pager({ page, size, total, onPage }: PagerProps): JSX.Element | null {
  const last = Math.max(1, Math.ceil(total / size))
  if (last === 1 && page === 1) return null
  return (
    <div className="aqa-pager" role="group" aria-label="Pages">
      <button
        type="button"
        className="aqa-button"
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        Previous
      </button>
      <span aria-live="polite">
        Page {count(page)} of {count(last)} · {count(total)} rows
      </span>
      <button
        type="button"
        className="aqa-button"
        disabled={page >= last}
        onClick={() => onPage(page + 1)}
      >
        Next
      </button>
    </div>
  )
}

interface CsvProps {
  name: Name
  args: Args
  /** How many rows there are; null where the RPC has no pages. */
  total?: number | null
  file: string
}

/** Downloads all rows, not only those of the page. */
export function CsvButton({ name, args, total = null, file }: CsvProps): JSX.Element {
  const { client } = usePage()
  const download = useMutation({
    mutationFn: () => readCsv(client, name, args, total),
    onSuccess: (text) => save(text, `${file}.csv`),
  })
  return (
    <>
      <button
        type="button"
        className="aqa-button"
        disabled={download.isPending}
        aria-label={`Download ${file} as CSV`}
        onClick={() => download.mutate()}
      >
        {download.isPending ? 'Preparing…' : 'CSV'}
      </button>
      {download.error && <Problem error={download.error} />}
    </>
  )
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Firefox reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
}

/** One of a few, side by side. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  return (
    <div className="aqa-choice" role="group" aria-label={props.label}>
      {props.options.map(([value, title]) => (
        <button
          key={value}
          type="button"
          aria-pressed={props.value === value}
          onClick={() => props.onChange(value)}
        >
          {title}
        </button>
      ))}
    </div>
  )
}

interface SelectProps {
  label: string
  value: string
  options: readonly (readonly [string, string])[]
  onChange: (value: string) => void
}

/** One of many. */
export function Select({ label, value, options, onChange }: SelectProps): JSX.Element {
  return (
    <label className="aqa-field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, title]) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
