/** The SQL of who has which case open. */
import { type Kysely, sql } from 'kysely'

export interface DeskTables {
  caseHere: { caseId: string; personId: string; writing: boolean; since: string | Date; seenAt: string | Date }
}
export type Db = Kysely<DeskTables>

/** Somebody is no longer there when nothing was heard for this long. */
const gone = 45_000

export async function sayHere(db: Db, caseId: string, personId: string, writing: boolean, now: Date): Promise<void> {
  await sql`insert into case_here (case_id, person_id, writing, since, seen_at) values (${caseId}, ${personId}, ${writing}, ${now}, ${now})
    on conflict (case_id, person_id) do update set writing = excluded.writing, seen_at = excluded.seen_at,
      since = case when case_here.seen_at < ${new Date(now.getTime() - gone)} then excluded.since else case_here.since end`.execute(db)
}

/** Others than this person. */
export async function whoIsHere(
  db: Db,
  caseId: string,
  personId: string | null,
  now: Date,
): Promise<{ personId: string; writing: boolean; since: string }[]> {
  const { rows } = await sql<{ personId: string; writing: boolean; since: string }>`select person_id, writing, since from case_here
    where case_id = ${caseId} and seen_at >= ${new Date(now.getTime() - gone)} and person_id is distinct from ${personId} order by since limit 20`.execute(
    db,
  )
  return rows
}

export async function forgetGone(db: Db, now: Date): Promise<void> {
  await sql`delete from case_here where seen_at < ${new Date(now.getTime() - 3_600_000)}`.execute(db)
}
