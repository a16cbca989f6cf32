/** The SQL of what agents send. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { agentStates, Dialect, documentStates } from './contract.ts'

type Time = Date | string
export interface KeyTable {
  id: string
  organisationId: string
  name: string
  hash: Buffer
  createdAt: Time
  createdBy: string | null
  revokedAt: Time | null
  usedAt: Time | null
}
export interface AgentTable {
  id: string
  organisationId: string | null
  state: (typeof agentStates)[number]
  dialect: Dialect
  deviceId: string
  version: string
  name: string
  address: string
  keyId: string | null
  challengedAt: Time | null
  firstSeenAt: Time
  lastSeenAt: Time
  observedAt: Time | null
  itemId: string | null
  softwareDigest: Buffer | null
  softwareSeenAt: Time | null
  nodeHash: Buffer | null
  nodeAskedAt: Time | null
}
export interface DocumentTable {
  id: string
  agentId: string | null
  organisationId: string | null
  state: (typeof documentStates)[number]
  hash: string
  size: number
  encoding: string
  receivedAt: Time
  observedAt: Time | null
  partial: boolean
  reason: string | null
  given: Record<string, string>
  attempts: number
  endedAt: Time | null
}
export interface IntakeTables {
  inventoryKey: KeyTable
  inventoryAgent: AgentTable
  inventoryDocument: DocumentTable
}
export type Db = Kysely<IntakeTables>
export type KeyRow = Selectable<KeyTable>
export type AgentRow = Selectable<AgentTable>
export type DocumentRow = Selectable<DocumentTable>

export const keyByHash = (db: Db, hash: Buffer): Promise<KeyRow | undefined> =>
  db.selectFrom('inventoryKey').selectAll().where('hash', '=', hash).executeTakeFirst()
/** At most once a minute, so that a thousand agents do not wait for each other. */
export async function noteKeyUsed(db: Db, id: string, now: Date): Promise<void> {
  await sql`update inventory_key set used_at = ${now} where id = (select id from inventory_key
    where id = ${id} and (used_at is null or used_at < ${new Date(now.getTime() - 60_000)}) for update skip locked)`.execute(db)
}
export const listKeys = (db: Db, organisationIds: readonly string[]): Promise<KeyRow[]> =>
  db
    .selectFrom('inventoryKey')
    .selectAll()
    .where('organisationId', 'in', [...organisationIds, '00000000-0000-0000-0000-000000000000'])
    .orderBy('createdAt', 'desc')
    .limit(500)
    .execute()
export async function insertKey(db: Db, key: KeyTable): Promise<void> {
  await db.insertInto('inventoryKey').values(key).execute()
}
export const revokeKey = (db: Db, id: string, now: Date): Promise<KeyRow | undefined> =>
  db
    .updateTable('inventoryKey')
    .set({ revokedAt: sql`coalesce(revoked_at, ${now})` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

export interface Seen {
  id: string
  organisationId: string | null
  dialect: Dialect
  deviceId: string
  state: AgentRow['state']
  keyId: string | null
  address: string
  /** As it names itself at the door. */
  version: string
  at: Date
}
/** The agent, as it is now: made when it was never seen. `fresh`: it is new. Two at once make one. */
export async function agentSeen(db: Db, seen: Seen): Promise<AgentRow & { fresh: boolean }> {
  const { rows } = await sql<AgentRow & { fresh: boolean }>`
    insert into inventory_agent as a (id, organisation_id, state, dialect, device_id, key_id, address, version, first_seen_at, last_seen_at)
      values (${seen.id}, ${seen.organisationId}, ${seen.state}, ${seen.dialect}, ${seen.deviceId}, ${seen.keyId}, ${seen.address}, ${seen.version}, ${seen.at}, ${seen.at})
      on conflict (organisation_id, dialect, device_id) do update set last_seen_at = excluded.last_seen_at, address = excluded.address,
        key_id = coalesce(excluded.key_id, a.key_id)
      returning a.*, a.id = ${seen.id} as fresh`.execute(db)
  const [row] = rows
  if (!row) throw new Error('the agent was not kept')
  return row
}
/** Of every organisation, by how it names itself. */
export const agentsNamed = (db: Db, dialect: Dialect, deviceId: string): Promise<AgentRow[]> =>
  db.selectFrom('inventoryAgent').selectAll().where('dialect', '=', dialect).where('deviceId', '=', deviceId).orderBy('firstSeenAt').execute()
export async function readAgent(db: Db, id: string, lock = false): Promise<AgentRow | undefined> {
  const query = db.selectFrom('inventoryAgent').selectAll().where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}
export const agentsByIds = (db: Db, ids: readonly string[]): Promise<AgentRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('inventoryAgent')
        .selectAll()
        .where('id', 'in', [...ids])
        .execute()
export const changeAgent = (db: Db, id: string, set: Partial<AgentTable>): Promise<AgentRow | undefined> =>
  db.updateTable('inventoryAgent').set(set).where('id', '=', id).returningAll().executeTakeFirst()
/** The host that has this key, while it is accepted and the key that it enrolled with counts. */
export const agentByNode = (db: Db, hash: Buffer): Promise<AgentRow | undefined> =>
  db
    .selectFrom('inventoryAgent')
    .innerJoin('inventoryKey', 'inventoryKey.id', 'inventoryAgent.keyId')
    .selectAll('inventoryAgent')
    .where('nodeHash', '=', hash)
    .where('state', '=', 'accepted')
    .where('inventoryKey.revokedAt', 'is', null)
    .executeTakeFirst()
/** True once after each enrolment. */
export async function firstAsked(db: Db, id: string, now: Date): Promise<boolean> {
  const done = await db
    .updateTable('inventoryAgent')
    .set({ nodeAskedAt: now })
    .where('id', '=', id)
    .where('nodeAskedAt', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function countQuarantined(db: Db): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from inventory_agent where state = 'quarantined' and organisation_id is null`.execute(db)
  return rows[0]?.n ?? 0
}
/** Takes away what was put in quarantine only because it was asked for its key, and came from there: not that of another of the same name. */
export async function forgetChallenged(db: Db, { dialect, deviceId, address }: Pick<AgentTable, 'dialect' | 'deviceId' | 'address'>): Promise<void> {
  await db
    .deleteFrom('inventoryAgent')
    .where('organisationId', 'is', null)
    .where('state', '=', 'quarantined')
    .where('challengedAt', 'is not', null)
    .where('dialect', '=', dialect)
    .where('deviceId', '=', deviceId)
    .where('address', '=', address)
    .execute()
}
type Place = readonly [at: string, id: string]
export function listAgents(
  db: Db,
  { limit, after, state, search }: { limit: number; after: Place | undefined; state: AgentRow['state'] | undefined; search: string | undefined },
): Promise<AgentRow[]> {
  let query = db.selectFrom('inventoryAgent').selectAll()
  if (state) query = query.where('state', '=', state)
  if (search) {
    const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`(lower(name) like ${pattern} or lower(device_id) like ${pattern})`)
  }
  if (after) query = query.where(sql<boolean>`(last_seen_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query.orderBy('lastSeenAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
export const agentsOf = (db: Db, itemId: string): Promise<AgentRow[]> =>
  db.selectFrom('inventoryAgent').selectAll().where('itemId', '=', itemId).orderBy('firstSeenAt').execute()

export type NewDocument = Pick<DocumentTable, 'id' | 'agentId' | 'organisationId' | 'state' | 'hash' | 'size' | 'encoding' | 'receivedAt'>
/** False when this agent sent exactly this before. */
export async function insertDocument(db: Db, document: NewDocument): Promise<boolean> {
  const done = await db
    .insertInto('inventoryDocument')
    .values({ ...document, observedAt: null, partial: false, reason: null, given: {}, attempts: 0, endedAt: null })
    .onConflict((on) => on.columns(['agentId', 'organisationId', 'hash']).doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export async function readDocument(db: Db, id: string, lock = false): Promise<DocumentRow | undefined> {
  const query = db.selectFrom('inventoryDocument').selectAll().where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}
export const changeDocument = (db: Db, id: string, set: Partial<DocumentTable>): Promise<DocumentRow | undefined> =>
  db.updateTable('inventoryDocument').set(set).where('id', '=', id).returningAll().executeTakeFirst()
/** Ids of those that changed. */
export const moveDocuments = (
  db: Db,
  agentId: string,
  from: readonly DocumentRow['state'][],
  set: Partial<DocumentTable>,
): Promise<Pick<DocumentRow, 'id'>[]> =>
  db
    .updateTable('inventoryDocument')
    .set(set)
    .where('agentId', '=', agentId)
    .where('state', 'in', [...from])
    .returning('id')
    .execute()
/** What it takes to know again all that an agent tells: its last whole document and the parts since, oldest first. */
export async function lastDocuments(db: Db, agentId: string): Promise<DocumentRow[]> {
  const rows = await db
    .selectFrom('inventoryDocument')
    .selectAll()
    .where('agentId', '=', agentId)
    .where('state', '=', 'processed')
    .orderBy('observedAt', 'desc')
    .orderBy('receivedAt', 'desc')
    .limit(200)
    .execute()
  const whole = rows.findIndex(({ partial }) => !partial)
  return rows.slice(0, whole < 0 ? undefined : whole + 1).reverse()
}
export type WaitingRow = DocumentRow & { dialect: Dialect | null }
/** The next of those that wait, in the order of what they tell: of one lane of so many, by their agent, or of all. */
export async function nextWaiting(db: Db, of: { lane: number; lanes: number } | undefined, limit: number): Promise<WaitingRow[]> {
  const lane = of ? sql`and get_byte(uuid_send(coalesce(d.agent_id, d.id)), 15) % ${of.lanes}::int = ${of.lane}::int` : sql``
  const { rows } = await sql<WaitingRow>`select d.*, a.dialect from inventory_document d left join inventory_agent a on a.id = d.agent_id
    where d.state = 'waiting' ${lane} order by coalesce(d.observed_at, d.received_at), d.received_at, d.id limit ${limit}`.execute(db)
  return rows
}
export async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from (select from inventory_document where state = 'waiting' limit 1000) w`.execute(db)
  return rows[0]?.n ?? 0
}
/** How many an agent has waiting for somebody to accept it, counted to a bound. */
export async function countOfAgent(db: Db, agentId: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n
    from (select from inventory_document where agent_id = ${agentId} and state = 'quarantined' limit ${most}) d`.execute(db)
  return rows[0]?.n ?? 0
}
/** In these organisations; and of nobody, for whom the policy lets see those. */
export function listDocuments(
  db: Db,
  organisationIds: readonly string[],
  { limit, after, state, agentId }: { limit: number; after: Place | undefined; state: DocumentRow['state'] | undefined; agentId: string | undefined },
): Promise<DocumentRow[]> {
  let query = db
    .selectFrom('inventoryDocument')
    .selectAll()
    .where(sql<boolean>`(organisation_id is null or organisation_id = any (${[...organisationIds]}::uuid[]))`)
  if (state) query = query.where('state', '=', state)
  if (agentId) query = query.where('agentId', '=', agentId)
  if (after) query = query.where(sql<boolean>`(received_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query.orderBy('receivedAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
