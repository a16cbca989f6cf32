/**
 * Working time. Exact to the second across both daylight-saving changes: a working hour that does not exist is not counted, one that exists
 * twice counts twice. A span past midnight belongs to the day on which it begins: a day off takes the whole of it.
 */
import type { Span, Week } from '../../contract.ts'

export interface Hours {
  /** IANA time zone. */
  timeZone: string
  week: Week
  /** Never closes: for legal deadlines. */
  always?: boolean
  /** Hours of one day ('2026-12-24') instead of those of its weekday. They go before a day off. */
  openings?: ReadonlyMap<string, readonly Span[]>
  /** What makes this day ('2026-12-25') a day off; undefined when it is none. */
  dayOff?: (date: string) => DayOff | undefined
}
export interface DayOff {
  why: 'holiday' | 'dayOff'
  name: string
}
/** A time in which the clock stood still; `to` null: it still does. ISO 8601. */
export interface Pause {
  from: string
  to: string | null
}
/** Half open, milliseconds since 1970. */
export type Interval = readonly [number, number]

const day = 86_400_000
/** No target reaches further; a calendar that hardly ever opens gives no due time. */
const horizonDays = 3_700

const formats = new Map<string, Intl.DateTimeFormat>()
/** How far local time is ahead of UTC at this instant, in milliseconds. */
function offsetAt(zone: string, at: number): number {
  let format = formats.get(zone)
  if (!format) {
    const two = '2-digit' as const
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(at / 1000) * 1000
}

interface Stretch {
  from: number
  to: number
  offset: number
}
const stretches = new Map<string, Map<number, Stretch[]>>()
/** The UTC day as stretches of one offset: nearly always one, two on a day when the clocks change. */
function stretchesOf(zone: string, number: number): Stretch[] {
  const known = stretches.get(zone) ?? new Map<number, Stretch[]>()
  stretches.set(zone, known)
  let found = known.get(number)
  if (!found) {
    if (known.size > 20_000) known.clear()
    found = cut(zone, number * day, (number + 1) * day)
    known.set(number, found)
  }
  return found
}

function cut(zone: string, from: number, to: number): Stretch[] {
  const first = offsetAt(zone, from)
  const last = offsetAt(zone, to - 1000)
  if (first === last) return [{ from, to, offset: first }]
  let low = from
  let high = to - 1000
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (offsetAt(zone, middle) === first) low = middle
    else high = middle
  }
  return [
    { from, to: high, offset: first },
    { from: high, to, offset: last },
  ]
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
/** Monday is 0, as in `Week`; 1 January 1970 was a Thursday. */
export const weekdayOf = (localDay: number): number => (((localDay + 3) % 7) + 7) % 7

/** '2026-12-25' of a local day. */
export const dateOf = (localDay: number): string => new Date(localDay * day).toISOString().slice(0, 10)
/** The local day of an instant there. */
export const localDayOf = (zone: string, at: number): number => Math.floor((at + offsetAt(zone, at)) / day)

/** The spans that begin on this local day. */
export function spansOn({ week, openings, dayOff }: Hours, local: number): readonly Span[] {
  const ordinary = week[weekdayOf(local)] ?? []
  if (!openings && !dayOff) return ordinary
  const date = dateOf(local)
  return openings?.get(date) ?? (dayOff?.(date) ? [] : ordinary)
}

const opened = new WeakMap<Hours, Map<number, Interval[]>>()
/** When it is open in this UTC day, in order and apart. Remembered: thousands of clocks ask for the same days. */
export function openIn(hours: Hours, number: number): readonly Interval[] {
  if (hours.always) return [[number * day, (number + 1) * day]]
  const known = opened.get(hours) ?? new Map<number, Interval[]>()
  opened.set(hours, known)
  let found = known.get(number)
  if (!found) {
    if (known.size > 10_000) known.clear()
    found = lookIn(hours, number)
    known.set(number, found)
  }
  return found
}

function lookIn(hours: Hours, number: number): Interval[] {
  const open: Interval[] = []
  for (const { from, to, offset } of stretchesOf(hours.timeZone, number)) {
    // From the day before: its last span may go on past midnight.
    const firstDay = Math.floor((from + offset) / day) - 1
    const lastDay = Math.floor((to + offset - 1) / day)
    for (let local = firstDay; local <= lastDay; local++) {
      for (const span of spansOn(hours, local)) {
        const last = minutesOf(span.to) + (span.to <= span.from ? 1440 : 0)
        const begin = Math.max(from, local * day + minutesOf(span.from) * 60_000 - offset)
        const end = Math.min(to, local * day + last * 60_000 - offset)
        if (begin < end) open.push([begin, end])
      }
    }
  }
  return merged(open)
}

/** In order, what overlaps or touches as one. */
function merged(intervals: Interval[]): Interval[] {
  const all: [number, number][] = []
  for (const [from, to] of intervals.sort((one, other) => one[0] - other[0])) {
    const last = all.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else all.push([from, to])
  }
  return all
}

/** What is left of the interval without the pauses; a pause that still lasts takes all that follows. */
export function without([from, to]: Interval, pauses: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  let at = from
  for (const [begin, end] of pauses) {
    if (end <= at || begin >= to) continue
    if (begin > at) left.push([at, Math.min(begin, to)])
    at = Math.max(at, end)
    if (at >= to) break
  }
  if (at < to) left.push([at, to])
  return left
}

export const intervalsOf = (pauses: readonly Pause[]): Interval[] =>
  pauses
    .map(({ from, to }): Interval => [Date.parse(from), to === null ? Number.POSITIVE_INFINITY : Date.parse(to)])
    .sort((one, other) => one[0] - other[0])

/** Working seconds from `from` until `to`, pauses left out; 0 when `to` is not later. */
export function workingSeconds(hours: Hours, from: Date, to: Date, pauses: readonly Pause[] = []): number {
  const still = intervalsOf(pauses)
  let sum = 0
  const lastDay = Math.floor((to.getTime() - 1) / day)
  for (let number = Math.floor(from.getTime() / day); number <= lastDay; number++) {
    for (const [begin, end] of openIn(hours, number)) {
      const part: Interval = [Math.max(begin, from.getTime()), Math.min(end, to.getTime())]
      if (part[0] >= part[1]) continue
      for (const [a, b] of without(part, still)) sum += b - a
    }
  }
  return Math.floor(sum / 1000)
}

/** The instant at which so many working seconds have gone since `from`; null while a pause lasts, or when there is no such moment in ten years. */
export function afterWorking(hours: Hours, from: Date, seconds: number, pauses: readonly Pause[] = []): Date | null {
  const still = intervalsOf(pauses)
  let left = seconds * 1000
  const firstDay = Math.floor(from.getTime() / day)
  for (let number = firstDay; number <= firstDay + horizonDays; number++) {
    for (const [begin, end] of openIn(hours, number)) {
      const part: Interval = [Math.max(begin, from.getTime()), end]
      if (part[0] >= part[1]) continue
      for (const [a, b] of without(part, still)) {
        if (b - a >= left) return new Date(a + left)
        left -= b - a
      }
    }
  }
  return null
}

/** The first moment from `at` on at which it is open; null when it does not open in ten years. */
export function nextOpening(hours: Hours, at: Date): Date | null {
  const firstDay = Math.floor(at.getTime() / day)
  for (let number = firstDay; number <= firstDay + horizonDays; number++)
    for (const [begin, end] of openIn(hours, number)) if (end > at.getTime()) return new Date(Math.max(begin, at.getTime()))
  return null
}
/** The moment itself when it is open then or closes just then, else the next opening: nothing is asked of people while they are closed. */
export function atOpening(hours: Hours, at: Date): Date | null {
  const before = at.getTime() - 1
  if (openIn(hours, Math.floor(before / day)).some(([begin, end]) => begin <= before && before < end)) return at
  return nextOpening(hours, at)
}

/** The same time of day so many months later, on the last day of a shorter month; a time that does not exist is the one an hour later. */
export function afterMonths(zone: string, from: Date, months: number): Date {
  const local = new Date(from.getTime() + offsetAt(zone, from.getTime()))
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months + 1, 0)).getUTCDate()
  const wall = new Date(local)
  wall.setUTCDate(1)
  wall.setUTCMonth(local.getUTCMonth() + months)
  wall.setUTCDate(Math.min(local.getUTCDate(), last))
  const guess = wall.getTime() - offsetAt(zone, wall.getTime() - offsetAt(zone, from.getTime()))
  return new Date(wall.getTime() - offsetAt(zone, guess))
}

/** Whether it opens at all in an ordinary week. */
export const everOpen = (week: Week): boolean => week.some((spans) => spans.length > 0)
/** Spans of one day follow each other; only the last may go on past midnight, and not into the next day's first. */
export const inOrder = (week: Week): boolean =>
  week.every((spans, at) =>
    spans.every((span, index) => {
      const next = spans[index + 1]
      if (span.to > span.from) return next === undefined || span.to <= next.from
      return next === undefined && span.to <= (week[(at + 1) % 7]?.[0]?.from ?? '24:00')
    }),
  )
