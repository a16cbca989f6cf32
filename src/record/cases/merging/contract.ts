/** Cases merged into others, and how that is undone. */
import * as z from 'zod'
import { event, Id, Instant } from '#platform/contract.ts'
import { Channel, Named } from '../contract.ts'

/** A case whose conversation, files, people, links, tasks and time are shown on another one. */
export const MergedCase = z.object({
  id: Id,
  number: z.string(),
  title: z.string(),
  text: z.string().describe('What its reporter wrote'),
  reporter: Named,
  channel: Channel,
  openedAt: Instant,
  mergeId: Id,
  into: z.string().describe('The number it was merged into; another than the one shown when that was merged itself'),
  mergedAt: Instant,
  mergedBy: Named.nullable(),
  reason: z.string().nullable(),
})
export type MergedCase = z.infer<typeof MergedCase>

const ends = { mergeId: Id, caseId: Id, number: z.int(), intoId: Id, intoNumber: z.int(), reporterId: Id, intoReporterId: Id }
/** `caseId` was merged into `intoId`. Told about both. */
export const merged = event('cases.merged', z.object(ends))
export const mergeUndone = event('cases.mergeUndone', z.object({ ...ends, movedEntries: z.int() }))
