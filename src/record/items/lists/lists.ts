/** Items under filters, and what a search finds: each a question or two, whatever the amount. */
import { type RawBuilder, sql } from 'kysely'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, type Order, order } from '#platform/paging.ts'
import { type Context, Problem } from '#platform/room.ts'
import { wordsOf } from '#record/cases/rules.ts'
import { criticalities, type ItemFilter, type itemSorts } from '../contract.ts'
import { type Db, type ItemRow, insideOf } from '../store.ts'

export interface Filter extends z.output<typeof ItemFilter> {
  /** Only these. */
  ids?: readonly string[] | undefined
}
type Sort = (typeof itemSorts)[number]

const listed = [
  ...(['id', 'number', 'code', 'name', 'kind', 'state', 'class', 'organisationId', 'ownerId', 'locationId', 'availability', 'integrity'] as const),
  ...(['confidentiality', 'tags', 'warrantyUntil', 'createdAt', 'updatedAt', 'version'] as const),
] satisfies readonly (keyof ItemRow)[]
export interface ListRow extends Pick<ItemRow, (typeof listed)[number]> {
  ownerName: string | null
  locationName: string | null
  /** Name folded for sorting, in hexadecimal. */
  sortKey: string
}
const inSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const columns = sql.raw([...listed.map((one) => `i.${inSnake(one)}`), `encode(i.sort_key, 'hex') as sort_key`].join(', '))

/** Of a year that the database knows. */
const Day = z.iso.date().refine((text) => text >= '0001')
const orders: Readonly<Record<Sort, Order<ListRow>>> = {
  name: order(
    'sort_key, id',
    [z.string().regex(/^([0-9a-f]{2})*$/), Id],
    (row) => [row.sortKey, row.id],
    ([key, id]) => sql`(i.sort_key, i.id) > (decode(${key}, 'hex'), ${id}::uuid)`,
  ),
  updated: order(
    'updated_at desc, id desc',
    [Moment, Id],
    (row) => [momentOf(row.updatedAt), row.id],
    ([at, id]) => sql`(i.updated_at, i.id) < (${at}::timestamptz, ${id}::uuid)`,
  ),
  created: order(
    'number desc',
    [z.int32()],
    (row) => [row.number],
    ([number]) => sql`i.number < ${number}::int`,
  ),
  warranty: order(
    `coalesce(warranty_until, 'infinity'::date), id`,
    [Day.or(z.literal('infinity')), Id],
    (row) => [row.warrantyUntil ?? 'infinity', row.id],
    ([day, id]) => sql`(coalesce(i.warranty_until, 'infinity'::date), i.id) > (${day}::date, ${id}::uuid)`,
  ),
}

const oneOf = (column: RawBuilder<unknown>, values: readonly string[]) =>
  values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any (${[...values]}::text[])`

/** Each filter as a condition. `rare`: those that row level security keeps from an index are answered by a function of the owner (decision 0003). */
async function conditions(ctx: Context, filter: Filter): Promise<{ plain: RawBuilder<unknown>[]; rare: RawBuilder<unknown>[] }> {
  const plain: RawBuilder<unknown>[] = []
  const me = ctx.actor.personId ?? ''
  const { kind, state, owner, user, location, tag, importance, supplier, warrantyBefore, search, ids, organisationId } = filter
  if (kind?.length) plain.push(oneOf(sql`i.kind`, kind))
  if (filter.class?.length) plain.push(oneOf(sql`i.class`, filter.class))
  if (state?.length) plain.push(oneOf(sql`i.state`, state))
  if (organisationId) plain.push(sql`i.organisation_id = ${organisationId}`)
  if (owner) plain.push(owner === 'none' ? sql`i.owner_id is null` : sql`i.owner_id = ${owner === 'me' ? me : owner}`)
  if (user) plain.push(sql`i.id in (select u.item_id from item_user u where u.person_id = ${user === 'me' ? me : user})`)
  if (location) plain.push(sql`i.location_id = any (array${insideOf(location)})`)
  if (importance?.length) plain.push(sql`i.importance = any (${importance.map((one) => criticalities.indexOf(one) + 1)}::smallint[])`)
  if (supplier) plain.push(sql`i.supplier = ${supplier}`)
  if (warrantyBefore) plain.push(sql`coalesce(i.warranty_until, 'infinity'::date) < ${warrantyBefore}::date`)
  if (ids) plain.push(sql`i.id = any (${[...ids]}::uuid[])`)
  if (search) plain.push(ids ? saying(search) : sql`i.id = any (${await itemsFound(ctx, search, 500)}::uuid[])`)
  const rare = tag ? [sql`i.id in (select spil_items_tagged(${tag}, 50000))`] : []
  if (tag) return { plain: [...plain, sql`i.tags @> array[${tag}]`], rare: [...plain, ...rare] }
  return { plain, rare: plain }
}
const all = (parts: readonly RawBuilder<unknown>[]) => (parts.length === 0 ? sql`true` : sql.join([...parts], sql` and `))

const firstWalk = 3000
const longestWalk = 12_000
/**
 * A page, and `next` for the one after it. What many items have is met soon when the list is walked in its order; so that is tried first, for
 * a few thousand. What few have is looked up by the indexes of the filters and sorted then.
 */
export async function listItems(ctx: Context, filter: Filter, { limit, after, sort }: { limit: number; after?: string | undefined; sort: Sort }) {
  const { by, beyond, of } = orders[sort]
  const inOrder = (alias: string) => sql.raw(by.replace(/\b(sort_key|id|updated_at|number|warranty_until)\b/g, `${alias}.$1`))
  const byItem = inOrder('i')
  const from = beyond(after)
  const { plain, rare } = await conditions(ctx, filter)
  const start = from ? [from] : []
  const walked = (newest: number) =>
    sql`select ${columns} from (select * from item i where ${all(start)} order by ${byItem} limit ${newest}) i where ${all(plain)} order by ${byItem} limit ${limit + 1}`
  const looked = sql`select ${columns} from item i join (
    select s.id from (select i.id, i.sort_key, i.updated_at, i.number, i.warranty_until from item i where ${all([...start, ...rare])} offset 0) s
    order by ${inOrder('s')} limit ${limit + 1}) s on s.id = i.id`
  const few = filter.search !== undefined || filter.ids !== undefined
  let rows = few
    ? []
    : await withNames(
        ctx,
        plain.length === 0 ? sql`select ${columns} from item i where ${all(start)} order by ${byItem} limit ${limit + 1}` : walked(firstWalk),
        byItem,
      )
  // What was met tells how far to walk for a whole page; too far, and it is looked up.
  const further = Math.ceil((firstWalk * 1.5 * (limit + 1)) / rows.length)
  if (plain.length > 0 && rows.length <= limit && further <= longestWalk) rows = await withNames(ctx, walked(further), byItem)
  if (few || (plain.length > 0 && rows.length <= limit)) rows = await withNames(ctx, looked, byItem)
  return of(rows, limit)
}

/** How many are under a filter, at most `most`. */
export async function countItems(ctx: Context, filter: Filter, most = 1000): Promise<number> {
  const { rare } = await conditions(ctx, filter)
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from (select from item i where ${all(rare)} limit ${most}) one`.execute(
    ctx.db as Db,
  )
  return rows[0]?.count ?? 0
}

async function withNames(ctx: Context, page: RawBuilder<unknown>, byItem: RawBuilder<unknown>): Promise<ListRow[]> {
  const { rows } = await sql<ListRow>`
    with page as materialized (${page}),
    who as materialized (select p.id, p.name from spil_people(coalesce((select array_agg(distinct owner_id) from page where owner_id is not null), '{}')) p)
    select i.*, w.name as owner_name, l.name as location_name
    from page i left join who w on w.id = i.owner_id left join item l on l.id = i.location_id order by ${byItem}`.execute(ctx.db as Db)
  return rows
}

/** As `itemsFound`, of items that are named already: few enough to look at each, so that nothing is left out. */
function saying(query: string): RawBuilder<unknown> {
  const number = numberIn(query)
  const words = wordsOf(query)
  return sql`(i.number = ${number ?? null}::int or i.search @@ spil_query(${words}::text[]))`
}
const numberIn = (query: string): number | undefined => {
  const digits = /^\s*(?:i-?|#)?(\d{1,9})\s*$/i.exec(query)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** As far as spil_search_items looks by the index: beyond it there may be more. */
const mostFound = 5000
/** The same filter with everything that its search finds, for who needs all and not the first. Throws 'items.searchTooWide' where that is too much. */
export async function searchedWhole(ctx: Context, { search, ...filter }: Filter): Promise<Filter> {
  if (!search) return filter
  if (filter.ids) return { ...filter, search }
  const ids = await itemsFound(ctx, search, mostFound)
  if (ids.length >= mostFound) throw new Problem('items.searchTooWide', 400)
  return { ...filter, ids }
}

/** Ids of items with these words, or whose number it is; that one first, then the last changed. What they are is read under row level security. */
export async function itemsFound(ctx: Context, query: string, limit: number): Promise<string[]> {
  const number = numberIn(query)
  const words = wordsOf(query)
  const [exact, found] = await Promise.all([
    number === undefined ? [] : sql<{ id: string }>`select id from item where number = ${number}`.execute(ctx.db as Db).then(({ rows }) => rows),
    words.length === 0
      ? []
      : sql<{ id: string }>`select id from spil_search_items(${[...words]}::text[], ${limit}) id`.execute(ctx.db as Db).then(({ rows }) => rows),
  ])
  return [...new Set([...exact, ...found].map(({ id }) => id))].slice(0, limit)
}
