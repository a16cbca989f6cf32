/** The SQL of facts. */
import { type Kysely, sql } from 'kysely'
import type { Observed } from './contract.ts'
import type { Report } from './rules.ts'

export interface FactTables {
  itemFactRanking: { organisationId: string; key: string; sources: string[]; version: number }
}
export type FactDb = Kysely<FactTables>

export interface Sent extends Report {
  itemId: string
  organisationId: string
  source: string
  digest: Buffer
}
/** Marks every report that says what is known already as seen again, in one statement; answers the places of those that were. */
export async function seenAgain(db: FactDb, sent: readonly Sent[], now: Date): Promise<Set<number>> {
  const { rows } = await sql<{ places: number[] }>`
    update item_report r set seen_at = greatest(r.seen_at, g.at), received_at = ${now}
    from (select item_id, source, digest, max(at) as at, array_agg(place::int) as places
      from unnest(${sent.map((one) => one.itemId)}::uuid[], ${sent.map((one) => one.source)}::text[], ${sent.map((one) => one.digest)}::bytea[],
        ${sent.map((one) => one.at)}::timestamptz[]) with ordinality s (item_id, source, digest, at, place) group by 1, 2, 3) g
    where r.item_id = g.item_id and r.source = g.source and r.digest = g.digest
    returning g.places`.execute(db)
  return new Set(rows.flatMap(({ places }) => places.map((place) => place - 1)))
}
/** Keys whose newest value of this source changed. */
export async function observe(db: FactDb, { itemId, organisationId, source, at, facts, digest }: Sent, now: Date): Promise<string[]> {
  const { rows } = await sql<{ changed: string[] }>`select spil_observe(${itemId}, ${organisationId}, ${source}, ${at}, ${now},
    ${facts.map(({ key }) => key)}::text[], ${JSON.stringify(facts.map(({ value }) => value))}::jsonb, ${facts.map(({ unit }) => unit)}::text[],
    ${digest}::bytea) as changed`.execute(db)
  return rows[0]?.changed ?? []
}

export interface FactRow extends Observed {
  itemId: string
  key: string
}
/** When a fact was last seen stands with it and with the reports that hold its key. */
const observed = sql`f.item_id, f.key, f.source, f.value, f.unit, f.since, f.received_at,
  greatest(f.seen_at, (select max(r.seen_at) from item_report r where r.item_id = f.item_id and r.source = f.source and f.key = any (r.keys))) as seen_at`
/** Of one item, the next keys in order; every source of each. */
export async function listFacts(
  db: FactDb,
  itemId: string,
  { after, limit, pattern, conflicts }: { after: string; limit: number; pattern: string | undefined; conflicts: boolean },
): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`select ${observed} from item_fact f where f.item_id = ${itemId} and f.key in (
      select key from item_fact where item_id = ${itemId} and key > ${after} ${pattern ? sql`and spil_fold(key) like ${pattern}` : sql``}
      group by key ${conflicts ? sql`having count(distinct (value, unit)) > 1` : sql``} order by key limit ${limit}) order by f.key`.execute(db)
  return rows
}
/** Of many items, all facts or those of some keys. */
export async function factsOfItems(db: FactDb, itemIds: readonly string[], keys: readonly string[] | undefined): Promise<FactRow[]> {
  if (itemIds.length === 0) return []
  const { rows } = await sql<FactRow>`select ${observed} from item_fact f where f.item_id = any (${[...itemIds]}::uuid[])
    ${keys ? sql`and f.key = any (${[...keys]}::text[])` : sql``}`.execute(db)
  return rows
}
export interface FactChange {
  source: string
  value: Observed['value']
  unit: string | null
  at: string
  receivedAt: string
}
export async function factChanges(db: FactDb, itemId: string, key: string, limit: number): Promise<FactChange[]> {
  const { rows } = await sql<FactChange>`select source, value, unit, at, received_at from item_fact_change
    where item_id = ${itemId} and key = ${key} order by at desc, source limit ${limit}`.execute(db)
  return rows
}

export async function readRankings(db: FactDb, organisationIds: readonly string[]): Promise<FactTables['itemFactRanking'][]> {
  if (organisationIds.length === 0) return []
  return db
    .selectFrom('itemFactRanking')
    .selectAll()
    .where('organisationId', 'in', [...new Set(organisationIds)])
    .orderBy('key')
    .execute()
}
/** False when somebody was first. */
export async function writeRanking(db: FactDb, { organisationId, key, sources, version }: FactTables['itemFactRanking']): Promise<boolean> {
  const where = sql`where organisation_id = ${organisationId} and key = ${key} and version = ${version}`
  const done =
    sources.length === 0
      ? await sql`delete from item_fact_ranking ${where}`.execute(db)
      : version === 0
        ? await sql`insert into item_fact_ranking values (${organisationId}, ${key}, ${[...sources]}::text[], 1) on conflict do nothing`.execute(db)
        : await sql`update item_fact_ranking set sources = ${[...sources]}::text[], version = version + 1 ${where}`.execute(db)
  return done.numAffectedRows === 1n
}
/** All that this source observed of an item, or what it did of some keys, with its history; answers the keys. */
export async function forgetFactsOf(db: FactDb, itemId: string, source: string, keys?: readonly string[]): Promise<string[]> {
  const of = sql`item_id = ${itemId} and source = ${source}`
  const only = keys ? sql`and key = any (${[...keys]}::text[])` : sql``
  await sql`delete from item_report where ${of} ${keys ? sql`and keys && ${[...keys]}::text[]` : sql``}`.execute(db)
  await sql`delete from item_fact_change where ${of} ${only}`.execute(db)
  const { rows } = await sql<{ key: string }>`delete from item_fact where ${of} ${only} returning key`.execute(db)
  return rows.map(({ key }) => key)
}

export async function itemsByAddress(db: FactDb, organisationId: string, addresses: readonly string[]): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map()
  const { rows } = await sql<{ address: string; itemId: string }>`
    select address, min(item_id::text) as item_id from (select distinct item_id, unnest(string_to_array(value #>> '{}', ', ')) as address from item_fact
      where key = 'net.addresses' and organisation_id = ${organisationId}) a
    where address = any (${[...addresses]}::text[]) group by address having count(*) = 1`.execute(db)
  return new Map(rows.map(({ address, itemId }) => [address, itemId]))
}
