import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState, type JSX } from 'react'
import type { AdminClient } from './api.ts'
import { PageProvider, useRows, type Filter, type Viewer } from './context.tsx'
import { daysAgo } from './format.ts'
import { Choice, Select } from './ui.tsx'
import { Drawer } from './user/Drawer.tsx'
import { Health } from './views/Health.tsx'
import { Limits } from './views/Limits.tsx'
import { Overview } from './views/Overview.tsx'
import { Usage } from './views/Usage.tsx'
import { Users } from './views/Users.tsx'

const VIEWS = {
  overview: { title: 'Overview', View: Overview },
  users: { title: 'Users', View: Users },
  usage: { title: 'Usage', View: Usage },
  health: { title: 'Health', View: Health },
  limits: { title: 'Limits', View: Limits },
}

type ViewName = keyof typeof VIEWS

interface ShellProps {
  client: AdminClient
  viewer: Viewer
  signOut: () => void
}

export function Shell({ client, viewer, signOut }: ShellProps): JSX.Element {
  const [filter, setFilter] = useState<Filter>(() => lastDays(30))
  const [name, setName] = useState<ViewName>('overview')
  const [userId, setUserId] = useState<string | null>(null)
  const page = useMemo(
    () => ({ client, viewer, filter, openUser: setUserId }),
    [client, viewer, filter],
  )
  const { View } = VIEWS[name]
  return (
    <PageProvider value={page}>
      <header className="aqa-top">
        <h1>AI token quotas</h1>
        <nav className="aqa-nav" aria-label="Views">
          {Object.entries(VIEWS).map(([key, { title }]) => (
            <button
              key={key}
              type="button"
              aria-current={key === name ? 'page' : undefined}
              onClick={() => setName(key as ViewName)}
            >
              {title}
            </button>
          ))}
        </nav>
        <p className="aqa-who">
          {viewer.email && (
            <span>
              {viewer.email} {viewer.role && <span className="aqa-chip">{viewer.role}</span>}
            </span>
          )}
          <button type="button" className="aqa-link" onClick={signOut}>
            Sign out
          </button>
        </p>
      </header>
      <FilterBar filter={filter} onChange={setFilter} />
      <main className="aqa-main-area">
        <View />
      </main>
      {userId && <Drawer key={userId} userId={userId} close={() => setUserId(null)} />}
    </PageProvider>
  )
}

interface FilterBarProps {
  filter: Filter
  onChange: (filter: Filter) => void
}

/** The range of UTC days, the tier, and a button that reads everything again. */
function FilterBar({ filter, onChange }: FilterBarProps): JSX.Element {
  const queries = useQueryClient()
  const isFetching = useIsFetching() > 0
  const { data: tiers } = useRows('ai_quota_admin_tiers')
  const known = (['7', '30', '90'] as const).find((days) => {
    const range = lastDays(Number(days))
    return range.from_day === filter.from_day && range.to_day === filter.to_day
  })
  const [isCustom, setCustom] = useState(false)
  const range = isCustom || !known ? 'custom' : known

  const choose = (next: typeof range): void => {
    setCustom(next === 'custom')
    if (next !== 'custom') onChange({ ...filter, ...lastDays(Number(next)), of_tier: filter.of_tier })
  }

  return (
    <div className="aqa-filter" role="search" aria-label="Filter">
      <Choice
        label="Days"
        value={range}
        options={[
          ['7', '7 days'],
          ['30', '30 days'],
          ['90', '90 days'],
          ['custom', 'Custom'],
        ]}
        onChange={choose}
      />
      {range === 'custom' && (
        <>
          <DayField
            label="From"
            value={filter.from_day}
            max={filter.to_day}
            onChange={(from_day) => onChange({ ...filter, from_day })}
          />
          <DayField
            label="To"
            value={filter.to_day}
            min={filter.from_day}
            onChange={(to_day) => onChange({ ...filter, to_day })}
          />
        </>
      )}
      <Select
        label="Tier"
        value={filter.of_tier ?? ''}
        options={[
          ['', 'All tiers'],
          ...(tiers ?? []).map(({ tier, display_name }) => [tier, display_name ?? tier] as const),
        ]}
        onChange={(tier) => onChange({ ...filter, of_tier: tier || null })}
      />
      <span className="aqa-utc">Days are UTC</span>
      <button
        type="button"
        className="aqa-button"
        disabled={isFetching}
        onClick={() => void queries.refetchQueries({ type: 'active' })}
      >
        Refresh
      </button>
    </div>
  )
}

interface DayFieldProps {
  label: string
  value: string
  min?: string
  max?: string
  onChange: (day: string) => void
}

function DayField({ label, value, min, max, onChange }: DayFieldProps): JSX.Element {
  return (
    <label className="aqa-field">
      <span>{label}</span>
      <input
        type="date"
        value={value}
        min={min}
        max={max}
        onChange={(event) => event.target.value && onChange(event.target.value)}
      />
    </label>
  )
}

function lastDays(days: number): Filter {
  return { from_day: daysAgo(days - 1), to_day: daysAgo(0), of_tier: null }
}
