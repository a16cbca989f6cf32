/** The SQL of matrix and calendar. */
import { type Kysely, sql } from 'kysely'
import type { Matrix, Targets, Week } from '../contract.ts'
import type { CasesTables } from '../store.ts'

export interface SettingsRow {
  organisationId: string
  timeZone: string
  matrix: Matrix | null
  matrixVersion: number | null
  calendarZone: string | null
  week: Week | null
  targets: Targets | null
  calendarVersion: number | null
}

/** Undefined when the organisation is not there for the actor. */
export async function readSettings(db: Kysely<CasesTables>, organisationId: string): Promise<SettingsRow | undefined> {
  const { rows } = await sql<SettingsRow>`
    select o.id as organisation_id, o.time_zone, m.matrix, m.version as matrix_version,
      c.time_zone as calendar_zone, c.week, c.targets, c.version as calendar_version
    from organisation o left join priority_matrix m on m.organisation_id = o.id left join calendar c on c.organisation_id = o.id
    where o.id = ${organisationId}`.execute(db)
  return rows[0]
}

interface Writing {
  organisationId: string
  /** What the screen showed; 0 when nothing had been saved. */
  version: number
  at: Date
  by: string | null
}
/** False when somebody was first. */
export async function writeMatrix(db: Kysely<CasesTables>, { organisationId, version, at, by }: Writing, matrix: Matrix): Promise<boolean> {
  const body = JSON.stringify(matrix)
  const done =
    version === 0
      ? await sql`insert into priority_matrix (organisation_id, version, matrix, changed_at, changed_by)
          values (${organisationId}, 1, ${body}::jsonb, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update priority_matrix set version = version + 1, matrix = ${body}::jsonb, changed_at = ${at}, changed_by = ${by}
          where organisation_id = ${organisationId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
export async function writeCalendar(
  db: Kysely<CasesTables>,
  { organisationId, version, at, by }: Writing,
  calendar: { timeZone: string; week: Week; targets: Targets },
): Promise<boolean> {
  const week = JSON.stringify(calendar.week)
  const targets = JSON.stringify(calendar.targets)
  const done =
    version === 0
      ? await sql`insert into calendar (organisation_id, version, time_zone, week, targets, changed_at, changed_by)
          values (${organisationId}, 1, ${calendar.timeZone}, ${week}::jsonb, ${targets}::jsonb, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update calendar set version = version + 1, time_zone = ${calendar.timeZone}, week = ${week}::jsonb, targets = ${targets}::jsonb,
          changed_at = ${at}, changed_by = ${by} where organisation_id = ${organisationId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
