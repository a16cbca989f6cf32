/** What is looked for in an answer does not hold up everything else, whatever was written down. */
import { expect, test } from 'vitest'
import { effort } from '#test/effort.ts'
import { foundIn } from './searching.ts'

const mixed = Array.from({ length: 1_000_000 }, (_, i) => 'aB3 -é_xyZ'[(i * 7 + (i >> 3) + ((i * i) >> 5)) % 10]).join('')

test('an expression that takes long over a large answer is looked for beside the program, and left when it takes too long', async () => {
  const spent = effort()
  // Some seconds of work; how fast the machine is decides which of both it is.
  const slow = await foundIn({ pattern: '([a-z]|[A-Z]|x.{0,90})*_{9}$', text: mixed }).catch((error: Error) => error.message)
  expect([false, 'tooSlow']).toContain(slow)
  expect(spent()).toBeLessThan(1000)
})
test('in a large answer it is found, at its end too', async () => {
  expect(await foundIn({ pattern: 'versie [0-9]{2}!', text: `${mixed}versie 42!` })).toBe(true)
  expect(await foundIn({ pattern: 'versie [0-9]{3}!', text: `${mixed}versie 42!` })).toBe(false)
  expect(await foundIn({ pattern: 'versie [0-9]{2}', text: 'versie 42' })).toBe(true)
})
test('more steps than may be were written down before there was a bound: the check fails and says so', async () => {
  await expect(foundIn({ pattern: '(.{0,1000}){18}', text: 'a' })).rejects.toMatchObject({ why: { reason: 'nonsense' } })
})
