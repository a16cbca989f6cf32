/** How items hang together: say it, end it, group it, look around. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { numberOfItem } from '../contract.ts'
import { kindsOfAll, namesIn, wordIn } from '../kinds/kinds.ts'
import { type ItemRow, type Ref, readRefs } from '../store.ts'
import {
  grouped,
  type KnownRelationKind,
  type NewRelation,
  type Relation,
  type Relations,
  related,
  type Surroundings,
  unrelated,
} from './contract.ts'
import { carried, shippedRelations } from './rules.ts'
import * as store from './store.ts'

const mostListed = 500
const mostDrawn = 150

/** Every kind of relation that these organisations have. */
export async function relationKindsOf(ctx: Context, organisationIds: readonly string[]): Promise<Map<string, KnownRelationKind>> {
  const own = await store.readRelationKinds(ctx.db, organisationIds)
  const shipped = Object.entries(shippedRelations).map(([key, kind]) => ({ key, ...kind, shipped: true, version: 0 }))
  return new Map([...shipped, ...own.map(({ key, kind, version }) => ({ key, ...kind, shipped: false, version }))].map((kind) => [kind.key, kind]))
}

/** One relation as it would be written. Both items are known. */
export function relationRow(
  ctx: Context,
  kind: KnownRelationKind,
  [from, to]: readonly [Ref, Ref],
  wish: Partial<NewRelation> = {},
): Omit<store.RelationRow, 'endedBy'> {
  const goes = carried(kind.carries, from, to)
  const back = wish.direction === 'back'
  const [fromPort = null, toPort = null] = back ? [wish.otherPort, wish.port] : [wish.port, wish.otherPort]
  return {
    id: randomUUID(),
    kind: kind.key,
    fromId: from.id,
    toId: to.id,
    organisationId: from.organisationId,
    otherOrganisationId: to.organisationId,
    fromPort,
    toPort,
    note: wish.note ?? null,
    cause: goes?.cause.number ?? null,
    hit: goes?.hit.number ?? null,
    causeLive: (goes?.cause ?? from).class === 'inUse',
    hitLive: (goes?.hit ?? to).class === 'inUse',
    groupId: null,
    validFrom: wish.validFrom ?? ctx.now.toISOString(),
    validUntil: wish.validUntil ?? null,
    addedBy: ctx.actor.personId,
  }
}

/** Through what items of an organisation are reached. Of what an item is part of it is reached through the whole, not the other way round. */
export const waysTo = (ctx: Context, organisationId: string): Promise<store.Way[]> => store.waysInto(ctx.db, organisationId, ctx.now)

/** Writes relations between items that are known, such as of an import; what is there already is left as it is. Answers which were written. */
export async function writeRelations(ctx: Context, rows: readonly Omit<store.RelationRow, 'endedBy'>[]): Promise<string[]> {
  const made = new Set(await store.insertRelations(ctx.db, rows))
  const written = rows.filter(({ id }) => made.has(id))
  await Promise.all(written.map((row) => tell(ctx, row, related)))
  return written.map(({ id }) => id)
}

/** Says that an item hangs together with another, in both of whose organisations the actor works. */
export async function relate(ctx: Context, item: ItemRow, otherId: string, wish: NewRelation): Promise<void> {
  if (item.id === otherId) throw new Problem('items.relations.itself', 400)
  const held = await store.holdItems(ctx.db, [item.id, otherId])
  const [here, there] = [held.get(item.id), held.get(otherId)]
  if (!here || !there) throw new Problem('platform.notFound', 404)
  const kind = (await relationKindsOf(ctx, [here.organisationId, there.organisationId])).get(wish.kind)
  if (!kind) throw new Problem('items.relations.noSuchKind', 400)
  const row = relationRow(ctx, kind, wish.direction === 'back' ? [there, here] : [here, there], wish)
  if (row.validUntil !== null && row.validUntil < row.validFrom) throw new Problem('items.relations.period', 400)
  for (const [id, port] of [[item.id, wish.port] as const, [otherId, wish.otherPort] as const])
    if (port && (await store.portTaken(ctx.db, id, port, ctx.now))) throw new Problem('items.relations.portTaken', 409, { port })
  if ((await store.insertRelations(ctx.db, [row])).length === 0) throw new Problem('items.relations.thereAlready', 409)
  await tell(ctx, row, related)
}
const tell = (
  ctx: Context,
  row: Pick<store.RelationRow, 'id' | 'kind' | 'fromId' | 'toId' | 'organisationId' | 'otherOrganisationId'>,
  what: typeof related | typeof unrelated,
) =>
  ctx.emit(what as typeof related, {
    about: `item/${row.fromId}`,
    // Between two organisations: only who works for Spil itself follows it, because each reader may not read the other one.
    organisationId: row.organisationId === row.otherOrganisationId ? row.organisationId : null,
    data: { relationId: row.id, kind: row.kind, fromId: row.fromId, toId: row.toId },
  })

export async function unrelate(ctx: Context, item: ItemRow, relationId: string, at = ctx.now.toISOString()): Promise<void> {
  const ended = await store.endRelation(ctx.db, relationId, item.id, { now: ctx.now, at: new Date(at), by: ctx.actor.personId })
  if (!ended) throw new Problem('platform.notFound', 404)
  await tell(ctx, ended, unrelated)
}

/** Those of these that still hold end, as when somebody ends them; except between items that are about to go. */
export async function endRelations(ctx: Context, ids: readonly string[], going: ReadonlySet<string>): Promise<void> {
  const rows = await store.readRelations(ctx.db, ids)
  for (const row of rows) {
    if (going.has(row.fromId) || going.has(row.toId)) continue
    const ended = await store.endRelation(ctx.db, row.id, row.fromId, { now: ctx.now, at: ctx.now, by: ctx.actor.personId })
    if (ended) await tell(ctx, ended, unrelated)
  }
}

/** Of these relations so many are needed. They must be relations by which this item can be hit. */
export async function group(
  ctx: Context,
  item: ItemRow,
  { name, needed, relationIds }: { name: string; needed: number; relationIds: readonly string[] },
): Promise<void> {
  await store.holdItems(ctx.db, [item.id])
  const ids = [...new Set(relationIds)]
  const { itemId, organisationId } = { itemId: item.id, organisationId: item.organisationId }
  if (needed === 0) await store.removeGroup(ctx.db, itemId, name)
  else {
    const known = await store.listRelations(ctx.db, itemId, ctx.now, false, mostListed)
    if (!ids.every((id) => known.some((row) => row.id === id && row.hit === item.number))) throw new Problem('items.relations.notInGroup', 400)
    if (needed > ids.length) throw new Problem('items.relations.tooFew', 400)
    await store.putInGroup(ctx.db, await store.saveGroup(ctx.db, { itemId, organisationId, name, needed }), ids)
  }
  await ctx.emit(grouped, { about: `item/${itemId}`, organisationId, data: { itemId, needed, of: ids.length } })
}

/** What an item hangs together with, in words. An item that the actor may not see is left out with its relation. */
export async function relationsOf(ctx: Context, item: ItemRow, past: boolean): Promise<Relations> {
  const rows = await store.listRelations(ctx.db, item.id, ctx.now, past, mostListed + 1)
  const [named, kinds, groups] = await Promise.all([
    nodesOf(
      ctx,
      rows.map((row) => (row.fromId === item.id ? row.toId : row.fromId)),
    ),
    relationKindsOf(
      ctx,
      rows.flatMap((row) => [row.organisationId, row.otherOrganisationId]),
    ),
    store.listGroups(ctx.db, [item.id]),
  ])
  const items = rows.slice(0, mostListed).flatMap((row): Relation[] => {
    const forward = row.fromId === item.id
    const other = named.get(forward ? row.toId : row.fromId)
    const kind = kinds.get(row.kind)
    if (!other) return []
    return [
      {
        ...{ id: row.id, kind: row.kind, direction: forward ? 'forward' : 'back', other, note: row.note },
        label: kind ? wordIn(forward ? kind.names : kind.back, ctx.locale) : row.kind,
        port: forward ? row.fromPort : row.toPort,
        otherPort: forward ? row.toPort : row.fromPort,
        groupId: row.hit === item.number ? row.groupId : null,
        validFrom: row.validFrom,
        validUntil: row.validUntil,
      },
    ]
  })
  const of = (id: number) => items.filter(({ groupId }) => groupId === id).length
  return { items, groups: groups.map(({ id, name, needed }) => ({ id, name, needed, of: of(id) })), more: rows.length > mostListed }
}

type NodeName = Relation['other']
async function nodesOf(ctx: Context, ids: readonly string[]): Promise<Map<string, NodeName>> {
  const refs = await readRefs(ctx.db, ids)
  const kinds = await kindsOfAll(
    ctx,
    [...refs.values()].map(({ organisationId }) => organisationId),
  )
  return new Map(
    [...refs.values()].map((ref) => [
      ref.id,
      {
        id: ref.id,
        number: numberOfItem(ref.number),
        name: ref.name,
        class: ref.class,
        ...namesIn(ctx.locale, kinds.get(ref.organisationId)?.get(ref.kind), ref),
      },
    ]),
  )
}

/** Items around one and the relations among them, to draw. */
export async function surroundingsOf(ctx: Context, item: ItemRow, depth: number): Promise<Surroundings> {
  const near = await store.itemsAround(ctx.db, item.id, ctx.now, depth, mostDrawn)
  const ids = near.map(({ id }) => id)
  const [named, rows, counts] = await Promise.all([
    nodesOf(ctx, ids),
    store.relationsAmong(ctx.db, ids, ctx.now),
    store.countRelations(ctx.db, ids, ctx.now),
  ])
  const drawn = rows.filter((row) => named.has(row.fromId) && named.has(row.toId))
  const [kinds, groups] = await Promise.all([
    relationKindsOf(
      ctx,
      drawn.flatMap((row) => [row.organisationId, row.otherOrganisationId]),
    ),
    store.listGroups(ctx.db, ids),
  ])
  const edgesAt = (id: string) => drawn.filter((row) => row.fromId === id || row.toId === id).length
  const sign = (groupId: number | null) => {
    const found = groups.find(({ id }) => id === groupId)
    return found ? ctx.t('items.relations.ofNeeded', { needed: found.needed, of: drawn.filter((row) => row.groupId === groupId).length }) : null
  }
  return {
    nodes: near.flatMap(({ id, depth }) => {
      const node = named.get(id)
      return node ? [{ ...node, depth, more: Math.max(0, (counts.get(id) ?? 0) - edgesAt(id)) }] : []
    }),
    edges: drawn.map((row) => {
      const kind = kinds.get(row.kind)
      const { id, fromId: from, toId: to, fromPort, toPort } = row
      return { id, from, to, kind: row.kind, label: kind ? wordIn(kind.names, ctx.locale) : row.kind, fromPort, toPort, group: sign(row.groupId) }
    }),
  }
}
