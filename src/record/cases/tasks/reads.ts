/** Tasks as the screens show them, and those of all cases. */
import { Id, type Next } from '#platform/contract.ts'
import { MomentOrNever, momentOrNever, pages } from '#platform/paging.ts'
import type { Context } from '#platform/room.ts'
import { peopleByIds, teamsOf } from '#record/people/people.ts'
import type { Named } from '../contract.ts'
import type { Task } from './contract.ts'
import type { TaskRow } from './store.ts'
import * as store from './store.ts'

/** As the screens show them: ids become names. */
export async function shown(ctx: Context, rows: readonly TaskRow[], open?: ReadonlySet<string>): Promise<Task[]> {
  const people = await peopleByIds(
    ctx,
    rows.flatMap(({ assigneeId, endedBy }) => [assigneeId, endedBy]).filter((id) => id !== null),
  )
  const teams = new Map<string, string>()
  for (const organisationId of new Set(rows.filter(({ teamId }) => teamId).map((row) => row.organisationId)))
    for (const team of await teamsOf(ctx, organisationId)) teams.set(team.id, team.name)
  const lists = await store.checklistNames(ctx.db, [...new Set(rows.map(({ checklistId }) => checklistId).filter((id) => id !== null))])
  const person = (id: string | null): Named | null => (id === null ? null : { id, name: people.get(id)?.name ?? ctx.t('cases.someone') })
  const stillOpen = open ?? new Set(rows.filter(({ state }) => state === 'open').map(({ id }) => id))
  const now = ctx.now.toISOString()
  return rows.map((row) => ({
    id: row.id,
    caseId: row.caseId,
    title: row.title,
    text: row.text,
    assignee: person(row.assigneeId),
    team: row.teamId === null ? null : { id: row.teamId, name: teams.get(row.teamId) ?? '' },
    dueAt: row.dueAt,
    late: row.state === 'open' && row.dueAt !== null && row.dueAt < now,
    required: row.required,
    afterId: row.afterId,
    blocked: row.state === 'open' && row.afterId !== null && stillOpen.has(row.afterId),
    state: row.state,
    result: row.result,
    endedAt: row.endedAt,
    endedBy: person(row.endedBy),
    checklist: row.checklistId === null ? null : (lists.get(row.checklistId) ?? null),
    version: row.version,
  }))
}
/** The tasks of a case as the screens show them, in order. */
export const tasksShown = async (ctx: Context, caseId: string): Promise<Task[]> => shown(ctx, await store.listTasks(ctx.db, caseId))

export interface TaskOnCase extends Task {
  number: number
  caseTitle: string
  caseState: string
  blockedBy: string | null
}
const tasksBy = pages(MomentOrNever, Id)
/** Tasks of every case the actor may see; `next` goes back as `after`. */
export async function tasksAcross(
  ctx: Context,
  filter: store.TaskFilter,
  page: { limit: number; after: string | undefined },
): Promise<{ items: TaskOnCase[]; next: Next | null }> {
  const found = await store.listTasksAcross(ctx.db, filter, { limit: page.limit + 1, after: tasksBy.after(page.after), now: ctx.now })
  const { rows: here, next } = tasksBy.of(found, page.limit, ({ id, dueAt, endedAt }) => [momentOrNever(filter.open ? dueAt : endedAt), id])
  const blocked = new Set(here.filter(({ blockedBy }) => blockedBy !== null).map(({ afterId }) => afterId ?? ''))
  const tasks = await shown(ctx, here, blocked)
  const items = here.map(({ number, caseTitle, caseState, blockedBy }, at) => ({ ...(tasks[at] as Task), number, caseTitle, caseState, blockedBy }))
  return { items, next }
}
