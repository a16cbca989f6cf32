/** The SQL of screens. */
import type { Kysely } from 'kysely'

export interface ScreenRow {
  id: string
  organisationId: string
  name: string
  tokenHash: Buffer
  madeAt: string
  madeBy: string | null
  seenAt: string | null
}
export interface ScreenTables {
  monitoringScreen: ScreenRow
}
export type Db = Kysely<ScreenTables>

export const listScreens = (db: Db, organisationId: string): Promise<ScreenRow[]> =>
  db.selectFrom('monitoringScreen').selectAll().where('organisationId', '=', organisationId).orderBy('name').orderBy('id').execute()
export const insertScreen = async (db: Db, row: ScreenRow): Promise<void> => {
  await db.insertInto('monitoringScreen').values(row).execute()
}
export const removeScreen = (db: Db, id: string): Promise<ScreenRow | undefined> =>
  db.deleteFrom('monitoringScreen').where('id', '=', id).returningAll().executeTakeFirst()
export const screenByHash = (db: Db, tokenHash: Buffer): Promise<ScreenRow | undefined> =>
  db.selectFrom('monitoringScreen').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst()
/** Once a minute is enough to know that it is still there. */
export const seenNow = async (db: Db, { id, seenAt }: ScreenRow, now: Date): Promise<void> => {
  if (seenAt !== null && now.getTime() - Date.parse(seenAt) < 60_000) return
  await db.updateTable('monitoringScreen').set({ seenAt: now.toISOString() }).where('id', '=', id).execute()
}
