/**
 * Lists a page at a time: in none of them is what is no `next` of ours answered, as the first page or as a fault of the program; and those
 * with something in them here are one by one what they are at once. That all give the `next` they read is seen to by its type.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Endpoint } from '#platform/contract.ts'
import { expectations, who } from './access.expectations.ts'
import { type Arranged, arrangedHouse, operations } from './access.house.ts'

let at: Arranged
beforeAll(async () => {
  at = await arrangedHouse()
})
afterAll(() => at.house[Symbol.asyncDispose]())

const id = '3f0c5a7e-0b0e-4a57-8d0f-5f6f2a3b9c11'
const dashes = '-'.repeat(36)
/** Each nearly a place of some list: a moment or a number that is none for the database, an id that only looks like one. */
const nearly = [
  '',
  'x',
  '99999999999999999999',
  '-1',
  '1.5',
  `1 ${id}`,
  `2026-99-99T10:00:00.000Z ${id}`,
  `2026-01-01T::::Z ${id}`,
  `2026-01-01T10:00:00.000Z ${dashes}`,
  `0000-01-01T00:00:00.000Z ${id}`,
  `infinity ${dashes}`,
  `2026-01-01T10:00:00.000Z ${dashes} 1`,
  `${dashes} nginx`,
  `${id} \u0000`,
  JSON.stringify(['2026-99-99T10:00:00.000Z', id]),
  JSON.stringify(['2026-01-01T10:00:00.000Z', dashes]),
  JSON.stringify(['0000-01-01T00:00:00.000Z', id]),
  JSON.stringify(['infinity', dashes]),
  JSON.stringify(['9', '2026-01-01T10:00:00.000Z', id]),
  JSON.stringify(['1', '2026-01-01T10:00:00.000Z', dashes]),
  JSON.stringify([99_999_999_999, id]),
  JSON.stringify([1e300]),
  JSON.stringify(['9999-99-99', id]),
  JSON.stringify(['0000-01-01', id]),
  JSON.stringify(['\u0000', id]),
  JSON.stringify(['a', id, 1]),
  JSON.stringify({ at: 1 }),
  'null',
]
/** Where any text is part of a place, some of these are one. */
const text = '"[^\\\\"]*"'
const named = new RegExp(`^\\[${text},"${id}"\\]$`)
const places: Readonly<Record<string, RegExp>> = {
  'norms.expectations': named,
  'people.organisations': named,
  'people.teams': named,
  'devices.products.products': named,
  'desk.mail.settings.marked': new RegExp(`^\\["2026-01-01T10:00:00.000Z",${text}\\]$`),
}
const foreign = ['', 'x', '1', ...nearly.map((text) => Buffer.from(text).toString('base64url'))]

const fieldsOf = ({ query }: Endpoint): Readonly<Record<string, unknown>> => query?.shape ?? {}
const lists = [...operations].filter(([, endpoint]) => 'after' in fieldsOf(endpoint))
/** Each order of it, the usual one first. */
function ordersOf(endpoint: Endpoint): object[] {
  const { sort } = fieldsOf(endpoint) as { sort?: { options?: string[]; unwrap?: () => { options?: string[] } } }
  const options = sort?.options ?? sort?.unwrap?.().options ?? []
  return [{}, ...options.map((one) => ({ sort: one }))]
}

/** Whoever may ask first. */
const memberFor = (operation: string) => at.members.get(who[expectations[operation]?.split(' ').indexOf('+') ?? 0] ?? 'administrator')
interface Page {
  items: readonly object[]
  next: string | null
}
/** In which there are several here. */
const full = [
  'people.persons',
  'documents.documents',
  'items.stocktake.stocktakes',
  'desk.cases',
  'desk.history',
  'desk.mail.notProcessed',
  'desk.mail.settings.marked',
  'desk.portal.myCases',
  'desk.tasks.tasks',
  'desk.merging.mergedHistory',
]
const filled = lists.filter(([operation]) => full.includes(operation))
test('there are many', () => expect([lists.length > 40, filled.length]).toEqual([true, full.length]))
test.each(filled)('%s: one at a time is all at once', async (operation, endpoint) => {
  const page = async (query: object) => {
    const { status, text } = await at.ask(operation, endpoint, memberFor(operation), query)
    expect(status, text).toBe(200)
    return JSON.parse(text) as Page
  }
  for (const order of ordersOf(endpoint)) {
    const whole = await page({ ...order, limit: 5 })
    expect(whole.items.length).toBeGreaterThan(1)
    const found: object[] = []
    let next: string | null | undefined
    while (next !== null && found.length < whole.items.length) {
      const one: Page = await page({ ...order, limit: 1, ...(next && { after: next }) })
      found.push(...one.items)
      next = one.next
    }
    expect(found).toEqual(whole.items)
    if (whole.next === null) expect(next ?? null).toBeNull()
  }
})
test.each(lists)('%s: what is no place of it is refused', async (operation, endpoint) => {
  const member = memberFor(operation)
  const found: Record<string, string> = {}
  for (const order of ordersOf(endpoint))
    for (const after of foreign) {
      if (places[operation]?.test(Buffer.from(after, 'base64url').toString())) continue
      const { status, type } = await at.ask(operation, endpoint, member, { ...order, after })
      if (status !== 400 || type !== 'platform.after') found[`${after} ${JSON.stringify(order)}`] = `${status} ${type}`
    }
  expect(found).toEqual({})
})
