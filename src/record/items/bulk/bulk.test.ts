/** Many items changed at once, and put back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemHistory } from '../history/contract.ts'
import { itemBulk } from './contract.ts'

let house: Spil
let engineer: Member
let other: Member
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  other = await house.member('engineer')
})
afterAll(() => house[Symbol.asyncDispose]())

test('each is changed or says why not; undo puts back what nobody changed since, once, by who did it', async () => {
  const of = house.as(items, engineer.token)
  const make = async (body: object) => (await of.createItem({ body: { kind: 'pc', state: 'ordered', name: 'LT', tags: ['oud'], ...body } })).id
  const [ready, bare, touched] = [await make({ attributes: { serial: 'S1' } }), await make({}), await make({ attributes: { serial: 'S2' } })]
  const bulk = house.as(itemBulk, engineer.token)
  const body = { itemIds: [ready, bare, touched], state: 'inUse', ownerId: other.id, addTags: ['nieuw'], removeTags: ['oud'], why: 'Uitgifte' }
  const done = await bulk.changeMany({ body })
  expect(done).toMatchObject({ done: 2, refused: [{ id: bare, why: 'Serienummer: Vul dit in, want deze toestand vraagt erom' }] })
  expect(await of.item({ params: { id: ready } })).toMatchObject({ state: { key: 'inUse' }, owner: { id: other.id }, tags: ['nieuw'], version: 2 })
  expect(await of.item({ params: { id: bare } })).toMatchObject({ state: { key: 'ordered' }, owner: null, tags: ['oud'], version: 1 })
  await of.changeItem({ params: { id: touched }, body: { version: 2, note: 'Kras' } })
  await expect(house.as(itemBulk, other.token).undoMany({ params: { id: done.id } })).rejects.toMatchObject({ problem: { status: 404 } })
  expect(await bulk.undoMany({ params: { id: done.id } })).toMatchObject({ done: 1, refused: [{ id: touched }] })
  expect(await of.item({ params: { id: ready } })).toMatchObject({ state: { key: 'ordered' }, owner: null, tags: ['oud'], version: 3 })
  expect(await of.item({ params: { id: touched } })).toMatchObject({ state: { key: 'inUse' }, note: 'Kras' })
  await expect(bulk.undoMany({ params: { id: done.id } })).rejects.toMatchObject({ problem: { type: 'items.bulk.undone' } })
  const { items: told } = await house.as(itemHistory, engineer.token).history({ params: { id: ready } })
  expect(told.map(({ why }) => why)).toEqual(['Teruggezet na een wijziging van veel items', 'Uitgifte'])
})

test('any field or attribute is changed, and what was done stays in a list of who did it, with the way back', async () => {
  const of = house.as(items, engineer.token)
  const make = async (kind: string) =>
    (await of.createItem({ body: { kind, name: 'Een', ...(kind === 'laptop' && { attributes: { serial: kind } }) } })).id
  const [laptop, printer, location] = [
    await make('laptop'),
    await make('printer'),
    (await of.createItem({ body: { kind: 'location', name: 'A1' } })).id,
  ]
  const bulk = house.as(itemBulk, engineer.token)
  const change = { supplier: 'Bytewijs', integrity: 'high' as const, warrantyUntil: '2031-05-01', attributes: { serial: null } }
  const done = await bulk.changeMany({ body: { itemIds: [laptop, printer, location], ...change } })
  expect(done).toMatchObject({ done: 3, refused: [] })
  expect(await of.item({ params: { id: printer } })).toMatchObject({ supplier: 'Bytewijs', integrity: 'high', warrantyUntil: '2031-05-01' })
  const [last] = (await bulk.bulks()).items
  expect(last).toMatchObject({ id: done.id, done: 3, refused: 0, undone: false })
  expect(last?.what.toSorted()).toEqual(['Garantie tot en met', 'Integriteit', 'Kenmerken', 'Leverancier'])
  expect((await house.as(itemBulk, other.token).bulks()).items).toEqual([])
  await bulk.undoMany({ params: { id: done.id } })
  expect((await bulk.bulks()).items[0]).toMatchObject({ id: done.id, undone: true })
  const back = await of.item({ params: { id: laptop } })
  expect(back).toMatchObject({ supplier: null, integrity: null, warrantyUntil: null })
  expect(back.attributes.find(({ key }) => key === 'serial')?.value).toBe('laptop')
})
