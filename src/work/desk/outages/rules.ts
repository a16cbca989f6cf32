/** What a text of an outage must have, and what of it is still worth showing. Pure. */
interface Written {
  kind: 'outage' | 'maintenance'
  nl: unknown
  en: unknown
  from: string
  until: string | null
}
/** undefined, or the code of what is missing. */
export function wrongIn({
  kind,
  nl,
  en,
  from,
  until,
}: Written): 'desk.outages.textNeeded' | 'desk.outages.untilNeeded' | 'desk.outages.order' | undefined {
  if (nl === null && en === null) return 'desk.outages.textNeeded'
  if (kind === 'maintenance' && until === null) return 'desk.outages.untilNeeded'
  return until !== null && Date.parse(until) <= Date.parse(from) ? 'desk.outages.order' : undefined
}

const day = 86_400_000
/** Lasts, comes within 30 days, or was over in the last day. Maintenance is over by itself when its time has passed. */
export const shownFrom = (now: Date) => ({ soon: new Date(now.getTime() + 30 * day), recent: new Date(now.getTime() - day) })

/** In the language of who reads, else in the other. */
export const inLanguage = <T>(text: { nl: T | null; en: T | null }, locale: 'nl' | 'en'): T | null =>
  text[locale] ?? text[locale === 'nl' ? 'en' : 'nl']
