/** The SQL of schedules and their turns. */
import { type Insertable, type Kysely, sql } from 'kysely'
import type * as z from 'zod'
import type { Template } from './contract.ts'
import type { Timing } from './rules.ts'

export interface RecurringTables {
  schedule: Timing & {
    id: string
    organisationId: string
    name: string
    template: z.output<typeof Template>
    missed: 'once' | 'skip'
    previous: 'ignore' | 'link' | 'hold'
    active: boolean
    version: number
    doneTo: string
    makeAt: string | Date | null
    changedBy: string
    changedAt: string | Date
  }
}
export type Db = Kysely<RecurringTables>
export type ScheduleRow = RecurringTables['schedule']
const json = (value: unknown) => sql<ScheduleRow['template']>`${JSON.stringify(value)}::jsonb`

export async function listSchedules(db: Db, organisationId: string): Promise<ScheduleRow[]> {
  return db.selectFrom('schedule').selectAll().where('organisationId', '=', organisationId).orderBy('name').orderBy('id').limit(500).execute()
}
export async function readSchedule(db: Db, id: string): Promise<ScheduleRow | undefined> {
  return db.selectFrom('schedule').selectAll().where('id', '=', id).executeTakeFirst()
}
/** False when there are too many. */
export async function insertSchedule(db: Db, row: ScheduleRow, most: number): Promise<boolean> {
  if ((await listSchedules(db, row.organisationId)).length >= most) return false
  await db
    .insertInto('schedule')
    .values({ ...row, template: json(row.template) } as unknown as Insertable<ScheduleRow>)
    .execute()
  return true
}
/** False when somebody was first. */
export async function updateSchedule(db: Db, id: string, version: number, set: Partial<ScheduleRow>): Promise<boolean> {
  const done = await db
    .updateTable('schedule')
    .set({ ...set, ...(set.template && { template: json(set.template) }), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function deleteSchedule(db: Db, id: string): Promise<void> {
  await db.deleteFrom('schedule').where('id', '=', id).execute()
}

/** The next one that has something to make, held; who else looks takes another. */
export async function nextDue(db: Db, now: Date): Promise<ScheduleRow | undefined> {
  const { rows } =
    await sql<ScheduleRow>`select * from schedule where active and make_at <= ${now} order by make_at limit 1 for update skip locked`.execute(db)
  return rows[0]
}
export async function dealtWith(db: Db, id: string, doneTo: string, makeAt: Date | null): Promise<void> {
  await sql`update schedule set done_to = ${doneTo}, make_at = ${makeAt} where id = ${id}`.execute(db)
}

export interface TurnRow {
  scheduleId: string
  turn: string
  organisationId: string
  at: string
  state: 'made' | 'held' | 'missed'
  caseId: string | null
}
/** False when this turn was dealt with already: the database decides. */
export async function insertTurn(db: Db, row: Omit<TurnRow, 'at'> & { at: Date }, now: Date): Promise<boolean> {
  const done = await sql`insert into schedule_turn (schedule_id, turn, organisation_id, at, state, case_id, dealt_at)
    values (${row.scheduleId}, ${row.turn}, ${row.organisationId}, ${row.at}, ${row.state}, ${row.caseId}, ${now}) on conflict do nothing`.execute(db)
  return done.numAffectedRows === 1n
}
export async function setCase(db: Db, scheduleId: string, turn: string, caseId: string): Promise<void> {
  await sql`update schedule_turn set case_id = ${caseId} where schedule_id = ${scheduleId} and turn = ${turn}`.execute(db)
}
export interface LastCase {
  scheduleId: string
  caseId: string
  made: number
}
/** The case that each made last, and how many it made. */
export async function lastCases(db: Db, scheduleIds: readonly string[]): Promise<Map<string, LastCase>> {
  if (scheduleIds.length === 0) return new Map()
  const { rows } = await sql<LastCase>`select distinct on (schedule_id) schedule_id, case_id,
      (count(*) filter (where state = 'made') over (partition by schedule_id))::int as made
    from schedule_turn where schedule_id = any (${[...scheduleIds]}::uuid[]) and state = 'made' and case_id is not null
    order by schedule_id, turn desc`.execute(db)
  return new Map(rows.map((row) => [row.scheduleId, row]))
}
export async function turnsBetween(db: Db, organisationId: string, from: Date, until: Date): Promise<TurnRow[]> {
  const { rows } = await sql<TurnRow>`select schedule_id, turn, organisation_id, at, state, case_id from schedule_turn
    where organisation_id = ${organisationId} and at >= ${from} and at < ${until} order by at limit 2000`.execute(db)
  return rows
}
