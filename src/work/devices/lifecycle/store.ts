/** The SQL of steps in the life of a device. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { StepTaken, steps } from './contract.ts'

type Time = Date | string
export interface StepTable {
  id: string
  itemId: string
  organisationId: string
  what: (typeof steps)[number]
  told: StepTaken['told']
  caseId: string | null
  at: Time
  byId: string | null
}
export interface EvidenceTable {
  id: string
  itemId: string
  organisationId: string
  stepId: string | null
  hash: string
  name: string
  type: string
  size: number
  at: Time
  byId: string
}
export interface LifecycleTables {
  deviceStep: StepTable
  deviceEvidence: EvidenceTable
}
export type Db = Kysely<LifecycleTables>
export type StepRow = Selectable<StepTable>
export type EvidenceRow = Selectable<EvidenceTable>

export async function insertStep(db: Db, row: StepRow): Promise<void> {
  await db
    .insertInto('deviceStep')
    .values({ ...row, told: sql`${JSON.stringify(row.told)}::jsonb` })
    .execute()
}
export const listSteps = (db: Db, itemId: string): Promise<StepRow[]> =>
  db.selectFrom('deviceStep').selectAll().where('itemId', '=', itemId).orderBy('at', 'desc').orderBy('id').limit(200).execute()
export const lastStep = (db: Db, itemId: string, what: StepRow['what']): Promise<StepRow | undefined> =>
  db.selectFrom('deviceStep').selectAll().where('itemId', '=', itemId).where('what', '=', what).orderBy('at', 'desc').limit(1).executeTakeFirst()
export const readStep = (db: Db, id: string): Promise<StepRow | undefined> =>
  db.selectFrom('deviceStep').selectAll().where('id', '=', id).executeTakeFirst()
export async function setCase(db: Db, id: string, caseId: string): Promise<void> {
  await db.updateTable('deviceStep').set({ caseId }).where('id', '=', id).execute()
}

export async function insertEvidence(db: Db, row: EvidenceRow): Promise<void> {
  await db.insertInto('deviceEvidence').values(row).execute()
}
export const listEvidence = (db: Db, itemId: string): Promise<EvidenceRow[]> =>
  db.selectFrom('deviceEvidence').selectAll().where('itemId', '=', itemId).orderBy('at').orderBy('id').limit(1000).execute()
export const readEvidence = (db: Db, id: string): Promise<EvidenceRow | undefined> =>
  db.selectFrom('deviceEvidence').selectAll().where('id', '=', id).executeTakeFirst()
/** Those of them that prove nothing yet and are of this device, held until this transaction ends. */
export const holdLoose = (db: Db, itemId: string, ids: readonly string[]): Promise<EvidenceRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('deviceEvidence')
        .selectAll()
        .where('id', 'in', [...ids])
        .where('itemId', '=', itemId)
        .where('stepId', 'is', null)
        .orderBy('id')
        .forUpdate()
        .execute()
export async function giveEvidence(db: Db, ids: readonly string[], stepId: string): Promise<void> {
  if (ids.length > 0)
    await db
      .updateTable('deviceEvidence')
      .set({ stepId })
      .where('id', 'in', [...ids])
      .execute()
}
