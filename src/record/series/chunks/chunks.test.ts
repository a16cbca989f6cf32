import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decode, encode, joined, type Points, within } from './rules.ts'

const bits = (values: Float64Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex')
const points = (pairs: readonly (readonly [number, number])[]): Points => ({
  at: Float64Array.from(pairs, ([at]) => at),
  value: Float64Array.from(pairs, ([, value]) => value),
})
const moments = fc.uniqueArray(fc.integer({ min: -1e12, max: 4e12 }), { maxLength: 300 }).map((all) => all.sort((one, other) => one - other))
const stale = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer)[0] ?? 0
const any = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -100_000, max: 100_000 }).map((whole) => whole / 100),
  fc.constantFrom(0, -0, Number.NaN, stale, Infinity, -Infinity, 5e-324, 1e300, 0.1 + 0.2),
)

describe('a chunk', () => {
  test('gives back every moment and every value bit for bit', () => {
    fc.assert(
      fc.property(moments, fc.array(any, { minLength: 300, maxLength: 300 }), (at, values) => {
        const given = { at: Float64Array.from(at), value: Float64Array.from(values.slice(0, at.length)) }
        const back = decode(encode(given))
        expect(bits(back.at)).toBe(bits(given.at))
        expect(bits(back.value)).toBe(bits(given.value))
      }),
    )
  })
  test('the same for values that are alike', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(1, 1, 1, 2, 2.5, 1e9), { maxLength: 300 }), (values) => {
        const given = { at: Float64Array.from(values, (_, index) => 1.7e12 + index * 15_000), value: Float64Array.from(values) }
        expect(bits(decode(encode(given)).value)).toBe(bits(given.value))
      }),
    )
  })
  test.each([
    ['a constant', () => 42, 22],
    ['a counter', (i: number) => 1e9 + i * 1500 + (i % 7), 2.2 * 120],
    ['a load with two decimals', (i: number) => Math.round(50 + 30 * Math.sin(i / 3) + (i % 5)) / 100, 1.3 * 120],
    ['any doubles', (i: number) => Math.sin(i) * 1e5, 9.2 * 120],
  ])('%s takes few bytes', (_what, of, most) => {
    const given = points(Array.from({ length: 120 }, (_, i) => [1.764e12 + i * 15_000, of(i)] as const))
    expect(encode(given).length).toBeLessThan(most)
  })
  test('bytes that are no chunk are refused, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decode(bytes).at.length).toBeLessThanOrEqual(100_000)
        } catch (error) {
          expect((error as Error).name).toBe('CorruptError')
        }
      }),
    )
  })
})

describe('pieces', () => {
  test('as one: sorted, each moment once, the later piece counts', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer())
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(pair, { selector: ([at]) => at, maxLength: 12 }), { maxLength: 5 }), (pieces) => {
        const oracle = new Map<number, number>()
        for (const piece of pieces) for (const [at, value] of piece) oracle.set(at, value)
        const sortedPieces = pieces.map((piece) => points([...piece].sort(([one], [other]) => one - other)))
        const { at, value } = joined(sortedPieces)
        expect([...at].map((moment, i) => [moment, value[i]])).toEqual([...oracle].sort(([one], [other]) => one - other))
      }),
    )
  })
  test('within a span, both ends included', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -1e12, max: 4e12 }), fc.integer({ min: -1e12, max: 4e12 }), (at, from, to) => {
        const found = within({ at: Float64Array.from(at), value: Float64Array.from(at) }, from, to)
        expect([...found.at]).toEqual(at.filter((moment) => moment >= from && moment <= to))
      }),
    )
  })
})
