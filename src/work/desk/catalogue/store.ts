/** The SQL of the catalogue. Row level security decides which rows there are. */
import { type Kysely, sql } from 'kysely'
import type { Answers, Definition } from './contract.ts'
import type { Line } from './rules.ts'

export interface ItemRow {
  id: string
  organisationId: string
  place: number
  active: boolean
  version: number
  changedAt: string
  changedBy: string | null
  /** Besides its own organisation; those that the actor may know. */
  offeredTo: string[]
  definition: Definition
}
export interface AnswersRow {
  caseId: string
  organisationId: string
  itemId: string
  version: number
  answers: Answers
  lines: Line[]
}
export interface UploadRow {
  id: string
  personId: string
  hash: string
  size: number
  name: string
  type: string
  at: string
}
export interface CatalogueTables {
  catalogueItem: Omit<ItemRow, 'definition' | 'offeredTo'>
  catalogueUpload: UploadRow
}
export type Db = Kysely<CatalogueTables>

const columns = sql.raw(`i.id, i.organisation_id, i.place, i.active, i.version, i.changed_at, i.changed_by, v.definition,
  array(select o.organisation_id from catalogue_offer o where o.item_id = i.id order by 1) as offered_to`)

/** In order; at most 500. */
export async function listItems(db: Db, where: { organisationId?: string; active?: boolean }): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${columns} from catalogue_item i join catalogue_version v on v.item_id = i.id and v.version = i.version
    where true ${where.organisationId ? sql`and i.organisation_id = ${where.organisationId}` : sql``}
      ${where.active === undefined ? sql`` : sql`and i.active = ${where.active}`}
    order by i.organisation_id, i.place, i.id limit 500`.execute(db)
  return rows
}
/** As it is, or as it was in one version. */
export async function readItem(db: Db, id: string, version?: number): Promise<ItemRow | undefined> {
  const { rows } = await sql<ItemRow>`select ${columns} from catalogue_item i
    join catalogue_version v on v.item_id = i.id and v.version = ${version === undefined ? sql`i.version` : sql`${version}`}
    where i.id = ${id}`.execute(db)
  const row = rows[0]
  return row && version !== undefined ? { ...row, version } : row
}

interface Writing {
  id: string
  organisationId: string
  active: boolean
  version: number
  definition: Definition
  at: Date
  by: string | null
}
async function addVersion(db: Db, { id, organisationId, version, definition, at, by }: Writing): Promise<void> {
  await sql`insert into catalogue_version (item_id, version, organisation_id, definition, at, by)
    values (${id}, ${version}, ${organisationId}, ${JSON.stringify(definition)}::jsonb, ${at}, ${by})`.execute(db)
}
export async function insertItem(db: Db, row: Writing): Promise<void> {
  await sql`insert into catalogue_item (id, organisation_id, place, active, version, changed_at, changed_by)
    values (${row.id}, ${row.organisationId}, (select coalesce(max(place), 0) + 1 from catalogue_item where organisation_id = ${row.organisationId}),
      ${row.active}, ${row.version}, ${row.at}, ${row.by})`.execute(db)
  await addVersion(db, row)
}
/** False when somebody was first. `row.version` is the new one. */
export async function updateItem(db: Db, row: Writing): Promise<boolean> {
  const { numAffectedRows } = await sql`update catalogue_item set active = ${row.active}, version = ${row.version}, changed_at = ${row.at},
    changed_by = ${row.by} where id = ${row.id} and version = ${row.version - 1}`.execute(db)
  if (numAffectedRows !== 1n) return false
  await addVersion(db, row)
  return true
}
/** To these organisations besides its own, and to no other. */
export async function offerTo(db: Db, itemId: string, ownerId: string, organisationIds: readonly string[]): Promise<void> {
  const ids = [...new Set(organisationIds)].filter((id) => id !== ownerId)
  await sql`delete from catalogue_offer where item_id = ${itemId} and organisation_id <> all (${ids}::uuid[])`.execute(db)
  await sql`insert into catalogue_offer (item_id, organisation_id, owner_id) select ${itemId}, one, ${ownerId} from unnest(${ids}::uuid[]) one
    on conflict do nothing`.execute(db)
}
/** Those that are named first, in this order; the others behind them as they were. */
export async function placeItems(db: Db, organisationId: string, ids: readonly string[]): Promise<void> {
  await sql`update catalogue_item i set place = n.place from (
      select c.id, row_number() over (order by w.at nulls last, c.place, c.id) as place
      from catalogue_item c left join unnest(${[...ids]}::uuid[]) with ordinality as w(id, at) on w.id = c.id
      where c.organisation_id = ${organisationId}) n
    where n.id = i.id and i.place <> n.place`.execute(db)
}

export async function insertAnswers(db: Db, row: AnswersRow): Promise<void> {
  await sql`insert into case_answers (case_id, organisation_id, item_id, version, answers, lines) values (${row.caseId}, ${row.organisationId},
    ${row.itemId}, ${row.version}, ${JSON.stringify(row.answers)}::jsonb, ${JSON.stringify(row.lines)}::jsonb)`.execute(db)
}
export async function readAnswers(db: Db, caseId: string): Promise<AnswersRow | undefined> {
  const { rows } = await sql<AnswersRow>`select case_id, organisation_id, item_id, version, answers, lines from case_answers
    where case_id = ${caseId}`.execute(db)
  return rows[0]
}

/** What the actor is in this organisation, for the audience of an item. */
export async function mine(db: Db, organisationIds: readonly string[]): Promise<{ roles: Map<string, string[]>; teams: Set<string> }> {
  const roles = new Map<string, string[]>()
  for (const id of organisationIds)
    roles.set(
      id,
      (await sql<{ role: string }>`select spil_my_roles(${id}) as role`.execute(db)).rows.map(({ role }) => role),
    )
  const teams = await sql<{ id: string }>`select spil_my_teams() as id`.execute(db)
  return { roles, teams: new Set(teams.rows.map(({ id }) => id)) }
}

export const insertUpload = (db: Db, row: UploadRow) => db.insertInto('catalogueUpload').values(row).execute()
export async function uploadsOf(db: Db, personId: string, ids?: readonly string[]): Promise<UploadRow[]> {
  if (ids?.length === 0) return []
  let query = db.selectFrom('catalogueUpload').selectAll().where('personId', '=', personId)
  if (ids) query = query.where('id', 'in', ids)
  return query.limit(200).execute()
}
export async function forgetUploads(db: Db, which: { ids: readonly string[] } | { before: Date }): Promise<void> {
  if ('ids' in which && which.ids.length === 0) return
  const query = db.deleteFrom('catalogueUpload')
  await ('ids' in which ? query.where('id', 'in', which.ids) : query.where('at', '<', which.before.toISOString())).execute()
}
