import { expect, test } from 'vitest'
import { figuresOf } from './rules.ts'

const day = 86_400_000
const hours = (count: number, value: (hour: number) => number) => ({
  at: Array.from({ length: count }, (_, hour) => hour * 3_600_000),
  value: Array.from({ length: count }, (_, hour) => value(hour)),
})

test('most, mean, 95th percentile, and the day on which it is full', () => {
  // From 50 % up one percent a day, 21 days: at 70 % then, full 30 days later.
  const { at, value } = hours(20 * 24 + 1, (hour) => 50 + hour / 24)
  const figures = figuresOf(at, value, 100, 20 * day)
  expect(figures).toMatchObject({ max: 70, average: 60 })
  expect(figures?.perDay).toBeCloseTo(1)
  // Of 481 samples the 457th: hour 456.
  expect(figures?.p95).toBe(69)
  expect(Date.parse(figures?.full?.expected ?? '') / day).toBeCloseTo(50, 1)
})
test('the wider it goes up and down, the wider the band; what does not fill has no day', () => {
  const noisy = hours(20 * 24, (hour) => 50 + hour / 24 + (hour % 2 === 0 ? 4 : -4))
  const full = figuresOf(noisy.at, noisy.value, 100, 20 * day)?.full
  const [earliest, expected, latest] = [full?.earliest, full?.expected, full?.latest].map((at) => Date.parse(at ?? '') / day)
  expect(earliest).toBeLessThan(45)
  expect(expected).toBeCloseTo(50, 0)
  expect(latest).toBeGreaterThan(55)
  const empties = hours(20 * 24, (hour) => 50 - hour / 24)
  expect(figuresOf(empties.at, empties.value, 100, 20 * day)?.full).toBeNull()
  expect(figuresOf(noisy.at, noisy.value, null, 20 * day)?.full).toBeNull()
  expect(figuresOf([], [], 100, 0)).toBeUndefined()
  expect(figuresOf([1, 2], [3, Number.NaN], 100, 0)).toMatchObject({ max: 3, average: 3, p95: 3, perDay: null, full: null })
})
