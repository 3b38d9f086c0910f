import { enPanel } from './en-panel.ts'
import { en as enCard, type Labels } from './en.ts'

export { ar } from './ar.ts'
export { de } from './de.ts'
export { es } from './es.ts'
export { fr } from './fr.ts'
export { ja } from './ja.ts'
export const en: Labels = { ...enCard, ...enPanel }
export type { Labels, Plural } from './en.ts'
