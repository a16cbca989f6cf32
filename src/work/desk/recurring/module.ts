import { randomUUID } from 'node:crypto'
import { isZone, textOf, wallFrom, wallOf } from '#platform/clock.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { agreementOf, checklistById } from '#record/cases/cases.ts'
import { numberOf, openStates } from '#record/cases/contract.ts'
import { casesByIds } from '#record/cases/past/past.ts'
import { itemsFor } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { membersWith, rolesOf, teamById, teamsOf } from '#record/people/people.ts'
import { deskRecurring, type NewSchedule, type Schedule, scheduleChanged } from './contract.ts'
import { makeDue } from './jobs.ts'
import { type Moment, type Timing, turnsAfter } from './rules.ts'
import {
  deleteSchedule,
  insertSchedule,
  lastCases,
  listSchedules,
  type RecurringTables,
  readSchedule,
  type ScheduleRow,
  turnsBetween,
  updateSchedule,
} from './store.ts'
import { deskRecurringTexts } from './texts.ts'

const most = 500
const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw new Problem('platform.notFound', 404)
}
const reads = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.scopes.work.includes(organisationId)) throw new Problem('platform.notFound', 404)
}
const inWords = ({ turn, at, makeAt, moved }: Moment) => ({ turn, at: at.toISOString(), makeAt: makeAt.toISOString(), moved })
/** Local time now: turns up to it are over. */
const nowIn = (ctx: Context, zone: string) => wallOf(ctx.now, zone)

type Given = Omit<(typeof NewSchedule)['_output'], 'organisationId'>
type Timed = Pick<Given, 'starts' | 'timeZone' | 'rrule' | 'endsOn' | 'leadHours' | 'closedDays'>
/** The timing with its zone, or what is wrong with it. */
async function timingOf(ctx: Context, organisationId: string, given: Timed) {
  const hours = await agreementOf(ctx, organisationId)
  const { starts, rrule, endsOn, leadHours, closedDays, timeZone = hours.timeZone } = given
  if (!isZone(timeZone)) return 'desk.recurring.zone' as const
  if (!wallFrom(starts) || (endsOn !== null && !wallFrom(`${endsOn}T00:00`))) return 'desk.recurring.date' as const
  const timing: Timing = { starts, timeZone, rrule, endsOn, leadHours, closedDays }
  return { hours, timing }
}
async function wrongWith(ctx: Context, organisationId: string, { template }: Given) {
  const { teamId, assigneeId, reporterId, checklistId, itemIds } = template
  if (teamId && (await teamById(ctx, teamId))?.organisationId !== organisationId) return 'desk.recurring.noSuchTeam' as const
  if (assigneeId && !(await membersWith(ctx, 'desk.work', organisationId)).some(({ id }) => id === assigneeId))
    return 'desk.recurring.noSuchPerson' as const
  if (reporterId && !(await rolesOf(ctx, reporterId)).some((role) => role.organisationId === organisationId))
    return 'desk.recurring.noSuchPerson' as const
  if (checklistId && (await checklistById(ctx, checklistId))?.organisationId !== organisationId) return 'desk.recurring.noSuchList' as const
  const items = await itemsFor(ctx, itemIds).catch(() => undefined)
  if (!items || items.some((item) => item.organisationId !== organisationId)) return 'desk.recurring.noSuchItem' as const
  return undefined
}

async function shown(ctx: Context, rows: readonly ScheduleRow[]): Promise<Schedule[]> {
  const last = await lastCases(
    ctx.db,
    rows.map(({ id }) => id),
  )
  const cases = new Map(
    (
      await casesByIds(
        ctx,
        [...last.values()].map(({ caseId }) => caseId),
      )
    ).map((row) => [row.id, row]),
  )
  const hours = rows[0] && (await agreementOf(ctx, rows[0].organisationId))
  return rows.map(({ doneTo, makeAt: _m, changedBy: _b, changedAt: _c, ...row }) => {
    const next = hours && row.active ? turnsAfter(row, hours, wallFrom(doneTo) ?? new Date(0), 1)[0] : undefined
    const found = last.get(row.id)
    const at = cases.get(found?.caseId ?? '')
    return {
      ...row,
      next: next ? inWords(next) : null,
      made: found?.made ?? 0,
      last: at ? { id: at.id, number: numberOf(at.number), open: (openStates as readonly string[]).includes(at.state) } : null,
    }
  })
}
async function one(ctx: Context, id: string): Promise<Schedule> {
  const row = await readSchedule(ctx.db, id)
  const [found] = row ? await shown(ctx, [row]) : []
  return found ?? Promise.reject(new Problem('platform.notFound', 404))
}
const tell = (ctx: Context, organisationId: string, scheduleId: string, version: number, what: 'added' | 'changed' | 'removed') =>
  ctx.emit(scheduleChanged, { about: `schedule/${scheduleId}`, organisationId, data: { scheduleId, version, what } })

interface Asked {
  organisationId: string
  from: string
  until: string
  itemId?: string | undefined
}
async function plannedBetween(ctx: Context, { organisationId, from, until, itemId }: Asked) {
  const { timeZone, ...hours } = await agreementOf(ctx, organisationId)
  const [first, last] = [wallFrom(`${from}T00:00`), wallFrom(`${until}T23:59`)]
  const length = (last?.getTime() ?? 0) - (first?.getTime() ?? 0)
  if (!first || !last || length <= 0 || length > 101 * 86_400_000) return undefined
  const all = await listSchedules(ctx.db, organisationId)
  const schedules = itemId === undefined ? all : all.filter(({ template }) => template.itemIds.includes(itemId))
  const dealt = await turnsBetween(ctx.db, organisationId, first, new Date(last.getTime() + 86_400_000))
  const cases = new Map(
    (
      await casesByIds(
        ctx,
        dealt.flatMap(({ caseId }) => caseId ?? []),
      )
    ).map((row) => [row.id, row]),
  )
  const teams = new Map((await teamsOf(ctx, organisationId)).map(({ id, name }) => [id, { id, name }]))
  const names = await namesOf(ctx, [...new Set(schedules.flatMap(({ template }) => template.itemIds))])
  const named = new Map(names.map(({ id, number, name }) => [id, { id, number, name }]))
  const of = ({ id, name, template }: ScheduleRow) => ({
    ...{ scheduleId: id, name, team: teams.get(template.teamId ?? '') ?? null },
    items: template.itemIds.flatMap((one) => named.get(one) ?? []),
  })
  const was = dealt.flatMap(({ scheduleId, turn, at, state, caseId }) => {
    const row = schedules.find(({ id }) => id === scheduleId)
    const found = cases.get(caseId ?? '')
    return row
      ? [{ ...of(row), turn, at: new Date(at).toISOString(), state, case: found ? { id: found.id, number: numberOf(found.number) } : null }]
      : []
  })
  const coming = schedules
    .filter(({ active }) => active)
    .flatMap((row) => {
      const after = Math.max(wallFrom(row.doneTo)?.getTime() ?? 0, first.getTime() - 1)
      const turns = turnsAfter(row, { ...hours, timeZone }, new Date(after), 400, last)
      return turns.map(({ turn, at }) => ({ ...of(row), turn, at: at.toISOString(), state: 'planned' as const, case: null }))
    })
  return [...was, ...coming].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, 2000)
}

export default roomFor<RecurringTables>()({
  name: 'desk.recurring',
  contract: deskRecurring,
  texts: deskRecurringTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [makeDue],
  handlers: {
    schedules: async ({ query }, ctx) => ({ items: await shown(ctx, await listSchedules(ctx.db, query.organisationId)) }),
    async addSchedule({ body }, ctx) {
      const { organisationId, ...given } = body
      configures(ctx, organisationId)
      const timed = await timingOf(ctx, organisationId, given)
      if (typeof timed === 'string') return ctx.fail(timed)
      const wrong = await wrongWith(ctx, organisationId, given)
      if (wrong) return ctx.fail(wrong)
      const { timing, hours } = timed
      const now = nowIn(ctx, timing.timeZone)
      const next = turnsAfter(timing, hours, now, 1)[0]
      if (!next) return ctx.fail('desk.recurring.never')
      const id = randomUUID()
      const by = { changedBy: ctx.actor.personId ?? '', changedAt: ctx.now }
      const row = { ...given, ...timing, ...by, id, organisationId, version: 1, doneTo: textOf(now), makeAt: next.makeAt }
      if (!(await insertSchedule(ctx.db, row, most))) return ctx.fail('desk.recurring.tooMany')
      await tell(ctx, organisationId, id, 1, 'added')
      return one(ctx, id)
    },
    async changeSchedule({ params, body }, ctx) {
      const row = await readSchedule(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      configures(ctx, row.organisationId)
      const { version, ...given } = body
      const timed = await timingOf(ctx, row.organisationId, given)
      if (typeof timed === 'string') return ctx.fail(timed)
      const wrong = await wrongWith(ctx, row.organisationId, given)
      if (wrong) return ctx.fail(wrong)
      const { timing, hours } = timed
      // From now on: what was due while it was paused, or by the timing before, is over. A turn that was made early stays made.
      const now = textOf(nowIn(ctx, timing.timeZone))
      const doneTo = [now, row.doneTo].sort().at(-1) ?? now
      const next = turnsAfter(timing, hours, wallFrom(doneTo) ?? new Date(0), 1)[0]
      if (!next && given.active) return ctx.fail('desk.recurring.never')
      const set = { ...given, ...timing, doneTo, makeAt: next?.makeAt ?? null, changedBy: ctx.actor.personId ?? '', changedAt: ctx.now }
      if (!(await updateSchedule(ctx.db, row.id, version, set))) return ctx.fail('desk.recurring.changed')
      await tell(ctx, row.organisationId, row.id, version + 1, 'changed')
      return one(ctx, row.id)
    },
    async removeSchedule({ params }, ctx) {
      const row = await readSchedule(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      configures(ctx, row.organisationId)
      await deleteSchedule(ctx.db, row.id)
      await tell(ctx, row.organisationId, row.id, row.version, 'removed')
    },
    async preview({ body }, ctx) {
      reads(ctx, body.organisationId)
      const timed = await timingOf(ctx, body.organisationId, body)
      if (typeof timed === 'string') return ctx.fail(timed)
      const { timing, hours } = timed
      return { timeZone: timing.timeZone, turns: turnsAfter(timing, hours, nowIn(ctx, timing.timeZone), 10).map(inWords) }
    },
    async planned({ query }, ctx) {
      reads(ctx, query.organisationId)
      const items = await plannedBetween(ctx, query)
      return items ? { items } : ctx.fail('desk.recurring.period')
    },
  },
})
