/** What is said on a case, by whom and for whom, and the files that come with it. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { rolesOf } from '#record/people/people.ts'
import { findCase, toldOf } from '../changes/changes.ts'
import { planChange, writePlan } from '../clocks/clocks.ts'
import { attached, type Channel, type EntryKind, entryAdded, type Visibility } from '../contract.ts'
import { handlesComplaint } from '../keeping/keeping.ts'
import { clean, safeName, typeOf } from '../rules.ts'
import { type AttachmentRow, type CaseRow, type Db, type EntryRow, touchCase } from '../store.ts'
import * as store from './store.ts'
import { adoptAttachments, insertAttachments, insertEntry } from './store.ts'

/** A file that lies in the store already. `type`: what the sender says it is. */
export interface FileGiven {
  hash: string
  size: number
  name: string
  type: string
}
export interface Saying {
  caseId: string
  /** null: Spil itself. */
  authorId: string | null
  visibility: Visibility
  channel: Channel
  text: string
  html?: string | null
  kind: EntryKind
  attachments?: readonly FileGiven[]
  /** Uploaded before by the same author. */
  attachmentIds?: readonly string[]
  messageId?: string
}

/** Puts something in the conversation, in this transaction. The first public word of staff stops the clock of the first response. */
export async function addEntry(ctx: Context, wish: Saying): Promise<EntryRow> {
  const db = ctx.db as Db
  const row = await findCase(ctx, wish.caseId, true)
  if (!row) throw new Problem('platform.notFound', 404)
  const { organisationId, confidential, number, reporterId, assigneeId } = row
  const { authorId, visibility, channel, kind } = wish
  const byReporter = authorId !== null && !(await isStaff(ctx, row, authorId))
  const entry = {
    id: randomUUID(),
    caseId: row.id,
    organisationId,
    confidential,
    authorId,
    visibility,
    channel,
    kind,
    text: clean(wish.text),
    html: wish.html == null ? null : clean(wish.html),
    messageId: wish.messageId ?? null,
    at: ctx.now.toISOString(),
  }
  await insertEntry(db, entry)
  const responds = visibility === 'public' && authorId !== null && !byReporter && row.respondedAt === null
  // On a case that was cancelled or merged no clock listens.
  const heard = visibility === 'public' && authorId !== null && row.state !== 'cancelled'
  const planned = heard ? await planChange(ctx, row, {}, byReporter ? 'reporterReplied' : 'staffReplied') : undefined
  await touchCase(db, row.id, { updatedAt: entry.at, ...(responds && { respondedAt: entry.at }), ...planned?.dues })
  if (planned) await writePlan(ctx, row.id, planned)
  await ctx.emit(entryAdded, {
    ...(await toldOf(ctx, row, visibility === 'internal')),
    data: { caseId: row.id, number, entryId: entry.id, visibility, kind, channel, authorId, reporterId, assigneeId, byReporter },
  })
  await attachFiles(ctx, row, wish.attachments ?? [], { entryId: entry.id, visibility, addedBy: authorId })
  if (wish.attachmentIds?.length && authorId) await adoptAttachments(db, row.id, entry.id, wish.attachmentIds, authorId, visibility)
  return { ...entry, place: 0 }
}

/** Whether this person works on the case rather than having reported it. */
async function isStaff(ctx: Context, row: CaseRow, personId: string): Promise<boolean> {
  if (personId === row.reporterId) return false
  if (ctx.actor.kind === 'person' && ctx.actor.personId === personId)
    return ctx.actor.scopes.work.includes(row.organisationId) || handlesComplaint(ctx, row)
  const works: readonly string[] = ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator']
  return (await rolesOf(ctx, personId)).some((one) => one.organisationId === row.organisationId && works.includes(one.role))
}

interface Placing {
  entryId: string | null
  visibility: Visibility
  addedBy: string | null
}
/** Adds one file to the case, typed by its own first bytes. */
export async function addAttachment(ctx: Context, caseId: string, file: FileGiven, placing: Placing): Promise<AttachmentRow> {
  const row = await findCase(ctx, caseId)
  if (!row) throw new Problem('platform.notFound', 404)
  const [one] = await attachFiles(ctx, row, [file], placing)
  if (!one) throw new Error('the file was not attached')
  return one
}

/** Adds files to the case, each typed by its own first bytes. */
export async function attachFiles(ctx: Context, row: CaseRow, files: readonly FileGiven[], placing: Placing): Promise<AttachmentRow[]> {
  const rows: AttachmentRow[] = []
  for (const { hash, size, name, type } of files) {
    const { id: caseId, organisationId, confidential } = row
    const sniffed = typeOf(await headOf(ctx, hash), type)
    rows.push({
      id: randomUUID(),
      caseId,
      organisationId,
      confidential,
      ...placing,
      hash,
      size,
      name: safeName(clean(name)),
      ...sniffed,
      at: ctx.now.toISOString(),
    })
  }
  await insertAttachments(ctx.db as Db, rows)
  if (rows.length === 0) return rows
  const told = await toldOf(ctx, row, placing.visibility === 'internal')
  for (const { id, caseId, entryId, hash, size, visibility } of rows)
    await ctx.emit(attached, { ...told, data: { caseId, number: row.number, attachmentId: id, entryId, hash, size, visibility } })
  return rows
}

/** The first bytes of a stored file, which say what it is. */
export async function headOf(ctx: Context, hash: string): Promise<Buffer> {
  const { stream } = await ctx.app.files.read(hash)
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream as AsyncIterable<Buffer>) {
    parts.push(part)
    size += part.length
    if (size >= 4096) break
  }
  return Buffer.concat(parts).subarray(0, 4096)
}

export const entryById = (ctx: Context, id: string) => store.readEntry(ctx.db as Db, id)
export const entriesOf = (ctx: Context, caseId: string, limit: number, before?: number) => store.listEntries(ctx.db as Db, caseId, limit, before)
export const attachmentsOf = (ctx: Context, caseId: string) => store.listAttachments(ctx.db as Db, caseId)
export const attachmentById = (ctx: Context, id: string) => store.readAttachment(ctx.db as Db, id)
export const countAttachments = (ctx: Context, caseId: string) => store.countAttachments(ctx.db as Db, caseId)
