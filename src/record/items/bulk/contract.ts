import * as z from 'zod'
import { contract, Id, line } from '#platform/contract.ts'
import { Criticality, Tags } from '../contract.ts'

const Done = z.object({
  id: Id,
  done: z.int(),
  refused: z.array(z.object({ id: Id, name: z.string(), why: z.string() })),
})
export const itemBulk = contract({
  changeMany: {
    method: 'POST',
    path: '/api/items/bulk',
    may: 'items.work',
    summary: 'Changes many items in the same way; one that cannot be changed is named with why, and the others are',
    body: z.object({
      itemIds: z.array(Id).min(1).max(500),
      state: z.string().max(40).optional(),
      ownerId: Id.nullable().optional(),
      locationId: Id.nullable().optional(),
      availability: Criticality.nullable().optional(),
      supplier: line(200).nullable().optional(),
      addTags: Tags.optional(),
      removeTags: Tags.optional(),
      why: line(500).optional(),
    }),
    reply: Done,
    fails: { 'platform.notFound': 404 },
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
