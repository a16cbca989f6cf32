import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { names } from './rules.ts'

test('each name is found as what it was added for, and nothing else is; also after some are forgotten', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uint8Array({ maxLength: 40 }), { selector: (one) => Buffer.from(one).toString('hex'), maxLength: 300 }), (all) => {
      const table = names<number>()
      const half = Math.ceil(all.length / 2)
      for (const [index, bytes] of all.slice(0, half).entries()) table.add(bytes, 0, bytes.length, index)
      const found = () => all.map((bytes) => table.find(Buffer.concat([Buffer.from('x'), bytes, Buffer.from('y')]), 1, 1 + bytes.length))
      expect(found()).toEqual(all.map((_, index) => (index < half ? index : undefined)))
      table.keepOnly((index) => index % 2 === 0)
      expect(found()).toEqual(all.map((_, index) => (index < half && index % 2 === 0 ? index : undefined)))
    }),
  )
})
test('two thousand names that differ in one byte', () => {
  const table = names<number>()
  const bytes = (n: number) => Buffer.from(`__name__=node_cpu_seconds_total,cpu=${n},instance=host`)
  for (let n = 0; n < 2000; n++) table.add(bytes(n), 0, bytes(n).length, n)
  for (let n = 0; n < 2000; n++) expect(table.find(bytes(n), 0, bytes(n).length)).toBe(n)
  expect(table.find(bytes(2000), 0, bytes(2000).length)).toBeUndefined()
  expect(table.size()).toBe(2000)
})
