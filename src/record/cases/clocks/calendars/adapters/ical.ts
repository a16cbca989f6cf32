/** An iCalendar file (RFC 5545) as days off, by ical.js: no network, bounded in size, in events and in time. */
import { createContext, Script } from 'node:vm'
import ICAL from 'ical.js'

export interface IcalDay {
  from: string
  to: string
  name: string
  source: string
}
export interface IcalFound {
  days: IcalDay[]
  /** What was left out, and why. */
  skipped: { name: string; why: 'timed' | 'unclear' | 'tooMany' }[]
}
export const icalBytes = 512 * 1024
const maxEvents = 2_000
const maxDays = 1_000
/** Of one repetition: ten years of every week. */
const maxTurns = 600
/** Milliseconds for one event and for all: a rule that never has a day ("30 February") would be looked for until the end of time. */
const eventMs = 100
const allMs = 1_500

const once = new Script('run()')
/** Runs it, or throws when it takes longer: V8 stops it wherever it is. */
function within<T>(ms: number, run: () => T): T {
  return once.runInContext(createContext({ run }), { timeout: Math.max(1, Math.floor(ms)) }) as T
}

const dateOf = (time: { year: number; month: number; day: number }): string =>
  `${String(time.year).padStart(4, '0')}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** Whole-day events that touch `from` to `to`; undefined when it is no calendar at all. */
export function daysIn(text: string, from: string, to: string): IcalFound | undefined {
  let events: InstanceType<typeof ICAL.Component>[]
  try {
    const calendar = within(allMs, () => new ICAL.Component(ICAL.parse(text)))
    if (calendar.name !== 'vcalendar') return undefined
    events = calendar.getAllSubcomponents('vevent')
  } catch {
    return undefined
  }
  const found: IcalFound = { days: [], skipped: [] }
  const until = performance.now() + allMs
  for (const one of events.slice(0, maxEvents)) {
    const name =
      String(one.getFirstPropertyValue('summary') ?? '')
        .trim()
        .slice(0, 120) || '?'
    const left = until - performance.now()
    if (found.days.length >= maxDays || left <= 0) {
      found.skipped.push({ name, why: 'tooMany' })
      continue
    }
    try {
      const event = new ICAL.Event(one)
      if (!event.startDate?.isDate) found.skipped.push({ name, why: 'timed' })
      else found.days.push(...within(Math.min(left, eventMs), () => turnsOf(event, name, from, to)).slice(0, maxDays - found.days.length))
    } catch {
      found.skipped.push({ name, why: 'unclear' })
    }
  }
  if (events.length > maxEvents) found.skipped.push({ name: `+ ${events.length - maxEvents}`, why: 'tooMany' })
  return { days: found.days, skipped: found.skipped.slice(0, 100) }
}

function turnsOf(event: InstanceType<typeof ICAL.Event>, name: string, from: string, to: string): IcalDay[] {
  // DTEND is the day after the last one.
  const length = Math.min(366, Math.max(1, Math.round(event.duration.toSeconds() / 86_400)))
  const days: IcalDay[] = []
  const add = (first: string) => {
    const last = new Date(Date.parse(`${first}T00:00:00Z`) + (length - 1) * 86_400_000).toISOString().slice(0, 10)
    if (last >= from && first <= to) days.push({ from: first, to: last, name, source: `${event.uid ?? name} ${first}`.slice(-300) })
  }
  if (!event.isRecurring()) {
    add(dateOf(event.startDate))
    return days
  }
  const turns = event.iterator()
  for (let turn = 0; turn < maxTurns; turn++) {
    const next = turns.next()
    if (!next) break
    const first = dateOf(next)
    if (first > to) break
    if (first >= dayBefore(from) || length > 1) add(first)
  }
  return days
}
