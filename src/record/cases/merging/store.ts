/** The SQL of merges. */
import { type Kysely, sql } from 'kysely'
import { familyOf } from '../family/family.ts'
import type { CaseRow, Db } from '../store.ts'

/** What merging changes on a case, and undoing puts back. */
export type Before = Pick<
  CaseRow,
  | 'state'
  | 'waitingFor'
  | 'waitingUntil'
  | 'waitingReason'
  | 'endReason'
  | 'closedAt'
  | 'confirmed'
  | 'responseDueAt'
  | 'solutionDueAt'
  | 'dueAt'
  | 'riskAt'
  | 'confidential'
>
export interface MergeRow {
  id: string
  caseId: string
  intoId: string
  organisationId: string
  reason: string | null
  at: string
  byId: string | null
  before: Before
  undoneAt: string | null
  undoneBy: string | null
}
export interface TreeRow {
  caseId: string
  number: number
  rootId: string
  rootNumber: number
  organisationId: string
}
export interface MergingTables {
  caseMerge: MergeRow
  caseTree: TreeRow
}

/** One merge or undo at a time in an organisation: a tree is changed by one hand. Held until the end of the transaction. */
export async function holdTrees(db: Db, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`merge ${organisationId}`}, 0))`.execute(db)
}

/** False when the case is merged already. */
export async function insertMerge(db: Kysely<MergingTables>, row: MergeRow): Promise<boolean> {
  const done = await db
    .insertInto('caseMerge')
    .values({ ...row, before: sql<Before>`${JSON.stringify(row.before)}::jsonb` })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export async function readMerge(db: Kysely<MergingTables>, id: string): Promise<MergeRow | undefined> {
  return db.selectFrom('caseMerge').selectAll().where('id', '=', id).executeTakeFirst()
}
/** False when somebody else did. */
export async function endMerge(db: Kysely<MergingTables>, id: string, at: string, by: string | null): Promise<boolean> {
  const done = await db
    .updateTable('caseMerge')
    .set({ undoneAt: at, undoneBy: by })
    .where('id', '=', id)
    .where('undoneAt', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

/** Writes anew where the cases of these trees lead. Alone in a tree: no tree. */
export async function growTrees(db: Db, caseIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select case_id as id from case_tree where root_id in (select root_id from case_tree where case_id = any (${[...caseIds]}::uuid[]))`.execute(db)
  const all = [...new Set([...caseIds, ...rows.map(({ id }) => id)])]
  await sql`delete from case_tree where case_id = any (${all}::uuid[])`.execute(db)
  await sql`
    with recursive up as (
      select id, id as at, 0 as far from unnest(${all}::uuid[]) id
      union all select up.id, m.into_id, up.far + 1 from up join case_merge m on m.case_id = up.at and m.undone_at is null where up.far < 200
    ), roots as (select distinct on (id) id, at as root from up order by id, far desc)
    insert into case_tree (case_id, number, root_id, root_number, organisation_id)
      select r.id, c.number, r.root, o.number, c.organisation_id from roots r join "case" c on c.id = r.id join "case" o on o.id = r.root
      where (select count(*) from roots s where s.root = r.root) > 1`.execute(db)
}
export async function familyIds(db: Kysely<MergingTables>, id: string): Promise<string[]> {
  const rows = await db.selectFrom('caseTree').select('caseId').where('rootId', '=', id).where('caseId', '<>', id).limit(200).execute()
  return [id, ...rows.map(({ caseId }) => caseId)]
}

/** Who may see the case, for comparing two circles. */
export async function circleOf(db: Db, id: string): Promise<Set<string>> {
  const rows = await db.selectFrom('casePerson').select('personId').where('caseId', '=', familyOf(id)).execute()
  return new Set(rows.map(({ personId }) => personId))
}

/** What this person said on one case since then goes to another, with its files. How many. */
export async function moveSaid(db: Db, by: string, since: string, from: string, to: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with said as (update entry set case_id = ${to} where case_id = ${from} and author_id = ${by} and at >= ${since} returning id),
    files as (update attachment set case_id = ${to} where case_id = ${from} and (entry_id in (select id from said) or (entry_id is null and added_by = ${by} and at >= ${since})))
    select count(*)::int as count from said`.execute(db)
  return rows[0]?.count ?? 0
}

export interface MergedRow {
  id: string
  number: number
  title: string
  text: string
  reporterId: string
  channel: CaseRow['channel']
  openedAt: string
  mergeId: string
  intoNumber: number
  mergedAt: string
  byId: string | null
  reason: string | null
}
/** What is shown on the case besides its own, in the order it came. */
export const mergedInto = (id: string) => sql`
  select c.id, c.number, c.title, c.text, c.reporter_id as "reporterId", c.channel, c.opened_at as "openedAt", m.id as "mergeId",
    o.number as "intoNumber", m.at as "mergedAt", m.by_id as "byId", m.reason
  from case_tree f join "case" c on c.id = f.case_id join case_merge m on m.case_id = c.id and m.undone_at is null
  join "case" o on o.id = m.into_id where f.root_id = ${id} and f.case_id <> ${id} order by m.at, c.number limit 200`

/** Who reported the cases that are shown on this one. */
export async function mergedReporters(db: Db, id: string): Promise<{ number: number; reporterId: string }[]> {
  const { rows } = await sql<{ number: number; reporterId: string }>`
    select c.number, c.reporter_id from case_tree f join "case" c on c.id = f.case_id where f.root_id = ${id} and f.case_id <> ${id} order by c.number`.execute(
    db,
  )
  return rows
}
