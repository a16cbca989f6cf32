/** The story of coming in: password, second step, sessions, tokens, guessing, links by mail. */
import { generate } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, ProblemError } from '#platform/client.ts'
import type { Contract } from '#platform/contract.ts'
import { administrator, type Spil, spil } from '#test/spil.ts'
import { people } from '../contract.ts'
import { directory } from '../directory/contract.ts'
import { findPersonByEmail } from '../people.ts'
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

const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0'
/** A browser: keeps its cookies, sends an Origin, sits behind an address. */
class Browser {
  cookies = new Map<string, string>()
  ip: string
  constructor(ip = '192.0.2.10') {
    this.ip = ip
  }
  async send(method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
    const reply = await house.server.inject({
      method,
      url,
      remoteAddress: this.ip,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'user-agent': firefox,
        host: 'spil.example',
        origin: 'http://spil.example',
      },
      ...(payload && { payload }),
    })
    for (const { name, value } of reply.cookies) value === '' ? this.cookies.delete(name) : this.cookies.set(name, value)
    return { status: reply.statusCode, body: reply.statusCode === 204 ? undefined : reply.json(), cookies: reply.cookies }
  }
  signIn(email: string, password: string, code?: string) {
    return this.send('POST', '/api/people/sign-in', { email, password, ...(code && { code }) })
  }
}
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
    const browser = new Browser()
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
    const browser = new Browser()
    browser.cookies.set('spil_session', 'chosen-by-somebody-else-0000000000000000000')
    await browser.signIn(administrator.email, administrator.password)
    const first = browser.cookies.get('spil_session')
    expect(first).not.toBe('chosen-by-somebody-else-0000000000000000000')
    await browser.signIn(administrator.email, administrator.password)
    expect(browser.cookies.get('spil_session')).not.toBe(first)
    const old = new Browser()
    old.cookies.set('spil_session', first ?? '')
    expect((await old.send('GET', '/api/people/me')).status).toBe(401)
  })
  test('unknown address and wrong password read the same', async () => {
    const unknown = await new Browser('198.51.100.1').signIn('nobody@linde.example', 'whatever it is')
    const wrong = await new Browser('198.51.100.1').signIn(administrator.email, 'whatever it is')
    expect([unknown.status, wrong.status]).toEqual([401, 401])
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' })
  })
  test('signing out ends the session', async () => {
    const browser = new Browser()
    await browser.signIn(administrator.email, administrator.password)
    const session = browser.cookies.get('spil_session') ?? ''
    expect((await browser.send('POST', '/api/people/sign-out')).status).toBe(204)
    browser.cookies.set('spil_session', session)
    expect((await browser.send('GET', '/api/people/me')).status).toBe(401)
  })
  test('another website cannot use the cookie', async () => {
    const browser = new Browser()
    await browser.signIn(administrator.email, administrator.password)
    const cookie = `spil_session=${browser.cookies.get('spil_session')}`
    for (const headers of [{ cookie, origin: 'https://evil.example' }, { cookie, 'sec-fetch-site': 'cross-site' }, { cookie }])
      expect((await house.server.inject({ method: 'POST', url: '/api/people/sign-out', headers })).statusCode).toBe(403)
  })
})

describe('guessing', () => {
  ownHouse()
  test('is held up with growing waits, from another network it is not, and the owner at a known device never', async () => {
    const known = new Browser('203.0.113.7')
    expect((await known.signIn(administrator.email, administrator.password)).status).toBe(200)
    const guesser = new Browser('203.0.113.99')
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
    expect((await new Browser('198.51.100.200').signIn(administrator.email, administrator.password)).status).toBe(200)
    expect(await house.happened()).toContain('people.signInHeldUp')
  })
  test('from everywhere at once: the account waits at most half a minute', async () => {
    for (let n = 0; n < 35; n++) {
      const reply = await new Browser(`10.0.${n}.1`).signIn(administrator.email, 'guess')
      if (reply.status === 429) later(reply.body.data.retryAfter)
    }
    for (let n = 0; n < 5; n++) {
      const reply = await new Browser(`10.1.${n}.1`).signIn(administrator.email, 'guess')
      if (reply.status === 429) {
        expect(reply.body.data.retryAfter).toBeLessThanOrEqual(30)
        later(reply.body.data.retryAfter)
      }
    }
    later(31)
    expect((await new Browser('10.2.0.1').signIn(administrator.email, administrator.password)).status).toBe(200)
  })
  test('fifty at the same moment: they are counted, not let through', async () => {
    const browser = new Browser('192.0.2.200')
    const all = await Promise.all(Array.from({ length: 50 }, (_, n) => browser.signIn('nobody.else@linde.example', `guess ${n}`)))
    expect(all.filter((one) => one.status === 401).length).toBeLessThanOrEqual(5)
    expect(all.every((one) => one.status === 401 || one.status === 429)).toBe(true)
  })
})

describe('sessions', () => {
  ownHouse()
  test('are listed with their device and can be ended, one or all others', async () => {
    const here = new Browser('192.0.2.77')
    const there = new Browser('192.0.2.78')
    await here.signIn(administrator.email, administrator.password)
    await there.signIn(administrator.email, administrator.password)
    const { items } = (await here.send('GET', '/api/people/sessions')).body as {
      items: { id: string; current: boolean; device: string; ip: string }[]
    }
    expect(items.filter((one) => one.current)).toMatchObject([{ device: 'Firefox, Windows', ip: '192.0.2.77' }])
    const other = items.find((one) => one.ip === '192.0.2.78')
    expect((await here.send('DELETE', `/api/people/sessions/${other?.id}`)).status).toBe(204)
    expect((await there.send('GET', '/api/people/me')).status).toBe(401)
    expect((await here.send('DELETE', `/api/people/sessions/${other?.id}`)).status).toBe(404)
    await there.signIn(administrator.email, administrator.password)
    expect((await here.send('DELETE', '/api/people/sessions')).body.ended).toBeGreaterThan(0)
    expect((await here.send('GET', '/api/people/sessions')).body.items).toHaveLength(1)
  })
  test('end after 14 idle days, and after 30 days whatever happens', async () => {
    const idle = new Browser()
    const busy = new Browser()
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
    const browser = new Browser()
    await browser.signIn(administrator.email, administrator.password)
    later(7 * 86_400 + 60)
    expect((await browser.send('GET', '/api/people/persons')).body).toMatchObject({ type: 'people.totpRequired', status: 403 })
    expect((await browser.send('GET', '/api/people/me')).status).toBe(200)
    expect((await browser.send('POST', '/api/people/tokens', { name: 'way round' })).body.type).toBe('people.totpRequired')

    expect((await browser.send('POST', '/api/people/totp', { password: 'not this one' })).body.type).toBe('people.passwordWrong')
    const { secret, uri } = (await browser.send('POST', '/api/people/totp', { password: administrator.password })).body
    expect(uri).toContain('otpauth://totp/Spil:')
    const code = () => generate({ secret, epoch: Math.floor(house.clock.now().getTime() / 1000) })
    expect((await browser.send('POST', '/api/people/totp/confirm', { code: '000000' })).body.type).toBe('people.codeWrong')
    const { recoveryCodes } = (await browser.send('POST', '/api/people/totp/confirm', { code: await code() })).body
    expect(recoveryCodes).toHaveLength(10)
    expect((await browser.send('GET', '/api/people/persons')).status).toBe(200)

    const next = new Browser('192.0.2.50')
    expect((await next.signIn(administrator.email, administrator.password)).body.type).toBe('people.codeRequired')
    expect((await next.signIn(administrator.email, administrator.password, await code())).body.type).toBe('people.codeWrong')
    later(60)
    const used = await code()
    expect((await next.signIn(administrator.email, administrator.password, used)).status).toBe(200)
    expect((await next.signIn(administrator.email, administrator.password, used)).body.type).toBe('people.codeWrong')
    expect((await next.signIn(administrator.email, administrator.password, recoveryCodes[0].toUpperCase())).status).toBe(200)
    expect((await next.signIn(administrator.email, administrator.password, recoveryCodes[0])).body.type).toBe('people.codeWrong')

    const { recoveryCodes: renewed } = (await next.send('POST', '/api/people/totp/recovery-codes', { password: administrator.password })).body
    expect((await next.signIn(administrator.email, administrator.password, recoveryCodes[1])).body.type).toBe('people.codeWrong')
    expect((await next.signIn(administrator.email, administrator.password, renewed[1])).status).toBe(200)
    expect((await next.send('POST', '/api/people/totp/stop', { password: administrator.password })).status).toBe(204)
    expect((await next.signIn(administrator.email, administrator.password)).status).toBe(200)
    const { rows } = await house.app.pools.owner.query<{ n: number }>('select count(*) as n from totp')
    expect(rows[0]?.n).toBe(0)
  })
})

describe('tokens', () => {
  ownHouse()
  test('are shown once, listed without their secret, limited, revoked, and expire', async () => {
    const browser = new Browser()
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
  test('a token cannot make itself stronger or longer lived', async () => {
    const mine = await byToken(access, administrator.email)
    const password = administrator.password
    expect(await refused(mine.createToken({ body: { name: 'more' } }))).toBe('people.sessionOnly')
    expect(await refused(mine.changePassword({ body: { current: password, password: 'another quiet linchpin' } }))).toBe('people.sessionOnly')
    expect(await refused(mine.startTotp({ body: { password } }))).toBe('people.sessionOnly')
    expect(await refused(mine.stopTotp({ body: { password } }))).toBe('people.sessionOnly')
  })
  test('a token that can change nothing has no working scope in the database either', async () => {
    const reads = await byToken(people, administrator.email, ['people.read'])
    await reads.persons()
    const { token } = await house.app.asSystem(async (ctx) => {
      const person = await findPersonByEmail(ctx, administrator.email)
      return issueToken(ctx, { personId: person?.id ?? '', name: 'r', scope: ['people.read'], expiresAt: new Date(ctx.now.getTime() + 60_000) })
    })
    const { doorkeeper } = await import('../people.ts')
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
    expect((await new Browser().signIn(email, password)).status).toBe(200)
  })
  test('a reset answers the same for everybody, mails only who is there, and ends every session', async () => {
    const browser = new Browser()
    await browser.signIn(email, 'seven green bicycles')
    const anyone = house.as(access)
    const before = await house.app.pools.owner.query('select id from outgoing_mail')
    expect(await anyone.requestReset({ body: { email: 'nobody@linde.example' } })).toBeUndefined()
    expect((await house.app.pools.owner.query('select id from outgoing_mail')).rowCount).toBe(before.rowCount)
    expect(await anyone.requestReset({ body: { email } })).toBeUndefined()
    const token = await lastLink(email)
    later(3_601)
    expect(await refused(anyone.choosePassword({ body: { token, password: 'eight green bicycles' } }))).toBe('people.linkExpired')
    await anyone.requestReset({ body: { email } })
    await anyone.choosePassword({ body: { token: await lastLink(email), password: 'eight green bicycles' } })
    expect((await browser.send('GET', '/api/people/me')).status).toBe(401)
    expect((await new Browser().signIn(email, 'seven green bicycles')).status).toBe(401)
    expect((await new Browser().signIn(email, 'eight green bicycles')).status).toBe(200)
  })
  test('at most five mails an hour, silently', async () => {
    const count = async () => (await house.app.pools.owner.query(`select from mailed_link where purpose = 'reset'`)).rowCount ?? 0
    const before = await count()
    for (let n = 0; n < 8; n++) await house.as(access).requestReset({ body: { email: administrator.email } })
    expect((await count()) - before).toBe(5)
  })
  test('changing the password ends the other sessions and keeps this one', async () => {
    const here = new Browser()
    const there = new Browser()
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

describe('commands', () => {
  ownHouse()
  const run = async (name: string, ...args: string[]) => {
    const command = house.app.rooms.flatMap((room) => room.commands).find((one) => one.name === name)
    const lines: string[] = []
    const log = console.log
    const error = console.error
    console.log = console.error = (line: string) => lines.push(line)
    try {
      return { code: await command?.run(args, house.app), lines: lines.join('\n').split('\n') }
    } finally {
      console.log = log
      console.error = error
    }
  }
  test('token create prints a working token as its last line', async () => {
    const { code, lines } = await run('token', 'create', '--email', administrator.email, '--expires', '1d', '--scope', 'people.read')
    expect(code).toBe(0)
    expect((await house.as(people, lines.at(-1)).me()).email).toBe(administrator.email)
  })
  test.each([
    [['token', 'create']],
    [['token', 'create', '--email', 'nobody@x.example']],
    [['token', 'create', '--email', administrator.email, '--expires', 'ever']],
    [['token', 'create', '--email', administrator.email, '--scope', 'all.of.it']],
    [['token', 'create', '--wrong']],
    [['user', 'sing']],
    [['user', 'create', '--email', administrator.email, '--name', 'X']],
  ])('%j is refused in words', async ([name = '', ...args]) => {
    const { code, lines } = await run(name, ...args)
    expect(code).toBe(2)
    expect(lines[0]?.length).toBeGreaterThan(5)
  })
  test('a user is made, comes in by the link, is listed, and is closed out', async () => {
    const { lines } = await run('user', 'create', '--email', 'cli@linde.example', '--name', 'Cas Lie', '--role', 'engineer')
    const token = /#([\w-]{43})/.exec(lines.join('\n'))?.[1] ?? ''
    await house.as(access).choosePassword({ body: { token, password: 'ten green bicycles' } })
    const browser = new Browser()
    expect((await browser.signIn('cli@linde.example', 'ten green bicycles')).status).toBe(200)
    expect((await run('user', 'list')).lines).toContain('cli@linde.example\tCas Lie\tactive\tengineer')
    expect((await run('user', 'disable', '--email', 'cli@linde.example')).code).toBe(0)
    expect((await browser.send('GET', '/api/people/me')).status).toBe(401)
    expect((await browser.signIn('cli@linde.example', 'ten green bicycles')).status).toBe(401)
    expect((await run('token', 'create', '--email', 'cli@linde.example')).code).toBe(2)
  })
})
