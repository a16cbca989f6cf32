import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '#record/norms/conditions/rules.ts'
import { lowestOf, percentOf, suppliesIn, supplyKeys } from './rules.ts'

const whatever = fc.option(fc.oneof(fc.integer(), fc.constantFrom(-3, -2, -1, 0)), { nil: undefined })

describe('how full a supply is', () => {
  test.each([
    [7, 100, undefined, 7],
    [1050, 10_000, undefined, 10],
    [0, 100, undefined, 0],
    [-2, 100, undefined, undefined],
    [-3, 100, undefined, undefined],
    [-3, -2, 19, undefined],
    [50, 0, undefined, undefined],
    [0, 0, 19, undefined],
    [50, -2, undefined, undefined],
    [50, -2, 19, 50],
    [150, 100, undefined, 100],
    [150, -2, 19, undefined],
    [undefined, 100, undefined, undefined],
  ])('level %s of %s, unit %s: %s', (level, most, unit, percent) => {
    expect(percentOf(level, most, unit)).toBe(percent)
  })
  test('is a whole number from 0 to 100, or unknown, whatever a printer says; unknown always for what is below nothing', () => {
    fc.assert(
      fc.property(whatever, whatever, whatever, (level, most, unit) => {
        const percent = percentOf(level, most, unit)
        if (level === undefined || level < 0) expect(percent).toBeUndefined()
        if (percent !== undefined) expect([Number.isInteger(percent), percent >= 0, percent <= 100]).toEqual([true, true, true])
      }),
    )
  })
  test('more of it is never less, and never above what there is', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1 }), (one, other, most) => {
        const [less = 0, more = 0] = [one, other].sort((a, b) => a - b)
        const percent = percentOf(less, most) ?? Number.NaN
        expect(percent).toBeLessThanOrEqual(percentOf(more, most) ?? Number.NaN)
        expect(percent / 100).toBeLessThanOrEqual(Math.max(less / most, 0))
      }),
    )
  })
  test('the lowest is one of those that are known, and none is lower', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined })), (all) => {
        const told = all.filter((one) => one !== undefined)
        const lowest = lowestOf(all)
        if (told.length === 0) expect(lowest).toBeUndefined()
        else expect([told.includes(lowest ?? -1), told.every((one) => one >= (lowest ?? -1))]).toEqual([true, true])
      }),
    )
  })
})

describe('names of supplies', () => {
  test('are words that people know, each its own, and never "lowest"', () => {
    expect(supplyKeys(['Black Cartridge HP CE410X', 'Tóner Cyan', 'Lowest', '3M belt', 'Black Cartridge HP CE410X', '黒トナー', ''])).toEqual([
      'blackCartridgeHpCe410x',
      'tonerCyan',
      'lowest_2',
      'supply3mBelt',
      'blackCartridgeHpCe410x_2',
      'supply6',
      'supply7',
    ])
  })
  test('can be asked for in a condition, whatever the maker wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 90 }), { maxLength: 20 }), (names) => {
        const keys = supplyKeys(names)
        expect(new Set(keys).size).toBe(names.length)
        for (const key of keys) expect(compile(`printer.supplies.${key} > 10`).wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

test('what is known of supplies is read back among all facts, the emptiest first, with what is low', () => {
  const facts = [
    { key: 'printer.pages', value: 12 },
    { key: 'printer.supplies.lowest', value: 10 },
    { key: 'printer.supplies.blackCartridgeHpCe410x', value: 75 },
    { key: 'printer.supplies.cyan_2', value: 10 },
    { key: 'printer.supplies.cyan', value: 11 },
    { key: 'printer.supplies.waste', value: 'vol' },
  ]
  expect(suppliesIn(facts).map(({ name, percent, low }) => [name, percent, low])).toEqual([
    ['Cyan (2)', 10, true],
    ['Cyan', 11, false],
    ['Black cartridge hp ce410x', 75, false],
  ])
})
