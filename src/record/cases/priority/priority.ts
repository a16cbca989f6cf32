/** How often the proposed priority was not followed, from what to what, and why. */
import { sql } from 'kysely'
import * as z from 'zod'
import { type Page, pages } from '#platform/paging.ts'
import type { Context } from '#platform/room.ts'
import { numberOf, type Priority, priorities } from '../contract.ts'
import type { Overridden, Overrides } from './contract.ts'

/** Cases opened from `from` until before `until`. */
export interface Opened {
  organisationId: string
  from: Date
  until: Date
  teamId?: string | undefined
}
const within = ({ organisationId, from, until, teamId }: Opened) =>
  sql`organisation_id = ${organisationId} and opened_at >= ${from} and opened_at < ${until} ${teamId === undefined ? sql`` : sql`and team_id = ${teamId}`}`

/** Of the cases that the actor may see. At most 100 reasons, most frequent first. */
export async function overridesOf(ctx: Context, period: Opened): Promise<Overrides> {
  const { rows: pairs } = await sql<{ proposed: Priority; priority: Priority; count: number }>`
    select proposed_priority as proposed, priority, count(*)::int as count from "case" where ${within(period)} group by 1, 2`.execute(ctx.db)
  const { rows: reasons } = await sql<{ reason: string; count: number }>`
    select min(priority_reason) as reason, count(*)::int as count
    from "case" where ${within(period)} and priority <> proposed_priority group by spil_fold(trim(priority_reason)) order by count(*) desc, 1 limit 100`.execute(
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
    reasons,
  }
}

export interface OverriddenQuery extends Opened {
  move?: { from: Priority; to: Priority } | undefined
  /** In whatever capitals and accents, as `overridesOf` counts it. */
  reason?: string | undefined
}
const overriddenBy = pages(z.int())
/** The cases themselves, newest first; those that the actor may see. */
export async function overriddenOf(
  ctx: Context,
  { move, reason, ...period }: OverriddenQuery,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Page<Overridden>> {
  const [before] = overriddenBy.after(after) ?? []
  const { rows } = await sql<Omit<Overridden, 'number'> & { number: number }>`
    select id, number, title, proposed_priority as "from", priority as "to", coalesce(priority_reason, '') as reason, opened_at from "case"
    where ${within(period)} and priority <> proposed_priority
      ${move === undefined ? sql`` : sql`and proposed_priority = ${move.from} and priority = ${move.to}`}
      ${reason === undefined ? sql`` : sql`and spil_fold(trim(priority_reason)) = spil_fold(trim(${reason}))`}
      ${before === undefined ? sql`` : sql`and number < ${before}::bigint`}
    order by number desc limit ${limit + 1}`.execute(ctx.db)
  const page = overriddenBy.of(rows, limit, ({ number }) => [number])
  return { rows: page.rows.map((row) => ({ ...row, number: numberOf(row.number) })), next: page.next }
}
