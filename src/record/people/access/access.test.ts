/** The story of coming in: password, second step, sessions, tokens, guessing, links by mail. */
import { generate } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, ProblemError } from '#platform/client.ts'
import type { Contract } from '#platform/contract.ts'
import { administrator, type Spil, spil } from '#test/spil.ts'
import { Visitor } from '#test/visitor.ts'
import { people } from '../contract.ts'
import { directory } from '../directory/contract.ts'
import { doorkeeper, findPersonByEmail } from '../people.ts'
import { issueToken } from './access.ts'
import { access } from './contract.ts'

const refused = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem.type
}

let house: Spil
/** Each part moves the clock as it likes, so each has an installation of its own. */
const ownHouse = () => {
  beforeAll(async () => {
    house = await spil()
  })
  afterAll(() => house[Symbol.asyncDispose]())
}

const browserAt = (ip?: string) => new Visitor(house.server, ip)
const later = (seconds: number) => house.clock.set(new Date(house.clock.now().getTime() + seconds * 1000))
const byToken = async <C extends Contract>(contract: C, email: string, scope: string[] | null = null): Promise<Client<C>> => {
  const { token } = await house.app.asSystem(async (ctx) => {
    const person = await findPersonByEmail(ctx, email)
    return issueToken(ctx, { personId: person?.id ?? '', name: 'test', scope, expiresAt: new Date(ctx.now.getTime() + 3_600_000) })
  })
  return house.as(contract, token)
}
const organisationId = async () => (await (await byToken(people, administrator.email)).organisations()).items[0]?.id ?? ''
/** What was mailed last to this address: the link in it. */
async function lastLink(address: string): Promise<string> {
  const { rows } = await house.app.pools.owner.query<{ sealed: string }>(
    `select sealed from outgoing_mail where recipients::text like $1 order by created_at desc, id limit 1`,
    [`%${address}%`],
  )
  const { text } = JSON.parse(house.app.secrets.open('mail', rows[0]?.sealed ?? '')) as { text: string }
  return /#([\w-]{43})/.exec(text)?.[1] ?? ''
}

describe('signing in', () => {
  ownHouse()
  test('sets a cookie no script can read; only its hash is stored', async () => {
    const browser = browserAt()
    const reply = await browser.signIn(administrator.email.toUpperCase(), administrator.password)
    expect(reply.status).toBe(200)
    const cookie = reply.cookies.find((one) => one.name === 'spil_session')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect((await browser.send('GET', '/api/people/me')).body).toMatchObject({ email: administrator.email })
    const { rows } = await house.app.pools.owner.query<{ all: string }>(
      `select string_agg(s::text || c::text, ' ') as all from session s, credential c`,
    )
    expect(rows[0]?.all).not.toContain(cookie?.value)
    expect(rows[0]?.all).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  })
  test('a prepared session cookie is never taken over: the session is new at every sign-in', async () => {
    const browser = browserAt()
    browser.cookies.set('spil_session', 'chosen-by-somebody-else-0000000000000000000')
    await browser.signIn(administrator.email, administrator.password)
    const first = browser.cookies.get('spil_session')
    expect(first).not.toBe('chosen-by-somebody-else-0000000000000000000')
    await browser.signIn(administrator.email, administrator.password)
    expect(browser.cookies.get('spil_session')).not.toBe(first)
    const old = browserAt()
    old.cookies.set('spil_session', first ?? '')
    expect((await old.send('GET', '/api/people/me')).status).toBe(401)
  })
  test('unknown address and wrong password read the same', async () => {
    const unknown = await browserAt('198.51.100.1').signIn('nobody@linde.example', 'whatever it is')
    const wrong = await browserAt('198.51.100.1').signIn(administrator.email, 'whatever it is')
    expect([unknown.status, wrong.status]).toEqual([401, 401])
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' })
  })
  test('signing out ends the session', async () => {
    const browser = browserAt()
    await browser.signIn(administrator.email, administrator.password)
    const session = browser.cookies.get('spil_session') ?? ''
    expect((await browser.send('POST', '/api/people/sign-out')).status).toBe(204)
    browser.cookies.set('spil_session', session)
    expect((await browser.send('GET', '/api/people/me')).status).toBe(401)
  })
  test('another website cannot use the cookie', async () => {
    const browser = browserAt()
    await browser.signIn(administrator.email, administrator.password)
    const cookie = `spil_session=${browser.cookies.get('spil_session')}`
    for (const headers of [{ cookie, origin: 'https://evil.example' }, { cookie, 'sec-fetch-site': 'cross-site' }, { cookie }])
      expect((await house.server.inject({ method: 'POST', url: '/api/people/sign-out', headers })).statusCode).toBe(403)
  })
})

describe('sessions', () => {
  ownHouse()
  test('are listed with their device and can be ended, one or all others', async () => {
    const here = browserAt('192.0.2.77')
    const there = browserAt('192.0.2.78')
    await here.signIn(administrator.email, administrator.password)
    await there.signIn(administrator.email, administrator.password)
    const { items } = (await here.send('GET', '/api/people/sessions')).body as {
      items: { id: string; current: boolean; device: string; ip: string }[]
    }
    expect(items.filter((one) => one.current)).toMatchObject([{ device: 'Firefox, Windows', ip: '192.0.2.77' }])
    // Seen is written at most once a minute.
    const seenAt = async () => (await house.app.pools.owner.query(`select last_seen_at from session where ip = '192.0.2.77'`)).rows[0].last_seen_at
    const at = await seenAt()
    later(30)
    await here.send('GET', '/api/people/me')
    expect(await seenAt()).toEqual(at)
    later(40)
    await here.send('GET', '/api/people/me')
    expect(await seenAt()).not.toEqual(at)
    const other = items.find((one) => one.ip === '192.0.2.78')
    expect((await here.send('DELETE', `/api/people/sessions/${other?.id}`)).status).toBe(204)
    expect((await there.send('GET', '/api/people/me')).status).toBe(401)
    expect((await here.send('DELETE', `/api/people/sessions/${other?.id}`)).status).toBe(404)
    await there.signIn(administrator.email, administrator.password)
    expect((await here.send('DELETE', '/api/people/sessions')).body.ended).toBeGreaterThan(0)
    expect((await here.send('GET', '/api/people/sessions')).body.items).toHaveLength(1)
  })
  test('end after 14 idle days, and after 30 days whatever happens', async () => {
    const idle = browserAt()
    const busy = browserAt()
    await idle.signIn(administrator.email, administrator.password)
    await busy.signIn(administrator.email, administrator.password)
    const day = 86_400
    for (const [days, busyIs, idleIs] of [
      [8, 200, undefined],
      [7, 200, 401],
      [13, 200, 401],
      [3, 401, 401],
    ] as const) {
      later(days * day)
      expect((await busy.send('GET', '/api/people/me')).status).toBe(busyIs)
      if (idleIs) expect((await idle.send('GET', '/api/people/me')).status).toBe(idleIs)
    }
  })
})

describe('two steps', () => {
  ownHouse()
  test('required of an administrator after seven days, set up with a code, a code works once, recovery codes too', async () => {
    const browser = browserAt()
    await browser.signIn(administrator.email, administrator.password)
    later(7 * 86_400 + 60)
    expect((await browser.send('GET', '/api/people/persons')).body).toMatchObject({ type: 'people.totpRequired', status: 403 })
    expect((await browser.send('GET', '/api/people/me')).status).toBe(200)
    const blocked = await doorkeeper.identify(house.app, { session: browser.cookies.get('spil_session'), bearer: undefined })
    expect(blocked?.scopes).toMatchObject({ read: [], work: [], lead: [], admin: [] })
    expect((await browser.send('POST', '/api/people/tokens', { name: 'way round' })).body.type).toBe('people.totpRequired')

    expect((await browser.send('POST', '/api/people/totp', { password: 'not this one' })).body.type).toBe('people.passwordWrong')
    const { secret, uri } = (await browser.send('POST', '/api/people/totp', { password: administrator.password })).body
    expect(uri).toContain('otpauth://totp/Spil:')
    const code = () => generate({ secret, epoch: Math.floor(house.clock.now().getTime() / 1000) })
    expect((await browser.send('POST', '/api/people/totp/confirm', { code: '000000' })).body.type).toBe('people.codeWrong')
    const { recoveryCodes } = (await browser.send('POST', '/api/people/totp/confirm', { code: await code() })).body
    expect(recoveryCodes).toHaveLength(10)
    expect((await browser.send('GET', '/api/people/persons')).status).toBe(200)

    const next = browserAt('192.0.2.50')
    expect((await next.signIn(administrator.email, administrator.password)).body.type).toBe('people.codeRequired')
    expect((await next.signIn(administrator.email, administrator.password, await code())).body.type).toBe('people.codeWrong')
    later(60)
    const used = await code()
    expect((await next.signIn(administrator.email, administrator.password, used)).status).toBe(200)
    expect((await next.signIn(administrator.email, administrator.password, used)).body.type).toBe('people.codeWrong')
    expect((await next.signIn(administrator.email, administrator.password, recoveryCodes[0].toUpperCase())).status).toBe(200)
    expect((await next.signIn(administrator.email, administrator.password, recoveryCodes[0])).body.type).toBe('people.codeWrong')

    // Who knows the password still cannot try codes for long, wherever they come from; the owner waits along, a quarter of an hour at most.
    const guesses: number[] = []
    for (let n = 0; n < 8; n++) guesses.push((await browserAt(`10.9.${n}.1`).signIn(administrator.email, administrator.password, '000000')).status)
    expect(guesses).toContain(429)
    later(901)

    const { recoveryCodes: renewed } = (await next.send('POST', '/api/people/totp/recovery-codes', { password: administrator.password })).body
    expect((await next.signIn(administrator.email, administrator.password, recoveryCodes[1])).body.type).toBe('people.codeWrong')
    later(901)
    expect((await next.signIn(administrator.email, administrator.password, renewed[1])).status).toBe(200)
    expect((await next.send('POST', '/api/people/totp/stop', { password: administrator.password })).status).toBe(204)
    expect((await next.signIn(administrator.email, administrator.password)).status).toBe(200)
    expect((await house.app.pools.owner.query('select from totp')).rowCount).toBe(0)
  })
})

describe('tokens', () => {
  ownHouse()
  test('are shown once, listed without their secret, limited, revoked, and expire', async () => {
    const browser = browserAt()
    await browser.signIn(administrator.email, administrator.password)
    expect((await browser.send('POST', '/api/people/tokens', { name: 'x', scope: ['no.such'] })).body.type).toBe('people.scopeUnknown')
    const made = (await browser.send('POST', '/api/people/tokens', { name: 'Reads people', scope: ['people.read'], days: 1 })).body
    expect(made.token).toMatch(/^spil_[\w-]{43}$/)
    const reader = house.as(people, made.token)
    expect((await reader.persons()).items).toHaveLength(1)
    expect((await reader.me()).permissions.map((one) => one.permission)).toEqual(['people.read'])
    expect(await refused(house.as(directory, made.token).createTeam({ body: { organisationId: await organisationId(), name: 'T' } }))).toBe(
      'platform.notAllowed',
    )
    const listed = (await browser.send('GET', '/api/people/tokens')).body.items.find((one: { id: string }) => one.id === made.id)
    expect(listed).toMatchObject({ name: 'Reads people', scope: ['people.read'] })
    expect(JSON.stringify(listed)).not.toContain(made.token)
    expect((await browser.send('DELETE', `/api/people/tokens/${made.id}`)).status).toBe(204)
    expect(await refused(reader.me())).toBe('platform.signIn')
    const short = (await browser.send('POST', '/api/people/tokens', { name: 'One day', days: 1 })).body
    later(86_401)
    expect(await refused(house.as(people, short.token).me())).toBe('platform.signIn')
  })
  test('nothing of a secret is kept for an Idempotency-Key', async () => {
    const browser = browserAt()
    await browser.signIn(administrator.email, administrator.password)
    browser.headers = { 'idempotency-key': 'once' }
    const made = (await browser.send('POST', '/api/people/tokens', { name: 'kept?' })).body
    expect(made.token).toMatch(/^spil_/)
    expect((await house.app.pools.owner.query('select from kept_answer')).rowCount).toBe(0)
  })
  test('a token cannot make itself stronger or longer lived', async () => {
    const mine = await byToken(access, administrator.email)
    const password = administrator.password
    expect(await refused(mine.createToken({ body: { name: 'more' } }))).toBe('people.sessionOnly')
    expect(await refused(mine.changePassword({ body: { current: password, password: 'another quiet linchpin' } }))).toBe('people.sessionOnly')
    expect(await refused(mine.startTotp({ body: { password } }))).toBe('people.sessionOnly')
    expect(await refused(mine.stopTotp({ body: { password } }))).toBe('people.sessionOnly')
  })
  test('a token that can change nothing has no working scope in the database either', async () => {
    const { token } = await house.app.asSystem(async (ctx) => {
      const person = await findPersonByEmail(ctx, administrator.email)
      return issueToken(ctx, { personId: person?.id ?? '', name: 'r', scope: ['people.read'], expiresAt: new Date(ctx.now.getTime() + 60_000) })
    })
    const actor = await doorkeeper.identify(house.app, { session: undefined, bearer: token })
    expect(actor?.scopes.read).toHaveLength(1)
    expect(actor?.scopes).toMatchObject({ work: [], lead: [], admin: [] })
  })
})

describe('invitation and reset', () => {
  ownHouse()
  const email = 'eva.mol@linde.example'
  test('an invited person chooses a password with the link, once', async () => {
    const admin = await byToken(directory, administrator.email)
    await admin.createPerson({ body: { name: 'Eva Mol', email, organisationId: await organisationId(), roles: ['engineer'], invite: true } })
    const token = await lastLink(email)
    const password = 'seven green bicycles'
    const anyone = house.as(access)
    // Refused for what it is: the link is not used up by that.
    expect(await refused(anyone.choosePassword({ body: { token, password: 'linde is my school' } }))).toBe('people.passwordIsYou')
    expect(await anyone.choosePassword({ body: { token, password } })).toMatchObject({ email })
    expect(await refused(anyone.choosePassword({ body: { token, password } }))).toBe('people.linkExpired')
    expect((await browserAt().signIn(email, password)).status).toBe(200)
  })
  test('a reset answers the same for everybody, mails only who is there, and ends every session', async () => {
    const browser = browserAt()
    await browser.signIn(email, 'seven green bicycles')
    const anyone = house.as(access)
    const before = await house.app.pools.owner.query('select id from outgoing_mail')
    expect(await anyone.requestReset({ body: { email: 'nobody@linde.example' } })).toBeUndefined()
    await house.settle()
    expect((await house.app.pools.owner.query('select id from outgoing_mail')).rowCount).toBe(before.rowCount)
    expect(await anyone.requestReset({ body: { email } })).toBeUndefined()
    await house.settle()
    const token = await lastLink(email)
    later(3_601)
    expect(await refused(anyone.choosePassword({ body: { token, password: 'eight green bicycles' } }))).toBe('people.linkExpired')
    await anyone.requestReset({ body: { email } })
    await house.settle()
    await anyone.choosePassword({ body: { token: await lastLink(email), password: 'eight green bicycles' } })
    expect((await browser.send('GET', '/api/people/me')).status).toBe(401)
    expect((await browserAt().signIn(email, 'seven green bicycles')).status).toBe(401)
    expect((await browserAt().signIn(email, 'eight green bicycles')).status).toBe(200)
  })
  test('at most five mails an hour, silently', async () => {
    const count = async () => (await house.app.pools.owner.query(`select from mailed_link where purpose = 'reset'`)).rowCount ?? 0
    const before = await count()
    for (let n = 0; n < 8; n++) await house.as(access).requestReset({ body: { email: administrator.email } })
    await house.settle()
    expect((await count()) - before).toBe(5)
  })
  test('changing the password ends the other sessions and keeps this one', async () => {
    const here = browserAt()
    const there = browserAt()
    await here.signIn(email, 'eight green bicycles')
    await there.signIn(email, 'eight green bicycles')
    expect((await here.send('POST', '/api/people/password', { current: 'wrong', password: 'nine green bicycles' })).body.type).toBe(
      'people.passwordWrong',
    )
    expect((await here.send('POST', '/api/people/password', { current: 'eight green bicycles', password: 'nine green bicycles' })).status).toBe(204)
    expect((await here.send('GET', '/api/people/me')).status).toBe(200)
    expect((await there.send('GET', '/api/people/me')).status).toBe(401)
  })
})
