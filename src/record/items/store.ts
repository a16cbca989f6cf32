/** The SQL of items. Row level security decides which rows there are. */
import { type Kysely, sql } from 'kysely'
import type { Attributes, Importance } from './contract.ts'
import type { StateClass } from './kinds/contract.ts'
import type { KindTables } from './kinds/store.ts'

export interface ItemRow extends Importance {
  id: string
  number: number
  organisationId: string
  kind: string
  state: string
  class: StateClass
  name: string
  code: string | null
  note: string
  ownerId: string | null
  locationId: string | null
  /** Greatest of the three: 0 nobody has said … 4 critical. */
  importance: number
  tags: string[]
  purchasedOn: string | null
  price: number | null
  currency: string | null
  supplier: string | null
  contract: string | null
  warrantyUntil: string | null
  depreciationMonths: number | null
  residualValue: number | null
  attributes: Attributes
  createdAt: string
  updatedAt: string
  changedBy: string | null
  version: number
}
/** One field of a change. Attributes are fields named 'attributes.<key>'; values as they are kept. */
export interface Change {
  field: string
  from: unknown
  to: unknown
}
export interface ChangeRow {
  itemId: string
  version: number
  organisationId: string
  changedBy: string | null
  at: string
  why: string | null
  changes: Change[]
}
export interface ItemTables extends KindTables {
  item: ItemRow
  itemUser: { itemId: string; personId: string; organisationId: string }
  itemChange: ChangeRow
}
export type Db = Kysely<ItemTables>

const names = `id uuid, number int, organisation_id uuid, kind text, state text, class text, name text, code text, note text, owner_id uuid, location_id uuid,
  availability text, integrity text, confidentiality text, importance smallint, tags text[], purchased_on date, price numeric, currency text, supplier text,
  contract text, warranty_until date, depreciation_months int, residual_value numeric, attributes jsonb, created_at timestamptz, updated_at timestamptz,
  changed_by uuid, version int`
const written = names.replace(/ [a-z[\]]+(?=,|$)/g, '')
/** Columns as they are read: sums of money as numbers. */
const read = written.replace(/\b(price|residual_value)\b/g, '$1::float8 as $1')
export const itemColumns = sql.raw(read)

const inSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const snake = (row: object) => Object.fromEntries(Object.entries(row).map(([key, value]) => [inSnake(key), value]))

export async function nextNumbers(db: Db, count: number): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`select nextval('item_number')::int as number from generate_series(1, ${count})`.execute(db)
  return rows.map(({ number }) => number)
}
/** Ids of those written; one whose code another item has is not. */
export async function insertItems(db: Db, rows: readonly ItemRow[]): Promise<string[]> {
  const { rows: made } = await sql<{ id: string }>`insert into item (${sql.raw(written)})
    select ${sql.raw(written)} from jsonb_to_recordset(${JSON.stringify(rows.map(snake))}::jsonb) as r (${sql.raw(names)})
    on conflict (organisation_id, spil_fold(code)) where code is not null do nothing returning id`.execute(db)
  return made.map(({ id }) => id)
}
export async function insertUsers(db: Db, rows: readonly ItemTables['itemUser'][]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into item_user (item_id, person_id, organisation_id)
    select * from unnest(${rows.map((row) => row.itemId)}::uuid[], ${rows.map((row) => row.personId)}::uuid[], ${rows.map((row) => row.organisationId)}::uuid[])
    on conflict do nothing`.execute(db)
}
export async function removeUsers(db: Db, itemId: string, personIds: readonly string[]): Promise<void> {
  if (personIds.length > 0) await sql`delete from item_user where item_id = ${itemId} and person_id = any (${[...personIds]}::uuid[])`.execute(db)
}
/** Who uses each of these. */
export async function listUsers(db: Db, itemIds: readonly string[]): Promise<{ itemId: string; personId: string }[]> {
  if (itemIds.length === 0) return []
  const { rows } = await sql<{ itemId: string; personId: string }>`
    select item_id, person_id from item_user where item_id = any (${[...itemIds]}::uuid[]) order by person_id`.execute(db)
  return rows
}

export async function readItem(db: Db, by: { id: string } | { number: number }, lock = false): Promise<ItemRow | undefined> {
  const where = 'id' in by ? sql`id = ${by.id}` : sql`number = ${by.number}`
  const { rows } = await sql<ItemRow>`select ${itemColumns} from item where ${where} ${lock ? sql`for no key update` : sql``}`.execute(db)
  return rows[0]
}
export async function readItems(db: Db, ids: readonly string[]): Promise<ItemRow[]> {
  if (ids.length === 0) return []
  return (await sql<ItemRow>`select ${itemColumns} from item where id = any (${[...ids]}::uuid[])`.execute(db)).rows
}
export interface Ref {
  id: string
  number: number
  name: string
  kind: string
  class: StateClass
  state: string
  organisationId: string
}
/** Name and state of each that the actor may see. */
export async function readRefs(db: Db, ids: readonly string[]): Promise<Map<string, Ref>> {
  if (ids.length === 0) return new Map()
  const { rows } =
    await sql<Ref>`select id, number, name, kind, class, state, organisation_id from item where id = any (${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Undefined when somebody was first, or the actor may not. Throws 23505 where another item has the code. */
export async function updateItem(db: Db, id: string, version: number, set: Partial<ItemRow>): Promise<ItemRow | undefined> {
  const columns = Object.entries(set).map(([key, value]) =>
    key === 'attributes' ? sql`attributes = ${JSON.stringify(value)}::jsonb` : sql`${sql.raw(inSnake(key))} = ${value}`,
  )
  const { rows } = await sql<ItemRow>`update item set ${sql.join([...columns, sql`version = version + 1`])}
    where id = ${id} and version = ${version} returning ${itemColumns}`.execute(db)
  return rows[0]
}
/** Each as it is given, from the version before it; how many were written. Throws 23505 where another item has a code. */
export async function rewriteItems(db: Db, rows: readonly ItemRow[]): Promise<number> {
  if (rows.length === 0) return 0
  const set = written
    .split(',')
    .map((name) => name.trim())
    .filter((name) => !['id', 'number', 'organisation_id', 'created_at'].includes(name))
  const { numAffectedRows } = await sql`update item i set ${sql.raw(set.map((name) => `${name} = r.${name}`).join(', '))}
    from jsonb_to_recordset(${JSON.stringify(rows.map(snake))}::jsonb) as r (${sql.raw(names)})
    where i.id = r.id and i.version = r.version - 1`.execute(db)
  return Number(numAffectedRows ?? 0)
}
export async function deleteItems(db: Db, ids: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`delete from item where id = any (${[...ids]}::uuid[])`.execute(db)
  return Number(numAffectedRows ?? 0)
}
/** Held until the end of the transaction against every change, and against whatever would point to them. */
export async function lockItems(db: Db, ids: readonly string[]): Promise<ItemRow[]> {
  if (ids.length === 0) return []
  return (await sql<ItemRow>`select ${itemColumns} from item where id = any (${[...ids]}::uuid[]) order by id for update`.execute(db)).rows
}
export async function insertChanges(db: Db, rows: readonly ChangeRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into item_change (item_id, version, organisation_id, changed_by, at, why, changes)
    select item_id, version, organisation_id, changed_by, at, why, changes from jsonb_to_recordset(${JSON.stringify(rows.map(snake))}::jsonb)
      as r (item_id uuid, version int, organisation_id uuid, changed_by uuid, at timestamptz, why text, changes jsonb)`.execute(db)
}
export async function changesSince(db: Db, itemId: string, version: number): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`select * from item_change where item_id = ${itemId} and version > ${version} order by version`.execute(db)
  return rows
}
/** What made each of these versions. */
export async function changesOf(db: Db, rows: readonly Pick<ItemRow, 'id' | 'version'>[]): Promise<ChangeRow[]> {
  if (rows.length === 0) return []
  const { rows: found } = await sql<ChangeRow>`select c.* from item_change c
    join unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ version }) => version)}::int[]) r (id, version) on r.id = c.item_id and r.version = c.version`.execute(
    db,
  )
  return found
}
/** Newest first, before a version. */
export async function changesBefore(db: Db, itemId: string, before: number, limit: number): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`select * from item_change
    where item_id = ${itemId} and version < ${before} order by version desc limit ${limit}`.execute(db)
  return rows
}

/** The locations around an item, innermost first; at most 30. */
export async function placeOf(db: Db, locationId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    with recursive around (id, name, location_id, depth) as (
      select id, name, location_id, 1 from item where id = ${locationId}
      union all select i.id, i.name, i.location_id, depth + 1 from around a join item i on i.id = a.location_id where depth < 30)
    select id, name from around order by depth`.execute(db)
  return rows
}
/** A location and all locations inside it. */
export const insideOf = (locationId: string) => sql`(with recursive inside (id) as (
  select ${locationId}::uuid union select i.id from inside join item i on i.location_id = inside.id and i.kind = 'location') select id from inside)`

/** Serialises what moves locations, so that two moves cannot make a circle together. */
export async function holdLocations(db: Db, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`item locations ${organisationId}`}, 0))`.execute(db)
}
export async function isInside(db: Db, locationId: string, inside: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select ${locationId}::uuid in ${insideOf(inside)} as yes`.execute(db)
  return rows[0]?.yes ?? false
}
