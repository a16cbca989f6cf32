/** Telling who said that it concerns them too: once each, in batches that are each a transaction of their own. And a promised word that is late. */
import * as z from 'zod'
import { translator } from '#platform/i18n.ts'
import { sendMail } from '#platform/mail/mail.ts'
import { type Context, job } from '#platform/room.ts'
import { caseById } from '#record/cases/cases.ts'
import { organisationById, peopleByIds } from '#record/people/people.ts'
import { outageLate } from './contract.ts'
import { inLanguage } from './rules.ts'
import { type Db, markLate, markTold, readOutage, untold, updatesOf } from './store.ts'

const batch = 25

async function tellSome(ctx: Context, outageId: string): Promise<boolean> {
  const db = ctx.db as Db
  const one = await readOutage(db, outageId)
  // It lasts again, or was withdrawn: there is nothing to tell.
  if (one?.state !== 'over') return false
  const people = await untold(db, outageId, batch)
  if (people.length === 0) return false
  const organisation = (await organisationById(ctx, one.organisationId))?.name ?? 'Spil'
  for (const person of (await peopleByIds(ctx, people)).values()) {
    if (person.email === null) continue
    const t = translator(ctx.app.texts, person.locale)
    const title = inLanguage(one, person.locale)?.title ?? ''
    const values = { name: person.name, title, organisation, url: `${ctx.app.config.url}/portal/new` }
    await sendMail(ctx, {
      to: [{ name: person.name, address: person.email }],
      from: { name: organisation, address: ctx.app.config.mailFrom },
      subject: t('desk.outages.letter.subject', values),
      text: t('desk.outages.letter.text', values),
      about: `outage/${one.id}`,
      organisationId: one.organisationId,
    })
  }
  await markTold(db, outageId, people, ctx.now)
  return true
}

export const tellJoined = job({
  name: 'desk.outages.tell',
  payload: z.object({ outageId: z.uuid() }),
  async run({ outageId }, app, signal) {
    while (await app.asSystem((ctx) => tellSome(ctx, outageId))) signal.throwIfAborted()
  },
})

/** The promised time has come. When the word came, or another time was promised, there is nothing to say. */
export const wordDue = job({
  name: 'desk.outages.wordDue',
  payload: z.object({ outageId: z.uuid(), dueAt: z.iso.datetime() }),
  run: ({ outageId, dueAt }, app) =>
    app.asSystem(async (ctx) => {
      const db = ctx.db as Db
      const late = await markLate(db, outageId, dueAt)
      if (!late) return
      const { kind, caseId, publishedBy, organisationId } = late
      const of = caseId === null ? undefined : await caseById(ctx, caseId)
      const last = (await updatesOf(db, [outageId]))[0]?.authorId
      const people = [...new Set([publishedBy, last, of?.assigneeId].filter((id) => id != null))]
      await ctx.emit(outageLate, { about: `outage/${outageId}`, organisationId, data: { outageId, kind, caseId, dueAt, people } })
    }),
})
/** Looks again when the promised time has come; a new promise takes the place of the one before. */
export async function watchWord(ctx: Context, { id, nextUpdateAt }: { id: string; nextUpdateAt: string | null }): Promise<void> {
  if (nextUpdateAt === null) return
  const dueAt = new Date(nextUpdateAt).toISOString()
  await ctx.enqueue(wordDue, { outageId: id, dueAt }, { at: new Date(Date.parse(dueAt) + 1000), key: `outage word ${id}` })
}
