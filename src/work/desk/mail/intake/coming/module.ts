/** What is known of a mail while it finds its place: who wrote it, by which mailbox, what comes along. */
import type { Stored } from '#platform/files.ts'
import { type Translate, translator } from '#platform/i18n.ts'
import { mailHost } from '#platform/mail/mail.ts'
import type { Context } from '#platform/room.ts'
import type { CaseRow } from '#record/cases/cases.ts'
import { ensureReporter, findPersonByEmail, organisationById, organisationForEmail, type PersonRef, rolesOf } from '#record/people/people.ts'
import { listMailboxes, type MailboxRow } from '../../mailboxes/store.ts'
import type { Db, Incoming } from '../../store.ts'
import type { Box, Message, Unreadable } from '../adapters/message.ts'
import { type Automatic, addressIn, automaticOf, nameFor, senderOf } from '../rules.ts'

/** What the reader made of it. */
export type Read = { message: Message } | { reason: Unreadable | 'failed' | 'tooLarge'; detail: string | null }
export interface Wish {
  /** Put it on this case, whatever it answers. */
  caseId?: string
  /** Open a case with it, whatever it answers. `reporterId`: for whom; its sender unless told, and when it has none who asks for it. */
  open?: { reporterId: string | undefined; by: string | null }
}

export interface Done {
  disposition: 'opened' | 'appended'
  caseId: string
  entryId: string | null
  organisationId: string
}
export interface Refused {
  reason: string
  detail: string | null
}
export const done = (disposition: Done['disposition'], at: CaseRow, entryId: string | null): Done => ({
  disposition,
  caseId: at.id,
  entryId,
  organisationId: at.organisationId,
})

export interface Coming {
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
  /** Whoever chose to open a case with it says for whom. */
  reporter?: PersonRef
}

/** undefined: nobody can be read from it. */
export async function comingOf(ctx: Context, row: Incoming, message: Message, parts: ReadonlyMap<number, Stored>): Promise<Coming | undefined> {
  const mailboxes = await listMailboxes(ctx.db)
  const mailbox = mailboxes.find((one) => one.id === row.mailboxId)
  const sender = senderOf(message, mailbox?.senderOrder)
  if (!sender) return undefined
  const addresses = new Set([ctx.app.config.mailFrom, ...mailboxes.map((one) => one.address)].map((one) => one.toLowerCase()))
  // Wherever it was delivered is ours, also when its mailbox is read elsewhere.
  for (const key of ['delivered-to', 'x-original-to']) for (const at of message.headers.get(key) ?? []) addresses.add(addressIn(at) ?? '')
  const own = (address: string) => addresses.has(address.replace(/\+[^@]*@/, '@')) || addresses.has(address)
  const files = message.attachments.flatMap((part, index) => {
    const stored = parts.get(index)
    return stored && stored.size > 0 ? [{ ...stored, name: part.name, type: part.type }] : []
  })
  const images = message.attachments.flatMap(({ contentId, type }, index) => {
    const stored = parts.get(index)
    return contentId !== null && stored && /^image\/(png|jpeg|gif|webp)$/.test(type) ? [{ contentId, hash: stored.hash, type }] : []
  })
  const automatic = automaticOf(message, sender.address, mailHost(ctx.app))
  const t = await wordsFor(ctx, row, mailbox)
  return { ctx, db: ctx.db as Db, row, message, sender, automatic, mailbox, own, t, files, images: images.slice(0, 50) }
}

/** In the language of the mailbox, or of the organisation. */
export async function wordsFor(ctx: Context, row: Incoming, mailbox?: MailboxRow): Promise<Translate> {
  return translator(ctx.app.texts, mailbox?.locale ?? (await organisationById(ctx, row.organisationId))?.locale ?? 'nl')
}

/** Who wrote it, as a person of ours. */
export const authorOf = ({ ctx, sender, mailbox }: Pick<Coming, 'ctx' | 'sender' | 'mailbox'>, organisationId: string): Promise<PersonRef> =>
  personFor(ctx, sender, organisationId, mailbox)

/** Somebody on a mail. Who is not known yet is spoken to in the language of the mailbox. */
export async function personFor(ctx: Context, box: Box, organisationId: string, mailbox: MailboxRow | undefined): Promise<PersonRef> {
  const known = await findPersonByEmail(ctx, box.address)
  if (known && (await rolesOf(ctx, known.id)).some((one) => one.organisationId === organisationId)) return known
  const locale = mailbox?.locale ?? (await organisationById(ctx, organisationId))?.locale ?? 'nl'
  return ensureReporter(ctx, { email: box.address, name: nameFor(box), organisationId, locale })
}

export async function organisationOf({ ctx, row, sender }: Coming): Promise<string> {
  const byDomain = await organisationForEmail(ctx, sender.address)
  if (byDomain) return byDomain.id
  const known = await findPersonByEmail(ctx, sender.address)
  const roles = known ? await rolesOf(ctx, known.id) : []
  return roles.some((one) => one.organisationId === row.organisationId) ? row.organisationId : (roles[0]?.organisationId ?? row.organisationId)
}

export const textOf = ({ message, t }: Pick<Coming, 'message' | 't'>): string => {
  const text = message.text.trim() === '' ? t('desk.mail.noText') : message.text
  return message.sealedIn === null ? text : `${text}\n\n${t('desk.mail.sealedIn', { name: message.sealedIn })}`
}
