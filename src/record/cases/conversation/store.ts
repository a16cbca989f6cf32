/** The SQL of what is said on a case, and of its files. */
import type { Visibility } from '../contract.ts'
import { familyOf } from '../family/family.ts'
import type { AttachmentRow, Db, EntryRow } from '../store.ts'

export async function insertEntry(db: Db, row: Omit<EntryRow, 'place'>): Promise<void> {
  await db.insertInto('entry').values(row).execute()
}
const entryColumns = [
  'id',
  'caseId',
  'organisationId',
  'confidential',
  'authorId',
  'visibility',
  'channel',
  'kind',
  'text',
  'html',
  'messageId',
  'at',
  'place',
] as const
/** Newest `limit` before that place, given back oldest first. */
export async function listEntries(db: Db, caseId: string, limit: number, before: number | undefined): Promise<EntryRow[]> {
  let query = db.selectFrom('entry').select(entryColumns).where('caseId', '=', familyOf(caseId))
  if (before !== undefined) query = query.where('place', '<', before)
  const rows = await query.orderBy('place', 'desc').limit(limit).execute()
  return rows.reverse()
}
export async function readEntry(db: Db, id: string): Promise<EntryRow | undefined> {
  return db.selectFrom('entry').select(entryColumns).where('id', '=', id).executeTakeFirst()
}

export async function insertAttachments(db: Db, rows: readonly AttachmentRow[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('attachment').values(rows).execute()
}
export async function countAttachments(db: Db, caseId: string): Promise<number> {
  const row = await db
    .selectFrom('attachment')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('caseId', '=', familyOf(caseId))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
export async function listAttachments(db: Db, caseId: string): Promise<AttachmentRow[]> {
  return db.selectFrom('attachment').selectAll().where('caseId', '=', familyOf(caseId)).orderBy('at').orderBy('id').limit(1000).execute()
}
export async function readAttachment(db: Db, id: string): Promise<AttachmentRow | undefined> {
  return db.selectFrom('attachment').selectAll().where('id', '=', id).executeTakeFirst()
}
/** Files that were uploaded before the entry was written come under it, and are seen by whom it is for. Only one's own. */
export async function adoptAttachments(
  db: Db,
  caseId: string,
  entryId: string,
  ids: readonly string[],
  by: string,
  visibility: Visibility,
): Promise<void> {
  await db
    .updateTable('attachment')
    .set({ entryId, visibility })
    .where('id', 'in', ids)
    .where('caseId', '=', familyOf(caseId))
    .where('addedBy', '=', by)
    .where('entryId', 'is', null)
    .execute()
}
