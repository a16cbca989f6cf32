/** The course of a major incident: declared, promised, written to all, over, looked back upon. */
import { type Context, on, Problem } from '#platform/room.ts'
import { addEntry, type CaseRow, caseById, linkCases, openCase, toldOf } from '#record/cases/cases.ts'
import { stepFell } from '#record/cases/clocks/contract.ts'
import { moved, numberOf } from '#record/cases/contract.ts'
import { membersWith } from '#record/people/people.ts'
import { escalationDecided } from '../../escalation/contract.ts'
import { decidedWith, inTheirLanguage, stepReason } from '../../escalation/reads.ts'
import { tellAll } from '../../notices/reads.ts'
import { majorChanged, majorDeclared, majorEnded, majorLastsAgain, majorReviewed, majorTextWritten, majorUpdateLate } from '../contract.ts'
import { sendText, updateDue } from '../jobs.ts'
import { whyNotMajor } from '../rules.ts'
import { changeMajor, type Db, engineersDeclare, insertMajor, insertText, type MajorRow, parentOf, readMajor, type TextRow } from '../store.ts'

export const leadsIn = (ctx: Context, organisationId: string) => ctx.actor.kind === 'system' || ctx.actor.scopes.lead.includes(organisationId)

/** Whether the actor may declare it one now: undefined, or the code of the refusal. */
export async function whyNot(ctx: Context, row: CaseRow): Promise<string | undefined> {
  const db = ctx.db as Db
  const major = await readMajor(db, row.id)
  return whyNotMajor(row, {
    leads: leadsIn(ctx, row.organisationId),
    engineersDeclare: await engineersDeclare(db, row.organisationId),
    major: major !== undefined && major.endedAt === null,
    child: (await parentOf(db, row.id)) !== undefined,
  })
}

export async function rolesFit(ctx: Context, organisationId: string, ids: readonly (string | null | undefined)[]): Promise<boolean> {
  const wanted = ids.filter((id) => typeof id === 'string')
  if (wanted.length === 0) return true
  const staff = await membersWith(ctx, 'desk.work', organisationId)
  return wanted.every((id) => staff.some((one) => one.id === id))
}
export const past = (ctx: Context, at: string | null | undefined) => typeof at === 'string' && Date.parse(at) <= ctx.now.getTime()
export const iso = (at: string | null | undefined) => (typeof at === 'string' ? new Date(at).toISOString() : null)

/** The promise is watched: when the moment comes without an update, somebody is warned. */
export async function watch(ctx: Context, caseId: string, at: string | null): Promise<void> {
  if (at !== null) await ctx.enqueue(updateDue, { caseId, dueAt: at }, { at: new Date(Date.parse(at) + 1000), key: `major update ${caseId}` })
}

interface Declaring {
  reason: string
  by: string | null
  leadId?: string | undefined
  communicationId?: string | undefined
  nextUpdateAt?: string | undefined
}
/** The caller has seen to it that it may be. One that is over lasts again. */
export async function declare(ctx: Context, row: CaseRow, wish: Declaring): Promise<void> {
  const db = ctx.db as Db
  const at = ctx.now.toISOString()
  const set = {
    reason: wish.reason,
    declaredBy: wish.by,
    declaredAt: at,
    leadId: wish.leadId ?? wish.by,
    communicationId: wish.communicationId ?? null,
    nextUpdateAt: iso(wish.nextUpdateAt),
    lateToldAt: null,
    endedAt: null,
  }
  const { id: caseId, organisationId, number } = row
  const fresh = { ...set, caseId, organisationId, review: null, reviewBy: null, reviewAt: null, problemId: null }
  if (!(await insertMajor(db, fresh))) {
    const was = await readMajor(db, caseId)
    if (!was || was.endedAt === null || !(await changeMajor(db, caseId, set, was.version))) throw new Problem('desk.major.already', 409)
  }
  await watch(ctx, caseId, set.nextUpdateAt)
  const text = ctx.t('desk.major.said', { reason: wish.reason })
  await addEntry(ctx, { caseId, authorId: wish.by, visibility: 'internal', channel: 'portal', kind: wish.by === null ? 'system' : 'note', text })
  const data = { caseId, number, byId: wish.by, leadId: set.leadId, communicationId: set.communicationId }
  await ctx.emit(majorDeclared, { ...(await toldOf(ctx, row, true)), data })
}

/** As Spil, because a lead decided so or a step of a ladder fell. What cannot become one (any more) stays as it is. */
async function declareFollowing(ctx: Context, caseId: string, reason: (spil: Context) => string, by: string | null): Promise<void> {
  const row = await caseById(ctx, caseId)
  if (!row || (await whyNot(ctx, row)) !== undefined) return
  const spil = await inTheirLanguage(ctx, row.organisationId)
  await declare(spil, row, { reason: reason(spil), by })
}

interface Changing {
  version: number
  leadId?: string | null | undefined
  communicationId?: string | null | undefined
  nextUpdateAt?: string | null | undefined
}
/** Who leads, who communicates, when the next update comes. */
export async function change(ctx: Context, row: CaseRow, major: MajorRow, body: Changing): Promise<void> {
  if (past(ctx, body.nextUpdateAt)) throw new Problem('desk.major.past', 400)
  if (!(await rolesFit(ctx, row.organisationId, [body.leadId, body.communicationId]))) throw new Problem('desk.noSuchPerson', 400)
  const set = {
    ...(body.leadId !== undefined && { leadId: body.leadId }),
    ...(body.communicationId !== undefined && { communicationId: body.communicationId }),
    ...(body.nextUpdateAt !== undefined && { nextUpdateAt: iso(body.nextUpdateAt), lateToldAt: null }),
  }
  const after = await changeMajor(ctx.db as Db, row.id, set, body.version)
  if (!after) throw new Problem('desk.major.changed', 409)
  if (body.nextUpdateAt !== undefined) await watch(ctx, row.id, after.nextUpdateAt)
  const had = [major.leadId, major.communicationId]
  const roles = [...new Set([after.leadId, after.communicationId])].filter((id) => id !== null && !had.includes(id)) as string[]
  const { leadId, communicationId, nextUpdateAt } = after
  await ctx.emit(majorChanged, {
    ...(await toldOf(ctx, row, true)),
    data: { caseId: row.id, number: row.number, leadId, communicationId, nextUpdateAt, roles },
  })
}

/** Writes down the text and to whom it goes; the job does the rest. */
export async function write(ctx: Context, row: CaseRow, one: Pick<TextRow, 'kind' | 'text' | 'tested' | 'nextUpdateAt'>): Promise<number> {
  const { id: parentId, organisationId, number } = row
  const author = ctx.actor.personId ?? ''
  const { id, total } = await insertText(ctx.db as Db, { ...one, parentId, organisationId, authorId: author, at: ctx.now.toISOString() })
  if (total === 0) return 0
  await ctx.enqueue(sendText, { textId: id })
  await ctx.emit(majorTextWritten, { ...(await toldOf(ctx, row, true)), data: { caseId: parentId, number, textId: id, kind: one.kind, total } })
  return total
}

export async function ends(ctx: Context, row: CaseRow, bySolving: boolean): Promise<void> {
  await changeMajor(ctx.db as Db, row.id, { endedAt: ctx.now.toISOString(), nextUpdateAt: null })
  await ctx.emit(majorEnded, { ...(await toldOf(ctx, row, true)), data: { caseId: row.id, number: row.number, bySolving } })
}

/** What was learned, with a problem case when something is left to find out. */
export async function review(
  ctx: Context,
  row: CaseRow,
  major: MajorRow,
  body: { text: string; problem?: { title: string } | undefined },
): Promise<void> {
  const me = ctx.actor.personId ?? ''
  let problem: CaseRow | undefined
  if (body.problem && major.problemId === null) {
    problem = await openCase(ctx, {
      organisationId: row.organisationId,
      kind: 'problem',
      title: body.problem.title,
      text: ctx.t('desk.major.problemText', { number: numberOf(row.number), text: body.text }),
      reporterId: me,
      registeredBy: me,
      impact: row.impact,
      urgency: 'normal',
      channel: 'portal',
      teamId: row.teamId,
    })
    await linkCases(ctx, problem.id, row.id, 'follows')
  }
  const at = ctx.now.toISOString()
  await changeMajor(ctx.db as Db, row.id, { review: body.text, reviewBy: me, reviewAt: at, ...(problem && { problemId: problem.id }) })
  const data = { caseId: row.id, number: row.number, problemId: problem?.id ?? major.problemId, problemNumber: problem?.number ?? null }
  await ctx.emit(majorReviewed, { ...(await toldOf(ctx, row, true)), data })
}

export const subscriptions = [
  on(majorDeclared, 'desk.major.declared', async (happened, ctx) => {
    const { caseId, leadId, communicationId } = happened.data
    const leads = await membersWith(ctx, 'lead', happened.organisationId ?? '')
    await tellAll(ctx, happened, [leadId, communicationId, ...leads.map(({ id }) => id)], caseId, 'majorDeclared')
  }),
  on(majorChanged, 'desk.major.roles', (happened, ctx) => tellAll(ctx, happened, happened.data.roles, happened.data.caseId, 'majorRole')),
  on(majorUpdateLate, 'desk.major.late', (happened, ctx) => tellAll(ctx, happened, happened.data.people, happened.data.caseId, 'updateLate')),
  on(escalationDecided, 'desk.major.decided', async ({ data, actor }, ctx) => {
    if (data.decision !== 'majorIncident') return
    const words = await decidedWith(ctx, data.escalationId)
    await declareFollowing(ctx, data.caseId, () => words, actor)
  }),
  on(stepFell, 'desk.major.stepFell', async ({ data }, ctx) => {
    if (data.action === 'majorIncident') await declareFollowing(ctx, data.caseId, (spil) => stepReason(spil, data), null)
  }),
  on(moved, 'desk.major.moved', async ({ data }, ctx) => {
    const major = await readMajor(ctx.db as Db, data.caseId)
    const row = major && (await caseById(ctx, data.caseId))
    if (!major || !row) return
    if (['solved', 'closed', 'cancelled'].includes(data.to) && major.endedAt === null) await ends(ctx, row, true)
    if (data.to === 'reopened' && major.endedAt !== null) {
      await changeMajor(ctx.db as Db, row.id, { endedAt: null })
      await ctx.emit(majorLastsAgain, { ...(await toldOf(ctx, row, true)), data: { caseId: row.id, number: row.number } })
    }
  }),
]
