/** The SQL of closing: what an organisation wants, and how the end of a case stands. */
import { type Kysely, sql } from 'kysely'
import type { ClosingPolicy } from './contract.ts'

export interface ClosingRow {
  caseId: string
  organisationId: string
  solutionCode: string | null
  causeCode: string | null
  notTestable: string | null
  despiteDeviations: string | null
  round: number
  remindAt: string | null
  closeAt: string | null
  remindedAt: string | null
  byPolicy: boolean
  askedAgain: number
  contradiction: boolean
  version: number
}
export interface ClosingTables {
  caseClosing: ClosingRow
  closingPolicy: { organisationId: string; version: number; policy: ClosingPolicy; changedAt: string | Date; changedBy: string | null }
}
export type ClosingDb = Kysely<ClosingTables>

export const noClosing = (caseId: string, organisationId: string): ClosingRow => ({
  caseId,
  organisationId,
  solutionCode: null,
  causeCode: null,
  notTestable: null,
  despiteDeviations: null,
  round: 0,
  remindAt: null,
  closeAt: null,
  remindedAt: null,
  byPolicy: false,
  askedAgain: 0,
  contradiction: false,
  version: 0,
})

export const readClosing = (db: ClosingDb, caseId: string): Promise<ClosingRow | undefined> =>
  db.selectFrom('caseClosing').selectAll().where('caseId', '=', caseId).executeTakeFirst()

/** Whatever stood there before: the case itself is held by who calls. */
export async function setClosing(db: ClosingDb, caseId: string, organisationId: string, set: Partial<ClosingRow>): Promise<void> {
  await db
    .insertInto('caseClosing')
    .values({ ...noClosing(caseId, organisationId), ...set, version: 1 })
    .onConflict((conflict) => conflict.column('caseId').doUpdateSet((eb) => ({ ...set, version: eb('caseClosing.version', '+', 1) })))
    .execute()
}

/** False when somebody was first. `version` 0: nothing had been written down. */
export async function changeClosing(
  db: ClosingDb,
  caseId: string,
  organisationId: string,
  version: number,
  set: Partial<ClosingRow>,
): Promise<boolean> {
  const done =
    version === 0
      ? await db
          .insertInto('caseClosing')
          .values({ ...noClosing(caseId, organisationId), ...set, version: 1 })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
      : await db
          .updateTable('caseClosing')
          .set({ ...set, version: version + 1 })
          .where('caseId', '=', caseId)
          .where('version', '=', version)
          .executeTakeFirst()
  return ('numUpdatedRows' in done ? done.numUpdatedRows : done.numInsertedOrUpdatedRows) === 1n
}

/** Cases that are to be reminded or closed now. The one that is held by another process is left to it. */
export async function dueClosings(db: ClosingDb, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ caseId: string }>`
    (select case_id, remind_at as at from case_closing where remind_at <= ${now} order by remind_at limit ${limit})
    union all (select case_id, close_at from case_closing where close_at <= ${now} order by close_at limit ${limit}) order by at limit ${limit}`.execute(
    db,
  )
  return [...new Set(rows.map((row) => row.caseId))]
}

export async function readPolicy(db: ClosingDb, organisationId: string): Promise<{ policy: ClosingPolicy; version: number } | undefined> {
  return db.selectFrom('closingPolicy').select(['policy', 'version']).where('organisationId', '=', organisationId).executeTakeFirst()
}

export async function writePolicy(
  db: ClosingDb,
  { organisationId, version, at, by }: { organisationId: string; version: number; at: Date; by: string | null },
  policy: ClosingPolicy,
): Promise<boolean> {
  const body = JSON.stringify(policy)
  const done =
    version === 0
      ? await sql`insert into closing_policy (organisation_id, version, policy, changed_at, changed_by)
          values (${organisationId}, 1, ${body}::jsonb, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update closing_policy set version = version + 1, policy = ${body}::jsonb, changed_at = ${at}, changed_by = ${by}
          where organisation_id = ${organisationId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
