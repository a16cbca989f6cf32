/** The SQL of the norms of maintenance. */
import { type Kysely, sql } from 'kysely'
import type { Severity } from '#record/norms/contract.ts'
import type { NormName } from './contract.ts'

export interface ExpectingTables {
  maintenanceNorm: {
    organisationId: string
    name: NormName
    days: number
    severity: Severity
    expectationId: string | null
    version: number
  }
}
export type Db = Kysely<ExpectingTables>
export type NormRow = ExpectingTables['maintenanceNorm']

export const readNorms = (db: Db, organisationId: string): Promise<NormRow[]> =>
  db.selectFrom('maintenanceNorm').selectAll().where('organisationId', '=', organisationId).execute()
/** Undefined when somebody was first. */
export async function writeNorm(db: Db, { organisationId, name, days, severity, expectationId, version }: NormRow): Promise<NormRow | undefined> {
  const { rows } = await sql<NormRow>`insert into maintenance_norm (organisation_id, name, days, severity, expectation_id, version)
    select ${organisationId}, ${name}, ${days}, ${severity}, ${expectationId}::uuid, ${version} + 1
    where ${version} = 0 or exists (select from maintenance_norm where organisation_id = ${organisationId} and name = ${name})
    on conflict (organisation_id, name) do update set days = excluded.days, severity = excluded.severity, expectation_id = excluded.expectation_id,
      version = excluded.version where maintenance_norm.version = ${version} returning *`.execute(db)
  return rows[0]
}
