/** How full and how busy something was in a span. */
import * as z from 'zod'
import { Instant } from '#platform/contract.ts'

export const measureKeys = ['disk', 'memory', 'interface'] as const
export const Capacity = z.object({
  item: z.object({ number: z.string(), name: z.string() }),
  what: z.enum(measureKeys),
  label: z.string().describe('Which file system or interface'),
  unit: z.enum(['%', 'bit/s']),
  ...{ max: z.number(), average: z.number(), p95: z.number() },
  perDay: z.number().nullable().describe('How much it changes a day, by a straight line; null: too few samples'),
  full: z
    .object({ expected: Instant.nullable(), earliest: Instant, latest: Instant.nullable() })
    .nullable()
    .describe('When it is at 100 %, and between which moments with 95 in a hundred; null parts: not within ten years'),
})
export type Capacity = z.infer<typeof Capacity>
