/** What was counted and decided stays as it was, whatever happens to items and locations afterwards. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { actorOf } from '#record/people/people.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../../contract.ts'
import { itemFacts } from '../../facts/contract.ts'
import { findItem, removeItems } from '../../items.ts'
import { itemLinking } from '../../linking/contract.ts'
import { itemStocktakes } from '../contract.ts'

let house: Spil
let ann: Member
let client: Member
let stranger: Member
let building: string
let room: string
let annex: string
beforeAll(async () => {
  house = await spil()
  ann = await house.member('engineer', { name: 'Ann' })
  client = await house.member('client')
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  stranger = await house.member('engineer', { organisationId: elsewhere.id })
  const make = async (name: string, locationId?: string) => (await create({ kind: 'location', name, ...(locationId && { locationId }) })).id
  building = await make('Gebouw A')
  room = await make('Lokaal 12', building)
  annex = await make('Bijgebouw')
})
afterAll(() => house[Symbol.asyncDispose]())
const create = (body: object) => house.as(items, ann.token).createItem({ body: { kind: 'laptop', name: 'LT', ...body } })
const remove = async (id: string) =>
  house.app.as(await actorOf(house.app, ann.id), async (ctx) => {
    const row = await findItem(ctx, id)
    if (row) await removeItems(ctx, [row])
  })
const of = (who: Member) => house.as(itemStocktakes, who.token)
const scanOf = (text: string, minute: number, locationId: string) => {
  const at = new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString()
  return { id: randomUUID(), text, at, locationId }
}
const named =
  (prefix: string) =>
  async (code: string, more: object = {}) =>
    create({ code: `${prefix}-${code}`, name: `${prefix}-${code}`, ...more })
const begin = (prefix: string) => of(ann).startStocktake({ body: { name: prefix, locationId: building, filter: { search: prefix } } })

test('where it was seen is a place of this organisation, or none; what is renamed later changes no report of what was', async () => {
  const make = named('Tel5')
  const [one, other] = [await make('a', { locationId: room }), await make('b', { locationId: room })]
  const cupboard = await create({ kind: 'location', name: 'Tel5-kast', locationId: annex })
  const theirs = await house.as(items, stranger.token).createItem({ body: { kind: 'location', name: 'Hun kelder' } })
  const { id } = await begin('Tel5')
  const params = { id }
  const sent = [scanOf('Tel5-a', 1, cupboard.id), scanOf('Tel5-b', 2, theirs.id), scanOf('Tel5-b', 3, one.id), scanOf('Tel5-weg', 4, randomUUID())]
  const { scans } = await of(ann).scan({ params, body: { scans: sent } })
  expect(scans.map(({ id, result }) => [id, result])).toEqual(sent.map(({ id }, at) => [id, ['elsewhere', 'found', 'found', 'unknown'][at]]))
  const seen = new Map((await of(ann).differences({ params })).items.map(({ subject, seen }) => [subject, seen?.place]))
  expect([seen.get(one.id), seen.get('? tel5-weg')]).toEqual(['Tel5-kast', 'Gebouw A'])
  const { items: facts } = await house.as(itemFacts, ann.token).facts({ params: { id: other.id } })
  expect(facts).toMatchObject([{ value: 'Gebouw A' }])
  for (const state of ['deciding', 'closed'] as const)
    await of(ann).moveStocktake({ params, body: { state, version: (await of(ann).stocktake({ params })).version } })
  const report = async () => String(await of(client).report({ params }))
  const then = await report()
  expect(then).toContain('"Tel5-kast"')
  for (const one of [cupboard, other])
    await house.as(items, ann.token).changeItem({ params: { id: one.id }, body: { version: 1, name: 'Heet nu anders' } })
  await remove(one.id)
  expect(await report()).toBe(then)
})

test('what was removed since is in no case', async () => {
  const make = named('Tel6')
  const [there, removed] = [await make('a', { locationId: room }), await make('b', { locationId: room })]
  const { id, version } = await begin('Tel6')
  const params = { id }
  await of(ann).moveStocktake({ params, body: { state: 'deciding', version } })
  await remove(removed.id)
  const decide = (subjects: string[]) =>
    of(ann).decide({
      params,
      body: { differences: subjects.map((subject) => ({ subject, difference: 'missing' as const })), what: 'case', reason: 'Zoeken' },
    })
  const gone = { subject: removed.id, why: 'Dit bestaat niet, of u mag het niet zien' }
  expect(await decide([removed.id])).toMatchObject({ done: 0, caseNumber: null, refused: [gone] })
  const { done, caseNumber, refused } = await decide([there.id, removed.id])
  expect([done, refused]).toMatchObject([1, [gone]])
  expect((await house.as(itemLinking, ann.token).itemCases({ params: { id: there.id } })).items).toMatchObject([{ number: caseNumber }])
  expect((await of(ann).stocktake({ params })).counts).toMatchObject({ undecided: 1 })
})
