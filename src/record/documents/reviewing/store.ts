/** The SQL of reminders to review. */
import { sql } from 'kysely'
import type { Db, DocumentRow } from '../store.ts'

/** Marks those that are to be reviewed by this day and were not told yet for their date; gives them back, once. */
export async function tellDue(
  db: Db,
  until: string,
  now: Date,
): Promise<Pick<DocumentRow, 'id' | 'organisationId' | 'kind' | 'ownerId' | 'reviewBy'>[]> {
  const { rows } = await sql<DocumentRow>`update document set review_told_for = review_by, review_told_at = ${now}, review_seen_at = null
    where review_by <= ${until}::date and review_told_for is distinct from review_by returning id, organisation_id, kind, owner_id, review_by`.execute(
    db,
  )
  return rows
}

export interface ReminderRow {
  id: string
  title: string
  reviewBy: string
  at: string
  seen: boolean
}
/** Of this owner; a document with a later date no longer asks for it. */
export async function listReminders(db: Db, ownerId: string): Promise<ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`select id, title, review_by, review_told_at as at, review_seen_at is not null as seen from document
    where owner_id = ${ownerId} and review_told_for = review_by order by review_told_at desc limit 100`.execute(db)
  return rows
}
export async function seeReminders(db: Db, ownerId: string, now: Date): Promise<void> {
  await sql`update document set review_seen_at = ${now} where owner_id = ${ownerId} and review_told_for = review_by and review_seen_at is null`.execute(
    db,
  )
}
