import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { callRows, type AdminClient, type AdminError } from './api.ts'
import type { Args, Name, Rows } from './rows.ts'

/** Who looks at the page. `role` is null where the session does not tell. */
export interface Viewer {
  id: string | null
  email: string | null
  role: string | null
}

/** What the header filters by. */
export interface Filter {
  from_day: string
  to_day: string
  of_tier: string | null
}

export interface Page {
  client: AdminClient
  viewer: Viewer
  filter: Filter
  openUser: (userId: string) => void
}

const PageContext = createContext<Page | null>(null)
export const PageProvider = PageContext.Provider

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('A view of QuotaAdmin is used outside of it')
  return page
}

/** The range of days, as arguments. */
export function useRange(): { from_day: string; to_day: string } {
  const { from_day, to_day } = usePage().filter
  return { from_day, to_day }
}

interface Options {
  isEnabled?: boolean
}

/** The rows of an RPC; while the next page loads, the last one stays. */
export function useRows<N extends Name>(
  name: N,
  args: Args = {},
  { isEnabled = true }: Options = {},
): UseQueryResult<Rows[N][], AdminError> {
  const { client } = usePage()
  return useQuery<Rows[N][], AdminError>({
    queryKey: [name, args],
    queryFn: ({ signal }) => callRows(client, name, args, signal),
    enabled: isEnabled,
    placeholderData: keepPreviousData,
  })
}
