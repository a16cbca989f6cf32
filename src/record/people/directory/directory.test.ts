/** The story of administration: customers, people, roles, teams, leaving and erasure. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { verify } from '#platform/events/verify.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { people } from '../contract.ts'
import { actorOf } from '../people.ts'
import { directory } from './contract.ts'

const refused = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was not refused')
  return error.problem.type
}

let house: Spil
let bea: Member
/** Our own administrator. */
const admin = () => house.as(directory, bea.token)
beforeAll(async () => {
  house = await spil()
  bea = await house.administrator()
})
afterAll(() => house[Symbol.asyncDispose]())

const customer = async (name: string) => admin().createOrganisation({ body: { name, locale: 'nl', timeZone: 'Europe/Amsterdam' } })

describe('organisations', () => {
  test('a customer is added; who adds it becomes its administrator, in the logbook', async () => {
    const wilg = await admin().createOrganisation({
      body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam', mailDomains: ['Wilg.example', 'wilg.example'] },
    })
    expect(wilg).toMatchObject({ own: false, version: 1, mailDomains: ['wilg.example'] })
    const me = await house.as(people, bea.token).me()
    expect(me.roles.map((one) => one.organisationName)).toEqual(['Lindecollege', 'De Wilg'])
    expect((await house.happened()).slice(-2)).toEqual(['people.organisationCreated', 'people.roleGranted'])
  })
  test('names and mail domains are given once', async () => {
    const body = { name: 'de wïlg', locale: 'nl' as const, timeZone: 'Europe/Amsterdam' }
    expect(await refused(admin().createOrganisation({ body }))).toBe('people.organisationNameTaken')
    expect(await refused(admin().createOrganisation({ body: { ...body, name: 'Els', mailDomains: ['wilg.example'] } }))).toBe('people.domainTaken')
  })
  test('a change under your hands is told, not overwritten', async () => {
    const { id, version } = await customer('De Eik')
    expect(await admin().changeOrganisation({ params: { id }, body: { version, name: 'De Oude Eik' } })).toMatchObject({
      version: 2,
      name: 'De Oude Eik',
    })
    const error = (await admin()
      .changeOrganisation({ params: { id }, body: { version, name: 'De Jonge Eik' } })
      .catch((thrown: unknown) => thrown)) as ProblemError
    expect(error.problem).toMatchObject({ status: 409, type: 'people.changedMeanwhile', data: { current: { name: 'De Oude Eik', version: 2 } } })
    const both = await Promise.allSettled(
      ['A', 'B'].map((name) => admin().changeOrganisation({ params: { id }, body: { version: 2, name: `De ${name} Eik` } })),
    )
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  })
  test('our own stays open; a customer can be closed, and then its roles open nothing', async () => {
    const { id } = await customer('De Es')
    const eva = await house.member(['engineer'], { organisationId: id })
    expect((await house.as(people, eva.token).persons()).items.length).toBeGreaterThan(0)
    await admin().changeOrganisation({ params: { id }, body: { version: 1, active: false } })
    expect(await refused(house.as(people, eva.token).persons())).toBe('platform.notAllowed')
    expect(await refused(admin().changeOrganisation({ params: { id: bea.organisationId }, body: { version: 1, active: false } }))).toBe(
      'people.ownStaysOpen',
    )
  })
})

describe('administrators of a customer', () => {
  let beuk: string
  let els: Member
  beforeAll(async () => {
    beuk = (await customer('De Beuk')).id
    els = await house.member(['administrator'], { organisationId: beuk, name: 'Els Beuk' })
  })
  const byEls = () => house.as(directory, els.token)
  test('administrate their own people and nobody else', async () => {
    const jan = await byEls().createPerson({ body: { name: 'Jan', organisationId: beuk, email: 'jan@beuk.example' } })
    expect((await house.as(people, els.token).persons()).items.map((one) => one.name)).toEqual(['Bea Heer', 'Els Beuk', 'Jan'])
    expect(await byEls().changePerson({ params: { id: jan.id }, body: { version: 1, name: 'Jan Beuk' } })).toMatchObject({ name: 'Jan Beuk' })
    expect(await refused(byEls().createPerson({ body: { name: 'X', organisationId: bea.organisationId } }))).toBe('platform.notFound')
    expect(await refused(byEls().changePerson({ params: { id: bea.id }, body: { version: 1, name: 'X' } }))).toBe('people.administratedElsewhere')
    expect(await refused(byEls().createOrganisation({ body: { name: 'X', locale: 'nl', timeZone: 'UTC' } }))).toBe('platform.notAllowed')
    expect(await refused(byEls().changeOrganisation({ params: { id: beuk }, body: { version: 1, mailDomains: ['gmail.com'] } }))).toBe(
      'platform.notAllowed',
    )
    expect(await refused(byEls().grantRole({ params: { id: jan.id, organisationId: bea.organisationId, role: 'administrator' } }))).toBe(
      'platform.notFound',
    )
  })
  test('cannot take over somebody who also works elsewhere, not even past the handlers', async () => {
    const eva = await house.member(['engineer'], { name: 'Eva' })
    await admin().grantRole({ params: { id: eva.id, organisationId: beuk, role: 'engineer' } })
    const email = 'els@beuk.example'
    expect(await refused(byEls().changePerson({ params: { id: eva.id }, body: { version: 1, email } }))).toBe('people.administratedElsewhere')
    for (const action of ['deactivatePerson', 'invitePerson'] as const)
      expect(await refused(byEls()[action]({ params: { id: eva.id } }))).toBe('people.administratedElsewhere')
    await house.app.as(await actorOf(house.app, els.id), async ({ db }) => {
      const { numUpdatedRows } = await db.updateTable('person').set({ email }).where('id', '=', eva.id).executeTakeFirst()
      expect(numUpdatedRows).toBe(0n)
    })
    // The role here they may take away.
    await byEls().revokeRole({ params: { id: eva.id, organisationId: beuk, role: 'engineer' } })
    expect(await refused(byEls().invitePerson({ params: { id: eva.id } }))).toBe('platform.notFound')
  })
})

test('an administrator of our own organisation administrates a customer without a role there, and reads its records only with one', async () => {
  const linde = await customer('De Linde')
  const els = await house.member(['administrator'], { organisationId: linde.id })
  await admin().revokeRole({ params: { id: bea.id, organisationId: linde.id, role: 'administrator' } })
  const jan = await admin().createPerson({ body: { name: 'Jan Linde', organisationId: linde.id, email: 'jan@delinde.example', invite: true } })
  await admin().grantRole({ params: { id: jan.id, organisationId: linde.id, role: 'client' } })
  const team = await admin().createTeam({ body: { organisationId: linde.id, name: 'Team', memberIds: [jan.id] } })
  await admin().changeTeam({ params: { id: team.id }, body: { version: 1, memberIds: [] } })
  await admin().changeOrganisation({ params: { id: linde.id }, body: { version: 1, locale: 'en' } })
  await admin().deactivatePerson({ params: { id: els.id } })
  const actor = await actorOf(house.app, bea.id)
  expect(actor.scopes.read).not.toContain(linde.id)
  expect(actor.permissions.get('people.read')).not.toContain(linde.id)
})

describe('people', () => {
  test('roles give and take at once, without signing in again', async () => {
    const mo = await house.member(['reporter'], { name: 'Mo' })
    const mine = house.as(people, mo.token)
    expect(await refused(mine.persons())).toBe('platform.notAllowed')
    const params = { id: mo.id, organisationId: mo.organisationId, role: 'engineer' as const }
    await admin().grantRole({ params })
    await admin().grantRole({ params })
    expect((await mine.persons()).items.length).toBeGreaterThan(1)
    await admin().revokeRole({ params })
    expect(await refused(mine.persons())).toBe('platform.notAllowed')
    expect(await refused(admin().revokeRole({ params }))).toBe('platform.notFound')
    await house.happened()
    const { rows } = await house.app.pools.owner.query<{ name: string; data: object }>(
      `select name, data from event where about = $1 and name like 'people.role%' order by id`,
      [`person/${mo.id}`],
    )
    expect(rows.map((row) => row.name)).toEqual(['people.roleGranted', 'people.roleRevoked'])
  })
  test('an address belongs to one person, whatever its case', async () => {
    const { organisationId } = bea
    const body = { name: 'Een', organisationId, email: 'zelfde@linde.example' }
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => admin().createPerson({ body })))
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(await refused(admin().createPerson({ body: { ...body, email: 'ZELFDE@linde.example' } }))).toBe('people.emailTaken')
    const two = await admin().createPerson({ body: { name: 'Twee', organisationId } })
    expect(await refused(admin().changePerson({ params: { id: two.id }, body: { version: 1, email: body.email } }))).toBe('people.emailTaken')
    expect(await refused(admin().invitePerson({ params: { id: two.id } }))).toBe('people.noEmail')
  })
})

describe('leaving', () => {
  test('closes the account, nothing is deleted, and it can open again ', async () => {
    const eva = await house.member(['engineer'], { name: 'Eva Weg' })
    await admin().deactivatePerson({ params: { id: eva.id } })
    expect(await refused(house.as(people, eva.token).me())).toBe('platform.signIn')
    expect(await house.as(people, bea.token).person({ params: { id: eva.id } })).toMatchObject({ name: 'Eva Weg', active: false })
    await admin().activatePerson({ params: { id: eva.id } })
    // Tokens ended for good.
    expect(await refused(house.as(people, eva.token).me())).toBe('platform.signIn')
  })
  test('our own organisation keeps an administrator, also when two take each other away', async () => {
    expect(await refused(admin().deactivatePerson({ params: { id: bea.id } }))).toBe('people.notYourself')
    const role = 'administrator' as const
    expect(await refused(admin().revokeRole({ params: { id: bea.id, organisationId: bea.organisationId, role } }))).toBe('people.lastAdministrator')
    const two = await house.member([role], { name: 'Tweede' })
    const both = await Promise.allSettled([
      admin().revokeRole({ params: { id: two.id, organisationId: two.organisationId, role } }),
      house.as(directory, two.token).deactivatePerson({ params: { id: bea.id } }),
    ])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const { rows } = await house.app.pools.owner.query(
      `select from membership m join person p on p.id = m.person_id where m.role = 'administrator' and p.active and m.organisation_id = $1`,
      [bea.organisationId],
    )
    expect(rows).toHaveLength(1)
    await house.app.pools.owner.query('update person set active = true where id = $1', [bea.id])
    bea = await house.administrator()
  })
  test('erasure takes name, address and ways in, and the logbook still holds', async () => {
    const { id, email, organisationId, token } = await house.member(['engineer'], { name: 'Wisse Uitman' })
    await admin().changePerson({ params: { id }, body: { version: 1, name: 'Wisse Uitman-Jansen' } })
    await house.settle()
    expect(await refused(admin().erasePerson({ params: { id }, body: { name: 'Wisse' } }))).toBe('people.nameDiffers')
    await admin().erasePerson({ params: { id }, body: { name: 'Wisse Uitman-Jansen' } })
    expect(await house.as(people, bea.token).person({ params: { id } })).toMatchObject({
      name: 'Gewiste persoon',
      email: null,
      active: false,
      roles: [],
    })
    expect(await refused(house.as(people, token).me())).toBe('platform.signIn')
    expect(await refused(admin().activatePerson({ params: { id } }))).toBe('people.erased')
    expect(await refused(admin().grantRole({ params: { id, organisationId, role: 'engineer' } }))).toBe('people.erased')
    const { owner } = house.app.pools
    const left = await owner.query(`select from content_key where about = $1`, [`person/${id}`])
    expect(left.rowCount).toBe(0)
    const known = await owner.query<{ n: number }>(`select count(*) as n from person p where p::text ilike '%uitman%' or p::text like $1`, [
      `%${email}%`,
    ])
    expect(known.rows[0]?.n).toBe(0)
    expect((await house.happened()).slice(-2)).toEqual(['platform.contentErased', 'people.personErased'])
    expect(await verify(house.app)).toMatchObject({ ok: true })
  })
})

describe('managers', () => {
  test('a line manager is somebody else of the organisation; who it is stands in the logbook', async () => {
    const one = await house.member(['reporter'], { name: 'Otto Onder' })
    const boss = await house.member(['reporter'], { name: 'Bregje Boven' })
    const stranger = await house.member(['reporter'], { organisationId: (await customer('De Treurwilg')).id })
    const set = (managerId: string | null, version = 1) => admin().changePerson({ params: { id: one.id }, body: { version, managerId } })
    expect(await refused(set(one.id))).toBe('people.noSuchManager')
    expect(await refused(set(stranger.id))).toBe('people.noSuchManager')
    expect((await set(boss.id)).managerId).toBe(boss.id)
    const { rows } = await house.app.pools.owner.query(
      `select data from event where name = 'people.personChanged' and about = $1 order by id desc limit 1`,
      [`person/${one.id}`],
    )
    expect(rows[0]).toEqual({ data: { personId: one.id, fields: ['managerId'] } })
    expect((await set(null, 2)).managerId).toBeNull()
  })
})

describe('teams', () => {
  test('have members of their own organisation, who leave with their last role', async () => {
    const { organisationId } = bea
    const eva = await house.member(['engineer'], { name: 'Eva Team' })
    const wilgen = await customer('De Knotwilg')
    const stranger = await house.member(['engineer'], { organisationId: wilgen.id })
    expect(await refused(admin().createTeam({ body: { organisationId, name: 'Netwerk', memberIds: [stranger.id] } }))).toBe('people.notAMember')
    const team = await admin().createTeam({ body: { organisationId, name: 'Netwerk', memberIds: [eva.id, eva.id] } })
    expect(team.memberIds).toEqual([eva.id])
    expect(await refused(admin().createTeam({ body: { organisationId, name: 'NETWERK' } }))).toBe('people.teamNameTaken')
    const renamed = await admin().changeTeam({ params: { id: team.id }, body: { version: 1, name: 'Netwerken', memberIds: [eva.id, bea.id] } })
    expect(renamed).toMatchObject({ name: 'Netwerken', version: 2 })
    expect(renamed.memberIds).toHaveLength(2)
    expect(await refused(admin().changeTeam({ params: { id: team.id }, body: { version: 1, active: false } }))).toBe('people.changedMeanwhile')
    await admin().revokeRole({ params: { id: eva.id, organisationId, role: 'engineer' } })
    const { items } = await house.as(people, bea.token).teams({ query: { organisationId } })
    expect(items.find((one) => one.id === team.id)?.memberIds).toEqual([bea.id])
  })
})
