/** Mail that goes out by itself: received, answered, please test, closed. Each in the language of who gets it. */
import { randomUUID } from 'node:crypto'
import { type Locale, translator } from '#platform/i18n.ts'
import { mailById, mailFailed, mailHost, type Outgoing, sendMail } from '#platform/mail/mail.ts'
import { type Context, on, type Subscription } from '#platform/room.ts'
import { addEntry, attachmentsOf, caseById, entryById, openCase } from '#record/cases/cases.ts'
import { entryAdded, moved, numberOf, opened } from '#record/cases/contract.ts'
import { membersWith, organisationById, type PersonRef, personById } from '#record/people/people.ts'
import { confirmToken } from '../../portal/reads.ts'
import { answersLimited } from '../contract.ts'
import type { Box, Message } from '../intake/adapters/message.ts'
import { signatureOf } from '../intake/module.ts'
import { listMailboxes, type MailboxRow } from '../mailboxes/store.ts'
import { htmlOf, mayAnswer, messageIdOf, tagOf } from '../rules.ts'
import { answersTo, type Db, type Incoming, idsOf, isBounced, noteAnswer, noteLimited, openedBy, rememberIds } from '../store.ts'

type Case = NonNullable<Awaited<ReturnType<typeof caseById>>>

/** The mailbox that answers come back to: the one the report came by, else the first of the organisation. */
async function mailboxOf(ctx: Context, organisationId: string, mailboxId: string | null | undefined): Promise<MailboxRow | undefined> {
  const all = (await listMailboxes(ctx.db)).filter((one) => one.active)
  return all.find((one) => one.id === mailboxId) ?? all.find((one) => one.organisationId === organisationId)
}

interface Letter {
  at: Case
  to: PersonRef & { email: string }
  /** The entry it brings; otherwise an id of its own. */
  entryId: string
  /** Between greeting and regards. */
  body(t: (key: string, values?: Record<string, string>) => string): string
  automatic: boolean
  opening: Incoming | undefined
  attachments?: Outgoing['attachments']
}

async function post(ctx: Context, { at, to, entryId, body, automatic, opening, attachments }: Letter): Promise<void> {
  const db = ctx.db as Db
  if (automatic && !(await allowed(ctx, to.email.toLowerCase(), at))) return
  const organisation = await organisationById(ctx, at.organisationId)
  const mailbox = await mailboxOf(ctx, at.organisationId, opening?.mailboxId)
  const locale: Locale = to.locale
  const t = translator(ctx.app.texts, locale)
  const number = numberOf(at.number)
  const parts = [
    t('desk.mail.hello', { name: to.name }),
    body(t),
    t('desk.mail.follow', { url: `${ctx.app.config.url}/portal/cases/${number}` }),
    t('desk.mail.keepTag', { tag: tagOf(number) }),
    t('desk.mail.regards', { organisation: organisation?.name ?? 'Spil' }),
  ]
  const text = parts.join('\n\n')
  const id = { number: String(at.number), entry: entryId }
  const messageId = messageIdOf(id, mailHost(ctx.app), (content) => signatureOf(ctx, content))
  const references = await idsOf(db, at.id)
  const inReplyTo = references.at(-1)
  const address = mailbox?.address ?? ctx.app.config.mailFrom
  const from = { name: organisation?.name ?? 'Spil', address }
  const local = address.slice(0, address.lastIndexOf('@'))
  const signed = messageIdOf({ ...id, entry: 'case' }, address.slice(local.length + 1), (content) => signatureOf(ctx, content)).slice(1, -1)
  await sendMail(ctx, {
    to: [{ name: to.name, address: to.email }],
    from,
    ...(mailbox?.plusAddressing && { replyTo: { name: from.name, address: `${local}+${signed}` } }),
    subject: `${tagOf(number)} ${at.title}`,
    text,
    html: htmlOf(text, locale),
    messageId,
    ...(inReplyTo !== undefined && { inReplyTo }),
    references,
    autoSubmitted: !automatic ? null : entryId === 'case' && opening ? 'auto-replied' : 'auto-generated',
    ...(automatic && { headers: { 'X-Loop': mailHost(ctx.app) } }),
    about: `case/${at.id}`,
    organisationId: at.organisationId,
    ...(attachments && { attachments }),
  })
  await rememberIds(db, at.id, [messageId], ctx.now)
}

/** No answer to addresses that give our mail back, and no more than is sane; too many about one case is told to a person. */
async function allowed(ctx: Context, address: string, at: Case): Promise<boolean> {
  const db = ctx.db as Db
  if (await isBounced(db, address)) return false
  const earlier = await answersTo(db, address, new Date(ctx.now.getTime() - 600 * 60_000))
  const allowance = mayAnswer(earlier, at.id, ctx.now)
  if (allowance === 'yes') {
    await noteAnswer(db, address, at.id, ctx.now)
    return true
  }
  if (!(await noteLimited(db, address, at.id, ctx.now))) return false
  await ctx.emit(answersLimited, { about: `case/${at.id}`, organisationId: at.organisationId, data: { caseId: at.id }, personal: { address } })
  if (allowance === 'enoughOnCase')
    await openCase(ctx, {
      organisationId: at.organisationId,
      kind: 'incident',
      title: ctx.t('desk.mail.limitTitle', { address }).slice(0, 200),
      text: `${ctx.t('desk.mail.limitText', { address })}\n\n${numberOf(at.number)}`,
      reporterId: (await membersWith(ctx, 'administrator', at.organisationId))[0]?.id ?? at.reporterId,
      impact: 'person',
      urgency: 'normal',
      channel: 'monitor',
      registeredBy: null,
    })
  return false
}

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
  on(opened, 'desk.mail.acknowledge', async ({ data }, ctx) => {
    if (data.channel === 'monitor') return
    const at = await caseById(ctx, data.caseId)
    const to = at && (await reporterOf(ctx, at))
    if (!at || !to) return
    const opening = await openedBy(ctx.db as unknown as Db, at.id)
    // Nothing answers a machine.
    if (opening && opening.automatic !== 'no') return
    await post(ctx, {
      at,
      to,
      entryId: 'case',
      automatic: true,
      opening,
      body: (t) => t('desk.mail.received', { number: numberOf(at.number), title: at.title }),
    })
  }),
  on(entryAdded, 'desk.mail.answer', async ({ data }, ctx) => {
    if (data.visibility !== 'public' || data.byReporter || data.kind !== 'message' || data.authorId === null) return
    const at = await caseById(ctx, data.caseId)
    const entry = at && (await entryById(ctx, data.entryId))
    const to = at && (await reporterOf(ctx, at))
    if (!at || !entry || !to || data.authorId === at.reporterId) return
    const author = await personById(ctx, data.authorId)
    await post(ctx, {
      at,
      to,
      entryId: entry.id,
      automatic: false,
      opening: await openedBy(ctx.db as unknown as Db, at.id),
      attachments: await filesOf(ctx, at.id, entry.id),
      body: (t) => `${t('desk.mail.answered', { author: author?.name ?? 'Spil', number: numberOf(at.number) })}\n\n${inMail(entry.text)}`,
    })
  }),
  on(moved, 'desk.mail.moved', async ({ data }, ctx) => {
    if (data.move !== 'solve' && data.move !== 'close') return
    const at = await caseById(ctx, data.caseId)
    const to = at && (await reporterOf(ctx, at))
    if (!at || !to) return
    const number = numberOf(at.number)
    const url = `${ctx.app.config.url}/confirm/${confirmToken(ctx.app, { caseId: at.id, round: data.round, personId: to.id, at: ctx.now })}`
    await post(ctx, {
      at,
      to,
      entryId: randomUUID(),
      automatic: true,
      opening: await openedBy(ctx.db as unknown as Db, at.id),
      body: (t) =>
        data.move === 'close'
          ? t('desk.mail.closed', { number })
          : [
              t('desk.mail.test', { number }),
              `${t('desk.mail.whatWasDone')}\n${inMail(at.done ?? '')}`,
              t('desk.mail.confirmLink', { url }),
              t('desk.mail.confirmReply'),
            ].join('\n\n'),
    })
  }),
  on(mailFailed, 'desk.mail.failed', async ({ data, about }, ctx) => {
    // What came back was told on the case when it came in.
    if (data.state !== 'failed' || !about.startsWith('case/')) return
    const at = await caseById(ctx, about.slice('case/'.length))
    const mail = await mailById(ctx, data.mailId)
    if (!at || !mail) return
    const locale = (await organisationById(ctx, at.organisationId))?.locale ?? 'nl'
    const text = translator(ctx.app.texts, locale)('desk.mail.notSent', { address: mail.to.join(', '), why: mail.error ?? '' })
    await addEntry(ctx, { caseId: at.id, authorId: null, visibility: 'internal', channel: 'mail', kind: 'system', text })
  }),
]

/** Their mail was too large to take in. */
export async function answerTooLarge(ctx: Context, row: Incoming, sender: Box, message: Message): Promise<void> {
  const db = ctx.db as Db
  const address = sender.address.toLowerCase()
  const earlier = await answersTo(db, address, new Date(ctx.now.getTime() - 600 * 60_000))
  if ((await isBounced(db, address)) || mayAnswer(earlier, null, ctx.now) !== 'yes') return
  await noteAnswer(db, address, null, ctx.now)
  const mailbox = await mailboxOf(ctx, row.organisationId, row.mailboxId)
  const t = translator(ctx.app.texts, mailbox?.locale ?? 'nl')
  const organisation = await organisationById(ctx, row.organisationId)
  const megabytes = String(Math.floor(ctx.app.config.maxUploadBytes / 1024 / 1024))
  const text = `${t('desk.mail.tooLargeAnswer', { subject: message.subject, megabytes, url: `${ctx.app.config.url}/portal` })}\n\n${t('desk.mail.regards', { organisation: organisation?.name ?? 'Spil' })}`
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
