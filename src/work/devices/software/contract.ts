/** What is installed on devices, as their agents tell it. */
import * as z from 'zod'
import { contract, Instant, Paging, page } from '#platform/contract.ts'
import { ItemRef } from '#record/items/contract.ts'
import { Dialect } from '../intake/contract.ts'

export const Installed = z.object({
  name: z.string(),
  version: z.string(),
  was: z.string().nullable().describe('The version before this one, when it was changed'),
  arch: z.string(),
  publisher: z.string(),
  product: z.string().describe('Under which it stands with its other versions'),
  source: Dialect,
  installedOn: z.string().nullable().describe('YYYY-MM-DD, as the agent tells it'),
  firstSeenAt: Instant,
  removedAt: Instant.nullable().describe('null: it is there'),
})
export type Installed = z.infer<typeof Installed>
export const devicesSoftware = contract({
  software: {
    method: 'GET',
    path: '/api/devices/items/{id}/software',
    may: 'devices.read',
    summary: 'What is installed on a device, or what is no longer',
    params: z.object({ id: ItemRef }),
    query: Paging.extend({
      search: z.string().trim().max(200).optional().describe('Part of the name'),
      removed: z.stringbool().default(false).describe('What went, last first'),
    }),
    reply: page(Installed),
    fails: { 'platform.notFound': 404 },
  },
})
