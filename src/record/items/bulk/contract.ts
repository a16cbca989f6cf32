import * as z from 'zod'
import { contract, Id, Instant } from '#platform/contract.ts'
import { ChangedItem, Tags } from '../contract.ts'

const Done = z.object({
  id: Id,
  done: z.int(),
  refused: z.array(z.object({ id: Id, name: z.string(), why: z.string() })),
})
export type Done = z.infer<typeof Done>
/** What can be the same of many; a name, a code and who uses it are of one item. */
const BulkChange = ChangedItem.omit({ version: true, name: true, code: true, note: true, userIds: true, tags: true }).extend({
  addTags: Tags.optional(),
  removeTags: Tags.optional(),
})
export type BulkChange = z.input<typeof BulkChange>
const ListedBulk = z.object({
  id: Id,
  at: Instant,
  what: z.array(z.string()).describe('The fields in words'),
  done: z.int(),
  refused: z.int(),
  undone: z.boolean(),
})
export type ListedBulk = z.infer<typeof ListedBulk>

export const itemBulk = contract({
  changeMany: {
    method: 'POST',
    path: '/api/items/bulk',
    may: 'items.work',
    summary: 'Changes many items in the same way; one that cannot be changed is named with why, and the others are',
    body: BulkChange.extend({ itemIds: z.array(Id).min(1).max(500) }),
    reply: Done,
    fails: { 'platform.notFound': 404 },
  },
  bulks: {
    method: 'GET',
    path: '/api/items/bulk',
    may: 'items.work',
    summary: 'My changes of many items, the last first; at most 50',
    reply: z.object({ items: z.array(ListedBulk) }),
  },
  undoMany: {
    method: 'POST',
    path: '/api/items/bulk/{id}/undo',
    may: 'items.work',
    summary: 'Puts every item of it back that nobody changed since',
    params: z.object({ id: Id }),
    reply: Done,
    status: 200,
    fails: { 'platform.notFound': 404, 'items.bulk.undone': 409 },
  },
})
