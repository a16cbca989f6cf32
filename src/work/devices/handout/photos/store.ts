/** The SQL of photos. */
import { type Kysely, sql } from 'kysely'
import type { HandoutTables, PhotoRow } from '../store.ts'

type Db = Kysely<Pick<HandoutTables, 'handoutPhoto'>>

export async function insertPhoto(db: Db, row: Pick<PhotoRow, 'id' | 'organisationId' | 'uploadedBy' | 'uploadedAt' | 'hash' | 'type' | 'size'>) {
  await db
    .insertInto('handoutPhoto')
    .values({ ...row, handoutId: null, itemId: null, moment: null, place: null })
    .execute()
}
export async function readPhoto(db: Db, id: string): Promise<PhotoRow | undefined> {
  return db.selectFrom('handoutPhoto').selectAll().where('id', '=', id).executeTakeFirst()
}
export const photosOf = (db: Db, handoutIds: readonly string[]): Promise<PhotoRow[]> =>
  handoutIds.length === 0
    ? Promise.resolve([])
    : db.selectFrom('handoutPhoto').selectAll().where('handoutId', 'in', handoutIds).orderBy('place').orderBy('id').execute()

export interface Naming {
  handoutId: string
  itemId: string
  moment: 'out' | 'back'
  organisationId: string
  /** Who uploaded them. */
  by: string | null
}
/** False when one of them is not theirs, or belongs to another hand-out already: then nothing may be kept. */
export async function namePhotos(db: Db, ids: readonly string[], { handoutId, itemId, moment, organisationId, by }: Naming): Promise<boolean> {
  if (ids.length === 0) return true
  const { numAffectedRows } = await sql`update handout_photo set handout_id = ${handoutId}, item_id = ${itemId}, moment = ${moment},
      place = array_position(${[...ids]}::uuid[], id)
    where id = any (${[...ids]}::uuid[]) and handout_id is null and uploaded_by = ${by} and organisation_id = ${organisationId}`.execute(db)
  return numAffectedRows === BigInt(new Set(ids).size)
}
/** Those that nobody named. */
export async function forgetLoose(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('handoutPhoto').where('handoutId', 'is', null).where('uploadedAt', '<', before).execute()
}
