/** What an approval does by itself: opens its next step, asks, and notices that time is over. */

import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import type { Translate } from '#platform/i18n.ts'
import { type Context, job, Problem } from '#platform/room.ts'
import { caseById } from '#record/cases/cases.ts'
import { activeAmong, managerOf, membersWith, peopleByIds, teamById } from '#record/people/people.ts'
import { substitutesOf } from '../absence/reads.ts'
import { writeTo } from '../mail/letters/module.ts'
import { approveToken } from './adapters/link.ts'
import { asked, type Decider, ended, escalated } from './contract.ts'
import { seatsFor, standingOf, substitutesFor } from './deciding/rules.ts'
import * as store from './store.ts'

type Row = store.ApprovalRow
const hour = 3_600_000

/** Who sits in for people who are away now. */
async function insteadOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await substitutesOf(ctx, ids, ctx.now)
  return new Map([...found].filter(([, { away }]) => away).map(([id, { people }]) => [id, people]))
}

const ofRow = ({ id: approvalId, caseId, number, purpose }: Row) => ({ approvalId, caseId, number, purpose })
/** Who may know of it besides the readers of the organisation. */
const told = (row: Row, people: readonly string[] = []) => ({
  about: `case/${row.caseId}`,
  organisationId: row.organisationId,
  people: [...new Set([row.askedBy, ...row.forIds, ...people])],
})

async function named(ctx: Context, row: Row, decider: Decider): Promise<string[]> {
  switch (decider.kind) {
    case 'person':
      return [decider.personId]
    case 'manager': {
      const of = row.forIds.length > 0 ? row.forIds : [row.askedBy]
      return (await Promise.all(of.map((id) => managerOf(ctx, id)))).filter((id) => id !== null)
    }
    case 'owner':
      return row.ownerId === null ? [] : [row.ownerId]
    case 'lead':
      return (await membersWith(ctx, 'lead', row.organisationId)).map(({ id }) => id)
    case 'team':
      return (await teamById(ctx, decider.teamId))?.memberIds ?? []
  }
}
const leadsOf = async (ctx: Context, row: Row) =>
  Promise.all((['lead', 'administrator'] as const).map(async (role) => (await membersWith(ctx, role, row.organisationId)).map(({ id }) => id)))

async function decidedBefore(db: store.Db, row: Row): Promise<string[]> {
  return (await store.decisionsOf(db, [row.id])).filter(({ step }) => step < row.step).map(({ personId }) => personId)
}

/** Ends it, once; who follows is told. */
export async function end(ctx: Context, row: Row, state: 'approved' | 'refused' | 'withdrawn', why: store.Ending): Promise<void> {
  const db = ctx.db as store.Db
  if (!(await store.endApproval(db, row.id, state, why, ctx.now))) return
  await store.changeStep(db, row.id, row.step, { closedAt: ctx.now.toISOString() })
  const people = (await store.seatsOf(db, [row.id])).map(({ personId }) => personId)
  await ctx.emit(ended, { ...told(row, people), data: { ...ofRow(row), state, why } })
}

/** Opens the step the approval has come to: seats, substitutes, its time, and a mail to everybody who may decide. */
async function openStep(ctx: Context, row: Row): Promise<void> {
  const db = ctx.db as store.Db
  const step = row.plan.steps[row.step]
  if (!step) return
  const { mayRepeat } = row.plan
  const excluded = [row.askedBy, ...row.forIds]
  const before = await decidedBefore(db, row)
  const all = await activeAmong(ctx, (await Promise.all(step.deciders.map((decider) => named(ctx, row, decider)))).flat())
  const fallback = await leadsOf(ctx, row)
  const seats = seatsFor(step, mayRepeat, { named: all, fallback, excluded, before })
  const expiresAt = step.hours === null ? null : new Date(ctx.now.getTime() + step.hours * hour)
  if (
    !(await store.insertStep(db, {
      approvalId: row.id,
      step: row.step,
      openedAt: ctx.now.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
    }))
  )
    return
  if (seats.length === 0) return end(ctx, row, 'refused', 'nobody')
  const instead = substitutesFor(seats, await insteadOf(ctx, seats), { excluded, before }, mayRepeat)
  await seat(ctx, row, [...seats.map((id) => ({ seatId: id, personId: id })), ...instead], false, expiresAt)
}

async function seat(
  ctx: Context,
  row: Row,
  seats: readonly { seatId: string; personId: string }[],
  late: boolean,
  expiresAt: Date | null,
): Promise<void> {
  const at = { approvalId: row.id, step: row.step, addedAt: ctx.now.toISOString() }
  await store.insertSeats(
    ctx.db as store.Db,
    seats.map((one) => ({ ...at, ...one, lead: late })),
  )
  const personIds = [...new Set(seats.map(({ personId }) => personId))]
  await ctx.emit(late ? escalated : asked, { ...told(row, personIds), data: { ...ofRow(row), step: row.step, personIds } })
  await mail(ctx, row, seats, late, expiresAt)
  if (expiresAt)
    await ctx.enqueue(expireStep, { approvalId: row.id, step: row.step }, { at: expiresAt, key: `approval ${row.id} ${row.step} ${late}` })
}

/** The same words for everybody, each in their own language and with a link of their own. */
async function mail(
  ctx: Context,
  row: Row,
  seats: readonly { seatId: string; personId: string }[],
  late: boolean,
  expiresAt: Date | null,
): Promise<void> {
  const at = await caseById(ctx, row.caseId)
  if (!at) return
  const names = await peopleByIds(ctx, [row.askedBy, ...seats.flatMap(({ seatId, personId }) => [seatId, personId])])
  const nameOf = (id: string, t: Translate) => names.get(id)?.name ?? t('cases.someone')
  for (const { seatId, personId } of seats) {
    const to = names.get(personId)
    if (!to) continue
    const token = approveToken(ctx.app, { approvalId: row.id, personId, step: row.step }, ctx.now, expiresAt)
    const until = expiresAt && new Intl.DateTimeFormat(to.locale, { dateStyle: 'full', timeStyle: 'short', timeZone: to.timeZone }).format(expiresAt)
    const lines = row.subject.lines.map(({ label, text }) => lineOf(wordIn(label, to.locale), wordIn(text, to.locale)))
    await writeTo(ctx, {
      at,
      to,
      letter: 'desk.letter.approve',
      values: (t) => ({
        asker: nameOf(row.askedBy, t),
        what: [row.subject.title, ...lines].join('\n'),
        reason: row.reason,
        more: [
          ...(late ? [t('desk.approvals.mail.escalated')] : []),
          ...(seatId === personId ? [] : [t('desk.approvals.mail.instead', { name: nameOf(seatId, t) })]),
          ...(until ? [t('desk.approvals.mail.until', { until })] : []),
          t('desk.approvals.mail.signedIn', { url: `${ctx.app.config.url}/portal/approvals/${row.id}` }),
        ].join('\n'),
      }),
      buttons: [{ text: 'desk.approvals.mail.decide', url: `${ctx.app.config.url}/approve/${token}` }],
      page: 'none',
      secret: true,
    })
  }
}
const lineOf = (label: string, text: string) => `${label}${/[?!:.]$/.test(label) ? '' : ':'} ${text}`
export const wordIn = (word: { nl: string; en: string }, locale: 'nl' | 'en'): string => word[locale] || word.nl || word.en

/** Time is over: to the leads, once, where the step says so; otherwise refused. */
async function expire(ctx: Context, approvalId: string, step: number): Promise<void> {
  const db = ctx.db as store.Db
  const row = await store.readApproval(db, approvalId, true)
  if (row?.state !== 'running' || row.step !== step) return
  const now = (await store.stepsOf(db, [approvalId])).find((one) => one.step === step)
  if (!now?.expiresAt || now.closedAt !== null || Date.parse(now.expiresAt) > ctx.now.getTime()) return
  const plan = row.plan.steps[step]
  if (!plan) return
  const seats = (await store.seatsOf(db, [approvalId])).filter((one) => one.step === step)
  if (plan.afterwards === 'escalate' && now.escalatedAt === null) {
    const out = new Set([row.askedBy, ...row.forIds, ...(row.plan.mayRepeat ? [] : await decidedBefore(db, row)), ...seats.map((one) => one.seatId)])
    const leads = (await leadsOf(ctx, row)).map((ids) => ids.filter((id) => !out.has(id))).find((ids) => ids.length > 0)
    if (leads) {
      const expiresAt = new Date(ctx.now.getTime() + (plan.hours ?? 24) * hour)
      await store.changeStep(db, approvalId, step, { escalatedAt: ctx.now.toISOString(), expiresAt: expiresAt.toISOString() })
      return seat(
        ctx,
        row,
        leads.map((id) => ({ seatId: id, personId: id })),
        true,
        expiresAt,
      )
    }
  }
  await end(ctx, row, 'refused', 'expired')
}

/** After a decision: how the step stands now, and what follows from it. The row of the approval is held. */
export async function settle(ctx: Context, row: Row): Promise<void> {
  const db = ctx.db as store.Db
  const step = row.plan.steps[row.step]
  if (!step) throw new Problem('desk.approvals.over', 409)
  const here = <R extends { step: number }>(rows: readonly R[]) => rows.filter((one) => one.step === row.step)
  const seats = here(await store.seatsOf(db, [row.id])).filter((one) => one.seatId === one.personId)
  const standing = standingOf(step.mode, seats, here(await store.decisionsOf(db, [row.id])))
  if (standing === 'open') return
  if (standing === 'refused') return end(ctx, row, 'refused', 'refused')
  if (row.step + 1 === row.plan.steps.length) return end(ctx, row, 'approved', 'approved')
  await store.changeStep(db, row.id, row.step, { closedAt: ctx.now.toISOString() })
  await store.goOn(db, row.id, row.step + 1)
  await ctx.enqueue(openNext, { approvalId: row.id })
}

const payload = z.object({ approvalId: Id, step: z.int() })
/** The step that the approval has come to. As the system: who asks or decides may not read who manages whom. */
export const openNext = job({
  name: 'desk.approvals.open',
  payload: payload.pick({ approvalId: true }),
  run: ({ approvalId }, app) =>
    app.asSystem(async (ctx) => {
      const row = await store.readApproval(ctx.db as store.Db, approvalId, true)
      if (row?.state === 'running') await openStep(ctx, row)
    }),
})
const expireStep = job({
  name: 'desk.approvals.expire',
  payload,
  run: ({ approvalId, step }, app) => app.asSystem((ctx) => expire(ctx, approvalId, step)),
})
/** Somebody went away after they were asked: who stands in is asked too. */
async function sitIn(ctx: Context, approvalId: string): Promise<void> {
  const db = ctx.db as store.Db
  const row = await store.readApproval(db, approvalId, true)
  if (row?.state !== 'running') return
  const here = (await store.seatsOf(db, [row.id])).filter((one) => one.step === row.step)
  const decisions = await store.decisionsOf(db, [row.id])
  const open = here.filter((one) => one.seatId === one.personId && !decisions.some(({ step, seatId }) => step === row.step && seatId === one.seatId))
  const seats = open.map(({ seatId }) => seatId)
  const excluded = [row.askedBy, ...row.forIds]
  const before = decisions.map(({ personId }) => personId)
  const instead = substitutesFor(seats, await insteadOf(ctx, seats), { excluded, before }, row.plan.mayRepeat)
  const fresh = instead.filter((one) => !here.some(({ seatId, personId }) => seatId === one.seatId && personId === one.personId))
  const expiresAt = (await store.stepsOf(db, [row.id])).find(({ step }) => step === row.step)?.expiresAt
  if (fresh.length > 0) await seat(ctx, row, fresh, false, expiresAt ? new Date(expiresAt) : null)
}
const sitInAll = job({
  name: 'desk.approvals.sitIn',
  payload: z.object({}),
  cron: '*/15 * * * *',
  async run(_, app) {
    const ids = await app.asSystem((ctx) => store.running(ctx.db as store.Db))
    for (const id of ids) await app.asSystem((ctx) => sitIn(ctx, id))
  },
})
/** For what a set-back clock or a lost job left open. */
const expireAll = job({
  name: 'desk.approvals.expireAll',
  payload: z.object({}),
  cron: '9 * * * *',
  async run(_, app) {
    const late = await app.asSystem((ctx) => store.overdue(ctx.db as store.Db, ctx.now))
    for (const { approvalId, step } of late) await app.asSystem((ctx) => expire(ctx, approvalId, step))
  },
})
export const approvalJobs = [openNext, expireStep, expireAll, sitInAll]
