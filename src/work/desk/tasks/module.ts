import { type Context, Problem, roomFor } from '#platform/room.ts'
import {
  addChecklist,
  addTasks,
  changeTask,
  checklistById,
  checklistsOf,
  endTask,
  orderTasks,
  reopenTask,
  saveChecklist,
  taskById,
  tasksAcross,
  tasksInWords,
  tasksOf,
  tasksShown,
} from '#record/cases/cases.ts'
import { numberOf, type State } from '#record/cases/contract.ts'
import type { tasksTexts } from '#record/cases/tasks/texts.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { teamsOf } from '#record/people/people.ts'
import { caseInside, caseToWork, mayGetWork, teamFits, worksIn } from '../who/reads.ts'
import { type Checklist, deskTasks, deskTasksGrants, type Task } from './contract.ts'
import { deskTasksTexts } from './texts.ts'

type Row = Awaited<ReturnType<typeof taskById>>

/** The task, when the actor works where it is. */
async function toWork(ctx: Context, id: string): Promise<NonNullable<Row>> {
  const task = await taskById(ctx, id)
  if (!task) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, task.organisationId)) throw new Problem('platform.notAllowed', 403)
  return task
}
/** The task as it is now; whether it is blocked shows from the others of its case. */
async function view(ctx: Context, task: NonNullable<Row>): Promise<Task> {
  const open = (await tasksOf(ctx, task.caseId)).filter(({ state }) => state === 'open').map(({ id }) => id)
  const [shown] = await tasksInWords(ctx, [task], new Set(open))
  if (!shown) throw new Problem('platform.notFound', 404)
  return shown
}

interface Whom {
  assigneeId?: string | null | undefined
  teamId?: string | null | undefined
}
async function fits(ctx: Context, organisationId: string, { assigneeId, teamId }: Whom): Promise<void> {
  if (assigneeId && !(await mayGetWork(ctx, assigneeId, organisationId))) throw new Problem('desk.tasks.noSuchPerson', 400)
  if (teamId && !(await teamFits(ctx, teamId, organisationId))) throw new Problem('desk.tasks.noSuchTeam', 400)
}

const listOf = ({ changedAt: _, changedBy: __, ...list }: NonNullable<Awaited<ReturnType<typeof checklistById>>>): Checklist => list

const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw new Problem('platform.notFound', 404)
}

async function myTeams(ctx: Context): Promise<string[]> {
  const found: string[] = []
  for (const organisationId of ctx.actor.scopes.work)
    for (const team of await teamsOf(ctx, organisationId)) if (team.memberIds.includes(ctx.actor.personId ?? '')) found.push(team.id)
  return found
}

export default roomFor<Record<never, never>>()({
  name: 'desk.tasks',
  contract: deskTasks,
  texts: deskTasksTexts as typeof deskTasksTexts & typeof casesTexts & typeof tasksTexts,
  grants: deskTasksGrants,
  folder: import.meta.dirname,
  handlers: {
    async caseTasks({ params }, ctx) {
      return tasksShown(ctx, (await caseInside(ctx, params.id)).id)
    },
    async addTasks({ params, body }, ctx) {
      const row = await caseToWork(ctx, params.id)
      for (const task of body.tasks) await fits(ctx, row.organisationId, task)
      await addTasks(ctx, row.id, body.tasks)
      return tasksShown(ctx, row.id)
    },
    async addChecklist({ params, body }, ctx) {
      const row = await caseToWork(ctx, params.id)
      await addChecklist(ctx, row.id, body.checklistId)
      return tasksShown(ctx, row.id)
    },
    async orderTasks({ params, body }, ctx) {
      const row = await caseToWork(ctx, params.id)
      await orderTasks(ctx, row.id, body.ids)
      return tasksShown(ctx, row.id)
    },
    async changeTask({ params, body }, ctx) {
      const task = await toWork(ctx, params.id)
      await fits(ctx, task.organisationId, body)
      return view(ctx, await changeTask(ctx, task.id, body))
    },
    async taskDone({ params, body }, ctx) {
      const task = await toWork(ctx, params.id)
      return view(ctx, await endTask(ctx, task.id, { ...body, state: 'done' }))
    },
    async taskNotNeeded({ params, body }, ctx) {
      const task = await toWork(ctx, params.id)
      return view(ctx, await endTask(ctx, task.id, { version: body.version, state: 'notNeeded', result: body.reason }))
    },
    async reopenTask({ params, body }, ctx) {
      const task = await toWork(ctx, params.id)
      return view(ctx, await reopenTask(ctx, task.id, body.version))
    },
    async tasks({ query }, ctx) {
      const { assignee, teamId, open, late, limit, after } = query
      const assigneeId = assignee === 'me' ? (ctx.actor.personId ?? undefined) : assignee === 'none' ? null : assignee
      const teamIds = teamId === undefined ? undefined : teamId === 'mine' ? await myTeams(ctx) : [teamId]
      const { items, next } = await tasksAcross(ctx, { assigneeId, teamIds, open, late }, { limit, after })
      return { items: items.map(({ number, caseState, ...task }) => ({ ...task, number: numberOf(number), caseState: caseState as State })), next }
    },
    async checklists({ query }, ctx) {
      if (!ctx.actor.scopes.inside.includes(query.organisationId)) return ctx.fail('platform.notFound')
      return (await checklistsOf(ctx, query.organisationId)).map(listOf)
    },
    async createChecklist({ body }, ctx) {
      configures(ctx, body.organisationId)
      for (const task of body.tasks) await fits(ctx, body.organisationId, task)
      return listOf(await saveChecklist(ctx, body))
    },
    async changeChecklist({ params, body }, ctx) {
      const list = await checklistById(ctx, params.id)
      if (!list) return ctx.fail('platform.notFound')
      configures(ctx, list.organisationId)
      for (const task of body.tasks) await fits(ctx, list.organisationId, task)
      const { version, ...wish } = body
      return listOf(await saveChecklist(ctx, { ...wish, organisationId: list.organisationId }, { id: list.id, version }))
    },
  },
})
