/** Merging a case into another, and undoing it as if it had never been. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { findCase, toldOf } from '../changes/changes.ts'
import { numberOf, type State } from '../contract.ts'
import { keepsSomebody } from '../keeping/keeping.ts'
import { waitIsOver } from '../moves/moves.ts'
import { type CaseRow, type Db, insertChange, readCase, updateCase } from '../store.ts'
import { merged, mergeUndone } from './contract.ts'
import {
  type Before,
  circleOf,
  endMerge,
  familyIds,
  growTrees,
  holdTrees,
  insertMerge,
  type MergeRow,
  mergedReporters,
  moveSaid,
  readMerge,
} from './store.ts'

const missing = () => new Problem('platform.notFound', 404)
const ended: readonly State[] = ['closed', 'cancelled']
const most = 50

export interface Merging {
  caseId: string
  intoId: string
  reason?: string | undefined
}

/** The ids a case goes with: its own, and those of all that was merged into it. */
export const familyOf = (ctx: Context, caseId: string): Promise<string[]> => familyIds(ctx.db, caseId)

/** Both cases, held until the end of the transaction, while nobody else merges in the organisation. */
async function both(ctx: Context, { caseId, intoId }: Merging): Promise<{ from: CaseRow; into: CaseRow }> {
  const seen = await findCase(ctx, caseId)
  if (!seen) throw missing()
  await holdTrees(ctx.db as Db, seen.organisationId)
  const from = await findCase(ctx, caseId)
  const into = await findCase(ctx, intoId)
  if (!from || !into) throw missing()
  if (from.organisationId !== into.organisationId) throw new Problem('cases.mergeElsewhere', 409)
  // The lower id first, as everybody does.
  for (const id of [from.id, into.id].sort()) await readCase(ctx.db as Db, { id }, { lock: true })
  return { from: (await readCase(ctx.db as Db, { id: from.id })) ?? from, into: (await readCase(ctx.db as Db, { id: into.id })) ?? into }
}

/** Only among those who may see both already, unless who merges them may. */
async function refuseWiderCircle(ctx: Context, from: CaseRow, into: CaseRow): Promise<void> {
  if (!from.confidential && !into.confidential) return
  const [one, other] = [await circleOf(ctx.db as Db, from.id), await circleOf(ctx.db as Db, into.id)]
  const same = one.size === other.size && [...one].every((id) => other.has(id))
  const me = ctx.actor.personId ?? ''
  if (from.confidential && into.confidential && (same || (one.has(me) && other.has(me)))) return
  throw new Problem('cases.mergeConfidential', 409)
}

/**
 * Merges the case into another one of the same organisation: its number leads there, and everything on it is shown there. A case that was
 * merged itself stands for where it leads.
 */
export async function mergeCases(ctx: Context, wish: Merging): Promise<MergeRow> {
  const db = ctx.db as Db
  const { from, into } = await both(ctx, wish)
  if (from.id === into.id) throw new Problem('cases.mergeSame', 409)
  if (ended.includes(into.state) && !ended.includes(from.state)) throw new Problem('cases.mergeEnded', 409)
  await refuseWiderCircle(ctx, from, into)
  if ((await keepsSomebody(ctx, from.id)) || (await keepsSomebody(ctx, into.id))) throw new Problem('cases.mergeKept', 409)
  if ((await familyIds(ctx.db, into.id)).length + (await familyIds(ctx.db, from.id)).length > most) throw new Problem('cases.mergeMost', 409)
  const told = await toldOf(ctx, from)
  const at = ctx.now.toISOString()
  const merge: MergeRow = {
    id: randomUUID(),
    caseId: from.id,
    intoId: into.id,
    organisationId: from.organisationId,
    reason: wish.reason?.trim() || null,
    at,
    byId: ctx.actor.personId,
    before: beforeOf(from),
    undoneAt: null,
    undoneBy: null,
  }
  if (!(await insertMerge(ctx.db, merge))) throw new Problem('cases.mergeSame', 409)
  await write(ctx, from, {
    state: 'cancelled',
    waitingFor: null,
    waitingUntil: null,
    waitingReason: null,
    endReason: ctx.t('cases.mergedInto', { number: numberOf(into.number) }),
    closedAt: from.closedAt ?? at,
    responseDueAt: null,
    solutionDueAt: null,
    dueAt: null,
    riskAt: null,
  })
  await growTrees(db, [from.id, into.id])
  await tell(ctx, merged, { merge, from, into, people: told.people }, {})
  return merge
}

const beforeOf = (row: CaseRow): Before => ({
  state: row.state,
  waitingFor: row.waitingFor,
  waitingUntil: row.waitingUntil,
  waitingReason: row.waitingReason,
  endReason: row.endReason,
  closedAt: row.closedAt,
  confirmed: row.confirmed,
  responseDueAt: row.responseDueAt,
  solutionDueAt: row.solutionDueAt,
  dueAt: row.dueAt,
  riskAt: row.riskAt,
  confidential: row.confidential,
})

async function write(ctx: Context, row: CaseRow, set: Partial<CaseRow>): Promise<CaseRow> {
  const db = ctx.db as Db
  const stamp = { updatedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId }
  const after = await updateCase(db, row.id, row.version, { ...set, ...stamp })
  if (!after) throw new Problem('platform.notAllowed', 403)
  const changes = after.state === row.state ? [] : [{ field: 'state', from: row.state, to: after.state }]
  await insertChange(db, { caseId: row.id, version: after.version, changedBy: stamp.changedBy, at: stamp.updatedAt, changes })
  return after
}

interface Ends {
  merge: MergeRow
  from: CaseRow
  into: CaseRow
  people: readonly string[]
}
/** In the story of both, to everybody of both. */
async function tell<T extends typeof merged | typeof mergeUndone>(ctx: Context, type: T, ends: Ends, more: Record<string, unknown>): Promise<void> {
  const { merge, from, into } = ends
  const told = await toldOf(ctx, into)
  const people = [...new Set([...told.people, ...ends.people])]
  const data = {
    mergeId: merge.id,
    caseId: from.id,
    number: from.number,
    intoId: into.id,
    intoNumber: into.number,
    reporterId: from.reporterId,
    intoReporterId: into.reporterId,
    ...more,
  } as never
  for (const about of [`case/${into.id}`, `case/${from.id}`]) await ctx.emit(type, { ...told, about, people, data })
}

/**
 * Undoes a merge: the case is again what it was. What was said on the other one since stays there; with `takeBack` what came from the
 * reporter of the merged case goes along.
 */
export async function undoMerge(ctx: Context, mergeId: string, takeBack = false): Promise<CaseRow> {
  const db = ctx.db as Db
  const seen = await readMerge(ctx.db, mergeId)
  if (!seen) throw missing()
  await holdTrees(db, seen.organisationId)
  const merge = await readMerge(ctx.db, mergeId)
  if (!merge || merge.undoneAt !== null) throw new Problem('cases.mergeUndone', 409)
  for (const id of [merge.caseId, merge.intoId].sort()) await readCase(db, { id }, { lock: true })
  const from = await readCase(db, { id: merge.caseId })
  const into = await readCase(db, { id: merge.intoId })
  if (!from || !into) throw missing()
  if (from.confidential !== merge.before.confidential) throw new Problem('cases.undoConfidential', 409)
  const people = (await toldOf(ctx, (await findCase(ctx, from.id)) ?? from)).people
  if (!(await endMerge(ctx.db, merge.id, ctx.now.toISOString(), ctx.actor.personId))) throw new Problem('cases.mergeUndone', 409)
  // Where its number led until now, which is where its reporter wrote.
  const shownOn = (await findCase(ctx, from.id)) ?? into
  const movedEntries = takeBack ? await moveSaid(db, from.reporterId, merge.at, shownOn.id, from.id) : 0
  const after = await write(ctx, from, merge.before)
  await growTrees(db, [from.id, into.id])
  if (after.state === 'waiting' && after.waitingUntil !== null)
    await ctx.enqueue(waitIsOver, { caseId: after.id, version: after.version }, { at: new Date(after.waitingUntil), key: `case waits ${after.id}` })
  await tell(ctx, mergeUndone, { merge, from: after, into, people }, { movedEntries })
  return after
}

export const mergeById = (ctx: Context, id: string) => readMerge(ctx.db, id)
/** Who reported cases that are shown on this one, each with the number of theirs. */
export const reportersMerged = (ctx: Context, caseId: string) => mergedReporters(ctx.db as Db, caseId)
