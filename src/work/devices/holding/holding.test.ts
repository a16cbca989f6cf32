import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { items } from '#record/items/contract.ts'
import { itemLinking } from '#record/items/linking/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { desk } from '#work/desk/contract.ts'
import { devicesHolding } from './contract.ts'

let house: Spil
let bea: Member
let engineer: Member
beforeAll(async () => {
  house = await spil()
  bea = await house.administrator()
  engineer = await house.member('engineer')
})
afterAll(() => house[Symbol.asyncDispose]())

const of = (who: Member = engineer) => house.as(devicesHolding, who.token)
const register = () => house.as(items, engineer.token)
const type = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => '',
    (error) => (error instanceof ProblemError ? error.problem.type : String(error)),
  )
const holdings = (who: Member) => of().holdings({ params: { id: who.id } })
let last = 0
const make = (body: object) =>
  register().createItem({ body: { kind: 'phone', name: `T-${++last}`, state: 'inUse', attributes: { serial: `S${last}` }, ...body } })
const deactivate = (who: Member) => house.as(directory, bea.token).deactivatePerson({ params: { id: who.id } })
const read = (number: string) => house.as(desk, engineer.token).case({ params: { id: number } })

test('everything a person has stands in one list; what is gone for good does not', async () => {
  const noor = await house.member('reporter', { name: 'Noor Bakker' })
  const phone = await make({ userIds: [noor.id] })
  const app = await make({ kind: 'application', name: 'Rooster', state: 'live', attributes: {}, ownerId: noor.id })
  const gone = { kind: 'phone', name: 'Weg', state: 'disposed', userIds: [noor.id] }
  await house.as(items, bea.token).createItem({ body: gone })
  const { items: held, more } = await holdings(noor)
  expect(held.map(({ id, uses, owns }) => [id, uses, owns])).toEqual([
    [app.id, false, true],
    [phone.id, true, false],
  ])
  expect(more).toBe(false)
  expect(await type(of(noor).holdings({ params: { id: noor.id } }))).toBe('platform.notAllowed')
})

test('when an account is closed one case opens with all of it; each that comes back is told, and the last that all is back', async () => {
  const tess = await house.member('reporter', { name: 'Tess Vos' })
  const [phone, tablet, app] = [
    await make({ userIds: [tess.id] }),
    await make({ kind: 'tablet', userIds: [tess.id] }),
    await make({ kind: 'application', name: 'Verlof', state: 'live', attributes: {}, ownerId: tess.id }),
  ]
  await deactivate(tess)
  await house.settle()
  const [leaving] = (await holdings(tess)).leavings
  expect(leaving).toMatchObject({ items: 3, back: 0, lastDay: null, case: expect.any(String) })
  const number = leaving?.case ?? ''
  const { case: opened } = await read(number)
  expect(opened).toMatchObject({ kind: 'task', title: 'Tess Vos vertrekt: 3 items terug' })
  const linked = await house.as(itemLinking, engineer.token).caseItems({ params: { caseId: opened.id } })
  for (const { number } of [phone, tablet, app]) expect(JSON.stringify(linked)).toContain(number)
  // Closing it again, or the event once more, opens no second one.
  await house.as(directory, bea.token).activatePerson({ params: { id: tess.id } })
  await deactivate(tess)
  await house.settle()
  expect((await holdings(tess)).leavings).toHaveLength(1)
  for (const { id } of [phone, tablet]) await house.as(items, bea.token).changeItem({ params: { id }, body: { version: 1, userIds: [] } })
  await house.settle()
  expect((await holdings(tess)).leavings[0]).toMatchObject({ items: 3, back: 2 })
  await register().changeItem({ params: { id: app.id }, body: { version: 1, ownerId: engineer.id } })
  await house.settle()
  const said = JSON.stringify(await read(number))
  expect(said).toContain('Nog 2 te gaan.')
  expect(said).toContain('Verlof')
  expect(said).toContain('Alles is terug.')
})

test('somebody who is to leave: by hand, once, only where the actor works, and only with something to bring back', async () => {
  const daan = await house.member('reporter', { name: 'Daan Kok' })
  const body = { organisationId: daan.organisationId, lastDay: '2027-01-31', note: 'Naar een andere school' }
  const leave = (who = engineer) => of(who).leave({ params: { id: daan.id }, body })
  expect(await type(leave())).toBe('devices.holding.nothing')
  await make({ userIds: [daan.id] })
  const tries = await Promise.all([1, 2, 3].map(() => type(leave())))
  expect(tries.sort()).toEqual(['', 'devices.holding.leaving', 'devices.holding.leaving'])
  expect((await holdings(daan)).leavings).toMatchObject([{ lastDay: '2027-01-31', by: { id: engineer.id }, items: 1 }])
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  const stranger = await house.member('engineer', { organisationId: elsewhere.id })
  expect(await type(leave(stranger))).toBe('platform.notFound')
  expect(await type(of(stranger).holdings({ params: { id: daan.id } }))).toBe('platform.notFound')
})
