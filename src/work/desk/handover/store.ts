/** The SQL of until when people work. */
import { type Kysely, sql } from 'kysely'

export interface ShiftTables {
  shiftEnd: { personId: string; organisationId: string; endsAt: string; reason: 'shift' | 'absence' }
}
export type Db = Kysely<ShiftTables>

/** What they said for today; what is long past says nothing. */
export async function shiftsOf(db: Db, people: readonly string[], now: Date): Promise<ShiftTables['shiftEnd'][]> {
  return db
    .selectFrom('shiftEnd')
    .selectAll()
    .where('personId', '=', sql<string>`any (${people}::uuid[])`)
    .where('endsAt', '>', new Date(now.getTime() - 12 * 3_600_000).toISOString())
    .execute()
}

export async function saveShift(db: Db, row: ShiftTables['shiftEnd']): Promise<void> {
  await db
    .insertInto('shiftEnd')
    .values(row)
    .onConflict((conflict) => conflict.columns(['personId', 'organisationId']).doUpdateSet({ endsAt: row.endsAt, reason: row.reason }))
    .execute()
}
export async function forgetShift(db: Db, personId: string): Promise<void> {
  await db.deleteFrom('shiftEnd').where('personId', '=', personId).execute()
}
/** Teams this person is in, by id. */
export async function teamsOfPerson(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ teamId: string }>`select team_id from team_member where person_id = ${personId}`.execute(db)
  return rows.map(({ teamId }) => teamId)
}
