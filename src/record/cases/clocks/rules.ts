/**
 * A clock is a pure function of the moments of its case, its target and a calendar: the same moments always give the same clock, so computing
 * anew never loses a pause. At each moment a new clock attaches first; then the ones there are complete, pause, resume, reset or are cancelled.
 */

import { afterMonths, afterWorking, type Hours, type Pause, workingSeconds } from './calendars/rules.ts'
import type { AgreementBody, ClockPause, ClockState, Duration, Moment, Target, When } from './contract.ts'

const among = <T>(list: readonly T[] | undefined, value: T | null) => list === undefined || (value !== null && list.includes(value))
/** Whether one of them holds. `quiet`: what happened at that moment is past; only what the case is counts. */
export const holds = (any: readonly When[], moment: Moment, quiet = false): boolean =>
  any.some(
    (one) =>
      (one.on === undefined || (!quiet && one.on.includes(moment.on))) &&
      among(one.state, moment.state) &&
      among(one.waitingFor, moment.waitingFor) &&
      among(one.priority, moment.priority) &&
      among(one.kind, moment.kind) &&
      among(one.teamId, moment.teamId) &&
      (one.assigned === undefined || one.assigned === (moment.assigneeId !== null)),
  )

const fits = <T>(list: readonly T[], value: T | null) => list.length === 0 || (value !== null && list.includes(value))
export interface Agreed {
  id: string
  version: number
  /** The first agreement of the organisation, which another may stand in for. */
  first: boolean
  body: AgreementBody
}
const matches = ({ id, body: { applies } }: Agreed, moment: Moment): boolean =>
  moment.agreementId === id ||
  (!applies.chosen &&
    fits(applies.kinds, moment.kind) &&
    fits(applies.priorities, moment.priority) &&
    fits(applies.services, moment.service) &&
    fits(applies.reporterIds, moment.reporterId) &&
    fits(applies.teamIds, moment.teamId))
/** Whether this agreement is for the case as it is at this moment. */
export const applies = (agreed: Agreed, all: readonly Agreed[], moment: Moment): boolean =>
  agreed.body.active &&
  matches(agreed, moment) &&
  !(agreed.first && all.some((other) => !other.first && other.body.active && other.body.instead && matches(other, moment)))

/** From where a clock goes: the moment at which it attached, and from which on it looks (0 when it counts from the opening). */
export interface Start {
  startedAt: string
  startPlace: number
  attachedPlace: number
}
export interface Ran extends Start {
  state: 'running' | 'paused' | 'stopped' | 'cancelled'
  /** Cancelled because the agreement no longer applied. */
  dropped: boolean
  doneAt: string | null
  pauses: ClockPause[]
}

interface Rule {
  target: Target
  applies: (moment: Moment) => boolean
}

/** Where a clock attaches at the last of these moments; undefined when it does not. `now`: nothing happened, the agreement is new. */
export function attaching({ target, applies }: Rule, moments: readonly Moment[], now?: string): Start | undefined {
  const place = moments.length - 1
  const last = moments[place]
  const first = moments[0]
  if (!last || !first || !applies(last)) return undefined
  const quiet = now !== undefined
  const starts = holds(target.start, last, quiet) || (quiet && target.retroactive && moments.some((moment) => holds(target.start, moment)))
  if (!starts || holds(target.stop, last, quiet) || holds(target.cancel, last, quiet)) return undefined
  if (target.retroactive) return { startedAt: first.at, startPlace: 0, attachedPlace: place }
  return { startedAt: now ?? last.at, startPlace: place, attachedPlace: place }
}

/** The rounds of a clock that attached at `start`, as they are after the last moment. More than one when it was reset. */
export function run(rule: Rule, moments: readonly Moment[], start: Start): Ran[] {
  let clock = begun(start)
  const rounds = [clock]
  for (let place = start.startPlace; place < moments.length; place++) {
    const moment = moments[place] as Moment
    if (!step(rule, clock, moment, place)) continue
    clock = begun({ startedAt: moment.at, startPlace: place, attachedPlace: place })
    pause(rule.target, clock, moment, false)
    rounds.push(clock)
  }
  return rounds
}
const begun = ({ startedAt, startPlace, attachedPlace }: Start): Ran => ({
  startedAt,
  startPlace,
  attachedPlace,
  state: 'running',
  dropped: false,
  doneAt: null,
  pauses: [],
})

/** Takes the clock past one moment. True: this round is over and the next begins. */
function step({ target, applies }: Rule, clock: Ran, moment: Moment, place: number): boolean {
  const quiet = moment.at < clock.startedAt
  const own = place >= clock.attachedPlace
  const going = clock.state === 'running' || clock.state === 'paused'
  if (!going) {
    if (!own || applies(moment)) takeUp(target, clock, moment)
    return false
  }
  if (holds(target.stop, moment, quiet)) {
    end(clock, 'stopped', moment)
    return false
  }
  pause(target, clock, moment, quiet)
  const resets = own && place > clock.startPlace && holds(target.reset, moment, quiet)
  if (resets) end(clock, 'stopped', moment)
  if (!own || (applies(moment) && !holds(target.cancel, moment, quiet))) return resets
  end(clock, 'cancelled', moment)
  clock.dropped = !applies(moment)
  return false
}

/** A clock that stopped goes on where its target says so; one that was cancelled for what the case was, when the case no longer is so. */
function takesUp(target: Target, { state, dropped }: { state: string; dropped: boolean }, moment: Moment): boolean {
  if (dropped || holds(target.stop, moment) || holds(target.cancel, moment)) return false
  if (state === 'cancelled') return target.cancel.every(({ on }) => on === undefined)
  return target.resume.length > 0 && holds(target.resume, moment)
}
/** What lay between is a pause. */
function takeUp(target: Target, clock: Ran, moment: Moment): void {
  if (!takesUp(target, clock, moment)) return
  const why = clock.state === 'cancelled' ? 'cancelled' : 'solved'
  clock.pauses.push({ from: clock.doneAt ?? moment.at, to: moment.at, why, reason: null, until: null })
  Object.assign(clock, { state: 'running', doneAt: null })
  pause(target, clock, moment, false)
}

function end(clock: Ran, state: 'stopped' | 'cancelled', moment: Moment): void {
  close(clock, moment.at)
  Object.assign(clock, { state, doneAt: moment.at })
}
function close(clock: Ran, at: string): void {
  const last = clock.pauses.at(-1)
  if (last?.to === null) last.to = at
}

/** Goes into, or comes out of, standing still; another reason to wait is another pause. */
function pause(target: Target, clock: Ran, moment: Moment, quiet: boolean): void {
  const still = holds(target.pause, moment, quiet)
  const resumes = target.resume.length === 0 || holds(target.resume, moment, quiet)
  if (clock.state === 'paused' && !still && resumes) {
    close(clock, moment.at)
    clock.state = 'running'
  }
  if (!still) return
  const { why, reason, until } = { why: moment.waitingFor ?? moment.state, reason: moment.reason ?? null, until: moment.until ?? null }
  const last = clock.pauses.at(-1)
  if (clock.state === 'paused' && last?.why === why && last.reason === reason && last.until === until) return
  close(clock, moment.at)
  const from = quiet ? clock.startedAt : moment.at
  clock.pauses.push({ from, to: null, why, reason, until })
  clock.state = 'paused'
}

/** A round as it is kept in the database. */
export interface Round extends Start {
  round: number
  state: ClockState
  dropped: boolean
  doneAt: string | null
  pauses: readonly ClockPause[]
}
const open = ({ state }: Pick<Round, 'state'>) => state === 'running' || state === 'paused'

/**
 * The rounds of this target that are other than they were, by number, after the last moment. `now`: nothing happened to the case, but the
 * agreement or the calendar changed. What has ended stays as it ended, unless its target takes it up again.
 */
export function changedRounds(rule: Rule, moments: readonly Moment[], known: readonly Round[], now?: string): Map<number, Ran> {
  const last = known.at(-1)
  const moment = moments.at(-1)
  const changed = new Map<number, Ran>()
  if (!moment) return changed
  const add = (first: number, start: Start) => {
    for (const [at, ran] of run(rule, moments, start).entries()) changed.set(first + at, ran)
  }
  if (!last || last.dropped) {
    const start = attaching(rule, moments, now)
    if (start) add((last?.round ?? 0) + 1, start)
    return changed
  }
  if (!open(last) && (now !== undefined || !rule.applies(moment) || !takesUp(rule.target, last, moment))) return changed
  add(last.round, last)
  // An agreement that no longer applies lets go of its clocks at once, also when nothing happens to the case.
  const ran = changed.get(last.round)
  if (now !== undefined && ran && !rule.applies(moment) && (ran.state === 'running' || ran.state === 'paused')) {
    close(ran, now)
    Object.assign(ran, { state: 'cancelled', dropped: true, doneAt: now })
  }
  return changed
}

/** How much must go by, and on which hours: a month is as long as it is, and never closes. */
export function measure(duration: Duration, hours: Hours, startedAt: string, priority: Moment['priority']): { hours: Hours; seconds: number } {
  if (duration.unit === 'working') return { hours, seconds: duration.minutes[priority] * 60 }
  const always = { timeZone: hours.timeZone, week: [], always: true }
  if (duration.unit === 'elapsed') return { hours: always, seconds: duration.minutes[priority] * 60 }
  const start = new Date(startedAt)
  return { hours: always, seconds: Math.round((afterMonths(hours.timeZone, start, duration.months).getTime() - start.getTime()) / 1000) }
}

const over = (pauses: readonly ClockPause[]): Pause[] => pauses.filter(({ to }) => to !== null)
export interface Timed {
  state: ClockState
  dueAt: string | null
  /** When four fifths have gone. */
  riskAt: string | null
  targetSeconds: number
  counted: number | null
}
/** When the round is due, whether it was met, and what was counted. A pause that still lasts counts from its end only. */
export function timed(ran: Ran, target: Target, calendar: Hours, priority: Moment['priority']): Timed {
  const { hours, seconds } = measure(target.duration, calendar, ran.startedAt, priority)
  const start = new Date(ran.startedAt)
  const at = (share: number) => afterWorking(hours, start, Math.floor(seconds * share), over(ran.pauses))?.toISOString() ?? null
  const dueAt = at(1)
  const done = ran.doneAt === null ? null : new Date(ran.doneAt)
  const state = ran.state === 'stopped' ? (dueAt !== null && (ran.doneAt ?? '') > dueAt ? 'missed' : 'met') : ran.state
  return { state, dueAt, riskAt: at(0.8), targetSeconds: seconds, counted: done && workingSeconds(hours, start, done, ran.pauses) }
}

/** What has been counted until now, and what is left; negative when it is late. Null when it is over. */
export function standing(
  clock: Pick<Timed, 'state' | 'dueAt'> & Pick<Round, 'startedAt' | 'pauses'>,
  hours: Hours,
  now: Date,
): { counted: number; left: number | null } {
  const counted = workingSeconds(hours, new Date(clock.startedAt), now, clock.pauses)
  if (!open(clock) || clock.dueAt === null) return { counted, left: null }
  const due = new Date(clock.dueAt)
  const last = clock.pauses.at(-1)
  const at = last?.to === null ? new Date(last.from) : now
  return { counted, left: at <= due ? workingSeconds(hours, at, due, over([...clock.pauses])) : -workingSeconds(hours, due, at, clock.pauses) }
}
