/** What is wrong with a file, by row and column: counted all, kept up to a bound, errors first. */
import { sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { mostFaults } from '../contract.ts'

export interface Found {
  column: string | null
  weight: 'error' | 'warning' | 'stays'
  code: string
  given: Record<string, string | number>
}
export interface FaultRow extends Found {
  row: number
}
export interface Faults {
  add(row: number, found: Found): void
  /** Rows with an error. */
  wrong: ReadonlySet<number>
  count(weight: Found['weight']): number
  /** By row; warnings make room for errors. */
  list(): FaultRow[]
}

export function faultsOf(): Faults {
  const kept: Record<Found['weight'], FaultRow[]> = { error: [], warning: [], stays: [] }
  const counts: Record<Found['weight'], number> = { error: 0, warning: 0, stays: 0 }
  const wrong = new Set<number>()
  return {
    wrong,
    add(row, found) {
      if (found.weight === 'error') wrong.add(row)
      counts[found.weight]++
      if (kept[found.weight].length < mostFaults) kept[found.weight].push({ row, ...found })
    },
    count: (weight) => counts[weight],
    list: () => [...kept.error, ...kept.stays, ...kept.warning].slice(0, mostFaults).sort((one, other) => one.row - other.row),
  }
}

/** In place of those that were there. */
export async function saveFaults({ db }: Pick<Context, 'db'>, importId: string, faults: readonly FaultRow[]): Promise<void> {
  await sql`delete from item_import_fault where import_id = ${importId}`.execute(db)
  if (faults.length === 0) return
  const rows = faults.map(({ column, ...one }, place) => ({ ...one, place, column_name: column }))
  await sql`insert into item_import_fault (import_id, place, row, column_name, weight, code, given)
    select ${importId}::uuid, place, row, column_name, weight, code, given
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (place int, row int, column_name text, weight text, code text, given jsonb)`.execute(
    db,
  )
}
export async function listFaults(
  { db }: Pick<Context, 'db'>,
  importId: string,
  { weight, after, limit }: { weight?: Found['weight'] | undefined; after: number; limit: number },
): Promise<(FaultRow & { place: number })[]> {
  const { rows } = await sql<FaultRow & { place: number }>`select place, row, column_name as column, weight, code, given from item_import_fault
    where import_id = ${importId} and place > ${after} and (${weight ?? null}::text is null or weight = ${weight ?? null}) order by place limit ${limit}`.execute(
    db,
  )
  return rows
}
