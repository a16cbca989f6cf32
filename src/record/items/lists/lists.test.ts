/** A search finds the first few hundred for a list, and everything for who takes it along: files, stocktakes, labels. Beyond what can be, it says so. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../contract.ts'
import { itemExports } from '../exporting/contract.ts'
import { itemLabels } from '../labels/contract.ts'
import { itemStocktakes } from '../stocktake/contract.ts'

let house: Spil
let ann: Member
beforeAll(async () => {
  house = await spil()
  ann = await house.member('engineer')
})
afterAll(() => house[Symbol.asyncDispose]())

const make = (count: number, word: string) =>
  house.app.asSystem(async (ctx) => {
    const db: Kysely<unknown> = ctx.db
    await sql`insert into item (id, organisation_id, kind, state, class, name, created_at, updated_at)
      select gen_random_uuid(), ${ann.organisationId}, 'laptop', 'inUse', 'inUse', ${word} || ' ' || n, now(), now() from generate_series(1, ${count}::int) n`.execute(
      db,
    )
  })
const scanOf = (text: string) => ({ id: randomUUID(), text, at: new Date().toISOString() })
const exported = async (query: object) => String(Buffer.from((await house.as(itemExports, ann.token).exportCsv({ query })) as never))
const counting = (search: string) => house.as(itemStocktakes, ann.token).startStocktake({ body: { name: search, filter: { search } } })

test('all that fit, and a clear refusal where they are too many', async () => {
  // Longest ago changed, and out of use: not expected when it is counted, but in its scope.
  const old = await house.as(items, ann.token).createItem({ body: { kind: 'laptop', state: 'ordered', name: 'Breedband oud', code: 'BR-1' } })
  await house.as(items, ann.token).changeItem({ params: { id: old.id }, body: { version: 1, state: 'cancelled' } })
  await make(700, 'Breedband')
  expect((await exported({ search: 'breedband', columns: 'name' })).trim().split('\r\n')).toHaveLength(702)
  const labels = await house.as(itemLabels, ann.token).labels({ query: { search: 'breedband' } })
  expect([labels.items.length, labels.more]).toEqual([500, true])
  const stocktake = await counting('breedband')
  expect(stocktake.counts.expected).toBe(700)
  const scan = (text: string) => house.as(itemStocktakes, ann.token).scan({ params: { id: stocktake.id }, body: { scans: [scanOf(text)] } })
  expect((await scan('BR-1')).scans).toMatchObject([{ result: 'found' }])

  await make(4500, 'Breedband')
  const tooWide = { problem: { type: 'items.searchTooWide', status: 400, title: expect.stringMatching(/^Deze woorden vinden meer/) } }
  await expect(exported({ search: 'breedband' })).rejects.toMatchObject(tooWide)
  await expect(house.as(itemExports, ann.token).exportXlsx({ query: { search: 'breedband' } })).rejects.toMatchObject(tooWide)
  await expect(house.as(itemLabels, ann.token).labels({ query: { search: 'breedband' } })).rejects.toMatchObject(tooWide)
  await expect(counting('breedband')).rejects.toMatchObject(tooWide)
  // The list itself shows the first of them; and what is counted already goes on.
  expect((await house.as(items, ann.token).items({ query: { search: 'breedband' } })).items.length).toBeGreaterThan(0)
  const late = await house.as(items, ann.token).createItem({ body: { kind: 'laptop', name: 'Breedband laat', code: 'BR-2' } })
  await house.as(items, ann.token).createItem({ body: { kind: 'laptop', name: 'Iets anders', code: 'BR-3' } })
  expect((await scan('BR-2')).scans).toMatchObject([{ result: 'found', number: late.number }])
  expect((await scan('BR-3')).scans).toMatchObject([{ result: 'outOfScope' }])
  expect((await scan(old.number)).scans).toMatchObject([{ result: 'found', again: true }])
}, 60_000)
