/** Mailboxes as administrators see them: the password goes in and never comes out. */
import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { type Context, Problem } from '#platform/room.ts'
import { type ChangedMailbox, type MailboxShape, mailboxChanged, type NewMailbox } from '../contract.ts'
import { addMailbox, changeMailbox, listMailboxes, type MailboxRow, readMailbox, removeMailbox } from './store.ts'

const iso = (at: Date | string | null) => (at === null ? null : new Date(at).toISOString())
const shape = (row: MailboxRow): MailboxShape => ({
  id: row.id,
  organisationId: row.organisationId,
  teamId: row.teamId,
  name: row.name,
  address: row.address,
  locale: row.locale,
  host: row.host,
  port: row.port,
  secure: row.secure,
  user: row.userName,
  folder: row.folder,
  plusAddressing: row.plusAddressing,
  senderOrder: row.senderOrder,
  notices: row.notices,
  active: row.active,
  version: row.version,
  connectedAt: iso(row.connectedAt),
  failedAt: iso(row.failedAt),
  failure: row.failure,
})

const told = (ctx: Context, row: { id: string; organisationId: string }, what: 'added' | 'changed' | 'removed') =>
  ctx.emit(mailboxChanged, { about: `mailbox/${row.id}`, organisationId: row.organisationId, data: { mailboxId: row.id, what } })

/** The permission counts in the organisation of the mailbox, not just somewhere. */
function mayIn(ctx: Context, organisationId: string): void {
  if (!ctx.actor.permissions.get('desk.mailboxes')?.includes(organisationId)) throw new Problem('platform.notAllowed', 403)
}

export const items = async (ctx: Context): Promise<MailboxShape[]> => (await listMailboxes(ctx.db)).map(shape)

export async function add(ctx: Context, { user, password, ...fields }: z.output<typeof NewMailbox>): Promise<MailboxShape | undefined> {
  mayIn(ctx, fields.organisationId)
  const id = randomUUID()
  const sealed = ctx.app.secrets.seal(`mailbox ${id}`, password)
  const nothing = { connectedAt: null, failedAt: null, failure: null }
  const row = await addMailbox(ctx.db, { ...fields, ...nothing, id, userName: user, password: sealed, version: 1, createdAt: ctx.now })
  if (!row) return undefined
  await told(ctx, row, 'added')
  return shape(row)
}

export async function change(
  ctx: Context,
  id: string,
  { user, password, version, ...fields }: z.output<typeof ChangedMailbox>,
): Promise<MailboxShape | 'gone' | 'changed'> {
  mayIn(ctx, fields.organisationId)
  if (!(await readMailbox(ctx.db, id))) return 'gone'
  const sealed = password === undefined ? {} : { password: ctx.app.secrets.seal(`mailbox ${id}`, password) }
  const row = await changeMailbox(ctx.db, id, version, { ...fields, ...sealed, userName: user }).catch((error: { code?: string }) => {
    // The unique index on the address decides.
    if (error.code === '23505') throw new Problem('desk.mail.mailboxExists', 409)
    throw error
  })
  if (!row) return 'changed'
  await told(ctx, row, 'changed')
  return shape(row)
}

export async function remove(ctx: Context, id: string): Promise<boolean> {
  const row = await readMailbox(ctx.db, id)
  if (!row || !(await removeMailbox(ctx.db, id))) return false
  await told(ctx, row, 'removed')
  return true
}
