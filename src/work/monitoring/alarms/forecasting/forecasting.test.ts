/** The line against the textbook, and when it reaches a limit against looking minute by minute. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandAt, lineThrough, reaching, valueAt } from './rules.ts'

const hour = 3_600_000
const at = (count: number) => Float64Array.from({ length: count }, (_, place) => 1_700_000_000_000 + place * hour)

test('through points on a line it is that line, whatever the moments', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1000, max: 1000, noNaN: true }),
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.integer({ min: 10, max: 200 }),
      (begin, perHour, count) => {
        const moments = at(count)
        const line = lineThrough(
          moments,
          moments.map((moment) => begin + ((moment - (moments[0] ?? 0)) / hour) * perHour),
        )
        if (!line) throw new Error('there is a line')
        const later = (moments[0] ?? 0) + 1000 * hour
        expect(valueAt(line, later)).toBeCloseTo(begin + 1000 * perHour, 3)
        expect(bandAt(line, later, 1.96)).toBeLessThan(0.01)
      },
    ),
  )
})
test('it reaches a limit when looking every minute says so; no sooner than the least favourable course, no later than the most', () => {
  const noisy = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 24, maxLength: 100 })
  fc.assert(
    fc.property(noisy, fc.double({ min: 0.05, max: 2, noNaN: true }), fc.constantFrom<80 | 95>(80, 95), (noise, perHour, confidence) => {
      const moments = at(noise.length)
      const now = moments.at(-1) ?? 0
      const line = lineThrough(
        moments,
        Float64Array.from(noise, (one, place) => place * perHour + one),
      )
      if (!line) throw new Error('there is a line')
      const limit = noise.length * perHour + 100
      const reached = reaching(line, limit, 1, confidence, now)
      fc.pre(reached !== undefined)
      const { earliest, expected, latest } = reached
      expect(earliest).toBeLessThanOrEqual(expected ?? Number.POSITIVE_INFINITY)
      expect(expected ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(latest ?? Number.POSITIVE_INFINITY)
      // Where the line goes up.
      const exact = line.at + (limit - line.mean) / line.slope
      if (expected !== null) expect(Math.abs(expected - Math.max(now, exact))).toBeLessThanOrEqual(60_000)
      // Downwards is the same turned over.
      const turned = lineThrough(
        moments,
        Float64Array.from(noise, (one, place) => -(place * perHour + one)),
      )
      expect(turned && reaching(turned, -limit, -1, confidence, now)).toEqual(reached)
    }),
  )
})
test('noise without a slope never alarms, a steady rise does; too few points say nothing', () => {
  const moments = at(168)
  const flat = Float64Array.from({ length: 168 }, (_, place) => 50 + (place % 2 === 0 ? 3 : -3))
  const line = lineThrough(moments, flat)
  expect(line && reaching(line, 95, 1, 95, moments.at(-1) ?? 0)?.latest).toBeFalsy()
  const rising = lineThrough(
    moments,
    Float64Array.from({ length: 168 }, (_, place) => 60 + place * 0.15 + (place % 2)),
  )
  const reached = rising && reaching(rising, 95, 1, 95, moments.at(-1) ?? 0)
  expect(((reached?.latest ?? 0) - (moments.at(-1) ?? 0)) / (24 * hour)).toBeLessThan(4)
  expect(lineThrough(at(9), flat)).toBeUndefined()
  expect(lineThrough(new Float64Array(20), flat)).toBeUndefined()
})
