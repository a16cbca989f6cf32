/** The SQL of notices. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { noticeKinds } from './contract.ts'

export interface NoticeTables {
  notice: {
    id: string
    eventId: number
    personId: string
    caseId: string | null
    title: string | null
    page: string | null
    kind: string
    byId: string | null
    at: Date | string
    readAt: Date | string | null
  }
}
export type Db = Kysely<NoticeTables>

/** The id of a case; of what is none its title, and the page it is on. */
export type Subject = string | { title: string; page: string }
/** Idempotent: the event decides. */
export async function insertNotice(
  db: Db,
  { subject, ...row }: Omit<NoticeTables['notice'], 'id' | 'readAt' | 'caseId' | 'title' | 'page'> & { subject: Subject },
): Promise<void> {
  const about = typeof subject === 'string' ? { caseId: subject, title: null, page: null } : { caseId: null, ...subject }
  await db
    .insertInto('notice')
    .values({ ...row, ...about, id: randomUUID(), readAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export interface NoticeRow {
  id: string
  eventId: number
  caseId: string | null
  page: string | null
  kind: (typeof noticeKinds)[number]
  byId: string | null
  at: string
  readAt: string | null
  number: number | null
  title: string
  assigneeId: string | null
}
/** Newest first. A case the person may no longer see takes its notices along. */
export async function listNotices(db: Db, personId: string, limit: number, before: number | undefined): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select n.id, n.event_id, n.case_id, n.page, n.kind, n.by_id, n.at, n.read_at, c.number, coalesce(c.title, n.title) as title, c.assignee_id
    from notice n left join "case" c on c.id = n.case_id
    where n.person_id = ${personId} and (c.id is not null or n.case_id is null) ${before === undefined ? sql`` : sql`and n.event_id < ${before}`} order by n.event_id desc limit ${limit}`.execute(
    db,
  )
  return rows
}

export async function countUnread(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (select from notice
    where person_id = ${personId} and read_at is null limit 100) one`.execute(db)
  return rows[0]?.count ?? 0
}

export async function markRead(
  db: Db,
  personId: string,
  now: Date,
  which: { ids?: string[] | undefined; until?: string | undefined },
): Promise<void> {
  let query = db.updateTable('notice').set({ readAt: now }).where('personId', '=', personId).where('readAt', 'is', null)
  if (which.ids) query = query.where('id', '=', sql<string>`any (${which.ids}::uuid[])`)
  if (which.until) query = query.where('at', '<=', which.until)
  await query.execute()
}

export async function forgetRead(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('notice').where('readAt', '<', before).execute()
}
