/** The SQL of incoming mail. */
import { randomUUID } from 'node:crypto'
import { type Insertable, type Kysely, type Selectable, sql, type Updateable } from 'kysely'
import { noticeReason } from './contract.ts'
import type { Box } from './intake/adapters/message.ts'
import type { MailboxTable } from './mailboxes/store.ts'

type Time = Date | string
export interface IncomingTable {
  id: string
  mailboxId: string | null
  via: 'imap' | 'api'
  hash: string
  size: number
  messageId: string
  organisationId: string
  state: 'stored' | 'processed' | 'notProcessed' | 'discarded'
  disposition: 'opened' | 'appended' | 'taken' | null
  reason: string | null
  detail: string | null
  automatic: string | null
  sender: string | null
  subject: string | null
  caseId: string | null
  entryId: string | null
  attempts: number
  receivedAt: Time
  endedAt: Time | null
  endedBy: string | null
}
/** An address that gave our mail back. */
export interface Bounced {
  address: string
  at: Time
  reason: string
  organisationId: string | null
}
export interface MailTables {
  mailbox: MailboxTable
  incomingMail: IncomingTable
  mailboxSeen: { mailboxId: string; uidValidity: number; uid: number; mailId: string }
  mailReference: { reference: string; caseId: string; at: Time; internal: boolean }
  mailParticipant: { caseId: string; address: string; name: string; at: Time }
  mailBody: { entryId: string; caseId: string; mailId: string; html: string | null; images: unknown }
  mailAnswer: { address: string; caseId: string | null; letter: string | null; at: Time }
  mailLimited: { address: string; caseId: string | null; at: Time }
  mailBounced: Bounced
}
export type Db = Kysely<MailTables>
export type Incoming = Selectable<IncomingTable>

type New = Pick<Insertable<IncomingTable>, 'mailboxId' | 'via' | 'hash' | 'size' | 'messageId' | 'organisationId' | 'receivedAt'>

/** Records that it is here; the same mail in the same mailbox is the same row. */
export async function record(db: Db, mail: New): Promise<{ row: Incoming; fresh: boolean }> {
  const id = randomUUID()
  await db
    .insertInto('incomingMail')
    .values({
      ...mail,
      id,
      state: 'stored',
      attempts: 0,
      disposition: null,
      reason: null,
      detail: null,
      automatic: null,
      sender: null,
      subject: null,
      caseId: null,
      entryId: null,
      endedAt: null,
      endedBy: null,
    })
    .onConflict((on) => on.expression(sql`coalesce(mailbox_id, '00000000-0000-0000-0000-000000000000'), hash, message_id`).doNothing())
    .execute()
  const row = await db
    .selectFrom('incomingMail')
    .selectAll()
    .where(sql`coalesce(mailbox_id, '00000000-0000-0000-0000-000000000000')`, '=', mail.mailboxId ?? '00000000-0000-0000-0000-000000000000')
    .where('hash', '=', mail.hash)
    .where('messageId', '=', mail.messageId)
    .executeTakeFirstOrThrow()
  return { row, fresh: row.id === id }
}

/** Held until the end of the transaction: two that process the same mail follow each other. */
export const hold = (db: Db, id: string): Promise<Incoming | undefined> =>
  db.selectFrom('incomingMail').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export const readIncoming = (db: Db, id: string): Promise<Incoming | undefined> =>
  db.selectFrom('incomingMail').selectAll().where('id', '=', id).executeTakeFirst()

export async function conclude(db: Db, id: string, set: Updateable<IncomingTable>): Promise<Incoming> {
  return db
    .updateTable('incomingMail')
    .set((eb) => ({ ...set, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Somebody took this notice: it is off the list, and of no case. */
export async function noticed(db: Db, id: string, at: Date): Promise<void> {
  const set = { state: 'processed' as const, reason: null, endedAt: at }
  await db.updateTable('incomingMail').set(set).where('id', '=', id).where('state', '=', 'notProcessed').where('reason', '=', noticeReason).execute()
}

/** Off the list; false when it was not standing there. */
export async function discard(db: Db, id: string, by: string | null, reason: string, at: Date): Promise<Incoming | undefined> {
  return db
    .updateTable('incomingMail')
    .set({ state: 'discarded', detail: reason, endedAt: at, endedBy: by })
    .where('id', '=', id)
    .where('state', '=', 'notProcessed')
    .returningAll()
    .executeTakeFirst()
}

/** Those before a place, the newest first. */
export async function listNotProcessed(db: Db, before: readonly [at: string, id: string] | undefined, limit: number): Promise<Incoming[]> {
  let query = db.selectFrom('incomingMail').selectAll().where('state', '=', 'notProcessed')
  if (before) query = query.where(sql<boolean>`(received_at, id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`)
  return query.orderBy('receivedAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

/** Stored long enough ago that whoever should process it has died. */
export const leftBehind = (db: Db, before: Date): Promise<{ id: string }[]> =>
  db.selectFrom('incomingMail').select('id').where('state', '=', 'stored').where('receivedAt', '<', before).orderBy('receivedAt').limit(200).execute()

/** The cases these ids belong to, in the order of the ids. */
export async function casesNamed(db: Db, ids: readonly string[]): Promise<{ caseId: string; internal: boolean }[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('mailReference')
    .select(['reference', 'caseId', 'internal', 'at'])
    .where('reference', 'in', ids)
    .orderBy('at')
    .execute()
  return ids.flatMap((id) => rows.filter((row) => row.reference === id))
}

export async function rememberIds(db: Db, caseId: string, ids: readonly string[], at: Date, internal = false): Promise<void> {
  const unique = [...new Set(ids)].slice(0, 300)
  if (unique.length === 0) return
  await db
    .insertInto('mailReference')
    .values(unique.map((reference) => ({ reference, caseId, at, internal })))
    .onConflict((on) => on.doNothing())
    .execute()
}

/** The newest ids of the case, oldest first: what an answer of ours refers to. Those of letters among staff only in letters among staff. */
export async function idsOf(db: Db, caseId: string, internal = false): Promise<string[]> {
  const rows = await db
    .selectFrom('mailReference')
    .select('reference')
    .where('caseId', '=', caseId)
    .where('internal', '=', internal)
    .where('reference', 'like', '<%>')
    .orderBy('at', 'desc')
    .limit(10)
    .execute()
  return rows.map((row) => row.reference).reverse()
}

export async function join(db: Db, caseId: string, boxes: readonly Box[], at: Date): Promise<void> {
  if (boxes.length === 0) return
  await db
    .insertInto('mailParticipant')
    .values(boxes.map(({ address, name }) => ({ caseId, address, name, at })))
    .onConflict((on) => on.doNothing())
    .execute()
}

/** On one of these cases: a case, and what was merged into it. */
export async function takesPart(db: Db, caseIds: readonly string[], address: string): Promise<boolean> {
  const row = await db
    .selectFrom('mailParticipant')
    .select('address')
    .where('caseId', 'in', caseIds)
    .where('address', '=', address)
    .executeTakeFirst()
  return row !== undefined
}

/** The mail this one is a copy of: the same Message-ID from the same sender became something already, by another mailbox or road. */
export const copyOf = (db: Db, row: Incoming, sender: string): Promise<Incoming | undefined> =>
  db
    .selectFrom('incomingMail')
    .selectAll()
    .where('messageId', '=', row.messageId)
    .where('messageId', '<>', '')
    .where('id', '<>', row.id)
    .where('sender', '=', sender)
    .where('state', '=', 'processed')
    .orderBy('receivedAt')
    .limit(1)
    .executeTakeFirst()

/** What a case was opened by, when it was a mail. */
export const openedBy = (db: Db, caseId: string): Promise<Incoming | undefined> =>
  db.selectFrom('incomingMail').selectAll().where('caseId', '=', caseId).where('disposition', '=', 'opened').limit(1).executeTakeFirst()

export async function keepBody(
  db: Db,
  body: { entryId: string; caseId: string; mailId: string; html: string | null; images: unknown[] },
): Promise<void> {
  await db
    .insertInto('mailBody')
    .values({ ...body, images: JSON.stringify(body.images) })
    .onConflict((on) => on.doNothing())
    .execute()
}
export const bodyOf = (db: Db, entryId: string) => db.selectFrom('mailBody').selectAll().where('entryId', '=', entryId).executeTakeFirst()

/** Which entries of the case, and of what was merged into it, came by mail. */
export const bodiesOf = (db: Db, caseIds: readonly string[]): Promise<{ entryId: string; html: boolean }[]> =>
  db
    .selectFrom('mailBody')
    .select(['entryId', sql<boolean>`html is not null`.as('html')])
    .where('caseId', 'in', caseIds)
    .orderBy('entryId')
    .limit(2000)
    .execute()

/** An automatic letter that went out. */
export interface Answered {
  address: string
  caseId: string | null
  letter: string | null
  at: Date
}
const answers = (db: Db, since: Date) =>
  db.selectFrom('mailAnswer').select(['address', 'caseId', 'letter', 'at']).where('at', '>', since).orderBy('at', 'desc').limit(1500)
const answered = (rows: readonly MailTables['mailAnswer'][]): Answered[] => rows.map((row) => ({ ...row, at: new Date(row.at) }))
export const answersTo = async (db: Db, address: string, since: Date): Promise<Answered[]> =>
  answered(await answers(db, since).where('address', '=', address).execute())
export const answersOn = async (db: Db, caseId: string, since: Date): Promise<Answered[]> =>
  answered(await answers(db, since).where('caseId', '=', caseId).execute())
export async function noteAnswer(db: Db, answer: Answered): Promise<void> {
  await db.insertInto('mailAnswer').values(answer).execute()
}
/** True for the first who finds that this address had enough, once in 10 hours. */
export async function noteLimited(db: Db, address: string, caseId: string | null, at: Date): Promise<boolean> {
  const row = await db
    .insertInto('mailLimited')
    .values({ address, caseId, at })
    .onConflict((on) =>
      on
        .column('address')
        .doUpdateSet({ at, caseId })
        .where('mailLimited.at', '<', new Date(at.getTime() - 10 * 3_600_000)),
    )
    .returning('address')
    .executeTakeFirst()
  return row !== undefined
}
export const isBounced = async (db: Db, address: string): Promise<boolean> =>
  (await db.selectFrom('mailBounced').select('address').where('address', '=', address).executeTakeFirst()) !== undefined
/** Mail came from it: it lives. */
export async function noteAlive(db: Db, address: string): Promise<void> {
  await db.deleteFrom('mailBounced').where('address', '=', address).execute()
}
export async function noteBounced(db: Db, bounced: Bounced): Promise<void> {
  const { address, ...rest } = bounced
  await db
    .insertInto('mailBounced')
    .values(bounced)
    .onConflict((on) => on.column('address').doUpdateSet({ address, ...rest }))
    .execute()
}
