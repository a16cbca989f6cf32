/** Mail that goes out by itself: received, answered. What has to do with testing and closing is in `desk/closing`. */
import { translator } from '#platform/i18n.ts'
import { mailById, mailFailed, mailHost, type Outgoing, sendMail } from '#platform/mail/mail.ts'
import { type Context, on, type Subscription } from '#platform/room.ts'
import { addEntry, attachmentsOf, caseById, entryById, peopleOf } from '#record/cases/cases.ts'
import { entryAdded, opened } from '#record/cases/contract.ts'
import { organisationById, type PersonRef, peopleByIds, personById } from '#record/people/people.ts'
import { statusTaken } from '#work/monitoring/backups/receiving/contract.ts'
import type { Box, Message } from '../intake/adapters/message.ts'
import { mailboxOf, writeTo } from '../letters/module.ts'
import { htmlOf, mayAnswer } from '../rules.ts'
import { answersTo, type Db, type Incoming, isBounced, noteAnswer, noteBounced, noticed, openedBy } from '../store.ts'

type Case = NonNullable<Awaited<ReturnType<typeof caseById>>>

async function reporterOf(ctx: Context, at: Case): Promise<(PersonRef & { email: string }) | undefined> {
  const person = await personById(ctx, at.reporterId)
  return person?.email ? { ...person, email: person.email } : undefined
}

/** The files of an entry while they are small enough to mail; larger ones are found by the link. */
async function filesOf(ctx: Context, caseId: string, entryId: string): Promise<NonNullable<Outgoing['attachments']>> {
  const files = (await attachmentsOf(ctx, caseId)).filter((one) => one.entryId === entryId && one.visibility === 'public')
  const size = files.reduce((sum, one) => sum + one.size, 0)
  return size > 10 * 1024 * 1024 ? [] : files.map(({ hash, name, type }) => ({ hash, name, type }))
}

/** An entry may be long, a mail should not be. */
const inMail = (text: string) => (text.length > 20_000 ? `${text.slice(0, 20_000)} …` : text)

export const subscriptions: readonly Subscription<unknown>[] = [
  on(statusTaken, 'desk.mail.noticeTaken', async ({ data: { mailId, outcome } }, ctx) => {
    if (mailId !== undefined && outcome !== 'notUnderstood') await noticed(ctx.db as unknown as Db, mailId, ctx.now)
  }),
  on(opened, 'desk.mail.acknowledge', async ({ data }, ctx) => {
    if (data.channel === 'monitor') return
    const at = await caseById(ctx, data.caseId)
    // Merged before it was told: the letter about that says enough.
    if (at?.id !== data.caseId) return
    const to = await reporterOf(ctx, at)
    if (!to) return
    const opening = await openedBy(ctx.db as unknown as Db, at.id)
    // Nothing answers a machine.
    if (opening && opening.automatic !== 'no') return
    await writeTo(ctx, { at, to, letter: 'desk.letter.received' })
  }),
  on(entryAdded, 'desk.mail.answer', async ({ data }, ctx) => {
    if (data.visibility !== 'public' || data.byReporter || data.kind !== 'message' || data.authorId === null) return
    const at = await caseById(ctx, data.caseId)
    const entry = at && (await entryById(ctx, data.entryId))
    if (!at || !entry) return
    const author = await personById(ctx, data.authorId)
    const attachments = await filesOf(ctx, at.id, entry.id)
    const everybody = (await peopleOf(ctx, at.id)).filter(({ role, personId }) => role !== 'named' && personId !== data.authorId)
    const people = await peopleByIds(
      ctx,
      everybody.map((one) => one.personId),
    )
    const values = { author: author?.name ?? 'Spil', text: inMail(entry.text) }
    // The reporter first: their mail carries the id of the entry.
    for (const { personId, role } of everybody.toSorted((one, other) => Number(other.role === 'reporter') - Number(one.role === 'reporter'))) {
      const to = people.get(personId)
      const first = role === 'reporter' && { entryId: entry.id }
      if (to) await writeTo(ctx, { at, to, letter: 'desk.letter.answered', values, ...first, byHand: true, attachments })
    }
  }),
  on(mailFailed, 'desk.mail.failed', async ({ data, about }, ctx) => {
    // What came back was told on the case when it came in.
    if (data.state !== 'failed') return
    const mail = await mailById(ctx, data.mailId)
    if (!mail) return
    const db = ctx.db as unknown as Db
    for (const { address, why } of mail.undelivered)
      if (noSuchAddress.test(why))
        await noteBounced(db, { address: address.toLowerCase(), reason: why.slice(0, 500), at: ctx.now, organisationId: mail.organisationId })
    const at = about.startsWith('case/') ? await caseById(ctx, about.slice('case/'.length)) : undefined
    if (!at) return
    const locale = (await organisationById(ctx, at.organisationId))?.locale ?? 'nl'
    const address = mail.undelivered.map((one) => one.address).join(', ') || mail.to.join(', ')
    const why = [...new Set(mail.undelivered.map((one) => one.why))].join('; ') || (mail.error ?? '')
    const text = translator(ctx.app.texts, locale)('desk.mail.notSent', { address, why })
    await addEntry(ctx, { caseId: at.id, authorId: null, visibility: 'internal', channel: 'mail', kind: 'system', text })
  }),
]
/** The server says that there is nobody of that name, not that it does not want this mail. */
const noSuchAddress = /\b5\.1\.[0-6]\b|^55[013](?![ -]5\.[2-7])/

/** Their mail was too large to take in. */
export async function answerTooLarge(ctx: Context, row: Incoming, sender: Box, message: Message): Promise<void> {
  const db = ctx.db as Db
  const address = sender.address.toLowerCase()
  const toThem = await answersTo(db, address, new Date(ctx.now.getTime() - 600 * 60_000))
  if ((await isBounced(db, address)) || mayAnswer({ toThem, onCase: [] }, null, null, ctx.now) !== 'yes') return
  await noteAnswer(db, { address, caseId: null, letter: 'tooLarge', at: ctx.now })
  const mailbox = await mailboxOf(ctx, row.organisationId, row.mailboxId)
  const t = translator(ctx.app.texts, mailbox?.locale ?? 'nl')
  const organisation = await organisationById(ctx, row.organisationId)
  const megabytes = String(Math.floor(ctx.app.config.maxUploadBytes / 1024 / 1024))
  const text = `${t('desk.mail.tooLargeAnswer', { subject: message.subject, megabytes, url: `${ctx.app.config.url}/portal` })}\n\n${t('desk.letter.regards', { organisation: organisation?.name ?? 'Spil' })}`
  await sendMail(ctx, {
    to: [{ name: sender.name, address }],
    from: { name: organisation?.name ?? 'Spil', address: mailbox?.address ?? ctx.app.config.mailFrom },
    subject: `Re: ${message.subject}`.slice(0, 300),
    text,
    html: htmlOf(text, mailbox?.locale ?? 'nl'),
    ...(message.messageId && { inReplyTo: message.messageId, references: [message.messageId] }),
    autoSubmitted: 'auto-replied',
    headers: { 'X-Loop': mailHost(ctx.app) },
    about: `mail/${row.id}`,
    organisationId: row.organisationId,
  })
}
