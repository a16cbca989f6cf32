/** Months worked out by hand, and spans of any kind against counting each second. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Recurrence, windowsIn } from '../alarms/windows/rules.ts'
import { daysOf, periodAt, periodNamed } from './periods/rules.ts'
import { type Condition, linesOf, ofNeed, openSpans, percentOf, type Span, type Stretch, silences, sumsOf, verdictOf } from './rules.ts'

const zone = 'Europe/Amsterdam'
const at = (text: string) => Date.parse(text)
const span = (from: string, until: string): Span => ({ from: at(from), until: at(until) })
const month = (name: string) => {
  const period = periodNamed(name, zone)
  if (!period) throw new Error(name)
  return { from: period.from, until: period.until }
}
const alone = { needs: new Map(), isService: () => false }
const lineOf = (within: Span, history: { down: Span[]; unknown?: Span[] }, windows: readonly Span[]): Stretch[] =>
  linesOf([1], { within, ...alone, history: () => ({ unknown: [], ...history }), windows: () => windows }).get(1) ?? []
const sunday: Recurrence = { starts: '2026-01-04T01:30', minutes: 120, timeZone: zone, rrule: 'FREQ=WEEKLY;BYDAY=SU' }

test('March 2026, with the spring change: a window of two hours by the wall lasts one that night', () => {
  const within = month('2026-03')
  // 31 days less the hour that is skipped on the 29th: 31 × 86 400 − 3600.
  expect((within.until - within.from) / 1000).toBe(2_674_800)
  // Sundays 1, 8, 15, 22: 2 hours each = 28 800. The 29th from 01:30 until 03:30 on the wall is 1 hour = 3600. Together 32 400.
  const windows = windowsIn([sunday], within.from, within.until)
  const down = [
    // The 8th, 03:00:00 until 04:00:30, of which until 03:30 is maintenance: 30:30 = 1830.
    span('2026-03-08T03:00:00+01:00', '2026-03-08T04:00:30+01:00'),
    // The 29th, 01:00 until 05:00 on the wall: 3 hours, of which 1 is maintenance: 7200.
    span('2026-03-29T01:00:00+01:00', '2026-03-29T05:00:00+02:00'),
  ]
  // Up: 2 674 800 − 32 400 − 9030.
  expect(sumsOf(lineOf(within, { down }, windows))).toEqual({
    ...{ up: 2_633_370, down: 9030, unknown: 0, maintenance: 32_400 },
    // The second is cut in two by the window: 01:00 until 01:30, and 03:30 until 05:00.
    ...{ outages: 3, longest: 5400 },
  })
})

test('October 2026, with the autumn change: overlapping windows and outages, not known, and over the end of the month', () => {
  const within = month('2026-10')
  // 31 × 86 400 + 3600.
  expect((within.until - within.from) / 1000).toBe(2_682_000)
  // Sundays 4, 11, 18: 21 600. The 25th from 01:30 until 03:30 on the wall is 3 hours: 10 800. And the 18th until 06:00, of which 03:30 until 06:00
  // is new: 9000. Together 41 400.
  const once: Recurrence = { starts: '2026-10-18T03:00', minutes: 180, timeZone: zone, rrule: null }
  const windows = windowsIn([sunday, once], within.from, within.until)
  const history = {
    down: [
      // The 10th: 10:00 until 11:00 and 10:30 until 12:15:10 together are 8110.
      span('2026-10-10T10:00:00+02:00', '2026-10-10T11:00:00+02:00'),
      span('2026-10-10T10:30:00+02:00', '2026-10-10T12:15:10+02:00'),
      // While nothing else is known of it: 1800.
      span('2026-10-12T05:00:00+02:00', '2026-10-12T05:30:00+02:00'),
      // Until 02:00 on 1 November; in October 3600.
      span('2026-10-31T23:00:00+01:00', '2026-11-01T02:00:00+01:00'),
    ],
    // 6 hours, less those 1800: 19 800.
    unknown: [span('2026-10-12T00:00:00+02:00', '2026-10-12T06:00:00+02:00')],
  }
  const sums = sumsOf(lineOf(within, history, windows))
  // Down 8110 + 1800 + 3600; up 2 682 000 − 41 400 − 13 510 − 19 800.
  expect(sums).toEqual({ up: 2_607_290, down: 13_510, unknown: 19_800, maintenance: 41_400, outages: 3, longest: 8110 })
  // 2 607 290 / 2 620 800 = 99.4845 %, cut off.
  expect(percentOf(sums)).toBe(99.484)
  // With all that is not known down it is 98.7 %: of 98.5 that is enough, of 99.9 even all of it up would not be, of 99 nobody can say.
  expect([98.5, 99, 99.9].map((target) => verdictOf(sums, target))).toEqual(['met', 'unknown', 'missed'])
})

test('November 2026 in service hours: 08:00 until 17:00 on weekdays, one day off', () => {
  const within = month('2026-11')
  const hours = {
    timeZone: zone,
    week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ from: '08:00', to: '17:00' }] : [])),
    dayOff: (date: string) => (date === '2026-11-11' ? ({ why: 'dayOff', name: 'Sint-Maarten' } as const) : undefined),
  }
  const down = [
    // Began in October, and is over before anybody works: counts for nothing.
    span('2026-10-31T23:00:00+01:00', '2026-11-01T02:00:00+01:00'),
    // Tuesday 16:00 until Thursday 09:00, with the day off between: an hour and an hour, one outage.
    span('2026-11-10T16:00:00+01:00', '2026-11-12T09:00:00+01:00'),
  ]
  // 21 weekdays less one of 9 hours: 20 × 32 400 = 648 000, less 7200.
  expect(sumsOf(lineOf(within, { down }, []), openSpans(hours, within))).toEqual({
    ...{ up: 640_800, down: 7200, unknown: 0, maintenance: 0, outages: 1, longest: 7200 },
  })
})

test('what a service needs: all of it, so many of a group, by its own checks, and what cannot be known behind what is down', () => {
  const within = { from: 0, until: 100_000 }
  const needs = new Map([
    // A service on a server and one of two databases; the server is reached through a switch; a service with checks of its own on the server.
    [
      1,
      [
        { through: [2], needed: 1 },
        { through: [3, 4], needed: 1 },
      ],
    ],
    [2, [{ through: [5], needed: 1 }]],
    [6, [{ through: [2], needed: 1 }]],
    // A circle, and services of which nothing is known at all.
    [7, [{ through: [8], needed: 1 }]],
    [8, [{ through: [7], needed: 1 }]],
  ])
  const histories = new Map([
    // Silent while the switch is down, and again later.
    [
      2,
      {
        down: [],
        unknown: [
          { from: 10_000, until: 20_000 },
          { from: 60_000, until: 70_000 },
        ],
      },
    ],
    [3, { down: [{ from: 30_000, until: 50_000 }], unknown: [] }],
    [4, { down: [{ from: 40_000, until: 45_000 }], unknown: [] }],
    [5, { down: [{ from: 10_000, until: 20_000 }], unknown: [] }],
    [6, { down: [{ from: 80_000, until: 90_000 }], unknown: [] }],
  ])
  const windows = new Map([[4, [{ from: 42_000, until: 100_000 }]]])
  const lines = linesOf([1, 6, 7], {
    ...{ within, needs, isService: (item) => [1, 6, 7, 8].includes(item), windows: (item) => windows.get(item) ?? [] },
    history: (item) => histories.get(item),
  })
  expect(lines.get(1)?.map(({ from, is }) => [from / 1000, is])).toEqual([
    ...[[0, 'up'] as const, [10, 'down'] as const, [20, 'up'] as const, [40, 'down'] as const],
    // One is still down, the other too, but that was planned.
    ...[[42, 'maintenance'] as const, [45, 'up'] as const, [60, 'unknown'] as const, [70, 'up'] as const],
  ])
  expect(lines.get(6)?.map(({ from, is }) => [from / 1000, is])).toEqual([
    [0, 'up'],
    [80, 'down'],
    [90, 'up'],
  ])
  expect(lines.get(7)).toEqual([{ ...within, is: 'unknown' }])
})

test('nothing was heard for more than ten minutes: not known from one sign of life until the next', () => {
  const within = { from: 0, until: 7_200_000 }
  const minute = 60_000
  const signs = [...Array.from({ length: 31 }, (_, at) => at * minute), 45 * minute, 50 * minute]
  expect(silences(signs, within)).toEqual([
    { from: 30 * minute, until: 45 * minute },
    { from: 50 * minute, until: 120 * minute },
  ])
  expect(silences([], within)).toBeUndefined()
  expect(silences([-5 * minute, 4 * minute], { from: 0, until: 5 * minute })).toEqual([])
})

const states: readonly Condition[] = ['up', 'unknown', 'maintenance', 'down']
test('the same as counting each second, for any spans, needs and hours', () => {
  // Around the autumn change: 03:00 is 02:00 again at 01:00 UTC.
  const begin = at('2026-10-24T23:30:00Z')
  const within = { from: begin, until: begin + 3 * 3_600_000 }
  const some = fc.array(
    fc.tuple(fc.integer({ min: -600, max: 11_400 }), fc.integer({ min: 1, max: 4000 })).map(([from, length]) => ({
      from: begin + from * 1000,
      until: begin + (from + length) * 1000,
    })),
    { maxLength: 5 },
  )
  const item = fc.record({ down: some, unknown: some, windows: some })
  const hours = { timeZone: zone, week: Array.from({ length: 7 }, () => [{ from: '01:40', to: '02:20' }]) }
  const inside = (spans: readonly Span[], moment: number) => spans.some(({ from, until }) => from <= moment && moment < until)
  const local = (moment: number) => new Date(moment + (moment < at('2026-10-25T01:00:00Z') ? 7_200_000 : 3_600_000)).toISOString().slice(11, 16)
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), some, fc.integer({ min: 1, max: 4 }), (items, own, needed) => {
      const asked = {
        ...{ within, needs: new Map([[0, [{ through: items.map((_, at) => at + 1), needed }]]]), isService: (one: number) => one === 0 },
        history: (one: number) => items[one - 1],
        windows: (one: number) => (one === 0 ? own : (items[one - 1]?.windows ?? [])),
      }
      const line = linesOf([0], asked).get(0) ?? []
      const [always, open] = [sumsOf(line), sumsOf(line, openSpans(hours, within))]
      const count = { always: { up: 0, unknown: 0, maintenance: 0, down: 0 }, open: { up: 0, unknown: 0, maintenance: 0, down: 0 } }
      for (let moment = within.from; moment < within.until; moment += 1000) {
        const are = items.map(({ down, unknown, windows }): Condition => {
          const is = inside(down, moment) ? 'down' : inside(unknown, moment) ? 'unknown' : 'up'
          return is !== 'up' && inside(windows, moment) ? 'maintenance' : is
        })
        const enough = are.toSorted((a, b) => states.indexOf(a) - states.indexOf(b))[Math.min(needed, are.length) - 1] ?? 'up'
        const is = inside(own, moment) ? 'maintenance' : enough
        count.always[is]++
        const wall = local(moment)
        if (wall >= '01:40' && wall < '02:20') count.open[is]++
      }
      expect(always).toMatchObject(count.always)
      expect(open).toMatchObject(count.open)
    }),
    { numRuns: 30 },
  )
  expect(ofNeed(['down', 'up'], 1)).toBe('up')
})

test('periods by name, and days that are 23 or 25 hours long', () => {
  const now = new Date('2026-11-26T12:00:00Z')
  expect(periodAt(now, 'month', zone, 1).name).toBe('2026-10')
  expect(periodAt(now, 'quarter', zone, 1)).toMatchObject({
    name: '2026-Q3',
    from: at('2026-07-01T00:00:00+02:00'),
    until: at('2026-10-01T00:00:00+02:00'),
  })
  expect(periodAt(new Date('2027-01-02T12:00:00Z'), 'week', zone).name).toBe('2026-W53')
  for (const length of ['week', 'month', 'quarter'] as const)
    for (let back = 0; back < 30; back++) {
      const period = periodAt(now, length, zone, back)
      expect(periodNamed(period.name, zone)).toEqual(period)
      expect(periodAt(now, length, zone, back + 1).until).toBe(period.from)
    }
  for (const wrong of ['2026-13', '2026-W54', '2026-Q5', '2026-00', '1', 'x']) expect(periodNamed(wrong, zone)).toBeUndefined()
  const lengths = daysOf(month('2026-10'), zone).map(({ from, until }) => (until - from) / 3_600_000)
  expect([lengths.length, lengths[23], lengths[24]]).toEqual([31, 24, 25])
  expect(daysOf(month('2026-03'), zone).map(({ from, until }) => (until - from) / 3_600_000)[28]).toBe(23)
})
