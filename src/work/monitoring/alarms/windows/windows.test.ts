/** When a window holds: against a walk minute by minute through the clock on the wall, across both changes of it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextHour } from '../web/nextHour.ts'
import { holdsUntil, isRule, isStart, merged, turnsIn, windowsIn } from './rules.ts'

const zone = 'Europe/Amsterdam'
const minute = 60_000
const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
/** Minutes since 1970 as the clock on the wall has them. */
const wallMinute = (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) / minute

const skipped = Date.UTC(2026, 2, 29, 2) / minute

test('every day, or on some days of the week: it holds when the clock on the wall lies within it', () => {
  const days = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }),
      fc.constantFrom('00:00', '01:00', '04:00', '12:30', '22:00', '23:30'),
      fc.integer({ min: 5, max: 600 }),
      fc.constantFrom(Date.UTC(2026, 2, 28), Date.UTC(2026, 9, 24), Date.UTC(2026, 5, 10)),
      fc.nat(3 * 1440),
      (on, at, minutes, begin, after) => {
        const window = { starts: `2026-01-01T${at}`, minutes, timeZone: zone, rrule: `FREQ=WEEKLY;BYDAY=${on.join(',')}` }
        const now = begin + after * minute
        const wall = wallMinute(now)
        const [hour = 0, past = 0] = at.split(':').map(Number)
        const today = Math.floor(wall / 1440)
        const starts = [today - 1, today].filter((day) => on.includes(days[(day + 4) % 7] ?? '')).map((day) => day * 1440 + hour * 60 + past)
        // What would end in the hour that is skipped ends an hour later on the wall: it lasts as long as it says.
        const endOf = (start: number) => start + minutes + (start + minutes >= skipped && start + minutes < skipped + 60 ? 60 : 0)
        const inside = starts.some((start) => wall >= start && wall < endOf(start))
        const until = holdsUntil(window, now)
        // Where the clock goes back, minutes come twice; what lies in one of the two holds in both or at their edge.
        const twice = wallMinute(now - 60 * minute) >= wall || wallMinute(now + 60 * minute) <= wall
        const ends = starts.some((start) => Math.abs(wallMinute(now) - start - minutes) < 120 || Math.abs(wallMinute(now) - start) < 120)
        fc.pre(!(twice && ends))
        expect(until !== undefined).toBe(inside)
      },
    ),
    { numRuns: 2000, examples: [[['SU'], '01:00', 61, Date.UTC(2026, 2, 28), 1500]] },
  )
})
describe('in the night of a change', () => {
  const night = { starts: '2026-01-04T01:00', minutes: 180, timeZone: zone, rrule: 'FREQ=WEEKLY;BYDAY=SU' }
  const lasts = (from: number, to: number) => turnsIn(night, from, to).map((turn) => (turn.until - turn.from) / minute)
  test('it begins and ends by the clock on the wall: an hour shorter in spring, longer in autumn', () => {
    expect(lasts(Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 29, 12))).toEqual([120])
    expect(lasts(Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 25, 12))).toEqual([240])
    expect(lasts(Date.UTC(2026, 5, 6, 12), Date.UTC(2026, 5, 7, 12))).toEqual([180])
  })
  test('one that lies in the hour that is skipped still lasts as long as it says', () => {
    const skipped = { starts: '2026-03-29T02:10', minutes: 20, timeZone: zone, rrule: null }
    const [turn] = turnsIn(skipped, Date.UTC(2026, 2, 29), Date.UTC(2026, 2, 30))
    expect(turn && (turn.until - turn.from) / minute).toBe(20)
  })
})
test('spans are cut to what was asked and never overlap; their length is that of all minutes in any of them', () => {
  const windows = fc.array(
    fc.record({
      starts: fc.nat(5).map((day) => `2026-06-0${day + 1}T10:00`),
      minutes: fc.integer({ min: 1, max: 4000 }),
      timeZone: fc.constant(zone),
      rrule: fc.constantFrom(null, 'FREQ=DAILY'),
    }),
    { maxLength: 4 },
  )
  fc.assert(
    fc.property(windows, fc.nat(4000), fc.integer({ min: 1, max: 4000 }), (all, begin, length) => {
      const from = Date.UTC(2026, 5, 2) + begin * minute
      const to = from + length * minute
      const spans = windowsIn(all, from, to)
      let counted = 0
      for (let at = from; at < to; at += minute) if (all.some((one) => holdsUntil(one, at) !== undefined)) counted++
      expect(spans.reduce((sum, one) => sum + one.until - one.from, 0) / minute).toBe(counted)
      for (const [at, one] of spans.entries()) expect(one.from >= from && one.until <= to && one.from > (spans[at - 1]?.until ?? 0)).toBe(true)
    }),
    { numRuns: 60 },
  )
  expect(merged([])).toEqual([])
})
test('a rule that would be walked for ever, or thousands of times a day, is none: nobody waits for it', () => {
  const minutes = Array.from({ length: 60 }, (_, at) => at).join(',')
  for (const one of [
    'FREQ=DAILY;BYMONTH=13',
    'FREQ=DAILY;BYMONTHDAY=32',
    'FREQ=YEARLY;BYWEEKNO=54',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=1000000',
    'FREQ=DAILY;COUNT=100000000',
    `FREQ=DAILY;BYHOUR=1;BYMINUTE=${minutes};BYSECOND=${minutes}`,
  ]) {
    expect(isRule(one), one).toBe(false)
    // Also of what was written before.
    expect(turnsIn({ starts: '2026-01-01T00:00', minutes: 60, timeZone: zone, rrule: one }, 0, Date.UTC(2027, 0, 1)), one).toEqual([])
  }
  expect(isRule('FREQ=MONTHLY;BYDAY=-1FR;BYMONTH=1,4;BYSETPOS=1;INTERVAL=2')).toBe(true)
  expect([new Date(Date.UTC(1, 0, 1)), new Date(Date.UTC(1999, 11, 31)), new Date(Date.UTC(2026, 0, 1))].map(isStart)).toEqual([false, false, true])
})
test('a rule that cannot be read, or comes more often than daily, is refused', () => {
  expect(isRule('FREQ=WEEKLY;BYDAY=SU')).toBe(true)
  for (const one of ['', 'every day', 'FREQ=HOURLY', 'FREQ=NEVER']) expect(isRule(one)).toBe(false)
})

test('what is proposed as its begin is the next whole hour by the clock of the organisation, wherever one sits', () => {
  const at = new Date('2026-07-01T21:40:00Z')
  expect(nextHour(at, 'Europe/Amsterdam')).toBe('2026-07-02T00:00')
  expect(nextHour(at, 'America/Paramaribo')).toBe('2026-07-01T19:00')
  expect(nextHour(at, 'Asia/Kolkata')).toBe('2026-07-02T04:00')
})
