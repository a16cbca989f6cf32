/** Tasks of a case: added one by one or as a checklist, done in order, holding the solution where they must. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import { findCase, toldOf } from '../changes/changes.ts'
import { addPerson } from '../parts/parts.ts'
import { clean } from '../rules.ts'
import type { CaseRow } from '../store.ts'
import {
  type ChecklistTask,
  checklistSaved,
  type NewTask,
  type TaskState,
  taskAssigned,
  taskChanged,
  taskEnded,
  taskReopened,
  tasksAdded,
  tasksOrdered,
  tasksPassed,
} from './contract.ts'
import { shown } from './reads.ts'
import { circular, inOrder, ordered } from './rules.ts'
import type { TaskRow } from './store.ts'
import * as store from './store.ts'

const most = 200
const missing = () => new Problem('platform.notFound', 404)

async function caseOf(ctx: Context, ref: string): Promise<CaseRow> {
  return (await findCase(ctx, ref)) ?? Promise.reject(missing())
}

/**
 * Adds tasks to the case, behind those it has. `after` of a task is the place of another one that is added now; `afterId` one that is there.
 * Who gets a task on a confidential case becomes one of the named.
 */
export async function addTasks(ctx: Context, caseId: string, wishes: readonly NewTask[], checklistId: string | null = null): Promise<TaskRow[]> {
  const row = await caseOf(ctx, caseId)
  const now = await store.listTasks(ctx.db, row.id, true)
  if (wishes.length === 0) return []
  if (now.length + wishes.length > most) throw new Problem('cases.tooManyTasks', 409)
  const ids = wishes.map(() => randomUUID())
  const begin = Math.max(-1, ...now.map(({ place }) => place)) + 1
  const rows = wishes.map((wish, at): TaskRow => {
    const afterId = wish.after === undefined ? (wish.afterId ?? null) : (ids[wish.after] ?? null)
    if (wish.after !== undefined && wish.after >= at) throw new Problem('cases.taskCircle', 409)
    if (wish.after === undefined && afterId !== null && !now.some((one) => one.id === afterId && one.caseId === row.id))
      throw new Problem('cases.noSuchTask', 400)
    return {
      id: ids[at] ?? randomUUID(),
      caseId: row.id,
      organisationId: row.organisationId,
      place: begin + at,
      title: clean(wish.title.slice(0, 200)),
      text: clean(wish.text ?? ''),
      assigneeId: wish.assigneeId ?? null,
      teamId: wish.teamId ?? null,
      dueAt: wish.dueAt ?? null,
      required: wish.required ?? false,
      afterId,
      state: 'open',
      result: null,
      endedAt: null,
      endedBy: null,
      checklistId,
      addedAt: ctx.now.toISOString(),
      addedBy: ctx.actor.personId,
      version: 1,
    }
  })
  await store.insertTasks(ctx.db, rows)
  const about = await tellingOf(ctx, row)
  await ctx.emit(tasksAdded, { ...about.told, data: { ...about.data, taskIds: ids, checklistId } })
  for (const one of rows) if (one.assigneeId || one.teamId) await given(ctx, row, one)
  return rows
}

const tellingOf = async (ctx: Context, row: CaseRow) => ({ told: await toldOf(ctx, row, true), data: { caseId: row.id, number: row.number } })

async function given(ctx: Context, row: CaseRow, { id, assigneeId, teamId }: TaskRow): Promise<void> {
  if (row.confidential && assigneeId) await addPerson(ctx, row, assigneeId, 'named')
  const { told, data } = await tellingOf(ctx, row)
  const people = assigneeId ? [...told.people, assigneeId] : told.people
  await ctx.emit(taskAssigned, { ...told, people, data: { ...data, taskId: id, assigneeId, teamId } })
}

/** Adds the tasks of a checklist of the case's organisation, all at once. */
export async function addChecklist(ctx: Context, caseId: string, checklistId: string): Promise<TaskRow[]> {
  const row = await caseOf(ctx, caseId)
  const list = await store.readChecklist(ctx.db, checklistId)
  if (!list?.active || list.organisationId !== row.organisationId) throw missing()
  const wishes = list.tasks.map(({ title, text, required, after, dueInDays, teamId, toAssignee }) => ({
    title,
    text,
    required,
    teamId,
    ...(after !== null && { after }),
    assigneeId: toAssignee ? row.assigneeId : null,
    dueAt: dueInDays === null ? null : new Date(ctx.now.getTime() + dueInDays * 86_400_000).toISOString(),
  }))
  return addTasks(ctx, row.id, wishes, list.id)
}

export const tasksOf = (ctx: Context, caseId: string): Promise<TaskRow[]> => store.listTasks(ctx.db, caseId)
export const taskById = (ctx: Context, id: string) => store.readTask(ctx.db, id)

/** The task to change with its case and the others of the case, held until the end of the transaction. */
async function holding(ctx: Context, id: string, version: number): Promise<{ row: CaseRow; task: TaskRow; tasks: TaskRow[] }> {
  const seen = await store.readTask(ctx.db, id)
  if (!seen) throw missing()
  const tasks = await store.listTasks(ctx.db, seen.caseId, true)
  const task = tasks.find((one) => one.id === id)
  if (!task) throw missing()
  const row = await caseOf(ctx, task.caseId)
  if (task.version !== version) throw new Problem('cases.taskChanged', 409, { task: (await shown(ctx, [task]))[0] })
  return { row, task, tasks }
}

async function write(ctx: Context, task: TaskRow, set: Partial<TaskRow>): Promise<TaskRow> {
  const after = await store.updateTask(ctx.db, task.id, task.version, set)
  if (!after) throw new Problem('platform.notAllowed', 403)
  return after
}

export interface TaskChange {
  version: number
  title?: string | undefined
  text?: string | undefined
  assigneeId?: string | null | undefined
  teamId?: string | null | undefined
  dueAt?: string | null | undefined
  required?: boolean | undefined
  afterId?: string | null | undefined
}
const fields = ['title', 'text', 'assigneeId', 'teamId', 'dueAt', 'required', 'afterId'] as const

export async function changeTask(ctx: Context, id: string, { version, ...wish }: TaskChange): Promise<TaskRow> {
  const { row, task, tasks } = await holding(ctx, id, version)
  if (wish.afterId) {
    if (!tasks.some((one) => one.id === wish.afterId)) throw new Problem('cases.noSuchTask', 400)
    if (circular(tasks, id, wish.afterId)) throw new Problem('cases.taskCircle', 409)
  }
  const set: Partial<TaskRow> = Object.fromEntries(fields.filter((field) => wish[field] !== undefined).map((field) => [field, wish[field]]))
  if (set.dueAt) set.dueAt = new Date(set.dueAt).toISOString()
  const after = await write(ctx, task, set)
  const different = fields.filter((field) => after[field] !== task[field])
  const { told, data } = await tellingOf(ctx, row)
  if (different.length > 0) await ctx.emit(taskChanged, { ...told, data: { ...data, taskId: id, fields: different } })
  if (after.assigneeId !== task.assigneeId || after.teamId !== task.teamId) await given(ctx, row, after)
  return after
}

/** Done with its result, or not needed with the reason. Refused while the task before it is open. */
export async function endTask(
  ctx: Context,
  id: string,
  { version, state, result }: { version: number; state: Exclude<TaskState, 'open'>; result?: string | undefined },
): Promise<TaskRow> {
  const { row, task, tasks } = await holding(ctx, id, version)
  if (task.state !== 'open') throw new Problem('cases.taskEnded', 409)
  if (state === 'notNeeded' && !result?.trim()) throw new Problem('cases.reasonNeeded', 400)
  const before = tasks.find((one) => one.id === task.afterId)
  if (state === 'done' && before?.state === 'open') throw new Problem('cases.taskBlocked', 409, { title: before.title })
  const ended = { endedAt: ctx.now.toISOString(), endedBy: ctx.actor.personId }
  const after = await write(ctx, task, { state, result: result?.trim() ? clean(result.trim()) : null, ...ended })
  const { told, data } = await tellingOf(ctx, row)
  const open = tasks.filter((one) => one.state === 'open' && one.id !== id).length
  await ctx.emit(taskEnded, { ...told, data: { ...data, taskId: id, state, open } })
  return after
}

export async function reopenTask(ctx: Context, id: string, version: number): Promise<TaskRow> {
  const { row, task, tasks } = await holding(ctx, id, version)
  if (task.state === 'open') return task
  if (tasks.some((one) => one.afterId === id && one.state === 'done')) throw new Problem('cases.taskNeeded', 409)
  const after = await write(ctx, task, { state: 'open', result: null, endedAt: null, endedBy: null })
  const { told, data } = await tellingOf(ctx, row)
  await ctx.emit(taskReopened, { ...told, data: { ...data, taskId: id } })
  return after
}

/** Those that are not named keep their order, behind the others. */
export async function orderTasks(ctx: Context, caseId: string, wished: readonly string[]): Promise<TaskRow[]> {
  const row = await caseOf(ctx, caseId)
  const now = await store.listTasks(ctx.db, row.id, true)
  const ids = now.map(({ id }) => id)
  const taskIds = ordered(ids, wished)
  if (taskIds.join() !== ids.join()) {
    await store.placeTasks(ctx.db, taskIds)
    const { told, data } = await tellingOf(ctx, row)
    await ctx.emit(tasksOrdered, { ...told, data: { ...data, taskIds } })
  }
  return store.listTasks(ctx.db, row.id)
}

/** Required tasks hold solving; a lead may pass them with a reason (`mayPass` in the refusal says who that is). Gives the line that says so, for the conversation. */
export async function passTasks(ctx: Context, row: CaseRow, reason: string | undefined): Promise<string | undefined> {
  const open = (await store.listTasks(ctx.db, row.id)).filter((task) => task.required && task.state === 'open')
  if (open.length === 0) return undefined
  const titles = open.map(({ title }) => title).join(', ')
  const tasks = open.map(({ id, title }) => ({ id, title }))
  const mayPass = ctx.actor.kind !== 'person' || ctx.actor.scopes.lead.includes(row.organisationId)
  if (!reason?.trim()) throw new Problem('cases.tasksOpen', 409, { titles, tasks, mayPass })
  if (!mayPass) throw new Problem('cases.onlyLeadPassesTasks', 403, { titles, tasks })
  const { told, data } = await tellingOf(ctx, row)
  await ctx.emit(tasksPassed, { ...told, data: { ...data, taskIds: open.map(({ id }) => id) } })
  return ctx.t('cases.passedTasks', { titles, reason: reason.trim() })
}

/** The index refused the name. */
function taken(error: unknown): never {
  if ((error as { constraint?: string }).constraint === 'checklist_name') throw new Problem('cases.checklistName', 409)
  throw error
}

export interface ChecklistWish {
  organisationId: string
  name: string
  text: string
  tasks: readonly ChecklistTask[]
  active: boolean
}
/** Makes a checklist, or with `id` changes that version of it. */
export async function saveChecklist(ctx: Context, wish: ChecklistWish, old?: { id: string; version: number }): Promise<store.ChecklistRow> {
  if (!inOrder(wish.tasks)) throw new Problem('cases.checklistOrder', 400)
  const id = old?.id ?? randomUUID()
  const { organisationId } = wish
  const row = { ...wish, tasks: [...wish.tasks], id, version: 1, changedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId }
  const { name, text, tasks, active, changedAt, changedBy } = row
  if (old) {
    const saved = await store.updateChecklist(ctx.db, id, old.version, { name, text, tasks, active, changedAt, changedBy }).catch(taken)
    if (!saved) throw new Problem('cases.checklistChanged', 409)
  } else if (!(await store.insertChecklist(ctx.db, row))) throw new Problem('cases.checklistName', 409)
  const after = { ...row, version: (old?.version ?? 0) + 1 }
  await ctx.emit(checklistSaved, { about: `checklist/${id}`, organisationId, data: { checklistId: id, organisationId, version: after.version } })
  return after
}
export const checklistsOf = (ctx: Context, organisationId: string) => store.listChecklists(ctx.db, organisationId)
export const checklistById = (ctx: Context, id: string) => store.readChecklist(ctx.db, id)
