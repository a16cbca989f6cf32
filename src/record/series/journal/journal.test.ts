import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { packBatch, unpackBatch } from './rules.ts'

test('a request comes back as it was', async () => {
  const sample = fc.record({ series: fc.integer({ min: 1, max: 2 ** 31 - 1 }), at: fc.integer({ min: 0, max: 4e12 }), value: fc.double() })
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 200 }), async (samples) => {
      const batch = {
        n: samples.length,
        series: Int32Array.from(samples, ({ series }) => series),
        at: Float64Array.from(samples, ({ at }) => at),
        value: Float64Array.from(samples, ({ value }) => value),
      }
      expect(unpackBatch(await packBatch(batch))).toEqual(batch)
    }),
  )
})
test('a row that was damaged is said, not read', async () => {
  const batch = { n: 3, series: Int32Array.of(1, 2, 3), at: Float64Array.of(1, 2, 3), value: Float64Array.of(1, 2, 3) }
  const body = await packBatch(batch)
  expect(() => unpackBatch(body.subarray(0, body.length - 3))).toThrow()
})
