'use client'
/** The language of the card: as asked for, else the page's, else the browser's; English if unknown. */
import { useEffect, useReducer, useSyncExternalStore } from 'react'
import { formats, languageTag, type Formats } from './format.ts'
import { en, type CardLabels, type Labels, type PanelLabels } from './labels/en.ts'

export interface Words {
  /** English of the panel comes with the panel. */
  labels: CardLabels & Partial<PanelLabels>
  format: Formats
  language: string
  /** Set only where the card's language was asked for; else the page's direction holds. */
  direction: 'ltr' | 'rtl' | undefined
}

const packs = new Map<string, Words['labels']>([['en', en]])
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)$/

/** Each language is a chunk of its own. */
const LOADERS: Record<string, () => Promise<Labels>> = {
  ar: () => import('./labels/ar.ts').then(({ ar }) => ar),
  de: () => import('./labels/de.ts').then(({ de }) => de),
  es: () => import('./labels/es.ts').then(({ es }) => es),
  fr: () => import('./labels/fr.ts').then(({ fr }) => fr),
  ja: () => import('./labels/ja.ts').then(({ ja }) => ja),
}

/** Null until the words are there; on a server, where the page's language is not known, always. */
export function useWords(locale: string | undefined, given: Partial<Labels> = {}): Words | null {
  const page = useSyncExternalStore(watchLanguage, pageLanguage, () => '')
  const [, render] = useReducer((count: number) => count + 1, 0)
  const asked = languageTag(locale)
  const wanted = asked ?? page
  const language = primary(wanted)
  const isComplete = 'thisPeriod' in given && 'failed' in given
  const isMissing = !isComplete && !packs.has(language) && language in LOADERS

  useEffect(() => {
    if (!isMissing) return
    let isWanted = true
    LOADERS[language]?.()
      // A chunk that is gone after a redeploy: English then.
      .catch(() => en)
      .then((pack) => {
        packs.set(language, pack)
        if (isWanted) render()
      })
    return () => void (isWanted = false)
  }, [isMissing, language])

  if (!page || isMissing) return null
  const pack = packs.get(language) ?? en
  // Words of one language with the numbers of another are worse than English.
  const isOurs = pack !== en || language === 'en' || Object.keys(given).length > 0
  return {
    labels: { ...pack, ...given },
    format: formats(isOurs ? wanted : 'en'),
    language: isOurs ? wanted : 'en',
    direction: asked ? (RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr') : undefined,
  }
}

const primary = (tag: string): string => tag.split('-')[0] ?? ''

/** A page that says `en` to somebody from Dublin means the English of Ireland. */
function pageLanguage(): string {
  const page = languageTag(document.documentElement.lang || undefined)
  if (page?.includes('-')) return page
  const known = navigator.languages?.find((one) => primary(one) === (page ?? primary(one)))
  return languageTag(known) ?? page ?? 'en'
}

function watchLanguage(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['lang'] })
  return () => observer.disconnect()
}
