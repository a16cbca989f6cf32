/** The SQL of stocktakes. Row level security decides which there are. */
import { type Kysely, sql } from 'kysely'
import type { DecisionKind, DifferenceKind, Scope, StocktakeState } from './contract.ts'
import type { Scan } from './rules.ts'

export interface StocktakeRow {
  id: string
  organisationId: string
  name: string
  locationId: string | null
  location: string | null
  filter: Scope
  state: StocktakeState
  version: number
  startedAt: string
  startedBy: string
  countedAt: string | null
  closedAt: string | null
  closedBy: string | null
}
export interface KnownRow {
  stocktakeId: string
  itemId: string
  organisationId: string
  expected: boolean
  inScope: boolean
  number: number
  code: string | null
  name: string
  kind: string
  class: string
  path: string[]
  place: string | null
}
export interface ScanRow extends Scan {
  stocktakeId: string
  organisationId: string
  subject: string
  receivedAt: string
}
export interface DecisionRow {
  stocktakeId: string
  subject: string
  difference: DifferenceKind
  organisationId: string
  what: DecisionKind
  reason: string
  result: string | null
  byId: string
  at: string
}
export interface StocktakeTables {
  stocktake: StocktakeRow
  stocktakeItem: KnownRow
  stocktakeScan: ScanRow
  stocktakeDecision: DecisionRow
}
export type Db = Kysely<StocktakeTables>

const inSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const snake = (row: object) => Object.fromEntries(Object.entries(row).map(([key, value]) => [inSnake(key), value]))

export async function insertStocktake(db: Db, { filter, ...row }: StocktakeRow): Promise<void> {
  await db
    .insertInto('stocktake')
    .values({ ...row, filter: sql`${JSON.stringify(filter)}::jsonb` })
    .execute()
}
/** `lock`: keeps it as it is for a scan ("share"), or for who changes it. */
export async function readStocktake(db: Db, id: string, lock?: 'share' | 'change'): Promise<StocktakeRow | undefined> {
  const how = lock === 'share' ? sql`for share` : lock === 'change' ? sql`for no key update` : sql``
  return (await sql<StocktakeRow>`select * from stocktake where id = ${id} ${how}`.execute(db)).rows[0]
}
export async function listStocktakes(db: Db, after: readonly [at: string, id: string] | undefined, limit: number): Promise<StocktakeRow[]> {
  const from = after ? sql`where (started_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
  return (await sql<StocktakeRow>`select * from stocktake ${from} order by started_at desc, id desc limit ${limit}`.execute(db)).rows
}
export async function updateStocktake(db: Db, id: string, set: Partial<StocktakeRow>): Promise<boolean> {
  const done = await db
    .updateTable('stocktake')
    .set({ ...set, version: sql`version + 1` })
    .where('id', '=', id)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** What is there already stays as it was written first. */
export async function insertKnown(db: Db, rows: readonly KnownRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 5000)
    await sql`insert into stocktake_item (stocktake_id, item_id, organisation_id, expected, in_scope, number, code, name, kind, class, path, place)
      select stocktake_id, item_id, organisation_id, expected, in_scope, number, code, name, kind, class, path, place
      from jsonb_to_recordset(${JSON.stringify(rows.slice(at, at + 5000).map(snake))}::jsonb) as r (stocktake_id uuid, item_id uuid, organisation_id uuid,
        expected boolean, in_scope boolean, number int, code text, name text, kind text, class text, path uuid[], place text)
      on conflict do nothing`.execute(db)
}
/** By number. `ids`: only of these items. */
export async function readKnown(db: Db, stocktakeId: string, ids?: readonly string[]): Promise<KnownRow[]> {
  const only = ids ? sql<boolean>`item_id = any (${[...ids]}::uuid[])` : sql<boolean>`true`
  return db.selectFrom('stocktakeItem').selectAll().where('stocktakeId', '=', stocktakeId).where(only).orderBy('number').execute()
}

/** Keys of those that were not there yet. */
export async function insertScans(db: Db, rows: readonly ScanRow[]): Promise<Set<string>> {
  const { rows: made } = await sql<{ id: string }>`
    insert into stocktake_scan (stocktake_id, by_id, id, organisation_id, text, item_id, subject, location_id, place, at, received_at)
    select stocktake_id, by_id, id, organisation_id, text, item_id, subject, location_id, place, at, received_at
    from jsonb_to_recordset(${JSON.stringify(rows.map(snake))}::jsonb) as r (stocktake_id uuid, by_id uuid, id uuid, organisation_id uuid, text text,
      item_id uuid, subject text, location_id uuid, place text, at timestamptz, received_at timestamptz)
    on conflict do nothing returning id`.execute(db)
  return new Set(made.map(({ id }) => id))
}
/** In the order in which they came in. `of`: only of these subjects, or what this person sent by these ids. */
export async function readScans(
  db: Db,
  stocktakeId: string,
  of?: { subjects: readonly string[] } | { byId: string; ids: readonly string[] },
): Promise<ScanRow[]> {
  const only = !of
    ? sql<boolean>`true`
    : 'subjects' in of
      ? sql<boolean>`subject = any (${[...of.subjects]}::text[])`
      : sql<boolean>`by_id = ${of.byId} and id = any (${[...of.ids]}::uuid[])`
  const scans = db.selectFrom('stocktakeScan').selectAll().where('stocktakeId', '=', stocktakeId).where(only)
  return scans.orderBy('receivedAt').orderBy('at').orderBy('id').execute()
}
export async function readDecisions(db: Db, stocktakeId: string): Promise<DecisionRow[]> {
  return db.selectFrom('stocktakeDecision').selectAll().where('stocktakeId', '=', stocktakeId).execute()
}
export async function insertDecision(db: Db, row: DecisionRow): Promise<void> {
  await db.insertInto('stocktakeDecision').values(row).execute()
}

export interface Location {
  id: string
  name: string
  locationId: string | null
}
/** Every location of an organisation that the actor may see, or which of these are. */
export async function readLocations(db: Db, organisationId: string, ids?: readonly string[]): Promise<Location[]> {
  const only = ids ? sql`id = any (${[...ids]}::uuid[])` : sql`true`
  return (
    await sql<Location>`select id, name, location_id from item where organisation_id = ${organisationId} and kind = 'location' and ${only}
      order by sort_key, id`.execute(db)
  ).rows
}
