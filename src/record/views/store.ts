/** The SQL of views. */
import { type Insertable, type Kysely, sql } from 'kysely'
import type { viewScopes } from './contract.ts'

export type Kept = Record<string, string | string[]>
export interface ViewTables {
  savedView: {
    id: string
    list: string
    organisationId: string
    ownerId: string
    scope: (typeof viewScopes)[number]
    teamId: string | null
    name: string
    filter: Kept
    columns: string[] | null
    sort: string
    version: number
    madeAt: string | Date
  }
  listChoice: { personId: string; list: string; ids: string[]; defaultId: string | null }
}
export type Db = Kysely<ViewTables>
export type ViewRow = ViewTables['savedView']
const json = (value: unknown) => sql<Kept>`${JSON.stringify(value)}::jsonb`

/** Those of a list that the actor may see, by name; at most 300. */
export async function listViews(db: Db, list: string): Promise<ViewRow[]> {
  return db.selectFrom('savedView').selectAll().where('list', '=', list).orderBy('name').orderBy('id').limit(300).execute()
}
export async function readView(db: Db, list: string, id: string): Promise<ViewRow | undefined> {
  return db.selectFrom('savedView').selectAll().where('id', '=', id).where('list', '=', list).executeTakeFirst()
}
/** False when the person has too many. */
export async function insertView(db: Db, row: ViewRow, most: number): Promise<boolean> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from saved_view where owner_id = ${row.ownerId} and list = ${row.list}`.execute(db)
  if ((rows[0]?.count ?? 0) >= most) return false
  await db
    .insertInto('savedView')
    .values({ ...row, filter: json(row.filter) } as unknown as Insertable<ViewRow>)
    .execute()
  return true
}
/** False when somebody was first. */
export async function updateView(db: Db, id: string, version: number, set: Partial<ViewRow>): Promise<boolean> {
  const done = await db
    .updateTable('savedView')
    .set({ ...set, ...(set.filter && { filter: json(set.filter) }), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function deleteView(db: Db, id: string): Promise<void> {
  await db.deleteFrom('savedView').where('id', '=', id).execute()
}

type Choice = ViewTables['listChoice']
export async function readChoice(db: Db, personId: string, list: string): Promise<Pick<Choice, 'ids' | 'defaultId'>> {
  const found = await db
    .selectFrom('listChoice')
    .select(['ids', 'defaultId'])
    .where('personId', '=', personId)
    .where('list', '=', list)
    .executeTakeFirst()
  return found ?? { ids: [], defaultId: null }
}
export async function saveChoice(db: Db, row: Choice): Promise<void> {
  await db
    .insertInto('listChoice')
    .values(row)
    .onConflict((conflict) => conflict.columns(['personId', 'list']).doUpdateSet({ ids: row.ids, defaultId: row.defaultId }))
    .execute()
}
