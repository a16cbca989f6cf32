/** Planning: by the rules of the organisation when a case closes, by hand, and when it falls due. */
import { randomUUID } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import { type CaseRow, caseById, peopleOf, workingDaysFrom } from '#record/cases/cases.ts'
import { membersWith } from '#record/people/people.ts'
import { wasMajor } from '../../major/reads.ts'
import { gaveLowMark } from '../../satisfaction/reads.ts'
import { aftercareChanged, aftercareDue, aftercarePlanned, type Rule } from '../contract.ts'
import { asksFor } from '../rules.ts'
import { type AftercareRow, type Db, insertAftercare, insertStep, listRules, openOf, takeDue, updateAftercare } from '../store.ts'

export interface For {
  personId: string | null
  teamId: string | null
  forLeads: boolean
}
const confinedTo = async (ctx: Context, row: CaseRow) => ({
  about: `case/${row.id}`,
  organisationId: row.organisationId,
  confined: row.confidential,
  people: row.confidential ? (await peopleOf(ctx, row.id)).filter(({ role }) => role === 'named').map(({ personId }) => personId) : [],
})

/** Due so many working days from now; late one working day after that. */
export async function moments(ctx: Context, organisationId: string, days: number): Promise<{ dueAt: string; lateAt: string }> {
  const due = days === 0 ? ctx.now : await workingDaysFrom(ctx, organisationId, days)
  return { dueAt: due.toISOString(), lateAt: (await workingDaysFrom({ ...ctx, now: due }, organisationId, 1)).toISOString() }
}

export async function log(
  ctx: Context,
  row: Pick<AftercareRow, 'id' | 'organisationId'>,
  what: 'planned' | Changed,
  note = '',
  until: string | null = null,
): Promise<void> {
  const { id: aftercareId, organisationId } = row
  await insertStep(ctx.db as Db, {
    id: randomUUID(),
    aftercareId,
    organisationId,
    what,
    note,
    until,
    byId: ctx.actor.personId,
    at: ctx.now.toISOString(),
  })
}
export type Changed = 'well' | 'back' | 'notReached' | 'postponed' | 'given' | 'cancelled'
export async function tell(ctx: Context, at: CaseRow, aftercareId: string, what: Changed, nextCaseId: string | null = null): Promise<void> {
  await ctx.emit(aftercareChanged, { ...(await confinedTo(ctx, at)), data: { aftercareId, caseId: at.id, number: at.number, what, nextCaseId } })
}

export interface Planning extends For {
  why: string
  afterDays: number
  mostAttempts: number
  ruleId: string | null
  round: number
}
/** On a case that is open it waits for the closing. Undefined: this rule planned it already. */
export async function plan(ctx: Context, at: CaseRow, { why, afterDays, mostAttempts, ruleId, round, ...to }: Planning): Promise<string | undefined> {
  const closed = at.state === 'closed'
  const id = randomUUID()
  const when = closed ? await moments(ctx, at.organisationId, afterDays) : { dueAt: null, lateAt: null }
  const fresh = await insertAftercare(ctx.db as Db, {
    ...{ id, caseId: at.id, organisationId: at.organisationId, round, ruleId, why, afterDays, mostAttempts, ...when, ...to },
    state: closed ? 'planned' : 'wished',
    toldAt: null,
    result: null,
    attempts: 0,
    nextCaseId: null,
    createdBy: ctx.actor.personId,
    createdAt: ctx.now.toISOString(),
    endedBy: null,
    endedAt: null,
    version: 1,
  })
  if (!fresh) return undefined
  await log(ctx, { id, organisationId: at.organisationId }, 'planned', '', when.dueAt)
  const data = { aftercareId: id, caseId: at.id, number: at.number, ruleId, dueAt: when.dueAt }
  await ctx.emit(aftercarePlanned, { ...(await confinedTo(ctx, at)), data })
  return id
}

/** Who it is for by this rule: who worked on it last and still works here, a team, else the leads. */
async function forWhom(ctx: Context, at: CaseRow, rule: Pick<Rule, 'who' | 'teamId'>): Promise<For> {
  const leads = { personId: null, teamId: null, forLeads: true }
  if (rule.who === 'team' && rule.teamId !== null) return { ...leads, teamId: rule.teamId, forLeads: false }
  if (rule.who !== 'assignee' || at.assigneeId === null) return leads
  const works = (await membersWith(ctx, 'desk.work', at.organisationId)).some(({ id }) => id === at.assigneeId)
  return works ? { personId: at.assigneeId, teamId: null, forLeads: false } : leads
}

/** The case closed in this round, or got a low mark after it: what was wished for is planned, and each rule that fits plans once. */
export async function planFor(ctx: Context, caseId: string, round: number): Promise<void> {
  const at = await caseById(ctx, caseId)
  if (at?.state !== 'closed' || at.round !== round) return
  for (const wished of (await openOf(ctx.db as Db, caseId)).filter((one) => one.state === 'wished'))
    await updateAftercare(ctx.db as Db, wished.id, wished.version, {
      state: 'planned',
      round,
      ...(await moments(ctx, at.organisationId, wished.afterDays)),
    })
  const closed = {
    kind: at.kind,
    priority: at.priority,
    majorIncident: await wasMajor(ctx, caseId),
    reopened: at.round > 1,
    lowMark: await gaveLowMark(ctx, caseId, round, at.organisationId),
  }
  for (const { id: ruleId, name, active, rule } of await listRules(ctx.db as Db, at.organisationId)) {
    if (!active || !asksFor(rule.when, closed)) continue
    const { afterDays, mostAttempts } = rule
    await plan(ctx, at, { why: name, afterDays, mostAttempts, ruleId, round, ...(await forWhom(ctx, at, rule)) })
  }
}
/** The case is open again: what was planned is not needed. */
export async function cancelFor(ctx: Context, caseId: string, note: string): Promise<void> {
  const at = await caseById(ctx, caseId)
  if (!at || at.state === 'closed') return
  for (const one of (await openOf(ctx.db as Db, caseId)).filter(({ state }) => state === 'planned')) {
    await updateAftercare(ctx.db as Db, one.id, one.version, { state: 'cancelled', endedAt: ctx.now.toISOString() })
    await log(ctx, one, 'cancelled', note)
    await tell(ctx, at, one.id, 'cancelled')
  }
}

/** Tells whose list it stands in that it fell due; each once. How many. */
export async function fallDue(ctx: Context, limit = 200): Promise<number> {
  const rows = await takeDue(ctx.db as Db, ctx.now, limit)
  for (const { id: aftercareId, caseId, personId } of rows) {
    const at = await caseById(ctx, caseId)
    if (at) await ctx.emit(aftercareDue, { ...(await confinedTo(ctx, at)), data: { aftercareId, caseId, number: at.number, personId } })
  }
  return rows.length
}
