/** Who may do what with the case of a path; asked by every wing that works on cases. */
import { type Context, Problem } from '#platform/room.ts'
import { type CaseRow, findCase } from '#record/cases/cases.ts'
import { membersWith, teamById } from '#record/people/people.ts'

export const worksIn = (ctx: Context, organisationId: string) => ctx.actor.scopes.work.includes(organisationId)

/** The case as staff may see it: who only reported it, or only reads as a client, gets nothing of what is kept among staff. */
export async function caseInside(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row || !ctx.actor.scopes.inside.includes(row.organisationId)) throw new Problem('platform.notFound', 404)
  return row
}
/** The case, when the actor works in its organisation. */
export async function caseToWork(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}

export async function mayGetWork(ctx: Context, personId: string, organisationId: string): Promise<boolean> {
  if (personId === ctx.actor.personId) return worksIn(ctx, organisationId)
  return (await membersWith(ctx, 'desk.work', organisationId)).some(({ id }) => id === personId)
}
export async function teamFits(ctx: Context, teamId: string, organisationId: string): Promise<boolean> {
  return (await teamById(ctx, teamId))?.organisationId === organisationId
}
