/** Gives a mail its place: a new case, an entry on the case it answers, or a reason why not. Runs in the transaction of jobs.ts. */
import type { Stored } from '#platform/files.ts'
import { type Translate, translator } from '#platform/i18n.ts'
import { mailHost, markBounced } from '#platform/mail/mail.ts'
import type { Context } from '#platform/room.ts'
import { addEntry, caseById, caseByNumber, entryById, familyOf, linkCases, moveCase, openCase, peopleOf } from '#record/cases/cases.ts'
import { ensureReporter, findPersonByEmail, organisationById, organisationForEmail, type PersonRef, rolesOf } from '#record/people/people.ts'
import { ourId, signatureOf } from '../letters/module.ts'
import { listMailboxes, type MailboxRow } from '../mailboxes/store.ts'
import { approval, isForward, readSigned, readTag, reopenWithinWorkingDays, type SignedId, titleOf, workingDaysBetween } from '../rules.ts'
import { casesNamed, copyOf, type Db, type Incoming, join, keepBody, noteAlive, noteBounced, rememberIds, takesPart } from '../store.ts'
import type { Box, Message, Unreadable } from './adapters/message.ts'
import { type Automatic, addressIn, automaticOf, conversationOf, idsNamed, nameFor, othersOn, senderOf } from './rules.ts'

type Case = NonNullable<Awaited<ReturnType<typeof caseById>>>
export interface Placed {
  disposition: 'opened' | 'appended'
  caseId: string
  entryId: string | null
  organisationId: string
  automatic: Automatic
  sender: string | null
  subject: string | null
}

export type NotPlaced = { reason: string; detail: string | null; automatic?: string; sender?: string | null; subject?: string | null }
/** What the reader made of it. */
export type Read = { message: Message } | { reason: Unreadable | 'failed'; detail: string }
export interface Wish {
  /** Put it on this case, whatever it answers. */
  caseId?: string
}

/** What is known of the mail while it finds its place. */
interface Coming {
  ctx: Context
  db: Db
  row: Incoming
  message: Message
  sender: Box
  automatic: Automatic
  mailbox: MailboxRow | undefined
  own: (address: string) => boolean
  /** In the language of the mailbox, or of the organisation. */
  t: Translate
  files: { hash: string; size: number; name: string; type: string }[]
  images: { contentId: string; hash: string; type: string }[]
}

const signedIn = (ctx: Context, text: string): SignedId | undefined => readSigned(text, (id, given) => signatureOf(ctx, id) === given)

export async function place(ctx: Context, row: Incoming, read: Read, parts: Map<number, Stored>, wish: Wish): Promise<Placed | NotPlaced> {
  const db = ctx.db as Db
  const asked = wish.caseId === undefined ? undefined : await caseById(ctx, wish.caseId)
  if (!('message' in read)) return asked ? keepUnread(ctx, row, asked) : { reason: read.reason, detail: read.detail }
  const { message } = read
  const sender = senderOf(message)
  const about = { sender: sender?.address ?? null, subject: message.subject.slice(0, 300) || null, detail: null }
  if (asked && !sender) return { ...(await keepUnread(ctx, row, asked)), subject: about.subject }
  if (!sender) return { ...about, reason: 'noSender' }
  const mailboxes = await listMailboxes(db)
  const addresses = new Set([ctx.app.config.mailFrom, ...mailboxes.map((one) => one.address)].map((one) => one.toLowerCase()))
  const own = (address: string) => addresses.has(address.replace(/\+[^@]*@/, '@')) || addresses.has(address)
  const automatic = automaticOf(message, sender.address, mailHost(ctx.app))
  const files = message.attachments.flatMap((part, index) => {
    const stored = parts.get(index)
    return stored && stored.size > 0 ? [{ ...stored, name: part.name, type: part.type }] : []
  })
  const images = message.attachments.flatMap(({ contentId, type }, index) => {
    const stored = parts.get(index)
    return contentId !== null && stored && /^image\/(png|jpeg|gif|webp)$/.test(type) ? [{ contentId, hash: stored.hash, type }] : []
  })
  const mailbox = mailboxes.find((one) => one.id === row.mailboxId)
  const locale = mailbox?.locale ?? (await organisationById(ctx, row.organisationId))?.locale ?? 'nl'
  const t = translator(ctx.app.texts, locale)
  const coming: Coming = { ctx, db, row, message, sender, automatic, mailbox, own, t, files, images: images.slice(0, 50) }
  const done = asked ? await append(coming, asked, false) : await placeFor(coming)
  return 'caseId' in done ? { ...done, automatic, sender: about.sender, subject: about.subject } : { ...about, automatic, ...done }
}

type Done = Pick<Placed, 'disposition' | 'caseId' | 'entryId' | 'organisationId'>
type Refused = { reason: string; detail: string | null }
const done = (disposition: Done['disposition'], at: Case, entryId: string | null): Done => ({
  disposition,
  caseId: at.id,
  entryId,
  organisationId: at.organisationId,
})

async function placeFor(coming: Coming): Promise<Done | Refused> {
  const { ctx, db, row, message, sender, automatic, own } = coming
  if (automatic === 'bounce') return bounced(coming)
  if (own(sender.address) || (message.messageId && signedIn(ctx, message.messageId))) return { reason: 'ownMail', detail: sender.address }
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

interface Found {
  at?: Case
  internal: boolean
  related?: Case
  /** Only a number that anybody can guess, and an address that anybody can write, point at it. */
  weak?: boolean
}
/** The case this mail answers, in the order of proof; `related`: a case it only seems to belong to. */
async function answered(coming: Coming): Promise<Found | undefined> {
  const { ctx, db, message } = coming
  const named = idsNamed(message)
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((key) => message.headers.get(key) ?? [])
  const addressed = [...message.to, ...message.cc].map((box) => box.address).concat(delivered.slice(0, 20))
  const forward = isForward(message.subject)
  for (const text of [...addressed, ...(forward ? [] : named)]) {
    const signed = signedIn(ctx, text)
    const at = signed && (await caseByNumber(ctx, `C-${signed.number}`))
    if (signed && at) return { at, internal: await amongStaff(ctx, signed) }
  }
  const ids = [...named, ...(message.messageId ? [message.messageId] : [])]
  for (const { caseId, internal } of await casesNamed(db, ids)) {
    const at = await caseById(ctx, caseId)
    if (at) return forward ? { related: at, internal } : { at, internal }
  }
  const number = readTag(message.subject)
  const tagged = number === undefined ? undefined : await caseByNumber(ctx, number)
  if (tagged && !forward && (await participates(coming, tagged))) return { at: tagged, internal: false, weak: true }
  const conversation = conversationOf(message)
  for (const { caseId, internal } of conversation && !forward ? await casesNamed(db, [conversation]) : []) {
    const at = await caseById(ctx, caseId)
    if (at && (await participates(coming, at))) return { at, internal }
  }
  return tagged ? { related: tagged, internal: false } : undefined
}

/** Whether what it answers was written among staff. */
async function amongStaff(ctx: Context, signed: SignedId): Promise<boolean> {
  if ((await casesNamed(ctx.db as Db, [ourId(ctx, signed)])).some((one) => one.internal)) return true
  return signed.entry !== 'case' && (await entryById(ctx, signed.entry))?.visibility === 'internal'
}

/** The reporter, somebody who was on a mail of the case, or somebody who works for its organisation. */
async function participates({ ctx, db, sender }: Coming, at: Case): Promise<boolean> {
  if (await takesPart(db, await familyOf(ctx, at.id), sender.address)) return true
  const person = await findPersonByEmail(ctx, sender.address)
  if (!person) return false
  if (person.id === at.reporterId || (await peopleOf(ctx, at.id)).some((one) => one.personId === person.id)) return true
  return (await rolesOf(ctx, person.id)).some((one) => one.organisationId === at.organisationId && one.role !== 'reporter' && one.role !== 'client')
}

/** Who wrote it, as a person of ours. */
async function authorOf({ ctx, sender, mailbox }: Coming, organisationId: string): Promise<PersonRef> {
  const known = await findPersonByEmail(ctx, sender.address)
  if (known && (await rolesOf(ctx, known.id)).some((one) => one.organisationId === organisationId)) return known
  const locale = mailbox?.locale ?? (await organisationById(ctx, organisationId))?.locale ?? 'nl'
  return ensureReporter(ctx, { email: sender.address, name: nameFor(sender), organisationId, locale })
}

async function organisationOf({ ctx, row, sender }: Coming): Promise<string> {
  const byDomain = await organisationForEmail(ctx, sender.address)
  if (byDomain) return byDomain.id
  const known = await findPersonByEmail(ctx, sender.address)
  const roles = known ? await rolesOf(ctx, known.id) : []
  return roles.some((one) => one.organisationId === row.organisationId) ? row.organisationId : (roles[0]?.organisationId ?? row.organisationId)
}

const textOf = ({ message, t }: Coming) => (message.text.trim() === '' ? t('desk.mail.noText') : message.text)

async function open(coming: Coming, related: Case | undefined, kind: 'possiblyRelated' | 'follows' = 'possiblyRelated'): Promise<Done> {
  const { ctx, message, files } = coming
  const organisationId = related && kind === 'follows' ? related.organisationId : await organisationOf(coming)
  const reporter = await authorOf(coming, organisationId)
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
  await remember(coming, at, at.id, false)
  return done('opened', at, null)
}

async function append(coming: Coming, at: Case, internal: boolean, weak = false): Promise<Done> {
  const { ctx, message, automatic, files, row } = coming
  const author = await authorOf(coming, at.organisationId)
  const person = automatic === 'no'
  const over = at.state === 'closed' || at.state === 'cancelled'
  if (over && person && at.closedAt && workingDaysBetween(new Date(at.closedAt), ctx.now) > reopenWithinWorkingDays)
    return open(coming, at, 'follows')
  const entry = await addEntry(ctx, {
    caseId: at.id,
    authorId: author.id,
    visibility: internal ? 'internal' : 'public',
    channel: 'mail',
    kind: 'message',
    text: textOf(coming),
    // That there is HTML. The HTML itself is kept apart and given only by desk.mail.body, made safe.
    html: message.html === null ? null : '',
    attachments: files,
    ...(row.messageId !== '' && { messageId: row.messageId }),
  })
  await remember(coming, at, entry.id, internal)
  await noteAlive(coming.db, coming.sender.address)
  if (person && !internal) await moveBy(coming, at, author, weak)
  return done('appended', at, entry.id)
}

/** What the answer does to the case: opened again, confirmed, rejected, no longer waiting. */
async function moveBy({ ctx, message, t }: Coming, at: Case, author: PersonRef, weak: boolean): Promise<void> {
  const text = message.text.slice(0, 2000)
  if (at.state === 'closed' || at.state === 'cancelled')
    await moveCase(ctx, { caseId: at.id, move: 'reopen', by: 'system', reason: titleOf(message.subject, t('desk.mail.noSubject')) })
  else if (at.state === 'waiting' && at.waitingFor === 'reporter' && author.id === at.reporterId)
    await moveCase(ctx, { caseId: at.id, move: 'resume', by: 'system' })
  else if (at.state === 'solved' && author.id === at.reporterId) {
    const said = approval(text)
    // What closes a case must come from who got our mail.
    if (said === 'yes' && !weak) await moveCase(ctx, { caseId: at.id, move: 'confirm', by: 'reporter' })
    if (said === 'no') await moveCase(ctx, { caseId: at.id, move: 'reject', by: 'reporter', text })
  }
}

/** From now on mail that names any of its ids belongs to this case, and who is on it takes part. */
async function remember(coming: Coming, at: Case, entryId: string, internal: boolean): Promise<void> {
  const { ctx, db, message, sender, row, images, own } = coming
  const conversation = conversationOf(message)
  const ids = [...(message.messageId ? [message.messageId] : []), ...idsNamed(message), ...(conversation ? [conversation] : [])]
  await rememberIds(db, at.id, ids, ctx.now, internal)
  if (!internal) await join(db, at.id, [sender, ...othersOn(message, sender.address, own)], ctx.now)
  await keepBody(db, { entryId, caseId: at.id, mailId: row.id, html: message.html, images })
}

/** An answering machine: colleagues see it, it changes nothing. */
async function away(coming: Coming, at: Case): Promise<Done> {
  const { ctx, sender, t } = coming
  const text = `${t('desk.mail.away', { address: sender.address })}\n\n${textOf(coming).slice(0, 5000)}`
  const entry = await addEntry(ctx, { caseId: at.id, authorId: null, visibility: 'internal', channel: 'mail', kind: 'system', text })
  return done('appended', at, entry.id)
}

/** Mail of ours that came back: told on its case, never opening it again. */
async function bounced({ ctx, db, message, t }: Coming): Promise<Done | Refused> {
  const { report } = message
  const ids = [...(report?.originals ?? []), ...idsNamed(message)]
  const address = addressIn(report?.recipient ?? '')
  const why = [report?.status, report?.diagnostic].filter(Boolean).join(' ') || message.subject
  let at: Case | undefined
  for (const id of ids) {
    await markBounced(ctx, id, why)
    const signed = signedIn(ctx, id)
    at ??= signed && (await caseByNumber(ctx, `C-${signed.number}`))
  }
  if (address) await noteBounced(db, address, why.slice(0, 500), ctx.now)
  at ??= await firstOf(ctx, db, ids)
  if (!at) return { reason: 'bounce', detail: why.slice(0, 300) }
  const text = t('desk.mail.returned', { address: address ?? '?', why })
  const entry = await addEntry(ctx, { caseId: at.id, authorId: null, visibility: 'internal', channel: 'mail', kind: 'system', text })
  return done('appended', at, entry.id)
}

async function firstOf(ctx: Context, db: Db, ids: readonly string[]): Promise<Case | undefined> {
  const [first] = await casesNamed(db, ids)
  return first && caseById(ctx, first.caseId)
}

/** A mail that cannot be read, put on a case by hand: whole, as an attachment. */
async function keepUnread(ctx: Context, row: Incoming, at: Case): Promise<Placed> {
  const entry = await addEntry(ctx, {
    caseId: at.id,
    authorId: null,
    visibility: 'internal',
    channel: 'mail',
    kind: 'system',
    text: ctx.t('desk.mail.noText'),
    attachments: [{ hash: row.hash, size: row.size, name: 'message.eml', type: 'message/rfc822' }],
  })
  return { ...done('appended', at, entry.id), automatic: 'no', sender: row.sender, subject: row.subject }
}
