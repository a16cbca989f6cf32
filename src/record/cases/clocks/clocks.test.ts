/** Working time against an oracle that counts minute by minute and knows nothing of offsets. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Span, usualTargets, usualWeek, type Week } from '../contract.ts'
import { afterWorking, duesOf, type Hours, type Pause, pausesAfter, standing, workingSeconds } from './rules.ts'

const minute = 60_000
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Looks at the local clock of every minute. */
function counted({ timeZone, week }: Hours, from: number, to: number, pauses: readonly Pause[]): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  let sum = 0
  for (let at = from; at < to; at += minute) {
    if (pauses.some((pause) => Date.parse(pause.from) <= at && (pause.to === null || at < Date.parse(pause.to)))) continue
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const time = `${parts.hour}:${parts.minute}`
    if ((week[weekdays.indexOf(parts.weekday ?? '')] ?? []).some((span) => span.from <= time && time < span.to)) sum += 60
  }
  return sum
}

const clockTime = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const spans: fc.Arbitrary<Span[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 4 })
  .map((marks) => marks.sort((a, b) => a - b).map((mark) => mark * 15))
  .map((marks) =>
    marks.flatMap((from, index) =>
      index % 2 === 0 && marks[index + 1] !== undefined ? [{ from: clockTime(from), to: clockTime(marks[index + 1] ?? 0) }] : [],
    ),
  )
const week: fc.Arbitrary<Week> = fc.array(spans, { minLength: 7, maxLength: 7 })
/** Around the days on which clocks change, there and on quiet days. */
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-28', '2026-10-24', '2026-03-07', '2026-10-31', '2026-04-04', '2026-06-10', '2026-12-31'),
    fc.integer({ min: 0, max: 2 * 24 * 60 }),
  )
  .map(([day, minutes]) => Date.parse(`${day}T00:00:00Z`) + minutes * minute)
const zone = fc.constantFrom('Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Apia', 'UTC')
const pauses = (from: number): fc.Arbitrary<Pause[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 600 })), { maxLength: 3 })
    .map((list) =>
      list.map(([at, long]) => ({ from: new Date(from + at * minute).toISOString(), to: new Date(from + (at + long) * minute).toISOString() })),
    )

describe('working time', () => {
  test('is what counting every minute gives, in every zone and across both changes', () => {
    fc.assert(
      fc.property(
        zone,
        week,
        moment.chain((from) => fc.tuple(fc.constant(from), fc.integer({ min: 0, max: 40 * 60 }), pauses(from))),
        (timeZone, its, [from, long, still]) => {
          const to = from + long * minute
          expect(workingSeconds({ timeZone, week: its }, new Date(from), new Date(to), still)).toBe(counted({ timeZone, week: its }, from, to, still))
        },
      ),
      { numRuns: 120 },
    )
  })
  test('the due time is the first moment at which so much has gone', () => {
    fc.assert(
      fc.property(zone, week, moment, fc.integer({ min: 1, max: 5000 }), (timeZone, its, from, minutes) => {
        const hours = { timeZone, week: its }
        const due = afterWorking(hours, new Date(from), minutes * 60)
        if (its.every((day) => day.length === 0)) {
          expect(due).toBeNull()
          return
        }
        expect(due).not.toBeNull()
        expect(workingSeconds(hours, new Date(from), due as Date)).toBe(minutes * 60)
        expect(workingSeconds(hours, new Date(from), new Date((due as Date).getTime() - 1000))).toBe(minutes * 60 - 1)
      }),
      { numRuns: 120 },
    )
  })
  test('a working hour that does not exist is not counted, one that exists twice counts twice', () => {
    const night: Hours = { timeZone: 'Europe/Amsterdam', week: [[], [], [], [], [], [], [{ from: '01:00', to: '04:00' }]] }
    const of = (day: string) => workingSeconds(night, new Date(`${day}T00:00:00+01:00`), new Date(`${day}T23:00:00+01:00`)) / 3600
    expect([of('2026-03-22'), of('2026-03-29'), of('2026-10-25')]).toEqual([3, 2, 4])
  })
})

describe('the clocks of a case', () => {
  const hours: Hours = { timeZone: 'Europe/Amsterdam', week: usualWeek }
  const { response, solution } = usualTargets.critical
  const fresh = {
    openedAt: '2026-03-27T15:00:00Z',
    respondedAt: null,
    solvedAt: null,
    state: 'new',
    pauses: [],
    targetResponse: response,
    targetSolution: solution,
  }
  test('Friday four o’clock, over the weekend in which the clock changes', () => {
    const dues = duesOf(hours, fresh)
    expect(dues.responseDueAt?.toISOString()).toBe('2026-03-27T15:30:00.000Z')
    // One hour on Friday, three on Monday from eight o'clock, which is six o'clock UTC by then.
    expect(dues.solutionDueAt?.toISOString()).toBe('2026-03-30T09:00:00.000Z')
    expect(dues.dueAt).toEqual(dues.responseDueAt)
    expect(duesOf(hours, { ...fresh, respondedAt: '2026-03-27T15:10:00Z' }).dueAt).toEqual(dues.solutionDueAt)
  })
  test('waiting moves the due time by what was waited, in working time', () => {
    const begin = new Date('2026-03-30T07:00:00Z')
    const waiting = pausesAfter([], 'waiting', begin)
    expect(duesOf(hours, { ...fresh, state: 'waiting', pauses: waiting }).dueAt).toBeNull()
    expect(standing(hours, new Date('2026-03-30T09:00:00Z'), null, waiting, new Date('2026-04-15T12:00:00Z'))).toEqual({
      state: 'paused',
      left: 7200,
    })
    const over = pausesAfter(waiting, 'inProgress', new Date('2026-03-31T08:00:00Z'))
    expect(duesOf(hours, { ...fresh, state: 'inProgress', pauses: over }).solutionDueAt?.toISOString()).toBe('2026-03-31T10:00:00.000Z')
  })
  test('late is counted in working time too', () => {
    expect(standing(hours, new Date('2026-03-27T15:30:00Z'), null, [], new Date('2026-03-30T06:30:00Z'))).toEqual({ state: 'missed', left: -3600 })
  })
})
