/** Lists a page at a time: where the next one begins goes out as `next`, which only we understand, and comes back as `after`. */
import type { RawBuilder } from 'kysely'
import * as z from 'zod'
import type { Next } from './contract.ts'
import { Problem } from './room.ts'

/** A moment as the database gives it, of a year that it knows. */
export const Moment = z.iso.datetime({ precision: 3 }).refine((text) => text >= '0001')
/** What `Moment` reads, of a moment as a row has it. */
export const momentOf = (at: Date | string): string => new Date(at).toISOString()
/** Of rows that may have no moment, which come last. */
export const MomentOrNever = Moment.or(z.literal('infinity'))
export const momentOrNever = (at: Date | string | null): string => (at === null ? 'infinity' : momentOf(at))

export interface Page<R> {
  rows: R[]
  next: Next | null
}
type Types = readonly [z.ZodType, ...z.ZodType[]]
type Place<S extends Types> = { -readonly [K in keyof S]: z.output<S[K]> }

/** `types`: of what rows are ordered by, so far that no two of them have the same place. */
export function pages<S extends Types>(...types: S) {
  const place = z.tuple(types as unknown as [z.ZodType, ...z.ZodType[]])
  return {
    /** Where a page begins; undefined for the first. Throws 'platform.after' (400) for what is no `next` of such a list. */
    after(text: string | undefined): Place<S> | undefined {
      if (text === undefined) return undefined
      try {
        return place.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))) as Place<S>
      } catch {
        throw new Problem('platform.after', 400)
      }
    },
    /** A page of rows, of which one more than `limit` was read. */
    of<R>(rows: readonly R[], limit: number, placeOf: (row: R) => Place<S>): Page<R> {
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        rows: rows.slice(0, limit),
        next: last === undefined ? null : (Buffer.from(JSON.stringify(placeOf(last))).toString('base64url') as Next),
      }
    },
  }
}

/** One of the orders that a list has. */
export interface Order<R> {
  /** As it stands behind `order by`. */
  by: string
  /** The condition of the rows after a place; undefined for the first page. */
  beyond(after: string | undefined): RawBuilder<unknown> | undefined
  of(rows: readonly R[], limit: number): Page<R>
}
export function order<R, S extends Types>(
  by: string,
  types: S,
  placeOf: (row: R) => Place<S>,
  beyond: (place: Place<S>) => RawBuilder<unknown>,
): Order<R> {
  const all = pages<S>(...types)
  return {
    by,
    beyond(after) {
      const place = all.after(after)
      return place && beyond(place)
    },
    of: (rows, limit) => all.of(rows, limit, placeOf),
  }
}
