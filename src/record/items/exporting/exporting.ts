/** Items under filters, page by page, as rows of a file; each page in a transaction of its own, so that a long export holds nobody up. */
import { type Kysely, sql } from 'kysely'
import type * as z from 'zod'
import type { Context } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { numberOfItem } from '../contract.ts'
import { placesOf, wayTo } from '../importing/understanding/reads.ts'
import { listed, pathOf } from '../importing/values/rules.ts'
import type { Attribute } from '../kinds/contract.ts'
import { type Kinds, kindsOfAll, namesIn, wordIn } from '../kinds/kinds.ts'
import { listItems, searchedWhole } from '../lists/lists.ts'
import type { KnownRelationKind } from '../relations/contract.ts'
import { relationKindsOf } from '../relations/relations.ts'
import { relationsFrom } from '../relations/store.ts'
import { type Db, type ItemRow, listUsers, readItems, readRefs } from '../store.ts'
import type { Value } from './adapters/csv.ts'
import { type ExportColumn, exportColumns, type itemExports } from './contract.ts'
import { attributeIn, type Called, moneyIn } from './rules.ts'

export type Asked = z.output<typeof itemExports.exportCsv.query>
const atOnce = 1000
const mostItems = 200_000

interface Plan {
  columns: ExportColumn[]
  attributes: Attribute[]
  relations: KnownRelationKind[]
  kinds: ReadonlyMap<string, Kinds>
}

/** Which columns there are: those asked for, or all. */
async function planOf(ctx: Context, { columns, kind, organisationId }: Asked): Promise<Plan> {
  const organisations = organisationId ? [organisationId] : [...ctx.actor.scopes.read]
  const kinds = await kindsOfAll(ctx, organisations)
  if (columns?.length) return { columns, attributes: [], relations: [], kinds }
  const [only] = kind?.length === 1 ? kind : []
  const attributes = new Map<string, Attribute>()
  for (const known of kinds.values())
    for (const one of (only && known.get(only)?.attributes) || []) if (!attributes.has(one.key)) attributes.set(one.key, one)
  return {
    columns: exportColumns.filter((column) => column !== 'organisation' || organisations.length > 1),
    attributes: [...attributes.values()],
    relations: [...(await relationKindsOf(ctx, organisations)).values()],
    kinds,
  }
}

function headerOf(ctx: Context, { columns, attributes, relations }: Plan): string[] {
  const own = new Set(['number', 'createdAt', 'updatedAt'])
  const header = columns.map((column) =>
    ctx.t(own.has(column) ? `items.exporting.${column}` : `items.field.${column === 'organisation' ? 'organisationId' : column}`),
  )
  for (const { key, names } of attributes) {
    const name = wordIn(names, ctx.locale)
    // Where a field is called the same, the key tells them apart; an import knows it by that.
    header.push(header.includes(name) ? `${name} (${key})` : name)
  }
  return [...header, ...relations.map(({ names }) => wordIn(names, ctx.locale))]
}

interface Beside extends Called {
  place(id: string): string
  users: ReadonlyMap<string, string[]>
  /** Item -> kind of relation -> others. */
  related: ReadonlyMap<string, ReadonlyMap<string, string[]>>
  organisation(id: string): string
}
function rowOf(ctx: Context, item: ItemRow, { columns, attributes, relations, kinds }: Plan, beside: Beside): Value[] {
  const { kind, state } = namesIn(ctx.locale, kinds.get(item.organisationId)?.get(item.kind), item)
  const importance = (of: ItemRow['availability']) => (of === null ? null : ctx.t(`cases.criticality.${of}`))
  const day = (of: string | null) => (of === null ? null : { day: of.slice(0, 10) })
  const cells: Readonly<Record<ExportColumn, () => Value>> = {
    number: () => numberOfItem(item.number),
    name: () => item.name,
    code: () => item.code,
    kind: () => kind.name,
    state: () => state.name,
    locationId: () => (item.locationId === null ? null : beside.place(item.locationId)),
    ownerId: () => (item.ownerId === null ? null : beside.person(item.ownerId)),
    userIds: () => (beside.users.get(item.id) ?? []).map(beside.person).join('; '),
    availability: () => importance(item.availability),
    integrity: () => importance(item.integrity),
    confidentiality: () => importance(item.confidentiality),
    tags: () => item.tags.join(', '),
    purchasedOn: () => day(item.purchasedOn),
    price: () => (item.price === null ? null : moneyIn({ amount: item.price, currency: item.currency ?? 'EUR' })),
    supplier: () => item.supplier,
    contract: () => item.contract,
    warrantyUntil: () => day(item.warrantyUntil),
    depreciationMonths: () => item.depreciationMonths,
    residualValue: () => item.residualValue,
    note: () => item.note,
    organisation: () => beside.organisation(item.organisationId),
    createdAt: () => day(item.createdAt),
    updatedAt: () => day(item.updatedAt),
  }
  const hangs = beside.related.get(item.id)
  return [
    ...columns.map((column) => cells[column]()),
    ...attributes.map((one) => attributeIn(one, item.attributes[one.key], beside, ctx.locale)),
    ...relations.map(({ key }) => listed(hangs?.get(key) ?? []) || null),
  ]
}

/** Of these, those whose name another item of their organisation has as well. */
async function namesakes(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<{ id: string }>`select a.id from item a where a.id = any (${[...ids]}::uuid[])
    and exists (select from item b where b.sort_key = a.sort_key and b.id <> a.id and b.organisation_id = a.organisation_id)`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** What the rows of a page name, in words by which an import finds exactly that again. */
async function besideOf(ctx: Context, items: readonly ItemRow[], plan: Plan, places: ReadonlyMap<string, string>): Promise<Beside> {
  const db = ctx.db as Db
  const ids = items.map(({ id }) => id)
  const users = Map.groupBy(await listUsers(db, ids), ({ itemId }) => itemId)
  const relations = plan.relations.length === 0 ? [] : await relationsFrom(ctx.db, ids, ctx.now)
  const of = (type: Attribute['type']) => plan.attributes.filter((one) => one.type === type)
  const inAttributes = (type: 'person' | 'item') =>
    items.flatMap(({ attributes }) => of(type).flatMap(({ key }) => (attributes[key] === undefined ? [] : [String(attributes[key])])))
  const people = await peopleByIds(ctx, [
    ...items.flatMap(({ ownerId }) => ownerId ?? []),
    ...[...users.values()].flat().map(({ personId }) => personId),
    ...inAttributes('person'),
  ])
  const others = [...new Set([...relations.map(({ toId }) => toId), ...inAttributes('item')])]
  const [refs, codes, alike] = [
    await readRefs(db, others),
    new Map((await readItems(db, others)).map(({ id, code }) => [id, code])),
    await namesakes(ctx, others),
  ]
  const item = (id: string) => {
    const ref = refs.get(id)
    return codes.get(id) ?? (ref && !alike.has(id) ? ref.name : ref ? numberOfItem(ref.number) : '')
  }
  const organisations = new Map(
    (
      await sql<{ id: string; name: string }>`select id, name from organisation where id = any (${[...plan.kinds.keys()]}::uuid[])`.execute(db)
    ).rows.map(({ id, name }) => [id, name]),
  )
  return {
    person: (id) => people.get(id)?.email ?? people.get(id)?.name ?? '',
    item,
    place: (id) => places.get(id) ?? '',
    organisation: (id) => organisations.get(id) ?? '',
    users: new Map([...users].map(([id, all]) => [id, all.map(({ personId }) => personId)])),
    related: new Map([...Map.groupBy(relations, ({ fromId }) => fromId)].map(([id, all]) => [id, relatedOf(all, item)])),
  }
}
const relatedOf = (all: readonly { kind: string; toId: string }[], item: (id: string) => string) =>
  new Map([...Map.groupBy(all, ({ kind }) => kind)].map(([kind, some]) => [kind, some.map(({ toId }) => item(toId)).filter(Boolean)]))

/** Each place by its way from the outermost; where two have the same way, by code or number. */
async function placeNames(ctx: Context, organisationIds: Iterable<string>): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const organisationId of organisationIds) {
    const places = await placesOf(ctx, organisationId)
    const ways = new Map([...places.keys()].map((id) => [id, wayTo(places, id).join(' / ')]))
    const counts = Map.groupBy(ways.values(), pathOf)
    for (const { id, code, number } of places.values()) {
      const way = ways.get(id) ?? ''
      names.set(id, counts.get(pathOf(way))?.length === 1 ? way : (code ?? numberOfItem(number)))
    }
  }
  return names
}

/** The header, and the rows in parts; nobody waits for all of them. */
export async function exported(ctx: Context, asked: Asked): Promise<{ header: string[]; rows: AsyncGenerator<Value[][]> }> {
  const plan = await planOf(ctx, asked)
  const places = await placeNames(ctx, plan.kinds.keys())
  const { app, actor } = ctx
  const { sort, columns: _, ...wish } = asked
  // Once, and before the first line: half a file cannot say any more that it is refused.
  const filter = await searchedWhole(ctx, wish)
  async function* rows() {
    let after: string | undefined
    for (let count = 0; count < mostItems; count += atOnce) {
      const page = await app.as(
        actor,
        async (inner) => {
          const { rows: listedRows, next } = await listItems(inner, filter, { limit: atOnce, after, sort })
          const whole = new Map(
            (
              await readItems(
                inner.db as Db,
                listedRows.map(({ id }) => id),
              )
            ).map((row) => [row.id, row]),
          )
          // Of what somebody only uses they see no money and no note: an export is of what they read.
          const items = listedRows.flatMap(({ id }) => whole.get(id) ?? []).filter(({ organisationId }) => actor.scopes.read.includes(organisationId))
          const beside = await besideOf(inner, items, plan, places)
          return { next, values: items.map((item) => rowOf(inner, item, plan, beside)) }
        },
        true,
      )
      yield page.values
      if (page.next === null) return
      after = page.next
    }
  }
  return { header: headerOf(ctx, plan), rows: rows() }
}
