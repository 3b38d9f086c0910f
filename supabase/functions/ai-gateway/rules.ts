/** Rules for bodies: a field that no rule names is refused, and so is a value that breaks its rule. */
import { refuse } from './errors.ts'

/** What the rules have met on their way. */
export interface Tally {
  images: number
  /** The part of the body that is images. */
  imageBytes: number
  isImageAllowed: boolean
}

export type Rule = (value: unknown, path: string, tally: Tally) => void

export const anything: Rule = () => {}

export const flag: Rule = (value, path) => {
  if (typeof value !== 'boolean') {
    throw refuse(path, `${path} must be true or false`, 'invalid_type')
  }
}

export const text: Rule = (value, path) => {
  if (typeof value !== 'string') throw refuse(path, `${path} must be a text`, 'invalid_type')
}

export const whole: Rule = (value, path) => {
  if (!Number.isSafeInteger(value)) {
    throw refuse(path, `${path} must be a whole number`, 'invalid_type')
  }
}

export const oneOf = (...values: unknown[]): Rule => (value, path) => {
  if (!values.includes(value)) {
    throw refuse(path, `${path} must be ${values.join(' or ')} here`, 'unsupported_value')
  }
}

export const between = (least: number, most: number): Rule => (value, path) => {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    throw refuse(path, `${path} must be a whole number from ${least} to ${most}`, 'invalid_value')
  }
}

export const textOr = (rule: Rule): Rule => (value, path, tally) => {
  if (typeof value !== 'string') rule(value, path, tally)
}

export const list = (rule: Rule): Rule => (value, path, tally) => {
  if (!Array.isArray(value)) throw refuse(path, `${path} must be an array`, 'invalid_type')
  value.forEach((one, index) => rule(one, `${path}[${index}]`, tally))
}

export const matching = (pattern: RegExp, shape: string): Rule => (value, path) => {
  if (typeof value !== 'string' || !pattern.test(value)) {
    throw refuse(path, `${path} must be ${shape}`, 'invalid_value')
  }
}

/** Null is as good as left out. */
export const object = (rules: Record<string, Rule>): Rule => (value, path, tally) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(path, `${path || 'The body'} must be an object`, 'invalid_type')
  }
  for (const [name, one] of Object.entries(value)) {
    const field = path ? `${path}.${name}` : name
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (one === null) continue
    if (!rule) throw refuse(field, `${field} is not supported here`)
    rule(one, field, tally)
  }
}

/** Objects of several kinds, told by their `type`. */
export const kinds = (rules: Record<string, Rule>, otherwise?: string): Rule => {
  return (value, path, tally) => {
    const { type = otherwise } = (value ?? {}) as { type?: unknown }
    const rule = Object.hasOwn(rules, String(type)) ? rules[String(type)] : undefined
    if (!rule) throw refuse(`${path}.type`, `${path}.type ${type} is not supported here`)
    rule(value, path, tally)
  }
}

/** A text, texts, or tokens: a provider might take anything else for an image, by its address. */
export const textsOrTokens: Rule = (value, path, tally) => {
  const isToken = (one: unknown) => typeof one === 'number'
  const part: Rule = (one, at) =>
    (Array.isArray(one) ? list(whole) : isToken(one) ? whole : text)(one, at, tally)
  textOr(list(part))(value, path, tally)
}

/** An image within the body: the provider fetches no address that a caller chose. */
export const inlineImage: Rule = (value, path, tally) => {
  if (!tally.isImageAllowed) throw refuse(path, 'Images are not supported here')
  if (
    typeof value !== 'string' ||
    !/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+=*$/.test(value)
  ) throw refuse(path, `${path} must be a data: URL of an image, not an address`, 'invalid_value')
  tally.images += 1
  tally.imageBytes += value.length
}
