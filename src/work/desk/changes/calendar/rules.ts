/** Days as a calendar has them, in the time zone of who looks. A day is '2027-03-28'. */

const two = (n: number) => String(n).padStart(2, '0')
const utcDay = (day: string) => new Date(`${day}T00:00:00Z`)
const nameOf = (at: Date) => `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`

export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(utcDay(text).getTime())
export const plusDays = (day: string, days: number): string => nameOf(new Date(utcDay(day).getTime() + days * 86_400_000))
/** The Monday of its week. */
export const mondayOf = (day: string): string => plusDays(day, -((utcDay(day).getUTCDay() + 6) % 7))
/** The same day of another month, or its last. */
export function plusMonths(day: string, months: number): string {
  const at = utcDay(day)
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return `${nameOf(first).slice(0, 8)}${two(Math.min(at.getUTCDate(), last))}`
}
/** Whole weeks that hold the month, or the one week. */
export function daysOf(view: 'month' | 'week', day: string): string[] {
  const first = mondayOf(view === 'month' ? `${day.slice(0, 8)}01` : day)
  const end = view === 'month' ? plusMonths(`${day.slice(0, 8)}01`, 1) : plusDays(first, 7)
  const count = Math.ceil((utcDay(end).getTime() - utcDay(first).getTime()) / (7 * 86_400_000)) * 7
  return Array.from({ length: count }, (_, at) => plusDays(first, at))
}

/** The day on which this instant falls there. */
export function dayOf(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}
const offset = (at: Date, timeZone: string): number => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(at.getTime() / 1000) * 1000
}
/** The instant at which the day begins there. */
export function beginOf(day: string, timeZone: string): Date {
  const guess = utcDay(day)
  const first = new Date(guess.getTime() - offset(guess, timeZone))
  return new Date(guess.getTime() - offset(first, timeZone))
}
/** Whether what lasts from … until … has a part in this day there. */
export const touches = (day: string, from: Date, until: Date, timeZone: string): boolean =>
  from < beginOf(plusDays(day, 1), timeZone) && until > beginOf(day, timeZone)
