/** The sum of a clock: the time since it began cut into what counted and what did not. Pure. */
import { dateOf, type Hours, type Interval, intervalsOf, localDayOf, openIn, without } from '../calendars/rules.ts'
import type { ClockPause } from '../contract.ts'

export interface Spent {
  from: string
  to: string
  counted: boolean
  seconds: number
  /** Why it did not count. */
  why: 'closed' | 'holiday' | 'dayOff' | 'paused' | null
  /** Of the holiday or the day off; of a pause what was waited for. */
  name: string | null
}
const day = 86_400_000
const iso = (at: number) => new Date(at).toISOString()

/** In order and without gaps from `from` to `to`. A stretch of closed days is one span, unless a holiday or a day off lies in it. */
export function spansOf(hours: Hours, from: Date, to: Date, pauses: readonly ClockPause[]): Spent[] {
  const spans: Spent[] = []
  const add = (begin: number, end: number, what: Pick<Spent, 'counted' | 'why' | 'name'>) => {
    if (begin >= end) return
    const last = spans.at(-1)
    const seconds = Math.floor(end / 1000) - Math.floor(begin / 1000)
    if (last && last.to === iso(begin) && last.counted === what.counted && last.why === what.why && last.name === what.name)
      Object.assign(last, { to: iso(end), seconds: last.seconds + seconds })
    else spans.push({ from: iso(begin), to: iso(end), seconds, ...what })
  }
  const still = intervalsOf(pauses)
  let at = from.getTime()
  for (let number = Math.floor(at / day); number <= Math.floor((to.getTime() - 1) / day); number++)
    for (const [begin, end] of openIn(hours, number)) {
      const open: Interval = [Math.max(begin, at), Math.min(end, to.getTime())]
      if (open[0] >= open[1]) continue
      for (const one of closedIn(hours, at, open[0])) add(...one)
      at = open[0]
      for (const [a, b] of without(open, still)) {
        add(at, a, pausedAt(pauses, at))
        add(a, b, { counted: true, why: null, name: null })
        at = b
      }
      add(at, open[1], pausedAt(pauses, at))
      at = open[1]
    }
  for (const one of closedIn(hours, at, to.getTime())) add(...one)
  return spans
}

function pausedAt(pauses: readonly ClockPause[], at: number): Pick<Spent, 'counted' | 'why' | 'name'> {
  const pause = pauses.find((one) => Date.parse(one.from) <= at && (one.to === null || at < Date.parse(one.to)))
  return { counted: false, why: 'paused', name: pause?.why ?? null }
}

/** Time in which it was closed, by the local day: a holiday says its name. */
function closedIn(hours: Hours, from: number, to: number): [number, number, Pick<Spent, 'counted' | 'why' | 'name'>][] {
  const parts: [number, number, Pick<Spent, 'counted' | 'why' | 'name'>][] = []
  const ordinary = { counted: false, why: 'closed' as const, name: null }
  if (!hours.dayOff) return from < to ? [[from, to, ordinary]] : []
  for (let at = from; at < to; ) {
    const local = localDayOf(hours.timeZone, at)
    const next = Math.min(to, endOfDay(hours.timeZone, at, local))
    const date = dateOf(local)
    const off = hours.openings?.has(date) ? undefined : hours.dayOff(date)
    parts.push([at, next, off ? { counted: false, why: off.why, name: off.name } : ordinary])
    at = next
  }
  return parts
}
/** The first instant of the next local day. */
function endOfDay(zone: string, at: number, local: number): number {
  let low = at
  let high = at + 30 * 3_600_000
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (localDayOf(zone, middle) > local) high = middle
    else low = middle
  }
  return high
}
