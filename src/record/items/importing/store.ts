/** The SQL of imports. Row level security decides which there are. */
import { type Kysely, sql } from 'kysely'
import type { Column, Counts, Import, Mapping, State } from './contract.ts'
import type { Note } from './reading/adapters/reader.ts'

export interface ImportRow {
  id: string
  organisationId: string
  byId: string
  at: string
  hash: string
  name: string
  size: number
  format: Import['format']
  state: State
  why: string | null
  given: Record<string, string | number> | null
  rows: number
  columns: Column[]
  notes: Note[]
  mapping: Mapping
  remembered: boolean
  counts: Partial<Counts>
  done: number
  total: number
  runWhy: string | null
  ranAt: string | null
  undoneBy: string | null
  undoneAt: string | null
  undoWhy: string | null
}
export interface ImportTables {
  itemImport: ImportRow
}
type Db = Kysely<ImportTables>
export interface Part {
  what: 'made' | 'changed' | 'related'
  id: string
  row: number
  version: number
}

const inSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const structured = new Set(['given', 'columns', 'notes', 'mapping', 'counts'])
const valueFor = (key: string, value: unknown) => (structured.has(key) && value !== null ? sql`${JSON.stringify(value)}::jsonb` : sql`${value}`)

export async function insertImport(
  db: Db,
  row: Pick<ImportRow, 'id' | 'organisationId' | 'byId' | 'at' | 'hash' | 'name' | 'size' | 'state'>,
): Promise<void> {
  await db
    .insertInto('itemImport')
    .values(row as ImportRow)
    .execute()
}
export async function readImport(db: Db, id: string): Promise<ImportRow | undefined> {
  return db.selectFrom('itemImport').selectAll().where('id', '=', id).executeTakeFirst()
}
/** Newest first, after one of them. */
export async function listImports(db: Db, limit: number, after: readonly [string, string] | undefined): Promise<ImportRow[]> {
  const beyond = after ? sql`(at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`
  const { rows } = await sql<ImportRow>`select * from item_import where ${beyond} order by at desc, id desc limit ${limit}`.execute(db)
  return rows
}
/** False when it is in none of these states any more: somebody else was first, or it was stopped. */
export async function changeImport(db: Db, id: string, from: readonly State[], set: Partial<ImportRow>): Promise<boolean> {
  const parts = Object.entries(set).map(([key, value]) => sql`${sql.raw(inSnake(key))} = ${valueFor(key, value)}`)
  const { numAffectedRows } = await sql`update item_import set ${sql.join(parts)} where id = ${id} and state = any (${[...from]}::text[])`.execute(db)
  return numAffectedRows === 1n
}

export async function readMapping(db: Db, organisationId: string, columns: string): Promise<Mapping | undefined> {
  const { rows } = await sql<{ mapping: Mapping }>`select mapping from item_import_mapping
    where organisation_id = ${organisationId} and columns = ${columns}`.execute(db)
  return rows[0]?.mapping
}
export async function saveMapping(db: Db, row: { organisationId: string; columns: string; mapping: Mapping; at: Date; byId: string }): Promise<void> {
  await sql`insert into item_import_mapping (organisation_id, columns, mapping, at, by_id)
    values (${row.organisationId}, ${row.columns}, ${JSON.stringify(row.mapping)}::jsonb, ${row.at}, ${row.byId})
    on conflict (organisation_id, columns) do update set mapping = excluded.mapping, at = excluded.at, by_id = excluded.by_id`.execute(db)
}

export async function insertParts(db: Db, importId: string, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return
  await sql`insert into item_import_part (import_id, what, id, row, version)
    select ${importId}::uuid, what, id, row, version from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as r (what text, id uuid, row int, version int)`.execute(
    db,
  )
}
export async function listParts(db: Db, importId: string): Promise<Part[]> {
  const { rows } = await sql<Part>`select what, id, row, version from item_import_part where import_id = ${importId} order by row, id`.execute(db)
  return rows
}
/** Of these items, which something else points to; `ours` are relations that do not count. */
export async function itemsUsed(db: Db, ids: readonly string[], ours: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select spil_items_used(${[...ids]}::uuid[], ${[...ours]}::uuid[]) as id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** One import of an organisation writes at a time; the next sees what it wrote. As long as it takes. */
export async function holdImports(db: Db, organisationId: string): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(db)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`item imports ${organisationId}`}, 0))`.execute(db)
}
