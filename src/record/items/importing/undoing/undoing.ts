/** The way back of a whole import: what it made goes, what it changed is as it was. What was changed or used since stays, and is named. */
import type { Context } from '#platform/room.ts'
import { type Changing, fillChanges, refusedMove } from '../../filling/filling.ts'
import { undoingOf } from '../../history/history.ts'
import { removeItems, writeChanges } from '../../items.ts'
import { kindsOf } from '../../kinds/kinds.ts'
import { holdKinds } from '../../kinds/store.ts'
import { endRelations } from '../../relations/relations.ts'
import { changesOf, type Db, holdLocations, type ItemRow, isInside, listUsers, lockItems } from '../../store.ts'
import { type Faults, faultsOf } from '../faults/faults.ts'
import { itemsUsed, listParts, type Part } from '../store.ts'
import { inChunks } from '../understanding/rules.ts'

interface Given {
  importId: string
  organisationId: string
  why: string
  /** How much of `all` is done; throws to stop. */
  tick(done: number, all: number): Promise<void>
}
export interface Undone {
  removed: number
  restored: number
  faults: Faults
}

export async function undoImport(ctx: Context, given: Given): Promise<Undone> {
  const { importId, organisationId, tick } = given
  const parts = await listParts(ctx.db, importId)
  const of = (what: Part['what']) => parts.filter((one) => one.what === what)
  const faults = faultsOf()
  await holdKinds(ctx.db, organisationId, false)
  await holdLocations(ctx.db as Db, organisationId)
  const all = of('made').length + of('changed').length
  const relations = of('related').map(({ id }) => id)
  // First what was changed: it may lie in a place that the import made.
  const restored = await restore(ctx, given, of('changed'), faults, (done) => tick(done, all))
  const gone = await removable(ctx, of('made'), relations, faults)
  // With an item its relations go; of those that stay they end, as when somebody ends them.
  await endRelations(ctx, relations, new Set(gone.map(({ id }) => id)))
  await removeItems(ctx, gone)
  await tick(all, all)
  return { removed: gone.length, restored, faults }
}

const stays = (faults: Faults, { row }: Part, code: 'changed' | 'used' | 'around', item: ItemRow) =>
  faults.add(row, { column: null, weight: 'stays', code: `items.importing.stays.${code}`, given: { number: `I-${item.number}`, name: item.name } })

/** Locked from here on, so that nobody begins to use one of them meanwhile. */
async function removable(ctx: Context, made: readonly Part[], relations: readonly string[], faults: Faults): Promise<ItemRow[]> {
  const at = new Map(made.map((part) => [part.id, part]))
  const rows = await lockItems(ctx.db as Db, [...at.keys()])
  const used = await itemsUsed(
    ctx.db,
    rows.map(({ id }) => id),
    relations,
  )
  const gone = new Map<string, ItemRow>()
  const kept: ItemRow[] = []
  for (const row of rows) {
    const part = at.get(row.id)
    if (!part) continue
    if (row.version === part.version && !used.has(row.id)) gone.set(row.id, row)
    else {
      kept.push(row)
      stays(faults, part, row.version === part.version ? 'used' : 'changed', row)
    }
  }
  // Where something stays, the places around it stay.
  for (const row of kept)
    for (let place = gone.get(row.locationId ?? ''); place; place = gone.get(place.locationId ?? '')) {
      gone.delete(place.id)
      const part = at.get(place.id)
      if (part) stays(faults, part, 'around', place)
    }
  return [...gone.values()]
}

const wouldCircle = async (ctx: Context, { id, kind, locationId }: ItemRow, after: ItemRow): Promise<boolean> =>
  kind === 'location' && after.locationId !== null && after.locationId !== locationId && (await isInside(ctx.db as Db, after.locationId, id))

async function restore(ctx: Context, given: Given, changed: readonly Part[], faults: Faults, tick: (done: number) => Promise<void>): Promise<number> {
  const kinds = await kindsOf(ctx, given.organisationId)
  let [done, restored] = [0, 0]
  for (const part of inChunks(changed)) {
    const at = new Map(part.map((one) => [one.id, one]))
    const rows = (await lockItems(ctx.db as Db, [...at.keys()])).filter((row) => {
      const same = at.get(row.id)?.version === row.version
      const known = at.get(row.id)
      if (!same && known) stays(faults, known, 'changed', row)
      return same
    })
    const ids = rows.map(({ id }) => id)
    const users = Map.groupBy(await listUsers(ctx.db as Db, ids), ({ itemId }) => itemId)
    const changes = new Map((await changesOf(ctx.db as Db, rows)).map((one) => [one.itemId, one.changes]))
    const changing = rows.map((before): Changing => {
      const { why: _, ...change } = undoingOf(changes.get(before.id) ?? [])
      return { before, change, userIds: (users.get(before.id) ?? []).map(({ personId }) => personId) }
    })
    const filled = await fillChanges(ctx, given.organisationId, kinds, changing)
    const writable = []
    for (const [place, after] of filled.entries()) {
      const one = changing[place]
      const known = one && at.get(one.before.id)
      if (!one || !known) continue
      // As it was does not fit any more: its kind has another state or attribute now, somebody left, or its place was moved into it.
      const moved = refusedMove(kinds.get(one.before.kind), one.before.state, one.change.state, 'back')
      if (moved || after.wrong.length > 0 || (await wouldCircle(ctx, one.before, after.row))) stays(faults, known, 'changed', one.before)
      else writable.push({ before: one.before, after, userIds: one.userIds })
    }
    restored += (await writeChanges(ctx, writable, given.why)).length
    done += part.length
    await tick(done)
  }
  return restored
}
