import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { ItemRef } from '../contract.ts'

export const FactKey = line(200).describe('Dots between the parts: disk.encrypted, os.version')
export const FactValue = z.union([prose(4000), z.number(), z.boolean()])
export type FactValue = z.infer<typeof FactValue>
export const Source = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:-]*$/u)
  .describe('Who observed it: an agent, a check, a person')
export const NewFact = z.object({
  key: FactKey,
  value: FactValue,
  unit: z.string().trim().max(30).optional(),
  observedAt: Instant.optional().describe('Else now; a moment in the future counts as now'),
})
export type NewFact = z.output<typeof NewFact>

const Observed = z.object({
  source: z.string(),
  value: FactValue,
  unit: z.string().nullable(),
  since: Instant.describe('Since when it is so'),
  seenAt: Instant.describe('When it was last seen so'),
  receivedAt: Instant.describe('When the value came in'),
})
export type Observed = z.infer<typeof Observed>
/** What is known under a key: that of the source that counts first, and what other sources say. */
export const Fact = z.object({
  key: z.string(),
  ...Observed.shape,
  conflict: z.boolean().describe('Another source says something else'),
  others: z.array(Observed),
})
export type Fact = z.infer<typeof Fact>
const Change = Observed.pick({ source: true, value: true, unit: true }).extend({ at: Instant, receivedAt: Instant })

const ofItem = z.object({ id: ItemRef })
const notFound = { 'platform.notFound': 404 } as const
export const itemFacts = contract({
  addFacts: {
    method: 'POST',
    path: '/api/items/{id}/facts',
    may: 'items.observe',
    summary: 'What was observed of an item by one source; saying again what is known costs almost nothing',
    params: ofItem,
    query: z.object({ source: Source.optional().describe('Else “api” for a token, “person” for somebody who is signed in') }),
    body: z.array(NewFact).min(1).max(5000),
    reply: z.object({ received: z.int(), changed: z.array(z.string()).describe('Keys whose newest value of this source changed') }),
    status: 200,
    fails: notFound,
    maxBytes: 8_000_000,
  },
  facts: {
    method: 'GET',
    path: '/api/items/{id}/facts',
    may: 'items.read',
    summary: 'What is known of an item, by key; where sources contradict each other, what each says',
    params: ofItem,
    query: Paging.extend({
      search: z.string().trim().max(200).optional().describe('Part of a key'),
      conflicts: z.stringbool().optional().describe('Only these'),
    }),
    reply: page(Fact),
    fails: notFound,
  },
  factHistory: {
    method: 'GET',
    path: '/api/items/{id}/facts/history',
    may: 'items.read',
    summary: 'Every change of one fact, newest first; at most 500',
    params: ofItem,
    query: z.object({ key: FactKey }),
    reply: z.object({ items: z.array(Change) }),
    fails: notFound,
  },
  rankings: {
    method: 'GET',
    path: '/api/items/fact-rankings/{organisationId}',
    may: 'items.read',
    summary: 'Which source counts first, per key',
    params: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(z.object({ key: z.string(), sources: z.array(z.string()), version: z.int() })) }),
    fails: notFound,
  },
  rank: {
    method: 'PUT',
    path: '/api/items/fact-rankings/{organisationId}',
    may: 'items.configure',
    summary: 'Says which source of a key counts first; key * for all without an order of their own. No sources takes the order away',
    params: z.object({ organisationId: Id }),
    body: z.object({ key: FactKey, sources: z.array(Source).max(50), version: z.int().min(0) }),
    reply: z.object({ items: z.array(z.object({ key: z.string(), sources: z.array(z.string()), version: z.int() })) }),
    fails: { ...notFound, 'items.facts.rankingChanged': 409 },
  },
})
export const factsGrants = {
  'items.observe': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator'],
} as const
/** The newest value of these keys changed, or they are new. */
export const factsChanged = event('items.factsChanged', z.object({ itemId: Id, organisationId: Id, source: z.string(), keys: z.array(z.string()) }))
/** Another source counts first now for this key, or (*) for every key without an order of its own: what is known of items may read differently. */
export const rankingChanged = event('items.rankingChanged', z.object({ organisationId: Id, key: FactKey }))
