/** What messages say, in each language and form: as src/ai_token_quotas/worker/texts.py does. */
import type { Config } from './config.ts'
import type { Alert, Denials, Digest } from './queue.ts'
import { wording } from './wording.ts'

type Values = Record<string, string>
type Host = Pick<Config, 'product' | 'link' | 'footer'>
type Language = keyof typeof wording.languages
type Texts = typeof wording.languages.en
/** The texts that are one line. */
type Name = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts]

interface Line {
  text: string
  values: Values
  style?: 'button' | 'small'
  link?: string
}

export interface Message {
  language: string
  subject: string
  text: string
  html: string
  slack: string
}

// Line breaks, control characters, and characters that turn the direction of text.
// deno-lint-ignore no-control-regex
const UNSEEN = /[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g
const LIKE_A_LINK = /[/@:<>\\]|\bwww\.|\.\w{2,}/
const LONGEST_NAME = 60

/** The first of these that there are texts for: de-AT is de; without any, English. */
export function knownLanguage(...wanted: (string | null)[]): Language {
  const found = wanted.map((tag) => (tag ?? '').split(/[-_]/)[0]!.toLowerCase())
  return (found.find((one) => Object.hasOwn(wording.languages, one)) ?? 'en') as Language
}

export function forUser(
  alert: Alert,
  host: Host,
  language: Language,
  unsubscribe: string,
): Message {
  const say = wording.languages[language]
  const values = { ...valuesOf(alert, say), product: host.product, name: nameOf(alert.name) }
  const isOver = alert.threshold >= 100
  const names: Name[] = [values.name ? 'hello_name' : 'hello', 'used']
  if (isOver) names.push('refused')
  else if (alert.reached_on) names.push('reached_on')
  names.push('reset')
  if (alert.upgrade_tier) names.push('upgrade')
  const lines: Line[] = names.map((name) => ({ text: say[name], values }))
  if (host.link) lines.push({ text: say.link, values, style: 'button', link: host.link })
  lines.push({ text: say.why, values, style: 'small' })
  if (unsubscribe) {
    lines.push({ text: say.unsubscribe, values, style: 'small', link: unsubscribe })
  }
  if (host.footer) {
    lines.push({ text: '{footer}', values: { footer: host.footer }, style: 'small' })
  }
  return written(language, { text: isOver ? say.subject_100 : say.subject, values }, lines)
}

export function forOperators(alert: Alert, host: Host, language: Language): Message {
  const say = wording.languages[language]
  const values = { ...valuesOf(alert, say), product: host.product }
  const lines = [say.operator_used, alert.reached_on ? say.operator_reached_on : '', say.reset]
  return written(
    language,
    { text: say.operator_subject, values },
    lines.filter(Boolean).map((text) => ({ text, values })),
  )
}

export function forDigest(digest: Digest, host: Host, language: Language): Message {
  const say = wording.languages[language]
  const values = {
    product: host.product,
    day: day(digest.day, say),
    users: number(digest.users, say),
    denials: number(digest.denials, say),
    tokens: number(digest.tokens, say),
  }
  const lines: Line[] = [{ text: say.digest_total, values }]
  for (const one of digest.top) lines.push({ text: say.digest_row, values: row(one, say) })
  if (digest.top.reduce((sum, one) => sum + one.user_denials, 0) < digest.denials) {
    lines.push({ text: say.digest_more, values, style: 'small' })
  }
  return written(language, { text: say.digest_subject, values }, lines)
}

function written(language: string, subject: Line, lines: Line[]): Message {
  const title = fill(subject, plain)
  return {
    language,
    subject: title,
    text: lines.map((line) => fill(line, plain) + (line.link ? `: ${line.link}` : ''))
      .join('\n\n') + '\n',
    html: put(wording.html, {
      language,
      subject: markup(title),
      paragraphs: lines.map(html).join('\n'),
    }),
    // Values are code, which has no markup.
    slack: [subject, ...lines].map((line) => fill(line, code)).join('\n'),
  }
}

function valuesOf(alert: Alert, say: Texts): Values {
  return {
    threshold: String(alert.threshold),
    metric: say.metrics[alert.metric],
    used: number(alert.used, say),
    quota: number(alert.quota, say),
    tier: alert.tier,
    upgrade_tier: alert.upgrade_tier ?? '',
    reset_date: day(alert.reset_date, say),
    reached_on: alert.reached_on ? day(alert.reached_on, say) : '',
    user: alert.email ?? '–',
    user_id: alert.user_id,
  }
}

function row(one: Denials, say: Texts): Values {
  return {
    user: one.email ?? one.user_id,
    denials: number(one.user_denials, say),
    reason: say.reasons[one.reason as keyof Texts['reasons']],
    tokens: number(one.user_tokens, say),
  }
}

/** A name as its user wrote it, unless it is a text of another kind. */
function nameOf(name: string | null): string {
  const text = plain(name ?? '').trim()
  return [...text].length > LONGEST_NAME || LIKE_A_LINK.test(text) ? '' : text
}

function number(value: number, say: Texts): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, say.thousands)
}

function day(value: string, say: Texts): string {
  const [year, month, date] = value.split('-').map(Number) as [number, number, number]
  return put(say.date, { day: String(date), month: say.months[month - 1]!, year: String(year) })
}

function html(line: Line): string {
  const link = markup(line.link ?? '')
  let text = fill(line, markup)
  if (line.link && line.style !== 'button') text = put(wording.anchor, { link, text })
  return put(wording[line.style ?? 'paragraph'], { link, text })
}

function fill({ text, values }: Line, escape: (value: string) => string): string {
  return put(
    text,
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, escape(value)])),
  )
}

/** Puts values in their places, once: a value that looks like a place is a value. */
function put(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!)
}

function plain(value: string): string {
  return value.replace(UNSEEN, ' ')
}

function markup(value: string): string {
  return entities(plain(value)).replaceAll('"', '&quot;').replaceAll("'", '&#x27;')
}

function entities(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function code(value: string): string {
  return value && `\`${entities(plain(value).replaceAll('`', "'"))}\``
}
