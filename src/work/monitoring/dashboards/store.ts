/** The SQL of dashboards. */
import { type Insertable, type Kysely, sql } from 'kysely'
import type { Definition, dashboardScopes } from './contract.ts'

type Time = Date | string
export interface DashboardTable {
  id: string
  organisationId: string
  ownerId: string
  scope: (typeof dashboardScopes)[number]
  teamId: string | null
  title: string
  definition: Definition
  version: number
  madeAt: Time
  changedAt: Time
}
export interface DashboardTables {
  dashboard: DashboardTable
}
export type Db = Kysely<DashboardTables>
export type DashboardRow = DashboardTable
export type ListedRow = Omit<DashboardRow, 'definition'> & { panels: number }
const json = (value: Definition) => sql<Definition>`${JSON.stringify(value)}::jsonb`

/** Those that the actor may see, by title. */
export const listDashboards = (db: Db, most: number): Promise<ListedRow[]> =>
  db
    .selectFrom('dashboard')
    .select(['id', 'organisationId', 'ownerId', 'scope', 'teamId', 'title', 'version', 'madeAt', 'changedAt'])
    .select(sql<number>`jsonb_array_length(definition -> 'panels')`.as('panels'))
    .orderBy(sql`lower(title)`)
    .orderBy('id')
    .limit(most)
    .execute()
export const readDashboard = (db: Db, id: string): Promise<DashboardRow | undefined> =>
  db.selectFrom('dashboard').selectAll().where('id', '=', id).executeTakeFirst()
/** False when the person has too many. */
export async function insertDashboard(db: Db, row: DashboardRow, most: number): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from dashboard where owner_id = ${row.ownerId}`.execute(db)
  if ((rows[0]?.count ?? 0) >= most) return false
  await db
    .insertInto('dashboard')
    .values({ ...row, definition: json(row.definition) } as unknown as Insertable<DashboardRow>)
    .execute()
  return true
}
type Set = Pick<DashboardRow, 'scope' | 'teamId' | 'title' | 'definition' | 'changedAt'>
/** False when somebody was first. */
export async function updateDashboard(db: Db, id: string, version: number, { definition, ...set }: Set): Promise<boolean> {
  const done = await db
    .updateTable('dashboard')
    .set({ ...set, definition: json(definition), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function deleteDashboard(db: Db, id: string): Promise<void> {
  await db.deleteFrom('dashboard').where('id', '=', id).execute()
}
