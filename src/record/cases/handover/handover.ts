/** Handing over: the note that must go along when work changes hands, and what who takes over says to it. */
import { type Context, Problem } from '#platform/room.ts'
import { toldOf } from '../changes/changes.ts'
import { handedOver, handoverAccepted, handoverReturned, handoverWritten, numberOf } from '../contract.ts'
import { clean } from '../rules.ts'
import type { CaseRow } from '../store.ts'
import { changesHands, countsFor, requiredBy } from './rules.ts'
import type { HandoverRow } from './store.ts'
import * as store from './store.ts'

export { requiredBy } from './rules.ts'
export type { HandoverRow } from './store.ts'

export interface HandoverNote {
  /** How things are now. */
  situation: string
  done: string
  next: string
  /** What may go wrong, and by when; empty: nothing. */
  risk: string
}

/** Whether work of this team, in this organisation, changes hands with a note only. */
export async function noteRequired(ctx: Context, organisationId: string, teamId: string | null): Promise<boolean> {
  return requiredBy(await store.listRules(ctx.db, organisationId), teamId)
}
export const handoverRules = (ctx: Context, organisationId: string) => store.listRules(ctx.db, organisationId)
export const saveHandoverRule = (ctx: Context, organisationId: string, teamId: string | null, required: boolean | null) =>
  store.saveRule(ctx.db, organisationId, teamId, required, ctx.actor.personId, ctx.now)

/** Keeps the note for when the case changes hands; an earlier one that was not handed over yet gives way. */
export async function writeNote(ctx: Context, row: CaseRow, note: HandoverNote): Promise<HandoverRow> {
  const writtenBy = ctx.actor.personId
  if (writtenBy === null) throw new Problem('platform.notAllowed', 403)
  const kept = await store.insertNote(ctx.db, {
    caseId: row.id,
    organisationId: row.organisationId,
    status: 'written',
    fromId: row.assigneeId,
    toId: null,
    teamId: null,
    writtenBy,
    situation: clean(note.situation),
    done: clean(note.done),
    next: clean(note.next),
    risk: clean(note.risk),
    writtenAt: ctx.now.toISOString(),
    offeredAt: null,
    endedAt: null,
    endedBy: null,
    question: null,
  })
  await ctx.emit(handoverWritten, {
    ...(await toldOf(ctx, row, true)),
    data: { caseId: row.id, number: row.number, handoverId: kept.id, fromId: row.assigneeId },
  })
  return kept
}

/** The note that was written ahead and still counts. */
export async function noteAhead(ctx: Context, row: CaseRow): Promise<HandoverRow | undefined> {
  const note = await store.openNote(ctx.db, row.id)
  return countsFor(note, row.assigneeId, ctx.now) ? note : undefined
}

/**
 * Before work goes to somebody else: the note that goes along. Throws 'cases.handoverNeeded' where one is required and there is none.
 * What Spil itself assigns (a rule, a step of a ladder) asks nobody for a note.
 */
export async function noteBefore(ctx: Context, row: CaseRow, assigneeId: string | null): Promise<HandoverRow | undefined> {
  if (!changesHands(row, assigneeId)) return undefined
  const note = await noteAhead(ctx, row)
  if (note) return note
  if (ctx.actor.kind === 'system' || !(await noteRequired(ctx, row.organisationId, row.teamId))) return undefined
  throw new Problem('cases.handoverNeeded', 409, {
    caseId: row.id,
    number: numberOf(row.number),
    needs: ['situation', 'done', 'next', 'risk'],
    toId: assigneeId,
    put: `/api/desk/cases/${numberOf(row.number)}/handover`,
  })
}

/** After it: the note is with who is to take over. Who took it themselves has taken over at once. */
export async function noteAfter(ctx: Context, row: CaseRow, note: HandoverRow | undefined): Promise<void> {
  if (!note) return
  const at = ctx.now.toISOString()
  const self = row.assigneeId !== null && row.assigneeId === ctx.actor.personId
  const set = { toId: row.assigneeId, teamId: row.teamId, offeredAt: at, ...(self && { endedAt: at, endedBy: ctx.actor.personId }) }
  const status = self ? ('accepted' as const) : row.assigneeId === null && row.teamId === null ? ('written' as const) : ('offered' as const)
  if (status === 'written') return
  const offered = await store.changeNote(ctx.db, note.id, ['written', 'offered'], { ...set, status })
  if (!offered) return
  await ctx.emit(self ? handoverAccepted : handedOver, { ...(await toldOf(ctx, row, true)), data: dataOf(row, offered) })
}

const dataOf = (row: Pick<CaseRow, 'id' | 'number'>, note: HandoverRow) => ({
  caseId: row.id,
  number: row.number,
  handoverId: note.id,
  fromId: note.fromId,
  toId: note.toId,
  teamId: note.teamId,
})

/** Taken over, or sent back with a question. Undefined: somebody was first. */
export async function answerNote(
  ctx: Context,
  row: CaseRow,
  id: string,
  answer: { status: 'accepted'; toId: string } | { status: 'sentBack'; question: string },
): Promise<HandoverRow | undefined> {
  const ended = { endedAt: ctx.now.toISOString(), endedBy: ctx.actor.personId }
  const done = await store.changeNote(ctx.db, id, ['offered'], { ...answer, ...ended })
  if (!done) return undefined
  await ctx.emit(answer.status === 'accepted' ? handoverAccepted : handoverReturned, { ...(await toldOf(ctx, row, true)), data: dataOf(row, done) })
  return done
}

export const noteById = (ctx: Context, id: string) => store.readNote(ctx.db, id)
export const notesOf = (ctx: Context, caseId: string) => store.listNotes(ctx.db, caseId)

/** Notes that wait for an answer of these people or teams, or that these people gave. What was sent back counts for three days. */
export const waitingNotes = (ctx: Context, people: readonly string[], teams: readonly string[]) =>
  store.waitingNotes(ctx.db, people, teams, new Date(ctx.now.getTime() - 3 * 86_400_000))
/** Cases that these people have in work, and the note of each that was written ahead and still counts. */
export async function workInHand(
  ctx: Context,
  people: readonly string[],
): Promise<{ caseId: string; assigneeId: string; note: HandoverRow | null }[]> {
  const work = await store.workOf(ctx.db, people)
  const notes = await store.openNotes(
    ctx.db,
    work.map(({ caseId }) => caseId),
  )
  return work.map((one) => ({
    ...one,
    note: notes.find((note) => note.caseId === one.caseId && note.status === 'written' && countsFor(note, one.assigneeId, ctx.now)) ?? null,
  }))
}
