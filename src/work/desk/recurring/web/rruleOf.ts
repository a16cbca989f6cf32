/** The choices of the form as a rule of RFC 5545, and back. */
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
