/** The SQL of calendars and agreements: the newest version, and every version there was. */
import { sql } from 'kysely'
import type { Matrix } from '../../contract.ts'
import type { ClocksDb, Kept } from '../store.ts'

export interface Writing {
  organisationId: string
  /** What the screen showed; 0 when nothing had been saved. */
  version: number
  at: Date
  by: string | null
}
/** False when somebody was first. */
export async function writeMatrix(db: ClocksDb, { organisationId, version, at, by }: Writing, matrix: Matrix): Promise<boolean> {
  const body = JSON.stringify(matrix)
  const done =
    version === 0
      ? await sql`insert into priority_matrix (organisation_id, version, matrix, changed_at, changed_by)
          values (${organisationId}, 1, ${body}::jsonb, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update priority_matrix set version = version + 1, matrix = ${body}::jsonb, changed_at = ${at}, changed_by = ${by}
          where organisation_id = ${organisationId} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}

const tables = { calendar: 'working_calendar', agreement: 'agreement' } as const
export type Written = keyof typeof tables

/** Writes the next version and keeps it. False when somebody was first. */
export async function writeVersion(db: ClocksDb, what: Written, id: string, wish: Writing, body: unknown): Promise<boolean> {
  const { organisationId, version, at, by } = wish
  const [table, versions] = [sql.table(tables[what]), sql.table(`${tables[what]}_version`)]
  const json = JSON.stringify(body)
  const done =
    version === 0
      ? await sql`insert into ${table} (id, organisation_id, version, body, changed_at, changed_by)
          values (${id}, ${organisationId}, 1, ${json}::jsonb, ${at}, ${by}) on conflict do nothing`.execute(db)
      : await sql`update ${table} set version = version + 1, body = ${json}::jsonb, changed_at = ${at}, changed_by = ${by}
          where id = ${id} and organisation_id = ${organisationId} and version = ${version}`.execute(db)
  if (done.numAffectedRows !== 1n) return false
  await sql`insert into ${versions} (id, version, organisation_id, body, changed_at, changed_by)
    values (${id}, ${version + 1}, ${organisationId}, ${json}::jsonb, ${at}, ${by})`.execute(db)
  return true
}

/** On how many cases a clock goes by it, also on those that the actor may not see. */
export async function countClocksBy(db: ClocksDb, organisationId: string, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select spil_clocks_by(${organisationId}, ${id}) as count`.execute(db)
  return rows[0]?.count ?? 0
}
/** Takes it away; its versions stay for the clocks that ended by them. False when somebody changed it meanwhile. */
export async function removeKept(db: ClocksDb, what: Written, id: string, version: number): Promise<boolean> {
  const done = await sql`delete from ${sql.table(tables[what])} where id = ${id} and version = ${version}`.execute(db)
  return done.numAffectedRows === 1n
}

/** This version as it was; undefined for the one that was never kept. */
export async function readVersions<B>(db: ClocksDb, what: Written, wanted: readonly { id: string; version: number }[]): Promise<Kept<B>[]> {
  const { rows } = await sql<Kept<B>>`select v.id, v.version, v.body from ${sql.table(`${tables[what]}_version`)} v
    join unnest(${wanted.map(({ id }) => id)}::uuid[], ${wanted.map(({ version }) => version)}::int[]) w(id, version) on w.id = v.id and w.version = v.version`.execute(
    db,
  )
  return rows
}

/** Asks that every open clock of the organisation is computed anew, from the beginning. */
export async function askRecalculation(db: ClocksDb, organisationId: string, at: Date): Promise<void> {
  await sql`insert into clock_recalculation (organisation_id, generation, asked_at, done, after_number) values (${organisationId}, 1, ${at}, 0, 0)
    on conflict (organisation_id) do update set generation = clock_recalculation.generation + 1, asked_at = excluded.asked_at, total = null, done = 0,
      after_number = 0, ended_at = null`.execute(db)
}
