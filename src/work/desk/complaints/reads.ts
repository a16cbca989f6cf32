/** A complaint as the screens show it, and what its path asks before the case can be solved. */
import type { Context } from '#platform/room.ts'
import { type CaseRow, handlesComplaint } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import type { ComplaintView } from './contract.ts'
import { type CaseName, type ComplaintRow, caseName, type Db, listHearings, readComplaint } from './store.ts'

/** Who handles it, or a lead of the organisation whom they named; never who complains. */
export const mayHandle = (ctx: Context, row: CaseRow): boolean =>
  row.reporterId !== ctx.actor.personId && (handlesComplaint(ctx, row) || ctx.actor.scopes.lead.includes(row.organisationId))

/** A complaint is solved by answering it. */
export async function answeredFirst(ctx: Context, row: CaseRow): Promise<boolean> {
  if (row.kind !== 'complaint') return true
  const found = await readComplaint(ctx.db as Db, row.id)
  return found === undefined || (found.answeredAt !== null && row.state !== 'reopened')
}

const iso = (at: string | Date | null) => (at === null ? null : new Date(at).toISOString())
const named = (one: CaseName | undefined) => (one ? { id: one.id, number: numberOf(one.number), title: one.title, state: one.state } : null)
const withoutState = (one: ReturnType<typeof named>) => (one ? { id: one.id, number: one.number, title: one.title } : null)

export async function viewOf(ctx: Context, row: CaseRow, one: ComplaintRow): Promise<ComplaintView> {
  const db: Db = ctx.db
  const hearings = await listHearings(db, row.id)
  const ids = [one.aboutPersonId, row.assigneeId, ...hearings.map(({ byId }) => byId)].filter((id) => id !== null)
  const names = await peopleByIds(ctx, ids)
  const who = (id: string | null) => (id === null ? null : { id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const team = one.aboutTeamId === null ? undefined : await teamById(ctx, one.aboutTeamId)
  return {
    caseId: row.id,
    number: numberOf(row.number),
    about: {
      person: who(one.aboutPersonId),
      team: one.aboutTeamId === null ? null : { id: one.aboutTeamId, name: team?.name ?? '' },
      case: withoutState(named(await caseName(db, one.aboutCaseId))),
    },
    handler: who(row.assigneeId),
    givenBy: one.givenBy,
    acknowledgeBy: iso(one.acknowledgeBy) ?? '',
    answerBy: iso(one.answerBy) ?? '',
    acknowledgedAt: iso(one.acknowledgedAt),
    hearings: hearings.map(({ id, side, text, byId, at }) => ({
      id,
      side,
      text: text.slice(text.indexOf('\n\n') + 2),
      by: who(byId) ?? { id: byId, name: ctx.t('cases.someone') },
      at: new Date(at).toISOString(),
    })),
    notHeard: one.notHeard,
    judgement: one.judgement,
    judgementReason: one.judgementReason,
    measure: one.measure,
    judgedAt: iso(one.judgedAt),
    answeredAt: iso(one.answeredAt),
    improvement: one.improvement,
    followUp: named(await caseName(db, one.followUpId)),
    mayHandle: mayHandle(ctx, row),
    version: one.version,
  }
}
