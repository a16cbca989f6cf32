/** The SQL of relations. */
import { type Kysely, sql } from 'kysely'
import type { Ref } from '../store.ts'
import type { RelationKind } from './contract.ts'

export interface RelationRow {
  id: string
  kind: string
  fromId: string
  toId: string
  organisationId: string
  otherOrganisationId: string
  fromPort: string | null
  toPort: string | null
  note: string | null
  /** Numbers of items. */
  cause: number | null
  hit: number | null
  causeLive: boolean
  hitLive: boolean
  groupId: number | null
  validFrom: string
  validUntil: string | null
  addedBy: string | null
  endedBy: string | null
}
export interface GroupRow {
  id: number
  itemId: string
  organisationId: string
  name: string
  needed: number
}
export interface RelationTables {
  itemRelation: RelationRow
  itemGroup: GroupRow
  itemRelationKind: { organisationId: string; key: string; kind: RelationKind; version: number }
}
export type RelationDb = Kysely<RelationTables>

const columns = `id, kind, from_id, to_id, organisation_id, other_organisation_id, from_port, to_port, note, cause, hit, cause_live, hit_live, group_id, valid_from,
  valid_until, added_by`
const inSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Ids of those written; what is there already is not written again. */
export async function insertRelations(db: RelationDb, rows: readonly Omit<RelationRow, 'endedBy'>[]): Promise<string[]> {
  const given = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [inSnake(key), value])))
  const { rows: made } = await sql<{ id: string }>`insert into item_relation (${sql.raw(columns)})
    select ${sql.raw(columns)} from jsonb_populate_recordset(null::item_relation, ${JSON.stringify(given)}::jsonb) on conflict do nothing returning id`.execute(
    db,
  )
  return made.map(({ id }) => id)
}
export const holds = (now: Date) => sql`(r.valid_from <= ${now} and (r.valid_until is null or r.valid_until > ${now}))`

export interface Way {
  /** Numbers: `to` is reached through `through`. */
  through: number
  to: number
  kind: string
  groupId: number | null
  needed: number | null
}
/** By which items of an organisation are reached, as far as those are in use: what they depend on, run on, connect to, or are part of. */
export async function waysInto(db: RelationDb, organisationId: string, now: Date): Promise<Way[]> {
  const { rows } = await sql<Way>`select r.cause as through, r.hit as to, r.kind, r.group_id, g.needed from item_relation r
      left join item_group g on g.id = r.group_id
      where r.organisation_id = ${organisationId} and r.kind in ('dependsOn', 'runsOn', 'connectsTo') and r.cause_live and ${holds(now)}
    union all select r.hit, r.cause, r.kind, null, null from item_relation r
      where r.organisation_id = ${organisationId} and r.kind = 'partOf' and r.hit_live and ${holds(now)}`.execute(db)
  return rows
}

/** Of an item, both ways, those that hold first. */
export async function listRelations(db: RelationDb, itemId: string, now: Date, past: boolean, limit: number): Promise<RelationRow[]> {
  const { rows } = await sql<RelationRow>`select * from item_relation r where (from_id = ${itemId} or to_id = ${itemId})
    ${past ? sql`` : sql`and ${holds(now)}`} order by ${holds(now)} desc, kind, valid_from, id limit ${limit}`.execute(db)
  return rows
}
/** Between items so many steps around one, at most `most` items; nearest first. */
export async function itemsAround(db: RelationDb, itemId: string, now: Date, depth: number, most: number): Promise<{ id: string; depth: number }[]> {
  const { rows } = await sql<{ id: string; depth: number }>`
    with recursive around (id, depth) as (
      select ${itemId}::uuid, 0
      union select case when r.from_id = a.id then r.to_id else r.from_id end, a.depth + 1
      from around a join item_relation r on (r.from_id = a.id or r.to_id = a.id) and ${holds(now)} where a.depth < ${depth}::int)
    select id, min(depth)::int as depth from (select * from around limit 5000) near group by id order by min(depth), id limit ${most}`.execute(db)
  return rows
}
export async function relationsAmong(db: RelationDb, ids: readonly string[], now: Date): Promise<RelationRow[]> {
  const { rows } =
    await sql<RelationRow>`select * from item_relation r where from_id = any (${[...ids]}::uuid[]) and to_id = any (${[...ids]}::uuid[])
    and ${holds(now)} order by id limit 1000`.execute(db)
  return rows
}
/** From these, that hold. */
export async function relationsFrom(db: RelationDb, ids: readonly string[], now: Date): Promise<Pick<RelationRow, 'kind' | 'fromId' | 'toId'>[]> {
  const { rows } = await sql<Pick<RelationRow, 'kind' | 'fromId' | 'toId'>>`select r.kind, r.from_id, r.to_id from item_relation r
    where r.from_id = any (${[...ids]}::uuid[]) and ${holds(now)} order by r.kind, r.id`.execute(db)
  return rows
}
/** How many relations that hold each of these has. */
export async function countRelations(db: RelationDb, ids: readonly string[], now: Date): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select i.id, count(*)::int as count from unnest(${[...ids]}::uuid[]) i (id) join item_relation r on (r.from_id = i.id or r.to_id = i.id) and ${holds(now)}
    group by i.id`.execute(db)
  return new Map(rows.map(({ id, count }) => [id, count]))
}
/** Both items, held in the order of their ids until the end of the transaction, so that two who add to them wait for each other. */
export async function holdItems(db: RelationDb, ids: readonly string[]): Promise<Map<string, Ref>> {
  const { rows } = await sql<Ref>`select id, number, name, kind, class, state, organisation_id from item where id = any (${[...ids]}::uuid[])
    order by id for no key update`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
/** Whether something is connected to this port now. */
export async function portTaken(db: RelationDb, itemId: string, port: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`select exists (select from item_relation r where ${holds(now)}
    and ((from_id = ${itemId} and spil_fold(from_port) = spil_fold(${port})) or (to_id = ${itemId} and spil_fold(to_port) = spil_fold(${port})))) as yes`.execute(
    db,
  )
  return rows[0]?.yes ?? false
}
export async function readRelations(db: RelationDb, ids: readonly string[]): Promise<RelationRow[]> {
  if (ids.length === 0) return []
  return (await sql<RelationRow>`select * from item_relation where id = any (${[...ids]}::uuid[])`.execute(db)).rows
}
/** Undefined when it is not there, or ended already. What ends later stays in its group till then. */
export async function endRelation(
  db: RelationDb,
  id: string,
  itemId: string,
  { now, at, by }: { now: Date; at: Date; by: string | null },
): Promise<RelationRow | undefined> {
  const { rows } = await sql<RelationRow>`update item_relation set valid_until = greatest(${at}::timestamptz, valid_from), ended_by = ${by},
      group_id = case when ${at}::timestamptz > ${now}::timestamptz then group_id end
    where id = ${id} and (from_id = ${itemId} or to_id = ${itemId}) and (valid_until is null or valid_until > ${now}) returning *`.execute(db)
  return rows[0]
}

export async function listGroups(db: RelationDb, itemIds: readonly string[]): Promise<GroupRow[]> {
  if (itemIds.length === 0) return []
  return db
    .selectFrom('itemGroup')
    .selectAll()
    .where('itemId', 'in', [...itemIds])
    .orderBy('name')
    .execute()
}
export async function saveGroup(db: RelationDb, row: Omit<GroupRow, 'id'>): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into item_group (item_id, organisation_id, name, needed)
    values (${row.itemId}, ${row.organisationId}, ${row.name}, ${row.needed})
    on conflict (item_id, spil_fold(name)) do update set name = excluded.name, needed = excluded.needed returning id`.execute(db)
  return rows[0]?.id ?? 0
}
export async function removeGroup(db: RelationDb, itemId: string, name: string): Promise<void> {
  await sql`delete from item_group where item_id = ${itemId} and spil_fold(name) = spil_fold(${name})`.execute(db)
}
/** Exactly these are in the group from now on. */
export async function putInGroup(db: RelationDb, groupId: number, relationIds: readonly string[]): Promise<void> {
  await sql`update item_relation set group_id = case when id = any (${[...relationIds]}::uuid[]) then ${groupId}::int end
    where group_id = ${groupId} or id = any (${[...relationIds]}::uuid[])`.execute(db)
}

export async function readRelationKinds(db: RelationDb, organisationIds: readonly string[]): Promise<RelationTables['itemRelationKind'][]> {
  if (organisationIds.length === 0) return []
  return db
    .selectFrom('itemRelationKind')
    .select(['organisationId', 'key', 'kind', 'version'])
    .where('organisationId', 'in', [...new Set(organisationIds)])
    .orderBy('key')
    .execute()
}
/** False when somebody was first. */
export async function writeRelationKind(db: RelationDb, row: RelationTables['itemRelationKind'], by: string | null, at: Date): Promise<boolean> {
  const json = JSON.stringify(row.kind)
  const done =
    row.version === 0
      ? await sql`insert into item_relation_kind (organisation_id, key, kind, version, changed_at, changed_by)
          values (${row.organisationId}, ${row.key}, ${json}::jsonb, 1, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update item_relation_kind set kind = ${json}::jsonb, version = version + 1, changed_at = ${at}, changed_by = ${by}
          where organisation_id = ${row.organisationId} and key = ${row.key} and version = ${row.version}`.execute(db)
  return done.numAffectedRows === 1n
}
