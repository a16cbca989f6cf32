/** The SQL of pictures from elsewhere. */
import { type Kysely, sql } from 'kysely'
import type { PictureRefusal } from './contract.ts'

export interface PictureRow {
  entryId: string
  url: string
  askedBy: string
  askedAt: Date | string
  hash: string | null
  type: string | null
  size: number | null
  why: PictureRefusal | null
}
export type Db = Kysely<{ mailPicture: PictureRow }>

/** Asked for, and once more what could not be had before. How many there are to fetch now. */
export async function askFor(db: Db, ask: Pick<PictureRow, 'entryId' | 'askedBy' | 'askedAt'>, urls: readonly string[]): Promise<number> {
  if (urls.length === 0) return 0
  const { rows } = await sql`
    insert into mail_picture (entry_id, url, asked_by, asked_at)
    select ${ask.entryId}, url, ${ask.askedBy}, ${ask.askedAt} from unnest(${urls}::text[]) as url
    on conflict (entry_id, url) do update set why = null, asked_by = excluded.asked_by, asked_at = excluded.asked_at
      where mail_picture.why is not null
    returning 1`.execute(db)
  return rows.length
}
export const picturesFor = (db: Db, entryId: string): Promise<PictureRow[]> =>
  db.selectFrom('mailPicture').selectAll().where('entryId', '=', entryId).orderBy('url').execute()
/** Held until the end of the transaction; undefined when it is here, or was given up. */
export const openPicture = (db: Db, entryId: string, url: string): Promise<PictureRow | undefined> =>
  db
    .selectFrom('mailPicture')
    .selectAll()
    .where('entryId', '=', entryId)
    .where('url', '=', url)
    .where('hash', 'is', null)
    .where('why', 'is', null)
    .forUpdate()
    .executeTakeFirst()
export async function settlePicture(db: Db, { entryId, url }: PictureRow, set: Partial<PictureRow>): Promise<void> {
  await db.updateTable('mailPicture').set(set).where('entryId', '=', entryId).where('url', '=', url).execute()
}
