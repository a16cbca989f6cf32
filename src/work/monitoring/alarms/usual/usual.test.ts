/** The same hour of the week, right across both changes of the clock; what is usual, and what is not. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUnusual, sameHour, usualOf } from './rules.ts'

const zone = 'Europe/Amsterdam'
const wall = (at: number) => new Intl.DateTimeFormat('nl', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' }).format(at)

test('it is the same day and hour on the clock, so many weeks before', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2025, 0, 15), max: Date.UTC(2027, 0, 1) }), fc.integer({ min: 1, max: 8 }), (at, weeks) => {
      const { from, to } = sameHour(at, zone, weeks)
      expect(to - from).toBe(3_600_000)
      // An hour that does not exist in the night of a change is the next one.
      if (wall(from) !== wall(at)) expect(new Date(from).getUTCDay()).toBe(0)
      else expect(Math.abs(at - from - weeks * 604_800_000)).toBeLessThanOrEqual(2 * 3_600_000)
    }),
  )
})
test('mean and spread are those of all values; fewer than half of the weeks say nothing', () => {
  const { mean, spread } = usualOf([[10, 12], [14, 16], []]) ?? { mean: 0, spread: 0 }
  expect(mean).toBe(13)
  expect(spread).toBeCloseTo(2.582, 3)
  expect(usualOf([[10], [], [], []])).toBeUndefined()
  expect(usualOf([[10, 11], [], [], []])).toBeUndefined()
  expect(usualOf([[Number.NaN], [Number.NaN]])).toBeUndefined()
})
test('what never moved is usual until it moves by more than a little', () => {
  const usual = usualOf([[100], [100], [100]])
  if (!usual) throw new Error('it is known')
  expect(isUnusual(103, usual, 4, 'both')).toBe(false)
  expect(isUnusual(105, usual, 4, 'both')).toBe(true)
  expect(isUnusual(105, usual, 4, 'down')).toBe(false)
  expect(isUnusual(95, usual, 4, 'down')).toBe(true)
})
