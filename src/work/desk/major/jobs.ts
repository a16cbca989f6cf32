/** One text to all, in batches: killing the server between two of them neither loses nor repeats one. */
import { sql } from 'kysely'
import * as z from 'zod'
import { type Context, job, Problem } from '#platform/room.ts'
import { addEntry, caseById, moveCase, toldOf } from '#record/cases/cases.ts'
import { organisationById, personById } from '#record/people/people.ts'
import { writeTo } from '../mail/letters/module.ts'
import { majorTextSent, majorUpdateLate } from './contract.ts'
import { countDone, type Db, markDone, markLate, nextRecipients, type Recipient, readText, type TextRow } from './store.ts'

const batch = 20

/** What stands in the conversation, and a letter to its reporter when no other report of theirs brings one. */
async function deliver(ctx: Context, text: TextRow, { caseId, mails }: Recipient): Promise<void> {
  const { authorId } = text
  if (text.kind === 'solve') {
    await moveCase(ctx, { caseId, move: 'solve', by: 'lead', done: text.text, tested: text.tested ?? '', authorId })
    return
  }
  // A note, so that the desk does not mail it once more by itself.
  const entry = await addEntry(ctx, { caseId, authorId, visibility: 'public', channel: 'portal', kind: 'note', text: text.text })
  const at = await caseById(ctx, caseId)
  const to = at && mails ? await personById(ctx, at.reporterId) : undefined
  if (!at || !to) return
  const zone = (await organisationById(ctx, at.organisationId))?.timeZone ?? to.timeZone
  const moment = (locale: string) =>
    new Intl.DateTimeFormat(locale === 'nl' ? 'nl-NL' : 'en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: zone,
    })
  const next = (t: Context['t']) =>
    text.nextUpdateAt === null ? '' : t('desk.major.nextAt', { at: moment(to.locale).format(new Date(text.nextUpdateAt)) })
  const values = (t: Context['t']) => ({ text: text.text, next: next(t) })
  await writeTo(ctx, { at, to, letter: 'desk.letter.majorUpdate', values, entryId: entry.id, byHand: true })
}

/** The next few, in one transaction. Returns whether there may be more. */
async function sendBatch(ctx: Context, textId: string): Promise<boolean> {
  const db = ctx.db as Db
  const text = await readText(db, textId)
  if (!text || text.finishedAt !== null) return false
  const next = await nextRecipients(db, textId, batch)
  for (const one of next) {
    await sql`savepoint one`.execute(ctx.db)
    let outcome = 'done'
    try {
      await deliver(ctx, text, one)
    } catch (error) {
      // Somebody solved or closed it meanwhile: that is as good.
      if (!(error instanceof Problem)) throw error
      await sql`rollback to savepoint one`.execute(ctx.db)
      outcome = error.code
    }
    await markDone(db, textId, one.caseId, outcome, ctx.now)
  }
  const { total, done, finishedAt, kind } = await countDone(db, textId, ctx.now)
  const parent = await caseById(ctx, text.parentId)
  if (parent && next.length > 0)
    await ctx.emit(majorTextSent, {
      ...(await toldOf(ctx, parent, true)),
      data: { caseId: parent.id, number: parent.number, textId, kind, total, done },
    })
  return finishedAt === null && next.length > 0
}

export const sendText = job({
  name: 'desk.major.sendText',
  payload: z.object({ textId: z.uuid() }),
  async run({ textId }, app, signal) {
    while (await app.asSystem((ctx) => sendBatch(ctx, textId))) signal.throwIfAborted()
  },
})

/** The promised time has come. When the update came, or another time was promised, there is nothing to say. */
export const updateDue = job({
  name: 'desk.major.updateDue',
  payload: z.object({ caseId: z.uuid(), dueAt: z.iso.datetime() }),
  run: ({ caseId, dueAt }, app) =>
    app.asSystem(async (ctx) => {
      const late = await markLate(ctx.db as Db, caseId, dueAt, ctx.now)
      const row = late && (await caseById(ctx, caseId))
      if (!late || !row) return
      const people = [...new Set([late.communicationId, late.leadId, late.declaredBy, row.assigneeId].filter((id) => id !== null))]
      await ctx.emit(majorUpdateLate, { ...(await toldOf(ctx, row, true)), data: { caseId, number: row.number, dueAt, people } })
    }),
})
