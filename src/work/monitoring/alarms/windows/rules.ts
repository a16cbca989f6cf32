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
function ruleOf(rule: string, starts: string, first: Date): InstanceType<typeof rrule.RRule> | undefined {
  const key = `${starts} ${rule}`
  const known = rules.get(key)
  if (known) return known
  if (!isRule(rule)) return undefined
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
  if (!isStart(first)) return []
  // By wall time, an hour wider on both sides for a change of the clock, and as long before as a turn may last.
  const low = new Date(wallOf(new Date(from), window.timeZone).getTime() - (window.minutes + 120) * minute)
  const high = new Date(wallOf(new Date(to), window.timeZone).getTime() + 120 * minute)
  const found: Turn[] = []
  for (const wall of ruleOf(window.rrule, window.starts, first)?.between(low, high, true, (_, count) => count < most) ?? []) {
    const turn = turnOf(wall, window)
    if (meets(turn)) found.push(turn)
  }
  return found
}
const block = 6 * 3_600_000
const around = new Map<string, readonly Turn[]>()
/** Those that meet the quarter of a day in which a moment lies. A rule is walked from its beginning, and this is asked every few seconds. */
function turnsAround(window: Recurrence, now: number): readonly Turn[] {
  const from = Math.floor(now / block) * block
  const key = `${from} ${window.starts} ${window.minutes} ${window.timeZone} ${window.rrule}`
  const known = around.get(key)
  if (known) return known
  const turns = turnsIn(window, from, from + block)
  if (around.size >= most) around.clear()
  around.set(key, turns)
  return turns
}
/** Until when it holds now, as far as its turns follow each other without a gap; undefined: it does not. */
export function holdsUntil(window: Recurrence, now: number): number | undefined {
  const turns = turnsAround(window, now).filter((turn) => turn.from <= now && turn.until > now)
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
/** What a part of a rule may be: from 1 to this, or as far from the end. */
const within = { bymonth: 12, bymonthday: 31, byyearday: 366, byweekno: 53, bysetpos: 366 } as const
/** A rule that began before this is walked for too long. */
const earliest = 2000
/** Whether the first turn lies in a year from which a rule is walked. */
export const isStart = (wall: Date): boolean => wall.getUTCFullYear() >= earliest && wall.getUTCFullYear() < 2200
/**
 * Whether a rule can be read and comes back no more than once a day. The library walks a rule moment by moment and believes every number: of what
 * can be no moment (a 13th month) it never comes back.
 */
export function isRule(rule: string): boolean {
  try {
    const options = rrule.RRule.parseString(rule)
    const { freq, interval = 1, count } = options
    const fits = (Object.keys(within) as (keyof typeof within)[]).every((part) => {
      const numbers = [options[part] ?? []].flat()
      return numbers.length <= 31 && numbers.every((one) => Number.isInteger(one) && Math.abs(one) >= 1 && Math.abs(one) <= within[part])
    })
    const ofDay = [options.byhour, options.byminute, options.bysecond, options.byeaster].some((one) => one !== undefined && one !== null)
    const few = interval >= 1 && interval <= 1000 && (count === undefined || count === null || (count >= 1 && count <= 10_000))
    return freq !== undefined && freq <= rrule.RRule.DAILY && fits && !ofDay && few
  } catch {
    return false
  }
}
