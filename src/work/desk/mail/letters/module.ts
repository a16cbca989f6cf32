/**
 * Letters: what Spil writes to somebody about a case. In the language of who gets it, threaded under the case, put in the queue in this
 * transaction, and safe against loops. Every part of the desk that mails about a case does it here.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { system } from '#platform/app.ts'
import { type Locale, type Translate, translator, type Values } from '#platform/i18n.ts'
import { mailHost, type Outgoing, sendMail } from '#platform/mail/mail.ts'
import type { Context } from '#platform/room.ts'
import { type CaseRow, openCase, peopleOf } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { membersWith, type OrganisationRef, organisationById, type PersonRef } from '#record/people/people.ts'
import { answersLimited } from '../contract.ts'
import { isMachine } from '../intake/rules.ts'
import { listMailboxes, type MailboxRow } from '../mailboxes/store.ts'
import { type Button, htmlOf, mayAnswer, messageIdOf, type SignedId, tagOf } from '../rules.ts'
import { answersOn, answersTo, type Db, idsOf, isBounced, noteAnswer, noteLimited, openedBy, rememberIds } from '../store.ts'
import { fill } from '../templates/rules.ts'
import { wordsOf } from '../templates/store.ts'

export interface Letter {
  at: CaseRow
  /** Nothing is written to who has no address. */
  to: Pick<PersonRef, 'name' | 'email' | 'locale'>
  /** A text of your room, `desk.letter.<name>`: what stands between greeting and regards, with plain {variables}. */
  letter: `desk.letter.${string}`
  /** For its variables. Always there: name, number, title, organisation. */
  values?: Values | ((t: Translate) => Values)
  /** Links below it, such as a signed one that needs no sign-in; `text` is the key of what stands on it. */
  buttons?: readonly { text: string; url: string }[]
  /** The links open something for this person only: the letter is kept sealed until it is sent, and then no more. */
  secret?: boolean
  /** The entry that it brings. */
  entryId?: string
  /** Among staff: an answer to it becomes an internal entry. */
  internal?: boolean
  /** A person wrote what it brings: it is no automatic mail, and not limited. */
  byHand?: boolean
  /** Where the case is followed: the portal unless told. */
  page?: 'portal' | 'desk' | 'none'
  attachments?: Outgoing['attachments']
}

/** HMAC over the id, in lower-case hex so that it survives servers that know no capitals. */
export const signatureOf = (ctx: Context, text: string): string => Buffer.from(ctx.app.secrets.sign('mail id', text), 'base64url').toString('hex')
/** The Message-ID that an entry of a case, or the case as a whole, has in our own mail. */
export const ourId = (ctx: Context, id: SignedId): string => messageIdOf(id, mailHost(ctx.app), (text) => signatureOf(ctx, text))

/**
 * This part of the transaction with the eyes and hands of Spil: a mail has to do with people and cases that the one who causes it may not see.
 * The logbook still names who caused it; what Spil decides by a rule of its own goes through `itself`.
 */
export async function asSpil<T>(ctx: Context, run: (ctx: Context) => Promise<T>): Promise<T> {
  const [before] = (await sql<{ was: string }>`select coalesce(current_setting('spil.system', true), 'off') as was`.execute(ctx.db)).rows
  await sql`select set_config('spil.system', 'on', true)`.execute(ctx.db)
  const result = await run({ ...ctx, actor: system })
  await sql`select set_config('spil.system', ${before?.was ?? 'off'}, true)`.execute(ctx.db)
  return result
}

/** Within `asSpil`: what nobody chose but Spil did by a rule. The logbook names Spil, in words of the language that was spoken. */
export const itself = (spil: Context): Context => ({ ...spil.as(system), locale: spil.locale, t: spil.t })

/** The mailbox that answers come back to: the one the report came by, else the first of the organisation. */
export async function mailboxOf(ctx: Context, organisationId: string, mailboxId: string | null | undefined): Promise<MailboxRow | undefined> {
  const all = (await listMailboxes(ctx.db)).filter((one) => one.active && !one.notices)
  return all.find((one) => one.id === mailboxId) ?? all.find((one) => one.organisationId === organisationId)
}

/** Puts the letter in the queue, in this transaction. Gives its Message-ID; undefined when it is not sent: no address, or too many before it. */
export async function writeTo(ctx: Context, letter: Letter): Promise<string | undefined> {
  const { email } = letter.to
  return email === null ? undefined : asSpil(ctx, (spil) => post(spil, letter, email))
}

async function post(ctx: Context, letter: Letter, email: string): Promise<string | undefined> {
  const db = ctx.db as Db
  const { at, to, internal = false, byHand = false } = letter
  if (!byHand && !(await allowed(ctx, email.toLowerCase(), letter))) return undefined
  const organisation = await organisationById(ctx, at.organisationId)
  const opening = await openedBy(db, at.id)
  const mailbox = await mailboxOf(ctx, at.organisationId, opening?.mailboxId)
  const { text, html } = await composed(ctx, letter, organisation)
  const receipt = letter.letter === 'desk.letter.received'
  const id = { number: String(at.number), entry: receipt ? 'case' : (letter.entryId ?? randomUUID()) }
  const messageId = ourId(ctx, id)
  const root = ourId(ctx, { ...id, entry: 'case' })
  const references = [...new Set([root, ...(await idsOf(db, at.id, internal))])].filter((one) => one !== messageId)
  const address = mailbox?.address ?? ctx.app.config.mailFrom
  const from = { name: organisation?.name ?? 'Spil', address }
  const inReplyTo = references.at(-1)
  await sendMail(ctx, {
    to: [{ name: to.name, address: email }],
    from,
    ...(mailbox?.plusAddressing && { replyTo: { name: from.name, address: signedAddress(ctx, address, id) } }),
    subject: `${tagOf(numberOf(at.number))} ${at.title}`,
    ...{ text, html, messageId, references },
    ...(inReplyTo !== undefined && { inReplyTo }),
    autoSubmitted: byHand ? null : receipt && opening ? 'auto-replied' : 'auto-generated',
    ...(!byHand && { headers: { 'X-Loop': mailHost(ctx.app) } }),
    about: `case/${at.id}`,
    organisationId: at.organisationId,
    ...(letter.secret && { secret: true }),
    ...(letter.attachments && { attachments: letter.attachments }),
  })
  await rememberIds(db, at.id, [messageId], ctx.now, internal)
  return messageId
}

/** help+c1042.<entry>.<signature>@…: an answer finds its entry also when it names no id. */
function signedAddress(ctx: Context, address: string, id: SignedId): string {
  const local = address.slice(0, address.lastIndexOf('@'))
  const signed = messageIdOf(id, address.slice(local.length + 1), (text) => signatureOf(ctx, text))
  return `${local}+${signed.slice(1, -1)}`
}

function composed(ctx: Context, letter: Letter, organisation: OrganisationRef | undefined): Promise<{ text: string; html: string }> {
  const { at, to, values = {}, buttons = [], page = 'portal' } = letter
  const t = translator(ctx.app.texts, to.locale)
  const about = { name: to.name, number: numberOf(at.number), title: at.title }
  const own = typeof values === 'function' ? values(t) : values
  return compose(ctx, {
    ...{ organisationId: at.organisationId, organisation, locale: to.locale, letter: letter.letter, about, values: own, page },
    links: buttons.map(({ text, url }) => ({ text: t(text, { ...about, ...own }), url })),
  })
}

interface Composing {
  organisationId: string
  organisation: OrganisationRef | undefined
  locale: Locale
  letter: string
  about: { name: string; number: string; title: string }
  values: Values
  links: readonly Button[]
  page: NonNullable<Letter['page']>
}
/** The whole letter, in the words of the organisation where it has its own. `words`: try these in their place. */
export async function compose(ctx: Context, wish: Composing, words?: string): Promise<{ text: string; html: string }> {
  const { organisationId, organisation, locale, letter, about, links, page } = wish
  const t = translator(ctx.app.texts, locale)
  const values = { ...about, organisation: organisation?.name ?? 'Spil', ...wish.values }
  const names = { letter: letter.slice('desk.letter.'.length), greeting: 'greeting', regards: 'regards' }
  const own = await wordsOf(ctx.db, organisationId, locale, Object.values(names))
  const said = (name: string) => {
    const theirs = name === names.letter ? (words ?? own.get(name)) : own.get(name)
    return theirs === undefined ? t(`desk.letter.${name}`, values) : fill(theirs, values)
  }
  const path = page === 'desk' ? `/desk/cases/${about.number}` : `/portal/cases/${about.number}`
  const middle = [
    ...(names.letter === 'greeting' || names.letter === 'regards' ? [] : [said(names.letter)]),
    ...links.map(({ text: on, url }) => `${on}:\n${url}`),
    ...(page === 'none' ? [] : [t(page === 'desk' ? 'desk.mail.open' : 'desk.mail.follow', { url: `${ctx.app.config.url}${path}` })]),
    t('desk.mail.keepTag', { tag: tagOf(about.number) }),
  ]
  const text = [said(names.greeting), ...middle, said(names.regards)].join('\n\n')
  return { text, html: htmlOf(text, locale, links) }
}

/** No answer to machines, to ourselves or to addresses that give our mail back, and no more than is sane; too many is told to a person. */
async function allowed(ctx: Context, address: string, { at, letter }: Letter): Promise<boolean> {
  const db = ctx.db as Db
  if (isMachine(address) || (await isBounced(db, address))) return false
  const ours = [ctx.app.config.mailFrom, ...(await listMailboxes(db)).map((one) => one.address)]
  if (ours.some((one) => one.toLowerCase() === address)) return false
  const since = new Date(ctx.now.getTime() - 600 * 60_000)
  const allowance = mayAnswer({ toThem: await answersTo(db, address, since), onCase: await answersOn(db, at.id, since) }, at.id, letter, ctx.now)
  if (allowance === 'yes') {
    await noteAnswer(db, { address, caseId: at.id, letter, at: ctx.now })
    return true
  }
  if (await noteLimited(db, address, at.id, ctx.now)) await tellLimited(itself(ctx), at, address)
  return false
}

/** Instead of silence: a case for who administrates. Nothing is mailed about it. Of a confidential case it tells neither which one nor to whom. */
async function tellLimited(ctx: Context, at: CaseRow, address: string): Promise<void> {
  const { organisationId } = at
  await ctx.emit(answersLimited, {
    ...{ about: `case/${at.id}`, organisationId, confined: at.confidential, people: (await peopleOf(ctx, at.id)).map(({ personId }) => personId) },
    ...{ data: { caseId: at.id }, personal: { address } },
  })
  const t = translator(ctx.app.texts, (await organisationById(ctx, organisationId))?.locale ?? 'nl')
  await openCase(ctx, {
    organisationId,
    kind: 'incident',
    title: (at.confidential ? t('desk.mail.limitTitle.hidden') : t('desk.mail.limitTitle', { address })).slice(0, 200),
    text: at.confidential ? t('desk.mail.limitText.hidden') : `${t('desk.mail.limitText', { address })}\n\n${numberOf(at.number)}`,
    reporterId: (await membersWith(ctx, 'administrator', organisationId))[0]?.id ?? at.reporterId,
    impact: 'person',
    urgency: 'normal',
    channel: 'monitor',
    registeredBy: null,
  })
}
