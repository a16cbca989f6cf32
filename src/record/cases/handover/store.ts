/** The SQL of handing over. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'

export interface HandoverRow {
  id: string
  caseId: string
  organisationId: string
  status: 'written' | 'offered' | 'accepted' | 'sentBack' | 'replaced'
  fromId: string | null
  toId: string | null
  teamId: string | null
  writtenBy: string
  situation: string
  done: string
  next: string
  risk: string
  writtenAt: string
  offeredAt: string | null
  endedAt: string | null
  endedBy: string | null
  question: string | null
}
export interface HandoverTables {
  handover: HandoverRow
  handoverRule: { organisationId: string; teamId: string | null; required: boolean; changedAt: Date; changedBy: string | null }
}
type Db = Kysely<HandoverTables>

export interface RuleRow {
  teamId: string | null
  required: boolean
}
export const listRules = (db: Db, organisationId: string): Promise<RuleRow[]> =>
  db.selectFrom('handoverRule').select(['teamId', 'required']).where('organisationId', '=', organisationId).execute()

/** `required` null: the team follows its organisation. */
export async function saveRule(
  db: Db,
  organisationId: string,
  teamId: string | null,
  required: boolean | null,
  by: string | null,
  now: Date,
): Promise<void> {
  if (required === null) {
    await db.deleteFrom('handoverRule').where('organisationId', '=', organisationId).where('teamId', 'is not distinct from', teamId).execute()
    return
  }
  await sql`insert into handover_rule (organisation_id, team_id, required, changed_at, changed_by)
    values (${organisationId}, ${teamId}, ${required}, ${now}, ${by})
    on conflict (organisation_id, coalesce(team_id, '00000000-0000-0000-0000-000000000000'::uuid))
    do update set required = excluded.required, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(db)
}

export const openNote = (db: Db, caseId: string): Promise<HandoverRow | undefined> =>
  db.selectFrom('handover').selectAll().where('caseId', '=', caseId).where('status', 'in', ['written', 'offered']).executeTakeFirst()

/** Takes the place of the one that was open. */
export async function insertNote(db: Db, row: Omit<HandoverRow, 'id'>): Promise<HandoverRow> {
  await db
    .updateTable('handover')
    .set({ status: 'replaced', endedAt: row.writtenAt, endedBy: row.writtenBy })
    .where('caseId', '=', row.caseId)
    .where('status', 'in', ['written', 'offered'])
    .execute()
  return db
    .insertInto('handover')
    .values({ ...row, id: randomUUID() })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Undefined when it is no longer in that state: somebody was first. */
export const changeNote = (db: Db, id: string, from: readonly HandoverRow['status'][], set: Partial<HandoverRow>): Promise<HandoverRow | undefined> =>
  db.updateTable('handover').set(set).where('id', '=', id).where('status', 'in', from).returningAll().executeTakeFirst()

export const readNote = (db: Db, id: string): Promise<HandoverRow | undefined> =>
  db.selectFrom('handover').selectAll().where('id', '=', id).executeTakeFirst()

/** Newest first. */
export const listNotes = (db: Db, caseId: string): Promise<HandoverRow[]> =>
  db
    .selectFrom('handover')
    .selectAll()
    .where('caseId', '=', caseId)
    .where('status', '<>', 'replaced')
    .orderBy('writtenAt', 'desc')
    .limit(50)
    .execute()

/** Notes that wait for an answer: to these people or teams, and from these people (also what was sent back and is theirs again). */
export async function waitingNotes(
  db: Db,
  people: readonly string[],
  teams: readonly string[],
  since: Date,
): Promise<{ to: HandoverRow[]; from: HandoverRow[] }> {
  const to = await sql<HandoverRow>`select * from handover where status = 'offered'
    and (to_id = any (${people}::uuid[]) or (to_id is null and team_id = any (${teams}::uuid[]))) order by offered_at limit 200`.execute(db)
  const from = await sql<HandoverRow>`select h.* from handover h where h.from_id = any (${people}::uuid[])
    and (h.status = 'offered' or (h.status = 'sentBack' and h.ended_at > ${since}
      and exists (select from "case" c where c.id = h.case_id and c.assignee_id = h.from_id and c.state in ('inProgress', 'waiting', 'reopened'))
      and not exists (select from handover later where later.case_id = h.case_id and later.written_at > h.written_at)))
    order by h.offered_at limit 200`.execute(db)
  return { to: to.rows, from: from.rows }
}

/** What these people have in work, with the note that was written ahead when there is one. */
export async function workOf(db: Db, people: readonly string[]): Promise<{ caseId: string; assigneeId: string }[]> {
  const { rows } = await sql<{ caseId: string; assigneeId: string }>`select id as case_id, assignee_id from "case"
    where assignee_id = any (${people}::uuid[]) and state in ('inProgress', 'waiting', 'reopened') order by updated_at desc limit 200`.execute(db)
  return rows
}
export const openNotes = (db: Db, caseIds: readonly string[]): Promise<HandoverRow[]> =>
  db
    .selectFrom('handover')
    .selectAll()
    .where('caseId', '=', sql<string>`any (${caseIds}::uuid[])`)
    .where('status', 'in', ['written', 'offered'])
    .execute()
