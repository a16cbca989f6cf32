/** How often the proposed priority was not followed, from what to what, and why. */
import { sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { numberOf, type Priority, priorities } from '../contract.ts'
import type { Overrides } from './contract.ts'

/** Of the cases that the actor may see, opened from `from` until before `to`. At most 100 reasons, most frequent first. */
export async function overridesOf(ctx: Context, organisationId: string, from: Date, to: Date): Promise<Overrides> {
  const where = sql`organisation_id = ${organisationId} and opened_at >= ${from} and opened_at < ${to}`
  const { rows: pairs } = await sql<{ proposed: Priority; priority: Priority; count: number }>`
    select proposed_priority as proposed, priority, count(*)::int as count from "case" where ${where} group by 1, 2`.execute(ctx.db)
  const { rows } = await sql<{ reason: string; count: number; numbers: number[] }>`
    select min(priority_reason) as reason, count(*)::int as count, (array_agg(number order by number desc))[1:5] as numbers
    from "case" where ${where} and priority <> proposed_priority group by spil_fold(trim(priority_reason)) order by count(*) desc, 1 limit 100`.execute(
    ctx.db,
  )
  const moves = pairs
    .filter(({ proposed, priority }) => proposed !== priority)
    .map(({ proposed, priority, count }) => ({ from: proposed, to: priority, count }))
    .sort(
      (a, b) => b.count - a.count || priorities.indexOf(a.from) - priorities.indexOf(b.from) || priorities.indexOf(a.to) - priorities.indexOf(b.to),
    )
  return {
    cases: pairs.reduce((sum, { count }) => sum + count, 0),
    overridden: moves.reduce((sum, { count }) => sum + count, 0),
    moves,
    reasons: rows.map((row) => ({ ...row, numbers: row.numbers.map(numberOf) })),
  }
}
