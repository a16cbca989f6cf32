import * as z from 'zod'
import { contract } from '#platform/contract.ts'
import { Criticality, ItemRef, Named, Names, StateName, several } from '../contract.ts'

const Hit = z.object({ ...Names.shape, state: StateName, importance: Criticality.nullable(), steps: z.int().describe('1: directly') })
const Counted = z.object({ key: z.string(), name: z.string(), count: z.int() })
export const Impact = z.object({
  total: z.int(),
  items: z.array(Hit).describe('Most important first, then nearest; at most 100'),
  kinds: z.array(Counted),
  people: z.int().describe('Who use what fails or is hit'),
  persons: z.array(Named).describe('At most 20 of them'),
  importance: Criticality.nullable().describe('The greatest of what fails and is hit'),
})
export type Impact = z.infer<typeof Impact>
const Cause = z.object({
  ...Names.shape,
  state: StateName,
  steps: z.int().describe('0: the item itself'),
  explains: z.int().describe('How many of the items asked about would be hit when only this failed'),
  signs: z.array(z.string()).describe('What already points at it, in words'),
})
export const Causes = z.object({ asked: z.int(), items: z.array(Cause).describe('Likeliest first; at most 50'), more: z.boolean() })
export type Causes = z.infer<typeof Causes>

const ofItem = z.object({ id: ItemRef })
const also = several(ItemRef).describe('Other items that fail as well')
export const itemImpact = contract({
  impact: {
    method: 'GET',
    path: '/api/items/{id}/impact',
    may: 'items.read',
    summary: 'What and who is hit when this item fails',
    params: ofItem,
    query: z.object({ also }),
    reply: Impact,
    fails: { 'platform.notFound': 404 },
  },
  causes: {
    method: 'GET',
    path: '/api/items/{id}/causes',
    may: 'items.read',
    summary: 'What could explain that this item fails: items by which it can be hit, likeliest first',
    params: ofItem,
    query: z.object({ also }),
    reply: Causes,
    fails: { 'platform.notFound': 404 },
  },
})
