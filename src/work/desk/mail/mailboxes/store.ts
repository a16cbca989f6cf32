/** The SQL of the mailboxes that mail is fetched from. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Locale } from '#platform/i18n.ts'
import type { SenderOrder } from '../contract.ts'

type Time = Date | string
export interface MailboxTable {
  id: string
  organisationId: string
  teamId: string | null
  name: string
  address: string
  locale: Locale
  host: string
  port: number
  secure: boolean
  userName: string
  password: string
  folder: string
  plusAddressing: boolean
  senderOrder: SenderOrder
  notices: boolean
  active: boolean
  version: number
  connectedAt: Time | null
  failedAt: Time | null
  failure: string | null
  createdAt: Time
}
export type MailboxRow = Selectable<MailboxTable>
interface Tables {
  mailbox: MailboxTable
  mailboxSeen: { mailboxId: string; uidValidity: number; uid: number; mailId: string }
}
// biome-ignore lint/suspicious/noExplicitAny: takes the context's database whatever else its tables are
type Db = Kysely<any>
const of = (db: Db): Kysely<Tables> => db

export const listMailboxes = (db: Db): Promise<MailboxRow[]> => of(db).selectFrom('mailbox').selectAll().orderBy('name').execute()
export const readMailbox = (db: Db, id: string): Promise<MailboxRow | undefined> =>
  of(db).selectFrom('mailbox').selectAll().where('id', '=', id).executeTakeFirst()

/** undefined when the address has a mailbox already. */
export const addMailbox = (db: Db, row: MailboxTable): Promise<MailboxRow | undefined> =>
  of(db)
    .insertInto('mailbox')
    .values(row)
    .onConflict((on) => on.doNothing())
    .returningAll()
    .executeTakeFirst()

export const changeMailbox = (db: Db, id: string, version: number, set: Partial<MailboxTable>): Promise<MailboxRow | undefined> =>
  of(db)
    .updateTable('mailbox')
    .set((eb) => ({ ...set, version: eb('version', '+', 1), failedAt: null, failure: null }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()

export async function removeMailbox(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await of(db).deleteFrom('mailbox').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

export async function noteHealth(db: Db, id: string, at: Date, failure: string | null): Promise<void> {
  await of(db)
    .updateTable('mailbox')
    .set(failure === null ? { connectedAt: at, failure: null } : { failedAt: at, failure: failure.slice(0, 500) })
    .where('id', '=', id)
    .execute()
}

/** Which of these UIDs have not been recorded. */
export async function notSeen(db: Db, mailboxId: string, uidValidity: number, uids: readonly number[]): Promise<number[]> {
  if (uids.length === 0) return []
  const { rows } = await sql<{ uid: number }>`
    select u.uid::int as uid from unnest(${uids}::bigint[]) as u(uid)
    where not exists (select from mailbox_seen s where s.mailbox_id = ${mailboxId} and s.uid_validity = ${uidValidity} and s.uid = u.uid)
    order by u.uid`.execute(db)
  return rows.map((row) => row.uid)
}

export async function noteSeen(db: Db, mailboxId: string, uidValidity: number, uid: number, mailId: string): Promise<void> {
  await of(db)
    .insertInto('mailboxSeen')
    .values({ mailboxId, uidValidity, uid, mailId })
    .onConflict((on) => on.doNothing())
    .execute()
}
