/**
 * Working time. A clock is a pure function of what happened and a calendar: the same events always give the same due time. Exact to the second
 * across both daylight-saving changes: a working hour that does not exist is not counted, one that exists twice counts twice.
 */
import type { Span, Week } from '../contract.ts'

export interface Hours {
  /** IANA time zone. */
  timeZone: string
  week: Week
}
/** A time in which the clock stood still; `to` null: it still does. ISO 8601. */
export interface Pause {
  from: string
  to: string | null
}
/** Half open, milliseconds since 1970. */
type Interval = readonly [number, number]

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
const weekdayOf = (localDay: number): number => (((localDay + 3) % 7) + 7) % 7

/** When the organisation works in this UTC day, in order. */
function openIn({ timeZone, week }: Hours, number: number): Interval[] {
  const open: Interval[] = []
  for (const { from, to, offset } of stretchesOf(timeZone, number)) {
    const firstDay = Math.floor((from + offset) / day)
    const lastDay = Math.floor((to + offset - 1) / day)
    for (let local = firstDay; local <= lastDay; local++) {
      for (const span of (week[weekdayOf(local)] ?? []) as Span[]) {
        const begin = Math.max(from, local * day + minutesOf(span.from) * 60_000 - offset)
        const end = Math.min(to, local * day + minutesOf(span.to) * 60_000 - offset)
        if (begin < end) open.push([begin, end])
      }
    }
  }
  return open
}

/** What is left of the interval without the pauses; a pause that still lasts takes all that follows. */
function without([from, to]: Interval, pauses: readonly Interval[]): Interval[] {
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

const intervalsOf = (pauses: readonly Pause[]): Interval[] =>
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

/** Whether the organisation works at all in an ordinary week. */
export const everOpen = (week: Week): boolean => week.some((spans) => spans.length > 0)
/** Spans of one day must follow each other. */
export const inOrder = (week: Week): boolean =>
  week.every((spans) => spans.every((span, index) => index === 0 || (spans[index - 1]?.to ?? '') <= span.from))

export interface Ticking {
  openedAt: string
  respondedAt: string | null
  solvedAt: string | null
  state: string
  pauses: readonly Pause[]
  /** Working minutes. */
  targetResponse: number
  targetSolution: number
}
export interface Dues {
  responseDueAt: Date | null
  solutionDueAt: Date | null
  /** What is due next; null while the clocks stand still. */
  dueAt: Date | null
  /** When four fifths of that time have gone. */
  riskAt: Date | null
}

const runs = (state: string) => state === 'new' || state === 'inProgress' || state === 'reopened'

/** When the case is due. A pause that still lasts counts from its end only, so the due time moves when it ends. */
export function duesOf(hours: Hours, clock: Ticking): Dues {
  const over = clock.pauses.filter((pause) => pause.to !== null)
  const at = (minutes: number, part = 1) => afterWorking(hours, new Date(clock.openedAt), Math.floor(minutes * 60 * part), over)
  const responseDueAt = at(clock.targetResponse)
  const solutionDueAt = at(clock.targetSolution)
  if (!runs(clock.state)) return { responseDueAt, solutionDueAt, dueAt: null, riskAt: null }
  const response = clock.respondedAt === null && responseDueAt !== null && (solutionDueAt === null || responseDueAt <= solutionDueAt)
  return {
    responseDueAt,
    solutionDueAt,
    dueAt: response ? responseDueAt : solutionDueAt,
    riskAt: at(response ? clock.targetResponse : clock.targetSolution, 0.8),
  }
}

/** Goes into, or comes out of, standing still when the state changes. */
export function pausesAfter(pauses: readonly Pause[], to: string, now: Date): Pause[] {
  const last = pauses.at(-1)
  const paused = last !== undefined && last.to === null
  if (runs(to)) return paused ? [...pauses.slice(0, -1), { from: last.from, to: now.toISOString() }] : [...pauses]
  return paused ? [...pauses] : [...pauses, { from: now.toISOString(), to: null }]
}

export type ClockState = 'running' | 'paused' | 'met' | 'missed'
/** How one target stands. `left`: working seconds until it is due, negative when it is late; null when it is over. */
export function standing(
  hours: Hours,
  due: Date | null,
  doneAt: string | null,
  pauses: readonly Pause[],
  now: Date,
): { state: ClockState; left: number | null } {
  if (doneAt !== null) return { state: due === null || Date.parse(doneAt) <= due.getTime() ? 'met' : 'missed', left: null }
  if (due === null) return { state: 'running', left: null }
  const last = pauses.at(-1)
  const paused = last !== undefined && last.to === null
  const at = paused ? new Date(last.from) : now
  if (at <= due)
    return {
      state: paused ? 'paused' : 'running',
      left: workingSeconds(
        hours,
        at,
        due,
        pauses.filter((pause) => pause.to !== null),
      ),
    }
  return { state: 'missed', left: -workingSeconds(hours, due, at) }
}
