/** The thread of ical.ts: reads the file by ical.js, bounded in events and in time. */
import { createContext, Script } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import ICAL from 'ical.js'
import type { Asked, IcalDay, IcalFound } from './ical.ts'

const maxEvents = 2_000
const maxDays = 1_000
/** Of one repetition: ten years of every week. */
const maxTurns = 600
/** Milliseconds of processor for one event and for all: a rule that never has a day ("30 February") would be looked for until the end of time. */
const eventMs = 100
const allMs = 1_500

const processorMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
const once = new Script('run()')
/**
 * Runs it, or throws when it takes more processor: V8 stops it wherever it is. V8 looks at the clock, and on a machine that is busy with other
 * things the clock has run before the work has; then it begins anew, with more of it.
 */
function within<T>(ms: number, run: () => T): T {
  for (let clockMs = Math.max(1, Math.ceil(2 * ms)); ; clockMs *= 2) {
    const before = processorMs()
    try {
      return once.runInContext(createContext({ run }), { timeout: clockMs }) as T
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT' || processorMs() - before >= ms) throw error
    }
  }
}

const dateOf = (time: { year: number; month: number; day: number }): string =>
  `${String(time.year).padStart(4, '0')}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`
const dayBefore = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

function daysIn({ text, from, to }: Asked): IcalFound | undefined {
  let events: InstanceType<typeof ICAL.Component>[]
  try {
    const calendar = within(allMs, () => new ICAL.Component(ICAL.parse(text)))
    if (calendar.name !== 'vcalendar') return undefined
    events = calendar.getAllSubcomponents('vevent')
  } catch {
    return undefined
  }
  const found: IcalFound = { days: [], skipped: [] }
  const until = processorMs() + allMs
  for (const one of events.slice(0, maxEvents)) {
    const name =
      String(one.getFirstPropertyValue('summary') ?? '')
        .trim()
        .slice(0, 120) || '?'
    const left = until - processorMs()
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

parentPort?.on('message', (asked: Asked) => parentPort?.postMessage(daysIn(asked)))
