/** Handing out: to one receiver, in one transaction, all of it or nothing. Also for the loan desk. */
import { randomUUID } from 'node:crypto'
import { dayIn } from '#platform/clock.ts'
import { type Context, Problem } from '#platform/room.ts'
import { type Published, publishedOf } from '#record/documents/documents.ts'
import { numberOfItem } from '#record/items/contract.ts'
import { changeItem, findItem, type ItemRow, kindsOf } from '#record/items/items.ts'
import { stateOf, wordIn } from '#record/items/kinds/kinds.ts'
import { activeAmong, organisationById, type PersonRef, personById, personIn } from '#record/people/people.ts'
import { firstReserved } from '../../loans/reads.ts'
import { handedOut, type NewHandout, numberOfHandout } from '../contract.ts'
import { namePhotos } from '../photos/store.ts'
import { stateOut } from '../rules.ts'
import type { HandoutSettings } from '../settings/contract.ts'
import { handoutSettingsOf } from '../settings/reads.ts'
import * as store from '../store.ts'

type Wish = NewHandout
type Kinds = Awaited<ReturnType<typeof kindsOf>>

/** Locked in one order, so that two who hand out the same devices wait for each other instead of holding each other up. */
async function lockAll(ctx: Context, { organisationId, items }: Wish): Promise<Map<string, ItemRow>> {
  const rows = new Map<string, ItemRow>()
  for (const { itemId } of [...items].sort((a, b) => (a.itemId < b.itemId ? -1 : 1))) {
    const row = await findItem(ctx, itemId, true)
    if (row?.organisationId !== organisationId) throw new Problem('devices.handout.noSuchDevice', 422, { itemId })
    rows.set(itemId, row)
  }
  return rows
}

async function receiverOf(ctx: Context, { receiverId, organisationId }: Wish): Promise<PersonRef> {
  const person = await personIn(ctx, receiverId, organisationId)
  if (!person || (await activeAmong(ctx, [receiverId])).length === 0) throw new Problem('devices.handout.receiver', 422)
  return person
}

/** Those that the settings name, as they are published now. One that is not there any more is no reason to hand out without it. */
async function papersOf(ctx: Context, { termsId, instructions }: HandoutSettings, kinds: ReadonlySet<string>, organisationId: string) {
  const wanted = [...new Set(instructions.filter(({ kind }) => kinds.has(kind)).flatMap(({ documentIds }) => documentIds))]
  const found = await publishedOf(ctx, [...(termsId === null ? [] : [termsId]), ...wanted])
  const paper = (id: string): Published => {
    const one = found.get(id)
    if (one?.organisationId !== organisationId) throw new Problem('devices.handout.terms', 409)
    return one
  }
  const terms = termsId === null ? null : paper(termsId)
  if (terms !== null && terms.text === null) throw new Problem('devices.handout.terms', 409)
  return {
    terms: terms && { documentId: terms.id, version: terms.number, title: terms.title, text: terms.text ?? '' },
    instructions: wanted.map(paper).map(({ id, number, title }) => ({ documentId: id, version: number, title })),
  }
}

const nameOf = ({ number, name }: ItemRow) => `${numberOfItem(number)} ${name}`
const serialOf = ({ attributes }: ItemRow) => {
  const serial = attributes.serial ?? attributes.imei
  return typeof serial === 'string' && serial !== '' ? serial : null
}
function refuseNotReady(ctx: Context, rows: readonly ItemRow[], kinds: Kinds): void {
  const items = rows
    .filter((row) => stateOut(kinds.get(row.kind), row.state) === undefined)
    .map((row) => {
      const state = stateOf(kinds.get(row.kind), row.state)
      return { itemId: row.id, number: numberOfItem(row.number), name: row.name, state: state ? wordIn(state.names, ctx.locale) : row.state }
    })
  if (items.length === 0) return
  const devices = items.map(({ number, name, state }) => `${number} ${name} (${state})`).join(', ')
  throw new Problem('devices.handout.notReady', 409, { devices, items })
}
/** Names who has it: the one who was too late must know where to look. */
export function alreadyOut({ number, receiverName, itemId }: store.Holder, row: ItemRow): Problem {
  return new Problem('devices.handout.alreadyOut', 409, { device: nameOf(row), itemId, number: numberOfHandout(number), receiver: receiverName })
}

/** Who reserved it comes for it: they are named, with their days. */
async function refuseReserved(ctx: Context, rows: ReadonlyMap<string, ItemRow>, days: { from: string; until: string | null }, except?: string) {
  const taken = await firstReserved(ctx, [...rows.keys()], days, except)
  const row = taken && rows.get(taken.itemId)
  if (!taken || !row) return
  const person = (await personById(ctx, taken.personId))?.name ?? ctx.t('cases.someone')
  const { fromDay: from, untilDay: until, itemId } = taken
  throw new Problem('devices.handout.reserved', 409, { device: nameOf(row), itemId, person, from, until })
}

/** A device goes to its receiver or comes back, with the receipt as the reason in its history. What it still lacks in that state is named. */
export async function move(ctx: Context, row: ItemRow, state: string | undefined, userIds: string[], why: string): Promise<void> {
  try {
    await changeItem(ctx, row.id, { version: row.version, ...(state !== undefined && { state }), userIds, why }, 'proven')
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'items.notFilledIn') throw error
    const fields = (error.errors ?? []).map(({ pointer, detail }) => `${pointer.split('/').at(-1)}: ${detail}`).join(', ')
    throw new Problem('devices.handout.notFilledIn', 409, { device: nameOf(row), itemId: row.id, fields })
  }
}

/**
 * Writes the receipt and brings every device to its receiver. Throws a Problem with a code of `devicesHandout.handOut` and then nothing of it happens.
 * Who asks works in the organisation; the caller has seen to that. `reservationId`: for whom the loan desk kept it.
 */
export async function handOut(ctx: Context, wish: Wish, reservationId?: string): Promise<store.HandoutRow> {
  const db = ctx.db as store.Db
  const { organisationId, kind, dueOn, note } = wish
  const organisation = await organisationById(ctx, organisationId)
  if (!organisation) throw new Problem('platform.notFound', 404)
  const today = dayIn(organisation.timeZone, ctx.now)
  if (dueOn !== null && dueOn < today) throw new Problem('devices.handout.dueOn', 422)
  const receiver = await receiverOf(ctx, wish)
  const { settings } = await handoutSettingsOf(ctx, organisationId)
  const rows = await lockAll(ctx, wish)
  const kinds = await kindsOf(ctx, organisationId)
  const issuedBy = ctx.actor.personId
  const handout = await store.insertHandout(
    db,
    {
      ...{ id: randomUUID(), organisationId, receiverId: receiver.id, issuedBy, kind, dueOn, note, locale: receiver.locale },
      ...{ organisationName: organisation.name, receiverName: receiver.name },
      issuerName: (issuedBy === null ? undefined : (await personById(ctx, issuedBy))?.name) ?? 'Spil',
      ...(await papersOf(ctx, settings, new Set([...rows.values()].map((row) => row.kind)), organisationId)),
    },
    ctx.now,
  )
  const items = wish.items.flatMap((one, place) => {
    const row = rows.get(one.itemId)
    const called = row && kinds.get(row.kind)
    const name = called ? wordIn(called.names, receiver.locale) : (row?.kind ?? '')
    return row ? [{ wish: one, row, place, kind: name }] : []
  })
  const written = await store.insertItems(
    db,
    items.map(({ wish: { accessories, condition }, row, place, kind: called }) => ({
      ...{ handoutId: handout.id, itemId: row.id, organisationId, place, number: row.number, name: row.name, kind: called, code: row.code },
      ...{ serial: serialOf(row), accessories, condition: condition.trim() },
    })),
  )
  const late = items.find(({ row }) => !written.has(row.id))
  const holder = late && (await store.holdersOf(db, [late.row.id])).get(late.row.id)
  if (late && holder) throw alreadyOut(holder, late.row)
  refuseNotReady(ctx, [...rows.values()], kinds)
  await refuseReserved(ctx, rows, { from: today, until: dueOn }, reservationId)
  const named = { handoutId: handout.id, moment: 'out' as const, organisationId, by: issuedBy }
  for (const { wish: one, row } of items) {
    if (!(await namePhotos(ctx.db, one.photoIds, { ...named, itemId: row.id }))) throw new Problem('devices.handout.photo', 409)
    const why = ctx.t('devices.handout.why.out', { number: numberOfHandout(handout.number), receiver: receiver.name })
    await move(ctx, row, stateOut(kinds.get(row.kind), row.state), [receiver.id], why)
  }
  const itemIds = items.map(({ row }) => row.id)
  await ctx.emit(handedOut, {
    ...{ about: `handout/${handout.id}`, organisationId, people: [receiver.id, ...(issuedBy ? [issuedBy] : [])] },
    data: { handoutId: handout.id, number: handout.number, receiverId: receiver.id, kind, itemIds },
  })
  return handout
}
