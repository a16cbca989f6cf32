/** The SQL of baselines. */
import { type Kysely, sql } from 'kysely'
import type { Kept } from './contract.ts'

export interface BaselineTables {
  normBaseline: {
    id: string
    organisationId: string
    name: string
    note: string
    version: number
    published: number
    changedAt: Date | string
    changedBy: string | null
  }
}
export type Db = Kysely<BaselineTables>
export type BaselineRow = BaselineTables['normBaseline']

export const listBaselines = (db: Db, organisationId?: string) =>
  db
    .selectFrom('normBaseline')
    .selectAll()
    .$if(organisationId !== undefined, (query) => query.where('organisationId', '=', organisationId ?? ''))
    .orderBy('name')
    .limit(500)
    .execute()
/** `lock`: what is in it is published together, by one at a time. */
export async function readBaseline(db: Db, id: string, lock = false): Promise<BaselineRow | undefined> {
  const { rows } = await sql<BaselineRow>`select * from norm_baseline where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}
/** False when there is one of this name. */
export async function insertBaseline(db: Db, row: BaselineRow): Promise<boolean> {
  const done = await sql`insert into norm_baseline (id, organisation_id, name, note, version, published, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, ${row.name}, ${row.note}, 1, 0, ${row.changedAt}, ${row.changedBy}) on conflict do nothing`.execute(db)
  return done.numAffectedRows === 1n
}
/** Undefined when somebody was first. Throws 23505 where another has the name. */
export async function updateBaseline(
  db: Db,
  id: string,
  version: number,
  { name, note, published, changedAt, changedBy }: Pick<BaselineRow, 'name' | 'note' | 'published' | 'changedAt' | 'changedBy'>,
): Promise<BaselineRow | undefined> {
  const { rows } =
    await sql<BaselineRow>`update norm_baseline set name = ${name}, note = ${note}, published = ${published}, changed_at = ${changedAt},
    changed_by = ${changedBy}, version = version + 1 where id = ${id} and version = ${version} returning *`.execute(db)
  return rows[0]
}
export interface VersionRow {
  number: number
  note: string
  publishedAt: string
  publishedBy: string | null
  expectations: Kept[]
}
export async function insertVersion(db: Db, row: VersionRow & { baselineId: string; organisationId: string }): Promise<void> {
  await sql`insert into norm_baseline_version (baseline_id, number, organisation_id, expectations, note, published_at, published_by)
    values (${row.baselineId}, ${row.number}, ${row.organisationId}, ${JSON.stringify(row.expectations)}::jsonb, ${row.note}, ${row.publishedAt}, ${row.publishedBy})`.execute(
    db,
  )
}
export async function listVersions(db: Db, baselineId: string, number?: number): Promise<VersionRow[]> {
  const only = number === undefined ? sql`` : sql`and number = ${number}`
  const { rows } = await sql<VersionRow>`select number, note, published_at, published_by, expectations from norm_baseline_version
    where baseline_id = ${baselineId} ${only} order by number desc limit 200`.execute(db)
  return rows
}
