/** Taking back: some or all of a hand-out, with what is missing; and what will not come back. */
import { type Context, Problem } from '#platform/room.ts'
import { findItem, type ItemRow, kindsOf } from '#record/items/items.ts'
import { handoutLost, numberOfHandout, type Returns, takenBack } from '../contract.ts'
import { move } from '../issuing/reads.ts'
import { namePhotos } from '../photos/store.ts'
import { stateBack } from '../rules.ts'
import * as store from '../store.ts'

const told = ({ id, organisationId, receiverId, issuedBy }: store.HandoutRow) => ({
  about: `handout/${id}`,
  organisationId,
  people: [...new Set([receiverId, ...(issuedBy ? [issuedBy] : [])])],
})

/** The device is with nobody from now on, in the state that its kind has for what came back. */
async function receive(ctx: Context, item: ItemRow, why: string): Promise<void> {
  const state = stateBack((await kindsOf(ctx, item.organisationId)).get(item.kind), item.state)
  await move(ctx, item, state, [], why)
}

/**
 * Takes devices of a hand-out back, all that are named or none. What was lost and is found again comes back the same way; the device itself moves only
 * while it is still known as lost. The caller has seen to it that the actor works in the organisation.
 */
export async function takeBack(ctx: Context, row: store.HandoutRow, { items }: Returns): Promise<void> {
  const db = ctx.db as store.Db
  const mine = new Map((await store.itemsOf(db, [row.id])).map((one) => [one.itemId, one]))
  const by = ctx.actor.personId
  const why = ctx.t('devices.handout.why.back', { number: numberOfHandout(row.number), receiver: row.receiverName })
  for (const wish of [...items].sort((a, b) => (a.itemId < b.itemId ? -1 : 1))) {
    const one = mine.get(wish.itemId)
    // Held first, as who hands out does: then they wait for each other.
    const item = one && (await findItem(ctx, wish.itemId, true))
    if (!one || !item) throw new Problem('platform.notFound', 404)
    const missing = [...new Set(wish.missing)].sort((a, b) => a - b).flatMap((place) => one.accessories[place] ?? [])
    if (missing.length < new Set(wish.missing).size) throw new Problem('devices.handout.noAccessory', 422)
    const holder = (await store.holdersOf(db, [wish.itemId])).get(wish.itemId)
    // Found by somebody else in the meantime, and handed out again.
    if (holder && holder.handoutId !== row.id) {
      const data = { number: numberOfHandout(holder.number), receiver: holder.receiverName }
      throw new Problem('devices.handout.elsewhere', 409, data)
    }
    const ending = { how: 'returned' as const, at: ctx.now, by, condition: wish.condition.trim(), missing, note: wish.note.trim() }
    if (!(await store.endItem(db, row.id, wish.itemId, ending))) throw new Problem('devices.handout.alreadyBack', 409)
    const named = { handoutId: row.id, itemId: wish.itemId, moment: 'back' as const, organisationId: row.organisationId, by }
    if (!(await namePhotos(ctx.db, wish.photoIds, named))) throw new Problem('devices.handout.photo', 409)
    // Once it is found, prepared and used again, the old receipt says nothing about where it is.
    if (one.ended !== 'lost' || item.state === 'lost') await receive(ctx, item, why)
  }
  const after = await store.itemsOf(db, [row.id])
  const missing = items.reduce((sum, one) => sum + new Set(one.missing).size, 0)
  const data = { handoutId: row.id, number: row.number, receiverId: row.receiverId, itemIds: items.map(({ itemId }) => itemId), missing }
  await ctx.emit(takenBack, { ...told(row), data: { ...data, all: after.every(({ ended }) => ended !== null) } })
}

/**
 * The device is not with its receiver any more and did not come back: the hand-out of it ends, its receipt says so. What becomes of the device itself is
 * the caller's. Undefined: it was with nobody.
 */
export async function endHandoutOf(ctx: Context, itemId: string, how: 'lost'): Promise<{ handoutId: string; number: string } | undefined> {
  const db = ctx.db as store.Db
  const holder = (await store.holdersOf(db, [itemId])).get(itemId)
  const row = holder && (await store.readHandout(db, holder.handoutId))
  if (!row) return undefined
  const ending = { how, at: ctx.now, by: ctx.actor.personId, condition: '', missing: [], note: '' }
  if (!(await store.endItem(db, row.id, itemId, ending))) return undefined
  await ctx.emit(handoutLost, { ...told(row), data: { handoutId: row.id, number: row.number, receiverId: row.receiverId, itemId } })
  return { handoutId: row.id, number: numberOfHandout(row.number) }
}
