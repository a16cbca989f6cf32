import * as z from 'zod'
import { contract, type Grants, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { CaseRef, State } from '#record/cases/contract.ts'
import { Checklist, ChecklistTask, NewTask, Task, TaskText, TaskTitle } from '#record/cases/tasks/contract.ts'

export { Checklist, ChecklistTask, NewTask, Task } from '#record/cases/tasks/contract.ts'

const Version = z.int().min(1)
const ofCase = z.object({ id: CaseRef })
const ofTask = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const changing = { ...notFound, 'cases.taskChanged': 409 } as const
const whom = { 'desk.tasks.noSuchPerson': 400, 'desk.tasks.noSuchTeam': 400 } as const
const order = { 'cases.noSuchTask': 400, 'cases.taskCircle': 409 } as const

const checklistFields = {
  name: line(120),
  text: prose(2000).default(''),
  tasks: z.array(ChecklistTask).min(1).max(100),
  active: z.boolean().default(true),
}

export const TaskOnCase = Task.extend({
  number: z.string(),
  caseTitle: z.string(),
  caseState: State,
  blockedBy: z.string().nullable().describe('Title of the open task that comes first'),
})
export type TaskOnCase = z.infer<typeof TaskOnCase>

export const deskTasks = contract({
  caseTasks: {
    method: 'GET',
    path: '/api/desk/cases/{id}/tasks',
    may: 'desk.tasks',
    summary: 'Tasks of the case, in order',
    params: ofCase,
    reply: z.array(Task),
    fails: notFound,
  },
  addTasks: {
    method: 'POST',
    path: '/api/desk/cases/{id}/tasks',
    may: 'desk.work',
    summary: 'Adds tasks to the case; a required one holds solving',
    params: ofCase,
    body: z.object({ tasks: z.array(NewTask).min(1).max(100) }),
    reply: z.array(Task),
    status: 201,
    fails: { ...notFound, ...whom, ...order, 'cases.tooManyTasks': 409 },
  },
  addChecklist: {
    method: 'POST',
    path: '/api/desk/cases/{id}/checklists',
    may: 'desk.work',
    summary: 'Adds all tasks of a checklist at once',
    params: ofCase,
    body: z.object({ checklistId: Id }),
    reply: z.array(Task),
    status: 201,
    fails: { ...notFound, 'cases.tooManyTasks': 409 },
  },
  orderTasks: {
    method: 'PUT',
    path: '/api/desk/cases/{id}/tasks/order',
    may: 'desk.work',
    summary: 'Puts the tasks in this order',
    params: ofCase,
    body: z.object({ ids: z.array(Id).max(200) }),
    reply: z.array(Task),
    fails: notFound,
  },
  changeTask: {
    method: 'PATCH',
    path: '/api/desk/tasks/{id}',
    may: 'desk.work',
    summary: 'Changes a task: its words, who does it, when it is due, what comes before it',
    params: ofTask,
    body: z.object({
      version: Version,
      title: TaskTitle.optional(),
      text: TaskText.optional(),
      assigneeId: Id.nullable().optional(),
      teamId: Id.nullable().optional(),
      dueAt: Instant.nullable().optional(),
      required: z.boolean().optional(),
      afterId: Id.nullable().optional(),
    }),
    reply: Task,
    fails: { ...changing, ...whom, ...order },
  },
  taskDone: {
    method: 'POST',
    path: '/api/desk/tasks/{id}/done',
    may: 'desk.work',
    summary: 'The task is done, with what came of it',
    params: ofTask,
    body: z.object({ version: Version, result: prose(5000).optional() }),
    reply: Task,
    status: 200,
    fails: { ...changing, 'cases.taskBlocked': 409, 'cases.taskEnded': 409 },
  },
  taskNotNeeded: {
    method: 'POST',
    path: '/api/desk/tasks/{id}/not-needed',
    may: 'desk.work',
    summary: 'The task is not needed, with the reason',
    params: ofTask,
    body: z.object({ version: Version, reason: line(2000) }),
    reply: Task,
    status: 200,
    fails: { ...changing, 'cases.taskEnded': 409, 'cases.reasonNeeded': 400 },
  },
  reopenTask: {
    method: 'POST',
    path: '/api/desk/tasks/{id}/reopen',
    may: 'desk.work',
    summary: 'The task is to be done after all',
    params: ofTask,
    body: z.object({ version: Version }),
    reply: Task,
    status: 200,
    fails: { ...changing, 'cases.taskNeeded': 409 },
  },
  tasks: {
    method: 'GET',
    path: '/api/desk/tasks',
    may: 'desk.tasks',
    summary: 'Tasks of all cases: the open ones by when they are due, or the ended ones, newest first',
    query: Paging.extend({
      assignee: z.union([z.enum(['me', 'none']), Id]).optional(),
      teamId: z
        .union([z.enum(['mine']), Id])
        .optional()
        .describe('mine: any team I am in'),
      open: z.stringbool().default(true),
      late: z.stringbool().optional(),
    }),
    reply: page(TaskOnCase),
  },
  checklists: {
    method: 'GET',
    path: '/api/desk/checklists',
    may: 'desk.tasks',
    summary: 'Checklists of an organisation, by name',
    query: z.object({ organisationId: Id }),
    reply: z.array(Checklist),
    fails: notFound,
  },
  createChecklist: {
    method: 'POST',
    path: '/api/desk/checklists',
    may: 'desk.configure',
    summary: 'Makes a checklist',
    body: z.object({ organisationId: Id, ...checklistFields }),
    reply: Checklist,
    status: 201,
    fails: { ...notFound, 'cases.checklistName': 409, 'cases.checklistOrder': 400 },
  },
  changeChecklist: {
    method: 'PUT',
    path: '/api/desk/checklists/{id}',
    may: 'desk.configure',
    summary: 'Changes a checklist; cases that have its tasks already keep them as they are',
    params: ofTask,
    body: z.object({ version: Version, ...checklistFields }),
    reply: Checklist,
    fails: { ...notFound, 'cases.checklistName': 409, 'cases.checklistChanged': 409, 'cases.checklistOrder': 400 },
  },
})

export const deskTasksGrants = {
  'desk.tasks': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator', 'auditor'],
} as const satisfies Grants
