/** Lists a page at a time: where the next one begins goes out as `next`, which only we understand, and comes back as `after`. */
import * as z from 'zod'
import { Id } from './contract.ts'
import { Problem } from './room.ts'

/** A moment as the database gives it, of a year that it knows. */
export const Moment = z.iso.datetime({ precision: 3 }).refine((text) => text >= '0001')
/** What `Moment` reads, of a moment as a row has it. */
export const momentOf = (at: Date | string): string => new Date(at).toISOString()

/** `by`: what rows are ordered by, before their id. `code`: what is said (400) of what is no `next` of ours. */
export function pages<S extends readonly [z.ZodType, ...z.ZodType[]]>(by: S, code: string) {
  const place = z.tuple([...by, Id] as unknown as [...S, typeof Id])
  type Place = z.output<typeof place>
  return {
    /** Where a page begins; undefined for the first. */
    after(text: string | undefined): Place | undefined {
      if (text === undefined) return undefined
      try {
        return place.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
      } catch {
        throw new Problem(code, 400)
      }
    },
    /** A page of rows, of which one more than `limit` was read. */
    of<R>(rows: readonly R[], limit: number, placeOf: (row: R) => Place): { rows: R[]; next: string | null } {
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return { rows: rows.slice(0, limit), next: last === undefined ? null : Buffer.from(JSON.stringify(placeOf(last))).toString('base64url') }
    },
  }
}
