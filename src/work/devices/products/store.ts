/** The SQL of products: which there are, what is said of them, and what devices have of them. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { judgements } from './contract.ts'

type Time = Date | string
export interface ProductTable {
  organisationId: string
  product: string
  newest: string
  judged: (typeof judgements)[number] | null
  why: string
  minimum: string | null
  required: boolean
  kinds: string[]
  tags: string[]
  version: number
  changedAt: Time | null
  changedBy: string | null
}
export interface ProductTables {
  softwareProduct: ProductTable
  softwareFollow: { itemId: string; organisationId: string; at: Time }
}
export type Db = Kysely<ProductTables>
export type ProductRow = Selectable<ProductTable>

const installed = sql`device_software s join software_title t on t.id = s.title_id`
const there = sql`t.organisation_id = p.organisation_id and t.product = p.product and s.removed_at is null`
export type ListedRow = ProductRow & { devices: number; versions: number; behind: number }
export interface Asked {
  limit: number
  after: readonly [product: string, organisationId: string] | undefined
  search: string | undefined
  judged: ProductTable['judged'] | 'unjudged' | undefined
  behind: boolean
}
/** Those that are installed somewhere, or of which something was said; by name. Devices are counted of this page only. */
export async function listProducts(
  db: Db,
  organisationIds: readonly string[],
  { limit, after, search, judged, behind }: Asked,
): Promise<ListedRow[]> {
  const pattern = search ? `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : undefined
  const { rows } = await sql<ListedRow>`
    select p.*, coalesce(c.devices, 0) as devices, coalesce(c.versions, 0) as versions, coalesce(c.behind, 0) as behind
    from (select p.* from software_product p where p.organisation_id = any (${[...organisationIds]}::uuid[])
      ${judged === 'unjudged' ? sql`and p.judged is null` : judged ? sql`and p.judged = ${judged}` : sql``}
      ${pattern ? sql`and p.product like ${pattern}` : sql``}
      ${after ? sql`and (p.product, p.organisation_id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
      and (${behind ? sql`false` : sql`p.judged is not null`} or exists (select from ${installed} where ${there} ${behind ? sql`and t.behind` : sql``}))
      order by p.product, p.organisation_id limit ${limit}) p
    left join lateral (select count(distinct s.item_id)::int as devices, count(distinct t.version)::int as versions,
        count(distinct s.item_id) filter (where t.behind)::int as behind from ${installed} where ${there}) c on true
    order by p.product, p.organisation_id`.execute(db)
  return rows
}
/** Of each of these organisations that knows it. */
export const productIn = (db: Db, organisationIds: readonly string[], product: string): Promise<ProductRow[]> =>
  db
    .selectFrom('softwareProduct')
    .selectAll()
    .where(sql<boolean>`organisation_id = any (${[...organisationIds]}::uuid[])`)
    .where('product', '=', product)
    .execute()
/** Undefined when somebody was first. */
export async function writeJudgement(db: Db, row: Omit<ProductTable, 'newest'>): Promise<ProductRow | undefined> {
  const { organisationId, product, judged, why, minimum, required, kinds, tags, version, changedAt, changedBy } = row
  const { rows } = await sql<ProductRow>`
    insert into software_product as p (organisation_id, product, judged, why, minimum, required, kinds, tags, version, changed_at, changed_by)
      values (${organisationId}, ${product}, ${judged}, ${why}, ${minimum}, ${required}, ${kinds}::text[], ${tags}::text[], 1, ${changedAt}, ${changedBy})
      on conflict (organisation_id, product) do update set judged = excluded.judged, why = excluded.why, minimum = excluded.minimum,
        required = excluded.required, kinds = excluded.kinds, tags = excluded.tags, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
        version = p.version + 1
      where p.version = ${version}
      returning *`.execute(db)
  return rows[0]
}

export interface WhereRow {
  id: number
  itemId: string
  organisationId: string
  name: string
  version: string
  firstSeenAt: Time
  lastSeenAt: Time
}
/** Rows of one product in these organisations, one a device, agent and version. */
export async function whereIs(
  db: Db,
  organisationIds: readonly string[],
  product: string,
  { limit, after }: { limit: number; after: number | undefined },
): Promise<WhereRow[]> {
  const { rows } = await sql<WhereRow>`
    select s.id, s.item_id, s.organisation_id, t.name, t.version, s.first_seen_at, coalesce(a.software_seen_at, s.first_seen_at) as last_seen_at
    from ${installed} join inventory_agent a on a.id = s.agent_id
    where t.organisation_id = any (${[...organisationIds]}::uuid[]) and t.product = ${product} and s.removed_at is null
      ${after === undefined ? sql`` : sql`and s.id > ${after}`} order by s.id limit ${limit}`.execute(db)
  return rows
}
export async function versionsOf(
  db: Db,
  organisationIds: readonly string[],
  product: string,
): Promise<{ organisationId: string; version: string; devices: number }[]> {
  const { rows } = await sql<{ organisationId: string; version: string; devices: number }>`
    select t.organisation_id, t.version, count(distinct s.item_id)::int as devices from ${installed}
    where t.organisation_id = any (${[...organisationIds]}::uuid[]) and t.product = ${product} and s.removed_at is null
    group by 1, 2 order by devices desc, t.version desc limit 100`.execute(db)
  return rows
}

export const markDevice = (db: Db, itemId: string, organisationId: string, now: Date): Promise<unknown> =>
  sql`insert into software_follow (item_id, organisation_id, at) select id, organisation_id, ${now} from item
    where id = ${itemId} and organisation_id = ${organisationId} on conflict (item_id) do update set at = excluded.at`.execute(db)
/** Something else is said of a product: its versions are put in order anew, and every device whose software is known is looked at. */
export async function markProduct(db: Db, organisationId: string, product: string, now: Date): Promise<void> {
  await sql`update software_title set ordered = false where organisation_id = ${organisationId} and product = ${product}`.execute(db)
  await sql`insert into software_follow (item_id, organisation_id, at)
    select distinct i.id, i.organisation_id, ${now}::timestamptz from inventory_agent a join item i on i.id = a.item_id
    where a.organisation_id = ${organisationId} and a.software_seen_at is not null
    order by 1 on conflict (item_id) do update set at = excluded.at`.execute(db)
}
/** They are marked no longer, once this transaction is through; who marks one meanwhile waits for that. */
export async function takeMarked(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ itemId: string }>`delete from software_follow where item_id in
    (select item_id from software_follow order by at, item_id limit ${limit} for update skip locked) returning item_id`.execute(db)
  return rows.map(({ itemId }) => itemId)
}

interface Key {
  organisationId: string
  product: string
}
export async function unordered(db: Db, limit: number): Promise<Key[]> {
  const { rows } = await sql<Key>`select distinct organisation_id, product from software_title where not ordered limit ${limit}`.execute(db)
  return rows
}
const keysIn = (products: readonly Key[]) =>
  sql`unnest(${products.map(({ organisationId }) => organisationId)}::uuid[], ${products.map(({ product }) => product)}::text[])`
export async function titlesOfProducts(db: Db, products: readonly Key[]): Promise<(Key & { id: number; version: string; minimum: string | null })[]> {
  if (products.length === 0) return []
  const { rows } = await sql<Key & { id: number; version: string; minimum: string | null }>`
    select t.id, t.organisation_id, t.product, t.version, p.minimum from ${keysIn(products)} w (organisation_id, product)
    join software_title t using (organisation_id, product) left join software_product p using (organisation_id, product)`.execute(db)
  return rows
}
export async function saveOrder(db: Db, orders: readonly (Key & { newest: string; behind: number[]; ids: number[] })[]): Promise<void> {
  if (orders.length === 0) return
  const behind = orders.flatMap((one) => one.behind)
  await sql`insert into software_product as p (organisation_id, product, newest)
    select * from unnest(${orders.map((one) => one.organisationId)}::uuid[], ${orders.map(({ product }) => product)}::text[], ${orders.map(({ newest }) => newest)}::text[])
    order by 1, 2 on conflict (organisation_id, product) do update set newest = excluded.newest where p.newest <> excluded.newest`.execute(db)
  await sql`update software_title set ordered = true, behind = id = any (${behind}::int[]) where id = any (${orders.flatMap(({ ids }) => ids)}::int[])`.execute(
    db,
  )
}

export interface Standing {
  itemId: string
  organisationId: string
  /** An agent tells what is on it. */
  known: boolean
  forbidden: string[]
  missing: string[]
}
/** What these items have that they must not, and what they must have and lack. */
export async function standingOf(db: Db, itemIds: readonly string[]): Promise<Standing[]> {
  if (itemIds.length === 0) return []
  const { rows } = await sql<Standing>`
    with asked as (select id, organisation_id, kind, tags from item where id = any (${[...itemIds]}::uuid[])),
    has as (
      select s.item_id, array_agg(distinct p.product order by p.product) as products
      from software_product p join software_title t on t.organisation_id = p.organisation_id and t.product = p.product
      join device_software s on s.title_id = t.id and s.removed_at is null and s.item_id = any (${[...itemIds]}::uuid[])
      where p.judged = 'unwanted' group by 1
    ), lacks as (
      select i.id, array_agg(p.product order by p.product) as products
      from asked i join software_product p on p.organisation_id = i.organisation_id and p.judged = 'wanted' and p.required
        and (p.kinds = '{}' or i.kind = any (p.kinds)) and (p.tags = '{}' or p.tags && i.tags)
      where not exists (select from ${installed} where ${there} and s.item_id = i.id and (p.minimum is null or not t.behind)) group by 1
    )
    select i.id as item_id, i.organisation_id, coalesce(h.products, '{}') as forbidden, coalesce(l.products, '{}') as missing,
      exists (select from inventory_agent a where a.item_id = i.id and a.software_seen_at is not null) as known
    from asked i left join has h on h.item_id = i.id left join lacks l on l.id = i.id order by i.id`.execute(db)
  return rows
}
