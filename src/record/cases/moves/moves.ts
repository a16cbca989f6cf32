/** How a case moves: who may, what it needs, what it does to clocks and conversation. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import * as z from 'zod'
import { type Context, job, Problem } from '#platform/room.ts'
import { applyChange, caseToChange, findCase, toldOf } from '../changes/changes.ts'
import { agreementOf } from '../clocks/agreements/agreements.ts'
import { nextOpening } from '../clocks/calendars/rules.ts'
import { planChange, writePlan } from '../clocks/clocks.ts'
import { beginWaiting, closingPolicyOf, closingRowOf, demandComplete, endWaiting, foundOf, mayReopen, writeClosing } from '../closing/closing.ts'
import type { ClosingFields } from '../closing/contract.ts'
import { type EntryKind, type EveryMove, entryAdded, type Move, type Mover, moved, moves, type State } from '../contract.ts'
import { insertEntry } from '../conversation/store.ts'
import { noteAfter, noteBefore } from '../handover/handover.ts'
import { refuseHeld } from '../holds/holds.ts'
import { handlesComplaint } from '../keeping/keeping.ts'
import { decide, type Given, neededFor, refusal, statusOf } from '../rules.ts'
import type { CaseRow, Db } from '../store.ts'
import { passTasks } from '../tasks/tasks.ts'
import { addSteps, stepsOf } from '../testing/testing.ts'

export interface Moving extends Given {
  caseId: string
  move: EveryMove
  by: Mover
  /** The version the screen showed; without it the case is held until the end of the transaction. */
  version?: number | undefined
  /** Who says it when Spil acts for them (a signed link). */
  authorId?: string | undefined
  /** Why a lead lets it be solved while required tasks are open. */
  despiteTasks?: string | undefined
  /** The words stand in the conversation already. */
  silent?: boolean | undefined
  /** With solving or closing by staff: how it was solved, what it came from, why it cannot be tested. */
  closing?: ClosingFields | undefined
}

/** What the actor is to this case. Undefined: nothing. */
export function moverOf(ctx: Context, row: Pick<CaseRow, 'organisationId' | 'kind' | 'assigneeId'>, takesPart: boolean): Mover | undefined {
  const { scopes, kind } = ctx.actor
  if (kind === 'system') return 'system'
  if (scopes.lead.includes(row.organisationId)) return 'lead'
  if (scopes.work.includes(row.organisationId)) return 'engineer'
  if (handlesComplaint(ctx, row)) return 'lead'
  return takesPart ? 'reporter' : undefined
}

export interface AllowedMove {
  move: Move
  allowed: boolean
  /** Code of the refusal. */
  why: string | null
  needs: readonly string[]
}
/** Every move there is, with the reason where it cannot be made now. */
export const allowedMoves = (row: CaseRow, by: Mover): AllowedMove[] =>
  moves.map((move) => {
    const why = refusal(row, move, by) ?? null
    return { move, allowed: why === null, why, needs: neededFor(move) }
  })

function refuse(ctx: Context, code: string, row: CaseRow, move: EveryMove): never {
  throw new Problem(code, statusOf(code), { move, from: row.state, state: ctx.t(`cases.state.${row.state}`) })
}

/** Makes the move, or throws 'cases.notYou', 'cases.notFrom', 'cases.changed', 'cases.handoverNeeded' or what is missing. */
export async function moveCase(ctx: Context, wish: Moving): Promise<CaseRow> {
  const row = await caseToChange(ctx, wish.caseId, wish.version)
  const { move, by } = wish
  const told = await toldOf(ctx, row)
  const as = moverOf(ctx, row, told.people.includes(ctx.actor.personId ?? ''))
  const claims =
    as === 'system' || as === by || (as === 'lead' && by === 'engineer') || (by === 'reporter' && told.people.includes(ctx.actor.personId ?? ''))
  if (!claims) refuse(ctx, 'cases.notYou', row, move)
  const whole = await prepared(ctx, row, wish)
  const decided = decide(row, move, by, whole, ctx.now)
  if ('refused' in decided) refuse(ctx, decided.refused, row, move)
  if (move === 'solve') await refuseHeld(ctx, row.id)
  if (move === 'reopen' && by === 'reporter' && !(await mayReopen(ctx, row))) refuse(ctx, 'cases.tooLate', row, move)
  const passed = move === 'solve' ? await passTasks(ctx, row, wish.despiteTasks) : undefined
  const set = await effectOf(ctx, row, whole, decided.to)
  const note = move === 'take' ? await noteBefore(ctx, row, set.assigneeId ?? null) : undefined
  const planned = await planChange(ctx, row, set, 'moved')
  const { row: after } = await applyChange(ctx, row, { ...set, ...planned.dues })
  await writePlan(ctx, row.id, planned)
  await noteAfter(ctx, after, note)
  if (move === 'solve') await beginWaiting(ctx, after)
  else if (row.state === 'solved' || move === 'reopen') await endWaiting(ctx, after, move === 'close' && by === 'system')
  await ctx.emit(moved, {
    ...told,
    data: {
      caseId: row.id,
      number: row.number,
      move,
      from: row.state,
      to: after.state,
      by,
      round: after.round,
      waitingFor: after.waitingFor,
      until: after.waitingUntil,
      reporterId: row.reporterId,
      assigneeId: after.assigneeId,
    },
  })
  if (!wish.silent) await say(ctx, after, wish)
  if (passed) await keep(ctx, after, { authorId: wish.authorId ?? ctx.actor.personId, kind: 'note', text: passed, byReporter: false, internal: true })
  if (after.state === 'waiting' && after.waitingUntil !== null)
    await ctx.enqueue(waitIsOver, { caseId: row.id, version: after.version }, { at: new Date(after.waitingUntil), key: `case waits ${row.id}` })
  return after
}

/**
 * Solving and closing by staff: what they wrote down is kept, and what the organisation asks for must be there. How it was tested may be told as
 * steps, as a description (then that is a step that passed), or as the reason why it cannot be tested.
 */
async function prepared(ctx: Context, row: CaseRow, wish: Moving): Promise<Moving> {
  if (wish.by === 'reporter' || wish.by === 'system' || (wish.move !== 'solve' && wish.move !== 'close')) return wish
  if (wish.closing) await writeClosing(ctx, row, wish.closing)
  if (wish.move === 'close') {
    if (row.state === 'solved') await demandComplete(ctx, row, {})
    return wish
  }
  const { policy } = await closingPolicyOf(ctx, row.organisationId)
  const closing = await closingRowOf(ctx, row)
  const steps = await stepsOf(ctx, row.id)
  const found = await foundOf(ctx, row, closing, steps, wish)
  const described = wish.tested?.trim()
  if (described && found.passed === 0 && policy.testing !== 'steps' && row.state !== 'solved')
    await addSteps(ctx, row, [{ what: ctx.t('cases.testedBefore'), actual: described, result: 'passed' }])
  const tells = steps
    .filter((one) => one.round === row.round + 1 && one.result === 'passed')
    .map(({ what, actual }) => (actual ? `${what}: ${actual}` : what))
  const none = policy.testing === 'off' ? ctx.t('cases.notTested') : undefined
  const tested = described || tells.join('\n') || (closing.notTestable ? ctx.t('cases.notTestable', { why: closing.notTestable }) : none)
  // What the machine itself asks for is said first.
  if (wish.done?.trim() && tested) await demandComplete(ctx, row, { ...wish, tested: described })
  return { ...wish, tested }
}

/** The fields that the move sets. */
async function effectOf(ctx: Context, row: CaseRow, wish: Moving, to: State): Promise<Partial<CaseRow>> {
  const now = ctx.now.toISOString()
  const set: Partial<CaseRow> = { state: to }
  if (to !== 'waiting') Object.assign(set, { waitingFor: null, waitingUntil: null, waitingReason: null })
  if (wish.move === 'take') set.assigneeId = ctx.actor.personId
  if (wish.move === 'wait')
    Object.assign(set, {
      waitingFor: wish.for,
      waitingUntil: await untilOf(ctx, row, wish.until),
      waitingReason: wish.reason ?? null,
    })
  if (wish.move === 'solve')
    Object.assign(set, {
      done: wish.done?.trim(),
      tested: wish.tested?.trim(),
      round: row.round + 1,
      solvedAt: now,
      confirmed: false,
      respondedAt: row.respondedAt ?? now,
      assigneeId: row.assigneeId ?? ctx.actor.personId,
    })
  if (wish.move === 'confirm') Object.assign(set, { confirmed: true, closedAt: now })
  if (wish.move === 'close' || wish.move === 'cancel') Object.assign(set, { endReason: wish.reason, closedAt: now })
  if (wish.move === 'askAgain') Object.assign(set, { solvedAt: row.solvedAt ?? now, closedAt: null, endReason: null, confirmed: false })
  if (to === 'reopened') Object.assign(set, { solvedAt: null, closedAt: null, endReason: null, confirmed: false })
  return set
}

/** Waiting ends when people work: in closed hours at the next opening. */
async function untilOf(ctx: Context, row: CaseRow, until: string | undefined): Promise<string | null> {
  if (until === undefined) return null
  const at = new Date(until)
  return (nextOpening(await agreementOf(ctx, row.organisationId), at) ?? at).toISOString()
}

/** What was said with the move stands in the conversation. Mail that made a move is an entry already. */
async function say(ctx: Context, row: CaseRow, wish: Moving): Promise<void> {
  const authorId = wish.authorId ?? ctx.actor.personId
  if (authorId === null) return
  const said: [EntryKind, string | undefined][] =
    wish.move === 'solve'
      ? [
          ['solution', wish.done],
          ['test', wish.tested],
        ]
      : wish.move === 'confirm' || wish.move === 'reject'
        ? [['test', wish.text]]
        : wish.move === 'wait'
          ? []
          : [['note', wish.reason]]
  for (const [kind, text] of said) if (text?.trim()) await keep(ctx, row, { authorId, kind, text, byReporter: wish.by === 'reporter' })
}

interface Kept {
  authorId: string | null
  kind: EntryKind
  text: string
  byReporter: boolean
  internal?: boolean
}
async function keep(ctx: Context, row: CaseRow, one: Kept): Promise<void> {
  const id = randomUUID()
  const { id: caseId, organisationId, confidential, number, reporterId, assigneeId } = row
  const { authorId, kind, text, byReporter, internal = false } = one
  const entry = { visibility: internal ? 'internal' : 'public', channel: 'portal', kind, authorId } as const
  await insertEntry(ctx.db as Db, {
    id,
    caseId,
    organisationId,
    confidential,
    ...entry,
    text,
    html: null,
    messageId: null,
    at: ctx.now.toISOString(),
  })
  await ctx.emit(entryAdded, {
    ...(await toldOf(ctx, row, internal)),
    data: { caseId, number, entryId: id, ...entry, reporterId, assigneeId, byReporter },
  })
}

/** The moment a case waited for has come: work goes on. Another version: somebody already did something else. */
export const waitIsOver = job({
  name: 'cases.waitIsOver',
  payload: z.object({ caseId: z.uuid(), version: z.int() }),
  async run({ caseId, version }, app) {
    try {
      await app.asSystem(async (ctx) => {
        // Merged in the meantime: what it was merged into does not wait for this.
        if ((await findCase(ctx, caseId))?.id === caseId) await moveCase(ctx, { caseId, version, move: 'resume', by: 'system' })
      })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  },
})

/** Waiting cases whose moment has come. */
export async function waitedLongEnough(ctx: Context, limit = 100): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from "case" where state = 'waiting' and waiting_until <= ${ctx.now} order by waiting_until limit ${limit}`.execute(ctx.db as Db)
  return rows.map((row) => row.id)
}
