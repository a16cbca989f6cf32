/** Compliance as a file and as the figures of each day. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../../items/contract.ts'
import { norms } from '../contract.ts'
import { keepDay, tableOf } from './compliance.ts'
import { normsCompliance } from './contract.ts'

// Each step waits until everything that follows from it has happened.
vi.setConfig({ testTimeout: 60_000 })

let house: Spil
let lead: Member
let made: { id: string; version: number }[]
beforeAll(async () => {
  house = await spil()
  lead = await house.member(['lead', 'engineer'])
  const make = (name: string) => house.as(items, lead.token).createItem({ body: { kind: 'server', name, tags: ['rek'] } })
  made = [await make('Een'), await make('Twee, of zo'), await make('Drie')]
  const rule = { title: 'Aan', condition: 'up', scope: { tags: ['rek'], classes: [] } }
  const { id, version } = await house.as(norms, lead.token).addExpectation({ body: { organisationId: lead.organisationId, rule } })
  await house.as(norms, lead.token).publishExpectation({ params: { id }, body: { version } })
  await house.settle()
})
afterAll(() => house[Symbol.asyncDispose]())

test('the file is one that a spreadsheet of the language opens, and says so when it was cut off', async () => {
  const file = await house.server.inject({ url: '/api/norms/compliance/export', headers: { authorization: `Bearer ${lead.token}` } })
  expect(file.body.split('\r\n').slice(0, 3)).toEqual([
    '\uFEFF"Nummer";"Item";"Locatie";"Verwachting";"Ernst";"Uitkomst";"Sinds";"Laatst gezien";"Waargenomen"',
    expect.stringMatching(/^"[^"]+";"Een";"";"Aan";"Gewoon";"Niet bekend";"[^"]+";"";"up=\?"$/),
    expect.stringContaining('"Twee, of zo"'),
  ])
  const lines = (most: number) => house.app.asSystem((ctx) => tableOf(ctx, { organisationId: lead.organisationId }, most))
  const [whole, cut] = [await lines(3), await lines(2)]
  expect(whole.map((line) => line.length)).toEqual([9, 9, 9, 9])
  expect(cut.slice(0, 3)).toEqual(whole.slice(0, 3))
  expect(cut.slice(3)).toEqual([[expect.stringContaining('2')]])
})

test('each day is kept once, as it was last, and no longer than the trend shows it', async () => {
  const keep = () => house.app.asSystem(keepDay)
  const daysLater = (days: number) => house.clock.set(new Date(house.clock.now().getTime() + days * 86_400_000))
  const trend = async () => (await house.as(normsCompliance, lead.token).compliance({})).trend.map(({ counts }) => counts.unknown)
  await keep()
  // What stands elsewhere later that day is not counted at both places.
  const { id: locationId } = await house.as(items, lead.token).createItem({ body: { kind: 'location', name: 'Serverruimte' } })
  for (const { id, version } of made) await house.as(items, lead.token).changeItem({ params: { id }, body: { version, locationId } })
  await house.settle()
  await keep()
  daysLater(1)
  expect(await trend()).toEqual([3, 3])
  await keep()
  const kept = async () => (await house.app.pools.owner.query<{ day: string }>('select distinct day from norm_day order by day')).rows.length
  expect(await kept()).toBe(2)
  daysLater(90)
  await keep()
  expect(await kept()).toBe(2)
  expect(await trend()).toEqual([3, 3])
})
