/** The SQL of test steps, the reporter's answers and templates. */
import { type Generated, type Kysely, sql } from 'kysely'
import type { Kind } from '../contract.ts'
import type { NewTemplate, Outcome, StepResult, Via } from './contract.ts'

export interface StepRow {
  id: string
  caseId: string
  organisationId: string
  round: number
  place: number
  what: string
  expected: string
  actual: string
  result: StepResult
  testedBy: string | null
  testedAt: string | null
  question: string | null
  reporterResult: 'works' | 'doesNotWork' | null
  reporterRemark: string | null
  reporterId: string | null
  reporterAt: string | null
  createdBy: string | null
  createdAt: string
  version: number
}
export interface AnswerRow {
  id: string
  caseId: string
  organisationId: string
  round: number
  personId: string
  via: Via
  said: 'yes' | 'no' | 'unclear'
  works: boolean | null
  text: string
  outcome: Outcome
  at: string
}
export interface TemplateRow {
  id: string
  organisationId: string
  name: string
  kind: Kind | null
  serviceId: string | null
  steps: NewTemplate['steps']
  version: number
  changedAt: string | Date
  changedBy: string | null
}
export interface TestingTables {
  testStep: StepRow
  testAnswer: AnswerRow & { place: Generated<number> }
  testTemplate: TemplateRow
}
export type TestingDb = Kysely<TestingTables>

export const listSteps = (db: TestingDb, caseId: string): Promise<StepRow[]> =>
  db.selectFrom('testStep').selectAll().where('caseId', '=', caseId).orderBy('round').orderBy('place').orderBy('id').limit(1000).execute()
export const readStep = (db: TestingDb, caseId: string, id: string): Promise<StepRow | undefined> =>
  db.selectFrom('testStep').selectAll().where('caseId', '=', caseId).where('id', '=', id).executeTakeFirst()

export async function insertSteps(db: TestingDb, rows: readonly StepRow[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('testStep').values(rows).execute()
}
/** False when the row is at another version. */
export async function updateStep(db: TestingDb, id: string, version: number, set: Partial<StepRow>): Promise<boolean> {
  const done = await db
    .updateTable('testStep')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function deleteStep(db: TestingDb, id: string, version: number): Promise<boolean> {
  const done = await db.deleteFrom('testStep').where('id', '=', id).where('version', '=', version).executeTakeFirst()
  return done.numDeletedRows === 1n
}

export async function insertAnswer(db: TestingDb, row: AnswerRow): Promise<void> {
  await db.insertInto('testAnswer').values(row).execute()
}
/** Oldest first. */
export const listAnswers = (db: TestingDb, caseId: string): Promise<AnswerRow[]> =>
  db.selectFrom('testAnswer').selectAll().where('caseId', '=', caseId).orderBy('place').limit(500).execute()

export const listTemplates = (db: TestingDb, organisationId: string): Promise<TemplateRow[]> =>
  db.selectFrom('testTemplate').selectAll().where('organisationId', '=', organisationId).orderBy('name').orderBy('id').limit(200).execute()
export async function insertTemplate(db: TestingDb, row: TemplateRow): Promise<void> {
  await db
    .insertInto('testTemplate')
    .values({ ...row, steps: JSON.stringify(row.steps) as never })
    .execute()
}
/** The row as it now is; undefined when it is gone or at another version. */
export async function updateTemplate(
  db: TestingDb,
  id: string,
  version: number,
  { steps, ...set }: NewTemplate & { changedAt: Date; changedBy: string | null },
): Promise<boolean> {
  const done =
    await sql`update test_template set name = ${set.name}, kind = ${set.kind}, service_id = ${set.serviceId}, steps = ${JSON.stringify(steps)}::jsonb,
    version = version + 1, changed_at = ${set.changedAt}, changed_by = ${set.changedBy} where id = ${id} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
export const readTemplate = (db: TestingDb, id: string): Promise<TemplateRow | undefined> =>
  db.selectFrom('testTemplate').selectAll().where('id', '=', id).executeTakeFirst()
export async function deleteTemplate(db: TestingDb, id: string): Promise<boolean> {
  const done = await db.deleteFrom('testTemplate').where('id', '=', id).executeTakeFirst()
  return done.numDeletedRows === 1n
}
