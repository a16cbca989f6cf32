/** The SQL of freeze periods, templates and links to the calendar. */
import { sql } from 'kysely'
import type { ChangeTables, Db, FreezeRow, TemplateRow } from '../store.ts'

export async function readFreeze(db: Db, id: string): Promise<FreezeRow | undefined> {
  return db.selectFrom('changeFreeze').selectAll().where('id', '=', id).executeTakeFirst()
}
export async function insertFreeze(db: Db, row: FreezeRow): Promise<void> {
  await db.insertInto('changeFreeze').values(row).execute()
}
/** False when somebody was first. */
export async function updateFreeze(db: Db, id: string, version: number, set: Partial<FreezeRow>): Promise<boolean> {
  const done = await db
    .updateTable('changeFreeze')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function deleteFreeze(db: Db, id: string): Promise<FreezeRow | undefined> {
  return db.deleteFrom('changeFreeze').where('id', '=', id).returningAll().executeTakeFirst()
}

export async function listTemplates(db: Db, organisationIds: readonly string[]): Promise<TemplateRow[]> {
  return db
    .selectFrom('changeTemplate')
    .selectAll()
    .where('organisationId', 'in', organisationIds)
    .orderBy(sql`spil_fold(name)`)
    .orderBy('id')
    .limit(500)
    .execute()
}
/** False when there is one of this name. */
export async function insertTemplate(db: Db, row: TemplateRow): Promise<boolean> {
  const done = await db
    .insertInto('changeTemplate')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
/** False when somebody was first. Throws 23505 when there is one of this name. */
export async function updateTemplate(db: Db, id: string, version: number, set: Partial<TemplateRow>): Promise<boolean> {
  const done = await db
    .updateTable('changeTemplate')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function templateNamed(db: Db, organisationId: string, name: string, not: string): Promise<boolean> {
  const { rows } = await sql`select from change_template where organisation_id = ${organisationId} and active and id <> ${not}
    and spil_fold(name) = spil_fold(${name})`.execute(db)
  return rows.length > 0
}

type FeedRow = ChangeTables['changeFeed']
export async function feedOf(db: Db, personId: string): Promise<FeedRow | undefined> {
  return db.selectFrom('changeFeed').selectAll().where('personId', '=', personId).where('revokedAt', 'is', null).executeTakeFirst()
}
export async function feedById(db: Db, id: string): Promise<FeedRow | undefined> {
  return db.selectFrom('changeFeed').selectAll().where('id', '=', id).where('revokedAt', 'is', null).executeTakeFirst()
}
export async function revokeFeeds(db: Db, personId: string, at: Date): Promise<boolean> {
  const done = await db
    .updateTable('changeFeed')
    .set({ revokedAt: at })
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}
export async function insertFeed(db: Db, row: FeedRow): Promise<void> {
  await db.insertInto('changeFeed').values(row).execute()
}
