/** Major incidents as the screens show them, and what other parts of the desk may ask: which one lasts, who hangs under it. */
import { type Context, Problem } from '#platform/room.ts'
import { type CaseRow, caseById, historyOf, toldOf } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import { type Major, majorChildAdded, type OngoingMajor } from './contract.ts'
import { isLate, whyNotChild } from './rules.ts'
import { type Db, type How, insertChild, listChildren, listTexts, majorWithCase, type Ongoing, ongoingMajors, parentOf, readMajor } from './store.ts'

export const ongoingOf = (ctx: Context, row: Ongoing): OngoingMajor => ({
  id: row.caseId,
  number: numberOf(row.number),
  title: row.title,
  organisationId: row.organisationId,
  declaredAt: row.declaredAt,
  children: row.children,
  nextUpdateAt: row.nextUpdateAt,
  late: isLate(row.nextUpdateAt, row.endedAt, ctx.now),
})
/** That last in these organisations, newest first. */
export const lastingMajors = async (ctx: Context, organisations: readonly string[]): Promise<OngoingMajor[]> =>
  (await ongoingMajors(ctx.db as Db, organisations)).map((row) => ongoingOf(ctx, row))

/** Whether this case was declared a major incident, also when that has ended. */
export const wasMajor = async (ctx: Context, caseId: string): Promise<boolean> => (await readMajor(ctx.db as Db, caseId)) !== undefined

const told = /^(desk\.(major|escalat)|cases\.(opened|moved|assigned|handedOver))/

/** Everything of one; undefined when the case is none. */
export async function majorShown(ctx: Context, caseId: string): Promise<Major | undefined> {
  const db = ctx.db as Db
  const row = await majorWithCase(db, caseId)
  if (!row) return undefined
  const children = await listChildren(db, caseId)
  const texts = await listTexts(db, caseId)
  const problem = row.problemId === null ? undefined : await caseById(ctx, row.problemId)
  const ids = [
    row.declaredBy,
    row.leadId,
    row.communicationId,
    row.reviewBy,
    ...children.map((one) => one.reporterId),
    ...texts.map((one) => one.authorId),
  ]
  const names = await peopleByIds(
    ctx,
    ids.filter((id) => id !== null),
  )
  const name = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const nameOrNull = (id: string | null) => (id === null ? null : name(id))
  const timeline = (await historyOf(ctx, caseId, 200)).filter((one) => told.test(one.name) && one.name !== 'desk.majorTextSent')
  return {
    ...ongoingOf(ctx, row),
    reason: row.reason,
    declaredBy: nameOrNull(row.declaredBy),
    state: row.state,
    lead: nameOrNull(row.leadId),
    communication: nameOrNull(row.communicationId),
    endedAt: row.endedAt,
    openChildren: row.openChildren,
    childList: children.map(({ reporterId, number, ...one }) => ({ ...one, number: numberOf(number), reporter: name(reporterId) })),
    texts: texts.map(({ id, kind, text, authorId, at, nextUpdateAt, total, done, refused, finishedAt }) => ({
      ...{ id, kind, text, at, nextUpdateAt, total, done, refused, finishedAt },
      author: name(authorId),
    })),
    timeline: timeline.map(({ id, at, by, text }) => ({ id, at, by, text })),
    review:
      row.review === null || row.reviewBy === null || row.reviewAt === null
        ? null
        : {
            text: row.review,
            by: name(row.reviewBy),
            at: row.reviewAt,
            problem: problem ? { id: problem.id, number: numberOf(problem.number) } : null,
          },
    version: row.version,
  }
}
/** Makes the case a child of the parent. Throws why it cannot be; a case that hangs there already stays. */
export async function hangUnder(ctx: Context, parent: CaseRow, row: CaseRow, how: How): Promise<void> {
  const db = ctx.db as Db
  const code = row.id === parent.id ? 'desk.major.isMajor' : whyNotChild(row, parent, (await readMajor(db, row.id)) !== undefined)
  if (code) throw new Problem(code, 409)
  const addedAt = ctx.now.toISOString()
  const { organisationId } = parent
  if (!(await insertChild(db, { caseId: row.id, parentId: parent.id, organisationId, how, addedBy: ctx.actor.personId, addedAt }))) {
    if ((await parentOf(db, row.id))?.parentId === parent.id) return
    throw new Problem('desk.major.hasParent', 409)
  }
  const data = { caseId: parent.id, number: parent.number, childId: row.id, childNumber: row.number, how }
  await ctx.emit(majorChildAdded, { ...(await toldOf(ctx, parent, true)), data })
  await ctx.emit(majorChildAdded, { ...(await toldOf(ctx, row, true)), data })
}
