/** When work comes back: wall times in a zone, moved off closed days. Pure; the rule of RFC 5545 is read by the library `rrule`. */
import rrule from 'rrule'
import { instantOf, textOf, wallFrom } from '#platform/clock.ts'
import { type Hours, workingSeconds } from '#record/cases/clocks/calendars/rules.ts'

const day = 86_400_000

export interface Timing {
  /** Local, YYYY-MM-DDTHH:MM. */
  starts: string
  timeZone: string
  /** RFC 5545; null: once. */
  rrule: string | null
  /** YYYY-MM-DD; no turns after it. */
  endsOn: string | null
  leadHours: number
  closedDays: 'keep' | 'skip' | 'before' | 'after'
}
export interface Moment {
  /** Local, as the rule gives it. */
  turn: string
  at: Date
  makeAt: Date
  moved: boolean
}

/** The calendar works at some time of this local day. */
function isOpen(wall: Date, zone: string, hours: Hours): boolean {
  const midnight = new Date(Math.floor(wall.getTime() / day) * day)
  return workingSeconds(hours, instantOf(midnight, zone), instantOf(new Date(midnight.getTime() + day), zone)) > 0
}

/** Where the turn lands; undefined when it is skipped. No open day within a month: it stays where it is. */
function landing(wall: Date, { closedDays, timeZone }: Timing, hours: Hours): Date | undefined {
  if (closedDays === 'keep' || isOpen(wall, timeZone, hours)) return wall
  if (closedDays === 'skip') return undefined
  const step = closedDays === 'before' ? -day : day
  for (let tries = 1; tries <= 31; tries++) {
    const other = new Date(wall.getTime() + tries * step)
    if (isOpen(other, timeZone, hours)) return other
  }
  return wall
}

/** The turns whose wall time by the rule is after `after`, in order; at most `most`, and none that lie further than `until` (wall time). */
export function turnsAfter(timing: Timing, hours: Hours, after: Date, most: number, until?: Date): Moment[] {
  const { starts, endsOn, leadHours, timeZone } = timing
  const first = wallFrom(starts)
  if (!first || most < 1) return []
  const ends = endsOn === null ? undefined : wallFrom(`${endsOn}T23:59`)
  const limit = Math.min(ends?.getTime() ?? Number.POSITIVE_INFINITY, until?.getTime() ?? Number.POSITIVE_INFINITY)
  const found: Moment[] = []
  let tries = 0
  eachWall(timing.rrule, first, (wall) => {
    if (wall.getTime() <= after.getTime()) return true
    tries += 1
    if (wall.getTime() > limit || tries > mostTries) return false
    const lands = landing(wall, timing, hours)
    if (lands) {
      const at = instantOf(lands, timeZone)
      found.push({ turn: textOf(wall), at, makeAt: new Date(at.getTime() - leadHours * 3_600_000), moved: lands.getTime() !== wall.getTime() })
    }
    return found.length < most
  })
  return found
}
/** A rule whose turns are all skipped must not be followed for ever. */
const mostTries = 2000
/** Every wall time of the rule, in order, until `visit` has seen enough. */
function eachWall(rule: string | null, first: Date, visit: (wall: Date) => boolean): void {
  if (rule === null) visit(first)
  else new rrule.RRule({ ...rrule.RRule.parseString(rule), dtstart: first }).all((wall) => visit(wall))
}

/** What is to be done with turns whose moment to be made has come. `late`: for how long one still counts as in time, in milliseconds. */
export function dealWith(due: readonly Moment[], missed: 'once' | 'skip', now: Date, late = day): { make: Moment | undefined; missed: Moment[] } {
  const inTime = due.filter(({ makeAt, at }) => now.getTime() - Math.max(makeAt.getTime(), at.getTime()) < late)
  const last = due.at(-1)
  const make = missed === 'once' ? last : inTime.at(-1)
  return { make, missed: due.filter((one) => one !== make) }
}
