import {
  complaint,
  isConnection,
  request,
  TIMEOUT,
  within,
  type Connection,
  type Query,
  type SupabaseLike,
} from './transport.ts'

export interface RowQuery {
  /** Columns, with commas between them; all by default. */
  select?: string
  /** Such as `['day', 'gte', '2026-12-01']`, with the operators of PostgREST. */
  filters?: readonly (readonly [column: string, operator: string, value: string])[]
  /** The column to sort by, newest or highest first. */
  order?: string
  /** The most rows to read. */
  limit?: number
}

interface Builder extends Query {
  select(columns: string): Builder
  filter(column: string, operator: string, value: string): Builder
  order(column: string, options: { ascending: boolean }): Builder
  limit(count: number): Builder
}

/** Rows of a table or view of the API, with the errors of a service. */
export async function readRows<Row>(
  project: SupabaseLike | Connection,
  table: string,
  query: RowQuery = {},
  call: { signal?: AbortSignal | undefined; timeout?: number | undefined } = {},
): Promise<Row[]> {
  const read = isConnection(project) ? readByFetch : readByClient
  return within(call.signal, call.timeout ?? TIMEOUT, (signal) =>
    read(project as never, table, query, signal),
  ) as Promise<Row[]>
}

async function readByClient(
  client: SupabaseLike,
  table: string,
  { select = '*', filters = [], order, limit }: RowQuery,
  signal: AbortSignal,
): Promise<unknown> {
  let rows = (client as unknown as { from(table: string): Builder }).from(table).select(select)
  for (const [column, operator, value] of filters) rows = rows.filter(column, operator, value)
  if (order) rows = rows.order(order, { ascending: false })
  if (limit) rows = rows.limit(limit)
  const { data, error, status } = await (rows.abortSignal?.(signal) ?? rows)
  if (error) throw complaint(error, status ?? 0, null)
  return data
}

async function readByFetch(
  connection: Connection,
  table: string,
  { select = '*', filters = [], order, limit }: RowQuery,
  signal: AbortSignal,
): Promise<unknown> {
  const search = new URLSearchParams({ select })
  for (const [column, operator, value] of filters) search.append(column, `${operator}.${value}`)
  if (order) search.set('order', `${order}.desc`)
  if (limit) search.set('limit', String(limit))
  return (await request(connection, `${table}?${search}`, { signal })).data
}
