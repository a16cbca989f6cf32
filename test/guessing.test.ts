/** Guessing a password: held up, and of no use to keep the owner out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, type Spil, spil } from './spil.ts'
import { Visitor } from './visitor.ts'

let house: Spil
beforeAll(async () => {
  house = await spil()
})
afterAll(() => house[Symbol.asyncDispose]())

const browserAt = (ip?: string) => new Visitor(house.server, ip)
const later = (seconds: number) => house.clock.set(new Date(house.clock.now().getTime() + seconds * 1000))

describe('guessing', () => {
  test('is held up with growing waits, from another network it is not, and the owner at a known device never', async () => {
    const known = browserAt('203.0.113.7')
    expect((await known.signIn(administrator.email, administrator.password)).status).toBe(200)
    const guesser = browserAt('203.0.113.99')
    const answers: number[] = []
    for (let n = 0; n < 7; n++) answers.push((await guesser.signIn(administrator.email, `guess ${n}`)).status)
    expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429])
    // Also the right password waits now, and the wait is said.
    const held = await guesser.signIn(administrator.email, administrator.password)
    expect(held).toMatchObject({ status: 429, body: { type: 'people.tooManyAttempts', data: { retryAfter: 1 } } })
    later(2)
    expect((await guesser.signIn(administrator.email, 'guess 8')).status).toBe(401)
    expect((await guesser.signIn(administrator.email, 'guess 9')).body).toMatchObject({ data: { retryAfter: 2 } })
    // The same network, but a browser that has been here before; and a new browser elsewhere.
    expect((await known.signIn(administrator.email, administrator.password)).status).toBe(200)
    expect((await browserAt('198.51.100.200').signIn(administrator.email, administrator.password)).status).toBe(200)
    expect(await house.happened()).toContain('people.signInHeldUp')
  })
  test('from everywhere at once: the account waits at most half a minute', async () => {
    for (let n = 0; n < 35; n++) {
      const reply = await browserAt(`10.0.${n}.1`).signIn(administrator.email, 'guess')
      if (reply.status === 429) later(reply.body.data.retryAfter)
    }
    for (let n = 0; n < 5; n++) {
      const reply = await browserAt(`10.1.${n}.1`).signIn(administrator.email, 'guess')
      if (reply.status === 429) {
        expect(reply.body.data.retryAfter).toBeLessThanOrEqual(30)
        later(reply.body.data.retryAfter)
      }
    }
    later(31)
    expect((await browserAt('10.2.0.1').signIn(administrator.email, administrator.password)).status).toBe(200)
  })
  test('fifty at the same moment: they are counted, not let through', async () => {
    const browser = browserAt('192.0.2.200')
    const all = await Promise.all(Array.from({ length: 50 }, (_, n) => browser.signIn('nobody.else@linde.example', `guess ${n}`)))
    expect(all.filter((one) => one.status === 401).length).toBeLessThanOrEqual(5)
    expect(all.every((one) => one.status === 401 || one.status === 429)).toBe(true)
  })
})
