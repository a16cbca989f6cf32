/** Who takes part in a case. */
import { type Context, Problem } from '#platform/room.ts'
import { toldOf } from '../changes/changes.ts'
import { type PartRole, personAdded, personRemoved } from '../contract.ts'
import { refuseKept } from '../keeping/keeping.ts'
import { type CaseRow, type Db, deletePerson, insertPerson } from '../store.ts'

/** Idempotent. Throws 'cases.keptFrom' when this person may never see the case. */
export async function addPerson(ctx: Context, row: CaseRow, personId: string, role: Exclude<PartRole, 'reporter'>): Promise<void> {
  await refuseKept(ctx, row.id, personId)
  const { id: caseId, organisationId, confidential, number } = row
  if (!(await insertPerson(ctx.db as Db, { caseId, personId, organisationId, confidential, role, addedAt: ctx.now.toISOString() }))) return
  await ctx.emit(personAdded, { ...(await toldOf(ctx, row)), data: { caseId, number, personId, role } })
}
/** The reporter stays; so does who reported a case that was merged into this one. */
export async function removePerson(ctx: Context, row: CaseRow, personId: string): Promise<void> {
  if (personId === row.reporterId) return
  const told = await toldOf(ctx, row)
  const role = await deletePerson(ctx.db as Db, row.id, personId)
  if (!role && told.people.includes(personId)) throw new Problem('cases.reporterOfMerged', 409)
  if (role) await ctx.emit(personRemoved, { ...told, data: { caseId: row.id, number: row.number, personId, role } })
}
