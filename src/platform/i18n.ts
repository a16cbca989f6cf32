/** Texts in Dutch and English as ICU messages (plurals, dates), by intl-messageformat. */
import { IntlMessageFormat } from 'intl-messageformat'

export const locales = ['nl', 'en'] as const
export type Locale = (typeof locales)[number]
export type Texts<K extends string = string> = Readonly<Record<K, Readonly<Record<Locale, string>>>>
export type Values = Readonly<Record<string, string | number | Date | null | undefined>>
export type Translate<K extends string = string> = (key: K, values?: Values) => string

/** A room's texts, one line a key with both languages: a missing translation does not compile. */
export const texts = <const K extends string>(t: Record<K, Record<Locale, string>>): Texts<K> => t

/** Days and hours are written as in the Netherlands and Britain: a bare `en` would be that of the United States. */
export const tagOf = (locale: Locale) => (locale === 'nl' ? 'nl-NL' : 'en-GB')
/** A moment in the language and the zone of who reads it: `21 Mar 2026, 14:05`. */
export function momentIn(locale: Locale, timeZone: string): (at: string | Date) => string {
  const format = new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return (at) => format.format(new Date(at))
}

const compiled = new Map<string, IntlMessageFormat>()

/** The text of `key` in `locale`; the key itself where no text exists, so that a gap is seen and never throws. */
export function translate(all: Texts, locale: Locale, key: string, values: Values = {}): string {
  const message = all[key]?.[locale]
  if (message === undefined) return key
  if (!message.includes('{') && !message.includes("'")) return message
  const at = `${locale} ${message}`
  let format = compiled.get(at)
  if (!format) {
    format = new IntlMessageFormat(message, tagOf(locale), undefined, { ignoreTag: true })
    compiled.set(at, format)
  }
  return String(format.format(values as Record<string, string>))
}

export const translator =
  <K extends string>(all: Texts<K>, locale: Locale): Translate<K> =>
  (key, values) =>
    translate(all as Texts, locale, key, values)

/** The language to answer in: what the person chose, else the first of Accept-Language that we have, else Dutch. */
export function localeOf(chosen: string | null | undefined, acceptLanguage: string | undefined): Locale {
  const wanted = [chosen ?? '', ...(acceptLanguage ?? '').slice(0, 200).split(',')].map((one) => one.trim().slice(0, 2).toLowerCase())
  return locales.find((locale) => locale === wanted.find((one) => (locales as readonly string[]).includes(one))) ?? 'nl'
}
