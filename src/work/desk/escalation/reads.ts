/** Escalations as the screens show them: ids become names, and what I may do with each. */
import type { Context } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import type { Escalation } from './contract.ts'
import { casesFor, type Db, type EscalationRow } from './store.ts'

/** Whether the actor may answer for the team, or decide as a lead. */
export async function rightsOn(ctx: Context, row: EscalationRow): Promise<Escalation['may']> {
  const leads = ctx.actor.scopes.lead.includes(row.organisationId)
  const works = ctx.actor.scopes.work.includes(row.organisationId)
  const open = row.status === 'open' || row.status === 'acknowledged'
  const asked = row.askedBy !== null && row.askedBy === ctx.actor.personId
  const inTeam = row.teamId !== null && ((await teamById(ctx, row.teamId))?.memberIds.includes(ctx.actor.personId ?? '') ?? false)
  const team = open && works && row.kind === 'functional' && (inTeam || leads)
  return {
    answer: team,
    keep: team,
    acknowledge: row.status === 'open' && row.kind === 'hierarchical' && leads,
    decide: open && row.kind === 'hierarchical' && leads,
    withdraw: open && works && (asked || leads),
  }
}

export async function escalationsShown(ctx: Context, rows: readonly EscalationRow[]): Promise<Escalation[]> {
  const cases = await casesFor(
    ctx.db as Db,
    rows.map(({ caseId }) => caseId),
  )
  const names = await peopleByIds(
    ctx,
    rows.flatMap(({ askedBy, toId, acknowledgedBy, endedBy, people }) =>
      [askedBy, toId, acknowledgedBy, endedBy, ...people].filter((id) => id !== null),
    ),
  )
  const teams = new Map<string, string>()
  for (const id of new Set(rows.map(({ teamId }) => teamId))) if (id !== null) teams.set(id, (await teamById(ctx, id))?.name ?? '')
  const name = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const shown: Escalation[] = []
  for (const row of rows) {
    const of = cases.get(row.caseId)
    if (!of) continue
    shown.push({
      id: row.id,
      case: { ...of, number: numberOf(of.number) },
      kind: row.kind,
      status: row.status,
      text: row.text,
      by: row.askedBy === null ? null : name(row.askedBy),
      at: row.askedAt,
      team: row.teamId === null ? null : { id: row.teamId, name: teams.get(row.teamId) ?? '' },
      to: row.toId === null ? null : name(row.toId),
      acknowledged: row.acknowledgedBy === null || row.acknowledgedAt === null ? null : { by: name(row.acknowledgedBy), at: row.acknowledgedAt },
      decision: row.decision,
      answer: row.answer,
      people: row.people.map(name),
      ended: row.endedAt === null ? null : { by: row.endedBy === null ? null : name(row.endedBy), at: row.endedAt },
      may: await rightsOn(ctx, row),
    })
  }
  return shown
}
