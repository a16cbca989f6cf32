/** Gives a mail its place: a new case, an entry on the case it answers, or a reason why not. Runs in the transaction of jobs.ts. */
import type { Stored } from '#platform/files.ts'
import { handAnswer } from '#platform/mail/answers.ts'
import type { Context } from '#platform/room.ts'
import { addEntry, addPerson, type CaseRow, caseById, linkCases, mayReopen, openCase, peopleOf } from '#record/cases/cases.ts'
import { type PersonRef, personById, rolesOf } from '#record/people/people.ts'
import { moveByMail } from '../../closing/reading/module.ts'
import { onlyThanks } from '../../closing/reading/rules.ts'
import { noticeReason } from '../contract.ts'
import { isForward, splitQuoted, titleOf } from '../rules.ts'
import { ccOf } from '../settings/store.ts'
import { copyOf, type Db, type Incoming, join, keepBody, noteAlive, rememberIds } from '../store.ts'
import {
  authorOf,
  type Coming,
  comingOf,
  type Done,
  done,
  organisationOf,
  personFor,
  type Read,
  type Refused,
  textOf,
  type Wish,
  wordsFor,
} from './coming/module.ts'
import { addressed, answered, participates, signedIn } from './proof/module.ts'
import { away, bounced } from './returns/module.ts'
import { type Automatic, conversationOf, idsNamed, othersOn } from './rules.ts'

export interface Placed extends Done {
  automatic: Automatic
  sender: string | null
  subject: string | null
}
/** Who wrote the mail that it answers took it: it is about no case. */
export interface Taken {
  taken: true
  sender: string | null
  subject: string | null
}
export type NotPlaced = Refused & { automatic?: string; sender?: string | null; subject?: string | null }

export async function place(
  ctx: Context,
  row: Incoming,
  read: Read,
  parts: ReadonlyMap<number, Stored>,
  wish: Wish,
): Promise<Placed | Taken | NotPlaced> {
  const asked = wish.caseId === undefined ? undefined : await caseById(ctx, wish.caseId)
  const unread = { automatic: 'no' as const, sender: row.sender, subject: row.subject }
  if (!('message' in read)) {
    if (asked || wish.open) return { ...(await keepUnread(ctx, row, asked ?? wish.open)), ...unread }
    return { reason: read.reason, detail: read.detail }
  }
  const { message } = read
  const coming = await comingOf(ctx, row, message, parts)
  const about = { sender: coming?.sender.address ?? null, subject: message.subject.slice(0, 300) || null }
  if (!coming) {
    if (asked || wish.open) return { ...(await keepUnread(ctx, row, asked ?? wish.open, message)), ...unread, subject: about.subject }
    return { ...about, reason: 'noSender', detail: null }
  }
  const { automatic } = coming
  // Whoever it is for takes it from here: `noticeReason` is what they follow.
  if (coming.mailbox?.notices && !asked && !wish.open) return { ...about, automatic, reason: noticeReason, detail: null }
  const reporter = wish.open?.reporterId === undefined ? undefined : await personById(ctx, wish.open.reporterId)
  const result = asked
    ? await append(coming, asked, false)
    : wish.open
      ? await open({ ...coming, ...(reporter && { reporter }) }, undefined)
      : await placeFor(coming)
  if ('taken' in result) return { ...result, ...about }
  if (!('caseId' in result)) return { ...about, automatic, ...result }
  if (result.entryId) await keepRaw(coming, result.caseId, result.entryId)
  return { ...result, automatic, ...about }
}

async function placeFor(coming: Coming): Promise<Done | Refused | Pick<Taken, 'taken'>> {
  const { ctx, db, row, message, sender, automatic, own } = coming
  if (automatic === 'bounce') return bounced(coming)
  if (own(sender.address) || (message.messageId && signedIn(ctx, message.messageId))) return { reason: 'ownMail', detail: sender.address }
  if (automatic === 'no' && !isForward(message.subject) && (await takenElsewhere(coming))) return { taken: true }
  const copy = await copyOf(db, row, sender.address)
  if (copy?.caseId && copy.subject === (message.subject.slice(0, 300) || null)) {
    const at = await caseById(ctx, copy.caseId)
    if (at) return done('appended', at, copy.entryId)
  }
  const found = await answered(coming)
  if (automatic === 'replied') {
    if (!found?.at) return { reason: 'automaticReply', detail: null }
    return away(coming, found.at)
  }
  if (!found?.at) return open(coming, found?.related)
  return append(coming, found.at, found.internal, found.weak)
}

/** It answers mail of ours that is about no case, and who wrote that takes it. */
function takenElsewhere({ ctx, message, sender }: Coming): Promise<boolean> {
  const { subject, messageId } = message
  const text = splitQuoted(message.text).text.trim()
  return handAnswer(ctx, [...addressed(message), ...idsNamed(message)], { sender: sender.address, subject, text, messageId: messageId ?? '' })
}

async function open(coming: Coming, related: CaseRow | undefined, kind: 'possiblyRelated' | 'follows' = 'possiblyRelated'): Promise<Done> {
  const { ctx, message, files } = coming
  const organisationId = related && kind === 'follows' ? related.organisationId : await organisationOf(coming)
  const reporter = coming.reporter ?? (await authorOf(coming, organisationId))
  const at = await openCase(ctx, {
    organisationId,
    kind: 'incident',
    title: titleOf(message.subject, coming.t('desk.mail.noSubject')),
    text: textOf(coming),
    reporterId: reporter.id,
    impact: 'person',
    urgency: 'normal',
    channel: 'mail',
    registeredBy: null,
    teamId: coming.mailbox?.organisationId === organisationId ? coming.mailbox.teamId : null,
    attachments: files,
  })
  if (related) await linkCases(ctx, at.id, related.id, kind)
  // The first message has no entry of its own: its HTML is kept under the case.
  await remember(coming, at, at.id, { internal: false, alone: false })
  await noteAlive(coming.db, coming.sender.address)
  await others(coming, at)
  return done('opened', at, null)
}

async function append(coming: Coming, at: CaseRow, internal: boolean, weak = false): Promise<Done> {
  const { ctx, message, automatic, files, row } = coming
  const author = await authorOf(coming, at.organisationId)
  const person = automatic === 'no'
  const over = at.state === 'closed' || at.state === 'cancelled'
  if (over && person && !internal && !onlyThanks(message.text) && !(await mayReopen(ctx, at))) return open(coming, at, 'follows')
  const entry = await addEntry(ctx, {
    caseId: at.id,
    authorId: author.id,
    visibility: internal ? 'internal' : 'public',
    channel: 'mail',
    kind: internal ? 'note' : 'message',
    text: textOf(coming),
    // That there is HTML. The HTML itself is kept apart and given only by desk.mail.body, made safe.
    html: message.html === null ? null : '',
    attachments: files,
    ...(row.messageId !== '' && { messageId: row.messageId }),
  })
  // Whoever has our signed id may say something. To take part they must have been on the mail before: it may have been passed on.
  const known = await participates(coming, at)
  await remember(coming, at, entry.id, { internal, alone: internal || !known })
  await noteAlive(coming.db, coming.sender.address)
  if (known && !internal) await replied(coming, at, author)
  if (person && !internal) {
    const title = titleOf(message.subject, coming.t('desk.mail.noSubject'))
    await moveByMail(ctx, at, { authorId: author.id, text: message.text, title, weak })
  }
  return done('appended', at, entry.id)
}

/** From now on mail that names any of its ids belongs to this case, and, unless it is `alone`, who is on it may use the tag. */
async function remember(coming: Coming, at: CaseRow, entryId: string, { internal, alone }: { internal: boolean; alone: boolean }): Promise<void> {
  const { ctx, db, message, sender, row, images, own } = coming
  const conversation = conversationOf(message)
  const ids = [...(message.messageId ? [message.messageId] : []), ...idsNamed(message), ...(conversation ? [conversation] : [])]
  await rememberIds(db, at.id, ids, ctx.now, internal)
  if (!alone) await join(db, at.id, [sender, ...othersOn(message, sender.address, own)], ctx.now)
  await keepBody(db, { entryId, caseId: at.id, mailId: row.id, html: message.html, images })
}
/** The mail behind an entry, also of one that says only that a machine answered. */
const keepRaw = ({ db, row }: Pick<Coming, 'db' | 'row'>, caseId: string, entryId: string) =>
  keepBody(db, { entryId, caseId, mailId: row.id, html: null, images: [] })

/** Everybody on the mail takes part, where the organisation wants that. Never on a confidential case: it is for named people. */
async function others(coming: Coming, at: CaseRow): Promise<void> {
  const { ctx, message, sender, own, mailbox, automatic } = coming
  if (automatic !== 'no' || (await ccOf(ctx.db, at.organisationId)).cc !== 'everybody') return
  for (const box of othersOn(message, sender.address, own)) await takePart(coming, at, await personFor(ctx, box, at.organisationId, mailbox))
}
/** Somebody else than the reporter answered: they take part from now on, unless the organisation keeps it to the reporter. */
async function replied(coming: Coming, at: CaseRow, author: PersonRef): Promise<void> {
  if (coming.automatic === 'no' && (await ccOf(coming.ctx.db, at.organisationId)).cc !== 'nobody') await takePart(coming, at, author)
}
async function takePart({ ctx }: Coming, at: CaseRow, person: PersonRef): Promise<void> {
  if (at.confidential || person.id === at.reporterId) return
  const works = (await rolesOf(ctx, person.id)).some((one) => one.organisationId === at.organisationId && one.role !== 'reporter')
  if (works || (await peopleOf(ctx, at.id)).some((one) => one.personId === person.id)) return
  await addPerson(ctx, at, person.id, 'participant')
}

/** A mail that cannot be read, put on a case or made one by hand: whole, as an attachment. */
async function keepUnread(
  ctx: Context,
  row: Incoming,
  to: CaseRow | NonNullable<Wish['open']> | undefined,
  message?: { subject: string; text: string },
): Promise<Done> {
  const db = ctx.db as Db
  const t = await wordsFor(ctx, row)
  const text = message?.text.trim() || t('desk.mail.noText')
  const attachments = [{ hash: row.hash, size: row.size, name: 'message.eml', type: 'message/rfc822' }]
  if (to && 'number' in to) {
    const entry = await addEntry(ctx, { caseId: to.id, authorId: null, visibility: 'internal', channel: 'mail', kind: 'system', text, attachments })
    await keepRaw({ db, row }, to.id, entry.id)
    return done('appended', to, entry.id)
  }
  const at = await openCase(ctx, {
    organisationId: row.organisationId,
    kind: 'incident',
    title: titleOf(message?.subject ?? row.subject ?? '', t('desk.mail.noSubject')),
    text,
    reporterId: to?.reporterId ?? to?.by ?? '',
    impact: 'person',
    urgency: 'normal',
    channel: 'mail',
    registeredBy: to?.by ?? null,
    attachments,
  })
  await keepRaw({ db, row }, at.id, at.id)
  return done('opened', at, null)
}
