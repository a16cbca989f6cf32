/** The SQL of complaints. Row level security decides which rows there are. */
import { type Kysely, sql } from 'kysely'
import type { State } from '#record/cases/contract.ts'
import type { givens, judgements, sides } from './contract.ts'
import type { Candidate, Policy } from './rules.ts'

type Moment = string | Date
export interface ComplaintRow {
  caseId: string
  organisationId: string
  aboutPersonId: string | null
  aboutTeamId: string | null
  aboutCaseId: string | null
  handlerId: string | null
  givenBy: (typeof givens)[number]
  givenAt: Moment
  acknowledgeBy: Moment
  answerBy: Moment
  acknowledgedAt: Moment | null
  notHeard: string | null
  judgement: (typeof judgements)[number] | null
  judgementReason: string | null
  measure: string | null
  judgedAt: Moment | null
  judgedBy: string | null
  answeredAt: Moment | null
  improvement: string | null
  followUpId: string | null
  remindedAt: Moment | null
  version: number
}
export interface ComplaintTables {
  complaint: ComplaintRow
  complaintHearing: { id: string; caseId: string; side: (typeof sides)[number]; entryId: string; byId: string; at: Moment }
  complaintPolicy: Policy & { organisationId: string; version: number; changedAt: Moment; changedBy: string | null }
}
export type Db = Kysely<ComplaintTables>

export async function readComplaint(db: Db, caseId: string): Promise<ComplaintRow | undefined> {
  return db.selectFrom('complaint').selectAll().where('caseId', '=', caseId).executeTakeFirst()
}
/** False when it is there already. */
export async function insertComplaint(db: Db, row: ComplaintRow): Promise<boolean> {
  const done = await db
    .insertInto('complaint')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
/** False when somebody was first. */
export async function updateComplaint(db: Db, caseId: string, version: number, set: Partial<ComplaintRow>): Promise<boolean> {
  const done = await db
    .updateTable('complaint')
    .set({ ...set, version: version + 1 })
    .where('caseId', '=', caseId)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
/** Who handles it now; changes nothing under anybody's hands. */
export async function setGiven(db: Db, caseId: string, set: Pick<ComplaintRow, 'handlerId' | 'givenBy' | 'givenAt'>): Promise<void> {
  await db.updateTable('complaint').set(set).where('caseId', '=', caseId).execute()
}

export async function insertHearing(db: Db, row: ComplaintTables['complaintHearing']): Promise<void> {
  await db.insertInto('complaintHearing').values(row).execute()
}
export interface HearingRow {
  id: string
  side: (typeof sides)[number]
  text: string
  byId: string
  at: string
}
export async function listHearings(db: Db, caseId: string): Promise<HearingRow[]> {
  const { rows } = await sql<HearingRow>`select h.id, h.side, e.text, h.by_id, h.at from complaint_hearing h join entry e on e.id = h.entry_id
    where h.case_id = ${caseId} order by h.at, h.id limit 200`.execute(db)
  return rows
}

export async function readPolicy(db: Db, organisationId: string): Promise<(Policy & { version: number }) | undefined> {
  return db
    .selectFrom('complaintPolicy')
    .select(['handlerId', 'acknowledgeDays', 'answerDays', 'version'])
    .where('organisationId', '=', organisationId)
    .executeTakeFirst()
}
/** False when somebody was first. Version 0: there is none yet. */
export async function writePolicy(db: Db, row: ComplaintTables['complaintPolicy']): Promise<boolean> {
  const { organisationId, version, handlerId, acknowledgeDays, answerDays, changedAt, changedBy } = row
  const done =
    version === 0
      ? await sql`insert into complaint_policy (organisation_id, handler_id, acknowledge_days, answer_days, version, changed_at, changed_by)
          values (${organisationId}, ${handlerId}, ${acknowledgeDays}, ${answerDays}, 1, ${changedAt}, ${changedBy}) on conflict do nothing`.execute(
          db,
        )
      : await sql`update complaint_policy set handler_id = ${handlerId}, acknowledge_days = ${acknowledgeDays}, answer_days = ${answerDays},
          version = ${version + 1}, changed_at = ${changedAt}, changed_by = ${changedBy}
          where organisation_id = ${organisationId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}

/** These people with the moment they were last given a complaint. */
export async function lastGiven(db: Db, people: readonly { id: string; name: string }[]): Promise<Candidate[]> {
  const ids = people.map(({ id }) => id)
  const { rows } = await sql<{ id: string; at: string }>`select handler_id as id, max(given_at) as at from complaint
    where handler_id = any (${ids}::uuid[]) group by 1`.execute(db)
  const at = new Map(rows.map((row) => [row.id, new Date(row.at).toISOString()]))
  return people.map(({ id, name }) => ({ id, name, lastAt: at.get(id) ?? null }))
}

export interface DueRow {
  caseId: string
  acknowledgeBy: string
  answerBy: string
}
/** Whose term ends within a day (to acknowledge) or three (to answer), and nobody was reminded of that. */
export async function dueComplaints(db: Db, now: Date, limit: number): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`select c.case_id, c.acknowledge_by, c.answer_by from complaint c join "case" k on k.id = c.case_id
    where c.answered_at is null and k.state in ('new', 'inProgress', 'waiting', 'reopened') and k.assignee_id is not null and (
      (c.acknowledged_at is null and c.acknowledge_by < ${now}::timestamptz + interval '1 day' and c.reminded_at is null)
      or (c.answer_by < ${now}::timestamptz + interval '3 days' and (c.reminded_at is null or c.reminded_at < c.answer_by - interval '3 days')))
    order by c.answer_by limit ${limit}`.execute(db)
  return rows
}
/** True for who says it. */
export async function noteReminded(db: Db, caseId: string, now: Date, before: Date): Promise<boolean> {
  const done = await sql`update complaint set reminded_at = ${now} where case_id = ${caseId}
    and (reminded_at is null or reminded_at < ${before})`.execute(db)
  return done.numAffectedRows === 1n
}

export interface CaseName {
  id: string
  number: number
  title: string
  state: State
}
export async function caseName(db: Db, id: string | null): Promise<CaseName | undefined> {
  if (id === null) return undefined
  const { rows } = await sql<CaseName>`select id, number, title, state from "case" where id = ${id}`.execute(db)
  return rows[0]
}
