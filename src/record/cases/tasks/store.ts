/** The SQL of tasks and checklists. */
import { type Kysely, sql } from 'kysely'
import { familyOf, leadsTo } from '../family/family.ts'
import type { Checklist, ChecklistTask, TaskState } from './contract.ts'

export interface TaskRow {
  id: string
  caseId: string
  organisationId: string
  place: number
  title: string
  text: string
  assigneeId: string | null
  teamId: string | null
  dueAt: string | null
  required: boolean
  afterId: string | null
  state: TaskState
  result: string | null
  endedAt: string | null
  endedBy: string | null
  checklistId: string | null
  addedAt: string
  addedBy: string | null
  version: number
}
export interface ChecklistRow extends Checklist {
  changedAt: string
  changedBy: string | null
}
export interface TaskTables {
  caseTask: TaskRow
  checklist: ChecklistRow
}
type Db = Kysely<TaskTables>

export async function insertTasks(db: Db, rows: readonly TaskRow[]): Promise<void> {
  await db.insertInto('caseTask').values(rows).execute()
}

/** Of the case and what was merged into it, in order. `lock`: nobody else changes them until the end of the transaction. */
export async function listTasks(db: Db, caseId: string, lock = false): Promise<TaskRow[]> {
  let query = db
    .selectFrom('caseTask')
    .selectAll()
    .where('caseId', '=', familyOf(caseId))
    .orderBy('place')
    .orderBy('addedAt')
    .orderBy('id')
    .limit(1000)
  if (lock) query = query.forUpdate()
  return query.execute()
}
export async function readTask(db: Db, id: string): Promise<TaskRow | undefined> {
  return db.selectFrom('caseTask').selectAll().where('id', '=', id).executeTakeFirst()
}
/** Undefined when it is no longer that version. */
export async function updateTask(db: Db, id: string, version: number, set: Partial<TaskRow>): Promise<TaskRow | undefined> {
  return db
    .updateTable('caseTask')
    .set({ ...set, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
}
export async function placeTasks(db: Db, ids: readonly string[]): Promise<void> {
  await sql`update case_task t set place = o.place from (select id, place - 1 as place from unnest(${[...ids]}::uuid[]) with ordinality o (id, place)) o
    where t.id = o.id and t.place <> o.place`.execute(db)
}

export interface TaskFilter {
  /** null: nobody. */
  assigneeId?: string | null | undefined
  teamIds?: readonly string[] | undefined
  open: boolean
  late?: boolean | undefined
}
export interface ListedTask extends TaskRow {
  number: number
  caseTitle: string
  caseState: string
  blockedBy: string | null
}
/** Soonest due first; the ended ones newest first. */
export async function listTasksAcross(
  db: Db,
  filter: TaskFilter,
  page: { limit: number; after: readonly [string, string] | undefined; now: Date },
): Promise<ListedTask[]> {
  const due = sql`coalesce(t.due_at, 'infinity'::timestamptz)`
  const beyond = page.after && sql`(${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`
  const { rows } = await sql<ListedTask>`
    select t.*, c.number, c.title as case_title, c.state as case_state, b.title as blocked_by
    from case_task t left join case_tree f on f.case_id = t.case_id join "case" c on c.id = ${leadsTo('f.root_id', 't.case_id')} left join case_task b on b.id = t.after_id and b.state = 'open'
    where ${filter.open ? sql`t.state = 'open' and c.state not in ('closed', 'cancelled')` : sql`t.state <> 'open'`}
    ${filter.assigneeId === undefined ? sql`` : filter.assigneeId === null ? sql`and t.assignee_id is null` : sql`and t.assignee_id = ${filter.assigneeId}`}
    ${filter.teamIds ? sql`and t.team_id = any (${[...filter.teamIds]}::uuid[])` : sql``}
    ${filter.late ? sql`and t.due_at < ${page.now}` : sql``}
    ${beyond ? (filter.open ? sql`and (${due}, t.id) > ${beyond}` : sql`and (t.ended_at, t.id) < ${beyond}`) : sql``}
    order by ${filter.open ? sql`${due}, t.id` : sql`t.ended_at desc, t.id desc`} limit ${page.limit}`.execute(db)
  return rows
}

const tasksOf = (tasks: readonly ChecklistTask[]) => sql<ChecklistTask[]>`${JSON.stringify(tasks)}::jsonb`

/** False when the name is taken. */
export async function insertChecklist(db: Db, row: ChecklistRow): Promise<boolean> {
  const done = await db
    .insertInto('checklist')
    .values({ ...row, tasks: tasksOf(row.tasks) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export async function updateChecklist(db: Db, id: string, version: number, { tasks, ...set }: Partial<ChecklistRow>): Promise<boolean> {
  const done = await db
    .updateTable('checklist')
    .set({ ...set, ...(tasks && { tasks: tasksOf(tasks) }), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function listChecklists(db: Db, organisationId: string): Promise<ChecklistRow[]> {
  return db.selectFrom('checklist').selectAll().where('organisationId', '=', organisationId).orderBy(sql`spil_fold(name)`).limit(500).execute()
}
export async function readChecklist(db: Db, id: string): Promise<ChecklistRow | undefined> {
  return db.selectFrom('checklist').selectAll().where('id', '=', id).executeTakeFirst()
}
/** Names of checklists, also of those no longer used. */
export async function checklistNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('checklist').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
