/** The SQL of templates. */
import { type Kysely, sql } from 'kysely'
import type { Scope } from '#record/norms/contract.ts'

type Time = Date | string
export interface TemplateRow {
  id: string
  organisationId: string
  key: string | null
  name: string
  scope: Scope
  enabled: boolean
  version: number
  changedAt: Time
  changedBy: string | null
}
export interface ExceptionRow {
  templateId: string
  itemId: string
  organisationId: string
  why: string
  writtenAt: Time
  writtenBy: string | null
}
export interface TemplateTables {
  monitoringTemplate: TemplateRow
  monitoringException: ExceptionRow
}
export type Db = Kysely<TemplateTables>
const asJson = (scope: Scope) => sql<Scope>`${JSON.stringify(scope)}::jsonb`

export const listTemplates = (db: Db, organisationId: string): Promise<TemplateRow[]> =>
  db.selectFrom('monitoringTemplate').selectAll().where('organisationId', '=', organisationId).orderBy('name').orderBy('id').limit(500).execute()
export async function readTemplate(db: Db, id: string, lock = false): Promise<TemplateRow | undefined> {
  const query = db.selectFrom('monitoringTemplate').selectAll().where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}
/** Undefined when the one that comes with Spil is used already. */
export const insertTemplate = (db: Db, row: TemplateRow): Promise<TemplateRow | undefined> =>
  db
    .insertInto('monitoringTemplate')
    .values({ ...row, scope: asJson(row.scope) })
    .onConflict((clash) => clash.columns(['organisationId', 'key']).where('key', 'is not', null).doNothing())
    .returningAll()
    .executeTakeFirst()
export const changeTemplate = (
  db: Db,
  id: string,
  { scope, ...set }: Pick<TemplateRow, 'scope'> & Partial<TemplateRow>,
): Promise<TemplateRow | undefined> =>
  db
    .updateTable('monitoringTemplate')
    .set({ ...set, scope: asJson(scope) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
export async function removeTemplate(db: Db, id: string): Promise<void> {
  await db.deleteFrom('monitoringTemplate').where('id', '=', id).execute()
}

export async function putException(db: Db, row: ExceptionRow): Promise<void> {
  await db
    .insertInto('monitoringException')
    .values(row)
    .onConflict((clash) => clash.columns(['templateId', 'itemId']).doUpdateSet({ why: row.why, writtenAt: row.writtenAt, writtenBy: row.writtenBy }))
    .execute()
}
export async function removeException(db: Db, templateId: string, itemId: string): Promise<void> {
  await db.deleteFrom('monitoringException').where('templateId', '=', templateId).where('itemId', '=', itemId).execute()
}
export type ListedException = ExceptionRow & { number: number; name: string }
export async function exceptionsOf(db: Db, templateIds: readonly string[]): Promise<ListedException[]> {
  const { rows } = await sql<ListedException>`select e.*, i.number, i.name from monitoring_exception e join item i on i.id = e.item_id
    where e.template_id = any (${[...templateIds]}::uuid[]) order by i.name, i.id limit 2000`.execute(db)
  return rows
}
