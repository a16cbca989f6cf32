/** When the steps of a ladder fall. Pure. */
import { afterWorking, atOpening, type Hours, workingSeconds } from '../calendars/rules.ts'
import type { Moment, Step, Target } from '../contract.ts'
import { measure, type Ran } from '../rules.ts'

/** A step as it is kept with its clock. */
export interface Planned extends Pick<Step, 'key' | 'action' | 'to' | 'teamId' | 'personId'> {
  at: string
}
const spare = 86_400_000 * 30
/** So many seconds of these hours before an instant; null when there were not so many in the time before. */
function beforeWorking(hours: Hours, to: Date, seconds: number): Date | null {
  for (let reach = 86_400_000 * 3; reach <= spare * 24; reach *= 2) {
    const from = new Date(to.getTime() - reach)
    const there = workingSeconds(hours, from, to)
    if (there >= seconds) return there === seconds ? from : afterWorking(hours, from, there - seconds)
  }
  return null
}

/** When this step falls: never before its clock began, and at an opening hour of the calendar. Null: never. */
export function fallsAt(step: Step, ran: Ran, target: Target, calendar: Hours, priority: Moment['priority'], dueAt: string | null): Date | null {
  const pauses = ran.pauses.filter(({ to }) => to !== null)
  const start = new Date(ran.startedAt)
  const { hours, seconds } = measure(target.duration, calendar, ran.startedAt, priority)
  const when = step.when
  const due = dueAt === null ? null : new Date(dueAt)
  let at: Date | null
  if (when.by === 'percent') at = afterWorking(hours, start, Math.floor((seconds * when.percent) / 100), pauses)
  else if (due === null) at = null
  else if (when.counted === 'elapsed') at = new Date(due.getTime() + when.minutes * 60_000)
  else if (target.duration.unit === 'working') at = afterWorking(hours, start, Math.max(0, seconds + when.minutes * 60), pauses)
  else at = when.minutes < 0 ? beforeWorking(calendar, due, -when.minutes * 60) : afterWorking(calendar, due, when.minutes * 60, pauses)
  if (at === null) return null
  return atOpening(calendar, at < start ? start : at)
}

/** The steps that are still to fall, in order; of a clock that stands still or has ended: none. */
export function planned(
  ran: Ran,
  target: Target,
  calendar: Hours,
  priority: Moment['priority'],
  dueAt: string | null,
  fallen: ReadonlySet<string>,
): Planned[] {
  if (ran.state !== 'running') return []
  const all: Planned[] = []
  for (const step of target.ladder) {
    if (fallen.has(step.key)) continue
    const at = fallsAt(step, ran, target, calendar, priority, dueAt)
    if (at === null || (step.since !== undefined && at.toISOString() < step.since)) continue
    const { key, action, to, teamId, personId } = step
    all.push({ key, action, to, teamId, personId, at: at.toISOString() })
  }
  return all.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}
