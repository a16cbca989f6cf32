import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import { compareVersions, isBehind, newestOf } from './rules.ts'

const rising = [
  '1.0~~',
  '1.0~rc1',
  '1.0-alpha',
  '1.0-beta2',
  '1.0-rc1',
  '1.0',
  '1.0-1',
  '1.0-1+deb12u1',
  '1.0-2',
  '1.0b',
  '1.0.1',
  '1.2.3',
  '1.10',
  '10',
  '1:0.1',
]
test('versions are compared as makers and packages write them', () => {
  for (const [at, one] of rising.entries())
    for (const [place, other] of rising.entries()) expect(Math.sign(compareVersions(one, other)), `${one} ${other}`).toBe(Math.sign(at - place))
  expect(['v1.00', '1', '1.0.0', ' 01.0 '].map((one) => compareVersions(one, '1.0'))).toEqual([0, 0, 0, 0])
  expect(compareVersions('141.0.7390.65', '142.0.7444.60')).toBeLessThan(0)
  expect(compareVersions('18446744073709551617', '18446744073709551616')).toBeGreaterThan(0)
})
const part = fc.constantFrom('0', '1', '02', '9', '10', '~', 'rc', 'beta', 'a', 'b', 'deb', '.', '-', '+', ':', 'v', '')
const version = fc.oneof(
  fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 12 }),
)
test('that is a total order, whatever the signs', () => {
  fc.assert(
    fc.property(version, version, version, (one, other, third) => {
      expect(compareVersions(one, one)).toBe(0)
      expect(Math.sign(compareVersions(one, other))).toBe(-Math.sign(compareVersions(other, one)) + 0)
      if (compareVersions(one, other) <= 0 && compareVersions(other, third) <= 0) expect(compareVersions(one, third)).toBeLessThanOrEqual(0)
    }),
    { numRuns: 5000 },
  )
})
test('the newest is behind nothing, in whatever order it is looked for', () => {
  fc.assert(
    fc.property(fc.array(version, { minLength: 1, maxLength: 8 }), (all) => {
      const newest = newestOf(all)
      expect(isBehind(newest, { newest, minimum: null })).toBe(false)
      expect(compareVersions(newestOf(all.toReversed()), newest)).toBe(0)
      for (const one of all) expect(isBehind(one, { newest, minimum: null })).toBe(one !== '' && compareVersions(one, newest) !== 0)
      for (const one of all) expect(isBehind(one, { newest, minimum: one })).toBe(false)
    }),
  )
})
test('comparing any signs takes no time', () => {
  const spent = effort()
  for (const sign of ['-', '1', '.', '~', 'a', '1.', '-rc']) compareVersions(sign.repeat(100), sign.repeat(99))
  expect(spent()).toBeLessThan(200)
})
