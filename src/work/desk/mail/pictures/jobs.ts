/** Fetches the pictures of one mail that somebody asked to see: outside any transaction, each kept as a file of the case. */
import { Readable } from 'node:stream'
import * as z from 'zod'
import { fetchOutside, OutgoingRefused } from '#platform/outgoing.ts'
import { type App, type Context, job } from '#platform/room.ts'
import { addAttachment, caseById, entryById, toldOf, typeOf } from '#record/cases/cases.ts'
import { bodyOf, type Db as MailDb } from '../store.ts'
import { type PictureRefusal, picturesFetched } from './contract.ts'
import { type Db, openPicture, type PictureRow, picturesFor, settlePicture } from './store.ts'

const mostBytes = 2 * 1024 * 1024
/** What the page of a mail can hold. */
export const mostTogether = 5 * 1024 * 1024
const atOnce = 5
const accept = 'image/png, image/jpeg, image/gif, image/webp'

/** A picture by its own first bytes, whatever its server says; never one that can run (SVG). */
async function pictureAt(app: App, url: string): Promise<{ bytes: Buffer; type: string } | PictureRefusal> {
  try {
    const address = url.startsWith('//') ? `https:${url}` : url
    const bytes = await fetchOutside(address, { allow: app.config.outgoingAllow, maxBytes: mostBytes, timeoutMs: 10_000, accept })
    const { type } = typeOf(bytes.subarray(0, 4096), '')
    return type.startsWith('image/') ? { bytes, type } : 'notPicture'
  } catch (error) {
    if (error instanceof OutgoingRefused) return error.why
    throw error
  }
}
const nameOf = (url: string, type: string) => `${/([\w-]{1,80})(\.\w{1,5})?([?#].*)?$/.exec(url)?.[1] ?? 'picture'}.${type.slice('image/'.length)}`

type Which = Pick<PictureRow, 'entryId' | 'url'>
async function keep(ctx: Context, row: Which, file: { hash: string; size: number; type: string }): Promise<void> {
  const db = ctx.db as Db
  const open = await openPicture(db, row.entryId, row.url)
  const body = open && (await bodyOf(ctx.db as MailDb, row.entryId))
  if (!open || !body) return
  const together = (await picturesFor(db, row.entryId)).reduce((sum, { size }) => sum + (size ?? 0), 0)
  if (together + file.size > mostTogether) return settlePicture(db, open, { why: 'tooLarge' })
  await settlePicture(db, open, file)
  const entry = await entryById(ctx, row.entryId)
  const placing = { entryId: entry?.id ?? null, visibility: entry?.visibility ?? 'public', addedBy: open.askedBy } as const
  await addAttachment(ctx, body.caseId, { ...file, name: nameOf(row.url, file.type) }, placing)
}

const giveUp = (app: App, row: Which, why: PictureRefusal) =>
  app.asSystem(async (ctx) => {
    const open = await openPicture(ctx.db as Db, row.entryId, row.url)
    if (open) await settlePicture(ctx.db as Db, open, { why })
  })

async function fetchOne(app: App, row: Which): Promise<void> {
  try {
    const found = await pictureAt(app, row.url)
    if (typeof found === 'string') return await giveUp(app, row, found)
    const stored = await app.files.put(Readable.from([found.bytes]), mostBytes)
    await app.asSystem((ctx) => keep(ctx, row, { ...stored, type: found.type }))
  } catch (error) {
    // Said at once, for who looks at the button; they may ask again. Only when even that cannot be written the job is tried again.
    app.log.error({ at: 'a picture in a mail could not be kept', entry: row.entryId, error: error instanceof Error ? error.stack : String(error) })
    await giveUp(app, row, 'broken')
  }
}

export const fetchPictures = job({
  name: 'desk.mail.pictures',
  payload: z.object({ entryId: z.uuid() }),
  async run({ entryId }, app, signal) {
    const all = await app.asSystem((ctx) => picturesFor(ctx.db as Db, entryId))
    const open = all.filter(({ hash, why }) => hash === null && why === null)
    for (let at = 0; at < open.length; at += atOnce) {
      signal.throwIfAborted()
      await Promise.all(open.slice(at, at + atOnce).map((row) => fetchOne(app, row)))
    }
    await app.asSystem(async (ctx) => {
      const body = await bodyOf(ctx.db as MailDb, entryId)
      const row = body && (await caseById(ctx, body.caseId))
      if (row) await ctx.emit(picturesFetched, { ...(await toldOf(ctx, row, true)), data: { caseId: row.id, number: row.number, entryId } })
    })
  },
})
