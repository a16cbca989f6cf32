/** What other wings may do with approvals: ask for one, see how it stands; and how the screens see it. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Approval, Plan, Subject } from './contract.ts'
import { standingOf } from './deciding/rules.ts'
import { openNext, wordIn } from './jobs.ts'
import * as store from './store.ts'

export interface Asking {
  row: { id: string; number: number; organisationId: string }
  /** What it is for: 'request', 'change', 'hand'. One runs at a time for one purpose of a case. */
  purpose: string
  plan: Plan
  subject: Subject
  reason: string
  askedBy: string
  /** Who benefits, and therefore does not decide. */
  forIds?: readonly string[]
  ownerId?: string | null
}
/** Asks for approval, in this transaction; the first step opens within moments. Undefined: one is running for this purpose. */
export async function askApproval(ctx: Context, wish: Asking): Promise<string | undefined> {
  const id = randomUUID()
  const { row, purpose, plan, subject, reason, askedBy } = wish
  const made = await store.insertApproval(ctx.db as store.Db, {
    id,
    caseId: row.id,
    organisationId: row.organisationId,
    number: row.number,
    purpose,
    plan,
    subject,
    reason,
    askedBy,
    forIds: [...(wish.forIds ?? [])],
    ownerId: wish.ownerId ?? null,
    askedAt: ctx.now.toISOString(),
  })
  if (!made) return undefined
  await ctx.enqueue(openNext, { approvalId: id })
  return id
}

/** Why it ended: who refused, and what they wrote. For who tells the reporter. */
export async function endOf(
  ctx: Context,
  approvalId: string,
): Promise<{ text: string; refusedBy: string | null; reason: string | null } | undefined> {
  const row = await store.readApproval(ctx.db as store.Db, approvalId)
  if (!row) return undefined
  const no = (await store.decisionsOf(ctx.db as store.Db, [approvalId])).find(({ yes }) => !yes)
  const names = await peopleByIds(ctx, no ? [no.personId] : [])
  return { text: inWords(ctx, row, no, names) ?? '', refusedBy: no?.personId ?? null, reason: no?.reason ?? null }
}

type Names = ReadonlyMap<string, { id: string; name: string }>
function inWords(ctx: Pick<Context, 't'>, row: store.ApprovalRow, no: store.DecisionRow | undefined, names: Names): string | null {
  if (row.endedWhy === null) return null
  const name = no ? (names.get(no.personId)?.name ?? ctx.t('cases.someone')) : ''
  return ctx.t(`desk.approvals.ended.${row.endedWhy}`, { name, reason: no?.reason ?? '' })
}

export async function approvalsOf(ctx: Context, caseId: string): Promise<Approval[]> {
  return viewsOf(ctx, await store.approvalsOfCase(ctx.db as store.Db, caseId))
}
export async function approvalById(ctx: Context, id: string): Promise<Approval> {
  const row = await store.readApproval(ctx.db as store.Db, id)
  const [view] = row ? await viewsOf(ctx, [row]) : []
  if (!view) throw new Problem('platform.notFound', 404)
  return view
}

interface Parts {
  steps: store.StepRow[]
  seats: store.SeatRow[]
  decisions: store.DecisionRow[]
}
async function viewsOf(ctx: Context, rows: readonly store.ApprovalRow[]): Promise<Approval[]> {
  if (rows.length === 0) return []
  const db = ctx.db as store.Db
  const ids = rows.map(({ id }) => id)
  const parts: Parts = { steps: await store.stepsOf(db, ids), seats: await store.seatsOf(db, ids), decisions: await store.decisionsOf(db, ids) }
  const names = await peopleByIds(ctx, [
    ...rows.flatMap(({ askedBy, forIds }) => [askedBy, ...forIds]),
    ...parts.seats.flatMap(({ seatId, personId }) => [seatId, personId]),
  ])
  return rows.map((row) => viewOf(ctx, row, parts, names))
}

function viewOf(ctx: Context, row: store.ApprovalRow, all: Parts, names: Names): Approval {
  const mine = <R extends { approvalId: string }>(list: readonly R[]) => list.filter((one) => one.approvalId === row.id)
  const parts: Parts = { steps: mine(all.steps), seats: mine(all.seats), decisions: mine(all.decisions) }
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const { locale } = ctx
  const no = parts.decisions.find(({ yes }) => !yes)
  return {
    id: row.id,
    caseId: row.caseId,
    number: numberOf(row.number),
    purpose: row.purpose,
    state: row.state,
    why: inWords(ctx, row, no, names),
    title: row.subject.title,
    lines: row.subject.lines.map(({ label, text }) => ({ label: wordIn(label, locale), text: wordIn(text, locale) })),
    reason: row.reason,
    askedBy: named(row.askedBy),
    askedAt: row.askedAt,
    endedAt: row.endedAt,
    for: row.forIds.map(named),
    steps: row.plan.steps.map((_, at) => stepView(ctx, row, parts, at, named)),
    mayDecide: seatFor(row, parts, ctx.actor.personId) !== undefined,
  }
}

function stepView(ctx: Context, row: store.ApprovalRow, parts: Parts, at: number, named: (id: string) => { id: string; name: string }) {
  const plan = row.plan.steps[at]
  if (!plan) throw new Error('no such step')
  const open = parts.steps.find(({ step }) => step === at)
  const seats = parts.seats.filter((one) => one.step === at)
  const held = seats.filter((one) => one.seatId === one.personId)
  const votes = parts.decisions.filter(({ step }) => step === at)
  const standing = standingOf(plan.mode, held, votes)
  const over = row.state !== 'running' && standing === 'open'
  const { mode } = plan
  const rule =
    mode.kind !== 'share'
      ? ctx.t(`desk.approvals.rule.${mode.kind}`)
      : 'count' in mode
        ? ctx.t('desk.approvals.rule.count', { count: mode.count })
        : ctx.t('desk.approvals.rule.percent', { percent: mode.percent })
  const state = over ? (at === row.step && row.state === 'refused' ? 'refused' : 'skipped') : open === undefined ? 'coming' : standing
  return {
    name: wordIn(plan.name, ctx.locale) || plan.deciders.map(({ kind }) => ctx.t(`desk.approvals.decider.${kind}`)).join(', '),
    state: state as Approval['steps'][number]['state'],
    rule,
    expiresAt: open?.expiresAt ?? null,
    escalated: open?.escalatedAt != null,
    seats: held.map((seat) => {
      const vote = votes.find(({ seatId }) => seatId === seat.seatId)
      return {
        person: named(seat.seatId),
        lead: seat.lead,
        substitutes: seats.filter((one) => one.seatId === seat.seatId && one.personId !== seat.seatId).map(({ personId }) => named(personId)),
        decision: vote ? { yes: vote.yes, by: named(vote.personId), reason: vote.reason, at: vote.at, via: vote.via } : null,
      }
    }),
  }
}

/** The seat in which this person can decide now; their own before that of somebody else. */
export function seatFor(row: store.ApprovalRow, { steps, seats, decisions }: Parts, personId: string | null): store.SeatRow | undefined {
  if (row.state !== 'running' || !steps.some(({ step, closedAt }) => step === row.step && closedAt === null)) return undefined
  if (decisions.some((one) => one.personId === personId && (one.step === row.step || !row.plan.mayRepeat))) return undefined
  const free = seats.filter(
    (one) => one.step === row.step && one.personId === personId && !decisions.some(({ step, seatId }) => step === row.step && seatId === one.seatId),
  )
  return free.find(({ seatId }) => seatId === personId) ?? free[0]
}

export async function partsOf(ctx: Context, id: string): Promise<Parts> {
  const db = ctx.db as store.Db
  return { steps: await store.stepsOf(db, [id]), seats: await store.seatsOf(db, [id]), decisions: await store.decisionsOf(db, [id]) }
}
