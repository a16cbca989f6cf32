import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { compile } from '#record/norms/conditions/rules.ts'
import { directory } from '#record/people/directory/contract.ts'
import { xmlOf, zlib } from '#test/inventories.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { devicesIntake } from '../intake/contract.ts'
import { devicesProvisioning, Steps } from './contract.ts'
import { fits, nameAsked, sameName } from './rules.ts'
import { shippedProfiles } from './shipped/rules.ts'

let house: Spil
let lead: Member
let engineer: Member
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-26T12:00:00Z'))
  lead = await house.member('lead')
  engineer = await house.member('engineer')
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member) => house.as(devicesProvisioning, who.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const stocked = (body: object = {}) =>
  house.as(items, engineer.token).createItem({ body: { kind: 'laptop', name: 'LT-042', state: 'stock', attributes: { serial: '5CG111' }, ...body } })
const profile = (body: object) =>
  of(lead).addProfile({ body: { organisationId: lead.organisationId, name: 'Laptop', kinds: ['laptop'], tags: ['docent'], steps: [], ...body } })
const tick = (key: string) => ({ what: 'tick' as const, key, title: key })

describe('rules', () => {
  test('which profiles fit, and what a device is called', () => {
    const all = { kinds: ['laptop'], tags: [], active: true }
    expect([fits(all, { kind: 'laptop', tags: [] }), fits(all, { kind: 'pc', tags: [] })]).toEqual([true, false])
    expect(fits({ ...all, active: false }, { kind: 'laptop', tags: [] })).toBe(false)
    expect([
      fits({ ...all, tags: ['a'] }, { kind: 'laptop', tags: ['b'] }),
      fits({ ...all, tags: ['a'] }, { kind: 'laptop', tags: ['b', 'a'] }),
    ]).toEqual([false, true])
    expect(nameAsked({ name: 'Laptop', code: 'X', hostname: 'LT-1' })).toBe('LT-1')
    expect(['lt-1', 'LT-1.school.example', 'LT-11', ''].map((told) => sameName('LT-1', told))).toEqual([true, true, false, false])
    expect(sameName('', '')).toBe(false)
  })
  test('what comes with Spil is right, in both languages', async () => {
    for (const locale of ['nl', 'en'] as const)
      for (const { steps } of shippedProfiles) {
        const all = steps.map(({ step, title, help }) => ({ ...step, title: title[locale], help: help[locale] }))
        expect(Steps.safeParse(all).success).toBe(true)
        for (const one of all) if (one.what === 'fact') expect(compile(one.condition).wrong, one.condition).toEqual([])
      }
    expect((await of(lead).shippedProfiles()).items.map(({ name }) => name)).toContain('Windows-laptop in het domein')
  })
})

describe('profiles', () => {
  test('are written by a lead; a wrong condition, kind, key or name is named', async () => {
    expect(await type(of(engineer).addProfile({ body: { organisationId: lead.organisationId, name: 'X', kinds: ['laptop'], steps: [] } }))).toBe(
      'platform.notAllowed',
    )
    expect(await type(profile({ kinds: ['boot'] }))).toBe('devices.provisioning.noSuchKind')
    const wrong = { what: 'fact', key: 'a', title: 'A', condition: 'disk.encrypted ==' }
    await expect(profile({ steps: [tick('b'), wrong] })).rejects.toMatchObject({
      problem: { type: 'devices.provisioning.notRight', errors: [expect.objectContaining({ pointer: '/body/steps/1/condition' })] },
    })
    expect(await type(profile({ steps: [tick('b'), tick('b')] }))).toBe('platform.invalid')
    const made = await profile({ name: 'Uitleen', tags: ['uitleen'] })
    expect(await type(profile({ name: 'UITLEEN' }))).toBe('devices.provisioning.name')
    const body = { ...made, version: 1, name: 'Uitleen 2' }
    expect(await of(lead).changeProfile({ params: { id: made.id }, body })).toMatchObject({ version: 2, name: 'Uitleen 2' })
    expect(await type(of(lead).changeProfile({ params: { id: made.id }, body }))).toBe('devices.provisioning.changed')
  })
})

const laptopsKey = async () =>
  (await house.as(devicesIntake, lead.token).createKey({ body: { organisationId: lead.organisationId, name: 'Laptops' } })).key

describe('preparing', () => {
  test('steps are ticked or proven; only then it is prepared, and what was proven then stays', async () => {
    const made = await profile({
      name: 'Docent',
      steps: [
        tick('label'),
        { what: 'fact', key: 'firewall', title: 'Firewall', condition: 'firewall.on == true', maxAge: 1440 },
        { what: 'named', key: 'named', title: 'Naam' },
        { what: 'software', key: 'apps', title: 'Programma’s', products: ['Spil Reader'] },
      ],
    })
    const item = await stocked({ tags: ['docent'] })
    const params = { id: item.id }
    expect(await of(engineer).preparations({ params })).toEqual({ items: [], profiles: [{ id: made.id, name: 'Docent' }], begins: true })
    expect(await type(of(engineer).begin({ params, body: { profileId: null } }))).toBe('devices.provisioning.profile')
    const tries = await Promise.all([1, 2, 3].map(() => type(of(engineer).begin({ params, body: { profileId: made.id } }))))
    expect(tries.sort()).toEqual(['', 'devices.provisioning.begun', 'devices.provisioning.begun'])
    const now = async () => (await of(engineer).preparations({ params })).items[0]
    const one = { id: (await now())?.id ?? '' }
    const states = async () => (await now())?.steps.map(({ key, state }) => `${key} ${state}`)
    expect(await states()).toEqual(['label notDone', 'firewall unknown', 'named unknown', 'apps unknown'])
    // A change of the profile is for who begins after it.
    await of(lead).changeProfile({ params: { id: made.id }, body: { ...made, version: 1, steps: [] } })
    expect(await type(of(engineer).tick({ params: { ...one, step: 'firewall' }, body: { done: true } }))).toBe('devices.provisioning.notTicked')
    await of(engineer).tick({ params: { ...one, step: 'label' }, body: { done: true, note: 'Onderkant' } })
    const key = await laptopsKey()
    const report = async (at: string, software: (readonly [string, string])[], firewall: boolean, hostName: string) => {
      const payload = zlib(xmlOf({ deviceId: 'lt-42', hostName, serial: '5CG111', at, firewall, software }))
      await house.server.inject({ method: 'POST', url: `/inventory/${key}`, payload, headers: { 'content-type': 'application/x-compress-zlib' } })
      await house.settle()
    }
    await report('2026-11-26 08:00:00', [['Iets anders', '1']], false, 'DESKTOP-1')
    expect(await states()).toEqual(['label done', 'firewall notDone', 'named notDone', 'apps notDone'])
    const end = { params: one, body: {} }
    await expect(of(engineer).finish(end)).rejects.toMatchObject({
      problem: { type: 'devices.provisioning.notReady', data: { notDone: ['firewall', 'named', 'apps'] } },
    })
    expect(await type(of(engineer).finish({ params: one, body: { despite: 'Haast' } }))).toBe('devices.provisioning.leadOnly')
    await report('2026-11-26 09:00:00', [['Spil Reader 2.1 (x64)', '2.1']], true, 'lt-042')
    expect(await now()).toMatchObject({
      ready: true,
      steps: [{ by: { id: engineer.id }, said: 'Onderkant' }, { said: 'firewall.on: true' }, { said: 'lt-042' }, {}],
    })
    const done = await of(engineer).finish(end)
    expect(done.ended).toMatchObject({ outcome: 'prepared', by: { id: engineer.id } })
    expect(await house.as(items, engineer.token).item({ params })).toMatchObject({ state: { key: 'prepared' } })
    await report('2026-11-26 10:00:00', [], false, 'anders')
    expect(await states()).toEqual(['label done', 'firewall done', 'named done', 'apps done'])
    expect(await type(of(engineer).finish(end))).toBe('devices.provisioning.notPreparing')
    expect(await house.happened()).toContain('devices.preparationEnded')
  })
})

describe('not as it should', () => {
  test('a lead lets it go out with a reason that stays; old facts prove nothing; dropped it stays in stock', async () => {
    const made = await profile({
      name: 'Streng',
      tags: ['streng'],
      steps: [{ what: 'fact', key: 'f', title: 'F', condition: 'disk.encrypted == true', maxAge: 60 }],
    })
    const item = await stocked({ tags: ['streng'], attributes: { serial: 'X-2' } })
    const params = { id: item.id }
    const seen = { key: 'disk.encrypted', value: true, observedAt: '2026-11-26T08:00:00Z' }
    await house.as(itemFacts, engineer.token).addFacts({ params, query: { source: 'script' }, body: [seen] })
    const begun = await of(engineer).begin({ params, body: { profileId: made.id } })
    expect(begun.steps[0]).toMatchObject({ state: 'unknown' })
    expect((await of(engineer).drop({ params: { id: begun.id }, body: { reason: 'Verkeerd profiel' } })).ended).toMatchObject({ outcome: 'dropped' })
    expect(await house.as(items, engineer.token).item({ params })).toMatchObject({ state: { key: 'stock' }, version: item.version })
    const again = await of(lead).begin({ params, body: { profileId: made.id } })
    expect((await of(lead).finish({ params: { id: again.id }, body: { despite: 'Directie wacht' } })).ended).toMatchObject({
      outcome: 'overridden',
      reason: 'Directie wacht',
    })
    const { items: history } = await of(engineer).preparations({ params })
    expect(history.map(({ ended }) => ended?.outcome)).toEqual(['overridden', 'dropped'])
  })

  test('what leaves stock is not being prepared any more: what was ticked says nothing of how it comes back', async () => {
    const made = await profile({ name: 'Vertrokken', tags: ['weg'], steps: [tick('label')] })
    const item = await stocked({ tags: ['weg'], attributes: { serial: 'X-9' } })
    const begun = await of(engineer).begin({ params: { id: item.id }, body: { profileId: made.id } })
    await of(engineer).tick({ params: { id: begun.id, step: 'label' }, body: { done: true, note: 'Boven' } })
    const again = await of(engineer).tick({ params: { id: begun.id, step: 'label' }, body: { done: true, note: 'Onder' } })
    expect(again.steps[0]).toMatchObject({ said: 'Onder' })
    await house.as(items, engineer.token).changeItem({ params: { id: item.id }, body: { version: item.version, state: 'lost' } })
    expect(await type(of(engineer).finish({ params: { id: begun.id }, body: {} }))).toBe('devices.provisioning.notHere')
    await house.settle()
    expect((await of(engineer).preparations({ params: { id: item.id } })).items[0]?.ended).toMatchObject({ outcome: 'dropped' })
  })
  test('where no profile fits it is one step; elsewhere, in another state or organisation it does not begin', async () => {
    const bare = await stocked({ attributes: { serial: 'X-3' } })
    // Its kind has profiles, only not for its tags: tags are soon changed, so this is for who decides.
    expect(await type(of(engineer).begin({ params: { id: bare.id }, body: { profileId: null } }))).toBe('devices.provisioning.leadOnly')
    const begun = await of(lead).begin({ params: { id: bare.id }, body: { profileId: null } })
    expect(begun).toMatchObject({ ready: true, steps: [], profile: '' })
    await of(engineer).finish({ params: { id: begun.id }, body: {} })
    const used = await stocked({ state: 'inUse', attributes: { serial: 'X-4' } })
    expect(await type(of(engineer).begin({ params: { id: used.id }, body: { profileId: null } }))).toBe('devices.provisioning.notHere')
    const returned = { kind: 'laptop', name: 'LT-5', state: 'returned', attributes: { serial: 'X-5' } }
    expect(await type(house.as(items, engineer.token).createItem({ body: returned }))).toBe('items.notFilledIn')
    const back = await house.as(items, lead.token).createItem({ body: returned })
    expect(await type(of(engineer).begin({ params: { id: back.id }, body: { profileId: null } }))).toBe('devices.provisioning.notHere')
    const { token } = await house.administrator()
    const elsewhere = await house.as(directory, token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
    const stranger = await house.member('lead', { organisationId: elsewhere.id })
    expect(await type(of(stranger).preparations({ params: { id: bare.id } }))).toBe('platform.notFound')
  })
})
