/** Contacts after closing as the screens show them. */
import type { Context } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Aftercare } from './contract.ts'
import { type Db, type ListRow, type Me, stepsFor } from './store.ts'

export const meOf = (ctx: Context): Me => ({ personId: ctx.actor.personId, leads: ctx.actor.scopes.lead, now: ctx.now })

export async function viewsOf(ctx: Context, rows: readonly ListRow[]): Promise<Aftercare[]> {
  const steps = await stepsFor(
    ctx.db as Db,
    rows.map(({ id }) => id),
  )
  const ids = [...rows.flatMap((row) => [row.personId, row.reporterId]), ...steps.map((step) => step.byId)].filter((id) => id !== null)
  const names = await peopleByIds(ctx, ids)
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const passed = (at: string | null) => at !== null && new Date(at) <= ctx.now
  return rows.map((row) => ({
    id: row.id,
    case: { id: row.caseId, number: numberOf(row.number), title: row.title, kind: row.kind, state: row.caseState },
    reporter: named(row.reporterId),
    organisationId: row.organisationId,
    why: row.why,
    byRule: row.ruleId !== null,
    state: row.state,
    dueAt: row.dueAt,
    due: row.state === 'planned' && passed(row.dueAt),
    late: row.state === 'planned' && passed(row.lateAt),
    person: row.personId === null ? null : named(row.personId),
    team: row.teamId === null ? null : { id: row.teamId, name: row.teamName ?? '' },
    forLeads: row.forLeads,
    mine: row.mine ?? false,
    result: row.result,
    attempts: row.attempts,
    mostAttempts: row.mostAttempts,
    next: row.nextCaseId === null || row.nextNumber === null ? null : { id: row.nextCaseId, number: numberOf(row.nextNumber) },
    steps: steps
      .filter((step) => step.aftercareId === row.id)
      .map(({ what, note, until, byId, at }) => ({ what, note, until, at, by: byId === null ? null : named(byId) })),
    mayWork: ctx.actor.scopes.work.includes(row.organisationId),
    version: row.version,
  }))
}
