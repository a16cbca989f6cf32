/** Months, quarters and weeks as calendars in a time zone have them. Pure. */
import { instantOf, wallOf } from '#platform/clock.ts'
import type { Span } from '../rules.ts'

export const lengths = ['week', 'month', 'quarter'] as const
export type Length = (typeof lengths)[number]
export interface Period extends Span {
  length: Length
  /** '2026-10', '2026-Q4', '2026-W43': names it for ever. */
  name: string
}
const day = 86_400_000
const two = (number: number) => String(number).padStart(2, '0')
/** Monday of the week in which a wall day lies. */
const mondayOf = (wall: number) => wall - ((Math.floor(wall / day) + 3) % 7) * day
const midnight = (wall: number) => Math.floor(wall / day) * day

/** The first wall midnight of the period in which a wall moment lies. */
function beginOf(wall: number, length: Length): number {
  const date = new Date(wall)
  if (length === 'week') return mondayOf(midnight(wall))
  const month = date.getUTCMonth()
  return Date.UTC(date.getUTCFullYear(), length === 'month' ? month : month - (month % 3), 1)
}
/** The first wall midnight after it. */
function endOf(begin: number, length: Length): number {
  if (length === 'week') return begin + 7 * day
  const date = new Date(begin)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (length === 'month' ? 1 : 3), 1)
}
/** ISO 8601: a week is of the year in which its Thursday lies. */
function nameOf(begin: number, length: Length): string {
  const date = new Date(begin)
  if (length === 'month') return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}`
  if (length === 'quarter') return `${date.getUTCFullYear()}-Q${date.getUTCMonth() / 3 + 1}`
  const thursday = begin + 3 * day
  const year = new Date(thursday).getUTCFullYear()
  return `${year}-W${two(Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * day)) + 1)}`
}
const periodOf = (begin: number, length: Length, zone: string): Period => ({
  ...{ length, name: nameOf(begin, length) },
  from: instantOf(new Date(begin), zone).getTime(),
  until: instantOf(new Date(endOf(begin, length)), zone).getTime(),
})

/** The one in which a moment lies; `back`: so many before it. */
export function periodAt(at: Date, length: Length, zone: string, back = 0): Period {
  let begin = beginOf(wallOf(at, zone).getTime(), length)
  for (let left = back; left > 0; left--) begin = beginOf(begin - day, length)
  return periodOf(begin, length, zone)
}
/** By its name; undefined where that names none. */
export function periodNamed(name: string, zone: string): Period | undefined {
  const [, year = '', sign = '', number = ''] = /^(\d{4})-(W|Q)?(\d{1,2})$/.exec(name) ?? []
  if (!year || Number(year) < 1971) return undefined
  const [length, wall]: [Length, number] =
    sign === 'W'
      ? ['week', mondayOf(Date.UTC(Number(year), 0, 4)) + (Number(number) - 1) * 7 * day]
      : sign === 'Q'
        ? ['quarter', Date.UTC(Number(year), (Number(number) - 1) * 3, 1)]
        : ['month', Date.UTC(Number(year), Number(number) - 1, 1)]
  const period = periodOf(wall, length, zone)
  return period.name === name ? period : undefined
}
/** The days of a span in the zone, each as a span, in order. */
export function daysOf({ from, until }: Span, zone: string): (Span & { day: string })[] {
  const out: (Span & { day: string })[] = []
  for (let wall = midnight(wallOf(new Date(from), zone).getTime()); ; wall += day) {
    const begin = instantOf(new Date(wall), zone).getTime()
    if (begin >= until) return out
    const end = instantOf(new Date(wall + day), zone).getTime()
    out.push({ day: new Date(wall).toISOString().slice(0, 10), from: Math.max(begin, from), until: Math.min(end, until) })
  }
}
