import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf, forecastOf, lookOf, nearest, reaches, stack, summaryOf, timesOf } from './graphMaths.ts'
import { pictureOf } from './graphPicture.ts'
import { formatOf, nothing, type Unit } from './graphUnits.ts'

describe('numbers as people read them', () => {
  test.each<[Unit, number, string, string]>([
    ['number', 0, '0', '0'],
    ['number', 1234, '1.234', '1,234'],
    ['number', 1234567, '1,23 M', '1.23 M'],
    ['number', 0.012345, '0,0123', '0.0123'],
    ['percent', 7.25, '7,25%', '7.25%'],
    ['ratio', 0.0725, '7,25%', '7.25%'],
    ['bytes', 0, '0 B', '0 B'],
    ['bytes', 1023, '1.023 B', '1,023 B'],
    ['bytes', 1024, '1 KiB', '1 KiB'],
    ['bytes', 1024 ** 2 - 1, '1 MiB', '1 MiB'],
    ['bytes', 1.5 * 1024 ** 4, '1,5 TiB', '1.5 TiB'],
    ['bytesPerSecond', 2048, '2 KiB/s', '2 KiB/s'],
    ['bitsPerSecond', 12_500_000, '12,5 Mbit/s', '12.5 Mbit/s'],
    ['bitsPerSecond', 900, '900 bit/s', '900 bit/s'],
    ['seconds', 0.0004, '400 µs', '400 µs'],
    ['seconds', 0.0123, '12,3 ms', '12.3 ms'],
    ['seconds', 90, '90 s', '90 s'],
    ['seconds', 7200, '2 u', '2 h'],
    ['seconds', 30 * 86_400, '30 d', '30 d'],
    ['perSecond', 3.5, '3,5/s', '3.5/s'],
    ['celsius', -4, '-4 °C', '-4 °C'],
  ])('%s %d is %s, in English %s', (unit, value, nl, en) => {
    expect(formatOf(unit, 'nl')(value)).toBe(nl)
    expect(formatOf(unit, 'en')(value)).toBe(en)
  })
  test('what is not there is not nought', () => {
    for (const none of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) expect(formatOf('bytes', 'nl')(none)).toBe(nothing)
  })
})

const values = fc.array(fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: null }), { minLength: 1, maxLength: 200 })
describe('what lines come to', () => {
  test('a gap counts for nothing', () => {
    expect(summaryOf([null, 4, null, 2, null])).toEqual({ last: 2, min: 2, avg: 3, max: 4 })
    expect(summaryOf([null, null])).toEqual({ last: null, min: null, avg: null, max: null })
  })
  test('least, average and most are in that order, whatever is measured', () => {
    fc.assert(
      fc.property(values, (all) => {
        const { min, avg, max, last } = summaryOf(all)
        if (min === null || avg === null || max === null) {
          expect(last).toBeNull()
          return
        }
        expect(min).toBeLessThanOrEqual(avg + 1e-3)
        expect(avg).toBeLessThanOrEqual(max + 1e-3)
        expect(all).toContain(last)
      }),
    )
  })
  test('one on the other: the top is their sum, and a gap stays one', () => {
    expect(
      stack([
        [1, 2, null, 4],
        [1, null, 3, 1],
        [5, 5, 5, null],
      ]),
    ).toEqual([
      [1, 2, null, 4],
      [2, null, 3, 5],
      [7, 7, 8, null],
    ])
  })
  test('hidden lines take no room in a stack, and no line is drawn through a gap', () => {
    const lines = ['a', 'b', 'c'].map((key) => ({ key, label: key, values: [1, null, 1] }))
    const grid = { from: 0, step: 60, count: 3 }
    const picture = pictureOf({ grid, lines }, { from: 0, to: 120_000 }, { stacked: true, ahead: false, hidden: new Set(['b']) })
    expect(picture.columns.map(({ values: all, shown }) => [all, shown])).toEqual([
      [[1, null, 1], true],
      [[null, null, null], false],
      [[2, null, 2], true],
    ])
    expect(picture.bands).toEqual([
      { high: 1, low: 0 },
      { high: 2, low: 1 },
    ])
  })
  test('the bounds hold every value; a share of a whole stands on the whole', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.boolean(),
        (min, more, stacked) => {
          const [low, high] = boundsOf({ min, max: min + more }, { stacked })
          expect(low).toBeLessThanOrEqual(min)
          expect(high).toBeGreaterThanOrEqual(min + more)
          expect(high).toBeGreaterThan(low)
        },
      ),
      { examples: [[-1.5e-323, 0, false]] },
    )
    expect(boundsOf({ min: 2, max: 3 }, { whole: 100 })).toEqual([0, 100])
    expect(boundsOf({ min: 1000, max: 1001 })[0]).toBeGreaterThan(900)
    expect(boundsOf({ min: Number.NaN, max: Number.NaN })).toEqual([0, 1])
  })
})

describe('where a line goes', () => {
  test('a straight line goes on straight, without a band', () => {
    const forecast = forecastOf(
      Array.from({ length: 24 }, (_, at) => 50 + at),
      3600,
      12,
    )
    expect(forecast?.slope).toBeCloseTo(1 / 3600, 10)
    expect(forecast?.values[0]).toBeCloseTo(74, 6)
    expect(forecast?.values.at(-1)).toBeCloseTo(85, 6)
    expect((forecast?.high[0] ?? 0) - (forecast?.low[0] ?? 0)).toBeCloseTo(0, 6)
  })
  test('by hand: five times 1 and 3 in turn', () => {
    const forecast = forecastOf([1, 3, 1, 3, 1, 3, 1, 3, 1, 3], 1, 1)
    // Slope: sum of (x - 4.5)(y - 2) is 5, of (x - 4.5)² 82.5. Scatter: sqrt((10 - 25 / 82.5) / 8).
    expect(forecast?.slope).toBeCloseTo(5 / 82.5, 12)
    expect(forecast?.values[0]).toBeCloseTo(2 + (5 / 82.5) * 5.5, 12)
    const scatter = Math.sqrt((10 - 25 / 82.5) / 8)
    expect((forecast?.high[0] ?? 0) - (forecast?.values[0] ?? 0)).toBeCloseTo(2 * scatter * Math.sqrt(1.1 + 5.5 ** 2 / 82.5), 12)
  })
  test('too few values tell nothing; what shrinks does not arrive', () => {
    expect(forecastOf([1, 2, 3, null, null, null, null, null, null, null, null], 60, 5)).toBeNull()
    const sum = (last: number | null) => ({ last, min: 0, avg: 0, max: 0 })
    expect(reaches(sum(80), { slope: 0.5 }, 100)).toBe(40)
    expect(reaches(sum(100), { slope: 0.5 }, 100)).toBe(0)
    expect(reaches(sum(80), { slope: -0.5 }, 100)).toBeNull()
    expect(reaches(sum(null), { slope: 1 }, 100)).toBeNull()
  })
  test('a forecast stands after what was measured, on the same steps', () => {
    const grid = { from: 0, step: 60, count: 12 }
    const lines = [{ key: 'a', label: 'a', values: Array.from({ length: 12 }, (_, at) => at) }]
    const picture = pictureOf({ grid, lines }, { from: 0, to: 660_000 }, { stacked: false, ahead: true, hidden: new Set() })
    expect(picture.times).toEqual(timesOf({ ...grid, count: 16 }))
    expect(picture.columns.map(({ values: all }) => all.length)).toEqual([16, 16, 16, 16])
    expect(picture.columns[1]?.values.slice(0, 12)).toEqual(new Array(12).fill(null))
    expect(picture.columns[1]?.values[12]).toBeCloseTo(12, 6)
    expect(picture.to).toBe(900)
  })
})

test('places in the grid, and colours that come again with dashes', () => {
  const grid = { from: 100, step: 10, count: 5 }
  expect([0, 104, 106, 140, 9999].map((at) => nearest(grid, at))).toEqual([0, 0, 1, 4, 4])
  expect(lookOf(0, 8)).toEqual({ colour: 0, dash: [] })
  expect(lookOf(9, 8)).toMatchObject({ colour: 1, dash: [6, 4] })
})
