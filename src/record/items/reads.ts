/** Items as the screens show them: ids become names, keys become words. What another room may ask is here and in items.ts. */
import { sql } from 'kysely'
import { dayIn } from '#platform/clock.ts'
import type { Context } from '#platform/room.ts'
import { peopleByIds } from '#record/people/people.ts'
import { type Item, type ListedItem, type Names, numberOfItem } from './contract.ts'
import { type Names as LookUp, plain, valueInWords } from './history/history.ts'
import type { Kind, State } from './kinds/contract.ts'
import { kindsOfAll, namesIn, stateOf, wordIn } from './kinds/kinds.ts'
import { type Filter, type ListRow, listItems } from './lists/lists.ts'
import { bookValue } from './rules.ts'
import { type Db, type ItemRow, listUsers, placeOf, type Ref, readRefs } from './store.ts'

const someone = (ctx: Context, id: string | null, name: string | null | undefined) =>
  id === null ? null : { id, name: name ?? ctx.t('cases.someone') }

/** Rows of a list with the names of their kinds and states. */
export async function listedItems(ctx: Context, rows: readonly ListRow[]): Promise<ListedItem[]> {
  const kinds = await kindsOfAll(
    ctx,
    rows.map(({ organisationId }) => organisationId),
  )
  return rows.map((row) => ({
    id: row.id,
    number: numberOfItem(row.number),
    code: row.code,
    name: row.name,
    ...namesIn(ctx.locale, kinds.get(row.organisationId)?.get(row.kind), row),
    organisationId: row.organisationId,
    owner: someone(ctx, row.ownerId, row.ownerName),
    location: row.locationId !== null && row.locationName !== null ? { id: row.locationId, name: row.locationName } : null,
    availability: row.availability,
    integrity: row.integrity,
    confidentiality: row.confidentiality,
    tags: row.tags,
    warrantyUntil: row.warrantyUntil,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  }))
}

/** Short names with kind and class, in the order of the ids; what the actor may not see is left out. */
export async function namesOf(ctx: Context, ids: readonly string[]): Promise<Names[]> {
  const refs = await readRefs(ctx.db as Db, ids)
  return namesOfRefs(
    ctx,
    ids.flatMap((id) => refs.get(id) ?? []),
  )
}
export async function namesOfRefs(ctx: Context, refs: readonly Ref[]): Promise<Names[]> {
  const kinds = await kindsOfAll(
    ctx,
    refs.map(({ organisationId }) => organisationId),
  )
  return refs.map((ref) => ({
    id: ref.id,
    number: numberOfItem(ref.number),
    name: ref.name,
    kind: namesIn(ctx.locale, kinds.get(ref.organisationId)?.get(ref.kind), ref).kind,
    class: ref.class,
  }))
}

/** Ids and names under a filter, newest first: for a picker without words. */
export async function newestOf(ctx: Context, filter: Filter, limit: number): Promise<Names[]> {
  const { rows } = await listItems(ctx, filter, { limit, sort: 'created' })
  return namesOfRefs(ctx, rows)
}

/** Everything of one item. What reporters have no business with (money, contracts, the note) is empty for who does not read the organisation. */
export async function itemPage(ctx: Context, row: ItemRow): Promise<Item> {
  const db = ctx.db as Db
  const [all, users, place] = await Promise.all([
    kindsOfAll(ctx, [row.organisationId]),
    listUsers(db, [row.id]),
    row.locationId ? placeOf(db, row.locationId) : [],
  ])
  const kind = all.get(row.organisationId)?.get(row.kind)
  const ids = Object.entries(row.attributes).flatMap(([key, value]) =>
    ['person', 'item'].includes(kind?.attributes.find((one) => one.key === key)?.type ?? '') ? [String(value)] : [],
  )
  const [people, refs] = await Promise.all([
    peopleByIds(
      ctx,
      [row.ownerId, ...users.map(({ personId }) => personId), ...ids].filter((id) => id !== null),
    ),
    readRefs(db, ids),
  ])
  const name = (id: string) => people.get(id)?.name ?? ctx.t('cases.someone')
  const state = stateOf(kind, row.state)
  const location = row.locationId !== null && place[0] ? place[0] : null
  const [listed] = await listedItems(ctx, [
    { ...row, ownerName: row.ownerId && name(row.ownerId), locationName: location?.name ?? null, sortKey: '' },
  ])
  if (!listed) throw new Error('the item was not shown')
  const reads = ctx.actor.kind === 'system' || ctx.actor.scopes.read.includes(row.organisationId)
  return {
    ...listed,
    note: reads ? row.note : '',
    users: users.map(({ personId }) => ({ id: personId, name: name(personId) })),
    place: [...place].reverse(),
    attributes: attributesOf(ctx, row, kind, { person: name, item: (id) => refs.get(id)?.name ?? ctx.t('items.someItem') }),
    ...(reads ? bought(ctx, row) : unbought),
    requires: state?.required ?? [],
    moves: movesOf(ctx, kind, state, false),
    provenMoves: movesOf(ctx, kind, state, true),
    mayChange: ctx.actor.scopes.work.includes(row.organisationId) && (ctx.actor.permissions.get('items.work')?.includes(row.organisationId) ?? false),
  }
}

const movesOf = (ctx: Context, kind: Kind | undefined, from: State | undefined, proven: boolean): Item['moves'] =>
  (from?.to ?? []).flatMap((key) => {
    const to = stateOf(kind, key)
    return to && (to.proven ?? false) === proven ? [{ key, name: wordIn(to.names, ctx.locale), class: to.class }] : []
  })

function attributesOf(ctx: Context, row: ItemRow, kind: Parameters<typeof stateOf>[0], names: LookUp): Item['attributes'] {
  const required = stateOf(kind, row.state)?.required ?? []
  const known = (kind?.attributes ?? []).map((attribute) => {
    const value = row.attributes[attribute.key] ?? null
    return {
      key: attribute.key,
      name: wordIn(attribute.names, ctx.locale),
      type: attribute.type,
      unit: attribute.unit ?? null,
      value,
      shown: value === null ? '' : valueInWords(ctx, attribute, value, names),
      required: required.includes(attribute.key),
    }
  })
  const gone = Object.entries(row.attributes).filter(([key]) => !known.some((one) => one.key === key))
  return [
    ...known,
    ...gone.map(([key, value]) => ({ key, name: key, type: 'gone' as const, unit: null, value, shown: plain(ctx, value), required: false })),
  ]
}

const unbought = {
  ...{ purchasedOn: null, price: null, supplier: null, contract: null, depreciationMonths: null, residualValue: null, bookValue: null },
}
function bought(ctx: Context, row: ItemRow): typeof unbought | Pick<Item, keyof typeof unbought> {
  const { purchasedOn, supplier, contract, depreciationMonths, residualValue } = row
  const today = dayIn(ctx.actor.timeZone, ctx.now)
  const worth = bookValue(row, today)
  const money = (amount: number | null) => (amount === null ? null : { amount, currency: row.currency ?? 'EUR' })
  return { purchasedOn, price: money(row.price), supplier, contract, depreciationMonths, residualValue, bookValue: money(worth) }
}

/** Items of an organisation in which the actor works that go by one of these words: as inventory number, serial number or name, whatever the capitals. */
export async function itemsCalled(
  ctx: Context,
  organisationId: string,
  by: 'code' | 'serial' | 'name',
  words: readonly string[],
): Promise<{ word: string; id: string }[]> {
  if (words.length === 0) return []
  const { rows } = await sql<{ word: string; id: string }>`
    select word, id from spil_items_called(${organisationId}, ${by}, ${[...new Set(words)]}::text[])`.execute(ctx.db)
  return rows
}
