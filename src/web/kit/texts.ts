/** The language of the person who looks, and texts in it. */
import { createContext, useContext, useMemo } from 'react'
import { type Locale, localeOf, type Texts, tagOf, translate, type Values } from '#platform/i18n.ts'
import { words } from './words.ts'

export { tagOf }

export interface Text<K extends string = string> {
  (key: K, values?: Values): string
  /** Whether there is a text under this key; for optional ones such as help under a field. */
  has(key: string): boolean
  locale: Locale
}

export interface Looks {
  locale: Locale
  setLocale(locale: Locale): void
  timeZone: string
}

const stored = 'spil.locale'
/** What this browser used last, else what it asks for. */
export const firstLocale = (): Locale => localeOf(localStorage.getItem(stored), navigator.languages.join(','))
export const keepLocale = (locale: Locale) => {
  localStorage.setItem(stored, locale)
  document.documentElement.lang = locale
}

export const LooksContext = createContext<Looks>({ locale: 'nl', setLocale: () => undefined, timeZone: 'UTC' })
export const useLooks = (): Looks => useContext(LooksContext)

/** Pure form of `useText`, for what is not a component. */
export function textOf<K extends string>(texts: Texts<K>, locale: Locale): Text<K> {
  const all = texts as Texts
  return Object.assign((key: K, values?: Values) => translate(all, locale, key, values), { has: (key: string) => key in all, locale })
}

/** `t(key, values)` over the texts of a room, in the language of the person. */
export function useText<K extends string>(texts: Texts<K>): Text<K> {
  const { locale } = useLooks()
  return useMemo(() => textOf(texts, locale), [texts, locale])
}

/** The kit's own words. */
export const useWords = () => useText(words)
