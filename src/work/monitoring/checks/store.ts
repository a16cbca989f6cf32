/** The SQL of checks: what is asked, of which item, and how it stands. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Kind, Reason, State, What } from './kinds/contract.ts'

type Time = Date | string
export interface QuestionRow {
  id: string
  organisationId: string
  templateId: string | null
  itemId: string | null
  name: string
  kind: Kind
  what: What
  secret: string | null
  everySeconds: number
  timeoutSeconds: number
  facts: string[]
  version: number
  place: number
}
export interface CheckRow {
  id: string
  organisationId: string
  questionId: string
  itemId: string
  kind: Kind
  name: string
  everySeconds: number
  filled: What | null
  missing: string | null
  paused: boolean
  askedSince: Time
  dueAt: Time
  claimedUntil: Time | null
  slow: boolean
  state: State
  reason: Reason | null
  given: Record<string, string>
  since: Time
  lastAt: Time | null
  durationMs: number | null
  tokenHash: string | null
  beatAt: Time | null
}
export interface WrittenRow {
  questionId: string
  organisationId: string
  version: number
  name: string
  what: What
  writtenAt: Time
  writtenBy: string | null
}
export interface CheckTables {
  monitoringQuestion: QuestionRow
  monitoringCheck: CheckRow
  monitoringWritten: WrittenRow
}
export type Db = Kysely<CheckTables>

export async function readQuestions(db: Db, ids: readonly string[]): Promise<Map<string, QuestionRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('monitoringQuestion')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
export async function questionsOf(db: Db, templateIds: readonly string[]): Promise<QuestionRow[]> {
  if (templateIds.length === 0) return []
  return db.selectFrom('monitoringQuestion').selectAll().where('templateId', 'in', templateIds).orderBy('place').orderBy('id').execute()
}
export async function countOfItem(db: Db, itemId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from monitoring_question where item_id = ${itemId}`.execute(db)
  return rows[0]?.n ?? 0
}
/** Adds it, or writes it anew with its next version; what was written before stays readable. */
export async function writeQuestion(db: Db, row: QuestionRow, by: { at: Date; personId: string | null }): Promise<void> {
  await db
    .insertInto('monitoringQuestion')
    .values({ ...row, what: asJson(row.what), facts: sql`${row.facts}::text[]` })
    .onConflict((clash) =>
      clash.column('id').doUpdateSet({
        ...{ name: row.name, kind: row.kind, what: asJson(row.what), secret: row.secret, everySeconds: row.everySeconds },
        ...{ timeoutSeconds: row.timeoutSeconds, facts: sql`${row.facts}::text[]`, version: row.version, place: row.place },
      }),
    )
    .execute()
  await db
    .insertInto('monitoringWritten')
    .values({
      ...{ questionId: row.id, organisationId: row.organisationId, version: row.version, name: row.name, what: asJson(row.what) },
      ...{ writtenAt: by.at, writtenBy: by.personId },
    })
    .execute()
}
const asJson = (what: What) => sql<What>`${JSON.stringify(what)}::jsonb`
export async function removeQuestions(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('monitoringQuestion').where('id', 'in', ids).execute()
}
export const writtenOf = (db: Db, questionId: string): Promise<WrittenRow[]> =>
  db.selectFrom('monitoringWritten').selectAll().where('questionId', '=', questionId).orderBy('version', 'desc').limit(200).execute()

export async function readCheck(db: Db, id: string, lock = false): Promise<CheckRow | undefined> {
  const query = db.selectFrom('monitoringCheck').selectAll().where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}
export const changeCheck = (db: Db, id: string, set: Partial<CheckRow>): Promise<CheckRow | undefined> =>
  db.updateTable('monitoringCheck').set(set).where('id', '=', id).returningAll().executeTakeFirst()

export interface Filter {
  organisationIds: readonly string[]
  state?: State | undefined
  kind?: Kind | undefined
  itemId?: string | undefined
  templateId?: string | undefined
  paused?: boolean | undefined
}
export type ListedRow = CheckRow & { rank: number; itemNumber: number; itemName: string; templateId: string | null; templateName: string | null }
const rank = sql`case when c.paused then 3 else array_position(array['failed', 'unknown', 'ok'], c.state) - 1 end`
function conditions({ organisationIds, state, kind, itemId, templateId, paused }: Filter): RawBuilder<unknown>[] {
  const parts = [sql`c.organisation_id = any (${[...organisationIds]}::uuid[])`]
  if (state) parts.push(sql`c.state = ${state} and not c.paused`)
  if (kind) parts.push(sql`c.kind = ${kind}`)
  if (itemId) parts.push(sql`c.item_id = ${itemId}`)
  if (templateId) parts.push(sql`q.template_id = ${templateId}`)
  if (paused !== undefined) parts.push(sql`c.paused = ${paused}`)
  return parts
}
/** What failed first, then what is unknown, then what is right; what is paused last. */
export async function listChecks(
  db: Db,
  filter: Filter,
  after: readonly [rank: number, id: string] | undefined,
  limit: number,
): Promise<ListedRow[]> {
  const parts = conditions(filter)
  if (after) parts.push(sql`(${rank}, c.id) > (${after[0]}, ${after[1]}::uuid)`)
  const { rows } =
    await sql<ListedRow>`select c.*, ${rank} as rank, i.number as item_number, i.name as item_name, t.id as template_id, t.name as template_name
    from monitoring_check c join monitoring_question q on q.id = c.question_id join item i on i.id = c.item_id
    left join monitoring_template t on t.id = q.template_id
    where ${sql.join(parts, sql` and `)} order by ${rank}, c.id limit ${limit}`.execute(db)
  return rows
}
export async function listedCheck(db: Db, id: string): Promise<ListedRow | undefined> {
  const { rows } =
    await sql<ListedRow>`select c.*, ${rank} as rank, i.number as item_number, i.name as item_name, t.id as template_id, t.name as template_name
    from monitoring_check c join monitoring_question q on q.id = c.question_id join item i on i.id = c.item_id
    left join monitoring_template t on t.id = q.template_id where c.id = ${id}`.execute(db)
  return rows[0]
}
export interface Stands {
  ok: number
  failed: number
  unknown: number
  paused: number
}
export const nothing: Stands = { ok: 0, failed: 0, unknown: 0, paused: 0 }
const stands = sql`count(*) filter (where c.state = 'ok' and not c.paused)::int as ok, count(*) filter (where c.state = 'failed' and not c.paused)::int as failed,
  count(*) filter (where c.state = 'unknown' and not c.paused)::int as unknown, count(*) filter (where c.paused)::int as paused`
export async function countChecks(db: Db, organisationIds: readonly string[]): Promise<Stands> {
  const { rows } =
    await sql<Stands>`select ${stands} from monitoring_check c where c.organisation_id = any (${[...organisationIds]}::uuid[])`.execute(db)
  return rows[0] ?? nothing
}
/** How the checks of templates stand. */
export async function standsOf(db: Db, templateIds: readonly string[]): Promise<Map<string, Stands>> {
  const { rows } = await sql<Stands & { id: string }>`select q.template_id as id, ${stands} from monitoring_question q
    join monitoring_check c on c.question_id = q.id where q.template_id = any (${[...templateIds]}::uuid[]) group by 1`.execute(db)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/** A heartbeat came in. Undefined: there is no such token. */
export async function beat(db: Db, tokenHash: string, at: Date): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`update monitoring_check set beat_at = ${at},
      due_at = case when state = 'ok' then due_at else least(due_at, ${at}) end where token_hash = ${tokenHash} returning id`.execute(db)
  return rows[0]?.id
}

/** How often each item is asked what, by its number; what is paused or cannot be asked is left out. */
export interface PaceRow {
  itemNumber: number
  kind: string
  name: string
  everySeconds: number
}
export async function pacesIn(db: Db, organisationId: string): Promise<PaceRow[]> {
  const { rows } = await sql<PaceRow>`select i.number as item_number, c.kind, c.name, max(c.every_seconds)::int as every_seconds
    from monitoring_check c join item i on i.id = c.item_id where c.organisation_id = ${organisationId} and not c.paused and c.filled is not null group by 1, 2, 3`.execute(
    db,
  )
  return rows
}
/** Name of the collector that asks checks of this item; null: Spil itself does. */
export async function collectorFor(db: Db, itemId: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`select name from monitoring_collector where id = spil_collector_for(${itemId})`.execute(db)
  return rows[0]?.name ?? null
}
