/** The SQL of status pages. */
import { type Kysely, sql } from 'kysely'

export interface StatusRow {
  organisationId: string
  title: string
  services: { itemId: string; nl: string; en: string }[]
  public: boolean
  token: string
  version: number
  changedAt: string
  changedBy: string | null
}
export interface StatusTables {
  monitoringStatus: StatusRow
}
export type Db = Kysely<StatusTables>

export const readStatus = (db: Db, organisationId: string): Promise<StatusRow | undefined> =>
  db.selectFrom('monitoringStatus').selectAll().where('organisationId', '=', organisationId).executeTakeFirst()
export const publicByToken = (db: Db, token: string): Promise<StatusRow | undefined> =>
  db.selectFrom('monitoringStatus').selectAll().where('token', '=', token).where('public', '=', true).executeTakeFirst()
/** Undefined when somebody was first. */
export async function saveStatus(db: Db, row: StatusRow): Promise<StatusRow | undefined> {
  const services = sql`${JSON.stringify(row.services)}::jsonb`
  const { rows } =
    row.version === 0
      ? await sql<StatusRow>`insert into monitoring_status (organisation_id, title, services, public, token, version, changed_at, changed_by)
          values (${row.organisationId}, ${row.title}, ${services}, ${row.public}, ${row.token}, 1, ${row.changedAt}, ${row.changedBy})
          on conflict do nothing returning *`.execute(db)
      : await sql<StatusRow>`update monitoring_status set title = ${row.title}, services = ${services}, public = ${row.public}, token = ${row.token},
          version = version + 1, changed_at = ${row.changedAt}, changed_by = ${row.changedBy}
          where organisation_id = ${row.organisationId} and version = ${row.version} returning *`.execute(db)
  return rows[0]
}
