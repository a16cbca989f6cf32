/** The SQL of who leaves, and what is to come back. */
import { type Kysely, type Selectable, sql } from 'kysely'

type Time = Date | string
export interface LeavingTable {
  id: string
  personId: string
  organisationId: string
  caseId: string
  /** YYYY-MM-DD */
  lastDay: string | null
  at: Time
  byId: string | null
}
interface LeavingItemTable {
  leavingId: string
  itemId: string
  organisationId: string
  backAt: Time | null
}
export interface HoldingTables {
  deviceLeaving: LeavingTable
  deviceLeavingItem: LeavingItemTable
}
export type Db = Kysely<HoldingTables>
export type LeavingRow = Selectable<LeavingTable>

/** One at a time decides about one person, until the transaction ends. */
export async function holdPerson(db: Db, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`leaving ${personId}`}, 0))`.execute(db)
}
export async function insertLeaving(db: Db, row: LeavingRow, itemIds: readonly string[]): Promise<void> {
  await db.insertInto('deviceLeaving').values(row).execute()
  await db
    .insertInto('deviceLeavingItem')
    .values(itemIds.map((itemId) => ({ leavingId: row.id, itemId, organisationId: row.organisationId, backAt: null })))
    .execute()
}
export type ListedLeaving = LeavingRow & { items: number; back: number }
export async function listLeavings(db: Db, personId: string): Promise<ListedLeaving[]> {
  const { rows } = await sql<ListedLeaving>`
    select l.id, l.person_id, l.organisation_id, l.case_id, to_char(l.last_day, 'YYYY-MM-DD') as last_day, l.at, l.by_id,
      count(i.item_id)::int as items, count(i.back_at)::int as back
    from device_leaving l left join device_leaving_item i on i.leaving_id = l.id
    where l.person_id = ${personId} group by l.id order by l.at desc limit 20`.execute(db)
  return rows
}
export type Awaited = { leavingId: string; caseId: string; personId: string }
/** By which leavings this item is waited for. */
export const awaitedBy = (db: Db, itemId: string): Promise<Awaited[]> =>
  db
    .selectFrom('deviceLeavingItem as i')
    .innerJoin('deviceLeaving as l', 'l.id', 'i.leavingId')
    .select(['l.id as leavingId', 'l.caseId', 'l.personId'])
    .where('i.itemId', '=', itemId)
    .where('i.backAt', 'is', null)
    .execute()
/** It is back; answers how many are not. Undefined when that was known. */
export async function setBack(db: Db, leavingId: string, itemId: string, at: Date): Promise<number | undefined> {
  const done = await db
    .updateTable('deviceLeavingItem')
    .set({ backAt: at })
    .where('leavingId', '=', leavingId)
    .where('itemId', '=', itemId)
    .where('backAt', 'is', null)
    .returning('itemId')
    .executeTakeFirst()
  if (!done) return undefined
  const left = await db
    .selectFrom('deviceLeavingItem')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('leavingId', '=', leavingId)
    .where('backAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(left.count)
}
