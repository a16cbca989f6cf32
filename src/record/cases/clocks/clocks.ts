/** The agreement of an organisation: which priority, how soon, in which hours. And the clocks of a case under it. */
import { sql } from 'kysely'
import * as z from 'zod'
import { type Context, job, Problem } from '#platform/room.ts'
import { calendarChanged, type Matrix, matrixChanged, type Targets, usualMatrix, usualTargets, usualWeek, type Week } from '../contract.ts'
import type { CaseRow, Db } from '../store.ts'
import { duesOf, type Hours, standing } from './rules.ts'
import { readSettings, type SettingsRow, writeCalendar, writeMatrix } from './store.ts'

export interface Agreement extends Hours {
  organisationId: string
  matrix: Matrix
  /** 0: nobody has changed it. */
  matrixVersion: number
  targets: Targets
  calendarVersion: number
}

/** What holds in this organisation; what nobody changed is as every organisation begins. Throws 'platform.notFound'. */
export async function agreementOf(ctx: Context, organisationId: string): Promise<Agreement> {
  return agreementFrom(organisationId, await readSettings(ctx.db as Db, organisationId))
}

/** Throws 404 when the organisation is not there for the actor. */
export function agreementFrom(organisationId: string, row: SettingsRow | null | undefined): Agreement {
  if (!row) throw new Problem('platform.notFound', 404)
  return {
    organisationId,
    matrix: row.matrix ?? usualMatrix,
    matrixVersion: row.matrixVersion ?? 0,
    timeZone: row.calendarZone ?? row.timeZone,
    week: row.week ?? usualWeek,
    targets: row.targets ?? usualTargets,
    calendarVersion: row.calendarVersion ?? 0,
  }
}

type Ticks = Pick<CaseRow, 'openedAt' | 'respondedAt' | 'solvedAt' | 'state' | 'pauses' | 'targetResponse' | 'targetSolution'>
/** The due times to keep on the case. */
export function duesFor(agreement: Hours, row: Ticks): Pick<CaseRow, 'responseDueAt' | 'solutionDueAt' | 'dueAt' | 'riskAt'> {
  const dues = duesOf(agreement, row)
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return { responseDueAt: iso(dues.responseDueAt), solutionDueAt: iso(dues.solutionDueAt), dueAt: iso(dues.dueAt), riskAt: iso(dues.riskAt) }
}

export interface Clock {
  target: 'response' | 'solution'
  state: 'running' | 'paused' | 'met' | 'missed'
  dueAt: string | null
  doneAt: string | null
  targetMinutes: number
  /** Working seconds; negative when it is late. */
  left: number | null
}
/** How both targets stand. */
export function clocksOf(hours: Hours, row: CaseRow, now: Date): Clock[] {
  const one = (target: Clock['target'], dueAt: string | null, doneAt: string | null, targetMinutes: number): Clock => ({
    target,
    dueAt,
    doneAt,
    targetMinutes,
    ...standing(hours, dueAt === null ? null : new Date(dueAt), doneAt, row.pauses, now),
  })
  return [
    one('response', row.responseDueAt, row.respondedAt ?? row.solvedAt, row.targetResponse),
    one('solution', row.solutionDueAt, row.solvedAt ?? row.closedAt, row.targetSolution),
  ]
}

/** False when somebody was first. */
export async function saveMatrix(ctx: Context, organisationId: string, version: number, matrix: Matrix): Promise<boolean> {
  const saved = await writeMatrix(ctx.db as Db, { organisationId, version, at: ctx.now, by: ctx.actor.personId }, matrix)
  if (saved)
    await ctx.emit(matrixChanged, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, version: version + 1, matrix } })
  return saved
}

/** False when somebody was first. Every open clock of the organisation is computed anew, its pauses kept. */
export async function saveCalendar(
  ctx: Context,
  organisationId: string,
  version: number,
  calendar: { timeZone: string; week: Week; targets: Targets },
): Promise<boolean> {
  if (!(await writeCalendar(ctx.db as Db, { organisationId, version, at: ctx.now, by: ctx.actor.personId }, calendar))) return false
  await ctx.emit(calendarChanged, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, version: version + 1 } })
  await ctx.enqueue(recomputeClocks, { organisationId }, { key: `clocks ${organisationId}` })
  return true
}

/** Computes up to `limit` open cases anew, in order of number after `after`; the number it came to, null when there are no more. */
export async function recompute(ctx: Context, organisationId: string, after: number, limit = 500): Promise<number | null> {
  const db = ctx.db as Db
  const agreement = await agreementOf(ctx, organisationId)
  const rows = await db
    .selectFrom('case')
    .select(['id', 'number', 'priority', 'openedAt', 'respondedAt', 'solvedAt', 'state', 'pauses'])
    .where('organisationId', '=', organisationId)
    .where('number', '>', after)
    .where('state', 'not in', ['closed', 'cancelled'])
    .orderBy('number')
    .limit(limit)
    .forNoKeyUpdate()
    .execute()
  for (const row of rows) {
    const { response, solution } = agreement.targets[row.priority]
    const targets = { targetResponse: response, targetSolution: solution }
    await db
      .updateTable('case')
      .set({ ...targets, ...duesFor(agreement, { ...row, ...targets }) })
      .where('id', '=', row.id)
      .execute()
  }
  return rows.length < limit ? null : (rows.at(-1)?.number ?? null)
}

/** The calendar has changed: every open clock of the organisation anew, in steps. */
export const recomputeClocks = job({
  name: 'cases.recomputeClocks',
  payload: z.object({ organisationId: z.uuid() }),
  async run({ organisationId }, app, signal) {
    for (let after: number | null = 0; after !== null && !signal.aborted; ) {
      const from: number = after
      after = await app.asSystem((ctx) => recompute(ctx, organisationId, from))
    }
    if (signal.aborted) throw new Error('stopped; it begins again')
  },
})

/** Waiting cases whose moment has come. */
export async function waitedLongEnough(ctx: Context, limit = 100): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from "case" where state = 'waiting' and waiting_until <= ${ctx.now} order by waiting_until limit ${limit}`.execute(ctx.db as Db)
  return rows.map((row) => row.id)
}
