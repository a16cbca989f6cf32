/** How long an item was up, down, not known, or in maintenance. */
import * as z from 'zod'
import { contract, Id, Instant } from '#platform/contract.ts'
import { ItemRef } from '#record/items/contract.ts'
import { lengths } from './periods/rules.ts'
import { conditions } from './rules.ts'

export const Length = z.enum(lengths)
export const Period = z.object({
  name: z.string().describe('2026-10, 2026-Q4, 2026-W43'),
  length: Length,
  from: Instant,
  until: Instant.describe('Its end, or now while it lasts'),
})
export type Period = z.infer<typeof Period>
const seconds = z.int().describe('Seconds')
export const Availability = z.object({
  ...{ up: seconds, down: seconds, unknown: seconds, maintenance: seconds },
  outages: z.int().describe('How often it went down'),
  longest: seconds.describe('The longest of those'),
  percent: z.number().nullable().describe('up / (up + down), three decimals, cut off; null: nothing is known'),
})
export type Availability = z.infer<typeof Availability>

export const monitoringAvailability = contract({
  availability: {
    method: 'GET',
    path: '/api/monitoring/availability/{id}',
    may: 'monitoring.read',
    summary: 'Of one item: its last periods, this one first, and when it was not up in them; the newest 100 stretches',
    params: z.object({ id: ItemRef }),
    query: z.object({ length: Length.default('month'), periods: z.coerce.number().int().min(1).max(13).default(3) }),
    reply: z.object({
      itemId: Id,
      timeZone: z.string(),
      periods: z.array(Period.extend(Availability.shape)),
      stretches: z.array(z.object({ from: Instant, until: Instant.nullable().describe('null: now'), is: z.enum(conditions).exclude(['up']) })),
    }),
    fails: { 'platform.notFound': 404 },
  },
})
