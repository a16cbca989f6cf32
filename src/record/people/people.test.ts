/** The story of who there is: set-up, signing in, who I am, and the lists. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import type { App } from '#platform/room.ts'
import { administrator, type Spil, spil } from '#test/spil.ts'
import { issueToken } from './access/access.ts'
import { people } from './contract.ts'
import { directory } from './directory/contract.ts'
import {
  actorOf,
  ensureReporter,
  findPersonByEmail,
  membersWith,
  organisationForEmail,
  organisations,
  ownOrganisation,
  peopleByIds,
  personById,
  rolesOf,
  teamById,
  teamsOf,
} from './people.ts'

const refused = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return { type: error.problem.type, status: error.problem.status }
}

const tokenOf = (app: App, email: string) =>
  app.asSystem(async (ctx) => {
    const person = await findPersonByEmail(ctx, email)
    return (await issueToken(ctx, { personId: person?.id ?? '', name: 'test', scope: null, expiresAt: new Date(ctx.now.getTime() + 86_400_000) }))
      .token
  })

describe('set-up', () => {
  let empty: Spil
  beforeAll(async () => {
    empty = await spil({ setUp: false })
  })
  afterAll(() => empty[Symbol.asyncDispose]())
  const body = { organisation: 'Lindecollege', name: 'Bea Heer', email: administrator.email, password: administrator.password, locale: 'nl' as const }

  test('until it is done nothing else answers but health', async () => {
    expect(await empty.as(people).setUpState()).toEqual({ installed: false })
    expect(await refused(empty.as(people).me())).toEqual({ type: 'platform.setUpFirst', status: 503 })
    expect((await empty.server.inject('/api/health')).statusCode).toBe(200)
  })
  test.each([
    ['too short', { password: 'short' }, 'platform.invalid'],
    ['too well known', { password: 'Wachtwoord123' }, 'people.passwordTooCommon'],
    ['a row', { password: 'abcdefghijklmnop' }, 'people.passwordTooCommon'],
    ['the name', { password: 'bea heer was here' }, 'people.passwordIsYou'],
    ['a time zone that is none', { timeZone: 'Mars/Olympus' }, 'platform.invalid'],
  ])('refused: %s', async (_what, wrong, type) => {
    expect(await refused(empty.as(people).setUp({ body: { ...body, ...wrong } }))).toEqual({ type, status: 400 })
  })
  test('ten at the same moment: one is it, nine are told so', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => empty.as(people).setUp({ body: { ...body, organisation: `School ${n}`, email: `n${n}@linde.example` } })),
    )
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of all) if (one.status === 'rejected') expect((one.reason as ProblemError).problem.type).toBe('people.alreadySetUp')
    const { rows } = await empty.app.pools.owner.query('select (select count(*) from organisation) as o, (select count(*) from person) as p')
    expect(rows).toEqual([{ o: 1, p: 1 }])
  })
  test('it tells the logbook and nothing personal', async () => {
    expect(await empty.happened()).toEqual([
      'people.organisationCreated',
      'people.personCreated',
      'people.roleGranted',
      'people.passwordChanged',
      'people.signedIn',
    ])
    const { rows } = await empty.app.pools.owner.query<{ data: string }>(`select string_agg(data::text, ' ') as data from event`)
    expect(rows[0]?.data).not.toMatch(/linde|School/)
  })
})

let house: Spil
let token: string
let own: string
beforeAll(async () => {
  house = await spil()
  token = await tokenOf(house.app, administrator.email)
  own = (await house.as(people, token).organisations()).items[0]?.id ?? ''
})
afterAll(() => house[Symbol.asyncDispose]())

describe('who there is', () => {
  test('me: roles, permissions per organisation, and when the second step is asked', async () => {
    const me = await house.as(people, token).me()
    expect(me).toMatchObject({ name: 'Bea Heer', email: administrator.email, locale: 'nl', theme: 'system', timeZone: 'Europe/Amsterdam' })
    expect(me.roles).toEqual([{ organisationId: own, organisationName: 'Lindecollege', role: 'administrator' }])
    expect(me.permissions.find((one) => one.permission === 'people.administrate')?.organisationIds).toEqual([own])
    expect(me.totp.enabled).toBe(false)
    expect(me.totp.requiredFrom).not.toBeNull()
  })
  test('I change my language and theme; the answer is in that language from then on', async () => {
    const me = await house.as(people, token).updateMe({ body: { locale: 'en', theme: 'dark' } })
    expect(me).toMatchObject({ locale: 'en', theme: 'dark' })
    const reply = await house.server.inject({ url: `/api/people/persons/${own}`, headers: { authorization: `Bearer ${token}` } })
    expect(reply.json<{ title: string }>().title).toContain('does not exist')
    await house.as(people, token).updateMe({ body: { locale: 'nl' } })
  })
  test('people by name, page by page, each once', async () => {
    for (const name of ['Zoë Ånder', 'émile Noir', 'Abel Vis', 'abel vos', 'Ünal Demir', 'Eva Mol', 'Eva Mol'])
      await house.as(directory, token).createPerson({ body: { name, organisationId: own, email: null } })
    const names: string[] = []
    for (let after: string | undefined; ; ) {
      const { items, next } = await house.as(people, token).persons({ query: { limit: 3, ...(after && { after }) } })
      names.push(...items.map((one) => one.name))
      if (next === null) break
      after = next
    }
    expect(names).toEqual(['Abel Vis', 'abel vos', 'Bea Heer', 'émile Noir', 'Eva Mol', 'Eva Mol', 'Ünal Demir', 'Zoë Ånder'])
  })
  test.each([
    ['ZOE', ['Zoë Ånder']],
    ['unal', ['Ünal Demir']],
    ['beheer@', ['Bea Heer']],
    ['%', []],
    ['_bel', []],
  ])('search for %s', async (search, found) => {
    const { items } = await house.as(people, token).persons({ query: { search } })
    expect(items.map((one) => one.name)).toEqual(found)
  })
  test('a page that did not come from us is refused', async () => {
    const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const after of ['x', cursor(['a']), cursor(['a', 'b']), cursor(['zz', own]), cursor(['a\u0000', own])])
      expect(await refused(house.as(people, token).persons({ query: { after } }))).toEqual({ type: 'platform.after', status: 400 })
  })
})

describe('what other rooms ask', () => {
  test('a reporter: made once, also by two mails at the same moment', async () => {
    const reporter = { email: 'Mo.Ouali@Linde.example', name: 'Mo Ouali', organisationId: own, locale: 'nl' as const }
    const made = await Promise.all([1, 2, 3].map(() => house.app.asSystem((ctx) => ensureReporter(ctx, reporter))))
    expect(new Set(made.map((one) => one.id)).size).toBe(1)
    expect(made[0]).toMatchObject({ name: 'Mo Ouali', email: 'mo.ouali@linde.example' })
    await house.app.asSystem(async (ctx) => {
      expect(await rolesOf(ctx, made[0]?.id ?? '')).toEqual([{ organisationId: own, role: 'reporter' }])
      expect((await membersWith(ctx, 'people.administrate', own)).map((one) => one.name)).toEqual(['Bea Heer'])
      expect((await membersWith(ctx, 'reporter', own)).map((one) => one.name)).toContain('Mo Ouali')
    })
  })
  test('a reporter sees names of who shares their organisation, no address, no list', async () => {
    const mo = await house.app.asSystem(async (ctx) => (await findPersonByEmail(ctx, 'mo.ouali@linde.example'))?.id ?? '')
    const bea = await house.app.asSystem(async (ctx) => (await findPersonByEmail(ctx, administrator.email))?.id ?? '')
    const actor = await actorOf(house.app, mo)
    expect(actor.scopes).toEqual({ member: [own], read: [], inside: [], work: [], lead: [], admin: [] })
    await house.app.as(actor, async (ctx) => {
      expect(await personById(ctx, bea)).toMatchObject({ name: 'Bea Heer', email: null })
      expect(await personById(ctx, mo)).toMatchObject({ email: 'mo.ouali@linde.example' })
      expect(await findPersonByEmail(ctx, administrator.email)).toBeUndefined()
      expect((await ctx.db.selectFrom('person').select('id').execute()).map((row: { id: string }) => row.id)).toEqual([mo])
      expect((await peopleByIds(ctx, [bea, mo])).size).toBe(2)
    })
    const other = { email: 'x@y.example', name: 'X', organisationId: own, locale: 'nl' as const }
    await expect(house.app.as(actor, (ctx) => ensureReporter(ctx, other))).rejects.toMatchObject({ code: '42501' })
    expect(await refused(house.as(people, await tokenOf(house.app, 'mo.ouali@linde.example')).persons())).toEqual({
      type: 'platform.notAllowed',
      status: 403,
    })
  })
  test('mail finds its organisation by domain, also below it', async () => {
    const customer = await house
      .as(directory, token)
      .createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam', mailDomains: ['wilg.example'] } })
    await house.app.asSystem(async (ctx) => {
      expect(await organisationForEmail(ctx, 'iemand@WILG.example')).toMatchObject({ id: customer.id })
      expect(await organisationForEmail(ctx, 'iemand@team.wilg.example')).toMatchObject({ id: customer.id })
      for (const none of ['iemand@notwilg.example', 'wilg.example', 'x@', '']) expect(await organisationForEmail(ctx, none), none).toBeUndefined()
      expect(await ownOrganisation(ctx)).toMatchObject({ id: own, name: 'Lindecollege' })
      expect((await organisations(ctx)).map((one) => one.name)).toEqual(['Lindecollege', 'De Wilg'])
      const team = await house.as(directory, token).createTeam({ body: { organisationId: own, name: 'Servicedesk' } })
      expect(await teamsOf(ctx, own)).toEqual([{ id: team.id, organisationId: own, name: 'Servicedesk', memberIds: [] }])
      expect(await teamById(ctx, team.id)).toMatchObject({ name: 'Servicedesk' })
    })
  })
})
