/** The clocks of a case as it changes: which there are now, and what of them is kept on the case. */
import { randomUUID } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import type { State } from '../contract.ts'
import type { CaseRow } from '../store.ts'
import { type Agreement, agreementFrom, calendarFor } from './agreements/agreements.ts'
import { hoursOf } from './calendars/calendars.ts'
import type { Happening, Moment, Target } from './contract.ts'
import { wakeAt } from './ladder/jobs.ts'
import { planned } from './ladder/rules.ts'
import { type Agreed, applies, changedRounds, type Ran, timed } from './rules.ts'
import { type CaseClocks, type CaseDues, type ClockRow, type NewMoment, readCaseClocks, writeClocks } from './store.ts'

type Ticks = Pick<
  CaseRow,
  | 'id'
  | 'organisationId'
  | 'state'
  | 'kind'
  | 'priority'
  | 'service'
  | 'agreementId'
  | 'assigneeId'
  | 'teamId'
  | 'reporterId'
  | 'waitingFor'
  | 'waitingReason'
  | 'waitingUntil'
>
/** What the case is now, as a moment to keep. */
export function momentOf(row: Ticks, on: Happening, at: string): Moment {
  const { state, kind, priority, service, assigneeId, teamId, reporterId, waitingFor, waitingReason, waitingUntil } = row
  const moment: Moment = { at, on, state, waitingFor, kind, priority, service, assigneeId, teamId, reporterId }
  if (row.agreementId) moment.agreementId = row.agreementId
  if (state === 'waiting') Object.assign(moment, { ...(waitingReason && { reason: waitingReason }), ...(waitingUntil && { until: waitingUntil }) })
  return moment
}

/** The moments of a case from before they were kept, as its own fields tell them. */
export function momentsFrom(row: Ticks & Pick<CaseRow, 'openedAt' | 'respondedAt' | 'solvedAt' | 'closedAt' | 'pauses'>): Moment[] {
  const made: Moment[] = []
  const add = (at: string | null, on: Happening, state: State) => {
    if (at !== null) made.push(momentOf({ ...row, state, waitingFor: state === 'waiting' ? (row.waitingFor ?? 'reporter') : null }, on, at))
  }
  add(row.openedAt, 'opened', 'new')
  for (const { from, to } of row.pauses) {
    if (from === row.solvedAt || from === row.closedAt) continue
    add(from, 'moved', 'waiting')
    if (row.state !== 'waiting' || to !== null) add(to, 'moved', 'inProgress')
  }
  add(row.solvedAt, 'moved', 'solved')
  if (row.state === 'closed' || row.state === 'cancelled') add(row.closedAt, 'moved', row.state)
  made.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
  if (row.respondedAt !== null) {
    const place = made.findLastIndex(({ at }) => at <= (row.respondedAt ?? ''))
    const before = made[Math.max(place, 0)]
    if (before) made.splice(place + 1, 0, { ...before, on: 'staffReplied', at: row.respondedAt })
  }
  const last = made.at(-1)
  if (last && last.state !== row.state) made.push(momentOf(row, 'moved', last.at))
  return made
}

export interface Plan {
  dues: CaseDues
  moments: NewMoment[]
  clocks: ClockRow[]
  /** When the first step of those clocks falls. */
  wake: string | null
}

const calculated = (settings: Agreement, one: CaseClocks & Pick<Ticks, 'id' | 'organisationId'>, now?: string): ClockRow[] => {
  const last = one.moments.at(-1)
  if (!last) return []
  const changed: ClockRow[] = []
  const seen = new Set<string>()
  for (const agreed of settings.agreements)
    for (const target of agreed.body.targets) {
      const known = one.clocks.filter((clock) => clock.agreementId === agreed.id && clock.target === target.key)
      for (const clock of known) seen.add(clock.id)
      const rule = { target, applies: (moment: Moment) => applies(agreed, settings.agreements, moment) }
      for (const [round, ran] of changedRounds(rule, one.moments, known, now)) {
        const row = rowOf(settings, one, { agreed, target, round, ran, last, known: known.find((clock) => clock.round === round) })
        if (row) changed.push(row)
      }
    }
  // Of an agreement or a target that is no more.
  for (const clock of one.clocks)
    if (!seen.has(clock.id) && (clock.state === 'running' || clock.state === 'paused'))
      changed.push({ ...clock, state: 'cancelled', dropped: true, doneAt: now ?? last.at, steps: [], nextStepAt: null })
  return changed
}

interface Computed {
  agreed: Agreed
  target: Target
  round: number
  ran: Ran
  last: Moment
  known: ClockRow | undefined
}
/** The row to write; undefined when it is as it was. */
function rowOf(settings: Agreement, one: CaseClocks & Pick<Ticks, 'id' | 'organisationId'>, its: Computed): ClockRow | undefined {
  const { agreed, target, round, ran, last, known } = its
  const calendar = calendarFor(settings, target.calendarId)
  const hours = hoursOf(calendar)
  const times = timed(ran, target, hours, last.priority)
  const id = known?.id ?? randomUUID()
  const fallen = new Set(one.fallen.filter(({ clockId }) => clockId === id).map(({ step }) => step))
  const steps = target.ladder.length === 0 ? [] : planned(ran, target, hours, last.priority, times.dueAt, fallen)
  const row: ClockRow = {
    id,
    caseId: one.id,
    organisationId: one.organisationId,
    agreementId: agreed.id,
    agreementVersion: agreed.version,
    calendarId: calendar.id,
    calendarVersion: calendar.version,
    target: target.key,
    kind: target.kind,
    round,
    ...times,
    dropped: ran.dropped,
    startedAt: ran.startedAt,
    startPlace: ran.startPlace,
    attachedPlace: ran.attachedPlace,
    doneAt: ran.doneAt,
    pauses: ran.pauses,
    steps,
    nextStepAt: steps[0]?.at ?? null,
  }
  return known && same(known, row) ? undefined : row
}
const same = (one: ClockRow, other: ClockRow) =>
  (Object.keys(other) as (keyof ClockRow)[]).every((key) => one[key] === other[key] || JSON.stringify(one[key]) === JSON.stringify(other[key]))

/** What the case keeps of its clocks, so that a list computes none: the most pressing that runs, and response and solution. */
function duesOf(clocks: readonly ClockRow[]): CaseDues {
  const dues: CaseDues = { dueAt: null, riskAt: null, responseDueAt: null, solutionDueAt: null, targetResponse: 0, targetSolution: 0 }
  for (const clock of clocks) {
    const { dueAt, riskAt, kind, state, dropped } = clock
    if (dueAt === null || dropped) continue
    if (state === 'running' && (dues.dueAt === null || dueAt < dues.dueAt)) Object.assign(dues, { dueAt, riskAt })
    const minutes = Math.min(Math.round(clock.targetSeconds / 60), 2_000_000_000)
    if (kind === 'response' && (dues.responseDueAt === null || dueAt < dues.responseDueAt))
      Object.assign(dues, { responseDueAt: dueAt, targetResponse: minutes })
    if (kind === 'solution' && (dues.solutionDueAt === null || dueAt < dues.solutionDueAt))
      Object.assign(dues, { solutionDueAt: dueAt, targetSolution: minutes })
  }
  return dues
}

/**
 * The clocks after what happened now, one moment after another, from what is known. Nothing happened, but `now` is given: what was agreed changed.
 */
export function plan(settings: Agreement, one: CaseClocks & Pick<Ticks, 'id' | 'organisationId'>, happened: readonly Moment[], now?: string): Plan {
  const all = new Map(one.clocks.map((clock) => [clock.id, clock]))
  const changed = new Map<string, ClockRow>()
  const look = (moments: readonly Moment[]) => {
    for (const clock of calculated(settings, { ...one, clocks: [...all.values()], moments: [...moments] }, now)) {
      all.set(clock.id, clock)
      changed.set(clock.id, clock)
    }
  }
  if (now !== undefined) look(one.moments)
  for (const at of happened.keys()) look([...one.moments, ...happened.slice(0, at + 1)])
  const clocks = [...changed.values()]
  const wakes = clocks.map(({ nextStepAt }) => nextStepAt).filter((at) => at !== null)
  const moments = happened.map((moment, at) => ({ place: one.moments.length + at, moment }))
  return { dues: duesOf([...all.values()]), moments, clocks, wake: wakes.sort()[0] ?? null }
}

/** The clocks of a case that is being opened. */
export const planOpening = (settings: Agreement, row: Ticks, happened: readonly Happening[], at: string): Plan =>
  plan(
    settings,
    { id: row.id, organisationId: row.organisationId, moments: [], clocks: [], fallen: [] },
    happened.map((on) => momentOf(row, on, at)),
  )

/** The clocks of a case that changes: `row` as it was, held by this transaction; `set` what becomes of it. */
export async function planChange(ctx: Context, row: CaseRow, set: Partial<CaseRow>, on: Happening): Promise<Plan> {
  const { settings, ...known } = await readCaseClocks(ctx.db, row.organisationId, row.id)
  const old = known.moments.length === 0 ? momentsFrom(row) : []
  const one = { ...known, moments: [...known.moments, ...old], id: row.id, organisationId: row.organisationId }
  const planned = plan(agreementFrom(row.organisationId, settings), one, [momentOf({ ...row, ...set }, on, ctx.now.toISOString())])
  return { ...planned, moments: [...old.map((moment, place) => ({ place, moment })), ...planned.moments] }
}

/** Writes what was planned, after the case itself. */
export async function writePlan(ctx: Context, caseId: string, { moments, clocks, wake }: Plan): Promise<void> {
  await writeClocks(ctx.db, caseId, moments, clocks)
  await wakeAt(ctx, wake)
}
