/** Places with how what is in them stands. */
import * as z from 'zod'
import { contract, Id } from '#platform/contract.ts'
import { itemStates } from '#record/norms/deviations/contract.ts'

const Counts = z.record(z.enum(itemStates), z.int())
export type Counts = z.infer<typeof Counts>
export const Place = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  parentId: Id.nullable(),
  counts: Counts.describe('Of what is right in it, without what is in places in it'),
})
export type Place = z.infer<typeof Place>
const At = z.object({ id: Id, number: z.string(), name: z.string(), state: z.enum(itemStates) })
export const monitoringMap = contract({
  places: {
    method: 'GET',
    path: '/api/monitoring/map',
    may: 'monitoring.read',
    summary: 'Places of an organisation with how many items in each stand how; at most 5000 places',
    query: z.object({ organisationId: Id }),
    reply: z.object({ places: z.array(Place), nowhere: Counts.describe('Of items that are in no place') }),
    fails: { 'platform.notFound': 404 },
  },
  itemsAt: {
    method: 'GET',
    path: '/api/monitoring/map/items',
    may: 'monitoring.read',
    summary: 'Items right in a place, or in none, the worst first; at most 200',
    query: z.object({ organisationId: Id, locationId: Id.optional() }),
    reply: z.object({ items: z.array(At), more: z.boolean() }),
    fails: { 'platform.notFound': 404 },
  },
})
