/** What the room of items offers to the floor above: register, change, find. */
import { type Context, mayIn, Problem } from '#platform/room.ts'
import { type ChangedItem, itemChanged, itemCreated, itemMoved, itemRemoved, type NewItem } from './contract.ts'
import { type Filled, fillChange, fillNew, refuseWrong, type Way } from './filling/filling.ts'
import { changesBetween, conflict } from './history/history.ts'
import { kindsOf } from './kinds/kinds.ts'
import { holdKinds } from './kinds/store.ts'
import * as store from './store.ts'

export { factsOf, forgetFacts, itemsAt, observeItems } from './facts/facts.ts'
export { fillNew } from './filling/filling.ts'
export { cameFrom } from './history/history.ts'
export { kindsOf } from './kinds/kinds.ts'
export { concernsOf, itemsFor, linkedItems, linkItems } from './linking/linking.ts'
export { itemsFound, listItems } from './lists/lists.ts'
export { itemsCalled } from './reads.ts'
export { relationKindsOf, relationRow, waysTo, writeRelations } from './relations/relations.ts'
export type { ItemRow } from './store.ts'

type ItemRow = store.ItemRow
const told = (row: ItemRow) => ({ about: `item/${row.id}`, organisationId: row.organisationId })
const ofOne = (row: ItemRow) => ({ itemId: row.id, number: row.number, kind: row.kind })

/** By id or number ('I-1042', '1042'). Undefined when it is not there, or not for this actor. */
export async function findItem(ctx: Context, ref: string, lock = false): Promise<ItemRow | undefined> {
  const number = /^(?:i-?)?(\d{1,9})$/i.exec(ref)?.[1]
  if (number !== undefined && Number(number) > 2_147_483_647) return undefined
  return store.readItem(ctx.db as store.Db, number === undefined ? { id: ref } : { number: Number(number) }, lock)
}

/** The item, for who holds this permission in its organisation; for anybody else it is not there (404). */
export async function itemFor(ctx: Context, ref: string, may: string, lock = false): Promise<ItemRow> {
  const item = await findItem(ctx, ref, lock)
  if (!item || !mayIn(ctx, may, item.organisationId)) throw new Problem('platform.notFound', 404)
  return item
}

/** Writes items that `fillNew` found nothing wrong with, together or not at all. Throws 'items.codeTaken' where a code is in use. */
export async function writeItems(ctx: Context, filled: readonly Pick<Filled, 'row' | 'userIds'>[]): Promise<ItemRow[]> {
  const db = ctx.db as store.Db
  const numbers = await store.nextNumbers(db, filled.length)
  const rows = filled.map(({ row }, at): ItemRow => ({ ...row, number: numbers[at] ?? 0 }))
  const made = new Set(await store.insertItems(db, rows))
  const taken = rows.find(({ id }) => !made.has(id))
  if (taken) throw new Problem('items.codeTaken', 409, { code: taken.code ?? '' })
  const users = filled.flatMap(({ userIds }, at) =>
    userIds.map((personId) => ({ itemId: rows[at]?.id ?? '', personId, organisationId: rows[at]?.organisationId ?? '' })),
  )
  await store.insertUsers(db, users)
  await Promise.all(rows.map((row) => ctx.emit(itemCreated, { ...told(row), data: { ...ofOne(row), state: row.state } })))
  return rows
}

/** Registers one item of an organisation in which the actor works. */
export async function createItem(ctx: Context, organisationId: string, wish: Omit<NewItem, 'organisationId'>): Promise<ItemRow> {
  await holdKinds(ctx.db, organisationId, false)
  const kinds = await kindsOf(ctx, organisationId)
  const [filled] = await fillNew(ctx, organisationId, kinds, [wish])
  if (!filled) throw new Error('nothing was filled in')
  refuseWrong(ctx, filled.wrong, kinds.get(wish.kind))
  const [row] = await writeItems(ctx, [filled])
  if (!row) throw new Error('nothing was written')
  return row
}

/**
 * Changes an item, decided by its version in the database: who was too late is told what is different ('items.changed'). `way`: how it gets its
 * state; whoever says 'proven' has the proof.
 */
export async function changeItem(ctx: Context, ref: string, { version, ...wish }: ChangedItem, way: Way = 'byHand'): Promise<ItemRow> {
  const db = ctx.db as store.Db
  const before = await findItem(ctx, ref, true)
  if (!before) throw new Problem('platform.notFound', 404)
  if (version !== before.version) throw await conflict(ctx, before, version)
  await holdKinds(ctx.db, before.organisationId, false)
  const [kinds, users] = await Promise.all([kindsOf(ctx, before.organisationId), store.listUsers(db, [before.id])])
  const userIds = users.map(({ personId }) => personId)
  const filled = await fillChange(ctx, before, kinds, wish, { userIds, way })
  refuseWrong(ctx, filled.wrong, kinds.get(before.kind))
  await refuseCircle(ctx, before, filled.row.locationId)
  const changes = changesBetween({ row: before, userIds }, filled)
  if (changes.length === 0) return before
  return write(ctx, before, filled, { changes, userIds, why: wish.why ?? null })
}

export interface Rewritten {
  before: ItemRow
  after: Pick<Filled, 'row' | 'userIds'>
  /** Who used it before. */
  userIds: readonly string[]
}
/**
 * Writes changes that `fillChanges` found nothing wrong with, of items that are locked: together or not at all, with history and events as if
 * each were changed by itself. Answers those that are different now. Throws 'items.codeTaken' as a whole.
 */
export async function writeChanges(ctx: Context, all: readonly Rewritten[], why: string | null): Promise<ItemRow[]> {
  const db = ctx.db as store.Db
  const at = ctx.now.toISOString()
  const by = ctx.actor.personId
  const changed = all.flatMap(({ before, after, userIds }) => {
    const changes = changesBetween({ row: before, userIds: [...userIds] }, after)
    const row: ItemRow = { ...after.row, version: before.version + 1, updatedAt: at, changedBy: by }
    return changes.length > 0 ? [{ before, row, changes, userIds, now: after.userIds }] : []
  })
  const rows = changed.map(({ row }) => row)
  const written = await store.rewriteItems(db, rows).catch((error: { code?: string }) => {
    throw error.code === '23505' ? new Problem('items.codeTaken', 409) : error
  })
  // They are locked: only a policy can have kept one as it was.
  if (written < rows.length) throw new Problem('platform.notAllowed', 403)
  for (const { row, userIds, now } of changed) {
    const gone = userIds.filter((id) => !now.includes(id))
    if (gone.length > 0) await store.removeUsers(db, row.id, gone)
  }
  const users = changed.flatMap(({ row, now }) => now.map((personId) => ({ itemId: row.id, personId, organisationId: row.organisationId })))
  await store.insertUsers(db, users)
  await store.insertChanges(
    db,
    changed.map(({ row, changes }) => ({
      ...{ itemId: row.id, version: row.version, organisationId: row.organisationId, changedBy: by, at, why, changes },
    })),
  )
  await Promise.all(changed.flatMap(({ before, row, changes }) => tellChanged(ctx, before, row, changes)))
  return rows
}

const tellChanged = (ctx: Context, before: ItemRow, after: ItemRow, changes: readonly store.Change[]): Promise<string>[] => [
  ctx.emit(itemChanged, { ...told(after), data: { ...ofOne(after), version: after.version, fields: changes.map(({ field }) => field) } }),
  ...(after.state === before.state
    ? []
    : [ctx.emit(itemMoved, { ...told(after), data: { ...ofOne(after), from: before.state, to: after.state, class: after.class } })]),
]

/** Takes items out of the register with all that is theirs; what else points to them goes too, so ask first. */
export async function removeItems(ctx: Context, rows: readonly ItemRow[]): Promise<void> {
  const gone = await store.deleteItems(
    ctx.db as store.Db,
    rows.map(({ id }) => id),
  )
  if (gone < rows.length) throw new Problem('platform.notAllowed', 403)
  await Promise.all(rows.map((row) => ctx.emit(itemRemoved, { ...told(row), data: ofOne(row) })))
}

interface Writing {
  changes: store.Change[]
  userIds: readonly string[]
  why: string | null
}
async function write(ctx: Context, before: ItemRow, filled: Filled, { changes, userIds, why }: Writing): Promise<ItemRow> {
  const db = ctx.db as store.Db
  const at = ctx.now.toISOString()
  const { id: _, number: _n, version: _v, createdAt: _c, ...fields } = filled.row
  const set = Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof ItemRow])),
  )
  const after = await store
    .updateItem(db, before.id, before.version, { ...set, updatedAt: at, changedBy: ctx.actor.personId })
    .catch((error: { code?: string }) => {
      throw error.code === '23505' ? new Problem('items.codeTaken', 409, { code: filled.row.code ?? '' }) : error
    })
  // It is locked: only a policy can have kept it as it was.
  if (!after) throw new Problem('platform.notAllowed', 403)
  const { organisationId, id: itemId } = after
  await Promise.all([
    store.removeUsers(
      db,
      itemId,
      userIds.filter((id) => !filled.userIds.includes(id)),
    ),
    store.insertUsers(
      db,
      filled.userIds.filter((id) => !userIds.includes(id)).map((personId) => ({ itemId, personId, organisationId })),
    ),
    store.insertChanges(db, [{ itemId, version: after.version, organisationId, changedBy: ctx.actor.personId, at, why, changes }]),
  ])
  await Promise.all(tellChanged(ctx, before, after, changes))
  return after
}

/** A location does not lie inside itself. */
async function refuseCircle(ctx: Context, before: ItemRow, locationId: string | null): Promise<void> {
  if (before.kind !== 'location' || locationId === null || locationId === before.locationId) return
  const db = ctx.db as store.Db
  await store.holdLocations(db, before.organisationId)
  if (await store.isInside(db, locationId, before.id)) throw new Problem('items.locationCircle', 409)
}
