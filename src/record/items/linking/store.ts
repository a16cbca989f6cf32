/** The SQL of links between cases and items. */
import { type Kysely, sql } from 'kysely'
import { openStates, type State } from '#record/cases/contract.ts'

export type LinkDb = Kysely<Record<never, never>>

/** In the order in which they were added. */
export async function itemsOfCase(db: LinkDb, caseId: string): Promise<string[]> {
  const { rows } = await sql<{ itemId: string }>`select item_id from case_item where case_id = ${caseId} order by at, item_id limit 100`.execute(db)
  return rows.map(({ itemId }) => itemId)
}
export async function addLinks(db: LinkDb, caseId: string, itemIds: readonly string[], by: string | null, at: Date): Promise<void> {
  await sql`insert into case_item (case_id, item_id, added_by, at) select ${caseId}, id, ${by}, ${at} from unnest(${[...itemIds]}::uuid[]) id
    on conflict do nothing`.execute(db)
}
export async function removeLinks(db: LinkDb, caseId: string, itemIds: readonly string[]): Promise<void> {
  await sql`delete from case_item where case_id = ${caseId} and item_id = any (${[...itemIds]}::uuid[])`.execute(db)
}
export interface LinkedCaseRow {
  id: string
  number: number
  title: string
  state: State
  openedAt: string
}
const open = sql.join(openStates.map((state) => sql.lit(state)))
export async function casesOfItem(db: LinkDb, itemId: string, limit: number): Promise<LinkedCaseRow[]> {
  const { rows } = await sql<LinkedCaseRow>`select c.id, c.number, c.title, c.state, c.opened_at from case_item l join "case" c on c.id = l.case_id
    where l.item_id = ${itemId} order by (c.state in (${open})) desc, c.number desc limit ${limit}`.execute(db)
  return rows
}
/** How many open incidents are about each of these items. */
export async function openIncidents(db: LinkDb, itemIds: readonly string[]): Promise<Map<string, number>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<{ itemId: string; count: number }>`
    select l.item_id, count(*)::int as count from case_item l join "case" c on c.id = l.case_id
    where l.item_id = any (${[...itemIds]}::uuid[]) and c.kind in ('incident', 'problem') and c.state in (${open}) group by l.item_id`.execute(db)
  return new Map(rows.map(({ itemId, count }) => [itemId, count]))
}
