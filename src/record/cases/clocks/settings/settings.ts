/** How what an organisation agreed changes: each version is kept, and every open clock is computed anew. */
import { randomUUID } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import { type Matrix, matrixChanged, type Targets, type Week } from '../../contract.ts'
import { agreementOf, targetsOf } from '../agreements/agreements.ts'
import {
  type AgreementBody,
  agreementChanged,
  agreementRemoved,
  type CalendarBody,
  calendarChanged,
  calendarRemoved,
  type Step,
  usualAgreement,
  usualCalendar,
} from '../contract.ts'
import { recomputeClocks } from '../recalculation/jobs.ts'
import { askRecalculation, countClocksBy, removeKept, type Writing, writeMatrix, writeVersion } from './store.ts'

const writing = (ctx: Context, organisationId: string, version: number): Writing => ({
  organisationId,
  version,
  at: ctx.now,
  by: ctx.actor.personId,
})
const about = (organisationId: string) => ({ about: `organisation/${organisationId}`, organisationId })

/** False when somebody was first. */
export async function saveMatrix(ctx: Context, organisationId: string, version: number, matrix: Matrix): Promise<boolean> {
  const saved = await writeMatrix(ctx.db, writing(ctx, organisationId, version), matrix)
  if (saved) await ctx.emit(matrixChanged, { ...about(organisationId), data: { organisationId, version: version + 1, matrix } })
  return saved
}

/** Every open clock of the organisation is computed anew, its pauses kept, in steps. */
export async function recalculate(ctx: Context, organisationId: string): Promise<void> {
  await askRecalculation(ctx.db, organisationId, ctx.now)
  await ctx.enqueue(recomputeClocks, { organisationId }, { key: `clocks ${organisationId}` })
}

/** Its id; undefined when somebody was first. Without `id` it is a new one. */
export async function saveCalendarBody(
  ctx: Context,
  wish: { organisationId: string; id?: string; version: number; body: CalendarBody },
): Promise<string | undefined> {
  const { organisationId, version, body } = wish
  const id = wish.id ?? randomUUID()
  if (!(await writeVersion(ctx.db, 'calendar', id, writing(ctx, organisationId, version), body))) return undefined
  await ctx.emit(calendarChanged, { ...about(organisationId), data: { organisationId, version: version + 1, calendarId: id } })
  // Nothing counts by a calendar that is new.
  if (version > 0 || id === organisationId) await recalculate(ctx, organisationId)
  return id
}

/** What keeps a calendar or an agreement from being removed. */
export interface Uses {
  /** Of a calendar: the agreements with a target that names it. */
  agreements: { id: string; name: string }[]
  /** Cases on which a clock goes by it now. */
  cases: number
}
export async function usesOf(ctx: Context, organisationId: string, id: string): Promise<Uses> {
  const { agreements } = await agreementOf(ctx, organisationId)
  return {
    agreements: agreements
      .filter(({ body }) => body.targets.some(({ calendarId }) => calendarId === id))
      .map((one) => ({ id: one.id, name: one.body.name })),
    cases: await countClocksBy(ctx.db, organisationId, id),
  }
}
/**
 * Takes away what nothing uses: ask `usesOf` first. False when somebody changed it meanwhile. What begins to use it at this very moment is put right by
 * the computing anew: such a target counts by the first calendar, such a clock is let go of.
 */
export async function removeSettings(
  ctx: Context,
  what: 'calendar' | 'agreement',
  { organisationId, id, version }: { organisationId: string; id: string; version: number },
): Promise<boolean> {
  if (!(await removeKept(ctx.db, what, id, version))) return false
  const removed = { ...about(organisationId), data: { organisationId, id, version } }
  await ctx.emit(what === 'calendar' ? calendarRemoved : agreementRemoved, removed)
  await recalculate(ctx, organisationId)
  return true
}

/** Its id; undefined when somebody was first. Without `id` it is a new one. */
export async function saveAgreementBody(
  ctx: Context,
  wish: { organisationId: string; id?: string; version: number; body: AgreementBody },
  before: AgreementBody | undefined,
): Promise<string | undefined> {
  const { organisationId, version } = wish
  const id = wish.id ?? randomUUID()
  const body = withSince(wish.body, before, ctx.now.toISOString())
  if (!(await writeVersion(ctx.db, 'agreement', id, writing(ctx, organisationId, version), body))) return undefined
  await ctx.emit(agreementChanged, { ...about(organisationId), data: { organisationId, agreementId: id, version: version + 1 } })
  await recalculate(ctx, organisationId)
  return id
}

/** A new step does nothing about what was late before it was there; otherwise a new ladder would fall a thousand times at once. */
function withSince(body: AgreementBody, before: AgreementBody | undefined, now: string): AgreementBody {
  const known = new Map<string, Step>()
  for (const target of before?.targets ?? []) for (const step of target.ladder) known.set(`${target.key} ${step.key}`, step)
  const same = (one: Step, other: Step | undefined) => other !== undefined && JSON.stringify(one.when) === JSON.stringify(other.when)
  return {
    ...body,
    targets: body.targets.map((target) => ({
      ...target,
      ladder: target.ladder.map((step): Step => {
        const old = known.get(`${target.key} ${step.key}`)
        return { ...step, since: same(step, old) ? (old?.since ?? now) : now }
      }),
    })),
  }
}

/** First calendar and first agreement in one: working hours, and first response and solution per priority. False when somebody was first. */
export async function saveCalendar(
  ctx: Context,
  organisationId: string,
  version: number,
  { timeZone, week, targets }: { timeZone: string; week: Week; targets: Targets },
): Promise<boolean> {
  const { calendars, agreements } = await agreementOf(ctx, organisationId)
  const calendar = { ...(calendars[0]?.body ?? usualCalendar(timeZone)), timeZone, week }
  if ((await saveCalendarBody(ctx, { organisationId, id: organisationId, version, body: calendar })) === undefined) return false
  const first = agreements[0]
  if (!first || JSON.stringify(targetsOf(first.body)) === JSON.stringify(targets)) return true
  const usual = usualAgreement(targets)
  const body = {
    ...first.body,
    targets: first.body.targets.map((target) => {
      const duration = usual.targets.find(({ kind }) => kind === target.kind)?.duration
      return duration && target.duration.unit !== 'months'
        ? { ...target, duration: { ...duration, unit: target.duration.unit } as typeof duration }
        : target
    }),
  }
  return (await saveAgreementBody(ctx, { organisationId, id: organisationId, version: first.version, body }, first.body)) !== undefined
}
