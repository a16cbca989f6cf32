/** The SQL of bulk actions. */
import { type Kysely, sql } from 'kysely'
import type { Snapshot } from '#record/cases/restoring/restoring.ts'
import type { BulkAction, bulkStates } from './contract.ts'

export interface BulkTables {
  bulkAction: {
    id: string
    byId: string
    organisationIds: string[]
    at: string | Date
    action: BulkAction
    state: (typeof bulkStates)[number]
    endedAt: string | Date | null
  }
}
export type Db = Kysely<BulkTables>
export type BulkRow = Omit<BulkTables['bulkAction'], 'at'> & { at: string }
/** What a case was before it. `there`: the person or the link was there already. */
export interface Was {
  snapshot: Snapshot
  there?: boolean
}
export interface ItemRow {
  place: number
  caseId: string
  state: 'pending' | 'done' | 'refused' | 'undone' | 'left'
  was: Was | null
  versionAfter: number | null
  code: string | null
  given: Record<string, string> | null
}

export async function insertBulk(db: Db, row: Omit<BulkTables['bulkAction'], 'endedAt'>, caseIds: readonly string[]): Promise<void> {
  await sql`insert into bulk_action (id, by_id, organisation_ids, at, action, state)
    values (${row.id}, ${row.byId}, ${row.organisationIds}::uuid[], ${row.at}, ${JSON.stringify(row.action)}::jsonb, ${row.state})`.execute(db)
  await sql`insert into bulk_item (bulk_id, place, case_id)
    select ${row.id}::uuid, place, id from unnest(${[...caseIds]}::uuid[]) with ordinality as c (id, place)`.execute(db)
}
export async function readBulk(db: Db, id: string): Promise<BulkRow | undefined> {
  return (await sql<BulkRow>`select * from bulk_action where id = ${id}`.execute(db)).rows[0]
}
/** The last first. */
export async function listBulks(db: Db, limit: number, after: readonly [string, string] | undefined): Promise<BulkRow[]> {
  const { rows } = await sql<BulkRow>`select * from bulk_action
    ${after ? sql`where (at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``} order by at desc, id desc limit ${limit}`.execute(db)
  return rows
}
/** From one state to the next; false when it was not in the first. */
export async function setState(db: Db, id: string, from: BulkRow['state'], to: BulkRow['state'], endedAt: Date | null): Promise<boolean> {
  const done = await sql`update bulk_action set state = ${to}, ended_at = ${endedAt} where id = ${id} and state = ${from}`.execute(db)
  return done.numAffectedRows === 1n
}
export type Counts = Record<ItemRow['state'], number>
export async function countItems(db: Db, ids: readonly string[]): Promise<Map<string, Counts>> {
  const { rows } = await sql<{ bulkId: string; state: ItemRow['state']; count: number }>`
    select bulk_id, state, count(*)::int as count from bulk_item where bulk_id = any (${[...ids]}::uuid[]) group by bulk_id, state`.execute(db)
  const found = new Map(ids.map((id): [string, Counts] => [id, { pending: 0, done: 0, refused: 0, undone: 0, left: 0 }]))
  for (const { bulkId, state, count } of rows) {
    const counts = found.get(bulkId)
    if (counts) counts[state] = count
  }
  return found
}
/** The next few in this state, held. */
export async function nextItems(db: Db, bulkId: string, state: ItemRow['state'], limit: number): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select place, case_id, state, was, version_after, code, given from bulk_item
    where bulk_id = ${bulkId} and state = ${state} order by place limit ${limit} for update skip locked`.execute(db)
  return rows
}
export async function markItem(db: Db, bulkId: string, { place, state, was, versionAfter, code, given }: Omit<ItemRow, 'caseId'>): Promise<void> {
  await sql`update bulk_item set state = ${state}, was = coalesce(${was && JSON.stringify(was)}::jsonb, was),
    version_after = coalesce(${versionAfter}::int, version_after), code = ${code}, given = ${given && JSON.stringify(given)}::jsonb
    where bulk_id = ${bulkId} and place = ${place}`.execute(db)
}
export interface ShownItem extends Pick<ItemRow, 'place' | 'caseId' | 'state' | 'code' | 'given'> {
  number: number
  title: string
}
/** In order. A case that the actor may no longer see is left out. */
export async function listItems(db: Db, bulkId: string, state: ItemRow['state'] | undefined, after: number, limit: number): Promise<ShownItem[]> {
  const { rows } = await sql<ShownItem>`select i.place, i.case_id, i.state, i.code, i.given, c.number, c.title
    from bulk_item i join "case" c on c.id = i.case_id
    where i.bulk_id = ${bulkId} and i.place > ${after} ${state ? sql`and i.state = ${state}` : sql``} order by i.place limit ${limit}`.execute(db)
  return rows
}
