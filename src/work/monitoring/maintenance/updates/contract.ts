/** Updates that wait on hosts, and reboots that are pending. */
import * as z from 'zod'
import { contract, Id, Instant, Paging, page } from '#platform/contract.ts'
import { ItemRef } from '#record/items/contract.ts'

export const HostUpdates = z.object({
  item: z.object({ id: Id, number: z.string(), name: z.string() }),
  waiting: z.int().nullable().describe('null: not known'),
  security: z.int().nullable().describe('Of those, for security; null: not known'),
  waitingSince: Instant.nullable().describe('Since when the oldest of them was seen to wait'),
  securitySince: Instant.nullable(),
  reboot: z.boolean().nullable().describe('A reboot is pending; null: not known'),
  rebootSince: Instant.nullable(),
  why: z.string().describe('Why it must reboot, as the host tells it'),
  updatedOn: z.string().nullable().describe('The last day on which anything was updated, YYYY-MM-DD'),
  seenAt: Instant.describe('When the host last told any of this'),
})
export type HostUpdates = z.infer<typeof HostUpdates>
export const Waiting = z.object({ name: z.string(), security: z.boolean(), since: Instant })

const notFound = { 'platform.notFound': 404 } as const
export const monitoringUpdates = contract({
  hosts: {
    method: 'GET',
    path: '/api/monitoring/updates',
    may: 'monitoring.read',
    summary: 'Hosts with what waits on them: what waits for security the longest first, then pending reboots, then other updates',
    query: Paging.extend({ organisationId: Id, all: z.stringbool().default(false).describe('Also those on which nothing waits') }),
    reply: page(HostUpdates).extend({
      counts: z.object({ hosts: z.int(), security: z.int(), reboot: z.int(), waiting: z.int() }).describe('How many hosts are known, and with what'),
    }),
    fails: notFound,
  },
  itemUpdates: {
    method: 'GET',
    path: '/api/monitoring/items/{id}/updates',
    may: 'monitoring.read',
    summary: 'What waits on one item, by name where its host tells that',
    params: z.object({ id: ItemRef }),
    reply: z.object({ host: HostUpdates.nullable(), packages: z.array(Waiting) }),
    fails: notFound,
  },
  updatesScript: {
    method: 'GET',
    path: '/api/monitoring/updates/script',
    may: 'monitoring.read',
    summary: 'The script that tells what waits on a host with apt or dnf. It only reads, and needs no rights: for a check of the kind script',
    reply: z.object({ text: z.string() }),
  },
})
