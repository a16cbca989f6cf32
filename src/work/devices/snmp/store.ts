/** The SQL of devices that are asked by SNMP. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { authProtocols, privProtocols, resultStates } from './contract.ts'
import type { Reason } from './rules.ts'

type Time = Date | string
export interface TargetTable {
  id: string
  organisationId: string
  name: string
  address: string
  port: number
  protocol: '1' | '2c' | '3'
  userName: string
  authProtocol: (typeof authProtocols)[number] | null
  privProtocol: (typeof privProtocols)[number] | null
  credentials: string
  locationId: string | null
  everyHours: number
  active: boolean
  version: number
  createdAt: Time
  dueAt: Time
  claimedUntil: Time | null
  roundAt: Time | null
  answered: number
  silent: number
  failed: number
  reason: Reason['reason'] | null
  given: Record<string, string>
}
export interface ResultTable {
  targetId: string
  organisationId: string
  address: string
  state: (typeof resultStates)[number]
  reason: Reason['reason'] | null
  given: Record<string, string>
  agentId: string | null
  askedAt: Time
  answeredAt: Time | null
}
export interface SnmpTables {
  snmpTarget: TargetTable
  snmpResult: ResultTable
}
export type Db = Kysely<SnmpTables>
export type TargetRow = Selectable<TargetTable>
export type ResultRow = Selectable<ResultTable>

export const listTargets = (db: Db, organisationIds: readonly string[]): Promise<TargetRow[]> =>
  db
    .selectFrom('snmpTarget')
    .selectAll()
    .where(sql<boolean>`organisation_id = any (${[...organisationIds]}::uuid[])`)
    .orderBy('name')
    .orderBy('id')
    .limit(2000)
    .execute()
export async function countTargets(db: Db, organisationId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from snmp_target where organisation_id = ${organisationId}`.execute(db)
  return rows[0]?.n ?? 0
}
export async function readTarget(db: Db, id: string, lock = false): Promise<TargetRow | undefined> {
  const query = db.selectFrom('snmpTarget').selectAll().where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}
export const insertTarget = (
  db: Db,
  row: Omit<TargetTable, 'claimedUntil' | 'roundAt' | 'answered' | 'silent' | 'failed' | 'reason' | 'given' | 'version'>,
): Promise<TargetRow> =>
  db
    .insertInto('snmpTarget')
    .values({ ...row, version: 1, claimedUntil: null, roundAt: null, answered: 0, silent: 0, failed: 0, reason: null, given: {} })
    .returningAll()
    .executeTakeFirstOrThrow()
export const changeTarget = (db: Db, id: string, set: Partial<TargetTable>): Promise<TargetRow | undefined> =>
  db.updateTable('snmpTarget').set(set).where('id', '=', id).returningAll().executeTakeFirst()
export async function removeTarget(db: Db, id: string): Promise<boolean> {
  return (await db.deleteFrom('snmpTarget').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n
}

/** Those of which it is time, or whose round stopped halfway: each is taken by one process only, until then. */
export async function claimTargets(db: Db, now: Date, until: Date, most: number): Promise<TargetRow[]> {
  const { rows } = await sql<TargetRow>`
    update snmp_target t set claimed_until = ${until}, due_at = greatest(due_at, ${now}::timestamptz + make_interval(hours => every_hours))
    where id in (
      select t.id from snmp_target t join organisation o on o.id = t.organisation_id
      where t.active and o.active and ((t.due_at <= ${now} and t.claimed_until is null) or t.claimed_until <= ${now})
      order by t.due_at limit ${most} for update of t skip locked
    ) returning t.*`.execute(db)
  return rows
}
/** Gives it back as it is. `dueAt`: when the round was not finished. */
export async function releaseTarget(db: Db, { id, version }: TargetRow, set: Partial<TargetTable>): Promise<boolean> {
  const done = await db
    .updateTable('snmpTarget')
    .set({ ...set, claimedUntil: null })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
/** Held until the transaction ends, so that what is written is of the target as it was asked. False when it was changed or removed. */
export async function isStill(db: Db, { id, version }: TargetRow): Promise<boolean> {
  const { rows } = await sql`select from snmp_target where id = ${id} and version = ${version} for share`.execute(db)
  return rows.length === 1
}
/** Targets at which this agent was found are asked again soon. */
export async function dueForAgent(db: Db, agentId: string, now: Date): Promise<void> {
  await sql`update snmp_target set due_at = least(due_at, ${now}) where id in (select target_id from snmp_result where agent_id = ${agentId})`.execute(
    db,
  )
}

/** Addresses of which something is kept, and whether they answered some time. */
export async function knownAddresses(db: Db, targetId: string): Promise<Map<string, boolean>> {
  const rows = await db.selectFrom('snmpResult').select(['address', 'answeredAt']).where('targetId', '=', targetId).execute()
  return new Map(rows.map(({ address, answeredAt }) => [address, answeredAt !== null]))
}
export async function forgetResults(db: Db, targetId: string): Promise<void> {
  await db.deleteFrom('snmpResult').where('targetId', '=', targetId).execute()
}
/** What an address answered now; of one that does not answer stays who was there. */
export async function keepResult(db: Db, row: Omit<ResultTable, 'answeredAt'>): Promise<void> {
  const answeredAt = row.state === 'answered' ? row.askedAt : null
  await sql`insert into snmp_result as r (target_id, organisation_id, address, state, reason, given, agent_id, asked_at, answered_at)
    values (${row.targetId}, ${row.organisationId}, ${row.address}, ${row.state}, ${row.reason}, ${JSON.stringify(row.given)}::jsonb, ${row.agentId},
      ${row.askedAt}, ${answeredAt})
    on conflict (target_id, address) do update set state = excluded.state, reason = excluded.reason, given = excluded.given,
      agent_id = coalesce(excluded.agent_id, r.agent_id), asked_at = excluded.asked_at, answered_at = coalesce(excluded.answered_at, r.answered_at)`.execute(
    db,
  )
}
/** Nobody is there, and nobody ever was. */
export async function forgetResult(db: Db, targetId: string, address: string): Promise<void> {
  await db.deleteFrom('snmpResult').where('targetId', '=', targetId).where('address', '=', address).execute()
}

export function listResults(
  db: Db,
  organisationIds: readonly string[],
  {
    limit,
    after,
    state,
    targetId,
    trouble,
    agentIds,
  }: {
    limit: number
    after: readonly [targetId: string, address: string] | undefined
    state: ResultTable['state'] | undefined
    targetId: string | undefined
    trouble: boolean | undefined
    agentIds: readonly string[] | undefined
  },
): Promise<ResultRow[]> {
  let query = db
    .selectFrom('snmpResult')
    .selectAll()
    .where(sql<boolean>`organisation_id = any (${[...organisationIds]}::uuid[])`)
  if (state) query = query.where('state', '=', state)
  if (trouble) query = query.where('state', '!=', 'answered')
  if (targetId) query = query.where('targetId', '=', targetId)
  if (agentIds) query = query.where(sql<boolean>`agent_id = any (${[...agentIds]}::uuid[])`)
  if (after) query = query.where(sql<boolean>`(target_id, address) > (${after[0]}::uuid, ${after[1]})`)
  return query.orderBy('targetId').orderBy('address').limit(limit).execute()
}
/** Who answered at targets that are a single address. */
export async function agentsAt(db: Db, targetIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ targetId: string; agentId: string }>`
    select r.target_id, r.agent_id from snmp_result r join snmp_target t on t.id = r.target_id and t.address = r.address
    where r.target_id = any (${[...targetIds]}::uuid[]) and r.agent_id is not null`.execute(db)
  return new Map(rows.map(({ targetId, agentId }) => [targetId, agentId]))
}
