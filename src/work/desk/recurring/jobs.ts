/** Makes the cases whose moment has come: every minute, each turn once. */
import * as z from 'zod'
import { wallFrom } from '#platform/clock.ts'
import { type Context, job } from '#platform/room.ts'
import { addChecklist, addEntry, addTasks, agreementOf, caseById, linkCases, openCase } from '#record/cases/cases.ts'
import { openStates } from '#record/cases/contract.ts'
import { explainOn } from '#record/cases/explanations/explanations.ts'
import { findItem, linkItems } from '#record/items/items.ts'
import { scheduleTurned } from './contract.ts'
import { dealWith, type Moment, turnsAfter } from './rules.ts'
import { type Db, dealtWith, insertTurn, lastCases, nextDue, type ScheduleRow, setCase } from './store.ts'

const isOpen = (state: string) => (openStates as readonly string[]).includes(state)
const told = async (ctx: Context, row: ScheduleRow, turn: string, state: 'made' | 'held' | 'missed', caseId: string | null) => {
  const { id: scheduleId, version, organisationId } = row
  await ctx.emit(scheduleTurned, { about: `schedule/${scheduleId}`, organisationId, data: { scheduleId, version, turn, state, caseId } })
}

async function make(ctx: Context, row: ScheduleRow, { turn, at }: Moment): Promise<void> {
  const db = ctx.db as Db
  const { id: scheduleId, organisationId, name, template, previous, version } = row
  const lastId = (await lastCases(db, [scheduleId])).get(scheduleId)?.caseId
  const before = lastId === undefined ? undefined : await caseById(ctx, lastId)
  const open = before && isOpen(before.state) ? before : undefined
  const held = previous === 'hold' && open !== undefined
  if (!(await insertTurn(db, { scheduleId, turn, organisationId, at, state: held ? 'held' : 'made', caseId: held ? open.id : null }, ctx.now))) return
  const day = turn.slice(0, 10)
  if (held) {
    const text = ctx.t('desk.recurring.held', { name, day })
    await addEntry(ctx, { caseId: open.id, authorId: null, visibility: 'internal', channel: 'schedule', kind: 'note', text })
    return told(ctx, row, turn, 'held', open.id)
  }
  const { kind, title, text, impact, urgency, teamId, assigneeId, reporterId, checklistId, tasks, minutes, itemIds } = template
  const made = await openCase(ctx, {
    ...{ organisationId, kind, title, text, impact, urgency, teamId, assigneeId },
    reporterId: reporterId ?? row.changedBy,
    registeredBy: null,
    channel: 'schedule',
  })
  await setCase(db, scheduleId, turn, made.id)
  // What left the register since is left out.
  const items = (await Promise.all(itemIds.map((id) => findItem(ctx, id)))).filter((item) => item !== undefined)
  if (items.length > 0) await linkItems(ctx, made, items, true)
  if (checklistId !== null) await addChecklist(ctx, made.id, checklistId)
  if (tasks.length > 0)
    await addTasks(
      ctx,
      made.id,
      tasks.map((one) => ({ title: one })),
    )
  if (open && previous === 'link') await linkCases(ctx, made.id, open.id, 'follows')
  const key = minutes === null ? 'desk.recurring.made' : 'desk.recurring.madeFor'
  await explainOn(ctx, made, { source: 'recurring', sourceId: scheduleId, version, key, given: { name, day, minutes } })
  await told(ctx, row, turn, 'made', made.id)
}

/** Everything that is due of one schedule, in one transaction; false when nothing is due any more. */
async function nextOne(ctx: Context): Promise<boolean> {
  const db = ctx.db as Db
  const row = await nextDue(db, ctx.now)
  if (!row) return false
  const hours = await agreementOf(ctx, row.organisationId)
  const done = wallFrom(row.doneTo) ?? new Date(0)
  // One more than is due: the next one to wait for.
  const turns = turnsAfter(row, hours, done, 500)
  const due = turns.filter(({ makeAt }) => makeAt.getTime() <= ctx.now.getTime())
  const { make: wanted, missed } = dealWith(due, row.missed, ctx.now)
  for (const { turn, at } of missed)
    if (await insertTurn(db, { scheduleId: row.id, turn, organisationId: row.organisationId, at, state: 'missed', caseId: null }, ctx.now))
      await told(ctx, row, turn, 'missed', null)
  if (wanted) await make(ctx, row, wanted)
  const next = turns.find((one) => !due.includes(one))
  await dealtWith(db, row.id, due.at(-1)?.turn ?? row.doneTo, next?.makeAt ?? (due.length === 500 ? ctx.now : null))
  return true
}

export const makeDue = job({
  name: 'desk.recurring.makeDue',
  payload: z.object({}),
  cron: '* * * * *',
  async run(_, app, signal) {
    while (!signal.aborted && (await app.asSystem(nextOne))) {
      // Each schedule in a transaction of its own.
    }
  },
})
