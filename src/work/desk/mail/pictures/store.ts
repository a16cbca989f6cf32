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

/** Longer than fetching may take. Whoever was to do it never came to an end: it counts as gone wrong. */
const patience = 5 * 60_000
/** Why it is not here, and is not coming; null while it is here or on its way. */
export const whyNot = ({ hash, why, askedAt }: PictureRow, now: Date): PictureRefusal | null =>
  why ?? (hash === null && new Date(askedAt).getTime() < now.getTime() - patience ? 'broken' : null)

/** Asked for, and once more what could not be had before. How many there are to fetch now. */
export async function askFor(db: Db, ask: Pick<PictureRow, 'entryId' | 'askedBy' | 'askedAt'>, urls: readonly string[]): Promise<number> {
  if (urls.length === 0) return 0
  const before = new Date(new Date(ask.askedAt).getTime() - patience)
  const { rows } = await sql`
    insert into mail_picture (entry_id, url, asked_by, asked_at)
    select ${ask.entryId}, url, ${ask.askedBy}, ${ask.askedAt} from unnest(${urls}::text[]) as url
    on conflict (entry_id, url) do update set why = null, asked_by = excluded.asked_by, asked_at = excluded.asked_at
      where mail_picture.why is not null or (mail_picture.hash is null and mail_picture.asked_at < ${before})
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
