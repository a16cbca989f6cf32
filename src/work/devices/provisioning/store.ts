/** The SQL of provisioning. */
import { type Kysely, type Selectable, sql } from 'kysely'
import type { outcomes, Step, StepShown } from './contract.ts'

type Time = Date | string
export interface ProfileTable {
  id: string
  organisationId: string
  name: string
  kinds: string[]
  tags: string[]
  steps: Step[]
  active: boolean
  version: number
  changedAt: Time
  changedBy: string | null
}
export interface PreparationTable {
  id: string
  itemId: string
  organisationId: string
  profileId: string | null
  profile: string
  steps: Step[]
  begunAt: Time
  begunBy: string | null
  endedAt: Time | null
  endedBy: string | null
  outcome: (typeof outcomes)[number] | null
  reason: string | null
  proof: StepShown[] | null
}
interface TickTable {
  preparationId: string
  organisationId: string
  step: string
  at: Time
  byId: string
  note: string
}
export interface ProvisioningTables {
  provisioningProfile: ProfileTable
  devicePreparation: PreparationTable
  devicePreparationTick: TickTable
}
export type Db = Kysely<ProvisioningTables>
export type ProfileRow = Selectable<ProfileTable>
export type PreparationRow = Selectable<PreparationTable>
export type TickRow = Selectable<TickTable>
const json = (value: unknown) => sql<never>`${JSON.stringify(value)}::jsonb`

export const listProfiles = (db: Db, organisationId: string | undefined): Promise<ProfileRow[]> => {
  const query = db.selectFrom('provisioningProfile').selectAll().orderBy('name').limit(500)
  return (organisationId ? query.where('organisationId', '=', organisationId) : query).execute()
}
export const readProfile = (db: Db, id: string): Promise<ProfileRow | undefined> =>
  db.selectFrom('provisioningProfile').selectAll().where('id', '=', id).executeTakeFirst()
export async function insertProfile(db: Db, row: ProfileRow): Promise<void> {
  await db
    .insertInto('provisioningProfile')
    .values({ ...row, steps: json(row.steps) })
    .execute()
}
export const updateProfile = (db: Db, id: string, version: number, set: Omit<ProfileRow, 'id' | 'organisationId' | 'version'>) =>
  db
    .updateTable('provisioningProfile')
    .set({ ...set, steps: json(set.steps), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()

/** Undefined when it is being prepared already: the database decides. */
export const insertPreparation = (db: Db, row: PreparationRow): Promise<PreparationRow | undefined> =>
  db
    .insertInto('devicePreparation')
    .values({ ...row, steps: json(row.steps), proof: null })
    .onConflict((on) => on.column('itemId').where('endedAt', 'is', null).doNothing())
    .returningAll()
    .executeTakeFirst()
export const listPreparations = (db: Db, itemId: string): Promise<PreparationRow[]> =>
  db.selectFrom('devicePreparation').selectAll().where('itemId', '=', itemId).orderBy('begunAt', 'desc').limit(50).execute()
export const goingOn = (db: Db, itemId: string): Promise<PreparationRow | undefined> =>
  db.selectFrom('devicePreparation').selectAll().where('itemId', '=', itemId).where('endedAt', 'is', null).executeTakeFirst()
export const lockPreparation = (db: Db, id: string): Promise<PreparationRow | undefined> =>
  db.selectFrom('devicePreparation').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
export const endPreparation = (
  db: Db,
  id: string,
  { proof, ...set }: Pick<PreparationRow, 'endedAt' | 'endedBy' | 'outcome' | 'reason' | 'proof'>,
): Promise<PreparationRow | undefined> =>
  db
    .updateTable('devicePreparation')
    .set({ ...set, proof: json(proof) })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .returningAll()
    .executeTakeFirst()

export const ticksOf = (db: Db, ids: readonly string[]): Promise<TickRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('devicePreparationTick')
        .selectAll()
        .where('preparationId', 'in', [...ids])
        .execute()
/** Who ticked it first stays: a second tick only changes the note. */
export async function insertTick(db: Db, row: TickRow): Promise<void> {
  await db
    .insertInto('devicePreparationTick')
    .values(row)
    .onConflict((on) => on.columns(['preparationId', 'step']).doUpdateSet({ note: row.note }))
    .execute()
}
export async function removeTick(db: Db, preparationId: string, step: string): Promise<void> {
  await db.deleteFrom('devicePreparationTick').where('preparationId', '=', preparationId).where('step', '=', step).execute()
}
