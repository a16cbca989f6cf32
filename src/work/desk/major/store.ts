/** The SQL of major incidents. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { State } from '#record/cases/contract.ts'

export interface MajorRow {
  caseId: string
  organisationId: string
  reason: string
  declaredBy: string | null
  declaredAt: string
  leadId: string | null
  communicationId: string | null
  nextUpdateAt: string | null
  lateToldAt: string | null
  endedAt: string | null
  review: string | null
  reviewBy: string | null
  reviewAt: string | null
  problemId: string | null
  version: number
}
export type How = 'linked' | 'registered' | 'joined'
interface ChildRow {
  caseId: string
  parentId: string
  organisationId: string
  how: How
  addedBy: string | null
  addedAt: string
}
export interface TextRow {
  id: string
  parentId: string
  organisationId: string
  kind: 'update' | 'solve'
  text: string
  tested: string | null
  authorId: string
  at: string
  nextUpdateAt: string | null
  total: number
  done: number
  finishedAt: string | null
}
export interface MajorTables {
  majorIncident: MajorRow
  majorChild: ChildRow
  majorText: TextRow
  majorRecipient: { textId: string; caseId: string; organisationId: string; mails: boolean; doneAt: string | null; outcome: string | null }
  majorSetting: { organisationId: string; engineersDeclare: boolean; changedAt: Date; changedBy: string | null }
}
export type Db = Kysely<MajorTables>

/** False when it is one already. */
export async function insertMajor(db: Db, row: Omit<MajorRow, 'version'>): Promise<boolean> {
  const done = await db
    .insertInto('majorIncident')
    .values({ ...row, version: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export const readMajor = (db: Db, caseId: string): Promise<MajorRow | undefined> =>
  db.selectFrom('majorIncident').selectAll().where('caseId', '=', caseId).executeTakeFirst()
/** With `version`: undefined when somebody was first. */
export async function changeMajor(db: Db, caseId: string, set: Partial<MajorRow>, version?: number): Promise<MajorRow | undefined> {
  let query = db
    .updateTable('majorIncident')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('caseId', '=', caseId)
  if (version !== undefined) query = query.where('version', '=', version)
  return query.returningAll().executeTakeFirst()
}
/** Whose promised update has not come; marks it told. Undefined when it came, or was told already. */
export const markLate = (db: Db, caseId: string, dueAt: string, now: Date): Promise<MajorRow | undefined> =>
  db
    .updateTable('majorIncident')
    .set({ lateToldAt: now.toISOString() })
    .where('caseId', '=', caseId)
    .where('nextUpdateAt', '=', dueAt)
    .where('endedAt', 'is', null)
    .where('lateToldAt', 'is', null)
    .returningAll()
    .executeTakeFirst()

export interface Ongoing extends MajorRow {
  number: number
  title: string
  state: State
  children: number
  openChildren: number
}
const withCase = sql`select m.*, c.number, c.title, c.state,
  (select count(*)::int from major_child k where k.parent_id = m.case_id) as children,
  (select count(*)::int from major_child k join "case" o on o.id = k.case_id
    where k.parent_id = m.case_id and o.state in ('new', 'inProgress', 'waiting', 'reopened')) as open_children
  from major_incident m join "case" c on c.id = m.case_id`
export async function ongoingMajors(db: Db, organisations: readonly string[]): Promise<Ongoing[]> {
  const { rows } = await sql<Ongoing>`${withCase} where m.ended_at is null and m.organisation_id = any (${organisations}::uuid[])
    order by m.declared_at desc limit 50`.execute(db)
  return rows
}
export async function majorWithCase(db: Db, caseId: string): Promise<Ongoing | undefined> {
  const { rows } = await sql<Ongoing>`${withCase} where m.case_id = ${caseId}`.execute(db)
  return rows[0]
}

export const parentOf = (db: Db, caseId: string): Promise<ChildRow | undefined> =>
  db.selectFrom('majorChild').selectAll().where('caseId', '=', caseId).executeTakeFirst()
/** False when it has a parent already. */
export async function insertChild(db: Db, row: ChildRow): Promise<boolean> {
  const done = await db
    .insertInto('majorChild')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export async function deleteChild(db: Db, parentId: string, caseId: string): Promise<boolean> {
  const done = await db.deleteFrom('majorChild').where('parentId', '=', parentId).where('caseId', '=', caseId).executeTakeFirst()
  return done.numDeletedRows === 1n
}
export interface ChildShown {
  id: string
  number: number
  title: string
  state: State
  reporterId: string
  how: How
  addedAt: string
}
export async function listChildren(db: Db, parentId: string): Promise<ChildShown[]> {
  const { rows } = await sql<ChildShown>`select c.id, c.number, c.title, c.state, c.reporter_id, k.how, k.added_at
    from major_child k join "case" c on c.id = k.case_id where k.parent_id = ${parentId} order by k.added_at, c.number limit 500`.execute(db)
  return rows
}

export const listTexts = (db: Db, parentId: string): Promise<(TextRow & { refused: number })[]> =>
  db
    .selectFrom('majorText')
    .selectAll()
    .select(
      sql<number>`(select count(*)::int from major_recipient r where r.text_id = major_text.id and r.outcome is not null and r.outcome <> 'done')`.as(
        'refused',
      ),
    )
    .where('parentId', '=', parentId)
    .orderBy('at', 'desc')
    .limit(100)
    .execute()

/**
 * The text, and to whom it goes: fixed now. An update goes to parent and children that are not over, and one letter to each reporter; solving
 * goes to the open children. Returns to how many.
 */
export async function insertText(db: Db, row: Omit<TextRow, 'id' | 'total' | 'done' | 'finishedAt'>): Promise<{ id: string; total: number }> {
  const id = randomUUID()
  const states =
    row.kind === 'update' ? sql`('new', 'inProgress', 'waiting', 'reopened', 'solved')` : sql`('new', 'inProgress', 'waiting', 'reopened')`
  const parent = row.kind === 'update' ? sql`union all select ${row.parentId}::uuid, true` : sql``
  const these = sql`select c.id, row_number() over (partition by c.reporter_id order by t.first desc, c.number) = 1 as mails
    from (select case_id, false as first from major_child where parent_id = ${row.parentId} ${parent}) t
    join "case" c on c.id = t.case_id where c.state in ${states} or t.first`
  const { rows } = await sql<{ id: string; mails: boolean }>`${these}`.execute(db)
  await db
    .insertInto('majorText')
    .values({ ...row, id, total: rows.length, done: 0, finishedAt: rows.length === 0 ? row.at : null })
    .execute()
  await sql`insert into major_recipient (text_id, case_id, organisation_id, mails) select ${id}, one.id, ${row.organisationId}, one.mails
    from unnest(${rows.map((one) => one.id)}::uuid[], ${rows.map((one) => one.mails)}::boolean[]) as one (id, mails)`.execute(db)
  return { id, total: rows.length }
}

export interface Recipient {
  caseId: string
  mails: boolean
}
/** The next of those that are left, held until the end of the transaction. */
export async function nextRecipients(db: Db, textId: string, limit: number): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`select case_id, mails from major_recipient where text_id = ${textId} and done_at is null
    order by case_id limit ${limit} for update skip locked`.execute(db)
  return rows
}
export async function markDone(db: Db, textId: string, caseId: string, outcome: string, now: Date): Promise<void> {
  await db
    .updateTable('majorRecipient')
    .set({ doneAt: now.toISOString(), outcome })
    .where('textId', '=', textId)
    .where('caseId', '=', caseId)
    .execute()
}
/** How far it is; finished when nobody is left. */
export async function countDone(db: Db, textId: string, now: Date): Promise<TextRow> {
  return db
    .updateTable('majorText')
    .set({
      done: sql<number>`(select count(*)::int from major_recipient r where r.text_id = major_text.id and r.done_at is not null)`,
      finishedAt: sql<string>`case when exists (select from major_recipient r where r.text_id = major_text.id and r.done_at is null) then null else coalesce(finished_at, ${now}) end`,
    })
    .where('id', '=', textId)
    .returningAll()
    .executeTakeFirstOrThrow()
}
export const readText = (db: Db, id: string): Promise<TextRow | undefined> =>
  db.selectFrom('majorText').selectAll().where('id', '=', id).executeTakeFirst()

export async function engineersDeclare(db: Db, organisationId: string): Promise<boolean> {
  const row = await db.selectFrom('majorSetting').select('engineersDeclare').where('organisationId', '=', organisationId).executeTakeFirst()
  return row?.engineersDeclare ?? false
}
export async function saveSetting(db: Db, row: MajorTables['majorSetting']): Promise<void> {
  const { engineersDeclare: allowed, changedAt, changedBy } = row
  await db
    .insertInto('majorSetting')
    .values(row)
    .onConflict((conflict) => conflict.column('organisationId').doUpdateSet({ engineersDeclare: allowed, changedAt, changedBy }))
    .execute()
}
