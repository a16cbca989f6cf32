/** Guessing a password: held up, and of no use to keep the owner out. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Counted, networkOf, waitFor } from '#record/people/access/rules.ts'
import { confirmToken, readToken } from '#work/desk/portal/reads.ts'
import { rateToken, readRateToken } from '#work/desk/satisfaction/reads.ts'
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

describe('the rules of waiting', () => {
  const kinds = fc.constantFrom<Counted>('accountFromNetwork', 'account', 'network', 'device', 'code')
  const most = { accountFromNetwork: 900, account: 30, network: 60, device: 300, code: 900 }
  const now = new Date('2026-03-29T01:30:00Z')
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  test('a wait is bounded, grows with failures and shrinks with time', () => {
    fc.assert(
      fc.property(kinds, fc.nat(100_000), fc.integer({ min: -1000, max: 200_000 }), (kind, failures, seconds) => {
        const wait = waitFor(kind, failures, ago(seconds), now)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(most[kind])
        expect(Number.isInteger(wait)).toBe(true)
        expect(waitFor(kind, failures, ago(seconds + 1), now)).toBeLessThanOrEqual(wait)
        expect(waitFor(kind, failures + 1, ago(seconds), now)).toBeGreaterThanOrEqual(wait)
      }),
    )
  })
  test('neighbours in a network are one, whatever way the address is written', () => {
    expect(networkOf('192.0.2.7')).toBe(networkOf('192.0.2.250'))
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.0/24')
    expect(networkOf('2001:db8::1')).toBe(networkOf('2001:0db8:0:0:ffff:1:2:3'))
    expect(networkOf('2001:db8:0:1::1')).not.toBe(networkOf('2001:db8::1'))
    fc.assert(fc.property(fc.ipV4(), (ip) => networkOf(ip).startsWith(ip.split('.').slice(0, 3).join('.'))))
    fc.assert(fc.property(fc.oneof(fc.ipV6(), fc.string()), (ip) => typeof networkOf(ip) === 'string'))
  })
})

describe('a signed link', () => {
  const ids = { caseId: '0b0f8b1e-4a39-4f4c-9a51-0d6f3c2b1a90', personId: '7c2d9e54-1f0a-4b8e-8c3d-5e6f7a8b9c0d' }
  const at = new Date('2027-06-02T08:00:00Z')
  const made = () => [
    { token: confirmToken(house.app, { ...ids, round: 1, at }), read: (token: string) => readToken(house.app, token, at) },
    { token: rateToken(house.app, { ...ids, round: 1, at }), read: (token: string) => readRateToken(house.app, token, at) },
  ]
  test('says what was put in it, until its last day', () => {
    for (const { token, read } of made()) expect(read(token)).toEqual({ ...ids, round: 1 })
    const [confirm, rate] = made()
    expect(readToken(house.app, confirm?.token ?? '', new Date(at.getTime() + 31 * 86_400_000))).toBe('expired')
    expect(readRateToken(house.app, rate?.token ?? '', new Date(at.getTime() + 91 * 86_400_000))).toBe('expired')
  })
  test('of one purpose opens nothing of another, and no changed character is let through', () => {
    const [confirm, rate] = made()
    expect(confirm?.read(rate?.token ?? '')).toBe('wrong')
    expect(rate?.read(confirm?.token ?? '')).toBe('wrong')
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    for (const { token, read } of made())
      for (let place = 0; place < token.length; place++) {
        const other = letters.filter((letter) => letter !== token[place])
        for (const letter of [other[0], other[20], other[40]])
          expect(read(`${token.slice(0, place)}${letter}${token.slice(place + 1)}`), `${place}`).toBe('wrong')
      }
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        for (const { read } of made()) expect(read(text)).toBe('wrong')
      }),
    )
  })
})
