/** The SQL of collectors. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { What } from '../checks/kinds/contract.ts'

type Time = Date | string
export interface CollectorTable {
  id: string
  organisationId: string
  name: string
  itemId: string
  locationId: string
  version: number
  codeHash: Buffer | null
  codeUntil: Time | null
  tokenHash: Buffer | null
  createdAt: Time
  enrolledAt: Time | null
  seenAt: Time | null
  address: string
  program: string
  received: number
  waiting: number
  lost: number
}
export interface CollectorTables {
  monitoringCollector: CollectorTable
}
export type Db = Kysely<CollectorTables>
export type CollectorRow = Selectable<CollectorTable>

export const listCollectors = (db: Db, organisationIds: readonly string[]): Promise<CollectorRow[]> =>
  db
    .selectFrom('monitoringCollector')
    .selectAll()
    .where(sql<boolean>`organisation_id = any (${[...organisationIds]}::uuid[])`)
    .orderBy('name')
    .orderBy('id')
    .limit(1000)
    .execute()
/** Held until the transaction ends. */
export const readCollector = (db: Db, by: 'id' | 'codeHash' | 'tokenHash', value: string | Buffer): Promise<CollectorRow | undefined> =>
  db.selectFrom('monitoringCollector').selectAll().where(by, '=', value).forUpdate().executeTakeFirst()
/** Held by nobody: only whether there is one. */
export const knowsToken = async (db: Db, tokenHash: Buffer): Promise<boolean> =>
  (await db.selectFrom('monitoringCollector').select('id').where('tokenHash', '=', tokenHash).executeTakeFirst()) !== undefined
/** Undefined: the location has one already. */
export const insertCollector = (db: Db, row: CollectorTable): Promise<CollectorRow | undefined> =>
  db
    .insertInto('monitoringCollector')
    .values(row)
    .onConflict((clash) => clash.column('locationId').doNothing())
    .returningAll()
    .executeTakeFirst()
export const changeCollector = (db: Db, id: string, set: Partial<CollectorTable>): Promise<CollectorRow | undefined> =>
  db.updateTable('monitoringCollector').set(set).where('id', '=', id).returningAll().executeTakeFirst()
export async function removeCollector(db: Db, id: string): Promise<void> {
  await db.deleteFrom('monitoringCollector').where('id', '=', id).execute()
}
export async function countsOf(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`select collector_id as id, count(*)::int as n from monitoring_check
    where collector_id = any (${[...ids]}::uuid[]) group by 1`.execute(db)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Each check of the organisation is asked by whom it should be; how many changed hands. */
export async function assign(db: Db, organisationId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`with right_ones as materialized (
      select i.id as item_id, spil_collector_for(i.id) as collector_id
      from item i where i.organisation_id = ${organisationId} and exists (select from monitoring_check c where c.item_id = i.id)),
    changed as (update monitoring_check c set collector_id = r.collector_id, claimed_until = null
      from right_ones r where c.item_id = r.item_id and c.kind <> 'heartbeat' and c.collector_id is distinct from r.collector_id returning 1)
    select count(*)::int as n from changed`.execute(db)
  return rows[0]?.n ?? 0
}
export interface AssignedRow {
  id: string
  questionId: string
  what: What
  secret: string | null
  everySeconds: number
  timeoutSeconds: number
  spread: number
  askedSince: string
}
/** What a collector asks, in a fixed order. */
export async function assignedTo(db: Db, collectorId: string): Promise<AssignedRow[]> {
  const { rows } =
    await sql<AssignedRow>`select c.id, c.question_id, c.filled as what, q.secret, c.every_seconds, q.timeout_seconds, c.spread, c.asked_since
    from monitoring_check c join monitoring_question q on q.id = c.question_id
    where c.collector_id = ${collectorId} and c.filled is not null and not c.paused order by c.id`.execute(db)
  return rows
}
/** In one order, in which they are held too: two that look at once never wait for each other in a circle. */
export const enrolled = (db: Db): Promise<CollectorRow[]> =>
  db.selectFrom('monitoringCollector').selectAll().where('enrolledAt', 'is not', null).orderBy('id').execute()
/** What it asks is not known while it is silent. Answers how many turned. */
export async function unknownOf(db: Db, collectorId: string, now: Date): Promise<number> {
  const done = await sql`update monitoring_check set state = 'unknown', reason = 'collector', given = '{}',
      since = case when state = 'unknown' then since else ${now} end
    where collector_id = ${collectorId} and (state <> 'unknown' or reason = 'notYet') and not paused`.execute(db)
  return Number(done.numAffectedRows ?? 0n)
}
