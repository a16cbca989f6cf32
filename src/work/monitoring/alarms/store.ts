/** The SQL of what people did about alarms, and of who evaluates. */
import { type Kysely, sql } from 'kysely'

export interface AlarmState {
  deviationId: string
  organisationId: string
  acknowledgedBy: string | null
  acknowledgedAt: string | null
  acknowledgedUntil: string | null
  note: string
  silencedUntil: string | null
  level: number
}
export interface AlarmTables {
  monitoringAlarm: AlarmState
}
export type Db = Kysely<AlarmTables>

export async function statesOf(db: Db, ids: readonly string[]): Promise<Map<string, AlarmState>> {
  const { rows } = await sql<AlarmState>`select * from monitoring_alarm where deviation_id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.deviationId, row]))
}
/** Of what is open: ids of those that somebody has acknowledged, and for whom that still holds. */
export async function acknowledgedNow(db: Db, ids: readonly string[], now: Date): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select deviation_id as id from monitoring_alarm where deviation_id = any (${[...ids]}::uuid[])
    and acknowledged_at is not null and (acknowledged_until is null or acknowledged_until > ${now})`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
interface Pair {
  id: string
  organisationId: string
}
const given = (all: readonly Pair[]) => sql`unnest(${all.map(({ id }) => id)}::uuid[], ${all.map(({ organisationId }) => organisationId)}::uuid[])`
export async function acknowledge(db: Db, all: readonly Pair[], by: string, at: Date, note: string, until: string | null): Promise<void> {
  await sql`insert into monitoring_alarm (deviation_id, organisation_id, acknowledged_by, acknowledged_at, acknowledged_until, note)
    select g.id, g.organisation, ${by}::uuid, ${at}::timestamptz, ${until}::timestamptz, ${note} from ${given(all)} g (id, organisation)
    on conflict (deviation_id) do update set acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at,
      acknowledged_until = excluded.acknowledged_until, note = excluded.note`.execute(db)
}
export async function silence(db: Db, all: readonly Pair[], until: string | null): Promise<void> {
  await sql`insert into monitoring_alarm (deviation_id, organisation_id, silenced_until)
    select g.id, g.organisation, ${until}::timestamptz from ${given(all)} g (id, organisation)
    on conflict (deviation_id) do update set silenced_until = excluded.silenced_until`.execute(db)
}

/** Whether this process may evaluate until then: nobody else does. */
export async function holdLease(db: Db, holder: string, seconds: number): Promise<boolean> {
  const done = await sql`update monitoring_alarm_lease set holder = ${holder}, until = clock_timestamp() + make_interval(secs => ${seconds})
    where id = 1 and (holder = ${holder} or until < clock_timestamp())`.execute(db)
  return done.numAffectedRows === 1n
}
export async function releaseLease(db: Db, holder: string): Promise<void> {
  await sql`update monitoring_alarm_lease set holder = null, until = '-infinity' where id = 1 and holder = ${holder}`.execute(db)
}
