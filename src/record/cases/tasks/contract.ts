/** Tasks of a case, and the checklists they come from. */
import * as z from 'zod'
import { event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Named } from '../contract.ts'

export const taskStates = ['open', 'done', 'notNeeded'] as const
export const TaskState = z.enum(taskStates)
export type TaskState = z.infer<typeof TaskState>

export const TaskTitle = line(200)
export const TaskText = prose(5000)
const place = z.int().min(0).max(99)

export const NewTask = z.object({
  title: TaskTitle,
  text: TaskText.default(''),
  assigneeId: Id.nullable().default(null),
  teamId: Id.nullable().default(null),
  dueAt: Instant.nullable().default(null),
  required: z.boolean().default(false).describe('Holds solving until it is done or not needed'),
  afterId: Id.nullable().default(null).describe('Not before this task of the same case'),
  after: place.optional().describe('Not before the task at this place (from 0) of those that are added now'),
})
export type NewTask = z.input<typeof NewTask>

/** A task as it stands in a checklist. */
export const ChecklistTask = z.object({
  title: TaskTitle,
  text: TaskText.default(''),
  required: z.boolean().default(false),
  after: place.nullable().default(null).describe('Place (from 0) of the task that comes before it'),
  dueInDays: z.int().min(0).max(3650).nullable().default(null).describe('Counted from when the list is added to a case'),
  teamId: Id.nullable().default(null),
  toAssignee: z.boolean().default(false).describe('For who works on the case'),
})
export type ChecklistTask = z.infer<typeof ChecklistTask>

export const Checklist = z.object({
  id: Id,
  organisationId: Id,
  name: z.string(),
  text: z.string(),
  tasks: z.array(ChecklistTask),
  active: z.boolean(),
  version: z.int(),
})
export type Checklist = z.infer<typeof Checklist>

export const Task = z.object({
  id: Id,
  caseId: Id,
  title: z.string(),
  text: z.string(),
  assignee: Named.nullable(),
  team: Named.nullable(),
  dueAt: Instant.nullable(),
  late: z.boolean(),
  required: z.boolean(),
  afterId: Id.nullable(),
  blocked: z.boolean().describe('The task before it is still open'),
  state: TaskState,
  result: z.string().nullable().describe('What came of it, or why it is not needed'),
  endedAt: Instant.nullable(),
  endedBy: Named.nullable(),
  checklist: z.string().nullable().describe('Name of the checklist it came from'),
  version: z.int(),
})
export type Task = z.infer<typeof Task>

const ofCase = { caseId: Id, number: z.int() }
export const tasksAdded = event('cases.tasksAdded', z.object({ ...ofCase, taskIds: z.array(Id), checklistId: Id.nullable() }))
/** Who is to do it changed; also when it is added with somebody on it. */
export const taskAssigned = event('cases.taskAssigned', z.object({ ...ofCase, taskId: Id, assigneeId: Id.nullable(), teamId: Id.nullable() }))
export const taskChanged = event('cases.taskChanged', z.object({ ...ofCase, taskId: Id, fields: z.array(z.string()) }))
export const taskEnded = event('cases.taskEnded', z.object({ ...ofCase, taskId: Id, state: TaskState, open: z.int().describe('How many are left') }))
export const taskReopened = event('cases.taskReopened', z.object({ ...ofCase, taskId: Id }))
export const tasksOrdered = event('cases.tasksOrdered', z.object({ ...ofCase, taskIds: z.array(Id) }))
/** A lead let the case be solved while required tasks were open. */
export const tasksPassed = event('cases.tasksPassed', z.object({ ...ofCase, taskIds: z.array(Id) }))
export const checklistSaved = event('cases.checklistSaved', z.object({ checklistId: Id, organisationId: Id, version: z.int() }))
