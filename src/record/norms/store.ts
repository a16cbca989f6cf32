/** The SQL of expectations and their scope. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type * as z from 'zod'
import { criticalities } from '../cases/priority/contract.ts'
import { wordsOf } from '../cases/rules.ts'
import { insideOf } from '../items/store.ts'
import type { Counts, Origin, Rule, Scope, Severity } from './contract.ts'

export interface ExpectationRow {
  id: string
  organisationId: string
  baselineId: string | null
  origin: z.infer<typeof Origin>
  originKey: string | null
  title: string
  draft: Rule | null
  counts: Rule | null
  keys: string[]
  severity: Severity
  version: number
  publishedAt: string | null
  publishedBy: string | null
  changedAt: string
  changedBy: string | null
}
export interface NormsTables {
  normExpectation: ExpectationRow
}
export type Db = Kysely<NormsTables>

const inSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
export const snake = (row: object) => Object.fromEntries(Object.entries(row).map(([key, value]) => [inSnake(key), value]))

export async function insertExpectation(db: Db, row: ExpectationRow): Promise<boolean> {
  const done =
    await sql`insert into norm_expectation select * from jsonb_populate_record(null::norm_expectation, ${JSON.stringify(snake(row))}::jsonb)
    on conflict (organisation_id, origin, origin_key) where origin_key is not null do nothing`.execute(db)
  return done.numAffectedRows === 1n
}
/** Undefined when somebody was first, or the actor may not. */
export async function updateExpectation(db: Db, id: string, version: number, set: Partial<ExpectationRow>): Promise<ExpectationRow | undefined> {
  const columns = Object.entries(set).map(([key, value]) =>
    key === 'draft' || key === 'counts'
      ? sql`${sql.raw(key)} = ${value === null ? null : JSON.stringify(value)}::jsonb`
      : sql`${sql.raw(inSnake(key))} = ${value}`,
  )
  const { rows } = await sql<ExpectationRow>`update norm_expectation set ${sql.join([...columns, sql`version = version + 1`])}
    where id = ${id} and version = ${version} returning *`.execute(db)
  return rows[0]
}
export async function removeDraft(db: Db, id: string, version: number): Promise<boolean> {
  const done = await sql`delete from norm_expectation where id = ${id} and version = ${version} and published_at is null`.execute(db)
  return done.numAffectedRows === 1n
}
export async function readExpectations(db: Db, ids: readonly string[]): Promise<ExpectationRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ExpectationRow>`select * from norm_expectation where id = any (${[...ids]}::uuid[])`.execute(db)
  return rows
}
export async function readExpectation(db: Db, id: string): Promise<ExpectationRow | undefined> {
  return (await readExpectations(db, [id]))[0]
}
export async function readByOrigin(db: Db, organisationId: string, origin: string, key: string): Promise<ExpectationRow | undefined> {
  const { rows } = await sql<ExpectationRow>`select * from norm_expectation
    where organisation_id = ${organisationId} and origin = ${origin} and origin_key = ${key} for update`.execute(db)
  return rows[0]
}
export async function keysUnder(db: Db, organisationId: string, origin: string, prefix: string): Promise<string[]> {
  const { rows } = await sql<{
    key: string
  }>`select origin_key as key from norm_expectation where organisation_id = ${organisationId} and origin = ${origin}
    and starts_with(origin_key, ${prefix}) and counts is not null order by 1`.execute(db)
  return rows.map(({ key }) => key)
}
export async function ofBaseline(db: Db, baselineId: string): Promise<ExpectationRow[]> {
  const { rows } = await sql<ExpectationRow>`select * from norm_expectation where baseline_id = ${baselineId} order by title, id`.execute(db)
  return rows
}
export async function hasBaseline(db: Db, organisationId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select from norm_baseline where id = ${id} and organisation_id = ${organisationId}`.execute(db)
  return rows.length > 0
}
/** What counts over facts in these organisations. */
export async function whatCounts(db: Db, organisationIds: readonly string[]): Promise<(ExpectationRow & { counts: Rule })[]> {
  const { rows } = await sql<ExpectationRow & { counts: Rule }>`select * from norm_expectation
    where organisation_id = any (${[...new Set(organisationIds)]}::uuid[]) and counts is not null and jsonb_typeof(counts -> 'series') is distinct from 'object' order by id`.execute(
    db,
  )
  return rows
}
/** What counts over series, or everything else: thousands are brought one by one, so the first is counted by its index alone. */
export async function countExpectations(db: Db, organisationId: string, overSeries: boolean): Promise<number> {
  const ours = sql`select count(*)::int from norm_expectation where organisation_id = ${organisationId}`
  const over = sql`(${ours} and jsonb_typeof(counts -> 'series') = 'object')`
  const { rows } = await sql<{ count: number }>`select ${overSeries ? over : sql`(${ours}) - ${over}`} as count`.execute(db)
  return rows[0]?.count ?? 0
}

export interface ExpectationFilter {
  organisationId?: string | undefined
  baselineId?: string | undefined
  origin?: string | undefined
  search?: string | undefined
}
/** By title; `after` is the last title and id. */
export async function listExpectations(
  db: Db,
  { organisationId, baselineId, origin, search }: ExpectationFilter,
  after: [string, string] | undefined,
  limit: number,
) {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (organisationId) parts.push(sql`organisation_id = ${organisationId}`)
  if (baselineId) parts.push(sql`baseline_id = ${baselineId}`)
  if (origin) parts.push(sql`origin = ${origin}`)
  if (search) parts.push(sql`spil_fold(title) like ${`%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`}`)
  if (after) parts.push(sql`(title, id) > (${after[0]}, ${after[1]}::uuid)`)
  const { rows } =
    await sql<ExpectationRow>`select * from norm_expectation where ${sql.join(parts, sql` and `)} order by title, id limit ${limit}`.execute(db)
  return rows
}

/** How many items stand how, per expectation. */
export async function standingsOf(db: Db, ids: readonly string[]): Promise<Map<string, Counts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Counts & { id: string }>`select expectation_id as id,
      count(*) filter (where verdict = 'met' and not excepted)::int as met, count(*) filter (where verdict = 'broken' and not excepted)::int as broken,
      count(*) filter (where verdict = 'unknown' and not excepted)::int as unknown, count(*) filter (where excepted)::int as excepted
    from norm_standing where expectation_id = any (${[...ids]}::uuid[]) group by 1`.execute(db)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/** Whether an item `i` lies in a scope; its organisation is not part of it. */
export function inScope({ kinds, classes, states, tags, locationId, importance, supplier, search, itemIds = [] }: Scope): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (kinds.length > 0) parts.push(sql`i.kind = any (${[...kinds]}::text[])`)
  if (classes.length > 0) parts.push(sql`i.class = any (${[...classes]}::text[])`)
  if (states.length > 0) parts.push(sql`i.state = any (${[...states]}::text[])`)
  if (tags.length > 0) parts.push(sql`i.tags @> ${[...tags]}::text[]`)
  if (locationId) parts.push(sql`i.location_id = any (array${insideOf(locationId)})`)
  if (importance.length > 0) parts.push(sql`i.importance = any (${importance.map((one) => criticalities.indexOf(one) + 1)}::smallint[])`)
  if (supplier) parts.push(sql`i.supplier = ${supplier}`)
  // What was written before this was asked has none.
  if (itemIds.length > 0) parts.push(sql`i.id = any (${[...itemIds]}::uuid[])`)
  if (search) parts.push(sql`i.search @@ spil_query(${[...wordsOf(search)]}::text[])`)
  return sql.join(parts, sql` and `)
}
export interface ScopedItem {
  id: string
  number: number
  name: string
  organisationId: string
}
export async function itemsIn(db: Db, organisationId: string, scope: Scope, limit: number): Promise<ScopedItem[]> {
  const { rows } = await sql<ScopedItem>`select i.id, i.number, i.name, i.organisation_id from item i
    where i.organisation_id = ${organisationId} and ${inScope(scope)} order by i.sort_key, i.id limit ${limit}`.execute(db)
  return rows
}

export interface FactWord {
  key: string
  kind: 'text' | 'number' | 'yesNo'
  examples: (string | number | boolean)[]
  items: number
}
/** Keys of facts that the items changed last have, with values: a look at so many facts, not at all. */
export async function factWords(db: Db, organisationId: string, search: string): Promise<FactWord[]> {
  const words = search.toLowerCase().replace(/[\\%_]/g, '\\$&')
  const { rows } = await sql<FactWord>`
    select key, case mode() within group (order by jsonb_typeof(value)) when 'number' then 'number' when 'boolean' then 'yesNo' else 'text' end as kind,
      to_jsonb((array_agg(distinct value))[1:5]) as examples, count(distinct item_id)::int as items from (
      select f.item_id, f.key, f.value from item_fact f
      where f.item_id = any (array(select id from item where organisation_id = ${organisationId} order by updated_at desc limit 200)) limit 50000) f
    where lower(key) like ${`%${words}%`} group by key order by lower(key) like ${`${words}%`} desc, items desc, key limit 50`.execute(db)
  return rows
}
