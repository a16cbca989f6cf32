/** The SQL of who was told what. */
import { type Kysely, sql } from 'kysely'
import type { AlarmTables } from '../store.ts'

type Db = Kysely<AlarmTables>
export interface Told {
  deviationId: string
  organisationId: string
  /** The step of the escalation, from 1. */
  level: number
  personId: string
  messageId: string
}
/** Nobody else writes levels while this transaction lasts. */
export async function holdTelling(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('monitoring alarms told'))`.execute(db)
}
export async function writeLevels(db: Db, all: readonly { id: string; organisationId: string; level: number }[]): Promise<void> {
  if (all.length === 0) return
  await sql`insert into monitoring_alarm (deviation_id, organisation_id, level)
    select * from unnest(${all.map(({ id }) => id)}::uuid[], ${all.map(({ organisationId }) => organisationId)}::uuid[], ${all.map(({ level }) => level)}::int[])
    on conflict (deviation_id) do update set level = greatest(monitoring_alarm.level, excluded.level)`.execute(db)
}
export async function writeTold(db: Db, all: readonly Told[], at: Date): Promise<void> {
  if (all.length === 0) return
  await sql`insert into monitoring_alarm_told (deviation_id, organisation_id, level, person_id, message_id, told_at)
    select g.*, ${at}::timestamptz from unnest(${all.map((one) => one.deviationId)}::uuid[], ${all.map((one) => one.organisationId)}::uuid[],
      ${all.map((one) => one.level)}::int[], ${all.map((one) => one.personId)}::uuid[], ${all.map((one) => one.messageId)}::uuid[]) g
    on conflict do nothing`.execute(db)
}
/** How many mails each person was sent since then. */
export async function mailsSince(db: Db, since: Date): Promise<Map<string, number>> {
  const { rows } = await sql<{
    personId: string
    count: number
  }>`select person_id, count(distinct message_id)::int as count from monitoring_alarm_told
    where told_at > ${since} group by 1`.execute(db)
  return new Map(rows.map(({ personId, count }) => [personId, count]))
}
/** What stood in a mail to somebody. */
export async function toldIn(db: Db, { messageId, personId }: { messageId: string; personId: string }): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select deviation_id as id from monitoring_alarm_told where message_id = ${messageId} and person_id = ${personId}`.execute(db)
  return rows.map(({ id }) => id)
}
/** What stood in a mail to somebody, when it is not older than that. */
export async function toldBy(
  db: Db,
  { messageId, personId }: { messageId: string; personId: string },
  since: Date,
): Promise<{ ids: string[]; organisationId: string } | undefined> {
  const { rows } = await sql<{ id: string; organisationId: string }>`select deviation_id as id, organisation_id from monitoring_alarm_told
    where message_id = ${messageId} and person_id = ${personId} and told_at > ${since}`.execute(db)
  return rows[0] && { ids: rows.map(({ id }) => id), organisationId: rows[0].organisationId }
}
export interface Ending {
  deviationId: string
  personId: string
  organisationId: string
}
/** Alarms that somebody was told about and not that they are over, without those of who heard of another since then. */
export async function notHeardEnd(db: Db, since: Date): Promise<Ending[]> {
  const { rows } = await sql<Ending>`select distinct deviation_id, person_id, organisation_id from monitoring_alarm_told t
    where over_at is null and not exists (select from monitoring_alarm_told o where o.person_id = t.person_id and o.over_at > ${since})`.execute(db)
  return rows
}
export async function writeOver(db: Db, all: readonly Ending[], at: Date): Promise<void> {
  await sql`update monitoring_alarm_told t set over_at = ${at} from unnest(${all.map(({ deviationId }) => deviationId)}::uuid[],
      ${all.map(({ personId }) => personId)}::uuid[]) g (deviation_id, person_id)
    where t.deviation_id = g.deviation_id and t.person_id = g.person_id and t.over_at is null`.execute(db)
}
