/** Pages of the lists of norms: what the last row of one is ordered by, with an id, goes back as `after`. */
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Problem } from '#platform/room.ts'

/** A moment as the database gives it, of a year that it knows. */
export const Moment = z.iso.datetime({ precision: 3 }).refine((text) => text >= '0001')
/** Where a page begins; undefined for the first. Throws 'norms.after' (400) for what is no `next` of ours. */
export function placeIn<S extends z.ZodType<string | number>>(after: string | undefined, by: S): [z.output<S>, string] | undefined {
  if (after === undefined) return undefined
  try {
    return z.tuple([by, Id]).parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))) as [z.output<S>, string]
  } catch {
    throw new Problem('norms.after', 400)
  }
}

/** A page of rows, of which one more than `limit` was read. */
export function pageOf<R>(rows: readonly R[], limit: number, place: (row: R) => readonly [string | number, string]) {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last === undefined ? null : Buffer.from(JSON.stringify(place(last))).toString('base64url') }
}
