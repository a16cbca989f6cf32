/** Escalations as the screens show them: ids become names, and what I may do with each. */
import { translator } from '#platform/i18n.ts'
import type { Context } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { organisationById, peopleByIds, type TeamRef, teamById } from '#record/people/people.ts'
import type { Escalation } from './contract.ts'
import { casesFor, type Db, type EscalationRow, readEscalation } from './store.ts'

/** Whether the actor may answer for the team, or decide as a lead. */
export async function rightsOn(ctx: Context, row: EscalationRow, known?: TeamRef): Promise<Escalation['may']> {
  const leads = ctx.actor.scopes.lead.includes(row.organisationId)
  const works = ctx.actor.scopes.work.includes(row.organisationId)
  const open = row.status === 'open' || row.status === 'acknowledged'
  const asked = row.askedBy !== null && row.askedBy === ctx.actor.personId
  const of = known ?? (row.teamId === null ? undefined : await teamById(ctx, row.teamId))
  const inTeam = of?.memberIds.includes(ctx.actor.personId ?? '') ?? false
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
  const teams = new Map<string, TeamRef>()
  for (const id of new Set(rows.map(({ teamId }) => teamId))) {
    const team = id === null ? undefined : await teamById(ctx, id)
    if (team) teams.set(team.id, team)
  }
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
      team: row.teamId === null ? null : { id: row.teamId, name: teams.get(row.teamId)?.name ?? '' },
      to: row.toId === null ? null : name(row.toId),
      acknowledged: row.acknowledgedBy === null || row.acknowledgedAt === null ? null : { by: name(row.acknowledgedBy), at: row.acknowledgedAt },
      decision: row.decision,
      answer: row.answer,
      people: row.people.map(name),
      ended: row.endedAt === null ? null : { by: row.endedBy === null ? null : name(row.endedBy), at: row.endedAt },
      may: await rightsOn(ctx, row, teams.get(row.teamId ?? '')),
    })
  }
  return shown
}

/** The words with which it was decided. */
export const decidedWith = async (ctx: Context, id: string): Promise<string> => (await readEscalation(ctx.db as Db, id))?.answer ?? ''

/** The rest as Spil itself says it: in the language of the organisation. */
export async function inTheirLanguage(ctx: Context, organisationId: string): Promise<Context> {
  const locale = (await organisationById(ctx, organisationId))?.locale ?? ctx.locale
  return { ...ctx, locale, t: translator(ctx.app.texts, locale) }
}
/** Why a step of a ladder asks for more. */
export const stepReason = (ctx: Context, { target, step }: { target: string; step: string }): string =>
  ctx.t('desk.escalation.ladder', { target, step })
