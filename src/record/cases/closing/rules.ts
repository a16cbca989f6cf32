/** Working days, and what is missing before a case closes. Pure: time is an argument. */
import { afterWorking, type Hours, workingSeconds } from '../clocks/calendars/rules.ts'
import type { Kind } from '../contract.ts'
import type { Check, ClosingPolicy } from './contract.ts'

const day = 86_400_000
/** No policy reaches further. */
const horizonDays = 1100

const formats = new Map<string, Intl.DateTimeFormat>()
/** The local clock of this instant as if it were UTC. */
function localOf(zone: string, at: number): number {
  let format = formats.get(zone)
  if (!format) {
    const two = '2-digit' as const
    const fields = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, date, hour, minute, second)
}
/** The instant at which the local clock shows this; where it shows it twice or never, one beside it. */
function instantOf(zone: string, local: number): number {
  const guess = local - (localOf(zone, local) - local)
  return guess - (localOf(zone, guess) - local)
}

/** Local midnight before and after the n-th day with working hours that follows the day of `from`; null when there is none within three years. */
function workingDay(hours: Hours, from: Date, days: number): { begin: number; end: number } | null {
  const first = Math.floor(localOf(hours.timeZone, from.getTime()) / day) * day
  let count = 0
  for (let at = 1; at <= horizonDays; at++) {
    const begin = instantOf(hours.timeZone, first + at * day)
    const end = instantOf(hours.timeZone, first + (at + 1) * day)
    if (workingSeconds(hours, new Date(begin), new Date(end)) > 0) count++
    if (count === days) return { begin, end }
  }
  return null
}

/** So many working days later at the same time of day; outside working hours the next moment that there are any. Null: there is no such moment. */
export function afterWorkingDays(hours: Hours, from: Date, days: number): Date | null {
  const found = workingDay(hours, from, days)
  if (!found) return null
  const local = localOf(hours.timeZone, from.getTime())
  const same = instantOf(hours.timeZone, Math.floor(localOf(hours.timeZone, found.begin) / day) * day + (local % day))
  const second = afterWorking(hours, new Date(same), 1)
  return second && new Date(second.getTime() - 1000)
}

/** The end of the n-th working day after this moment. */
export function endOfWorkingDay(hours: Hours, from: Date, days: number): Date | null {
  const found = workingDay(hours, from, days)
  return found && new Date(found.end)
}

/** When to remind and when to close after the question to test was sent. */
export function schedule(policy: ClosingPolicy, kind: Kind, hours: Hours, from: Date): { remindAt: Date | null; closeAt: Date | null } {
  if (policy.notFor.includes(kind)) return { remindAt: null, closeAt: null }
  const remindAt = policy.remindAfter === null ? null : afterWorkingDays(hours, from, policy.remindAfter)
  const closeAt = policy.closeAfter === null ? null : afterWorkingDays(hours, remindAt ?? from, policy.closeAfter)
  return { remindAt, closeAt }
}

export interface Found {
  kind: Kind
  /** What was done, in words. */
  done: string | null
  /** What there is of a test in this round. */
  passed: number
  failed: number
  described: boolean
  notTestable: boolean
  solutionCode: string | null
  causeCode: string | null
  minutes: number
  /** How many deviations it is about are open, and whether it says why it closes in spite of them. */
  deviations: number
  despite: boolean
}
export type Missing = { check: Check['check']; needed: boolean; done: boolean; key: string }

/** Text key of what a test lacks; undefined when it is enough. */
export function testLacks(testing: ClosingPolicy['testing'], found: Found): string | undefined {
  if (found.failed > 0) return 'cases.check.stepFailed'
  if (testing === 'off' || found.passed > 0 || found.notTestable) return undefined
  if (testing === 'described' && found.described) return undefined
  return testing === 'steps' ? 'cases.check.stepNeeded' : 'cases.check.testNeeded'
}

/** Each check with what it found: the closing check of a case. */
export function checksOf(policy: ClosingPolicy, found: Found): Missing[] {
  const needs = policy.needs[found.kind] ?? ['solution']
  const lacks = testLacks(policy.testing, found)
  const one = (check: Missing['check'], needed: boolean, done: boolean): Missing => ({
    check,
    needed,
    done,
    key: `cases.check.${check}.${done ? 'done' : needed ? 'missing' : 'free'}`,
  })
  return [
    one('solution', needs.includes('solution'), (found.done ?? '').trim() !== ''),
    { check: 'test', needed: policy.testing !== 'off' || lacks !== undefined, done: lacks === undefined, key: lacks ?? testedBy(policy, found) },
    deviationsOf(found),
    one('code', needs.includes('code'), found.solutionCode !== null),
    one('cause', needs.includes('cause'), found.causeCode !== null),
    one('time', needs.includes('time'), found.minutes > 0),
  ]
}
/** Nobody sets this: what must hold and does not is not solved, unless somebody says why. */
const deviationsOf = ({ deviations, despite }: Found): Missing => ({
  check: 'deviations',
  needed: deviations > 0,
  done: deviations > 0 && despite,
  key: `cases.check.deviations.${deviations === 0 ? 'free' : despite ? 'done' : 'missing'}`,
})
const testedBy = (policy: ClosingPolicy, found: Found) =>
  found.passed > 0 || found.described
    ? 'cases.check.test.done'
    : found.notTestable
      ? 'cases.check.test.notTestable'
      : `cases.check.test.${policy.testing}`
