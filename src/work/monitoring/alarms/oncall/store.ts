/** The SQL of on-call schedules and escalations. */
import { type Kysely, sql } from 'kysely'
import type { Escalation } from './contract.ts'
import type { Rotation } from './rules.ts'

export interface OnCallRow {
  id: string
  organisationId: string
  teamId: string | null
  name: string
  timeZone: string
  rotations: Rotation[]
  version: number
  changedAt: string
  changedBy: string | null
}
export interface OverrideRow {
  id: string
  oncallId: string
  organisationId: string
  personId: string
  fromAt: string
  untilAt: string
  madeAt: string
  madeBy: string | null
}
export interface OnCallTables {
  monitoringOncall: OnCallRow
}
export type Db = Kysely<OnCallTables>

export async function listOnCall(db: Db, filter: { organisationId?: string | undefined; ids?: readonly string[] }): Promise<OnCallRow[]> {
  const parts = [sql`true`]
  if (filter.organisationId) parts.push(sql`organisation_id = ${filter.organisationId}`)
  if (filter.ids) parts.push(sql`id = any (${[...filter.ids]}::uuid[])`)
  const { rows } = await sql<OnCallRow>`select * from monitoring_oncall where ${sql.join(parts, sql` and `)} order by name, id`.execute(db)
  return rows
}
export async function insertOnCall(db: Db, row: OnCallRow): Promise<void> {
  await sql`insert into monitoring_oncall (id, organisation_id, team_id, name, time_zone, rotations, version, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, ${row.teamId}, ${row.name}, ${row.timeZone}, ${JSON.stringify(row.rotations)}::jsonb, 1, ${row.changedAt}, ${row.changedBy})`.execute(
    db,
  )
}
/** False when somebody was first. */
export async function updateOnCall(db: Db, row: OnCallRow): Promise<boolean> {
  const done = await sql`update monitoring_oncall set team_id = ${row.teamId}, name = ${row.name}, time_zone = ${row.timeZone},
    rotations = ${JSON.stringify(row.rotations)}::jsonb, changed_at = ${row.changedAt}, changed_by = ${row.changedBy}, version = version + 1
    where id = ${row.id} and version = ${row.version}`.execute(db)
  return done.numAffectedRows === 1n
}
export async function removeOnCall(db: Db, id: string): Promise<void> {
  await sql`delete from monitoring_oncall where id = ${id}`.execute(db)
}
/** That are not over at this moment. */
export async function listOverrides(db: Db, oncallIds: readonly string[], now: Date): Promise<OverrideRow[]> {
  const { rows } =
    await sql<OverrideRow>`select * from monitoring_oncall_override where oncall_id = any (${[...oncallIds]}::uuid[]) and until_at > ${now}
    order by from_at, made_at`.execute(db)
  return rows
}
export async function insertOverride(db: Db, row: OverrideRow): Promise<void> {
  await sql`insert into monitoring_oncall_override (id, oncall_id, organisation_id, person_id, from_at, until_at, made_at, made_by)
    values (${row.id}, ${row.oncallId}, ${row.organisationId}, ${row.personId}, ${row.fromAt}, ${row.untilAt}, ${row.madeAt}, ${row.madeBy})`.execute(
    db,
  )
}
export async function removeOverride(db: Db, oncallId: string, id: string): Promise<boolean> {
  const done = await sql`delete from monitoring_oncall_override where id = ${id} and oncall_id = ${oncallId}`.execute(db)
  return done.numAffectedRows === 1n
}
export interface EscalationRow {
  organisationId: string
  policy: Escalation
  version: number
}
export async function readEscalations(db: Db, organisationIds: readonly string[]): Promise<Map<string, EscalationRow>> {
  const { rows } =
    await sql<EscalationRow>`select * from monitoring_escalation where organisation_id = any (${[...new Set(organisationIds)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.organisationId, row]))
}
/** False when somebody was first. */
export async function writeEscalation(db: Db, { organisationId, policy, version }: EscalationRow): Promise<boolean> {
  const json = JSON.stringify(policy)
  const done =
    version === 0
      ? await sql`insert into monitoring_escalation (organisation_id, policy, version) values (${organisationId}, ${json}::jsonb, 1) on conflict do nothing`.execute(
          db,
        )
      : await sql`update monitoring_escalation set policy = ${json}::jsonb, version = version + 1
          where organisation_id = ${organisationId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
