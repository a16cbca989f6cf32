/** The SQL of by what devices are known, and which agents belong to them. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Traits, Why } from './rules.ts'

type Time = Date | string
export type TraitKind = 'serial' | 'uuid' | 'mac' | 'assetTag' | 'hostName'
export interface TraitTable {
  itemId: string
  kind: TraitKind
  value: string
  organisationId: string
  seenAt: Time
  agentId: string
}
export interface JoiningTable {
  id: string
  agentId: string
  itemId: string
  organisationId: string
  how: 'found' | 'made' | 'person'
  why: Why[]
  note: string
  at: Time
  byId: string | null
  partedAt: Time | null
  partedBy: string | null
  partedWhy: string | null
}
export interface IdentityTables {
  deviceTrait: TraitTable
  deviceJoining: JoiningTable
}
export type Db = Kysely<IdentityTables>
export type JoiningRow = Selectable<JoiningTable>

/**
 * Only one decision at a time about what has one of these values: two agents of one new device have one of them in common, and make one item.
 * In a fixed order, so that nobody waits for who waits for them.
 */
export async function holdDevices(db: Db, organisationId: string, wanted: readonly { kind: TraitKind; value: string }[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(h) from (select distinct hashtextextended(concat_ws(' ', 'device', ${organisationId}::text, w.kind, w.value), 0) as h
    from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ value }) => value)}::text[]) w (kind, value) order by h) held`.execute(db)
}

const rowsOf = (traits: Traits): { kind: TraitKind; value: string }[] => [
  ...(['serial', 'uuid', 'assetTag', 'hostName'] as const).flatMap((kind) => (traits[kind] === undefined ? [] : [{ kind, value: traits[kind] }])),
  ...traits.macs.map((value) => ({ kind: 'mac' as const, value })),
]
/** How many items each of these values is known of, and which. */
export async function itemsWith(db: Db, organisationId: string, wanted: readonly { kind: TraitKind; value: string }[]) {
  const { rows } = await sql<{ kind: TraitKind; value: string; items: string[] }>`
    select t.kind, t.value, array_agg(distinct t.item_id) as items
    from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ value }) => value)}::text[]) w (kind, value)
    join device_trait t on t.organisation_id = ${organisationId} and t.kind = w.kind and t.value = w.value
    group by 1, 2`.execute(db)
  return rows
}
export const traitsOf = (db: Db, itemIds: readonly string[]): Promise<Selectable<TraitTable>[]> =>
  itemIds.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('deviceTrait')
        .selectAll()
        .where('itemId', 'in', [...itemIds])
        .execute()

/** What an agent last told of the device it is on. `partial`: kinds that it does not tell of stay. */
export async function keepTraits(
  db: Db,
  of: { itemId: string; agentId: string; organisationId: string },
  traits: Traits,
  { partial, at }: { partial: boolean; at: string },
): Promise<void> {
  const rows = rowsOf(traits)
  await sql`insert into device_trait (item_id, agent_id, organisation_id, kind, value, seen_at)
    select ${of.itemId}, ${of.agentId}, ${of.organisationId}, w.kind, w.value, ${at}
    from unnest(${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ value }) => value)}::text[]) w (kind, value)
    on conflict (item_id, agent_id, kind, value) do update set seen_at = excluded.seen_at`.execute(db)
  await sql`delete from device_trait t where t.agent_id = ${of.agentId} and t.item_id = ${of.itemId}
    and (${!partial} or t.kind = any (${rows.map(({ kind }) => kind)}::text[])) and not exists (select from unnest(${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ value }) => value)}::text[]) w (kind, value)
      where w.kind = t.kind and w.value = t.value)`.execute(db)
}
export async function forgetTraits(db: Db, agentId: string, itemId: string): Promise<void> {
  await db.deleteFrom('deviceTrait').where('agentId', '=', agentId).where('itemId', '=', itemId).execute()
}

export async function insertJoining(db: Db, row: JoiningTable): Promise<void> {
  await db
    .insertInto('deviceJoining')
    .values({ ...row, why: sql`${JSON.stringify(row.why)}::jsonb` })
    .execute()
}
/** False when it was parted already. */
export async function endJoining(db: Db, agentId: string, ended: Pick<JoiningTable, 'partedAt' | 'partedBy' | 'partedWhy'>): Promise<boolean> {
  const done = await db.updateTable('deviceJoining').set(ended).where('agentId', '=', agentId).where('partedAt', 'is', null).executeTakeFirst()
  return done.numUpdatedRows > 0n
}
export const joiningsOfAgent = (db: Db, agentId: string): Promise<JoiningRow[]> =>
  db.selectFrom('deviceJoining').selectAll().where('agentId', '=', agentId).orderBy('at', 'desc').limit(200).execute()
export const joiningsOfItem = (db: Db, itemId: string): Promise<JoiningRow[]> =>
  db.selectFrom('deviceJoining').selectAll().where('itemId', '=', itemId).orderBy('at', 'desc').limit(200).execute()
