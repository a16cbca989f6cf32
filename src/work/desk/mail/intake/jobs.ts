/** A mail's way in: kept, read, placed. What fails stands on the list with its reason; what was left behind by a crash is taken up again. */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import * as z from 'zod'
import { databaseAway } from '#platform/database/pool.ts'
import { bytesOf, type Stored } from '#platform/files.ts'
import { mailHost } from '#platform/mail/mail.ts'
import { type App, type Context, type Job, job } from '#platform/room.ts'
import { caseById } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { ownOrganisation } from '#record/people/people.ts'
import { mailReceived, type Outcome } from '../contract.ts'
import { readMailbox } from '../mailboxes/store.ts'
import { answerTooLarge } from '../notices/module.ts'
import { conclude, type Db, hold, type Incoming, leftBehind, readIncoming, record } from '../store.ts'
import { parseMessage, UnreadableError } from './adapters/message.ts'
import type { Read, Wish } from './coming/module.ts'
import { type NotPlaced, place } from './module.ts'
import { automaticOf, senderOf } from './rules.ts'

export interface Handed {
  stored: Stored
  mailboxId: string | null
  via: 'imap' | 'api'
  /** Whose mail it is when nothing in it tells; ours unless told. */
  organisationId?: string
}

/** The header's Message-ID, read without understanding the rest; '' without one. */
async function messageIdIn(app: App, hash: string): Promise<string> {
  const { stream } = await app.files.read(hash)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= 64 * 1024) break
  }
  const text = Buffer.concat(chunks)
    .subarray(0, 64 * 1024)
    .toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)
  const head = end ? text.slice(0, end.index) : text
  return /^message-id:\s{0,10}(<[^<>\s]{1,500}>)/im.exec(head)?.[1]?.replaceAll('\u0000', '') ?? ''
}

/** Writes that it is here, before anybody tries to understand it. The same mail a second time gives the row of the first. */
export async function keep(ctx: Context, { stored, mailboxId, via, organisationId }: Handed): Promise<{ row: Incoming; fresh: boolean }> {
  const mailbox = mailboxId === null ? undefined : await readMailbox(ctx.db, mailboxId)
  const kept = await record(ctx.db as Db, {
    ...stored,
    mailboxId,
    via,
    messageId: await messageIdIn(ctx.app, stored.hash),
    organisationId: mailbox?.organisationId ?? organisationId ?? (await ownOrganisation(ctx)).id,
    receivedAt: ctx.now,
  })
  if (kept.fresh) await ctx.enqueue(processMail, { id: kept.row.id }, { at: new Date(ctx.now.getTime() + 60_000), key: `mail in ${kept.row.id}` })
  return kept
}

/** Reads the raw message of this hash. Never throws for what is in it. */
export async function read(app: App, hash: string): Promise<Read> {
  try {
    return { message: await parseMessage(await bytesOf(app.files, hash)) }
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 300) : String(error)
    return { reason: error instanceof UnreadableError ? error.why : 'failed', detail }
  }
}

/** Files of a message, on disk before the transaction that names them. */
export async function keepParts(app: App, read: Read): Promise<Map<number, Stored>> {
  const kept = new Map<number, Stored>()
  if ('message' in read)
    for (const [index, { content }] of read.message.attachments.entries())
      kept.set(
        index,
        await app.files.put(Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)]), Number.MAX_SAFE_INTEGER),
      )
  return kept
}

/** What may go well when it is tried again soon: not the mail's fault. */
const passing = (error: unknown) => databaseAway(error) || /^(40|55P03|57014)/.test((error as { code?: string }).code ?? '')

/** Gives the mail its place, in this transaction of the system; or writes down why that cannot be. */
export async function settle(ctx: Context, id: string, read: Read, parts: Map<number, Stored>, wish: Wish = {}): Promise<Incoming> {
  const db = ctx.db as Db
  const row = await hold(db, id)
  if (!row) throw new Error(`incoming mail ${id} is not there`)
  if (row.state === 'processed' || row.state === 'discarded') return row
  await sql`savepoint mail_placed`.execute(db)
  try {
    const done = await place(ctx, row, read, parts, wish)
    if ('caseId' in done) {
      const after = await conclude(db, id, { ...done, state: 'processed', reason: null, detail: null, endedAt: ctx.now })
      await tell(ctx, after)
      return after
    }
    if ('taken' in done) {
      const { sender, subject } = done
      const after = await conclude(db, id, {
        sender,
        subject,
        state: 'processed',
        disposition: 'taken',
        reason: null,
        detail: null,
        endedAt: ctx.now,
      })
      await tell(ctx, after)
      return after
    }
    return standing(ctx, id, done)
  } catch (error) {
    await sql`rollback to savepoint mail_placed`.execute(db)
    if (passing(error)) throw error
    ctx.app.log.error({ at: 'mail', id, error: error instanceof Error ? error.stack : String(error) })
    return standing(ctx, id, { reason: 'failed', detail: error instanceof Error ? error.message.slice(0, 300) : String(error) })
  }
}

async function standing(ctx: Context, id: string, why: NotPlaced): Promise<Incoming> {
  const row = await conclude(ctx.db as Db, id, { ...why, state: 'notProcessed', endedAt: ctx.now })
  await tell(ctx, row)
  return row
}

const tell = (ctx: Context, row: Incoming) =>
  ctx.emit(mailReceived, {
    about: row.caseId === null ? `mail/${row.id}` : `case/${row.caseId}`,
    organisationId: row.organisationId,
    data: { mailId: row.id, hash: row.hash, disposition: row.disposition ?? 'notProcessed', reason: row.reason },
    confined: row.caseId !== null,
  })

/** What became of it, as the API says it. */
export async function outcomeOf(ctx: Context, row: Incoming): Promise<Outcome> {
  const found = row.caseId === null ? undefined : await caseById(ctx, row.caseId)
  return {
    id: row.id,
    disposition: row.disposition ?? 'notProcessed',
    case: found ? { id: found.id, number: numberOf(found.number) } : null,
    entry: row.entryId,
    reason: row.reason === null ? null : `desk.mail.reason.${row.reason}`,
  }
}

/** In a transaction of its own, after the mail was kept in one before. */
export async function processKept(app: App, id: string): Promise<void> {
  const row = await app.asSystem((ctx) => readIncoming(ctx.db as Db, id))
  if (row?.state !== 'stored') return
  if (row.size > app.config.maxUploadBytes) return refuseTooLarge(app, row)
  const message = await read(app, row.hash)
  const parts = await keepParts(app, message)
  await app.asSystem((ctx) => settle(ctx, id, message, parts))
}

export const processMail: Job<z.ZodObject<{ id: z.ZodUUID }>> = job({
  name: 'desk.mail.process',
  payload: z.object({ id: z.uuid() }),
  run: ({ id }, app) => processKept(app, id),
})

/** What was kept before this moment and never processed. Another process that is at it right now does no harm: the row is held. */
export async function takeUp(app: App, before: Date): Promise<void> {
  const rows = await app.asSystem((ctx) => leftBehind(ctx.db as Db, before))
  // One that fails does not hold up the next.
  for (const { id } of rows) await processKept(app, id).catch((error: Error) => app.log.warn({ at: 'mail', id, error: error.message }))
}

/** Once in a while: what a program that died left behind, also when its job was lost with it. */
export const processLeftBehind: Job<z.ZodObject> = job({
  name: 'desk.mail.leftBehind',
  payload: z.object({}),
  cron: '*/5 * * * *',
  run: (_payload, app) => takeUp(app, new Date(app.now().getTime() - 5 * 60_000)),
})

/** Too large to take in: its header was kept, it stands on the list, and who sent it is told. */
async function refuseTooLarge(app: App, { id, hash }: Incoming): Promise<void> {
  const beginning = await read(app, hash)
  await app.asSystem(async (ctx) => {
    const row = await hold(ctx.db as Db, id)
    if (row?.state !== 'stored') return
    const message = 'message' in beginning ? beginning.message : undefined
    const sender = message && senderOf(message)
    await standing(ctx, id, { reason: 'tooLarge', detail: null, sender: sender?.address ?? null, subject: message?.subject ?? null })
    if (!message || !sender || automaticOf(message, sender.address, mailHost(app)) !== 'no') return
    await answerTooLarge(ctx, row, sender, message)
  })
}
