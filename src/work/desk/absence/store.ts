/** The SQL of absences and of people's own hours. */
import { type Kysely, sql } from 'kysely'
import type { Week } from '#record/cases/contract.ts'
import type { Absent } from './rules.ts'

type Moment = string | Date
export interface AbsenceTables {
  absence: {
    id: string
    organisationId: string
    personId: string
    fromAt: Moment
    untilAt: Moment | null
    substituteId: string | null
    substituteTeamId: string | null
    note: string | null
    version: number
    madeBy: string
    madeAt: Moment
  }
  personHours: { personId: string; organisationId: string; timeZone: string; week: Week; version: number }
}
export type Db = Kysely<AbsenceTables>
export type AbsenceRow = Omit<AbsenceTables['absence'], 'fromAt' | 'untilAt'> & { fromAt: string; untilAt: string | null }

/** Everybody's absences that have not ended at this moment, as far as the actor may know. */
export async function absencesFrom(db: Kysely<unknown>, at: Date): Promise<Absent[]> {
  const { rows } = await sql<{
    id: string
    personId: string
    fromAt: string
    untilAt: string | null
    substituteId: string | null
    substituteTeam: string[]
  }>`
    select * from spil_absences() where until_at is null or until_at > ${at}`.execute(db)
  return rows.map(({ id, personId, fromAt, untilAt, substituteId, substituteTeam }) => ({
    id,
    personId,
    from: Date.parse(fromAt),
    until: untilAt === null ? null : Date.parse(untilAt),
    substituteId,
    substituteTeam,
  }))
}

export interface Listing {
  when: 'now' | 'coming' | 'past' | 'all'
  personId?: string | undefined
  limit: number
  after?: readonly [string, string] | undefined
}
const moments = {
  now: (at: Date) => sql`from_at <= ${at} and (until_at is null or until_at > ${at})`,
  coming: (at: Date) => sql`from_at > ${at}`,
  past: (at: Date) => sql`until_at <= ${at}`,
  all: () => sql`true`,
} as const
/** The latest first. */
export async function listAbsences(db: Db, at: Date, { when, personId, limit, after }: Listing): Promise<AbsenceRow[]> {
  const { rows } = await sql<AbsenceRow>`select * from absence where ${moments[when](at)}
    ${personId ? sql`and person_id = ${personId}` : sql``}
    ${after ? sql`and (from_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by from_at desc, id desc limit ${limit}`.execute(db)
  return rows
}
export async function readAbsence(db: Db, id: string): Promise<AbsenceRow | undefined> {
  return (await sql<AbsenceRow>`select * from absence where id = ${id}`.execute(db)).rows[0]
}
export async function insertAbsence(db: Db, row: AbsenceTables['absence']): Promise<void> {
  await db.insertInto('absence').values(row).execute()
}
/** False when somebody was first. */
export async function updateAbsence(db: Db, id: string, version: number, set: Partial<AbsenceTables['absence']>): Promise<boolean> {
  const done = await db
    .updateTable('absence')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function deleteAbsence(db: Db, id: string): Promise<void> {
  await db.deleteFrom('absence').where('id', '=', id).execute()
}

export async function hoursOf(db: Db, personIds: readonly string[]): Promise<Map<string, AbsenceTables['personHours']>> {
  if (personIds.length === 0) return new Map()
  const rows = await db.selectFrom('personHours').selectAll().where('personId', 'in', personIds).execute()
  return new Map(rows.map((row) => [row.personId, row]))
}
/** False when somebody was first. `version` 0: none were set. */
export async function saveHours(db: Db, row: AbsenceTables['personHours'], version: number, week: Week | null): Promise<boolean> {
  const { personId, organisationId, timeZone } = row
  if (week === null)
    return (
      (await sql`delete from person_hours where person_id = ${personId} and version = ${version}`.execute(db)).numAffectedRows === 1n || version === 0
    )
  const body = JSON.stringify(week)
  const done =
    version === 0
      ? await sql`insert into person_hours (person_id, organisation_id, time_zone, week)
          values (${personId}, ${organisationId}, ${timeZone}, ${body}::jsonb) on conflict do nothing`.execute(db)
      : await sql`update person_hours set week = ${body}::jsonb, time_zone = ${timeZone}, version = version + 1
          where person_id = ${personId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
