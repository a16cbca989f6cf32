/** How something comes back, by a rule of RFC 5545: as choices of a form, back again, and in words. Pure. */
import { type Locale, type Translate, tagOf } from '#platform/i18n.ts'
import type { repeatTexts } from './repeatTexts.ts'

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof frequencies)[number]
export const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export interface Repeat {
  /** none: once. own: what somebody wrote. */
  how: 'none' | 'own' | Frequency
  interval: number
  days: readonly string[]
  /** '', or such as -1FR: the last Friday. */
  nth: string
  own: string
}
const empty: Repeat = { how: 'none', interval: 1, days: [], nth: '', own: '' }

export function rruleOf({ how, interval, days, nth, own }: Repeat): string | null {
  if (how === 'none') return null
  if (how === 'own') return own.trim().toUpperCase()
  return [
    `FREQ=${how}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...(how === 'WEEKLY' && days.length > 0 ? [`BYDAY=${dayCodes.filter((day) => days.includes(day)).join(',')}`] : []),
    ...(how === 'MONTHLY' && nth !== '' ? [`BYDAY=${nth}`] : []),
  ].join(';')
}

export function repeatOf(rrule: string | null): Repeat {
  if (rrule === null) return empty
  const parts = new Map(rrule.split(';').map((part) => part.split('=', 2) as [string, string]))
  const how = frequencies.find((one) => one === parts.get('FREQ'))
  const by = parts.get('BYDAY') ?? ''
  const repeat: Repeat = {
    ...empty,
    how: how ?? 'own',
    interval: Number(parts.get('INTERVAL') ?? 1),
    days: how === 'WEEKLY' && by !== '' ? by.split(',') : [],
    nth: how === 'MONTHLY' ? by : '',
  }
  // What the form has no choices for stays as it was written.
  return how && rruleOf(repeat) === rrule ? { ...repeat, own: rrule } : { ...empty, how: 'own', own: rrule }
}

/** Of the day at this place in the week; Monday is the first. */
export const dayName = (at: number, locale: Locale) =>
  new Intl.DateTimeFormat(tagOf(locale), { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + at))
/** As people say it: "every other week on Tuesday". What there are no words for stays as it was written. */
export function repeatInWords(t: Translate<keyof typeof repeatTexts>, locale: Locale, rrule: string | null): string {
  const { how, interval, days, nth } = repeatOf(rrule)
  const names = new Map(dayCodes.map((code, at): [string, string] => [code, dayName(at, locale)]))
  if (how === 'none') return t('kit.repeat.once')
  // The form has no choice for it; people write it all the same.
  const [, count = '1', date] = /^FREQ=MONTHLY(?:;INTERVAL=(\d{1,3}))?;BYMONTHDAY=(-1|\d{1,2})$/.exec(rrule ?? '') ?? []
  if (date) return t('kit.repeat.onDate', { every: t('kit.repeat.every.MONTHLY', { interval: Number(count) }), date: Number(date) })
  if (how === 'own' || days.some((day) => !names.has(day))) return rrule ?? ''
  const every = t(`kit.repeat.every.${how}`, { interval })
  if (days.length > 0) return t('kit.repeat.on', { every, days: new Intl.ListFormat(tagOf(locale)).format(days.map((day) => names.get(day) ?? '')) })
  if (nth === '') return every
  const day = names.get(nth.slice(-2))
  return day === undefined ? (rrule ?? '') : t('kit.repeat.onNth', { every, day: t('kit.repeat.monthDay.nth', { nth: nth.slice(0, -2), day }) })
}
