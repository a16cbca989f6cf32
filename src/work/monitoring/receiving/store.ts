/** The SQL of what others send. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { authProtocols, privProtocols, Told, Way } from './contract.ts'

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
export interface NetworkTable {
  id: string
  organisationId: string
  network: string
  zabbix: boolean
  traps: boolean
  userName: string
  authProtocol: (typeof authProtocols)[number] | null
  privProtocol: (typeof privProtocols)[number] | null
  credentials: string | null
  createdAt: Time
  createdBy: string | null
}
interface StrangerTable {
  address: string
  via: Way
  times: number
  seenAt: Time
}
export interface TrapTable {
  id: string
  organisationId: string
  address: string
  receivedAt: Time
  raw: Buffer
  understood: boolean
  reason: string | null
  version: string | null
  oid: string | null
  name: string | null
  told: Told[]
  itemId: string | null
}
export interface RefusedTable {
  id: string
  organisationId: string
  keyId: string | null
  keyName: string | null
  via: Way
  address: string
  reason: string
  given: Record<string, string>
  contentType: string
  size: number
  body: Buffer
  times: number
  receivedAt: Time
}
export interface ReceivingTables {
  monitoringKey: KeyTable
  monitoringNetwork: NetworkTable
  monitoringStranger: StrangerTable
  monitoringTrap: TrapTable
  monitoringRefused: RefusedTable
}
export type Db = Kysely<ReceivingTables>
export type KeyRow = Selectable<KeyTable>
export type NetworkRow = Selectable<NetworkTable>
export type TrapRow = Omit<Selectable<TrapTable>, 'raw'>
export type RefusedRow = Omit<Selectable<RefusedTable>, 'body'>
export type Place = readonly [at: string, id: string]

export const keyByHash = (db: Db, hash: Buffer): Promise<KeyRow | undefined> =>
  db.selectFrom('monitoringKey').selectAll().where('hash', '=', hash).executeTakeFirst()
/** At most once a minute. */
export async function noteKeyUsed(db: Db, id: string, now: Date): Promise<void> {
  await sql`update monitoring_key set used_at = ${now} where id = (select id from monitoring_key
    where id = ${id} and (used_at is null or used_at < ${new Date(now.getTime() - 60_000)}) for update skip locked)`.execute(db)
}
export const listKeys = (db: Db, organisationIds: readonly string[]): Promise<KeyRow[]> =>
  db.selectFrom('monitoringKey').selectAll().where(within(organisationIds)).orderBy('createdAt', 'desc').limit(500).execute()
/** Those that count. */
export async function countKeys(db: Db, organisationId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from monitoring_key
    where organisation_id = ${organisationId} and revoked_at is null`.execute(db)
  return rows[0]?.n ?? 0
}
export async function insertKey(db: Db, key: KeyTable): Promise<void> {
  await db.insertInto('monitoringKey').values(key).execute()
}
export const revokeKey = (db: Db, id: string, now: Date): Promise<KeyRow | undefined> =>
  db
    .updateTable('monitoringKey')
    .set({ revokedAt: sql`coalesce(revoked_at, ${now})` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

const within = (organisationIds: readonly string[]) => sql<boolean>`organisation_id = any (${[...organisationIds]}::uuid[])`

export const listNetworks = (db: Db, organisationIds: readonly string[]): Promise<NetworkRow[]> =>
  db.selectFrom('monitoringNetwork').selectAll().where(within(organisationIds)).orderBy('network').limit(500).execute()
/** For who decides whether something is taken. */
export const allNetworks = (db: Db): Promise<NetworkRow[]> => db.selectFrom('monitoringNetwork').selectAll().limit(20_000).execute()
export async function countNetworks(db: Db, organisationId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from monitoring_network where organisation_id = ${organisationId}`.execute(db)
  return rows[0]?.n ?? 0
}
/** False when part of it is there already: the constraint decides, also between two at once. */
export async function insertNetwork(db: Db, row: NetworkTable): Promise<boolean> {
  const done = await db
    .insertInto('monitoringNetwork')
    .values(row)
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export const readNetwork = (db: Db, id: string): Promise<NetworkRow | undefined> =>
  db.selectFrom('monitoringNetwork').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
export async function removeNetwork(db: Db, id: string): Promise<void> {
  await db.deleteFrom('monitoringNetwork').where('id', '=', id).execute()
}

const mostStrangers = 200
export async function noteStrangers(db: Db, seen: readonly { address: string; via: Way; times: number }[], now: Date): Promise<void> {
  await sql`insert into monitoring_stranger as s (address, via, times, seen_at)
    select address, via, times, ${now} from unnest(${seen.map((one) => one.address)}::text[], ${seen.map((one) => one.via)}::text[],
      ${seen.map((one) => one.times)}::bigint[]) as t (address, via, times)
    on conflict (address, via) do update set times = s.times + excluded.times, seen_at = excluded.seen_at`.execute(db)
  await sql`delete from monitoring_stranger where (address, via) in
    (select address, via from monitoring_stranger order by seen_at desc offset ${mostStrangers})`.execute(db)
}
export const listStrangers = (db: Db): Promise<Selectable<StrangerTable>[]> =>
  db.selectFrom('monitoringStranger').selectAll().orderBy('seenAt', 'desc').limit(50).execute()
/** Of a network that is taken from now on. */
export async function forgetStrangers(db: Db, network: string, via: readonly Way[]): Promise<void> {
  await sql`delete from monitoring_stranger where via = any (${[...via]}::text[]) and address::inet <<= ${network}::cidr`.execute(db)
}

/** As it came, of one trap: its beginning. */
export const mostRaw = 4096
export async function insertTraps(db: Db, traps: readonly Pick<TrapTable, 'id' | 'organisationId' | 'address' | 'raw'>[], now: Date): Promise<void> {
  await sql`insert into monitoring_trap (id, organisation_id, address, raw, received_at)
    select id, organisation_id, address, raw, ${now} from unnest(${traps.map(({ id }) => id)}::uuid[],
      ${traps.map(({ organisationId }) => organisationId)}::uuid[], ${traps.map(({ address }) => address)}::text[],
      ${traps.map(({ raw }) => raw.subarray(0, mostRaw))}::bytea[]) as t (id, organisation_id, address, raw)`.execute(db)
}
export type UnderstoodTrap = Pick<TrapTable, 'id' | 'reason' | 'version' | 'oid' | 'name' | 'told' | 'itemId'>
export async function settleTraps(db: Db, traps: readonly UnderstoodTrap[]): Promise<void> {
  await sql`update monitoring_trap m set understood = true, reason = t.reason, version = t.version, oid = t.oid, name = t.name, told = t.told, item_id = t.item_id
    from jsonb_to_recordset(${JSON.stringify(
      traps.map(({ id, reason, version, oid, name, told, itemId }) => ({ id, reason, version, oid, name, told, item_id: itemId })),
    )}::jsonb) as t (id uuid, reason text, version text, oid text, name text, told jsonb, item_id uuid) where m.id = t.id`.execute(db)
}
/** What was only part of a conversation. */
export async function dropTraps(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from monitoring_trap where id = any (${[...ids]}::uuid[])`.execute(db)
}
/** Kept, and not looked at before the process that took them ended. */
export const waitingTraps = (db: Db, before: Date): Promise<Pick<TrapTable, 'id' | 'organisationId' | 'address' | 'raw'>[]> =>
  db
    .selectFrom('monitoringTrap')
    .select(['id', 'organisationId', 'address', 'raw'])
    .where('understood', '=', false)
    .where('receivedAt', '<', before)
    .orderBy('receivedAt')
    .limit(500)
    .forUpdate()
    .skipLocked()
    .execute()
const trapColumns = ['id', 'organisationId', 'address', 'receivedAt', 'understood', 'reason', 'version', 'oid', 'name', 'told', 'itemId'] as const
export function listTraps(
  db: Db,
  organisationIds: readonly string[],
  {
    limit,
    after,
    itemId,
    notUnderstood,
  }: { limit: number; after: Place | undefined; itemId: string | undefined; notUnderstood: boolean | undefined },
): Promise<TrapRow[]> {
  let query = db.selectFrom('monitoringTrap').select(trapColumns).where(within(organisationIds))
  if (itemId) query = query.where('itemId', '=', itemId)
  if (notUnderstood) query = query.where('reason', 'is not', null)
  if (after) query = query.where(sql<boolean>`(received_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query.orderBy('receivedAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
/** Of an organisation; a device that shouts must not fill the disk. */
const mostTraps = 50_000
/** While they come: those beyond the newest so many, of one organisation. */
export async function trimTrapsOf(db: Db, organisationId: string): Promise<void> {
  await sql`delete from monitoring_trap where organisation_id = ${organisationId} and (received_at, id) <= (select received_at, id from monitoring_trap
    where organisation_id = ${organisationId} order by received_at desc, id desc offset ${mostTraps} limit 1)`.execute(db)
}
/** The old ones, and of each organisation those beyond the newest so many. */
export async function trimTraps(db: Db, before: Date): Promise<void> {
  await sql`delete from monitoring_trap where received_at < ${before}`.execute(db)
  await sql`delete from monitoring_trap where id in (select id from
    (select id, row_number() over (partition by organisation_id order by received_at desc) as n from monitoring_trap) t where n > ${mostTraps})`.execute(
    db,
  )
}

const mostRefused = 200
export async function keepRefused(db: Db, row: RefusedTable): Promise<void> {
  await db.insertInto('monitoringRefused').values(row).execute()
  await sql`delete from monitoring_refused where id in (select id from monitoring_refused where organisation_id = ${row.organisationId}
    order by received_at desc, id desc offset ${mostRefused})`.execute(db)
}
const refusedColumns = [
  ...(['id', 'organisationId', 'keyId', 'keyName', 'via', 'address', 'reason', 'given'] as const),
  ...(['contentType', 'size', 'times', 'receivedAt'] as const),
]
export function listRefused(db: Db, organisationIds: readonly string[], limit: number, after: Place | undefined): Promise<RefusedRow[]> {
  let query = db.selectFrom('monitoringRefused').select(refusedColumns).where(within(organisationIds))
  if (after) query = query.where(sql<boolean>`(received_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  return query.orderBy('receivedAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
export const readRefused = (db: Db, id: string): Promise<Selectable<RefusedTable> | undefined> =>
  db.selectFrom('monitoringRefused').selectAll().where('id', '=', id).executeTakeFirst()
