/** Everything a person has, and how it comes back when they leave. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Day, ListedItem } from '#record/items/contract.ts'

const Named = z.object({ id: Id, name: z.string() })
export const Held = z.object({
  ...ListedItem.pick({ id: true, number: true, code: true, name: true, kind: true, state: true, organisationId: true }).shape,
  uses: z.boolean(),
  owns: z.boolean().describe('Answers for it'),
})
export type Held = z.infer<typeof Held>
export const Leaving = z.object({
  organisationId: Id,
  lastDay: Day.nullable().describe('null: the person was gone already'),
  at: Instant,
  by: Named.nullable().describe('null: Spil itself, as the account was closed'),
  case: z.string().nullable().describe('Number of the case, for who may read it'),
  items: z.int().describe('What was to come back'),
  back: z.int(),
})
export type Leaving = z.infer<typeof Leaving>
export const Holdings = z.object({
  person: Named,
  items: z.array(Held).describe('What they use or answer for and is not out of use for good, by name; at most 500'),
  more: z.boolean().describe('There is more than that'),
  leavings: z.array(Leaving).describe('Newest first, at most 20'),
})
export type Holdings = z.infer<typeof Holdings>

const notFound = { 'platform.notFound': 404 } as const
const ofPerson = z.object({ id: Id })
export const devicesHolding = contract({
  holdings: {
    method: 'GET',
    path: '/api/devices/people/{id}/holdings',
    may: 'devices.read',
    summary: 'Everything a person has, in the organisations of who asks',
    params: ofPerson,
    reply: Holdings,
    fails: notFound,
  },
  leave: {
    method: 'POST',
    path: '/api/devices/people/{id}/leaving',
    may: 'devices.work',
    summary: 'The person leaves: everything they have in this organisation is to come back, as one case. Closing their account does this by itself',
    params: ofPerson,
    body: z.object({ organisationId: Id, lastDay: Day, note: line(500).or(z.literal('')).default('') }),
    reply: Holdings,
    status: 201,
    fails: { ...notFound, 'devices.holding.nothing': 409, 'devices.holding.leaving': 409 },
  },
})
export const leavingBegun = event('devices.leavingBegun', z.object({ leavingId: Id, personId: Id, caseId: Id, itemIds: z.array(Id) }))
