/** The end of a case: what an organisation wants before it closes, when nobody answers, and how long the reporter may open it again. */
import { type Context, Problem } from '#platform/room.ts'
import { findCase, toldOf } from '../changes/changes.ts'
import { agreementOf } from '../clocks/agreements/agreements.ts'
import type { CaseRow } from '../store.ts'
import { listSteps, type StepRow } from '../testing/store.ts'
import { minutesSpent } from '../time/time.ts'
import { type Check, type ClosingFields, type ClosingPolicy, type ClosingState, closingPolicyChanged, reminded, usualClosing } from './contract.ts'
import { afterWorkingDays, checksOf, endOfWorkingDay, type Found, schedule } from './rules.ts'
import { type ClosingRow, changeClosing, dueClosings, noClosing, readClosing, readPolicy, setClosing, writePolicy } from './store.ts'

export interface PolicyOf {
  policy: ClosingPolicy
  /** 0: nobody has changed it. */
  version: number
}
/** What holds in this organisation; what nobody changed is as every organisation begins. */
export async function closingPolicyOf(ctx: Context, organisationId: string): Promise<PolicyOf> {
  return (await readPolicy(ctx.db, organisationId)) ?? { policy: usualClosing, version: 0 }
}
/** False when somebody was first. */
export async function saveClosingPolicy(ctx: Context, organisationId: string, version: number, policy: ClosingPolicy): Promise<boolean> {
  const saved = await writePolicy(ctx.db, { organisationId, version, at: ctx.now, by: ctx.actor.personId }, policy)
  const about = `organisation/${organisationId}`
  if (saved) await ctx.emit(closingPolicyChanged, { about, organisationId, data: { organisationId, version: version + 1 } })
  return saved
}

export const closingRowOf = async (ctx: Context, row: Pick<CaseRow, 'id' | 'organisationId'>): Promise<ClosingRow> =>
  (await readClosing(ctx.db, row.id)) ?? noClosing(row.id, row.organisationId)

export const closingStateOf = ({ caseId, organisationId, round, ...row }: ClosingRow): ClosingState => row

/** Writes down how it was solved, what it came from, or why it cannot be tested. 409 when somebody was first, 400 for a code that is not there. */
export async function writeClosing(ctx: Context, row: CaseRow, fields: ClosingFields, version?: number): Promise<void> {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ClosingFields
  if (Object.keys(given).length === 0) return
  const { policy } = await closingPolicyOf(ctx, row.organisationId)
  const known = (codes: ClosingPolicy['causes'], code: string | null | undefined) => code == null || codes.some((one) => one.code === code)
  if (!known(policy.solutions, given.solutionCode) || !known(policy.causes, given.causeCode)) throw new Problem('cases.noSuchCode', 400)
  const set = {
    ...given,
    ...(given.notTestable !== undefined && { notTestable: given.notTestable?.trim() || null }),
    ...(given.despiteDeviations !== undefined && { despiteDeviations: given.despiteDeviations?.trim() || null }),
  }
  if (version === undefined) await setClosing(ctx.db, row.id, row.organisationId, set)
  else if (!(await changeClosing(ctx.db, row.id, row.organisationId, version, set))) throw new Problem('cases.closingChanged', 409)
}

/** The round a step written down now belongs to: the one that is offered, or the one being prepared. */
export const roundNow = (row: Pick<CaseRow, 'state' | 'round'>): number =>
  row.state === 'solved' || row.state === 'closed' ? row.round : row.round + 1

/** Open deviations that a case is about. The room of norms stands on this one and gives its count here. */
export type Deviations = (ctx: Context, caseId: string) => Promise<number>
let deviationsOn: Deviations = async () => 0
export function countDeviationsWith(count: Deviations): void {
  deviationsOn = count
}

interface Wish {
  done?: string | undefined
  tested?: string | undefined
}
/** What there is of everything that closing may ask for, with what is being written now. */
export async function foundOf(ctx: Context, row: CaseRow, closing: ClosingRow, steps: readonly StepRow[], wish: Wish = {}): Promise<Found> {
  const round = roundNow(row)
  const now = steps.filter((one) => one.round === round)
  const works = now.filter((one) => one.reporterResult === 'works' || one.result === 'passed')
  return {
    kind: row.kind,
    done: wish.done ?? row.done,
    passed: works.length,
    failed: now.filter((one) => one.result === 'failed').length,
    described: Boolean(wish.tested?.trim()) || (row.state === 'solved' && Boolean(row.tested)),
    notTestable: closing.notTestable !== null,
    solutionCode: closing.solutionCode,
    causeCode: closing.causeCode,
    minutes: await minutesSpent(ctx, row.id),
    deviations: await deviationsOn(ctx, row.id),
    despite: closing.despiteDeviations !== null,
  }
}

/** The closing check: what is there, what is missing and why. */
export async function closingCheck(ctx: Context, row: CaseRow, wish: Wish = {}): Promise<Check[]> {
  const { policy } = await closingPolicyOf(ctx, row.organisationId)
  const closing = await closingRowOf(ctx, row)
  const found = await foundOf(ctx, row, closing, await listSteps(ctx.db, row.id), wish)
  return checksOf(policy, found).map(({ key, ...one }) => ({
    ...one,
    why: ctx.t(key, { kind: ctx.t(`cases.kind.${row.kind}`), ...wordsOf(policy, found, ctx.locale) }),
  }))
}
function wordsOf({ solutions, causes }: ClosingPolicy, { solutionCode, causeCode, passed, failed, minutes, deviations }: Found, locale: 'nl' | 'en') {
  const word = (all: ClosingPolicy['causes'], code: string | null) => all.find((one) => one.code === code)?.[locale] ?? code
  return { code: word(solutions, solutionCode), cause: word(causes, causeCode), passed, failed, minutes, deviations }
}

/** Throws 'cases.closingIncomplete' (409, with the checks) when staff solves or closes and something is missing. */
export async function demandComplete(ctx: Context, row: CaseRow, wish: Wish): Promise<void> {
  const missing = (await closingCheck(ctx, row, wish)).filter((one) => one.needed && !one.done)
  if (missing.length > 0) throw new Problem('cases.closingIncomplete', 409, { missing })
}

/** The question to test goes out, or once more: from now the days are counted. */
export async function beginWaiting(ctx: Context, row: CaseRow, more: Partial<ClosingRow> = {}): Promise<void> {
  const { policy } = await closingPolicyOf(ctx, row.organisationId)
  const { remindAt, closeAt } = schedule(policy, row.kind, await agreementOf(ctx, row.organisationId), ctx.now)
  await setClosing(ctx.db, row.id, row.organisationId, {
    round: row.round,
    remindAt: remindAt?.toISOString() ?? null,
    closeAt: closeAt?.toISOString() ?? null,
    remindedAt: null,
    byPolicy: false,
    askedAgain: 0,
    contradiction: false,
    ...more,
  })
}
/** The case moved on: nothing waits for an answer any more. */
export async function endWaiting(ctx: Context, row: CaseRow, byPolicy: boolean): Promise<void> {
  await setClosing(ctx.db, row.id, row.organisationId, { remindAt: null, closeAt: null, byPolicy, contradiction: false })
}

/** The reporter wrote something that a person must read: it is not closed over their head. */
export async function stopWaiting(ctx: Context, row: CaseRow): Promise<void> {
  await setClosing(ctx.db, row.id, row.organisationId, { remindAt: null, closeAt: null })
}

export const closingsDue = (ctx: Context, limit = 200): Promise<string[]> => dueClosings(ctx.db, ctx.now, limit)

/**
 * What is due on this case at `ctx.now`, in this transaction: the case is held, so of two processes one does it and the other finds it done.
 * 'close': the caller makes the move.
 */
export async function dueOn(ctx: Context, caseId: string): Promise<{ row: CaseRow; due: 'close' | 'reminded' | null } | undefined> {
  const row = await findCase(ctx, caseId, true)
  if (!row) return undefined
  const closing = await closingRowOf(ctx, row)
  const passed = (at: string | null) => at !== null && new Date(at) <= ctx.now
  if (row.state !== 'solved' || closing.round !== row.round) {
    await endWaiting(ctx, row, closing.byPolicy)
    return { row, due: null }
  }
  if (passed(closing.closeAt)) return { row, due: 'close' }
  if (!passed(closing.remindAt)) return { row, due: null }
  await setClosing(ctx.db, row.id, row.organisationId, { remindAt: null, remindedAt: ctx.now.toISOString() })
  const { id, number, round, reporterId } = row
  await ctx.emit(reminded, { ...(await toldOf(ctx, row)), data: { caseId: id, number, round, reporterId, closeAt: closing.closeAt } })
  return { row, due: 'reminded' }
}

/** Until when the reporter may open this case again; null when it has not ended. */
export async function reopenUntil(ctx: Context, row: Pick<CaseRow, 'organisationId' | 'closedAt'>): Promise<Date | null> {
  if (row.closedAt === null) return null
  const { policy } = await closingPolicyOf(ctx, row.organisationId)
  return endOfWorkingDay(await agreementOf(ctx, row.organisationId), new Date(row.closedAt), policy.reopenWithin)
}
/** Whether an answer of the reporter still opens this case again; later it becomes a new one that follows it. What is confidential stays together. */
export async function mayReopen(ctx: Context, row: Pick<CaseRow, 'organisationId' | 'closedAt' | 'confidential'>): Promise<boolean> {
  if (row.confidential) return true
  const until = await reopenUntil(ctx, row)
  return until === null || ctx.now < until
}

/** The moment so many working days of this organisation from now, within its working hours. */
export async function workingDaysFrom(ctx: Context, organisationId: string, days: number): Promise<Date> {
  const at = afterWorkingDays(await agreementOf(ctx, organisationId), ctx.now, days)
  return at ?? new Date(ctx.now.getTime() + days * 86_400_000)
}
