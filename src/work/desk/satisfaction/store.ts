/** The SQL of satisfaction. */
import { type Kysely, sql } from 'kysely'
import type { SatisfactionSettings } from './contract.ts'
import type { Counts } from './rules.ts'

export interface SatisfactionRow {
  caseId: string
  round: number
  personId: string
  organisationId: string
  teamId: string | null
  askedAt: string
  closedAt: string | null
  mark: number | null
  word: string
  anonymous: boolean
  givenAt: string | null
  changedAt: string | null
  seenBy: string | null
  seenAt: string | null
}
export interface SatisfactionTables {
  satisfaction: SatisfactionRow
  satisfactionSetting: { organisationId: string; version: number; settings: SatisfactionSettings; changedAt: string | Date; changedBy: string | null }
}
export type Db = Kysely<SatisfactionTables>

export const readRow = (db: Db, caseId: string, round: number): Promise<SatisfactionRow | undefined> =>
  db.selectFrom('satisfaction').selectAll().where('caseId', '=', caseId).where('round', '=', round).executeTakeFirst()
export const rowsOf = (db: Db, caseId: string): Promise<SatisfactionRow[]> =>
  db.selectFrom('satisfaction').selectAll().where('caseId', '=', caseId).where('mark', 'is not', null).orderBy('round').limit(200).execute()

export interface Asking {
  caseId: string
  round: number
  personId: string
  organisationId: string
  teamId: string | null
  at: Date
  closed: boolean
}
/** It is asked, or the case closed in this round. Idempotent; what was given stays. */
export async function ask(db: Db, { caseId, round, personId, organisationId, teamId, at, closed }: Asking): Promise<void> {
  await sql`insert into satisfaction (case_id, round, person_id, organisation_id, team_id, asked_at, closed_at)
    values (${caseId}, ${round}, ${personId}, ${organisationId}, ${teamId}, ${at}, ${closed ? at : null})
    on conflict (case_id, round) do update set closed_at = coalesce(excluded.closed_at, satisfaction.closed_at), team_id = excluded.team_id`.execute(
    db,
  )
}
/** True when it is the first time. */
export async function give(
  db: Db,
  caseId: string,
  round: number,
  given: { mark: number; word: string; anonymous: boolean; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ first: boolean }>`update satisfaction set mark = ${given.mark}, word = ${given.word},
      anonymous = case when given_at is null then ${given.anonymous} else anonymous end,
      given_at = coalesce(given_at, ${given.at}), changed_at = ${given.at}, seen_by = null, seen_at = null
    where case_id = ${caseId} and round = ${round} returning given_at = changed_at as first`.execute(db)
  return rows[0]?.first ?? false
}
export async function see(db: Db, caseId: string, round: number, by: string | null, at: Date): Promise<boolean> {
  const done = await db
    .updateTable('satisfaction')
    .set({ seenBy: by, seenAt: at.toISOString() })
    .where('caseId', '=', caseId)
    .where('round', '=', round)
    .where('mark', 'is not', null)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}

export interface LowRow extends SatisfactionRow {
  /** Who gave a mark gave it at a moment. */
  givenAt: string
  number: number
  title: string
  assigneeId: string | null
  teamName: string | null
}
interface LowQuery {
  organisationId: string
  lowMark: number
  limit: number
  seen: boolean | undefined
  before: readonly [at: string, caseId: string, round: number] | undefined
}
export async function listLow(db: Db, { organisationId, lowMark, limit, seen, before }: LowQuery): Promise<LowRow[]> {
  const { rows } = await sql<LowRow>`select s.*, c.number, c.title, c.assignee_id, t.name as team_name
    from satisfaction s join "case" c on c.id = s.case_id left join team t on t.id = s.team_id
    where s.organisation_id = ${organisationId} and s.mark <= ${lowMark} ${seen === undefined ? sql`` : seen ? sql`and s.seen_at is not null` : sql`and s.seen_at is null`}
      ${before === undefined ? sql`` : sql`and (s.given_at, s.case_id, s.round) < (${before[0]}::timestamptz, ${before[1]}::uuid, ${before[2]}::int)`}
    order by s.given_at desc, s.case_id desc, s.round desc limit ${limit}`.execute(db)
  return rows
}

export interface FigureRow extends Counts {
  teamId: string | null
  teamName: string | null
  month: string
}
/** Per team and month, between two instants. */
export async function countMarks(db: Db, organisationId: string, since: Date, until: Date, zone: string): Promise<FigureRow[]> {
  const { rows } = await sql<Omit<FigureRow, 'marks'> & { m1: number; m2: number; m3: number; m4: number; m5: number }>`
    select f.*, t.name as team_name from spil_satisfaction(${organisationId}, ${since}, ${until}, ${zone}) f left join team t on t.id = f.team_id`.execute(
    db,
  )
  return rows.map(({ m1, m2, m3, m4, m5, ...row }) => ({ ...row, marks: [m1, m2, m3, m4, m5] }))
}

export const readSettings = (db: Db, organisationId: string): Promise<{ settings: SatisfactionSettings; version: number } | undefined> =>
  db.selectFrom('satisfactionSetting').select(['settings', 'version']).where('organisationId', '=', organisationId).executeTakeFirst()
/** False when somebody was first. */
export async function writeSettings(
  db: Db,
  organisationId: string,
  version: number,
  settings: SatisfactionSettings,
  at: Date,
  by: string | null,
): Promise<boolean> {
  const body = JSON.stringify(settings)
  const done =
    version === 0
      ? await sql`insert into satisfaction_setting (organisation_id, version, settings, changed_at, changed_by)
          values (${organisationId}, 1, ${body}::jsonb, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update satisfaction_setting set version = version + 1, settings = ${body}::jsonb, changed_at = ${at}, changed_by = ${by}
          where organisation_id = ${organisationId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}
