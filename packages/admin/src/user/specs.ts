import { compact, count, longDay, usd } from '../format.ts'
import type { Args, Rows } from '../rows.ts'

type User = Rows['ai_quota_admin_user']
type Values = Record<string, string>

export interface Field {
  name: string
  label: string
  kind: 'number' | 'money' | 'day' | 'tier' | 'check'
  isRequired?: boolean
  /** Corrections may be negative. */
  isSigned?: boolean
}

export interface Action {
  rpc: string
  title: string
  about: string
  fields: Field[]
  isDangerous?: boolean
  isOffered?: (user: User) => boolean
  /** Says what will happen, for the confirmation. */
  confirm: (user: User, values: Values) => string
  args: (user: User, values: Values) => Args
}

const number = (text: string | undefined): number | null =>
  text === undefined || text.trim() === '' ? null : Number(text)

/** The end of a UTC day. */
const endOf = (day: string | undefined): string | null =>
  day ? new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString() : null

const name = (user: User): string => user.email ?? 'this user'

const granted = (values: Values): string =>
  values['is_unlimited']
    ? 'no limits'
    : [
        ['monthly_token_quota', 'tokens a month'],
        ['monthly_request_quota', 'requests a month'],
        ['extra_tokens', 'extra tokens a month'],
        ['extra_requests', 'extra requests a month'],
      ]
        .filter(([key]) => values[key!])
        .map(([key, words]) => `${count(number(values[key!]))} ${words}`)
        .join(', ')

export const ACTIONS: Action[] = [
  {
    rpc: 'ai_quota_admin_boost',
    title: 'Boost',
    about: 'Extra tokens in every period through a day, on top of everything else.',
    fields: [
      { name: 'tokens', label: 'Extra tokens', kind: 'number', isRequired: true },
      { name: 'until', label: 'Through (UTC day)', kind: 'day', isRequired: true },
    ],
    confirm: (user, values) =>
      `Give ${name(user)} ${compact(number(values['tokens']))} extra tokens in every period through ${longDay(values['until'] ?? null)}?`,
    args: (_, values) => ({ tokens: number(values['tokens']), until: endOf(values['until']) }),
  },
  {
    rpc: 'ai_quota_admin_set_override',
    title: 'Override',
    about: 'Limits of the user’s own. They replace the override that the user has.',
    fields: [
      { name: 'monthly_token_quota', label: 'Tokens a month', kind: 'number' },
      { name: 'monthly_request_quota', label: 'Requests a month', kind: 'number' },
      { name: 'extra_tokens', label: 'Extra tokens a month', kind: 'number' },
      { name: 'extra_requests', label: 'Extra requests a month', kind: 'number' },
      { name: 'expires_at', label: 'Through (UTC day)', kind: 'day' },
      { name: 'is_unlimited', label: 'No limits at all', kind: 'check' },
    ],
    confirm: (user, values) =>
      `Give ${name(user)} ${granted(values) || 'an override without limits'}${values['expires_at'] ? ` through ${longDay(values['expires_at'])}` : ', without an end'}?`,
    args: (_, values) => ({
      monthly_token_quota: number(values['monthly_token_quota']),
      monthly_request_quota: number(values['monthly_request_quota']),
      extra_tokens: number(values['extra_tokens']),
      extra_requests: number(values['extra_requests']),
      is_unlimited: Boolean(values['is_unlimited']),
      expires_at: endOf(values['expires_at']),
    }),
  },
  {
    rpc: 'ai_quota_admin_remove_override',
    title: 'Remove override',
    about: 'The limits of the tier apply again, at once.',
    fields: [],
    confirm: (user) => `Remove the override of ${name(user)}?`,
    args: () => ({}),
  },
  {
    rpc: 'ai_quota_admin_set_tier',
    title: 'Tier',
    about: 'The tier that the user has without a live subscription.',
    fields: [{ name: 'tier', label: 'Tier', kind: 'tier', isRequired: true }],
    confirm: (user, values) => `Set the tier of ${name(user)} to ${values['tier']}?`,
    args: (_, values) => ({ tier: values['tier'] }),
  },
  {
    rpc: 'reset_user_quota',
    title: 'Early reset',
    about: 'Ends the period now: the user starts again at 0. The ledger keeps everything.',
    fields: [],
    confirm: (user) => `End the period of ${name(user)} now, at ${compact(user.used)} tokens used?`,
    args: () => ({}),
  },
  {
    rpc: 'adjust_usage',
    title: 'Correction',
    about: 'Adds to the usage of the open period; negative numbers give back.',
    fields: [
      { name: 'tokens', label: 'Tokens', kind: 'number', isRequired: true, isSigned: true },
      { name: 'requests', label: 'Requests', kind: 'number', isSigned: true },
      { name: 'cost_usd', label: 'Cost in US dollars', kind: 'money', isSigned: true },
    ],
    confirm: (user, values) =>
      `Correct the usage of ${name(user)} by ${count(number(values['tokens']))} tokens${values['requests'] ? `, ${count(number(values['requests']))} requests` : ''}${values['cost_usd'] ? `, ${usd(number(values['cost_usd']))}` : ''}?`,
    args: (_, values) => ({
      tokens: number(values['tokens']),
      requests: number(values['requests']),
      cost_usd: number(values['cost_usd']),
      // A confirmation that is pressed twice counts once.
      request_id: values['request_id'],
    }),
  },
  {
    rpc: 'ai_quota_admin_repair',
    title: 'Repair',
    about: 'Sets counters and days to the sums of the ledger.',
    fields: [],
    confirm: (user) => `Set the counters of ${name(user)} to the sums of the ledger?`,
    args: () => ({}),
  },
  {
    rpc: 'set_user_blocked',
    title: 'Block',
    about: 'No further calls until the user is unblocked. What runs is still recorded.',
    fields: [],
    isDangerous: true,
    isOffered: (user) => !user.is_blocked,
    confirm: (user) => `Block ${name(user)}? Every call is denied from now on.`,
    args: () => ({ is_blocked: true }),
  },
  {
    rpc: 'set_user_blocked',
    title: 'Unblock',
    about: 'Calls are allowed again, within the limits.',
    fields: [],
    isOffered: (user) => user.is_blocked,
    confirm: (user) => `Unblock ${name(user)}?`,
    args: () => ({ is_blocked: false }),
  },
]
