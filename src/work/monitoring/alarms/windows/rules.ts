/** When a maintenance window holds: once, or by a rule in wall time. Pure; the rule of RFC 5545 is read by the library `rrule`. */
import rrule from 'rrule'
import { instantOf, wallFrom, wallOf } from '#platform/clock.ts'

export interface Recurrence {
  /** Wall time, YYYY-MM-DDTHH:MM. */
  starts: string
  /** Minutes by the clock on the wall: from 23:00 for 120 minutes ends at 01:00, also when the clock is changed that night. */
  minutes: number
  timeZone: string
  /** null: once. */
  rrule: string | null
}
export interface Turn {
  from: number
  until: number
}
const minute = 60_000
const most = 2000

const rules = new Map<string, InstanceType<typeof rrule.RRule>>()
function ruleOf(rule: string, starts: string, first: Date): InstanceType<typeof rrule.RRule> {
  const key = `${starts} ${rule}`
  const known = rules.get(key)
  if (known) return known
  const made = new rrule.RRule({ ...rrule.RRule.parseString(rule), dtstart: first })
  if (rules.size > 1000) rules.clear()
  rules.set(key, made)
  return made
}
function turnOf(wall: Date, { minutes, timeZone }: Recurrence): Turn {
  const from = instantOf(wall, timeZone).getTime()
  const until = instantOf(new Date(wall.getTime() + minutes * minute), timeZone).getTime()
  // A window within the hour that is skipped, or that comes twice, still lasts as long as it says.
  return { from, until: until > from ? until : from + minutes * minute }
}

/** The turns that meet a span of time, in order; at most 2000. */
export function turnsIn(window: Recurrence, from: number, to: number): Turn[] {
  const first = wallFrom(window.starts)
  if (!first) return []
  const meets = (turn: Turn) => turn.from < to && turn.until > from
  if (window.rrule === null) return [turnOf(first, window)].filter(meets)
  // By wall time, an hour wider on both sides for a change of the clock, and as long before as a turn may last.
  const low = new Date(wallOf(new Date(from), window.timeZone).getTime() - (window.minutes + 120) * minute)
  const high = new Date(wallOf(new Date(to), window.timeZone).getTime() + 120 * minute)
  const found: Turn[] = []
  for (const wall of ruleOf(window.rrule, window.starts, first).between(low, high, true, (_, count) => count < most)) {
    const turn = turnOf(wall, window)
    if (meets(turn)) found.push(turn)
  }
  return found
}
/** Until when it holds now, as far as its turns follow each other without a gap; undefined: it does not. */
export function holdsUntil(window: Recurrence, now: number): number | undefined {
  const turns = turnsIn(window, now, now + 1).filter((turn) => turn.from <= now)
  return turns.length === 0 ? undefined : Math.max(...turns.map(({ until }) => until))
}
/** Spans that overlap or touch become one, in order. */
export function merged(turns: readonly Turn[]): Turn[] {
  const out: Turn[] = []
  for (const turn of turns.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1)
    if (last && turn.from <= last.until) last.until = Math.max(last.until, turn.until)
    else out.push({ ...turn })
  }
  return out
}
/** When any of these holds within a span, cut to it: what is left out of availability. */
export function windowsIn(windows: readonly Recurrence[], from: number, to: number): Turn[] {
  const turns = windows.flatMap((window) => turnsIn(window, from, to))
  return merged(turns.map((turn) => ({ from: Math.max(from, turn.from), until: Math.min(to, turn.until) })))
}
/** Whether a rule can be read and comes back no more than once an hour. */
export function isRule(rule: string): boolean {
  try {
    const { freq, interval = 1 } = rrule.RRule.parseString(rule)
    return freq !== undefined && freq <= rrule.RRule.DAILY && interval > 0
  } catch {
    return false
  }
}
