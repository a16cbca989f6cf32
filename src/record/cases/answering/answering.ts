/** The reporter answers the question to test, by link, in the portal or by mail: what it comes to is decided here, once for all three. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { personById } from '#record/people/people.ts'
import { caseToChange, toldOf } from '../changes/changes.ts'
import { beginWaiting, closingRowOf, stopWaiting } from '../closing/closing.ts'
import type { Channel } from '../contract.ts'
import { addEntry } from '../conversation/conversation.ts'
import { moveCase } from '../moves/moves.ts'
import { clean } from '../rules.ts'
import type { CaseRow } from '../store.ts'
import { askedAgain, type Outcome, type StepAnswer, testAnswered, type Via, type Why } from '../testing/contract.ts'
import { judge } from '../testing/rules.ts'
import { insertAnswer, listAnswers } from '../testing/store.ts'
import { answerSteps } from '../testing/testing.ts'

/** Two answers that differ within this time contradict each other; later the second is news. */
const secondThoughts = 86_400_000
/** A round is asked again no more often than this: then a person calls. */
const askedAtMost = 2

export interface Answering {
  caseId: string
  /** Who answers; `ctx.actor` is this person too (see `asReporter`). */
  personId: string
  via: Via
  /** The button that was pressed; null when there was none. */
  works: boolean | null
  /** What the words say, read by itself. */
  heard: 'yes' | 'no' | 'unclear'
  text?: string | undefined
  steps?: readonly StepAnswer[] | undefined
  /** Only while it is in this round of testing. */
  round?: number | undefined
  /** The words stand in the conversation already (mail). */
  spoken?: boolean
}
export interface Answered {
  /** The case to go on with: the same, or a new one that follows it. */
  row: CaseRow
  outcome: Outcome | 'over'
}
export interface Returning {
  text: string
  personId: string
  channel: Channel
  /** The words stand in the conversation already. */
  spoken?: boolean | undefined
}
export type Again = (ctx: Context, row: CaseRow, wish: Returning) => Promise<CaseRow>

/** The rest of this transaction as this person, for what a signed link or a mail of theirs does: the logbook says that it was them. */
export async function asReporter(ctx: Context, personId: string): Promise<Context> {
  const person = await personById(ctx, personId)
  if (!person) return ctx
  const scopes = { member: [], read: [], inside: [], work: [], lead: [], admin: [] }
  const { name, locale, timeZone } = person
  return ctx.as({ ...ctx.actor, kind: 'person', personId, name, locale, timeZone, permissions: new Map(), scopes, credential: null, blockedBy: null })
}

/** What was said for certain in this round since it was last asked, not too long ago. */
async function saidBefore(ctx: Context, row: CaseRow): Promise<'yes' | 'no' | null> {
  const all = (await listAnswers(ctx.db, row.id)).filter((one) => one.round === row.round)
  const since = all.slice(all.findLastIndex((one) => one.outcome === 'askedAgain') + 1)
  const last = since.findLast((one) => one.said !== 'unclear')
  if (!last || last.said === 'unclear' || ctx.now.getTime() - Date.parse(last.at) > secondThoughts) return null
  return last.said
}

/** Throws 'cases.notFrom' when nothing is asked any more, 'cases.reasonNeeded' when "no" comes without words, 'cases.notYou' for who takes no part. */
export async function answerTest(ctx: Context, wish: Answering, again: Again): Promise<Answered> {
  const row = await caseToChange(ctx, wish.caseId, undefined)
  const told = await toldOf(ctx, row)
  if (!told.people.includes(wish.personId)) throw new Problem('cases.notYou', 403)
  if (wish.round !== undefined && wish.round !== row.round) return { row, outcome: 'over' }
  const before = await saidBefore(ctx, row)
  const fails = row.state === 'solved' ? await answerSteps(ctx, row, wish.personId, wish.steps ?? []) : 0
  const judged = judge({ state: row.state, works: wish.works, heard: wish.heard, stepFails: fails > 0, before })
  if (judged.does === 'over') return { row, outcome: 'over' }
  const text = clean(wish.text ?? '').trim()
  if ((judged.does === 'reject' || judged.does === 'reopen') && text === '' && fails === 0) throw new Problem('cases.reasonNeeded', 400)
  const done = await carryOut(ctx, row, { ...wish, text }, judged, again)
  await insertAnswer(ctx.db, {
    id: randomUUID(),
    caseId: row.id,
    organisationId: row.organisationId,
    round: row.round,
    personId: wish.personId,
    via: wish.via,
    said: judged.said,
    works: wish.works,
    text,
    outcome: done.outcome,
    at: ctx.now.toISOString(),
  })
  const { id: caseId, number, round } = row
  await ctx.emit(testAnswered, { ...told, data: { caseId, number, round, via: wish.via, said: judged.said, outcome: done.outcome } })
  return done
}

type Judged = ReturnType<typeof judge>
async function carryOut(
  ctx: Context,
  row: CaseRow,
  wish: Answering & { text: string },
  judged: Judged,
  again: Again,
): Promise<{ row: CaseRow; outcome: Outcome }> {
  const by = { caseId: row.id, by: 'reporter' as const, authorId: wish.personId }
  // What came by mail stands there already.
  const words = wish.spoken ? undefined : wish.text
  if (judged.does === 'confirm') return { row: await moveCase(ctx, { ...by, move: 'confirm', text: words }), outcome: 'confirmed' }
  if (judged.does === 'reject') {
    const text = wish.text || ctx.t('cases.stepsFailed')
    return { row: await moveCase(ctx, { ...by, move: 'reject', text, silent: wish.spoken }), outcome: 'rejected' }
  }
  if (judged.does === 'reopen') {
    const channel = wish.via === 'mail' ? 'mail' : 'portal'
    return { row: await again(ctx, row, { text: wish.text, personId: wish.personId, channel, spoken: wish.spoken }), outcome: 'reopened' }
  }
  if (words) await addEntry(ctx, { caseId: row.id, authorId: wish.personId, visibility: 'public', channel: 'portal', kind: 'test', text: words })
  if (judged.does === 'askAgain') return { row: await askAgain(ctx, row, wish.personId, judged.why), outcome: 'askedAgain' }
  if (row.state === 'solved') await stopWaiting(ctx, row)
  return { row, outcome: 'message' }
}

/** The case stays, or becomes again, to be tested; the question goes out once more and the days are counted from now. */
async function askAgain(ctx: Context, row: CaseRow, personId: string, why: Why): Promise<CaseRow> {
  const closing = await closingRowOf(ctx, row)
  const times = (closing.round === row.round ? closing.askedAgain : 0) + 1
  const after = row.state === 'solved' ? row : await moveCase(ctx, { caseId: row.id, move: 'askAgain', by: 'reporter' })
  await beginWaiting(ctx, after, { askedAgain: times, contradiction: true })
  const { id: caseId, number, round, reporterId, assigneeId } = after
  await ctx.emit(askedAgain, { ...(await toldOf(ctx, row)), data: { caseId, number, round, why, times, personId, reporterId, assigneeId } })
  return after
}
/** Whether the reporter gets the question once more by mail, or somebody had better call. */
export const asksByMail = (times: number): boolean => times <= askedAtMost
