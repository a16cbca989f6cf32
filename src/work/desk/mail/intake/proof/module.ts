/** Which case a mail answers, in the order of proof. */
import type { Context } from '#platform/room.ts'
import { type CaseRow, caseById, caseByNumber, entryById, familyOf, peopleOf } from '#record/cases/cases.ts'
import { findPersonByEmail, rolesOf } from '#record/people/people.ts'
import { ourId, signatureOf } from '../../letters/module.ts'
import { isForward, readSigned, readTag, type SignedId } from '../../rules.ts'
import { casesNamed, type Db, takesPart } from '../../store.ts'
import type { Message } from '../adapters/message.ts'
import type { Coming } from '../coming/module.ts'
import { conversationOf, idsNamed } from '../rules.ts'

export interface Found {
  at?: CaseRow
  /** It answers what was written among staff. */
  internal: boolean
  /** It only seems to belong to this one. */
  related?: CaseRow
  /** Only a number that anybody can guess, and an address that anybody can write, point at it. */
  weak?: boolean
}

/** Our own id, when the signature is right. */
export const signedIn = (ctx: Context, text: string): SignedId | undefined => readSigned(text, (id, given) => signatureOf(ctx, id) === given)

export async function answered(coming: Coming): Promise<Found | undefined> {
  const { ctx, db, message } = coming
  const forward = isForward(message.subject)
  const bySignature = await signed(coming, forward)
  if (bySignature) return bySignature
  const ids = [...idsNamed(message), ...(message.messageId ? [message.messageId] : [])]
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
    if (at && (await participates(coming, at))) return { at, internal, weak: true }
  }
  return tagged ? { related: tagged, internal: false } : undefined
}

/** Every address it was sent to, as its header and the servers on its way say. */
export function addressed({ to, cc, headers }: Message): string[] {
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((key) => headers.get(key) ?? [])
  return [...to, ...cc].map((box) => box.address).concat(delivered.slice(0, 20))
}

/** In the address it was sent to, or, unless it is a forward, in the ids it names. */
async function signed({ ctx, message }: Coming, forward: boolean): Promise<Found | undefined> {
  for (const text of [...addressed(message), ...(forward ? [] : idsNamed(message))]) {
    const id = signedIn(ctx, text)
    const at = id && (await caseByNumber(ctx, `C-${id.number}`))
    if (id && at) return { at, internal: await amongStaff(ctx, id) }
  }
  return undefined
}

async function amongStaff(ctx: Context, signed: SignedId): Promise<boolean> {
  if ((await casesNamed(ctx.db as Db, [ourId(ctx, signed)])).some((one) => one.internal)) return true
  return signed.entry !== 'case' && (await entryById(ctx, signed.entry))?.visibility === 'internal'
}

/** The reporter, somebody who was on a mail of the case, or somebody who works for its organisation. */
export async function participates({ ctx, db, sender }: Coming, at: CaseRow): Promise<boolean> {
  if (await takesPart(db, await familyOf(ctx, at.id), sender.address)) return true
  const person = await findPersonByEmail(ctx, sender.address)
  if (!person) return false
  if (person.id === at.reporterId || (await peopleOf(ctx, at.id)).some((one) => one.personId === person.id)) return true
  return (await rolesOf(ctx, person.id)).some((one) => one.organisationId === at.organisationId && one.role !== 'reporter' && one.role !== 'client')
}
