/** `{n}` and the like are put in where the text has them; which number takes which form, by language. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

/** Every text of the card. */
export interface CardLabels {
  title: string
  tokensLeft: Plural
  requestsLeft: Plural
  /** Of a quota without a limit. */
  tokensUsed: Plural
  used: string
  tokensUsedOf: string
  requestsUsedOf: string
  held: Plural
  unlimited: string
  resets: string
  warning: string
  critical: string
  exceeded: string
  pausedUntil: string
  blocked: string
  blockedHint: string
  loading: string
  failed: string
  noConnection: string
  serviceProblem: string
  tooManyRequests: string
  signInAgain: string
  asOf: string
  retry: string
  upgrade: string
  upgradeTokens: Plural
  upgradeRequests: Plural
  details: string
  failedUsage: string
}

/** Every text of the usage panel. */
export interface PanelLabels {
  panelTitle: string
  close: string
  limit: string
  pace: string
  paceOf: string
  /** Between two numbers of tokens. */
  spread: string
  paceCost: string
  paceEnds: string
  /** Between two days. */
  spreadDays: string
  early: string
  history: string
  thisPeriod: string
  byFeature: string
  byWorkflow: string
  byModel: string
  tokens: string
  calls: string
  cost: string
  unpriced: Plural
  none: string
  others: string
  empty: string
  emptyHint: string
  capped: Plural
}

export type Labels = CardLabels & PanelLabels

export const en: CardLabels = {
  title: 'AI Tokens',
  tokensLeft: { one: '{n} token left', other: '{n} tokens left' },
  requestsLeft: { one: '{n} request left', other: '{n} requests left' },
  tokensUsed: { one: '{n} token used', other: '{n} tokens used' },
  used: '{percent} used',
  tokensUsedOf: '{used} of {limit} tokens used, {percent}',
  requestsUsedOf: '{used} of {limit} requests used, {percent}',
  held: { other: '{n} held for running calls' },
  unlimited: 'Unlimited',
  resets: 'Resets {when}',
  warning: 'Running low',
  critical: 'Almost used up',
  exceeded: 'Used up',
  pausedUntil: 'Paused until {date}',
  blocked: 'Paused',
  blockedHint: 'Please contact support.',
  loading: 'Loading AI tokens',
  failed: 'Your AI tokens could not be loaded.',
  noConnection: 'No connection.',
  serviceProblem: 'The service has a problem.',
  tooManyRequests: 'Too many requests. Please wait a little.',
  signInAgain: 'Please sign in again.',
  asOf: 'As of {time}.',
  retry: 'Try again',
  upgrade: 'Upgrade to {tier}',
  upgradeTokens: { other: '{n} tokens a month' },
  upgradeRequests: { other: '{n} requests a month' },
  details: 'Usage',
  failedUsage: 'Your usage could not be loaded.',
}
