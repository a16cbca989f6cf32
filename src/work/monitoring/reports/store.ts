/** The SQL of reports. */
import { type Kysely, sql } from 'kysely'
import type { Figures, NewReport } from './contract.ts'

export interface ReportRow {
  id: string
  organisationId: string
  name: string
  body: NewReport
  dueAt: string | null
  duePeriod: string | null
  version: number
  changedAt: string
  changedBy: string | null
}
export interface MadeRow {
  id: string
  reportId: string | null
  organisationId: string
  name: string
  period: string
  locale: 'nl' | 'en'
  figures: Figures
  recipients: string[]
  madeAt: string
  madeBy: string | null
  hash: string | null
  size: number | null
}
export interface ReportTables {
  monitoringReport: ReportRow
  monitoringReportMade: MadeRow
}
export type Db = Kysely<ReportTables>

export async function listReports(db: Db, organisationId?: string): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`select * from monitoring_report where ${organisationId ? sql`organisation_id = ${organisationId}` : sql`true`}
    order by name, id limit 500`.execute(db)
  return rows
}
export async function readReport(db: Db, id: string): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`select * from monitoring_report where id = ${id}`.execute(db)
  return rows[0]
}
export async function insertReport(db: Db, row: ReportRow): Promise<void> {
  await sql`insert into monitoring_report (id, organisation_id, name, body, due_at, due_period, version, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, ${row.name}, ${JSON.stringify(row.body)}::jsonb, ${row.dueAt}, ${row.duePeriod}, ${row.version},
      ${row.changedAt}, ${row.changedBy})`.execute(db)
}
/** Undefined when somebody was first. */
export async function updateReport(db: Db, row: ReportRow): Promise<ReportRow | undefined> {
  const { rows } =
    await sql<ReportRow>`update monitoring_report set name = ${row.name}, body = ${JSON.stringify(row.body)}::jsonb, due_at = ${row.dueAt},
      due_period = ${row.duePeriod}, changed_at = ${row.changedAt}, changed_by = ${row.changedBy}, version = version + 1
    where id = ${row.id} and version = ${row.version} returning *`.execute(db)
  return rows[0]
}
export async function removeReport(db: Db, id: string): Promise<boolean> {
  return (await sql`delete from monitoring_report where id = ${id}`.execute(db)).numAffectedRows === 1n
}
/** The next one that is due, held; who else looks takes another. */
export async function nextDueReport(db: Db, now: Date): Promise<ReportRow | undefined> {
  const { rows } =
    await sql<ReportRow>`select * from monitoring_report where due_at <= ${now} order by due_at limit 1 for update skip locked`.execute(db)
  return rows[0]
}
export async function setDue(db: Db, id: string, due: { at: Date; period: string }): Promise<void> {
  await sql`update monitoring_report set due_at = ${due.at}, due_period = ${due.period} where id = ${id}`.execute(db)
}

/** False when this period was made by itself already: the database decides. */
export async function insertMade(db: Db, row: MadeRow): Promise<boolean> {
  const done =
    await sql`insert into monitoring_report_made (id, report_id, organisation_id, name, period, locale, figures, recipients, made_at, made_by)
    values (${row.id}, ${row.reportId}, ${row.organisationId}, ${row.name}, ${row.period}, ${row.locale}, ${JSON.stringify(row.figures)}::jsonb,
      ${row.recipients}::text[], ${row.madeAt}, ${row.madeBy}) on conflict do nothing`.execute(db)
  return done.numAffectedRows === 1n
}
export async function readMade(db: Db, id: string): Promise<MadeRow | undefined> {
  const { rows } = await sql<MadeRow>`select * from monitoring_report_made where id = ${id}`.execute(db)
  return rows[0]
}
type Listed = Omit<MadeRow, 'figures'>
export async function listMade(
  db: Db,
  { reportId, organisationId }: { reportId?: string | undefined; organisationId?: string | undefined },
  before: readonly [at: string, id: string] | undefined,
  limit: number,
): Promise<Listed[]> {
  const { rows } = await sql<Listed>`select id, report_id, organisation_id, name, period, locale, recipients, made_at, made_by, hash, size
    from monitoring_report_made where true ${reportId ? sql`and report_id = ${reportId}` : sql``} ${organisationId ? sql`and organisation_id = ${organisationId}` : sql``}
      ${before ? sql`and (made_at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
    order by made_at desc, id desc limit ${limit}`.execute(db)
  return rows
}
/** False when it was kept before. */
export async function keepPdf(db: Db, id: string, hash: string, size: number): Promise<boolean> {
  const done = await sql`update monitoring_report_made set hash = ${hash}, size = ${size} where id = ${id} and hash is null`.execute(db)
  return done.numAffectedRows === 1n
}
