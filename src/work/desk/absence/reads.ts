/** Who is away and who stands in: for rotation, notices and approvals. */
import type { Context } from '#platform/room.ts'
import type { Hours } from '#record/cases/clocks/calendars/rules.ts'
import { absentAt, awayUntil, standsInFor } from './rules.ts'
import { absencesFrom, hoursOf } from './store.ts'

export interface Substitutes {
  away: boolean
  /** null: not known, or they are there. */
  until: Date | null
  /** People who are there, in the order in which they were named; empty when nobody stands in, or when nobody is away. */
  people: readonly string[]
}
/** For each of these people whether they are away at this moment, until when, and who really stands in. As far as the actor shares the organisation. */
export async function substitutesOf(ctx: Context, personIds: readonly string[], at: Date): Promise<Map<string, Substitutes>> {
  if (personIds.length === 0) return new Map()
  const all = await absencesFrom(ctx.db, at)
  const now = at.getTime()
  return new Map(
    personIds.map((id) => {
      const until = awayUntil(all, id, now)
      return [id, { away: absentAt(all, id, now) !== undefined, until: until == null ? null : new Date(until), people: standsInFor(all, id, now) }]
    }),
  )
}

/** Everybody who is away at this moment. */
export async function awayAt(ctx: Context, at: Date): Promise<string[]> {
  const all = await absencesFrom(ctx.db, at)
  const now = at.getTime()
  return [...new Set(all.map(({ personId }) => personId))].filter((id) => absentAt(all, id, now)).sort()
}

/** The hours of people who have their own; whoever is not in it works when the organisation does. */
export async function ownHoursOf(ctx: Context, personIds: readonly string[]): Promise<Map<string, Hours>> {
  return new Map([...(await hoursOf(ctx.db, personIds))].map(([id, { timeZone, week }]) => [id, { timeZone, week }]))
}
