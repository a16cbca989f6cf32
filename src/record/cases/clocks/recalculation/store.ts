/** The SQL of computing anew: how far it is. */
import { sql } from 'kysely'
import type { ClocksDb } from '../store.ts'

export interface Progress {
  organisationId: string
  generation: number
  askedAt: string
  /** null: not begun. */
  total: number | null
  done: number
  afterNumber: number
  endedAt: string | null
}
/** Held until the end of the transaction: two at once would do the same work twice. */
export async function progressOf(db: ClocksDb, organisationId: string, lock: boolean): Promise<Progress | undefined> {
  const { rows } = await sql<Progress>`select organisation_id, generation, asked_at, total, done, after_number, ended_at from clock_recalculation
    where organisation_id = ${organisationId} ${lock ? sql`for no key update` : sql``}`.execute(db)
  return rows[0]
}
export async function setProgress(
  db: ClocksDb,
  { organisationId, total, done, afterNumber, endedAt }: Omit<Progress, 'generation' | 'askedAt'>,
): Promise<void> {
  await sql`update clock_recalculation set total = ${total}, done = ${done}, after_number = ${afterNumber}, ended_at = ${endedAt}
    where organisation_id = ${organisationId}`.execute(db)
}
export async function unfinished(db: ClocksDb): Promise<string[]> {
  const { rows } = await sql<{
    organisationId: string
  }>`select organisation_id from clock_recalculation where ended_at is null order by asked_at`.execute(db)
  return rows.map(({ organisationId }) => organisationId)
}
export async function countToDo(db: ClocksDb, organisationId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from "case"
    where organisation_id = ${organisationId} and state in ('new', 'inProgress', 'waiting', 'solved', 'reopened')`.execute(db)
  return rows[0]?.count ?? 0
}
