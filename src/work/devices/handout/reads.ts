/** Hand-outs as screens and receivers see them, and what other wings may ask. */
import { dayIn } from '#platform/clock.ts'
import { type Context, mayIn, Problem } from '#platform/room.ts'
import { drawPage } from '#record/documents/documents.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import { type Frozen, type Handout, type HandoutItem, type ListedHandout, numberOfHandout } from './contract.ts'
import { photosOf } from './photos/store.ts'
import * as store from './store.ts'

export { handOut } from './issuing/reads.ts'
export { endHandoutOf, takeBack } from './returning/reads.ts'

const db = (ctx: Context) => ctx.db as store.Db
const iso = (at: string | Date) => new Date(at).toISOString()
const known = (at: string | Date | null) => (at === null ? null : iso(at))

/** The hand-out, for who may see it: readers of its organisation, and its receiver. */
export async function findHandout(ctx: Context, ref: string, lock = false): Promise<store.HandoutRow> {
  const row = await store.readHandout(db(ctx), ref, lock)
  if (!row) throw new Problem('platform.notFound', 404)
  return row
}
export const mayWork = (ctx: Context, organisationId: string): boolean => mayIn(ctx, 'devices.work', organisationId)
/** The hand-out, for who may work on it. */
export async function workOn(ctx: Context, ref: string, lock = false): Promise<store.HandoutRow> {
  const row = await findHandout(ctx, ref, lock)
  if (!mayWork(ctx, row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}

async function itemsShown(ctx: Context, row: store.HandoutRow): Promise<HandoutItem[]> {
  const [items, photos] = await Promise.all([store.itemsOf(db(ctx), [row.id]), photosOf(ctx.db, [row.id])])
  const people = await peopleByIds(
    ctx,
    items.flatMap(({ endedBy }) => endedBy ?? []),
  )
  const photosAt = (itemId: string, moment: 'out' | 'back') =>
    photos.filter((photo) => photo.itemId === itemId && photo.moment === moment).map(({ id }) => id)
  return items.map((item) => ({
    ...{ itemId: item.itemId, number: numberOfItem(item.number), name: item.name, kind: item.kind, code: item.code, serial: item.serial },
    ...{ accessories: item.accessories, condition: item.condition, photoIds: photosAt(item.itemId, 'out') },
    back:
      item.ended === null
        ? null
        : {
            how: item.ended,
            at: iso(item.endedAt ?? row.issuedAt),
            by: item.endedBy === null ? null : { id: item.endedBy, name: people.get(item.endedBy)?.name ?? ctx.t('cases.someone') },
            ...{ condition: item.conditionBack, missing: item.missing, note: item.noteBack, photoIds: photosAt(item.itemId, 'back') },
          },
  }))
}

/** What is signed. Its names and words are of the moment it was handed out. */
export async function frozenOf(ctx: Context, row: store.HandoutRow): Promise<Frozen> {
  return {
    ...{ number: numberOfHandout(row.number), organisation: row.organisationName, receiver: row.receiverName, issuedBy: row.issuerName },
    ...{ issuedAt: iso(row.issuedAt), kind: row.kind, dueOn: row.dueOn, note: row.note, instructions: row.instructions },
    terms: row.terms && { ...row.terms, html: await drawPage(row.terms.text) },
    items: await itemsShown(ctx, row),
  }
}
export const signingOf = ({ signedAt, declinedAt }: Pick<store.HandoutRow, 'signedAt' | 'declinedAt'>): Handout['signing'] =>
  signedAt !== null ? 'signed' : declinedAt !== null ? 'declined' : 'unsigned'

export async function handoutShown(ctx: Context, row: store.HandoutRow): Promise<Handout> {
  const [frozen, reminders] = await Promise.all([frozenOf(ctx, row), store.remindersOf(db(ctx), [row.id])])
  const { id, organisationId, receiverId, signedAt, signedHow, signature, witnessName, declinedAt, declinedWhy, receiptHash, receiptAt } = row
  return {
    ...{ id, organisationId, receiverId, ...frozen },
    state: frozen.items.some(({ back }) => back === null) ? 'out' : 'returned',
    signing: signingOf(row),
    signed:
      signedAt !== null && signedHow !== null && signature !== null ? { at: iso(signedAt), how: signedHow, witness: witnessName, signature } : null,
    declined: declinedAt === null ? null : { at: iso(declinedAt), why: declinedWhy ?? '' },
    receipt: receiptHash === null ? null : { sha256: receiptHash, size: row.receiptSize ?? 0, at: known(receiptAt) ?? iso(row.issuedAt) },
    reminders: reminders.map(({ about, day }) => ({ about, day })),
    mayWork: mayWork(ctx, organisationId),
  }
}

export const todayOf = (ctx: Context): string => dayIn(ctx.actor.timeZone, ctx.now)
export function listedHandout(row: store.ListRow): ListedHandout {
  const { id, number, organisationId, receiverId, receiverName, issuerName, issuedAt, kind, dueOn, overdue, items, out, missing, names } = row
  return {
    ...{
      id,
      number: numberOfHandout(number),
      organisationId,
      issuedBy: issuerName,
      issuedAt: iso(issuedAt),
      kind,
      dueOn,
      overdue,
      items,
      out,
      missing,
      names,
    },
    receiver: { id: receiverId, name: receiverName },
    signing: signingOf(row),
  }
}

/** What somebody has now, newest first; as far as the actor may know of it. At most 200. */
export async function openHandoutsOf(ctx: Context, personId: string): Promise<ListedHandout[]> {
  return (await store.listHandouts(db(ctx), 200, { show: 'out', receiverId: personId, today: todayOf(ctx) })).map(listedHandout)
}
/** Who has each of these devices, and by which receipt. */
export const holdersOf = (ctx: Context, itemIds: readonly string[]) => store.holdersOf(db(ctx), itemIds)
/** Numbers of receipts as people say them, by id. */
export const receiptNumbers = async (ctx: Context, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map([...(await store.numbersOf(db(ctx), ids))].map(([id, number]) => [id, numberOfHandout(number)]))
