/** The register under a name: what the list takes, a view takes; views of cases and of items do not meet. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskViews } from '#work/desk/views/contract.ts'
import { items } from '../contract.ts'
import { itemViews } from './contract.ts'

let house: Spil
let anna: Member
let bram: Member
let karel: Member
beforeAll(async () => {
  house = await spil()
  anna = await house.member('engineer', { name: 'Anna' })
  bram = await house.member('engineer', { name: 'Bram' })
  karel = await house.member('lead', { name: 'Karel' })
  for (const kind of ['printer', 'printer', 'server'])
    await house.as(items, anna.token).createItem({ body: { kind, name: `Een ${kind}`, tags: kind === 'server' ? ['vitaal'] : [] } })
})
afterAll(() => house[Symbol.asyncDispose]())
const by = (who: Member) => house.as(itemViews, who.token)

test('filters, columns and order are kept, counted, and shared with who reads the organisation', async () => {
  const mine = await by(anna).addView({ body: { name: 'Printers', filter: { kind: ['printer'] }, columns: ['name', 'owner'], sort: 'updated' } })
  expect(mine).toMatchObject({ filter: { kind: ['printer'] }, columns: ['name', 'owner'], sort: 'updated', count: 2, mayChange: true })
  const shared = await by(anna).addView({ body: { name: 'Vitaal', scope: 'organisation', filter: { tag: 'vitaal' } } })
  expect(shared).toMatchObject({ sort: 'name', count: 1, columns: null })
  expect((await by(bram).views()).items.map(({ name, mayChange }) => [name, mayChange])).toEqual([['Vitaal', false]])
  const params = { id: shared.id }
  const body = { version: 1, name: 'Onmisbaar', scope: 'organisation' as const, filter: { tag: 'vitaal' } }
  await expect(by(bram).changeView({ params, body })).rejects.toMatchObject({ problem: { type: 'views.notYours' } })
  expect(await by(karel).changeView({ params, body })).toMatchObject({ name: 'Onmisbaar', version: 2 })
  await expect(by(anna).changeView({ params, body })).rejects.toMatchObject({ problem: { type: 'views.changed' } })
})

test('what the list does not take, a view does not take', async () => {
  const wrong = { name: 'x', filter: { colour: 'red' } as object }
  await expect(by(anna).addView({ body: wrong })).rejects.toMatchObject({ problem: { type: 'platform.invalid' } })
})

test('each list has its own views, order and the one that opens by itself', async () => {
  const ofCases = house.as(deskViews, anna.token)
  const cases = await ofCases.addView({ body: { name: 'Mijn zaken', filter: { assignee: 'me' } } })
  await ofCases.chooseViews({ body: { ids: [cases.id], defaultId: cases.id } })
  const known = (await by(anna).views()).items
  expect(known.map(({ name }) => name)).toEqual(['Onmisbaar', 'Printers'])
  const ids = known.map(({ id }) => id).reverse()
  expect(await by(anna).chooseViews({ body: { ids, defaultId: ids[0] ?? null } })).toMatchObject({ defaultId: ids[0] })
  expect((await by(anna).views()).items.map(({ id }) => id)).toEqual(ids)
  expect(await ofCases.views()).toMatchObject({ items: [{ id: cases.id }], defaultId: cases.id })
  // Asked for in the list it does not belong to, a view is not there.
  const theirs = { params: { id: cases.id } }
  await expect(by(anna).removeView(theirs)).rejects.toMatchObject({ problem: { status: 404 } })
  await expect(by(anna).chooseViews({ body: { ids: [cases.id], defaultId: null } })).rejects.toMatchObject({ problem: { status: 404 } })
})
