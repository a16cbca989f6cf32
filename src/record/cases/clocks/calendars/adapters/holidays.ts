/** National holidays by date-holidays (ISC; its data CC BY-SA 3.0, from Wikipedia). Only on the server: its data are megabytes. */
import DateHolidays from 'date-holidays'
import type { Holidays } from '../../contract.ts'

const years = new Map<string, ReadonlyMap<string, string>>()

/** Whole days off in that year, '2026-12-25' -> name in the language of the country. Empty where country or region is unknown. */
export function holidaysIn({ country, region, types }: Holidays, year: number): ReadonlyMap<string, string> {
  const key = `${country} ${region ?? ''} ${types.join()} ${year}`
  const known = years.get(key)
  if (known) return known
  const found = new Map<string, string>()
  const source = region === null ? new DateHolidays(country) : new DateHolidays(country, region)
  for (const { date, end, start, name, type } of source.getHolidays(year)) {
    if (!(types as readonly string[]).includes(type)) continue
    // Half holidays (from 14:00 on) are for an opening of one's own.
    const days = Math.round((end.getTime() - start.getTime()) / 86_400_000)
    if (!date.slice(11).startsWith('00:00')) continue
    const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`)
    for (let day = 0; day < Math.min(days, 31); day++) found.set(new Date(first + day * 86_400_000).toISOString().slice(0, 10), name)
  }
  if (years.size > 500) years.clear()
  years.set(key, found)
  return found
}

export interface Place {
  code: string
  name: string
}
/** Countries, in this language where the library knows it. */
export function countries(language: string): Place[] {
  return placesOf(new DateHolidays().getCountries(language))
}
/** States or provinces with holidays of their own. */
export function regions(country: string, language: string): Place[] {
  return placesOf(new DateHolidays().getStates(country, language))
}
const placesOf = (found: Record<string, string> | undefined): Place[] =>
  Object.entries(found ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort((one, other) => one.name.localeCompare(other.name))
