import type { PanelLabels } from './en.ts'

/** Fetched with the panel. */
export const enPanel: PanelLabels = {
  panelTitle: 'Your usage',
  close: 'Close',
  limit: 'Limit {n}',
  pace: 'At this pace, about {n} by {date}.',
  paceOf: 'At this pace, about {n} of {limit} by {date}.',
  spread: 'Probably between {low} and {high}.',
  paceCost: 'About {cost} for the whole period.',
  paceEnds: 'At this pace, used up around {date}.',
  spreadDays: 'Probably between {low} and {high}.',
  early: 'Possibly used up as early as {date}.',
  history: 'By month',
  thisPeriod: 'This period',
  byFeature: 'Feature',
  byWorkflow: 'Workflow',
  byModel: 'Model',
  tokens: 'Tokens',
  calls: 'Calls',
  cost: 'Cost',
  unpriced: { one: '{n} call of unknown price', other: '{n} calls of unknown price' },
  none: '(none)',
  others: 'Others',
  empty: 'Nothing used yet in this period.',
  emptyHint: 'Once you use an AI feature, it shows up here.',
  capped: { other: 'From your newest {n} calls.' },
}
