/** What the room of cases offers to the floor above: open a case, say something on it, change it, find it. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { type Answered, type Answering, answerTest as answer, type Returning } from './answering/answering.ts'
import { applyChange, caseToChange, findCase, forLogbook, toldOf } from './changes/changes.ts'
import { agreementOf } from './clocks/agreements/agreements.ts'
import { planChange, planOpening, writePlan } from './clocks/clocks.ts'
import { mayReopen } from './closing/closing.ts'
import { assigned, type Channel, changed, type Impact, type Kind, numberOf, opened, type Priority, priorities, type Urgency } from './contract.ts'
import { attachFiles, type FileGiven } from './conversation/conversation.ts'
import { noteAfter, noteBefore } from './handover/handover.ts'
import { keepsSomebody, refuseKept } from './keeping/keeping.ts'
import { linkCases } from './linking/linking.ts'
import { moveCase } from './moves/moves.ts'
import { addPerson } from './parts/parts.ts'
import type { SaidReason, Service } from './priority/contract.ts'
import { propose } from './priority/rules.ts'
import { clean } from './rules.ts'
import { type Splitting, splitCase as splitOff } from './splitting/splitting.ts'
import type { CaseRow, Db } from './store.ts'
import * as store from './store.ts'

export { type Answered, type Answering, asksByMail, asReporter } from './answering/answering.ts'
export { aroundCase } from './around/around.ts'
export { findCase, toldOf } from './changes/changes.ts'
export { agreementOf } from './clocks/agreements/agreements.ts'
export { everOpen, inOrder } from './clocks/calendars/rules.ts'
export { saveCalendar, saveMatrix } from './clocks/settings/settings.ts'
export { clocksOf } from './clocks/sums/sums.ts'
export * from './closing/closing.ts'
export {
  addAttachment,
  addEntry,
  attachmentById,
  attachmentsOf,
  countAttachments,
  entriesOf,
  entryById,
  type FileGiven,
  headOf,
} from './conversation/conversation.ts'
export * from './handover/handover.ts'
export { historyOf } from './history/history.ts'
export { holdCase, releaseCase } from './holds/holds.ts'
export { handledBy, handlesComplaint, keepFrom, notKept } from './keeping/keeping.ts'
export { linkCases, linksOf, similarCases, tellWaiting, unlinkCases } from './linking/linking.ts'
export { casesByNumber, casesOf, countViews, entriesByIds, type ListRow, listCases, searchIds } from './lists/lists.ts'
export { familyOf, mergeById, mergeCases, reportersMerged, undoMerge } from './merging/merging.ts'
export { allowedMoves, moveCase, moverOf } from './moves/moves.ts'
export { addPerson, removePerson } from './parts/parts.ts'
export { overriddenOf, overridesOf } from './priority/priority.ts'
export { clean, fold, numberIn, safeName, snippet, typeOf, wordsOf } from './rules.ts'
export { splitsOf, undoSplit } from './splitting/splitting.ts'
export type { AttachmentRow, CaseRow, EntryRow } from './store.ts'
export { shown as tasksInWords, tasksAcross, tasksShown } from './tasks/reads.ts'
export * from './tasks/tasks.ts'
export * from './testing/testing.ts'
export { correctTime, removeTime, spendTime, startTimer, stopTimer, sumTime, timeOf, timerOf, timeWas } from './time/time.ts'
export { colleaguesOn, mention, unwatch, watch, watchersOf, whoHears } from './watching/watching.ts'

export interface Opening {
  organisationId: string
  kind: Kind
  title: string
  text: string
  reporterId: string
  impact: Impact
  urgency: Urgency
  channel: Channel
  registeredBy: string | null
  attachments?: readonly FileGiven[]
  confidential?: boolean
  priorityOverride?: { priority: Priority; reason: string }
  teamId?: string | null
  assigneeId?: string | null
  /** What it is about, as a name or an id. */
  service?: string | null
  agreementId?: string | null
  /** Answers that say how many are hindered, or how badly. */
  said?: readonly SaidReason[]
  /** What it is about, with its importance. */
  concerns?: Service | null
}

const spoken: readonly Channel[] = ['phone', 'walkIn']

/** Opens the case with its priority and clocks, in this transaction. Who reports by phone or at the counter has been answered at once. */
export async function openCase(ctx: Context, wish: Opening): Promise<CaseRow> {
  const db = ctx.db as Db
  const { organisationId, kind, impact, urgency, channel, reporterId, registeredBy } = wish
  const [agreement, number] = await Promise.all([agreementOf(ctx, organisationId), store.nextNumber(db)])
  const { priority: proposed, reasons: why } = propose(agreement.matrix, impact, urgency, { said: wish.said, service: wish.concerns })
  const priority = wish.priorityOverride?.priority ?? proposed
  const at = ctx.now.toISOString()
  const answered = spoken.includes(channel)
  const fields = {
    ...empty,
    pauses: [],
    openedAt: at,
    respondedAt: answered ? at : null,
    state: wish.assigneeId ? ('inProgress' as const) : ('new' as const),
    service: wish.service ?? null,
    agreementId: wish.agreementId ?? null,
    id: randomUUID(),
    number,
    organisationId,
    kind,
    title: clean(wish.title.slice(0, 200)),
    text: clean(wish.text),
    reporterId,
    registeredBy,
    channel,
    impact,
    urgency,
    proposedPriority: proposed,
    why,
    concerns: wish.concerns ?? null,
    priority,
    priorityRank: priorities.length - priorities.indexOf(priority),
    priorityReason: priority === proposed ? null : (wish.priorityOverride?.reason ?? null),
    assigneeId: wish.assigneeId ?? null,
    teamId: wish.teamId ?? null,
    // A complaint from its first moment: later is too late for what was already told.
    confidential: kind === 'complaint' || (wish.confidential ?? false),
    updatedAt: at,
    changedBy: ctx.actor.personId,
  }
  const planned = planOpening(agreement, fields, answered ? ['opened', 'staffReplied'] : ['opened'], at)
  const row: CaseRow = { ...fields, ...planned.dues }
  const named = row.confidential ? [registeredBy, ctx.actor.personId, row.assigneeId].filter((id) => id !== null && id !== reporterId) : []
  const people = [
    { personId: reporterId, role: 'reporter' as const },
    ...[...new Set(named)].map((id) => ({ personId: id as string, role: 'named' as const })),
  ]
  const emitting = { caseId: row.id, number, kind, channel, impact, urgency, proposed, priority, reporterId }
  // Asked in one go, done in this order.
  const written = [store.insertCase(db, row), store.insertPeople(db, row, people), writePlan(ctx, row.id, planned)]
  const told = ctx.emit(opened, {
    about: `case/${row.id}`,
    organisationId,
    people: people.map(({ personId }) => personId),
    confined: row.confidential,
    data: emitting,
  })
  await Promise.all([...written, told])
  await attachFiles(ctx, row, wish.attachments ?? [], { entryId: null, visibility: 'public', addedBy: registeredBy ?? reporterId })
  return row
}

const empty = {
  state: 'new',
  waitingFor: null,
  waitingUntil: null,
  waitingReason: null,
  done: null,
  tested: null,
  round: 0,
  endReason: null,
  confirmed: false,
  closedAt: null,
  solvedAt: null,
  version: 1,
} as const

export interface Assigning {
  version: number
  /** null: nobody; undefined: as it is. */
  assigneeId?: string | null | undefined
  teamId?: string | null | undefined
  /** It goes back to who gave it: no note is asked. */
  back?: boolean | undefined
}
/** On a confidential case the assignee becomes one of the named. Where a note must go along: 'cases.handoverNeeded' without one. */
export async function assignCase(ctx: Context, ref: string, { version, ...to }: Assigning): Promise<CaseRow> {
  const row = await caseToChange(ctx, ref, version)
  const wanted = {
    assigneeId: to.assigneeId === undefined ? row.assigneeId : to.assigneeId,
    teamId: to.teamId === undefined ? row.teamId : to.teamId,
  }
  const note = to.back ? undefined : await noteBefore(ctx, row, wanted.assigneeId)
  if (wanted.assigneeId !== row.assigneeId) await refuseKept(ctx, row.id, wanted.assigneeId)
  const planned = await planChange(ctx, row, wanted, 'assigned')
  const { row: after } = await applyChange(ctx, row, { ...wanted, ...planned.dues })
  await writePlan(ctx, row.id, planned)
  await noteAfter(ctx, after, note)
  if (row.confidential && after.assigneeId) await addPerson(ctx, after, after.assigneeId, 'named')
  const { assigneeId, teamId } = row
  await ctx.emit(assigned, { ...(await toldOf(ctx, row)), data: { caseId: row.id, number: row.number, ...wanted, before: { assigneeId, teamId } } })
  return after
}

export interface Editing {
  version: number
  title?: string | undefined
  text?: string | undefined
  kind?: Kind | undefined
  impact?: Impact | undefined
  urgency?: Urgency | undefined
  reporterId?: string | undefined
  confidential?: boolean | undefined
  service?: string | null | undefined
  /** What it is about, with its importance; undefined: as it is. Of the catalogue it is given with `service`. */
  concerns?: Service | null | undefined
  /** null: follow the proposal. Another than proposed needs a reason (the caller sees to that). */
  priority?: Priority | null | undefined
  priorityReason?: string | undefined
}
/** Changes fields; with them the proposal, the priority and the clocks. */
export async function editCase(ctx: Context, ref: string, { version, ...wish }: Editing): Promise<CaseRow> {
  const db = ctx.db as Db
  const row = await caseToChange(ctx, ref, version)
  const agreement = await agreementOf(ctx, row.organisationId)
  const { title = row.title, text = row.text, kind = row.kind, impact = row.impact, urgency = row.urgency } = wish
  const { reporterId = row.reporterId, service = row.service, concerns = row.concerns } = wish
  const confidential = await staysConfidential(ctx, row, wish)
  if (reporterId !== row.reporterId) await refuseKept(ctx, row.id, reporterId)
  const said = row.why.filter((reason) => reason.code === 'said')
  const { priority: proposedPriority, reasons: why } = propose(agreement.matrix, impact, urgency, { said, service: concerns })
  const chosen = wish.priority === undefined ? (row.priorityReason === null ? null : row.priority) : wish.priority
  const priority = chosen ?? proposedPriority
  const priorityReason = priority === proposedPriority ? null : (wish.priorityReason ?? row.priorityReason)
  if (priority !== proposedPriority && priorityReason === null) throw new Problem('desk.priorityReasonNeeded', 400)
  const fields = {
    title: clean(title),
    text: clean(text),
    kind,
    impact,
    urgency,
    reporterId,
    confidential,
    service,
    concerns,
    proposedPriority,
    why,
    priority,
    priorityReason,
  }
  if (confidential && ctx.actor.personId) await addPerson(ctx, { ...row, confidential }, ctx.actor.personId, 'named')
  const planned = await planChange(ctx, row, fields, 'changed')
  const { row: after, changes } = await applyChange(ctx, row, { ...fields, ...planned.dues })
  await writePlan(ctx, row.id, planned)
  if (confidential !== row.confidential) await store.setConfidential(db, row.id, confidential)
  if (reporterId !== row.reporterId)
    await store.setReporter(db, row.id, row.reporterId, {
      caseId: row.id,
      personId: reporterId,
      organisationId: row.organisationId,
      confidential,
      role: 'reporter',
      addedAt: ctx.now.toISOString(),
    })
  if (changes.length > 0)
    await ctx.emit(changed, {
      ...(await toldOf(ctx, after)),
      data: { caseId: row.id, number: row.number, version: after.version, changes: forLogbook(changes) },
    })
  return after
}

/** What becomes a complaint becomes confidential, and what somebody is kept from stays so: events that were told cannot be taken back. */
async function staysConfidential(ctx: Context, row: CaseRow, wish: Pick<Editing, 'kind' | 'confidential'>): Promise<boolean> {
  if (wish.kind === 'complaint' && row.kind !== 'complaint') return true
  if (wish.confidential !== false || !row.confidential) return wish.confidential ?? row.confidential
  if (await keepsSomebody(ctx, row.id)) throw new Problem('cases.keptConfidential', 409)
  return false
}

export const caseById = (ctx: Context, id: string) => store.readCase(ctx.db as Db, { id }, { follow: true })
/** 'C-1042' or '1042'. */
export const caseByNumber = (ctx: Context, number: string) => findCase(ctx, number)
export const peopleOf = (ctx: Context, caseId: string) => store.listPeople(ctx.db as Db, caseId)
/** Entries, with their files, become a case of their own. */
export const splitCase = (ctx: Context, row: CaseRow, wish: Splitting) => splitOff(ctx, row, wish, openCase)

/** It is back: the same case while it may still be opened again, later a new one that follows it. Answers the case to go on with. */
export async function backAgain(ctx: Context, row: CaseRow, { text, personId, channel, spoken }: Returning): Promise<CaseRow> {
  const by = { caseId: row.id, by: 'reporter', authorId: personId } as const
  if (await mayReopen(ctx, row)) return moveCase(ctx, { ...by, move: 'reopen', reason: text, silent: spoken })
  const { organisationId, kind, title, impact, urgency } = row
  const from = ctx.t('cases.backAgain', { number: numberOf(row.number) })
  const people = { reporterId: personId, registeredBy: personId }
  const fresh = await openCase(ctx, { organisationId, kind, title, text: `${text}\n\n${from}`, impact, urgency, channel, ...people })
  await linkCases(ctx, fresh.id, row.id, 'follows')
  return fresh
}
/** The reporter answers the question to test; see `answering/`. */
export const answerTest = (ctx: Context, wish: Answering): Promise<Answered> => answer(ctx, wish, backAgain)
