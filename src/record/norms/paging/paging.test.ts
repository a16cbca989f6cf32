/** Every list page by page, and what is no `next` of ours. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { items } from '../../items/contract.ts'
import { itemFacts } from '../../items/facts/contract.ts'
import { normsCompliance } from '../compliance/contract.ts'
import { norms } from '../contract.ts'
import { normsDeviations } from '../deviations/contract.ts'
import { normsExceptions } from '../exceptions/contract.ts'

// Each step waits until everything that follows from it has happened.
vi.setConfig({ testTimeout: 60_000 })

let house: Spil
let lead: Member
beforeAll(async () => {
  house = await spil()
  lead = await house.member(['lead', 'engineer'])
  const { id: itemId } = await house.as(items, lead.token).createItem({ body: { kind: 'server', name: 'NAS', tags: ['nas'] } })
  await house.as(itemFacts, lead.token).addFacts({ params: { id: itemId }, body: [{ key: 'up', value: false }] })
  const of = house.as(norms, lead.token)
  // As long as a title may be, in signs that take three bytes.
  for (const title of ['語'.repeat(200), `${'語'.repeat(199)}"`, `${'語'.repeat(199)}a`]) {
    const rule = { title, condition: 'up', scope: { tags: ['nas'], classes: [] } }
    const { id } = await of.addExpectation({ body: { organisationId: lead.organisationId, rule } })
    await of.publishExpectation({ params: { id }, body: { version: 1 } })
    await house.as(normsExceptions, lead.token).askException({ body: { expectationId: id, reason: 'Even niet', until: '2099-01-01' } })
  }
  await house.settle()
})
afterAll(() => house[Symbol.asyncDispose]())

interface Asked {
  limit: number
  after?: string
}
type List = (query: Asked) => Promise<{ items: readonly object[]; next: string | null }>
const lists: readonly [string, List][] = [
  ['expectations', (query) => house.as(norms, lead.token).expectations({ query })],
  ['deviations', (query) => house.as(normsDeviations, lead.token).deviations({ query })],
  ['exceptions', (query) => house.as(normsExceptions, lead.token).exceptions({ query })],
  ['compliance', (query) => house.as(normsCompliance, lead.token).complianceItems({ query })],
]
test.each(lists)('%s, one at a time, are what they are at once', async (_, list) => {
  const found: object[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<List>> = await list({ limit: 1, ...(after !== null && { after }) })
    found.push(...page.items)
    after = page.next
  } while (after !== null)
  expect(found).toHaveLength(3)
  expect(found).toEqual((await list({ limit: 3 })).items)
})

const id = '3f0c5a7e-0b0e-4a57-8d0f-5f6f2a3b9c11'
const written = (...place: unknown[]) => Buffer.from(JSON.stringify(place)).toString('base64url')
const foreign = ['x', '', written('a'), written('a', 'b'), written('a\u0000', id), written('2026-13-01T00:00:00.000Z', id), written(1e12, id)].concat(
  written('0000-01-01T00:00:00.000Z', id),
  written('a', id, 1),
  Buffer.from(`a\n${id}`).toString('base64url'),
)
test.each(lists)('%s refuse what is no place in them', async (name, list) => {
  // Any text may be a title.
  const all = foreign.filter((after) => name !== 'expectations' || !/Z"/.test(Buffer.from(after, 'base64url').toString()))
  for (const after of all) await expect(list({ limit: 1, after }), after).rejects.toMatchObject({ problem: { type: 'platform.after', status: 400 } })
})
