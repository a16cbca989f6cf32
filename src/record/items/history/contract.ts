import * as z from 'zod'
import { contract, Instant, Paging, page } from '#platform/contract.ts'
import { ItemRef, Named } from '../contract.ts'

/** One field that changed, in words. */
export const ToldChange = z.object({ field: z.string(), name: z.string(), from: z.string().nullable(), to: z.string().nullable() })
export type ToldChange = z.infer<typeof ToldChange>
export const HistoryEntry = z.object({
  version: z.int(),
  at: Instant,
  by: Named.nullable().describe('null: Spil itself'),
  why: z.string().nullable(),
  changes: z.array(ToldChange),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const itemHistory = contract({
  history: {
    method: 'GET',
    path: '/api/items/{id}/history',
    may: 'items.read',
    summary: 'What changed of an item: each field from what to what, when, by whom and why; newest first',
    params: z.object({ id: ItemRef }),
    query: Paging.extend({ limit: z.coerce.number().int().min(1).max(100).default(30) }),
    reply: page(HistoryEntry),
    fails: { 'platform.notFound': 404 },
  },
})
