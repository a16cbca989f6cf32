/**
 * Outgoing mail: written in the transaction of the work it tells about, sent by a job, tried again while the failure may pass,
 * and visible when it stays. Without SPIL_SMTP_URL it waits.
 */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { event } from '../contract.ts'
import { type App, type Context, type Job, job } from '../room.ts'
import { type Delivery, deliver, type Missed } from './transport.ts'

interface Mailbox {
  name: string
  address: string
}

export interface Outgoing {
  to: readonly Mailbox[]
  cc?: readonly Mailbox[]
  /** Spil's own address (SPIL_MAIL_FROM) unless told. */
  from?: Mailbox
  replyTo?: Mailbox
  subject: string
  text: string
  html?: string
  /** '<…@…>'; made unless told. */
  messageId?: string
  inReplyTo?: string
  references?: readonly string[]
  /** RFC 3834; 'auto-generated' unless told. null: a person wrote this mail. */
  autoSubmitted?: 'auto-generated' | 'auto-replied' | null
  headers?: Readonly<Record<string, string>>
  /** 'case/<id>', 'person/<id>'. */
  about: string
  /** Whose administrators may see that it waits or failed. */
  organisationId?: string
  attachments?: readonly { hash: string; name: string; type: string }[]
  /** It holds a link or code that lets somebody in: kept sealed, and not at all once sent. */
  secret?: boolean
}

interface MailRow {
  id: string
  messageId: string
  organisationId: string | null
  about: string
  recipients: unknown
  subject: string
  content: unknown
  sealed: string | null
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'bounced'
  attempts: number
  nextAt: string | Date
  error: string | null
  response: string | null
  /** Whom it was refused for: Missed[]. */
  undelivered: unknown
  createdAt: string | Date
  sendingAt: string | Date | null
  endedAt: string | Date | null
}
interface MailTables {
  outgoingMail: MailRow
}

/** A mail of ours that will not arrive: refused for good, or given back. */
export const mailFailed = event('mail.failed', z.object({ mailId: z.uuid(), state: z.enum(['failed', 'bounced']), attempts: z.int() }))

/** The part behind the @ of the ids and addresses of this installation. */
export const mailHost = (app: Pick<App, 'config'>): string => app.config.mailFrom.split('@').at(-1) ?? 'localhost'

/** One line, without what could begin a header of its own. */
const oneLine = (text: string, max = 500) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, max)
const cleanBox = (box: Mailbox): Mailbox => ({ name: oneLine(box.name, 200), address: oneLine(box.address, 320) })

/** Puts a mail in the queue, in this transaction. It is sent after the commit. */
export async function sendMail(ctx: Context, mail: Outgoing): Promise<{ id: string; messageId: string }> {
  const id = randomUUID()
  const messageId = mail.messageId ?? `<${id}@${mailHost(ctx.app)}>`
  const { to, cc, subject, about, organisationId, secret, ...rest } = mail
  const content = JSON.stringify({
    ...rest,
    from: cleanBox(mail.from ?? { name: 'Spil', address: ctx.app.config.mailFrom }),
    autoSubmitted: mail.autoSubmitted === undefined ? 'auto-generated' : mail.autoSubmitted,
  })
  await (ctx.db as Kysely<MailTables>)
    .insertInto('outgoingMail')
    .values({
      id,
      messageId,
      organisationId: organisationId ?? null,
      about,
      recipients: JSON.stringify({ to: to.map(cleanBox), cc: (cc ?? []).map(cleanBox) }),
      subject: oneLine(subject),
      content: secret ? null : content,
      sealed: secret ? ctx.app.secrets.seal('mail', content) : null,
      state: 'waiting',
      attempts: 0,
      nextAt: ctx.now,
      error: null,
      response: null,
      undelivered: '[]',
      createdAt: ctx.now,
      sendingAt: null,
      endedAt: null,
    })
    .execute()
  await ctx.enqueue(sendOne, { id })
  return { id, messageId }
}

/** How long to wait after so many attempts, in seconds: 1, 2, 4 … minutes, at most 4 hours. */
const waitAfter = (attempts: number): number => Math.min(60 * 2 ** Math.max(0, attempts - 1), 4 * 3600)
/** About four days: what mail servers among each other use. */
const lastAttempt = 32

/** Marks the row as being sent; undefined when there is nothing to send (any more). A row that a killed process left behind is sent again. */
async function claim(app: App, id: string): Promise<MailRow | undefined> {
  return app.asSystem(async (ctx) =>
    (ctx.db as Kysely<MailTables>)
      .updateTable('outgoingMail')
      .set((eb) => ({ state: 'sending', sendingAt: ctx.now, attempts: eb('attempts', '+', 1), nextAt: new Date(ctx.now.getTime() + 15 * 60_000) }))
      .where('id', '=', id)
      .where('state', 'in', ['waiting', 'sending'])
      .returningAll()
      .executeTakeFirst(),
  )
}

/** Who has it, has it; who was refused, will not get it; only the others are tried again. */
async function conclude(app: App, row: MailRow, done: Delivery): Promise<void> {
  await app.asSystem(async (ctx) => {
    const gaveUp = row.attempts >= lastAttempt
    const before = row.undelivered as Missed[]
    const undelivered = [...before, ...done.refused, ...(gaveUp ? done.later : [])].slice(0, 200)
    const again = gaveUp ? [] : done.later
    const reached = done.accepted || row.response !== null
    const state = again.length > 0 ? 'waiting' : reached ? 'sent' : 'failed'
    const said = [...again, ...undelivered].map(({ why }) => why)
    const left = (boxes: readonly Mailbox[]) => boxes.filter((box) => again.some(({ address }) => address === box.address))
    const { to, cc } = row.recipients as { to: Mailbox[]; cc: Mailbox[] }
    await (ctx.db as Kysely<MailTables>)
      .updateTable('outgoingMail')
      .set({
        state,
        error: said.length > 0 ? oneLine([...new Set(said)].join('; '), 1000) : null,
        ...(done.response && { response: oneLine(done.response, 1000) }),
        undelivered: JSON.stringify(undelivered),
        ...(state === 'waiting' && { recipients: JSON.stringify({ to: left(to), cc: left(cc) }) }),
        nextAt: new Date(ctx.now.getTime() + waitAfter(row.attempts) * 1000),
        endedAt: state === 'waiting' ? null : ctx.now,
        ...(state === 'sent' && row.sealed !== null && { sealed: null }),
      })
      .where('id', '=', row.id)
      .where('state', '=', 'sending')
      .execute()
    if (state !== 'waiting' && undelivered.length > 0) await tellFailed(ctx, row, 'failed')
  })
}

const tellFailed = (ctx: Context, row: Pick<MailRow, 'id' | 'about' | 'organisationId' | 'attempts'>, state: 'failed' | 'bounced') =>
  ctx.emit(mailFailed, { about: row.about, organisationId: row.organisationId, data: { mailId: row.id, state, attempts: row.attempts } })

/** One mail, one attempt. Its own failures are written on the row, so the job itself only fails with the database. */
const sendOne: Job<z.ZodObject<{ id: z.ZodUUID }>> = job({
  name: 'platform.sendMail',
  payload: z.object({ id: z.uuid() }),
  async run({ id }, app) {
    if (!app.config.smtpUrl) return
    const row = await claim(app, id)
    if (!row) return
    const content = (row.sealed !== null ? JSON.parse(app.secrets.open('mail', row.sealed)) : row.content) as Outgoing
    await conclude(
      app,
      row,
      await deliver(app, { ...content, ...(row.recipients as Pick<Outgoing, 'to' | 'cc'>), messageId: row.messageId, subject: row.subject }),
    )
  },
})

/** Each minute: what waits for its next attempt, for a server that was configured since, or was being sent by a process that died. */
const sendDue: Job<z.ZodObject> = job({
  name: 'platform.sendDueMail',
  payload: z.object({}),
  cron: '* * * * *',
  async run(_payload, app) {
    if (!app.config.smtpUrl) return
    await app.asSystem(async (ctx) => {
      const due = await (ctx.db as Kysely<MailTables>)
        .selectFrom('outgoingMail')
        .select('id')
        .where('state', 'in', ['waiting', 'sending'])
        .where('nextAt', '<=', ctx.now)
        .orderBy('nextAt')
        .limit(500)
        .execute()
      for (const { id } of due) await ctx.enqueue(sendOne, { id }, { key: `mail ${id}` })
    })
  },
})

export const mailJobs: readonly Job[] = [sendOne as unknown as Job, sendDue as unknown as Job]

export interface Bounced {
  about: string
  organisationId: string | null
  /** Whom it was for. */
  to: string[]
}
/** A receiver gave the mail back. undefined when the id is not one of ours. */
export async function markBounced(ctx: Context, messageId: string, reason: string): Promise<Bounced | undefined> {
  const row = await (ctx.db as Kysely<MailTables>)
    .updateTable('outgoingMail')
    .set({ state: 'bounced', error: oneLine(reason, 1000), endedAt: ctx.now })
    .where('messageId', '=', messageId)
    .returning(['id', 'about', 'organisationId', 'attempts', 'recipients'])
    .executeTakeFirst()
  if (!row) return undefined
  await tellFailed(ctx, row, 'bounced')
  const { to, cc = [] } = row.recipients as { to: Mailbox[]; cc?: Mailbox[] }
  return { about: row.about, organisationId: row.organisationId, to: [...to, ...cc].map((one) => one.address) }
}

/** Tries a mail that failed again, from the beginning. False when it is not there or is not standing still. */
export async function sendAgain(ctx: Context, id: string): Promise<boolean> {
  const row = await (ctx.db as Kysely<MailTables>)
    .updateTable('outgoingMail')
    .set({ state: 'waiting', attempts: 0, nextAt: ctx.now, endedAt: null, undelivered: '[]' })
    .where('id', '=', id)
    .where('state', 'in', ['failed', 'bounced', 'waiting'])
    .returning('id')
    .executeTakeFirst()
  if (row) await ctx.enqueue(sendOne, { id }, { key: `mail ${id}` })
  return row !== undefined
}

const mailBy = pages(Moment, Id)

/** Mail that has not arrived: waiting, failed or returned, the newest first. What it says is not shown: it may hold a link for one person. */
export async function stuckMail(ctx: Context, { limit, after }: { limit: number; after?: string | undefined }) {
  const from = mailBy.after(after)
  const found = await (ctx.db as Kysely<MailTables>)
    .selectFrom('outgoingMail')
    .select(['id', 'recipients', 'subject', 'about', 'state', 'attempts', 'error', 'createdAt', 'nextAt'])
    .where('state', '<>', 'sent')
    .$if(from !== undefined, (q) => q.where(sql<boolean>`(created_at, id) < (${from?.[0]}::timestamptz, ${from?.[1]}::uuid)`))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { rows, next } = mailBy.of(found, limit, ({ createdAt, id }) => [momentOf(createdAt), id])
  const items = rows.map(({ recipients, createdAt, nextAt, ...row }) => ({
    ...row,
    to: (recipients as { to: Mailbox[] }).to.map((one) => one.address),
    createdAt: new Date(createdAt).toISOString(),
    nextAt: row.state === 'waiting' || row.state === 'sending' ? new Date(nextAt).toISOString() : null,
  }))
  return { items, next }
}

/** To whom a mail went, or did not go, and why, for who tells about it. */
export async function mailById(
  ctx: Context,
  id: string,
): Promise<{ to: string[]; subject: string; error: string | null; undelivered: Missed[]; organisationId: string | null } | undefined> {
  const row = await (ctx.db as Kysely<MailTables>)
    .selectFrom('outgoingMail')
    .select(['recipients', 'subject', 'error', 'undelivered', 'organisationId'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { subject, error, organisationId } = row
  return {
    to: (row.recipients as { to: Mailbox[] }).to.map((one) => one.address),
    subject,
    error,
    undelivered: row.undelivered as Missed[],
    organisationId,
  }
}
