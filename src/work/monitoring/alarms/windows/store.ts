/** The SQL of maintenance windows. */
import { type Kysely, sql } from 'kysely'
import type { Scope } from '#record/norms/contract.ts'
import type { Recurrence } from './rules.ts'

export interface WindowRow extends Recurrence {
  id: string
  organisationId: string
  name: string
  note: string
  itemIds: string[]
  scope: Scope | null
  caseId: string | null
  version: number
  changedAt: string
  changedBy: string | null
}
export interface WindowTables {
  monitoringWindow: WindowRow
}
export type Db = Kysely<WindowTables>

export async function listWindows(db: Db, organisationId?: string): Promise<WindowRow[]> {
  const { rows } = await sql<WindowRow>`select * from monitoring_window where ${organisationId ? sql`organisation_id = ${organisationId}` : sql`true`}
    order by name, id`.execute(db)
  return rows
}
export async function readWindow(db: Db, id: string): Promise<WindowRow | undefined> {
  const { rows } = await sql<WindowRow>`select * from monitoring_window where id = ${id}`.execute(db)
  return rows[0]
}
/** Of the same change the one that is there is changed. */
export async function writeWindow(db: Db, row: WindowRow): Promise<WindowRow> {
  const { rows } = await sql<WindowRow>`insert into monitoring_window
      (id, organisation_id, name, note, item_ids, scope, starts, minutes, time_zone, rrule, case_id, version, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, ${row.name}, ${row.note}, ${row.itemIds}::uuid[], ${row.scope && JSON.stringify(row.scope)}::jsonb, ${row.starts},
      ${row.minutes}, ${row.timeZone}, ${row.rrule}, ${row.caseId}, 1, ${row.changedAt}, ${row.changedBy})
    on conflict (case_id) where case_id is not null do update set name = excluded.name, item_ids = excluded.item_ids, starts = excluded.starts,
      minutes = excluded.minutes, time_zone = excluded.time_zone, rrule = excluded.rrule, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
      version = monitoring_window.version + 1 returning *`.execute(db)
  return rows[0] ?? row
}
/** Undefined when somebody was first. */
export async function updateWindow(db: Db, { id, version, ...row }: WindowRow): Promise<WindowRow | undefined> {
  const { rows } = await sql<WindowRow>`update monitoring_window set name = ${row.name}, note = ${row.note}, item_ids = ${row.itemIds}::uuid[],
      scope = ${row.scope && JSON.stringify(row.scope)}::jsonb, starts = ${row.starts}, minutes = ${row.minutes}, time_zone = ${row.timeZone}, rrule = ${row.rrule},
      changed_at = ${row.changedAt}, changed_by = ${row.changedBy}, version = version + 1 where id = ${id} and version = ${version} returning *`.execute(
    db,
  )
  return rows[0]
}
export async function removeWindow(db: Db, id: string): Promise<boolean> {
  const done = await sql`delete from monitoring_window where id = ${id}`.execute(db)
  return done.numAffectedRows === 1n
}
